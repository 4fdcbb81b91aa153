/// The values of string literals: Python's `unicode-escape`, as Jinja2 applies it.
enum StringLiteral {
    /// Why a literal has no value; the text is Python's.
    struct Problem: Error {
        let message: String
    }

    /// Decodes what stands between the quotes.
    ///
    /// - Parameter bytes: UTF-8, line breaks as the environment wants them.
    /// - Returns: The value. A lone surrogate, which Swift cannot hold, becomes U+FFFD.
    /// - Throws: What Python says of an escape that is none.
    static func decode(_ bytes: ArraySlice<UInt8>) throws(Problem) -> String {
        guard bytes.contains(UInt8(ascii: "\\")) else {
            return String(decoding: bytes, as: UTF8.self)
        }
        var reader = Reader(bytes: bytes, index: bytes.startIndex)
        try reader.run()
        return String(decoding: reader.result, as: UTF8.self)
    }

    private struct Reader {
        let bytes: ArraySlice<UInt8>
        var index: Int
        var result: [UInt8] = []

        mutating func run() throws(Problem) {
            while index < bytes.endIndex {
                let byte = bytes[index]
                index += 1
                if byte == UInt8(ascii: "\\") {
                    try escape()
                } else {
                    result.append(byte)
                }
            }
        }

        private mutating func escape() throws(Problem) {
            guard index < bytes.endIndex else { throw Problem(message: "\\ at end of string") }
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\n"): break
            case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): result.append(byte)
            case UInt8(ascii: "a"): result.append(7)
            case UInt8(ascii: "b"): result.append(8)
            case UInt8(ascii: "t"): result.append(9)
            case UInt8(ascii: "n"): result.append(10)
            case UInt8(ascii: "v"): result.append(11)
            case UInt8(ascii: "f"): result.append(12)
            case UInt8(ascii: "r"): result.append(13)
            case UInt8(ascii: "0")...UInt8(ascii: "7"): octal(first: byte)
            case UInt8(ascii: "x"): try hexadecimal(2, "truncated \\xXX escape")
            case UInt8(ascii: "u"): try hexadecimal(4, "truncated \\uXXXX escape")
            case UInt8(ascii: "U"): try hexadecimal(8, "truncated \\UXXXXXXXX escape")
            case UInt8(ascii: "N"): try named()
            case 0x80...: spelled(from: index - 1)
            default: result.append(contentsOf: [UInt8(ascii: "\\"), byte])
            }
        }

        private mutating func octal(first: UInt8) {
            var value = UInt32(first - UInt8(ascii: "0"))
            var digits = 1
            while digits < 3, index < bytes.endIndex,
                case UInt8(ascii: "0")...UInt8(ascii: "7") = bytes[index]
            {
                value = value << 3 | UInt32(bytes[index] - UInt8(ascii: "0"))
                index += 1
                digits += 1
            }
            append(value)
        }

        private mutating func hexadecimal(_ count: Int, _ problem: String) throws(Problem) {
            var value: UInt32 = 0
            for _ in 0..<count {
                guard index < bytes.endIndex,
                    let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue
                else { throw Problem(message: problem) }
                value = value << 4 | UInt32(digit)
                index += 1
            }
            guard value <= 0x10FFFF else { throw Problem(message: "illegal Unicode character") }
            append(value)
        }

        private mutating func named() throws(Problem) {
            guard index < bytes.endIndex, bytes[index] == UInt8(ascii: "{"),
                let close = bytes[index...].firstIndex(of: UInt8(ascii: "}")), close > index + 1
            else { throw Problem(message: "malformed \\N character escape") }
            let name = String(decoding: bytes[index + 1..<close], as: UTF8.self)
            guard let scalar = UnicodeNames.scalar(named: name) else {
                throw Problem(message: "unknown Unicode character name")
            }
            append(scalar.value)
            index = close + 1
        }

        /// A backslash before a character beyond ASCII: Jinja2 spells that character out first,
        /// so the backslash escapes the spelling's own.
        private mutating func spelled(from start: Int) {
            var end = start + 1
            while end < bytes.endIndex, bytes[end] & 0xC0 == 0x80 { end += 1 }
            index = end
            let text = String(decoding: bytes[start..<end], as: UTF8.self)
            guard let value = text.unicodeScalars.first?.value else { return }
            let digits = String(value, radix: 16)
            let (letter, width) = value < 0x100 ? ("x", 2) : value < 0x10000 ? ("u", 4) : ("U", 8)
            let zeros = String(repeating: "0", count: max(width - digits.count, 0))
            result.append(contentsOf: "\\\(letter)\(zeros)\(digits)".utf8)
        }

        private mutating func append(_ value: UInt32) {
            let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
            result.append(contentsOf: Character(scalar).utf8)
        }
    }
}
