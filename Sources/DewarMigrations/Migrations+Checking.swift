public import DewarORM

/// Something that is not as it should be.
public struct MigrationFinding: Sendable, Hashable, CustomStringConvertible {
    /// What is not as it should be.
    public enum Kind: String, Sendable, Hashable {
        /// Models say what no migration does.
        case models
        /// The database lacks migrations.
        case pending
        /// The database is not as its migrations say.
        case drift
    }

    /// What is not as it should be.
    public let kind: Kind
    /// The difference: a sentence, or the operation that would remove it.
    public let description: String
}

extension Migrations {
    /// Compares models, migrations and a database.
    ///
    /// ```swift
    /// for finding in try migrations.check(database) { print(finding.kind, finding) }
    /// ```
    ///
    /// - Parameter database: The database.
    /// - Returns: What differs; nothing if all are the same.
    /// - Throws: ``MigrationError`` when the files contradict each other or the database;
    ///   `DatabaseError` when it cannot be reached.
    /// - SeeAlso: Flask-Migrate `flask db check`.
    public func check(_ database: Database) throws -> [MigrationFinding] {
        let history = try history()
        try history.checkWaysBack()
        let comparison = try SchemaComparison(
            from: try history.state(), to: try SchemaState(models))
        var findings = comparison.operations.map {
            MigrationFinding(kind: .models, description: MigrationWriter.text(of: $0))
        }
        try database.withSession { session in
            let done = try AppliedMigrations(session).count(in: history)
            findings += history.migrations.dropFirst(done).map {
                MigrationFinding(
                    kind: .pending,
                    description: "\($0.revision): \(MigrationText.visible($0.message))")
            }
            let state = try history.state(after: done)
            findings += try LiveSchema.differences(from: state, session).map {
                MigrationFinding(kind: .drift, description: MigrationWriter.text(of: $0))
            }
        }
        return findings
    }
}
