package import DewarORM

/// A piece of SQL, for each dialect.
package struct DialectText: Sendable {
    /// What SQLite is told.
    package var sqlite: String
    /// What PostgreSQL is told.
    package var postgresql: String

    /// Makes a piece that differs.
    package init(sqlite: String, postgresql: String) {
        self.sqlite = sqlite
        self.postgresql = postgresql
    }

    /// Makes a piece that is the same for all.
    package init(_ text: String) {
        self.init(sqlite: text, postgresql: text)
    }

    /// What one of them is told.
    package subscript(dialect: Dialect) -> String {
        switch dialect {
        case .sqlite: sqlite
        case .postgresql: postgresql
        }
    }

    /// Whether a name stands in it as a name.
    package func mentions(_ name: String) -> Bool {
        [sqlite, postgresql].contains { !SQLTokens($0).places(of: name).isEmpty }
    }

    /// The same with another name in the places of one.
    package func renaming(_ name: String, to new: String) -> DialectText {
        DialectText(
            sqlite: Self.renaming(name, to: new, in: sqlite),
            postgresql: Self.renaming(name, to: new, in: postgresql))
    }

    private static func renaming(_ name: String, to new: String, in text: String) -> String {
        SQLTokens(text).replacing(name, with: quoted(new))
    }
}

extension DialectText: Hashable {
    /// Whether both say the same: spaces, comments and marks around names do not matter.
    package static func == (left: DialectText, right: DialectText) -> Bool {
        if left.sqlite == right.sqlite, left.postgresql == right.postgresql { return true }
        return left.essence == right.essence
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(essence) }

    /// The tokens that matter.
    private var essence: [[String]] {
        [sqlite, postgresql].map { text in
            SQLTokens(text).tokens.filter { $0.kind != .space }.map { token in
                switch token.kind {
                case .word: token.text.lowercased()
                case .name: token.name.flatMap(Self.bare) ?? String(token.text)
                default: String(token.text)
                }
            }
        }
    }

    /// A name that means the same without marks; nil for one that does not.
    private static func bare(_ name: String) -> String? {
        let isWord = name.unicodeScalars.allSatisfy {
            MigrationLexer.isWord($0) && !("A"..."Z").contains($0)
        }
        let constants = [
            "null", "true", "false", "current_date", "current_time", "current_timestamp",
        ]
        return isWord && !constants.contains(name) ? name : nil
    }
}

/// A name as SQL writes it.
func quoted(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        + "\""
}

/// Names as SQL lists them.
func quoted(_ names: [String]) -> String {
    names.map { quoted($0) }.joined(separator: ", ")
}
