import DewarText

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Writes values as tagged JSON.
struct TaggedJSONWriter {
    private(set) var bytes: [UInt8] = []
    private var depth = 0
    private static let json = JSONWriter()

    init() {
        bytes.reserveCapacity(256)
    }

    /// Appends a value, with its tag if it has one.
    mutating func append(_ value: SessionValue) throws(SigningError) {
        switch value {
        case .null, .bool, .integer, .double: Self.json.append(value.plainJSON, to: &bytes)
        case .int(let number): append(number)
        case .string(let text): append(text)
        case .list(let elements): try append(elements)
        case .dictionary(let members): try append(members)
        default: try appendTagged(value)
        }
    }

    private mutating func appendTagged(_ value: SessionValue) throws(SigningError) {
        switch value {
        case .tuple(let elements):
            try open(.tuple)
            try append(elements)
        case .bytes(let content):
            try open(.bytes)
            append(Base64.encode(content))
        case .markup(let markup):
            try open(.markup)
            append(markup.html)
        case .uuid(let uuid):
            try open(.uuid)
            append(Hexadecimal.text(of: withUnsafeBytes(of: uuid.uuid) { Array($0) }))
        case .datetime(let date):
            try open(.datetime)
            append(date.description)
        default: return
        }
        leave("}")
    }

    private mutating func append(_ elements: [SessionValue]) throws(SigningError) {
        try enter("[")
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            try append(element)
        }
        leave("]")
    }

    private mutating func append(_ members: SessionDictionary) throws(SigningError) {
        // What looks like a tagged value, and is none.
        if members.count == 1, let key = members[0].key.string, SessionTag(key: key) != nil {
            try open(.dictionary)
            try enter("{")
            append(key + "__")
            bytes.append(UInt8(ascii: ":"))
            try append(members[0].value)
            leave("}")
            leave("}")
            return
        }
        guard let sorted = members.sortedByKey else {
            throw SigningError(
                .unwritableValue("the keys of a dictionary are of types that have no order"))
        }
        try enter("{")
        for (index, member) in sorted.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(member.key.jsonText)
            bytes.append(UInt8(ascii: ":"))
            try append(member.value)
        }
        leave("}")
    }

    private mutating func open(_ tag: SessionTag) throws(SigningError) {
        try enter("{")
        append(tag.rawValue)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func enter(_ bracket: Unicode.Scalar) throws(SigningError) {
        depth += 1
        guard depth <= TaggedJSONSerializer.maximalDepth else {
            throw SigningError(
                .unwritableValue("it is nested deeper than \(TaggedJSONSerializer.maximalDepth)"))
        }
        bytes.append(UInt8(ascii: bracket))
    }

    private mutating func leave(_ bracket: Unicode.Scalar) {
        depth -= 1
        bytes.append(UInt8(ascii: bracket))
    }

    private mutating func append(_ number: Int) {
        var digits = String(number)
        digits.withUTF8 { bytes.append(contentsOf: $0) }
    }

    /// Appends text; most of it stands in JSON as it is.
    private mutating func append(_ text: String) {
        var text = text
        let isPlain = text.withUTF8 { text in
            let isPlain = text.allSatisfy {
                $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
            }
            guard isPlain else { return false }
            bytes.append(UInt8(ascii: "\""))
            bytes.append(contentsOf: text)
            bytes.append(UInt8(ascii: "\""))
            return true
        }
        if !isPlain { Self.json.append(.string(text), to: &bytes) }
    }
}

extension SessionValue {
    /// What JSON itself writes.
    fileprivate var plainJSON: JSON {
        switch self {
        case .bool(let value): .bool(value)
        case .integer(let digits): .integer(digits)
        case .double(let value): .double(value)
        default: .null
        }
    }
}
