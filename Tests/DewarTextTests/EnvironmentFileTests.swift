import DewarText
import Testing

/// What python-dotenv 1.2 makes of the same text, as Flask uses it.
@Suite struct EnvironmentFileTests {
    @Test(
        arguments: [
            ("A=1", [("A", "1")]),
            ("A = 1 # x", [("A", "1")]),
            ("export A=b c  ", [("A", "b c")]),
            ("'A b'=1", [("A b", "1")]),
            ("A='it\\'s'", [("A", "it's")]),
            ("A=\"a\\tb\\\"\"", [("A", "a\tb\"")]),
            ("A='a\nb'", [("A", "a\nb")]),
            ("A=\"\\x\"", [("A", "\\x")]),
            ("A=#x", [("A", "#x")]),
            ("A= #x", [("A", "#x")]),
            ("A=x#y", [("A", "x#y")]),
            ("A=x #y", [("A", "x")]),
            ("# c\nA=1\n\n B=2", [("A", "1"), ("B", "2")]),
            ("A", []),
            ("A=1\nA", []),
            ("A=\nB=", [("A", ""), ("B", "")]),
            ("=1\nB=2", [("B", "2")]),
            ("A='x\nB=2", [("B", "2")]),
            ("A=\"x\" y\nB=2", [("B", "2")]),
            ("A=${X} ${Q} ${Q:-d} ${A:b} $X", [("A", "env  d ${A:b} $X")]),
            ("A=1\nB=${A}${C}\nC=3", [("A", "1"), ("B", "1"), ("C", "3")]),
            ("X=file\nA=${X}", [("X", "file"), ("A", "file")]),
            ("\r\nA=1\r\n", [("A", "1")]),
            ("A=한 # é", [("A", "한")]),
            ("A='a\\'", [("A", "a\\")]),
            ("A=1\nA=2", [("A", "2")]),
        ] as [(String, [(String, String)])])
    func linesAreVariables(text: String, variables: [(String, String)]) {
        let found = EnvironmentFile.read(text, environment: ["X": "env"])
        #expect(found.map { [$0.name, $0.value] } == variables.map { [$0.0, $0.1] })
    }
}
