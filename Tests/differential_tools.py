"""What the differential scripts of Tests/ share: random choices, typed values, equality, the
runner.
"""
from __future__ import annotations

import json
import math
import random
import subprocess
import uuid


class Random(random.Random):
    """Random numbers that choose lists as well."""

    def some(self, items, low, high):
        return [self.choice(items) for _ in range(self.randint(low, high))]

    def mutated(self, text, alphabet):
        """The text with a few characters changed."""
        chars = list(text)
        for _ in range(self.choice([0, 1, 1, 1, 2, 3, 5])):
            where = self.randint(0, len(chars))
            change = self.random()
            if change < 0.4:
                chars.insert(where, self.choice(alphabet))
            elif change < 0.7 and where < len(chars):
                del chars[where]
            elif change < 0.9 and where < len(chars):
                chars[where] = self.choice(alphabet)
            elif chars:
                start = self.randrange(len(chars))
                chars[where:where] = chars[start:start + self.randint(1, 8)]
        return "".join(chars)


def typed(value):
    """A value of Python's as the conformance cases write it."""
    if isinstance(value, float):
        return {"$float": repr(value)}
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**63:
        return {"$int": str(value)}
    if isinstance(value, uuid.UUID):
        return {"$uuid": str(value)}
    if isinstance(value, dict):
        return {"$dict": [[k, typed(v)] for k, v in value.items()]}
    return [typed(v) for v in value] if isinstance(value, (list, tuple)) else value


def plain(value):
    """A value of Python's from what the conformance cases write."""
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        (kind, text), = value.items()
        return {"$float": float, "$int": int, "$uuid": uuid.UUID}[kind](text)
    return value


def same(want, got):
    """Tells whether a result is what was wanted; an invalid call may give any error."""
    if isinstance(want, dict) and want.get("error") == "invalid":
        return isinstance(got, dict) and "error" in got
    if isinstance(want, dict) and isinstance(got, dict):
        if set(want) == {"$float"} == set(got):
            a, b = float(want["$float"]), float(got["$float"])
            return a == b or math.isnan(a) and math.isnan(b)
        return want.keys() == got.keys() and all(same(want[k], got[k]) for k in want)
    if isinstance(want, list) and isinstance(got, list):
        return len(want) == len(got) and all(map(same, want, got))
    return type(want) is type(got) and want == got


def results(runner, cases):
    """What the runner answers, by the cases' ids."""
    lines = "".join(json.dumps(case) + "\n" for case in cases)
    run = subprocess.run([runner], input=lines.encode(), stdout=subprocess.PIPE, check=False)
    return {answer["id"]: answer for answer in map(json.loads, run.stdout.decode().splitlines())}
