"""What the command lines of the benchmarks have in common."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from harness.failure import BenchmarkError


def parser(name: str, documentation: str | None) -> argparse.ArgumentParser:
    """A command line whose help is the documentation of the benchmark's file."""
    made = argparse.ArgumentParser(
        prog=f"deploy/bench {name}",
        description=documentation,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to FILE")
    return made


def positive(text: str) -> int:
    """A whole number from 1 up."""
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"wanted a whole number from 1 up, got '{text}'")
    return int(text)


def existing_program(text: str) -> Path:
    """The absolute path of a program that is there."""
    path = Path(text).resolve()
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no program '{text}'")
    return path


def progress(text: str) -> None:
    """A line for the person who waits; not part of the result."""
    print(text, file=sys.stderr, flush=True)


def run_benchmark(main: Callable[[], int], program: str = "deploy/bench") -> None:
    """Runs a benchmark and ends the program: 1 for a failure, 130 after Ctrl-C."""
    try:
        status = main()
    except BenchmarkError as error:
        print(f"{program}: {error}", file=sys.stderr)
        status = 1
    except KeyboardInterrupt:
        status = 130
    raise SystemExit(status)
