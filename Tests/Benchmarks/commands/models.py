"""Models on SQLite and PostgreSQL: Dewar, SQLAlchemy, GRDB and bare libpq.

Each contender fills tables of its own with the same rows, does the same in turns of short rounds,
and must come to the same sums. SQLite's files are in WAL mode with `synchronous = NORMAL` for all;
PostgreSQL is a server of its own that does not wait for the disk, and shares one processor with the
contenders, so that the figures are the client's as far as they can be: on two, a statement takes
as long as a processor that sleeps takes to wake, which is three times as long in one round as in
the next. A round's figure is the mean of its repetitions, the table's the median of the rounds;
ratios are medians of the rounds' ratios. The exit code is 1 when a goal is missed.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from harness import packages
from harness.command_line import parser, positive, progress, run_benchmark
from harness.failure import BenchmarkError
from harness.machine import one_processor
from harness.project import BENCHMARKS, ROOT, build_c, build_product, run
from harness.table import print_table, write_json
from harness.workspace import Workspace

# Name, title, repetitions of a round for the quick contenders.
CASES = [
    ("key", "by key", 4000),
    ("rows", "1,000 rows to objects", 100),
    ("filter", "filter, order, limit", 1000),
    ("insert", "insert one", 1000),
    ("bulk", "insert 10,000", 2),
    ("eager", "eager load of 100 x 100", 8),
]
# How many times as fast as each contender Dewar must be, by database and case: where the time is
# the database's, and where it is the mapper's.
GOALS: dict[str, dict[str, dict[str, float]]] = {
    "sqlite": {
        "SQLAlchemy": {"filter": 1.5, "*": 5.0},
        "GRDB Codable": {"*": 1.0},
        "GRDB by hand": {"*": 1 / 1.3},
    },
    "postgresql": {
        "SQLAlchemy": {"filter": 1.5, "insert": 1.5, "key": 1.5, "*": 5.0},
        "libpq": {"insert": 1 / 1.3},
    },
}


@dataclass
class Contender:
    """A program that obeys lines of a case and a number of times."""

    name: str
    command: list[str]
    slowness: int = 1
    """How many times fewer repetitions it does in a round."""
    process: subprocess.Popen[str] | None = None
    rounds: dict[str, list[float]] = field(default_factory=dict)
    """Nanoseconds of one time, by case."""

    def start(self) -> None:
        """Starts it, and waits until its tables are filled."""
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        if self._line() != "ready":
            raise BenchmarkError(f"{self.name} does not start: {' '.join(self.command)}")

    def take_turn(self, case: str, count: int) -> float:
        """One round; gives the sum that all must come to, of one time."""
        assert self.process is not None and self.process.stdin is not None
        count = max(1, count // self.slowness)
        self.process.stdin.write(f"{case} {count}\n")
        self.process.stdin.flush()
        spent, total = self._line().split()
        self.rounds.setdefault(case, []).append(float(spent))
        return float(total) / count

    def _line(self) -> str:
        assert self.process is not None and self.process.stdout is not None
        line = self.process.stdout.readline().strip()
        if not line:
            raise BenchmarkError(f"{self.name} has ended.")
        return line

    def end(self) -> None:
        """Ends it."""
        if self.process is None or self.process.stdin is None:
            return
        self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def middle(self, case: str) -> float:
        """Nanoseconds of one time, of the round in the middle."""
        return median(self.rounds[case])


def main() -> int:
    """Measures and prints; 1 when a goal is missed."""
    line = parser("models", __doc__)
    line.add_argument("--rounds", type=positive, default=5, help="rounds (5)")
    line.add_argument("--only", choices=list(GOALS), help="one database")
    line.add_argument("--case", choices=[name for name, _, _ in CASES], help="one case")
    options = line.parse_args()
    packages.install("gcc", "/usr/include/postgresql/libpq-fe.h", "/usr/lib/postgresql")
    python = str(packages.model_environment() / "bin" / "python3")
    ours = str(build_product("ModelBenchmark", ("-c", "release")))
    cases = [case for case in CASES if options.case in (None, case[0])]

    met, figures = True, []
    with Workspace() as workspace:
        for system in [options.only] if options.only else list(GOALS):
            with _contenders(system, workspace.directory, ours, python) as contenders:
                for name, title, count in cases:
                    progress(f"{system}, {title}: {options.rounds} rounds")
                    _compare(contenders, name, count, options.rounds)
            met = _show(system, contenders, cases) and met
            figures += [
                {"database": system, "contender": each.name, "ns": each.rounds}
                for each in contenders
            ]
    write_json(options.json, figures)
    return 0 if met else 1


@contextmanager
def _contenders(
    system: str, directory: Path, ours: str, python: str
) -> Iterator[list[Contender]]:
    peer = str(BENCHMARKS / "peers" / "models.py")
    if system == "sqlite":
        grdb = str(_build_grdb())
        files = [f"{directory}/{name}.db" for name in ("dewar", "sqlalchemy", "codable", "hand")]
        contenders = [
            Contender("Dewar", [ours, f"sqlite:///{files[0]}"]),
            Contender("SQLAlchemy", [python, peer, f"sqlite:///{files[1]}"], slowness=8),
            Contender("GRDB Codable", [grdb, files[2], "codable"]),
            Contender("GRDB by hand", [grdb, files[3], "hand"]),
        ]
        yield from _started(contenders)
        return
    with one_processor(), _server() as folder:
        bare = str(build_c("peers/models.c", directory / "models", *_libpq()))
        names = ("dewar", "sqlalchemy", "bare")
        for name in names:
            run(["psql", "-q", "-h", folder, "-U", "dewar", "postgres",
                 "-c", f"CREATE DATABASE {name}"])  # fmt: skip
        host = folder.replace("/", "%2F")
        contenders = [
            Contender("Dewar", [ours, f"postgresql://dewar@{host}/dewar"]),
            Contender(
                "SQLAlchemy",
                [python, peer, f"postgresql+psycopg2://dewar@/sqlalchemy?host={folder}"], 8),
            Contender("libpq", [bare, f"postgresql://dewar@{host}/bare"]),
        ]  # fmt: skip
        yield from _started(contenders)


def _started(contenders: list[Contender]) -> Iterator[list[Contender]]:
    try:
        for each in contenders:
            progress(f"{each.name} fills its tables")
            each.start()
        yield contenders
    finally:
        for each in contenders:
            each.end()


@contextmanager
def _server() -> Iterator[str]:
    """A PostgreSQL server of its own; gives the folder of its socket."""
    script = ROOT / "Tests" / "Fixtures" / "PostgreSQLFixture" / "server"
    with subprocess.Popen(
        [str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        answer = process.stdout.readline().strip()
        if not answer.startswith("ready "):
            raise BenchmarkError(f"PostgreSQL does not start: {answer}")
        try:
            yield answer.removeprefix("ready ")
        finally:
            process.stdin.close()


def _libpq() -> list[str]:
    flags = subprocess.run(
        ["pkg-config", "--cflags", "--libs", "libpq"], capture_output=True, text=True, check=True
    )
    return flags.stdout.split()


def _build_grdb() -> Path:
    """Builds GRDB's side in the cache: its package is no part of the project."""
    scratch = str(packages.cache_directory() / "grdb")
    build = ["swift", "build", "-c", "release", "--scratch-path", scratch]
    progress(f"Building: {' '.join(build)}")
    folder = BENCHMARKS / "peers" / "grdb"
    run(build, cwd=folder)
    where = subprocess.run(
        [*build, "--show-bin-path"], cwd=folder, capture_output=True, text=True, check=True
    )
    return Path(where.stdout.strip()) / "Peer"


def _compare(contenders: list[Contender], case: str, count: int, rounds: int) -> None:
    for _ in range(rounds + 1):
        # The number of repetitions decides which rows are read.
        sums = {each.name: each.take_turn(case, count) for each in contenders}
        alike = {round(total) for name, total in sums.items()
                 if case in ("rows", "insert", "bulk", "eager") or name != "SQLAlchemy"}  # fmt: skip
        if len(alike) > 1:
            raise BenchmarkError(f"{case}: the contenders do not come to the same: {sums}")
    for each in contenders:  # the first round warms caches
        del each.rounds[case][0]


def _show(system: str, contenders: list[Contender], cases: list[tuple[str, str, int]]) -> bool:
    dewar, *others = contenders
    rows, is_met = [], True
    for name, title, _ in cases:
        row = [title, _time(dewar.middle(name))]
        for other in others:
            ratios = zip(other.rounds[name], dewar.rounds[name], strict=True)
            ratio = median(theirs / mine for theirs, mine in ratios)
            goals = GOALS[system][other.name]
            goal = goals.get(name, goals.get("*"))
            verdict = "" if goal is None else "met" if ratio >= goal else "MISSED"
            is_met = is_met and verdict != "MISSED"
            wanted = "" if goal is None else f">= {goal:.2g}x"
            row += [_time(other.middle(name)), f"{ratio:.2f}x", wanted, verdict]
        rows.append(row)
    heads = ["", "Dewar"]
    for other in others:
        heads += [other.name, "ratio", "goal", ""]
    print_table(f"Models on {system}, one time of each", heads, rows)
    return is_met


def _time(nanoseconds: float) -> str:
    if nanoseconds < 1_000_000:
        return f"{nanoseconds / 1_000:.1f} us"
    return f"{nanoseconds / 1_000_000:.2f} ms"


if __name__ == "__main__":
    run_benchmark(main)
