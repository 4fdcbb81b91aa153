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
        var cursor = Cursor(field: field)
        while let (name, value) = cursor.next() {
            let name = trimmed(name)
            guard !name.isEmpty else { continue }
            cookies.add(String(decoding: name, as: UTF8.self), text(trimmed(value)))
        }
        return cookies
    }

    private typealias Piece = Slice<UnsafeBufferPointer<UInt8>>

    /// The piece without white space at its ends; nearly always there is none but ASCII's.
    private static func trimmed(_ piece: Piece) -> Piece {
        var piece = piece
        while let first = piece.first, first.isASCIISpace { piece.removeFirst() }
        while let last = piece.last, last.isASCIISpace { piece.removeLast() }
        guard let first = piece.first, let last = piece.last, first >= 0x80 || last >= 0x80 else {
            return piece
        }
        let all = TextBytes(piece)
        let start = piece.startIndex + (all.count - all.trimmedStart.count)
        return piece.base[start..<(start + all.trimmed.count)]
    }

    private static func text(_ value: Piece) -> String {
        guard value.count >= 2, value.first == UInt8(ascii: "\""),
            value.last == UInt8(ascii: "\"")
        else { return String(decoding: value, as: UTF8.self) }
        let inner = value.dropFirst().dropLast()
        guard inner.contains(UInt8(ascii: "\\")) else {
            return String(decoding: inner, as: UTF8.self)
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
                var index = start
                while index < field.count, field[index] != UInt8(ascii: "="),
                    field[index] != UInt8(ascii: ";")
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
            semicolon = start
            while semicolon < field.count, field[semicolon] != UInt8(ascii: ";") { semicolon += 1 }
            valueEnd = semicolon
            while valueEnd > start, Self.isSpace(field[valueEnd - 1]) { valueEnd -= 1 }
            lastLineBreak = valueEnd - 1
            while lastLineBreak >= start, field[lastLineBreak] != UInt8(ascii: "\n") {
                lastLineBreak -= 1
            }
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
        guard String(utf8: bytes) != nil else { throw HeaderError(.invalidText(field: "Cookie")) }
        self = bytes.withUnsafeBufferPointer(CookieParser.parse)
    }
}
