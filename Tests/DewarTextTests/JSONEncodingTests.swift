import DewarText
import Testing

/// `Encodable` types as JSON.
@Suite struct JSONEncodingTests {
    private struct Post: Encodable {
        var title: String
        var tags: [String]?
        var score: Float = 0.1
        var parts: [Part] = []
    }
    private enum Part: String, Encodable { case head, body }
    private class Animal: Encodable {
        var legs = 4
    }
    private final class Dog: Animal {
        override func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Keys.self)
            try container.encode("Rex", forKey: .name)
            try super.encode(to: container.superEncoder())
            var nested = container.nestedUnkeyedContainer(forKey: .toys)
            try nested.encode("ball")
            try nested.encodeNil()
            var deeper = nested.nestedContainer(keyedBy: Keys.self)
            try deeper.encode(1, forKey: .name)
        }
        enum Keys: CodingKey { case name, toys }
    }
    private struct Wide: Encodable {
        var unsigned = UInt64.max
        var wider = Int128.max
        var small: [Int8] = [-1]
        var value: JSON = ["b": [1, nil], "a": .integer("99999999999999999999")]
    }
    private struct Nothing: Encodable { func encode(to encoder: any Encoder) {} }
    private struct Endless: Encodable {
        func encode(to encoder: any Encoder) throws {
            var container = encoder.unkeyedContainer()
            try container.encode(Endless())
        }
    }
    private struct Failing: Encodable {
        struct Failure: Error {}
        func encode(to encoder: any Encoder) throws { throw Failure() }
    }

    private func text(_ value: some Encodable) throws -> String {
        JSONWriter(sortsKeys: false).text(of: try JSON(encoding: value))
    }

    @Test func membersKeepTheirOrder() throws {
        let post = Post(title: "한", tags: ["a"], parts: [.head, .body])
        #expect(
            try text(post)
                == #"{"title":"\ud55c","tags":["a"],"score":0.1,"parts":["head","body"]}"#
        )
        #expect(try text(Post(title: "x")) == #"{"title":"x","score":0.1,"parts":[]}"#)
    }

    @Test func dictionariesAreSorted() throws {
        #expect(
            try text(["b": Part.head, "a": .body, "한": .head])
                == #"{"a":"body","b":"head","\ud55c":"head"}"#)
        #expect(try text([Int: Int]()) == "{}")
    }

    @Test func containersNest() throws {
        #expect(
            try text(Dog()) == #"{"name":"Rex","super":{"legs":4},"toys":["ball",null,{"name":1}]}"#
        )
        #expect(try text([Part?.none, .head]) == #"[null,"head"]"#)
        #expect(try text(Nothing()) == "{}")
        #expect(try text([[Nothing()]]) == "[[{}]]")
    }

    @Test func numbersKeepTheirDigits() throws {
        #expect(
            try text(Wide()) == """
                {"unsigned":18446744073709551615,\
                "wider":170141183460469231731687303715884105727,"small":[-1],\
                "value":{"b":[1,null],"a":99999999999999999999}}
                """)
    }

    @Test func errorsComeThrough() {
        #expect(throws: Failing.Failure.self) { try JSON(encoding: [Failing()]) }
        #expect(throws: EncodingError.self) { try JSON(encoding: Endless()) }
    }
}
