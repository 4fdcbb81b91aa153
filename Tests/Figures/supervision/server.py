"""The server of these figures: a master with two workers on a socket of its own."""

import json
import re
import time
from collections.abc import Callable
from contextlib import ExitStack

from common.fixture import Fixture
from common.records import connect
from common.script import Run
from harness.failure import BenchmarkError
from harness.pages import request_for
from supervision.clients import get

STATUS = ("--status-path", "/status")


def serve(run: Run, *options: str, workers: int = 2, keepalive: int = 64) -> Fixture:
    """Starts it behind nginx, with a status page, and waits until all workers serve."""
    arguments = ("--bind", "{socket}", "--workers", str(workers), *STATUS, *options)
    fixture = Fixture(run.workspace, run.program, *arguments, spawned=False, keepalive=keepalive)
    wait_until(lambda: len(serving(fixture)) == workers, "all workers serve")
    return fixture


def serving(fixture: Fixture) -> set[int]:
    """The processes that serve, as the status page says."""
    report = json.loads(get(fixture.port, "/status?json"))
    return {worker["process"] for worker in report["workers"] if worker["state"] == "serving"}


def answering(fixture: Fixture, stack: ExitStack) -> int:
    """The process that answers over a new connection without nginx, open until `stack` ends."""
    connection = connect(fixture.socket, stack)
    connection.sendall(request_for("/pid"))
    # One record: its header, the head of the answer, a number.
    answer = connection.recv(4096)
    return int(re.search(rb"\r\n\r\n([0-9]+)", answer)[1])  # type: ignore[index]


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 20) -> float:
    """Waits until something is so, and gives how long that took."""
    begin = time.monotonic()
    while not condition():
        if time.monotonic() - begin > seconds:
            raise BenchmarkError(f"Not within {seconds:.0f} s: {what}.")
        time.sleep(0.01)
    return time.monotonic() - begin
