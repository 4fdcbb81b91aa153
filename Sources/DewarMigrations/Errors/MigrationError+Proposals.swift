// What `db migrate` must be told.
extension MigrationError {
    /// Nobody could be asked what was renamed.
    package static func undecided(_ candidates: [RenameCandidate]) -> MigrationError {
        let lines = candidates.map { "\($0.description) Then say: \($0.option)" }
        return MigrationError(
            .rename,
            """
            what is gone may have been renamed. \(lines.joined(separator: " ")) \
            If nothing was, say: --no-renames.
            """)
    }

    /// The questions ended without an answer.
    package static func unanswered() -> MigrationError {
        MigrationError(
            .rename,
            """
            there was no answer, and nothing is written. Say --rename, --no-renames and --fill where \
            nobody can be asked.
            """)
    }

    static func uselessFill(_ path: ColumnPath, of columns: [ColumnPath]) -> Self {
        MigrationError(
            .argument,
            """
            nothing is to be filled in \(named("\(path)")): it is neither a new column nor one that \
            may not be NULL any more.\(hint("\(path)", columns.map { "\($0)" }))
            """)
    }

    static func loss(_ hazards: [Hazard]) -> MigrationError {
        var sentences = hazards.map { "\($0)" }
        if hazards.contains(where: { if case .unfilled = $0 { true } else { false } }) {
            sentences.append(
                "give such a column a default in the model, or say --fill COLUMN=VALUE")
        }
        return MigrationError(
            .loss,
            """
            data could be lost: \(sentences.joined(separator: "; ")). Say --allow-loss if that is \
            meant.
            """)
    }

    static func invalidOption(_ name: String, _ found: String, _ example: String) -> Self {
        MigrationError(.argument, "\(name) is written as '\(example)', not \(named(found)).")
    }

    static func invalidFill(_ path: ColumnPath, _ found: String) -> Self {
        MigrationError(
            .argument,
            """
            \(named(found)) is no value for \(named("\(path)")): write text as "text", numbers and \
            true as they are, an expression in parentheses.
            """)
    }
}
