import DewarRouting
import Testing

@Suite struct URLMatcherTests {
    @Test(arguments: [
        ("/", "0"),
        ("/about", "1"),
        ("/about/", "404"),
        ("/posts/", "2"),
        ("/posts", "-> http://example.com/posts/"),
        ("/posts/42", "3 id=42"),
        ("/posts/new", "4 slug='new'"),
        ("/posts/42/edit", "5 id=42"),
        ("/posts/new/edit", "404"),
        ("/files/a/b.txt", "6 path='a/b.txt'"),
        ("/files/", "404"),
        ("/nothing", "404"),
        ("/posts/42/", "404"),
        ("", "-> http://example.com/"),
        ("about", "1"),
        ("///about", "1"),
    ])
    func pathLeadsToItsRule(path: String, outcome: String) throws {
        let urls = try urls(
            "/", "/about", "/posts/", "/posts/<int:id>", "/posts/<slug>",
            "/posts/<int:id>/edit", "/files/<path:path>")
        #expect(urls.match(path).summary == outcome)
    }

    /// The rule that is nearest to the path wins, wherever it stands.
    @Test(arguments: [
        ("/a/b", "3"), ("/a/c", "2 x='c'"), ("/d/b", "1 x='d'"), ("/7", "6 n=7"),
        ("/x-y", "5 a='x' b='y'"), ("/x", "4 a='x'"), ("/x/y/z", "0 p='x/y/z'"),
    ])
    func orderOfRulesDoesNotMatter(path: String, outcome: String) throws {
        let urls = try urls(
            "/<path:p>", "/<x>/b", "/a/<x>", "/a/b", "/<a>", "/<a>-<b>", "/<int:n>")
        #expect(urls.match(path).summary == outcome)
    }

    @Test func searchGoesBackWhenAPartLeadsNowhere() throws {
        let urls = try urls("/a/<int:n>/x", "/<s>/<t>/y")
        #expect(urls.match("/a/1/y").summary == "1 s='a' t='1'")
    }

    @Test func refusedValueEndsTheSearch() throws {
        let urls = try urls("/<int(max=5):n>", "/<s>")
        #expect(urls.match("/6").summary == "404")
    }

    @Test func rulesOfOnePatternShareTheirConverterTexts() throws {
        // The two variables have the same pattern, so the text after them decides first.
        let urls = try urls("/<int:a>/<x>", "/<int(min=3):b>/foo")
        #expect(urls.match("/1/foo").summary == "404")
        #expect(urls.match("/1/bar").summary == "0 a=1 x='bar'")
    }

    @Test(arguments: [
        ("/a//b", true, "-> http://example.com/a/b"),
        ("/a//b", false, "404"),
        ("/cx//d", true, "1 p='x//d'"), ("/c", true, "3 x='c'"),
        ("//a///b", true, "-> http://example.com/a/b"),
        ("/e//", true, "-> http://example.com/e/"),
        ("/e//f", true, "404"),
    ])
    func repeatedSlashesAreMergedAfterAPlainAttempt(
        path: String, merges: Bool, outcome: String
    ) throws {
        var options = URLMap.Options()
        options.mergesSlashes = merges
        let rules = [
            Rule("/a/b"), Rule("/c<path:p>"), Rule("/e/"), Rule("/<x>", mergesSlashes: false),
        ]
        #expect(try urls(rules, options: options).match(path).summary == outcome)
    }

    @Test(arguments: [
        ("/leaf", "0"), ("/leaf/", "0"), ("/branch", "1"), ("/branch/", "1"),
        ("/p/a", "2 p='a'"), ("/p/a/", "2 p='a'"),
    ])
    func rulesThatAreNotStrictTakeEitherForm(path: String, outcome: String) throws {
        var options = URLMap.Options()
        options.isStrict = false
        let urls = try urls(
            [Rule("/leaf"), Rule("/branch/"), Rule("/p/<path:p>/")], options: options)
        #expect(urls.match(path).summary == outcome)
    }

    @Test(arguments: [
        ("GET", "/x", "0"), ("HEAD", "/x", "0"), ("post", "/x", "1"),
        ("PATCH", "/x", "405 DELETE GET HEAD POST"), ("", "/x", "0"),
        ("POST", "/y", "405 DELETE GET HEAD"), ("POST", "/branch", "405 DELETE GET HEAD"),
        ("POST", "/branch/", "405 GET HEAD"),
    ])
    func methodsOfAllRulesOfAPathAreListed(
        method: String, path: String, outcome: String
    ) throws {
        let urls = try urls([
            Rule("/x", methods: ["GET"]), Rule("/x", methods: ["post"]),
            Rule("/<s>", methods: ["DELETE", "GET"]), Rule("/branch/", methods: ["GET"]),
        ])
        #expect(urls.match(path, method: method).summary == outcome)
    }

    @Test(arguments: [("GET", "0"), ("get", "0"), ("Get", "0"), ("PUT", "1"), ("put", "1")])
    func methodInLowerCaseTakesTheSameRule(method: String, outcome: String) throws {
        let urls = try urls([
            Rule("/", endpoint: "first", methods: ["GET"]), Rule("/", endpoint: "second"),
        ])
        #expect(urls.match("/", method: method).summary == outcome)
    }

    @Test func allowedMethodsAreThoseOfThePath() throws {
        let urls = try urls([
            Rule("/x", methods: ["GET"]), Rule("/x", methods: ["PUT"]), Rule("/y"),
        ])
        #expect(urls.allowedMethods("/x") == ["GET", "HEAD", "PUT"])
        #expect(urls.allowedMethods("/y") == [])
        #expect(urls.test("/x") && !urls.test("/x", method: "POST") && !urls.test("/z"))
    }

    @Test(arguments: [
        ("/", false, "0"), ("/", true, "1"), ("/http", true, "400"), ("/ws", false, "400"),
        ("/branch", true, "-> ws://example.com/branch/"), ("/branch", false, "404"),
    ])
    func webSocketRulesAnswerWebSocketOnly(
        path: String, isWebSocket: Bool, outcome: String
    ) throws {
        let map = try URLMap([
            Rule("/"), Rule("/", isWebSocket: true), Rule("/http"),
            Rule("/ws", isWebSocket: true), Rule("/branch/", isWebSocket: true),
        ])
        let urls = try map.bind(
            serverName: "example.com", scheme: isWebSocket ? "ws" : "http")
        #expect(urls.match(path).summary == outcome)
    }

    @Test func textIsComparedByItsBytes() throws {
        let urls = try urls("/caf\u{E9}", "/caf\u{65}\u{301}")
        #expect(urls.match("/caf\u{E9}").summary == "0")
        #expect(urls.match("/cafe\u{301}").summary == "1")
    }

    @Test func thousandsOfRulesAreToldApart() throws {
        let rules = (0..<5000).map { Rule("/r\($0)/<int:id>") }
        let urls = try urls(rules)
        #expect(urls.match("/r4321/7").summary == "4321 id=7")
        #expect(urls.match("/r5000/7").summary == "404")
    }

    @Test func longestRuleIsFollowedToItsEnd() throws {
        let depth = 253
        let pattern = (0..<depth).map { "/<v\($0)>" }.joined()
        let urls = try urls(pattern)
        let path = String(repeating: "/x", count: depth)
        guard case .match(let match) = urls.match(path) else {
            Issue.record("no match")
            return
        }
        #expect(match.arguments.count == depth)
        #expect(throws: RoutingError.self) { try URLMap([Rule(pattern + "/a/b/c")]) }
    }
}
