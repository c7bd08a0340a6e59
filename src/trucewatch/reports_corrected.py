"""A report's own title, outlet, author and day as persons corrected them: put in force, with all that derives of them.

Days that words are counted from ("yesterday") hang on the day of publication, and whose account an outlet gives on the
outlet: where one of these changes, the report's text is annotated anew. Decisions of persons about what was found
in it are applied after the machine as ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trucewatch import pipeline
from trucewatch.arriving import first_report
from trucewatch.link.report_decisions import corrected, is_correction
from trucewatch.records.decision import Decision
from trucewatch.records.report import Report
from trucewatch.store import Store

__all__ = ["concerned", "is_correction", "settle"]


def concerned(store: Store, made: Iterable[Decision]) -> set[str]:
    """The reports whose own values these decisions may have changed."""
    given = list(made)
    found = {d.target for d in given if is_correction(d)}
    if any(d.action == "undo" for d in given):  # which decision was taken back may be found through other undoings
        found |= {d.target for d in store.decisions() if is_correction(d)}
    return found


def settle(store: Store, report_ids: Iterable[str]) -> None:
    """Let the values of these reports be what persons decided; what is read otherwise by that is annotated anew.

    The case has to be linked afterwards.
    """
    ids = sorted(set(report_ids))
    if not ids:
        return
    decisions = store.decisions()
    changed = [
        (before, after) for before in store.reports_named(ids) if (after := corrected(before, decisions)) != before
    ]
    for _, after in changed:
        store.save_report_values(after)
    dated = [a for b, a in changed if (b.published, b.publisher) != (a.published, a.publisher) and a.kind == "article"]
    if dated:
        _read_anew(store, dated)


def _read_anew(store: Store, reports: Sequence[Report]) -> None:
    annotator = pipeline.make_annotator(store)
    for report in reports:
        pipeline.annotate_anew(store, annotator, report, first=first_report(store, report.text_id, report))
