"""Random templates, for `differential.py`: the whole language of Jinja2, most of it tame."""
from __future__ import annotations

import random

NAMES = ["a", "b", "c", "n", "s", "t", "xs", "ys", "d", "rows", "m", "f", "z", "loop", "item", "ns", "_p", "u", "e"]
ATTRIBUTES = ["a", "b", "name", "id", "tags", "items", "keys", "values", "upper", "x", "0", "count", "index", "length", "get", "_q"]
STRINGS = ["", "a", "B", "abc", "Hello World", "<b>&\"'", "a,b,c", "  pad  ", "é", "e\\u0301", "한글", "x\\ny", "1", "-2.5",
           "foo bar baz", "%s", "%d%%", "{}", "{0}", "\\t", "A\\u00df", "https://example.org/a?b=c", "line one\\nline two\\n\\nx"]
NUMBERS = ["0", "1", "2", "3", "7", "10", "42", "1.5", "0.0", "2.0", "1e3", "1_000", "100000000000000000000", "0x1f", "0b11", "0o17"]
FILTERS = {
    "abs": [""], "attr": ["('a')", "('upper')"], "batch": ["(2)", "(3, 'x')"], "capitalize": [""], "center": ["(9)", ""],
    "count": [""], "default": ["('d')", "('d', true)", ""], "d": ["('q')"], "dictsort": ["", "(true)", "(false, 'value')", "(reverse=true)"],
    "e": [""], "escape": [""], "filesizeformat": ["", "(true)"], "first": [""], "float": ["", "(1.5)"], "forceescape": [""],
    "format": ["(1)", "('a', 'b')", "(x=1)"], "groupby": ["('id')", "('name', default='')", "('id', case_sensitive=true)"],
    "indent": ["", "(2)", "(2, true)", "('> ', blank=true)"], "int": ["", "(5)", "(0, 16)"], "items": [""], "join": ["", "(', ')", "('<', 'id')", "(d='-')"],
    "last": [""], "length": [""], "list": [""], "lower": [""], "map": ["('upper')", "(attribute='id')", "('default', 'x')", "(attribute='name', default='?')", "()"],
    "max": ["", "(attribute='id')", "(true)"], "min": ["", "(attribute='id')"], "pprint": [""], "reject": ["", "('none')", "('odd')"],
    "rejectattr": ["('id')", "('id', 'odd')"], "replace": ["('a', 'b')", "('a', '<', 1)"], "reverse": [""], "round": ["", "(1)", "(1, 'floor')", "(0, 'ceil')", "(-1)"],
    "safe": [""], "select": ["", "('string')", "('gt', 1)"], "selectattr": ["('id')", "('id', 'eq', 1)", "('name', 'defined')"],
    "slice": ["(2)", "(3, '-')"], "sort": ["", "(true)", "(attribute='id')", "(attribute='name,id')", "(case_sensitive=true)"], "string": [""], "striptags": [""],
    "sum": ["", "('id')", "(start=1)"], "title": [""], "tojson": ["", "(2)"], "trim": ["", "('a')"], "truncate": ["(5)", "(5, true)", "(7, true, '!', 0)", ""],
    "unique": ["", "(true)", "(attribute='id')"], "upper": [""], "urlencode": [""], "urlize": ["", "(10)", "(nofollow=true)"], "wordcount": [""],
    "wordwrap": ["(5)", "(4, false)", "(6, wrapstring='|')"], "xmlattr": ["", "(false)"],
}
TESTS = ["boolean", "callable", "defined", "divisibleby(2)", "divisibleby 3", "eq 1", "equalto('a')", "escaped", "even", "false", "filter", "float",
         "ge 2", "gt(1)", "greaterthan 0", "in [1, 2]", "in 'abc'", "integer", "iterable", "le 3", "lt 2", "lessthan 9", "lower", "mapping", "ne 1", "none",
         "number", "odd", "sameas none", "sequence", "string", "test", "true", "undefined", "upper"]
METHODS = ["upper()", "lower()", "title()", "strip()", "split()", "split(',')", "replace('a', 'b')", "startswith('a')", "endswith('c')", "join(['x', 'y'])",
           "items()", "keys()", "values()", "get('a')", "get('q', 7)", "append(1)", "pop()", "index(1)", "count('a')", "format(1, a=2)", "isdigit()", "capitalize()",
           "center(7)", "find('b')", "zfill(4)", "copy()", "update({'k': 1})", "setdefault('a', 1)", "insert(0, 9)", "extend([1])", "reverse()", "encode()",
           "splitlines()", "partition('b')", "swapcase()", "ljust(4, '.')", "rstrip()", "lstrip('a')", "casefold()", "isalpha()", "clear()", "remove(1)"]
BINARY = ["+", "-", "*", "/", "//", "%", "~", "and", "or", "==", "!=", "<", "<=", ">", ">=", "in", "not in"]


class Writer(random.Random):
    """Writes templates."""

    def start(self, names: list[str], options: dict, templates: dict[str, str] | None = None) -> None:
        self.names = names
        # Most templates should come to an end, so most are made of what seldom fails.
        self.tame = self.chance(0.75)
        self.options = options
        self.templates = {} if templates is None else templates
        self.depth = 0
        self.loops = 0
        self.inside = 0
        self.blocks = iter("pqrvw")
        self.macros: list[str] = []
        self.bs, self.be = options.get("block_start_string", "{%"), options.get("block_end_string", "%}")
        self.vs, self.ve = options.get("variable_start_string", "{{"), options.get("variable_end_string", "}}")

    def chance(self, probability: float) -> bool:
        return self.random() < probability

    # Expressions

    def string(self) -> str:
        return f"'{self.choice(STRINGS)}'" if self.chance(0.8) else f'"{self.choice(["a", "b c", "it is", "<i>"])}"'

    def atom(self) -> str:
        kind = self.random()
        if kind < 0.45:
            return self.choice(self.names + NAMES[:4]) if self.tame or self.chance(0.85) else self.choice(NAMES)
        if kind < 0.62:
            return self.choice(NUMBERS)
        if kind < 0.80:
            return self.string()
        if kind < 0.86:
            return self.choice(["true", "false", "none", "True", "None"])
        if kind < 0.90 and self.loops:
            return "loop." + self.choice(["index", "index0", "first", "last", "length", "revindex", "previtem", "nextitem", "depth", "revindex0", "depth0", "cycle('a', '<')",
                                          "changed(item)", "changed(loop.first)", "cycle(*xs)" if not self.tame else "cycle(1, 2, 3)", "index is odd", "nosuch", "previtem.id"])
        if kind < 0.94:
            return "[" + ", ".join(self.some(self.expression, 0, 3)) + "]"
        if kind < 0.97:
            return "(" + ", ".join(self.some(self.expression, 2, 3)) + ")"
        return "{" + ", ".join(f"{self.choice([self.string(), '1', '2'])}: {self.expression()}" for _ in range(self.randint(0, 3))) + "}"

    def some(self, make, low: int, high: int) -> list[str]:
        return [make() for _ in range(self.randint(low, high))]

    def filter(self) -> str:
        if self.tame:
            return self.choice(["upper", "lower", "e", "default('d')", "default('d', true)", "string", "trim", "title", "capitalize", "safe", "pprint",
                                "string|length", "string|list", "string|first", "string|truncate(5)", "string|replace('a', '<')", "urlencode", "forceescape",
                                "string|wordwrap(4)", "string|indent", "string|center(9)", "string|reverse", "striptags", "int", "float", "tojson", "urlize",
                                "string|sort|join(',')", "string|unique|join", "string|batch(2)|list", "string|slice(2)|list", "string|map('upper')|join('-')",
                                "string|select('in', 'abc')|list", "string|groupby(0)|list|length", "string|wordcount", "filesizeformat" if self.chance(0.1) else "string"])
        name = self.choice(list(FILTERS))
        if self.chance(0.01):
            return "nosuch"
        if self.chance(0.2):
            return f"{name}({self.arguments(['attribute', 'default', 'width', 'length', 'case_sensitive', 'reverse', 'indent'])})"
        return name + self.choice(FILTERS[name])

    def arguments(self, names: list[str]) -> str:
        """Of a call; keywords twice are left to Python's compiler."""
        parts = self.some(self.atom, 0, 2)
        parts += [f"{name}={self.atom()}" for name in self.sample(names, self.choice([0, 0, 1, 2]))]
        if self.chance(0.06):
            parts.append(f"*{self.choice(['xs', '[1]', 's', 'n'])}")
        if self.chance(0.06):
            parts.append(f"**{self.choice(['d', '{}', 'n'])}")
        return ", ".join(parts)

    def test(self) -> str:
        if self.chance(0.7):
            return self.choice(TESTS)
        name = self.choice(["divisibleby", "eq", "==", "ne", "sameas", "in", "gt", ">", "ge", "lt", "le", "<="]) if self.chance(0.9) else self.choice(["odd", "nosuch", "defined"])
        value = self.atom()
        return f"{name} {value}" if name.isalpha() and not value.startswith(("-", "(", "[", "{")) and self.chance(0.3) else f"{name}({value})" if name.isalpha() else "eq(1)"

    def expression(self, depth: int = 0) -> str:
        kind = self.random()
        if depth > 3 or kind < 0.30:
            return self.atom()
        depth += 1
        if self.tame and kind < 0.48:
            operator = self.choice(["~", "~", "and", "or", "==", "!="])
            return f"{self.expression(depth)} {operator} {self.expression(depth)}"
        if self.tame and 0.68 <= kind < 0.86:
            return self.choice([
                f"({self.operand(depth)}|string).{self.choice(['upper()', 'strip()', 'split()', 'title()', 'replace(chr, 1)', 'isdigit()', 'count(chr)', 'splitlines()']).replace('chr', self.string())}",
                f"({self.operand(depth)}|string)[{self.choice(['1:', ':2', '::-1', ':-1', '1:3'])}]", "d.a", "d['x']", "xs|length", "rows|map(attribute='id')|join(',')", "item.id",
                "rows|sum(attribute='id')", "(rows|first).name", "xs|first", "d|length", "d|dictsort|length", "rows|selectattr('id')|list|length", "rows|groupby('id')|length"])
        if self.tame and (0.92 <= kind < 0.95):
            return f"{self.choice(NUMBERS)} {self.choice(['+', '-', '*', '<', '>=', '%', '//', '/'])} {self.choice(['1', '2', '3', '0.5', '7'])}"
        if kind < 0.48:
            return f"{self.expression(depth)} {self.choice(BINARY)} {self.expression(depth)}"
        if kind < 0.62:
            return f"{self.operand(depth)}|{self.filter()}"
        if kind < 0.68:
            return f"{self.operand(depth)} is {self.choice(['', '', 'not '])}{self.test()}"
        if kind < 0.76:
            return f"{self.operand(depth)}.{self.choice(ATTRIBUTES)}"
        if kind < 0.81:
            return f"{self.operand(depth)}[{self.choice([self.string(), '0', '-1', '1:', ':2', '::-1', '1:3:2', self.expression(depth)])}]"
        if kind < 0.86:
            return f"{self.operand(depth)}.{self.choice(METHODS)}"
        if kind < 0.90:
            return f"{self.expression(depth)} if {self.expression(depth)}" + (f" else {self.expression(depth)}" if self.chance(0.7) else "")
        if kind < 0.92:
            return f"not {self.expression(depth)}"
        if kind < 0.94:
            return f"-{self.operand(depth)}"
        if kind < 0.95:
            return f"{self.operand(depth)} ** {self.choice(['2', '3', '-1', '0.5'])}"
        if kind < 0.97:
            return self.choice(["range(3)", "range(1, 6, 2)", "dict(a=1, b=2)", "namespace(x=1)", "range(2)|list", "cycler(1, 2).next()", "joiner('-')()", "dict(d, q=1)", "dict([('a', 1)])",
                                "range(n)|sum" if not self.tame else "range(4)|sum", "range(3, 0, -1)|list", "namespace(d, y=2).y", "lipsum(n=0)", "cycler('a', 'b').current", "range(5)[1:3]", "(1, 2) + (3,)",
                                "[1] * 3", "'ab' * 2", "'%s-%s'|format(a, b)", "'%(x)s' % {'x': b}", "'{0}{1!r}'.format(a, b)", "self.q2()" if not self.tame else "1", "self" if not self.tame else "2",
                                "caller" if not self.tame else "3", "super()" if not self.tame else "4"])
        if self.macros:
            arguments = self.some(lambda: self.expression(depth), 0, 2) + ([f"b={self.atom()}"] if self.chance(0.3) else [])
            return f"{self.choice(self.macros)}({', '.join(arguments)})"
        return f"({self.expression(depth)})"

    def operand(self, depth: int) -> str:
        return self.atom() if self.chance(0.6) else f"({self.expression(depth)})"

    # Statements

    def tag(self, text: str) -> str:
        left = self.choice(["", "", "", "", "-", "+"])
        right = self.choice(["", "", "", "", "-", "", "+"] if self.chance(0.1) else ["", "", "", "", "-"])
        prefix = self.options.get("line_statement_prefix")
        if prefix and self.chance(0.35):
            return "\n" + self.choice(["", "  ", "\t"]) + prefix + self.choice(["", " ", "-"]) + f" {text}" + self.choice(["", ":", " "]) + "\n"
        return f"{self.bs}{left} {text} {right}{self.be}"

    def text(self) -> str:
        return self.choice(["x", " ", "\n", "  \n", "words\n  more", "y", "-", "z\n", "<br>\n\n", "<p>", "a & b", "\n  ", "", "text\n", "é", "{" if self.chance(0.2) else "$", "%", "#" if "line_statement_prefix" not in self.options else ";", "} }", "\r\n", "\t", " \n\n ", "\n\t", "\r", " ## c\n" if "line_comment_prefix" in self.options else "#}", "\u2028"])

    def printed(self) -> str:
        left = self.choice(["", "", "", "-"])
        right = self.choice(["", "", "", "-"])
        return f"{self.vs}{left} {self.expression()} {right}{self.ve}"

    def target(self) -> str:
        if self.chance(0.85):
            return self.choice(["a", "b", "c", "item", "z", "_p"])
        return self.choice(["a, b", "k, v", "a, (b, c)", "ns.x", "ns.x, a", "(a, b)", "a,", "ns.x, ns.y" if not self.tame else "b, a"])

    def body(self, low: int = 0, high: int = 3) -> str:
        self.depth += 1
        result = "".join(self.some(self.node, low, high))
        self.depth -= 1
        return result

    def node(self) -> str:
        kind = self.random()
        if kind < 0.30 or self.depth > 3:
            return self.text()
        if kind < 0.58:
            return self.printed()
        return self.choice([
            self.loop, self.loop, self.loop, self.condition, self.condition, self.set, self.set, self.block_set, self.with_, self.filter_block,
            self.macro, self.call, self.include, self.import_, self.autoescape, self.raw, self.comment, self.block, self.extra, self.translation, self.idiom,
        ])()

    def loop(self) -> str:
        target = self.choice(["item", "a", "item", "b"] if self.tame else ["item", "a", "k, v", "item", "b", "a, b", "a, (b, c)", "loop" if self.chance(0.05) else "_p"])
        iterable = self.choice(["rows", "d.items()", "d", "range(3)", "xs|list", "[(1, 2), (3, 4)]", "'ab'", "rows|groupby('id')", "rows|sort(attribute='id')|batch(2)", "xs|reverse", "d|dictsort", "range(7)|slice(3)", "rows|selectattr('id')", "loop" if self.loops else "xs", "d.values()", "xs|unique"] if self.tame else ["xs", "ys", "rows", "d.items()", "d", "range(3)", "s", "[1, 2, 3]", "[(1, 2), (3, 4)]", self.expression(2)])
        test = f" if {self.expression(2)}" if self.chance(0.15) else ""
        recursive = " recursive" if self.chance(0.05) else ""
        self.loops += 1
        self.inside += bool(recursive)
        inside = self.body(1, 3)
        self.inside -= bool(recursive)
        if recursive and self.chance(0.7):
            inside += f"{self.vs} {self.choice(['loop(item.tags) if item.tags is defined and loop.depth < 3', 'loop([1, 2]) if loop.depth < 2', 'loop(xs)|length if loop.depth0 == 0', 'loop(iterable=[item]) if loop.depth < 4'])} {self.ve}"
        if "loopcontrols" in self.options.get("extensions", []) and self.chance(0.3):
            inside += self.tag(f"if {self.expression(2)}") + self.tag(self.choice(["break", "continue"])) + self.tag("endif") + self.text()
        self.loops -= 1
        otherwise = self.tag("else") + self.body(0, 1) if self.chance(0.2) else ""
        return self.tag(f"for {target} in {iterable}{test}{recursive}") + inside + otherwise + self.tag("endfor")

    def condition(self) -> str:
        result = self.tag(f"if {self.expression()}") + self.body(0, 2)
        for _ in range(self.choice([0, 0, 1])):
            result += self.tag(f"elif {self.expression()}") + self.body(0, 2)
        if self.chance(0.4):
            result += self.tag("else") + self.body(0, 2)
        return result + self.tag("endif")

    def set(self) -> str:
        target = self.target()
        prefix = self.tag("set ns = namespace(x=0)") if "ns." in target and self.chance(0.9) else ""
        value = self.expression() if "," not in target else self.choice(["1, 2", "(1, 2)", "xs", "'ab'", "1, (2, 3)", "d.items()|first"])
        return prefix + self.tag(f"set {target} = {value}")

    def block_set(self) -> str:
        filters = f" | {self.filter()}" if self.chance(0.3) else ""
        return self.tag(f"set {self.choice(['a', 'b', 'z'])}{filters}") + self.body(0, 2) + self.tag("endset")

    def with_(self) -> str:
        pairs = ", ".join(f"{name} = {self.expression(1)}" for name in self.sample(["a", "b", "c"], self.randint(0, 2)))
        return self.tag(f"with {pairs}") + self.body(0, 3) + self.tag("endwith")

    def filter_block(self) -> str:
        return self.tag(f"filter {self.choice(['upper', 'e', 'trim', 'title', 'replace(1, 2)', 'indent', 'upper|lower', 'length' if self.chance(0.05) else 'e'])}") + self.body(0, 2) + self.tag("endfilter")

    def macro(self) -> str:
        name = self.choice(["m1", "m2", "_m3"])
        parameters = self.choice(["", "a", "a, b", "a, b=2", "a=1, b=a", "b=xs", "a, caller=none", "a=[], b=a", "a, b=c", "item, a=item", "varargs=1", "kwargs={}", "a=1, b" if self.chance(0.2) else "b"])
        outer, self.loops = self.loops, 0
        self.inside += 1
        inside = self.body(0, 3)
        self.inside -= 1
        self.loops = outer
        if self.chance(0.25):
            inside += f"{self.vs} {self.choice(['varargs', 'kwargs', 'caller()', 'caller(1)', 'caller is defined', 'kwargs|length', 'caller(a)|upper', 'varargs|length', 'caller(a=1)', 'caller(1, 2)', name + '.name', name + '.arguments', name + '.catch_kwargs', name + '.caller', 'caller.arguments'])} {self.ve}"
        self.macros.append(name)
        return self.tag(f"macro {name}({parameters})") + inside + self.tag("endmacro") + (f"{self.vs} {name}({self.choice(['', '1', '1, 2', 'b=3', '1, b=2', 'q=1', '*xs', '**d', 'a=1, *xs', 'caller=1', '1, 2, 3, q=4', 'nosuch', 'a=none, b=nosuch', 'caller=m1'])}) {self.ve}" if self.chance(0.7) else "")

    def call(self) -> str:
        parameters = self.choice(["", "", "(a)", "(a, b=1)", "(a, *b)" if self.chance(0.05) else "(z=a)", "(item)"])
        callee = self.choice(self.macros or ["m1"]) if self.chance(0.9) else self.choice(["dict", "s.upper", "nosuch", "caller", "range"])
        self.inside += 1
        inside = self.body(0, 2)
        self.inside -= 1
        return self.tag(f"call{parameters} {callee}({self.choice(['', '1', '1, 2'])})") + inside + self.tag("endcall")

    def include(self) -> str:
        name = self.choice(["'inc'", "'inc'", "'mod'", "['none', 'inc']", "'inc2'"] if self.tame else ["'inc'", "'mod'", "'none'", "['none', 'inc']", "s", "a", "'inc2'", "('none', 'inc2')", "[]", "['none', 'nope']", "'bad'", "xs", "'in' ~ 'c'", "[s, 'inc']", "nosuch", "'main'" if self.chance(0.1) else "'base'"])
        # What Jinja2 makes of `without context` in macros and recursive loops is an accident.
        contexts = ["", "", " with context"] if self.inside else ["", "", " with context", " without context"]
        return self.tag(f"include {name}{self.choice(['', '', ' ignore missing'])}{self.choice(contexts)}")

    def import_(self) -> str:
        context = self.choice(["", "", " with context", " without context"])
        if self.chance(0.5):
            return self.tag(f"import 'mod' as f{context}") + f"{self.vs} f.{self.choice(['mm(1)', 'v', 'w', 'mm()', '_h', 'q'])} {self.ve}"
        return self.tag(f"from 'mod' import {self.choice(['mm', 'mm as z', 'v, mm', 'q', 'w as b', 'v as a, w', 'mm, v,', 'mm as _p'])}{context}") + f"{self.vs} {self.choice(['mm(2)', 'z', 'v', 'q', 'b'])} {self.ve}"

    def autoescape(self) -> str:
        return self.tag(f"autoescape {self.choice(['true', 'false', 'd', 'xs', 'not b'])}") + self.body(0, 3) + self.tag("endautoescape")

    def raw(self) -> str:
        return self.tag("raw") + self.choice(["{{ x }}", "a", "", " {% if %} ", "\n{# #}\n"]) + self.tag("endraw")

    def comment(self) -> str:
        return self.options.get("comment_start_string", "{#") + self.choice(["", "-", "+"]) + self.choice([" c ", "\n", "", "{{ x }}"]) + self.choice(["", "-"]) + self.options.get("comment_end_string", "#}")

    def block(self) -> str:
        name = next(self.blocks, None)
        if name is None:
            return self.text()
        outer, self.loops = self.loops, 0
        inside = self.body(0, 2)
        self.loops = outer
        return self.tag(f"block {name}{self.choice(['', '', '', ' scoped', ' required' if not inside.strip() else ''])}") + inside + self.tag(f"endblock{self.choice(['', ' ' + name])}")

    def extra(self) -> str:
        if "do" in self.options.get("extensions", []):
            return self.tag(f"do {self.choice(['xs.append(1)', 'd.update(q=2)', self.expression()])}")
        return self.tag(f"print {self.expression()}, {self.expression()}")

    def translation(self) -> str:
        if "i18n" not in self.options.get("extensions", []):
            return self.printed()
        variables = self.choice(["", "", " a=1", " a=s, b=2", " trimmed", " n", " 'ctx'", " n=xs|length", " num=2", " 'ctx' a=3", " a, n", " notrimmed a=a|upper", " a=dict(b=1).b", " count=n, a"])
        body = self.choice(["Hello", "Hello %", "One {{ a }}", " a\n  b ", "{{ n }} x", "<b>{{ a }}</b>\n\n 100%", "{{ a }}{{ a }}", "{{ num }} %(a)s", "{{ nosuch }}"]).replace("{{", self.vs).replace("}}", self.ve)
        plural = self.tag(self.choice(["pluralize", "pluralize a", "pluralize n" if not self.tame else "pluralize"])) + f"{self.vs} a {self.ve} many" if self.chance(0.3) else ""
        return self.tag(f"trans{variables}") + body + plural + self.tag("endtrans")

    def idiom(self) -> str:
        """What people write, on one place or over several."""
        v = lambda text: f"{self.vs} {text} {self.ve}"
        return self.choice([
            lambda: self.tag("set ns = namespace(n=0)") + self.tag("for item in xs") + self.tag("set ns.n = ns.n ~ item") + self.body(0, 1) + self.tag("endfor") + v("ns.n"),
            lambda: self.tag("set c2 = cycler('x', 'y')") + self.tag("for item in rows") + v("c2.next()") + v("c2.current") + self.tag("endfor") + self.tag("if xs") + v("c2.reset()") + self.tag("endif"),
            lambda: self.tag("set j = joiner(', ')") + self.tag("for item in xs") + v("j()") + v("item") + self.tag("endfor"),
            lambda: self.tag("for g in rows|groupby('id')") + v("g.grouper") + self.tag("for item in g.list") + v("item.name|default('?')") + v("loop.index") + self.tag("endfor") + self.tag("endfor"),
            lambda: self.tag("for row in rows|batch(2, '-')") + self.tag("for item in row") + v("item.name or item") + self.tag("endfor") + v("loop.revindex") + self.tag("endfor"),
            lambda: self.tag("for k, w in d|dictsort") + v("k ~ '=' ~ w") + (self.tag("else") + "none" if self.chance(0.5) else "") + self.tag("endfor"),
            lambda: self.tag("macro r(n)") + v("n") + self.tag("if n > 0") + v("r(n - 1)") + self.tag("endif") + self.tag("endmacro") + v("r(3)"),
            lambda: self.tag("macro w(t)") + f"<{v('t')}>{v('caller(t, loop is defined)')}" + self.tag("endmacro") + self.tag("call(x, y) w('<i>')") + v("x") + v("y") + self.body(0, 1) + self.tag("endcall"),
            lambda: self.tag("set t2") + self.body(0, 2) + self.tag("endset") + v("t2|length") + v("t2"),
            lambda: self.tag("with a = 1, b = a") + v("a") + v("b") + self.body(0, 1) + self.tag("endwith"),
            lambda: self.tag("for item in rows recursive") + v("item.name") + self.tag("if item.tags") + v("loop(item.tags)") + self.tag("endif") + self.tag("endfor"),
            lambda: self.tag("for item in xs") + self.tag("if loop.changed(item)") + v("item") + self.tag("endif") + self.tag("if loop.last") + "." + self.tag("else") + "," + self.tag("endif") + self.tag("endfor"),
            lambda: self.tag("import 'mod' as mo") + self.tag("for item in xs") + v("mo.mm(item, b=loop.index)") + self.tag("endfor"),
            lambda: self.tag("if a is defined and a is not none") + v("a|e") + self.tag("elif b") + v("b|safe") + self.tag("else") + v("c|default('-', true)") + self.tag("endif"),
            lambda: self.tag("macro deep()") + self.tag("for item in xs") + self.tag("include 'inc2'") + self.tag("endfor") + self.tag("endmacro") + v("deep()"),
            lambda: self.tag("set a = a") + v("a") + self.tag("if b") + self.tag("set a = 2") + self.tag("endif") + v("a") + self.tag("for b in [1]") + self.tag("set a = 3") + v("a") + self.tag("endfor") + v("a"),
        ])()

    def inheritance(self) -> str:
        """The templates between `main` and `base`, and what `main` begins with."""
        parent = self.choice(["'base'", "'base'", "'mid'", "'mid'", "s", "none", "['none', 'base']", "'bad'"] if not self.tame else ["'base'", "'mid'"])
        extends = self.tag(f"extends {parent}")
        if self.chance(0.15):
            extends = self.tag(f"if {self.expression(2)}") + extends + self.tag("endif")
        if self.chance(0.04):
            extends += self.tag("extends 'base'")
        return extends

    def child(self) -> str:
        """Blocks that replace those of the parents, and what stands around them."""
        names = self.sample(["q2", "p2", "r2", "s2"], self.randint(1, 4))
        parts = []
        for name in names:
            outer, self.loops = self.loops, 0
            inside = self.choice(["", f"{self.vs} super() {self.ve}", f"{self.vs} super.super() {self.ve}", f"{self.vs} self.{self.choice(names)} is defined {self.ve}",
                                  f"{self.vs} item {self.ve}{self.vs} loop.index {self.ve}", f"{self.vs} super()|upper {self.ve}"]) + self.body(0, 2)
            self.loops = outer
            parts.append(self.tag(f"block {name}{self.choice(['', '', ' scoped'])}") + inside + self.tag("endblock"))
            if self.chance(0.3):
                parts.append(self.choice([self.set, self.macro, self.import_, self.block_set, self.condition, self.text])())
        return "".join(parts)

    def part(self) -> str:
        """A template that others include."""
        self.depth, self.inside = 2, 1
        source = self.body(1, 3)
        return source

    def template(self) -> str:
        source = self.body(1, 5)
        if self.chance(0.15):
            source = self.inheritance() + self.child() + source
        elif self.chance(0.06):
            source = self.tag("extends 'base'") + source + self.tag("block q2") + f"{self.vs} super() {self.ve}{self.body(0, 2)}" + self.tag("endblock")
        if self.chance(0.03) and source:
            place = self.randrange(len(source))
            source = source[:place] + self.choice(["{%", "%}", "{{", "}}", "'", "(", ")", "|", "end", "\n", "-", "{#"]) + source[place + self.choice([0, 1, 2]):]
        return source
