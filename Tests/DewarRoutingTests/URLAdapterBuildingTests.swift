import DewarRouting
import Testing

@Suite struct URLAdapterBuildingTests {
    private static let builtURLs: [(String, RouteValues, String)] = [
        ("i", [:], "/"),
        ("u", ["name": "a b"], "/u/a%20b"),
        ("u", ["name": "x", "q": "a b&c=d+é/?"], "/u/x?q=a+b%26c%3Dd%2B%C3%A9/?"),
        ("u", ["page": 2, "name": "x"], "/u/x?page=2"),
        ("i", ["a": [1, "x", .null], "b": .null, "c": []], "/?a=1&a=x"),
        ("i", ["a": true, "b": 1.5, "c": .bytes([0x61, 0xFF])], "/?a=True&b=1.5&c=a%FF"),
        ("f", ["a": "1", "b": "2"], "/f/1/2"),
        ("f", ["a": "1"], "/f/1"),
        ("d", ["page": 1], "/d/"),
        ("d", ["page": 2], "/d/2"),
        ("d", ["page": 1.0, "x": 1], "/d/?x=1"),
    ]

    @Test(arguments: builtURLs)
    func valuesGoToPathOrQuery(endpoint: String, values: RouteValues, url: String) throws {
        let urls = try urls([
            Rule("/", endpoint: "i"), Rule("/u/<name>", endpoint: "u"),
            Rule("/f/<a>", endpoint: "f"), Rule("/f/<a>/<b>", endpoint: "f"),
            Rule("/d/", endpoint: "d", defaults: ["page": 1]), Rule("/d/<int:page>", endpoint: "d"),
        ])
        #expect(try urls.build(endpoint, values) == url)
    }

    @Test func manyVariablesAndManyValuesAreTakenInAnyOrder() throws {
        let pattern = (0..<10).map { "/<v\($0)>" }.joined()
        let urls = try urls([
            Rule(pattern, endpoint: "e"), Rule("/l/<name>", endpoint: "l"),
        ])
        var values = RouteValues((0..<10).reversed().map { ("v\($0)", .string("é\($0)")) })
        values["q"] = "x y"
        let path = (0..<10).map { "/%C3%A9\($0)" }.joined()
        #expect(try urls.build("e", values) == path + "?q=x+y")

        values = RouteValues((0..<70).map { ("k\($0)", .int($0)) } + [("name", "n")])
        let query = (0..<70).map { "k\($0)=\($0)" }.joined(separator: "&")
        #expect(try urls.build("l", values) == "/l/n?" + query)
    }

    @Test func aLongURLIsBuiltWhole() throws {
        let urls = try urls([Rule("/l/<name>", endpoint: "l")])
        let name = String(repeating: "한", count: 2000)
        let encoded = String(repeating: "%ED%95%9C", count: 2000)
        #expect(
            try urls.build("l", ["name": .string(name), "q": .string(name)])
                == "/l/\(encoded)?q=\(encoded)")
    }

    @Test func numbersOfEveryLengthAreWritten() throws {
        let urls = try urls([Rule("/<int:v>", endpoint: "i")])
        var numbers = [0, .max, .min, -1]
        for digits in 1...18 {
            let power = (0..<digits).reduce(1) { power, _ in power * 10 }
            numbers += [power - 1, power, -power]
        }
        for number in numbers {
            #expect(try urls.build("i", ["v": .int(number)]) == "/\(number)")
        }
    }

    @Test func unknownValuesMayBeDropped() throws {
        let urls = try urls("/")
        #expect(try urls.build("/", ["a": 1], appendsUnknown: false) == "/")
    }

    @Test func queryMayBeSorted() throws {
        var options = URLMap.Options()
        options.sortsParameters = true
        let urls = try urls([Rule("/", endpoint: "i")], options: options)
        #expect(try urls.build("i", ["한": 1, "a": [2, 1], "Z": 3]) == "/?Z=3&a=1&a=2&%ED%95%9C=1")
        #expect(throws: BuildError.self) { try urls.build("i", ["a": [1, "x"]]) }
    }

    private static let methods: [(String?, String)] = [
        (nil, "/g"), ("GET", "/g"), ("HEAD", "/g"), ("POST", "/p"), ("PUT", "error"),
        ("post", "error"),
    ]

    @Test(arguments: methods)
    func methodChoosesTheRule(method: String?, url: String) throws {
        let urls = try urls([
            Rule("/p", endpoint: "e", methods: ["POST"]),
            Rule("/g", endpoint: "e", methods: ["GET"]),
        ])
        #expect(((try? urls.build("e", method: method)) ?? "error") == url)
    }

    private static let externalURLs: [(String, String, String?, Bool, String)] = [
        ("i", "", nil, false, "/app/"),
        ("i", "", nil, true, "https://example.com/app/"),
        ("i", "", "http", true, "http://example.com/app/"),
        ("i", "", "", true, "//example.com/app/"),
        ("i", "api", nil, false, "https://example.com/app/"),
        ("a", "", nil, false, "https://api.example.com/app/x"),
        ("a", "api", nil, false, "/app/x"),
        ("w", "", nil, false, "wss://example.com/app/w"),
        ("w", "", "http", false, "ws://example.com/app/w"),
    ]

    @Test(arguments: externalURLs)
    func urlIsExternalWhereItMustBe(
        endpoint: String, subdomain: String, scheme: String?, isExternal: Bool, url: String
    ) throws {
        let map = try URLMap([
            Rule("/", endpoint: "i"), Rule("/x", endpoint: "a", subdomain: "api"),
            Rule("/w", endpoint: "w", isWebSocket: true),
        ])
        let urls = try map.bind(
            serverName: "example.com", scriptName: "/app", subdomain: subdomain, scheme: "https")
        #expect(try urls.build(endpoint, isExternal: isExternal, scheme: scheme) == url)
    }

    @Test func ruleOfTheCurrentHostIsPreferred() throws {
        var options = URLMap.Options()
        options.matchesHosts = true
        let map = try URLMap(
            [
                Rule("/1", endpoint: "e", host: "a.com"), Rule("/2", endpoint: "e", host: "b.com"),
                Rule("/h", endpoint: "h", host: "<h>.com"),
            ], options: options)
        #expect(try map.bind(serverName: "b.com").build("e") == "/2")
        #expect(try map.bind(serverName: "c.com").build("e") == "http://a.com/1")
        #expect(try map.bind(serverName: "c.com").build("h", ["h": "c"]) == "/h")
    }

    @Test func ruleThatOnlyBuildsMatchesNothing() throws {
        let urls = try urls([Rule("/s/<path:f>", endpoint: "s", isBuildOnly: true)])
        #expect(try urls.build("s", ["f": "a/b"]) == "/s/a/b")
        #expect(urls.match("/s/a").summary == "404")
    }

    @Test func endpointTellsWhatItExpects() throws {
        let map = try URLMap([
            Rule("/<lang>/a", endpoint: "a"), Rule("/b", endpoint: "b", defaults: ["lang": "ko"]),
            Rule("/c", endpoint: "c"),
        ])
        #expect(map.isExpecting("lang", endpoint: "a") && map.isExpecting("lang", endpoint: "b"))
        #expect(!map.isExpecting("lang", endpoint: "c") && !map.isExpecting("lang", endpoint: "d"))
        #expect(map.ruleIndices(of: "b") == [1] && map.methods(ofRuleAt: 0) == nil)
    }

    @Test func endpointsAreComparedByTheirBytes() throws {
        let urls = try urls("/caf\u{E9}", "/cafe\u{301}")
        #expect(try urls.build("/caf\u{E9}") == "/caf%C3%A9")
        #expect(try urls.build("/cafe\u{301}") == "/cafe%CC%81")
    }
}
