"""Incidents told in unseen wording: how many are found, and how often one is seen where nothing is told.

``incident_wording/`` holds single sentences in the form of ``incident_case.py``: ``told.yaml`` with the incidents
expected, ``nothing.yaml`` with none. They measure how far the word lists and rules reach beyond what they were written
for, so they are counted and not required one by one. Half of them is set aside by a hash of the name: it is only
counted, never read while rules are changed.

    python -m tests.annotate.incident_wording [--why]

prints both halves; ``--why`` lists the faults of the half that may be read.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.annotate.incident_case import TO_COME, cases, differences, found_in
from tests.annotate.written_case import Case

FOLDER = Path(__file__).parent / "incident_wording"
HALVES = ("tuned", "aside")


@dataclass(slots=True, kw_only=True)
class Half:
    """What was counted in one half: incidents expected, found at all, found with their type; sentences without any,
    and those of them in which one was seen."""

    expected: int = 0
    found: int = 0
    typed: int = 0
    quiet: int = 0
    false: int = 0


def set_aside(case: Case) -> bool:
    """True for the half that is only counted; by the case's name alone."""
    return hashlib.sha256(case.name.encode()).digest()[0] % 2 == 1


def counted() -> tuple[dict[str, Half], list[str]]:
    """Both halves, and the faults of the one that may be read, a line each."""
    halves = {half: Half() for half in HALVES}
    faults: list[str] = []
    for case in cases(folder=FOLDER):
        half = halves[HALVES[set_aside(case)]]
        told = [m for m in found_in(case) if m.said_as not in TO_COME and not m.background]
        wanted = case.given.get("expect", [])
        half.expected += len(wanted)
        half.found += min(len(told), len(wanted))
        missing = []
        free = list(told)
        for one in wanted:
            fits = [m for m in free if not differences(m, one)]
            if fits:
                free.remove(fits[0])
            else:
                missing.append(one)
        half.typed += len(wanted) - len(missing)
        half.quiet += not wanted
        half.false += bool(told) and not wanted
        if not set_aside(case) and (missing or (told and not wanted)):
            seen = "; ".join(f"{m.type} {m.said_as} {m.words.words!r}" for m in told) or "nothing"
            faults.append(f"{case.phenomenon}: {case.given['text']}\n    wanted {missing or 'nothing'}, found {seen}")
    return halves, faults


if __name__ == "__main__":
    halves, faults = counted()
    if "--why" in sys.argv[1:]:
        print("\n".join(faults))
    print("| half | incidents | found | with their type | sentences without | false |\n|---|---:|---:|---:|---:|---:|")
    for name, half in halves.items():
        found, typed, false = half.found / half.expected, half.typed / half.expected, half.false / half.quiet
        print(f"| {name} | {half.expected} | {found:.3f} | {typed:.3f} | {half.quiet} | {half.false} ({false:.3f}) |")
