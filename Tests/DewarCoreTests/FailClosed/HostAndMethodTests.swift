import Dewar
import DewarTesting
import Testing

/// Who a client says we are, and what it says it wants.
@Suite(.serialized) struct HostAndMethodTests {
    private static let app = Application { app in
        app.config.trustedHosts = ["localhost", ".example.com"]
        app.config.secretKey = "key"
        app.beforeRequest { () throws -> Response? in
            // A guard as people write it: what it lets through, the view must see the same way.
            if request.method == .delete { try abort(.forbidden) }
            return nil
        }
        app.get("/") { "\(request.host) \(request.method.rawValue)" }
        app.post("/") { "\(request.method.rawValue)" }
        app.delete("/") { "deleted" }
        app.get("/reset", name: "reset") { try urlFor("reset", [:], isExternal: true) }
    }

    @Test(arguments: [TestTransport.direct, .fastcgi])
    func onlyTrustedHostsAreAnswered(over transport: TestTransport) async throws {
        let client = try TestClient(Self.app, over: transport)
        for host in ["localhost", "localhost:8080", "example.com", "a.b.example.com:1"] {
            let answer = try await client.get("/reset", headers: ["Host": host])
            #expect(answer.text == "http://\(host)/reset")
        }
        let others = [
            "evil.com", "localhost.evil.com", "evilexample.com", "example.com.evil.com",
            "localhost@evil.com", "localhost:80@evil.com", "localhost/evil.com", "localhost evil",
            "localhost\\evil.com", "localhost#evil", "localhost?evil", "[::1", "[::1]]", ".",
            "..", ".localhost", "local\u{0}host", "localhost:port", "локалхост", "%6cocalhost",
            "evil.com:localhost",
        ]
        for host in others {
            let answer = try await client.get("/reset", headers: ["Host": host])
            #expect(answer.status == .badRequest, "\(host): \(answer)")
        }
    }

    /// Also of hosts that are no longer remembered, and of those that are.
    @Test func everyHostHasItsOwnURLs() async throws {
        let client = try TestClient(Self.app)
        for _ in 0..<2 {
            for number in 0..<20 {
                let host = "shop\(number).example.com"
                let answer = try await client.get("/reset", headers: ["Host": host])
                #expect(answer.text == "http://\(host)/reset")
                let usual = try await client.get("/reset", headers: ["Host": "\(host):80"])
                #expect(usual.text == "http://\(host)/reset")
            }
        }
        let long = String(repeating: "a.", count: 150) + "example.com"
        let answer = try await client.get("/reset", headers: ["Host": long])
        #expect(answer.text == "http://\(long)/reset")
    }

    @Test(arguments: TestTransport.allCases)
    func noFieldChangesTheMethod(over transport: TestTransport) async throws {
        let client = try TestClient(Self.app, over: transport)
        let fields: [Headers] = [
            ["X-HTTP-Method-Override": "DELETE"], ["X-HTTP-Method": "DELETE"],
            ["X-Method-Override": "DELETE"], ["X_HTTP_METHOD_OVERRIDE": "DELETE"],
        ]
        for headers in fields {
            #expect(try await client.post("/", headers: headers).text == "POST")
            #expect(try await client.get("/", headers: headers).text == "localhost GET")
        }
        #expect(try await client.post("/", form: ["_method": "DELETE"]).text == "POST")
        #expect(try await client.post("/?_method=DELETE").text == "POST")
        #expect(try await client.delete("/").status == .forbidden)
    }

    /// Rules, guards and views see one method, in capital letters; what is none is refused.
    @Test(arguments: [TestTransport.direct, .fastcgi])
    func oddMethodsPassNoGuard(over transport: TestTransport) async throws {
        let client = try TestClient(Self.app, over: transport)
        let rows: [(String, Int)] = [
            ("delete", 403), ("Delete", 403), ("post", 200), ("POST", 200), ("", 500),
            ("DELETE ", 400), (" DELETE", 400), ("GET\r\n", 400), ("GET\tDELETE", 400),
            ("GET,DELETE", 400), ("GET DELETE", 400), ("GÉT", 400), ("DELETE/", 400),
            ("delete\u{131}", 400), ("DELETE;", 400), ("BREW", 405), ("OPTIONS", 200),
            ("CONNECT", 405), ("TRACE", 405), (String(repeating: "A", count: 100_000), 405),
        ]
        for (method, status) in rows {
            let answer = try await client.get("/", parameters: ["REQUEST_METHOD": method])
            #expect(
                answer.status.code == status || answer.status.code == 431,
                "\(method.prefix(20).debugDescription): \(answer)")
            #expect(answer.text != "deleted")
        }
    }
}
