import DewarRouting
import Testing

@Suite struct URLAdapterMatchingTests {
    @Test(arguments: [
        ("/all/page/1", "-> http://example.com/all/"), ("/all/page/2", "1 page=2"),
        ("/all/", "0 page=1"), ("/all/by/", "2 sort='by' page=1"),
        ("/all/by/1", "-> http://example.com/all/by/"),
    ])
    func valuesThatAreDefaultsGoToTheShorterPath(path: String, outcome: String) throws {
        let rules = [
            Rule("/all/", endpoint: "all", defaults: ["page": 1]),
            Rule("/all/page/<int:page>", endpoint: "all"),
            Rule("/all/<sort>/", endpoint: "all", defaults: ["page": 1]),
            Rule("/all/<sort>/<int:page>", endpoint: "all"),
        ]
        #expect(try urls(rules).match(path).summary == outcome)
        var options = URLMap.Options()
        options.redirectsDefaults = false
        if outcome.hasPrefix("->") {
            #expect(try urls(rules, options: options).match(path).summary.hasPrefix("->") == false)
        }
    }

    @Test func defaultOfAVariableWins() throws {
        let urls = try urls([Rule("/<a>/<b>", endpoint: "e", defaults: ["a": "x", "c": [1]])])
        #expect(urls.match("/1/2").summary == "0 a='x' b='2' c=[1]")
    }

    @Test func aliasRedirectsToItsRule() throws {
        let urls = try urls([
            Rule("/u/<int:id>", endpoint: "user"),
            Rule("/user-<int:id>.php", endpoint: "user", isAlias: true),
        ])
        #expect(urls.match("/user-3.php").summary == "-> http://example.com/u/3")
        #expect(try urls.build("user", ["id": 3]) == "/u/3")
    }

    @Test(arguments: [
        ("/old/a b", "-> http://example.com/app/foo/a%20b"),
        ("/abs/x", "-> http://example.com/foo/x"),
        ("/ext/5", "-> https://other.example/x/5"),
        ("/pad/0007", "-> http://example.com/app/n/0007"),
        ("/up/a/b", "-> http://example.com/a/b"),
        ("/const", "-> http://example.com/app/elsewhere?x=1"),
        ("/here", "-> http://example.com/app/"),
        ("/function/7", "-> http://example.com/app/made/14"),
    ])
    func ruleRedirects(path: String, outcome: String) throws {
        let map = try URLMap([
            Rule("/old/<slug>", redirectTo: "foo/<slug>"),
            Rule("/abs/<slug>", redirectTo: "/foo/<slug>"),
            Rule("/ext/<int:n>", redirectTo: "https://other.example/x/<n>"),
            Rule("/pad/<int(fixed_digits=4):n>", redirectTo: "n/<n>"),
            Rule("/up/<path:p>", redirectTo: "../<p>"),
            Rule("/const", redirectTo: "elsewhere?x=1"),
            Rule("/here", redirectTo: "."),
            Rule(
                "/function/<int:n>",
                redirectTo: .function { _, match in
                    guard case .int(let n)? = match["n"] else { return "nothing" }
                    return "made/\(2 * n)"
                }),
        ])
        let urls = try map.bind(serverName: "example.com", scriptName: "/app")
        #expect(urls.match(path).summary == outcome)
    }

    /// What Python's `urljoin` makes of a reference at `http://example.com/a/b/`.
    @Test(arguments: [
        ("", "http://example.com/a/b/"), ("c", "http://example.com/a/b/c"),
        ("./c/../d", "http://example.com/a/b/d"), ("../../../c", "http://example.com/c"),
        ("..", "http://example.com/a/"), ("/c//d", "http://example.com/c//d"),
        ("c//d", "http://example.com/a/b/c/d"), ("?q", "http://example.com/a/b/?q"),
        ("#f", "http://example.com/a/b/#f"), ("//h.org/x", "http://h.org/x"),
        ("https://h.org", "https://h.org"), ("mailto:x@y.z", "mailto:x@y.z"),
        ("http:c", "http://example.com/a/b/c"), (" \tc", "http://example.com/a/b/c"),
    ])
    func targetIsResolvedAsAReference(target: String, url: String) throws {
        let map = try URLMap([Rule("/r", redirectTo: .pattern(target))])
        let urls = try map.bind(serverName: "example.com", scriptName: "/a/b")
        #expect(urls.match("/r").summary == "-> \(url)")
    }

    @Test func redirectsKeepTheQuery() throws {
        let map = try URLMap([Rule("/한/")])
        let urls = try map.bind(
            serverName: "한글.kr:8080", scriptName: "/app/", scheme: "https", query: "q=1")
        #expect(
            urls.match("/한").summary == "-> https://xn--bj0bj06e.kr:8080/app/%ED%95%9C/?q=1")
    }

    @Test(arguments: [
        ("example.com", "0"), ("api.example.com", "1"), ("kim.example.com", "2 user='kim'"),
        ("a.b.example.com", "2 user='a.b'"), ("API.Example.com", "1"), ("other.com", "404"),
        ("", "404"),
    ])
    func subdomainChoosesTheRule(host: String, outcome: String) throws {
        let map = try URLMap([
            Rule("/"), Rule("/", subdomain: "api"), Rule("/", subdomain: "<user>"),
            Rule("/x", subdomain: "v<int:n>"),
        ])
        let urls = try map.bind(
            requestHost: host, scheme: "http", serverName: "example.com:80", method: "GET",
            path: "/")
        let found = urls.match().summary
        // A host elsewhere gets a subdomain that only a variable takes.
        #expect(found == (outcome == "404" ? "2 user='<invalid>'" : outcome))
    }

    @Test(arguments: [
        ("a.example.com", "/", "0"), ("b.example.com", "/", "1 h='b'"),
        ("example.com", "/", "404"), ("a.example.com:8080", "/", "404"),
        ("b.example.com", "/x", "-> http://b.example.com/x/"),
    ])
    func hostChoosesTheRule(host: String, path: String, outcome: String) throws {
        var options = URLMap.Options()
        options.matchesHosts = true
        let map = try URLMap(
            [
                Rule("/", host: "a.example.com"), Rule("/", host: "<h>.example.com"),
                Rule("/x/", host: "<h>.example.com"), Rule("/y"),
            ], options: options)
        #expect(try map.bind(serverName: host).match(path).summary == outcome)
        #expect(throws: RoutingError.self) {
            try map.bind(serverName: host, subdomain: "a")
        }
    }

    @Test func upgradeMakesTheSchemeWebSocket() throws {
        let map = try URLMap([Rule("/", isWebSocket: true)])
        let urls = try map.bind(
            requestHost: "example.com", scheme: "https", isWebSocketUpgrade: true,
            serverName: "example.com:443", method: "GET", path: "/")
        #expect(urls.scheme == "wss" && urls.serverName == "example.com")
        #expect(urls.match().summary == "0")
    }

    @Test func mapMatchesWithoutAnAdapter() throws {
        let urls = try urls("/x/<int:id>")
        var asked = false
        func adapter() -> URLAdapter {
            asked = true
            return urls
        }
        let outcome = urls.map.match(path: "/x/7", method: "GET", adapter: adapter())
        #expect(outcome.summary == "0 id=7" && !asked)
    }
}
