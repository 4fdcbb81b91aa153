import DewarMigrations
import DewarORM
import Testing

/// Every operation with its SQL on both databases.
@Suite struct OperationSQLTests {
    static let start = """
        create table author (id bigint generated, name text(100) not null, primary key (id))
        create table post (
            id bigint generated,
            title text(200) not null,
            views integer default 0,
            author_id bigint,
            primary key (id),
            unique u (title, views),
            foreign key f (author_id) references author (id)
        )
        create index i on post (views)
        """

    static let cases: [(String, sqlite: [String], postgresql: [String])] = [
        (
            "drop index i of post", ["DROP INDEX \"i\""], ["DROP INDEX \"i\""]
        ),
        (
            "create unique index j on post (title, views)",
            ["CREATE UNIQUE INDEX \"j\" ON \"post\" (\"title\", \"views\")"],
            ["CREATE UNIQUE INDEX \"j\" ON \"post\" (\"title\", \"views\" NULLS FIRST)"]
        ),
        (
            "rename index i of post to j",
            ["DROP INDEX \"i\"", "CREATE INDEX \"j\" ON \"post\" (\"views\")"],
            ["ALTER INDEX \"i\" RENAME TO \"j\""]
        ),
        (
            "rename table author to writer",
            ["ALTER TABLE \"author\" RENAME TO \"writer\""],
            [
                "ALTER TABLE \"author\" RENAME TO \"writer\"",
                "ALTER TABLE \"writer\" RENAME CONSTRAINT \"author_pkey\" TO \"writer_pkey\"",
            ]
        ),
        (
            "rename column post.title to headline",
            ["ALTER TABLE \"post\" RENAME COLUMN \"title\" TO \"headline\""],
            ["ALTER TABLE \"post\" RENAME COLUMN \"title\" TO \"headline\""]
        ),
        (
            "add column post.slug text(80)",
            [
                "ALTER TABLE \"post\" ADD COLUMN \"slug\" VARCHAR(80) CONSTRAINT \"post_slug_length\" CHECK (length(\"slug\") <= 80)"
            ],
            ["ALTER TABLE \"post\" ADD COLUMN \"slug\" varchar(80) COLLATE \"C\""]
        ),
        (
            "add column post.likes integer not null default 0",
            ["ALTER TABLE \"post\" ADD COLUMN \"likes\" INTEGER NOT NULL DEFAULT 0"],
            ["ALTER TABLE \"post\" ADD COLUMN \"likes\" integer NOT NULL DEFAULT 0"]
        ),
        (
            "sql \"\"\"\nVACUUM\n\"\"\"", ["VACUUM"], ["VACUUM"]
        ),
        ("sql on sqlite \"\"\"\nVACUUM\n\"\"\"", ["VACUUM"], []),
        ("assume drop column author.name", [], []),
        ("drop table post", ["DROP TABLE \"post\""], ["DROP TABLE \"post\""]),
    ]

    @Test(arguments: cases) func operationsHaveTheirSQL(
        _ text: String, _ sqlite: [String], _ postgresql: [String]
    ) throws {
        #expect(try Self.sql(text, .sqlite) == sqlite)
        #expect(try Self.sql(text, .postgresql) == postgresql)
    }

    static let alterations: [(String, [String])] = [
        (
            "add column post.slug text not null fill \"\"",
            [
                "ALTER TABLE \"post\" ADD COLUMN \"slug\" text COLLATE \"C\" NOT NULL DEFAULT ''",
                "ALTER TABLE \"post\" ALTER COLUMN \"slug\" DROP DEFAULT",
            ]
        ),
        (
            "add column post.slug text not null default \"x\" fill (lower(title))",
            [
                "ALTER TABLE \"post\" ADD COLUMN \"slug\" text COLLATE \"C\"",
                "UPDATE \"post\" SET \"slug\" = (lower(title))",
                "ALTER TABLE \"post\" ALTER COLUMN \"slug\" SET DEFAULT 'x'",
                "ALTER TABLE \"post\" ALTER COLUMN \"slug\" SET NOT NULL",
            ]
        ),
        (
            "alter column post.views type bigint",
            [
                "ALTER TABLE \"post\" ALTER COLUMN \"views\" DROP DEFAULT",
                "ALTER TABLE \"post\" ALTER COLUMN \"views\" TYPE bigint",
                "ALTER TABLE \"post\" ALTER COLUMN \"views\" SET DEFAULT 0",
            ]
        ),
        (
            "alter column post.title type bytes using sqlite (CAST(\"title\" AS BLOB)) postgresql (convert_to(\"title\", 'UTF8'))",
            [
                "ALTER TABLE \"post\" ALTER COLUMN \"title\" TYPE bytea USING (convert_to(\"title\", 'UTF8'))"
            ]
        ),
        (
            "alter column post.views not null fill 1",
            [
                "UPDATE \"post\" SET \"views\" = 1 WHERE \"views\" IS NULL",
                "ALTER TABLE \"post\" ALTER COLUMN \"views\" SET NOT NULL",
                "DROP INDEX \"i\"", "CREATE INDEX \"i\" ON \"post\" (\"views\")",
            ]
        ),
        (
            "alter column post.title null",
            ["ALTER TABLE \"post\" ALTER COLUMN \"title\" DROP NOT NULL"]
        ),
        (
            "alter column post.title default \"it's\"",
            ["ALTER TABLE \"post\" ALTER COLUMN \"title\" SET DEFAULT 'it''s'"]
        ),
        (
            "alter column post.views no default",
            ["ALTER TABLE \"post\" ALTER COLUMN \"views\" DROP DEFAULT"]
        ),
        (
            "alter column post.id not generated",
            ["ALTER TABLE \"post\" ALTER COLUMN \"id\" DROP IDENTITY"]
        ),
        (
            "alter column author.name type text(20)",
            ["ALTER TABLE \"author\" ALTER COLUMN \"name\" TYPE varchar(20) COLLATE \"C\""]
        ),
        (
            "add check c (\"views\" >= 0) to post",
            ["ALTER TABLE \"post\" ADD CONSTRAINT \"c\" CHECK (\"views\" >= 0)"]
        ),
        ("drop constraint u of post", ["ALTER TABLE \"post\" DROP CONSTRAINT \"u\""]),
        (
            "rename constraint u of post to w",
            ["ALTER TABLE \"post\" RENAME CONSTRAINT \"u\" TO \"w\""]
        ),
        (
            "drop column author.name", ["ALTER TABLE \"author\" DROP COLUMN \"name\""]
        ),
    ]

    @Test(arguments: alterations) func alterationsMakeSQLitesTablesAnew(
        _ text: String, _ postgresql: [String]
    ) throws {
        #expect(try Self.sql(text, .postgresql) == postgresql)
        let sqlite = try Self.sql(text, .sqlite)
        #expect(sqlite.contains("PRAGMA legacy_alter_table = ON"), "\(sqlite)")
        #expect(sqlite.filter { $0.hasPrefix("DROP TABLE") }.count == 1)
    }

    @Test func severalChangesOfATableMakeItAnewOnce() throws {
        let sql = try Self.sql(
            """
            alter column post.title null
            alter column post.views not null fill 1
            add column post.slug text not null fill (lower(title))
            drop constraint u of post
            drop index i of post
            """, .sqlite)
        #expect(
            sql == [
                "-- Triggers of post and indexes that no migration made go with the old table.",
                "PRAGMA legacy_alter_table = ON",
                """
                CREATE TABLE "dewar_new_post_table" (
                    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                    "title" VARCHAR(200) CONSTRAINT "post_title_length" CHECK (length("title") <= 200),
                    "views" INTEGER NOT NULL DEFAULT 0,
                    "author_id" INTEGER,
                    "slug" TEXT NOT NULL,
                    CONSTRAINT "f" FOREIGN KEY ("author_id") REFERENCES "author" ("id")
                )
                """,
                """
                INSERT INTO "dewar_new_post_table" ("id", "title", "views", "author_id", "slug") \
                SELECT "id", "title", coalesce("views", 1), "author_id", (lower(title)) FROM "post"
                """,
                "DELETE FROM sqlite_sequence WHERE name = 'dewar_new_post_table'",
                """
                INSERT INTO sqlite_sequence (name, seq) SELECT 'dewar_new_post_table', seq FROM \
                sqlite_sequence WHERE name = 'post'
                """,
                "DROP TABLE \"post\"", "ALTER TABLE \"dewar_new_post_table\" RENAME TO \"post\"",
                "PRAGMA legacy_alter_table = OFF",
            ])
    }

    private static func sql(_ text: String, _ dialect: Dialect) throws -> [String] {
        var state = SchemaState()
        for operation in try MigrationParser.operations(of: start) { try state.apply(operation) }
        return try MigrationPlan.script(
            of: try MigrationParser.operations(of: text), in: state, dialect)
    }

    static let misfits: [(String, String)] = [
        ("drop table posts", "there is no table 'posts'. Did you mean 'post'?"),
        ("drop column post.titel", "there is no column 'post.titel'. Did you mean 'post.title'?"),
        ("add column post.title text", "column 'post.title' is there already."),
        (
            "drop table author",
            "cannot change table 'author': a foreign key of table 'post' still uses it. Change that first."
        ),
        (
            "drop column post.title",
            "cannot change column 'post.title': constraint 'u' still uses it. Change that first."
        ),
        (
            "drop column post.id",
            "cannot change column 'post.id': the primary key of table 'post' still uses it. Change that first."
        ),
        ("drop constraint w of post", "there is no constraint 'w'."),
        ("drop index ii of post", "there is no index 'ii'. Did you mean 'i'?"),
        ("rename table post to author", "table 'author' is there already."),
        ("create index i on post (title)", "index 'i' is there already."),
        (
            "add foreign key g (author_id) references autor (id) to post",
            "there is no table 'autor'. Did you mean 'author'?"
        ),
        (
            "add foreign key g (author_id, id) references author (id) to post",
            "foreign key 'g' needs as many columns here as there."
        ),
        (
            "rename table post to \"\(String(repeating: "x", count: 64))\"",
            "invalid name '\(String(repeating: "x", count: 64))': the name '\(String(repeating: "x", count: 64))' is longer than 63 bytes."
        ),
    ]

    @Test(arguments: misfits) func whatDoesNotFitIsSaid(
        _ text: String, _ sentence: String
    ) throws {
        let error = #expect(throws: MigrationError.self) { try Self.sql(text, .postgresql) }
        #expect(error?.message == sentence)
    }
}
