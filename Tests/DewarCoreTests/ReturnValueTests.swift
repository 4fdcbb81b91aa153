import Dewar
import DewarTesting
import Testing

/// What a view may return beside the plain forms: header fields, values that may be missing,
/// `Encodable` types, sequences of pieces.
///
/// Expected values are Flask's where it knows the form.
@Suite struct ReturnValueTests {
    private struct Weather: Codable, ResponseConvertible {
        var town: String
        var degrees: Double
    }
    private struct Row: Encodable { var id: Int }

    private static func stream(_ pieces: String...) -> AsyncStream<String> {
        AsyncStream { continuation in
            for piece in pieces { continuation.yield(piece) }
            continuation.finish()
        }
    }

    private static let app = Application { app in
        app.route("/html") { ("<p>", 201, ["X-A": "b", "Set-Cookie": "c=d"]) }
        app.route("/html-headers") { ("<p>", ["X-A": "b"]) }
        app.route("/html/<name>") { name in ("<p>\(name)", .accepted, ["X-A": "\(name)"]) }
        app.route("/html-request") { (request: Request) in
            ("<p>\(request.path)", .accepted, ["X-A": "b"])
        }
        app.route("/json") { (["a": 1], .created, ["X-A": "b"]) }
        app.route("/json-headers") { (["a": 1], ["X-A": "b"]) }
        app.route("/json/<int:id>") { (id: Int) in (["a": .int(id)], ["X-A": "b"]) }
        app.route("/json-type") { (["a": 1], ["content-type": "application/vnd.api+json"]) }
        app.route("/text") {
            let text = "<i>"; return (text, .ok, ["X-A": "b"])
        }
        app.route("/plain") {
            let text = "<i>"; return (text, ["Content-Type": "text/plain"])
        }
        app.route("/svg") {
            let text = "<i>"; return (text, ["Content-Type": "image/svg+xml"])
        }
        app.route("/response") { (redirect("/"), ["X-A": "b"]) }

        app.route("/optional/<int:id>") { (id: Int) in [1: "one"][id] }
        app.route("/optional-json/<int:id>") { (id: Int) -> JSON? in id == 1 ? ["id": 1] : nil }
        app.route("/optional-status/<int:id>") { (id: Int) in ([1: "one"][id], .created) }
        app.route("/missing/<int:id>") { (id: Int) in try [1: "one"][id] ?? abort(.gone) }

        app.route("/weather") { Weather(town: "서울", degrees: 21.5) }
        app.route("/weathers") { [Weather(town: "A", degrees: 1)] }
        app.route("/rows") { [Row(id: 1), Row(id: 2)] }
        app.route("/row-by-name") { ["b": Row(id: 1), "a": Row(id: 2)] }
        app.route("/row-status") { ([Row(id: 1)], .created) }
        app.route("/jsonify") { try jsonify(Row(id: 3)) }
        app.route("/nan") { [Double.nan] }

        app.route("/stream") { stream("<i>", "&") }
        app.route("/stream-csv") { (stream("<i>", "&"), .ok, ["Content-Type": "text/csv"]) }
        app.route("/stream-markup") {
            AsyncStream<Markup> { continuation in
                continuation.yield("<b>\("<")</b>")
                continuation.finish()
            }
        }
        app.route("/stream-throws") {
            AsyncThrowingStream<[UInt8], any Error> { continuation in
                continuation.yield(Array("raw".utf8))
                continuation.finish(throwing: HTTPError(.notFound))
            }
        }
        app.route("/stream-own") {
            Response.stream(stream("a", "b").map { "\($0)<" }, contentType: "text/plain")
        }
        app.post("/echo") { (request: Request) in
            Response.stream(request.body, contentType: "application/octet-stream")
        }
        app.route("/stream-context") {
            Response.stream(contentType: "text/plain") { out in
                await Task.yield()
                try await out.write("\(request.path) \(currentApp === app)")
            }
        }
    }

    @Test(
        arguments: [
            ("/html", 201, "<p>"), ("/html-headers", 200, "<p>"), ("/html/<", 202, "<p>&lt;"),
            ("/html-request", 202, "<p>/html-request"), ("/json", 201, "{\"a\":1}\n"),
            ("/json-headers", 200, "{\"a\":1}\n"), ("/json/7", 200, "{\"a\":7}\n"),
            ("/text", 200, "&lt;i&gt;"), ("/plain", 200, "<i>"), ("/svg", 200, "&lt;i&gt;"),
            ("/optional/1", 200, "one"), ("/optional/2", 404, nil),
            ("/optional-json/1", 200, "{\"id\":1}\n"), ("/optional-json/2", 404, nil),
            ("/optional-status/1", 201, "one"), ("/optional-status/2", 404, nil),
            ("/missing/1", 200, "one"), ("/missing/2", 410, nil),
            ("/weather", 200, "{\"degrees\":21.5,\"town\":\"\\uc11c\\uc6b8\"}\n"),
            ("/weathers", 200, "[{\"degrees\":1.0,\"town\":\"A\"}]\n"),
            ("/rows", 200, "[{\"id\":1},{\"id\":2}]\n"),
            ("/row-by-name", 200, "{\"a\":{\"id\":2},\"b\":{\"id\":1}}\n"),
            ("/row-status", 201, "[{\"id\":1}]\n"), ("/jsonify", 200, "{\"id\":3}\n"),
            ("/nan", 200, "[NaN]\n"),
            ("/stream", 200, "&lt;i&gt;&amp;"), ("/stream-csv", 200, "<i>&"),
            ("/stream-markup", 200, "<b>&lt;</b>"), ("/stream-throws", 200, "raw"),
            ("/stream-own", 200, "a<b<"), ("/stream-context", 200, "/stream-context true"),
        ] as [(String, Int, String?)])
    func answersAsWritten(target: String, status: Int, text: String?) async throws {
        let answer = try await TestClient(Self.app).get(target)
        #expect(answer.status.code == status)
        if let text { #expect(answer.text == text) }
    }

    @Test func headersTakeThePlacesOfTheValuesOwn() async throws {
        let client = try TestClient(Self.app)
        for target in [
            "/html", "/html-headers", "/html-request", "/json", "/json-headers", "/json/7", "/text",
            "/response",
        ] {
            #expect(try await client.get(target).headers["X-A"] == "b", "\(target)")
        }
        #expect(try await client.get("/html").headers[.setCookie] == "c=d")
        let types = try await client.get("/json-type").headers.all("Content-Type")
        #expect(types == ["application/vnd.api+json"])
        #expect(try await client.get("/stream-csv").headers.all("Content-Type") == ["text/csv"])
        #expect(try await client.get("/response").headers[.location] == "/")
    }

    @Test func aBodyIsSentBackAsItComes() async throws {
        #expect(try await TestClient(Self.app).post("/echo", body: "<body>").text == "<body>")
    }

    @Test func makeResponseTakesStatusAndHeaders() throws {
        let page = makeResponse("<p>", 201, ["X-A": "b"])
        #expect(page.status == .created && page.headers["X-A"] == "b")
        let list = try makeResponse([1, 2], .accepted, ["X-A": "b"])
        #expect(list.status == .accepted && list.headers[.contentType] == "application/json")
    }

    @Test func errorHandlersReturnHeadersAsWell() async throws {
        struct Failure: Error {}
        let app = Application { app in
            app.errorHandler(.notFound) { _ in ("<p>none", .notFound, ["X-A": "status"]) }
            app.errorHandler(Failure.self) { _ in (["failed": true], ["X-A": "type"]) }
            app.route("/fails") { () -> String in throw Failure() }
        }
        let client = try TestClient(app)
        let missing = try await client.get("/none")
        #expect(missing.status == .notFound && missing.headers["X-A"] == "status")
        let failed = try await client.get("/fails")
        #expect(failed.text == "{\"failed\":true}\n" && failed.headers["X-A"] == "type")
    }
}
