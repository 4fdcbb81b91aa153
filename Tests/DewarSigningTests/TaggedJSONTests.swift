import DewarSigning
import DewarText
import FoundationEssentials
import Testing

// Expected values: Flask 3.1.3 `TaggedJSONSerializer`.
@Suite struct TaggedJSONTests {
    private static let uuid = UUID(uuidString: "2b5b0911-fdcf-4dd2-921b-28ace88db8a0") ?? UUID()

    @Test(
        arguments: [
            (.null, "null"), (true, "true"), (5, "5"), (1.5, "1.5"), (.double(1), "1.0"),
            (.double(.nan), "NaN"), (.double(-.infinity), "-Infinity"),
            (.integer("18446744073709551616"), "18446744073709551616"),
            ("é\"\u{7F}😀", #""\u00e9\"\u007f\ud83d\ude00""#), ([], "[]"),
            ([1, [nil]], "[1,[null]]"),
            (["b": 1, "a": 2, "가": 3, "B": 4], #"{"B":4,"a":2,"b":1,"\uac00":3}"#),
            (.tuple([1, .tuple([])]), #"{" t":[1,{" t":[]}]}"#),
            (.bytes([0, 255]), #"{" b":"AP8="}"#), (.markup("<b>"), #"{" m":"<b>"}"#),
            (.uuid(uuid), #"{" u":"2b5b0911fdcf4dd2921b28ace88db8a0"}"#),
            (.datetime(now), #"{" d":"Tue, 14 Nov 2023 22:13:20 GMT"}"#),
            ([" t": [1]], #"{" di":{" t__":[1]}}"#),
            ([" di": [" t": .tuple([1])]], #"{" di":{" di__":{" di":{" t__":{" t":[1]}}}}}"#),
            ([" t": 1, "x": 2], #"{" t":1,"x":2}"#), ([" x": 1], #"{" x":1}"#),
        ] as [(SessionValue, String)])
    func writesAndReadsAsFlaskDoes(value: SessionValue, json: String) throws {
        #expect(try TaggedJSONSerializer.dumps(value) == json)
        if case .double(let number) = value, number.isNaN { return }
        #expect(try TaggedJSONSerializer.loads(json) == value)
    }

    @Test(
        arguments: [
            ([10: "c", 2: "b", 1: "a"], #"{"1":"a","2":"b","10":"c"}"#),
            (
                .dictionary(SessionDictionary([(.double(1.5), "x"), (.bool(true), "y")])),
                #"{"true":"y","1.5":"x"}"#
            ),
            (.dictionary(SessionDictionary([(.null, "x")])), #"{"null":"x"}"#),
        ] as [(SessionValue, String)])
    func keysThatAreNoTextSortByTheirValue(value: SessionValue, json: String) throws {
        #expect(try TaggedJSONSerializer.dumps(value) == json)
    }

    @Test func keysOfTypesWithoutAnOrderAreRefused() {
        let mixed = SessionValue.dictionary(SessionDictionary([("a", 1), (2, 2)]))
        #expect(
            kind { _ = try TaggedJSONSerializer.dumps(mixed) }
                == .unwritableValue("the keys of a dictionary are of types that have no order"))
    }

    @Test(
        arguments: [
            (#"{" t":"añb"}"#, .tuple(["a", "ñ", "b"])),
            (#"{" t":{"a":1,"b":2}}"#, .tuple(["a", "b"])),
            (#"{" t":{" b":"AQI="}}"#, .tuple([1, 2])),
            (#"{" m":5}"#, .markup("5")), (#"{" m":null}"#, .markup("None")),
            (#"{" m":true}"#, .markup("True")), (#"{" m":1.0}"#, .markup("1.0")),
            (#"{" d":""}"#, .null), (#"{" d":0}"#, .null), (#"{" d":[]}"#, .null),
            (#"{" d":"garbage"}"#, .null),
            (#"{" u":"{2b5b0911-fdcf-4dd2-921b-28ace88db8a0}"}"#, .uuid(uuid)),
            (#"{" u":"urn:uuid:2b5b0911-fdcf-4dd2-921b-28ace88db8a0"}"#, .uuid(uuid)),
            (#"{" b":{" m":"eA=="}}"#, .bytes([0x78])), (#"{" b":"!"}"#, .bytes([])),
            (#"{" di":{"a":1,"b":2}}"#, ["": 1]), (#"{" t":[1],"x":2}"#, [" t": [1], "x": 2]),
        ] as [(String, SessionValue)])
    func tagsOfOtherValuesDoWhatPythonDoes(json: String, value: SessionValue) throws {
        #expect(try TaggedJSONSerializer.loads(json) == value)
    }

    @Test(arguments: [
        #"{" t":5}"#, #"{" t":null}"#, #"{" u":"2b5b"}"#, #"{" u":5}"#, #"{" b":5}"#,
        #"{" b":"eA"}"#, #"{" b":"한"}"#, #"{" d":5}"#, #"{" di":{}}"#, #"{" di":[1]}"#, "", "{",
        "\u{FEFF}{}", "{'a':1}", #"{" u":"zz5b0911-fdcf-4dd2-921b-28ace88db8a0"}"#,
        String(repeating: "[", count: 501) + String(repeating: "]", count: 501),
        "1" + String(repeating: "0", count: 4300),
    ])
    func whatIsNoTaggedJSONIsRefused(json: String) {
        guard case .badPayload = kind({ _ = try TaggedJSONSerializer.loads(json) }) else {
            Issue.record("\(json.prefix(40)) was read")
            return
        }
    }

    @Test func whatIsNestedTooDeepIsNotWritten() throws {
        var value: SessionValue = []
        for _ in 1..<TaggedJSONSerializer.maximalDepth { value = [value] }
        _ = try TaggedJSONSerializer.loads(TaggedJSONSerializer.dumps(value))
        #expect(
            kind { _ = try TaggedJSONSerializer.dumps([value]) }
                == .unwritableValue("it is nested deeper than 500"))
    }

    @Test func swiftTypesGoInAndComeOut() {
        #expect(["a": [1, 2]].sessionValue == ["a": [1, 2]])
        #expect([String: [Int]](sessionValue: ["a": [1, 2]]) == ["a": [1, 2]])
        #expect([Int](sessionValue: .tuple([1, 2])) == [1, 2])
        #expect([Int](sessionValue: [1, "x"]) == nil)
        #expect(String(sessionValue: 5) == nil)
        #expect(Double(sessionValue: 5) == 5)
        #expect(HTTPDate(sessionValue: now.sessionValue) == now)
        #expect(UUID(sessionValue: Self.uuid.sessionValue) == Self.uuid)
        #expect(Markup(sessionValue: "x") == nil)
    }
}
