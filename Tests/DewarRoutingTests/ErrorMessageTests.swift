import DewarRouting
import Testing

@Suite struct ErrorMessageTests {
    private static let refusedRules: [(String, String)] = [
        ("x", "malformed url rule: the pattern does not begin with '/' (in rule 'x')."),
        (
            "/a/<int:",
            "malformed url rule: '<int:' does not begin with a variable such as '<id>' or "
                + "'<int(min=1):id>' (in rule '/a/<int:')."
        ),
        (
            "/<a>/<a>", "malformed url rule: the variable 'a' appears twice (in rule '/<a>/<a>')."
        ),
        ("/<None>", "malformed url rule: a variable cannot be named 'None' (in rule '/<None>')."),
        (
            "/<number:n>", "unknown converter: 'number' (in rule '/<number:n>')."
        ),
        (
            "/<strng:n>",
            "unknown converter: 'strng' (in rule '/<strng:n>'). Did you mean 'string'?"
        ),
        (
            "/<int(min=-5):n>",
            "bad converter argument: 'min=-' is no value: put text with other signs in quotes "
                + "(in rule '/<int(min=-5):n>')."
        ),
        (
            "/<int(mn=5):n>",
            "bad converter argument: 'mn', wanted: 'fixed_digits', 'min', 'max', 'signed' "
                + "(in rule '/<int(mn=5):n>'). Did you mean 'min'?"
        ),
        (
            "/<any(x=a):n>",
            "bad converter argument: 'x', wanted: arguments have no names "
                + "(in rule '/<any(x=a):n>')."
        ),
        (
            "/<float(1, 2, 3, 4):n>",
            "bad converter argument: 4 values without a name, but the parameters are only "
                + "'min', 'max', 'signed' (in rule '/<float(1, 2, 3, 4):n>')."
        ),
        (
            "/<int(1, fixed_digits=2):n>",
            "bad converter argument: 'fixed_digits' is given twice "
                + "(in rule '/<int(1, fixed_digits=2):n>')."
        ),
        (
            "/<string(length=two):n>",
            "bad converter argument: 'length' is 'two', wanted a number of characters "
                + "(in rule '/<string(length=two):n>')."
        ),
        (
            "/<string(minlength=3, maxlength=2):n>",
            "bad converter argument: 'maxlength' is 2, wanted at least 'minlength', which is 3 "
                + "(in rule '/<string(minlength=3, maxlength=2):n>')."
        ),
    ]

    @Test(arguments: refusedRules)
    func ruleIsRefusedWithASentence(pattern: String, sentence: String) {
        #expect(message { try URLMap([Rule(pattern)]) } == sentence)
    }

    @Test func optionsAreRefusedWithASentence() throws {
        #expect(
            message { try URLMap([Rule("/", methods: ["GET", "POST"], isWebSocket: true)]) }
                == "malformed url rule: a WebSocket rule takes GET, HEAD and OPTIONS only, got "
                + "'POST' (in rule '/').")
        #expect(
            message { try URLMap([Rule("/<a>", redirectTo: "x/<b>")]) }
                == "malformed url rule: the redirect names 'b', which is no variable of the rule "
                + "(in rule '/<a>').")
        #expect(
            message { try URLMap([Rule("/<int:a>", defaults: ["a": "x"])]) }
                == "bad default: of 'a': 'x' is not a whole number (in rule '/<int:a>').")
        #expect(
            message { try URLMap([]).bind(serverName: "a..b") }
                == "bad host: 'a..b' cannot be written in ASCII as a host name.")
        var options = URLMap.Options()
        options.matchesHosts = true
        let map = try URLMap([], options: options)
        #expect(
            message { try map.bind(serverName: "a.b", subdomain: "c") }
                == "conflicting options: a subdomain was given, but the map matches whole hosts.")
        let parts = String(repeating: "/x", count: 300)
        #expect(
            message { try URLMap([Rule(parts)]) }
                == "malformed url rule: 302 parts, at most 256 are possible (in rule '\(parts)').")
    }

    @Test func converterOfOneSOwnIsQuoted() {
        struct Failing: RouteConverter {
            struct Failure: Error, CustomStringConvertible { var description: String { "no!" } }
            init(_ arguments: ConverterArguments) throws { throw Failure() }
        }
        #expect(
            message { try URLMap([Rule("/<f:x>")], converters: ["f": Failing.self]) }
                == "bad converter argument: the converter 'f' says: no! (in rule '/<f:x>').")
    }

    private static let refusedURLs: [(String, RouteValues, String?, String)] = [
        (
            "post.shwo", [:], nil,
            "cannot build url: endpoint 'post.shwo' does not exist. Did you mean 'post.show'?"
        ),
        ("zzz", [:], nil, "cannot build url: endpoint 'zzz' does not exist."),
        (
            "post.show", ["slug": "x", "page": 1], nil,
            "cannot build url: endpoint 'post.show' needs 'id', got ['slug', 'page']."
        ),
        (
            "pair", ["one": 1], nil,
            "cannot build url: endpoint 'pair' needs 'two', got ['one']."
        ),
        (
            "user", ["nmae": "x"], nil,
            "cannot build url: endpoint 'user' needs 'name', got ['nmae']. Did you mean 'name'?"
        ),
        (
            "post.show", ["id": 1], "POST",
            "cannot build url: endpoint 'post.show' has no rule for the method 'POST', only for "
                + "'GET', 'HEAD'."
        ),
        (
            "list", ["page": 2], nil,
            "cannot build url: endpoint 'list' has no rule that these values fit: ['page']."
        ),
        (
            "post.show", ["id": "x"], nil,
            "cannot build url: endpoint 'post.show' refuses the value of 'id': 'x' is not a whole "
                + "number."
        ),
        (
            "any", ["v": "c"], nil,
            "cannot build url: endpoint 'any' refuses the value of 'v': 'c' is not one of "
                + "'a', 'b'."
        ),
        (
            "float", ["v": []], nil,
            "cannot build url: endpoint 'float' refuses the value of 'v': [] is not a number."
        ),
    ]

    @Test(arguments: refusedURLs)
    func urlIsRefusedWithASentence(
        endpoint: String, values: RouteValues, method: String?, sentence: String
    ) throws {
        let urls = try urls([
            Rule("/posts/<int:id>", endpoint: "post.show", methods: ["GET"]),
            Rule("/u/<name>", endpoint: "user"), Rule("/p/<one>/<two>", endpoint: "pair"),
            Rule("/list", endpoint: "list", defaults: ["page": 1]),
            Rule("/any/<any(b,a):v>", endpoint: "any"), Rule("/f/<float:v>", endpoint: "float"),
        ])
        #expect(message { try urls.build(endpoint, values, method: method) } == sentence)
    }

    /// The value may be a client's.
    @Test func aLongValueIsCutShort() throws {
        let urls = try urls([Rule("/<int:id>", endpoint: "post")])
        let value = RouteValue.string(String(repeating: "x", count: 10_000))
        #expect(message { try urls.build("post", ["id": value]) }.utf8.count < 400)
    }

    private func message(_ body: () throws -> Any) -> String {
        do {
            return "no error, but \(try body())"
        } catch {
            return "\(error)"
        }
    }
}
