import DewarORM
import Testing

/// Whole sentences, without values.
@Suite struct ErrorMessageTests {
    @Test func refusalsNameCodeConstraintAndStatement() throws {
        try TestDatabase.sqlite.filledBoard { _ in
            let error = #expect(throws: DatabaseError.self) {
                try Author(name: "secret", email: "ada@example.org").inserted()
            }
            #expect(
                error?.description == """
                    database error 2067 (unique violation): 'author.email' while executing 'INSERT \
                    INTO "author" ("name", "email", "role", "settings") VALUES (?, ?, ?, ?) \
                    RETURNING "id"'.
                    """)
            #expect(error?.code == "2067")
            #expect(error?.constraint == "author.email")
            #expect(error?.underlying != nil)
        }
    }

    @Test func sentences() throws {
        try TestDatabase.sqlite.filledBoard { database in
            for (sentence, use) in [
                (
                    "no 'Post' was found where exactly one was wanted.",
                    { _ = try Post.get(99) }
                ),
                (
                    "more than one 'Post' was found where one was wanted.",
                    { _ = try Post.query.one() }
                ),
                (
                    "cannot find a 'Tagging': its key has 2 columns, and 1 values are given.",
                    { _ = try Tagging.find(1) }
                ),
                (
                    "this 'Tag' has no key: it was not inserted, or not by insert().",
                    { try Tag(name: "x").delete() }
                ),
                (
                    "the rows have no column 'titel'. Did you mean 'title'?",
                    {
                        _ = try database.sql("SELECT title FROM post").first()?
                            .get("titel", as: String.self)
                    }
                ),
                (
                    "cannot read column 1: the database has text that is no 'Int'.",
                    { _ = try database.sql("SELECT 'x'").all(Int.self) }
                ),
                (
                    "there is more than one statement in 'SELECT 1; SELECT 2'. Run them one by one, or all with execute(script:).",
                    { _ = try database.sql("SELECT 1; SELECT 2").all() }
                ),
                (
                    "database error 1 (SQL logic error) while executing 'SELEC 1'.",
                    { _ = try database.sql("SELEC 1").all() }
                ),
                (
                    "invalid text: it holds U+0000, which databases cannot keep in text, while executing 'SELECT ?'. Use [UInt8] for bytes.",
                    { _ = try database.sql("SELECT \("\0")").all() }
                ),
                (
                    "invalid value: a number is NaN.",
                    { _ = try database.sql("SELECT \(Double.nan)").all() }
                ),
                (
                    "there is no page 9.",
                    { _ = try Post.query.paginate(page: 9) }
                ),
            ] as [(String, () throws -> Void)] {
                let error = #expect(throws: DatabaseError.self) { try use() }
                #expect(error?.description == sentence)
            }
        }
    }

    @Test func aWrongTypeNamesTheProperty() throws {
        try TestDatabase.sqlite.filledBoard { database in
            try database.sql("UPDATE author SET role = 'king'").run()
            let error = #expect(throws: DatabaseError.self) { try Author.query.all() }
            #expect(
                error?.description
                    == "cannot read 'Author.role': the database has text that is no 'Role'.")
        }
    }
}
