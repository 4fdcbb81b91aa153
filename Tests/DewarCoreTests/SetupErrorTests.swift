import Dewar
import Testing

/// What is wrong with a set-up is told when the application is built, in whole sentences.
@Suite struct SetupErrorTests {
    private func problems(_ setUp: (Application) throws -> Void) -> [String] {
        let app = Application(setUp)
        do {
            try app.checkSetup()
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test func aViewMustTakeEachVariable() {
        #expect(
            problems { app in
                app.route("/user/<int:id>") { (id: Int, name: String) in "\(id) \(name)" }
                app.route("/user/<int:id>/<name>") { (id: Int) in "\(id)" }
                app.route("/user") { (id: Int) in "\(id)" }
                app.route("/<a>/<b>") { "none" }
            } == [
                """
                route '/user/<int:id>': the rule has 1 variable (id), but the view takes \
                2 parameters (Int, String).
                """,
                """
                route '/user/<int:id>/<name>': the rule has 2 variables (id, name), but the view \
                takes 1 parameter (Int).
                """,
                "route '/user': the rule has no variables, but the view takes 1 parameter (Int).",
                """
                route '/<a>/<b>': the rule has 2 variables (a, b), but the view takes \
                no parameters.
                """,
            ])
    }

    @Test func aParameterMustFitItsConverter() {
        #expect(
            problems { app in
                app.route("/user/<int:id>") { (id: String) in "\(id)" }
                app.route("/x/<name>/<float:size>") { (name: String, size: Int) in "\(size)" }
            } == [
                """
                route '/user/<int:id>': variable 1 'id' (int) gives Int, but the view's \
                parameter 1 is String.
                """,
                """
                route '/x/<name>/<float:size>': variable 2 'size' (float) gives Double, but the \
                view's parameter 2 is Int.
                """,
            ])
    }

    @Test func aRuleIsDeclaredOncePerMethod() {
        #expect(
            problems { app in
                app.route("/a/<x>") { x in "\(x)" }
                app.post("/a/<x>") { x in "\(x)" }
                app.get("/a/<x>") { x in "\(x)" }
            } == [
                """
                route '/a/<x>': declared twice for GET, HEAD. Give one of the two another rule \
                or other methods.
                """
            ])
    }

    @Test func aRouteThatIsHiddenIsTold() {
        #expect(
            problems { app in
                app.route("/u/<a>") { a in "\(a)" }
                app.route("/u/<b>") { b in "\(b)" }
                app.post("/u/<c>") { c in "\(c)" }
            } == ["route '/u/<b>': hidden by '/u/<a>', which takes the same paths for GET, HEAD."])
    }

    @Test func anEndpointHasOneView() {
        #expect(
            problems { app in
                app.route("/a", name: "x") { "a" }
                app.route("/b", name: "x") { "b" }
            } == ["endpoint 'x': two views have this name, for the rules '/a' and '/b'."])
    }

    @Test func aMethodIsSaidOnce() {
        #expect(
            problems { app in app.get("/a", methods: [.post]) { "a" } } == [
                "route '/a': 'get' says its method already; with 'methods:' it is 'route'."
            ])
    }

    @Test func blueprintsHaveNamesOfTheirOwn() {
        let blog = Blueprint("blog") { _ in }
        #expect(
            problems { app in
                app.register(blog)
                app.register(blog, prefix: "/other")
                app.register(Blueprint("a.b"))
                app.register(Blueprint(""))
            } == [
                """
                blueprint 'blog': registered twice under one name. Give one of the two another: \
                register(…, name: "…").
                """,
                "blueprint 'a.b': a dot in a name is for what lies within a blueprint.",
                "blueprint: the name is empty.",
            ])
    }

    @Test func whatSetUpThrowsIsTold() {
        struct Missing: Error, CustomStringConvertible { let description = "no file" }
        #expect(
            problems { _ in throw Missing() } == ["application: its set-up threw: no file"])
        #expect(
            problems { app in app.register(Blueprint("b") { _ in throw Missing() }) }
                == ["blueprint 'b': its set-up threw: no file"])
    }

    @Test func severalProblemsAreListed() {
        let app = Application { app in
            app.route("/a") { (id: Int) in "\(id)" }
            app.route("/b") { (id: Int) in "\(id)" }
        }
        let error = #expect(throws: SetupError.self) { try app.checkSetup() }
        #expect(
            error?.description == """
                2 problems in the application's set-up:
                - route '/a': the rule has no variables, but the view takes 1 parameter (Int).
                - route '/b': the rule has no variables, but the view takes 1 parameter (Int).
                """)
    }
}
