"""Hello against C, Go, PHP and Flask: through one nginx, and over raw FastCGI.

All servers run at once behind one nginx and are loaded in turn, every other round in reverse:
A B C, C B A, …; a first round warms up and does not count. Figures are medians over rounds;
processor times per request are those of a server's processes, from /proc. `MB` is their
proportional memory at the end; `peak MB` adds up each one's largest resident set, shared pages
included. `Hello: speed` and `CPU` are Hello : server, the median of the ratios of each round. PHP
and Flask have several usual settings; each is tried shortly and the fastest takes part.
"""

from collections.abc import Sequence
from pathlib import Path
from statistics import median
from subprocess import Popen

from harness import packages
from harness.command_line import existing_program, parser, positive, progress, run_benchmark
from harness.comparison import Result, print_results, to_json
from harness.load import Round, directly, through_nginx
from harness.machine import memory
from harness.nginx import free_port, start_nginx
from harness.pages import check_directly, check_through_nginx, write_requests
from harness.project import build_c
from harness.servers import CONTENDERS, CORES, NEEDED, Server, Setting
from harness.table import write_json
from harness.workspace import Workspace

TRIAL_ROUNDS = 3
TRIAL_SECONDS = 2
RAW = ("Hello", "C libfcgi")

Running = dict[Server, Popen[bytes]]


def main() -> int:
    """Runs the comparison; 1 when a server made an error."""
    line = parser("http", __doc__)
    line.add_argument("--seconds", type=positive, default=4, help="length of a round (4)")
    line.add_argument("--rounds", type=positive, default=7, help="counted rounds (7)")
    line.add_argument("--connections", type=positive, default=16, help="connections (16)")
    line.add_argument("--hello", type=existing_program, help="a built HelloServer")
    line.add_argument("--only", nargs="+", choices=CONTENDERS, default=list(CONTENDERS))
    options = line.parse_args()
    packages.install("wrk", "nginx", "gcc", *{item for key in options.only for item in NEEDED[key]})

    with Workspace() as workspace:
        setting = Setting(workspace, options.connections, options.hello)
        groups = [CONTENDERS[name](setting) for name in options.only]
        bench = Bench(workspace, options.connections, options.seconds, options.rounds)
        bench.start([server for group in groups for server in group])
        chosen = [bench.fastest(group) for group in groups]
        results = bench.compare_through_nginx(chosen)
        raw_results = bench.compare_directly([each for each in chosen if each.contender in RAW])

    print(
        f"{CORES} cores shared by load, nginx and server; {options.connections} connections; "
        f"{options.rounds} rounds of {options.seconds} s; medians."
    )
    print_results("Through nginx, / and /user/kim in turn", results)
    if raw_results:
        print_results("Raw FastCGI, kept connections, no nginx", raw_results)
    write_json(options.json, {"nginx": to_json(results), "raw": to_json(raw_results)})
    return 1 if any(each.errors for each in results + raw_results) else 0


class Bench:
    """The servers of one run and the nginx before them."""

    def __init__(self, workspace: Workspace, connections: int, seconds: int, rounds: int) -> None:
        self.workspace = workspace
        self.connections = connections
        self.seconds = seconds
        self.rounds = rounds
        self.port = free_port()
        self.running: Running = {}

    def start(self, servers: Sequence[Server]) -> None:
        """Starts all servers and nginx, and checks the pages of each."""
        self.running = {server: server.start(self.workspace) for server in servers}
        self.nginx = start_nginx(self.workspace, servers, self.port, self.connections)
        for server in servers:
            check_through_nginx(server, self.port)
        progress(f"{len(servers)} servers answer alike.")

    def fastest(self, group: Sequence[Server]) -> Server:
        """The fastest of the settings of one contender; the others end."""
        if len(group) == 1:
            return group[0]
        speeds: dict[Server, list[float]] = {server: [] for server in group}
        for _ in range(TRIAL_ROUNDS):
            for server in group:
                turn = self._load_nginx(server, TRIAL_SECONDS)
                speeds[server].append(turn.requests_per_second)
        best = max(group, key=lambda server: median(speeds[server]))
        for server in group:
            mark = "takes part" if server is best else "does not"
            speed = median(speeds[server])
            progress(f"{server.contender}, {server.setting}: {speed:,.0f} requests/s, {mark}")
            if server is not best:
                self.workspace.stop(self.running.pop(server))
        return best

    def compare_through_nginx(self, servers: Sequence[Server]) -> list[Result]:
        """Interleaved rounds by wrk."""
        results = [Result(server) for server in servers]
        for number in range(self.rounds + 1):
            progress(f"through nginx: round {number} of {self.rounds}")
            for result in _order(results, number):
                turn = self._load_nginx(result.server, self.seconds)
                if number > 0:
                    result.rounds.append(turn)
        for result in results:
            check_through_nginx(result.server, self.port)
            result.memory = memory(self.running[result.server].pid)
        return results

    def compare_directly(self, servers: Sequence[Server]) -> list[Result]:
        """Interleaved rounds by fcgiload, on kept connections and without nginx."""
        self.workspace.stop(self.nginx)  # frees the threads that its kept connections hold
        directory = self.workspace.directory
        program = build_c("fcgiload.c", directory / "fcgiload")
        requests = write_requests(directory)
        results = [Result(server) for server in servers]
        for server in servers:
            check_directly(server)
        for number in range(self.rounds + 1 if servers else 0):
            progress(f"raw FastCGI: round {number} of {self.rounds}")
            for result in _order(results, number):
                turn = self._load_directly(result.server, program, requests)
                if number > 0:
                    result.rounds.append(turn)
        for result in results:
            check_directly(result.server)
            result.memory = memory(self.running[result.server].pid)
        return results

    def _load_nginx(self, server: Server, seconds: int) -> Round:
        pid = self.running[server].pid
        return through_nginx(server.key, self.port, self.connections, seconds, pid, self.nginx.pid)

    def _load_directly(self, server: Server, program: Path, requests: list[Path]) -> Round:
        pid = self.running[server].pid
        amount = f"{self.seconds}s"
        return directly(program, server.socket, self.connections, amount, requests, pid)


def _order(results: list[Result], number: int) -> list[Result]:
    """Every other round goes backwards, so that none is always measured after the same one."""
    return results[::-1] if number % 2 else results


if __name__ == "__main__":
    run_benchmark(main)
