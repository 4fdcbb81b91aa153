import Dewar
import DewarTesting
import Synchronization
import Testing

/// Views that are types, and functions around views.
@Suite struct ViewTypeTests {
    private struct Page: View {
        static let function = ViewFunction(show)
        static let methods: [HTTPRequest.Method] = [.get, .post]
        let title: String

        func show(_ request: Request) -> Markup { "<h1>\(title) \(request.method.rawValue)</h1>" }
    }

    private struct UserView: MethodView {
        static let functions: [ViewMethod<Self>] = [
            .get(show), .put(change), .patch(touch), .delete(remove), .post(add), .options(tell),
        ]
        static let decorators: [Decorator] = [note("outer"), note("inner")]
        var number = 0

        func show(id: Int?) -> JSONObject { ["id": JSON(id), "number": .int(number)] }
        func change(_ request: Request, id: Int?) async throws -> (Markup, Status) {
            ("<p>\(request.method.rawValue)", .accepted)
        }
        func touch(id: Int?) -> (String, Headers) { ("<", ["X-Touched": "yes"]) }
        func remove(id: Int?) throws -> (JSONObject, Status, Headers) {
            if id == 1 { try abort(.forbidden) }
            return (["gone": true], .gone, ["X-Gone": "yes"])
        }
        func add(_ request: Request, id: Int?) -> Response { redirect("/users/8", .seeOther) }
        func tell(id: Int?) -> Response { Response(headers: [.allow: "anything"]) }
    }

    private static func note(_ name: String) -> Decorator {
        { view in
            var response = try await view()
            response.headers["X-Order"] = (response.headers["X-Order"] ?? "") + name + ";"
            return response
        }
    }

    private static let made = Atomic(0)

    private static let app = Application { app in
        app.add("/about", name: "about", Page(title: "About"))
        app.add("/contact", name: "contact", methods: [.get], Page(title: "Contact"))
        app.add("/users/<int:id>", name: "user", UserView())
        app.add(
            "/users/", name: "users", methods: [.get, .post],
            options: [.defaults(["id": nil])], UserView(number: 5))
        app.add("/counted/<int:id>", name: "counted") {
            UserView(number: made.wrappingAdd(1, ordering: .relaxed).newValue)
        }
    }

    @Test(
        arguments: [
            (HTTPRequest.Method.get, "/about", 200, "<h1>About GET</h1>"),
            (.post, "/about", 200, "<h1>About POST</h1>"),
            (.get, "/contact", 200, "<h1>Contact GET</h1>"), (.post, "/contact", 405, nil),
            (.get, "/users/7", 200, "{\"id\":7,\"number\":0}\n"), (.head, "/users/7", 200, ""),
            (.put, "/users/7", 202, "<p>PUT"), (.patch, "/users/7", 200, "&lt;"),
            (.delete, "/users/7", 410, "{\"gone\":true}\n"), (.delete, "/users/1", 403, nil),
            (.get, "/users/", 200, "{\"id\":null,\"number\":5}\n"), (.post, "/users/", 303, nil),
            (.put, "/users/", 405, nil), (.get, "/users/x", 404, nil),
        ] as [(HTTPRequest.Method, String, Int, String?)])
    func methodsHaveTheirFunctions(
        method: HTTPRequest.Method, target: String, status: Int, text: String?
    ) async throws {
        let answer = try await TestClient(Self.app).send(method, target)
        #expect(answer.status.code == status)
        if let text { #expect(answer.text == text) }
    }

    @Test func headersAndDecoratorsCountForAllFunctions() async throws {
        let client = try TestClient(Self.app)
        #expect(try await client.send(.patch, "/users/7").headers["X-Touched"] == "yes")
        let gone = try await client.send(.delete, "/users/7")
        #expect(gone.headers["X-Gone"] == "yes")
        #expect(gone.headers["X-Order"] == "inner;outer;")
        #expect(try await client.send(.options, "/users/7").headers[.allow] == "anything")
        let refused = try await client.send(.put, "/users/")
        #expect(refused.headers[.allow] == "GET, HEAD, OPTIONS, POST")
    }

    @Test func aValueIsMadeForEachRequest() async throws {
        let client = try TestClient(Self.app)
        let first = try await client.get("/counted/1").json["number"]?.int ?? 0
        let second = try await client.get("/counted/1").json["number"]?.int ?? 0
        #expect(second == first + 1)
    }

    @Test func whatDoesNotFitIsToldWithTheFunction() {
        struct Twice: MethodView {
            static let functions: [ViewMethod<Self>] = [.get(show), .get(show)]
            func show(id: Int) -> String { "" }
        }
        let app = Application { app in
            app.add("/a/<name>", UserView())
            app.add("/b/<int:id>", methods: [.get, .delete], Twice())
            app.add("/c", Twice())
        }
        let error = #expect(throws: SetupError.self) { try app.checkSetup() }
        let found = error?.problems.map(\.description) ?? []
        #expect(
            found.contains("view 'Twice': it has no function for DELETE of route '/b/<int:id>'."))
        #expect(found.contains("view 'Twice': it has two functions for GET."))
        #expect(
            found.contains(
                "route '/a/<name>': variable 1 'name' (default) gives String, but parameter 1 of "
                    + "the view's PUT is Optional<Int>."))
        #expect(
            found.contains(
                "route '/c': the rule has no variables, but the view's GET takes 1 parameter (Int)."
            ))
    }

    // MARK: Functions around views

    @Test func decoratorsRunFromTheOutsideInwards() async throws {
        let lines = Mutex<[String]>([])
        @Sendable func note(_ name: String) -> Decorator {
            { view in
                lines.withLock { $0.append("to \(name)") }
                defer { lines.withLock { $0.append("from \(name)") } }
                return try await view()
            }
        }
        let inner = Blueprint("inner", prefix: "/inner") { inner in
            inner.use(note("inner blueprint"))
            inner.get("/", options: [.decorators(note("first"), note("second"))]) {
                lines.withLock { $0.append("view") }
                return "done"
            }
        }
        let outer = Blueprint("outer") { outer in
            outer.use(note("outer blueprint"))
            outer.beforeRequest { lines.withLock { $0.append("before") } }
            outer.register(inner)
        }
        let client = try TestClient(Application { $0.register(outer) })
        _ = try await client.get("/inner/")
        let names = ["outer blueprint", "inner blueprint", "first", "second"]
        #expect(
            lines.withLock { $0 } == ["before"] + names.map { "to \($0)" } + ["view"]
                + names.reversed().map { "from \($0)" })
        _ = try await client.get("/elsewhere")
        #expect(lines.withLock { $0.count } == 10)
    }

    @Test func oneMayAnswerOrCatchInTheViewsPlace() async throws {
        struct Failure: Error {}
        let login: Decorator = { view in
            guard request.args["user"] != nil else { return redirect("/login") }
            return try await view()
        }
        let mend: Decorator = { view in
            do { return try await view() } catch is Failure { return "mended" }
        }
        let app = Application { app in
            app.get("/account", options: [.decorators(login)]) { "yours" }
            app.get("/broken", options: [.decorators(mend), .also("/worse")]) { () -> String in
                throw Failure()
            }
            app.errorHandler(418) { _ in ("tea", 418) }
            app.get("/tea", options: [.decorators { _ in try abort(418) }]) { "coffee" }
        }
        let client = try TestClient(app)
        #expect(try await client.get("/account").status == .found)
        #expect(try await client.get("/account?user=1").text == "yours")
        #expect(try await client.get("/broken").text == "mended")
        #expect(try await client.get("/worse").text == "mended")
        #expect(try await client.get("/tea").text == "tea")
    }

    // MARK: Bodies

    @Test func aRouteMayTakeLargerOrSmallerBodies() async throws {
        let called = Mutex<[String]>([])
        let app = Application { app in
            app.config.maxContentLength = 10
            app.beforeRequest { called.withLock { $0.append("before") } }
            let view: @Sendable (Request) throws -> String = { request in
                called.withLock { $0.append("view") }
                return "\(try request.body.bytes().count)"
            }
            app.post("/usual", view)
            app.post("/small", options: [.maxContentLength(3)], view)
            app.post("/large", options: [.maxContentLength(20)], view)
            app.post("/any", options: [.maxContentLength(nil)], view)
            app.post("/form", options: [.limits { $0.maxFormMemorySize = 4 }]) {
                (request: Request) in "\(try request.form["a"] ?? "-")"
            }
        }
        let client = try TestClient(app)
        let expected = [
            ("/usual", 10, 200), ("/usual", 11, 413), ("/small", 3, 200), ("/small", 4, 413),
            ("/large", 20, 200), ("/large", 21, 413), ("/any", 500, 200),
        ]
        for (target, count, status) in expected {
            let answer = try await client.post(
                target, body: .text(String(repeating: "x", count: count)))
            #expect(answer.status.code == status, "\(target) \(count)")
        }
        called.withLock { $0 = [] }
        _ = try await client.post("/small", body: "1234")
        #expect(called.withLock { $0 } == ["before"])
        let type: Headers = [.contentType: "application/x-www-form-urlencoded"]
        #expect(try await client.post("/form", headers: type, body: "a=12").text == "12")
        #expect(try await client.post("/form", headers: type, body: "a=123").status.code == 413)
    }
}
