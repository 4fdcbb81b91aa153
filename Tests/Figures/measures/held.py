"""Half-sent requests and idle connections that must not slow anybody else."""

from contextlib import ExitStack

from common.fixture import Fixture
from common.records import keep_idle, median_latency, send_half
from common.script import Run


def held(run: Run) -> None:
    """The median latency of good requests, alone and beside 1,200 connections that are held."""
    half, idle = (20, 100) if run.quick else (200, 1000)
    count = 200 if run.quick else 5_000
    fixture = Fixture(run.workspace, run.program)
    before = fixture.sample()
    median_latency(fixture.socket, count // 5)
    alone = median_latency(fixture.socket, count)
    with ExitStack() as stack:
        send_half(fixture.socket, half, stack)
        keep_idle(fixture.socket, idle, stack)
        beside = median_latency(fixture.socket, count)
        # The clock of a busy machine goes by fits and starts: the better of two on both sides.
        alone_again = beside
        if not run.quick:
            beside = min(beside, median_latency(fixture.socket, count))
        during = fixture.sample()
        held_open = fixture.descriptors(before.descriptors + half + idle) - before.descriptors
    if not run.quick:
        alone_again = median_latency(fixture.socket, count)
    alone = min(alone, alone_again)
    name = f"{half} half-sent, {idle} idle"
    run.board.note("median latency, nothing else there", alone, "ms")
    run.board.below_unless(run.quick, f"median latency, {name}", beside, 10, "ms")
    run.board.below_unless(run.quick, "times the latency without them", beside / alone, 3, "")
    run.board.note(
        "memory per connection held",
        (during.rss - before.rss) * 1000 / (half + idle), "kB",
    )
    run.board.equal("descriptors they hold", held_open, half + idle)
