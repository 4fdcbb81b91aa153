import DewarText

/// The content codings a client takes: `Accept-Encoding`.
///
/// - SeeAlso: Werkzeug `Accept`.
public struct EncodingAccept: AcceptHeader {
    /// The codings with their qualities, the preferred ones first.
    public let items: [AcceptItem]
    /// Whether the client sent the field.
    public let isProvided: Bool

    /// Makes a list of codings in the order in which they were sent.
    public init(unordered items: [AcceptItem], isProvided: Bool) {
        self.items = Self.ordered(items)
        self.isProvided = isProvided
    }

    /// A name is more specific than `*`.
    public static func specificity(of value: String) -> AcceptSpecificity {
        var specificity = AcceptSpecificity()
        specificity.append(isAny: value == "*")
        return specificity
    }

    /// Names match without regard to case, and `*` matches all.
    public static func matches(_ value: String, _ item: String) -> Bool {
        item == "*" || item.lowercased().hasSameBytes(as: value.lowercased())
    }
}

/// The charsets a client takes: `Accept-Charset`.
///
/// - SeeAlso: Werkzeug `CharsetAccept`.
public struct CharsetAccept: AcceptHeader {
    /// The charsets with their qualities, the preferred ones first.
    public let items: [AcceptItem]
    /// Whether the client sent the field.
    public let isProvided: Bool

    /// Makes a list of charsets in the order in which they were sent.
    public init(unordered items: [AcceptItem], isProvided: Bool) {
        self.items = Self.ordered(items)
        self.isProvided = isProvided
    }

    /// A name is more specific than `*`.
    public static func specificity(of value: String) -> AcceptSpecificity {
        var specificity = AcceptSpecificity()
        specificity.append(isAny: value == "*")
        return specificity
    }

    /// Names of one charset match, as `utf8` and `UTF-8`; `*` matches all.
    public static func matches(_ value: String, _ item: String) -> Bool {
        item == "*"
            || CharsetName.canonical(value).hasSameBytes(as: CharsetName.canonical(item))
    }
}

/// The languages a client takes: `Accept-Language`.
///
/// - SeeAlso: Werkzeug `LanguageAccept`.
public struct LanguageAccept: AcceptHeader {
    /// The languages with their qualities, the preferred ones first.
    public let items: [AcceptItem]
    /// Whether the client sent the field.
    public let isProvided: Bool

    /// Makes a list of languages in the order in which they were sent.
    public init(unordered items: [AcceptItem], isProvided: Bool) {
        self.items = Self.ordered(items)
        self.isProvided = isProvided
    }

    /// A language is more specific than `*`.
    public static func specificity(of value: String) -> AcceptSpecificity {
        var specificity = AcceptSpecificity()
        specificity.append(isAny: value == "*")
        return specificity
    }

    /// Languages match without regard to case, and `en_GB` is `en-GB`; `*` matches all.
    public static func matches(_ value: String, _ item: String) -> Bool {
        item == "*" || normalized(value).hasSameBytes(as: normalized(item))
    }

    private static func normalized(_ language: String) -> String {
        String(
            decoding: language.lowercased().utf8.map {
                $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0
            }, as: UTF8.self)
    }

    /// Finds the language that the client likes best.
    ///
    /// Where none matches as it is, the client's languages count without their regions
    /// (`en-GB` takes `en`), and then the server's (`en` takes `en-GB`).
    ///
    /// - Parameter values: What the server has.
    /// - Returns: One of the values; nil when the client likes none.
    public func bestMatch(_ values: [String]) -> String? {
        if let match = bestDirectMatch(values) { return match }
        let primary = EncodingAccept(
            unordered: items.map {
                AcceptItem(value: Self.primary($0.value), quality: $0.quality)
            }, isProvided: isProvided)
        if let match = primary.bestMatch(values) { return match }
        guard let match = bestDirectMatch(values.map(Self.primary)) else { return nil }
        return values.first { $0.utf8.starts(with: match.utf8) }
    }

    private static func primary(_ language: String) -> String {
        TextBytes(language).prefix { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }.text
    }
}

/// The media types a client takes: `Accept`.
///
/// - SeeAlso: Werkzeug `MIMEAccept`.
public struct MIMEAccept: AcceptHeader {
    /// The media types with their qualities, the preferred ones first.
    public let items: [AcceptItem]
    /// Whether the client sent the field.
    public let isProvided: Bool

    /// Makes a list of media types in the order in which they were sent.
    public init(unordered items: [AcceptItem], isProvided: Bool) {
        self.items = Self.ordered(items)
        self.isProvided = isProvided
    }

    /// Whether the client names HTML or XHTML.
    public var acceptsHTML: Bool { names("text/html") || acceptsXHTML }

    /// Whether the client names XHTML or XML.
    public var acceptsXHTML: Bool {
        names("application/xhtml+xml") || names("application/xml")
    }

    /// Whether the client names JSON.
    public var acceptsJSON: Bool { names("application/json") }

    private func names(_ type: String) -> Bool {
        items.contains { (try? Self.matches(type, $0.value)) ?? false }
    }

    /// A type, a subtype and each parameter are more specific than `*`.
    public static func specificity(of value: String) -> AcceptSpecificity {
        var value = value
        return value.withUTF8 { bytes in
            var specificity = AcceptSpecificity()
            var start = 0
            for (index, byte) in bytes.enumerated() {
                if byte == UInt8(ascii: "/") || byte == UInt8(ascii: ";") {
                    specificity.append(
                        isAny: index == start + 1 && bytes[start] == UInt8(ascii: "*"))
                    start = index + 1
                } else if byte <= 0x20 || byte >= 0x7F {
                    return slowSpecificity(of: TextBytes(bytes))
                }
            }
            specificity.append(
                isAny: bytes.count == start + 1 && bytes[start] == UInt8(ascii: "*"))
            return specificity
        }
    }

    private static func slowSpecificity(of value: TextBytes) -> AcceptSpecificity {
        var specificity = AcceptSpecificity()
        for part in parts(value) { specificity.append(isAny: part.equals("*")) }
        return specificity
    }

    /// Types match without regard to case and to the order of parameters; `*/*` and `text/*`
    /// match by what they name.
    public static func matches(_ value: String, _ item: String) throws(HeaderError) -> Bool {
        guard item.utf8.contains(UInt8(ascii: "/")) else { return false }
        guard value.utf8.contains(UInt8(ascii: "/")) else {
            throw HeaderError(.invalidMediaType(value))
        }
        let ours = MediaRange(value)
        if ours.isAnyType && !ours.isAnySubtype { throw HeaderError(.invalidMediaType(value)) }
        let theirs = MediaRange(item)
        if theirs.isAnyType && !theirs.isAnySubtype { return false }
        if theirs.isAnyType || ours.isAnyType { return true }
        guard theirs.type == ours.type else { return false }
        return theirs.isAnySubtype || ours.isAnySubtype
            || theirs.subtype == ours.subtype && theirs.parameters == ours.parameters
    }

    /// A media type in lower case, its parameters sorted.
    private struct MediaRange {
        let type: TextBytes
        let subtype: TextBytes
        let parameters: [TextBytes]

        init(_ text: String) {
            let parts = MIMEAccept.parts(TextBytes(text.lowercased()))
            type = parts[0]
            subtype = parts.count > 1 ? parts[1] : []
            parameters = parts.dropFirst(2).sorted { $0.lexicographicallyPrecedes($1) }
        }

        var isAnyType: Bool { type.equals("*") }
        var isAnySubtype: Bool { subtype.equals("*") }
    }

    /// Takes a media type apart at slashes, and at semicolons with white space around them.
    private static func parts(_ text: TextBytes) -> [TextBytes] {
        text.pieces(between: UInt8(ascii: "/")).flatMap { piece in
            let parts = piece.pieces(between: UInt8(ascii: ";"))
            guard parts.count > 1 else { return parts }
            return parts.enumerated().map { index, part in
                switch index {
                case 0: part.trimmedEnd
                case parts.count - 1: part.trimmedStart
                default: part.trimmed
                }
            }
        }
    }
}
