"""Queries, headers and forms, against Werkzeug in the same run; and a file of 1 GB.

Both sides get the same bytes and take turns. The exit code is 1 when a goal is missed.
"""

import io
import os
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from harness import packages
from harness.command_line import existing_program, parser, positive, progress, run_benchmark
from harness.functions import HEADS, Comparison, Dewar, build_dewar
from harness.table import print_table, write_json
from harness.workspace import Workspace

QUERY = "q=swift+web+framework&page=2&per_page=50&sort=newest&tag=http&tag=routing&name=%ED%95%9C%EA%B8%80"
COOKIE = "session=eyJ1c2VyX2lkIjo0Mn0.ZxY1aA.c2lnbmF0dXJl; theme=dark; lang=ko-KR; _ga=GA1.2.1234567.890"
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
DATE = "Sun, 06 Nov 1994 08:49:37 GMT"
BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gWy"
CONTENT_TYPE = f"multipart/form-data; boundary={BOUNDARY}"
FILE_HEAD = (
    'Content-Disposition: form-data; name="f"; filename="large.bin"\r\n'
    "Content-Type: application/octet-stream\r\n\r\n"
)


def main() -> int:
    """Measures and prints; 1 when a goal is missed."""
    line = parser("http-parsing", __doc__)
    line.add_argument("--rounds", type=positive, default=9, help="rounds (9)")
    line.add_argument("--megabytes", type=positive, default=1_000, help="size of the file (1000)")
    line.add_argument("--file-rounds", type=positive, default=7, help="rounds of the file (7)")
    line.add_argument("--program", type=existing_program, help="a built DewarBenchmark")
    options = line.parse_args()
    packages.use_werkzeug()

    with Workspace() as workspace:
        program = options.program or build_dewar()
        dewar = Dewar(workspace, program)
        comparisons = _comparisons()
        for number in range(options.rounds):
            progress(f"round {number + 1} of {options.rounds}")
            for each in comparisons:
                each.take_turns(dewar)
        uploads = [
            Upload(workspace, program, options.megabytes, to_disk) for to_disk in (False, True)
        ]
        for number in range(options.file_rounds):
            progress(f"round {number + 1} of {options.file_rounds} of the file")
            for upload in uploads:
                upload.take_turns(number)

    print_table("HTTP: time of one call, median of the rounds", HEADS,
                [each.row for each in comparisons])
    heads = ("", "Dewar GB/s", "Werkzeug GB/s", "ratio", "memory beside 1 MB", "goal", "")
    title = f"A file of {options.megabytes:,} MB: median of the rounds"
    print_table(title, heads, [each.row for each in uploads])
    results = [*comparisons, *uploads]
    write_json(options.json, [each.to_json() for each in results])
    return 0 if all(each.is_met for each in results) else 1


def _comparisons() -> list[Comparison]:
    from urllib.parse import parse_qsl

    from werkzeug.datastructures import ImmutableMultiDict, MIMEAccept
    from werkzeug.formparser import parse_form_data
    from werkzeug.http import parse_accept_header, parse_cookie, parse_date

    def query() -> Any:
        pairs = parse_qsl(QUERY, keep_blank_values=True, errors="werkzeug.url_quote")
        return ImmutableMultiDict(pairs)

    form = _form()

    def fields() -> Any:
        return parse_form_data({
            "wsgi.input": io.BytesIO(form), "CONTENT_TYPE": CONTENT_TYPE,
            "CONTENT_LENGTH": str(len(form)), "REQUEST_METHOD": "POST",
        })[1]

    accept = parse_accept_header(ACCEPT, MIMEAccept)
    date = parse_date(DATE)
    assert date is not None
    return [
        Comparison("a query of 7 pairs", {"name": "query", "text": QUERY}, query,
                   "&".join(value for _, value in query().items(multi=True)), 15),
        Comparison("a Cookie header of 4", {"name": "cookie", "text": COOKIE},
                   lambda: parse_cookie(COOKIE), "&".join(parse_cookie(COOKIE).values()), 15),
        Comparison("an Accept header of 6", {"name": "accept", "text": ACCEPT},
                   lambda: parse_accept_header(ACCEPT, MIMEAccept), ",".join(accept.values()), 15),
        Comparison("a date", {"name": "date", "text": DATE}, lambda: parse_date(DATE),
                   str(int(date.timestamp())), 15),
        Comparison("a multipart form of 10 fields",
                   {"name": "form", "body": form.decode(), "content_type": CONTENT_TYPE}, fields,
                   str(list(fields().values())).replace("'", '"'), 10, count=500, factor=10),
    ]


def _form() -> bytes:
    """Ten fields as a browser sends them."""
    body = b""
    for index in range(10):
        body += (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="field{index}"\r\n\r\n'
            f"the value of field {index}, a line of text\r\n"
        ).encode()
    return body + f"--{BOUNDARY}--\r\n".encode()


class Upload:
    """A large file, read to nowhere or to disk, by both sides in turns."""

    def __init__(self, workspace: Workspace, program: Path, megabytes: int, to_disk: bool) -> None:
        self.title = "to a temporary file" if to_disk else "to nowhere"
        self.workspace = workspace
        self.program = program
        self.folder = workspace.directory if to_disk else None
        self.order = {"name": "upload", "boundary": BOUNDARY, "head": FILE_HEAD, "count": 1}
        if self.folder is not None:
            self.order["folder"] = str(self.folder)
        self.chunk = os.urandom(65_536)
        self.chunk_count = megabytes * 1_000_000 // len(self.chunk)
        self.count = self.chunk_count * len(self.chunk)
        self.megabytes = megabytes
        self.rates: list[float] = []
        self.other_rates: list[float] = []
        self.growths: list[float] = []
        """How much more memory the large file took than a small one, in MB."""

    def take_turns(self, number: int) -> None:
        """One round: each side is first in every other one."""
        sides = [self._take_dewars_turn, self._take_werkzeugs_turn]
        for turn in sides if number % 2 else reversed(sides):
            self._warm_up()
            turn()

    def _take_dewars_turn(self) -> None:
        small, _ = self._dewar(1)
        large, nanoseconds = self._dewar(self.megabytes)
        self.growths.append(large - small)
        self.rates.append(self.count / nanoseconds)

    def _dewar(self, megabytes: int) -> tuple[float, float]:
        """The most memory that a process of its own takes, in MB, and its time."""
        dewar = Dewar(self.workspace, self.program)
        answer = dewar.ask({**self.order, "megabytes": megabytes})
        count = megabytes * 1_000_000 // len(self.chunk) * len(self.chunk)
        assert answer["check"] == str(count), answer
        memory = dewar.peak_memory
        dewar.end()
        return memory, answer["ns"]

    def _take_werkzeugs_turn(self) -> None:
        from werkzeug.formparser import MultiPartParser, default_stream_factory

        tempfile.tempdir = str(self.folder)
        factory = default_stream_factory if self.folder else lambda *_, **__: Nowhere()
        body = Body(self.chunk, self.chunk_count)
        start = time.perf_counter_ns()
        result = MultiPartParser(factory).parse(body, BOUNDARY.encode(), None)  # type: ignore[arg-type]
        # The file is closed in time, as Dewar's is.
        del result
        self.other_rates.append(self.count / (time.perf_counter_ns() - start))

    def _warm_up(self) -> None:
        """Writes a file as large, unmeasured, and removes it.

        Memory that was not in use for long is slow at first, most of all in a virtual machine: who
        came first would give the other its page cache.
        """
        if self.folder is None:
            return
        os.sync()
        with tempfile.TemporaryFile(dir=self.folder, buffering=0) as file:
            for _ in range(self.chunk_count):
                file.write(self.chunk)

    @property
    def ratio(self) -> float:
        """The median of the rounds' ratios."""
        pairs = zip(self.rates, self.other_rates, strict=True)
        return median([ours / theirs for ours, theirs in pairs])

    @property
    def is_met(self) -> bool:
        """1 GB/s to nowhere, no slower than Werkzeug to disk, in constant memory."""
        is_fast = self.ratio >= 1.0 if self.folder else median(self.rates) >= 1.0
        return is_fast and median(self.growths) < 1.0

    @property
    def row(self) -> list[str]:
        """Its cells in the table."""
        goal = ">= Werkzeug" if self.folder else ">= 1 GB/s"
        return [
            self.title, f"{median(self.rates):.2f}", f"{median(self.other_rates):.2f}",
            f"{self.ratio:.2f}x", f"{median(self.growths):+.1f} MB", f"{goal}, < 1 MB",
            "met" if self.is_met else "MISSED",
        ]

    def to_json(self) -> dict[str, object]:
        """Its figures with every round."""
        return {
            "title": self.title, "dewar_gb_per_second": self.rates,
            "werkzeug_gb_per_second": self.other_rates, "memory_growth_mb": self.growths,
        }


class Body:
    """A stream of one part of many chunks, which are all the same."""

    def __init__(self, chunk: bytes, count: int) -> None:
        self.pieces = [f"--{BOUNDARY}\r\n{FILE_HEAD}".encode(), *[chunk] * count,
                       f"\r\n--{BOUNDARY}--\r\n".encode()]
        self.pieces.reverse()

    def read(self, _size: int) -> bytes:
        """The next chunk."""
        return self.pieces.pop() if self.pieces else b""


class Nowhere:
    """A file that keeps nothing."""

    def write(self, data: bytes) -> int:
        """Drops the bytes."""
        return len(data)

    def seek(self, _position: int) -> None:
        """Does nothing."""


if __name__ == "__main__":
    run_benchmark(main)
