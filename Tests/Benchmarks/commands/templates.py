"""Templates rendered and compiled by Jinja2, minijinja and Dewar, same output, in one run.

Each engine renders the recorded cases (conformance/jinja/bench.jsonl) and pages of this
benchmark's own. The engines take turns in short rounds, and the best round of each counts: on a
busy machine the others measure the neighbours. "Growth" renders one page with 1, 10 and 100 times
the rows, and shows the time and the most memory of each, whole and a row.
"""

import json
import subprocess
import sys
from html import unescape
from pathlib import Path

from harness import packages
from harness.command_line import existing_program, parser, positive, progress, run_benchmark
from harness.failure import BenchmarkError
from harness.project import ROOT
from harness.table import print_table, write_json

ROUNDS = 5
SECONDS = 0.3
"""How long one round of one engine takes, about."""

Case = dict[str, object]

LAYOUT = (
    "<!doctype html><title>{% block title %}Shop{% endblock %}</title>"
    "<ul>{% for link in links %}<li><a href='{{ link.url }}'>{{ link.text }}</a>{% endfor %}</ul>"
    "{% block body %}{% endblock %}"
)
SHOP = (
    "{% extends 'layout' %}{% block title %}{{ shop }}: {{ goods|length }}{% endblock %}"
    "{% block body %}{% set total = 0 %}<table>{% for item in goods %}"
    "<tr class='{{ 'even' if loop.index is even else 'odd' }}'><td>{{ loop.index }}</td>"
    "<td>{{ item.name|upper }}</td><td>{{ item.price * 2 }}</td>"
    "<td>{% if item.stock > 5 %}many{% elif item.stock %}{{ item.stock }}{% else %}none{% endif %}"
    "</td></tr>{% endfor %}</table>{% endblock %}"
)
FORM = (
    "{% macro field(name, value='', type='text') %}<label>{{ name|title }}"
    "<input type='{{ type }}' name='{{ name }}' value='{{ value|e }}'></label>{% endmacro %}"
    "<form>{% for f in fields %}{{ field(f.name, value=f.value) }}{% endfor %}</form>"
)
COMMENTS = (
    "{% for c in comments recursive %}<div><b>{{ c.by }}</b>: {{ c.text }}"
    "{% if c.replies %}{{ loop(c.replies) }}{% endif %}</div>{% endfor %}"
)


def shop(count: int) -> Case:
    """A page of goods."""
    goods = [{"name": f"thing <{i}>", "price": i % 90, "stock": i % 8} for i in range(count)]
    links = [{"url": f"/go/{i}", "text": f"Go & {i}"} for i in range(8)]
    return _case(f"own/shop-{count}", {"main": SHOP, "layout": LAYOUT},
                 {"shop": "S & Sons", "goods": goods, "links": links})


def _case(name: str, templates: dict[str, str], context: object) -> Case:
    return {"id": name, "kind": "jinja", "options": {"autoescape": True}, "templates": templates,
            "main": "main", "context": context}


def _own_cases() -> list[Case]:
    fields = [{"name": f"field {i}", "value": f"\"value\" & {i}"} for i in range(40)]
    comments = [{"by": f"user{i}", "text": "<i>hello</i> " * 5, "replies": [
        {"by": "other", "text": "so & so", "replies": [{"by": "third", "text": "'ok'", "replies": []}]}
    ] * 2} for i in range(30)]
    return [shop(100), _case("own/form", {"main": FORM}, {"fields": fields}),
            _case("own/comments", {"main": COMMENTS}, {"comments": comments})]


# What runs in the environment that has both Python engines; it gets a case and the seconds.
PEER = r"""
import json, sys, time
engine, seconds = sys.argv[1], float(sys.argv[2])
case = json.loads(sys.stdin.readline())

def decode(value):  # as conformance/README.md encodes values
    if isinstance(value, list):
        return [decode(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "$float" in value:
        return float(value["$float"])
    if "$int" in value:
        return int(value["$int"])
    if "$tuple" in value:
        return tuple(decode(item) for item in value["$tuple"])
    if "$dict" in value:
        return {decode(key): decode(item) for key, item in value["$dict"]}
    return {key: decode(item) for key, item in value.items()}

case["context"] = decode(case["context"])
if engine == "jinja2":
    import jinja2
    make = lambda: jinja2.Environment(loader=jinja2.DictLoader(case["templates"]), autoescape=True)
    template = make().get_template(case["main"])
    render = lambda: template.render(case["context"])
    compile = lambda: make().from_string(case["templates"][case["main"]])
else:
    import minijinja
    environment = minijinja.Environment(templates=case["templates"], auto_escape_callback=lambda name: True)
    render = lambda: environment.render_template(case["main"], **case["context"])
    compile = lambda: minijinja.Environment().add_template("main", case["templates"][case["main"]])
try:
    output = render()
except Exception as error:
    print(json.dumps({"error": str(error)[:200]})); sys.exit()
work = compile if case.get("compile") else render
count, spent = 0, 0.0
while spent < seconds:
    start = time.perf_counter(); work(); spent += time.perf_counter() - start; count += 1
print(json.dumps({"output": output, "ns": spent / count * 1e9}))
"""


def main() -> int:
    """Renders and prints."""
    line = parser("templates", __doc__)
    line.add_argument("--rounds", type=positive, default=ROUNDS, help=f"rounds ({ROUNDS})")
    line.add_argument("--runner", type=existing_program, help="a built executable `conformance`")
    line.add_argument("--cases", type=existing_program, help="the recorded cases, bench.jsonl")
    options = line.parse_args()
    recorded = options.cases or ROOT.parent / "shared/conformance/jinja/bench.jsonl"
    cases = _own_cases()
    if recorded.exists():
        cases = [json.loads(text) for text in recorded.read_text().splitlines()] + cases
    else:
        progress(f"LEFT OUT: the recorded cases, which are not in {recorded} (--cases).")
    runner = options.runner or _build_runner()
    python = packages.template_environment() / "bin" / "python"

    figures = [_compare(case, runner, python, options.rounds) for case in cases]
    print_table("Rendering, microseconds (the best round)",
                ("case", "Jinja2", "minijinja", "Dewar", "to Jinja2", "to minijinja"),
                [_row(figure) for figure in figures])
    compiled = _compare(_long_template(), runner, python, options.rounds)
    print_table("Compiling a template of 1,000 lines, microseconds",
                ("case", "Jinja2", "minijinja", "Dewar", "to Jinja2", "to minijinja"),
                [_row(compiled)])
    growth = [_grow(size, runner, options.rounds) for size in (100, 1_000, 10_000)]
    print_table("Growth: the shop's page",
                ("rows", "output bytes", "microseconds", "nanoseconds a row", "peak memory, MB",
                 "peak a row, bytes"), [_growth_row(figure) for figure in growth])
    write_json(options.json, figures + [compiled] + growth)
    return 0


def _long_template() -> Case:
    lines = ["<p>{{ a.b|upper }} {% if x == 1 %}{{ y + 1 }}{% else %}{{ z }}{% endif %}</p>"] * 1_000
    return {**_case("own/long", {"main": "\n".join(lines)}, {"a": {"b": "c"}, "x": 1, "y": 2}),
            "compile": True}


def _build_runner() -> Path:
    progress("building the runner")
    subprocess.run(["swift", "build", "-c", "release", "--product", "conformance"], cwd=ROOT,
                   check=True, stdout=sys.stderr)
    shown = subprocess.run(["swift", "build", "-c", "release", "--show-bin-path"], cwd=ROOT,
                           check=True, capture_output=True, text=True)
    return Path(shown.stdout.strip()) / "conformance"


def _dewar(case: Case, runner: Path, repeat: int) -> dict[str, object]:
    """The runner's answer, with the most memory it used, in MB, as `peak`."""
    with subprocess.Popen([runner], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        process.stdin.write(json.dumps({**case, "repeat": repeat}).encode() + b"\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        # Of what `wait` tells, this process was a part when it was forked.
        peak = _peak(process.pid) if answer else 0
        process.stdin.close()
    if process.returncode or not answer:
        raise BenchmarkError(f"The runner ended with status {process.returncode}.")
    result = json.loads(answer)
    if "ns" not in result:
        raise BenchmarkError(f"{case['id']}: {result}")
    return {**result, "peak": peak / 1024}


def _peak(process: int) -> int:
    """The most memory that a running process had, in KB."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])


def _peer(case: Case, python: Path, engine: str) -> dict[str, object]:
    done = subprocess.run([python, "-c", PEER, engine, str(SECONDS)], input=json.dumps(case) + "\n",
                          capture_output=True, text=True)
    if done.returncode:
        raise BenchmarkError(f"{engine} failed: {done.stderr[-500:]}")
    return json.loads(done.stdout)


def _compare(case: Case, runner: Path, python: Path, rounds: int) -> dict[str, object]:
    best: dict[str, float] = {}
    outputs: dict[str, object] = {}
    repeat = 3
    for round_number in range(rounds + 1):
        answers = {"Dewar": _dewar(case, runner, repeat)}
        for engine in ("jinja2", "minijinja"):
            answers[engine] = _peer(case, python, engine)
        for engine, answer in answers.items():
            if "ns" not in answer:
                continue
            outputs[engine] = answer["output"]
            spent = float(str(answer["ns"]))
            if round_number:  # the first tells how many renderings fill a round
                best[engine] = min(best.get(engine, spent), spent)
        repeat = max(3, int(SECONDS * 1e9 / float(str(answers["Dewar"]["ns"]))))
    if outputs["Dewar"] != outputs["jinja2"]:
        raise BenchmarkError(f"{case['id']}: Dewar and Jinja2 do not render the same.")
    # minijinja escapes by other names for the same characters.
    if "minijinja" in outputs and unescape(str(outputs["minijinja"])) != unescape(
        str(outputs["jinja2"])
    ):
        progress(f"{case['id']}: minijinja renders something else; its time is left out.")
        best.pop("minijinja", None)
    progress(f"{case['id']}: done")
    return {"case": case["id"], "microseconds": {k: v / 1e3 for k, v in best.items()}}


def _row(figure: dict[str, object]) -> list[str]:
    spent = figure["microseconds"]
    assert isinstance(spent, dict)
    dewar, jinja2, minijinja = spent["Dewar"], spent["jinja2"], spent.get("minijinja")
    return [str(figure["case"]), f"{jinja2:,.1f}", f"{minijinja:,.1f}" if minijinja else "–",
            f"{dewar:,.1f}", f"{jinja2 / dewar:.1f}×", f"{minijinja / dewar:.1f}×" if minijinja else "–"]


def _grow(rows: int, runner: Path, rounds: int) -> dict[str, object]:
    """The best time and the least peak of memory for a page of so many rows.

    The peak is that of the runner, which holds the case as JSON and as values besides; what it
    holds for a page without rows is taken off where the memory of a row is told.
    """
    repeat = max(3, 200_000 // rows)
    answers = [_dewar(shop(rows), runner, repeat) for _ in range(rounds)]
    empty = min(float(str(_dewar(shop(0), runner, 3)["peak"])) for _ in range(rounds))
    spent = min(float(str(answer["ns"])) for answer in answers)
    peak = min(float(str(answer["peak"])) for answer in answers)
    return {"growth": rows, "bytes": len(str(answers[0]["output"]).encode()),
            "microseconds": spent / 1e3, "nanoseconds a row": spent / rows, "peak MB": peak,
            "peak bytes a row": (peak - empty) * (1 << 20) / rows}


def _growth_row(figure: dict[str, object]) -> list[str]:
    return [f"{figure[name]:,}" if isinstance(figure[name], int) else f"{figure[name]:,.1f}"
            for name in ("growth", "bytes", "microseconds", "nanoseconds a row", "peak MB",
                         "peak bytes a row")]


if __name__ == "__main__":
    run_benchmark(main)
