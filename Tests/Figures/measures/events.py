"""Server-sent events to a thousand clients: when they come, what they cost, what is left."""

import asyncio
import time

from common.fixture import BUFFERED, Fixture
from common.http import connect_all, get
from common.script import Run
from harness.servers import CORES

EVENTS = 10
PAUSE = 200
"""Milliseconds between two events."""


def events(run: Run) -> None:
    """Every client gets every event; then a thousand more leave in the middle, several times."""
    count = 50 if run.quick else 1000
    fixture = Fixture(run.workspace, run.program, keepalive=16)
    # What a first request makes stays: threads' memory, and nginx's first connection.
    fixture.load(8, 1)
    before = fixture.sample()
    asyncio.run(_listen(run, fixture, count, before.rss))
    crowds = 1 if run.quick else 5
    for crowd in range(crowds):
        asyncio.run(_leave(run, fixture, count, is_told=crowd == 0))
    # nginx keeps some connections for later requests, 16 in each of its workers.
    kept = 16 * CORES
    left = fixture.descriptors(before.descriptors) - before.descriptors
    run.board.below("descriptors left when all are gone", left, kept + 1, "")
    # The server gives back what a crowd left, a second or two after it.
    if not run.quick:
        time.sleep(3)
    rss = fixture.sample().rss
    run.board.below(f"memory when {crowds} crowds are gone", rss, before.rss + 20, "MB")


async def _listen(run: Run, fixture: Fixture, count: int, memory: float) -> None:
    connections = await connect_all(fixture.port, count)
    begin = time.perf_counter()
    tasks = [asyncio.create_task(_events(*connection, begin)) for connection in connections]
    await asyncio.sleep(EVENTS * PAUSE / 2000)
    during = fixture.sample()
    times = await asyncio.gather(*tasks)
    for _, writer in connections:
        writer.close()
    name = f"{count:,} clients of {EVENTS} events"
    run.board.equal(f"{name}: complete", sum(len(each) == EVENTS for each in times), count)
    firsts = [each[0] for each in times if each]
    lasts = [each[-1] for each in times if each]
    ideal = (EVENTS - 1) * PAUSE / 1000
    run.board.note("first event, earliest", min(firsts, default=0) * 1000, "ms")
    run.board.note("last event, earliest", min(lasts, default=0), "s")
    run.board.below_unless(
        run.quick, "first event, latest", max(firsts, default=0), 1, "s"
    )
    run.board.below_unless(
        run.quick, "last event, latest", max(lasts, default=0), ideal + 1.5, "s"
    )
    run.board.below("memory per client", (during.rss - memory) * 1000 / count, 40, "kB")
    run.board.note("threads", during.threads, "")


async def _events(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, begin: float
) -> list[float]:
    """When each event came, since `begin`; only those that came in their order."""
    writer.write(_request(EVENTS, PAUSE))
    await reader.readuntil(b"\r\n\r\n")
    times: list[float] = []
    while len(times) < EVENTS:
        line = await reader.readline()
        if not line:
            break
        if line.startswith(b"data:"):
            if line.strip() != f"data: {len(times)}".encode():
                break
            times.append(time.perf_counter() - begin)
    return times


async def _leave(run: Run, fixture: Fixture, count: int, is_told: bool) -> None:
    begun, told, _ = await _counts(fixture.port)
    connections = await connect_all(fixture.port, count)
    for reader, writer in connections:
        writer.write(_request(1_000_000, 50))
    for reader, writer in connections:
        await reader.readuntil(b"data: 1\n")
    for _, writer in connections:
        writer.transport.abort()
    begin = time.perf_counter()
    while time.perf_counter() - begin < 20:
        now = await _counts(fixture.port)
        if now[0] == now[2]:
            break
        await asyncio.sleep(0.02)
    seconds = time.perf_counter() - begin
    if not is_told:
        return
    run.board.equal(f"{count:,} clients that leave: tasks begun", now[0] - begun, count)
    run.board.equal("of which told so", now[1] - told, count)
    run.board.equal("of which still run", now[0] - now[2], 0)
    run.board.below_unless(run.quick, "time until the last had ended", seconds, 5, "s")


async def _counts(port: int) -> tuple[int, int, int]:
    """Streams begun, told that their client is gone, and ended so far."""
    ((reader, writer),) = await connect_all(port, 1)
    _, body = await get(reader, writer, BUFFERED, "/listeners")
    writer.close()
    begun, told, ended = map(int, body.split())
    return begun, told, ended


def _request(count: int, pause: int) -> bytes:
    return f"GET /events/{count}/{pause} HTTP/1.1\r\nHost: {BUFFERED}\r\n\r\n".encode()
