"""One of two workers is killed under load."""

import os
import signal
import time

from common.script import Run
from supervision.clients import CONNECTIONS, Clients
from supervision.server import serve, serving, wait_until


def killed(run: Run) -> None:
    """Requests that fail with the worker, and how long it takes to have another one."""
    fixture = serve(run)
    victim = min(serving(fixture))
    with Clients(fixture.port) as clients:
        time.sleep(0.3 if run.quick else 2.0)
        begin = time.monotonic()
        os.kill(victim, signal.SIGKILL)
        seconds = wait_until(
            lambda: len(serving(fixture) - {victim}) == 2, "two workers serve again"
        )
        time.sleep(0.3 if run.quick else 2.0)
    failures = clients.get.failures + clients.post.failures
    # Each client has one request at a time, so no more than one each was with that worker.
    late = [when for when, _ in failures if when > begin + 0.1]
    board = run.board
    board.note("a worker killed: requests answered", clients.get.answered + clients.post.answered, "")
    board.below("a worker killed: requests failed", len(failures), CONNECTIONS + 1, "")
    board.equal("a worker killed: failed that came 0.1 s later", len(late), 0)
    board.below_unless(run.quick, "a worker killed: replaced after", seconds, 1.0, "s")
