"""The command line of a script of figures, and its end."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from common.board import Board
from common.fixture import build
from harness import packages
from harness.command_line import existing_program, progress, run_benchmark
from harness.workspace import Workspace


@dataclass(frozen=True)
class Run:
    """What a figure is measured with."""

    program: Path
    """The fixture server."""
    workspace: Workspace
    """A temporary directory, and the processes of this run."""
    board: Board
    quick: bool
    """Whether this run only shows that the script works: small, and without bars on time."""


Figure = Callable[[Run], None]


def run_script(
    name: str,
    documentation: str | None,
    figures: Mapping[str, Figure],
    *needed: str,
    product: str = "FigureServer",
) -> None:
    """Measures the figures, or those that are named, and ends the program.

    Its status is 0 when every bar is met, 1 when one is missed or a figure cannot be had.

    `needed` are commands, keys of `harness.packages.APT_PACKAGES`, beside those of the fixture.
    `product` is the executable that is measured.
    """
    program = f"Tests/Figures/{name}"
    run_benchmark(lambda: _run(program, documentation, figures, needed, product), program)


def _run(
    name: str,
    documentation: str | None,
    figures: Mapping[str, Figure],
    needed: tuple[str, ...],
    product: str,
) -> int:
    line = argparse.ArgumentParser(
        prog=name,
        description=documentation,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    line.add_argument("figures", nargs="*", metavar="FIGURE", help=f"of {', '.join(figures)} (all)")
    line.add_argument("--quick", action="store_true", help="small, without bars on time")
    line.add_argument("--program", type=existing_program, help="a built fixture server")
    options = line.parse_args()
    unknown = [figure for figure in options.figures if figure not in figures]
    if unknown:
        line.error(f"no figure is called '{unknown[0]}'; there are {', '.join(figures)}.")
    packages.install("nginx", "spawn-fcgi", "wrk", "/usr/include/fcgiapp.h", *needed)
    program = options.program or build(product)
    board = Board()
    for figure in options.figures or figures:
        progress(f"--- {figure}")
        with Workspace() as workspace:
            figures[figure](Run(program, workspace, board, options.quick))
    misses = sum(not line.is_met for line in board.lines)
    print(f"{len(board.lines)} figures, {misses} missed.", flush=True)
    return 1 if board.has_missed else 0
