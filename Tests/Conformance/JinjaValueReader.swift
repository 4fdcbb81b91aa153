import DewarTemplates
import DewarText

/// Values as `conformance/README.md` encodes them.
enum JinjaValueReader {
    /// Why a case cannot be read.
    struct Problem: Error {
        let message: String
    }

    /// Decodes a value.
    static func value(_ json: JSON) throws -> TemplateValue {
        switch json {
        case .null: return nil
        case .bool(let value): return .bool(value)
        case .int(let value): return .int(value)
        case .double(let value): return .float(value)
        case .string(let value): return .string(value)
        case .array(let elements): return .list(try elements.map(value))
        case .object(let members):
            if members.count == 1, let (key, value) = members.first, key.hasPrefix("$") {
                return try special(key, value)
            }
            return try .dict(
                members.map { (key: TemplateValue.string($0.key), value: try value($0.value)) })
        default: throw Problem(message: "a value of another kind")
        }
    }

    private static func special(_ key: String, _ json: JSON) throws -> TemplateValue {
        switch key {
        case "$int":
            if let text = json.string, let value = TemplateValue.integer(decimal: text) {
                return value
            }
        case "$float":
            if let text = json.string, let value = Double(text) { return .float(value) }
        case "$tuple": return .tuple(try (json.array ?? []).map(value))
        case "$markup": if let html = json.string { return .markup(html) }
        case "$dict":
            return try .dict(
                (json.array ?? []).map { pair in
                    (key: try value(pair[0] ?? .null), value: try value(pair[1] ?? .null))
                })
        default: break
        }
        throw Problem(message: "unknown encoding \(key)")
    }
}
