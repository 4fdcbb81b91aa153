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
        while true {
            if let pair = cursor.nextPlain() {
                cookies.add(ascii: pair.name, pair.value.shortText)
                continue
            }
            guard let pair = cursor.next() else { return cookies }
            let name = pair.name.trimmed
            guard !name.isEmpty else { continue }
            cookies.add(name.text, text(pair.value.trimmed))
        }
    }

    private static func text(_ value: ByteView) -> String {
        guard value.count >= 2, value[0] == UInt8(ascii: "\""),
            value[value.count - 1] == UInt8(ascii: "\"")
        else { return value.text }
        let inner = value.part(1..<(value.count - 1))
        guard inner.index(of: UInt8(ascii: "\\")) < inner.count else { return inner.text }
        return String(decoding: unescaped(inner), as: UTF8.self)
    }

    /// Resolves `\"` and octal `\354`, each one byte.
    private static func unescaped(_ value: ByteView) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(value.count)
        var index = 0
        while index < value.count {
            let byte = value[index]
            index += 1
            guard byte == UInt8(ascii: "\\"), index < value.count,
                value[index] != UInt8(ascii: "\n")
            else {
                result.append(byte)
                continue
            }
            if index + 2 < value.count, let code = octal(value, at: index) {
                result.append(code)
                index += 3
            } else {
                result.append(value[index])
                index += 1
            }
        }
        return result
    }

    private static func octal(_ bytes: ByteView, at start: Int) -> UInt8? {
        guard (UInt8(ascii: "0")...UInt8(ascii: "3")).contains(bytes[start]) else { return nil }
        var code = bytes[start] - 48
        for digit in bytes.part((start + 1)..<(start + 3)) {
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

        /// The next name and value if both are ASCII without white space, quotation marks and
        /// control characters, as nearly all are; else nil, and ``next()`` goes on at their start.
        @inline(__always)
        mutating func nextPlain() -> (name: ByteView, value: ByteView)? {
            guard let base = field.baseAddress else { return nil }
            let limit = base + field.count
            let start = base + position
            guard start < limit else { return nil }
            let nameEnd = Self.mark(from: start, to: limit)
            guard nameEnd > start, nameEnd < limit, nameEnd.pointee == UInt8(ascii: "=") else {
                return nil
            }
            let value = nameEnd + 1
            var end = Self.mark(from: value, to: limit)
            // An equals sign is no mark within a value.
            while end < limit, end.pointee == UInt8(ascii: "=") {
                end = Self.mark(from: end + 1, to: limit)
            }
            guard end >= limit || end.pointee == UInt8(ascii: ";") else { return nil }
            position = afterSpace(min(end - base + 1, field.count))
            return (
                ByteView(start: start, count: nameEnd - start),
                ByteView(start: value, count: end - value)
            )
        }

        /// The place of the next byte that ends a name or a value, or makes it a special one.
        private static func mark(
            from start: UnsafePointer<UInt8>, to limit: UnsafePointer<UInt8>
        ) -> UnsafePointer<UInt8> {
            var next = start
            while limit - next >= 8 {
                let word = ByteWord(next)
                let marks =
                    word.marks(of: UInt8(ascii: ";")) | word.marks(of: UInt8(ascii: "="))
                    | word.marks(of: UInt8(ascii: "\"")) | word.marks(below: 0x21)
                    | word.marksBeyondASCII
                if marks != 0 { return next + ByteWord.count(before: marks) }
                next += 8
            }
            while next < limit {
                switch next.pointee {
                case UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: "\""), ...0x20, 0x80...:
                    return next
                default: next += 1
                }
            }
            return limit
        }

        /// The next name and value, with the white space around them; nil at the end.
        mutating func next() -> (name: ByteView, value: ByteView)? {
            while position < field.count {
                let start = position
                let bytes = field
                var index = start
                while index < bytes.count, bytes[index] != UInt8(ascii: "="),
                    bytes[index] != UInt8(ascii: ";")
                {
                    index += 1
                }
                let name = field.part(start..<index)
                guard index < field.count, field[index] == UInt8(ascii: "=") else {
                    position = afterSpace(index + 1)
                    return (name, ByteView(start: nil, count: 0))
                }
                let valueStart = afterSpace(index + 1)
                if let end = quotedEnd(valueStart) { return (name, field.part(valueStart..<end)) }
                findSemicolon(from: valueStart)
                if lastLineBreak < valueStart {
                    position = afterSpace(semicolon + 1)
                    return (name, field.part(valueStart..<max(valueStart, valueEnd)))
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
        try self.init(parsingCookies: Array(field))
    }

    /// Reads bytes that lie in an array, as ``init(parsingCookies:)`` does any others.
    ///
    /// - Parameter field: The bytes of the field's value.
    /// - Throws: ``HeaderError``: bytes that are not UTF-8.
    public init(parsingCookies field: [UInt8]) throws(HeaderError) {
        guard field.withUnsafeBufferPointer(UTF8Text.isValid) else {
            throw HeaderError(.invalidText(field: "Cookie"))
        }
        self = field.withUnsafeBufferPointer(CookieParser.parse)
    }
}
