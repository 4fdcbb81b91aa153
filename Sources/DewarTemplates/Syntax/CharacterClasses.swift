/// What Python's `str.isspace`, `\w` and `str.isidentifier` say of characters, over UTF-8 bytes.
enum CharacterClasses {
    /// The length of the white space character that begins at a byte.
    ///
    /// - Returns: Its bytes, or 0 if it is not white space.
    static func spaceLength(_ bytes: [UInt8], at index: Int) -> Int {
        guard index < bytes.count else { return 0 }
        let byte = bytes[index]
        switch byte {
        case 9...13, 28...32: return 1
        case 0..<0x80: return 0
        case 0xC2:
            guard index + 1 < bytes.count else { return 0 }
            return bytes[index + 1] == 0x85 || bytes[index + 1] == 0xA0 ? 2 : 0
        case 0xE1, 0xE2, 0xE3:
            guard index + 2 < bytes.count else { return 0 }
            switch (byte, bytes[index + 1], bytes[index + 2]) {
            case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8),
                (0xE2, 0x80, 0xA9), (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
                return 3
            default: return 0
            }
        default: return 0
        }
    }

    /// The first byte after white space.
    static func skipSpace(_ bytes: [UInt8], from index: Int) -> Int {
        var index = index
        while case let length = spaceLength(bytes, at: index), length > 0 { index += length }
        return index
    }

    /// Where white space at the end of a range begins.
    static func endWithoutSpace(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
        var end = range.upperBound
        while end > range.lowerBound {
            var start = end - 1
            while start > range.lowerBound, bytes[start] & 0xC0 == 0x80 { start -= 1 }
            guard spaceLength(bytes, at: start) == end - start else { break }
            end = start
        }
        return end
    }

    /// The scalar that begins at a byte of valid UTF-8, and its length in bytes.
    static func scalar(_ bytes: [UInt8], at index: Int) -> (Unicode.Scalar, Int)? {
        guard index < bytes.count else { return nil }
        let byte = bytes[index]
        if byte < 0x80 { return (Unicode.Scalar(byte), 1) }
        let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
        guard index + length <= bytes.count else { return nil }
        var value = UInt32(byte) & (0x7F >> UInt32(length))
        for next in bytes[index + 1..<index + length] {
            value = value << 6 | UInt32(next & 0x3F)
        }
        return Unicode.Scalar(value).map { ($0, length) }
    }

    /// The end of what Jinja2's lexer takes for a name; the same index if there is none.
    static func nameEnd(_ bytes: [UInt8], from index: Int) -> Int {
        var index = index
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                index += 1
            case 0..<0x80: return index
            default:
                guard let (scalar, length) = scalar(bytes, at: index), isWord(scalar) else {
                    return index
                }
                index += length
            }
        }
        return index
    }

    /// Whether a character may be in a name, before anyone asks whether the name is one.
    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber:
            true
        default: scalar.properties.isXIDContinue
        }
    }

    /// Python's `str.isidentifier`.
    static func isIdentifier(_ text: String) -> Bool {
        var scalars = text.unicodeScalars.makeIterator()
        guard let first = scalars.next(), first == "_" || first.properties.isXIDStart else {
            return false
        }
        while let scalar = scalars.next() {
            guard scalar.properties.isXIDContinue else { return false }
        }
        return true
    }
}
