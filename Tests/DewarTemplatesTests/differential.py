#!/usr/bin/env python3
"""Holds Dewar's templates against Jinja2 on random templates and contexts.

    python3 differential.py RUNNER [--seed N] [--templates N] [--show N]

RUNNER is the built executable `conformance`. Jinja2 3.1 must be installed. Templates,
their contexts and options come from a grammar; what Jinja2 makes of them, text or class
of error (with its line, for errors of syntax), is what Dewar must make. What shows an
address in memory, runs out of stack or fails in Python's own compiler is not compared.
The exit status is 1 when they differ anywhere.
"""
from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import warnings

import jinja2
import jinja2.sandbox
from markupsafe import Markup

warnings.simplefilter("ignore")

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

    def start(self, names: list[str], options: dict) -> None:
        self.names = names
        # Most templates should come to an end, so most are made of what seldom fails.
        self.tame = self.chance(0.75)
        self.options = options
        self.templates: dict[str, str] = {}
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
            return "loop." + self.choice(["index", "index0", "first", "last", "length", "revindex", "previtem", "nextitem", "depth", "revindex0"])
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
        return name + self.choice(FILTERS[name])

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
            return f"{self.operand(depth)} is {self.choice(['', '', 'not '])}{self.choice(TESTS)}"
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
            return self.choice(["range(3)", "range(1, 6, 2)", "dict(a=1, b=2)", "namespace(x=1)", "range(2)|list", "cycler(1, 2).next()", "joiner('-')()"])
        if self.macros:
            arguments = self.some(lambda: self.expression(depth), 0, 2) + ([f"b={self.atom()}"] if self.chance(0.3) else [])
            return f"{self.choice(self.macros)}({', '.join(arguments)})"
        return f"({self.expression(depth)})"

    def operand(self, depth: int) -> str:
        return self.atom() if self.chance(0.6) else f"({self.expression(depth)})"

    # Statements

    def tag(self, text: str) -> str:
        left = self.choice(["", "", "", "", "-", "+"])
        right = self.choice(["", "", "", "", "-"])
        return f"{self.bs}{left} {text} {right}{self.be}"

    def text(self) -> str:
        return self.choice(["x", " ", "\n", "  \n", "<p>", "a & b", "\n  ", "", "text\n", "é", "{", "%", "#", "} }", "\r\n", "\t"])

    def printed(self) -> str:
        left = self.choice(["", "", "", "-"])
        right = self.choice(["", "", "", "-"])
        return f"{self.vs}{left} {self.expression()} {right}{self.ve}"

    def target(self) -> str:
        if self.chance(0.85):
            return self.choice(["a", "b", "c", "item", "z", "_p"])
        return self.choice(["a, b", "k, v", "a, (b, c)", "ns.x"])

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
            self.macro, self.call, self.include, self.import_, self.autoescape, self.raw, self.comment, self.block, self.extra, self.translation,
        ])()

    def loop(self) -> str:
        target = self.choice(["item", "a", "item", "b"] if self.tame else ["item", "a", "k, v", "item", "b"])
        iterable = self.choice(["rows", "d.items()", "d", "range(3)", "xs|list", "[(1, 2), (3, 4)]", "'ab'"] if self.tame else ["xs", "ys", "rows", "d.items()", "d", "range(3)", "s", "[1, 2, 3]", "[(1, 2), (3, 4)]", self.expression(2)])
        test = f" if {self.expression(2)}" if self.chance(0.15) else ""
        recursive = " recursive" if self.chance(0.05) else ""
        self.loops += 1
        self.inside += bool(recursive)
        inside = self.body(1, 3)
        self.inside -= bool(recursive)
        if recursive and self.chance(0.7):
            inside += f"{self.vs} loop(item.tags) if item.tags is defined and loop.depth < 3 {self.ve}"
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
        parameters = self.choice(["", "a", "a, b", "a, b=2", "a=1, b=a", "b=xs", "a, caller=none"])
        outer, self.loops = self.loops, 0
        self.inside += 1
        inside = self.body(0, 3)
        self.inside -= 1
        self.loops = outer
        if self.chance(0.25):
            inside += f"{self.vs} {self.choice(['varargs', 'kwargs', 'caller()', 'caller(1)', 'caller is defined', 'kwargs|length'])} {self.ve}"
        self.macros.append(name)
        return self.tag(f"macro {name}({parameters})") + inside + self.tag("endmacro") + (f"{self.vs} {name}({self.choice(['', '1', '1, 2', 'b=3', '1, b=2', 'q=1', '*xs', '**d'])}) {self.ve}" if self.chance(0.7) else "")

    def call(self) -> str:
        parameters = self.choice(["", "", "(a)", "(a, b=1)"])
        callee = self.choice(self.macros or ["m1"])
        self.inside += 1
        inside = self.body(0, 2)
        self.inside -= 1
        return self.tag(f"call{parameters} {callee}({self.choice(['', '1', '1, 2'])})") + inside + self.tag("endcall")

    def include(self) -> str:
        name = self.choice(["'inc'", "'inc'", "'mod'", "['none', 'inc']"] if self.tame else ["'inc'", "'mod'", "'none'", "['none', 'inc']", "s", "a"])
        # What Jinja2 makes of `without context` in macros and recursive loops is an accident.
        contexts = ["", "", " with context"] if self.inside else ["", "", " with context", " without context"]
        return self.tag(f"include {name}{self.choice(['', '', ' ignore missing'])}{self.choice(contexts)}")

    def import_(self) -> str:
        context = self.choice(["", "", " with context", " without context"])
        if self.chance(0.5):
            return self.tag(f"import 'mod' as f{context}") + f"{self.vs} f.{self.choice(['mm(1)', 'v', 'w', 'mm()', '_h', 'q'])} {self.ve}"
        return self.tag(f"from 'mod' import {self.choice(['mm', 'mm as z', 'v, mm', 'q', 'w as b'])}{context}") + f"{self.vs} {self.choice(['mm(2)', 'z', 'v', 'q', 'b'])} {self.ve}"

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
        return self.tag(f"block {name}{self.choice(['', '', '', ' scoped'])}") + inside + self.tag(f"endblock{self.choice(['', ' ' + name])}")

    def extra(self) -> str:
        if "do" in self.options.get("extensions", []):
            return self.tag(f"do {self.choice(['xs.append(1)', 'd.update(q=2)', self.expression()])}")
        return self.tag(f"print {self.expression()}, {self.expression()}")

    def translation(self) -> str:
        if "i18n" not in self.options.get("extensions", []):
            return self.printed()
        variables = self.choice(["", "", " a=1", " a=s, b=2", " trimmed", " n", " 'ctx'"])
        body = self.choice(["Hello", "Hello %", "One {{ a }}", " a\n  b ", "{{ n }} x"]).replace("{{", self.vs).replace("}}", self.ve)
        plural = self.tag(self.choice(["pluralize", "pluralize a"])) + f"{self.vs} a {self.ve} many" if self.chance(0.3) else ""
        return self.tag(f"trans{variables}") + body + plural + self.tag("endtrans")

    def template(self) -> str:
        source = self.body(1, 5)
        if self.chance(0.12):
            source = self.tag("extends 'base'") + source + self.tag("block q2") + f"{self.vs} super() {self.ve}{self.body(0, 2)}" + self.tag("endblock")
        if self.chance(0.03) and source:
            place = self.randrange(len(source))
            source = source[:place] + self.choice(["{%", "%}", "{{", "}}", "'", "(", ")", "|", "end", "\n", "-", "{#"]) + source[place + self.choice([0, 1, 2]):]
        return source


def value(random: Writer, depth: int = 0):
    kind = random.random()
    if kind < 0.25:
        return random.choice([0, 1, 2, 3, -1, 10, 42])
    if kind < 0.55:
        return random.choice(["", "a", "abc", "<b>", "A b", "1", "x,y", "é", "한글", "a\nb", "2.5", "inc", "  "])
    if kind < 0.62:
        return random.choice([1.5, 0.1, -2.0, 1e20, 3.0])
    if kind < 0.72:
        return random.choice([None, True, False])
    if kind < 0.76:
        return Markup(random.choice(["<i>", "a&amp;b", ""]))
    if depth > 1:
        return 5
    if kind < 0.88:
        return [value(random, depth + 1) for _ in range(random.randint(0, 4))]
    if kind < 0.91:
        return tuple(value(random, depth + 1) for _ in range(random.randint(0, 3)))
    return {random.choice(["a", "b", "name", "id", "x"]): value(random, depth + 1) for _ in range(random.randint(0, 3))}


def context(random: Writer) -> dict:
    result = {name: value(random) for name in random.sample(["a", "b", "c", "n", "s", "t", "z", "e"], random.randint(2, 7))}
    result["xs"] = [value(random, 1) for _ in range(random.randint(0, 4))] if random.chance(0.5) else random.choice([[1, 2, 3], ["a", "B", "c"], [3, 1, 2], []])
    result["d"] = {key: value(random, 1) for key in random.sample(["a", "b", "x", "items"], random.randint(0, 3))}
    result["rows"] = [
        {"id": random.randint(0, 3), "name": random.choice(["a", "B", "<c>", "é"]), **({"tags": random.choice([[], [{"id": 9}], ["t", "u"]])} if random.chance(0.5) else {})}
        for _ in range(random.randint(0, 4))
    ]
    return result


def encode(value):
    if isinstance(value, Markup):
        return {"$markup": str(value)}
    if isinstance(value, bool) or value is None or isinstance(value, (int, str)):
        return value
    if isinstance(value, float):
        return {"$float": repr(value)}
    if isinstance(value, list):
        return [encode(item) for item in value]
    if isinstance(value, tuple):
        return {"$tuple": [encode(item) for item in value]}
    return {key: encode(item) for key, item in value.items()}


def options(random: Writer) -> dict:
    result: dict = {}
    if random.chance(0.5):
        result["autoescape"] = True
    if random.chance(0.3):
        result["undefined"] = random.choice(["StrictUndefined", "ChainableUndefined", "DebugUndefined"])
    for name in ["trim_blocks", "lstrip_blocks", "keep_trailing_newline"]:
        if random.chance(0.2):
            result[name] = True
    if random.chance(0.05):
        result["newline_sequence"] = random.choice(["\r\n", "\r"])
    if random.chance(0.06):
        result.update(block_start_string="<%", block_end_string="%>", variable_start_string="${", variable_end_string="}", comment_start_string="<%#", comment_end_string="%>")
    if random.chance(0.05):
        result["line_statement_prefix"] = "#"
    if random.chance(0.05):
        result["line_comment_prefix"] = "##"
    extensions = [name for name in ["do", "loopcontrols", "i18n"] if random.chance(0.3)]
    if extensions:
        result["extensions"] = extensions
    if "i18n" in extensions:
        result["translations"] = {"newstyle": random.chance(0.5), "messages": {"Hello": "Hallo", "One %(a)s": "Eins %(a)s", "%(a)s many": "%(a)s viele"}}
    if random.chance(0.1):
        result["sandboxed"] = True
        if random.chance(0.4):
            result["immutable"] = True
    return result


def case(random: Writer, number: int) -> tuple[dict, dict]:
    chosen = options(random)
    variables = context(random)
    random.start(list(variables), chosen)
    templates = {
        "inc": random.tag("if loop is defined") + f"{random.vs} loop.index {random.ve}" + random.tag("endif") + f"[{random.vs} a {random.ve}]",
        "mod": random.tag("macro mm(a, b=1)") + f"({random.vs} a {random.ve}{random.vs} b {random.ve}{random.vs} xs {random.ve})" + random.tag("endmacro") + random.tag("set v = '<v>'") + random.tag("set _h = 1") + random.tag("set w = xs"),
        "base": "B" + random.tag("block q2") + "base" + random.tag("endblock") + random.tag("block p") + f"{random.vs} a {random.ve}" + random.tag("endblock") + f"{random.vs} self.q2() {random.ve}",
    }
    templates["main"] = random.template()
    return {"id": str(number), "kind": "jinja", "options": chosen, "templates": templates, "main": "main", "context": {k: encode(v) for k, v in variables.items()}}, variables


CLASSES = {"TemplatesNotFound": "TemplateNotFound", "AttributeError": "TypeError"}


def environment(chosen: dict, templates: dict) -> jinja2.Environment:
    arguments = {k: v for k, v in chosen.items() if k not in ("sandboxed", "immutable", "translations", "undefined", "extensions")}
    cls = jinja2.Environment
    if chosen.get("sandboxed"):
        cls = jinja2.sandbox.ImmutableSandboxedEnvironment if chosen.get("immutable") else jinja2.sandbox.SandboxedEnvironment
    result = cls(loader=jinja2.DictLoader(templates), undefined=getattr(jinja2, chosen.get("undefined", "Undefined")),
                 extensions=["jinja2.ext." + name for name in chosen.get("extensions", [])], **arguments)
    if "translations" in chosen:
        messages = chosen["translations"]["messages"]
        def plural(s, p, n, context=""):
            m = p if n != 1 else s
            return messages.get(context + m, m)
        result.install_gettext_callables(lambda s: messages.get(s, s), plural, newstyle=chosen["translations"]["newstyle"],
                                         pgettext=lambda c, s: messages.get(c + "\x04" + s, s), npgettext=lambda c, s, p, n: plural(s, p, n, c + "\x04"))
    return result


def expected(case: dict, variables: dict):
    try:
        output = environment(case["options"], case["templates"]).get_template(case["main"]).render(variables)
    except (SyntaxError, RecursionError, MemoryError, NameError, UnboundLocalError):
        return None
    except jinja2.TemplateSyntaxError as error:
        return {"error": type(error).__name__, "line": error.lineno}
    except AssertionError as error:
        return None if "unknown to the frame" in str(error) else {"error": "AssertionError"}
    except Exception as error:
        name = type(error).__name__
        return {"error": CLASSES.get(name, name)}
    if any(sign in output.lower() for sign in (" at 0x", "<function", "<class", "bound method", "generator object", "built-in", "j)")):
        return None
    try:
        output.encode()
    except UnicodeEncodeError:
        return None
    return {"output": output}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("runner")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--templates", type=int, default=2000)
    parser.add_argument("--show", type=int, default=5)
    arguments = parser.parse_args()
    random = Writer(arguments.seed)
    cases, wanted = [], []
    for number in range(arguments.templates):
        made, variables = case(random, number)
        cases.append(made)
        wanted.append(expected(made, variables))
    lines = "".join(json.dumps(made) + "\n" for made in cases)
    process = subprocess.run([arguments.runner], input=lines, capture_output=True, text=True)
    results = {answer["id"]: answer for answer in map(json.loads, process.stdout.splitlines())}
    different = compared = failed = 0
    for made, want in zip(cases, wanted):
        got = results.get(made["id"])
        if want is None and got is not None:
            continue
        compared += 1
        failed += want is not None and "error" in want
        if got is not None and want is not None and all(got.get(key) == item for key, item in want.items()):
            continue
        different += 1
        if different <= arguments.show:
            print("---", made["id"], json.dumps(made["options"]))
            print("template:", json.dumps(made["templates"]["main"], ensure_ascii=False))
            print("context: ", json.dumps(made["context"], ensure_ascii=False))
            print("Jinja2:  ", json.dumps(want, ensure_ascii=False))
            print("Dewar:   ", json.dumps({k: v for k, v in (got or {"no answer": process.returncode}).items() if k != "id"}, ensure_ascii=False))
        if got is None:
            break
    print(f"seed {arguments.seed}: {compared} of {len(cases)} templates compared ({failed} of them errors), {different} differ")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
