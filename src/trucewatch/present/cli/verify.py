"""``trucewatch verify``: does everything in the case still hold?"""

from __future__ import annotations

from trucewatch.case import open_case
from trucewatch.errors import VerificationFailed
from trucewatch.present.brief.words import counted
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.remarks import remark
from trucewatch.store import VerifyReport


def command(case: CaseArgument) -> None:
    """Check every capture's hash, every text's hash, every span's words and the chain of decisions.

    Names each item that does not hold and ends with exit code 3 if there is one. What was redacted is counted
    and passes.

    Example: trucewatch verify doha.truce
    """
    with open_case(case) as opened:
        report = opened.verify()
    for finding in report.findings:
        print(f"{finding.kind} {finding.id}: {finding.problem}")
    print(verify_line(report))
    if report.head:
        remark(f"head of the chain of decisions: {report.head}")
    if report.findings:
        wrong = counted(len(report.findings), "item does", "items do")
        raise VerificationFailed(f"{wrong} not hold in {case}; named above")


def verify_line(report: VerifyReport) -> str:
    """What was checked and how it stands, in one line."""
    checked = ", ".join(f"{number} {kind}" for kind, number in report.checked.items() if number)
    state = "all holds" if report.passed else counted(len(report.findings), "does not hold", "do not hold")
    return f"{state}; {report.redacted} redacted; checked {checked}"
