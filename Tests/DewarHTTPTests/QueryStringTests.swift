import DewarHTTP
import DewarText
import Testing

// Expected values are Werkzeug's: `Request.args`.
@Suite struct QueryStringTests {
    @Test(
        arguments: [
            ("q=swift+web+framework&page=2", [("q", "swift web framework"), ("page", "2")]),
            ("a=1=2&==&b&=&&c=", [("a", "1=2"), ("", "="), ("b", ""), ("", ""), ("c", "")]),
            (
                "12345678=12345678&1234567=1234567%31",
                [("12345678", "12345678"), ("1234567", "12345671")]
            ),
            ("a%3Db=%26%2", [("a=b", "&%2")]), ("a=%", [("a", "%")]),
            ("a=%4g%g4", [("a", "%4g%g4")]),
            ("%ED%95%9C=%ed%95%9c", [("한", "한")]), ("a=%FF+é", [("a", "%FF é")]), ("", []),
        ] as [(String, [(String, String)])])
    func readsPairs(query: String, pairs: [(String, String)]) throws {
        #expect(try MultiDict(parsingQuery: query.utf8) == MultiDict(pairs))
    }

    @Test func marksAreFoundAtEveryPlace() throws {
        for before in 0...20 {
            for after in 0...20 {
                let name = String(repeating: "n", count: before)
                let value = String(repeating: "v", count: after)
                for (mark, text) in [("+", " "), ("%41", "A"), ("é", "é"), ("=", "="), ("~", "~")] {
                    let query = "\(name)=\(value)\(mark)\(value)&x=y"
                    let args = try MultiDict(parsingQuery: query.utf8)
                    #expect(args[name] == value + text + value)
                    #expect(args["x"] == "y")
                }
            }
        }
    }
}
