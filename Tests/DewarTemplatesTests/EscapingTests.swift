import DewarTemplates
import Testing

/// What is printed is escaped wherever it stands in a text, whatever stands around it.
@Suite struct EscapingTests {
    private static let entities = [
        ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("'", "&#39;"), ("\"", "&#34;"),
    ]

    @Test(arguments: entities)
    func oneCharacterIsEscapedAtEveryPlace(character: String, entity: String) {
        for before in 0...18 {
            for after in 0...18 {
                let (head, tail) = (
                    String(repeating: "a", count: before), String(repeating: "é", count: after)
                )
                #expect(
                    rendered("{{ s }}", autoescape: true, ["s": .string(head + character + tail)])
                        == head + entity + tail)
            }
        }
    }

    @Test(arguments: 0...70)
    func runsAreEscapedWhole(count: Int) {
        let source = String(repeating: "<\"'&>", count: count)
        let expected = String(repeating: "&lt;&#34;&#39;&amp;&gt;", count: count)
        #expect(rendered("{{ s }}|", autoescape: true, ["s": .string(source)]) == expected + "|")
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
