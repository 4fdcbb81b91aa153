"""The web server of the benchmarks: its configuration, and what it sends to a responder."""

import os
import re
import socket
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.failure import BenchmarkError
from harness.packages import command
from harness.project import ROOT
from harness.servers import Server
from harness.workspace import Workspace


@dataclass(frozen=True)
class Parameter:
    """A `fastcgi_param` line of nginx."""

    name: str
    value: str
    """With nginx's variables, `$host`."""
    if_not_empty: bool = False

    @property
    def line(self) -> str:
        suffix = " if_not_empty" if self.if_not_empty else ""
        return f'fastcgi_param {self.name} "{self.value}"{suffix};'


def read_parameters() -> list[Parameter]:
    """The parameters of the project's nginx.conf, or of nginx's own list while it has none."""
    configuration = ROOT / "nginx.conf"
    if not configuration.exists():
        configuration = Path("/etc/nginx/fastcgi_params")
    found = re.findall(
        r"^[ \t]*fastcgi_param\s+(\S+)\s+"
        r"(?:\"([^\"]*)\"|'([^']*)'|([^\s;]+))\s*(if_not_empty)?\s*;",
        configuration.read_text(),
        re.MULTILINE,
    )
    if not found:
        raise BenchmarkError(f"No fastcgi_param line was found in {configuration}.")
    unique = {
        name: Parameter(name, double or single or bare, bool(condition))
        for name, double, single, bare, condition in found
    }
    return list(unique.values())


def expand(parameters: Sequence[Parameter], path: str, host: str) -> list[tuple[str, str]]:
    """The names and values that nginx sends for `GET path` with no header but `Host`."""
    values = {
        **dict.fromkeys(("query_string", "args", "content_type", "content_length"), ""),
        **dict.fromkeys(("fastcgi_script_name", "request_uri", "document_uri", "uri"), path),
        **dict.fromkeys(("document_root", "realpath_root"), "/usr/share/nginx/html"),
        **dict.fromkeys(("server_name", "host", "http_host"), host),
        **dict.fromkeys(("request_scheme", "scheme"), "http"),
        **dict.fromkeys(("https", "fastcgi_path_info", "remote_user"), ""),
        **dict.fromkeys(("remote_addr", "server_addr"), "127.0.0.1"),
        "request_method": "GET",
        "server_protocol": "HTTP/1.1",
        "nginx_version": "1.22.1",
        "remote_port": "40000",
        "server_port": "5000",
        "request_id": "0123456789abcdef0123456789abcdef",
    }

    def value_of(variable: re.Match[str]) -> str:
        name = variable[1] or variable[2]
        if name not in values:
            raise BenchmarkError(
                f"nginx.conf sends ${name}, whose value the benchmarks do not know; "
                "add it to Tests/Benchmarks/harness/nginx.py."
            )
        return values[name]

    pairs = [
        (parameter, re.sub(r"\$(?:\{(\w+)\}|(\w+))", value_of, parameter.value))
        for parameter in parameters
    ]
    sent = [
        (parameter.name, value) for parameter, value in pairs if value or not parameter.if_not_empty
    ]
    if "HTTP_HOST" not in dict(sent):
        sent.append(("HTTP_HOST", host))
    return sent


def free_port() -> int:
    """A loopback port that nothing listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_nginx(
    workspace: Workspace,
    servers: Sequence[Server],
    port: int,
    keepalive: int,
    *,
    name: str = "nginx",
) -> subprocess.Popen[bytes]:
    """Starts nginx with one virtual host for each server, named by its key.

    `name` tells several nginx in one workspace apart.
    """
    prefix = workspace.directory / f"{name}.d"
    prefix.mkdir(exist_ok=True)
    configuration = prefix / "nginx.conf"
    configuration.write_text(_configuration(prefix, servers, port, keepalive))
    log = str(prefix / "error.log")
    program = [command("nginx"), "-e", log, "-p", f"{prefix}/", "-c", "nginx.conf"]
    test = subprocess.run([*program, "-t"], capture_output=True, text=True)
    if test.returncode != 0:
        raise BenchmarkError(f"nginx refuses its configuration:\n{test.stderr}")
    nginx = workspace.start(name, program)
    workspace.wait_for_port(name, nginx, port)
    return nginx


def _configuration(directory: Path, servers: Sequence[Server], port: int, keepalive: int) -> str:
    temporary = "\n".join(
        f"    {module}_temp_path {directory}/{module}_temp;"
        for module in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    hosts = "\n".join(_host(server, port, keepalive) for server in servers)
    user = "user root;\n" if os.geteuid() == 0 else ""
    return f"""{user}daemon off;
worker_processes auto;
pid nginx.pid;
error_log error.log warn;
worker_rlimit_nofile 16384;
events {{ worker_connections 8192; }}
http {{
{temporary}
    access_log off;
{hosts}
}}
"""


def _host(server: Server, port: int, keepalive: int) -> str:
    kept = f"keepalive {keepalive};" if server.keep else ""
    if server.protocol == "fastcgi":
        own = dict(server.parameters)
        lines = [parameter.line for parameter in read_parameters() if parameter.name not in own]
        lines += [f'fastcgi_param {name} "{value}";' for name, value in own.items()]
        lines.append(f"fastcgi_keep_conn {'on' if server.keep else 'off'};")
        lines.append(f"fastcgi_pass {server.key};")
    else:
        lines = ["proxy_set_header Host $host;", f"proxy_pass http://{server.key};"]
        if server.keep:
            lines += ["proxy_http_version 1.1;", 'proxy_set_header Connection "";']
    lines += server.directives
    location = "\n".join(f"            {line}" for line in lines)
    return f"""    upstream {server.key} {{ server unix:{server.socket}; {kept} }}
    server {{
        listen 127.0.0.1:{port};
        server_name {server.key};
        location / {{
{location}
        }}
    }}"""
