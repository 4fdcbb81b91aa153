import DewarRouting
import Testing

@Suite struct RouteValueTests {
    @Test func textIsComparedByItsBytes() {
        #expect(RouteValue.string("é") != RouteValue.string("e\u{301}"))
        #expect(Set<RouteValue>(["é", "e\u{301}", "é"]).count == 2)
        #expect(RouteValue.int(1) != RouteValue.double(1) && RouteValue.int(1) != .bool(true))
    }

    private static let descriptions: [(RouteValue, String)] = [
        (.null, "None"), (true, "True"), (-7, "-7"), (.integer("1" + "0"), "10"),
        (1e22, "1e+22"), ("a'b", "a'b"), (["a'b", 1, [.null]], "['a\\'b', 1, [None]]"),
        (.double(.infinity), "inf"),
    ]

    @Test(arguments: descriptions)
    func valueIsDescribedAsPythonDoes(value: RouteValue, text: String) {
        #expect(value.description == text)
    }

    @Test func namesKeepTheirOrder() {
        var values: RouteValues = ["b": 1, "a": 2, "b": 3]
        #expect(values.names == ["b", "a"] && values["b"] == 3)
        values["c"] = 4
        values["a"] = nil
        #expect(values.names == ["b", "c"] && values["a"] == nil)
        #expect(values == ["c": 4, "b": 3])
    }

    @Test func manyNamesAreFoundToo() {
        var values = RouteValues((0..<100).map { ("v\($0)", .int($0)) })
        #expect(values["v99"] == 99 && values["v100"] == nil)
        values["v50"] = nil
        #expect(values["v51"] == 51 && values["v50"] == nil && values.count == 99)
    }
}
