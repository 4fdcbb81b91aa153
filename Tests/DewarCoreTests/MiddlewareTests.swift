import Dewar
import DewarTesting
import Synchronization
import Testing

/// Functions around everything that answers a request.
@Suite struct MiddlewareTests {
    private struct Failure: Error {}

    private func answer(
        to path: String, _ setUp: @escaping (Application) -> Void
    ) async throws -> TestAnswer {
        let app = Application { app in
            setUp(app)
            app.route("/") { "\(request.headers[.accept] ?? "-")" }
        }
        return try await TestClient(app).get(path)
    }

    @Test func theFirstIsTheOutermost() async throws {
        let order = Mutex<[String]>([])
        let note: @Sendable (String) -> Void = { line in order.withLock { $0.append(line) } }
        _ = try await answer(to: "/") { app in
            for name in ["outer", "inner"] {
                app.use { request, next in
                    note("to \(name), \(hasRequestContext)")
                    defer { note("from \(name)") }
                    return await next(request)
                }
            }
        }
        #expect(
            order.withLock { $0 } == [
                "to outer, false", "to inner, false", "from inner", "from outer",
            ])
    }

    @Test func requestAndResponseCanBeChanged() async throws {
        let answer = try await answer(to: "/") { app in
            app.use { request, next in
                var response = await next(request)
                response.headers["Server"] = request.path
                return response
            }
        }
        #expect(answer.headers["Server"] == "/")
        #expect(answer.status == .ok)
    }

    @Test func oneCanAnswerByItself() async throws {
        let answer = try await answer(to: "/none") { app in
            app.use { request, next in
                request.path == "/" ? await next(request) : "instead"
            }
        }
        #expect(answer.text == "instead")
    }

    @Test func whatItThrowsIsAnswered() async throws {
        let refused = try await answer(to: "/") { $0.use { _, _ in try abort(.forbidden) } }
        #expect(refused.status == .forbidden)
        let moved = try await answer(to: "/") { $0.use { _, _ in try abort(redirect("/x")) } }
        #expect(moved.status == .found)
        let failed = try await answer(to: "/") { $0.use { _, _ in throw Failure() } }
        #expect(failed.status == .internalServerError)
    }
}
