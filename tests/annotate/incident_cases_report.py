"""Share of the hand-written incident cases that pass, by phenomenon and in all.

``python -m tests.annotate.incident_cases_report [--why]``; ``--why`` also prints what each failing case gets wrong.
A case that is marked as an expected failure counts as failed.
"""

from __future__ import annotations

import sys
from collections import Counter

from tests.annotate.incident_case import cases, failures


def main(arguments: list[str]) -> None:
    """Run the cases and print the table to standard output."""
    passed: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    for case in cases():
        wrong = failures(case)
        group = (case.file, case.phenomenon)
        total[group] += 1
        passed[group] += not wrong
        if "--why" in arguments and wrong:
            print(f"## {case.file}: {case.name}: {case.given['text']}\n" + "\n".join(f"   {line}" for line in wrong))
    print("| file | phenomenon | passed | all |\n|---|---|---:|---:|")
    for file, phenomenon in total:
        print(f"| {file} | {phenomenon} | {passed[file, phenomenon]} | {total[file, phenomenon]} |")
    print(f"| | **in all** | **{passed.total()}** | **{total.total()}** ({passed.total() / total.total():.1%}) |")


if __name__ == "__main__":
    main(sys.argv[1:])
