/// Bytes in sixty-four characters of ASCII.
///
/// - SeeAlso: RFC 4648, section 4.
public enum Base64 {
    private static let alphabet: StaticString =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

    /// Encodes bytes, padded with `=`.
    ///
    /// ```swift
    /// Base64.encode("Aladdin:open sesame".utf8)  // "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
    /// ```
    ///
    /// - Parameter bytes: Any bytes.
    /// - Returns: ASCII text.
    /// - SeeAlso: RFC 4648, section 4; Python `base64.b64encode`.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        var bits: UInt32 = 0
        var count = 0
        func append(_ shift: UInt32) {
            result.append(alphabet.utf8Start[Int(bits >> shift & 0x3F)])
        }
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 1
            if count == 3 {
                for shift in [18, 12, 6, 0] as [UInt32] { append(shift) }
                (bits, count) = (0, 0)
            }
        }
        if count > 0 {
            bits <<= UInt32(8 * (3 - count))
            append(18)
            append(12)
            if count == 2 { append(6) }
            result.append(contentsOf: repeatElement(UInt8(ascii: "="), count: 3 - count))
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Decodes text as Python's `b64decode` does: characters that are not of the alphabet are
    /// passed over, and what follows complete padding is not looked at.
    /// ```swift
    /// Base64.decode("aGk=".utf8)  // the bytes of "hi"
    /// Base64.decode("aGk".utf8)   // nil: padding is missing
    /// ```
    ///
    /// - Parameter text: Encoded bytes, padded.
    /// - Returns: The bytes; nil when padding is missing, or text is not ASCII.
    /// - SeeAlso: Python `base64.b64decode`.
    public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.allSatisfy({ $0 < 0x80 }) else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(text.count / 4 * 3)
        var left: UInt8 = 0
        var place = 0
        var paddings = 0
        for byte in text {
            if byte == UInt8(ascii: "=") {
                paddings += 1
                if place >= 2 && place + paddings >= 4 { return result }
                continue
            }
            guard let value = value(of: byte) else { continue }
            paddings = 0
            switch place {
            case 0: left = value
            case 1:
                result.append(left << 2 | value >> 4)
                left = value & 0xF
            case 2:
                result.append(left << 4 | value >> 2)
                left = value & 0x3
            default: result.append(left << 6 | value)
            }
            place = (place + 1) % 4
        }
        return place == 0 ? result : nil
    }

    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
