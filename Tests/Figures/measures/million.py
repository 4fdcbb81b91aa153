"""A million requests through nginx: what the server's memory does meanwhile."""

from common.fixture import Fixture
from common.script import Run

CONNECTIONS = 32


def million(run: Run) -> None:
    """Memory after the first tenth of the requests, and at the end."""
    wanted = 5_000 if run.quick else 1_000_000
    fixture = Fixture(run.workspace, run.program)
    start = fixture.sample()
    requests = errors = 0
    seconds = 1 if run.quick else 5
    early = None
    busy = 0.0
    while requests < wanted:
        round_ = fixture.load(CONNECTIONS, seconds)
        requests += round_.requests
        errors += round_.errors
        busy += round_.requests / round_.requests_per_second
        if early is None and requests >= wanted / 10:
            early = fixture.sample()
    late = fixture.sample()
    assert early is not None
    run.board.note("requests through nginx", requests, "")
    run.board.equal("of which failed", errors, 0)
    run.board.note("requests per second", requests / busy, "/s")
    run.board.note("processor time per request", (late.cpu - start.cpu) / requests * 1e6, "us")
    run.board.note("memory after a tenth", early.rss, "MB")
    run.board.below("memory after all", late.rss, 30, "MB")
    run.board.below("memory at its peak", late.peak, 30, "MB")
    run.board.below("growth since a tenth", late.rss - early.rss, 1, "MB")
    run.board.note("threads", late.threads, "")
