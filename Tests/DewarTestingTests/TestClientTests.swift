import Dewar
import DewarTesting
import Testing

/// What a client can do, with everything that may lie between it and the application.
@Suite(.serialized) struct TestClientTests {
    /// As a user writes it.
    @Test(arguments: TestTransport.allCases)
    func someoneLogsInAndOut(over transport: TestTransport) async throws {
        let client = try TestClient(visits, over: transport)
        #expect(try await client.get("/").text == "Who are you?")

        let welcome = try await client.post(
            "/login", form: ["name": "김 <kim>"], followsRedirects: true)
        #expect(welcome.status == .ok)
        #expect(welcome.text == "Hello 김 &lt;kim&gt;")
        #expect(welcome.history.map(\.status) == [.seeOther])
        #expect(welcome.history[0].cookie("session")?.isHTTPOnly == true)
        #expect(welcome.request.method == .get)
        #expect(welcome.url == "http://localhost/")

        #expect(try await client.get("/flashes").text == "Welcome")
        #expect(try await client.get("/flashes").text == "")
        let goodbye = try await client.post("/logout", followsRedirects: true)
        #expect(goodbye.text == "Who are you?")
        #expect(client.cookie("session") == nil)
    }

    @Test(arguments: TestTransport.allCases)
    func methodsQueriesAndHeadersArrive(over transport: TestTransport) async throws {
        let client = try TestClient(visits, over: transport)
        let calls: [(TestCall, String)] = [
            (client.get, "GET"), (client.post, "POST"), (client.put, "PUT"),
            (client.patch, "PATCH"), (client.delete, "DELETE"),
        ]
        for (call, name) in calls {
            let echo = try await call("/echo").json
            #expect(echo["method"] == .string(name))
            #expect(echo["type"] == .null)
        }
        let echo = try await client.get(
            "/echo?a=1", query: ["q": "a b&c", "q": "한글"], headers: ["X-Name": "kim"],
            auth: .basic("kim", "geheim:1")
        ).json
        #expect(echo["query"] == "a=1&q=a+b%26c&q=%ED%95%9C%EA%B8%80")
        #expect(echo["name"] == "kim")
        #expect(echo["user"] == "kim")
        let head = try await client.head("/echo")
        #expect(head.status == .ok && head.body.isEmpty)
        let options = try await client.options("/echo")
        #expect(options.headers["Allow"]?.contains("PATCH") == true)
        #expect(try await client.method(.init("PROPFIND")!)("/echo").status == .methodNotAllowed)
    }

    @Test(arguments: TestTransport.allCases)
    func bodiesArrive(over transport: TestTransport) async throws {
        let client = try TestClient(visits, over: transport)
        let text = try await client.post("/echo", body: "h\u{e9}").json
        #expect(text["body"] == "hé" && text["length"] == 3 && text["type"] == .null)
        let bytes = try await client.put(
            "/echo", headers: [.contentType: "text/plain"], body: .bytes([97, 98])
        ).json
        #expect(bytes["body"] == "ab" && bytes["type"] == "text/plain")
        let pieces = try await client.post("/echo", body: .pieces([[97], [98, 99]])).json
        #expect(pieces["body"] == "abc")
        let form = try await client.post("/echo", form: ["a": "1 2", "a": "3&"]).json
        #expect(form["body"] == "a=1+2&a=3%26")
        #expect(form["type"] == "application/x-www-form-urlencoded")
        let json = try await client.post("/json", json: ["b": [1, nil], "a": "é"])
        #expect(try json.json == ["a": "é", "b": [1, nil]])
        #expect(json.mimeType == "application/json")

        let large = String(repeating: "0123456789", count: 40_000)
        #expect(try await client.post("/echo", body: .text(large)).json["body"] == .string(large))
    }

    @Test(arguments: TestTransport.allCases)
    func filesArrive(over transport: TestTransport) async throws {
        let client = try TestClient(visits, over: transport)
        let answer = try await client.post(
            "/upload", form: ["title": "한글", "title": "--dewar-test-boundary"],
            files: [
                TestFile("photo", name: "a \"b\".png", bytes: [1, 2]),
                TestFile("note", name: "n.txt", text: "\r\n--dewar-test-boundary--\r\n"),
            ])
        #expect(
            try answer.json == [
                "titles": ["한글", "--dewar-test-boundary"],
                "files": [
                    [
                        "field": "photo", "name": "a \"b\".png", "type": "image/png",
                        "text": "\u{1}\u{2}",
                    ],
                    [
                        "field": "note", "name": "n.txt", "type": "text/plain",
                        "text": "\r\n--dewar-test-boundary--\r\n",
                    ],
                ],
            ])
    }

    @Test(arguments: TestTransport.allCases)
    func schemeHostRootAndAddressAreTheTests(over transport: TestTransport) async throws {
        let client = try TestClient(visits, over: transport)
        try client.visit("https://shop.example.com:8443/mount/")
        client.parameters["REMOTE_ADDR"] = "192.0.2.7"
        let echo = try await client.get("/echo?q=1").json
        #expect(echo["url"] == "https://shop.example.com:8443/mount/echo?q=1")
        #expect(echo["root"] == "/mount" && echo["path"] == "/echo")
        #expect(echo["address"] == "192.0.2.7")
        let other = try await client.get(
            "http://example.org/echo", parameters: ["REMOTE_ADDR": "192.0.2.8"]
        ).json
        #expect(other["host"] == "example.org" && other["address"] == "192.0.2.8")
        #expect(try await client.get("/echo", headers: ["Host": "a.b"]).json["host"] == "a.b")
    }

    @Test(arguments: TestTransport.allCases)
    func sessionsCanBeSetAndLookedAt(over transport: TestTransport) async throws {
        let client = try TestClient(visits, over: transport)
        try await client.sessionTransaction { session in session["user"] = "kim" }
        let answer = try await client.get("/")
        #expect(answer.text == "Hello kim")
        #expect(answer.context?.session["user"] == "kim")
        let user = try await client.sessionTransaction { session in
            defer { session.clear() }
            return session["user"] as String?
        }
        #expect(user == "kim")
        #expect(try await client.get("/").text == "Who are you?")
    }

    @Test(arguments: TestTransport.allCases)
    func theContextOfAnAnswerCanBeLookedAt(over transport: TestTransport) async throws {
        let client = try TestClient(visits, over: transport)
        let answer = try await client.get("/guest?x=1")
        #expect(answer.context?.g.guest == "g")
        #expect(answer.context?.request.args["x"] == "1")
        let (endpoint, path) = try #require(
            await answer.context?.run { (request.endpoint, currentApp === visits ? g.guest : nil) })
        #expect(endpoint == "/guest" && path == "g")
        #expect(!hasRequestContext)
    }

    @Test(arguments: TestTransport.allCases)
    func errorsReachTheTestWhereTheApplicationSaysSo(over transport: TestTransport) async throws {
        let app = Application { app in
            app.get("/") { () throws -> String in throw Failure() }
            app.get("/missing") { () throws -> String in try abort(.notFound) }
        }
        let quiet = try await TestClient(app, over: transport).get("/")
        #expect(quiet.status == .internalServerError)
        #expect(quiet.context?.error is Failure)
        app.config["TESTING"] = true
        let client = try TestClient(app, over: transport)
        await #expect(throws: Failure()) { try await client.get("/") }
        #expect(try await client.get("/missing").status == .notFound)
        app.config["PROPAGATE_EXCEPTIONS"] = false
        #expect(try await client.get("/").status == .internalServerError)
    }

    @Test(arguments: TestTransport.allCases)
    func streamsAndFilesComeWhole(over transport: TestTransport) async throws {
        let client = try TestClient(visits, over: transport)
        #expect(try await client.get("/stream").text == "1,2,3,")
        let file = try await client.get("/file")
        #expect(file.headers["Content-Length"] == "\(file.body.count)" && file.eTag != nil)
        let again = try await client.get(
            "/file", headers: ["If-None-Match": try #require(file.headers["ETag"])])
        #expect(again.status == .notModified && again.body.isEmpty)
    }

    @Test(arguments: TestTransport.allCases)
    func workAfterAnAnswerIsWaitedFor(over transport: TestTransport) async throws {
        let (stream, source) = AsyncStream<Int>.makeStream()
        let app = Application { app in
            app.get("/") { () throws -> String in
                try currentApp.background {
                    for _ in 1...10 { await Task.yield() }
                    source.yield(1)
                }
                return "ok"
            }
        }
        let client = try TestClient(app, over: transport)
        try await client.get("/")
        await client.finishBackground()
        source.finish()
        #expect(await stream.reduce(0, +) == 1)
    }
}
