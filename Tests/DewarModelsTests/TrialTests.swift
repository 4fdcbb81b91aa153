import Dewar
import DewarModels
import DewarTesting
import SystemFixture
import Testing

@Suite struct TrialTests {
    @Test(arguments: BoardSystem.allCases)
    func aTestLeavesNothingBehind(_ system: BoardSystem) async throws {
        let app = makeBoard(try system.url())
        try app.fillBoard()
        let client = try TestClient(app)
        try await app.database.withRollback {
            _ = try Post(title: "Own", authorID: 1).inserted()
            #expect(try await client.post("/posts", form: ["title": "Sent"]).status == .ok)
            #expect(try await client.post("/posts", form: ["title": "fail"]).status == .conflict)
            #expect(try await client.get("/api/posts").json["total"]?.int == 5)
        }
        #expect(try await client.get("/api/posts").json["total"]?.int == 3)
    }

    @Test(arguments: BoardSystem.allCases)
    func testsRunBesideEachOther(_ system: BoardSystem) async throws {
        try await TemporaryFolder.with { folder in
            let file = "sqlite:///\(folder)/board.db"
            let app = makeBoard(system == .sqlite ? file : try system.url())
            try app.fillBoard()
            try await withThrowingTaskGroup(of: Int?.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        try await app.database.withRollback {
                            let client = try TestClient(app)
                            _ = try await client.post("/posts", form: ["title": "\(number)"])
                            return try await client.get("/api/posts").json["total"]?.int
                        }
                    }
                }
                for try await total in group { #expect(total == 4) }
            }
            let count = try app.database.run { try Post.query.count() }
            #expect(count == 3)
        }
    }

    @Test(arguments: BoardSystem.allCases)
    func isolationLevelsDoNotMatterInATest(_ system: BoardSystem) throws {
        let app = makeBoard(try system.url())
        try app.fillBoard()
        let database = try app.database
        try database.withRollback {
            try database.transaction(isolation: .serializable) {
                _ = try Post(title: "Own", authorID: 1).inserted()
            }
            #expect(try Post.query.count() == 4)
            try database.withRollback {
                _ = try Post(title: "Inner", authorID: 1).inserted()
                #expect(try Post.query.count() == 5)
            }
            #expect(try Post.query.count() == 4)
            // A statement that fails spoils nothing.
            #expect(throws: DatabaseError.self) { try Author(name: "Ada").inserted() }
            #expect(try Post.query.count() == 4)
        }
        #expect(try database.run { try Post.query.count() } == 3)
    }

    @Test(arguments: BoardSystem.allCases)
    func queriesAreCounted(_ system: BoardSystem) async throws {
        let app = makeBoard(try system.url())
        try app.fillBoard()
        let client = try TestClient(app)
        let log = QueryLog()
        try await log.record { _ = try await client.get("/posts") }
        // Rows, their number, authors, comments.
        #expect(log.count == 4)
    }
}
