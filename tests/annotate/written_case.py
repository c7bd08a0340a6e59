"""What all hand-written cases of this room share: a case with its file's agreement, the table of those passed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from ruamel.yaml import YAML


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case with the file it stands in and that file's agreement, as YAML bytes."""

    file: str
    agreement: bytes
    given: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.given["name"])

    @property
    def phenomenon(self) -> str:
        return str(self.given["phenomenon"])

    @property
    def expected_failure(self) -> str | None:
        return self.given.get("expected_failure")


def yaml_bytes(form: dict[str, Any]) -> bytes:
    """An agreement read from a file of cases, as the bytes of a file of its own."""
    written = StringIO()
    YAML(typ="safe", pure=True).dump(form, written)
    return written.getvalue().encode()


def print_report(
    cases: Callable[[str | None], Iterable[Case]], failures: Callable[[Case], Sequence[str]], arguments: Sequence[str]
) -> None:
    """Run the cases and print the share that passes, by phenomenon, by file and in all.

    ``arguments``: names of files (none: all), and ``--why`` to print what each failing case gets wrong. A case that is
    marked as an expected failure counts as failed.
    """
    why = "--why" in arguments
    files = [a for a in arguments if a != "--why"] or [None]
    passed: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    for case in (c for file in files for c in cases(file)):
        wrong = failures(case)
        group = (case.file, case.phenomenon)
        total[group] += 1
        passed[group] += not wrong
        if why and wrong:
            print(f"## {case.file}: {case.name}\n   {case.given['text'].strip()}")
            print("\n".join(f"   {line}" for line in wrong))
    print("| file | phenomenon | passed | all |\n|---|---|---:|---:|")
    for file, phenomenon in total:
        print(f"| {file} | {phenomenon} | {passed[file, phenomenon]} | {total[file, phenomenon]} |")
    for file in dict.fromkeys(file for file, _ in total):
        right, every = (sum(n for (f, _), n in c.items() if f == file) for c in (passed, total))
        print(f"| {file} | **in all** | **{right}** | **{every}** ({right / every:.1%}) |")
    print(f"| | **all files** | **{passed.total()}** | **{total.total()}** ({passed.total() / total.total():.1%}) |")
