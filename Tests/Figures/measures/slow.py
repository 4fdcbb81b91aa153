"""A client that takes a byte a second: it is cut off when its time is up."""

import select
import socket
import time
from contextlib import ExitStack, suppress

from common.fixture import Fixture
from common.records import connect
from common.script import Run
from harness.pages import request_for

PATIENCE = 20.0
"""Seconds after which it will never be cut off."""


def slow(run: Run) -> None:
    """When the connection ends, seen by the one who reads slowly, and what is left of it."""
    # Seconds that a web server may take nothing of an answer; the default is 60.
    deadline = 0.3 if run.quick else 2.0
    fixture = Fixture(run.workspace, run.program, "bare", f"write={deadline * 1000:.0f}")
    with (run.workspace.directory / "download.bin").open("wb") as file:
        file.truncate(100 << 20)
    stream, file_ = "/download/stream/104857600", "/download/file"
    for kind, target in (("stream", stream), ("file", file_), ("stream, sends", stream)):
        before = fixture.sample()
        with ExitStack() as stack:
            connection = connect(fixture.socket, stack)
            begin = time.monotonic()
            connection.sendall(request_for(target))
            connection.recv(1)
            last = begin
            while not (is_cut := _is_cut(connection)) and time.monotonic() - begin < PATIENCE:
                # A byte a second, and twenty looks meanwhile.
                if time.monotonic() - last >= 1:
                    connection.recv(1)
                    last = time.monotonic()
                if kind.endswith("sends"):
                    _send_nothing(connection)
                time.sleep(0.05)
            seconds = time.monotonic() - begin
            after = fixture.sample()
        name = f"a reader of 1 byte/s, {kind}"
        run.board.equal(f"{name}: cut off", is_cut, True)
        run.board.below_unless(run.quick, f"{name}: after", seconds, 2 * deadline, "s")
        run.board.below(f"{name}: memory", after.peak, 40, "MB")
        left = fixture.descriptors(before.descriptors) - before.descriptors
        run.board.equal(f"{name}: descriptors left", left, 0)


def _is_cut(connection: socket.socket) -> bool:
    """Whether the other side has closed, though bytes that came before wait to be read."""
    watch = select.poll()
    watch.register(connection, 0)
    return bool(watch.poll(0))


def _send_nothing(connection: socket.socket) -> None:
    """Sends an empty record of a request that there is not: ignored, and an event all the same."""
    with suppress(BlockingIOError, BrokenPipeError, ConnectionResetError):
        connection.send(bytes([1, 5, 0, 99, 0, 0, 0, 0]), socket.MSG_DONTWAIT)
