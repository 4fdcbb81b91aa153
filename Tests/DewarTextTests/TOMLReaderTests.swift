import DewarText
import Testing

/// TOML 1.0 as Python's `tomllib` reads it.
@Suite struct TOMLReaderTests {
    /// Documents, and what Python makes of them, as JSON; nil for an error.
    private static let documents: [(String, String?)] = [
        ("a = 1", "{\"a\":1}"),
        ("a = \"x\" # c", "{\"a\":\"x\"}"),
        ("'a b' = 1", "{\"a b\":1}"),
        ("\"a\\tb\" = 1", "{\"a\\tb\":1}"),
        ("\"\" = 1", "{\"\":1}"),
        ("a.b.c = 1", "{\"a\":{\"b\":{\"c\":1}}}"),
        ("a . \"b.c\" . d = 1", "{\"a\":{\"b.c\":{\"d\":1}}}"),
        ("3.14 = 1", "{\"3\":{\"14\":1}}"),
        ("a = +99", "{\"a\":99}"),
        ("a = -17", "{\"a\":-17}"),
        ("a = 1_000", "{\"a\":1000}"),
        ("a = 0xDEAD_beef", "{\"a\":3735928559}"),
        ("a = 0o755", "{\"a\":493}"),
        ("a = 0b1101", "{\"a\":13}"),
        ("a = +0", "{\"a\":0}"),
        ("a = 9223372036854775807", "{\"a\":9223372036854775807}"),
        ("a = 3.1415", "{\"a\":3.1415}"),
        ("a = -0.01", "{\"a\":-0.01}"),
        ("a = 5e+22", "{\"a\":5e+22}"),
        ("a = 1e06", "{\"a\":1000000.0}"),
        ("a = -2E-2", "{\"a\":-0.02}"),
        ("a = 6.626e-34", "{\"a\":6.626e-34}"),
        ("a = 224_617.445_991_228", "{\"a\":224617.445991228}"),
        ("a = inf", "{\"a\":Infinity}"),
        ("a = -inf", "{\"a\":-Infinity}"),
        ("a = nan", "{\"a\":NaN}"),
        ("a = 0e0", "{\"a\":0.0}"),
        ("a = true", "{\"a\":true}"),
        ("a = [ ]", "{\"a\":[]}"),
        ("a = [1, \"x\", [1.5], {b = 2}]", "{\"a\":[1,\"x\",[1.5],{\"b\":2}]}"),
        ("a = [1,2,]", "{\"a\":[1,2]}"),
        ("a = {}", "{\"a\":{}}"),
        ("a = { x = 1, y.z = 2, y.w = {} }", "{\"a\":{\"x\":1,\"y\":{\"z\":2,\"w\":{}}}}"),
        (
            "a = \"\\u00e9\\U0001F600\\\"\\\\\\b\\f\\n\\r\\t\"",
            "{\"a\":\"\\u00e9\\ud83d\\ude00\\\"\\\\\\b\\f\\n\\r\\t\"}"
        ),
        ("a = 'C:\\x\\y'", "{\"a\":\"C:\\\\x\\\\y\"}"),
        ("a = 1979-05-27T07:32:00Z", "{\"a\":\"1979-05-27T07:32:00Z\"}"),
        ("a = 1979-05-27 07:32:00.999999-07:00", "{\"a\":\"1979-05-27 07:32:00.999999-07:00\"}"),
        ("a = 1979-05-27", "{\"a\":\"1979-05-27\"}"),
        ("a = 07:32:00", "{\"a\":\"07:32:00\"}"),
        ("a = 2024-02-29", "{\"a\":\"2024-02-29\"}"),
        ("a = ", nil),
        ("= 1", nil),
        ("a", nil),
        ("a = 1 b = 2", nil),
        ("a = 01", nil),
        ("a = 1__0", nil),
        ("a = _1", nil),
        ("a = 1_", nil),
        ("a = 0x", nil),
        ("a = 0x_1", nil),
        ("a = +0x1", nil),
        ("a = 1.", nil),
        ("a = .5", nil),
        ("a = 1.e5", nil),
        ("a = 1e", nil),
        ("a = 1e_5", nil),
        ("a = True", nil),
        ("a = +inf2", nil),
        ("a = \"x", nil),
        ("a = \"\\x41\"", nil),
        ("a = \"\\ud800\"", nil),
        ("a = \"\\u12\"", nil),
        ("a = 'x", nil),
        ("a = [1", nil),
        ("a = [1 2]", nil),
        ("a = [,]", nil),
        ("a = {x=1,}", nil),
        ("a = {x=1 y=2}", nil),
        ("a = {x=1, x=2}", nil),
        ("a = {x.y=1, x=2}", nil),
        ("a = {x=1", nil),
        ("a = 2023-02-29", nil),
        ("a = 2023-13-01", nil),
        ("a = 25:00:00", nil),
        ("a = 07:32", nil),
        ("a = 1979-05-27T", nil),
        ("a b = 1", nil),
        ("a. = 1", nil),
        (".a = 1", nil),
        ("[a", nil),
        ("[a]]", nil),
        ("[[a]", nil),
        ("[]", nil),
        ("[a.]", nil),
        ("[ a . b ]", "{\"a\":{\"b\":{}}}"),
        ("[a] b = 1", nil),
        ("", "{}"),
        ("# only\n", "{}"),
        ("a=1\r\nb=2\r\n", "{\"a\":1,\"b\":2}"),
        ("a=1\rb=2", nil),
        ("[a]\nb=1\n[a.c]\nd=2\n", "{\"a\":{\"b\":1,\"c\":{\"d\":2}}}"),
        ("[a.b.c]\nd=1\n[a]\ne=2\n", "{\"a\":{\"b\":{\"c\":{\"d\":1}},\"e\":2}}"),
        ("[a]\n[a]\n", nil),
        ("a=1\na=2\n", nil),
        ("a=1\n[a]\n", nil),
        ("a.b=1\n[a]\n", nil),
        ("[a]\nb.c=1\n[a.b]\n", nil),
        ("[a]\nb.c=1\n[a.b.d]\ne=2\n", "{\"a\":{\"b\":{\"c\":1,\"d\":{\"e\":2}}}}"),
        ("[a.b.c]\nz=9\n[a]\nb.c.t=1\n", nil),
        ("[a.b.c.d]\nz=9\n[a]\nb.c.k=1\n", "{\"a\":{\"b\":{\"c\":{\"d\":{\"z\":9},\"k\":1}}}}"),
        ("[[a]]\nx=1\n[[a]]\nx=2\n[a.b]\ny=3\n", "{\"a\":[{\"x\":1},{\"x\":2,\"b\":{\"y\":3}}]}"),
        ("[[a]]\n[a]\n", nil),
        ("[a]\n[[a]]\n", nil),
        ("a=[]\n[[a]]\n", nil),
        ("a=[{x=1}]\n[a.b]\n", nil),
        (
            "[[a.b]]\nx=1\n[a]\ny=2\n[[a.b]]\nx=3\n",
            "{\"a\":{\"b\":[{\"x\":1},{\"x\":3}],\"y\":2}}"
        ),
        ("[a]\nx={y=1}\n[a.x.z]\n", nil),
        ("[a]\nx={y=1}\nx.z=2\n", nil),
        ("a={b=1}\na.c=2\n", nil),
        ("a.b=1\na.c=2\n", "{\"a\":{\"b\":1,\"c\":2}}"),
        ("a.b=1\na.b.c=2\n", nil),
        ("a=[\n 1, # one\n\n 2\n]\n", "{\"a\":[1,2]}"),
        ("a=[1,\n2,\n]\nb=3", "{\"a\":[1,2],\"b\":3}"),
        ("a={\nx=1}", nil),
        ("a=\"\"\"\nx\\\n   \n  y\"\"\"\n", "{\"a\":\"xy\"}"),
        ("a=\"\"\"x\r\ny\"\"\"", "{\"a\":\"x\\ny\"}"),
        ("a=\"\"\"a \"\"b\"\" \"\"\"\"\"\n", "{\"a\":\"a \\\"\\\"b\\\"\\\" \\\"\\\"\"}"),
        ("a=\"\"\"\"x\"\"\"\"\n", "{\"a\":\"\\\"x\\\"\"}"),
        ("a=\"\"\"x\"\"\"\"\"\"\n", nil),
        ("a='''\nx\\y'''\n", "{\"a\":\"x\\\\y\"}"),
        ("a='''it''s'''''\n", "{\"a\":\"it''s''\"}"),
        ("a='''x''''''\n", nil),
        ("a=\"\"\"x\\ y\"\"\"", nil),
        ("a=\"\"\"x\\  \n\n  y\"\"\"", "{\"a\":\"xy\"}"),
        ("a='x\ny'", nil),
        ("a=\"\u{1}\"", nil),
        ("a=1 # \u{1}\n", nil),
        ("a=\"\t\"", "{\"a\":\"\\t\"}"),
        ("a='''\u{0}'''", nil),
        ("\u{FEFF}a=1", nil),
        ("[a]\nb=1\n[c]\nd=2\n[a.e]\n", "{\"a\":{\"b\":1,\"e\":{}},\"c\":{\"d\":2}}"),
        ("[a]\nb.c=1\nb.d=2\n[x]\n[a.y]\n", "{\"a\":{\"b\":{\"c\":1,\"d\":2},\"y\":{}},\"x\":{}}"),
        (
            "[[a]]\n[[a.b]]\nc=1\n[[a.b]]\nc=2\n[[a]]\n[[a.b]]\nc=3\n",
            "{\"a\":[{\"b\":[{\"c\":1},{\"c\":2}]},{\"b\":[{\"c\":3}]}]}"
        ),
        (
            "[[a]]\nb=1\n[a.c.d]\ne=1\n[[a]]\n[a.c.d]\ne=2",
            "{\"a\":[{\"b\":1,\"c\":{\"d\":{\"e\":1}}},{\"c\":{\"d\":{\"e\":2}}}]}"
        ),
        (
            "[fruit]\n[[fruit.a]]\n[fruit.a.x]\ny=1\n[[fruit.a]]\n",
            "{\"fruit\":{\"a\":[{\"x\":{\"y\":1}},{}]}}"
        ),
        ("[a]\nb=1\n[[a.b]]\n", nil),
        ("\u{E9}=1", nil),
        ("\"\u{E9}\"=1\n'\u{FC}'.x=2", "{\"\\u00e9\":1,\"\\u00fc\":{\"x\":2}}"),
        ("a=-nan", "{\"a\":NaN}"),
        ("a=+nan", "{\"a\":NaN}"),
        ("a='\u{2028}'", "{\"a\":\"\\u2028\"}"),
        ("a=[[],[[]]]", "{\"a\":[[],[[]]]}"),
        ("x=1\n[y]\nz=1\n[y.x]\n[y.z]\n", nil),
    ]

    @Test(arguments: documents)
    func readsAsPythonDoes(source: String, json: String?) throws {
        guard let json else {
            #expect(throws: TOMLError.self) { try TOMLReader.read(source) }
            return
        }
        let found = JSONWriter(sortsKeys: false).text(of: .object(try TOMLReader.read(source)))
        #expect(found == json)
    }

    @Test(arguments: [
        ("a = 1\nb = x\n", "invalid TOML: 'x' is no value (in line 2, column 5)"),
        (
            "a = 9223372036854775808",
            "invalid TOML: an integer must fit 64 bits (in line 1, column 5)"
        ),
        ("[a]\n[a]\n", "invalid TOML: 'a' is there already (in line 2, column 2)"),
        ("a.b = 1\na.b = 2", "invalid TOML: 'a.b' is there already (in line 2, column 1)"),
        ("a = \"x", "invalid TOML: the string has no end (in line 1, column 7)"),
        ("a = 1 b", "invalid TOML: the line has no end here (in line 1, column 7)"),
        ("[a", "invalid TOML: ']' was expected (in line 1, column 3)"),
    ])
    func errorsNameTheirPlace(source: String, message: String) {
        let error = #expect(throws: TOMLError.self) { try TOMLReader.read(source) }
        #expect(error?.description == message)
    }

    @Test func whatIsNoUTF8IsRefused() {
        #expect(throws: TOMLError.self) { try TOMLReader.read([0x61, 0x3D, 0x22, 0xFF, 0x22]) }
    }

    @Test(arguments: ["[", "{a=", "[a.", "a."])
    func depthEnds(piece: String) throws {
        func document(_ depth: Int) -> String {
            let middle = String(repeating: "a.", count: depth - 1) + "a"
            return switch piece {
            case "[":
                "a=" + String(repeating: "[", count: depth - 1)
                    + String(repeating: "]", count: depth - 1)
            case "{a=":
                "a=" + String(repeating: "{a=", count: (depth - 1) / 2) + "1"
                    + String(repeating: "}", count: (depth - 1) / 2)
            case "[a.": "[\(middle)]"
            default: "\(middle)=1"
            }
        }
        _ = try TOMLReader.read(document(TOMLReader.maximalDepth))
        let error = #expect(throws: TOMLError.self) {
            try TOMLReader.read(document(TOMLReader.maximalDepth + 2))
        }
        #expect(error?.reason == "nested deeper than 100")
        #expect(throws: TOMLError.self) { try TOMLReader.read(document(200_000)) }
    }

    /// Whatever comes, there is an answer.
    @Test func mutantsEndInAnError() {
        var random = SystemRandomNumberGenerator()
        let sources = Self.documents.map { Array($0.0.utf8) }
        let bytes = Array("[]{}=.,\"'\\#\n\r -+_0e:TZaux\u{0}é".utf8)
        for _ in 0..<20_000 {
            var source = sources.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0...source.count, using: &random)
                let byte = bytes.randomElement(using: &random) ?? 0
                if place < source.count, Bool.random(using: &random) {
                    source[place] = byte
                } else {
                    source.insert(byte, at: place)
                }
            }
            _ = try? TOMLReader.read(source)
        }
    }
}
