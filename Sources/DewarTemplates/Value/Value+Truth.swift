extension Value {
    /// Python's `bool(x)`.
    ///
    /// - Throws: UndefinedError for a strict undefined value.
    func isTrue() throws -> Bool {
        switch self {
        case .bool(let value): return value
        case .none: return false
        case .int(let value): return value != 0
        case .integer: return true
        case .float(let value): return value != 0
        case .string(let text), .markup(let text): return !text.isEmpty
        case .tuple(let tuple): return !tuple.elements.isEmpty
        case .list(let list): return !list.elements.isEmpty
        case .dict(let dict): return dict.count > 0
        case .undefined(let undefined):
            try undefined.use()
            return false
        case .object(let object): return try object.isTrue()
        }
    }

    /// Python's `len(x)`.
    ///
    /// - Throws: TypeError if there is no length.
    func length() throws -> Int {
        switch self {
        case .string(let text), .markup(let text): return text.count
        case .tuple(let tuple): return tuple.elements.count
        case .list(let list): return list.elements.count
        case .dict(let dict): return dict.count
        case .undefined(let undefined):
            try undefined.use()
            return 0
        case .object(let object):
            if let length = try object.length() { return length }
        default: break
        }
        throw TemplateError.type("object of type '\(typeName)' has no len()")
    }

    /// Python's `iter(x)`.
    ///
    /// - Throws: TypeError if the value cannot be iterated.
    func makeIterator() throws -> ValueIterator {
        if let iterator = try iteratorIfAny() { return iterator }
        throw TemplateError.type("'\(typeName)' object is not iterable")
    }

    /// An iterator, or nil if the value cannot be iterated.
    func iteratorIfAny() throws -> ValueIterator? {
        switch self {
        case .list(let list): return ValueIterator(list)
        case .tuple(let tuple): return ValueIterator(tuple)
        case .dict(let dict): return ValueIterator(dict, .keys)
        case .string(let text), .markup(let text): return ValueIterator(text)
        case .object(let object): return try object.makeIterator()
        case .undefined(let undefined):
            try undefined.use()
            return ValueIterator.empty
        default: return nil
        }
    }

    /// Python's `list(x)`, as an array.
    func elements() throws -> [Value] {
        switch self {
        case .list(let list): return list.elements
        case .tuple(let tuple): return tuple.elements
        default:
            var iterator = try makeIterator()
            return try iterator.collect()
        }
    }

    /// Python's `callable(x)`.
    var isCallable: Bool {
        switch self {
        case .object(let object): object.isCallable
        // The class has `__call__`.
        case .undefined: true
        default: false
        }
    }
}
