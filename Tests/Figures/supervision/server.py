"""The server of these figures: a master with two workers on a socket of its own."""

import json
import time
from collections.abc import Callable

from common.fixture import Fixture
from common.script import Run
from harness.failure import BenchmarkError
from supervision.clients import get

STATUS = ("--status-path", "/status")


def serve(run: Run, *options: str, workers: int = 2) -> Fixture:
    """Starts it behind nginx, with a status page."""
    arguments = ("--bind", "{socket}", "--workers", str(workers), *STATUS, *options)
    return Fixture(run.workspace, run.program, *arguments, spawned=False)


def workers(fixture: Fixture) -> set[int]:
    """The processes that serve, as the status page says."""
    report = json.loads(get(fixture.port, "/status?json"))
    return {worker["process"] for worker in report["workers"] if worker["state"] == "serving"}


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 20) -> float:
    """Waits until something is so, and gives how long that took."""
    begin = time.monotonic()
    while not condition():
        if time.monotonic() - begin > seconds:
            raise BenchmarkError(f"Not within {seconds:.0f} s: {what}.")
        time.sleep(0.01)
    return time.monotonic() - begin
