import DewarTemplates

/// Sources that use all of the language.
enum MutantSeeds {
    static let all = [
        "{% for a, b in d.items() if a recursive %}{{ loop.index }}{% else %}x{% endfor %}",
        "{% macro m(a, b=1, *c) %}{{ caller(a) }}{% endmacro %}{% call(x) m(1) %}{{ x }}{% endcall %}",
        "{% macro r(n) %}{{ r(n - 1) if n > 0 }}{% endmacro %}{{ r(3) }}{{ r.arguments }}",
        "{% extends 'a' %}{% block b scoped required %} {% endblock b %}{{ self.b() }}{{ super() }}",
        "{% set ns.x, y = 1, 2 %}{% set z | upper %}a{% endset %}{% with a = 1, b = 2 %}{% endwith %}",
        "{% set ns = namespace(a=1) %}{% for i in range(3) %}{% set ns.a = ns.a + i %}{% endfor %}",
        "{{ -x ** 2 ~ 'a\\x41\\N{BULLET}' [1:2, ::3] (1, k=2, *a, **b) is not divisibleby 3 }}",
        "{{ x|map('string')|join(',')|upper|replace('1', y)|list|sort(reverse=true)|first }}",
        "{{ d|dictsort|tojson(2) }}{{ '%s %05.2f'|format(y, 1.5) }}{{ '{0:>8}{a!r}'.format(1, a=y) }}",
        "{%- if a == 1 < 2 >= 3 and not b or c in d and e not in f %}{% elif x %}{%+ endif -%}",
        "{% from 'a' import b as c, d with context %}{% include ['a', b] ignore missing %}",
        "{# comment #}{% raw %}{{ raw }}{% endraw %}{% autoescape true %}{{ x }}{% endautoescape %}",
        "{% trans trimmed n=1 %}a {{ n }}{% pluralize %}b{% endtrans %}{% do x %}{% debug %}",
        "{% filter upper|replace('a', 0x_f) %}1_000 1e-5 0b1{% endfilter %}{{ {'a': [1, (2,)]} }}",
        "{{ y[1:-1:2] ~ y.center(9) ~ (n, 2)[0] }}{{ 2 ** n // 3 % 7 }}{{ 'é\\u0301'|title|e }}",
        "# for x in y:\n  ## note\n{{ x }}\r\n# endfor\n",
    ]
}

/// Environments that differ in how sources are read.
enum MutantEnvironments {
    static let all = [true, false].map { hasLines in
        TemplateEnvironment {
            $0.extensions = Set(TemplateExtension.allCases)
            $0.sandbox = TemplateSandbox()
            // A loop that a mutation makes long is no hang.
            $0.limits = .strict
            $0.limits?.steps = 20_000
            $0.autoescape = hasLines ? .on : .off
            $0.loader = DictionaryLoader(["a": "{% block b %}{% endblock %}"])
            $0.syntax.trimsBlocks = hasLines
            $0.syntax.lstripsBlocks = hasLines
            if hasLines {
                $0.syntax.lineStatementPrefix = "#"
                $0.syntax.lineCommentPrefix = "##"
            }
        }
    }
}

/// A generator of damage that gives the same every time.
struct Damager {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(max(bound, 1)))
    }

    /// Bytes of one source, changed in a few places; what is no UTF-8 any more becomes U+FFFD.
    mutating func damage(_ seeds: [String]) -> String {
        var bytes = Array(seeds[below(seeds.count)].utf8)
        let other = Array(seeds[below(seeds.count)].utf8)
        for _ in 0...below(4) {
            let place = below(bytes.count + 1)
            switch below(6) {
            case 0: if place < bytes.count { bytes.remove(at: place) }
            case 1: bytes.insert(UInt8(below(256)), at: place)
            case 2: if place < bytes.count { bytes[place] = UInt8(below(256)) }
            case 3:
                let start = below(other.count)
                bytes.insert(
                    contentsOf: other[start..<min(start + below(30), other.count)], at: place)
            case 4:
                let piece = Array(Self.pieces[below(Self.pieces.count)].utf8)
                bytes.insert(contentsOf: piece, at: place)
            default: bytes.removeSubrange(place..<min(place + below(10), bytes.count))
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What the language gives a meaning to.
    private static let pieces = [
        "{%", "%}", "{{", "}}", "{#", "#}", "-%}", "{%-", "{% raw %}", "{% endraw %}", "(", ")",
        "[", "]", "{", "}", "'", "\"", "\\", "|", "~", "**", "//", "99999999999999999999", "1e999",
        " is ", " if ", " else ", " not ", " in ", ",", ":", "\n", "\r", "\u{0}", "*", "=", ".",
        "#",
    ]
}
