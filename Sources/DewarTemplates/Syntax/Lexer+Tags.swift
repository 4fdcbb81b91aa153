extension Lexer {
    /// What a tag is, which decides what ends it.
    enum TagKind {
        case variable, block, lineStatement
    }

    /// Reads the inside of a tag and what ends it.
    ///
    /// - Returns: Whether the lexer can go on.
    mutating func tag(_ kind: TagKind) -> Bool {
        while true {
            if openBrackets.isEmpty, endTag(kind) { return true }
            let end = CharacterClasses.skipSpace(bytes, from: position)
            if end > position {
                advance(to: end)
                continue
            }
            guard position < bytes.count else { return true }
            guard tagToken() else { return false }
        }
    }

    private mutating func endTag(_ kind: TagKind) -> Bool {
        switch kind {
        case .variable: return endTag(delimiters.variableEnd, .variableEnd, isBlock: false)
        case .block: return endTag(delimiters.blockEnd, .blockEnd, isBlock: true)
        case .lineStatement:
            let end = CharacterClasses.skipSpace(bytes, from: position)
            let newline = bytes[position..<end].lastIndex(of: UInt8(ascii: "\n"))
            guard end == bytes.count || newline != nil else { return false }
            add(.blockEnd, at: position, "")
            let start = position
            advance(to: end == bytes.count ? end : (newline ?? start) + 1)
            endLineStatement(from: start)
            return true
        }
    }

    private mutating func endTag(_ delimiter: [UInt8], _ token: TokenKind, isBlock: Bool) -> Bool {
        let first = at(position)
        if first == UInt8(ascii: "-") || isBlock && first == UInt8(ascii: "+"),
            matches(delimiter, at: position + 1)
        {
            add(token, at: position, "")
            finish(delimiter: delimiter, at: position + 1, sign: first, trims: isBlock)
            return true
        }
        guard matches(delimiter, at: position) else { return false }
        add(token, at: position, "")
        finish(delimiter: delimiter, at: position, sign: 0, trims: isBlock)
        return true
    }

    private mutating func tagToken() -> Bool {
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            number()
            return true
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            if let close = stringEnd(quote: byte) { return string(to: close) }
            return unexpected()
        default: break
        }
        let end = CharacterClasses.nameEnd(bytes, from: position)
        if end > position { return name(to: end) }
        guard let (kind, length) = symbol() else { return unexpected() }
        return symbol(kind, length)
    }

    private mutating func name(to end: Int) -> Bool {
        let text = String(decoding: bytes[position..<end], as: UTF8.self)
        if !text.utf8.allSatisfy({ $0 < 0x80 }), !CharacterClasses.isIdentifier(text) {
            return fail("Invalid character in identifier")
        }
        add(.name, at: position, text)
        position = end
        return true
    }

    // MARK: - Numbers

    private mutating func number() {
        let start = position
        if start == 0 || bytes[start - 1] != UInt8(ascii: "."), let end = floatEnd() {
            add(.float, at: start, digits(start..<end))
            position = end
            return
        }
        let end = integerEnd()
        add(.integer, at: start, digits(start..<end))
        position = end
    }

    private func digits(_ range: Range<Int>) -> String {
        String(decoding: bytes[range].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    }

    /// The end of digits with single underscores between them; the same index if there are none.
    private func runEnd(_ index: Int, _ isDigit: (UInt8) -> Bool) -> Int {
        guard isDigit(at(index)) else { return index }
        var index = index + 1
        while isDigit(at(index)) || at(index) == UInt8(ascii: "_") && isDigit(at(index + 1)) {
            index += 1
        }
        return index
    }

    private func decimalEnd(_ index: Int) -> Int {
        runEnd(index) { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    private func floatEnd() -> Int? {
        let whole = decimalEnd(position)
        var end = whole
        if at(end) == UInt8(ascii: "."), case let fraction = decimalEnd(end + 1), fraction > end + 1
        {
            end = fraction
        }
        if at(end) | 0x20 == UInt8(ascii: "e") {
            let isSigned = at(end + 1) == UInt8(ascii: "+") || at(end + 1) == UInt8(ascii: "-")
            let digits = isSigned ? end + 2 : end + 1
            let exponent = decimalEnd(digits)
            if exponent > digits { return exponent }
        }
        return end > whole ? end : nil
    }

    private func integerEnd() -> Int {
        if at(position) == UInt8(ascii: "0") {
            // `0b_1` is a number: an underscore may come first after the letter.
            let prefixed = position + (at(position + 2) == UInt8(ascii: "_") ? 3 : 2)
            var end = prefixed
            switch at(position + 1) | 0x20 {
            case UInt8(ascii: "b"): end = runEnd(prefixed) { $0 | 1 == UInt8(ascii: "1") }
            case UInt8(ascii: "o"):
                end = runEnd(prefixed) { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
            case UInt8(ascii: "x"):
                end = runEnd(prefixed) { Character(Unicode.Scalar($0)).isHexDigit }
            default: break
            }
            if end > prefixed { return end }
            return runEnd(position) { $0 == UInt8(ascii: "0") }
        }
        return decimalEnd(position)
    }

    // MARK: - Strings

    private func stringEnd(quote: UInt8) -> Int? {
        var index = position + 1
        while index < bytes.count {
            if bytes[index] == quote { return index }
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }

    private mutating func string(to close: Int) -> Bool {
        let content = bytes[position + 1..<close]
        do {
            var value: String
            if delimiters.newline == nil {
                value = try StringLiteral.decode(content)
            } else {
                value = try StringLiteral.decode(Array(withNewlines(content).utf8)[...])
            }
            value.makeContiguousUTF8()
            add(.string, at: position, value)
            advance(to: close + 1)
            return true
        } catch {
            return fail(error.message)
        }
    }

    // MARK: - Symbols

    private func symbol() -> (TokenKind, Int)? {
        switch (at(position), at(position + 1)) {
        case (UInt8(ascii: "/"), UInt8(ascii: "/")): (.floordiv, 2)
        case (UInt8(ascii: "*"), UInt8(ascii: "*")): (.pow, 2)
        case (UInt8(ascii: "="), UInt8(ascii: "=")): (.eq, 2)
        case (UInt8(ascii: "!"), UInt8(ascii: "=")): (.ne, 2)
        case (UInt8(ascii: ">"), UInt8(ascii: "=")): (.gteq, 2)
        case (UInt8(ascii: "<"), UInt8(ascii: "=")): (.lteq, 2)
        case (UInt8(ascii: "+"), _): (.add, 1)
        case (UInt8(ascii: "-"), _): (.sub, 1)
        case (UInt8(ascii: "/"), _): (.div, 1)
        case (UInt8(ascii: "*"), _): (.mul, 1)
        case (UInt8(ascii: "%"), _): (.mod, 1)
        case (UInt8(ascii: "~"), _): (.tilde, 1)
        case (UInt8(ascii: "["), _): (.lbracket, 1)
        case (UInt8(ascii: "]"), _): (.rbracket, 1)
        case (UInt8(ascii: "("), _): (.lparen, 1)
        case (UInt8(ascii: ")"), _): (.rparen, 1)
        case (UInt8(ascii: "{"), _): (.lbrace, 1)
        case (UInt8(ascii: "}"), _): (.rbrace, 1)
        case (UInt8(ascii: ">"), _): (.gt, 1)
        case (UInt8(ascii: "<"), _): (.lt, 1)
        case (UInt8(ascii: "="), _): (.assign, 1)
        case (UInt8(ascii: "."), _): (.dot, 1)
        case (UInt8(ascii: ":"), _): (.colon, 1)
        case (UInt8(ascii: "|"), _): (.pipe, 1)
        case (UInt8(ascii: ","), _): (.comma, 1)
        case (UInt8(ascii: ";"), _): (.semicolon, 1)
        default: nil
        }
    }

    private mutating func symbol(_ kind: TokenKind, _ length: Int) -> Bool {
        let byte = bytes[position]
        switch kind {
        case .lbrace: openBrackets.append(UInt8(ascii: "}"))
        case .lparen: openBrackets.append(UInt8(ascii: ")"))
        case .lbracket: openBrackets.append(UInt8(ascii: "]"))
        case .rbrace, .rparen, .rbracket:
            let found = Character(Unicode.Scalar(byte))
            guard let expected = openBrackets.popLast() else {
                return fail("unexpected '\(found)'")
            }
            guard expected == byte else {
                let wanted = Character(Unicode.Scalar(expected))
                return fail("unexpected '\(found)', expected '\(wanted)'")
            }
        default: break
        }
        add(kind, at: position, "")
        position += length
        return true
    }

    private mutating func unexpected() -> Bool {
        let before = bytes[..<position].count { $0 & 0xC0 != 0x80 }
        let found = CharacterClasses.scalar(bytes, at: position)?.0 ?? "\u{FFFD}"
        return fail("unexpected char \(PythonText.quoted(String(found))) at \(before)")
    }
}
