"""Instructions of Hello and the stock C program for one request on a kept connection.

Counted by `perf stat` where the processor lets it, in user space; else by callgrind: the servers
run under valgrind twice, for few and for many requests, and the difference of the two is divided
by the difference of the requests, so start and end do not count. The kernel's work does not count
either. --profile prints what callgrind found to cost most of Hello.
"""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

from harness import packages
from harness.command_line import existing_program, parser, positive, progress, run_benchmark
from harness.failure import BenchmarkError
from harness.pages import check_directly, write_requests
from harness.project import build_c
from harness.servers import Server, Setting, hello, libfcgi_kept
from harness.table import print_table, write_json
from harness.workspace import Workspace

FEW = 1_000


def main() -> int:
    """Counts and prints."""
    line = parser("instructions", __doc__)
    line.add_argument("--requests", type=positive, default=10_000, help="requests (10000)")
    line.add_argument("--connections", type=positive, default=1, help="connections (1)")
    line.add_argument("--hello", type=existing_program, help="a built HelloServer")
    line.add_argument("--profile", action="store_true", help="print Hello's costs by function")
    options = line.parse_args()
    packages.install("valgrind", "gcc", "spawn-fcgi", "/usr/include/fcgiapp.h")

    with Workspace() as workspace:
        setting = Setting(workspace, options.connections, options.hello)
        counter = Counter(workspace, options.connections)
        method = "perf" if _perf_counts() and not options.profile else "callgrind"
        count = counter.by_perf if method == "perf" else counter.by_callgrind
        servers = hello(setting) + libfcgi_kept(setting)
        figures = {server.contender: count(server, options.requests) for server in servers}
        profile = counter.profile("hello") if options.profile else ""

    rows = [[name, f"{figure:,.0f}"] for name, figure in figures.items()]
    title = f"Instructions in user space, by {method}, over {options.requests:,} kept requests"
    print_table(title, ("server", "instructions a request"), rows)
    if profile:
        print(f"\n{profile}")
    write_json(options.json, {"method": method, "instructions_per_request": figures})
    return 0


class Counter:
    """Counts the instructions of servers in one workspace."""

    def __init__(self, workspace: Workspace, connections: int) -> None:
        self.workspace = workspace
        self.connections = connections
        self.load = build_c("fcgiload.c", workspace.directory / "fcgiload")
        self.requests = write_requests(workspace.directory)

    def by_perf(self, server: Server, requests: int) -> float:
        """Instructions per request by `perf stat` on the running server."""
        process = server.start(self.workspace)
        check_directly(server)
        event = ["-x,", "-e", "instructions:u", "-p", str(process.pid)]
        command = [packages.command("perf"), "stat", *event, "--", *self._load(server, requests)]
        result = subprocess.run(command, capture_output=True, text=True, check=True)
        self.workspace.stop(process)
        counted = re.search(r"^(\d+),.*instructions", result.stderr, re.MULTILINE)
        if counted is None:
            raise BenchmarkError(f"perf counted nothing:\n{result.stderr}")
        return int(counted[1]) / requests

    def by_callgrind(self, server: Server, requests: int) -> float:
        """Instructions per request by the difference of a short and a long run."""
        few = self._callgrind(server, FEW)
        many = self._callgrind(server, FEW + requests)
        return (many - few) / requests

    def profile(self, key: str) -> str:
        """What callgrind found to cost most in the last run of a server."""
        files = sorted(map(str, self.workspace.directory.glob(f"{key}.callgrind*")))
        command = ["callgrind_annotate", "--threshold=90", "--auto=no", *files]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def _callgrind(self, server: Server, requests: int) -> int:
        progress(f"{server.contender}: {requests} requests under callgrind")
        output = self.workspace.directory / f"{server.key}.callgrind"
        for old in self.workspace.directory.glob(f"{output.name}*"):
            old.unlink()
        spawn, program = _split(server.command)
        tool = [packages.command("valgrind"), "--tool=callgrind", f"--callgrind-out-file={output}"]
        slow = replace(server, command=(*spawn, *tool, *program))
        process = slow.start(self.workspace)
        check_directly(server)
        subprocess.run(self._load(server, requests), check=True, stdout=subprocess.DEVNULL)
        self.workspace.stop(process)
        return _total(output)

    def _load(self, server: Server, requests: int) -> list[str]:
        amount = [str(self.connections), str(requests)]
        return [str(self.load), str(server.socket), *amount, *map(str, self.requests)]


def _split(command: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The spawn-fcgi part of a command, up to its `--`, and the program after it."""
    end = command.index("--") + 1
    return command[:end], command[end:]


def _total(output: Path) -> int:
    if output.exists():
        total = re.search(r"^(?:totals|summary): (\d+)", output.read_text(), re.MULTILINE)
        if total is not None:
            return int(total[1])
    raise BenchmarkError("callgrind wrote no total; was the server killed before it ended?")


def _perf_counts() -> bool:
    """Whether there is a perf, and the processor counts for it."""
    perf = packages.find_command("perf")
    if perf is None:
        return False
    command = [perf, "stat", "-x,", "-e", "instructions:u", "true"]
    result = subprocess.run(command, capture_output=True, text=True)
    return re.search(r"^\d+,", result.stderr, re.MULTILINE) is not None


if __name__ == "__main__":
    run_benchmark(main)
