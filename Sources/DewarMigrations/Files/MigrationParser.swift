import DewarORM

/// Reads the file of a migration.
package struct MigrationParser {
    private var lexer: MigrationLexer
    private let path: String
    /// What comes next, and its line.
    private(set) var token = MigrationLexer.Token.end
    private(set) var line = 1
    /// How deep operations stand in each other.
    private var depth = 0

    private init(_ text: String, path: String) throws(MigrationError) {
        lexer = MigrationLexer(text, path: path)
        self.path = path
        try advance()
    }

    /// Reads a migration.
    ///
    /// - Parameters:
    ///   - text: What the file holds.
    ///   - path: The file's path, for messages.
    /// - Returns: The migration.
    /// - Throws: ``MigrationError`` with the line of what is wrong.
    package static func migration(
        of text: String, path: String
    ) throws(MigrationError) -> Migration {
        var parser = try MigrationParser(text, path: path)
        return try parser.migration()
    }

    /// Reads operations alone.
    package static func operations(of text: String) throws(MigrationError) -> [Operation] {
        var parser = try MigrationParser(text, path: "")
        var operations: [Operation] = []
        while parser.token != .end { operations.append(try parser.operation()) }
        return operations
    }

    /// Reads a value as it stands behind `default`.
    package static func value(of text: String) throws(MigrationError) -> DefaultState {
        var parser = try MigrationParser(text, path: "")
        let value = try parser.value()
        guard parser.token == .end else { throw parser.unexpected("the end of the value") }
        return value
    }

    private mutating func migration() throws(MigrationError) -> Migration {
        var result = Migration(
            revision: "", parent: nil, message: "", created: "", up: [], down: [])
        result.path = path
        var seen: Set<String> = []
        while token != .end {
            let first = line
            let word = try word(of: [
                "revision", "after", "message", "created", "transaction", "up", "down",
            ])
            guard seen.insert(word).inserted else {
                throw error("'\(word)' stands there twice.", first)
            }
            switch word {
            case "revision": result.revision = try revision()
            case "after": result.parent = try accept("nothing") ? nil : try revision()
            case "message": result.message = try text()
            case "created": result.created = try text()
            case "transaction":
                try expect("none")
                result.isTransactional = false
            case "up": result.up = try steps()
            default: result.down = try steps()
            }
        }
        for word in ["revision", "after", "up", "down"] where !seen.contains(word) {
            throw error("it has no '\(word)'.", 1)
        }
        try checkTransaction(result)
        return result
    }

    /// Without a transaction one step alone happens whole or not at all.
    private func checkTransaction(_ migration: Migration) throws(MigrationError) {
        for steps in [migration.up, migration.down] {
            if !migration.isTransactional, steps.count > 1 {
                throw error(
                    "without a transaction it has one operation in 'up' and one in 'down': if a second one failed, the first would have happened.",
                    steps[1].line)
            }
            for step in steps where migration.isTransactional && step.operation.isConcurrent {
                throw error(
                    "'concurrently' cannot be in a transaction: write 'transaction none' above, and give the operation a migration of its own.",
                    step.line)
            }
        }
    }

    private mutating func revision() throws(MigrationError) -> String {
        let first = line
        let revision = try text()
        guard Migration.isRevision(revision) else {
            throw error(
                "\(MigrationError.named(revision)) is no revision: up to 64 letters, digits, '_' and '-'.",
                first)
        }
        return revision
    }

    private mutating func steps() throws(MigrationError) -> [Migration.Step] {
        try expect(sign: "{")
        var steps: [Migration.Step] = []
        while try !accept(sign: "}") {
            let first = line
            steps.append(Migration.Step(try operation(), line: first))
        }
        return steps
    }
}

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

    /// A whole number from 1.
    mutating func count(upTo limit: Int) throws(MigrationError) -> Int {
        guard case .number(let text) = token, let number = Int(text), (0...limit).contains(number)
        else { throw unexpected("a number up to \(limit)") }
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
