import DewarTemplates
import DewarText
import Testing

private struct Author: Encodable, TemplateConvertible {
    var name: String
    var age: Int?
}

private struct Post: Encodable, TemplateConvertible {
    enum Status: String, Encodable { case draft, published }

    var title: String
    var author: Author
    var tags: [String]
    var status: Status
    var ratings: [String: Double]
}

@Suite struct TemplateConvertibleTests {
    private let post = Post(
        title: "A <b>", author: Author(name: "Ada", age: nil), tags: ["x", "y"],
        status: .published, ratings: ["b": 0.5, "a": 1])

    @Test func encodableTypesAreDictionariesOfTheirMembers() throws {
        let template = try TemplateEnvironment { $0.autoescape = .on }.fromString(
            "{{ p.title }} {{ p.author.name }} {{ p.author.age is none }} {{ p.tags|join('+') }}"
                + " {{ p.status }} {{ p.ratings|list|join }} {{ p.ratings.b }}")
        let output = try template.render(["p": post])
        #expect(output == "A &lt;b&gt; Ada True x+y published ab 0.5")
    }

    @Test func swiftTypesHaveTheirPythonForms() throws {
        let values: [(any TemplateConvertible, String)] = [
            ("a'b", #"["a'b"]"#), (Substring("x"), "['x']"), (3, "[3]"),
            (UInt64.max, "[\(UInt64.max)]"),
            (Int8(-1), "[-1]"), (1.5, "[1.5]"), (Float(0.1), "[0.1]"), (true, "[True]"),
            (String?.none, "[None]"), ([1, nil, 3], "[[1, None, 3]]"),
            (["b": 1, "a": 2], "[{'a': 2, 'b': 1}]"),
            (Markup(html: "<b>"), "[Markup('<b>')]"),
            (["z": [1, "a", nil], "b": 2.0] as JSON, "[{'z': [1, 'a', None], 'b': 2.0}]"),
            (
                ["n": .integer("1267650600228229401496703205376")] as JSON,
                "[{'n': 1267650600228229401496703205376}]"
            ),
        ]
        for (value, expected) in values {
            let context: TemplateValue = ["x": try value.templateValue]
            #expect(rendered("[x]", context) == expected)
        }
    }

    @Test func contextsMixTypesAndPagesAreContexts() throws {
        let template = try TemplateEnvironment().fromString("{{ title }} {{ author.name }} {{ n }}")
        let none: Int? = nil
        #expect(
            try template.render(["title": "T", "author": post.author, "n": none]) == "T Ada None")
        #expect(try template.render(post) == "A <b> Ada ")
        #expect(try template.render(["title": "T", "author": ["name": "N"], "n": 1]) == "T N 1")
    }

    @Test func valuesComeBackAsSwiftValues() throws {
        let environment = TemplateEnvironment()
        let value = try environment.compileExpression("{'a': [1, 2.5, 'x', none, true], 'b': x}")
            .evaluate(["x": .markup("<b>")])
        #expect(value["a"]?.elements?.compactMap(\.double) == [1, 2.5])
        #expect(value["a"]?.elements?[2].string == "x")
        #expect(value["a"]?.elements?[3].isNone == true)
        #expect(value["a"]?.elements?[4].bool == true)
        #expect(value["b"]?.isMarkup == true)
        #expect(value.entries?.map { $0.key.string } == ["a", "b"])
        #expect(try value.printed() == "{'a': [1, 2.5, 'x', None, True], 'b': Markup('<b>')}")
    }

    /// Keys that are remembered from one value are no other's.
    @Test func valuesOfOneTypeMayHaveOtherMembers() throws {
        struct Loose: Encodable, TemplateConvertible {
            let names: [String]
            struct Name: CodingKey {
                let stringValue: String
                var intValue: Int? { nil }
                init(stringValue: String) { self.stringValue = stringValue }
                init?(intValue: Int) { nil }
            }
            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: Name.self)
                for (place, name) in names.enumerated() {
                    try container.encode(place, forKey: Name(stringValue: name))
                }
            }
        }
        let rows: [([String], String)] = [
            (["a", "b", "c"], "{'a': 0, 'b': 1, 'c': 2}"),
            (["a", "b", "c"], "{'a': 0, 'b': 1, 'c': 2}"),
            (["b", "a", "c"], "{'b': 0, 'a': 1, 'c': 2}"), (["b", "b", "c"], "{'b': 1, 'c': 2}"),
            (["a", "a", "b"], "{'a': 1, 'b': 2}"),
            (["a", "c", "c", "b"], "{'a': 0, 'c': 2, 'b': 3}"),
            (["x", "b", "b"], "{'x': 0, 'b': 2}"), ([], "{}"),
            (["a", "b", "c", "d", "a"], "{'a': 4, 'b': 1, 'c': 2, 'd': 3}"),
        ]
        for (names, printed) in rows {
            #expect(try Loose(names: names).templateValue.printed() == printed)
        }
    }

    @Test func dictionariesOfOtherKeysAreInTheirOrder() throws {
        enum Size: String, Encodable, CodingKeyRepresentable { case small, large, medium }
        struct Stock: Encodable, TemplateConvertible {
            var sizes: [Size: Int]
            var shelves: [Int: String]
            var empty: [Size: Int] = [:]
        }
        let stock = Stock(sizes: [.small: 1, .large: 2, .medium: 3], shelves: [7: "g", 3: "c"])
        #expect(
            try stock.templateValue.printed()
                == "{'sizes': {'large': 2, 'medium': 3, 'small': 1}, "
                + "'shelves': {'3': 'c', '7': 'g'}, 'empty': {}}")
    }

    @Test func membersOfASuperclassStandBesideThose() throws {
        class Base: Encodable {
            var id = 1
            enum CodingKeys: CodingKey { case id }
        }
        final class Item: Base {
            var name = "n"
            private enum CodingKeys: CodingKey { case name, id }
            override func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: CodingKeys.self)
                try super.encode(to: container.superEncoder())
                try container.encode(name, forKey: .name)
                try container.encode(2, forKey: .id)
            }
        }
        struct Holder: Encodable, TemplateConvertible { let item: Item }
        for _ in 0..<3 {
            #expect(
                try Holder(item: Item()).templateValue.printed()
                    == "{'item': {'id': 2, 'name': 'n'}}")
        }
    }

    @Test func whatNestsTooDeepIsRefused() throws {
        struct Node: Encodable, TemplateConvertible {
            func encode(to encoder: any Encoder) throws {
                var container = encoder.unkeyedContainer()
                try container.encode(Wrapped())
            }
        }
        struct Wrapped: Encodable {
            func encode(to encoder: any Encoder) throws {
                var container = encoder.unkeyedContainer()
                try container.encode(Wrapped())
            }
        }
        #expect {
            try Node().templateValue
        } throws: { error in
            (error as? TemplateError)?.kind == .recursionError
        }
    }
}
