import Dewar
import DewarTesting
import Synchronization
import Testing

/// What runs around views, and in which order.
///
/// Expected values are Flask's.
@Suite struct HookTests {
    /// What ran, in order.
    private final class Record: Sendable {
        private let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        func take() -> [String] {
            lines.withLock { lines in
                defer { lines = [] }
                return lines
            }
        }
    }

    private struct Failure: Error, CustomStringConvertible {
        let description = "v"
    }

    private let record = Record()
    private let client: TestClient

    init() throws {
        let record = record
        func hooks(_ scaffold: some Scaffold, _ name: String) {
            for number in 1...2 {
                scaffold.beforeRequest { record.add("before \(name)\(number)") }
                scaffold.afterRequest { _ in record.add("after \(name)\(number)") }
                scaffold.teardownRequest { error in
                    record.add("teardown \(name)\(number) \(error.map { "\($0)" } ?? "-")")
                }
            }
        }
        let inner = Blueprint("inner", prefix: "/inner") { inner in
            hooks(inner, "inner")
            inner.beforeAppRequest { record.add("before all by inner") }
            inner.afterAppRequest { _ in record.add("after all by inner") }
            inner.get("/", name: "home") { () -> String in
                record.add("view")
                return
                    "\(request.endpoint ?? "-") \(request.blueprint ?? "-") \(request.blueprints)"
            }
            inner.get("/fail") { () throws -> String in throw Failure() }
        }
        let outer = Blueprint("outer", prefix: "/outer") { outer in
            hooks(outer, "outer")
            outer.register(inner)
        }
        client = try TestClient(
            Application { app in
                hooks(app, "app")
                app.register(outer)
                app.get("/") { () -> String in
                    record.add("view")
                    return "x"
                }
                app.get("/after") { () -> String in
                    afterThisRequest { _ in record.add("this 1") }
                    afterThisRequest { _ in record.add("this 2") }
                    return ""
                }
            })
    }

    private static let beforeAll = ["before app1", "before app2", "before all by inner"]
    private static let afterAll = ["after all by inner", "after app2", "after app1"]

    private static func teardownAll(_ error: String) -> [String] {
        ["teardown app2 \(error)", "teardown app1 \(error)"]
    }

    private static func around(_ view: [String], _ error: String) -> [String] {
        beforeAll + ["before outer1", "before outer2", "before inner1", "before inner2"] + view
            + ["after inner2", "after inner1", "after outer2", "after outer1"] + afterAll
            + ["inner2", "inner1", "outer2", "outer1"].map { "teardown \($0) \(error)" }
            + teardownAll(error)
    }

    @Test func anApplicationsHooksRunAroundItsViews() async throws {
        #expect(try await client.get("/").text == "x")
        #expect(
            record.take() == Self.beforeAll + ["view"] + Self.afterAll + Self.teardownAll("-"))
    }

    @Test func blueprintsHooksRunInwardsAndOutwards() async throws {
        let answer = try await client.get("/outer/inner/")
        #expect(
            answer.text
                == "outer.inner.home outer.inner [&#34;outer.inner&#34;, &#34;outer&#34;]")
        #expect(record.take() == Self.around(["view"], "-"))
    }

    @Test func hooksRunWhenAViewFails() async throws {
        #expect(try await client.get("/outer/inner/fail").status == 500)
        #expect(record.take() == Self.around([], "v"))
    }

    @Test func aBlueprintsHooksDoNotSeeUnknownPaths() async throws {
        #expect(try await client.get("/outer/nope").status == 404)
        #expect(record.take() == Self.beforeAll + Self.afterAll + Self.teardownAll("-"))
    }

    @Test func thoseOfOneRequestComeFirst() async throws {
        _ = try await client.get("/after")
        #expect(
            record.take() == Self.beforeAll + ["this 1", "this 2"] + Self.afterAll
                + Self.teardownAll("-"))
        _ = try await client.get("/")
        #expect(!record.take().contains("this 1"))
    }

    @Test func aResponseBeforeTheViewTakesItsPlace() async throws {
        let record = record
        let client = try TestClient(
            Application { app in
                app.beforeRequest { () -> Response? in
                    request.path == "/login" ? nil : redirect("/login")
                }
                app.beforeRequest { record.add("second") }
                app.afterRequest { response in response.headers[.cacheControl] = "no-store" }
                app.route("/") { "home" }
                app.route("/login") { "login" }
            })
        let answer = try await client.get("/")
        #expect(answer.status == 302)
        #expect(answer.headers[.location] == "/login")
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(record.take().isEmpty)
        #expect(try await client.get("/login").text == "login")
        #expect(try await client.get("/none").status == 302)
    }

    @Test func aFailureAfterTheViewIsAFailureOfTheRequest() async throws {
        let record = record
        let client = try TestClient(
            Application { app in
                app.afterRequest { _ in throw Failure() }
                app.teardownRequest { error in record.add("\(error.map { "\($0)" } ?? "-")") }
                app.route("/") { "home" }
            })
        #expect(try await client.get("/").status == 500)
        #expect(record.take() == ["v"])
    }

    @Test func everyTeardownRunsEvenWhenOneFails() async throws {
        let record = record
        let client = try TestClient(
            Application { app in
                app.teardownRequest { _ in record.add("first") }
                app.teardownRequest { _ in throw Failure() }
                app.teardownRequest { _ in record.add("third") }
                app.route("/") { "home" }
            })
        #expect(try await client.get("/").text == "home")
        #expect(record.take() == ["third", "first"])
    }

    @Test func aStreamIsTornDownAtItsEnd() async throws {
        let record = record
        let client = try TestClient(
            Application { app in
                app.teardownRequest { _ in record.add("teardown \(request.path)") }
                app.route("/") {
                    Response(
                        body: .stream { writer in
                            try await writer.write(Array("piece".utf8))
                            record.add("written")
                        })
                }
            })
        #expect(try await client.get("/").text == "piece")
        #expect(record.take() == ["written", "teardown /"])
    }

    @Test func aVariableTakenBeforehandIsNoParameter() async throws {
        let pages = Blueprint("pages", prefix: "/<lang>") { pages in
            pages.takeURLValue("lang") { lang in g[Language.self] = lang?.description }
            pages.urlDefaults { _, values in
                if values["lang"] == nil {
                    values["lang"] = g[Language.self].map { .string($0) }
                }
            }
            pages.get("/about", name: "about") { () throws -> String in
                try "\(g[Language.self] ?? "-") \(urlFor("pages.about"))"
            }
            pages.get("/post/<int:id>") { (id: Int) in "\(id)" }
        }
        let client = try TestClient(
            Application { app in
                app.register(pages)
                app.route("/") { try urlFor("pages.about", ["lang": "ko"]) }
            })
        #expect(try await client.get("/ko/about").text == "ko /ko/about")
        #expect(try await client.get("/ko/post/7").text == "7")
        #expect(try await client.get("/").text == "/ko/about")
    }

    private enum Language: GlobalsKey { typealias Value = String }
}
