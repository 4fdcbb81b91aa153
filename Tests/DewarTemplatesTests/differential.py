#!/usr/bin/env python3
"""Holds Dewar's templates against Jinja2 on random templates and contexts.

    python3 differential.py RUNNER [--seed N] [--templates N] [--show N]

RUNNER is the built executable `conformance`. Jinja2 3.1 must be installed. Templates,
their contexts and options come from a grammar; what Jinja2 makes of them, text or class
of error (with its line, for errors of syntax), is what Dewar must make. What shows an
address in memory, runs out of stack, fails in Python's own compiler or does not come to an
end in Jinja2 is not compared; Dewar has to answer all the same.
The exit status is 1 when they differ anywhere.
"""
from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import warnings

import jinja2
import jinja2.meta
import jinja2.sandbox
from markupsafe import Markup

from grammar import Writer

warnings.simplefilter("ignore")

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


FINALIZERS = {"none": lambda value: "" if value is None else value, "brackets": lambda value: f"[{value}]"}


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
        result.update(random.choice([
            {"block_start_string": "<%", "block_end_string": "%>", "variable_start_string": "${", "variable_end_string": "}", "comment_start_string": "<%#", "comment_end_string": "%>"},
            {"block_start_string": "[[", "block_end_string": "]]", "variable_start_string": "<<", "variable_end_string": ">>", "comment_start_string": "/*", "comment_end_string": "*/"},
            {"block_start_string": "<!--%", "block_end_string": "%-->", "variable_start_string": "{%", "variable_end_string": "%}", "comment_start_string": "<!--", "comment_end_string": "-->"},
        ]))
    if random.chance(0.08):
        result["line_statement_prefix"] = random.choice(["#", "%", "%%", "//"])
    if random.chance(0.06):
        result["line_comment_prefix"] = random.choice(["##", "//", "%#"])
    if random.chance(0.05):
        result["optimized"] = False
    if random.chance(0.04):
        result["finalize"] = random.choice(list(FINALIZERS))
    if random.chance(0.08):
        result["policies"] = random.choice([
            {"truncate.leeway": 0}, {"urlize.rel": None}, {"urlize.target": "_blank"}, {"urlize.extra_schemes": ["tel:"]}, {"ext.i18n.trimmed": True},
            {"json.dumps_kwargs": {"sort_keys": False, "indent": 1}}, {"json.dumps_kwargs": {"ensure_ascii": False}}])
    if random.chance(0.05):
        result["globals"] = {"g": [1, "<"], "a": "global"}
    extensions = [name for name in ["do", "loopcontrols", "i18n"] if random.chance(0.3)]
    if extensions:
        result["extensions"] = extensions
    if "i18n" in extensions:
        result["translations"] = {"newstyle": random.chance(0.5), "messages": {"Hello": "Hallo", "One %(a)s": "Eins %(a)s", "%(a)s many": "%(a)s viele"}}
    if random.chance(0.1):
        result["sandboxed"] = True
        if random.chance(0.4):
            result["immutable"] = True
        if random.chance(0.2):
            result["intercepted"] = random.sample(["+", "-", "*", "/", "//", "%", "**"], 2)
    return result


def case(random: Writer, number: int) -> tuple[dict, dict]:
    chosen = options(random)
    variables = context(random)
    random.start(list(variables), chosen)
    random.templates = {
        "inc": random.tag("if loop is defined") + f"{random.vs} loop.index {random.ve}" + random.tag("endif") + f"[{random.vs} a {random.ve}]",
        "mod": random.tag("macro mm(a, b=1)") + f"({random.vs} a {random.ve}{random.vs} b {random.ve}{random.vs} xs {random.ve}{random.vs} g {random.ve})" + random.tag("endmacro") + random.tag("set v = '<v>'") + random.tag("set _h = 1") + random.tag("set w = xs"),
        "base": "B" + random.tag("block q2") + "base" + random.tag("endblock") + random.tag("block p2") + f"{random.vs} a {random.ve}" + random.tag("endblock") + f"{random.vs} self.q2() {random.ve}"
        + random.tag("for item in [1, 2]") + random.tag(f"block r2{random.choice(['', ' scoped'])}") + f"{random.vs} item {random.ve}" + random.tag("endblock") + random.tag("endfor")
        + (random.tag("block s2 required") + random.tag("endblock") if random.chance(0.2) else ""),
        "mid": random.tag("extends 'base'") + random.child(),
        "inc2": random.part(),
        "bad": random.choice(["{% if %}", "x\n{{ a b }}", "{{ 1 / 0 }}", "a\n\n{{ nosuch.x.y }}"]),
    }
    random.start(list(variables), chosen, random.templates)
    templates = random.templates
    templates["main"] = random.template()
    made = {"id": str(number), "kind": "jinja", "options": chosen, "templates": templates, "main": "main", "context": {k: encode(v) for k, v in variables.items()}}
    if random.chance(0.06):
        made["stream"] = random.choice([1, 5, 50])
    elif random.chance(0.03):
        made["globals"] = {"g": "own", "c": 3}
    elif random.chance(0.05):
        made["mode"] = "expression"
        templates["main"] = random.expression()
    elif random.chance(0.05):
        made["mode"] = "meta"
    return made, variables


# There are no complex numbers: the compatibility page says so.
DELIBERATE = "a negative number has no real power with a fraction as its exponent"
CLASSES = {"TemplatesNotFound": "TemplateNotFound", "AttributeError": "TypeError"}


def environment(chosen: dict, templates: dict) -> jinja2.Environment:
    arguments = {k: v for k, v in chosen.items() if k not in ("sandboxed", "immutable", "intercepted", "translations", "undefined", "extensions", "finalize", "policies", "globals")}
    if "finalize" in chosen:
        arguments["finalize"] = FINALIZERS[chosen["finalize"]]
    cls = jinja2.Environment
    if chosen.get("sandboxed"):
        cls = jinja2.sandbox.ImmutableSandboxedEnvironment if chosen.get("immutable") else jinja2.sandbox.SandboxedEnvironment
    result = cls(loader=jinja2.DictLoader(templates), undefined=getattr(jinja2, chosen.get("undefined", "Undefined")),
                 extensions=["jinja2.ext." + name for name in chosen.get("extensions", [])], **arguments)
    result.globals.update(chosen.get("globals", {}))
    result.policies.update(chosen.get("policies", {}))
    if "intercepted" in chosen:
        result.intercepted_binops = result.intercepted_unops = frozenset(chosen["intercepted"])
        result.call_binop = lambda context, sign, left, right: f"<{sign}2>"
        result.call_unop = lambda context, sign, value: f"<{sign}1>"
    if "translations" in chosen:
        messages = chosen["translations"]["messages"]
        def plural(s, p, n, context=""):
            m = p if n != 1 else s
            return messages.get(context + m, m)
        result.install_gettext_callables(lambda s: messages.get(s, s), plural, newstyle=chosen["translations"]["newstyle"],
                                         pgettext=lambda c, s: messages.get(c + "\x04" + s, s), npgettext=lambda c, s, p, n: plural(s, p, n, c + "\x04"))
    return result


def rendered(case: dict, made: jinja2.Environment, variables: dict) -> str:
    source = case["templates"]["main"]
    if case.get("mode") == "expression":
        return str(made.compile_expression(source)(**variables))
    if case.get("mode") == "meta":
        tree = made.parse(source)
        return "\n".join([*sorted(jinja2.meta.find_undeclared_variables(tree)), "", *map(str, jinja2.meta.find_referenced_templates(tree))])
    template = made.get_template("main", globals=case.get("globals"))
    return "".join(template.generate(variables)) if "stream" in case else template.render(variables)


PATIENCE = 5
"""The seconds of computing that Jinja2 has for a template: some loop over a list that they extend."""


class Endless(BaseException):
    """Jinja2 did not come to an end."""


def interrupt(*_) -> None:
    raise Endless


signal.signal(signal.SIGPROF, interrupt)


def expected(case: dict, variables: dict):
    try:
        signal.setitimer(signal.ITIMER_PROF, PATIENCE)
        try:
            output = rendered(case, environment(case["options"], case["templates"]), variables)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    except (Endless, SyntaxError, RecursionError, MemoryError, NameError, UnboundLocalError):
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
        if got is not None and DELIBERATE in got.get("message", ""):
            continue
        if got is not None and want is not None and all(got.get(key) == item for key, item in want.items()):
            continue
        different += 1
        if different <= arguments.show:
            print("---", made["id"], json.dumps(made["options"]))
            print("template:", json.dumps(made["templates"]["main"], ensure_ascii=False))
            for name in made["templates"]:
                if f"'{name}'" in made["templates"]["main"] and name != "main":
                    print(f"{name}:", json.dumps(made["templates"][name], ensure_ascii=False))
            print("context: ", json.dumps(made["context"], ensure_ascii=False))
            print("Jinja2:  ", json.dumps(want, ensure_ascii=False))
            print("Dewar:   ", json.dumps({k: v for k, v in (got or {"no answer": process.returncode}).items() if k != "id"}, ensure_ascii=False))
        if got is None:
            break
    print(f"seed {arguments.seed}: {compared} of {len(cases)} templates compared ({failed} of them errors), {different} differ")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
