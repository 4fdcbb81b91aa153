#!/usr/bin/env python3
"""Holds Dewar's signing against Flask, itsdangerous and Werkzeug, in both directions.

    python3 crosscheck.py RUNNER [--seed N] [--count N] [--show N]

RUNNER is the built executable `conformance`. What the libraries sign, Dewar must read; what
Dewar signs, the libraries must read; and both must write the same, but for how zlib packs it.
All values, keys and salts are random; a part of what is read was spoilt before. Without Flask
3.1, Werkzeug 3.1 and itsdangerous 2.2 it says so and does nothing. The exit status is 1 when
the two differ anywhere.
"""
from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import re
import sys
import uuid
import warnings
import zlib
from datetime import datetime, timedelta, timezone

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import differential_tools as tools

try:
    import itsdangerous
    import itsdangerous.timed
    from flask import Flask
    from flask.sessions import SecureCookieSessionInterface
    from markupsafe import Markup
    from werkzeug.security import _hash_internal, check_password_hash
except ImportError as error:
    print(f"LEFT OUT: Flask and its libraries are not installed ({error}).")
    sys.exit(0)

CLOCK = [0]
itsdangerous.timed.time = type("Clock", (), {"time": staticmethod(lambda: CLOCK[0])})

TEXTS = ["", "a", "user_id", "_flashes", "_permanent", "é", "e\u0301", "한글", "😀", "\x00\x1f\x7f", "\\\"/",
         " t", " di", " b", " m", " u", " d", " x", " t__", "<b>&amp;</b>", "\u2028", "x" * 90, "가" * 40, "None"]
DIGESTS = ["sha1", "sha224", "sha256", "sha384", "sha512", "md5", "sha3_256", "blake2b", "blake2s"]
DERIVATIONS = ["concat", "django-concat", "hmac", "none"]


def typed(value):
    """A value as the cases write it, with the types that sessions know besides."""
    if isinstance(value, Markup):
        return {"$markup": str(value)}
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        return {"$datetime": value.astimezone(timezone.utc).isoformat()}
    if isinstance(value, tuple):
        return {"$tuple": [typed(v) for v in value]}
    if isinstance(value, list):
        return [typed(v) for v in value]
    if isinstance(value, dict):
        return {"$dict": [[k, typed(v)] for k, v in value.items()]}
    return tools.typed(value)


class Values(tools.Random):
    """Random values, keys and texts."""

    def text(self):
        if self.random() < 0.5:
            return self.choice(TEXTS)
        return "".join(self.some(list("abcdefgh 0123456789\"\\é한😀\n"), 0, 30))

    def scalar(self, is_tagged):
        kind = self.randrange(12 if is_tagged else 7)
        return [
            lambda: None, lambda: self.random() < 0.5, lambda: self.randint(-2**40, 2**40),
            lambda: self.randint(-2**70, 2**70), lambda: self.choice([0.1, 1e16, -0.0, 1.5, 1e-7, self.random()]),
            self.text, self.text, lambda: self.randbytes(self.randint(0, 12)), lambda: Markup(self.text()),
            lambda: uuid.UUID(int=self.getrandbits(128)),
            lambda: datetime(1, 1, 2, tzinfo=timezone.utc) + timedelta(seconds=self.randint(0, 315_000_000_000)),
            self.text,
        ][kind]()

    def value(self, is_tagged=True, depth=0):
        kind = self.random()
        if depth > 3 or kind < 0.55:
            return self.scalar(is_tagged)
        items = [self.value(is_tagged, depth + 1) for _ in range(self.randint(0, 4))]
        if kind < 0.7:
            return items
        if kind < 0.8 and is_tagged:
            return tuple(items)
        return {self.text(): item for item in items}

    def session(self):
        return {self.text(): self.value() for _ in range(self.randint(0, 5))}

    def key(self):
        return self.choice(["dev", "k" * 64, "k" * 65, "비밀 키", self.text() + "!", self.randbytes(24).hex()])

    def spoilt(self, text):
        """Most texts as they are, some changed."""
        if self.random() < 0.7:
            return text
        alphabet = list(".-_=+/ !AZaz09") + ["é"]
        return self.mutated(text, alphabet).replace("\x00", "").replace("\n", "")


class Comparison:
    """Random checks, and what differs."""

    def __init__(self, values):
        self.values = values
        self.cases = []
        self.checks = {}

    def add(self, case, check):
        """Adds a case and what its result must be: a value, or a function that judges it."""
        number = len(self.cases)
        self.cases.append({"id": number, "kind": "session", **case})
        self.checks[number] = check

    # Sessions

    def session(self):
        values = self.values
        secret, fallbacks = values.key(), [values.key() for _ in range(values.randint(0, 2))]
        CLOCK[0] = values.choice([0, 1, 255, 256, 2**31, 1_700_000_000, values.randint(0, 2**34)])
        session = values.session()
        app = Flask(__name__)
        app.secret_key, app.config["SECRET_KEY_FALLBACKS"] = secret, fallbacks
        with app.app_context():
            serializer = SecureCookieSessionInterface().get_signing_serializer(app)
            cookie = serializer.dumps(session)
            text = serializer.serializer.dumps(session)
        case = {"secret_key": secret, "fallbacks": fallbacks, "now": CLOCK[0]}
        now = CLOCK[0]

        def reads_the_same(result):
            CLOCK[0] = now
            got = result.get("cookie", "")
            return same_cookie(got, cookie) and serializer.loads(got, max_age=1) == serializer.loads(cookie)

        self.add({"op": "dumps", "session": typed(session), **case}, reads_the_same)
        self.add({"op": "tag_dumps", "value": typed(session)}, {"text": text})
        sent = values.spoilt(cookie)
        later = now + values.choice([0, 0, 1, 31 * 86_400, 31 * 86_400 + 1, -1])
        self.add({"op": "loads", "cookie": sent, **case, "now": later},
                 self.flask_loads(app, sent, later))

    def flask_loads(self, app, cookie, now):
        CLOCK[0] = now
        with warnings.catch_warnings(), app.test_request_context(headers={"Cookie": f"session={cookie}".encode().decode("latin1")}) as context:
            warnings.simplefilter("ignore")
            try:
                session = app.session_interface.open_session(app, context.request)
            except itsdangerous.BadData as error:
                return {"error": type(error).__name__}
            except Exception:
                return {"error": "invalid"}
            return {"session": typed(dict(session))}

    # Signers and serializers

    def signer(self):
        values = self.values
        options = {"salt": values.text() or "s", "key_derivation": values.choice(DERIVATIONS),
                   "digest": values.choice(DIGESTS), "sep": values.choice([".", ":", "::", "|", "é"])}
        keys = [values.key() for _ in range(values.randint(1, 3))]
        made = {"salt": options["salt"], "key_derivation": options["key_derivation"],
                "digest_method": getattr(hashlib, options["digest"]), "sep": options["sep"]}
        CLOCK[0] = values.randint(0, 2**33)
        value = values.text().encode()
        case = {"secret_key": keys, **options, "now": CLOCK[0]}
        for timed, cls in (("", itsdangerous.Signer), ("timestamp_", itsdangerous.TimestampSigner)):
            signer = cls(keys, **made)
            signed = signer.sign(value)
            self.add({"op": f"{timed}sign", "value": typed(value), **case}, {"signed": base64.b64encode(signed).decode()})
            sent = values.spoilt(signed.decode()).encode()
            limit = {"max_age": values.choice([0, 5, -1])} if timed and values.random() < 0.5 else {}
            later = CLOCK[0] + values.choice([0, 0, 5, 6, -1])
            self.add({"op": f"{timed}unsign", "signed": base64.b64encode(sent).decode(), **case, **limit, "now": later},
                     self.unsigned(signer, sent, limit, bool(timed), later))

    def unsigned(self, signer, sent, limit, is_timed, now):
        before, CLOCK[0] = CLOCK[0], now
        try:
            if not is_timed:
                return {"value": base64.b64encode(signer.unsign(sent)).decode()}
            value, date = signer.unsign(sent, return_timestamp=True, **limit)
            return {"value": base64.b64encode(value).decode(), "date_signed": int(date.timestamp())}
        except itsdangerous.BadSignature as error:
            return failure(error)
        except Exception:
            return {"error": "invalid"}
        finally:
            CLOCK[0] = before

    def serializer(self):
        values = self.values
        name, cls = values.choice([
            ("serializer", itsdangerous.Serializer), ("timed", itsdangerous.TimedSerializer),
            ("urlsafe", itsdangerous.URLSafeSerializer), ("urlsafe_timed", itsdangerous.URLSafeTimedSerializer)])
        secret, salt, value = values.key(), values.text() or "s", values.value(is_tagged=False)
        CLOCK[0] = values.randint(0, 2**33)
        serializer = cls(secret, salt=salt)
        signed = serializer.dumps(value)
        case = {"serializer": name, "secret_key": secret, "salt": salt, "now": CLOCK[0]}
        self.add({"op": "serializer_dumps", "value": typed(value), **case},
                 lambda result: same_cookie(result.get("signed", ""), signed) and same_json(serializer.loads(result["signed"]), value))
        sent = values.spoilt(signed)
        for op, call in (("serializer_loads", serializer.loads), ("serializer_loads_unsafe", serializer.loads_unsafe)):
            try:
                got = call(sent)
                want = {"value": typed(got)} if op == "serializer_loads" else {"valid": got[0], "value": typed(got[1])}
            except itsdangerous.BadData as error:
                want = failure(error)
            except Exception:
                want = {"error": "invalid"}
            self.add({"op": op, "signed": sent, **case}, want)

    # Passwords

    def password(self):
        values = self.values
        method = values.choice(["scrypt:512:8:1", "scrypt:2048:1:2", "pbkdf2:sha256:3", "pbkdf2:sha1:1",
                                "pbkdf2:sha512:2", "pbkdf2:sha3_256:2", "pbkdf2:blake2b:2"])
        salt, password = values.text().replace("$", ""), values.text()
        hashed, written = _hash_internal(method, salt, password)
        stored = values.spoilt(f"{written}${salt}${hashed}")
        if any(part.isdigit() and int(part) > 100_000 for part in stored.split("$")[0].split(":")):
            return  # as long as it takes
        try:
            want = {"value": check_password_hash(stored, password)}
        except Exception:
            want = {"error": "invalid"}
        self.add({"kind": "http", "fn": "check_password_hash", "args": {"hash": stored, "password": password}}, want)

    def differences(self, runner):
        results = tools.results(runner, self.cases)
        for case in self.cases:
            want, result = self.checks[case["id"]], results.get(case["id"], {}).get("result")
            if re.search(r"\\ud[89a-f]", repr(want)):
                continue  # half of a pair of surrogates, which text of Swift's cannot hold
            if isinstance(result, dict) and "error" in result and isinstance(want, dict) and want.get("error") == "invalid":
                continue
            if callable(want) and isinstance(result, dict) and want(result):
                continue
            if not callable(want) and same(want, result):
                continue
            yield case, want, result


def failure(error):
    """What a case says of an error of itsdangerous."""
    result = {"error": type(error).__name__}
    if isinstance(error, itsdangerous.BadTimeSignature):
        result["date_signed"] = error.date_signed and int(error.date_signed.timestamp())
    return result


def same(want, got):
    """Equality that minds neither the order of mappings nor which NaN it is."""
    if isinstance(want, dict) and isinstance(got, dict) and set(want) == {"$dict"} == set(got):
        def ordered(pairs):
            return sorted(([json.dumps(k), v] for k, v in pairs), key=lambda pair: pair[0])
        left, right = ordered(want["$dict"]), ordered(got["$dict"])
        return len(left) == len(right) and all(a[0] == b[0] and same(a[1], b[1]) for a, b in zip(left, right))
    if isinstance(want, dict) and isinstance(got, dict):
        return want.keys() == got.keys() and all(same(want[key], got[key]) for key in want)
    if isinstance(want, list) and isinstance(got, list):
        return len(want) == len(got) and all(map(same, want, got))
    return type(want) is type(got) and want == got


def same_json(left, right):
    return json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)


def same_cookie(got, want):
    """The same text, or the same content in another packing of zlib's."""
    if got == want:
        return True
    if not got.startswith(".") or not want.startswith("."):
        return False
    contents = [zlib.decompress(itsdangerous.base64_decode(text[1:].split(".")[0])) for text in (got, want)]
    return contents[0] == contents[1] and got.count(".") == want.count(".")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("runner")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--count", type=int, default=10_000, help="random values (10000)")
    arguments.add_argument("--show", type=int, default=10)
    options = arguments.parse_args()

    comparison = Comparison(Values(options.seed))
    for number in range(options.count):
        kinds = [comparison.session, comparison.signer, comparison.serializer]
        kinds[number % 3]()
        if number % 10 == 0:
            comparison.password()
    differences = list(comparison.differences(options.runner))
    for case, want, result in differences[:options.show]:
        print(f"DIFFERS {json.dumps(case, ensure_ascii=False)[:600]}\n  wanted {str(want)[:400]}\n  got    {str(result)[:400]}")
    print(f"{options.count} random values, {len(comparison.cases)} checks: {len(differences)} differ")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
