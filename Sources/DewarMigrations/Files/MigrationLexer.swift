/// Takes the text of a migration apart.
struct MigrationLexer {
    /// A piece of it.
    enum Token: Equatable {
        /// A bare word: a keyword or a name.
        case word(String)
        /// Text in quotation marks: a name that is no word, or a value.
        case text(String)
        /// Digits, with a sign, a point or an exponent.
        case number(String)
        /// `(`, `)`, `{`, `}`, `,` or `.`.
        case sign(Character)
        /// Lines between `"""`.
        case block(String)
        /// The end of the file.
        case end

        /// The token for messages.
        var description: String {
            switch self {
            case .word(let text), .number(let text): MigrationError.named(text)
            case .text(let text): "text \(MigrationError.named(text))"
            case .sign(let sign): "'\(sign)'"
            case .block: "statements"
            case .end: "the end of the file"
            }
        }
    }

    private let path: String
    private var rest: Substring.UnicodeScalarView
    /// The line of what comes next, from 1.
    private(set) var line = 1

    init(_ text: String, path: String) {
        self.path = path
        rest = text[...].unicodeScalars
    }

    /// Takes the next token.
    mutating func next() throws(MigrationError) -> Token {
        skipSpace()
        guard let first = rest.first else { return .end }
        switch first {
        case "\"":
            return rest.starts(with: "\"\"\"".unicodeScalars)
                ? .block(try block(marks: 0)) : .text(try quoted())
        case "#": return .block(try block(marks: rest.prefix { $0 == "#" }.count))
        case "(", ")", "{", "}", ",", ".", ";":
            rest.removeFirst()
            return .sign(Character(first))
        default: break
        }
        if Self.isDigit(first) || first == "-" || first == "+" {
            let text = take { Self.isWord($0) || $0 == "." || $0 == "-" || $0 == "+" }
            return .number(text)
        }
        guard Self.isWord(first) else {
            throw error(
                "found the character \(MigrationError.named(String(Character(first)))), which begins nothing. Write names and texts in quotation marks."
            )
        }
        return .word(take(while: Self.isWord))
    }

    /// Takes what stands between a parenthesis that was taken and the one that closes it: SQL, in
    /// which `'…'` and `"…"` are skipped.
    mutating func sql() throws(MigrationError) -> String {
        let start = rest
        let first = line
        var depth = 0
        var mark: Unicode.Scalar?
        while let scalar = rest.popFirst() {
            if scalar == "\n" { line += 1 }
            if let open = mark {
                if scalar == open { mark = nil }
                continue
            }
            switch scalar {
            case "'", "\"": mark = scalar
            case "(": depth += 1
            case ")":
                if depth == 0 {
                    let text = String(Substring(start[..<rest.startIndex]).dropLast())
                    return Self.trimmed(text)
                }
                depth -= 1
            default: break
            }
        }
        line = first
        throw error("the parenthesis of an expression is not closed.")
    }

    func error(_ message: String) -> MigrationError {
        MigrationError(.file, "invalid migration: \(message)").at(path, line)
    }
}

extension MigrationLexer {
    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || isDigit(scalar) || ("a"..."z").contains(scalar)
            || ("A"..."Z").contains(scalar)
    }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    private mutating func take(while isWanted: (Unicode.Scalar) -> Bool) -> String {
        let taken = rest.prefix(while: isWanted)
        rest = rest[taken.endIndex...]
        return String(Substring(taken))
    }

    private mutating func skipSpace() {
        while let first = rest.first {
            if first == "-", rest.dropFirst().first == "-" {
                rest = rest[(rest.firstIndex(of: "\n") ?? rest.endIndex)...]
            } else if first == " " || first == "\t" || first == "\r" || first == "\n"
                || first == "\u{FEFF}"
            {
                if first == "\n" { line += 1 }
                rest.removeFirst()
            } else {
                return
            }
        }
    }

    /// Text in quotation marks with Swift's escapes.
    private mutating func quoted() throws(MigrationError) -> String {
        rest.removeFirst()
        var text = ""
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"": return text
            case "\n": throw error("text is not closed on its line. Write \\n for a line's end.")
            case "\\": text.unicodeScalars.append(try escape())
            default: text.unicodeScalars.append(scalar)
            }
        }
        throw error("text is not closed.")
    }

    private mutating func escape() throws(MigrationError) -> Unicode.Scalar {
        switch rest.popFirst() {
        case "\"": return "\""
        case "\\": return "\\"
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "u":
            guard rest.popFirst() == "{" else { break }
            let digits = take { Self.isWord($0) }
            guard rest.popFirst() == "}", digits.utf8.count <= 8,
                let value = UInt32(digits, radix: 16), value != 0,
                let scalar = Unicode.Scalar(value)
            else { break }
            return scalar
        default: break
        }
        throw error(#"unknown escape. There are \", \\, \n, \r, \t and \u{…}; \u{0} is none."#)
    }

    /// Lines from `"""` to `"""`, without the spaces that stand before the last.
    private mutating func block(marks: Int) throws(MigrationError) -> String {
        let first = line
        rest = rest.dropFirst(marks)
        guard rest.starts(with: "\"\"\"".unicodeScalars) else {
            throw error("found '#', which begins nothing.")
        }
        rest = rest.dropFirst(3)
        let head = take { $0 != "\n" }
        guard head.allSatisfy(\.isWhitespace), rest.popFirst() != nil else {
            throw error("the statements begin on the line after \"\"\".")
        }
        line += 1
        let end = "\"\"\"" + String(repeating: "#", count: marks)
        var lines: [String] = []
        while !rest.isEmpty {
            let text = take { $0 != "\n" }
            if Self.trimmed(text) == end {
                let indent = text.prefix { $0 == " " || $0 == "\t" }
                return lines.map { line in
                    line.hasPrefix(indent) ? String(line.dropFirst(indent.count)) : line
                }.joined(separator: "\n")
            }
            lines.append(text)
            if rest.popFirst() != nil { line += 1 }
        }
        line = first
        throw error("the statements are not closed by a line \(end).")
    }
}
