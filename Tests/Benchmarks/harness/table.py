"""Aligned text tables and the JSON file beside them."""

import json
from collections.abc import Sequence
from pathlib import Path


def print_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Prints a titled table: the first column to the left, the others to the right."""
    widths = [max(len(row[index]) for row in (heads, *rows)) for index in range(len(heads))]

    def line(row: Sequence[str]) -> str:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        return "  ".join(cells).rstrip()

    print(f"\n{title}\n")
    print(line(heads))
    print("  ".join("-" * width for width in widths))
    for row in rows:
        print(line(row))


def write_json(path: Path | None, figures: object) -> None:
    """Writes the figures when a file was asked for."""
    if path is not None:
        path.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n")
