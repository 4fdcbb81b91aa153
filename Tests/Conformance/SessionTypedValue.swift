import DewarSigning
import DewarText
import FoundationEssentials

/// Reads and writes values of Python's types as the cases have them.
enum SessionTypedValue {
    /// Reads a value.
    static func value(_ json: JSON) -> SessionValue {
        switch json {
        case .null: .null
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        case .integer(let digits): .integer(digits)
        case .double(let value): .double(value)
        case .string(let text): .string(text)
        case .array(let elements): .list(elements.map(value))
        case .object(let object): typed(object)
        }
    }

    private static func typed(_ object: JSONObject) -> SessionValue {
        guard let (type, content) = object.first else { return .dictionary([:]) }
        let text = content.string ?? ""
        return switch type {
        case "$int": .integer(text)
        case "$float": .double(Double(text) ?? .nan)
        case "$bytes": .bytes(bytes(json: .object(object)))
        case "$uuid": UUID(uuidString: text).map { .uuid($0) } ?? .null
        case "$datetime": (try? TypedValue.date(.object(object))).map { .datetime($0) } ?? .null
        case "$markup": .markup(Markup(html: text))
        case "$tuple": .tuple((content.array ?? []).map(value))
        default: .dictionary(dictionary(.object(object)))
        }
    }

    /// Reads a mapping.
    static func dictionary(_ json: JSON) -> SessionDictionary {
        SessionDictionary(
            (json["$dict"]?.array ?? []).compactMap { pair in
                key(value(pair[0] ?? nil)).map { ($0, value(pair[1] ?? nil)) }
            })
    }

    private static func key(_ value: SessionValue) -> SessionKey? {
        switch value {
        case .string(let text): .string(text)
        case .int(let number): .int(number)
        case .double(let number): .double(number)
        case .bool(let value): .bool(value)
        case .null: .null
        default: nil
        }
    }

    /// Reads bytes, or the UTF-8 of text.
    static func bytes(json: JSON) -> [UInt8] {
        guard let encoded = json["$bytes"]?.string else { return Array((json.string ?? "").utf8) }
        return base64(encoded)
    }

    /// Reads base64.
    static func base64(_ encoded: String) -> [UInt8] {
        Base64.decode(encoded.utf8) ?? []
    }

    /// Writes base64.
    static func base64(_ bytes: [UInt8]) -> JSON {
        .string(Base64.encode(bytes))
    }

    /// Writes a value.
    static func json(_ value: SessionValue) -> JSON {
        switch value {
        case .null: nil
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        case .integer(let digits): ["$int": .string(digits)]
        case .double(let value): ["$float": .string(FloatText.text(of: value))]
        case .string(let text): .string(text)
        case .list(let elements): .array(elements.map(json))
        case .tuple(let elements): ["$tuple": .array(elements.map(json))]
        case .bytes(let bytes): ["$bytes": base64(bytes)]
        case .markup(let markup): ["$markup": .string(markup.html)]
        case .uuid(let uuid): ["$uuid": .string(uuid.uuidString.lowercased())]
        case .datetime(let date): ["$datetime": .string(text(date))]
        case .dictionary(let members):
            ["$dict": .array(members.map { [keyJSON($0.key), json($0.value)] })]
        }
    }

    private static func keyJSON(_ key: SessionKey) -> JSON {
        switch key {
        case .string(let text): .string(text)
        case .int(let number): .int(number)
        case .double(let number): ["$float": .string(FloatText.text(of: number))]
        case .bool(let value): .bool(value)
        case .null: nil
        }
    }

    /// `Thu, 29 Feb 2024 12:34:56 GMT` as `2024-02-29T12:34:56+00:00`.
    private static func text(_ date: HTTPDate) -> String {
        let words = date.description.split(separator: " ")
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"]
        let month = String((months.firstIndex(of: String(words[2])) ?? 11) + 1)
        let padded = month.count == 1 ? "0" + month : month
        return "\(words[3])-\(padded)-\(words[1])T\(words[4])+00:00"
    }

    /// Writes JSON as a typed value: objects become mappings.
    static func json(plain json: JSON) -> JSON {
        switch json {
        case .integer(let digits): ["$int": .string(digits)]
        case .double(let value): ["$float": .string(FloatText.text(of: value))]
        case .array(let elements): .array(elements.map(self.json(plain:)))
        case .object(let object):
            ["$dict": .array(object.map { [.string($0.key), self.json(plain: $0.value)] })]
        default: json
        }
    }

    /// What Python's `json` makes of a typed value: tuples are lists, and keys text.
    static func plainJSON(_ value: SessionValue) -> JSON? {
        switch value {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .int(let number): return .int(number)
        case .integer(let digits): return .integer(digits)
        case .double(let number): return .double(number)
        case .string(let text): return .string(text)
        case .markup(let markup): return .string(markup.html)
        case .list(let elements), .tuple(let elements):
            let items = elements.compactMap(plainJSON)
            return items.count == elements.count ? .array(items) : nil
        case .dictionary(let members):
            var object = JSONObject()
            for (key, member) in members {
                guard let member = plainJSON(member) else { return nil }
                object[keyText(key)] = member
            }
            return .object(object)
        case .bytes, .uuid, .datetime: return nil
        }
    }

    private static func keyText(_ key: SessionKey) -> String {
        switch key {
        case .string(let text): text
        case .int(let number): String(number)
        case .double(let number): JSONWriter().text(of: .double(number))
        case .bool(let value): value ? "true" : "false"
        case .null: "null"
        }
    }
}
