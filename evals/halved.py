"""What evaluations on our own hand-written cases share: two halves, a score, the command that shows both.

Half of the cases is set aside by a hash of their names: it is counted, and never shown by ``--why``.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """So many right, found and wanted."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0


def set_aside(name: str) -> bool:
    """True for half of the cases, by a hash of their names: counted, never looked at while tuning."""
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 1


def halves(cases: Iterable[Any]) -> Mapping[str, list[Any]]:
    every = list(cases)
    return {
        "tuned": [c for c in every if not set_aside(c.name)],
        "aside": [c for c in every if set_aside(c.name)],
        "all": every,
    }


def figures(
    parts: Mapping[str, list[Any]], score: Callable[[Iterable[Any]], Any], names: Sequence[str]
) -> dict[str, float]:
    """The figures of the gate, by the names of the score's properties: both halves together, and the half set aside."""
    both, aside = score(parts["all"]), score(parts["aside"])
    return {name: getattr(both, name) for name in names} | {f"aside {name}": getattr(aside, name) for name in names}


def show(
    about: str, title: str, heads: Sequence[str], parts: Mapping[str, list[Any]],
    score: Callable[[Iterable[Any]], Any], fault: Callable[[Any], str | None], argv: list[str] | None,
) -> int:  # fmt: skip
    """A table of the halves; ``heads`` are properties of the score, ``fault`` says what is wrong with a case."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("tuned", "aside", "all"), default=None, help="one half only")
    parser.add_argument("--why", action="store_true", help="list the faults of the cases that are not set aside")
    given = parser.parse_args(argv)
    console = Console(width=150 if not sys.stdout.isatty() else None)
    shown = Table(title=title, title_justify="left")
    for head in ("half", "cases", *heads):
        shown.add_column(head, justify="left" if head == "half" else "right")
    for name, held in parts.items():
        if given.half in (None, name):
            made = score(held)
            values = [getattr(made, head) for head in heads]
            told = [f"{value:.3f}" if isinstance(value, float) else str(value) for value in values]
            shown.add_row(name, str(len(held)), *told)
    console.print(shown)
    for case in parts["tuned"] if given.why else ():
        if why := fault(case):
            console.print(f"{case.name}\n{why}", highlight=False)
    return 0
