"""Instructions of Hello and the stock C program for one request on a kept connection.

Counted by `perf stat` where the processor lets it, else by callgrind; in user space, so the
kernel's work does not count. Some requests go before those that count.
"""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

from harness import callgrind, packages
from harness.command_line import existing_program, parser, positive, progress, run_benchmark
from harness.failure import BenchmarkError
from harness.pages import check_directly, write_requests
from harness.project import build_c
from harness.servers import Server, Setting, hello, libfcgi_kept
from harness.table import print_table, write_json
from harness.workspace import Workspace

FEW = 1_000
PROFILE_LINES = 40


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
        method = "perf" if _perf_counts() else "callgrind"
        count = counter.by_perf if method == "perf" else counter.by_callgrind
        servers = hello(setting) + libfcgi_kept(setting)
        figures = {server.contender: count(server, options.requests) for server in servers}
        rows = [[name, f"{figure:,.0f}"] for name, figure in figures.items()]
        title = f"Instructions in user space, by {method}, over {options.requests:,} kept requests"
        print_table(title, ("server", "instructions a request"), rows)
        if options.profile:
            counter.print_profile(servers[0], options.requests)

    write_json(options.json, {"method": method, "instructions_per_request": figures})
    return 0


class Counter:
    """Counts the instructions of servers in one workspace."""

    def __init__(self, workspace: Workspace, connections: int) -> None:
        self.workspace = workspace
        self.connections = connections
        self.load = build_c("fcgiload.c", workspace.directory / "fcgiload")
        self.requests = write_requests(workspace.directory)

    def check(self, server: Server) -> None:
        """Asks for both of Hello's pages."""
        check_directly(server)

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
        """Instructions per request by callgrind: what it counts between two dumps."""
        first, second = self._callgrind(server, [FEW, requests])
        return callgrind.total(second) / requests

    def print_profile(self, server: Server, requests: int) -> None:
        """Prints the functions that cost most, in a run of its own.

        Not of the run that counted: after a dump callgrind no longer knows who called whom.
        """
        (dump,) = self._callgrind(server, [requests])
        for title, inclusive, shown in (
            ("Functions of the project, with all they call", True, "Sources/Dewar"),
            ("Functions, without what they call", False, ""),
        ):
            rows = [
                [f"{cost.instructions / requests:,.0f}", cost.function[:120]]
                for cost in callgrind.costs(dump, inclusive=inclusive)
                if any(shown in source for source in cost.sources)
            ]
            print(f"\n{title}: instructions a request, the server's start included\n")
            for row in rows[:PROFILE_LINES]:
                print(f"{row[0]:>8}  {row[1]}")

    def _callgrind(self, server: Server, loads: list[int]) -> list[Path]:
        """Runs a server under callgrind; gives a dump for each number of requests."""
        progress(f"{server.contender}: {sum(loads)} requests under callgrind")
        output = self.workspace.directory / f"{server.key}.callgrind"
        for old in self.workspace.directory.glob(f"{output.name}*"):
            old.unlink()
        slow = replace(server, command=callgrind.under_callgrind(server.command, output))
        process = slow.start(self.workspace)
        self.check(server)
        dumps = []
        for number, requests in enumerate(loads, start=1):
            load = self._load(server, requests)
            subprocess.run(load, check=True, stdout=subprocess.DEVNULL)
            dumps.append(callgrind.dump(process.pid, output, number))
        self.workspace.stop(process)
        return dumps

    def _load(self, server: Server, requests: int) -> list[str]:
        amount = [str(self.connections), str(requests)]
        return [str(self.load), str(server.socket), *amount, *map(str, self.requests)]


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
