"""A gigabyte in and a gigabyte out: the server's memory, and how fast it goes."""

import zlib
from collections.abc import Iterator

from common.fixture import BUFFERED, STREAMING, Fixture
from common.http import Transfer, exchange
from common.script import Run

PIECE = bytes((i * 31 + i // 256) % 256 for i in range(65_536))
"""What the server repeats in a download, and this program in an upload."""

LIMIT = 40


def bodies(run: Run) -> None:
    """Uploads and downloads with and without nginx's own buffers."""
    pieces = 160 if run.quick else 16_384
    fixture = Fixture(run.workspace, run.program)
    for host in (STREAMING, BUFFERED):
        _upload(run, fixture, host, pieces)
    length, crc = len(PIECE) * pieces, 0
    for _ in range(pieces):
        crc = zlib.crc32(PIECE, crc)
    with (run.workspace.directory / "download.bin").open("wb") as file:
        for _ in range(pieces):
            file.write(PIECE)
    for kind, target in (("stream", f"stream/{length}"), ("file", "file")):
        for host in (STREAMING, BUFFERED):
            _download(run, fixture, host, kind, f"/download/{target}", (length, crc))


def _upload(run: Run, fixture: Fixture, host: str, pieces: int) -> None:
    length = len(PIECE) * pieces
    fixture.forget_peak()
    before = fixture.sample()
    upload = exchange(
        fixture.port, host, "POST", "/upload", body=_body(pieces), length=length
    )
    wanted = f"200 {length} {sum(PIECE) * pieces}"
    name = f"upload of {length >> 20} MiB, nginx {host}"
    run.board.equal(f"{name}: lost or changed", _difference(upload, wanted), "nothing")
    _costs(run, fixture, name, before.cpu, length, upload.seconds)


def _difference(upload: Transfer, wanted: str) -> str:
    found = f"{upload.status} {upload.body.decode(errors='replace')}"
    return "nothing" if found == wanted else found[:60]


def _body(pieces: int) -> Iterator[bytes]:
    block = PIECE * 4
    whole, rest = divmod(pieces, 4)
    for _ in range(whole):
        yield block
    for _ in range(rest):
        yield PIECE


def _download(
    run: Run, fixture: Fixture, host: str, kind: str, target: str, wanted: tuple[int, int]
) -> None:
    fixture.forget_peak()
    before = fixture.sample()
    download = exchange(fixture.port, host, "GET", target, checked=True)
    name = f"download of a {kind}, nginx {host}"
    is_whole = (download.status, download.length, download.crc) == (200, *wanted)
    run.board.equal(f"{name}: whole", is_whole, True)
    _costs(run, fixture, name, before.cpu, wanted[0], download.seconds)


def _costs(
    run: Run, fixture: Fixture, name: str, cpu: float, length: int, seconds: float
) -> None:
    after = fixture.sample()
    run.board.below(f"{name}: memory", after.peak, LIMIT, "MB")
    run.board.note(f"{name}: speed", length / 1e6 / seconds, "MB/s")
    run.board.note(f"{name}: processor time", (after.cpu - cpu) / (length / 1e9) * 1000, "ms/GB")
