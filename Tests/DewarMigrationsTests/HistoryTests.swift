import DewarMigrations
import SystemFixture
import Testing

/// Files that do not follow each other.
@Suite struct HistoryTests {
    private static func file(_ revision: String, after parent: String?) -> Migration {
        var migration = Migration(
            revision: revision, parent: parent, message: revision, created: "", up: [], down: [])
        migration.path = "migrations/\(revision).migration"
        return migration
    }

    @Test func theyComeInTheirOrder() throws {
        let history = try MigrationHistory([
            Self.file("c3", after: "b2"), Self.file("a1", after: nil), Self.file("b2", after: "a1"),
        ])
        #expect(history.migrations.map(\.revision) == ["a1", "b2", "c3"])
        for (name, count) in [("head", 3), ("base", 0), ("b2", 2), ("c", 3)] {
            #expect(try history.count(upTo: name) == count)
        }
    }

    static let faults: [([(String, String?)], String)] = [
        (
            [("a1", nil), ("a1", "a1")],
            "two migrations are called 'a1': 'migrations/a1.migration' and 'migrations/a1.migration'. Delete one, or give it a 'revision' of its own."
        ),
        (
            [("a1", nil), ("b2", "a3")],
            "'migrations/b2.migration' follows 'a3', which is not there. Bring its file back, or change the line 'after'."
        ),
        (
            [("abc1", nil), ("b2", "abc2")],
            "'migrations/b2.migration' follows 'abc2', which is not there. Did you mean 'abc1'? Bring its file back, or change the line 'after'."
        ),
        (
            [("a1", "b2"), ("b2", "a1")],
            "migrations follow each other in a circle: 'migrations/a1.migration', 'migrations/b2.migration'. Correct 'after' in one of them."
        ),
        (
            [("a1", nil), ("b2", "b2")],
            "migrations follow each other in a circle: 'migrations/b2.migration'. Correct 'after' in one of them."
        ),
        (
            [("a1", nil), ("b2", "a1"), ("c3", "a1"), ("d4", "b2")],
            "2 migrations follow migration 'a1': 'migrations/b2.migration', 'migrations/c3.migration'. Have 'migrations/c3.migration' follow the other line: write 'after \"d4\"' in it. A database that has it already goes back before that: db downgrade a1."
        ),
        (
            [("a1", nil), ("b2", nil)],
            "2 migrations follow nothing: 'migrations/a1.migration', 'migrations/b2.migration'. Have 'migrations/b2.migration' follow the other line: write 'after \"a1\"' in it. A database that has it already goes back before that: db downgrade base."
        ),
    ]

    @Test(arguments: faults) func whatIsWrongIsSaid(
        _ files: [(String, String?)], _ sentence: String
    ) {
        let error = #expect(throws: MigrationError.self) {
            try MigrationHistory(files.map { Self.file($0.0, after: $0.1) })
        }
        #expect(error?.description == sentence)
        #expect(error?.kind == .history)
    }

    @Test func aRevisionIsFoundByItsBeginning() throws {
        let history = try MigrationHistory([
            Self.file("abc1", after: nil), Self.file("abd2", after: "abc1"),
        ])
        for (name, sentence) in [
            ("ab", "'ab' begins several migrations: 'abc1', 'abd2'."),
            (
                "abc3",
                "there is no migration 'abc3'. Did you mean 'abc1'? Name one as 'db history' does, or its first characters, or 'head', 'base', '+1' or '-1'."
            ),
            (
                "",
                "there is no migration ''. Name one as 'db history' does, or its first characters, or 'head', 'base', '+1' or '-1'."
            ),
        ] {
            let error = #expect(throws: MigrationError.self) { try history.count(upTo: name) }
            #expect(error?.description == sentence)
        }
    }

    @Test func aFolderHoldsItsFilesOnly() throws {
        try TemporaryFolder.with { path in
            let folder = MigrationFolder("\(path)/migrations")
            #expect(try folder.migrations().isEmpty)
            let text = MigrationWriter.text(of: Self.file("a1", after: nil), before: SchemaState())
            let file = try folder.write(text, as: "a.migration")
            #expect(try folder.migrations().map(\.revision) == ["a1"])
            // Neither over a file that is there, nor what is not finished.
            let error = #expect(throws: MigrationError.self) {
                try folder.write("x", as: "a.migration")
            }
            #expect(error?.description == "cannot write '\(file)': File exists.")
            _ = try folder.write("x", as: "README.md")
            #expect(try folder.migrations().count == 1)
            _ = try folder.write("revision \"\u{0}\"", as: "b.migration")
            let nul = #expect(throws: MigrationError.self) { try folder.migrations() }
            #expect(
                nul?.description
                    == "'\(path)/migrations/b.migration' is no text in UTF-8 without U+0000. (in \(path)/migrations/b.migration:1)"
            )
            _ = try folder.write(
                String(repeating: " ", count: Migration.largestFile + 1), as: "a0.migration")
            let long = #expect(throws: MigrationError.self) { try folder.migrations() }
            #expect(long?.description == "'\(path)/migrations/a0.migration' is longer than 4 MiB.")
        }
    }
}
