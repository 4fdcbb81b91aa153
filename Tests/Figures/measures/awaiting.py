"""Requests that await: as many at once as there are clients, on a few threads."""

import asyncio
import time

from common.fixture import BUFFERED, Fixture
from common.http import connect_all, get
from common.script import Run


def awaiting(run: Run) -> None:
    """1,000 requests that each sleep 100 ms, all at once through nginx."""
    count = 100 if run.quick else 1000
    fixture = Fixture(run.workspace, run.program, keepalive=1000)
    seconds, answered = asyncio.run(_all_at_once(fixture.port, count))
    after = fixture.sample()
    run.board.equal(f"of {count:,} that await 100 ms: answered", answered, count)
    run.board.below_unless(run.quick, "time for all of them", seconds, 1.5, "s")
    run.board.note("threads", after.threads, "")
    run.board.note("memory at its peak", after.peak, "MB")


async def _all_at_once(port: int, count: int) -> tuple[float, int]:
    connections = await connect_all(port, count)
    begin = time.perf_counter()
    answers = await asyncio.gather(
        *(get(reader, writer, BUFFERED, "/sleep/100") for reader, writer in connections)
    )
    seconds = time.perf_counter() - begin
    for _, writer in connections:
        writer.close()
    return seconds, sum(answer == (200, b"slept") for answer in answers)
