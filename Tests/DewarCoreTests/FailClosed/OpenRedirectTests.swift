import Dewar
import DewarTesting
import Testing

/// The application's own redirects never lead to another site.
@Suite(.serialized) struct OpenRedirectTests {
    private static let app = Application { app in
        app.get("/<path:rest>/") { (rest: String) in "page" }
        app.get("/old/<path:rest>", name: "old") { (rest: String) in
            redirect(try urlFor("page", ["rest": .string(rest)]))
        }
        app.get("/page/<path:rest>", name: "page") { (rest: String) in "page" }
    }

    private static let targets = [
        "//example.com/x", "///example.com/x", "/\\example.com/x", "/\\/example.com/x",
        "/%5cexample.com/x", "/%5c%5cexample.com/x", "/%2f%2fexample.com/x", "/%2fexample.com/x",
        "/%09/example.com/x", "/%0a/example.com/x", "/%0d%0a/example.com/x", "/%00/example.com/x",
        "/;//example.com/x", "/.//example.com/x", "/..//example.com/x", "/%2e%2f/example.com/x",
        "//example.com%2f..%2fx", "/https://example.com/x", "/https:example.com/x",
        "/%20//example.com/x", "/%e3%80%82/example.com/x", "//user@example.com/x",
        "/old//example.com", "/old/%2fexample.com", "/old/%5cexample.com", "/old/https:%2f%2fx",
        "/old/%09/example.com",
    ]

    @Test(arguments: TestTransport.allCases)
    func slashesAndRulesRedirectWithinTheHost(over transport: TestTransport) async throws {
        let client = try TestClient(Self.app, over: transport)
        var redirects = 0
        for target in Self.targets {
            // A path that begins with two slashes is a path, not a host, for the client too.
            let answer = try await client.get(
                "http://localhost" + target)
            guard let location = answer.location else { continue }
            redirects += 1
            #expect(Self.staysHere(location), "\(target) → \(location)")
        }
        #expect(redirects >= 15, "most are redirected")
    }

    /// As browsers read it: white space at the beginning and line breaks count for nothing, and a
    /// backslash is a slash.
    private static func staysHere(_ location: String) -> Bool {
        if location.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7F || $0 == UInt8(ascii: "\\") }) {
            return false
        }
        if location.hasPrefix("http://localhost/") { return true }
        return location.hasPrefix("/") && !location.hasPrefix("//")
    }
}
