"""Where the project is, and how its example and the tools of the benchmarks are built."""

import os
import subprocess
import sys
from pathlib import Path

from harness.failure import BenchmarkError
from harness.packages import command

BENCHMARKS = Path(__file__).resolve().parent.parent
ROOT = BENCHMARKS.parent.parent


def release_options() -> tuple[str, ...]:
    """What `swift build` is told for a release: as it is deployed."""
    script = 'source "$1" && printf "%s\\n" "${release[@]}"'
    listing = subprocess.run(
        ["bash", "-c", script, "bash", str(ROOT / "deploy" / "release.sh")],
        capture_output=True, text=True, check=True,
    )
    return tuple(listing.stdout.split())


RELEASE = release_options()


def build_hello(configuration: tuple[str, ...] = RELEASE, root: Path = ROOT) -> Path:
    """Builds HelloServer and gives its path."""
    return build_product("HelloServer", configuration, root)


def build_product(
    product: str, configuration: tuple[str, ...] = RELEASE, root: Path = ROOT
) -> Path:
    """Builds an executable of the package and gives its path."""
    build = ["swift", "build", *configuration, "--product", product]
    print(f"Building: {' '.join(build)}", file=sys.stderr)
    run(build, cwd=root)
    where = subprocess.run(
        [*build, "--show-bin-path"], cwd=root, capture_output=True, text=True, check=True
    )
    return Path(where.stdout.strip()) / product


def build_c(source: str, target: Path, *more: str) -> Path:
    """Compiles one C file of the benchmarks, with more libraries or options."""
    options = ["-std=gnu11", "-O2", "-Wall", "-Wextra"]
    run([command("gcc"), *options, "-o", str(target), str(BENCHMARKS / source), *more])
    return target


def build_go(source: str, target: Path) -> Path:
    """Compiles one Go file of the benchmarks, with the standard library alone and no network."""
    offline = os.environ | {"GO111MODULE": "off", "GOPROXY": "off", "GOTOOLCHAIN": "local"}
    run([command("go"), "build", "-o", str(target), str(BENCHMARKS / source)], env=offline)
    return target


def run(
    arguments: list[str], *, cwd: Path | None = None, env: dict[str, str] | None = None
) -> None:
    """Runs a build; its output is shown only when it fails."""
    try:
        result = subprocess.run(
            arguments, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
    except FileNotFoundError as error:
        raise BenchmarkError(f"The command '{arguments[0]}' is missing.") from error
    if result.returncode != 0:
        output = result.stdout.decode(errors="replace")[-4000:]
        raise BenchmarkError(f"'{' '.join(arguments)}' failed:\n{output}")
