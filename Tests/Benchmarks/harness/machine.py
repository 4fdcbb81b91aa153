"""Processor time and memory of processes, from /proc."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def process_tree(pid: int) -> list[int]:
    """`pid` and all its descendants; empty when it is not there or a zombie."""
    children: dict[int, list[int]] = {}
    alive: set[int] = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            fields = _stat(int(entry.name))
            if fields and fields[0] != "Z":
                alive.add(int(entry.name))
                children.setdefault(int(fields[1]), []).append(int(entry.name))
    if pid not in alive:
        return []
    tree = [pid]
    for member in tree:
        tree.extend(children.get(member, []))
    return tree


def cpu_seconds(pid: int) -> float:
    """Processor time, user and system, of a process tree, with its ended children."""
    ticks = 0
    for member in process_tree(pid):
        fields = _stat(member)
        ticks += sum(int(field) for field in fields[11:15])  # utime stime cutime cstime
    return ticks / TICKS_PER_SECOND


def machine_seconds() -> tuple[float, float]:
    """Processor time spent by the whole machine, and that taken away from it by its host."""
    first = Path("/proc/stat").read_text().split("\n", 1)[0]
    user, nice, system, _, _, irq, softirq, steal = (int(field) for field in first.split()[1:9])
    busy = user + nice + system + irq + softirq
    return busy / TICKS_PER_SECOND, steal / TICKS_PER_SECOND


@contextmanager
def one_processor() -> Iterator[None]:
    """Keeps this process and those that it starts meanwhile on one processor."""
    all_of_them = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(all_of_them)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, all_of_them)


@dataclass(frozen=True)
class Memory:
    """Memory of a process tree, in MB of 10^6 bytes."""

    now: float
    """Proportional set size: a page shared by n processes counts 1/n for each."""
    peak: float
    """Sum of the processes' largest resident sets; shared pages count each time."""


def memory(pid: int) -> Memory:
    """Memory of a process tree now and at its peak."""
    now = peak = 0
    for member in process_tree(pid):
        now += _kilobytes(Path(f"/proc/{member}/smaps_rollup"), "Pss:")
        peak += _kilobytes(Path(f"/proc/{member}/status"), "VmHWM:")
    return Memory(now * 1024 / 1e6, peak * 1024 / 1e6)


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name: state, parent, …; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _kilobytes(path: Path, name: str) -> int:
    try:
        for line in path.read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1])
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        pass
    return 0
