import DewarORM

/// Reads the file of a migration.
package struct MigrationParser {
    var lexer: MigrationLexer
    let path: String
    /// What comes next, and its line.
    var token = MigrationLexer.Token.end
    var line = 1
    /// How deep operations stand in each other.
    var depth = 0

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
