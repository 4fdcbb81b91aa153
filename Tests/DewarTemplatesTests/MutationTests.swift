import DewarTemplates
import Testing

/// Damaged sources are refused or rendered, and never end the program.
@Suite struct MutationTests {
    /// Sources that use all of the language.
    private static let seeds = [
        "{% for a, b in d.items() if a recursive %}{{ loop.index }}{% else %}x{% endfor %}",
        "{% macro m(a, b=1, *c) %}{{ caller(a) }}{% endmacro %}{% call(x) m(1) %}{{ x }}{% endcall %}",
        "{% extends 'a' %}{% block b scoped required %} {% endblock b %}{{ self.b() }}{{ super() }}",
        "{% set ns.x, y = 1, 2 %}{% set z | upper %}a{% endset %}{% with a = 1, b = 2 %}{% endwith %}",
        "{{ -x ** 2 ~ 'a\\x41\\N{BULLET}' [1:2, ::3] (1, k=2, *a, **b) is not divisibleby 3 }}",
        "{%- if a == 1 < 2 >= 3 and not b or c in d and e not in f %}{% elif x %}{%+ endif -%}",
        "{% from 'a' import b as c, d with context %}{% include ['a', b] ignore missing %}",
        "{# comment #}{% raw %}{{ raw }}{% endraw %}{% autoescape true %}{{ x }}{% endautoescape %}",
        "{% trans trimmed n=1 %}a {{ n }}{% pluralize %}b{% endtrans %}{% do x %}{% debug %}",
        "{% filter upper|replace('a', 0x_f) %}1_000 1e-5 0b1{% endfilter %}{{ {'a': [1, (2,)]} }}",
        "# for x in y:\n  ## note\n{{ x }}\r\n# endfor\n",
    ]

    @Test(arguments: 0..<4)
    func damagedSourcesNeverEndTheProgram(seed: UInt64) {
        var random = Random(state: seed &* 7919 &+ 1)
        let environments = [true, false].map { hasLines in
            TemplateEnvironment {
                $0.extensions = Set(TemplateExtension.allCases)
                $0.sandbox = TemplateSandbox()
                $0.loader = DictionaryLoader(["a": "{% block b %}{% endblock %}"])
                $0.syntax.trimsBlocks = hasLines
                $0.syntax.lstripsBlocks = hasLines
                if hasLines {
                    $0.syntax.lineStatementPrefix = "#"
                    $0.syntax.lineCommentPrefix = "##"
                }
            }
        }
        for _ in 0..<Self.rounds {
            let source = random.damage(Self.seeds)
            let environment = environments[random.below(2)]
            guard let template = try? environment.fromString(source) else { continue }
            _ = try? template.render(["x": [1, 2], "d": ["k": "v"], "y": "text"])
        }
    }

    /// A few thousand here; the first release was held against a million.
    private static var rounds: Int { 1500 }

    /// A generator that gives the same every time.
    private struct Random {
        var state: UInt64

        mutating func below(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(max(bound, 1)))
        }

        /// Bytes of one source, changed in a few places.
        mutating func damage(_ seeds: [String]) -> String {
            var bytes = Array(seeds[below(seeds.count)].utf8)
            let other = Array(seeds[below(seeds.count)].utf8)
            for _ in 0...below(4) {
                let place = below(bytes.count + 1)
                switch below(5) {
                case 0: if place < bytes.count { bytes.remove(at: place) }
                case 1: bytes.insert(UInt8(below(256)), at: place)
                case 2: if place < bytes.count { bytes[place] = UInt8(below(256)) }
                case 3:
                    let start = below(other.count)
                    bytes.insert(
                        contentsOf: other[start..<min(start + below(30), other.count)], at: place)
                default: bytes.removeSubrange(place..<min(place + below(10), bytes.count))
                }
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
