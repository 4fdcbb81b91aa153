extension Value {
    /// Python's `x[key]`.
    ///
    /// - Throws: KeyError, IndexError, TypeError; UndefinedError if the value is undefined.
    func item(_ key: Value) throws -> Value {
        switch self {
        case .dict(let dict):
            if let value = try dict.lookup(key) { return value }
            throw TemplateError.key(try key.repr().string)
        case .list(let list):
            let index = try index(key, count: list.elements.count, "list")
            return list.elements[index]
        case .tuple(let tuple):
            return tuple.elements[try index(key, count: tuple.elements.count, "tuple")]
        case .string(let text):
            return .string(text.character(at: try index(key, count: text.count, "string")))
        case .markup(let text):
            return .markup(text.character(at: try index(key, count: text.count, "string")))
        case .undefined(let undefined):
            if undefined.kind == .chainable { return self }
            throw undefined.error
        case .object(let object):
            if let value = try object.item(key) { return value }
        default: break
        }
        throw TemplateError.type("'\(typeName)' object is not subscriptable")
    }

    /// An index from either end, checked.
    private func index(_ key: Value, count: Int, _ name: String) throws -> Int {
        if case .integer = key {
            throw TemplateError.index("cannot fit 'int' into an index-sized integer")
        }
        guard let index = key.int else {
            throw TemplateError.type(
                "\(name) indices must be integers or slices, not \(key.typeName)")
        }
        let position = index < 0 ? index &+ count : index
        guard position >= 0, position < count else {
            throw TemplateError.index("\(name) index out of range")
        }
        return position
    }

    /// Python's `x[start:stop:step]`.
    func sliced(_ slice: Slice) throws -> Value {
        switch self {
        case .list(let list): return .list(try slice.elements(of: list.elements))
        case .tuple(let tuple): return .tuple(try slice.elements(of: tuple.elements))
        case .string(let text): return .string(try text.sliced(slice))
        case .markup(let text): return .markup(try text.sliced(slice))
        case .dict: throw TemplateError.type("unhashable type: 'slice'")
        case .undefined(let undefined):
            if undefined.kind == .chainable { return self }
            throw undefined.error
        case .object(let object):
            if let value = try object.slice(slice) { return value }
        default: break
        }
        throw TemplateError.type("'\(typeName)' object is not subscriptable")
    }

    /// Python's `value in self`.
    func contains(_ value: Value) throws -> Bool {
        switch self {
        case .string(let text), .markup(let text):
            guard let part = value.text else {
                throw TemplateError.type(
                    "'in <string>' requires string as left operand, not \(value.typeName)")
            }
            return text.contains(part)
        case .dict(let dict): return try dict.lookup(value) != nil
        case .list(let list):
            // The list may change while elements are compared.
            var index = 0
            while index < list.elements.count {
                if try Self.isSameOrEqual(list.elements[index], value) { return true }
                index += 1
            }
            return false
        case .undefined(let undefined):
            try undefined.use()
            return false
        case .object(let object):
            if let result = try object.contains(value) { return result }
        default: break
        }
        guard var iterator = try iteratorIfAny() else {
            throw TemplateError.type("argument of type '\(typeName)' is not iterable")
        }
        while let element = try iterator.next() {
            if try Self.isSameOrEqual(element, value) { return true }
        }
        return false
    }
}
