import DewarORM
import Testing

/// Queries inside queries, whose tables and relations are called alike.
@Suite struct NestedQueryTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let condition: @Sendable (Columns<Post>) -> SQLExpression<Bool>
        /// The keys of the posts.
        let found: [Int]
        let sqlite: String
    }

    static let made = Post.filter { $0.views > 4 }
    static let all = Post.query

    static let cases = [
        Case(
            testDescription: "another row of the same table",
            condition: { post in
                Post.filter { $0.authorID == post.authorID && $0.views > post.views }.exist
            },
            found: [2, 4],
            sqlite: """
                EXISTS (SELECT 1 FROM "post" AS "post_2" \
                WHERE "post_2"."author_id" = "post"."author_id" AND "post_2"."views" > "post"."views")
                """),
        Case(
            testDescription: "the same relation inside and outside, the inner first",
            condition: { post in post.comments.exist { $0.author.name != post.author.name } },
            found: [1, 3],
            sqlite: """
                EXISTS (SELECT 1 FROM "comment" JOIN "author" \
                ON "author"."id" = "comment"."author_id" WHERE "comment"."post_id" = "post"."id" \
                AND "author"."name" <> "author_2"."name")
                """),
        Case(
            testDescription: "the same relation inside and outside, the outer first",
            condition: { post in post.comments.exist { post.author.name != $0.author.name } },
            found: [1, 3],
            sqlite: """
                EXISTS (SELECT 1 FROM "comment" JOIN "author" AS "author_2" \
                ON "author_2"."id" = "comment"."author_id" WHERE "comment"."post_id" = "post"."id" \
                AND "author"."name" <> "author_2"."name")
                """),
        Case(
            testDescription: "a query with the same relation",
            condition: { post in
                Comment.filter { $0.postID == post.id && $0.author.name != post.author.name }.exist
            },
            found: [1, 3],
            sqlite: """
                EXISTS (SELECT 1 FROM "comment" JOIN "author" \
                ON "author"."id" = "comment"."author_id" WHERE "comment"."post_id" = "post"."id" \
                AND "author"."name" <> "author_2"."name")
                """),
        Case(
            testDescription: "a relation, and the same of another table",
            condition: { $0.comments.exist { $0.author.name != $0.post.author.name } },
            found: [1, 3],
            sqlite: """
                EXISTS (SELECT 1 FROM "comment" JOIN "author" \
                ON "author"."id" = "comment"."author_id" JOIN "post" AS "post_2" \
                ON "post_2"."id" = "comment"."post_id" JOIN "author" AS "post_2_author" \
                ON "post_2_author"."id" = "post_2"."author_id" \
                WHERE "comment"."post_id" = "post"."id" \
                AND "author"."name" <> "post_2_author"."name")
                """),
        Case(
            testDescription: "a query that was made before",
            condition: { post in made.filter { $0.authorID == post.authorID }.exist },
            found: [1, 2, 3, 4],
            sqlite: """
                EXISTS (SELECT 1 FROM (SELECT "post"."id", "post"."title", "post"."body", \
                "post"."views", "post"."author_id", "post"."editor_id" FROM "post" \
                WHERE "post"."views" > ?) AS "post_2" \
                WHERE "post_2"."author_id" = "post"."author_id")
                """),
        Case(
            testDescription: "all rows, made before",
            condition: { post in all.filter { $0.views < post.views }.exist }, found: [1, 2, 3],
            sqlite: """
                EXISTS (SELECT 1 FROM "post" AS "post_2" WHERE "post_2"."views" < "post"."views")
                """),
        Case(
            testDescription: "three deep",
            condition: { post in
                post.author.id == 1
                    && Post.filter { other in
                        other.id != post.id && Post.filter { $0.id != other.id }.exist
                    }.exist
            },
            found: [1, 2],
            sqlite: """
                "author"."id" = ? AND EXISTS (SELECT 1 FROM "post" AS "post_2" \
                WHERE "post_2"."id" <> "post"."id" AND EXISTS (SELECT 1 FROM "post" \
                AS "post_3" WHERE "post_3"."id" <> "post_2"."id"))
                """),
    ]

    /// Before each test: a query that is first made inside another would not be one made before.
    init() { _ = (Self.made, Self.all) }

    @Test(arguments: TestDatabase.allCases, cases)
    func rowsAreThoseMeant(_ database: TestDatabase, _ form: Case) throws {
        try database.filledBoard { (_) throws in
            #expect(
                try Post.filter(form.condition).orderedByKey().all().map(\.id) == form.found)
        }
    }

    @Test(arguments: cases) func namesHideNothing(_ form: Case) throws {
        let sql = try Post.filter(form.condition).sql(.sqlite)
        #expect(sql.hasSuffix(" WHERE " + form.sqlite), "\(sql)")
    }

    @Test(arguments: TestDatabase.allCases)
    func changesMayAskTheSameTable(_ database: TestDatabase) throws {
        try database.filledBoard { (_) throws in
            try Post.query.update { changes in
                changes.set(\.views) { post in
                    SQLExpression(
                        Post.filter { $0.authorID == post.authorID }.select { $0.views.max() }
                    ).or(0)
                }
            }
            #expect(try Post.order { $0.id }.select { $0.views }.all() == [10, 10, 7, 7])
        }
    }
}
