"""``trucewatch reannotate``: redo what a newer engine, agreement or date would read otherwise."""

from __future__ import annotations

from trucewatch.case import open_case
from trucewatch.present.brief.words import counted
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.remarks import progress, remark, show_lost


def command(case: CaseArgument) -> None:
    """Annotate again exactly those reports whose fingerprint changed, and link the case anew.

    A report's fingerprint covers its publication date, the engine and model versions and the agreement. People's
    decisions are applied after the machine and stay in force.

    Example: trucewatch reannotate doha.truce
    """
    with open_case(case, write=True, remark=remark) as opened, progress("reports") as watch:
        redone, kept, lost = opened.reannotate(progress=watch)
    remark(f"{counted(redone, 'report')} annotated again, {kept} unchanged")
    show_lost(lost)
