import Dewar
import DewarTesting
import Testing

/// How errors are answered that no handler is for, and Flask's keys for that.
@Suite struct ErrorPageTests {
    private struct Failure: Error {}

    private static func app(_ setUp: (Application) -> Void = { _ in }) -> Application {
        Application { app in
            setUp(app)
            app.route("/gone") { () -> String in try abort(.gone, "No <b>\("&")</b><br>more.") }
            app.route("/fails") { () -> String in throw Failure() }
            app.route("/key") { "\(try request.args.require("q"))" }
            app.route("/bad") { () -> String in try abort(.badRequest) }
            app.route("/busy") { () -> String in
                try abort(.serviceUnavailable, "Later.", headers: [.retryAfter: "60"])
            }
            app.route("/plain") { () -> String in try abort(.conflict, description: "a < b\nc") }
            app.route("/response") { () -> String in try abort(redirect("/")) }
            app.route("/json") { () -> String in try abort(.forbidden, json: ["error": "no"]) }
        }
    }

    // MARK: HTML or JSON

    @Test(
        arguments: [
            (nil, false), ("*/*", false), ("text/html", false),
            ("text/html, application/json", false),
            ("application/json", true), ("application/json, */*", true), ("application/*", true),
            ("text/html;q=0.5, application/json", true),
            ("application/json;q=0.5, text/html", false),
            ("image/png", false), ("application/json;q=0", false),
        ] as [(String?, Bool)])
    func theClientChooses(accept: String?, isJSON: Bool) async throws {
        var headers = Headers()
        if let accept { headers[.accept] = accept }
        let client = try TestClient(Self.app())
        for (path, code) in [("/gone", 410), ("/none", 404), ("/fails", 500)] {
            let answer = try await client.get(path, headers: headers)
            #expect(answer.status.code == code)
            #expect((answer.headers[.contentType] == "application/json") == isJSON)
            #expect((answer.headers[.vary] == "Accept") == isJSON)
        }
    }

    @Test func theJSONSaysWhatThePageSays() async throws {
        let client = try TestClient(Self.app { $0.errorPages(.json) })
        #expect(
            try await client.get("/gone").json
                == ["code": 410, "description": "No &\nmore.", "name": "Gone"])
        #expect(
            try await client.get("/plain").json
                == ["code": 409, "description": "a < b\nc", "name": "Conflict"])
        let busy = try await client.get("/busy")
        #expect(busy.headers[.retryAfter] == "60" && busy.headers[.vary] == nil)
        #expect(try await client.post("/gone").headers[.allow] == "GET, HEAD, OPTIONS")
    }

    @Test func aBlueprintChoosesForItsViews() async throws {
        let api = Blueprint("api", prefix: "/api") { api in
            api.errorPages(.json)
            api.get("/") { () -> String in try abort(.gone) }
            api.register(
                Blueprint("pages", prefix: "/pages") { pages in
                    pages.errorPages(.html)
                    pages.get("/") { () -> String in try abort(.gone) }
                })
        }
        let client = try TestClient(Application { $0.register(api) })
        let json: Headers = [.accept: "application/json"]
        #expect(try await client.get("/api/").headers[.contentType] == "application/json")
        #expect(
            try await client.get("/api/pages/", headers: json).headers[.contentType]
                == Response.html)
        #expect(try await client.get("/api/none").headers[.contentType] == Response.html)
    }

    // MARK: Help for the developer

    /// The answer of a view, and what it failed with if it did.
    private func answer(
        isDebug: Bool, _ call: TestRequest, _ view: @escaping @Sendable () throws -> Response
    ) async throws -> TestAnswer {
        let app = Application { app in
            app.config["DEBUG"] = .bool(isDebug)
            app.config["TRAP_BAD_REQUEST_ERRORS"] = false
            app.route("/", methods: [.get, .post], view)
        }
        return try await TestClient(app).send(call)
    }

    @Test func aFormWithoutItsEncodingIsExplained() async throws {
        let view: @Sendable () throws -> Response = {
            Response(body: .text(try request.files.require("photo").filename))
        }
        let form = TestRequest(.post, "/", body: .form(["photo": "cat.png"]))
        let explained = try await answer(isDebug: true, form, view)
        #expect(explained.status == .badRequest)
        #expect(
            explained.text.contains(
                "&#39;photo&#39; is missing. The form came as "
                    + "&#39;application/x-www-form-urlencoded&#39;, which brings no files but only "
                    + "their names, as &#39;cat.png&#39;: give the form the attribute "
                    + "enctype=&#34;multipart/form-data&#34;."))
        #expect(try await !answer(isDebug: false, form, view).text.contains("enctype"))
        let others: [TestRequest] = [
            TestRequest(.get, "/"), TestRequest(.post, "/", body: .form(["name": "x"])),
            TestRequest(
                .post, "/",
                body: .form(["photo": "x"], files: [TestFile("other", name: "a", text: "b")])),
        ]
        for call in others {
            let plain = try await answer(isDebug: true, call, view)
            #expect(plain.text.contains("&#39;photo&#39; is missing."))
            #expect(!plain.text.contains("enctype"))
        }
    }

    @Test func aCookieThatBrowsersDropStopsTheDeveloperAlone() async throws {
        let view: @Sendable () throws -> Response = {
            var response: Response = "ok"
            try response.setCookie("cart", String(repeating: "x", count: 5000))
            return response
        }
        let stopped = try await answer(isDebug: true, TestRequest(.get, "/"), view)
        #expect(stopped.status == .internalServerError)
        let error = try #require(stopped.error as? HeaderError)
        #expect(error.description.hasPrefix("invalid cookie: 'cart' has 5013 bytes"))
        let sent = try await answer(isDebug: false, TestRequest(.get, "/"), view)
        #expect(sent.status == .ok && sent.headers["Set-Cookie"] != nil)
    }

    @Test func aHandlerComesFirst() async throws {
        let app = Self.app { app in
            app.errorPages(.json)
            app.errorHandler(.gone) { _ in ("mine", .gone) }
        }
        #expect(try await TestClient(app).get("/gone").text == "mine")
    }

    // MARK: Leaving early

    @Test func abortTakesResponsesAndJSON() async throws {
        let app = Self.app { app in
            app.errorHandler(.forbidden) { _ in "not asked" }
            app.errorHandler((any Error).self) { _ in "not asked either" }
            app.afterRequest { $0.headers["X-After"] = "yes" }
        }
        let client = try TestClient(app)
        let found = try await client.get("/response")
        #expect(found.status == .found && found.headers["X-After"] == "yes")
        let json = try await client.get("/json")
        #expect(json.status == .forbidden && json.text == "{\"error\":\"no\"}\n")
    }

    // MARK: Flask's keys

    @Test func debugSaysTheReason() async throws {
        #expect(try await !TestClient(Self.app()).get("/key").text.contains("missing"))
        let debug = Self.app { app in
            app.config.isDebug = true
            app.config.trapsBadRequests = false
        }
        let answer = try await TestClient(debug).get("/key")
        #expect(answer.status == .badRequest)
        #expect(answer.text.contains("<br>&#39;q&#39; is missing.</p>"))
    }

    @Test(
        arguments: [
            // DEBUG, TRAP_HTTP_EXCEPTIONS, TRAP_BAD_REQUEST_ERRORS: codes of /gone, /bad, /key,
            // /none
            (false, false, nil, [410, 400, 400, 404]), (true, false, nil, [410, 400, 500, 404]),
            (false, true, nil, [500, 500, 500, 500]), (false, false, true, [410, 500, 500, 404]),
            (true, false, false, [410, 400, 400, 404]),
        ] as [(Bool, Bool, Bool?, [Int])])
    func trappedErrorsHaveNoPage(
        debug: Bool, http: Bool, bad: Bool?, codes: [Int]
    ) async throws {
        let app = Self.app { app in
            app.config.isDebug = debug
            app.config.trapsHTTPErrors = http
            app.config.trapsBadRequests = bad
        }
        let client = try TestClient(app)
        var found: [Int] = []
        for path in ["/gone", "/bad", "/key", "/none"] {
            found.append(try await client.get(path).status.code)
        }
        #expect(found == codes)
    }

    @Test(
        arguments: [
            // DEBUG, TESTING, PROPAGATE_EXCEPTIONS: whether the handler of 500 is asked
            (false, false, nil, true), (true, false, nil, false), (false, true, nil, false),
            (true, true, true, false), (true, true, false, true), (false, false, true, false),
        ] as [(Bool, Bool, Bool?, Bool)])
    func propagatedErrorsAreTheCallers(
        debug: Bool, testing: Bool, propagates: Bool?, isAsked: Bool
    ) async throws {
        let app = Self.app { app in
            app.config.isDebug = debug
            app.config.isTesting = testing
            if let propagates { app.config.propagatesErrors = propagates }
            app.errorHandler(.internalServerError) { _ in ("handled", 500) }
            app.afterRequest { $0.headers["X-After"] = "yes" }
        }
        let client = try TestClient(app)
        // DEBUG alone throws nothing at a test.
        guard propagates ?? testing == false else {
            await #expect(throws: Failure.self) { try await client.get("/fails") }
            return
        }
        let answer = try await client.get("/fails")
        #expect(answer.status == .internalServerError)
        #expect((answer.text == "handled") == isAsked)
        #expect((answer.headers["X-After"] == "yes") == isAsked)
        #expect(answer.error is Failure)
        #expect(try await TestClient(app).get("/gone").error == nil)
    }

    @Test func optionsAreAnsweredAsConfigured() async throws {
        func codes(_ isAutomatic: Bool?) async throws -> [Int] {
            let app = Application { app in
                app.config["PROVIDE_AUTOMATIC_OPTIONS"] = isAutomatic.map { .bool($0) }
                app.get("/") { "" }
                app.get("/on", options: [.automaticOptions(true)]) { "" }
                app.route("/own", methods: [.options]) { ("", 202) }
            }
            let client = try TestClient(app)
            var codes: [Int] = []
            for path in ["/", "/own"] {
                codes.append(try await client.send(.options, path).status.code)
            }
            return codes
        }
        #expect(try await codes(nil) == [200, 202])
        #expect(try await codes(true) == [200, 202])
        #expect(try await codes(false) == [405, 202])
    }
}
