"""HTTP as the figures need it: large bodies, slow readers, and a thousand clients at once."""

import asyncio
import socket
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader

from harness.failure import BenchmarkError

PATIENCE = 120.0
"""Seconds that any single wait may last."""


@dataclass(frozen=True)
class Transfer:
    """What came of one exchange."""

    status: int
    body: bytes
    """The first bytes of the answer's body: all of it, unless it is long."""
    length: int
    crc: int
    """The CRC-32 of the body, where it was asked for."""
    seconds: float


def exchange(
    port: int,
    host: str,
    method: str,
    target: str,
    *,
    body: Iterator[bytes] = iter(()),
    length: int = 0,
    checked: bool = False,
) -> Transfer:
    """Sends one request over a connection of its own, and reads its answer to the end."""
    head = (
        f"{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n"
        + (f"Content-Length: {length}\r\n" if length else "")
        + "\r\n"
    )
    begin = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(head.encode())
        for piece in body:
            connection.sendall(piece)
        with connection.makefile("rb", buffering=262_144) as stream:
            status = int(stream.readline().split()[1])
            fields = {}
            while (line := stream.readline()) not in (b"\r\n", b""):
                name, value = line.decode().split(":", 1)
                fields[name.lower()] = value.strip()
            kept, count, crc = b"", 0, 0
            for piece in _pieces(stream, fields.get("transfer-encoding") == "chunked"):
                if len(kept) < 4096:
                    kept += piece[:4096]
                count += len(piece)
                if checked:
                    crc = zlib.crc32(piece, crc)
    return Transfer(status, kept, count, crc, time.perf_counter() - begin)


def _pieces(stream: BufferedReader, chunked: bool) -> Iterator[bytes]:
    if not chunked:
        while piece := stream.read1(262_144):
            yield piece
        return
    while (size := int(stream.readline() or b"0", 16)) > 0:
        yield stream.read(size)
        stream.readline()


Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def connect_all(port: int, count: int) -> list[Connection]:
    """Opens connections, a hundred at a time."""
    made: list[Connection] = []
    for start in range(0, count, 100):
        some = range(start, min(start + 100, count))
        made += await asyncio.gather(*(asyncio.open_connection("127.0.0.1", port) for _ in some))
    return made


async def get(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, target: str
) -> tuple[int, bytes]:
    """Sends a GET request and reads an answer that states its length."""
    writer.write(f"GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    lengths = [line for line in lines if line.lower().startswith("content-length:")]
    if not lengths:
        raise BenchmarkError(f"The answer to {target} states no length: {lines[0]}.")
    body = await reader.readexactly(int(lengths[0].split(":")[1]))
    return int(lines[0].split()[1]), body
