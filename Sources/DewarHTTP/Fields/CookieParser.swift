import DewarText

/// Reads the `Cookie` field as Werkzeug does.
///
/// - SeeAlso: Werkzeug `parse_cookie`; RFC 6265, section 4.2.
enum CookieParser {
    /// Reads a field.
    ///
    /// - Parameter field: Its bytes; those that are not UTF-8 become U+FFFD.
    /// - Returns: Names and values, in order.
    static func parse(_ field: UnsafeBufferPointer<UInt8>) -> MultiDict<String> {
        var cookies = MultiDict<String>()
        guard !field.isEmpty else { return cookies }
        cookies.reserveCapacity(4)
        var cursor = Cursor(field: field)
        while let (name, value) = cursor.next() {
            let name = trimmed(name)
            guard !name.isEmpty else { continue }
            cookies.add(string(name), text(trimmed(value)))
        }
        return cookies
    }

    private typealias Piece = Slice<UnsafeBufferPointer<UInt8>>

    private static func string(_ piece: Piece) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: piece), as: UTF8.self)
    }

    /// The piece without white space at its ends; nearly always there is none but ASCII's.
    private static func trimmed(_ piece: Piece) -> Piece {
        let field = piece.base
        var (low, high) = (piece.startIndex, piece.endIndex)
        while low < high, field[low].isASCIISpace { low += 1 }
        while low < high, field[high - 1].isASCIISpace { high -= 1 }
        let piece = field[low..<high]
        guard low < high, field[low] >= 0x80 || field[high - 1] >= 0x80 else { return piece }
        let all = TextBytes(piece)
        let start = piece.startIndex + (all.count - all.trimmedStart.count)
        return piece.base[start..<(start + all.trimmed.count)]
    }

    private static func text(_ value: Piece) -> String {
        guard value.count >= 2, value.first == UInt8(ascii: "\""),
            value.last == UInt8(ascii: "\"")
        else { return string(value) }
        let inner = value.dropFirst().dropLast()
        guard inner.contains(UInt8(ascii: "\\")) else {
            return string(inner)
        }
        return String(decoding: unescaped(inner), as: UTF8.self)
    }

    /// Resolves `\"` and octal `\354`, each one byte.
    private static func unescaped(_ value: Piece) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(value.count)
        var index = value.startIndex
        while index < value.endIndex {
            let byte = value[index]
            index += 1
            guard byte == UInt8(ascii: "\\"), index < value.endIndex,
                value[index] != UInt8(ascii: "\n")
            else {
                result.append(byte)
                continue
            }
            if index + 2 < value.endIndex, let code = octal(value[index..<(index + 3)]) {
                result.append(code)
                index += 3
            } else {
                result.append(value[index])
                index += 1
            }
        }
        return result
    }

    private static func octal(_ digits: Piece) -> UInt8? {
        let start = digits.startIndex
        guard (UInt8(ascii: "0")...UInt8(ascii: "3")).contains(digits[start]) else { return nil }
        var code = digits[start] - 48
        for digit in digits.dropFirst() {
            guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit) else { return nil }
            code = code << 3 | (digit - 48)
        }
        return code
    }
}

extension CookieParser {
    /// Walks over the pairs of a field.
    private struct Cursor {
        let field: UnsafeBufferPointer<UInt8>
        private var position = 0
        /// The next semicolon, where the value before it ends, and the last line break in it.
        private var semicolon = -1
        private var valueEnd = 0
        private var lastLineBreak = -1

        init(field: UnsafeBufferPointer<UInt8>) {
            self.field = field
        }

        /// The next name and value, with the white space around them; nil at the end.
        mutating func next() -> (Piece, Piece)? {
            while position < field.count {
                let start = position
                let bytes = field
                var index = start
                while index < bytes.count, bytes[index] != UInt8(ascii: "="),
                    bytes[index] != UInt8(ascii: ";")
                {
                    index += 1
                }
                let name = field[start..<index]
                guard index < field.count, field[index] == UInt8(ascii: "=") else {
                    position = afterSpace(index + 1)
                    return (name, field[index..<index])
                }
                let valueStart = afterSpace(index + 1)
                if let end = quotedEnd(valueStart) { return (name, field[valueStart..<end]) }
                findSemicolon(from: valueStart)
                if lastLineBreak < valueStart {
                    position = afterSpace(semicolon + 1)
                    return (name, field[valueStart..<max(valueStart, valueEnd)])
                }
                // A value cannot hold a line break: what follows the equals sign is read anew.
                position = index + 1
            }
            return nil
        }

        /// The end of a quoted value that a semicolon follows, past which the cursor then stands.
        private mutating func quotedEnd(_ start: Int) -> Int? {
            guard start < field.count, field[start] == UInt8(ascii: "\"") else { return nil }
            var index = start + 1
            while index < field.count, field[index] != UInt8(ascii: "\"") {
                if field[index] == UInt8(ascii: "\\") {
                    index += 1
                    guard index < field.count, field[index] != UInt8(ascii: "\n") else {
                        return nil
                    }
                }
                index += 1
            }
            guard index < field.count else { return nil }
            let end = index + 1
            let next = afterSpace(end)
            guard next >= field.count || field[next] == UInt8(ascii: ";") else { return nil }
            position = afterSpace(next + 1)
            return end
        }

        private mutating func findSemicolon(from start: Int) {
            guard semicolon < start else { return }
            let bytes = field
            var end = start
            var lineBreak = -1
            while end < bytes.count, bytes[end] != UInt8(ascii: ";") {
                if bytes[end] == UInt8(ascii: "\n") { lineBreak = end }
                end += 1
            }
            semicolon = end
            while end > start, Self.isSpace(bytes[end - 1]) { end -= 1 }
            // Line breaks among the white space at the end don't count.
            while lineBreak >= end || lineBreak >= start && bytes[lineBreak] != UInt8(ascii: "\n") {
                lineBreak -= 1
            }
            (valueEnd, lastLineBreak) = (end, lineBreak)
        }

        private func afterSpace(_ start: Int) -> Int {
            var index = start
            while index < field.count, Self.isSpace(field[index]) { index += 1 }
            return index
        }

        /// The white space of regular expressions, which is less than that of `str.strip()`.
        private static func isSpace(_ byte: UInt8) -> Bool {
            byte == 0x20 || byte >= 0x09 && byte <= 0x0D
        }
    }
}

extension MultiDict where Value == String {
    /// Reads the value of a `Cookie` field.
    ///
    /// ```swift
    /// try MultiDict(parsingCookies: "a=1; b=\"2\\073\"".utf8)["b"]  // "2;"
    /// ```
    ///
    /// - Parameter field: The bytes of the field's value.
    /// - Throws: ``HeaderError``: bytes that are not UTF-8.
    /// - SeeAlso: Werkzeug `parse_cookie`.
    public init(parsingCookies field: some Collection<UInt8>) throws(HeaderError) {
        let bytes = Array(field)
        guard bytes.withUnsafeBufferPointer(UTF8Text.isValid) else {
            throw HeaderError(.invalidText(field: "Cookie"))
        }
        self = bytes.withUnsafeBufferPointer(CookieParser.parse)
    }
}
