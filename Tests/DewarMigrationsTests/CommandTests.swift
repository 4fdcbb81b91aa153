import SystemFixture
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

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
            var actions = posix_spawn_file_actions_t()
            posix_spawn_file_actions_init(&actions)
            defer { posix_spawn_file_actions_destroy(&actions) }
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
            let flags = O_WRONLY | O_CREAT | O_TRUNC
            posix_spawn_file_actions_addopen(&actions, 1, outputPath, flags, 0o600)
            posix_spawn_file_actions_addopen(&actions, 2, errorPath, flags, 0o600)
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
            var status: Int32 = 0
            waitpid(process, &status, 0)
            return Answer(
                status: status >> 8 & 0xFF, output: Self.text(outputPath),
                errors: Self.text(errorPath))
        }

        private static func text(_ path: String) -> String {
            let file = open(path, O_RDONLY)
            defer { close(file) }
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            let count = max(0, read(file, &bytes, bytes.count))
            return String(decoding: bytes.prefix(count), as: UTF8.self)
        }
    }
}
