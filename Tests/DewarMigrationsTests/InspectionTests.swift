import DewarMigrations
import DewarORM
import Glibc
import Testing

/// Models written from a database.
///
/// `Inspected.swift` beside this file is what they are for the
/// tables below: that it is compiled with the tests shows that such models compile.
@Suite struct InspectionTests {
    static let tables = """
        create table author (
            id bigint generated,
            name text(100) not null,
            "htmlURL" text,
            primary key (id),
            unique author_name_key (name)
        )
        create table "blog post" (
            id bigint generated,
            title text(200) not null default "it's \\"new\\" \\\\(x)",
            views bigint not null default 0,
            author_id bigint not null,
            editor_id bigint,
            "class" text,
            price decimal(12, 2) not null default "1.50",
            created timestamp not null default now,
            day date,
            time time,
            local localtimestamp,
            number double not null default 1.5,
            data json,
            token uuid,
            raw bytes default hex "00ff",
            "1st" text,
            primary key (id),
            check "blog post_views_check" ("views" >= 0),
            foreign key "blog post_author_id_fkey" (author_id) references author (id) on delete cascade,
            foreign key editor (editor_id) references author (id) on delete set null on update restrict
        )
        create index "blog post_title_idx" on "blog post" (title)
        create unique index "by author" on "blog post" (author_id, title)
        create table tagging (
            post_id bigint not null,
            tag text(20) not null,
            primary key (post_id, tag),
            foreign key "tagging_post_id_fkey" (post_id) references "blog post" (id)
        )
        """

    /// What SQLite lets stand: keys to a table without a key, or to none.
    @Test func keysThatLeadNowhereAreToldInComments() throws {
        try TestDatabase.sqlite.run { database, _ in
            try database.execute(
                script: """
                    CREATE TABLE bag (thing);
                    CREATE TABLE item (
                        id INTEGER PRIMARY KEY, bag REFERENCES bag, gone INTEGER REFERENCES nobody
                    )
                    """)
            let source = try Migrations.models(of: database)
            #expect(source.contains("struct Item: Model {\n"))
            #expect(
                source.contains(
                    "// add foreign key item_bag_fkey (bag) references bag () to item\n"))
            #expect(!source.contains("BelongsTo"), "\(source)")
        }
    }

    @Test(arguments: TestDatabase.allCases) func modelsCompileAndSayTheSame(
        _ system: TestDatabase
    ) throws {
        try system.run { database, folder in
            let scenario = MigrationScenario(database: database, folder: folder)
            try scenario.write("a1", after: nil, up: Self.tables, down: "")
            try scenario.migrations.upgrade(database)
            let source = try Migrations.models(of: database)
            let wanted = try Self.inspected()
            // PostgreSQL writes conditions in its own way.
            #expect(
                source.replacing("(views >= 0)", with: #"\"views\" >= 0"#)
                    == wanted, "\(source)")
            // A database that the models make is the same again, but for the defaults of which
            // only a comment tells.
            let live = try LiveSchema(database).state
            try database.dropAll(Inspected.models)
            try database.createAll(Inspected.models)
            let again = try LiveSchema(database).state
            let rest = try SchemaComparison(from: again, to: live).operations
            #expect(
                rest.map { MigrationWriter.text(of: $0) } == [
                    "alter column \"blog post\".price default \"1.5\"",
                    "alter column tagging.tag type text(20)",
                ])
            try database.run {
                let author = try Inspected.Author(id: nil, name: "Ada", htmlURL: nil).inserted()
                #expect(try Inspected.Author.query.all().map(\.name) == [author.name])
            }
        }
    }

    /// The models of `Inspected.swift`, without what is around them.
    private static func inspected() throws -> String {
        let path = #filePath.replacing("InspectionTests.swift", with: "Inspected.swift")
        let file = open(path, O_RDONLY)
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = max(0, read(file, &bytes, bytes.count))
        let text = String(decoding: bytes.prefix(count), as: UTF8.self)
        let parts = text.split(separator: "// ---\n", omittingEmptySubsequences: false)
        try #require(parts.count == 4)
        return parts[0]
            + parts[2].split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("    ") ? $0.dropFirst(4) : $0 }.joined(separator: "\n")
    }
}
