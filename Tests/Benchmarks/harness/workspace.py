"""A benchmark's temporary directory and processes; nothing of them outlives it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType, TracebackType
from typing import IO, Self

from harness.failure import BenchmarkError
from harness.machine import process_tree

START_SECONDS = 10
STOP_SECONDS = 5


class Workspace:
    """A directory under the system's temporary one and the processes started in it.

    Leaving the `with` block ends the processes, by SIGTERM and then SIGKILL to their ids, and
    removes the directory; also on Ctrl-C, SIGTERM and SIGHUP.
    """

    def __init__(self) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="dewar-bench-"))
        self.processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _leave)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for process in reversed(self.processes):
            stop(process)
        shutil.rmtree(self.directory, ignore_errors=True)

    def log(self, name: str) -> Path:
        """The file that takes what the process `name` prints."""
        return self.directory / f"{name}.log"

    def start(
        self,
        name: str,
        command: Sequence[str],
        *,
        stdin: int | IO[bytes] = subprocess.DEVNULL,
        cwd: Path | None = None,
    ) -> subprocess.Popen[bytes]:
        """Starts a process in a session of its own, so that Ctrl-C reaches this program alone."""
        with self.log(name).open("ab") as log:
            process = subprocess.Popen(
                command,
                stdin=stdin,
                stdout=log,
                stderr=log,
                cwd=cwd or self.directory,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        """Ends one process before the others."""
        stop(process)
        self.processes.remove(process)

    def wait_for_socket(self, name: str, process: subprocess.Popen[bytes], path: Path) -> None:
        """Waits until the unix socket at `path` takes connections."""
        self._wait(name, process, socket.AF_UNIX, str(path))

    def wait_for_port(self, name: str, process: subprocess.Popen[bytes], port: int) -> None:
        """Waits until the loopback port `port` takes connections."""
        self._wait(name, process, socket.AF_INET, ("127.0.0.1", port))

    def _wait(
        self,
        name: str,
        process: subprocess.Popen[bytes],
        family: socket.AddressFamily,
        address: str | tuple[str, int],
    ) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            with socket.socket(family) as probe:
                if probe.connect_ex(address) == 0:
                    return
            time.sleep(0.02)
        state = "ended at once" if process.poll() is not None else "takes no connections"
        tail = self.log(name).read_text(errors="replace")[-2000:]
        raise BenchmarkError(f"{name} {state}. Its log ends:\n{tail}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ends a process and what it has started: SIGTERM, and after a while SIGKILL."""
    if process.poll() is not None:
        return
    family = process_tree(process.pid)
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
        family = [pid for pid in family if process_tree(pid)]
    except subprocess.TimeoutExpired:
        arguments = process.args if isinstance(process.args, (list, tuple)) else [process.args]
        name = " ".join(map(str, arguments))
        print(f"Killed, for it did not end by SIGTERM: {name}", file=sys.stderr)
    for pid in family:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()


def _leave(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
