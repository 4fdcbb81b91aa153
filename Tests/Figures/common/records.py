"""FastCGI without a web server between: connections that are held half open, or kept idle."""

import socket
import statistics
import struct
import time
from contextlib import ExitStack
from pathlib import Path

from harness.fastcgi import END, read_answer
from harness.pages import request_for

PATIENCE = 30.0


def connect(path: Path, stack: ExitStack) -> socket.socket:
    """A connection to a responder, closed when `stack` ends."""
    connection = stack.enter_context(socket.socket(socket.AF_UNIX))
    connection.settimeout(PATIENCE)
    connection.connect(str(path))
    return connection


def keep_idle(path: Path, count: int, stack: ExitStack) -> None:
    """Opens connections, has one request answered over each, and leaves them."""
    request = request_for("/")
    for _ in range(count):
        connection = connect(path, stack)
        connection.sendall(request)
        read_answer(connection)


def send_half(path: Path, count: int, stack: ExitStack) -> None:
    """Opens connections and sends part of a request over each: from one byte to all but one."""
    request = request_for("/user/kim")
    for index in range(count):
        connection = connect(path, stack)
        connection.sendall(request[: 1 + index * (len(request) - 2) // max(1, count - 1)])


def median_latency(path: Path, count: int) -> float:
    """Milliseconds that an answer takes, over one kept connection: the median."""
    request = request_for("/user/kim")
    end = struct.pack(">BB", 1, END)
    times = []
    with ExitStack() as stack:
        connection = connect(path, stack)
        for _ in range(count):
            begin = time.perf_counter()
            connection.sendall(request)
            received = b""
            # A small answer's last record is END_REQUEST: 16 bytes, unpadded.
            while received[-16:-14] != end:
                piece = connection.recv(65_536)
                if not piece:
                    raise ConnectionError("the responder closed a kept connection")
                received += piece
            times.append(time.perf_counter() - begin)
    return statistics.median(times) * 1000
