import Dewar
import DewarTesting
import Testing

/// What is answered without a view, and around one.
///
/// Expected values are Flask's.
@Suite struct DispatcherTests {
    private let client: TestClient

    init() throws {
        client = try TestClient(
            Application { app in
                app.route("/") { "home" }
                app.route("/branch/") { "branch" }
                app.route("/한글/<name>/") { name in "\(name)" }
                app.post("/form") { "posted" }
                app.route("/options", methods: [.get, .options]) { "mine" }
                app.get("/shared") { "read" }
                app.delete("/shared") { "gone" }
                app.route("/empty") { Response(status: .noContent) }
            })
    }

    private func methods(_ answer: TestAnswer) -> Set<String> {
        Set((answer.headers[.allow] ?? "").split(separator: ", ").map(String.init))
    }

    @Test func anUnknownPathIsNotFound() async throws {
        let answer = try await client.get("/nope")
        #expect(answer.status == 404)
        #expect(answer.headers[.contentLength] == "207")
        #expect(answer.text.hasPrefix("<!doctype html>\n<html lang=en>\n<title>404 Not Found</"))
    }

    @Test(arguments: [("", "http://localhost/"), ("a=1", "http://localhost/?a=1")])
    func anEmptyPathIsRedirectedToTheRoot(query: String, location: String) async throws {
        let app = Application { app in app.route("/") { "Hello" } }
        let parameters = RequestParameters([
            ("REQUEST_METHOD", "GET"), ("QUERY_STRING", query), ("HTTP_HOST", "localhost"),
        ])
        let request = try Request(exactly: parameters, body: RequestBody())
        let answer = try await app.makeResponder().respond(to: request)
        #expect(answer.status == 308)
        #expect(answer.headers[.location] == location)
    }

    @Test func aWrongMethodIsToldTheRightOnes() async throws {
        let answer = try await client.post("/")
        #expect(answer.status == 405)
        #expect(methods(answer) == ["GET", "HEAD", "OPTIONS"])
        #expect(answer.headers[.contentLength] == "153")
        #expect(methods(try await client.get("/form")) == ["POST", "OPTIONS"])
        #expect(methods(try await client.post("/shared")) == ["GET", "HEAD", "OPTIONS", "DELETE"])
    }

    @Test func headIsGetWithoutABody() async throws {
        let head = try await client.send(.head, "/")
        let get = try await client.get("/")
        #expect(head.status == get.status)
        #expect(head.headers == get.headers)
        #expect(head.body.isEmpty)
    }

    @Test func optionsAreAnsweredUnlessAViewDoes() async throws {
        let answer = try await client.send(.options, "/shared")
        #expect(answer.status == 200)
        #expect(methods(answer) == ["GET", "HEAD", "OPTIONS", "DELETE"])
        #expect(answer.body.isEmpty)
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
        #expect(try await client.send(.options, "/options").text == "mine")
    }

    @Test(arguments: [
        ("/branch", "http://localhost/branch/"),
        ("/branch?a=b%20c", "http://localhost/branch/?a=b%20c"),
        ("//branch", "http://localhost/branch/"),
        ("/한글/이름", "http://localhost/%ED%95%9C%EA%B8%80/%EC%9D%B4%EB%A6%84/"),
    ])
    func slashesAreRedirected(target: String, location: String) async throws {
        let answer = try await client.get(target)
        #expect(answer.status == 308)
        #expect(answer.headers[.location] == location)
    }

    /// Flask, with request.max_content_length: 413.
    @Test func aBodyThatIsTooLargeIsTold() async throws {
        let app = Application { app in
            app.post("/") { (request: Request) in "\(try request.body.bytes(upTo: 3).count)" }
        }
        let client = try TestClient(app)
        #expect(try await client.post("/", body: "abc").text == "3")
        #expect(try await client.post("/", body: "abcdef").status == 413)
    }

    @Test func aStreamHasItsRequestsContext() async throws {
        let app = Application { app in
            app.route("/stream") {
                Response(body: .stream { try await $0.write("<\(request.path)>") })
            }
        }
        #expect(try await TestClient(app).get("/stream").text == "</stream>")
    }

    @Test func answersWithoutABodySayNothingOfItsLength() async throws {
        let answer = try await client.get("/empty")
        #expect(answer.status == 204)
        #expect(answer.headers[.contentLength] == nil)
    }
}
