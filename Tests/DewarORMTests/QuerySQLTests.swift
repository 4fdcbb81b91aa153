import DewarORM
import Testing

/// The SQL of each form of query, on both databases.
@Suite struct QuerySQLTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let condition: @Sendable (Columns<Post>) -> SQLExpression<Bool>
        let sqlite: String
        var postgresql: String?
    }

    static let columns = ["id", "title", "body", "views", "author_id", "editor_id"]
        .map { "\"post\".\"\($0)\"" }.joined(separator: ", ")

    @Test(arguments: [
        Case(
            testDescription: "a value", condition: { $0.views == 3 },
            sqlite: "\"post\".\"views\" = ?", postgresql: "\"post\".\"views\" = $1"),
        Case(
            testDescription: "nil", condition: { $0.editorID == nil },
            sqlite: "\"post\".\"editor_id\" IS NULL"),
        Case(
            testDescription: "not nil", condition: { $0.editorID != nil },
            sqlite: "\"post\".\"editor_id\" IS NOT NULL"),
        Case(
            testDescription: "another value", condition: { $0.views != 3 },
            sqlite: "\"post\".\"views\" <> ?", postgresql: "\"post\".\"views\" <> $1"),
        Case(
            testDescription: "another value or NULL", condition: { $0.editorID != 3 },
            sqlite: "\"post\".\"editor_id\" IS NOT ?",
            postgresql: "\"post\".\"editor_id\" IS DISTINCT FROM $1"),
        Case(
            testDescription: "two columns", condition: { $0.authorID == $0.editorID },
            sqlite: "\"post\".\"author_id\" = \"post\".\"editor_id\""),
        Case(
            testDescription: "and before or",
            condition: { $0.views > 3 && $0.views < 9 || $0.title == "a" },
            sqlite: "\"post\".\"views\" > ? AND \"post\".\"views\" < ? OR \"post\".\"title\" = ?",
            postgresql:
                "\"post\".\"views\" > $1 AND \"post\".\"views\" < $2 OR \"post\".\"title\" = $3"),
        Case(
            testDescription: "or inside and",
            condition: { $0.views > 3 && ($0.views < 9 || $0.title == "a") },
            sqlite: "\"post\".\"views\" > ? AND (\"post\".\"views\" < ? OR \"post\".\"title\" = ?)",
            postgresql:
                "\"post\".\"views\" > $1 AND (\"post\".\"views\" < $2 OR \"post\".\"title\" = $3)"),
        Case(
            testDescription: "not", condition: { !($0.views > 3) },
            sqlite: "(\"post\".\"views\" > ?) IS NOT TRUE",
            postgresql: "(\"post\".\"views\" > $1) IS NOT TRUE"),
        Case(
            testDescription: "one of", condition: { $0.views.in([1, 2]) },
            sqlite: "\"post\".\"views\" IN (?, ?)", postgresql: "\"post\".\"views\" IN ($1, $2)"),
        Case(
            testDescription: "one of none", condition: { $0.views.in([]) }, sqlite: "FALSE"),
        Case(
            testDescription: "one of some or NULL", condition: { $0.editorID.in([1, nil]) },
            sqlite: "\"post\".\"editor_id\" IN (?) OR \"post\".\"editor_id\" IS NULL",
            postgresql: "\"post\".\"editor_id\" IN ($1) OR \"post\".\"editor_id\" IS NULL"),
        Case(
            testDescription: "between", condition: { $0.views.between(1...3) },
            sqlite: "\"post\".\"views\" BETWEEN ? AND ?",
            postgresql: "\"post\".\"views\" BETWEEN $1 AND $2"),
        Case(
            testDescription: "prefix", condition: { $0.title.hasPrefix("100%") },
            sqlite: "\"post\".\"title\" LIKE ? ESCAPE '\\'",
            postgresql: "\"post\".\"title\" LIKE $1 ESCAPE '\\'"),
        Case(
            testDescription: "part", condition: { $0.title.contains("a") },
            sqlite: "instr(\"post\".\"title\", ?) > ?",
            postgresql: "strpos(\"post\".\"title\", $1) > $2"),
        Case(
            testDescription: "like in any case", condition: { $0.title.iLike("a%") },
            sqlite: "lower(\"post\".\"title\") LIKE lower(?) ESCAPE '\\'",
            postgresql: "\"post\".\"title\" COLLATE \"C\" ILIKE $1 ESCAPE '\\'"),
        Case(
            testDescription: "arithmetic", condition: { ($0.views + 1) * 2 > $0.authorID },
            sqlite: "(\"post\".\"views\" + ?) * ? > \"post\".\"author_id\"",
            postgresql: "(\"post\".\"views\" + $1) * $2 > \"post\".\"author_id\""),
        Case(
            testDescription: "division", condition: { $0.views / 2 == 3 },
            sqlite: "\"post\".\"views\" / ? = ?",
            postgresql: "\"post\".\"views\" / NULLIF($1, 0) = $2"),
        Case(
            testDescription: "rows that exist", condition: { $0.comments.exist { $0.body == "x" } },
            sqlite:
                "EXISTS (SELECT 1 FROM \"comment\" WHERE \"comment\".\"post_id\" = \"post\".\"id\" AND \"comment\".\"body\" = ?)",
            postgresql:
                "EXISTS (SELECT 1 FROM \"comment\" WHERE \"comment\".\"post_id\" = \"post\".\"id\" AND \"comment\".\"body\" = $1)"
        ),
        Case(
            testDescription: "rows through a table", condition: { $0.tags.count() > 1 },
            sqlite:
                "(SELECT count(*) FROM \"tag\" JOIN \"tagging\" ON \"tagging\".\"tag_id\" = \"tag\".\"id\" WHERE \"tagging\".\"post_id\" = \"post\".\"id\") > ?",
            postgresql:
                "(SELECT count(*) FROM \"tag\" JOIN \"tagging\" ON \"tagging\".\"tag_id\" = \"tag\".\"id\" WHERE \"tagging\".\"post_id\" = \"post\".\"id\") > $1"
        ),
        Case(
            testDescription: "a subquery",
            condition: { $0.authorID.in(Author.filter { $0.name == "Ada" }.select { $0.id }) },
            sqlite:
                "\"post\".\"author_id\" IN (SELECT \"author\".\"id\" FROM \"author\" WHERE \"author\".\"name\" = ?)",
            postgresql:
                "\"post\".\"author_id\" IN (SELECT \"author\".\"id\" FROM \"author\" WHERE \"author\".\"name\" = $1)"
        ),
    ])
    func conditionsAreWritten(_ form: Case) throws {
        let query = Post.filter(form.condition)
        let start = "SELECT \(Self.columns) FROM \"post\" WHERE "
        #expect(try query.sql(.sqlite) == start + form.sqlite)
        #expect(try query.sql(.postgresql) == start + (form.postgresql ?? form.sqlite))
    }

    @Test func relationsBecomeJoins() throws {
        let query = Post.filter { $0.author.name == "Ada" && $0.editor.name != "Ada" }
        #expect(
            try query.sql(.sqlite)
                == """
                SELECT \(Self.columns) FROM "post" JOIN "author" AS "author" \
                ON "author"."id" = "post"."author_id" LEFT JOIN "author" AS "editor" \
                ON "editor"."id" = "post"."editor_id" \
                WHERE "author"."name" = ? AND "editor"."name" IS NOT ?
                """.replacing("\"author\" AS \"author\"", with: "\"author\""))
    }

    @Test func ordersPlaceNullFirst() throws {
        let query = Post.order { ($0.editorID, $0.editorID.descending, $0.views.descending) }
        #expect(
            try query.sql(.sqlite).hasSuffix(
                "ORDER BY \"post\".\"editor_id\", \"post\".\"editor_id\" DESC, \"post\".\"views\" DESC"
            ))
        #expect(
            try query.sql(.postgresql).hasSuffix(
                "ORDER BY \"post\".\"editor_id\" NULLS FIRST, \"post\".\"editor_id\" DESC NULLS LAST, \"post\".\"views\" DESC"
            ))
    }

    @Test func stepsAfterALimitAreAboutTheRowsWithinIt() throws {
        let query = Post.query.limit(3).filter { $0.views > 1 }
        #expect(
            try query.sql(.sqlite)
                == "SELECT \(Self.columns) FROM (SELECT \(Self.columns) FROM \"post\" LIMIT ?) AS \"post\" WHERE \"post\".\"views\" > ?"
        )
    }

    @Test func groupsHaveKeysAndAggregates() throws {
        let query = Post.group { $0.authorID }.having { $0.views.sum() > 3 }
            .select { ($0.authorID, $0.views.sum(), $0.views.average(), $0.id.count()) }
        #expect(
            try query.sql(.postgresql) == """
                SELECT "post"."author_id", CAST(sum("post"."views") AS bigint), \
                avg(CAST("post"."views" AS double precision)), count("post"."id") FROM "post" \
                GROUP BY "post"."author_id" HAVING CAST(sum("post"."views") AS bigint) > $1
                """)
    }

    @Test func unionsAreTables() throws {
        let query = Tag.filter { $0.id == 1 }.union(Tag.filter { $0.id == 2 }).order { $0.name }
        #expect(
            try query.sql(.sqlite) == """
                SELECT "tag"."id", "tag"."name" FROM (SELECT "tag"."id", "tag"."name" FROM "tag" \
                WHERE "tag"."id" = ? UNION SELECT "tag"."id", "tag"."name" FROM "tag" \
                WHERE "tag"."id" = ?) AS "tag" ORDER BY "tag"."name"
                """)
    }

    @Test func quotationMarksInNamesAreDoubled() throws {
        struct Odd: Model {
            var id: Int
            static let schema = Schema<Odd>("a\"b; DROP TABLE x") { $0.key(\.id, .name("c\"d")) }
        }
        #expect(
            try Odd.query.sql(.sqlite)
                == "SELECT \"a\"\"b; DROP TABLE x\".\"c\"\"d\" FROM \"a\"\"b; DROP TABLE x\"")
    }
}
