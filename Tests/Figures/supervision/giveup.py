"""Workers that end at their start: the master tries for a while, and says so when it gives up."""

import os
import time

from common.script import Run


def giveup(run: Run) -> None:
    """The attempts, how long they take, and what is left of it."""
    path = run.workspace.directory / "giveup.sock"
    command = [str(run.program.resolve()), "--bind", str(path), "--workers", "2"]
    os.environ["PROCESS_SERVER_FAILS"] = "7"
    try:
        begin = time.monotonic()
        process = run.workspace.start("giveup", command)
    finally:
        del os.environ["PROCESS_SERVER_FAILS"]
    status = process.wait(60)
    seconds = time.monotonic() - begin
    log = run.workspace.log("giveup").read_text()
    last = log.splitlines()[-1]
    run.board.equal("workers that fail: attempts", log.count("before it served."), 6)
    run.board.above("workers that fail: pauses between them", seconds, 0.7, "s")
    run.board.equal("workers that fail: status", status, 1)
    run.board.equal("workers that fail: lines that say why", log.count("gave up:"), 1)
    run.board.equal("workers that fail: it is the last", "gave up:" in last, True)
