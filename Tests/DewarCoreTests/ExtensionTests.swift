import Dewar
import DewarTesting
import Testing

/// What is added to an application as a whole, and applications that are made by functions.
@Suite struct ExtensionTests {
    private struct Mail: Extension {
        var sender = "shop@example.com"
        func setUp(_ app: Application) throws {
            app.config.setDefault("MAIL_PORT", 25)
            app.config.setDefault("MAIL_HOST", "localhost")
            app.register(Blueprint("mail", prefix: "/mail") { $0.route("/") { "mail" } })
            app.afterRequest { $0.headers["X-Mail"] = "yes" }
        }
    }
    private struct Failing: Extension {
        struct Failure: Error {}
        func setUp(_ app: Application) throws { throw Failure() }
    }
    private enum NamesKey: ExtensionKey { typealias Value = [String] }

    @Test func anExtensionIsFoundByItsType() async throws {
        let app = Application { app in
            app.config["MAIL_HOST"] = "mail.example.com"
            app.install(Mail(sender: "kim@example.com"))
            app.extensions[NamesKey.self] = ["a", "b"]
            app.route("/") {
                let config = currentApp.config
                let sender = currentApp.extensions[Mail.self]?.sender ?? "-"
                let names = currentApp.extensions[NamesKey.self] ?? []
                return """
                    \(sender) \(config["MAIL_PORT"]?.int ?? 0) \(config["MAIL_HOST"]?.string ?? "-") \
                    \(names.joined(separator: ","))
                    """
            }
        }
        let client = try TestClient(app)
        let answer = try await client.get("/")
        #expect(answer.text == "kim@example.com 25 mail.example.com a,b")
        #expect(answer.headers["X-Mail"] == "yes")
        #expect(try await client.get("/mail/").text == "mail")
        #expect(Application { _ in }.extensions[Mail.self] == nil)
    }

    @Test func whatIsWrongIsToldByTheSetup() {
        let app = Application { app in
            app.install(Mail())
            app.install(Mail(sender: "another"))
            app.install(Failing())
        }
        let error = #expect(throws: SetupError.self) { try app.checkSetup() }
        #expect(
            error?.problems.map(\.description) == [
                "extension 'Mail': installed twice.",
                "extension 'Failing': its set-up threw: Failure()",
            ])
        #expect(app.extensions[Mail.self]?.sender == "shop@example.com")
    }

    private static func makeShop(_ settings: JSONObject = [:]) -> Application {
        Application { app in
            app.config["PAGE_SIZE"] = 20
            app.config.update(settings)
            app.route("/") { "\(currentApp.config["PAGE_SIZE"]?.int ?? 0)" }
        }
    }

    @Test func aFunctionMakesApplicationsThatShareNothing() async throws {
        let usual = try TestClient(Self.makeShop())
        let small = try TestClient(Self.makeShop(["PAGE_SIZE": 5]))
        #expect(try await usual.get("/").text == "20")
        #expect(try await small.get("/").text == "5")
    }
}
