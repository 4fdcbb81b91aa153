import DewarORM
import Testing

/// What queries give, on every database.
@Suite struct QueryTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let condition: @Sendable (Columns<Post>) -> SQLExpression<Bool>
        /// The keys of the posts.
        let found: [Int]
    }

    static let cases = [
        Case(testDescription: "a value", condition: { $0.views == 5 }, found: [2]),
        Case(testDescription: "nil", condition: { $0.editorID == nil }, found: [1, 4]),
        Case(testDescription: "not nil", condition: { $0.editorID != nil }, found: [2, 3]),
        Case(
            testDescription: "another value or nil", condition: { $0.editorID != 2 },
            found: [1, 3, 4]),
        Case(
            testDescription: "not, with nil", condition: { !($0.editorID == 2) }, found: [1, 3, 4]),
        Case(
            testDescription: "not less, with nil", condition: { !($0.editorID < 2) },
            found: [1, 2, 4]),
        Case(
            testDescription: "two columns", condition: { $0.authorID == $0.editorID }, found: []),
        Case(
            testDescription: "a prefix minds case", condition: { $0.title.hasPrefix("al") },
            found: [3]),
        Case(
            testDescription: "a suffix", condition: { $0.title.hasSuffix("a") }, found: [1, 2, 3]),
        Case(
            testDescription: "a percent sign means itself", condition: { $0.title.hasPrefix("1%") },
            found: []),
        Case(
            testDescription: "a part with a percent sign", condition: { $0.title.contains("0%") },
            found: [4]),
        Case(testDescription: "like minds case", condition: { $0.title.like("al%") }, found: [3]),
        Case(
            testDescription: "iLike does not", condition: { $0.title.iLike("AL%") }, found: [1, 3]),
        Case(
            testDescription: "an escaped sign of like", condition: { $0.title.like("1__\\%") },
            found: [4]),
        Case(
            testDescription: "lower case", condition: { $0.title.lowercased == "beta" }, found: [2]),
        Case(testDescription: "length", condition: { $0.title.length == 4 }, found: [2, 4]),
        Case(testDescription: "one of", condition: { $0.views.in([5, 7, 99]) }, found: [2, 3]),
        Case(testDescription: "one of none", condition: { $0.views.in([]) }, found: []),
        Case(
            testDescription: "not one of none", condition: { !$0.views.in([]) },
            found: [1, 2, 3, 4]),
        Case(
            testDescription: "one of some or nil", condition: { $0.editorID.in([1, nil]) },
            found: [1, 3, 4]),
        Case(testDescription: "between", condition: { $0.views.between(5...7) }, found: [2, 3]),
        Case(testDescription: "whole division", condition: { $0.views / 3 == 2 }, found: [3]),
        Case(
            testDescription: "division by zero is nil", condition: { ($0.views / 0) == nil },
            found: [1, 2, 3, 4]),
        Case(testDescription: "the rest", condition: { $0.views % 2 == 1 }, found: [2, 3]),
        Case(
            testDescription: "a column of a relation", condition: { $0.author.name == "Bob" },
            found: [3, 4]),
        Case(
            testDescription: "a column of what may not be there",
            condition: { $0.editor.name == nil }, found: [1, 4]),
        Case(
            testDescription: "rows that exist", condition: { $0.comments.exist }, found: [1, 3]),
        Case(
            testDescription: "rows that exist with a condition on their relation",
            condition: { $0.comments.exist { $0.author.name == "Cem" } }, found: [1]),
        Case(
            testDescription: "rows through a table",
            condition: { $0.tags.exist { $0.name == "web" } }, found: [1, 2]),
        Case(testDescription: "a count", condition: { $0.tags.count() > 1 }, found: [1]),
        Case(
            testDescription: "a subquery",
            condition: { $0.authorID.in(Author.filter { $0.role == .admin }.select { $0.id }) },
            found: [1, 2]),
        Case(
            testDescription: "a scalar subquery",
            condition: { $0.views == SQLExpression(Post.select { $0.views.max() }) }, found: [1]),
        Case(
            testDescription: "a correlated subquery",
            condition: { post in Comment.filter { $0.postID == post.id }.exist }, found: [1, 3]),
        Case(
            testDescription: "or without nil", condition: { $0.editorID.or(0) == 0 }, found: [1, 4]),
        Case(
            testDescription: "SQL of one's own",
            condition: { _ in SQLExpression("length(title) = \(4)") }, found: [2, 4]),
    ]

    @Test(arguments: TestDatabase.allCases, cases)
    func conditionsFindTheirRows(_ database: TestDatabase, _ form: Case) throws {
        try database.filledBoard { (_) throws in
            let found = try Post.filter(form.condition).orderedByKey().select { $0.id }.all()
            #expect(found == form.found)
        }
    }

    @Test(arguments: TestDatabase.allCases) func rowsComeInOrder(_ database: TestDatabase) throws {
        try database.filledBoard { (_) throws in
            func ids(_ query: Query<Post>) throws -> [Int?] { try query.all().map(\.id) }
            #expect(try ids(Post.order { $0.title }) == [4, 1, 2, 3])
            #expect(try ids(Post.order { $0.views.descending }) == [1, 3, 2, 4])
            #expect(try ids(Post.order { ($0.editorID, $0.id) }) == [1, 4, 3, 2])
            #expect(try ids(Post.order { ($0.editorID.descending, $0.id) }) == [2, 3, 1, 4])
            #expect(
                try ids(Post.order { ($0.editorID.ascending.nullsLast, $0.id) }) == [3, 2, 1, 4])
            #expect(try ids(Post.order { $0.id }.reversed().limit(2)) == [4, 3])
            #expect(try ids(Post.order { $0.id }.offset(3)) == [4])
            #expect(try ids(Post.order { $0.id }.offset(1).limit(2)) == [2, 3])
            #expect(try ids(Post.query.orderedByKey().limit(3).order { $0.views }) == [2, 3, 1])
            #expect(try ids(Post.order { ($0.author.name.descending, $0.id) }) == [3, 4, 1, 2])
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func oneRowIsWantedInDifferentWays(_ database: TestDatabase) throws {
        try database.filledBoard { (_) throws in
            #expect(try Post.find(2)?.title == "Beta")
            #expect(try Post.find(99) == nil)
            #expect(try Tagging.find(1, 2) == Tagging(postID: 1, tagID: 2))
            #expect(try Post.get(1).title == "Alpha")
            #expect(throws: DatabaseError.self) { try Post.get(99) }
            #expect(throws: DatabaseError.self) { try Tagging.find(1) }
            #expect(try Post.order { $0.id }.first()?.id == 1)
            #expect(try Post.filter { $0.id == 99 }.first() == nil)
            #expect(try Post.filter { $0.id == 2 }.one().id == 2)
            #expect(try Post.filter { $0.id == 99 }.oneOrNone() == nil)
            #expect(throws: DatabaseError.self) { try Post.filter { $0.id == 99 }.one() }
            #expect(throws: DatabaseError.self) { try Post.query.one() }
            #expect(try Post.query.count() == 4)
            #expect(try Post.query.limit(3).count() == 3)
            #expect(try Post.filter { $0.views > 6 }.count() == 2)
            #expect(try Post.filter { $0.views > 6 }.exists())
            #expect(try !Post.filter { $0.views > 60 }.exists())
        }
    }

    @Test(arguments: TestDatabase.allCases) func valuesAreSelected(_ database: TestDatabase) throws
    {
        try database.filledBoard { (_) throws in
            #expect(try Post.select { $0.views.sum() }.one() == 22)
            #expect(try Post.select { $0.views.average() }.one() == 5.5)
            let (low, high) = try Post.select { ($0.views.min(), $0.views.max()) }.one()
            #expect([low, high] == [0, 10])
            #expect(try Post.filter { $0.id > 99 }.select { $0.views.sum() }.one() == nil)
            #expect(try Post.select { $0.authorID.count(distinct: true) }.one() == 2)
            let authors: [Int] = try Post.select { $0.authorID }.distinct().all()
            #expect(Set(authors) == [1, 2])
            let sums = try Post.group { $0.author.name }.having { $0.views.sum() > 6 }
                .order { $0.author.name }
                .select { ($0.author.name, $0.views.sum(), countOfRows()) }.all()
            #expect(sums.map(\.0) == ["Ada", "Bob"])
            #expect(sums.map(\.1) == [15, 7])
            #expect(sums.map(\.2) == [2, 2])
            let sizes = try Post.order { $0.id }.select {
                choose($0.views > 9, "large").when($0.views > 5, "middling").otherwise("small")
            }.all()
            #expect(sizes == ["large", "small", "middling", "small"])
            let texts = try Post.order { $0.id }.limit(1)
                .select { $0.views.cast(to: String.self) }.all()
            #expect(texts == ["10"])
            struct Summary: Equatable { var title: String, views: Int }
            let summaries = try Post.filter { $0.id == 1 }.select { ($0.title, $0.views) }
                .all { Summary(title: $0.0, views: $0.1) }
            #expect(summaries == [Summary(title: "Alpha", views: 10)])
        }
    }

    @Test(arguments: TestDatabase.allCases) func queriesAreCombined(_ database: TestDatabase) throws
    {
        try database.filledBoard { (_) throws in
            let low = Post.filter { $0.views < 7 }, even = Post.filter { $0.id.in([2, 4]) }
            func ids(_ query: Query<Post>) throws -> [Int?] {
                try query.orderedByKey().all().map(\.id)
            }
            // Not inside #expect: two such closures in two of them, themselves inside a closure, get
            // one symbol, and the code of one runs for both (6.3.1).
            let three = Post.filter { $0.id == 3 }, two = Post.filter { $0.id == 2 }
            #expect(try ids(low.union(three)) == [2, 3, 4])
            #expect(try ids(low.unionAll(even)) == [2, 2, 4, 4])
            #expect(try ids(low.intersection(even.limit(10))) == [2, 4])
            #expect(try ids(low.subtracting(two)) == [4])
            #expect(try low.union(even).count() == 2)
        }
    }

    @Test(arguments: TestDatabase.allCases) func rowsAreChanged(_ database: TestDatabase) throws {
        try database.filledBoard { _ in
            let changed = try Post.filter { $0.authorID == 1 }.update {
                $0.set(\.views) { $0.views + 1 }
                $0.set(\.body, "new")
            }
            #expect(changed == 2)
            #expect(try Post.order { $0.id }.select { $0.views }.all() == [11, 6, 7, 0])
            let limited = try Post.order { $0.views.descending }.limit(1)
                .updateReturning { $0.set(\.views, 0) }
            #expect(limited.map(\.id) == [1])
            #expect(try Post.filter { $0.author.name == "Bob" }.delete() == 2)
            #expect(try Post.filter { $0.id == 1 }.deleteReturning().map(\.title) == ["Alpha"])
            #expect(try Post.query.update { _ in } == 0)
            #expect(try Post.query.select { $0.id }.all() == [2])
            #expect(try Tagging.query.limit(1).delete() == 1)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func ownSQLBindsWhatIsInterpolated(_ database: TestDatabase) throws {
        try database.filledBoard { database in
            let hostile = "x' OR '1'='1"
            let found = try database.sql("SELECT id FROM post WHERE title = \(hostile)").all()
            #expect(found.isEmpty)
            let ids = [1, 3]
            let rows = try database.sql(
                "SELECT id, title FROM \(name: "post") WHERE id IN (\(list: ids)) ORDER BY id"
            ).all()
            #expect(try rows.map { try $0.get("title", as: String.self) } == ["Alpha", "alpaca"])
            let (id, title) = try #require(
                try database.sql("SELECT id, title FROM post WHERE id = \(2)")
                    .all(Int.self, String.self).first)
            #expect(id == 2)
            #expect(title == "Beta")
            #expect(
                try database.sql("SELECT * FROM post WHERE id = \(2)").all(as: Post.self)
                    == [Post.get(2)])
            #expect(try database.sql("DELETE FROM comment WHERE id = \(1)").run() == 1)
            #expect(throws: DatabaseError.self) { try rows[0].get("titel", as: String.self) }
        }
    }
}
