"""What is promised in numbers, measured; fails on a miss.

Runs the scripts of Tests/Figures, whose README.md tells what each figure means.
"""

import os
import subprocess
import sys
from pathlib import Path

from harness.command_line import run_benchmark
from harness.project import BENCHMARKS


def main() -> int:
    """Runs every script of the folder with the same arguments; the worst status counts."""
    folder = BENCHMARKS.parent / "Figures"
    scripts = [file for file in sorted(folder.iterdir()) if _is_script(file)]
    statuses = [subprocess.run([str(script), *sys.argv[1:]]).returncode for script in scripts]
    return max(statuses)


def _is_script(file: Path) -> bool:
    return file.is_file() and os.access(file, os.X_OK)


if __name__ == "__main__":
    run_benchmark(main)
