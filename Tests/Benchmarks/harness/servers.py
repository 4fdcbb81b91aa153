"""The servers that are compared: what each is, in which settings, and how it starts."""

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from harness import packages
from harness.failure import BenchmarkError
from harness.project import BENCHMARKS, build_c, build_go, build_hello
from harness.workspace import Workspace

CORES = len(os.sched_getaffinity(0))


@dataclass(frozen=True)
class Server:
    """One server in one setting."""

    contender: str
    """The name in the table."""
    setting: str
    """What a reader must know to repeat it."""
    key: str
    """Its virtual host, socket and log file."""
    command: tuple[str, ...]
    socket: Path
    keep: bool
    """Whether nginx keeps its connections."""
    protocol: Literal["fastcgi", "http"] = "fastcgi"
    parameters: tuple[tuple[str, str], ...] = ()
    """FastCGI parameters beyond those that every server gets."""
    directory: Path | None = None
    """The directory it starts in."""
    directives: tuple[str, ...] = ()
    """Lines of its place in nginx's configuration, beyond those that every server gets."""

    def start(self, workspace: Workspace) -> subprocess.Popen[bytes]:
        """Starts it and waits until it takes connections."""
        process = workspace.start(self.key, self.command, cwd=self.directory)
        workspace.wait_for_socket(self.key, process, self.socket)
        return process


@dataclass(frozen=True)
class Setting:
    """What the servers of one run have in common."""

    workspace: Workspace
    connections: int
    """Connections of the load; nginx keeps as many to a server, in each of its workers."""
    hello: Path | None = None
    """A HelloServer that is built already."""

    @property
    def kept(self) -> int:
        """How many connections nginx may hold to one server: its workers do not share them."""
        return CORES * self.connections

    def socket(self, key: str) -> Path:
        """The unix socket of a server."""
        return self.workspace.directory / f"{key}.sock"

    def spawned(self, key: str, *program: str) -> tuple[str, ...]:
        """A command that starts `program` with the listening socket as descriptor 0."""
        spawn = (packages.command("spawn-fcgi"), "-n", "-s", str(self.socket(key)), "-b", "1024")
        return (*spawn, "--", *program)


def hello(run: Setting) -> list[Server]:
    """Dewar's example."""
    program = run.hello or build_hello()
    # Without a master: what is measured is the process that answers.
    command = run.spawned("hello", str(program), "--workers", "0")
    return [Server("Hello", "kept", "hello", command, run.socket("hello"), keep=True)]


def _libfcgi(run: Setting, key: str) -> tuple[str, ...]:
    program = run.workspace.directory / "libfcgi"
    if not program.exists():
        build_c("peers/libfcgi.c", program, "-lfcgi", "-pthread")
    return run.spawned(key, str(program), str(run.kept))


def libfcgi_kept(run: Setting) -> list[Server]:
    """The stock C program; every connection that nginx may keep has its thread."""
    command, path = _libfcgi(run, "libfcgi-kept"), run.socket("libfcgi-kept")
    return [
        Server("C libfcgi", f"kept, {run.kept} threads", "libfcgi-kept", command, path, keep=True)
    ]


def libfcgi_closing(run: Setting) -> list[Server]:
    """The stock C program with a connection for each request, nginx's default."""
    command, path = _libfcgi(run, "libfcgi-closing"), run.socket("libfcgi-closing")
    setting = f"not kept, {run.kept} threads"
    return [Server("C libfcgi, no keep", setting, "libfcgi-closing", command, path, keep=False)]


def go(run: Setting) -> list[Server]:
    """Go's standard library."""
    program = build_go("peers/main.go", run.workspace.directory / "go-fcgi")
    command = run.spawned("go", str(program))
    return [Server("Go net/http/fcgi", "kept", "go", command, run.socket("go"), keep=True)]


def php(run: Setting) -> list[Server]:
    """PHP-FPM with a static pool; a kept connection holds its child, so there are two settings."""
    program = packages.command("php-fpm")
    modules = subprocess.run([program, "-m"], capture_output=True, text=True, check=True).stdout
    if "Zend OPcache" not in modules:
        raise BenchmarkError("PHP-FPM has no opcache; install the package php-opcache.")
    script = BENCHMARKS / "peers" / "index.php"

    def server(key: str, children: int, keep: bool) -> Server:
        configuration = run.workspace.directory / f"{key}.conf"
        configuration.write_text(f"""[global]
error_log = {run.workspace.directory}/{key}-error.log
daemonize = no
[www]
{"user = root" if os.geteuid() == 0 else ""}
listen = {run.socket(key)}
pm = static
pm.max_children = {children}
""")
        as_root = ("-R",) if os.geteuid() == 0 else ()
        command = (program, "-F", "-y", str(configuration), "-d", "opcache.enable=1", *as_root)
        setting = f"{'kept' if keep else 'not kept'}, {children} children"
        parameters = (("SCRIPT_FILENAME", str(script)),)
        return Server(
            "PHP-FPM", setting, key, command, run.socket(key), keep, "fastcgi", parameters
        )

    return [
        server("php-kept", run.kept, True),
        server("php-few", 2 * CORES, False),
        server("php-many", run.connections, False),
    ]


def flask(run: Setting) -> list[Server]:
    """Flask under gunicorn: sync workers, also as many as gunicorn advises, and threads."""
    gunicorn = packages.flask_environment() / "bin" / "gunicorn"

    def server(key: str, setting: str, keep: bool, *options: str) -> Server:
        path = run.socket(key)
        command = (
            str(gunicorn),
            "--bind",
            f"unix:{path}",
            "--no-control-socket",
            *options,
            "hello:app",
        )
        peers = BENCHMARKS / "peers"
        return Server("Flask, gunicorn", setting, key, command, path, keep, "http", (), peers)

    def sync(workers: int) -> Server:
        setting = f"{workers} sync workers"
        return server(f"flask-sync-{workers}", setting, False, "--workers", str(workers))

    threads = ("--worker-class", "gthread", "--workers", str(CORES), "--threads", "4")
    threaded = server(
        "flask-gthread", f"kept, {CORES} workers of 4 threads", True, *threads, "--keep-alive", "75"
    )
    return [sync(CORES), sync(2 * CORES + 1), threaded]


CONTENDERS: dict[str, Callable[[Setting], list[Server]]] = {
    "hello": hello,
    "c": libfcgi_kept,
    "c-nokeep": libfcgi_closing,
    "go": go,
    "php": php,
    "flask": flask,
}
NEEDED: dict[str, tuple[str, ...]] = {
    "hello": ("spawn-fcgi", "/usr/include/fcgiapp.h"),
    "c": ("spawn-fcgi", "/usr/include/fcgiapp.h", "gcc"),
    "c-nokeep": ("spawn-fcgi", "/usr/include/fcgiapp.h", "gcc"),
    "go": ("spawn-fcgi", "go"),
    "php": ("php-fpm",),
    "flask": (),
}
