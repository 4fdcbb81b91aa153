"""A client that takes a byte a second: it is cut off when its time is up."""

import select
import socket
import time
from contextlib import ExitStack

from common.fixture import Fixture
from common.records import connect
from common.script import Run
from harness.pages import request_for

DEADLINE = 1.0
"""Seconds that the fixture lets a web server take nothing of an answer; its default is 60."""


def slow(run: Run) -> None:
    """When the connection ends, seen by the one who reads slowly, and what is left of it."""
    fixture = Fixture(run.workspace, run.program, "bare", f"write={DEADLINE * 1000:.0f}")
    for kind, target in (("stream", "/download/stream/104857600"), ("file", "/download/file")):
        with (run.workspace.directory / "download.bin").open("wb") as file:
            file.truncate(100 << 20)
        before = fixture.sample()
        with ExitStack() as stack:
            connection = connect(fixture.socket, stack)
            begin = time.monotonic()
            connection.sendall(request_for(target))
            connection.recv(1)
            last = begin
            while time.monotonic() - begin < 20 * DEADLINE and not _is_cut(connection):
                # A byte a second, and a look each tenth of it.
                if time.monotonic() - last >= 1:
                    connection.recv(1)
                    last = time.monotonic()
                time.sleep(0.1)
            seconds = time.monotonic() - begin
            after = fixture.sample()
        run.board.below(f"a reader of 1 byte/s, {kind}: cut after", seconds, 5 * DEADLINE, "s")
        run.board.below(f"a reader of 1 byte/s, {kind}: memory", after.peak, 40, "MB")
        run.board.equal(
            f"a reader of 1 byte/s, {kind}: descriptors left",
            after.descriptors - before.descriptors, 0,
        )


def _is_cut(connection: socket.socket) -> bool:
    """Whether the other side has closed, though bytes that came before wait to be read."""
    watch = select.poll()
    watch.register(connection, 0)
    return bool(watch.poll(0))
