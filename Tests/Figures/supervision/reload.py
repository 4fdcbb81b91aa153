"""SIGHUP twice under load: all workers are replaced, and nobody notices."""

import os
import signal
import time

from common.script import Run
from supervision.clients import Clients
from supervision.server import serve, wait_until


def reload(run: Run) -> None:
    """Requests that fail while all workers are replaced, twice."""
    fixture = serve(run)
    pause = 0.3 if run.quick else 2.0
    with Clients(fixture.port) as clients:
        time.sleep(pause)
        seconds = []
        for number in (1, 2):
            os.kill(fixture.pid, signal.SIGHUP)
            seconds.append(
                wait_until(
                    lambda: fixture.log().count("all workers are new.") == number,  # noqa: B023
                    "all workers are new",
                )
            )
            time.sleep(pause)
    board = run.board
    board.note("two restarts under load: GET answered", clients.get.answered, "")
    board.equal("two restarts under load: GET failed", len(clients.get.failures), 0)
    board.note("two restarts under load: POST answered", clients.post.answered, "")
    board.note("two restarts under load: POST failed", len(clients.post.failures), "")
    board.note("two restarts under load: slowest GET", clients.get.slowest, "s")
    board.note("a restart of both workers", max(seconds), "s")
