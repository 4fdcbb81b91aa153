public import DewarText

/// A set of characters that a converter's pattern may run over.
public struct ScalarClass: Sendable, Hashable {
    private enum Kind: Sendable, Hashable {
        case allBut(UInt8)
        case digits
        case ascii(ASCIISet)
    }

    private let kind: Kind

    /// Every character but `/`: what one part of a path is made of.
    public static let segment = ScalarClass(kind: .allBut(UInt8(ascii: "/")))
    /// Every character but a line feed.
    public static let line = ScalarClass(kind: .allBut(UInt8(ascii: "\n")))
    /// The decimal digits of every script (Unicode category Nd), as `\d` in Python.
    public static let digits = ScalarClass(kind: .digits)
    /// `0`–`9`, `a`–`f` and `A`–`F`.
    public static let hexadecimalDigits = ascii(ASCIISet("0123456789abcdefABCDEF"))

    /// The given ASCII characters.
    ///
    /// ```swift
    /// let letter: RoutePattern = .run(of: .ascii(letters), count: 1)  // letters: ASCIISet("abc")
    /// ```
    ///
    /// - Parameter characters: Any set; make one with `ASCIISet("abc")`.
    /// - Returns: The class of just these.
    /// - SeeAlso: Python `re`: `[abc]`.
    public static func ascii(_ characters: ASCIISet) -> ScalarClass {
        ScalarClass(kind: .ascii(characters))
    }

    private init(kind: Kind) {
        self.kind = kind
    }

    /// Tells whether a character is in the set.
    func contains(_ scalar: Unicode.Scalar) -> Bool {
        switch kind {
        case .allBut(let byte): scalar.value != UInt32(byte)
        case .digits: NumberText.digit(scalar) != nil
        case .ascii(let set): scalar.isASCII && set.contains(UInt8(scalar.value))
        }
    }

    /// Finds how far the set's characters reach.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - range: Where to look, on the borders of characters.
    ///   - limit: The most characters to pass, or nil.
    /// - Returns: The end of the run and its number of characters.
    func run(
        in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, limit: Int?
    ) -> (end: Int, count: Int) {
        var index = range.lowerBound
        var count = 0
        while index < range.upperBound, count != limit {
            let length = UTF8Scan.length(of: bytes[index])
            guard index + length <= range.upperBound, contains(in: bytes, at: index) else { break }
            index += length
            count += 1
        }
        return (index, count)
    }

    private func contains(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        switch kind {
        case .allBut(let byte): bytes[index] != byte
        case .ascii(let set): set.contains(bytes[index])
        case .digits where bytes[index] < 0x80: bytes[index] >= 48 && bytes[index] <= 57
        case .digits: contains(UTF8Scan.scalar(in: bytes, at: index))
        }
    }
}

/// Steps through UTF-8 that is known to be valid, because it is a `String`'s.
enum UTF8Scan {
    /// The number of bytes of the character that begins with a byte.
    static func length(of lead: UInt8) -> Int {
        lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    }

    /// The character that begins at a place; U+FFFD when it is cut off.
    static func scalar(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Unicode.Scalar {
        let length = length(of: bytes[index])
        guard length > 1 else { return Unicode.Scalar(bytes[index]) }
        guard index + length <= bytes.count else { return "\u{FFFD}" }
        var value = UInt32(bytes[index]) & (0x7F >> UInt32(length))
        for offset in 1..<length { value = value << 6 | UInt32(bytes[index + offset] & 0x3F) }
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }
}
