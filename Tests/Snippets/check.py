"""Type-checks every block of Swift in README, CONTRIBUTING, DocC pages and documentation comments.

usage: check.py [--build FOLDER] [--show] [PATH ...]

A block is a file of its own. What it uses without declaring it, as `app` or `post`, is declared
in Names/<module>.swift: for a documentation comment by its module, for a page by `Pages.swift`. A
block in which a `return` stands at the outside is the inside of a view. A page's block may build
on an earlier one of the page by a line before it: `<!-- after: 1 -->`, counted from 1.
"""

import argparse
import concurrent.futures
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMES = Path(__file__).resolve().parent / "Names"
PAGES = ["README.md", "CONTRIBUTING.md", "deploy/README.md", "Sources/**/*.docc/**/*.md"]
SOURCES = ["Sources/*/**/*.swift"]


@dataclass(frozen=True)
class Block:
    """One block of Swift."""

    path: Path
    line: int
    """Where its first line stands, counted from 1."""
    module: str
    """The module that it documents; `Pages` for a page."""
    text: str
    before: str = ""
    """What it builds on."""


def main() -> int:
    """Checks, prints what is wrong and how many blocks there are."""
    line = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    line.add_argument("--build", type=Path, default=ROOT / ".build/debug", help="built products")
    line.add_argument("--show", action="store_true", help="print the files that are checked")
    line.add_argument("paths", nargs="*", type=Path, help="check these files only")
    options = line.parse_args()

    wanted = {path.resolve() for path in options.paths}
    found = [block for block in all_blocks() if not wanted or block.path in wanted]
    with tempfile.TemporaryDirectory(prefix="dewar-snippets.") as folder:
        checker = Checker(options.build, Path(folder))
        checker.build_names()
        if options.show:
            for block in found:
                print(f"// {place(block)}\n{checker.source(block)}")
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            faults = [fault for fault in pool.map(checker.fault, found) if fault]
    for fault in faults:
        print(fault)
    print(f"{len(found)} blocks of Swift, {len(faults)} with errors.")
    return 1 if faults else 0


def all_blocks() -> list[Block]:
    """Every block of the repository."""
    pages = [path for pattern in PAGES for path in sorted(ROOT.glob(pattern))]
    sources = [path for pattern in SOURCES for path in sorted(ROOT.glob(pattern))]
    blocks = [block for path in pages for block in blocks_of_page(path)]
    for path in sources:
        module = path.relative_to(ROOT).parts[1]
        comments = [
            re.sub(r"^\s*///? ?", "", line) if re.match(r"\s*///", line) else ""
            for line in path.read_text().splitlines()
        ]
        blocks += [Block(path, line, module, text) for line, text, _ in fenced(comments)]
    return blocks


def blocks_of_page(path: Path) -> list[Block]:
    """The blocks of a page, each with what it builds on."""
    blocks: list[Block] = []
    for line, text, after in fenced(path.read_text().splitlines()):
        before = "\n".join(blocks[number - 1].text for number in after)
        blocks.append(Block(path, line, "Pages", text, before))
    return blocks


def fenced(lines: list[str]) -> list[tuple[int, str, list[int]]]:
    """Blocks between "```swift" and "```": line, text, and the numbers that they come after."""
    found, block, after = [], None, []
    for number, line in enumerate(lines, start=1):
        if block is not None:
            if line.strip() == "```":
                indent = min((len(l) - len(l.lstrip()) for l in block[1] if l.strip()), default=0)
                text = "\n".join(l[indent:] for l in block[1])
                found.append((block[0], text, after))
                block, after = None, []
            else:
                block[1].append(line)
        elif line.strip() == "```swift":
            block = (number + 1, [])
        elif note := re.fullmatch(r"<!-- after: ([\d, ]+) -->", line.strip()):
            after = [int(part) for part in note[1].split(",")]
    return found


class Checker:
    """Checks blocks against the modules of a build."""

    def __init__(self, build: Path, folder: Path) -> None:
        self.folder = folder
        self.modules = build / "Modules"
        toolchain = Path(swift_path()).resolve().parents[1]
        maps = [f"-fmodule-map-file={path}" for path in ROOT.glob("Sources/C*/module.modulemap")]
        libraries = ["libpq"]  # Their headers lie in folders of their own.
        includes = subprocess.run(
            ["pkg-config", "--cflags", *libraries], capture_output=True, text=True).stdout.split()
        clang = [flag for path in [*maps, *includes] for flag in ("-Xcc", path)]
        self.flags = [
            *("-swift-version", "6", "-package-name", package_name()),
            *("-enable-upcoming-feature", "ExistentialAny"),
            *("-I", str(self.modules), "-I", str(folder), *clang, *c_headers()),
            *("-I", str(toolchain / "lib/swift/pm/ManifestAPI")),
            *("-package-description-version", "6.3"),
            *("-plugin-path", str(toolchain / "lib/swift/host/plugins")),
        ]

    def build_names(self) -> None:
        """Makes a module of each file of names."""
        for file in sorted(NAMES.glob("*.swift")):
            module = f"{file.stem}Names"
            command = [
                *("swiftc", "-frontend", "-emit-module", "-parse-as-library", str(file)),
                *("-module-name", module, "-o", str(self.folder / f"{module}.swiftmodule")),
                *self.flags,
            ]
            result = subprocess.run(command, capture_output=True, text=True)
            if result.returncode:
                sys.exit(f"{file.relative_to(ROOT)} cannot be built:\n{result.stderr}")

    def source(self, block: Block) -> str:
        """The file that is checked for a block."""
        text = f"{block.before}\n{block.text}"
        if "import PackageDescription" in text:
            return text
        imports = ["Dewar", "DewarTesting"] if block.module == "Pages" else [block.module]
        # The example has an application of its own.
        if (NAMES / f"{block.module}.swift").exists() and "import Hello" not in text:
            imports.append(f"{block.module}Names")
        lines = [f"import {module}" for module in imports]
        if re.search(r"^return\b", block.text, re.MULTILINE):
            text = f"func view() async throws -> some ResponseConvertible {{\n{text}\n}}"
            lines.append("import DewarCore")
        lines.append(f'#sourceLocation(file: "{block.path.relative_to(ROOT)}", line: {block.line})')
        return "\n".join([*lines, text.lstrip("\n"), ""])

    def fault(self, block: Block) -> str | None:
        """What the compiler says against a block."""
        file = self.folder / f"block-{block.path.stem}-{block.line}.swift"
        file.write_text(self.source(block))
        command = ["swiftc", "-frontend", "-typecheck", str(file), *self.flags]
        result = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
        if result.returncode == 0:
            return None
        errors = re.findall(r"^\S+:\d+:\d+: error: .*", result.stderr, re.MULTILINE)
        return "\n".join(errors) or f"{place(block)}: {result.stderr}"


def place(block: Block) -> str:
    """Where a block stands."""
    return f"{block.path.relative_to(ROOT)}:{block.line}"


def package_name() -> str:
    """What SwiftPM calls the package: the folder's name, as an identifier."""
    return re.sub(r"\W", "_", ROOT.name.lower())


def c_headers() -> list[str]:
    """Where the headers of the package's system libraries are, if not in the usual place."""
    names = re.findall(r'pkgConfig: "([^"]+)"', (ROOT / "Package.swift").read_text())
    command = ["pkg-config", "--cflags-only-I", *names]
    result = subprocess.run(command, capture_output=True, text=True)
    return [flag for path in result.stdout.split() for flag in ("-Xcc", path)]


def swift_path() -> str:
    """The Swift compiler's real path."""
    result = subprocess.run(["which", "swiftc"], capture_output=True, text=True, check=True)
    return result.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
