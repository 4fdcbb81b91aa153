"""The disk that has the log is full: requests are answered all the same."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from common.script import Run
from supervision.clients import Clients
from supervision.server import serve, serving


def disk(run: Run) -> None:
    """Requests that fail while every one of them writes a line that finds no room."""
    with _small_disk(run) as log:
        fixture = serve(run, "--log-file", str(log))
        before = serving(fixture)
        with Clients(fixture.port, path="/print/" + "x" * 500) as clients:
            time.sleep(0.5 if run.quick else 3.0)
        failures = clients.get.failures + clients.post.failures
        run.board.note("a full disk: requests answered", clients.get.answered, "")
        run.board.equal("a full disk: requests failed", len(failures), 0)
        run.board.equal("a full disk: the same workers", serving(fixture) == before, True)
        fixture.stop()


@contextmanager
def _small_disk(run: Run) -> Iterator[Path]:
    """A file on a disk of 64 KiB, or, for those who may not mount one, one that takes nothing."""
    folder = run.workspace.directory / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    is_mounted = os.geteuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0
    try:
        yield folder / "log" if is_mounted else Path("/dev/full")
    finally:
        if is_mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)
