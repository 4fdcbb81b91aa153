import Dewar
import DewarModels
import DewarTesting
import Testing

/// What clients may send where a query takes it: nothing traps, and nothing becomes SQL.
@Suite struct HostileInputTests {
    private func client(_ system: BoardSystem) throws -> TestClient {
        let app = makeBoard(try system.url()) { app in
            app.get("/sorted") { () -> String in
                let posts = Post.query.order(by: request.args["sort"], among: [\.title, \.created])
                return try posts.orderedByKey().all().map { "\($0.id ?? 0)" }.joined()
            }
            app.get("/seek") { () -> String in
                let page = try Post.order { ($0.created, $0.title) }
                    .keysetPage(after: request.args["after"], limit: 2)
                return "\(page.items.count)"
            }
            app.get("/search") { () -> String in
                let text = request.args["q"] ?? ""
                return try "\(Post.filter { $0.title.contains(text) }.count())"
            }
            app.get("/like") { () -> String in
                let text = request.args["q"] ?? ""
                return try "\(Post.filter { $0.title.like(text) || $0.title.iLike(text) }.count())"
            }
        }
        try app.fillBoard()
        return try TestClient(app)
    }

    private static let texts = [
        "", "'", "\"", "'; DROP TABLE post; --", "\\", "%", "_", "\\%", "a\\", "\u{1}", "\u{FFFF}",
        "한글", "🧑‍🚀", "?", "$1", ":a", "@a", "\r\n", "${x}", "{{ 7*7 }}",
        String(repeating: "%a", count: 2000), String(repeating: "\\", count: 999),
    ]

    @Test(arguments: BoardSystem.allCases)
    func textIsOnlyText(_ system: BoardSystem) async throws {
        let client = try client(system)
        for text in Self.texts {
            let query: MultiDict<String> = ["sort": text, "after": text, "q": text]
            for path in ["/sorted", "/search"] {
                let answer = try await client.get(path, query: query)
                #expect(answer.status == .ok, "\(path) \(text.prefix(20))")
            }
            let sought = try await client.get("/seek", query: query)
            #expect(sought.status == .notFound, "\(text.prefix(20))")
            // A pattern that ends in a lone backslash is none, and a very long one neither.
            let liked = try await client.get("/like", query: query)
            #expect([200, 400].contains(liked.status.code))
        }
        #expect(try await client.get("/sorted").text == "123")
    }

    @Test(arguments: BoardSystem.allCases)
    func randomPlacesAreNoPlaces(_ system: BoardSystem) async throws {
        let client = try client(system)
        var generator = SystemRandomNumberGenerator()
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        for _ in 0..<300 {
            let length = Int.random(in: 1...60, using: &generator)
            let text = String(
                (0..<length).map { _ in letters.randomElement(using: &generator) ?? "A" })
            let answer = try await client.get("/seek", query: ["after": text])
            #expect(answer.status == .notFound || answer.status == .ok)
        }
    }
}
