import DewarTemplates
import Testing

/// The methods of list, tuple and dict.
@Suite struct ContainerMethodTests {
    @Test(arguments: [
        (
            "{% set l = [3, 1, 2] %}{% set _ = l.append(4) %}{% set _ = l.sort() %}{{ l }}{{ l.pop() }}{{ l.pop(0) }}{{ l }}",
            "[1, 2, 3, 4]41[2, 3]"
        ),
        (
            "{% set l = [1] %}{% set _ = l.extend('ab') %}{% set _ = l.insert(-1, 'x') %}{% set _ = l.reverse() %}{{ l }}",
            "['b', 'x', 'a', 1]"
        ),
        (
            "{% set l = [1, 2, 1] %}{% set _ = l.remove(1) %}{{ l }}{{ l.count(1) }}{{ l.index(1) }}",
            "[2, 1]11"
        ),
        (
            "{% set a = [1] %}{% set b = a %}{% set _ = b.append(2) %}{{ a }}{{ a.copy() }}",
            "[1, 2][1, 2]"
        ),
        ("{{ [].pop() }}", "IndexError: pop from empty list"),
        ("{{ [1].remove(2) }}", "ValueError: list.remove(x): x not in list"),
        ("{{ [1].index(2) }}", "ValueError: 2 is not in list"),
        ("{{ (1, 2, 1).count(1) }}{{ (1, 2).index(2) }}", "21"),
        (
            "{{ [3, 'a'].sort() }}",
            "TypeError: '<' not supported between instances of 'str' and 'int'"
        ),
    ])
    func listsChangeInPlace(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }

    @Test(arguments: [
        ("{% set d = {'a': 1} %}{% set _ = d.update(b=2, a=3) %}{{ d }}", "{'a': 3, 'b': 2}"),
        ("{{ {'a': 1}.get('a') }}{{ {}.get('x') }}{{ {}.get('x', 5) }}", "1None5"),
        (
            "{% set d = {'a': 1, 'b': 2} %}{{ d.pop('a') }}{{ d.setdefault('c', 3) }}{{ d.popitem() }}{{ d }}",
            "13('c', 3){'b': 2}"
        ),
        ("{{ {}.pop('x') }}", "KeyError: 'x'"),
        ("{{ {}.popitem() }}", "KeyError: 'popitem(): dictionary is empty'"),
        ("{{ dict([('a', 1), ('b', 2)], c=3) }}", "{'a': 1, 'b': 2, 'c': 3}"),
        ("{{ dict.fromkeys('ab', 0) }}", "{'a': 0, 'b': 0}"),
        (
            "{{ dict([1]) }}",
            "TypeError: cannot convert dictionary update sequence element #0 to a sequence"
        ),
        ("{{ {'items': 1}.items() }}{{ {'items': 1}['items'] }}", "dict_items([('items', 1)])1"),
        (
            "{% set d = {} %}{% for i in range(20) %}{% set _ = d.update({i: i}) %}{% endfor %}{% for i in range(0, 20, 2) %}{% set _ = d.pop(i) %}{% endfor %}{{ d }}",
            "{1: 1, 3: 3, 5: 5, 7: 7, 9: 9, 11: 11, 13: 13, 15: 15, 17: 17, 19: 19}"
        ),
    ])
    func dictionariesKeepTheirOrder(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }
}
