import DewarHTTP
import HTTPTypes
import Testing

@Suite struct MultiDictTests {
    private let tags: MultiDict = ["tag": "a", "q": "1", "tag": "b"]

    @Test func namesKeepTheOrderOfTheirFirstAppearance() {
        #expect(tags.keys == ["tag", "q"])
        #expect(tags.items.map { "\($0)=\($1)" } == ["tag=a", "q=1"])
        #expect(tags.pairs.map { "\($0)=\($1)" } == ["tag=a", "tag=b", "q=1"])
        #expect(tags.all("tag") == ["a", "b"] && tags.all("z").isEmpty)
        #expect(tags["tag"] == "a" && tags["z"] == nil && tags.count == 2)
    }

    @Test func settingReplacesAllValuesAtTheirPlace() {
        var dict = tags
        dict["tag"] = "x"
        dict.setAll("q", ["2", "3"])
        dict.setAll("none", [])
        #expect(dict.pairs.map(\.value) == ["x", "2", "3"])
        #expect(dict.contains("none") && dict["none"] == nil && dict.items.count == 2)
        dict["tag"] = nil
        #expect(dict.remove("q") == "2" && dict.keys == ["none"])
        #expect(dict.setDefault("none", "d") == nil)
        #expect(dict.setDefault("new", "d") == "d" && dict.setDefault("new", "e") == "d")
        #expect(dict.setDefaults("list", ["1", "2"]) == ["1", "2"])
        #expect(dict.setDefaults("list", []) == ["1", "2"])
    }

    @Test func updatingAppends() {
        var dict = tags
        dict.update([("tag", "c"), ("z", "9")])
        #expect(dict.all("tag") == ["a", "b", "c"] && dict.keys == ["tag", "q", "z"])
        let both = tags.combined(with: ["q": "2", "x": "3"])
        #expect(both.all("q") == ["1", "2"] && both["x"] == "3")
    }

    @Test func namesAreComparedByTheirBytes() {
        let dict: MultiDict = ["é": "composed", "e\u{301}": "decomposed"]
        #expect(dict.count == 2 && dict["e\u{301}"] == "decomposed")
    }

    @Test func manyNamesAreFoundToo() {
        var dict = MultiDict((0..<1000).map { ("k\($0 % 500)", "\($0)") })
        #expect(dict.count == 500 && dict.all("k499") == ["499", "999"] && dict["k500"] == nil)
        for key in 0..<490 { dict.removeAll("k\(key)") }
        #expect(dict.keys == (490..<500).map { "k\($0)" } && dict["k495"] == "495")
    }

    /// As Python's `int` and `float` take them.
    @Test(
        arguments: [
            ("42", 42), (" 42 ", 42), ("+7", 7), ("-7", -7), ("1_000", 1000), ("４２", 42),
            ("007", 7), ("", nil), ("1__0", nil), ("_1", nil), ("1.0", nil), ("0x10", nil),
            ("9223372036854775807", Int.max), ("9223372036854775808", nil), ("\u{85}5\u{A0}", 5),
            ("\u{1C}5", nil), ("5\u{A0}\u{1F}", nil),
        ] as [(String, Int?)])
    func integersAreReadAsPythonDoes(text: String, value: Int?) {
        #expect(MultiDict([("n", text)]).get("n", as: Int.self) == value)
    }

    @Test func othersAreRead() {
        enum Order: String, FieldConvertible { case newest, oldest }
        let dict: MultiDict = ["f": "1e3", "o": "oldest", "b": "on", "n": "x", "n": "5"]
        #expect(dict.get("f", as: Double.self) == 1000)
        #expect(dict.get("o", default: Order.newest) == .oldest)
        #expect(dict.get("b", as: Order.self) == nil && dict.get("b", default: false))
        #expect(dict.get("n", default: 3) == 3 && dict.all("n", as: Int.self) == [5])
        #expect(dict.get("missing", default: "") == "")
    }

    @Test func whatIsMissingIsTheClientsMistake() throws {
        #expect(try tags.require("q", as: Int.self) == 1)
        let missing = #expect(throws: HTTPError.self) { try tags.require("z") }
        #expect(missing?.status == .badRequest && missing?.reason == "'z' is missing.")
        let invalid = #expect(throws: HTTPError.self) { try tags.require("tag", as: Int.self) }
        #expect(
            invalid?.status == .badRequest && invalid?.reason == "'tag' is 'a', which is no Int.")
    }

    @Test func equalityDoesNotLookAtTheOrderOfNames() {
        #expect(tags == ["q": "1", "tag": "a", "tag": "b"])
        #expect(tags != ["q": "1", "tag": "b", "tag": "a"] && tags != ["q": "1"])
    }
}
