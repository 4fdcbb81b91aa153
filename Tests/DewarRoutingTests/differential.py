#!/usr/bin/env python3
"""Holds Dewar's routing against Werkzeug's on random rules and paths.

    python3 differential.py RUNNER [--seed N] [--seconds N] [--maps N] [--checks N] [--show N]

RUNNER is the built executable `conformance`. Every map is random, so are its paths,
methods, hosts and values; what Werkzeug answers is what Dewar must answer. Without
Flask 3.1.3 and Werkzeug 3.1.8 it says so and does nothing. The exit status is 1 when
they differ anywhere.
"""
from __future__ import annotations

import argparse
import json
import os
import sys
import uuid

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import differential_tools as tools
from differential_tools import plain, same, typed

tools.need_flask()

from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import BuildError, Map, RequestRedirect, Rule

TEXTS = ["a", "b", "ab", "1", "12", "x-y", ".", "-", "a.b", "é", "e\u0301", "한", "%41", "a b", "+", "~", "|", "\n"]
CONVERTERS = [
    "", "", "", "string:", "default:", "int:", "int:", "float:", "path:", "path:", "uuid:",
    "string(length=2):", "string(minlength=2):", "string(maxlength=2):", "string(2):",
    "string(minlength=0):", "string(length=0):", "string(minlength=2,maxlength=2):",
    "int(min=2):", "int(max=3):", "int(signed=True):", "int(fixed_digits=2):", "int(2, 1, 50):",
    "int(min=1.5):", "int(signed=False):", "int(signed='x',fixed_digits=3):",
    "float(signed=True):", "float(min=1):", "float(max=2.5):", "float(0.5, 9):",
    "any(a,b,ab):", "any(ab,a):", "any('a/b',x):", "any():", "any(a.b,'-'):", "any(한,é):",
]
ARGUMENTS = [
    "2,3", "2, 3", "1", "1.5", "a", "min=", "min=1", "max = 5", "'x'", '"x"', "u'x'", "True", "None",
    "1_0", "1e2", "nan", " ", ",", "a,", ",a", "-1", "a-b", "minlength=1", "length='2'", "x y", "1 2",
    "1x", "12x34", "1,2,3", "signed=1", "items=3", "٣", "a=1, a=2", "'a", "(", ")", "a)b", "True1",
]
METHODS = ["GET", "POST", "PUT", "HEAD", "OPTIONS", "get", "DELETE"]
UUID = "2b5b0911-fdcf-4dd2-921b-28ace88db8a0"
PIECES = ["a", "b", "ab", "1", "12", "-1", "1.5", "2.5", "-", ".", "", "/", "//", "x", "é", "e\u0301", "한",
          UUID, UUID.upper(), "٣", "007", "99999999999999999999", "a b", "%2F", "a/b", "a.b", "\n", "-12.0"]


class Random(tools.Random):
    def variable(self, names):
        if self.random() < 0.04:
            kind = self.choice(["string", "int", "float", "any", "path", "uuid", "nope"])
            return f"<{kind}({', '.join(self.some(ARGUMENTS, 1, 2))}):{self.choice(names)}>"
        return f"<{self.choice(CONVERTERS)}{self.choice(names)}>"

    def part(self, names):
        kinds = self.random()
        if kinds < 0.4:
            return self.choice(TEXTS)
        if kinds < 0.75:
            return self.variable(names)
        return "".join(
            self.variable(names) if self.random() < 0.5 else self.choice(TEXTS)
            for _ in range(self.randint(2, 4)))

    def pattern(self):
        names = ["x", "y", "z", "n", "p", "q"]
        self.shuffle(names)
        text = ""
        for _ in range(self.randint(0, 4)):
            part = self.part(names)
            for name in list(names):
                if f"{name}>" in part and self.random() < 0.97:
                    names.remove(name)
            names = names or ["v"]
            text += "/" + part + ("/" if self.random() < 0.04 else "")
        if not text or self.random() < 0.3:
            text += "/"
        return text if self.random() < 0.99 else text[1:] + "<"

    def value(self):
        return self.choice([
            1, 12, 0, -1, 2, 1.5, 2.0, 1e22, True, None, "a", "b", "ab", "1", "12", "1.5", "a b", "é", "x/y", "",
            " 7 ", "\x1c7", "\u20037\x85", "1_0", "inf", [1, "a"], ["x", None], uuid.UUID(UUID), 10**30, "٣", "a&b=c", "?"])

    def rule(self, options):
        rule = {"rule": self.pattern(), "endpoint": self.choice(["e", "f", "g"])}
        maybe = lambda share: self.random() < share
        if maybe(0.3):
            rule["methods"] = sorted(set(self.some(METHODS, 1, 3)))
        if maybe(0.25):
            names = self.some(["x", "y", "n", "d"], 1, 2)
            rule["defaults"] = [[n, typed(self.value())] for n in dict.fromkeys(names)]
        if maybe(0.15):
            rule["strict_slashes"] = maybe(0.5)
        if maybe(0.1):
            rule["merge_slashes"] = maybe(0.5)
        for flag, share in [("build_only", 0.05), ("alias", 0.08), ("websocket", 0.08)]:
            if maybe(share):
                rule[flag] = True
        if maybe(0.06):
            targets = ["t/<x>", "/t/<y>", "../<n>/./u", "http://o.example/<x>", "", "?q", "a//b/", "..", "./", "<>"]
            # Dewar refuses a target whose variable the rule lacks; Werkzeug fails when it matches.
            rule["redirect_to"] = self.choice(
                [t for t in targets if "<" not in t or f"{t.split('<')[1][0]}>" in rule["rule"]])
        if options.get("host_matching"):
            rule["host"] = self.choice(["example.com", "<h>.example.com", "<h>", "api.<int:h>", "a.example.com"])
        elif maybe(0.15):
            rule["subdomain"] = self.choice(["", "api", "<h>", "<int:h>", "v<int:h>", "a/", "<path:h>"])
        return rule

    def path(self, rules):
        """A path: often one that a rule may match, then spoilt a little."""
        if self.random() < 0.15:
            return "/" + "".join(self.some(PIECES + ["/"] * 8, 0, 6))
        import re
        text = self.choice(rules)["rule"]
        fill = {"int": ["1", "12", "2", "3", "-1", "007", "٣"], "float": ["1.5", "2.0", "-1.5", "1"],
                "path": ["a/b", "a", "1/2/", "a//b", "é/x"], "uuid": [UUID, UUID.upper(), "x"]}

        def replace(match):
            kind = (match.group(1) or "").split("(")[0]
            if kind == "any" and self.random() < 0.7:
                return self.choice(["a", "b", "ab", "a/b", "x", "a.b", "-", "한", "é", ""])
            return self.choice(fill.get(kind, PIECES) if self.random() < 0.85 else PIECES)

        text = re.sub(r"<(?:([^:>]*(?:\([^>]*\))?):)?(\w+)>", replace, text)
        spoil = self.random()
        if spoil < 0.1:
            text += "/"
        elif spoil < 0.2:
            text = text.rstrip("/")
        elif spoil < 0.3 and text:
            i = self.randrange(len(text))
            text = text[:i] + self.choice(["/", "//", "-", "1", ""]) + text[i:]
        return text

    def check(self, rules):
        kind = self.random()
        if kind < 0.65:
            check = {"op": "match", "path": self.path(rules)}
            if self.random() < 0.4:
                check["method"] = self.choice(METHODS)
            if self.random() < 0.1:
                check["websocket"] = self.random() < 0.5
            return check
        if kind < 0.72:
            return {"op": "allowed", "path": self.path(rules)}
        if kind < 0.76:
            return {"op": "test", "path": self.path(rules)}
        names = dict.fromkeys(self.some(["x", "y", "z", "n", "p", "q", "d", "h", "extra"], 0, 8))
        check = {"op": "build", "endpoint": self.choice(["e", "f", "g", "h"]),
                 "values": [[n, typed(self.value())] for n in names]}
        if self.random() < 0.2:
            check["method"] = self.choice(METHODS)
        if self.random() < 0.2:
            check["force_external"] = True
        if self.random() < 0.1:
            check["append_unknown"] = False
        if self.random() < 0.1:
            check["url_scheme"] = self.choice(["", "https", "ws", "wss", "ftp"])
        return check

    def case(self, number, checks):
        options = {}
        for name in ["strict_slashes", "merge_slashes", "redirect_defaults"]:
            if self.random() < 0.2:
                options[name] = False
        for name, share in [("host_matching", 0.1), ("sort_parameters", 0.1)]:
            if self.random() < share:
                options[name] = True
        if self.random() < 0.1:
            options["default_subdomain"] = "www"
        rules = [self.rule(options) for _ in range(self.randint(1, 8))]
        bind = {"how": "bind", "server_name": self.choice(
            ["example.com", "example.com", "a.example.com", "Example.com:8080", "한글.kr", "api.3"])}
        if not options.get("host_matching") and self.random() < 0.2:
            bind["subdomain"] = self.choice(["", "api", "x", "7", "v12"])
        if self.random() < 0.15:
            bind["script_name"] = self.choice(["/app", "/app/", "", "/a/b"])
        if self.random() < 0.1:
            bind["query_args"] = "q=1&r=%20"
        if self.random() < 0.1:
            bind["url_scheme"] = self.choice(["https", "ws", ""])
        return {"id": f"random/{number}", "kind": "route", "group": "random",
                "map": {**options, "rules": rules}, "bind": bind,
                "checks": [self.check(rules) for _ in range(checks)]}


def expected(case):
    """What Werkzeug makes of a case."""
    options = dict(case["map"])
    try:
        rules = []
        for rule in options.pop("rules"):
            rule = dict(rule)
            if "defaults" in rule:
                rule["defaults"] = {k: plain(v) for k, v in rule["defaults"]}
            rules.append(Rule(rule.pop("rule"), **rule))
        url_map = Map(rules, **options)
    except Exception as error:
        return {"error": "invalid_map"}, repr(error)
    bind = {k: v for k, v in case["bind"].items() if k != "how"}
    try:
        adapter = url_map.bind(**bind)
    except Exception as error:
        return {"error": "invalid_bind"}, repr(error)
    return [answer(adapter, check) for check in case["checks"]], ""


def answer(adapter, check):
    check = dict(check)
    op = check.pop("op")
    try:
        if op == "match":
            endpoint, args = adapter.match(check["path"], check.get("method"), websocket=check.get("websocket"))
            return {"endpoint": endpoint, "args": {k: typed(v) for k, v in args.items()}}
        if op == "allowed":
            return {"methods": sorted(adapter.allowed_methods(check["path"]))}
        if op == "test":
            return {"test": adapter.test(check["path"])}
        values = {k: plain(v) for k, v in check.pop("values")}
        return {"url": adapter.build(check.pop("endpoint"), values, **check)}
    except RequestRedirect as error:
        return {"redirect": {"url": error.new_url, "code": error.code}}
    except MethodNotAllowed as error:
        return {"error": 405, "allow": sorted(error.valid_methods)}
    except HTTPException as error:
        return {"error": error.code}
    except BuildError as error:
        return {"error": "BuildError" if op == "build" else "invalid"}
    except Exception as error:
        return {"error": "invalid", "python": repr(error)}


def is_known(check, want):
    """Differences that are meant."""
    # An error within them is no answer.
    return check["op"] in ("allowed", "test") and "error" in want


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    tools.add_options(parser)
    parser.add_argument("--maps", type=int, default=2000)
    parser.add_argument("--checks", type=int, default=12)
    parser.add_argument("--show-stricter", action="store_true")
    args = parser.parse_args()
    return tools.go_through(args, lambda seed: check_maps(args, seed))


def check_maps(args, seed):
    """Checks the maps of one seed; returns how many checks differ."""
    rng = Random(seed)
    cases = [rng.case(n, args.checks) for n in range(args.maps)]
    results = tools.results(args.runner, cases)
    checks = differing = invalid = stricter = 0
    for case in cases:
        want, why = expected(case)
        got = results.get(case["id"], {}).get("result")
        if isinstance(want, list) and got == {"error": "invalid_map"}:
            # Arguments that make no sense: Werkzeug often notices only when the rule is used.
            stricter += 1
            if args.show_stricter:
                print(json.dumps([r["rule"] for r in case["map"]["rules"]], ensure_ascii=False))
            continue
        if isinstance(want, dict) or not isinstance(got, list):
            checks += 1
            invalid += isinstance(want, dict)
            pairs = [(None, want, got)] if want != got else []
        else:
            checks += len(want)
            pairs = [(c, w, g) for c, w, g in zip(case["checks"], want, got)
                     if not same(w, g) and not is_known(c, w)]
        differing += len(pairs)
        for check, w, g in pairs:
            if args.show > 0:
                args.show -= 1
                print(json.dumps({"map": case["map"], "bind": case["bind"]}, ensure_ascii=False))
                print("   check ", json.dumps(check, ensure_ascii=False))
                print("   wanted", json.dumps(w, ensure_ascii=False), why)
                print("   got   ", json.dumps(g, ensure_ascii=False))
    print(f"{checks} checks on {len(cases)} maps ({invalid} invalid, {stricter} refused by Dewar"
          f" alone), {differing} differ")
    return differing


if __name__ == "__main__":
    sys.exit(main())
