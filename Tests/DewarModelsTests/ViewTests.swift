import Dewar
import DewarModels
import DewarTesting
import Testing

@Suite struct ViewTests {
    private func client(
        _ system: BoardSystem = .sqlite, _ setUp: (Application) -> Void = { _ in }
    ) throws -> TestClient {
        let app = makeBoard(try system.url(), [:], setUp)
        try app.fillBoard()
        return try TestClient(app)
    }

    @Test(arguments: BoardSystem.allCases)
    func rowsAreFoundOrMissed(_ system: BoardSystem) async throws {
        let client = try client(system)
        let found = try await client.get("/posts/1")
        #expect(found.text == "Alpha: Bob Ada ")
        #expect(try await client.get("/posts/99").status == .notFound)
    }

    @Test(arguments: BoardSystem.allCases)
    func aPageIsThatOfTheRequest(_ system: BoardSystem) async throws {
        let client = try client(system)
        let first = try await client.get("/posts?per_page=2")
        #expect(
            first.text == """
                Alpha by Ada (2)
                &lt;Beta&gt; by Bob (0)
                [1] <a href="/posts?page=2">2</a> next 2 of 3
                """)
        let second = try await client.get("/posts?per_page=2&page=2")
        #expect(
            second.text == """
                Gamma by Ada (0)
                <a href="/posts?page=1">1</a> [2]  of 3
                """)
    }

    /// What Flask-SQLAlchemy 3.1 answers with.
    @Test(arguments: [
        ("page=1", 200), ("page=%201%20", 200), ("page=%2B1", 200), ("page=0_1", 200),
        ("page=4", 404), ("page=0", 404), ("page=-1", 404), ("page=x", 404), ("page=", 404),
        ("page=1.0", 404), ("page=1_", 404), ("per_page=0", 404), ("per_page=-1", 404),
        ("per_page=x", 404), ("per_page=1000000", 200),
        ("page=1000000000000000000000000000000", 404),
        ("page=9223372036854775807&per_page=1", 404),
        ("per_page=1000000000000000000000000000000", 200), ("page=--1", 404), ("page=%00", 404),
    ])
    func numbersOfPagesAreRead(_ query: String, _ status: Int) async throws {
        let client = try client()
        #expect(try await client.get("/posts?\(query)").status.code == status)
    }

    @Test func withoutErrorsThereIsAPageForEveryNumber() async throws {
        let client = try client { app in
            app.get("/any") { () -> String in
                let page = try Post.order { $0.id }.paginate(maxPerPage: nil, errorOut: false)
                return "\(page.page) \(page.perPage) \(page.items.count) \(page.iterPages())"
            }
        }
        for (query, wanted) in [
            ("page=x&per_page=x", "1 20 3 [Optional(1)]"),
            ("page=0&per_page=0", "1 20 3 [Optional(1)]"),
            (
                "page=9223372036854775807&per_page=1",
                "9223372036854775807 1 0 [Optional(1), Optional(2), nil]"
            ),
            ("page=2&per_page=9223372036854775807", "2 9223372036854775807 0 [Optional(1)]"),
        ] {
            #expect(try await client.get("/any?\(query)").text == wanted)
        }
    }

    @Test(arguments: BoardSystem.allCases)
    func modelsAreJSONWithoutWhatIsHidden(_ system: BoardSystem) async throws {
        let client = try client(system)
        #expect(
            try await client.get("/api/posts/2").text == """
                {"authorID":2,"created":"Sun, 22 Nov 2026 16:23:46 GMT","editorID":1,"id":2,\
                "title":"<Beta>"}

                """)
        let authors = try await client.get("/api/authors")
        #expect(
            authors.text == """
                [{"id":1,"name":"Ada","preferences":{"hidden":[],"theme":"light"},"rank":"editor"},\
                {"id":2,"name":"Bob","preferences":{"hidden":[],"theme":"light"},"rank":"member"}]

                """)
        let page = try await client.get("/api/posts?per_page=1")
        #expect(try page.json["has_next"]?.bool == true)
        #expect(try page.json["items"]?.array?.count == 1)
        #expect(try page.json["prev_num"] == .null)
    }

    @Test func whatIsThrownTakesBackTheTransaction() async throws {
        let app = makeBoard()
        try app.fillBoard()
        let client = try TestClient(app)
        #expect(try await client.post("/posts", form: ["title": "fail"]).status == .conflict)
        #expect(try await client.post("/posts", form: ["title": "Delta"]).status == .ok)
        let titles = try app.database.run { try Post.query.orderedByKey().all().map(\.title) }
        #expect(titles == ["Alpha", "<Beta>", "Gamma", "Delta"])
    }

    @Test func otherContextsHaveTheDatabaseToo() async throws {
        let app = makeBoard()
        try app.fillBoard()
        let count = try await app.withContext { try Post.query.count() }
        #expect(count == 3)
        #expect(throws: DatabaseError.self) { try Post.query.count() }
        let (streamed, counted) = (Counter(), Counter())
        let other = makeBoard("sqlite://") { app in
            app.get("/stream") {
                Response(
                    body: .stream { writer in
                        try await writer.write(Array("\(try Post.query.count())".utf8))
                        streamed.add()
                    })
            }
            app.get("/work") {
                try currentApp.background {
                    _ = try? Post.query.count()
                    counted.add()
                }
                return ""
            }
        }
        try other.fillBoard()
        let client = try TestClient(other)
        #expect(try await client.get("/stream").text == "3")
        _ = try await client.get("/work")
        await client.finishBackground()
        #expect(streamed.value == 1 && counted.value == 1)
    }

    @Test func eachApplicationHasItsOwnDatabase() async throws {
        let (first, second) = (makeBoard(), makeBoard())
        try first.fillBoard()
        try second.database.createAll(boardTables)
        #expect(try await TestClient(first).get("/api/authors").json.array?.count == 2)
        #expect(try await TestClient(second).get("/api/authors").json.array?.count == 0)
    }

    @Test(arguments: BoardSystem.allCases)
    func textThatNoDatabaseKeepsIsABadRequest(_ system: BoardSystem) async throws {
        let client = try client(system)
        #expect(try await client.post("/posts", form: ["title": "a\0b"]).status == .badRequest)
    }
}
