import Dewar
import DewarTesting
import Synchronization
import Testing

/// Templates that are rendered while they are sent.
@Suite(.timeLimit(.minutes(1)))
struct StreamTemplateTests {
    private struct Gone: Error {}

    /// Takes pieces, up to a number.
    private final class Reader: ResponseBodyWriter {
        let pieces = Mutex<[String]>([])
        private let limit: Int

        init(limit: Int = .max) { self.limit = limit }

        func write(_ bytes: [UInt8]) async throws {
            try pieces.withLock { pieces in
                guard pieces.count < limit else { throw Gone() }
                pieces.append(String(decoding: bytes, as: UTF8.self))
            }
        }
    }

    private static let long =
        "{{ request.path }}{% for n in range(1000) %}{{ n }} {{ step(n) }}{% endfor %}"

    private static func app(_ source: String) -> Application {
        Application { app in
            app.templates.loader = DictionaryLoader(["long.html": source])
            app.templateGlobal("step") { (number: Int) in number }
            app.get("/page") { try streamTemplate("long.html") }
            app.get("/first") { try streamTemplate(["none.html", "long.html"]) }
            app.get("/string") { try streamTemplateString("{{ a }}{{ request.path }}", ["a": "<"]) }
            app.get("/none") { try streamTemplate("none.html") }
        }
    }

    @Test func theContextIsThereUntilTheEnd() async throws {
        let client = try TestClient(Self.app(Self.long))
        let whole = "/page" + (0..<1000).map { "\($0) \($0)" }.joined()
        #expect(try await client.get("/page").text == whole)
        #expect(try await client.get("/first").text == whole.replacing("/page", with: "/first"))
        #expect(try await client.get("/string").text == "&lt;/string")
        #expect(try await client.get("/none").status == .internalServerError)
    }

    @Test func piecesComeBeforeTheEnd() async throws {
        let steps = Mutex(0)
        let app = Application { app in
            app.templateGlobal("step") { (number: Int) -> Int in
                steps.withLock { $0 = number }
                return number
            }
            app.get("/page") { try streamTemplateString(Self.long) }
        }
        let response = try await app.makeResponder().respond(to: Self.request("/page"))
        guard case .stream(let write) = response.body.storage else {
            Issue.record("no stream")
            return
        }
        let reader = Reader(limit: 1)
        await #expect(throws: Gone.self) { try await write(reader) }
        let count = reader.pieces.withLock { $0.count }
        #expect(count == 1)
        // Whoever goes away early does not have the rest rendered.
        let last = steps.withLock { $0 }
        #expect(last < 999)
    }

    @Test func whatFailsCutsTheAnswerOff() async throws {
        let app = Self.app("{% for n in range(1000) %}{{ n }}{% endfor %}{{ 1 / 0 }}")
        let response = try await app.makeResponder().respond(to: Self.request("/page"))
        guard case .stream(let write) = response.body.storage else {
            Issue.record("no stream")
            return
        }
        let reader = Reader()
        await #expect(throws: TemplateError.self) { try await write(reader) }
        let count = reader.pieces.withLock { $0.count }
        #expect(count > 0)
    }

    @Test func moreStreamsThanThreadsAreServed() async throws {
        let client = try TestClient(Self.app(Self.long))
        let lengths = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<150 { group.addTask { try await client.get("/page").text.utf8.count } }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect(lengths == [6785])
    }

    private static func request(_ path: String) throws -> Request {
        try Request(
            parameters: RequestParameters([
                ("REQUEST_METHOD", "GET"), ("PATH_INFO", path), ("HTTP_HOST", "localhost"),
            ]), body: RequestBody())
    }
}
