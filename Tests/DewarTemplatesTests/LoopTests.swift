import DewarTemplates
import Testing

/// `for`, its `loop`, `break` and `continue`.
@Suite struct LoopTests {
    @Test(arguments: [
        ("{% for x in xs %}{{ x }}{% endfor %}", "312"),
        ("{% for x in [] %}x{% else %}none{% endfor %}", "none"),
        ("{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}", "a=1;b=2;"),
        ("{% for (a, b), c in [((1, 2), 3)] %}{{ a }}{{ b }}{{ c }}{% endfor %}", "123"),
        (
            "{% for a, b in [(1, 2, 3)] %}{% endfor %}",
            "ValueError: too many values to unpack (expected 2)"
        ),
        ("{% for a, b in [1] %}{% endfor %}", "TypeError: cannot unpack non-iterable int object"),
        ("{% for x in xs if x > 1 %}{{ loop.index }}:{{ x }} {% endfor %}", "1:3 2:2 "),
        ("{% for x in xs if x > 5 %}{{ x }}{% else %}none{% endfor %}", "none"),
        (
            "{% for n in tree recursive %}{{ n.n }}{% if n.c %}({{ loop(n.c) }}){% endif "
                + "%}{% endfor %}",
            "1(2)"
        ),
        (
            "{% for n in tree recursive %}{{ loop.depth }}{{ loop.depth0 }}{% if n.c %}{{ "
                + "loop(n.c) }}{% endif %}{% endfor %}",
            "1021"
        ),
        ("{% for x in xs %}{{ x }}{% if x == 1 %}{% break %}{% endif %}{% endfor %}", "31"),
        ("{% for x in xs %}{% if x == 1 %}{% continue %}{% endif %}{{ x }}{% endfor %}", "32"),
        ("{% for x in xs %}{% break %}{% else %}else{% endfor %}", "else"),
        ("{% for x in 5 %}{% endfor %}", "TypeError: 'int' object is not iterable"),
        ("{% for x in nope %}x{% else %}none{% endfor %}", "none"),
        ("{% for c in 'é한' %}[{{ c }}]{% endfor %}", "[é][한]"),
        ("{% for x in xs %}{% set y = x %}{% endfor %}{{ y is defined }}", "False"),
        ("{% set x = 9 %}{% for x in xs %}{% endfor %}{{ x }}", "9"),
        (
            "{% for x in range(3) %}{% for y in range(x) %}{{ loop.index }}{% endfor %}|{% "
                + "endfor %}",
            "|1|12|"
        ),
        (
            "{% for x in xs %}{{ loop.index }}{{ loop.parent is defined }}{% endfor %}",
            "1False2False3False"
        ),
        ("{% for x in d %}{{ x }}{% endfor %}", "ab"),
        (
            "{% for loop in xs %}{% endfor %}",
            "TemplateAssertionError: Can't assign to special loop variable in for-loop target"
        ),
        (
            "{% for x in xs recursive %}{{ loop }}{% endfor %}",
            "<LoopContext 1/3><LoopContext 2/3><LoopContext 3/3>"
        ),
    ])
    func loopsGoThroughElements(source: String, expected: String) {
        #expect(outcome(of: source) == expected)
    }

    @Test(arguments: [
        ("{% for x in xs %}{{ loop.index }},{% endfor %}", "1,2,3,"),
        ("{% for x in xs %}{{ loop.index0 }},{% endfor %}", "0,1,2,"),
        ("{% for x in xs %}{{ loop.revindex }},{% endfor %}", "3,2,1,"),
        ("{% for x in xs %}{{ loop.revindex0 }},{% endfor %}", "2,1,0,"),
        ("{% for x in xs %}{{ loop.first }},{% endfor %}", "True,False,False,"),
        ("{% for x in xs %}{{ loop.last }},{% endfor %}", "False,False,True,"),
        ("{% for x in xs %}{{ loop.length }},{% endfor %}", "3,3,3,"),
        ("{% for x in xs %}{{ loop.depth }},{% endfor %}", "1,1,1,"),
        ("{% for x in xs %}{{ loop.depth0 }},{% endfor %}", "0,0,0,"),
        ("{% for x in xs %}{{ loop.previtem }},{% endfor %}", ",3,1,"),
        ("{% for x in xs %}{{ loop.nextitem }},{% endfor %}", "1,2,,"),
        ("{% for x in xs %}{{ loop.cycle('a', 'b') }},{% endfor %}", "a,b,a,"),
        ("{% for x in xs %}{{ loop.changed(x) }},{% endfor %}", "True,True,True,"),
        ("{% for x in xs %}{{ loop.changed(1) }},{% endfor %}", "True,False,False,"),
        ("{% for x in xs %}{{ loop.nope }},{% endfor %}", ",,,"),
        ("{% for x in xs %}{{ loop.previtem is defined }},{% endfor %}", "False,True,True,"),
        ("{% for x in xs %}{{ loop.nextitem is defined }},{% endfor %}", "True,True,False,"),
        (
            "{% for x in xs %}{{ loop.cycle() }}{% endfor %}",
            "TypeError: no items for cycling given"
        ),
        ("{% for x in 'aabb' %}{% if loop.changed(x) %}{{ x }}{% endif %}{% endfor %}", "ab"),
        (
            "{% for x in xs|select %}{{ loop.length }}{{ loop.last }}{{ loop.revindex }} {% "
                + "endfor %}",
            "3False3 3False2 3True1 "
        ),
        (
            "{% for x in xs %}{{ loop(1) }}{% endfor %}",
            "TypeError: The loop must have the 'recursive' marker to be called recursively."
        ),
    ])
    func theLoopKnowsWhereItIs(source: String, expected: String) {
        #expect(outcome(of: source) == expected)
    }
}
