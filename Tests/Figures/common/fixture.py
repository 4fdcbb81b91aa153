"""A program under test behind a private nginx, and what it costs, seen from outside."""

import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from harness import packages
from harness.failure import BenchmarkError
from harness.fastcgi import exchange
from harness.load import Round, through_nginx
from harness.machine import cpu_seconds
from harness.nginx import free_port, start_nginx
from harness.pages import request_for
from harness.project import RELEASE, ROOT, run
from harness.servers import Server
from harness.workspace import Workspace

BUFFERED = "buffered"
"""The virtual host that works as nginx does by default: whole bodies, both ways."""
STREAMING = "streaming"
"""The virtual host that passes bodies on as they come, both ways."""

_HOSTS = {
    BUFFERED: ("client_max_body_size 0;", "fastcgi_max_temp_file_size 2048m;"),
    STREAMING: (
        "client_max_body_size 0;",
        "fastcgi_request_buffering off;",
        "fastcgi_buffering off;",
    ),
}


def build(product: str = "FigureServer", *, release: bool = True) -> Path:
    """Builds an executable of the package as it is deployed, and gives its path."""
    options = RELEASE if release else ()
    command = ["swift", "build", *options, "--product", product]
    run(command, cwd=ROOT)
    where = subprocess.run(
        [*command, "--show-bin-path"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return Path(where.stdout.strip()) / product


@dataclass(frozen=True)
class Sample:
    """A process at one moment."""

    rss: float
    """Resident memory, in MB of 10^6 bytes."""
    peak: float
    """The largest resident memory since the start, or since `Fixture.forget_peak`, in MB."""
    cpu: float
    """Processor time so far, of the process and its children, in seconds."""
    descriptors: int
    threads: int


def sample(pid: int) -> Sample:
    """Looks at a process.

    Raises: `BenchmarkError` when it is gone.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        descriptors = len(os.listdir(f"/proc/{pid}/fd"))
    except (FileNotFoundError, ProcessLookupError) as error:
        raise BenchmarkError(f"The server (process {pid}) has ended.") from error
    fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    return Sample(
        rss=int(fields["VmRSS"].split()[0]) * 1024 / 1e6,
        peak=int(fields["VmHWM"].split()[0]) * 1024 / 1e6,
        cpu=cpu_seconds(pid),
        descriptors=descriptors,
        threads=int(fields["Threads"]),
    )


class Fixture:
    """A responder, started by spawn-fcgi or on a socket of its own, and nginx in front of it."""

    def __init__(
        self,
        workspace: Workspace,
        program: Path,
        *arguments: str,
        name: str = "fixture",
        spawned: bool = True,
        keepalive: int = 64,
    ) -> None:
        """Starts both, and waits until they take connections.

        `arguments` are the program's; without `spawned` the program must listen itself on the
        unix socket that `{socket}` in its arguments is replaced by. `keepalive` is how many
        connections each of nginx's workers keeps. `name` tells several in one workspace apart.
        """
        self.workspace = workspace
        self.name = name
        self.socket = workspace.directory / f"{name}.sock"
        own = [argument.replace("{socket}", str(self.socket)) for argument in arguments]
        if spawned:
            spawn = (packages.command("spawn-fcgi"), "-n", "-s", str(self.socket), "-b", "4096")
            self.command = (*spawn, "--", str(program.resolve()), *own)
        else:
            self.command = (str(program.resolve()), *own)
        self.process = self._start()
        self.port = free_port()
        hosts = [
            Server(name, host, host, self.command, self.socket, True, directives=directives)
            for host, directives in _HOSTS.items()
        ]
        self.nginx = start_nginx(workspace, hosts, self.port, keepalive, name=f"{name}-nginx")

    @property
    def pid(self) -> int:
        """The program's own process: spawn-fcgi becomes it."""
        return self.process.pid

    def sample(self) -> Sample:
        """The program now."""
        return sample(self.pid)

    def descriptors(self, wanted: int) -> int:
        """The number of open descriptors, when it is `wanted` or has not become so in a second.

        What a client has closed is open here until its event has come.
        """
        deadline = time.monotonic() + 1
        while (found := self.sample().descriptors) != wanted and time.monotonic() < deadline:
            time.sleep(0.01)
        return found

    def forget_peak(self) -> None:
        """Begins anew with `Sample.peak`.

        See proc(5), `clear_refs`.
        """
        Path(f"/proc/{self.pid}/clear_refs").write_text("5")

    def load(self, connections: int, seconds: float, *, host: str = BUFFERED) -> Round:
        """Asks for Hello's two pages by wrk, through nginx, over kept connections."""
        return through_nginx(
            host, self.port, connections, seconds, self.process.pid, self.nginx.pid
        )

    def log(self) -> str:
        """What the program has printed."""
        return self.workspace.log(self.name).read_text(errors="replace")

    def restart(self) -> None:
        """Ends the program and starts it again; nginx stays."""
        self.workspace.stop(self.process)
        self.process = self._start()

    def stop(self) -> None:
        """Ends both."""
        self.workspace.stop(self.nginx)
        self.workspace.stop(self.process)

    def _start(self) -> subprocess.Popen[bytes]:
        self.socket.unlink(missing_ok=True)
        process = self.workspace.start(self.name, self.command)
        self.workspace.wait_for_socket(self.name, process, self.socket)
        # The socket is there before the program is: what it opens for itself is open when it has
        # answered.
        exchange(self.socket, request_for("/"))
        return process
