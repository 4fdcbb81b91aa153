import Dewar
import DewarTesting
import Testing

/// What a developer is told of a request: how long its steps took, and what extensions know of it.
@Suite struct RequestTimingsTests {
    /// Answers with what the page of a failure would show.
    private struct Explainer: FailureExplainer {
        func answer(to error: any Error) -> Response? {
            let panels = currentApp.failurePanels.map { "\($0.title): \($0.rows)" }
            let steps = RequestTimings.current?.all.map(\.name) ?? []
            return Response(stringLiteral: (panels + steps).joined(separator: "\n"))
        }
    }
    private struct Failure: Error {}
    private enum QueriesKey: GlobalsKey { typealias Value = [String] }

    private func application() -> Application {
        Application { app in
            app.failurePanel {
                FailurePanel(
                    "Queries", columns: ["SQL"], rows: (g[QueriesKey.self] ?? []).map { [$0] })
            }
            app.failurePanel { throw Failure() }
            app.failurePanel { nil }
            app.get("/") { Response(headers: ["Server-Timing": "cache;dur=1"]) }
            app.get("/page") {
                RequestTimings.current?.add("sql", .microseconds(1500))
                RequestTimings.current?.add("sql", .microseconds(500))
                return try renderString("{{ 1 }}") as Response
            }
            app.get("/fail") { () throws -> String in
                g[QueriesKey.self] = ["SELECT 1"]
                throw Failure()
            }
        }
    }

    /// The names of the steps, with the values of those that are known beforehand.
    private func steps(_ header: String?) -> [String] {
        (header ?? "").split(separator: ", ").map { step in
            step.hasPrefix("sql") || step.hasPrefix("cache")
                ? String(step) : String(step.prefix { $0 != ";" })
        }
    }

    @Test(arguments: [
        ("/", ["cache;dur=1", "routing", "before", "view", "after", "total"]),
        ("/page", ["routing", "before", "view", "after", "template", "sql;dur=2.000", "total"]),
        ("/none", ["routing", "before", "view", "error", "after", "total"]),
    ])
    func theStepsAreTold(path: String, expected: [String]) async throws {
        let app = application()
        app.explainer = Explainer()
        let answer = try await TestClient(app).get(path)
        #expect(steps(answer.headers["Server-Timing"]) == expected)
    }

    @Test func inProductionNothingIsTold() async throws {
        let app = application()
        #expect(!app.explainsFailures)
        let answer = try await TestClient(app).get("/page")
        #expect(answer.headers["Server-Timing"] == nil)
        #expect(answer.status == .ok)
    }

    @Test func panelsAreMadeInTheContextOfTheRequest() async throws {
        let app = application()
        app.explainer = Explainer()
        #expect(app.explainsFailures)
        let answer = try await TestClient(app).get("/fail")
        #expect(
            answer.text.hasPrefix("Queries: [[\"SELECT 1\"]]\nA panel failed: [[\"Failure()\"]]"))
    }

    @Test(arguments: [
        (Duration.microseconds(12345), "12.345"), (.nanoseconds(400), "0.000"),
        (.microseconds(7), "0.007"), (.seconds(61), "61000.000"), (.microseconds(-1500), "-1.500"),
    ])
    func timesAreMillisecondsWithThreePlaces(duration: Duration, text: String) {
        #expect(duration.millisecondText == text)
    }
}
