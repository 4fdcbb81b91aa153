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
        guard !query.isEmpty else { return result }
        result.reserveCapacity(8)
        var start = 0
        while start < query.count {
            var end = start
            var equals = -1
            var isPlain = true
            while end < query.count, query[end] != UInt8(ascii: "&") {
                switch query[end] {
                case UInt8(ascii: "="): if equals < 0 { equals = end }
                case UInt8(ascii: "+"), UInt8(ascii: "%"), 0x80...: isPlain = false
                default: break
                }
                end += 1
            }
            if end > start {
                let nameEnd = equals < 0 ? end : equals
                let valueStart = equals < 0 ? end : equals + 1
                let name = UnsafeBufferPointer(rebasing: query[start..<nameEnd])
                let value = UnsafeBufferPointer(rebasing: query[valueStart..<end])
                if isPlain {
                    result.add(
                        String(decoding: name, as: UTF8.self),
                        String(decoding: value, as: UTF8.self))
                } else {
                    result.add(decode(name, plusIsSpace: true), decode(value, plusIsSpace: true))
                }
            }
            start = end + 1
        }
        return result
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
            return EncodedText.text(UnsafeBufferPointer(rebasing: decoded[..<count]))
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
    /// - Parameter bytes: Decoded bytes.
    /// - Returns: ASCII text, with `+` for a space.
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
        let bytes = Array(query)
        guard bytes.withUnsafeBufferPointer(UTF8Text.isValid) else {
            throw HeaderError(.invalidText(field: "the query"))
        }
        self = bytes.withUnsafeBufferPointer(QueryString.parse)
    }
}
