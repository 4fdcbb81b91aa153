import Dewar
import DewarTesting
import Testing

/// Every form in which a view can be written, and its answer.
@Suite struct ViewFormTests {
    private enum Shelf: String, RouteParameter { case new, used }

    private static func functionView(_ id: Int) -> String { "<function> \(id)" }

    @Sendable private static func markupFunction(_ id: Int) async throws -> Markup {
        "<p>\(id)</p>"
    }

    private static let titles = [1: "One & only"]

    private static let app = Application { app in
        // Literals are HTML; what is put into them is escaped.
        app.route("/literal") { "<b>안녕</b>" }
        app.route("/untyped/<name>") { name in "I am \(name)" }
        app.route("/shorthand/<name>") { "I am \($0)" }
        app.route("/typed/<int:id>") { (id: Int) in "<p>\(id + 1)</p>" }
        app.route("/two/<int:id>/<name>") { (id: Int, name: String) in "\(id) is \(name)" }
        app.route("/all/<float:f>/<uuid:u>/<path:p>") { (f: Double, u: UUID, p: String) in
            "\(f) \(u) \(p)"
        }
        app.route("/shelf/<any(new, used, lost):shelf>") { (shelf: Shelf) in
            "\(shelf.rawValue) books"
        }

        // Values: text is escaped as a whole, markup is not, JSON is JSON.
        app.route("/text") {
            let text = "<i>"; return text
        }
        app.route("/markup") {
            let html = Markup(html: "<i>"); return html
        }
        app.route("/bytes") { [UInt8]("raw <b>".utf8) }
        app.route("/json") { ["b": 1, "a": ["x", nil, 2.5], "c": ["d": true]] }
        app.route("/json/<int:id>") { (id: Int) in ["id": .int(id), "name": "n\(id)"] }
        app.route("/json-text/<name>") { name in ["name": "\(name)"] }
        app.route("/list") { [1, 2, 3] }
        app.route("/texts") { ["a", "b"] }
        app.route("/json-value") { () -> JSON in [1, "two"] }

        // Tuples with a status.
        app.route("/tuple") { ("<p>made", .created) }
        app.route("/tuple/<int:id>") { (id: Int) in ("<p>\(id)", 202) }
        app.route("/tuple-untyped/<name>") { name in ("\(name)", .accepted) }
        app.route("/tuple-json") { (["ok": false], .conflict) }
        app.route("/tuple-text") {
            let text = "<"; return (text, .created)
        }

        // The request first.
        app.route("/request") { (request: Request) in "\(request.method.rawValue) \(request.path)" }
        app.route("/request/<int:id>") { (request: Request, id: Int) in
            "\(request.queryString) \(id)"
        }
        app.route("/request-json") { (request: Request) in ["path": .string(request.path)] }
        app.route("/request-tuple") { (request: Request) in ("<p>\(request.path)", .created) }

        // Mixed results say Response.
        app.route("/mixed/<word>") { (word: String) -> Response in
            if word == "home" { return redirect("/") }
            return "not \(word)"
        }
        app.route("/made") {
            var response = makeResponse("<h1>made</h1>", .accepted)
            response.headers[.cacheControl] = "no-store"
            return response
        }
        app.route("/jsonify") { jsonify([1, 2]) }

        // Leaving early.
        app.route("/missing/<int:id>") { (id: Int) in
            let title = try titles[id] ?? abort(.notFound)
            return "<h1>\(title)</h1>"
        }
        app.route("/forbidden/<int:id>") { (id: Int) in
            if id > 1 { try abort(.forbidden, "Number \(id) is not for you.") }
            return "yes"
        }
        app.route("/throws") { () throws -> String in throw TestFailure() }

        // Functions; several methods.
        app.route("/function/<int:id>", functionView)
        app.route("/async-function/<int:id>", markupFunction)
        app.route("/methods", methods: [.get, .post]) { (request: Request) in
            "\(request.method.rawValue)"
        }
        app.get("/verb") { "got" }
        app.post("/verb") { "posted" }
        app.put("/verb") { "put" }
        app.patch("/verb") { "patched" }
        app.delete("/verb") { "deleted" }

        // The globals of a context; awaiting; the main actor.
        app.route("/globals") { "\(request.path) \(hasRequestContext) \(currentApp === app)" }
        app.route("/await") {
            async let path = request.path
            try await Task.sleep(for: .milliseconds(1))
            return await "<p>\(path)</p>"
        }
        app.route("/main-actor") { @MainActor in "on the main actor" }
    }

    private struct TestFailure: Error {}

    @Test(
        arguments: [
            ("/literal", 200, "<b>안녕</b>"),
            ("/untyped/<i>", 200, "I am &lt;i&gt;"),
            ("/shorthand/kim", 200, "I am kim"),
            ("/typed/41", 200, "<p>42</p>"),
            ("/two/7/kim", 200, "7 is kim"),
            (
                "/all/1.5/2b5b0911-fdcf-4dd2-921b-28ace88db8a0/a/b", 200,
                "1.5 2B5B0911-FDCF-4DD2-921B-28ACE88DB8A0 a/b"
            ),
            ("/shelf/new", 200, "new books"), ("/shelf/lost", 404, nil), ("/shelf/other", 404, nil),
            ("/text", 200, "&lt;i&gt;"), ("/markup", 200, "<i>"), ("/bytes", 200, "raw <b>"),
            ("/json", 200, "{\"a\":[\"x\",null,2.5],\"b\":1,\"c\":{\"d\":true}}\n"),
            ("/json/7", 200, "{\"id\":7,\"name\":\"n7\"}\n"),
            ("/json-text/<", 200, "{\"name\":\"<\"}\n"),
            ("/list", 200, "[1,2,3]\n"), ("/texts", 200, "[\"a\",\"b\"]\n"),
            ("/json-value", 200, "[1,\"two\"]\n"),
            ("/tuple", 201, "<p>made"), ("/tuple/3", 202, "<p>3"),
            ("/tuple-untyped/<", 202, "&lt;"),
            ("/tuple-json", 409, "{\"ok\":false}\n"), ("/tuple-text", 201, "&lt;"),
            ("/request", 200, "GET /request"), ("/request/5?a=b", 200, "a=b 5"),
            ("/request-json", 200, "{\"path\":\"/request-json\"}\n"),
            ("/request-tuple", 201, "<p>/request-tuple"),
            ("/mixed/a", 200, "not a"), ("/mixed/home", 302, nil),
            ("/made", 202, "<h1>made</h1>"), ("/jsonify", 200, "[1,2]\n"),
            ("/missing/1", 200, "<h1>One &amp; only</h1>"), ("/missing/2", 404, nil),
            ("/forbidden/1", 200, "yes"), ("/forbidden/2", 403, nil), ("/throws", 500, nil),
            ("/function/4", 200, "&lt;function&gt; 4"), ("/async-function/4", 200, "<p>4</p>"),
            ("/methods", 200, "GET"), ("/verb", 200, "got"),
            ("/globals", 200, "/globals true true"), ("/await", 200, "<p>/await</p>"),
            ("/main-actor", 200, "on the main actor"),
            ("/typed/99999999999999999999", 404, nil),
        ] as [(String, Int, String?)])
    func answersAsWritten(target: String, status: Int, text: String?) async throws {
        let answer = try await TestClient(Self.app).get(target)
        #expect(answer.status.code == status)
        if let text { #expect(answer.text == text) }
    }

    @Test(arguments: [
        (HTTPRequest.Method.post, "posted"), (.put, "put"), (.patch, "patched"),
        (.delete, "deleted"),
    ])
    func eachMethodHasItsView(method: HTTPRequest.Method, text: String) async throws {
        let client = try TestClient(Self.app)
        #expect(try await client.send(method, "/verb").text == text)
        #expect(try await client.post("/methods").text == "POST")
    }

    @Test func mediaTypesFollowTheResult() async throws {
        let client = try TestClient(Self.app)
        for target in ["/literal", "/text", "/markup", "/tuple", "/bytes", "/missing/2"] {
            #expect(
                try await client.get(target).headers[.contentType] == "text/html; charset=utf-8")
        }
        for target in ["/json", "/tuple-json", "/jsonify", "/json-value"] {
            #expect(try await client.get(target).headers[.contentType] == "application/json")
        }
        let made = try await client.get("/made")
        #expect(made.headers[.cacheControl] == "no-store")
        #expect(made.headers[.contentLength] == "13")
    }

    @Test func abortedViewsSayWhy() async throws {
        let answer = try await TestClient(Self.app).get("/forbidden/2")
        #expect(answer.text.contains("<p>Number 2 is not for you.</p>"))
    }
}
