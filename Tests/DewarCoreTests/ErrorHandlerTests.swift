import Dewar
import DewarTesting
import Testing

/// Who answers an error.
///
/// Expected values are Flask's, with Swift's errors in place of classes.
@Suite struct ErrorHandlerTests {
    private struct ValueError: Error { let message: String }
    private struct KeyError: Error {}
    private protocol PaymentError: Error { var reason: String { get } }
    private struct CardRefused: PaymentError { let reason = "card" }

    private let client: TestClient

    init() throws {
        func views(_ scaffold: some Scaffold) {
            scaffold.get("/404") { () throws -> String in try abort(.notFound) }
            scaffold.get("/403") { () throws -> String in try abort(.forbidden) }
            scaffold.get("/401") { () throws -> String in try abort(.unauthorized) }
            scaffold.get("/500") { () throws -> String in try abort(.internalServerError) }
            scaffold.get("/value") { () throws -> String in throw ValueError(message: "v") }
            scaffold.get("/key") { () throws -> String in throw KeyError() }
            scaffold.get("/card") { () throws -> String in throw CardRefused() }
        }
        let blueprint = Blueprint("bp", prefix: "/bp") { blueprint in
            blueprint.errorHandler(.notFound) { _ in "bp 404" }
            blueprint.errorHandler(KeyError.self) { (_: KeyError) throws -> String in
                throw ValueError(message: "from handler")
            }
            blueprint.errorHandler(HTTPError.self) { error in
                ("bp http \(error.status.code)", error.status)
            }
            views(blueprint)
        }
        client = try TestClient(
            Application { app in
                app.errorHandler(.notFound) { _ in ("app 404", .notFound) }
                app.errorHandler(ValueError.self) { error in
                    ("app value \(error.message)", .unprocessableContent)
                }
                app.errorHandler((any PaymentError).self) { error in
                    (["reason": .string(error.reason)], .badGateway)
                }
                app.errorHandler(.internalServerError) { error in
                    let cause = error.cause.map { "\(type(of: $0))" } ?? "none"
                    return ("app 500 \(cause)", .internalServerError)
                }
                app.errorHandler(.forbidden) { _ in ("app 403", .forbidden) }
                views(app)
                app.register(blueprint)
            })
    }

    @Test(arguments: [
        ("/404", 404, "app 404"),
        ("/403", 403, "app 403"),
        ("/value", 422, "app value v"),
        ("/key", 500, "app 500 KeyError"),
        ("/500", 500, "app 500 none"),
        ("/card", 502, "{\"reason\":\"card\"}\n"),
        ("/bp/404", 200, "bp 404"),
        ("/bp/403", 403, "app 403"),
        ("/bp/401", 401, "bp http 401"),
        ("/bp/value", 422, "app value v"),
        ("/bp/key", 500, "app 500 ValueError"),
        ("/bp/500", 500, "app 500 none"),
        ("/bp/card", 502, "{\"reason\":\"card\"}\n"),
        ("/bp/none", 404, "app 404"),
    ])
    func theHandlerOfTheStatusThenOfTheTypeAnswers(
        path: String, status: Int, text: String
    ) async throws {
        let answer = try await client.get(path)
        #expect(answer.status.code == status)
        #expect(answer.text == text)
    }

    @Test func withoutAHandlerTheUsualPageAnswers() async throws {
        #expect(try await client.get("/401").text.hasPrefix("<!doctype html>"))
    }

    @Test func ofTwoHandlersForProtocolsTheLaterAnswers() async throws {
        let client = try TestClient(
            Application { app in
                app.errorHandler((any Error).self) { _ in ("any", .badGateway) }
                app.errorHandler((any PaymentError).self) { _ in ("payment", .badGateway) }
                app.get("/card") { () throws -> String in throw CardRefused() }
                app.get("/value") { () throws -> String in throw ValueError(message: "") }
            })
        #expect(try await client.get("/card").text == "payment")
        #expect(try await client.get("/value").text == "any")
        #expect(try await client.get("/none").text == "any")
    }

    @Test func aBlueprintCanAnswerForTheWholeApplication() async throws {
        let blueprint = Blueprint("pages") { $0.appErrorHandler(.notFound) { _ in "nothing" } }
        let client = try TestClient(Application { $0.register(blueprint) })
        #expect(try await client.get("/none").text == "nothing")
    }
}
