package import DewarORM

/// A piece of SQL, for each dialect.
package struct DialectText: Sendable, Hashable {
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
        [sqlite, postgresql].contains { text in
            SQLTokens(text).tokens.contains { $0.isName(name) }
        }
    }

    /// The same with another name in the places of one.
    package func renaming(_ name: String, to new: String) -> DialectText {
        DialectText(
            sqlite: Self.renaming(name, to: new, in: sqlite),
            postgresql: Self.renaming(name, to: new, in: postgresql))
    }

    private static func renaming(_ name: String, to new: String, in text: String) -> String {
        SQLTokens(text).tokens.map { $0.isName(name) ? quoted(new) : String($0.text) }.joined()
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
