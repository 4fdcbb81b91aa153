import DewarMigrations
import DewarORM
import SystemFixture
import Testing

/// What `db migrate` writes, asks and refuses.
@Suite struct ProposalTests {
    private static let clock = MigrationClock(seconds: 1_795_378_205)

    /// Runs a test with a folder in which the first migration of authors and posts is.
    private static func begun(_ body: (String) throws -> Void) throws {
        try TemporaryFolder.with { path in
            let folder = "\(path)/migrations"
            let first = try MigrationProposal(Migrations(Author.self, Post.self, folder: folder)) {
                _ in true
            }
            let file = try first.write(message: "Begin", clock: clock, revision: "a1")
            #expect(file == "\(folder)/20261122-201005_a1_begin.migration")
            try body(folder)
        }
    }

    @Test func nothingIsDoneWhenNothingChanged() throws {
        try Self.begun { folder in
            let same = Migrations(Post.self, Author.self, folder: folder)
            let proposal = try MigrationProposal(same) { _ in true }
            #expect(proposal.operations.isEmpty)
        }
    }

    @Test func itAsksBeforeItDrops() throws {
        try Self.begun { folder in
            let later = Migrations(Author.self, LaterPost.self, folder: folder)
            var asked: [String] = []
            let proposal = try MigrationProposal(later) { candidate in
                asked.append("\(candidate) \(candidate.option)")
                return asked.count == 1
            }
            #expect(
                asked == [
                    "Was column 'post.title' renamed to 'headline'? --rename post.title=headline"
                ])
            try proposal.requireNoLoss()
            #expect(
                proposal.operations.map { MigrationWriter.text(of: $0) } == [
                    "rename column post.title to headline", "add column post.slug text(80)",
                    "add unique post_slug_key (slug) to post",
                ])
        }
    }

    @Test func aRefusalIsADrop() throws {
        try Self.begun { folder in
            let later = Migrations(Author.self, LaterPost.self, folder: folder)
            let proposal = try MigrationProposal(later) { _ in false }
            let error = #expect(throws: MigrationError.self) { try proposal.requireNoLoss() }
            #expect(
                error?.description
                    == "data could be lost: column 'post.headline' may not be NULL and has no default for the rows that are there; column 'post.title' is dropped with its values; give such a column a default in the model, or say --fill COLUMN=VALUE. Say --allow-loss if that is meant."
            )
            let filled = try MigrationProposal(
                later, RenameChoices(renames: [], fills: ["post.headline=(lower(title))"])
            ) { _ in false }
            #expect(filled.unfilled.isEmpty)
            #expect(
                filled.operations.map { MigrationWriter.text(of: $0) } == [
                    "drop index post_title_idx of post",
                    "add column post.headline text(200) not null fill (lower(title))",
                    "add column post.slug text(80)", "drop column post.title",
                    "add unique post_slug_key (slug) to post",
                    "create index post_title_idx on post (headline)",
                ])
        }
    }

    @Test func whatFillsNothingIsAMistake() throws {
        try Self.begun { folder in
            let later = Migrations(Author.self, LaterPost.self, folder: folder)
            let choices = try RenameChoices(renames: [], fills: ["post.slugg=\"\""])
            let error = #expect(throws: MigrationError.self) {
                try MigrationProposal(later, choices) { _ in true }
            }
            #expect(
                error?.description
                    == "nothing is to be filled in 'post.slugg': it is neither a new column nor one that may not be NULL any more. Did you mean 'post.slug'?"
            )
        }
    }

    struct UpperPost: Model {
        var id: Int?
        static let schema = Schema<UpperPost>("Post") { t in t.key(\.id) }
    }

    struct Index: Model {
        var id: Int?
        var name: String
        static let schema = Schema<Index>("index") { t in
            t.key(\.id)
            t.column(\.name)
            t.index(\.name, name: "POST")
        }
    }

    @Test func namesDifferInMoreThanCase() {
        for (model, owner) in [
            (UpperPost.self as any Model.Type, "table 'Post'"),
            (Index.self as any Model.Type, "index 'POST' of table 'index'"),
        ] {
            let error = #expect(throws: MigrationError.self) {
                try SchemaState([Author.self, Post.self, model])
            }
            #expect(
                error?.description
                    == "table 'post' and \(owner) have one name: in a database tables, indexes and unique constraints share their names, and SQLite minds no case."
            )
        }
    }

    struct Entry: Model {
        var id: Int?
        var title: String
        var views = 0
        var authorID: Int

        static let schema = Schema<Entry>("entry") { t in
            t.key(\.id)
            t.column(\.title, .length(200), .index)
            t.column(\.views, .default(0), .check { $0 >= 0 })
            t.column(\.authorID, .references(Author.self, onDelete: .cascade))
        }
    }

    @Test(arguments: TestDatabase.allCases) func aRenamedTableTakesItsRulesAlong(
        _ system: TestDatabase
    ) throws {
        try system.run { database, folder in
            let first = Migrations(Author.self, Post.self, folder: folder)
            _ = try MigrationProposal(first) { _ in true }.write(message: "Begin")
            try first.upgrade(database)
            try database.execute(
                script: """
                    INSERT INTO author (name) VALUES ('Ada');
                    INSERT INTO post (title, author_id) VALUES ('one', 1)
                    """)
            let later = Migrations(Author.self, Entry.self, folder: folder)
            var asked: [RenameCandidate] = []
            let proposal = try MigrationProposal(later) { candidate in
                asked.append(candidate)
                return true
            }
            #expect(asked == [.table("post", to: "entry")])
            #expect(
                proposal.operations.map { MigrationWriter.text(of: $0) } == [
                    "rename table post to entry",
                    "rename constraint post_views_check of entry to entry_views_check",
                    "rename constraint post_author_id_fkey of entry to entry_author_id_fkey",
                    "rename index post_title_idx of entry to entry_title_idx",
                ])
            _ = try proposal.write(message: "Entries")
            #expect(try later.check(database).map(\.kind) == [.pending])
            try later.upgrade(database)
            #expect(try later.check(database) == [])
            #expect(try database.sql("SELECT title FROM entry").all(String.self) == ["one"])
            try later.downgrade(database)
            #expect(try first.check(database).map(\.kind).contains(.drift) == false)
            #expect(try database.sql("SELECT title FROM post").all(String.self) == ["one"])
        }
    }

    @Test(arguments: TestDatabase.allCases) func theFirstMigrationIsWhatCreateAllDoes(
        _ system: TestDatabase
    ) throws {
        try system.run { database, folder in
            let migrations = Migrations(Author.self, Post.self, Sample.self, folder: folder)
            try database.createAll(migrations.models)
            _ = try MigrationProposal(migrations) { _ in true }.write(message: "Begin")
            try migrations.stamp(database)
            #expect(try migrations.check(database) == [])
            try database.dropAll(migrations.models)
            try migrations.stamp(database, as: "base")
            try migrations.upgrade(database)
            #expect(try migrations.check(database) == [])
            try database.run {
                _ = try Author(name: "Ada").inserted()
                #expect(try Author.query.one().role == .member)
            }
        }
    }

    enum Mood: String, ColumnValue, CaseIterable { case calm, cross }
    enum Temper: String, ColumnValue, CaseIterable { case calm, cross, merry }

    struct Note: Model {
        var id: Int?
        var mood: Mood
        static let schema = Schema<Note>("note") { t in
            t.key(\.id)
            t.column(\.mood, .cases)
        }
    }

    struct LaterNote: Model {
        var id: Int?
        var mood: Temper?
        static let schema = Schema<LaterNote>("note") { t in
            t.key(\.id)
            t.column(\.mood, .cases, .default(.merry))
        }
    }

    @Test(arguments: TestDatabase.allCases) func aNewCaseIsSeen(_ system: TestDatabase) throws {
        try system.run { database, folder in
            let first = Migrations(Note.self, folder: folder)
            _ = try MigrationProposal(first) { _ in true }.write(message: "Notes")
            try first.upgrade(database)
            try database.sql("INSERT INTO note (mood) VALUES ('calm')").run()
            let later = Migrations(LaterNote.self, folder: folder)
            let proposal = try MigrationProposal(later) { _ in true }
            #expect(
                proposal.operations.map { MigrationWriter.text(of: $0) } == [
                    "drop constraint note_mood_check of note",
                    "alter column note.mood default \"merry\"", "alter column note.mood null",
                    "add check note_mood_check (\"mood\" IN ('calm', 'cross', 'merry')) to note",
                ])
            _ = try proposal.write(message: "Merry ones")
            try later.upgrade(database)
            #expect(try later.check(database) == [])
            try database.sql("INSERT INTO note (id) VALUES (2)").run()
            #expect(throws: DatabaseError.self) {
                try database.sql("INSERT INTO note (mood) VALUES ('sad')").run()
            }
            // The merry one has no place before.
            let error = #expect(throws: MigrationError.self) { try later.downgrade(database) }
            #expect(error?.kind == .rows)
            try database.sql("DELETE FROM note WHERE id = 2").run()
            try later.downgrade(database)
            #expect(try first.check(database).map(\.kind).contains(.drift) == false)
        }
    }

    static let options: [([String], [String], String)] = [
        (["title"], [], "--rename is written as 'post.title=headline', not 'title'."),
        ([], ["title=1"], "--fill is written as 'post.slug=\"\"', not 'title=1'."),
        (
            [], ["post.a=x"],
            "'x' is no value for 'post.a': write text as \"text\", numbers and true as they are, an expression in parentheses."
        ),
        (["a=b"], [], "there is no table 'a'."),
        (
            ["post.titel=headline"], [],
            "there is no column 'post.titel'. Did you mean 'post.title'?"
        ),
    ]

    @Test(arguments: options) func optionsOfNoUseAreRefused(
        _ renames: [String], _ fills: [String], _ sentence: String
    ) throws {
        try Self.begun { folder in
            let later = Migrations(Author.self, LaterPost.self, folder: folder)
            let error = #expect(throws: MigrationError.self) {
                let choices = try RenameChoices(renames: renames, fills: fills)
                _ = try MigrationProposal(later, choices) { _ in false }
            }
            #expect(error?.description == sentence)
        }
    }

    @Test func modelsMustBeWhole() throws {
        struct Twin: Model {
            var id: Int?
            static let schema = Schema<Twin>("author") { $0.key(\.id) }
        }
        for (models, sentence) in [
            (
                [Post.self],
                "'Post' points to table 'author', whose model is not among those of the migrations. Add it to Migrations(…)."
            ),
            (
                [Author.self, Twin.self],
                "table 'author' has two models: 'Author' and 'Twin'."
            ),
        ] as [([any Model.Type], String)] {
            let error = #expect(throws: MigrationError.self) { try SchemaState(models) }
            #expect(error?.description == sentence)
        }
    }

    static let hostile = [
        "", "../../etc/passwd", "a/b", "\u{0}\n\"", "Ünïcode 世界",
        String(repeating: "long ", count: 100),
        ".hidden", "-rf *",
    ]

    @Test(arguments: hostile) func everyMessageGivesAFileOfTheFolder(_ message: String) throws {
        try TemporaryFolder.with { path in
            let folder = "\(path)/migrations"
            let migrations = Migrations(Author.self, folder: folder)
            let proposal = try MigrationProposal(migrations) { _ in true }
            if message.contains("\0") {
                #expect(throws: MigrationError.self) { try proposal.write(message: message) }
                return
            }
            let file = try proposal.write(message: message)
            let name = file.dropFirst(folder.count + 1)
            #expect(file.hasPrefix("\(folder)/") && !name.contains("/") && name.utf8.count < 120)
            #expect(try migrations.all().map(\.message) == [message])
        }
    }
}
