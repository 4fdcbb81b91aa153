import DewarTemplates
import Testing

/// Indexing and slicing count code points from both ends.
@Suite struct SlicingTests {
    @Test(arguments: [
        ("'héllo'[1]", "é"),
        ("'héllo'[-1]", "o"),
        ("'日本語'[1]", "本"),
        ("[1, 2, 3][-3]", "1"),
        ("(1, 2)[true]", "2"),
        ("'abc'[5]", ""),
        ("[1][2**70]", ""),
        ("'abc'['x']", ""),
        ("[1]['a']", ""),
        ("5[0]", ""),
        ("none[0]", ""),
        ("missing[0]", "UndefinedError: 'missing' is undefined"),
    ])
    func indicesCountFromBothEnds(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }

    @Test(arguments: [
        ("'héllo'[1:3]", "él"),
        ("'héllo'[::-1]", "olléh"),
        ("'héllo'[-3:]", "llo"),
        ("'日本語テキスト'[::2]", "日語キト"),
        ("[0,1,2,3,4][4:0:-2]", "[4, 2]"),
        ("[0,1,2][5:]", "[]"),
        ("[0,1,2][:-10]", "[]"),
        ("(1,2,3)[1:]", "(2, 3)"),
        ("'abc'[2**70:]", ""),
        ("'abc'[:-2**70:-1]", ""),
        ("''[::-1]", ""),
        ("range(10)[2:8:3]", "range(2, 8, 3)"),
        ("range(10)[::-1]", "range(9, -1, -1)"),
        ("range(10)[1:8:3]", "range(1, 8, 3)"),
        ("range(10)[5:2]", "range(5, 2)"),
        ("'abc'[::0]", "ValueError: slice step cannot be zero"),
        ("'abc'['a':]", ""),
        ("missing[1:2]", "UndefinedError: 'missing' is undefined"),
    ])
    func slicesClampAndStep(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }
}
