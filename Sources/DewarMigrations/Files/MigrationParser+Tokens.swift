import DewarORM

// Tokens.
extension MigrationParser {
    mutating func advance() throws(MigrationError) {
        token = try lexer.next()
        line = lexer.line
        // A block's line is that of its end.
        if case .block(let text) = token {
            line = max(1, line - text.utf8.count { $0 == UInt8(ascii: "\n") } - 2)
        }
    }

    func error(_ message: String, _ line: Int) -> MigrationError {
        MigrationError(.file, "invalid migration: \(message)").at(path, line)
    }

    func unexpected(_ wanted: String) -> MigrationError {
        error("found \(token.description), wanted \(wanted).", line)
    }

    /// Takes one of some words.
    mutating func word(of words: [String]) throws(MigrationError) -> String {
        guard case .word(let word) = token, words.contains(word) else {
            let list = words.map { "'\($0)'" }.joined(separator: ", ")
            guard case .word(let word) = token else { throw unexpected("one of \(list)") }
            throw error(
                "found \(MigrationError.named(word)), wanted one of \(list).\(MigrationError.hint(word, words))",
                line)
        }
        try advance()
        return word
    }

    /// Takes a word if it comes.
    mutating func accept(_ word: String) throws(MigrationError) -> Bool {
        guard token == .word(word) else { return false }
        try advance()
        return true
    }

    mutating func expect(_ word: String) throws(MigrationError) {
        guard try accept(word) else { throw unexpected("'\(word)'") }
    }

    mutating func accept(sign: Character) throws(MigrationError) -> Bool {
        guard token == .sign(sign) else { return false }
        try advance()
        return true
    }

    mutating func expect(sign: Character) throws(MigrationError) {
        guard try accept(sign: sign) else { throw unexpected("'\(sign)'") }
    }

    mutating func text() throws(MigrationError) -> String {
        guard case .text(let text) = token else { throw unexpected("text in quotation marks") }
        try advance()
        return text
    }

    /// A name, bare or in quotation marks.
    mutating func name(_ wanted: String = "a name") throws(MigrationError) -> String {
        switch token {
        case .text(let name), .word(let name):
            if case .word = token, MigrationText.keywords.contains(name) {
                throw error(
                    "found '\(name)', wanted \(wanted). Write \"\(name)\" if it is called so.",
                    line)
            }
            try advance()
            return name
        default: throw unexpected(wanted)
        }
    }

    mutating func names() throws(MigrationError) -> [String] {
        try expect(sign: "(")
        var names = [try name()]
        while try accept(sign: ",") { names.append(try name()) }
        try expect(sign: ")")
        return names
    }

    mutating func columnPath() throws(MigrationError) -> ColumnPath {
        let table = try name("a table's name")
        try expect(sign: ".")
        return ColumnPath(table, try name("a column's name"))
    }

    /// A whole number.
    mutating func count(_ range: ClosedRange<Int>) throws(MigrationError) -> Int {
        guard case .number(let text) = token, let number = Int(text), range.contains(number)
        else { throw unexpected("a number from \(range.lowerBound) to \(range.upperBound)") }
        try advance()
        return number
    }

    /// An expression in parentheses, or in quotation marks.
    mutating func sql() throws(MigrationError) -> DialectText {
        if try accept("sqlite") {
            let sqlite = try oneSQL()
            try expect("postgresql")
            return DialectText(sqlite: sqlite, postgresql: try oneSQL())
        }
        return DialectText(try oneSQL())
    }

    private mutating func oneSQL() throws(MigrationError) -> String {
        if case .text(let text) = token {
            try advance()
            return text
        }
        guard token == .sign("(") else { throw unexpected("an expression in parentheses") }
        let text = try lexer.sql()
        guard !text.isEmpty else { throw error("an expression is empty.", line) }
        try advance()
        return text
    }

    /// What stands behind `default` and `fill`.
    mutating func value() throws(MigrationError) -> DefaultState {
        switch token {
        case .word("now"):
            try advance()
            return .now
        case .sign("("), .word("sqlite"): return .sql(try sql())
        default: return .value(try literal())
        }
    }

    private mutating func literal() throws(MigrationError) -> DatabaseValue {
        let first = token
        let place = line
        try advance()
        switch first {
        case .word("null"): return .null
        case .word("true"): return .bool(true)
        case .word("false"): return .bool(false)
        case .word("hex"):
            let digits = Array(try text().utf8)
            var bytes: [UInt8] = []
            for start in stride(from: 0, to: digits.count, by: 2) {
                let pair = String(
                    decoding: digits[start..<min(start + 2, digits.count)], as: UTF8.self)
                guard pair.utf8.count == 2, pair.utf8.first != UInt8(ascii: "+"),
                    let byte = UInt8(pair, radix: 16)
                else { throw error("bytes are pairs of hexadecimal digits.", place) }
                bytes.append(byte)
            }
            return .bytes(bytes)
        case .text(let text): return .text(text)
        case .number(let text):
            if let number = Int64(text) { return .integer(number) }
            if let number = Double(text), number.isFinite { return .double(number) }
            throw error("\(MigrationError.named(text)) is no number.", place)
        default:
            throw error("found \(first.description), wanted a value.", place)
        }
    }

    /// Goes into an operation that stands in another.
    mutating func nested<Result>(
        _ body: (inout MigrationParser) throws(MigrationError) -> Result
    ) throws(MigrationError) -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth < 10 else { throw error("'assume' stands in itself.", line) }
        return try body(&self)
    }
}
