import DewarTemplates
import Testing

/// What is printed is escaped wherever it stands in a text, whatever stands around it.
@Suite struct EscapingTests {
    private static let entities = [
        ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("'", "&#39;"), ("\"", "&#34;"),
    ]

    /// What templates print of texts, one a line.
    private func printed(_ texts: [String]) -> String {
        rendered(
            "{% for s in texts %}{{ s }}\n{% endfor %}", autoescape: true,
            ["texts": .list(texts.map { .string($0) })])
    }

    @Test(arguments: entities)
    func oneCharacterIsEscapedAtEveryPlace(character: String, entity: String) {
        let places = (0...18).flatMap { before in
            (0...18).map { after in
                (String(repeating: "a", count: before), String(repeating: "é", count: after))
            }
        }
        let expected = places.map { "\($0.0)\(entity)\($0.1)\n" }.joined()
        #expect(printed(places.map { $0.0 + character + $0.1 }) == expected)
    }

    @Test func twoCharactersAreEscapedWhereverTheyStand() {
        var (texts, expected) = ([String](), "")
        for first in 0..<40 {
            for second in first + 1..<41 {
                let pair = (Self.entities[first % 5], Self.entities[(first + second) % 5])
                let runs = [first, second - first - 1, 40 - second].map {
                    String("abcdefghijklmnopqrstuvwxyz0123456789-_.éö".prefix($0))
                }
                texts.append("\(runs[0])\(pair.0.0)\(runs[1])\(pair.1.0)\(runs[2])")
                expected += "\(runs[0])\(pair.0.1)\(runs[1])\(pair.1.1)\(runs[2])\n"
            }
        }
        #expect(printed(texts) == expected)
    }

    @Test func runsAreEscapedWhole() {
        let runs = (0...70).map { String(repeating: "<\"'&>", count: $0) }
        let expected = (0...70).map {
            String(repeating: "&lt;&#34;&#39;&amp;&gt;", count: $0) + "\n"
        }
        #expect(printed(runs) == expected.joined())
    }

    @Test func neighboursOfTheEscapedCharactersStayAsTheyAre() {
        let neighbours = "!#%$(;:=?@\u{0}\u{1}\u{7F}\u{A2}\u{A6}\u{A7}\u{BC}\u{BE}\u{222}\u{2226}"
        let source = neighbours + "<" + neighbours + neighbours
        #expect(
            rendered("{{ s }}", autoescape: true, ["s": .string(source)])
                == neighbours + "&lt;" + neighbours + neighbours)
    }

    @Test func longTextsAreEscapedPieceByPiece() {
        let piece = String(repeating: "0123456789abcde<", count: 40) + "한글&"
        let escaped = String(repeating: "0123456789abcde&lt;", count: 40) + "한글&amp;"
        let source = String(repeating: piece, count: 30)
        #expect(
            rendered("{{ s }}", autoescape: true, ["s": .string(source)])
                == String(repeating: escaped, count: 30))
    }
}
