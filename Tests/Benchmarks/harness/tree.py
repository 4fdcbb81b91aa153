"""A copy of the project's files, so that a build does not touch the user's own."""

import shutil
import subprocess
from pathlib import Path

from harness.project import ROOT


def copy_tree(target: Path) -> Path:
    """Copies what git tracks or would track, with its changes; without build results."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = {name for name in listing.stdout.decode().split("\0") if name}
    for name in names | {"Package.resolved"}:
        source = ROOT / name
        if source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)
    return target
