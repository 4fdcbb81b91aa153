import DewarORM

/// What `db migrate` would write, as far as it is decided.
package struct MigrationProposal {
    /// What it says about rows that are there.
    package let hazards: [Hazard]
    /// What it does.
    package let operations: [Operation]

    private let migrations: Migrations
    private let parent: Migration?
    private let before: SchemaState
    private let comparison: SchemaComparison

    /// Compares the models with what the migrations amount to.
    ///
    /// - Parameters:
    ///   - migrations: The models and the folder.
    ///   - choices: What was renamed, as far as it was said.
    ///   - isRenamed: Is asked about each table and column that is gone while one like it is new.
    /// - Throws: ``MigrationError``, and what `isRenamed` throws.
    package init(
        _ migrations: Migrations, _ choices: RenameChoices = RenameChoices(),
        isRenamed: (RenameCandidate) throws -> Bool
    ) throws {
        let history = try migrations.history()
        try history.checkWaysBack()
        let before = try history.state()
        let wanted = try SchemaState(migrations.models)
        let choices = try RenameQuestions(before, wanted, choices).answered(by: isRenamed)
        let comparison = try SchemaComparison(from: before, to: wanted, choices)
        let useless = choices.fills.keys.filter { !comparison.fillable.contains($0) }
        if let path = useless.min(by: { "\($0)" < "\($1)" }) {
            throw MigrationError.uselessFill(path, of: comparison.fillable)
        }
        self.comparison = comparison
        self.migrations = migrations
        self.before = before
        parent = history.migrations.last
        operations = comparison.operations
        hazards = comparison.hazards
    }

    /// Writes the migration.
    ///
    /// - Parameters:
    ///   - message: What it is for; the file is called so.
    ///   - clock: When it is written.
    /// - Returns: The file's path.
    /// - Throws: ``MigrationError`` when the file cannot be written.
    package func write(message: String, clock: MigrationClock = .now) throws -> String {
        var random = SystemRandomNumberGenerator()
        return try write(
            message: message, clock: clock,
            revision: MigrationName.revision(using: &random))
    }

    /// Writes the migration under a revision.
    package func write(
        message: String, clock: MigrationClock, revision: String
    ) throws -> String {
        let migration = Migration(
            revision: revision, parent: parent?.revision, message: message,
            created: clock.text, up: comparison.operations, down: comparison.inverse)
        let text = MigrationWriter.text(of: migration, before: before)
        // What cannot be read again is never written.
        _ = try MigrationParser.migration(of: text, path: revision)
        return try MigrationFolder(migrations.folder).write(
            text, as: MigrationName.file(of: migration, clock))
    }

    /// A migration that does nothing yet: to be filled in by hand.
    package static func empty(
        _ migrations: Migrations, message: String, clock: MigrationClock = .now
    ) throws -> String {
        let history = try migrations.history()
        var random = SystemRandomNumberGenerator()
        let migration = Migration(
            revision: MigrationName.revision(using: &random),
            parent: history.migrations.last?.revision, message: message, created: clock.text,
            up: [], down: [])
        let text = MigrationWriter.text(of: migration, before: try history.state())
        return try MigrationFolder(migrations.folder).write(
            text, as: MigrationName.file(of: migration, clock))
    }
}

/// The questions about names, in their order.
struct RenameQuestions {
    private var choices: RenameChoices
    private let old: SchemaState
    private let new: SchemaState

    init(_ old: SchemaState, _ new: SchemaState, _ choices: RenameChoices) {
        self.choices = choices
        self.old = old
        self.new = new
    }

    /// What was said before, and what the answers say.
    func answered(by isRenamed: (RenameCandidate) throws -> Bool) throws -> RenameChoices {
        var choices = choices
        var state = old
        for (name, other) in choices.tableSteps { try state.apply(.renameTable(name, to: other)) }
        for case let candidate in RenameCandidate.tables(state, new) {
            guard case .table(let name, let other) = candidate, state.table(name) != nil,
                state.table(other) == nil, try isRenamed(candidate)
            else { continue }
            choices.tables[name] = other
            try state.apply(.renameTable(name, to: other))
        }
        // A column may have been named by its table's old name.
        choices.columns = Dictionary(
            choices.columns.map { path, other in
                (ColumnPath(choices.tables[path.table] ?? path.table, path.column), other)
            }, uniquingKeysWith: { $1 })
        for (path, other) in choices.columnSteps { try state.apply(.renameColumn(path, to: other)) }
        for candidate in RenameCandidate.columns(state, new) {
            guard case .column(let path, let other) = candidate, state.column(path) != nil,
                state.column(ColumnPath(path.table, other)) == nil, try isRenamed(candidate)
            else { continue }
            choices.columns[path] = other
            try state.apply(.renameColumn(path, to: other))
        }
        return choices
    }
}
