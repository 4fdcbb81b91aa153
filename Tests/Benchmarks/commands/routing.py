"""Matching and building URLs among 10 to 10,000 rules, against Werkzeug in the same run.

Both sides get the same rules and paths and take turns. The exit code is 1 when a goal is missed.
"""

from itertools import cycle

from harness import packages
from harness.command_line import existing_program, parser, positive, progress, run_benchmark
from harness.functions import HEADS, Comparison, Dewar, build_dewar
from harness.table import print_table, write_json
from harness.workspace import Workspace

SIZES = (10, 100, 1_000, 10_000)
MEASURED = 1_000  # the size that the goals are about


def main() -> int:
    """Measures and prints; 1 when a goal is missed."""
    line = parser("routing", __doc__)
    line.add_argument("--rounds", type=positive, default=9, help="rounds (9)")
    line.add_argument("--program", type=existing_program, help="a built DewarBenchmark")
    options = line.parse_args()
    packages.use_werkzeug()

    with Workspace() as workspace:
        dewar = Dewar(workspace, options.program or build_dewar())
        comparisons = [each for size in SIZES for each in _comparisons(size)]
        for number in range(options.rounds):
            progress(f"round {number + 1} of {options.rounds}")
            for each in comparisons:
                each.take_turns(dewar)

    print_table("Routing: time of one call, median of the rounds", HEADS,
                [each.row for each in comparisons])
    write_json(options.json, [each.to_json() for each in comparisons])
    return 0 if all(each.is_met for each in comparisons) else 1


def _rules(size: int) -> list[dict[str, str]]:
    """Half of them without variables, half with two; all below a few sections."""
    rules = []
    for index in range(size // 2):
        section = f"/section{index % 20}/topic{index}"
        rules.append({"rule": f"{section}/about", "endpoint": f"about{index}"})
        rules.append({"rule": f"{section}/<int:id>/<slug>", "endpoint": f"show{index}"})
    return rules


def _comparisons(size: int) -> list[Comparison]:
    from werkzeug.routing import Map, Rule

    rules = _rules(size)
    urls = Map([Rule(each["rule"], endpoint=each["endpoint"]) for each in rules]).bind("example.com")
    step = max(1, size // 2 // 50)
    indices = range(0, size // 2, step)
    sections = [f"/section{index % 20}/topic{index}" for index in indices]
    static = [f"{section}/about" for section in sections]
    dynamic = [f"{section}/{4000 + index}/a-slug-of-words" for index, section in enumerate(sections)]
    # Where the goals are: fewer or more rules must not be slower than those.
    goals = {"static": 40, "converted": 20, "built": 10}

    def match(title: str, paths: list[str], goal: float) -> Comparison:
        following = cycle(paths)
        second = paths[1 % len(paths)]
        arguments = urls.match(second)[1]
        return Comparison(
            f"{title} among {size:,} rules",
            {"name": "match", "rules": rules, "paths": paths},
            lambda: urls.match(next(following)),
            "&".join(f"{name}={value}" for name, value in arguments.items()),
            goal,
        )

    identifiers = cycle(range(1000))
    endpoint = f"show{size // 4}"
    build = Comparison(
        f"a URL built among {size:,} rules",
        {"name": "build", "rules": rules, "endpoint": endpoint, "slug": "a slug/é"},
        lambda: urls.build(endpoint, {"id": next(identifiers), "slug": "a slug/é", "page": 2}),
        urls.build(endpoint, {"id": 1, "slug": "a slug/é", "page": 2}),
        goals["built"],
    )
    return [
        match("a path without variables", static, goals["static"]),
        match("a path with an int and a text", dynamic, goals["converted"]),
        build,
    ]


if __name__ == "__main__":
    run_benchmark(main)
