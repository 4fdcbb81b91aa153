import DewarMigrations
import DewarORM
import Testing

/// What migrations look like, and what is said of files that are none.
@Suite struct MigrationFileTests {
    @Test func aMigrationIsReadable() throws {
        let before = try SchemaState([Author.self, Post.self])
        let after = try SchemaState([Author.self, LaterPost.self])
        var choices = RenameChoices()
        choices.columns[ColumnPath("post", "title")] = "headline"
        let comparison = try SchemaComparison(from: before, to: after, choices)
        let migration = Migration(
            revision: "8d1f0c52", parent: "4b0e9d3c", message: "Posts have slugs",
            created: "2026-11-22 20:10:05", up: comparison.operations, down: comparison.inverse)
        #expect(
            MigrationWriter.text(of: migration, before: before) == #"""
                -- Posts have slugs

                revision "8d1f0c52"
                after "4b0e9d3c"
                message "Posts have slugs"
                created "2026-11-22 20:10:05"

                up {
                    rename column post.title to headline
                    add column post.slug text(80)
                    add unique post_slug_key (slug) to post
                }

                down {
                    drop constraint post_slug_key of post
                    -- Mind: column 'post.slug' is dropped with its values.
                    drop column post.slug
                    rename column post.headline to title
                }

                """#)
    }

    @Test func aTableIsWrittenAsSQLWouldSayIt() throws {
        let state = try SchemaState([Author.self, Post.self])
        let comparison = try SchemaComparison(from: SchemaState(), to: state)
        #expect(
            comparison.operations.map { MigrationWriter.text(of: $0) } == [
                """
                create table author (
                    id bigint generated,
                    name text(100) not null,
                    role text not null default "member",
                    primary key (id),
                    unique author_name_key (name)
                )
                """,
                """
                create table post (
                    id bigint generated,
                    title text(200) not null,
                    views bigint not null default 0,
                    author_id bigint not null,
                    primary key (id),
                    check post_views_check ("views" >= 0),
                    foreign key post_author_id_fkey (author_id) references author (id) on delete cascade
                )
                """,
                "create index post_title_idx on post (title)",
            ])
    }

    @Test(arguments: [
        "drop table \"select; --\\n\"",
        "create table \"unique\" (\n    \"check\" smallint generated,\n    x decimal(12, 2) default \"1.5\",\n    primary key (\"check\")\n)",
        "add column post.a timestamp not null default now fill (CURRENT_TIMESTAMP)",
        "add column post.a bytes default hex \"00ff\"",
        "add column post.a json default \"{\\\"a\\\": \\\"it's\\\"}\"",
        "add column post.a bool not null default true",
        "alter column post.a type integer using sqlite (CAST(\"a\" AS INTEGER)) postgresql (\"a\"::int)",
        "alter column post.a not null fill 0", "alter column post.a null",
        "alter column post.a no default", "alter column post.a default (lower('('))",
        "alter column post.a not generated", "alter column post.a generated",
        "alter table post primary key (a, b)", "alter table post no primary key",
        "add check c \"a > 0 \\u{202e}\" to post", "add unique u (a, b) to post",
        "add foreign key f (a, b) references x (c, d) on delete set null on update restrict to post",
        "drop constraint c of post", "rename constraint c of post to d",
        "create unique index i on post (a)", "create index i on post (a) concurrently",
        "drop index i of post concurrently", "rename index i of post to j",
        "rename table post to \"Täglich\"", "assume drop column post.a",
        "sql \"\"\"\n    DELETE FROM post;\n\n      INSERT INTO post VALUES ('x')\n    \"\"\"",
        "sql on sqlite #\"\"\"\n    SELECT '\n    \"\"\"'\n    \"\"\"#".replacing(
            "SELECT '\n    \"\"\"'", with: "\"\"\""),
    ]) func operationsAreWrittenAsTheyAreRead(_ text: String) throws {
        let operations = try MigrationParser.operations(of: text)
        #expect(operations.map { MigrationWriter.text(of: $0) } == [text])
    }

    @Test func everyTextIsOneMessage() throws {
        var random = SplitMix(seed: 4)
        let pieces = [
            "\"", "\\", "\n", "--", "}", "{", "\"\"\"", "#", "'", "\u{202E}", "\u{7}", "ü", "\r",
            "\u{2028}", "x", "(", ")", "\\u{41}", "\t",
        ]
        for _ in 0..<500 {
            let text = (0..<Int.random(in: 0...8, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined()
            let migration = Migration(
                revision: "a1", parent: nil, message: text, created: text,
                up: [
                    .sql(text, only: nil),
                    .addConstraint(
                        .check(name: "c\(text)", condition: DialectText(text)), table: "t\(text)"),
                ],
                down: [.renameTable("t\(text)", to: "u")])
            let written = MigrationWriter.text(of: migration, before: SchemaState())
            let read = try MigrationParser.migration(of: written, path: "x")
            #expect(read.message == text)
            #expect(read.created == text)
            #expect(read.up.map(\.operation) == migration.up.map(\.operation), "\(written)")
            #expect(read.down.map(\.operation) == migration.down.map(\.operation))
        }
    }

    static let faults: [(String, String)] = [
        ("", "invalid migration: it has no 'revision'. (in m:1)"),
        ("revision \"a\"\nafter nothing\nup {}", "invalid migration: it has no 'down'. (in m:1)"),
        (
            "revision \"a b\"",
            "invalid migration: 'a b' is no revision: up to 64 letters, digits, '_' and '-'. (in m:1)"
        ),
        (
            "revision \"a\"\nrevision \"b\"",
            "invalid migration: 'revision' stands there twice. (in m:2)"
        ),
        (
            "up {\n    create tabel x (id integer)\n}",
            "invalid migration: found 'tabel', wanted 'table', 'index' or 'unique index'. (in m:2)"
        ),
        (
            "up {\n    drop colum post.x\n}",
            "invalid migration: found 'colum', wanted one of 'table', 'column', 'constraint', 'index'. Did you mean 'column'? (in m:2)"
        ),
        (
            "up {\n\n add column post.x textt }",
            "invalid migration: found 'textt', wanted one of 'bigint', 'bool', 'bytes', 'date', 'double', 'integer', 'json', 'localtimestamp', 'smallint', 'time', 'timestamp', 'uuid', 'text', 'decimal'. Did you mean 'text'? (in m:3)"
        ),
        ("up {\n drop table \"x", "invalid migration: text is not closed. (in m:2)"),
        (
            "up {\n drop table \"x\n\"",
            "invalid migration: text is not closed on its line. Write \\n for a line's end. (in m:2)"
        ),
        (
            "up { drop table \"\\q\" }",
            "invalid migration: unknown escape. There are \\\", \\\\, \\n, \\r, \\t and \\u{…}; \\u{0} is none. (in m:1)"
        ),
        (
            "up { add check c (a > (b) to x }",
            "invalid migration: the parenthesis of an expression is not closed. (in m:1)"
        ),
        (
            "up {\nsql \"\"\"\nx\n",
            "invalid migration: the statements are not closed by a line \"\"\". (in m:2)"
        ),
        (
            "up { drop table x; ! }",
            "invalid migration: found the character '!', which begins nothing. Write names and texts in quotation marks. (in m:1)"
        ),
        (
            "up { drop table primary }",
            "invalid migration: found 'primary', wanted a table's name. Write \"primary\" if it is called so. (in m:1)"
        ),
        (
            "up {\n add column post.x integer default \"a\"\n}",
            "invalid migration: the value is none of type integer. (in m:2)"
        ),
        (
            "up { add column post.x smallint default 70000 }",
            "invalid migration: the value is none of type smallint. (in m:1)"
        ),
        (
            "up { alter column post.x default 1e999 }",
            "invalid migration: '1e999' is no number. (in m:1)"
        ),
        (
            "up { add column post.x text(99999999999) }",
            "invalid migration: found '99999999999', wanted a number from 1 to 10485760. (in m:1)"
        ),
        (
            "up { add column post.x text(0) }",
            "invalid migration: found '0', wanted a number from 1 to 10485760. (in m:1)"
        ),
        (
            "up { add column post.x decimal(4, 5) }",
            "invalid migration: found '5', wanted a number from 0 to 4. (in m:1)"
        ),
        (
            "revision \"a\" after nothing up {\ncreate index i on t (a) concurrently\n} down {}",
            "invalid migration: 'concurrently' cannot be in a transaction: write 'transaction none' above, and give the operation a migration of its own. (in m:2)"
        ),
        (
            "revision \"a\" after nothing transaction none up { drop table a\ndrop table b } down {}",
            "invalid migration: without a transaction it has one operation in 'up' and one in 'down': if a second one failed, the first would have happened. (in m:2)"
        ),
        (
            "up { \(String(repeating: "assume ", count: 5000)) drop table x }",
            "invalid migration: 'assume' stands in itself. (in m:1)"
        ),
    ]

    @Test(arguments: faults) func whatIsWrongIsSaidWithItsLine(
        _ text: String, _ sentence: String
    ) {
        let error = #expect(throws: MigrationError.self) {
            try MigrationParser.migration(of: text, path: "m")
        }
        #expect(error?.description == sentence)
    }

    @Test func damagedFilesAreNoTrap() throws {
        let state = try SchemaState([Author.self, Post.self, Sample.self])
        let comparison = try SchemaComparison(from: SchemaState(), to: state)
        let migration = Migration(
            revision: "a1", parent: nil, message: "x", created: "y",
            up: comparison.operations + [.sql("SELECT '\n'", only: .sqlite)],
            down: comparison.inverse)
        let bytes = Array(MigrationWriter.text(of: migration, before: SchemaState()).utf8)
        var random = SplitMix(seed: 5)
        for _ in 0..<2000 {
            var mutant = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<mutant.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: mutant.remove(at: place)
                case 1: mutant[place] = UInt8.random(in: 0...255, using: &random)
                default:
                    mutant.insert(bytes[Int.random(in: 0..<bytes.count, using: &random)], at: place)
                }
            }
            let text = String(decoding: mutant, as: UTF8.self)
            guard let read = try? MigrationParser.migration(of: text, path: "m") else { continue }
            var state = SchemaState()
            for step in read.up {
                do { try state.apply(step, of: read) } catch { break }
            }
        }
    }
}
