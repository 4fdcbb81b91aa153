import DewarORM
import Testing

/// The SQL of each form of statement, on both databases; conditions are in `QuerySQLTests`.
@Suite struct StatementSQLTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let work: @Sendable () throws -> Void
        let sqlite: String
        var postgresql: String?

        init(
            _ description: String, _ work: @escaping @Sendable () throws -> Void, _ sqlite: String,
            postgresql: String? = nil
        ) {
            testDescription = description
            self.work = work
            self.sqlite = sqlite
            self.postgresql = postgresql
        }
    }

    static let post = Post(id: 7, title: "a", authorID: 1)
    static let tag = Tag(id: 3, name: "swift")

    static let reading = [
        Case(
            "find", { _ = try Tag.find(1) },
            #"SELECT "tag"."id", "tag"."name" FROM "tag" WHERE "tag"."id" = ?"#,
            postgresql: #"SELECT "tag"."id", "tag"."name" FROM "tag" WHERE "tag"."id" = $1"#),
        Case(
            "find by a key of two columns", { _ = try Tagging.find(1, 2) },
            """
            SELECT "tagging"."post_id", "tagging"."tag_id" FROM "tagging" \
            WHERE "tagging"."post_id" = ? AND "tagging"."tag_id" = ?
            """,
            postgresql: """
                SELECT "tagging"."post_id", "tagging"."tag_id" FROM "tagging" \
                WHERE "tagging"."post_id" = $1 AND "tagging"."tag_id" = $2
                """),
        Case(
            "first", { _ = try Tag.order { $0.name }.first() },
            #"SELECT "tag"."id", "tag"."name" FROM "tag" ORDER BY "tag"."name" LIMIT ?"#,
            postgresql:
                #"SELECT "tag"."id", "tag"."name" FROM "tag" ORDER BY "tag"."name" LIMIT $1"#),
        Case(
            "count", { _ = try Tag.filter { $0.id > 1 }.count() },
            #"SELECT count(*) FROM "tag" WHERE "tag"."id" > ?"#,
            postgresql: #"SELECT count(*) FROM "tag" WHERE "tag"."id" > $1"#),
        Case(
            "exists", { _ = try Tag.query.exists() }, #"SELECT 1 FROM "tag" LIMIT ?"#,
            postgresql: #"SELECT 1 FROM "tag" LIMIT $1"#),
        Case(
            "an offset alone", { _ = try Tag.query.offset(2).select { $0.id }.all() },
            """
            SELECT "tag"."id" FROM (SELECT "tag"."id", "tag"."name" FROM "tag" LIMIT -1 OFFSET ?) \
            AS "tag"
            """,
            postgresql: """
                SELECT "tag"."id" FROM (SELECT "tag"."id", "tag"."name" FROM "tag" OFFSET $1) \
                AS "tag"
                """),
        Case(
            "distinct values", { _ = try Post.select { $0.views }.distinct().all() },
            #"SELECT DISTINCT "post"."views" FROM "post""#),
        Case(
            "a relation of a relation", { _ = try Comment.select { $0.post.author.name }.all() },
            """
            SELECT "post_author"."name" FROM "comment" JOIN "post" \
            ON "post"."id" = "comment"."post_id" JOIN "author" AS "post_author" \
            ON "post_author"."id" = "post"."author_id"
            """),
        Case(
            "a relation to the same table", { _ = try Comment.select { $0.parent.body }.all() },
            """
            SELECT "parent"."body" FROM "comment" LEFT JOIN "comment" AS "parent" \
            ON "parent"."id" = "comment"."parent_id"
            """),
        Case(
            "has one", { _ = try Author.select { $0.profile.motto }.all() },
            """
            SELECT "profile"."motto" FROM "author" LEFT JOIN "profile" \
            ON "profile"."author_id" = "author"."id"
            """),
        Case(
            "aggregates",
            {
                _ = try Post.select {
                    (countOfRows(), $0.views.sum(), $0.editorID.count(distinct: true))
                }.all()
            },
            """
            SELECT count(*), sum("post"."views"), count(DISTINCT "post"."editor_id") FROM "post"
            """,
            postgresql: """
                SELECT count(*), CAST(sum("post"."views") AS bigint), \
                count(DISTINCT "post"."editor_id") FROM "post"
                """),
        Case(
            "groups",
            {
                _ = try Post.group { $0.author.name }.having { $0.countOfRows() > 1 }
                    .order { $0.author.name }.select { ($0.author.name, $0.views.max()) }.all()
            },
            """
            SELECT "author"."name", max("post"."views") FROM "post" JOIN "author" \
            ON "author"."id" = "post"."author_id" GROUP BY "author"."name" HAVING count(*) > ? \
            ORDER BY "author"."name"
            """,
            postgresql: """
                SELECT "author"."name", max("post"."views") FROM "post" JOIN "author" \
                ON "author"."id" = "post"."author_id" GROUP BY "author"."name" \
                HAVING count(*) > $1 ORDER BY "author"."name"
                """),
        Case(
            "a value of related rows",
            { _ = try Author.select { ($0.name, $0.posts.value { $0.views.max() }) }.all() },
            """
            SELECT "author"."name", (SELECT max("post"."views") FROM "post" \
            WHERE "post"."author_id" = "author"."id") FROM "author"
            """),
        Case(
            "a choice",
            {
                _ = try Tag.select { tag in
                    choose(tag.name == "a", 1).when(tag.name == "b", 2).otherwise(3)
                }.all()
            },
            """
            SELECT CASE WHEN "tag"."name" = ? THEN CAST(? AS INTEGER) WHEN "tag"."name" = ? \
            THEN CAST(? AS INTEGER) ELSE CAST(? AS INTEGER) END FROM "tag"
            """,
            postgresql: """
                SELECT CASE WHEN "tag"."name" = $1 THEN CAST($2 AS bigint) \
                WHEN "tag"."name" = $3 THEN CAST($4 AS bigint) ELSE CAST($5 AS bigint) END \
                FROM "tag"
                """),
        Case(
            "intersection", { _ = try Tag.query.intersection(Tag.query).count() },
            """
            SELECT count(*) FROM (SELECT "tag"."id", "tag"."name" FROM "tag" INTERSECT \
            SELECT "tag"."id", "tag"."name" FROM "tag") AS "tag"
            """),
        Case(
            "an order that is named",
            { _ = try Tag.query.order(by: "-name,id,name,x;", among: [\.id, \.name]).all() },
            #"SELECT "tag"."id", "tag"."name" FROM "tag" ORDER BY "tag"."name" DESC, "tag"."id""#),
        Case(
            "rows through a model", { _ = try Post.tags.load(post) },
            """
            SELECT "tag"."id", "tag"."name", "tagging"."post_id" FROM "tag" JOIN "tagging" \
            ON "tagging"."tag_id" = "tag"."id" WHERE "tagging"."post_id" = ? ORDER BY "tag"."id"
            """,
            postgresql: """
                SELECT "tag"."id", "tag"."name", "tagging"."post_id" FROM "tag" JOIN "tagging" \
                ON "tagging"."tag_id" = "tag"."id" WHERE "tagging"."post_id" = $1 \
                ORDER BY "tag"."id"
                """),
    ]

    static let labels = ManyToMany<Post, Tag>(table: "post_tag", "post", "tag")

    static let changing = [
        Case(
            "insert", { _ = try Tag(name: "a").inserted() },
            #"INSERT INTO "tag" ("name") VALUES (?) RETURNING "id""#,
            postgresql: #"INSERT INTO "tag" ("name") VALUES ($1) RETURNING "id""#),
        Case(
            "update of what changed",
            {
                var copy = tag
                try copy.update { $0.name = "b" }
            },
            #"UPDATE "tag" SET "name" = ? WHERE "tag"."id" = ?"#,
            postgresql: #"UPDATE "tag" SET "name" = $1 WHERE "tag"."id" = $2"#),
        Case(
            "update by query",
            { try Post.filter { $0.id == 1 }.update { $0.set(\.views) { $0.views + 1 } } },
            #"UPDATE "post" SET "views" = "post"."views" + ? WHERE "post"."id" = ?"#,
            postgresql: #"UPDATE "post" SET "views" = "post"."views" + $1 WHERE "post"."id" = $2"#),
        Case(
            "update by a query with a relation",
            { try Post.filter { $0.author.name == "a" }.update { $0.set(\.views, 0) } },
            """
            UPDATE "post" SET "views" = ? WHERE "post"."id" IN (SELECT "post"."id" FROM \
            (SELECT "post"."id", "post"."title", "post"."body", "post"."views", \
            "post"."author_id", "post"."editor_id" FROM "post" JOIN "author" \
            ON "author"."id" = "post"."author_id" WHERE "author"."name" = ?) AS "post")
            """,
            postgresql: """
                UPDATE "post" SET "views" = $1 WHERE "post"."id" IN (SELECT "post"."id" FROM \
                (SELECT "post"."id", "post"."title", "post"."body", "post"."views", \
                "post"."author_id", "post"."editor_id" FROM "post" JOIN "author" \
                ON "author"."id" = "post"."author_id" WHERE "author"."name" = $2) AS "post")
                """),
        Case(
            "update and see", { _ = try Tag.query.updateReturning { $0.set(\.name, "a") } },
            #"UPDATE "tag" SET "name" = ? RETURNING "id", "name""#,
            postgresql: #"UPDATE "tag" SET "name" = $1 RETURNING "id", "name""#),
        Case(
            "delete", { try tag.delete() }, #"DELETE FROM "tag" WHERE "tag"."id" = ?"#,
            postgresql: #"DELETE FROM "tag" WHERE "tag"."id" = $1"#),
        Case(
            "delete a key of two columns", { try Tagging(postID: 1, tagID: 2).delete() },
            #"DELETE FROM "tagging" WHERE "tagging"."post_id" = ? AND "tagging"."tag_id" = ?"#,
            postgresql:
                #"DELETE FROM "tagging" WHERE "tagging"."post_id" = $1 AND "tagging"."tag_id" = $2"#
        ),
        Case(
            "delete by query", { try Tag.filter { $0.name == "a" }.delete() },
            #"DELETE FROM "tag" WHERE "tag"."name" = ?"#,
            postgresql: #"DELETE FROM "tag" WHERE "tag"."name" = $1"#),
        Case(
            "delete and see", { _ = try Tag.query.deleteReturning() },
            #"DELETE FROM "tag" RETURNING "id", "name""#),
        Case(
            "upsert",
            {
                var copy = Tag(name: "a")
                try copy.upsert(on: \.name)
            },
            """
            INSERT INTO "tag" ("name") VALUES (?) ON CONFLICT ("name") DO UPDATE \
            SET "name" = excluded."name" RETURNING "id", "name"
            """,
            postgresql: """
                INSERT INTO "tag" ("name") VALUES ($1) ON CONFLICT ("name") DO UPDATE \
                SET "name" = excluded."name" RETURNING "id", "name"
                """),
        Case(
            "save",
            {
                var copy = tag
                try copy.save()
            },
            """
            INSERT INTO "tag" ("id", "name") VALUES (?, ?) ON CONFLICT ("id") DO UPDATE \
            SET "name" = excluded."name" RETURNING "id", "name"
            """,
            postgresql: """
                INSERT INTO "tag" ("id", "name") VALUES ($1, $2) ON CONFLICT ("id") DO UPDATE \
                SET "name" = excluded."name" RETURNING "id", "name", xmax = 0
                """),
        Case(
            "insert unless it is there",
            {
                var copy = Tag(name: "a")
                _ = try copy.insertOrIgnore()
            },
            #"INSERT INTO "tag" ("name") VALUES (?) ON CONFLICT DO NOTHING RETURNING "id", "name""#,
            postgresql:
                #"INSERT INTO "tag" ("name") VALUES ($1) ON CONFLICT DO NOTHING RETURNING "id", "name""#
        ),
        Case(
            "connect", { try Post.tags.add(tag, to: post) },
            #"INSERT INTO "tagging" ("post_id", "tag_id") VALUES (?, ?) ON CONFLICT DO NOTHING"#,
            postgresql:
                #"INSERT INTO "tagging" ("post_id", "tag_id") VALUES ($1, $2) ON CONFLICT DO NOTHING"#
        ),
        Case(
            "disconnect, of a table without a model", { try labels.remove(tag, from: post) },
            #"DELETE FROM "post_tag" WHERE "post_tag"."post" = ? AND "post_tag"."tag" = ?"#,
            postgresql:
                #"DELETE FROM "post_tag" WHERE "post_tag"."post" = $1 AND "post_tag"."tag" = $2"#),
    ]

    @Test(arguments: reading + changing) func statementsAreWritten(_ form: Case) {
        #expect(SpyDriver.statements(.sqlite, form.work) == [form.sqlite])
        #expect(SpyDriver.statements(.postgresql, form.work) == [form.postgresql ?? form.sqlite])
    }

    /// SQLite counts on by itself after a key that was given.
    @Test func keysAreCountedOnAfterThoseGiven() {
        #expect(
            SpyDriver.statements(.sqlite) { try Tag.insert([Self.tag]) }
                == [#"INSERT INTO "tag" ("id", "name") VALUES (?, ?)"#])
        let statements = SpyDriver.statements(.postgresql) { try Tag.insert([Self.tag]) }
        #expect(
            statements == [
                #"INSERT INTO "tag" ("id", "name") VALUES ($1, $2)"#,
                """
                SELECT setval(counter.name, $1) FROM (SELECT pg_get_serial_sequence($2, $3)::regclass \
                AS name) AS counter WHERE counter.name IS NOT NULL AND \
                coalesce(pg_sequence_last_value(counter.name), 0) < $1
                """,
            ])
    }

    @Test func relationsAreLoadedByTheirKeys() {
        let statements = SpyDriver.statements(.postgresql) {
            _ = try Post.author.load([Self.post, Post(title: "b", authorID: 2)])
        }
        #expect(statements.count == 1)
        #expect(statements.first?.hasSuffix(#"WHERE "author"."id" IN ($1, $2)"#) == true)
    }

    @Test func placesInAnOrderAreConditions() throws {
        let query = Post.order { ($0.editorID.descending, $0.title) }
        // As `keysetPage` gives it: [null, "x", 5] and [4, "x", 5].
        let (none, some) = ("W251bGwsIngiLDVd", "WzQsIngiLDVd")
        let start = #"FROM "post" WHERE "#
        let order = """
             ORDER BY "post"."editor_id" DESC, "post"."title", "post"."id" LIMIT ?
            """
        func condition(_ work: () throws -> Void) -> String? {
            SpyDriver.statements(.sqlite, work).first.flatMap { sql in
                sql.firstRange(of: start).map { String(sql[$0.upperBound...]) }
            }
        }
        #expect(
            condition { _ = try query.keysetPage(after: none) } == """
                FALSE OR "post"."editor_id" IS NULL AND ("post"."title" > ? \
                OR "post"."title" = ? AND "post"."id" > ?)
                """ + order)
        #expect(
            condition { _ = try query.keysetPage(after: some) } == """
                "post"."editor_id" < ? OR "post"."editor_id" IS NULL OR "post"."editor_id" = ? \
                AND ("post"."title" > ? OR "post"."title" = ? AND "post"."id" > ?)
                """ + order)
    }
}
