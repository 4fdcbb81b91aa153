"""A worker without descriptors: the other one takes its connections, and it recovers."""

import os
import subprocess
import time

from common.script import Run
from supervision.clients import Clients, get
from supervision.server import serve, wait_until, workers


def descriptors(run: Run) -> None:
    """Requests that fail while one of two workers can open nothing."""
    # Without kept connections to the worker: each request needs a descriptor.
    fixture = serve(run)
    victim = min(workers(fixture))
    pause = 0.5 if run.quick else 3.0
    with Clients(fixture.port) as clients:
        time.sleep(pause / 2)
        _limit(victim, len(os.listdir(f"/proc/{victim}/fd")))
        # nginx connects anew after each restart of its own connections.
        os.kill(fixture.nginx.pid, 1)
        time.sleep(pause)
        _limit(victim, 1024)
        time.sleep(pause / 2)
    failures = clients.get.failures + clients.post.failures
    run.board.note("no descriptors: slowest GET", clients.get.slowest, "s")
    run.board.equal("no descriptors: requests failed", len(failures), 0)
    seconds = wait_until(
        lambda: int(get(fixture.port, "/pid")) == victim, "the worker answers again", 30
    )
    run.board.note("no descriptors: answers again after", seconds, "s")


def _limit(process: int, count: int) -> None:
    subprocess.run(["prlimit", "--pid", str(process), f"--nofile={count}:4096"], check=True)
