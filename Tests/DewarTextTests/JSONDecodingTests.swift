import DewarText
import Testing

@Suite struct JSONDecodingTests {
    private struct Post: Decodable, Equatable {
        struct Author: Decodable, Equatable {
            var name: String
            var age: Int8?
        }

        var title: String
        var score: Double
        var isDraft: Bool?
        var authors: [Author]
        var counts: [String: Int]
        var raw: UInt64
    }

    @Test func objectsBecomeStructs() throws {
        let json: JSON = [
            "title": "t", "score": 1, "isDraft": nil,
            "authors": [["name": "a", "age": 7], ["name": "b"]],
            "counts": ["x": 1, "y": 2.0], "raw": .integer("18446744073709551615"), "extra": [1],
        ]
        #expect(
            try json.decode(Post.self)
                == Post(
                    title: "t", score: 1, isDraft: nil,
                    authors: [.init(name: "a", age: 7), .init(name: "b")],
                    counts: ["x": 1, "y": 2], raw: .max))
        #expect(try JSON.array([1, nil, 3]).decode([Int?].self) == [1, nil, 3])
        #expect(try JSON.string("x").decode(String.self) == "x")
    }

    @Test(
        arguments: [
            (["name": 1], "name", "is 1, which is no text."),
            ([:], "name", "is missing."),
            (["name": "a", "age": 128], "age", "is 128, which is no Int8."),
            (["name": "a", "age": 1.5], "age", "is 1.5, which is no Int8."),
            ([1], "", "is a list, which is no object."),
            (["name": nil], "name", "is null, which is no text."),
        ] as [(JSON, String, String)])
    func errorsNameThePlace(json: JSON, path: String, sentence: String) {
        do {
            _ = try json.decode(Post.Author.self)
            Issue.record("decoded")
        } catch DecodingError.typeMismatch(_, let context), DecodingError.keyNotFound(
            _, let context)
        {
            #expect(context.codingPath.map(\.stringValue).joined(separator: ".") == path)
            #expect(context.debugDescription == sentence)
        } catch {
            Issue.record("\(error)")
        }
    }
}
