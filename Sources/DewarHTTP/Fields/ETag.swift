import DewarText

/// An entity tag: the name of one version of a page.
///
/// ```swift
/// ETag(parsing: "W/\"v1\"").isWeak             // true
/// try ETag("v1", isWeak: false).headerValue()  // "\"v1\""
/// ```
///
/// - SeeAlso: RFC 9110, section 8.8.3; Werkzeug `quote_etag`, `unquote_etag`.
public struct ETag: Sendable, Hashable {
    /// The tag without its quotation marks.
    public var value: String
    /// Whether it names what is as good as the same, not byte for byte.
    public var isWeak: Bool

    /// Makes a tag.
    ///
    /// - Parameters:
    ///   - value: The tag without quotation marks.
    ///   - isWeak: Whether it is weak.
    public init(_ value: String, isWeak: Bool) {
        self.value = value
        self.isWeak = isWeak
    }

    /// Takes a tag out of its quotation marks.
    ///
    /// - Parameter text: A tag, quoted or not, after `W/` if it is weak.
    public init(parsing text: String) {
        var piece = TextBytes(text).trimmed
        isWeak = piece.starts(with: "W/".utf8) || piece.starts(with: "w/".utf8)
        if isWeak { piece.removeFirst(2) }
        if piece.first == UInt8(ascii: "\""), piece.last == UInt8(ascii: "\"") {
            piece = piece.dropFirst().dropLast()
        }
        value = piece.text
    }

    /// The tag of bytes: their SHA-1 digest.
    ///
    /// - Parameter bytes: A whole body.
    /// - SeeAlso: Werkzeug `generate_etag`.
    public init(of bytes: [UInt8]) {
        value = bytes.withUnsafeBytes(SHA1.hexadecimal)
        isWeak = false
    }

    /// Writes the value of an `ETag` field.
    ///
    /// ```swift
    /// try ETag("v1", isWeak: true).headerValue()    // "W/\"v1\""
    /// try ETag("a\"b", isWeak: false).headerValue()  // throws
    /// ```
    ///
    /// - Returns: The tag in quotation marks, after `W/` if it is weak.
    /// - Throws: ``HeaderError``: the tag holds a quotation mark.
    /// - SeeAlso: Werkzeug `quote_etag`.
    public func headerValue() throws(HeaderError) -> String {
        guard !value.utf8.contains(UInt8(ascii: "\"")) else {
            throw HeaderError(.invalidETag(value))
        }
        return (isWeak ? "W/" : "") + "\"" + value + "\""
    }

    /// Tells whether two tags are the same, byte for byte.
    public static func == (left: ETag, right: ETag) -> Bool {
        left.isWeak == right.isWeak && left.value.hasSameBytes(as: right.value)
    }

    /// Hashes the tag.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(isWeak)
        hasher.combine(ByteKey(value))
    }
}
