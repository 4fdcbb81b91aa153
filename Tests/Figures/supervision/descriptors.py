"""A worker without descriptors: the other one takes its connections, and it recovers."""

import os
import subprocess
import time
from contextlib import ExitStack

from common.script import Run
from supervision.clients import Clients
from supervision.server import answering, serve, serving


def descriptors(run: Run) -> None:
    """Requests that fail while one of two workers can open nothing."""
    # nginx keeps one connection for each of its workers: nearly every request needs a new one.
    fixture = serve(run, keepalive=1)
    victim = min(serving(fixture))
    pause = 0.5 if run.quick else 3.0
    with Clients(fixture.port) as clients:
        time.sleep(pause / 2)
        _limit(victim, _room(victim))
        time.sleep(pause)
        _limit(victim, 1024)
        time.sleep(pause / 2)
    failures = clients.get.failures + clients.post.failures
    run.board.note("no descriptors: slowest GET", clients.get.slowest, "s")
    run.board.equal("no descriptors: requests failed", len(failures), 0)
    # Now it is the other one's turn: when it can take no more, the first answers who connects anew.
    (other,) = serving(fixture) - {victim}
    _limit(other, _room(other))
    with ExitStack() as stack:
        found = any(answering(fixture, stack) == victim for _ in range(64))
    run.board.equal("no descriptors: who had none answers again", found, True)


def _room(process: int) -> int:
    """A limit beyond the descriptors that a process has, and not far beyond."""
    return max(int(name) for name in os.listdir(f"/proc/{process}/fd")) + 1


def _limit(process: int, count: int) -> None:
    subprocess.run(["prlimit", "--pid", str(process), f"--nofile={count}:4096"], check=True)
