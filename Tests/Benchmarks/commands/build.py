"""Build times of HelloServer, its static binary's size and first answer; what typed queries cost.

Works in a copy of the project, with its own build directory. The queries are 100 of twenty forms in
one file, compiled as in a debug build, against the same file without them. Each figure stands beside its budget;
the exit code is 1 when one is over it. The budgets are for two cores.
"""

import re
import shutil
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from harness import packages
from harness.command_line import parser, positive, progress, run_benchmark
from harness.failure import BenchmarkError
from harness.pages import PAGES, request_for
from harness.project import RELEASE, build_hello, run
from harness.queries import file_of_queries
from harness.servers import CORES
from harness.start import first_answer
from harness.table import print_table, write_json
from harness.tree import copy_tree
from harness.workspace import Workspace

CLEAN_BUILD_BUDGET = 60.0  # seconds
SIZE_BUDGET = 15.0  # MB
START_BUDGET = 50.0  # milliseconds
QUERIES = 100
QUERIES_BUDGET = 10.0  # seconds


@dataclass(frozen=True)
class Figure:
    """One line of the result."""

    name: str
    value: float
    unit: str
    remark: str = ""
    budget: float | None = None

    @property
    def verdict(self) -> str:
        """`met`, `MISSED`, or nothing without a budget."""
        if self.budget is None:
            return ""
        return "met" if self.value < self.budget else "MISSED"

    @property
    def row(self) -> list[str]:
        """Its cells in the table."""
        budget = "" if self.budget is None else f"< {self.budget:g} {self.unit}"
        return [self.name, f"{self.value:.2f} {self.unit}", self.remark, budget, self.verdict]


def main() -> int:
    """Measures and prints; 1 when a budget is missed."""
    line = parser("build", __doc__)
    line.add_argument("--edits", type=positive, default=5, help="edits of a view (5)")
    line.add_argument("--starts", type=positive, default=30, help="starts of the server (30)")
    options = line.parse_args()
    packages.install("strip", "/usr/include/fcgiapp.h")

    with Workspace() as workspace:
        tree = copy_tree(workspace.directory / "tree")
        figures = [*_debug_builds(tree, options.edits)]
        figures.append(_queries(tree, workspace.directory, options.edits))
        figures += _release(tree, workspace.directory, options.starts)

    heads = ("figure", "value", "", "budget", "")
    print_table(f"Building HelloServer on {CORES} cores", heads, [each.row for each in figures])
    write_json(options.json, [asdict(each) for each in figures])
    return 1 if any(each.verdict == "MISSED" for each in figures) else 0


def _debug_builds(tree: Path, edits: int) -> list[Figure]:
    progress("fetching the dependencies")
    resolve = _seconds(["swift", "package", "resolve"], tree)
    progress("clean debug build")
    build = ["swift", "build", "--product", "HelloServer"]
    clean = _seconds(build, tree)
    nothing = [_seconds(build, tree) for _ in range(edits)]
    view = []
    for number in range(edits):
        progress(f"edit {number + 1} of {edits}")
        _edit_view(tree, number)
        view.append(_seconds(build, tree))
    copy_tree(tree)  # the views as they were
    return [
        Figure("dependencies: fetch", resolve, "s", "depends on network and cache"),
        Figure("debug: clean build", clean, "s", "dependencies fetched", CLEAN_BUILD_BUDGET),
        Figure("debug: build after one view's edit", median(view), "s", _spread(view)),
        Figure("debug: build with nothing to do", median(nothing), "s", _spread(nothing)),
    ]


def _queries(tree: Path, directory: Path, rounds: int) -> Figure:
    """What the compiler takes longer for a file with queries than for one without."""
    progress(f"{QUERIES} typed queries")
    run(["swift", "build", "--target", "DewarORM"], cwd=tree)
    flags = ["-swift-version", "6", "-parse-as-library", "-Onone", "-g", "-enable-testing"]
    modules = ["-I", str(tree / ".build" / "debug" / "Modules")]
    files = [
        file_of_queries(directory / f"queries-{count}.swift", count) for count in (0, QUERIES)
    ]
    more = []
    for _ in range(rounds):
        times = [
            _seconds(["swiftc", "-c", str(file), "-o", str(file.with_suffix(".o")), *flags, *modules], tree)
            for file in files
        ]
        more.append(times[1] - times[0])
    return Figure(
        f"debug: {QUERIES} typed queries in a file", median(more), "s more", _spread(more),
        QUERIES_BUDGET)


def _edit_view(tree: Path, number: int) -> None:
    """Changes the text that the view of `/` answers."""
    for source in sorted((tree / "Sources" / "Hello").rglob("*.swift")):
        text = source.read_text()
        edited, count = re.subn(r"안녕하세요, Flask!\d*", f"안녕하세요, Flask!{number}", text)
        if count:
            source.write_text(edited)
            return
    raise BenchmarkError("No view in Sources/Hello answers '안녕하세요, Flask!'.")


def _release(tree: Path, directory: Path, starts: int) -> list[Figure]:
    progress("release build")
    begin = time.monotonic()
    program = build_hello(RELEASE, tree)
    seconds = time.monotonic() - begin
    stripped = directory / "HelloServer"
    shutil.copy2(program, stripped)
    run([packages.command("strip"), str(stripped)])
    size = stripped.stat().st_size / 1e6
    linked = subprocess.run(["ldd", str(stripped)], capture_output=True, text=True).stdout
    if "libswift" in linked:
        raise BenchmarkError(f"The static binary needs Swift's libraries:\n{linked}")
    times = _starts(stripped, directory, starts)
    return [
        Figure("release: clean static build", seconds, "s"),
        Figure("release: static binary, stripped", size, "MB", "of 10^6 bytes", SIZE_BUDGET),
        Figure("release: start to first answer", median(times), "ms", _spread(times), START_BUDGET),
    ]


def _starts(program: Path, directory: Path, starts: int) -> list[float]:
    progress(f"{starts} starts")
    path = next(iter(PAGES))
    request = request_for(path)
    times = []
    for _ in range(starts + 1):
        milliseconds, answer = first_answer(program, directory / "start.sock", request)
        if answer.body != PAGES[path]:
            raise BenchmarkError(f"The first answer to {path} is {answer.body[:200]!r}.")
        times.append(milliseconds)
    return times[1:]  # the first reads the file from disk


def _seconds(command: list[str], tree: Path) -> float:
    begin = time.monotonic()
    run(command, cwd=tree)
    return time.monotonic() - begin


def _spread(values: list[float]) -> str:
    return f"median of {len(values)}: {min(values):.2f}-{max(values):.2f}"


if __name__ == "__main__":
    run_benchmark(main)
