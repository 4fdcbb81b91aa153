package import DewarORM

/// What is run for an operation.
enum MigrationStatement: Sendable, Hashable {
    /// One or more statements.
    case sql(String)
    /// A table is made anew: SQLite changes little of one that is there.
    case rebuild(TableRebuild)
    /// A table of SQLite is dropped, unless one that no migration made points to it.
    case dropTable(String)
    /// An index that was begun while others wrote, and never finished, is dropped.
    case dropUnfinishedIndex(String)
}

/// The statements of some operations.
package struct MigrationPlan: Sendable {
    /// A statement, and where its operation stands.
    struct Part: Sendable {
        var statement: MigrationStatement
        var line: Int

        init(_ statement: MigrationStatement, _ line: Int) {
            self.statement = statement
            self.line = line
        }
    }

    /// The statements, in order.
    var parts: [Part] = []

    /// Plans operations.
    ///
    /// - Parameters:
    ///   - steps: The operations; each fits the schema that those before it make.
    ///   - state: The schema before them; afterwards the one that they make.
    ///   - dialect: Whose SQL.
    ///   - path: The file that they stand in.
    /// - Throws: ``MigrationError`` for what does not fit, or the database does not have.
    init(
        _ steps: [Migration.Step], _ state: inout SchemaState, _ dialect: Dialect, path: String
    ) throws {
        var planner = SQLitePlanner(state)
        for step in steps {
            do {
                switch dialect {
                case .sqlite: try planner.add(step)
                case .postgresql:
                    let statements = try PostgreSQLPlanner.statements(
                        of: step.operation, in: state)
                    try state.apply(step.operation)
                    parts += statements.map { Part($0, step.line) }
                }
            } catch let error as MigrationError {
                throw error.at(path, step.line)
            }
        }
        guard dialect == .sqlite else { return }
        parts = try planner.finished()
        state = planner.state
    }

    /// The statements of operations alone.
    ///
    /// - Parameters:
    ///   - operations: Operations, in order.
    ///   - state: The schema before them.
    ///   - dialect: Whose SQL.
    /// - Returns: Statements and comments, in order.
    /// - Throws: ``MigrationError`` for what does not fit.
    package static func script(
        of operations: [Operation], in state: SchemaState, _ dialect: Dialect
    ) throws -> [String] {
        var state = state
        let steps = operations.map { Migration.Step($0) }
        return try MigrationPlan(steps, &state, dialect, path: "").script()
    }

    /// Whether a table is made anew.
    var rebuilds: Bool {
        parts.contains { if case .rebuild = $0.statement { true } else { false } }
    }

    /// The statements as a script, where no database can be asked.
    func script() throws -> [String] {
        try parts.flatMap { part -> [String] in
            switch part.statement {
            case .sql(let sql): [sql]
            case .rebuild(let rebuild):
                [
                    """
                    -- Triggers of \(MigrationText.visible(rebuild.old.name)) and indexes that no \
                    migration made go with the old table.
                    """
                ] + (try rebuild.statements(keeping: []))
            case .dropTable(let name): ["DROP TABLE \(quoted(name))"]
            case .dropUnfinishedIndex: []
            }
        }
    }
}
