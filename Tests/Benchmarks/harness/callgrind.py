"""Instructions counted by callgrind, the part of valgrind that needs nothing of the processor."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from harness import packages
from harness.failure import BenchmarkError
from harness.project import build_c


@dataclass(frozen=True)
class Cost:
    """What one function cost."""

    instructions: int
    function: str
    sources: frozenset[str]
    """Its files, `???` where the library has no debug information."""


def under_callgrind(command: tuple[str, ...], output: Path) -> tuple[str, ...]:
    """The command of a server that spawn-fcgi starts, with the server under callgrind."""
    program = command.index("--") + 1
    library = build_c("sigsuspend.c", output.with_name("sigsuspend.so"), "-shared", "-fPIC")
    valgrind = (packages.command("valgrind"), "--tool=callgrind", f"--callgrind-out-file={output}")
    tool = ("/usr/bin/env", f"LD_PRELOAD={library}", *valgrind)
    return (*command[:program], *tool, *command[program:])


def dump(process: int, output: Path, number: int) -> Path:
    """Writes what was counted since the last dump; `number` counts the dumps from 1."""
    command = [packages.command("callgrind_control"), "--dump", str(process)]
    subprocess.run(command, check=True, capture_output=True)
    return Path(f"{output}.{number}")


def total(file: Path) -> int:
    """All instructions of a dump."""
    found = re.search(r"^totals: (\d+)", file.read_text(), re.MULTILINE)
    if found is None:
        raise BenchmarkError(f"callgrind wrote no total to {file}.")
    return int(found[1])


def costs(file: Path, *, inclusive: bool) -> list[Cost]:
    """The functions of a dump by cost, greatest first: their own, or with all they call."""
    options = ["--threshold=99", "--auto=no", f"--inclusive={'yes' if inclusive else 'no'}"]
    command = [packages.command("callgrind_annotate"), *options, str(file)]
    listing = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    demangler = packages.find_command("swift-demangle")
    if demangler is not None:
        simplify = [demangler, "--compact", "--simplified"]
        listing = subprocess.run(
            simplify, input=listing, check=True, capture_output=True, text=True
        ).stdout
    lines = re.findall(r"^ *([\d,]+) \(.*?%\) +(.*?):(.*?)(?: \[[^\]]*\])?$", listing, re.MULTILINE)
    summed: dict[str, int] = {}
    sources: dict[str, set[str]] = {}
    for count, source, function in lines:
        name = re.sub(r"'\d+$", "", function)  # '2 marks a recursive call
        value = int(count.replace(",", ""))
        # What is inlined stands once for each file it comes from, and its whole cost with each.
        before = summed.get(name, 0)
        summed[name] = max(before, value) if inclusive else before + value
        sources.setdefault(name, set()).add(source)
    found = [Cost(value, name, frozenset(sources[name])) for name, value in summed.items()]
    return sorted(found, key=lambda cost: -cost.instructions)
