import DewarORM
import DewarPostgreSQL
import FoundationEssentials
import PostgreSQLFixture
import Testing

/// What only PostgreSQL's driver does.
@Suite(.enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL is not installed"))
struct PostgreSQLDriverTests {
    private func error(_ body: () throws -> Void) -> DatabaseError? {
        do {
            try body()
            return nil
        } catch {
            return error as? DatabaseError
        }
    }

    @Test func refusalsNameCodeConstraintAndStatementAndNoValue() throws {
        try TestDatabase.postgresql.filledBoard { database in
            let hidden = "hidden@example.org"
            _ = try Author(name: "x", email: hidden).inserted()
            for (sentence, use) in [
                (
                    "database error 23505 (unique violation): 'author_email_key' while executing 'INSERT INTO \"author\" (\"name\", \"email\", \"role\", \"settings\") VALUES ($1, $2, $3, $4) RETURNING \"id\"'.",
                    { _ = try Author(name: "x", email: hidden).inserted() }
                ),
                (
                    "database error 23502 (not null violation): 'body' while executing 'UPDATE post SET body = NULL WHERE title <> $1'.",
                    {
                        try database.sql("UPDATE post SET body = NULL WHERE title <> \(hidden)")
                            .run()
                    }
                ),
                (
                    "database error 22P02 (invalid text representation) while executing 'SELECT $1::int'.",
                    { _ = try database.sql("SELECT \(hidden)::int").all() }
                ),
                (
                    "database error 42703 (undefined column) while executing 'SELECT titel FROM post'.",
                    { _ = try database.sql("SELECT titel FROM post").all() }
                ),
                (
                    "database error 42601 (syntax error) while executing 'SELEC 1'.",
                    { _ = try database.sql("SELEC 1").all() }
                ),
                (
                    "there is more than one statement in 'SELECT 1; SELECT 2'. Run them one by one, or all with execute(script:).",
                    { _ = try database.sql("SELECT 1; SELECT 2").all() }
                ),
                (
                    "there is no statement in ' '.", { _ = try database.sql(" ").all() }
                ),
                (
                    "cannot run 'SELECT $1, $2': it has not as many placeholders as values.",
                    { _ = try database.sql("SELECT \(1), $2").all() }
                ),
                (
                    "cannot run 'COPY tag TO STDOUT': COPY from and to the client is not for statements. Use Model.insert(_:) for many rows.",
                    { try database.sql("COPY tag TO STDOUT").run() }
                ),
                (
                    "cannot run 'COPY tag FROM STDIN': COPY from and to the client is not for statements. Use Model.insert(_:) for many rows.",
                    { try database.sql("COPY tag FROM STDIN").run() }
                ),
            ] as [(String, () throws -> Void)] {
                let error = error(use)
                #expect(error?.description == sentence)
                let underlying = (error?.underlying).map { "\($0)" } ?? ""
                // The primary message may quote a value, DETAIL always does.
                #expect(error?.code == "22P02" || !underlying.contains(hidden))
                #expect(error?.description.contains(hidden) == false)
            }
            #expect(try Tag.query.count() == 2)
        }
    }

    @Test func kindsOfRefusals() throws {
        try TestDatabase.postgresql.filledBoard { database in
            for (sql, kind) in [
                ("SELECT 1 / 0", .statement), ("SELECT 40000::int2", .invalidValue),
                ("SELECT '2026-02-30'::date", .invalidValue),
                ("INSERT INTO tag (name) VALUES (NULL)", .constraint(.notNull)),
                ("UPDATE post SET views = -1", .constraint(.check)),
                ("UPDATE post SET author_id = 99", .constraint(.foreignKey)),
                ("UPDATE post SET title = repeat('x', 201)", .constraint(.check)),
                ("SELECT missing()", .statement),
            ] as [(String, DatabaseError.Kind)] {
                let found = error { try database.sql(RawSQL(trusted: sql)).run() }?.kind
                #expect(found == kind, "\(sql)")
            }
            let isFailed = error {
                try database.transaction {
                    _ = try? database.sql("SELECT 1 / 0").run()
                    try database.sql("SELECT 1").run()
                }
            }
            #expect(isFailed?.kind == .invalidTransaction)
        }
    }

    @Test func statementsAreKeptThoughTheServerForgetsThem() throws {
        var configuration = DatabaseConfiguration()
        configuration.poolSize = 1
        try TestDatabase.postgresql.run(configuration: configuration) { database in
            try database.createAll(Tag.self)
            try Tag.insert([Tag(name: "a"), Tag(name: "b")])
            for run in 0..<6 {
                #expect(try Tag.order { $0.name }.all().map(\.name) == ["a", "b"])
                if run == 3 { try database.sql("DISCARD ALL").run() }
            }
            // Inside a transaction all of it is done again.
            var attempts = 0
            try database.transaction {
                attempts += 1
                if attempts == 1 { try database.sql("DEALLOCATE ALL").run() }
                #expect(try Tag.query.order { $0.name }.all().count == 2)
            }
            #expect(attempts == 2)
        }
    }

    @Test func columnsMayChangeTheirTypes() throws {
        var configuration = DatabaseConfiguration()
        configuration.poolSize = 1
        try TestDatabase.postgresql.run(configuration: configuration) { database in
            try database.execute(script: "CREATE TABLE t (a int); INSERT INTO t VALUES (7)")
            func value() throws -> DatabaseValue? {
                try database.sql("SELECT a FROM t").first()?.values.first
            }
            for _ in 0..<3 { #expect(try value() == .integer(7)) }
            // Not by execute(script:), which lets the connection forget what it has prepared.
            try database.sql("ALTER TABLE t ALTER a TYPE text").run()
            for _ in 0..<3 { #expect(try value() == .text("7")) }
            try database.sql("ALTER TABLE t ALTER a TYPE inet USING '10.0.0.1'").run()
            for _ in 0..<3 { #expect(try value() == .text("10.0.0.1")) }
        }
    }

    @Test func manyStatementsLeaveLittleBehind() throws {
        var configuration = DatabaseConfiguration()
        configuration.poolSize = 1
        configuration.statementCacheSize = 10
        try TestDatabase.postgresql.run(configuration: configuration) { database in
            for number in 0..<300 {
                for _ in 0..<2 {
                    try database.sql(RawSQL(trusted: "SELECT \(number)")).run()
                }
            }
            let kept = try database.sql("SELECT count(*) FROM pg_prepared_statements").all(Int.self)
            #expect(kept[0] <= 10 + 33)
        }
    }

    @Test func aValueMayBeOfAnotherTypeOrNull() throws {
        try TestDatabase.postgresql.filledBoard { database in
            func found(_ editor: Int?) throws -> Int {
                try Post.filter { $0.editorID == 1 || $0.id == editor.map { $0 } ?? -1 }.count()
            }
            #expect(try found(2) == 2)
            var post = try Post.get(1)
            for editor in [nil, 2, nil, 3, 1, nil] as [Int?] {
                try post.update { $0.editorID = editor }
                #expect(try Post.get(1).editorID == editor)
            }
            func echo(_ value: some ColumnValue) throws -> DatabaseValue? {
                try database.sql("SELECT \(value)").first()?.values.first
            }
            for _ in 0..<3 {
                #expect(try echo(1) == .integer(1))
                #expect(try echo("a") == .text("a"))
                #expect(try echo(true) == .bool(true))
                #expect(try echo(0.5) == .double(0.5))
                #expect(try echo(Int?.none) == .null)
                #expect(try echo([1, 2] as [UInt8]) == .bytes([1, 2]))
            }
        }
    }

    @Test func valuesOfAnyLengthComeBackOverOneConnection() throws {
        try TestDatabase.postgresql.run { database in
            // Around the memory that values have at first, and beyond what is kept of it.
            for length in [3, 70_000, 0, 1 << 21, 16, 1_022, 1_023, 1_024, 1 << 20, 1] {
                let text = String(repeating: "x", count: length)
                let bytes = Data(repeating: 0xA0, count: length)
                for number in [length, -1] {
                    let row = try database.sql(
                        "SELECT \(text)::text, \(number)::int8, \(bytes)::bytea, \(text)::text"
                    ).first()
                    let found: [DatabaseValue] = [
                        .text(text), .integer(Int64(number)), .bytes([UInt8](bytes)), .text(text),
                    ]
                    #expect(row?.values == found)
                }
            }
        }
    }

    @Test func tooManyValuesAreRefused() throws {
        try TestDatabase.postgresql.filledBoard { (_) throws in
            #expect(try Post.filter { $0.id.in(Array(1...65_535)) }.count() == 4)
            let refused = error { _ = try Post.filter { $0.id.in(Array(1...70_000)) }.count() }
            #expect(refused?.kind == .invalidQuery)
            #expect(try Post.query.count() == 4)
        }
    }

    @Test func manyRowsGoWhereCopyCannot() throws {
        try TestDatabase.postgresql.run { database in
            try database.execute(
                script: """
                    CREATE TABLE kept (id bigint GENERATED BY DEFAULT AS IDENTITY, name text);
                    CREATE VIEW tag AS SELECT * FROM kept
                    """)
            try Tag.insert([Tag(name: "a"), Tag(name: "b"), Tag(name: "c")])
            #expect(try Tag.order { $0.id }.select { $0.name }.all() == ["a", "b", "c"])
            let missing = error {
                try Profile.insert(Array(repeating: Profile(authorID: 1, motto: ""), count: 3))
            }
            #expect(missing?.code == "42P01")
            #expect(try Tag.query.count() == 3)
        }
    }

    @Test func copiedTextComesBack() throws {
        try TestDatabase.postgresql.run { database in
            try database.createAll(Tag.self)
            let texts = [
                "", "\\N", "\\.", "\\", "a\tb", "\n", "\r\n", "\u{B}\u{8}", "한\u{10FFFF}", "\\x41",
            ]
            try Tag.insert(texts.map { Tag(name: $0) })
            #expect(try Tag.order { $0.id }.select { $0.name }.all() == texts)
        }
    }

    @Test func whatIsHeardWithoutAListenerIsDropped() throws {
        var configuration = DatabaseConfiguration()
        configuration.poolSize = 1
        try TestDatabase.postgresql.run(configuration: configuration) { database in
            try database.sql("LISTEN here").run()
            for _ in 0..<3 { try database.notify("here", "x") }
            #expect(try database.sql("SELECT 1").all(Int.self) == [1])
        }
    }

    @Test(arguments: [
        ("postgresql://h/b?hots=x", "the database URL has no parameter 'hots' that libpq knows."),
        (
            "postgresql://h/b?sslmod=require",
            "the database URL has no parameter 'sslmod' that libpq knows, as 'sslmode'."
        ),
        (
            "postgresql://h/b?connect_timeout=3",
            "the database URL cannot set 'connect_timeout': use connectTimeout of the configuration."
        ),
        (
            "postgresql://h:x/b",
            "cannot read the database URL: a port is no number from 1 to 65535. Write it as 'sqlite:///board.db' or 'postgresql://user:password@host/database'."
        ),
    ])
    func uselessURLsAreRefused(_ url: String, _ sentence: String) {
        let error = error { _ = try Database(url, using: .postgresql) }
        #expect(error?.description == sentence)
        #expect(error?.kind == .invalidConfiguration)
    }

    @Test func theFirstHostThatAnswersIsTaken() throws {
        let folder = try PostgreSQLServer.shared.get().folder.replacing("/", with: "%2F")
        for host in ["%2Fnowhere,\(folder)", "127.0.0.1:1,\(folder):5432", "[::1]:1,\(folder)"] {
            let database = try Database(
                "postgresql://dewar:secret@\(host)/postgres", using: .postgresql)
            defer { database.close() }
            #expect(try database.sql("SELECT 1").all(Int.self) == [1])
        }
    }

    @Test func whoIsNotThereIsNamedWithoutThePassword() throws {
        let folder = try PostgreSQLServer.shared.get().folder.replacing("/", with: "%2F")
        for (host, reason) in [
            ("%2Fnowhere/b", "'postgresql://u:***@/nowhere/b': no server is there."),
            (
                "\(folder)/missing",
                "missing': the server refuses the connection: it does not know this user, password or database, or it is starting, stopping or full."
            ),
        ] {
            let database = try Database("postgresql://u:secret@\(host)", using: .postgresql)
            let error = error { try database.sql("SELECT 1").run() }
            #expect(error?.kind == .unavailable)
            #expect(error?.description.hasSuffix(reason) == true, "\(error?.description ?? "")")
            #expect(error?.description.contains("secret") == false)
        }
    }
}
