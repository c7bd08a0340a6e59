"""Whether two reports share an origin: the judgement on record, the copies between them, or the two held together."""

from __future__ import annotations

from trucewatch.explain.model import Compared, Relation, Step
from trucewatch.explain.past import maker_words, past_of, ways_to_change
from trucewatch.explain.path import way_between
from trucewatch.judging import Side
from trucewatch.link.copies import share
from trucewatch.link.origins import SAME_AT, WRITTEN_FROM, Held, judged
from trucewatch.records.maker import Reason
from trucewatch.records.origins import origins_of
from trucewatch.records.report import Report
from trucewatch.store import Store


def origin_relation(store: Store, ours: Side, theirs: Side) -> Relation:
    """What the case says of the origin of two reports; a pair that nobody judged is held side by side now."""
    left, right = ours.record, theirs.record
    ids = {left.id, right.id}
    found = [j for j in store.judgements_with({"same_report"}, left=ids) if {j.left, j.right} == ids]
    kin, judgements = store.kin_of_reports(ids)
    known = store.reports_named(kin)
    person = next((j for j in found if j.maker.kind == "person"), None)
    machine = next((j for j in found if j.maker.kind == "machine"), None)
    origin = origins_of(known, judgements).origin_of
    same = origin.get(left.id, left.id) == origin.get(right.id, right.id)
    by = person or machine
    verdict = by.verdict if by else "same" if same else "different"
    score, reasons = (machine.score, machine.reasons) if machine else _weighed(store, left, right)
    copied = share(store.text(left.text_id), store.text(right.text_id))
    measured = Reason(
        field="copied", value=f"{copied.of_one:.2f} | {copied.of_other:.2f}",
        rule="share of each report's words that stands in the other, four or more in a row",
    )  # fmt: skip
    nothing = Reason(field="origin", value="none", rule="no long run of words in both, and no source that ties them")
    path: tuple[Step, ...] = ()
    if same and (score is None or score < SAME_AT) and person is None:
        titles = {r.id: r.title or "" for r in known}
        path = tuple(
            Step(
                left=store.shown("report", one), right=store.shown("report", other), left_words=titles[one],
                right_words=titles[other], score=judgement.score, by=maker_words(judgement) or "",
            )
            for one, other, judgement in way_between(judgements, [left.id], [right.id], same_at=SAME_AT)
        )  # fmt: skip
    return Relation(
        kind="same_report", verdict=verdict, score=score, joined_from=SAME_AT, kept_from=WRITTEN_FROM,
        live=machine is None, by=maker_words(by), made_at=by.made_at if by else None,
        reasons=tuple(map(Compared.of, [*reasons, measured])), path=path,
        uncompared=() if score is not None else (Compared.of(nothing),), past=past_of(store, ours, theirs, None),
        change=ways_to_change(store, ours, theirs, None, together=same),
    )  # fmt: skip


def _weighed(store: Store, left: Report, right: Report) -> tuple[float | None, tuple[Reason, ...]]:
    """How like one origin the two reports are, as linking judges it; no score if nothing speaks for it."""
    one, other = (Held(report, store.text(report.text_id)) for report in (left, right))
    verdict = judged(one, other)
    return (verdict.score, verdict.reasons) if verdict is not None else (None, ())
