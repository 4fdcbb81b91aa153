import Dewar
import DewarModels
import DewarSQLite
import DewarTesting
import Logging
import Synchronization
import Testing

@Suite struct FailureTests {
    private func view(
        _ settings: JSONObject = [:], throwing error: @escaping @Sendable () throws -> Void,
        _ setUp: (Application) -> Void = { _ in }
    ) async throws -> TestAnswer {
        let app = makeBoard("sqlite://", settings) { app in
            app.get("/fail") { () -> String in
                try error()
                return ""
            }
            setUp(app)
        }
        try app.fillBoard()
        return try await TestClient(app).get("/fail")
    }

    @Test func aDatabaseThatIsAwayIsUnavailable() async throws {
        let app = makeBoard("sqlite:////nonexistent/folder/board.db")
        let answer = try await TestClient(app).get("/api/posts/1")
        #expect(answer.status == .serviceUnavailable)
        #expect(answer.headers["Retry-After"] == "5")
        #expect(!answer.text.contains("nonexistent"))
    }

    @Test func anExhaustedPoolIsUnavailable() async throws {
        var configuration = DatabaseConfiguration()
        configuration.poolTimeout = .milliseconds(20)
        let app = Application { app in
            app.install(Models("sqlite://", using: .sqlite, configuration: configuration))
            app.get("/posts") { try Post.query.all() }
        }
        try app.database.createAll(boardTables)
        let client = try TestClient(app)
        let database = try app.database
        try await database.transaction {
            // Another task has no transaction of its own.
            let answer = try await Task.detached { try await client.get("/posts") }.value
            #expect(answer.status == .serviceUnavailable)
        }
        #expect(try await client.get("/posts").status == .ok)
    }

    @Test func otherFailuresAreFailures() async throws {
        let answer = try await view { _ = try Author(name: "Ada").inserted() }
        #expect(answer.status == .internalServerError)
        #expect(!answer.text.contains("author"))
        #expect(try await view { _ = try Post.get(99) }.status == .internalServerError)
    }

    @Test func aTemplateMeetsTheSameErrors() async throws {
        let answer = try await view {
            let post = Post(title: "", authorID: 1)
            let gone = try Database("sqlite:////nonexistent/x.db", using: .sqlite)
            _ = try gone.run { try renderString("{{ post.author.name }}", ["post": post]) }
        }
        #expect(answer.status == .serviceUnavailable)
    }

    @Test func handlersComeFirst() async throws {
        let byType = try await view(throwing: { _ = try Author(name: "Ada").inserted() }) { app in
            app.errorHandler(DatabaseError.self) { error in
                ("\("\(error.kind)".prefix(10))", .conflict)
            }
        }
        #expect(byType.status == .conflict && byType.text == "constraint")
    }

    @Test(arguments: [
        ("", "the configuration has no 'DATABASE_URL'"),
        ("mysql://localhost/x", "no database system given has URLs of scheme 'mysql'"),
        ("board.db", "cannot read the database URL"),
    ])
    func aURLThatIsOfNoUseEndsTheStart(_ url: String, _ sentence: String) async throws {
        let app = Application { $0.install(Models(url, using: .sqlite)) }
        let error = await #expect(throws: StartError.self) { try await app.start() }
        #expect(error.map { "\($0)".contains(sentence) } == true)
    }

    @Test func settingsAreChecked() async throws {
        for settings: JSONObject in [
            ["DATABASE_POOL_SIZE": "many"], ["DATABASE_POOL_SIZE": 0],
            ["DATABASE_POOL_TIMEOUT": -1], ["DATABASE_STATEMENT_TIMEOUT": 1e300],
        ] {
            let app = makeBoard("sqlite://", settings)
            #expect(throws: DatabaseError.self) { _ = try app.database }
        }
        let app = makeBoard("sqlite://", ["DATABASE_POOL_SIZE": 3, "DATABASE_POOL_TIMEOUT": 0.5])
        let configuration = try app.database.configuration
        #expect(configuration.poolSize == 3)
        #expect(configuration.poolTimeout == .milliseconds(500))
    }

    @Test func developersSeeTheStatementsWithoutValues() async throws {
        let app = makeBoard("sqlite://", ["DEBUG": true]) { app in
            app.get("/panel") { () -> JSON in
                for post in try Post.query.all() { _ = try Post.author.load(post) }
                _ = try Author.filter { $0.name == "s3cret" }.count()
                let panel = try currentApp.failurePanels.first ?? abort(.notFound)
                return JSON([panel.title, "\(panel.columns.map(\.title))", "\(panel.rows)"])
            }
        }
        try app.fillBoard()
        let answer = try await TestClient(app).get("/panel")
        #expect(answer.text.contains("Queries"))
        #expect(answer.text.contains("N+1: 3 times"))
        #expect(answer.text.contains("Post.author at DewarModelsTests/FailureTests.swift"))
        #expect(answer.text.contains("SELECT count(*)"))
        #expect(!answer.text.contains("s3cret"))
    }

    @Test func inProductionNobodyRecords() async throws {
        let app = makeBoard("sqlite://") { app in
            app.get("/panel") { () -> String in
                _ = try Post.query.all()
                return "\(currentApp.failurePanels.count)"
            }
        }
        try app.fillBoard()
        #expect(try await TestClient(app).get("/panel").text == "0")
    }

    @Test func withoutTheExtensionThereIsASentence() throws {
        let app = Application { _ in }
        let error = #expect(throws: DatabaseError.self) { _ = try app.database }
        #expect(
            error?.description
                == "the application has no database: add one with app.install(Models(…)).")
    }

    @Test func whatIsAskedForEachOfManyIsReported() async throws {
        let lines = LineRecorder()
        let app = Application(logger: Logger(label: "test") { _ in lines }) { app in
            app.config["DEBUG"] = true
            app.install(Models("sqlite://", using: .sqlite))
            app.get("/each") { () -> String in
                var names: [String] = []
                for post in try Post.query.all() {
                    names.append(try Post.author.load(post).name)
                    names.append(try Author.get(post.authorID).name)
                }
                return names.joined(separator: " ")
            }
            app.get("/once") { () -> String in
                try Post.query.with(Post.author).all().map { try $0.author.name }.joined()
            }
        }
        try app.fillBoard()
        let client = try TestClient(app)
        _ = try await client.get("/once")
        #expect(lines.lines.isEmpty)
        _ = try await client.get("/each")
        #expect(lines.lines.count == 2)
        #expect(
            lines.lines.contains {
                $0.hasPrefix("N+1: Post.author at DewarModelsTests/FailureTests.swift:")
                    && $0.contains("was loaded 3 times") && $0.hasSuffix("(GET /each)")
            })
        #expect(lines.lines.contains { $0.contains("the same query was run 3 times") })
    }
}

/// Keeps the lines of a log.
final class LineRecorder: LogHandler {
    private let kept = Mutex<[String]>([])
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .warning }
        set {}
    }

    var lines: [String] { kept.withLock { $0 } }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) { kept.withLock { $0.append("\(event.message)") } }
}
