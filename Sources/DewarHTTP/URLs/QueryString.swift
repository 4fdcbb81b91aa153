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
    static func parse(_ query: ByteView) -> MultiDict<String> {
        var result = MultiDict<String>()
        // Room for what nearly every query has, in one step.
        result.reserveCapacity(min(8, query.count / 4 + 1))
        var start = 0
        while start < query.count {
            var end = start
            var equals = -1
            var (isNamePlain, isPlain) = (true, true)
            while end < query.count {
                let byte = query[end]
                if byte == UInt8(ascii: "&") { break }
                if byte == UInt8(ascii: "="), equals < 0 {
                    equals = end
                    (isNamePlain, isPlain) = (isPlain, true)
                } else if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "%") || byte >= 0x80 {
                    isPlain = false
                }
                end += 1
            }
            if equals >= 0 {
                result.add(
                    text(query.part(start..<equals), isPlain: isNamePlain),
                    text(query.part((equals + 1)..<end), isPlain: isPlain))
            } else if end > start {
                result.add(text(query.part(start..<end), isPlain: isPlain), "")
            }
            start = end + 1
        }
        return result
    }

    private static func text(_ piece: ByteView, isPlain: Bool) -> String {
        if isPlain { return piece.text }
        // Decoding makes text no longer: what is decoded fits where it was.
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: piece.count) { decoded in
            var count = 0
            var index = 0
            while index < piece.count {
                var byte = piece[index]
                if byte == UInt8(ascii: "+") {
                    byte = 0x20
                } else if byte == UInt8(ascii: "%"), index + 2 < piece.count,
                    let high = PercentCoding.hexadecimalValue(piece[index + 1]),
                    let low = PercentCoding.hexadecimalValue(piece[index + 2])
                {
                    byte = high << 4 | low
                    index += 2
                }
                decoded[count] = byte
                count += 1
                index += 1
            }
            let bytes = ByteView(rebasing: decoded[..<count])
            return UTF8Text.isValid(bytes) ? bytes.text : EncodedText.text(Array(bytes))
        }
    }

    /// Decodes `%XX`; what is no UTF-8 then stays encoded.
    ///
    /// - Parameters:
    ///   - bytes: Encoded bytes.
    ///   - plusIsSpace: Whether `+` stands for a space.
    /// - Returns: Text.
    package static func decode(
        _ bytes: some Collection<UInt8>, plusIsSpace: Bool
    ) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index != bytes.endIndex {
            let byte = bytes[index]
            bytes.formIndex(after: &index)
            if byte == UInt8(ascii: "%"), let code = escaped(in: bytes, at: &index) {
                decoded.append(code)
            } else {
                decoded.append(plusIsSpace && byte == UInt8(ascii: "+") ? 0x20 : byte)
            }
        }
        return EncodedText.text(decoded)
    }

    private static func escaped<Bytes: Collection<UInt8>>(
        in bytes: Bytes, at index: inout Bytes.Index
    ) -> UInt8? {
        var next = index
        guard next != bytes.endIndex, let high = PercentCoding.hexadecimalValue(bytes[next]) else {
            return nil
        }
        bytes.formIndex(after: &next)
        guard next != bytes.endIndex, let low = PercentCoding.hexadecimalValue(bytes[next]) else {
            return nil
        }
        bytes.formIndex(after: &next)
        index = next
        return high << 4 | low
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
        let parsed = query.withContiguousStorageIfAvailable { Self.parse($0) }
        guard let fields = parsed ?? Array(query).withUnsafeBufferPointer({ Self.parse($0) }) else {
            throw HeaderError(.invalidText(field: "the query"))
        }
        self = fields
    }

    /// The pairs of a query; nil when it is not UTF-8.
    private static func parse(_ query: ByteView) -> MultiDict? {
        UTF8Text.isValid(query) ? QueryString.parse(query) : nil
    }
}
