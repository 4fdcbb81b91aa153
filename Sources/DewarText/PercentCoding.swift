/// Percent-encoding of text and bytes in URLs.
///
/// - SeeAlso: RFC 3986, section 2.1; Python `urllib.parse.quote` and `unquote`.
public enum PercentCoding {
    /// Encodes every UTF-8 byte that is neither unreserved nor in `safe`.
    ///
    /// ```swift
    /// PercentCoding.encode("/a b/é", keeping: ASCIISet("/"))  // "/a%20b/%C3%A9"
    /// ```
    ///
    /// - Parameters:
    ///   - text: Decoded text.
    ///   - safe: Bytes that stay beside letters, digits and `-._~`.
    /// - Returns: ASCII text; the hexadecimal digits are upper case.
    /// - SeeAlso: Python `urllib.parse.quote`.
    public static func encode(_ text: String, keeping safe: ASCIISet = ASCIISet()) -> String {
        encode(text.utf8, keeping: safe)
    }

    /// Encodes every byte that is neither unreserved nor in `safe`.
    ///
    /// ```swift
    /// PercentCoding.encode([0x61, 0x20, 0xFF])  // "a%20%FF"
    /// ```
    ///
    /// - Parameters:
    ///   - bytes: Any bytes.
    ///   - safe: Bytes that stay beside letters, digits and `-._~`.
    /// - Returns: ASCII text; the hexadecimal digits are upper case.
    /// - SeeAlso: Python `urllib.parse.quote`.
    public static func encode(
        _ bytes: some Sequence<UInt8>, keeping safe: ASCIISet = ASCIISet()
    ) -> String {
        let kept = ASCIISet.unreserved.union(safe)
        var result: [UInt8] = []
        for byte in bytes {
            if kept.contains(byte) {
                result.append(byte)
            } else {
                result.append(UInt8(ascii: "%"))
                result.append(hexadecimalDigit(byte >> 4))
                result.append(hexadecimalDigit(byte & 0xF))
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Encodes every byte that is not in a set, and appends what becomes of it.
    ///
    /// - Parameters:
    ///   - text: Decoded text.
    ///   - kept: Bytes that stay; a space among them becomes `+`.
    ///   - result: Takes the bytes.
    package static func append(_ text: String, keepingOnly kept: ASCIISet, to result: inout [UInt8])
    {
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                if kept.contains(byte), byte != UInt8(ascii: " ") {
                    index += 1
                    continue
                }
                result.append(contentsOf: bytes.part(start..<index))
                if kept.contains(byte) {
                    result.append(UInt8(ascii: "+"))
                } else {
                    result.append(UInt8(ascii: "%"))
                    result.append(hexadecimalDigit(byte >> 4))
                    result.append(hexadecimalDigit(byte & 0xF))
                }
                index += 1
                start = index
            }
            result.append(contentsOf: bytes.part(from: start))
        }
    }

    /// Decodes every `%XX`; a `%` that two hexadecimal digits don't follow stays as it is.
    ///
    /// ```swift
    /// PercentCoding.decode("a%20b%zz".utf8)  // the bytes of "a b%zz"
    /// ```
    ///
    /// - Parameter bytes: Encoded bytes.
    /// - Returns: Any bytes: not necessarily UTF-8.
    /// - SeeAlso: Python `urllib.parse.unquote_to_bytes`.
    public static func decode(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index != bytes.endIndex {
            let byte = bytes[index]
            bytes.formIndex(after: &index)
            guard byte == UInt8(ascii: "%") else {
                result.append(byte)
                continue
            }
            var next = index
            guard let high = takeDigit(bytes, at: &next), let low = takeDigit(bytes, at: &next)
            else {
                result.append(byte)
                continue
            }
            result.append(high << 4 | low)
            index = next
        }
        return result
    }

    private static func takeDigit<Bytes: Collection<UInt8>>(
        _ bytes: Bytes, at index: inout Bytes.Index
    ) -> UInt8? {
        guard index != bytes.endIndex, let digit = hexadecimalValue(bytes[index]) else {
            return nil
        }
        bytes.formIndex(after: &index)
        return digit
    }

    /// The value of a hexadecimal digit of either case, or nil.
    package static func hexadecimalValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    private static func hexadecimalDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}
