"""SIGTERM with requests in flight: all of them are answered."""

import os
import signal
import threading
import time

from common.script import Run
from supervision.clients import CONNECTIONS, get
from supervision.server import serve, wait_until

GRACEFUL = 10


def stop(run: Run) -> None:
    """Answers that come after SIGTERM, and how long the end takes."""
    fixture = serve(run, "--graceful-timeout", str(GRACEFUL))
    milliseconds = 500 if run.quick else 2000
    answers: list[bytes] = []

    def ask() -> None:
        try:
            answers.append(get(fixture.port, f"/wait/{milliseconds}"))
        except OSError as error:
            answers.append(repr(error).encode())

    threads = [threading.Thread(target=ask, daemon=True) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    wait_until(
        lambda: f"running requests: {CONNECTIONS + 1}\n".encode() in get(fixture.port, "/status"),
        "all requests are in flight",
    )
    begin = time.monotonic()
    os.kill(fixture.pid, signal.SIGTERM)
    status = fixture.process.wait(GRACEFUL + 10)
    seconds = time.monotonic() - begin
    for thread in threads:
        thread.join(10)
    run.board.equal("SIGTERM: in flight answered", answers.count(b"waited"), CONNECTIONS)
    run.board.below("SIGTERM: the end", seconds, GRACEFUL, "s")
    run.board.equal("SIGTERM: status", status, 0)
