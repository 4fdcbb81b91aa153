extension Value {
    /// The hash as a key: equal values have the same, whatever their types.
    ///
    /// - Throws: TypeError if the value cannot be a key; UndefinedError if it is strict.
    func hash(depth: Int = 0, budget: ElementBudget? = nil) throws -> Int {
        switch self {
        case .string(let text), .markup(let text): return text.dictionaryHash
        case .int(let value): return TextHash.hash(value)
        case .bool(let value): return TextHash.hash(value ? 1 : 0)
        case .integer(let value): return value.dictionaryHash
        case .float(let value): return Self.hash(value)
        case .none: return TextHash.hash(0x6E6F_6E65)
        case .undefined(let undefined):
            if undefined.kind == .strict { throw undefined.error }
            return undefined.kind.hashValue
        case .tuple(let tuple):
            try Self.checkDepth(depth, "while hashing a tuple")
            let budget = budget ?? ElementBudget()
            try budget.take(tuple.elements.count)
            var hash = tuple.elements.count
            for element in tuple.elements {
                let next = try element.hash(depth: depth + 1, budget: budget)
                hash = TextHash.hash(next &+ hash &* 31)
            }
            return hash
        case .list: throw TemplateError.type("unhashable type: 'list'")
        case .dict: throw TemplateError.type("unhashable type: 'dict'")
        case .object(let object): return try object.hash()
        }
    }

    private static func hash(_ value: Double) -> Int {
        if let integer = Int(exactly: value) { return TextHash.hash(integer) }
        guard value.isFinite, value == value.rounded(.towardZero) else {
            return TextHash.hash(Int(bitPattern: UInt(value.bitPattern)))
        }
        return BigInteger(truncating: value).dictionaryHash
    }
}
