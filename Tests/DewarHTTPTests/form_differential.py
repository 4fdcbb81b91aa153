#!/usr/bin/env python3
"""Holds Dewar's forms against Werkzeug's on random bodies.

    python3 form_differential.py RUNNER [--seed N] [--cases N] [--show N]

RUNNER is the built executable `conformance`. Werkzeug 3.1 must be installed. Bodies are
multipart and urlencoded, many of them broken, read in pieces of random sizes and under
random limits. The exit status is 1 when they differ anywhere.

A form does not depend on the pieces it is read in, so fields and files are compared
with what Werkzeug makes of the body in one piece. (Werkzeug 3.1.8 itself may keep a line
break, or lose a delimiter, where a piece ends within the delimiter's line.) Whether the
answer is 413 does depend on them, and is compared with Werkzeug in these very pieces,
unless it misread the body then.
"""
from __future__ import annotations

import argparse
import base64
import hashlib
import io
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import differential_tools as tools
from werkzeug.exceptions import HTTPException
from werkzeug.formparser import FormDataParser, MultiPartParser
from werkzeug.wrappers import Request

BREAKS = [b"\r\n"] * 12 + [b"\n"] * 3 + [b"\r"] * 3 + [b"\n\r", b"\r\r", b"\n\n", b""]
BLANKS = [b""] * 12 + [b" ", b"\t", b"  ", b"\x0b", b"\x0c", b" \t "]
TEXTS = [
    b"a", b"", b"1", b"text", b"-", b"--", b"---", b"\r", b"\n", b"\r\n", b"\r\n-", b"\r\n--", b"\n--bo",
    b"\r\n\r\n", b"=", b"&", b"\x00", b"\xff", b"\xc3", "é한글".encode(), b"\xed\xa0\x80", b"\xf0\x9f\x98",
    "\U0001f600".encode(), b"%41", b"a b", b"x" * 40, b"\xe2\x82", b" ", b"\t", b"zz\r\nzz",
]
NAMES = [
    "a", "b", "c", "f", "", "a b", "é", "한", "a[]", "a;b", 'q"q', "q\\q", "a%22b", "x\\\\y", "\u00a0n\u00a0", "n\u2003",
]
KEYS = ["name"] * 8 + ["filename"] * 6 + [
    "filename*", "name*", "filename*0", "filename*1", "filename*0*", "filename*1*", "NAME", "Filename", "na me",
    "name*0", "*", "*0", "**", "filename**", "x", "", "filename*01", "filename*a",
]
VALUES = [
    "a", '"a"', '"f.txt"', "f.txt", '""', '"', '"a', "'a'", '"a\\"b"', '"a\\\\"', '"a\\\\\\"b"', '"%22"', "%22", "a b",
    '"a;b"', '"a"b', "UTF-8''%ED%95%9C", "utf-8'en'a%20b", "UTF-8''%FF", "iso-8859-1''%E9%ff", "us-ascii''%E9a", "''b%41",
    "ascii''%41%", "latin9''%41", "utf-8''", "utf-8'a", '"utf-8\'\'%41"', "\xe9", "한", "é%41", '"é"', "%41", "a%zz",
    "utf-8''%22a%22", "utf-8''%22%5C%5C%22%22", "UTF-8''a'b'c", "iso-8859-1''é%E9", "", " a", "a=b", "C:\\x\\f.txt",
]
HEADER_NAMES = [
    b"Content-Disposition", b"content-disposition", b"CONTENT-DISPOSITION", b" Content-Disposition ",
    b"Content-Disposition\t",
]
TYPES = [
    b"text/plain", b"text/html; charset=utf-8", b"text/plain; charset=ISO-8859-1", b"text/plain; charset=ascii",
    b"TEXT/Plain;charset=\"us-ascii\"", b"text/plain; charset=latin1", b"", b";charset=ascii", b"image/png",
    "téxt/plain".encode(), b"\xff/plain", b"application/X; a=b; charset*=utf-8''iso-8859-1",
]
BOUNDARIES = ["bound", "b", "-", "--", "----WebKitFormBoundaryABC123xyz", "a b", "a'b", "[x].*", "bound-", "\\d", "x" * 70]
URL_PIECES = [
    b"a", b"b", b"=", b"=", b"&", b"&", b"+", b"%", b"%4", b"%41", b"%2B", b"%ED%95%9C", b"%ff", b"%C3", b"%C3%28", b";",
    "한".encode(), "é".encode(), b"%zz", b" ", b"\r\n", b"%00", b"%E2%82", b"%F0%9F%98%80", b"x" * 30, b"==", b"&&", b"%ED%A0%80",
]


class Random(tools.Random):
    def maybe(self, share):
        return self.random() < share

    def disposition(self):
        if self.maybe(0.6):
            text = f'form-data; name="{self.choice(NAMES)}"'
            if self.maybe(0.4):
                text += f'; filename="{self.choice(NAMES)}.txt"'
        else:
            text = self.choice(["form-data", "form-data", "attachment", "", " form-data "])
            for _ in range(self.randint(0, 5)):
                text += self.choice(["; ", ";", " ; ", ";;", ";\u00a0", "; x;"])
                text += self.choice(KEYS) + self.choice(["=", "=", "=", "=", " = ", ""]) + self.choice(VALUES)
        return text.encode("utf-8")

    def header(self, newline):
        kind = self.random()
        if kind < 0.85:
            line = self.choice(HEADER_NAMES[:2] if self.maybe(0.9) else HEADER_NAMES) + b": " + self.disposition()
        elif kind < 0.93:
            line = self.choice([b"Content-Type", b"content-type"]) + b": " + self.choice(TYPES)
        elif kind < 0.98:
            line = self.choice([b"X", b"Content-Length", b"", b"\xc3\xa9"]) + self.choice([b":", b": ", b""]) + self.choice(
                TEXTS)
        else:
            line = b"".join(self.some(TEXTS, 0, 3))
        if self.maybe(0.06):
            at = self.randint(0, len(line))
            line = line[:at] + self.choice([newline, b"\n", b"\r"]) + self.choice([b" ", b"\t", b"  "]) + line[at:]
        return line

    def part(self, delimiter):
        newline = self.choice([b"\r\n"] * 6 + [b"\n", b"\r"])
        lines = [self.header(newline) for _ in range(self.choice([1] * 12 + [2] * 6 + [3, 3, 0]))]
        part = delimiter + self.choice(BLANKS) + (newline if self.maybe(0.96) else self.choice(BREAKS))
        part += newline.join(lines) + newline + (newline if self.maybe(0.98) else self.choice(BREAKS))
        for _ in range(self.choice([0, 1, 1, 2, 4, 8])):
            part += self.choice(TEXTS) if self.maybe(0.9) else delimiter[: self.randint(0, len(delimiter))]
        return part + (newline if self.maybe(0.95) else self.choice(BREAKS))

    def multipart(self):
        boundary = self.choice(BOUNDARIES)
        delimiter = b"--" + boundary.encode()
        body = b"".join(self.some(TEXTS + [b"\r\n"] * 6, 0, 2)) if self.maybe(0.15) else b""
        for _ in range(self.choice([1, 1, 2, 2, 3, 5, 0])):
            body += self.part(delimiter)
        if self.maybe(0.93):
            body += delimiter + b"--" + self.choice(BLANKS) + self.choice(BREAKS)
        if self.maybe(0.1):
            body += b"".join(self.some(TEXTS, 1, 4))
        if self.maybe(0.15):
            body = self.spoilt(body)
        quoted = f'"{boundary}"' if self.maybe(0.5) or not boundary.isalnum() and self.maybe(0.95) else boundary
        kind = self.choice(["multipart/form-data"] * 20 + ["Multipart/Form-Data", "multipart/mixed", "multipart/form-data ;"])
        return kind + self.choice(["; boundary=", ";boundary=", "; charset=utf-8; boundary="]) + quoted, body

    def spoilt(self, body):
        for _ in range(self.randint(1, 3)):
            at = self.randint(0, len(body))
            kind = self.randint(0, 3)
            if kind == 0:
                body = body[:at] + self.choice(TEXTS) + body[at:]
            elif kind == 1:
                body = body[:at] + body[at + self.randint(1, 4):]
            elif kind == 2:
                body = body[:at]
            else:
                body = body[:at] + self.choice([b"\r", b"\n", b"-", b" "]) + body[at + 1:]
        return body

    def urlencoded(self):
        kind = self.choice(["application/x-www-form-urlencoded"] * 8 + [
            "application/x-www-form-urlencoded; charset=utf-8", "APPLICATION/X-WWW-FORM-URLENCODED", "text/plain"])
        body = b"".join(self.some(URL_PIECES, 0, 12))
        return kind, body + (self.choice([b"\xff", b"\xc3"]) if self.maybe(0.05) else b"")

    def case(self, number):
        content_type, body = self.multipart() if self.maybe(0.85) else self.urlencoded()
        case = {"id": f"random/{number}", "kind": "form", "group": "random", "content_type": content_type,
                "body_b64": base64.b64encode(body).decode()}
        if self.maybe(0.7):
            case["chunk_size"] = self.choice([1, 2, 3, 5, 7, 8, 13, 16, 29, 64, 100, 1000])
        if self.maybe(0.3):
            case["limits"] = {}
            if self.maybe(0.7):
                case["limits"]["max_form_memory_size"] = self.choice([0, 1, 5, 16, 20, 50, 60, 80, 120, 250, 600, None])
            if self.maybe(0.3):
                case["limits"]["max_form_parts"] = self.choice([0, 1, 2, 3, None])
            if self.maybe(0.15):
                case["limits"]["max_content_length"] = max(0, len(body) + self.randint(-2, 2))
        if self.maybe(0.05):
            case["content_length"] = self.choice([None, 0, max(0, len(body) + self.randint(-3, 3))])
        return case


def read(case, piece, limits):
    """What Werkzeug reads, in pieces of one size."""
    class Parser(FormDataParser):
        def _parse_multipart(self, stream, mimetype, content_length, options):
            boundary = options.get("boundary", "").encode("ascii")
            if not boundary:
                raise ValueError("Missing boundary")
            parser = MultiPartParser(
                stream_factory=self.stream_factory, max_form_memory_size=self.max_form_memory_size,
                cls=self.cls, buffer_size=piece, max_form_parts=self.max_form_parts)
            form, files = parser.parse(stream, boundary, content_length)
            return stream, form, files

    body = base64.b64decode(case["body_b64"])
    environ = {"REQUEST_METHOD": "POST", "wsgi.input": io.BytesIO(body), "wsgi.url_scheme": "http",
               "SERVER_NAME": "localhost", "SERVER_PORT": "80", "CONTENT_TYPE": case["content_type"]}
    length = case.get("content_length", len(body))
    if length is not None:
        environ["CONTENT_LENGTH"] = str(length)
    request = Request(environ)
    request.form_data_parser_class = Parser
    request.max_content_length = limits.get("max_content_length")
    request.max_form_memory_size = limits.get("max_form_memory_size", 500_000)
    request.max_form_parts = limits.get("max_form_parts", 1000)
    try:
        fields = [[name, text(value)] for name, value in request.form.items(multi=True)]
        files = [file(storage) for _, storage in request.files.items(multi=True)]
        rest = request.data
    except HTTPException as error:
        return {"error": error.code}
    result = {"fields": fields, "files": files}
    is_form = request.mimetype in ("multipart/form-data", "application/x-www-form-urlencoded")
    # A form that failed in an early piece leaves later ones unread; in one piece none is left.
    if rest and (not is_form or len(rest) == min(len(body), length or 0)):
        result["data"] = digest(rest)
    return result


def text(value):
    encoded = value.encode("utf-8")
    return value if len(encoded) <= 2000 else digest(encoded)


def digest(data):
    return {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def file(storage):
    return {"name": storage.name, "filename": storage.filename, "content_type": storage.content_type,
            "mimetype": storage.mimetype, "headers": [list(pair) for pair in storage.headers],
            **digest(storage.stream.read())}


def expected(case):
    """What Dewar must answer; None where Werkzeug's own reading says nothing about limits."""
    limits = case.get("limits", {})
    free = {name: None for name in ("max_form_memory_size", "max_form_parts", "max_content_length")}
    whole = read(case, 10**9, free)
    if not limits:
        return whole
    piece = case.get("chunk_size", 65536)
    pieces = read(case, piece, free)
    limited = read(case, piece, limits)
    if pieces != whole:
        return None
    return limited if limited == {"error": 413} else whole


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("runner")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=10)
    parser.add_argument("--cases", type=int, default=20_000)
    args = parser.parse_args()
    rng = Random(args.seed)
    cases = [rng.case(number) for number in range(args.cases)]
    results = tools.results(args.runner, cases)
    differing = forms = refused = undecided = 0
    for case in cases:
        want = expected(case)
        if want is None:
            undecided += 1
            continue
        got = results.get(case["id"], {})
        forms += bool(want.get("fields") or want.get("files"))
        refused += "error" in want
        if got.get("result") == want:
            continue
        differing += 1
        if args.show > 0:
            args.show -= 1
            print(json.dumps({name: value for name, value in case.items() if name not in ("kind", "group", "body_b64")}))
            print("   body  ", base64.b64decode(case["body_b64"]))
            print("   wanted", json.dumps(want, ensure_ascii=False))
            print("   got   ", json.dumps(got.get("result", got), ensure_ascii=False))
    print(f"{len(cases)} bodies ({forms} with a form in them, {refused} refused, {undecided} without a limit to"
          f" compare), {differing} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
