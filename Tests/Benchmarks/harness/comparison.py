"""The figures of one server over all rounds, and how Hello compares."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from statistics import median

from harness.load import Round
from harness.machine import Memory
from harness.servers import Server
from harness.table import print_table

HEADS = (
    "server", "requests/s", "(min-max)", "CPU us", "(min-max)", "nginx us", "p50 ms", "p99 ms",
    "MB", "peak MB", "errors", "Hello: speed", "CPU",
)  # fmt: skip
NGINX_COLUMN = HEADS.index("nginx us")


@dataclass
class Result:
    """One server's counted rounds."""

    server: Server
    rounds: list[Round] = field(default_factory=list)
    memory: Memory = Memory(0, 0)

    def middle(self, name: str) -> float:
        """The median of one figure of `Round`."""
        return median(self.values(name))

    def spread(self, name: str) -> tuple[float, float]:
        """The least and the greatest value of one figure."""
        values = self.values(name)
        return min(values), max(values)

    def values(self, name: str) -> list[float]:
        """One figure of every round."""
        return [float(getattr(each, name)) for each in self.rounds]

    @property
    def errors(self) -> int:
        """Errors of all rounds."""
        return sum(each.errors for each in self.rounds)


def ratio(mine: Result, other: Result, name: str) -> float:
    """The median over rounds of mine : other; the two of a round ran one after the other."""
    pairs = zip(mine.values(name), other.values(name), strict=True)
    return median([a / max(b, 1e-9) for a, b in pairs])


def print_results(title: str, results: Sequence[Result]) -> None:
    """Prints the table of one kind of load, and how quiet the machine was."""
    hello = next((each for each in results if each.server.contender == "Hello"), None)
    rows = [list(HEADS), *(_row(each, hello) for each in results)]
    if not any(each.middle("nginx_cpu") for each in results):
        for row in rows:
            del row[NGINX_COLUMN]
    print_table(title, rows[0], rows[1:])
    print()
    for each in results:
        print(f"  {each.server.contender}: {each.server.setting}")
    shares = [turn.foreign_share for each in results for turn in each.rounds]
    print(
        "  Processor time that went to other programs or the host during the rounds: "
        f"median {median(shares):.0%}, worst {max(shares):.0%}."
    )


def to_json(results: Sequence[Result]) -> list[dict[str, object]]:
    """The figures with every round, for `--json`."""
    return [
        {
            "contender": each.server.contender,
            "setting": each.server.setting,
            "requests_per_second": each.middle("requests_per_second"),
            "server_cpu_us": each.middle("server_cpu"),
            "nginx_cpu_us": each.middle("nginx_cpu"),
            "p50_us": each.middle("p50"),
            "p99_us": each.middle("p99"),
            "errors": each.errors,
            "memory_mb": asdict(each.memory),
            "rounds": [asdict(turn) for turn in each.rounds],
        }
        for each in results
    ]


def _row(each: Result, hello: Result | None) -> list[str]:
    speed_low, speed_high = each.spread("requests_per_second")
    cpu_low, cpu_high = each.spread("server_cpu")
    row = [
        each.server.contender,
        f"{each.middle('requests_per_second'):,.0f}",
        f"({speed_low:,.0f}-{speed_high:,.0f})",
        f"{each.middle('server_cpu'):.1f}",
        f"({cpu_low:.1f}-{cpu_high:.1f})",
        f"{each.middle('nginx_cpu'):.1f}",
        f"{each.middle('p50') / 1000:.2f}",
        f"{each.middle('p99') / 1000:.2f}",
        f"{each.memory.now:.1f}",
        f"{each.memory.peak:.1f}",
        str(each.errors),
    ]
    if hello is None or each is hello:
        return [*row, "", ""]
    speed = ratio(hello, each, "requests_per_second")
    return [*row, f"{speed:.2f}x", f"{ratio(hello, each, 'server_cpu'):.2f}x"]
