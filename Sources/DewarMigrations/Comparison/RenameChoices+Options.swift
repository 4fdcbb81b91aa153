import DewarORM

// What `db migrate` is told by options.
extension RenameChoices {
    /// Reads options.
    ///
    /// - Parameters:
    ///   - renames: `post.title=headline` and `blog=journal`.
    ///   - fills: `post.slug=""` and `post.slug=(lower(title))`.
    /// - Throws: ``MigrationError`` of kind `argument` for what is none.
    package init(renames: [String], fills: [String]) throws(MigrationError) {
        for option in renames {
            let (old, new) = try Self.parts(option, "--rename", "post.title=headline")
            guard let path = Self.path(old) else {
                tables[old] = new
                continue
            }
            // The new name may stand with its table.
            columns[path] = Self.path(new)?.column ?? new
        }
        for option in fills {
            let (column, value) = try Self.parts(option, "--fill", "post.slug=\"\"")
            guard let path = Self.path(column) else {
                throw .invalidOption("--fill", option, "post.slug=\"\"")
            }
            try fill(path, value)
        }
    }

    /// Notes what rows that are there get.
    ///
    /// - Parameters:
    ///   - path: The column.
    ///   - value: As it stands behind `fill` in a file: `""`, `0`, `(lower(title))`.
    /// - Throws: ``MigrationError`` for what is none.
    package mutating func fill(
        _ path: ColumnPath, _ value: String
    ) throws(MigrationError) {
        do {
            fills[path] = try MigrationParser.value(of: value)
        } catch {
            throw .invalidFill(path, value)
        }
    }

    private static func parts(
        _ option: String, _ name: String, _ example: String
    ) throws(MigrationError) -> (String, String) {
        let parts = option.split(separator: "=", maxSplits: 1)
        guard parts.count == 2 else { throw .invalidOption(name, option, example) }
        return (String(parts[0]), String(parts[1]))
    }

    /// A table and a column; nil for a text without a point.
    private static func path(_ text: String) -> ColumnPath? {
        let parts = text.split(separator: ".", maxSplits: 1)
        return parts.count == 2 ? ColumnPath(String(parts[0]), String(parts[1])) : nil
    }
}

extension MigrationProposal {
    /// New columns of which rows that are there have no value.
    package var unfilled: [ColumnPath] {
        hazards.compactMap { if case .unfilled(let path) = $0 { path } else { nil } }
    }

    /// Refuses what could lose data.
    ///
    /// - Throws: ``MigrationError`` of kind `loss`, which names all of it.
    package func requireNoLoss() throws(MigrationError) {
        if !hazards.isEmpty { throw .loss(hazards) }
    }
}

extension Migrations {
    /// The migrations that no other follows; more than one when they must be put in a row.
    ///
    /// - Throws: ``MigrationError`` for a file that cannot be read.
    package func heads() throws(MigrationError) -> [MigrationSummary] {
        MigrationHistory.heads(of: try MigrationFolder(folder).migrations())
            .map(MigrationSummary.init)
    }

    /// The text of a migration, as it would be written.
    ///
    /// - Parameter name: A revision, the beginning of one, or `head`.
    /// - Returns: The text, without the comments of the file.
    /// - Throws: ``MigrationError``.
    package func text(of name: String) throws(MigrationError) -> String {
        let history = try history()
        let count = try history.count(upTo: name)
        guard count > 0 else { return "" }
        return "-- \(history.migrations[count - 1].path)\n"
            + MigrationWriter.text(
                of: history.migrations[count - 1], before: try history.state(after: count - 1))
    }
}
