"""How long a start takes, with and without a master, and what a master costs."""

import time

from common.fixture import Fixture, sample
from common.script import Run
from supervision.clients import get


def start(run: Run) -> None:
    """From the start to the first answer, and the memory of the processes."""
    for count in (0, 1, 2):
        name = f"start-{count}"
        path = run.workspace.directory / f"{name}.sock"
        begin = time.monotonic()
        fixture = Fixture(
            run.workspace, run.program, "--bind", "{socket}", "--workers", str(count),
            name=name, spawned=False,
        )  # fmt: skip
        worker = int(get(fixture.port, "/pid"))
        seconds = time.monotonic() - begin
        run.board.note(f"{count} workers: first answer, nginx's start included", seconds, "s")
        if count:
            run.board.note(f"{count} workers: memory of the master", sample(fixture.pid).rss, "MB")
        run.board.note(f"{count} workers: memory of one that serves", sample(worker).rss, "MB")
        fixture.stop()
        path.unlink(missing_ok=True)
