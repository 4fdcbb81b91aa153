import DewarText
import Testing

@Suite struct JSONTests {
    // From Flask: jsonify(…), without its final newline.
    @Test(
        arguments: [
            (["b": 1, "a": ["x", nil, true, 1.5]], #"{"a":["x",null,true,1.5],"b":1}"#),
            (
                ["text": "안녕 \u{1F600} </script>"],
                #"{"text":"\uc548\ub155 \ud83d\ude00 </script>"}"#
            ),
            ("\u{8}\u{C}\n\r\t\"\\/\u{1}\u{7F}", #""\b\f\n\r\t\"\\/\u0001\u007f""#),
            (.double(1e16), "1e+16"), (.double(.nan), "NaN"), (.double(-.infinity), "-Infinity"),
            (.integer("1267650600228229401496703205376"), "1267650600228229401496703205376"),
            ([], "[]"), ([:], "{}"), ([[], [:]], "[[],{}]"),
        ] as [(JSON, String)])
    func writesAsFlaskDoes(value: JSON, text: String) {
        #expect(JSONWriter().text(of: value) == text)
    }

    @Test func anIndentationBelowZeroIsNone() {
        #expect(JSONWriter(indentation: -1).text(of: [1, [2]]) == "[\n1,\n[\n2\n]\n]")
    }

    @Test func writesIndentedAsPythonDoes() {
        let writer = JSONWriter(
            escapesNonASCII: false, sortsKeys: false, isCompact: false, indentation: 2)
        #expect(
            writer.text(of: ["b": [1, 2], "a": [], "é": "\u{7F}"])
                == "{\n  \"b\": [\n    1,\n    2\n  ],\n  \"a\": [],\n  \"é\": \"\u{7F}\"\n}")
        #expect(
            JSONWriter(isCompact: false).text(of: ["b": [1, 2], "a": 3])
                == #"{"a": 3, "b": [1, 2]}"#)
    }

    @Test(
        arguments: [
            (#" {"b": [1, -2.5e3], "a": {"c": null}} "#, ["b": [1, -2500.0], "a": ["c": nil]]),
            (#""\u00e9\ud83d\ude00\/""#, "é😀/"),
            (#""\ud83d x\ud83d\ud83d\ude00""#, "\u{FFFD} x\u{FFFD}😀"),
            ("123456789012345678901234567890", .integer("123456789012345678901234567890")),
            ("-0", 0), ("-Infinity", .double(-.infinity)), ("[true, false]", [true, false]),
            (#"{"a": 1, "b": 2, "a": 3}"#, ["a": 3, "b": 2]),
        ] as [(String, JSON)])
    func readsAsPythonDoes(text: String, value: JSON) throws {
        #expect(try JSONReader.read(text) == value)
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\" 1}", "{a: 1}", "01", "1.", "+1", "\"\n\"", "\"\\x\"", "nul",
        "[1] 2", "\"abc", "-", "'a'", "\u{FEFF}1", "\"\\u12\"", "[1 2]",
    ])
    func refusesWhatIsNoJSON(text: String) {
        #expect(throws: JSONError.self) { try JSONReader.read(text) }
    }

    @Test func tellsThePlaceOfAnError() {
        let error = #expect(throws: JSONError.self) { try JSONReader.read("{\n  \"a\" 1}") }
        #expect(error?.description == "invalid JSON: ':' was expected (line 2, column 7).")
    }

    @Test func refusesNestingBeyondItsLimit() {
        let limit = JSONReader.maximalDepth
        let deepest = String(repeating: "[", count: limit) + String(repeating: "]", count: limit)
        #expect(throws: Never.self) { try JSONReader.read(deepest) }
        #expect(throws: JSONError.self) {
            try JSONReader.read(String(repeating: "[", count: 1_000_000))
        }
    }

    @Test(arguments: ["", "-"])
    func integersHaveAsManyDigitsAsPythonReads(sign: String) throws {
        let longest = sign + String(repeating: "9", count: 4300)
        #expect(try JSONReader.read(longest) == .integer(longest))
        #expect(throws: JSONError.self) { try JSONReader.read(longest + "9") }
        #expect(try JSONReader.read(longest + "9.5").double?.isInfinite == true)
    }

    @Test func objectsKeepTheirOrder() throws {
        var object: JSONObject = ["z": 1, "a": 2]
        object["m"] = 3
        object["z"] = 4
        object["a"] = nil
        #expect(object.keys == ["z", "m"])
        #expect(object["z"] == 4)
    }

    @Test func keysAreComparedByTheirBytes() {
        let object: JSONObject = ["é": 1, "e\u{301}": 2]
        #expect(object.count == 2)
        #expect(object["é"] == 1)
        #expect(JSON.string("é") != JSON.string("e\u{301}"))
    }

    @Test func objectsAreHashedWithoutRegardToOrder() {
        let values: Set<JSON> = [["a": 1, "b": [2]], ["b": [2], "a": 1], ["a": 1, "b": [3]]]
        #expect(values.count == 2)
    }

    @Test(.timeLimit(.minutes(1))) func manyObjectsAreToldApart() {
        let values = Set((0..<50_000).map { number -> JSON in ["id": .int(number)] })
        #expect(values.count == 50_000)
    }

    @Test func largeObjectsAreSearchedInConstantTime() {
        var object = JSONObject()
        for number in 0..<100_000 { object["key \(number)"] = .int(number) }
        #expect(object["key 99999"] == 99_999)
        #expect(object.count == 100_000)
    }
}
