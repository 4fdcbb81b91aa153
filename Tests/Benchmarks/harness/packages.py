"""Installs what a benchmark needs and the machine lacks: by apt, and Python's by pip."""

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from harness.failure import BenchmarkError

# What shows that a package is there: a command, or a file by its absolute path.
APT_PACKAGES: dict[str, str] = {
    "wrk": "wrk",
    "go": "golang-go",
    "gcc": "gcc",
    "/usr/include/fcgiapp.h": "libfcgi-dev",
    "nginx": "nginx",
    "spawn-fcgi": "spawn-fcgi",
    "strace": "strace",
    "valgrind": "valgrind",
    "strip": "binutils",
    "prlimit": "util-linux",
    "php-fpm": "php-fpm",
    "/usr/share/doc/python3-venv": "python3-venv",
    "/usr/include/postgresql/libpq-fe.h": "libpq-dev",
    "/usr/include/sqlite3.h": "libsqlite3-dev",
    "/usr/lib/postgresql": "postgresql",
}
WERKZEUG_VERSION = "3.1.8"
FLASK_PACKAGES = ("flask==3.1.3", f"werkzeug=={WERKZEUG_VERSION}", "gunicorn==27.0.1")
MODEL_PACKAGES = ("sqlalchemy==2.1.9", "psycopg2-binary")
TEMPLATE_PACKAGES = ("jinja2==3.1.6", "minijinja")


def find_command(name: str) -> str | None:
    """The path of a command, also where only root's PATH looks."""
    places = os.environ.get("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin"
    found = shutil.which(name, path=places)
    if found is None and name == "php-fpm":  # Debian adds the version to the name
        versions = sorted(Path("/usr/sbin").glob("php-fpm[0-9]*"))
        return str(versions[-1]) if versions else None
    return found


def command(name: str) -> str:
    """The path of a command that `install` has made sure of."""
    found = find_command(name)
    if found is None:
        raise BenchmarkError(f"The command '{name}' is missing, also after its installation.")
    return found


def install(*names: str) -> None:
    """Installs the packages of those of `names` (keys of `APT_PACKAGES`) that are missing."""
    missing = [
        APT_PACKAGES[name]
        for name in names
        if not (Path(name).exists() if name.startswith("/") else find_command(name))
    ]
    if not missing:
        return
    apt = ["apt-get"] if os.geteuid() == 0 else ["sudo", "apt-get"]
    print(f"Installing by apt: {' '.join(missing)}", file=sys.stderr)
    try:
        subprocess.run([*apt, "update", "-q"], check=True, stdout=sys.stderr)
        subprocess.run(
            [*apt, "install", "-y", "--no-install-recommends", *missing],
            check=True,
            stdout=sys.stderr,
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise BenchmarkError(
            f"These packages are needed: {' '.join(missing)}. "
            f"Install them by `apt-get install` and try again ({error})."
        ) from error


def use_werkzeug() -> None:
    """Makes Werkzeug importable: the machine's own of this version, else that beside Flask."""
    if importlib.util.find_spec("werkzeug") is not None:
        if importlib.metadata.version("werkzeug") == WERKZEUG_VERSION:
            return
    (folder,) = flask_environment().glob("lib/python*/site-packages")
    sys.path.insert(0, str(folder))
    found = importlib.metadata.version("werkzeug")
    if found != WERKZEUG_VERSION:
        raise BenchmarkError(f"Wanted Werkzeug {WERKZEUG_VERSION}, got {found}.")


def cache_directory() -> Path:
    """Where downloads and build results stay between runs."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    directory = Path(base) / "dewar" / "bench"
    directory.mkdir(parents=True, exist_ok=True)
    return directory


def flask_environment() -> Path:
    """A virtual environment with Flask and gunicorn; made on first use."""
    return _environment("flask", FLASK_PACKAGES)


def template_environment() -> Path:
    """A virtual environment with Jinja2 and minijinja; made on first use."""
    return _environment("templates", TEMPLATE_PACKAGES)


def model_environment() -> Path:
    """A virtual environment with SQLAlchemy and its usual driver for PostgreSQL; made on first use."""
    return _environment("models", MODEL_PACKAGES)


def _environment(name: str, wanted: tuple[str, ...]) -> Path:
    directory = cache_directory() / name
    stamp = directory / "installed"
    if stamp.exists() and stamp.read_text() == " ".join(wanted):
        return directory
    print(f"Installing by pip: {' '.join(wanted)}", file=sys.stderr)
    try:
        if importlib.util.find_spec("ensurepip") is None:  # Debian packs it apart
            install("/usr/share/doc/python3-venv")
        subprocess.run(
            [sys.executable, "-m", "venv", "--clear", str(directory)],
            check=True,
            stdout=sys.stderr,
        )
        subprocess.run(
            [str(directory / "bin" / "pip"), "install", "-q", *wanted],
            check=True,
            stdout=sys.stderr,
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise BenchmarkError(f"{', '.join(wanted)}: pip could not install it: {error}.") from error
    stamp.write_text(" ".join(wanted))
    return directory
