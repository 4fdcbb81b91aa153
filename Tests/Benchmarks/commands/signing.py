"""Flask's session cookie: read, changed and written, by Dewar and by Flask's own code.

Both read the same cookie, set a value and write it anew, with the keys made as each does it: Dewar
once, Flask for every request. No server and no request is in the figure. They take turns in short
rounds; the ratio is the median of the rounds'.
"""

import json
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from harness import packages
from harness.command_line import parser, positive, progress, run_benchmark
from harness.failure import BenchmarkError
from harness.project import BENCHMARKS, RELEASE, ROOT, run
from harness.table import print_table, write_json

WANTED = 15.0  # times as fast as Flask

SESSIONS: dict[str, dict[str, object]] = {
    "a user's id": {"user_id": 42},
    "a login": {"_user_id": "42", "_fresh": True, "_id": "0123456789abcdef" * 8},
    "a cart": {"user_id": 42, "theme": "dark", "cart": [{"id": 1, "n": 2}, {"id": 5, "n": 1}]},
}


@dataclass(frozen=True)
class Result:
    """One session: nanoseconds of every round."""

    name: str
    dewar: list[float]
    flask: list[float]

    @property
    def ratio(self) -> float:
        """How many times as fast Dewar is, in the round in the middle."""
        return median(f / d for d, f in zip(self.dewar, self.flask, strict=True))

    @property
    def row(self) -> list[str]:
        """Its cells in the table."""
        spread = [f / d for d, f in zip(self.dewar, self.flask, strict=True)]
        return [
            self.name,
            f"{median(self.dewar) / 1000:.2f}",
            f"{median(self.flask) / 1000:.1f}",
            f"{self.ratio:.1f}x",
            f"({min(spread):.1f}-{max(spread):.1f})",
            "met" if self.ratio >= WANTED else "MISSED",
        ]


def main() -> int:
    """Measures and prints; 1 when Dewar is not fast enough."""
    line = parser("signing", __doc__)
    line.add_argument("--rounds", type=positive, default=7, help="rounds (7)")
    line.add_argument("--times", type=positive, default=20_000, help="times a round, Dewar (20000)")
    options = line.parse_args()
    python = packages.flask_environment() / "bin" / "python3"
    runner = _build_runner()

    results = []
    for name, session in SESSIONS.items():
        progress(f"{name}: {options.rounds} rounds")
        dewar, flask = [], []
        for _ in range(options.rounds):
            peer = _flask(python, session, max(options.times // 10, 1))
            flask.append(float(str(peer["ns"])))
            dewar.append(_dewar(runner, str(peer["cookie"]), options.times))
        results.append(Result(name, dewar, flask))
    heads = ("session", "Dewar us", "Flask us", "ratio", "(min-max)", f">= {WANTED:g}x")
    print_table("A session read, changed and written", heads, [each.row for each in results])
    write_json(options.json, [asdict(each) for each in results])
    return int(any(each.ratio < WANTED for each in results))


def _build_runner() -> Path:
    """Builds the runner of the conformance cases, which does what a case says many times."""
    build = ["swift", "build", *RELEASE, "--product", "conformance"]
    progress(f"Building: {' '.join(build)}")
    run(build, cwd=ROOT)
    where = subprocess.run(
        [*build, "--show-bin-path"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return Path(where.stdout.strip()) / "conformance"


def _flask(python: Path, session: dict[str, object], times: int) -> dict[str, object]:
    """Nanoseconds of Flask's code, and the cookie that it read."""
    program = BENCHMARKS / "peers" / "session.py"
    command = [str(python), str(program), json.dumps(session), str(times)]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(result.stdout))


def _dewar(runner: Path, cookie: str, times: int) -> float:
    """Nanoseconds of Dewar's code."""
    case = {
        "id": 1, "kind": "session", "op": "save", "secret_key": "development key",
        "now": 1_700_000_000, "cookie": cookie, "steps": [["set", "n", 1]], "repeat": times,
    }  # fmt: skip
    result = subprocess.run(
        [str(runner)], input=json.dumps(case) + "\n", capture_output=True, text=True, check=True
    )
    answer = json.loads(result.stdout)
    if not answer.get("result", {}).get("set_cookie"):
        raise BenchmarkError(f"Dewar did not save the session: {result.stdout[:200]}")
    return float(answer["ns"])


if __name__ == "__main__":
    run_benchmark(main)
