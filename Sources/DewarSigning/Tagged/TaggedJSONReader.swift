import DewarText

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Makes values of JSON, and what tags say of them.
///
/// What a tag does to a value that is not of its form is what Python does to it: the tag of tuples
/// takes text apart into characters, that of HTML makes text of numbers, and so on.
enum TaggedJSONReader {
    /// Makes a value of JSON, from the inside out.
    static func value(of json: JSON) throws(SigningError) -> SessionValue {
        switch json {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .int(let value): return .int(value)
        case .integer(let digits): return try integer(digits)
        case .double(let value): return .double(value)
        case .string(let text): return .string(text)
        case .array(let elements):
            var values: [SessionValue] = []
            values.reserveCapacity(elements.count)
            for element in elements { values.append(try value(of: element)) }
            return .list(values)
        case .object(let object):
            if object.count == 1, let tag = SessionTag(key: object[0].key) {
                return try untagged(tag, value(of: object[0].value))
            }
            var members: [(key: SessionKey, value: SessionValue)] = []
            members.reserveCapacity(object.count)
            for (key, member) in object { members.append((.string(key), try value(of: member))) }
            return .dictionary(SessionDictionary(unique: members))
        }
    }

    private static func integer(_ digits: String) throws(SigningError) -> SessionValue {
        let count = digits.utf8.count - (digits.utf8.first == UInt8(ascii: "-") ? 1 : 0)
        guard count <= NumberText.maximalDigits else {
            throw flaw("an integer has more than \(NumberText.maximalDigits) digits")
        }
        return .integer(digits)
    }

    private static func untagged(
        _ tag: SessionTag, _ value: SessionValue
    ) throws(SigningError) -> SessionValue {
        switch tag {
        case .dictionary: try dictionary(value)
        case .tuple: .tuple(try elements(value))
        case .bytes: .bytes(try bytes(value))
        case .markup: .markup(Markup(html: try text(value)))
        case .uuid: .uuid(try uuid(value))
        case .datetime: try datetime(value)
        }
    }

    /// The first member, its key without the last two characters.
    private static func dictionary(_ value: SessionValue) throws(SigningError) -> SessionValue {
        guard let member = value.dictionary?.first, let key = member.key.string else {
            throw flaw("the tag ' di' is of no dictionary")
        }
        let shortened = String(String.UnicodeScalarView(key.unicodeScalars.dropLast(2)))
        return .dictionary(SessionDictionary(unique: [(.string(shortened), member.value)]))
    }

    /// What Python's `tuple()` takes a value apart into.
    static func elements(_ value: SessionValue) throws(SigningError) -> [SessionValue] {
        switch value {
        case .list(let elements), .tuple(let elements): elements
        case .string(let text): text.unicodeScalars.map { .string(String($0)) }
        case .markup(let markup): markup.html.unicodeScalars.map { .string(String($0)) }
        case .bytes(let bytes): bytes.map { .int(Int($0)) }
        case .dictionary(let members): members.keys.map(\.value)
        default: throw flaw("the tag ' t' is of nothing that has elements")
        }
    }

    private static func bytes(_ value: SessionValue) throws(SigningError) -> [UInt8] {
        let encoded: [UInt8]
        switch value {
        case .string(let text): encoded = Array(text.utf8)
        case .markup(let markup): encoded = Array(markup.html.utf8)
        case .bytes(let bytes): encoded = bytes.filter { $0 < 0x80 }
        default: throw flaw("the tag ' b' is of no text")
        }
        guard let bytes = Base64.decode(encoded) else {
            throw flaw("the tag ' b' is of text that is not base64")
        }
        return bytes
    }

    /// What Python's `str()` makes of a value.
    private static func text(_ value: SessionValue) throws(SigningError) -> String {
        switch value {
        case .string(let text), .integer(let text): text
        case .markup(let markup): markup.html
        case .int(let number): String(number)
        case .double(let number): FloatText.text(of: number)
        case .bool(let value): value ? "True" : "False"
        case .null: "None"
        case .uuid(let uuid): uuid.uuidString.lowercased()
        default: throw flaw("the tag ' m' is of nothing that is text")
        }
    }

    private static func uuid(_ value: SessionValue) throws(SigningError) -> UUID {
        let text: String
        switch value {
        case .string(let string): text = string
        case .markup(let markup): text = markup.html
        default: throw flaw("the tag ' u' is of no text")
        }
        let digits = text.replacing("urn:", with: "").replacing("uuid:", with: "")
            .trimming("{}").replacing("-", with: "")
        guard digits.utf8.count == 32, digits.utf8.allSatisfy({ $0.isHexadecimalDigit }) else {
            throw flaw("the tag ' u' is of text that is no UUID")
        }
        var hyphened = digits
        for place in [20, 16, 12, 8] {
            hyphened.insert("-", at: hyphened.index(hyphened.startIndex, offsetBy: place))
        }
        guard let uuid = UUID(uuidString: hyphened) else {
            throw flaw("the tag ' u' is of text that is no UUID")
        }
        return uuid
    }

    /// A moment, or nothing when the text is none: what Werkzeug's `parse_date` gives.
    private static func datetime(_ value: SessionValue) throws(SigningError) -> SessionValue {
        switch value {
        case .string(let text): return HTTPDate(text).map { .datetime($0) } ?? .null
        case .markup(let markup): return HTTPDate(markup.html).map { .datetime($0) } ?? .null
        case .bytes: return .null
        case _ where !value.isTruthy: return .null
        default: throw flaw("the tag ' d' is of no text")
        }
    }

    static func flaw(_ reason: String) -> SigningError {
        SigningError(.badPayload(.json(reason)))
    }
}

extension SessionKey {
    /// The key as a value.
    fileprivate var value: SessionValue {
        switch self {
        case .string(let text): .string(text)
        case .int(let value): .int(value)
        case .double(let value): .double(value)
        case .bool(let value): .bool(value)
        case .null: .null
        }
    }
}

extension String {
    /// The text without certain ASCII characters at its ends.
    fileprivate func trimming(_ characters: String) -> String {
        var text = Substring(self)
        while let first = text.first, characters.contains(first) { text.removeFirst() }
        while let last = text.last, characters.contains(last) { text.removeLast() }
        return String(text)
    }
}

extension UInt8 {
    fileprivate var isHexadecimalDigit: Bool { PercentCoding.hexadecimalValue(self) != nil }
}
