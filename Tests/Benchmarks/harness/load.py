"""A round of load: what the load tool saw, and what processor time it took whom."""

import json
import resource
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.failure import BenchmarkError
from harness.machine import cpu_seconds, machine_seconds
from harness.packages import command
from harness.project import BENCHMARKS


@dataclass(frozen=True)
class Round:
    """The figures of one round; times in microseconds, processor times per request."""

    requests: int
    requests_per_second: float
    server_cpu: float
    nginx_cpu: float
    p50: float
    p99: float
    errors: int
    foreign_share: float
    """Share of the machine's processor time that went to programs outside the benchmark."""


def through_nginx(
    key: str, port: int, connections: int, seconds: float, server: int, nginx: int
) -> Round:
    """Loads the virtual host `key` by wrk; `server` and `nginx` are process ids."""
    script = str(BENCHMARKS / "pages.lua")
    options = ["-t", "1", "-c", str(connections), "-d", f"{max(1, round(seconds))}s"]
    host = f"Host: {key}"
    load = [command("wrk"), *options, "-s", script, "-H", host, f"http://127.0.0.1:{port}/"]
    return _measure(load, server, nginx)


def page_through_nginx(
    key: str, page: str, cookie: str, port: int, connections: int, seconds: float,
    server: int, nginx: int,
) -> Round:
    """Loads one page of the virtual host `key` by wrk, with a cookie."""
    options = ["-t", "1", "-c", str(connections), "-d", f"{max(1, round(seconds))}s"]
    script = ["-s", str(BENCHMARKS / "page.lua"), "-H", f"Host: {key}"]
    url = f"http://127.0.0.1:{port}/"
    return _measure([command("wrk"), *options, *script, url, "--", page, cookie], server, nginx)


def directly(
    program: Path,
    socket: Path,
    connections: int,
    amount: str,
    requests: Sequence[Path],
    server: int,
) -> Round:
    """Loads a responder by fcgiload: `amount` is `5s` or a number of requests."""
    files = [str(request) for request in requests]
    return _measure([str(program), str(socket), str(connections), amount, *files], server, None)


def _measure(load: list[str], server: int, nginx: int | None) -> Round:
    watched: list[Callable[[], float]] = [
        lambda: cpu_seconds(server),
        lambda: cpu_seconds(nginx) if nginx is not None else 0.0,
        _load_seconds,
        lambda: machine_seconds()[0],
        lambda: machine_seconds()[1],
    ]
    before = [read() for read in watched]
    result = subprocess.run(load, capture_output=True, text=True)
    spent = [read() - start for read, start in zip(watched, before, strict=True)]
    server_seconds, nginx_seconds, load_seconds, busy, stolen = spent
    lines = [line for line in result.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise BenchmarkError(f"'{' '.join(load)}' failed:\n{result.stdout}{result.stderr}")
    figures = json.loads(lines[-1])
    requests = int(figures["requests"])
    if requests == 0:
        raise BenchmarkError(f"'{' '.join(load)}' got no answer.")
    foreign = max(0.0, busy - server_seconds - nginx_seconds - load_seconds) + stolen
    return Round(
        requests=requests,
        requests_per_second=requests / figures["seconds"],
        server_cpu=server_seconds / requests * 1e6,
        nginx_cpu=nginx_seconds / requests * 1e6,
        p50=figures["p50"],
        p99=figures["p99"],
        errors=figures["errors"],
        foreign_share=foreign / (foreign + server_seconds + nginx_seconds + load_seconds),
    )


def _load_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
