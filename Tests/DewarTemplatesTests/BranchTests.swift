import DewarTemplates
import Testing

/// Names that are set in some branches of a condition and not in others.
@Suite struct BranchTests {
    // Outputs for all that `a` and `b` may be: neither, `b`, `a`, both.
    @Test(arguments: [
        (
            "{% if a %}{% set x = 1 %}{% if b %}{% set y = 2 %}{% endif %}{{ y }}"
                + "{% elif b %}{{ x }}{% set x = 3 %}{% else %}{% set y = 4 %}{% endif %}"
                + "[{{ x }}{{ y }}]",
            ["[X4]", "X[3Y]", "Y[1Y]", "2[12]"]
        ),
        (
            "{% set x = 0 %}{% for i in [1, 2] %}{% if a %}{% if b %}{% set x = i %}"
                + "{% else %}{{ x }}{% endif %}{% elif b %}{% set y = x %}{% set x = y %}"
                + "{% endif %}<{{ x }}{{ y }}>{% endfor %}{{ x }}",
            ["<0Y><0Y>0", "<00><00>0", "0<0Y>0<0Y>0", "<1Y><2Y>0"]
        ),
        (
            "{{ y }}{% if a %}{% if b %}{% if x %}{% set y = 5 %}{% endif %}{% endif %}"
                + "{% else %}{{ y }}{% set x = y %}{% endif %}{{ x }}{{ y }}",
            ["YYYY", "YYYY", "YXY", "YX5"]
        ),
        (
            "{% macro m(x) %}{% if a %}{{ x }}{% set x = y %}{% elif b %}{% set y = x %}"
                + "{% set z = y %}{% endif %}{{ x }}{{ y }}{{ z }}{% endmacro %}"
                + "{{ m(7) }}{{ m(x) }}",
            ["7YXY", "777XXX", "7YYXYY", "7YYXYY"]
        ),
    ])
    func whatABranchSetsIsKnownBehindIt(source: String, expected: [String]) {
        for (number, output) in expected.enumerated() {
            #expect(
                rendered(
                    source,
                    ["a": .bool(number > 1), "b": .bool(number % 2 == 1), "x": "X", "y": "Y"]
                ) == output)
        }
    }

    /// With a copy of all names for each branch, these would take minutes.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            ("{% if x == -1 %}", "{% elif x == N %}{% set vN = N %}", "{% endif %}"),
            ("", "{% if x == N %}{% set vN = N %}{% endif %}", ""),
            ("{% if x %}", "{% if x == N %}{{ uN }}{% set vN = N %}{% endif %}", "{% endif %}"),
        ])
    func branchesMayBeMany(start: String, branch: String, end: String) {
        let branches = (0..<10_000).map { branch.replacing("N", with: "\($0)") }.joined()
        let source = start + branches + end + "{{ v9999 }}{{ v0 is defined }}"
        #expect(rendered(source, ["x": 9999]) == "9999False")
    }
}
