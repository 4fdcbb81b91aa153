import ArgumentParser
import DewarMigrations

/// `db migrate`: writes a migration.
struct MigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Write a migration that makes the tables what the models say.",
        discussion: """
            It compares the models with what the migrations so far amount to, and writes a file to \
            be read and edited before db upgrade runs it. What is gone while something like it is \
            new may have been renamed: at a terminal it asks, otherwise --rename or --no-renames \
            tells. What could lose data is written only with --allow-loss.
            """,
        aliases: ["revision"])

    @Option(name: [.short, .long], help: "What the migration is for.")
    var message: String

    @Option(
        name: .customLong("rename"),
        help: ArgumentHelp(
            "What was renamed, as post.title=headline or blog=journal. May be repeated.",
            valueName: "old=new"))
    var renames: [String] = []

    @Flag(help: "Nothing else was renamed: what is gone is dropped.")
    var noRenames = false

    @Option(
        name: .customLong("fill"),
        help: ArgumentHelp(
            """
            What rows that are there get in a column, as post.slug=\"\" or post.slug=(lower(title)). \
            May be repeated.
            """, valueName: "column=value"))
    var fills: [String] = []

    @Flag(help: "Also write what drops tables, columns or values.")
    var allowLoss = false

    @Flag(help: "Write a migration without operations, to be filled in by hand.")
    var empty = false

    func run() throws {
        let migrations = try DatabaseCommand.migrations()
        guard !empty else {
            return print(try MigrationProposal.empty(migrations, message: message))
        }
        var interview = Interview(noRenames: noRenames)
        var choices = try RenameChoices(renames: renames, fills: fills)
        var proposal = try interview.proposal(migrations, choices)
        if Terminal.isThere, !proposal.unfilled.isEmpty {
            for path in proposal.unfilled { try Interview.askForFill(of: path, &choices) }
            proposal = try interview.proposal(migrations, choices)
        }
        guard !proposal.operations.isEmpty else {
            return Terminal.tell("The models are what the migrations say: nothing to do.")
        }
        if !allowLoss { try proposal.requireNoLoss() }
        print(try proposal.write(message: message))
    }
}

/// What is asked at the terminal, each question once.
private struct Interview {
    let noRenames: Bool
    private var answers: [RenameCandidate: Bool] = [:]

    init(noRenames: Bool) {
        self.noRenames = noRenames
    }

    /// What would be written; what may have been renamed is asked about.
    ///
    /// - Throws: ``MigrationError`` of kind `rename` when there is nobody to be asked.
    mutating func proposal(
        _ migrations: Migrations, _ choices: RenameChoices
    ) throws -> MigrationProposal {
        var open: [RenameCandidate] = []
        let proposal = try MigrationProposal(migrations, choices) { candidate in
            if noRenames { return false }
            if let answer = answers[candidate] { return answer }
            guard Terminal.isThere else {
                open.append(candidate)
                return false
            }
            let answer = try Terminal.confirms(candidate.description)
            answers[candidate] = answer
            return answer
        }
        guard open.isEmpty else { throw MigrationError.undecided(open) }
        return proposal
    }

    /// Asks until the answer is a value, or nothing.
    static func askForFill(of path: ColumnPath, _ choices: inout RenameChoices) throws {
        let question = """
            '\(Terminal.visible("\(path)"))' may not be NULL and has no default. What do rows that \
            are there get: "text", 0, (an expression)? [nothing] 
            """
        while true {
            let answer = try Terminal.ask(question)
            if answer.isEmpty { return }
            do {
                return try choices.fill(path, answer)
            } catch {
                Terminal.tell("\(error)")
            }
        }
    }
}
