/// `str.maketrans`.
enum TranslationTable {
    private static let signature = Signature(
        "maketrans", "x", "y", "z", required: 1, leading: 0, isPositionalOnly: true)

    static func make(_ arguments: Arguments) throws -> Value {
        let bound = try signature.bind(arguments)
        let table = Dict()
        guard bound[1] != nil else {
            guard case .dict(let dict)? = bound[0] else {
                throw TemplateError.type(
                    "if you give only one argument to maketrans it must be a dict")
            }
            for entry in dict.live { try table.set(key(entry.key), to: entry.value) }
            return .dict(table)
        }
        guard let from = try bound.text(0)?.scalars, let to = try bound.text(1)?.scalars else {
            return .dict(table)
        }
        guard from.count == to.count else {
            throw TemplateError.value(
                "the first two maketrans arguments must have equal length")
        }
        for (old, new) in zip(from, to) {
            try table.set(.int(Int(old.value)), to: .int(Int(new.value)))
        }
        for old in try bound.text(2)?.scalars ?? [] {
            try table.set(.int(Int(old.value)), to: .none)
        }
        return .dict(table)
    }

    private static func key(_ key: Value) throws -> Value {
        if key.int != nil { return key }
        guard let text = key.text else {
            throw TemplateError.type("keys in translate table must be strings or integers")
        }
        guard let scalar = text.scalars.first, text.count == 1 else {
            throw TemplateError.value("string keys in translate table must be of length 1")
        }
        return .int(Int(scalar.value))
    }
}
