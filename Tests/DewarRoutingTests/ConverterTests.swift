import DewarRouting
import FoundationEssentials
import Testing

@Suite struct ConverterTests {
    @Test(arguments: [
        ("/<int:v>", "/0042", "0 v=42"),
        ("/<int:v>", "/-1", "404"),
        ("/<int:v>", "/1_0", "404"),
        ("/<int:v>", "/٣٤", "0 v=34"),
        ("/<int:v>", "/99999999999999999999", "0 v=99999999999999999999"),
        ("/<int:v>", "/9223372036854775807", "0 v=9223372036854775807"),
        ("/<int:v>", "/9223372036854775808", "0 v=9223372036854775808"),
        ("/<int(signed=True):v>", "/-9223372036854775808", "0 v=-9223372036854775808"),
        ("/<int(signed=True):v>", "/-0", "0 v=0"),
        ("/<int(fixed_digits=4):v>", "/0042", "0 v=42"),
        ("/<int(fixed_digits=4):v>", "/42", "404"),
        ("/<int(fixed_digits=3,signed=True):v>", "/-42", "0 v=-42"),
        ("/<int(min=5,max=10):v>", "/10", "0 v=10"),
        ("/<int(min=5,max=10):v>", "/4", "404"),
        ("/<int(max=99999999999999999999):v>", "/99999999999999999999", "0 v=99999999999999999999"),
        ("/<int(max=99999999999999999999):v>", "/100000000000000000000", "404"),
        ("/<int(min=1.5):v>", "/1", "404"),
        ("/<float:v>", "/1.50", "0 v=1.5"),
        ("/<float:v>", "/1", "404"),
        ("/<float:v>", "/١.٥", "0 v=1.5"),
        ("/<float(signed=True):v>", "/-0.5", "0 v=-0.5"),
        ("/<float(max=2):v>", "/2.0", "0 v=2.0"),
        ("/<float(max=2):v>", "/2.1", "404"),
        ("/<string(length=2):v>", "/e\u{301}", "0 v='e\u{301}'"),
        ("/<string(length=2):v>", "/é", "404"),
        ("/<string(length=1):v>", "/👍", "0 v='👍'"),
        ("/<string(maxlength=2):v>", "/abc", "404"),
        ("/<any(\"foo,bar\", x):v>", "/foo,bar", "0 v='foo,bar'"),
        ("/<any(a,b):v>", "/c", "404"),
        ("/<any():v>", "/", "0 v=''"),
        (
            "/<uuid:v>", "/2B5B0911-fdcf-4dd2-921b-28ace88db8a0",
            "0 v=2b5b0911-fdcf-4dd2-921b-28ace88db8a0"
        ),
        ("/<uuid:v>", "/2b5b0911fdcf4dd2921b28ace88db8a0", "404"),
    ])
    func textBecomesAValue(pattern: String, path: String, outcome: String) throws {
        #expect(try urls(pattern).match(path).summary == outcome)
    }

    @Test func hugeNumbersAreRefusedInsteadOfRead() throws {
        let urls = try urls("/<int:v>")
        #expect(urls.match("/" + String(repeating: "1", count: 4300)).summary.count == 4304)
        #expect(urls.match("/" + String(repeating: "1", count: 4301)).summary == "404")
    }

    @Test func hugeRealNumbersAreInfinite() throws {
        let urls = try urls("/<float:v>")
        #expect(urls.match("/" + String(repeating: "1", count: 9000) + ".0").summary == "0 v=inf")
    }

    private static let uuid = UUID(
        uuid: (
            0x12, 0x34, 0x56, 0x78, 0x12, 0x34, 0x56, 0x78, 0x12, 0x34, 0x56, 0x78, 0x12, 0x34,
            0x56, 0x78
        ))
    private static let small = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5))

    private static let builtTexts: [(String, RouteValue, String)] = [
        ("/<int:v>", 7, "/7"),
        ("/<int:v>", "7", "/7"),
        ("/<int:v>", " 1_0 ", "/10"),
        ("/<int:v>", 7.9, "/7"),
        ("/<int:v>", true, "/1"),
        ("/<int:v>", 1e22, "/10000000000000000000000"),
        ("/<int:v>", -0.5, "/0"),
        ("/<int:v>", .bytes(Array("\u{B} +1_2\n".utf8)), "/12"),
        ("/<int:v>", .uuid(uuid), "/24197857161011715162171839636988778104"),
        ("/<int(fixed_digits=4):v>", .uuid(small), "/0005"),
        ("/<float:v>", .bytes(Array(" 1_2 ".utf8)), "/12.0"),
        ("/<int(fixed_digits=4):v>", 7, "/0007"),
        ("/<int(fixed_digits=4):v>", -7, "/-007"),
        ("/<float:v>", 7, "/7.0"),
        ("/<float:v>", 1e16, "/1e+16"),
        ("/<float:v>", "1.50", "/1.5"),
        ("/<v>", "a b/c?é", "/a%20b/c%3F%C3%A9"),
        ("/<v>", "!$&'()*+,/:;=@-._~", "/!$&'()*+,/:;=@-._~"),
        ("/<v>", 1.5, "/1.5"),
        ("/<v>", false, "/False"),
        ("/<v>", [1, "a"], "/%5B1,%20'a'%5D"),
        ("/<path:v>", "a//b", "/a//b"),
        ("/<any(a,b):v>", "b", "/b"),
    ]

    @Test(arguments: builtTexts)
    func valueBecomesText(pattern: String, value: RouteValue, url: String) throws {
        #expect(try urls(pattern).build(pattern, ["v": value]) == url)
    }

    @Test func uuidIsWrittenInLowerCase() throws {
        let id = try #require(UUID(uuidString: "2B5B0911-FDCF-4DD2-921B-28ACE88DB8A0"))
        #expect(
            try urls("/<uuid:v>").build("/<uuid:v>", ["v": .uuid(id)])
                == "/2b5b0911-fdcf-4dd2-921b-28ace88db8a0")
    }

    @Test func converterOfOneSOwnGivesItsOwnValues() throws {
        struct Color: Hashable, Sendable { var hex: String }
        struct ColorConverter: RouteConverter {
            init(_ arguments: ConverterArguments) throws {}
            var valueKind: RouteValueKind { .custom("Color") }
            func value(of text: String) -> RouteValue? {
                text.count == 6 ? .custom(Color(hex: text)) : nil
            }
            func text(of value: RouteValue) throws -> String? {
                guard case .custom(let value) = value, let color = value as? Color else {
                    throw RefusedValue("a color was wanted")
                }
                return color.hex.isEmpty ? nil : color.hex
            }
        }
        let rules = [
            Rule("/c/<color:c>", endpoint: "c"), Rule("/all", endpoint: "c", isAlias: true),
        ]
        let urls = try urls(rules, converters: ["color": ColorConverter.self])
        guard case .match(let match) = urls.match("/c/ff0000") else {
            Issue.record("no match")
            return
        }
        #expect(match["c"] == .custom(Color(hex: "ff0000")))
        #expect(urls.match("/c/f00").summary == "404")
        #expect(urls.map.variables(ofRuleAt: 0).map(\.valueKind) == [.custom("Color")])
        #expect(try urls.build("c", ["c": .custom(Color(hex: "00ff00"))]) == "/c/00ff00")
        // A converter that passes a value over leaves it to the next rule.
        let other: RouteValues = ["c": .custom(Color(hex: ""))]
        #expect(try urls.build("c", other, appendsUnknown: false) == "/all")
        #expect(throws: BuildError.self) { try urls.build("c", ["c": 1]) }
    }
}
