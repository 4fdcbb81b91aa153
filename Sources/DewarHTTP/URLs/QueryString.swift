import DewarText

/// Names and values in a URL, after the question mark.
///
/// - SeeAlso: Python `urllib.parse.parse_qsl` and `urlencode`, as Werkzeug calls them.
public enum QueryString {
    /// Reads the pairs of a query.
    ///
    /// `+` is a space; `%XX` that is no UTF-8 stays as text, and so do bytes that are not UTF-8.
    ///
    /// - Parameter query: The bytes after `?`, as they were sent.
    /// - Returns: Names and values in order; a name without `=` has an empty value.
    static func parse(_ query: UnsafeBufferPointer<UInt8>) -> MultiDict<String> {
        var result = MultiDict<String>()
        guard let base = query.baseAddress else { return result }
        result.reserveCapacity(8)
        var next = base
        let end = base + query.count
        while next < end {
            let name = Piece(from: next, to: end, endsAtEquals: true)
            var (last, value) = (name.end, "")
            if last < end, last.pointee == UInt8(ascii: "=") {
                let piece = Piece(from: last + 1, to: end, endsAtEquals: false)
                (last, value) = (piece.end, piece.text)
            }
            if last > next {
                if name.isPlain {
                    result.add(ascii: name.bytes, value)
                } else {
                    result.add(name.text, value)
                }
            }
            next = last + 1
        }
        return result
    }

    /// A name or a value.
    ///
    /// The loop goes through memory by pointers: they take no call where the compiler saves space.
    private struct Piece {
        let start: UnsafePointer<UInt8>
        let end: UnsafePointer<UInt8>
        /// Whether all of it is ASCII that stands for itself.
        let isPlain: Bool

        @inline(__always)
        init(
            from start: UnsafePointer<UInt8>, to limit: UnsafePointer<UInt8>, endsAtEquals: Bool
        ) {
            var (end, isPlain) = (start, true)
            while end < limit {
                let byte = end.pointee
                if byte == UInt8(ascii: "&") || endsAtEquals && byte == UInt8(ascii: "=") { break }
                if byte >= 0x80 || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "%") {
                    isPlain = false
                }
                end += 1
            }
            (self.start, self.end, self.isPlain) = (start, end, isPlain)
        }

        @inline(__always) var bytes: ByteView { ByteView(start: start, count: end - start) }

        @inline(__always) var text: String {
            isPlain ? bytes.shortText : decode(bytes, plusIsSpace: true)
        }
    }

    /// Decodes `%XX`; what is no UTF-8 then stays encoded.
    ///
    /// - Parameters:
    ///   - bytes: Encoded bytes.
    ///   - plusIsSpace: Whether `+` stands for a space.
    /// - Returns: Text.
    package static func decode(
        _ bytes: UnsafeBufferPointer<UInt8>, plusIsSpace: Bool
    ) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes.count) { decoded in
            var count = 0
            var index = 0
            while index < bytes.count {
                var byte = bytes[index]
                index += 1
                if byte == UInt8(ascii: "%"), index + 1 < bytes.count,
                    let high = PercentCoding.hexadecimalValue(bytes[index]),
                    let low = PercentCoding.hexadecimalValue(bytes[index + 1])
                {
                    byte = high << 4 | low
                    index += 2
                } else if plusIsSpace, byte == UInt8(ascii: "+") {
                    byte = 0x20
                }
                decoded[count] = byte
                count += 1
            }
            return EncodedText.text(ByteView(rebasing: decoded[..<count]))
        }
    }

    private static let keptBytes = ASCIISet("!$'()*,/:;?@ ")

    /// Writes pairs as a query.
    ///
    /// ```swift
    /// QueryString.text(of: [("q", "a b"), ("page", "2")])  // "q=a+b&page=2"
    /// ```
    ///
    /// - Parameter pairs: Names and values, decoded.
    /// - Returns: ASCII text without `?`.
    /// - SeeAlso: Werkzeug `_urlencode`.
    public static func text(of pairs: some Sequence<(String, String)>) -> String {
        pairs.map { encode($0.utf8) + "=" + encode($1.utf8) }.joined(separator: "&")
    }

    /// Encodes a name or a value.
    ///
    /// ```swift
    /// QueryString.encode("a b&c".utf8)  // "a+b%26c"
    /// ```
    ///
    /// - Parameter bytes: Decoded bytes.
    /// - Returns: ASCII text, with `+` for a space.
    /// - SeeAlso: Python `urllib.parse.quote_plus`.
    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        let encoded = PercentCoding.encode(bytes, keeping: keptBytes)
        guard encoded.utf8.contains(0x20) else { return encoded }
        return String(
            decoding: encoded.utf8.map { $0 == 0x20 ? UInt8(ascii: "+") : $0 }, as: UTF8.self)
    }
}

extension MultiDict where Value == String {
    /// Reads the pairs of a query.
    ///
    /// ```swift
    /// try MultiDict(parsingQuery: "q=a+b&tag=x&tag=y".utf8).all("tag")  // ["x", "y"]
    /// ```
    ///
    /// - Parameter query: The bytes after `?`, as they were sent.
    /// - Throws: ``HeaderError``: bytes that are not UTF-8 before they are decoded.
    /// - SeeAlso: Werkzeug `Request.args`.
    public init(parsingQuery query: some Collection<UInt8>) throws(HeaderError) {
        try self.init(parsingQuery: Array(query))
    }

    /// Reads bytes that lie in an array, as ``init(parsingQuery:)`` does any others.
    ///
    /// - Parameter query: The bytes after `?`, as they were sent.
    /// - Throws: ``HeaderError``: bytes that are not UTF-8 before they are decoded.
    public init(parsingQuery query: [UInt8]) throws(HeaderError) {
        guard query.withUnsafeBufferPointer(UTF8Text.isValid) else {
            throw HeaderError(.invalidText(field: "the query"))
        }
        self = query.withUnsafeBufferPointer(QueryString.parse)
    }
}
