"""How long a responder takes from its start to its first answer."""

import socket
import subprocess
import time
from pathlib import Path

from harness.failure import BenchmarkError
from harness.fastcgi import Answer, read_answer
from harness.workspace import stop


def first_answer(program: Path, path: Path, request: bytes) -> tuple[float, Answer]:
    """Milliseconds from before the start of `program` to the END_REQUEST of its first answer.

    It gets a listening unix socket as descriptor 0, as from spawn-fcgi, and its request at once.
    """
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as listener, socket.socket(socket.AF_UNIX) as client:
        listener.bind(str(path))
        listener.listen(16)
        client.settimeout(10)
        client.connect(str(path))
        client.sendall(request)
        begin = time.perf_counter()
        process = subprocess.Popen(
            [str(program)],
            stdin=listener.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            answer = read_answer(client)
        except TimeoutError as error:
            raise BenchmarkError(f"{program} gave no answer within 10 s of its start.") from error
        finally:
            elapsed = time.perf_counter() - begin
            stop(process)
    return elapsed * 1000, answer
