"""Clients that ask through nginx all the time, and note every request that fails."""

import http.client
import threading
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

CONNECTIONS = 32
PATIENCE = 20.0
"""Seconds after which a request counts as failed."""


@dataclass
class Count:
    """What became of the requests of one method."""

    answered: int = 0
    failures: list[tuple[float, str]] = field(default_factory=list)
    """When a failed request was sent, and what came instead of its answer."""
    slowest: float = 0.0


class Clients:
    """As many clients as connections, each with a kept connection; a quarter of them send POST.

    They ask while the `with` block runs.
    """

    def __init__(self, port: int, path: str = "/pid", host: str = "buffered") -> None:
        self.port = port
        self.path = path
        self.host = host
        self.get = Count()
        self.post = Count()
        self.lock = threading.Lock()
        self.ends = threading.Event()
        self.threads = [
            threading.Thread(target=self._ask, args=(number % 4 == 0,), daemon=True)
            for number in range(CONNECTIONS)
        ]

    def __enter__(self) -> Self:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.ends.set()
        for thread in self.threads:
            thread.join(PATIENCE + 5)

    def _ask(self, posts: bool) -> None:
        count = self.post if posts else self.get
        connection: http.client.HTTPConnection | None = None
        while not self.ends.is_set():
            start = time.monotonic()
            try:
                if connection is None:
                    connection = http.client.HTTPConnection("127.0.0.1", self.port, PATIENCE)
                reason = self._exchange(connection, posts)
            except (OSError, http.client.HTTPException) as error:
                reason = repr(error)
            if reason and connection is not None:
                connection.close()
                connection = None
            with self.lock:
                count.slowest = max(count.slowest, time.monotonic() - start)
                if reason:
                    count.failures.append((start, reason))
                else:
                    count.answered += 1

    def _exchange(self, connection: http.client.HTTPConnection, posts: bool) -> str:
        """One request; gives what is wrong with its answer, or nothing."""
        headers = {"Host": self.host}
        if posts:
            connection.request("POST", "/echo", b"x" * 100, headers)
        else:
            connection.request("GET", self.path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            return f"status {answer.status}"
        if posts and body != b"x" * 100:
            return f"another body of {len(body)} bytes"
        return ""


def get(port: int, path: str, host: str = "buffered") -> bytes:
    """The body of an answer that must be there."""
    connection = http.client.HTTPConnection("127.0.0.1", port, PATIENCE)
    try:
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    if answer.status != 200:
        raise OSError(f"{path}: status {answer.status}")
    return body
