"""The two pages that every server must answer alike, byte for byte."""

import http.client
from pathlib import Path

from harness.failure import BenchmarkError
from harness.fastcgi import Answer, encode_request, exchange
from harness.nginx import expand, read_parameters
from harness.servers import Server

PAGES: dict[str, bytes] = {
    "/": "안녕하세요, Flask!".encode(),
    "/user/kim": "사용자 이름: kim".encode(),
}
CONTENT_TYPE = "text/html; charset=utf-8"


def check_through_nginx(server: Server, port: int) -> None:
    """Asks nginx for both pages of a server.

    Raises: `BenchmarkError` when status, type, length or body is not the wanted one.
    """
    for path, body in PAGES.items():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", path, headers={"Host": server.key})
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        _check(server, path, Answer(response.status, headers, response.read()), body)
        connection.close()


def check_directly(server: Server) -> None:
    """Asks a FastCGI responder for both pages, as `check_through_nginx`."""
    for path, body in PAGES.items():
        _check(server, path, exchange(server.socket, request_for(path)), body)


def request_for(path: str) -> bytes:
    """The FastCGI request that nginx sends for `GET path` on a kept connection."""
    return encode_request(expand(read_parameters(), path, "localhost"))


def write_requests(directory: Path) -> list[Path]:
    """Writes one file for each page, for `fcgiload`."""
    files = []
    for index, path in enumerate(PAGES):
        file = directory / f"request-{index}.fcgi"
        file.write_bytes(request_for(path))
        files.append(file)
    return files


def _check(server: Server, path: str, found: Answer, body: bytes) -> None:
    wanted = Answer(200, {"content-type": CONTENT_TYPE, "content-length": str(len(body))}, body)
    headers = {name: found.headers.get(name, "") for name in wanted.headers}
    if Answer(found.status, headers, found.body) != wanted:
        raise BenchmarkError(
            f"{server.contender} ({server.setting}) answers {path} by status {found.status}, "
            f"{headers}, {found.body[:200]!r}; wanted 200, {wanted.headers}, {body!r}."
        )
