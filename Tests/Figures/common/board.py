"""The figures as they are measured: one line each, with the bar and whether it was met."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One figure."""

    name: str
    value: str
    bar: str
    """What was wanted: `< 30 MB`; empty when nothing is."""
    is_met: bool


class Board:
    """Prints each figure when it is there: `name  value  bar  ok` or `MISS`."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    @property
    def has_missed(self) -> bool:
        """Whether any figure missed its bar."""
        return any(not line.is_met for line in self.lines)

    def below(self, name: str, value: float, bar: float, unit: str) -> None:
        """A figure that must be smaller than its bar."""
        self._add(name, _text(value, unit), f"< {_text(bar, unit)}", value < bar)

    def above(self, name: str, value: float, bar: float, unit: str) -> None:
        """A figure that must be larger than its bar."""
        self._add(name, _text(value, unit), f"> {_text(bar, unit)}", value > bar)

    def equal(self, name: str, value: object, bar: object) -> None:
        """A figure that must be exactly this."""
        self._add(name, _plain(value), f"= {_plain(bar)}", value == bar)

    def note(self, name: str, value: float, unit: str) -> None:
        """A figure that is told and has no bar."""
        self._add(name, _text(value, unit), "", True)

    def below_unless(
        self, is_quick: bool, name: str, value: float, bar: float, unit: str
    ) -> None:
        """A figure that a quick run tells without a bar, because other programs change it."""
        if is_quick:
            self.note(name, value, unit)
        else:
            self.below(name, value, bar, unit)

    def _add(self, name: str, value: str, bar: str, is_met: bool) -> None:
        self.lines.append(Line(name, value, bar, is_met))
        verdict = "" if not bar else "ok" if is_met else "MISS"
        print(f"{name:<52}  {value:>14}  {bar:<14}  {verdict}".rstrip(), flush=True)


def _text(value: float, unit: str) -> str:
    """Three digits at least: `0.412 ms`, `29.4 MB`, `31,207 /s`."""
    size = abs(value)
    if isinstance(value, int) or size >= 100:
        number = f"{value:,.0f}"
    else:
        number = f"{value:.1f}" if size >= 10 else f"{value:.2f}" if size >= 1 else f"{value:.3f}"
    return f"{number} {unit}".strip()


def _plain(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
