import Dewar
import DewarTesting
import Logging
import Synchronization
import Testing

/// Flask's quickstart page, from "About Responses" to its end.
@Suite(.serialized) struct QuickstartAnswerTests {
    private struct User: Encodable, Decodable, Equatable {
        var username: String
        var theme: String
        var image: String

        var json: JSON {
            ["username": .string(username), "theme": .string(theme), "image": .string(image)]
        }
    }

    @Test(arguments: TestTransport.allCases)
    func aboutResponses(over transport: TestTransport) async throws {
        let app = Application { app in
            app.get("/text") { "a page" }
            app.get("/status") { ("made", .created) }
            app.get("/fields") { ("made", ["X-Kind": "x"]) }
            app.get("/both") { ("made", .accepted, ["X-Kind": "y", "Content-Type": "text/plain"]) }
            app.get("/sequence") {
                AsyncStream<String> { pieces in
                    for piece in ["<a>", "b"] { pieces.yield(piece) }
                    pieces.finish()
                }
            }
            app.get("/none") { () -> String? in nil }
            app.get("/dictionary") { ["a": 1, "b": "é"] }
            app.get("/list") { [1, 2, 3] }
            app.get("/bytes") { Response(contentType: "image/png", body: .bytes([137, 80])) }
            app.get("/stream") {
                Response(body: .stream { writer in for _ in 1...3 { try await writer.write("x") } })
            }
            app.errorHandler(.notFound) { _ in
                var response = makeResponse("error page", .notFound)
                response.headers["X-Something"] = "A value"
                return response
            }
        }
        let client = try TestClient(app, over: transport)
        let html = "text/html; charset=utf-8"
        let rows: [(String, Int, String, String)] = [
            ("/text", 200, html, "a page"), ("/status", 201, html, "made"),
            ("/dictionary", 200, "application/json", "{\"a\":1,\"b\":\"\\u00e9\"}\n"),
            ("/list", 200, "application/json", "[1,2,3]\n"), ("/stream", 200, html, "xxx"),
            ("/fields", 200, html, "made"), ("/both", 202, "text/plain", "made"),
            ("/sequence", 200, html, "&lt;a&gt;b"), ("/none", 404, html, "error page"),
            ("/else", 404, html, "error page"),
        ]
        for (path, status, type, text) in rows {
            let answer = try await client.get(path)
            #expect(answer.status.code == status && answer.headers[.contentType] == type)
            #expect(answer.text == text)
        }
        #expect(try await client.get("/bytes").body == [137, 80])
        #expect(try await client.get("/else").headers["X-Something"] == "A value")
        #expect(try await client.get("/fields").headers["X-Kind"] == "x")
        #expect(try await client.get("/both").headers["X-Kind"] == "y")
    }

    @Test(arguments: TestTransport.allCases)
    func apisWithJSON(over transport: TestTransport) async throws {
        let users = [
            User(username: "kim", theme: "dark", image: "/i/1"),
            User(username: "李", theme: "light", image: "/i/2"),
        ]
        let app = Application { app in
            app.get("/me") { users[0].json }
            app.get("/users") { users.map(\.json) }
            app.post("/users") { () throws -> JSON in try request.json(as: User.self).json }
        }
        let client = try TestClient(app, over: transport)
        #expect(try await client.get("/me").json["theme"] == "dark")
        #expect(try await client.get("/users").json(as: [User].self) == users)
        let echo = try await client.post("/users", json: users[1].json)
        #expect(try echo.json(as: User.self) == users[1])
        #expect(try await client.post("/users", json: ["username": 1]).status == .badRequest)
        #expect(try await client.post("/users", body: "{}").status == .unsupportedMediaType)
    }

    @Test(arguments: TestTransport.allCases)
    func sessions(over transport: TestTransport) async throws {
        let app = Application { app in
            app.config.secretKey = SecretToken.hexadecimal()
            app.get("/", name: "index") { () -> String in
                let name: String? = session["username"]
                return name.map { "Logged in as \($0)" } ?? "You are not logged in"
            }
            app.post("/login") { () throws -> Response in
                session["username"] = try request.form.require("username")
                return redirect(try urlFor("index"))
            }
            app.get("/logout") { () throws -> Response in
                session.pop("username")
                return redirect(try urlFor("index"))
            }
        }
        let client = try TestClient(app, over: transport)
        #expect(try await client.get("/").text == "You are not logged in")
        let login = try await client.post(
            "/login", form: ["username": "<kim>"], followsRedirects: true)
        #expect(login.text == "Logged in as &lt;kim&gt;")
        #expect(login.context?.session["username"] == "<kim>")
        let logout = try await client.get("/logout", followsRedirects: true)
        #expect(logout.text == "You are not logged in")
    }

    @Test(arguments: TestTransport.allCases)
    func messageFlashing(over transport: TestTransport) async throws {
        let app = Application { app in
            app.config.secretKey = "dev"
            app.post("/login") { () -> Response in
                flash("You were successfully logged in")
                flash("Be kind", category: "info")
                return redirect("/")
            }
            app.get("/") { () -> Markup in
                let items = flashedMessages().map { message -> Markup in
                    "<li class=\(message.category)>\(message.text)</li>"
                }
                return "<ul>\(items.joined())</ul>"
            }
        }
        let client = try TestClient(app, over: transport)
        #expect(
            try await client.post("/login", followsRedirects: true).text
                == "<ul><li class=message>You were successfully logged in</li>"
                + "<li class=info>Be kind</li></ul>")
        #expect(try await client.get("/").text == "<ul></ul>")
    }

    @Test(arguments: TestTransport.allCases)
    func logging(over transport: TestTransport) async throws {
        let log = Recorder()
        let app = Application(logger: Logger(label: "app") { _ in log }) { app in
            app.get("/") { () -> String in
                currentApp.logger.debug("A value for debugging")
                currentApp.logger.warning("A warning occurred (\(42) apples)")
                currentApp.logger.error("An error occurred")
                return "ok"
            }
        }
        try await TestClient(app, over: transport).get("/")
        #expect(
            log.lines == [
                "debug: A value for debugging", "warning: A warning occurred (42 apples)",
                "error: An error occurred",
            ])
    }

    @Test(arguments: TestTransport.allCases)
    func hookingInMiddleware(over transport: TestTransport) async throws {
        let proxies = ProxyFix(forwardedFor: 1, proto: 1)
        let app = Application { app in
            app.use { request, next in
                let fixed = try Request(
                    parameters: proxies.fixed(request.parameters), body: request.body)
                return await next(fixed)
            }
            app.get("/") { "\(request.remoteAddress ?? "") \(request.scheme)" }
        }
        let client = try TestClient(app, over: transport)
        let answer = try await client.get(
            "/", headers: ["X-Forwarded-For": "9.9.9.9, 192.0.2.1", "X-Forwarded-Proto": "https"])
        #expect(answer.text == "192.0.2.1 https")
        #expect(try await client.get("/").text == "127.0.0.1 http")
    }

    /// Keeps what is logged.
    private final class Recorder: LogHandler {
        private let recorded = Mutex<[String]>([])

        var lines: [String] { recorded.withLock { $0 } }

        var metadata: Logger.Metadata {
            get { [:] }
            set {}
        }

        var logLevel: Logger.Level {
            get { .debug }
            set {}
        }

        subscript(metadataKey _: String) -> Logger.Metadata.Value? {
            get { nil }
            set {}
        }

        func log(event: LogEvent) {
            recorded.withLock { $0.append("\(event.level): \(event.message)") }
        }
    }
}
