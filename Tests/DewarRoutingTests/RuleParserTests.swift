import DewarRouting
import Testing

@Suite struct RuleParserTests {
    @Test func variablesAreListedInOrder() throws {
        let map = try URLMap([
            Rule("/<int(min=1, max=9):id>/<slug>/<path:rest>", subdomain: "<any(a,b):site>")
        ])
        let variables = map.variables(ofRuleAt: 0)
        #expect(variables.map(\.name) == ["site", "id", "slug", "rest"])
        #expect(variables.map(\.converter) == ["any", "int", "default", "path"])
        #expect(variables.map(\.arguments) == ["a,b", "min=1, max=9", "", ""])
        #expect(variables.map(\.valueKind) == [.string, .int, .string, .string])
        #expect(map.variables(ofRuleAt: 1).isEmpty && map.variables(ofRuleAt: -1).isEmpty)
    }

    @Test(arguments: [
        "x", "", "/<", "/<>", "/<:v>", "/<int:>", "/<a b>", "/<1a>", "/<int(1:v>", "/<int(1)v>",
        "/<a>/<a>", "/<nope:v>", "/<None>", "/<int(min=-5):v>", "/<int(a=1):v>",
        "/<int(min='x'):v>",
        "/<int(1, 2, 3, True, 5):v>", "/<int(1, fixed_digits=2):v>",
        "/<string(2,3):v>", "/<string(minlength=-1):v>", "/<string(minlength=3, maxlength=2):v>",
        "/<string(length='x'):v>", "/<any(1, 2):v>", "/<any(a-b):v>", "/<any(x=a):v>",
        "/<string(length=99999999999):v>", "/<int(1.5):v>",
    ])
    func senselessPatternIsRefused(pattern: String) {
        #expect(throws: RoutingError.self) { try URLMap([Rule(pattern)]) }
    }

    @Test(arguments: [
        ("/a>b", "/a>b", "0"),
        ("/<any('>'):v>", "/>", "0 v='>'"),
        ("/<any('(', ')'):v>", "/)", "0 v=')'"),
        ("/<any(10,20):v>", "/10,20", "0 v='10,20'"),
        ("/<any(a, b,):v>", "/b", "0 v='b'"),
        ("/<any( a , \"b\" ):v>", "/b", "0 v='b'"),
        ("/<any(u'x', Truth):v>", "/Truth", "0 v='Truth'"),
        ("/<any(x1.5, 가나):v>", "/가나", "0 v='가나'"),
        ("/<string(maxlength='3'):v>", "/abc", "0 v='abc'"),
        ("/<string(length=1, length=2):v>", "/ab", "0 v='ab'"),
        ("/<int(signed = True):v>", "/-1", "0 v=-1"),
        ("/<int(signed=False):v>", "/-1", "404"),
        ("/<int(max=1_0):v>", "/10", "0 v=10"),
        ("/<float(max=1e2):v>", "/99.0", "0 v=99.0"),
        ("/<int():v>", "/1", "0 v=1"),
        ("/<default:v>", "/1", "0 v='1'"),
    ])
    func argumentsAreReadAsWerkzeugDoes(pattern: String, path: String, outcome: String) throws {
        #expect(try urls(pattern).match(path).summary == outcome)
    }

    @Test func slashesOfThePatternAreMerged() throws {
        #expect(try urls("//a//b").match("/a/b").summary == "0")
        let kept = try urls([Rule("/a//b", mergesSlashes: false)])
        #expect(kept.match("/a//b").summary == "0")
    }
}
