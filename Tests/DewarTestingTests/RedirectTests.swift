import Dewar
import DewarTesting
import Testing

/// Where redirects lead, as Werkzeug's client follows them.
@Suite struct RedirectTests {
    private let client: TestClient

    init() throws { client = try TestClient(visits) }

    /// Method and body that arrive; each row tried with Werkzeug 3.1.8's client.
    @Test(arguments: [
        (301, "GET", ""), (302, "GET", ""), (303, "GET", ""), (307, "POST", "x=1"),
        (308, "POST", "x=1"),
    ])
    func theStatusDecidesOfMethodAndBody(code: Int, method: String, body: String) async throws {
        let answer = try await client.post(
            "/to/\(code)?url=/echo?q", form: ["x": "1"], followsRedirects: true)
        let echo = try answer.json
        #expect(echo["method"] == .string(method))
        #expect(echo["body"] == .string(body))
        #expect(echo["query"] == "q")
        #expect((echo["type"] == .null) == body.isEmpty)
        #expect(answer.history.map(\.status.code) == [code])
        #expect(answer.history[0].location == "/echo?q")
    }

    @Test func aHeadStaysOne() async throws {
        let answer = try await client.head("/to/302", followsRedirects: true)
        #expect(answer.request.method == .head && answer.status == .ok)
    }

    @Test func locationsMayBeRelative() async throws {
        let rows = [
            ("echo", "/to/echo"), ("../echo", "/echo"), ("../../../echo", "/echo"),
            ("/a/./b/../echo", "/a/echo"), ("//localhost/echo#there", "/echo"),
            ("http://localhost/echo?a=1", "/echo?a=1"), ("?url=/echo", "/echo"),
        ]
        for (location, target) in rows {
            let first = try await client.get("/to/302", query: ["url": location])
            #expect(first.location == location)
            let answer = try await client.get(
                "/to/302", query: ["url": location], followsRedirects: true)
            #expect(answer.url == "http://localhost\(target)", "\(location)")
        }
    }

    @Test func circlesAndEndlessOnesAreErrors() async throws {
        let circle = await #expect(throws: TestClientError.self) {
            try await client.get("/circle", followsRedirects: true)
        }
        #expect(
            circle?.description == "redirects go round: a 302 to '/circle' was followed already.")
        let error = await #expect(throws: TestClientError.self) {
            try await client.get("/count/1", followsRedirects: true)
        }
        #expect(
            error?.description == "redirects do not end: 20 were followed, and there is another.")
    }

    @Test func otherHostsAreNotAsked() async throws {
        for host in ["example.com", "notlocalhost", "localhost.example.com"] {
            let error = await #expect(throws: TestClientError.self) {
                try await client.get("/to/302?url=http://\(host)/", followsRedirects: true)
            }
            #expect(error?.kind == .otherHost)
        }
        let below = "/to/302?url=http://www.localhost/echo"
        let error = await #expect(throws: TestClientError.self) {
            try await client.get(below, followsRedirects: true)
        }
        #expect(
            error?.description == "redirect to 'www.localhost' not followed: the client is at "
                + "'localhost'. Say 'client.followsSubdomains = true' to follow it.")
        client.followsSubdomains = true
        let answer = try await client.get(below, followsRedirects: true)
        #expect(try answer.json["host"] == "www.localhost")
    }

    @Test func theRootOfTheApplicationIsKept() async throws {
        try client.visit("http://localhost/shop")
        let inside = try await client.get("/to/302?url=/shop/echo", followsRedirects: true)
        #expect(try inside.json["root"] == "/shop")
        let outside = try await client.get("/to/302?url=/echo", followsRedirects: true)
        #expect(try outside.json["root"] == "")
    }
}
