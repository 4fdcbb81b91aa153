/// Bytes in characters that a URL and a cookie take as they are, without padding.
///
/// What is read is what itsdangerous reads: characters of neither alphabet are passed over, those of
/// plain base64 count as well, padding may be there, and the bits after the last byte are not looked
/// at. So a text has several forms; a signature therefore guards the text, not what it holds.
///
/// - SeeAlso: RFC 4648, section 5; itsdangerous `base64_encode` and `base64_decode`.
public enum URLSafeBase64 {
    private static let alphabet: StaticString =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

    /// Encodes bytes.
    ///
    /// ```swift
    /// URLSafeBase64.encode([0xFB, 0xFF, 0x00])  // "-_8A"
    /// URLSafeBase64.encode([0x00])              // "AA"
    /// ```
    ///
    /// - Parameter bytes: Any bytes.
    /// - Returns: ASCII text without padding.
    /// - SeeAlso: itsdangerous `base64_encode`.
    public static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        bytes.withUnsafeBytes { append($0, to: &text) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Encodes bytes at the end of others.
    ///
    /// - Parameters:
    ///   - bytes: Any bytes.
    ///   - text: What the ASCII text is appended to.
    package static func append(_ bytes: UnsafeRawBufferPointer, to text: inout [UInt8]) {
        let letters = alphabet.utf8Start
        text.reserveCapacity(text.count + (bytes.count * 4 + 2) / 3)
        var index = 0
        while index + 2 < bytes.count {
            let bits =
                Int(bytes[index]) << 16 | Int(bytes[index + 1]) << 8 | Int(bytes[index + 2])
            text.append(letters[bits >> 18])
            text.append(letters[bits >> 12 & 0x3F])
            text.append(letters[bits >> 6 & 0x3F])
            text.append(letters[bits & 0x3F])
            index += 3
        }
        switch bytes.count - index {
        case 1:
            let bits = Int(bytes[index]) << 4
            text.append(letters[bits >> 6])
            text.append(letters[bits & 0x3F])
        case 2:
            let bits = Int(bytes[index]) << 10 | Int(bytes[index + 1]) << 2
            text.append(letters[bits >> 12])
            text.append(letters[bits >> 6 & 0x3F])
            text.append(letters[bits & 0x3F])
        default: break
        }
    }

    /// Decodes text.
    ///
    /// ```swift
    /// URLSafeBase64.decode("-_8A")  // [0xFB, 0xFF, 0x00]
    /// URLSafeBase64.decode("A")     // nil
    /// ```
    ///
    /// - Parameter text: Encoded bytes, padded or not.
    /// - Returns: The bytes; nil when the number of characters is that of no bytes.
    /// - SeeAlso: itsdangerous `base64_decode`.
    public static func decode(_ text: String) -> [UInt8]? {
        var text = text
        return text.withUTF8 { decode(UnsafeRawBufferPointer($0)) }
    }

    /// Decodes ASCII text.
    ///
    /// - Parameter text: Encoded bytes, padded or not.
    /// - Returns: The bytes; nil when the number of characters is that of no bytes.
    package static func decode(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: room(for: text))
        guard let count = bytes.withUnsafeMutableBufferPointer({ decode(text, into: $0) }) else {
            return nil
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    /// Decodes ASCII text into memory of its own, which is there during the call only: for the few
    /// bytes of a signature.
    ///
    /// - Parameters:
    ///   - text: Encoded bytes, padded or not.
    ///   - body: Takes the bytes; nil when the number of characters is that of no bytes.
    /// - Returns: What `body` returns.
    @inlinable
    package static func withDecoded<Result>(
        _ text: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer?) -> Result
    ) -> Result {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room(for: text)) { bytes in
            guard let count = decode(text, into: bytes) else { return body(nil) }
            return body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[..<count]))
        }
    }

    /// The most bytes that a text is decoded to.
    @usableFromInline
    package static func room(for text: UnsafeRawBufferPointer) -> Int { text.count / 4 * 3 + 3 }

    /// Decodes ASCII text into memory that has ``room(for:)`` it.
    ///
    /// - Returns: The number of bytes; nil when the number of characters is that of no bytes.
    @usableFromInline
    package static func decode(
        _ text: UnsafeRawBufferPointer, into bytes: UnsafeMutableBufferPointer<UInt8>
    ) -> Int? {
        var decoder = Decoder(bytes: bytes)
        return decoder.decode(text) ? decoder.count : nil
    }

    /// Reads as Python's `binascii.a2b_base64` does, to which itsdangerous gives the text with as
    /// many `=` as make its length a multiple of four.
    private struct Decoder {
        let bytes: UnsafeMutableBufferPointer<UInt8>
        var count = 0
        private var left: UInt8 = 0
        private var place = 0
        private var paddings = 0

        init(bytes: UnsafeMutableBufferPointer<UInt8>) {
            self.bytes = bytes
        }

        mutating func decode(_ text: UnsafeRawBufferPointer) -> Bool {
            for byte in text.dropFirst(decodeWholeGroups(text)) {
                guard byte != UInt8(ascii: "=") else {
                    if endsAtPadding() { return true }
                    continue
                }
                if let value = value(of: byte) { take(value) }
            }
            for _ in 0..<((4 - text.count % 4) % 4) where endsAtPadding() { return true }
            return place == 0
        }

        /// Decodes fours of characters as long as all are of an alphabet: what an honest text is
        /// made of, up to its end.
        ///
        /// - Returns: The number of characters.
        private mutating func decodeWholeGroups(_ text: UnsafeRawBufferPointer) -> Int {
            var index = 0
            while index &+ 4 <= text.count {
                guard let first = value(of: text[index]), let second = value(of: text[index &+ 1]),
                    let third = value(of: text[index &+ 2]), let last = value(of: text[index &+ 3])
                else { break }
                append(first << 2 | second >> 4)
                append(second << 4 | third >> 2)
                append(third << 6 | last)
                index &+= 4
            }
            return index
        }

        private mutating func endsAtPadding() -> Bool {
            guard place >= 2 else { return false }
            paddings += 1
            return place + paddings >= 4
        }

        private mutating func take(_ value: UInt8) {
            paddings = 0
            switch place {
            case 0: break
            case 1: append(left << 2 | value >> 4)
            case 2: append(left << 4 | value >> 2)
            default: append(left << 6 | value)
            }
            left = value
            place = (place + 1) & 3
        }

        private mutating func append(_ byte: UInt8) {
            bytes[count] = byte
            count &+= 1
        }

        private func value(of byte: UInt8) -> UInt8? {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
            case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
            case UInt8(ascii: "-"), UInt8(ascii: "+"): 62
            case UInt8(ascii: "_"), UInt8(ascii: "/"): 63
            default: nil
            }
        }
    }
}
