extension TOMLReader {
    /// Reads `"…"`.
    mutating func readBasicString() throws(TOMLError) -> String {
        index += 1
        var text: [UInt8] = []
        while let byte = peek() {
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try readEscape(into: &text)
            default: try append(byte, to: &text)
            }
        }
        throw error("the string has no end")
    }

    /// Reads `'…'`.
    mutating func readLiteralString() throws(TOMLError) -> String {
        index += 1
        var text: [UInt8] = []
        while let byte = peek() {
            index += 1
            if byte == UInt8(ascii: "'") { return String(decoding: text, as: UTF8.self) }
            try append(byte, to: &text)
        }
        throw error("the string has no end")
    }

    /// Reads `"""…"""`.
    mutating func readLongBasicString() throws(TOMLError) -> String {
        index += 3
        _ = takeLineBreak()
        var text: [UInt8] = []
        while let byte = peek() {
            if takeLineBreak() {
                text.append(UInt8(ascii: "\n"))
            } else if byte == UInt8(ascii: "\"") {
                if takeEnd(byte, &text) { return String(decoding: text, as: UTF8.self) }
            } else if byte == UInt8(ascii: "\\") {
                index += 1
                if !skipContinuation() { try readEscape(into: &text) }
            } else {
                index += 1
                try append(byte, to: &text)
            }
        }
        throw error("the string has no end")
    }

    /// Reads `'''…'''`.
    mutating func readLongLiteralString() throws(TOMLError) -> String {
        index += 3
        _ = takeLineBreak()
        var text: [UInt8] = []
        while let byte = peek() {
            if takeLineBreak() {
                text.append(UInt8(ascii: "\n"))
            } else if byte == UInt8(ascii: "'") {
                if takeEnd(byte, &text) { return String(decoding: text, as: UTF8.self) }
            } else {
                index += 1
                try append(byte, to: &text)
            }
        }
        throw error("the string has no end")
    }

    /// Takes quotation marks: three of them end the string, and up to two before these are text.
    private mutating func takeEnd(_ mark: UInt8, _ text: inout [UInt8]) -> Bool {
        var count = 0
        while count < 5, peek() == mark {
            index += 1
            count += 1
        }
        text += repeatElement(mark, count: count < 3 ? count : count - 3)
        return count >= 3
    }

    /// Skips a line break after `\`, with all white space behind it.
    private mutating func skipContinuation() -> Bool {
        let start = index
        skipSpace()
        guard takeLineBreak() else {
            index = start
            return false
        }
        repeat { skipSpace() } while takeLineBreak()
        return true
    }

    private func append(_ byte: UInt8, to text: inout [UInt8]) throws(TOMLError) {
        guard Self.isText(byte) else {
            throw error("a control character in a string must be escaped", at: index - 1)
        }
        text.append(byte)
    }

    private mutating func readEscape(into text: inout [UInt8]) throws(TOMLError) {
        let letter = peek()
        index += 1
        switch letter {
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(letter ?? 0)
        case UInt8(ascii: "u"): try readScalar(digits: 4, into: &text)
        case UInt8(ascii: "U"): try readScalar(digits: 8, into: &text)
        default: throw error("no such escape", at: index - 1)
        }
    }

    private mutating func readScalar(digits: Int, into text: inout [UInt8]) throws(TOMLError) {
        let start = index
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let byte = peek(), let digit = PercentCoding.hexadecimalValue(byte) else {
                throw error("\(digits) hexadecimal digits were expected")
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        guard let scalar = Unicode.Scalar(value) else {
            throw error("the escape is no character", at: start)
        }
        text += Array(String(Character(scalar)).utf8)
    }
}
