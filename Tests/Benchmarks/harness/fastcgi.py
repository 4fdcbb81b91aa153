"""FastCGI as a web server speaks it: one request as bytes, and its answer."""

import socket
import struct
from dataclasses import dataclass
from pathlib import Path

from harness.failure import BenchmarkError

BEGIN, END, PARAMS, STDIN, STDOUT = 1, 3, 4, 5, 6
RESPONDER, KEEP_CONNECTION = 1, 1


@dataclass(frozen=True)
class Answer:
    """A CGI answer, taken apart."""

    status: int
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes


def parse_answer(output: bytes) -> Answer:
    """Takes a responder's STDOUT apart; without `Status` it is 200."""
    head, separator, body = output.partition(b"\r\n\r\n")
    if not separator:
        raise BenchmarkError(f"The answer has no end of its header: {output[:200]!r}")
    pairs = (line.split(": ", 1) for line in head.decode().split("\r\n"))
    headers = {name.lower(): value for name, value in pairs}
    return Answer(int(headers.pop("status", "200").split()[0]), headers, body)


def encode_request(parameters: list[tuple[str, str]], *, keep: bool = True) -> bytes:
    """A GET request in the records nginx writes: one PARAMS record padded to 8, id 1."""
    content = b"".join(_pair(name.encode(), value.encode()) for name, value in parameters)
    begin = struct.pack(">HB5x", RESPONDER, KEEP_CONNECTION if keep else 0)
    return (
        _record(BEGIN, begin)
        + _record(PARAMS, content)
        + _record(PARAMS, b"")
        + _record(STDIN, b"")
    )


def exchange(path: Path, request: bytes, seconds: float = 5) -> Answer:
    """Sends one request over a unix socket and reads its answer up to END_REQUEST."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(seconds)
        connection.connect(str(path))
        connection.sendall(request)
        return read_answer(connection)


def read_answer(connection: socket.socket) -> Answer:
    """Reads one answer up to END_REQUEST."""
    output = b""
    with connection.makefile("rb") as stream:
        while True:
            header = stream.read(8)
            if len(header) < 8:
                raise BenchmarkError("The responder closed the connection within an answer.")
            kind, length, padding = struct.unpack(">xBxxHBx", header)
            content = stream.read(length + padding)[:length]
            if kind == STDOUT:
                output += content
            elif kind == END:
                return parse_answer(output)
            else:
                raise BenchmarkError(f"Unexpected record of type {kind}: {content[:200]!r}")


def _record(kind: int, content: bytes) -> bytes:
    padding = -len(content) % 8
    return struct.pack(">BBHHBx", 1, kind, 1, len(content), padding) + content + bytes(padding)


def _pair(name: bytes, value: bytes) -> bytes:
    return _length(name) + _length(value) + name + value


def _length(text: bytes) -> bytes:
    return bytes([len(text)]) if len(text) < 128 else struct.pack(">I", len(text) | 1 << 31)
