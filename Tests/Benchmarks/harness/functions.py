"""Single functions of Dewar and of Werkzeug, measured in turns."""

import gc
import json
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from harness.failure import BenchmarkError
from harness.machine import memory
from harness.project import RELEASE, ROOT, run
from harness.workspace import Workspace, stop


def build_dewar() -> Path:
    """Builds Dewar's side as a release, and gives its path."""
    build = ["swift", "build", *RELEASE, "--product", "DewarBenchmark"]
    run(build, cwd=ROOT)
    where = subprocess.run(
        [*build, "--show-bin-path"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return Path(where.stdout.strip()) / "DewarBenchmark"


class Dewar:
    """Dewar's side: a process that does what it is told by lines."""

    def __init__(self, workspace: Workspace, program: Path) -> None:
        self.process = subprocess.Popen(
            [str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        workspace.processes.append(self.process)  # type: ignore[arg-type]

    def ask(self, order: dict[str, Any]) -> dict[str, Any]:
        """Runs one benchmark: `ns` of one, and `check`."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline() or '{"error": "it ended"}')
        if "error" in answer:
            raise BenchmarkError(f"{order['name']}: {answer['error']}")
        return dict(answer)

    def end(self) -> None:
        """Ends the process, before the workspace does."""
        stop(self.process)  # type: ignore[arg-type]

    @property
    def peak_memory(self) -> float:
        """The most it has taken so far, in MB."""
        return memory(self.process.pid).peak


def measure(function: Callable[[], object], count: int) -> float:
    """Nanoseconds of one call."""
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter_ns()
        for _ in range(count):
            function()
        return (time.perf_counter_ns() - start) / count
    finally:
        gc.enable()


@dataclass
class Comparison:
    """One function on both sides, and its goal."""

    title: str
    order: dict[str, Any]
    """What Dewar's side is told, without `count`."""
    werkzeug: Callable[[], object]
    check: str
    """What both must make of it, as Dewar's side shows it."""
    goal: float
    """How many times faster Dewar must be."""
    count: int = 2_000
    """How often Werkzeug does it in a round."""
    factor: int = 20
    """How many times more often Dewar does it, so that both take about as long."""
    dewar_ns: list[float] = field(default_factory=list)
    werkzeug_ns: list[float] = field(default_factory=list)

    def take_turns(self, dewar: Dewar) -> None:
        """One round: first one side, then the other."""
        answer = dewar.ask({**self.order, "count": self.count * self.factor})
        if answer["check"] != self.check:
            raise BenchmarkError(
                f"{self.title}: Dewar made {answer['check']!r} of it, Werkzeug {self.check!r}."
            )
        self.dewar_ns.append(answer["ns"])
        self.werkzeug_ns.append(measure(self.werkzeug, self.count))

    @property
    def ratio(self) -> float:
        """The median of the rounds' ratios."""
        pairs = zip(self.werkzeug_ns, self.dewar_ns, strict=True)
        return median([theirs / ours for theirs, ours in pairs])

    @property
    def is_met(self) -> bool:
        """Whether the goal is reached."""
        return self.ratio >= self.goal

    @property
    def row(self) -> list[str]:
        """Its cells in a table under `HEADS`."""
        return [
            self.title,
            _time(median(self.dewar_ns)),
            _time(median(self.werkzeug_ns)),
            f"{self.ratio:.1f}x",
            f">= {self.goal:g}x",
            "met" if self.is_met else "MISSED",
        ]

    def to_json(self) -> dict[str, object]:
        """Its figures with every round."""
        return {
            "title": self.title,
            "dewar_ns": self.dewar_ns,
            "werkzeug_ns": self.werkzeug_ns,
            "ratio": self.ratio,
            "goal": self.goal,
        }


HEADS = ("", "Dewar", "Werkzeug", "ratio", "goal", "")


def _time(nanoseconds: float) -> str:
    if nanoseconds < 1_000:
        return f"{nanoseconds:.0f} ns"
    if nanoseconds < 1_000_000:
        return f"{nanoseconds / 1_000:.2f} us"
    return f"{nanoseconds / 1_000_000:.0f} ms"
