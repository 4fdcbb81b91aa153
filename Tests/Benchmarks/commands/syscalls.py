"""System calls of Hello and the stock C program for one request on a kept connection.

Counted by `strace -f -c` over a number of requests by fcgiload, on one connection and on several;
opening them is part of the count, so a figure may be a little over a whole number. Signals and
calls outside requests count too. Under strace a server is slow: only the counts say anything.
"""

import signal
import subprocess
import time
from pathlib import Path

from harness import packages
from harness.command_line import existing_program, parser, positive, progress, run_benchmark
from harness.failure import BenchmarkError
from harness.pages import check_directly, write_requests
from harness.project import build_c
from harness.servers import Server, Setting, hello, libfcgi_kept
from harness.table import print_table, write_json
from harness.workspace import Workspace

Counts = dict[str, float]


def main() -> int:
    """Counts and prints."""
    line = parser("syscalls", __doc__)
    line.add_argument("--requests", type=positive, default=20_000, help="requests (20000)")
    line.add_argument("--connections", type=positive, default=16, help="connections (16)")
    line.add_argument("--hello", type=existing_program, help="a built HelloServer")
    options = line.parse_args()
    packages.install("strace", "gcc", "spawn-fcgi", "/usr/include/fcgiapp.h")

    rows: list[list[str]] = []
    figures: list[dict[str, object]] = []
    with Workspace() as workspace:
        setting = Setting(workspace, options.connections, options.hello)
        load = build_c("fcgiload.c", workspace.directory / "fcgiload")
        requests = [str(file) for file in write_requests(workspace.directory)]
        for server in hello(setting) + libfcgi_kept(setting):
            for connections in sorted({1, options.connections}):
                amount = [str(connections), str(options.requests)]
                command = [str(load), str(server.socket), *amount, *requests]
                counts = _count(workspace, server, command, options.requests)
                total = sum(counts.values())
                rows.append([server.contender, str(connections), f"{total:.2f}", _by_name(counts)])
                figures.append(
                    {
                        "contender": server.contender,
                        "connections": connections,
                        "calls_per_request": total,
                        "by_name": counts,
                    }
                )
    heads = ("server", "connections", "calls a request", "of which")
    print_table(f"System calls over {options.requests:,} kept requests", heads, rows)
    write_json(options.json, figures)
    return 0


def _count(workspace: Workspace, server: Server, load: list[str], requests: int) -> Counts:
    """Calls per request by name, of a freshly started server after some warm requests."""
    progress(f"{server.contender}: {requests} requests on {load[2]} connections")
    process = server.start(workspace)
    check_directly(server)
    summary = workspace.directory / "strace"
    command = [packages.command("strace"), "-f", "-c", "-o", str(summary), "-p", str(process.pid)]
    tracer = workspace.start("tracer", command)
    _wait_for_tracer(process.pid, workspace)
    subprocess.run(load, check=True, stdout=subprocess.DEVNULL)
    tracer.send_signal(signal.SIGINT)
    tracer.wait(30)
    workspace.stop(process)
    return {name: calls / requests for name, calls in _read_summary(summary).items()}


def _wait_for_tracer(pid: int, workspace: Workspace) -> None:
    """Waits until every thread of the process is traced."""
    for _ in range(500):
        states = Path(f"/proc/{pid}/task").glob("*/status")
        if all("\nTracerPid:\t0\n" not in state.read_text() for state in states):
            return
        time.sleep(0.01)
    log = workspace.log("tracer").read_text(errors="replace")
    raise BenchmarkError(f"strace cannot attach to the server; may it trace here?\n{log}")


def _read_summary(path: Path) -> dict[str, int]:
    """The column `calls` of strace's table: % time, seconds, usecs/call, calls, [errors], name."""
    calls: dict[str, int] = {}
    for line in path.read_text().splitlines():
        fields = line.split()
        if len(fields) >= 5 and fields[3].isdigit() and fields[-1] != "total":
            calls[fields[-1]] = int(fields[3])
    return calls


def _by_name(counts: Counts) -> str:
    frequent = sorted(counts.items(), key=lambda item: -item[1])
    return ", ".join(f"{name} {count:.2f}" for name, count in frequent if count >= 0.005)


if __name__ == "__main__":
    run_benchmark(main)
