import Glibc
import SystemFixture
import Testing

/// The commands of `db`, as somebody types them.
@Suite struct CommandTests {
    @Test func theyLeadThroughAChange() throws {
        try TemporaryFolder.with { folder in
            let board = Board(folder: folder)
            let first = try board.db("migrate", "-m", "Authors and posts")
            #expect(first.status == 0, "\(first)")
            #expect(
                first.output.hasPrefix("migrations/")
                    && first.output.hasSuffix("_authors_and_posts.migration\n"))
            #expect(try board.db("check").status == 1)
            let upgrade = try board.db("upgrade")
            #expect(upgrade.status == 0 && upgrade.output.isEmpty, "\(upgrade)")
            #expect(
                upgrade.errors.hasPrefix("Applying ")
                    && upgrade.errors.hasSuffix("  Authors and posts\n"))
            #expect(
                try board.db("check")
                    == Answer(status: 0, output: "Models, migrations and database say the same.\n"))
            #expect(
                try board.db("migrate", "-m", "x").errors
                    == "The models are what the migrations say: nothing to do.\n")
            let later = Board(folder: folder, isLater: true)
            let asked = try later.db("migrate", "-m", "Posts have slugs")
            #expect(asked.status == 1)
            #expect(
                asked.errors
                    == "Error: what is gone may have been renamed. Was column 'post.title' renamed to 'headline'? Then say: --rename post.title=headline Was column 'post.title' renamed to 'slug'? Then say: --rename post.title=slug If nothing was, say: --no-renames.\n"
            )
            let unfilled = try later.db(
                "migrate", "-m", "Posts have slugs", "--rename", "post.title=headline")
            #expect(unfilled.status == 1)
            #expect(
                unfilled.errors
                    == "Error: data could be lost: column 'post.slug' may not be NULL and has no default for the rows that are there; give such a column a default in the model, or say --fill COLUMN=VALUE. Say --allow-loss if that is meant.\n"
            )
            let second = try later.db(
                "migrate", "-m", "Posts have slugs", "--rename", "post.title=headline", "--fill",
                "post.slug=(lower(headline))")
            #expect(second.status == 0, "\(second)")
            #expect(try later.db("upgrade", "--sql").output.contains("BEGIN;\n"))
            #expect(try later.db("upgrade").status == 0)
            #expect(try later.db("check").status == 0)
            #expect(try later.db("current").output.hasSuffix("  Posts have slugs (head)\n"))
            #expect(
                try later.db("history", "--applied").output.split(separator: "\n").map {
                    $0.split(separator: "  ").last
                } == ["Posts have slugs (head) (applied)", "Authors and posts (applied)"])
            #expect(try later.db("heads").output.split(separator: "\n").count == 1)
            #expect(
                try later.db("show").output.contains(
                    "    rename column post.title to headline\n"))
            #expect(try later.db("inspect").output.contains("struct Post: Model {\n"))
            #expect(try later.db("downgrade").errors.hasPrefix("Taking back "))
            #expect(try board.db("check").status == 1)
            #expect(try later.db("stamp", "head").status == 0)
            #expect(try later.db("downgrade", "nobody").status == 1)
            #expect(try later.db("downgrade", "base", "--steps", "2").status == 64)
            #expect(try board.db("migrate").status == 64)
            #expect(try later.db("migrate", "--empty", "-m", "By hand").status == 0)
        }
    }

    // MARK: Questions

    /// A board whose first migration is applied, as its developer changes the models.
    private static func changed(_ body: (Board) throws -> Void) throws {
        try TemporaryFolder.with { folder in
            let board = Board(folder: folder)
            #expect(try board.db("migrate", "-m", "Authors and posts").status == 0)
            try body(Board(folder: folder, isLater: true))
        }
    }

    @Test func itAsksWhatItCannotKnow() throws {
        try Self.changed { board in
            let terminal = try board.dbAtTerminal("migrate", "-m", "Posts have slugs")
            try terminal.answer("Was column 'post.title' renamed to 'headline'? [y/N] ", "perhaps")
            try terminal.answer(
                "Answer y or n.\nWas column 'post.title' renamed to 'headline'? [y/N] ", "y")
            let question =
                "'post.slug' may not be NULL and has no default. What do rows that are there get: \"text\", 0, (an expression)? [nothing] "
            try terminal.answer(question, "nothing(")
            try terminal.answer(
                "'nothing(' is no value for 'post.slug': write text as \"text\", numbers and true as they are, an expression in parentheses.\n"
                    + question, " (lower(headline)) ")
            let (status, rest) = try terminal.end()
            #expect(status == 0 && rest.hasPrefix("migrations/"), "\(rest)")
            #expect(try board.db("show").output.contains("fill (lower(headline))"))
            #expect(try board.db("upgrade").status == 0)
            #expect(try board.db("check").status == 0)
        }
    }

    @Test func noIsADropWhichIsRefused() throws {
        try Self.changed { board in
            let terminal = try board.dbAtTerminal(
                "migrate", "-m", "x", "--fill", "post.slug=\"\"", "--fill", "post.headline=\"\"")
            try terminal.answer("Was column 'post.title' renamed to 'headline'? [y/N] ", "")
            try terminal.answer("Was column 'post.title' renamed to 'slug'? [y/N] ", "No")
            let (status, rest) = try terminal.end()
            #expect(status == 1)
            #expect(
                rest
                    == "Error: data could be lost: column 'post.title' is dropped with its values. Say --allow-loss if that is meant.\n"
            )
            #expect(try board.db("heads").output.split(separator: "\n").count == 1)
        }
    }

    @Test(arguments: [false, true]) func whoGoesAwayHasAnsweredNothing(_ isFill: Bool) throws {
        try Self.changed { board in
            let terminal = try board.dbAtTerminal("migrate", "-m", "x", "--allow-loss")
            if isFill { try terminal.answer("'headline'? [y/N] ", "y") }
            try terminal.type("\u{4}", after: isFill ? "[nothing] " : "'headline'? [y/N] ")
            let (status, rest) = try terminal.end()
            #expect(status == 1)
            #expect(
                rest
                    == "\nError: there was no answer, and nothing is written. Say --rename, --no-renames and --fill where nobody can be asked.\n"
            )
            #expect(try board.db("history").output.split(separator: "\n").count == 1)
        }
    }

    struct Answer: Equatable {
        var status: Int32
        var output: String
        var errors = ""
    }

    /// An application in a folder of its own.
    private struct Board {
        let folder: String
        var isLater = false

        func db(_ words: String...) throws -> Answer {
            let outputPath = "\(folder)/output", errorPath = "\(folder)/errors"
            let flags = O_WRONLY | O_CREAT | O_TRUNC
            let process = try start(words) { actions in
                posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
                posix_spawn_file_actions_addopen(&actions, 1, outputPath, flags, 0o600)
                posix_spawn_file_actions_addopen(&actions, 2, errorPath, flags, 0o600)
            }
            var status: Int32 = 0
            waitpid(process, &status, 0)
            return Answer(
                status: status >> 8 & 0xFF, output: Self.text(outputPath),
                errors: Self.text(errorPath))
        }

        /// Runs a command at a terminal, at which somebody types.
        func dbAtTerminal(_ words: String...) throws -> PseudoTerminal {
            let terminal = try PseudoTerminal()
            terminal.process = try start(words) { actions in
                for file: Int32 in 0...2 {
                    posix_spawn_file_actions_addopen(&actions, file, terminal.path, O_RDWR, 0)
                }
            }
            return terminal
        }

        private func start(
            _ words: [String], _ open: (inout posix_spawn_file_actions_t) -> Void
        ) throws -> pid_t {
            var actions = posix_spawn_file_actions_t()
            posix_spawn_file_actions_init(&actions)
            defer { posix_spawn_file_actions_destroy(&actions) }
            open(&actions)
            let program = BuiltProgram("BoardCommands").path
            let shell = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder, program, "db"]
            var arguments: [UnsafeMutablePointer<CChar>?] = (shell + words).map { strdup($0) }
            arguments.append(nil)
            var variables: [UnsafeMutablePointer<CChar>?] =
                isLater ? [strdup("BOARD=later"), nil] : [nil]
            defer { for pointer in arguments + variables { free(pointer) } }
            var process: pid_t = 0
            let code = posix_spawn(&process, shell[0], &actions, nil, &arguments, &variables)
            try #require(code == 0, "\(shell[0]) does not start: \(code)")
            return process
        }

        private static func text(_ path: String) -> String {
            let file = Glibc.open(path, O_RDONLY)
            defer { close(file) }
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            let count = max(0, read(file, &bytes, bytes.count))
            return String(decoding: bytes.prefix(count), as: UTF8.self)
        }
    }
}
