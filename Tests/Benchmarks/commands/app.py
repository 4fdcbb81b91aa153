"""A whole page, with session and template, against Flask; and what Hello's page costs beside it.

The page: routing with a variable, the context, a session that is read from its signed cookie, a
template of 20 lines that both render from one file. Dewar's AppServer and Flask under gunicorn
stand behind one nginx and are loaded in turn, every other round in reverse; a first round does not
count. `CPU` are processor microseconds a request of a server's processes; the goal is a tenth of
Flask's. Then callgrind counts AppServer's instructions in user space, over raw FastCGI: of the page
(goal: 3 times Hello's), and of one that touches neither session nor form (goal: Hello's).
"""

import http.client
import os
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from subprocess import Popen

from commands.instructions import Counter
from harness import packages
from harness.command_line import existing_program, parser, positive, progress, run_benchmark
from harness.failure import BenchmarkError
from harness.fastcgi import encode_request, exchange
from harness.load import Round, page_through_nginx
from harness.nginx import expand, free_port, read_parameters, start_nginx
from harness.project import BENCHMARKS, build_c, build_product
from harness.servers import CORES, Server, Setting, hello
from harness.table import print_table, write_json
from harness.workspace import Workspace

PAGE = "/page/7"
PLAIN = "/"


def main() -> int:
    """Measures and prints; 1 when a server made an error or missed a goal."""
    line = parser("app", __doc__)
    line.add_argument("--seconds", type=positive, default=3, help="length of a round (3)")
    line.add_argument("--rounds", type=positive, default=7, help="counted rounds (7)")
    line.add_argument("--connections", type=positive, default=16, help="connections (16)")
    line.add_argument("--requests", type=positive, default=3_000, help="requests counted (3000)")
    line.add_argument("--app", type=existing_program, help="a built AppServer")
    line.add_argument("--hello", type=existing_program, help="a built HelloServer")
    options = line.parse_args()
    packages.install("wrk", "nginx", "gcc", "spawn-fcgi", "valgrind", "/usr/include/fcgiapp.h")

    with Workspace() as workspace:
        setting = Setting(workspace, options.connections, options.hello)
        program = options.app or build_product("AppServer")
        servers = [dewar(setting, program), *flask(setting)]
        rounds = compare(workspace, servers, options)
        counts = count(workspace, setting, servers[0], options.requests)

    cpu = {name: median(each.server_cpu for each in turns) for name, turns in rounds.items()}
    print(
        f"{CORES} cores shared by load, nginx and server; {options.connections} connections; "
        f"{options.rounds} rounds of {options.seconds} s; medians."
    )
    fastest = min(value for name, value in cpu.items() if name != "Dewar")
    print_table(
        "A page with session and template, through nginx",
        ("server", "requests/s", "CPU us", "(min-max)", "CPU : Dewar's"),
        [row(name, turns, cpu["Dewar"]) for name, turns in rounds.items()],
    )
    base = counts["Hello, /"]
    print_table(
        f"Instructions in user space, by callgrind, over {options.requests:,} kept requests",
        ("page", "instructions", ": Hello's"),
        [[name, f"{value:,.0f}", f"{value / base:.2f}x"] for name, value in counts.items()],
    )
    misses = [
        text
        for text, missed in (
            ("Flask takes less than 10 times the processor time.", fastest < 10 * cpu["Dewar"]),
            ("The page takes more than 3 times Hello's instructions.",
             counts[f"Dewar, {PAGE}"] > 3 * base),
            ("The page that touches nothing takes 5 % more than Hello's.",
             counts[f"Dewar, {PLAIN}"] > 1.05 * base),
        )
        if missed
    ]
    for miss in misses:
        print(f"MISSED: {miss}")
    write_json(options.json, {"cpu_us": cpu, "instructions": counts, "missed": misses})
    errors = sum(each.errors for turns in rounds.values() for each in turns)
    return 1 if errors or misses else 0


def dewar(run: Setting, program: Path) -> Server:
    """Dewar's application with these pages."""
    command = run.spawned("dewar", str(program), "--workers", "0")
    # spawn-fcgi hands its environment on.
    os.environ["DEWAR_BENCH_ROOT"] = str(BENCHMARKS / "peers")
    return Server("Dewar", "kept", "dewar", command, run.socket("dewar"), keep=True)


def flask(run: Setting) -> list[Server]:
    """Flask under gunicorn: sync workers and threads."""
    gunicorn = packages.flask_environment() / "bin" / "gunicorn"
    kinds = {
        "sync": ("--workers", str(CORES)),
        "gthread": ("--worker-class", "gthread", "--workers", str(CORES), "--threads", "4",
                    "--keep-alive", "75"),
    }
    return [
        Server(
            f"Flask, {kind}", f"{CORES} {kind} workers", f"flask-{kind}",
            (str(gunicorn), "--bind", f"unix:{run.socket(f'flask-{kind}')}",
             "--no-control-socket", *options, "app:app"),
            run.socket(f"flask-{kind}"), kind == "gthread", "http", (), BENCHMARKS / "peers",
        )
        for kind, options in kinds.items()
    ]


def compare(
    workspace: Workspace, servers: Sequence[Server], options: object
) -> dict[str, list[Round]]:
    """Interleaved rounds by wrk, after all servers have answered alike."""
    port = free_port()
    running: dict[Server, Popen[bytes]] = {each: each.start(workspace) for each in servers}
    nginx = start_nginx(workspace, servers, port, options.connections)
    cookie = log_in(servers[0], port)
    check(servers, port, cookie)
    rounds: dict[str, list[Round]] = {each.contender: [] for each in servers}
    for number in range(options.rounds + 1):
        progress(f"round {number} of {options.rounds}")
        for server in servers[::-1] if number % 2 else servers:
            turn = page_through_nginx(
                server.key, PAGE, cookie, port, options.connections, options.seconds,
                running[server].pid, nginx.pid,
            )
            if number > 0:
                rounds[server.contender].append(turn)
    check(servers, port, cookie)
    for process in running.values():
        workspace.stop(process)
    workspace.stop(nginx)
    return rounds


def ask(server: Server, port: int, path: str, cookie: str = "") -> http.client.HTTPResponse:
    """Asks nginx for a page of a server."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Host": server.key, "Cookie": cookie})
    return connection.getresponse()


def log_in(server: Server, port: int) -> str:
    """A session's cookie: all servers have the same key."""
    field = ask(server, port, "/login").getheader("Set-Cookie")
    if not field:
        raise BenchmarkError(f"{server.contender} sets no cookie at /login.")
    return field.split(";")[0]


def check(servers: Sequence[Server], port: int, cookie: str) -> None:
    """The same page of all, with the session in it."""
    pages = [(each.contender, ask(each, port, PAGE, cookie).read().decode()) for each in servers]
    for name, page in pages:
        if page != pages[0][1] or "Hello kim &amp; co, you have 3" not in page:
            raise BenchmarkError(f"{name} answers {PAGE} with:\n{page}\nwanted:\n{pages[0][1]}")


def count(
    workspace: Workspace, setting: Setting, server: Server, requests: int
) -> dict[str, float]:
    """Instructions of one request, of Hello's page and of both of the application's."""
    (greeter,) = hello(setting)
    figures = {"Hello, /": PageCounter(workspace, PLAIN).by_callgrind(greeter, requests)}
    cookie = cookie_of(workspace, server)
    for path in (PLAIN, PAGE):
        # A cookie comes with the request that looks at none of it as well.
        counter = PageCounter(workspace, path, cookie)
        figures[f"Dewar, {path}"] = counter.by_callgrind(server, requests)
    return figures


def cookie_of(workspace: Workspace, server: Server) -> str:
    """A session's cookie, asked for without nginx."""
    process = server.start(workspace)
    answer = exchange(server.socket, request_for("/login"))
    workspace.stop(process)
    return answer.headers["set-cookie"].split(";")[0]


def request_for(path: str, cookie: str = "") -> bytes:
    """The FastCGI request that nginx sends for `GET path` with a cookie."""
    pairs = expand(read_parameters(), path, "localhost")
    return encode_request([*pairs, ("HTTP_COOKIE", cookie)] if cookie else pairs)


class PageCounter(Counter):
    """Counts the instructions of one page."""

    def __init__(self, workspace: Workspace, path: str, cookie: str = "") -> None:
        self.workspace = workspace
        self.connections = 1
        self.load = build_c("fcgiload.c", workspace.directory / "fcgiload")
        file = workspace.directory / "page.fcgi"
        file.write_bytes(request_for(path, cookie))
        self.requests = [file]
        self.request = file.read_bytes()

    def check(self, server: Server) -> None:
        """Asks for the page once."""
        answer = exchange(server.socket, self.request)
        if answer.status != 200:
            raise BenchmarkError(f"{server.contender} answers with status {answer.status}.")


def row(name: str, turns: list[Round], dewar_cpu: float) -> list[str]:
    """A server's line."""
    cpu = [each.server_cpu for each in turns]
    speed = median(each.requests_per_second for each in turns)
    return [
        name, f"{speed:,.0f}", f"{median(cpu):.1f}", f"({min(cpu):.1f}-{max(cpu):.1f})",
        f"{median(cpu) / dewar_cpu:.1f}x",
    ]


if __name__ == "__main__":
    run_benchmark(main)
