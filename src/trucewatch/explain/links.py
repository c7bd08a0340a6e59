"""Relations other than being one: an answer, a repetition, a part, a provision, an origin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from trucewatch.assess.corroborate import trace
from trucewatch.assess.matching import Heard, targets_of
from trucewatch.assess.provisions import POINTED_AT
from trucewatch.explain.model import Compared, Relation
from trucewatch.explain.past import maker_words, past_of, ways_to_change
from trucewatch.judging import Side
from trucewatch.link.copies import share
from trucewatch.link.order import Told
from trucewatch.link.responses import ANSWERED_AT, weigh
from trucewatch.link.voices import voices_of
from trucewatch.records.judgement import Judgement, JudgementKind
from trucewatch.records.maker import Reason
from trucewatch.records.vocabulary import CHARGES
from trucewatch.store import Store


def links_between(store: Store, ours: Side, theirs: Side) -> list[Relation]:
    """What is judged between two records besides whether they are one."""
    if theirs.kind == "provision":
        return [_provision(store, ours, theirs)]
    if ours.kind == theirs.kind == "report":
        return [_origin(store, ours, theirs)]
    found = []
    if ours.kind == theirs.kind == "statement" and ours.record.id != theirs.record.id:
        found += [*_answers(store, ours, theirs), *_only_on_record(store, ours, theirs, "repeats")]
    if ours.kind == theirs.kind == "incident" and ours.record.id != theirs.record.id:
        found += _only_on_record(store, ours, theirs, "part_of")
    return found


def _standing(store: Store, kind: JudgementKind, left: str, right: str) -> list[Judgement]:
    """The judgements of a kind about two records, a person's first."""
    found = [j for j in store.judgements(kind) if j.left == left and j.right == right]
    return sorted(found, key=lambda j: j.maker.kind != "person")


def _of_record(store: Store, ours: Side, theirs: Side, found: list[Judgement], *, live: Relation) -> Relation:
    """The relation as it stands on record; ``live`` is what there is to say where nothing is on record."""
    kind = live.kind
    past = past_of(store, ours, theirs, kind)
    if not found:
        change = ways_to_change(store, ours, theirs, kind, together=False)
        return replace(live, past=past, change=change)
    first = found[0]
    machine = next((j for j in found if j.maker.kind != "person"), None)
    reasons = tuple(map(Compared.of, machine.reasons)) if machine else live.reasons
    return Relation(
        kind=kind, verdict=first.verdict, label=first.label, score=machine.score if machine else live.score,
        joined_from=live.joined_from, live=machine is None, by=maker_words(first), made_at=first.made_at,
        reasons=reasons, past=past, change=ways_to_change(store, ours, theirs, kind, together=first.verdict == "same"),
    )  # fmt: skip


def _only_on_record(store: Store, ours: Side, theirs: Side, kind: JudgementKind) -> list[Relation]:
    """A relation that is shown only where somebody judged it, in the direction in which it was judged."""
    for one, other in ((ours, theirs), (theirs, ours)):
        found = _standing(store, kind, one.record.id, other.record.id)
        if found:
            return [_of_record(store, one, other, found, live=Relation(kind=kind, verdict="different"))]
    return []


# -- answers -------------------------------------------------------------------------------------------


def _answers(store: Store, ours: Side, theirs: Side) -> list[Relation]:
    """Whether one statement answers the other: as judged, in whichever direction; else weighed anew, where a charge
    meets another side."""
    for claim, answer in ((ours, theirs), (theirs, ours)):
        found = _standing(store, "response", claim.record.id, answer.record.id)
        if found:
            return [_of_record(store, answer, claim, found, live=_weighed(store, claim, answer))]
    if ours.record.side == theirs.record.side and not past_of(store, ours, theirs, "response"):
        return []
    claim, answer = (theirs, ours) if _charges(theirs, ours) and not _charges(ours, theirs) else (ours, theirs)
    return [_of_record(store, answer, claim, [], live=_weighed(store, claim, answer))]


def _charges(one: Side, other: Side) -> bool:
    return one.record.act in CHARGES and one.record.target_side == other.record.side


def _weighed(store: Store, claim: Side, answer: Side) -> Relation:
    """The answer weighed as linking weighs it, or what keeps it from being one."""
    mentions = [*store.mentions_of(claim.record), *store.mentions_of(answer.record)]
    texts = {m.text_id for m in mentions}
    told = [m for text_id in sorted(texts) for m in store.incident_mentions(text_id)]
    held = {m.id for m in told}
    incidents = [i for i in store.incidents() if held & set(i.mention_ids)]
    one, other = voices_of(
        [claim.record, answer.record], mentions, incidents, told, store.texts_by_id(), Told(store.reports()),
        store.agreement(),
    )  # fmt: skip
    weighed = weigh(one, other)
    if one.statement.act not in CHARGES or one.charged is None:
        value = f"{one.statement.act} | {other.statement.act}"
        why = Reason(field="act", value=value, rule="answers are looked for to charges against a side")
    elif other.statement.side not in (one.charged, one.statement.side):
        value = f"charges {one.charged} | speaks for {other.statement.side or 'no side known'}"
        why = Reason(field="addressee", value=value, rule="only the side charged, or the accuser, answers a charge")
    elif weighed is None:
        value = f"{_days(one)} | {_days(other)}"
        rule = "no words that mark an answer, no matter in common, or said before the charge or too long after it"
        why = Reason(field="answer", value=value, rule=rule)
    else:
        low = weighed.score < ANSWERED_AT
        return Relation(
            kind="response", verdict="different", label=weighed.kind, score=weighed.score, joined_from=ANSWERED_AT,
            live=True, reasons=tuple(map(Compared.of, weighed.reasons)),
            uncompared=() if low else (_crowded(),),
        )  # fmt: skip
    return Relation(
        kind="response", verdict="different", joined_from=ANSWERED_AT, live=True, uncompared=(Compared.of(why),)
    )


def _crowded() -> Compared:
    rule = "weighed high enough by itself; other charges fit this answer better, or lie nearer"
    return Compared.of(Reason(field="answer", value="one of several", rule=rule))


def _days(voice: object) -> str:
    window = getattr(voice, "window", None)
    return f"{window.first}..{window.last}" if window is not None else "day not known"


# -- provisions ----------------------------------------------------------------------------------------


def _provision(store: Store, ours: Side, theirs: Side) -> Relation:
    """Whether a record bears on a provision: as judged; else what of its words points there, and what would."""
    found = _standing(store, "provision", ours.record.id, theirs.id)
    target = next(t for t in targets_of(store.agreement()) if t.ref == theirs.id)
    heard = Heard.of(" … ".join(span.words for span in ours.words()))
    wording, shared = target.wording_in(heard)
    pointing = [
        Reason(field="citation", value=f"{target.cited_in(heard) or 'none'} | {target.ref}", rule="its reference"),
        Reason(
            field="keywords", rule="words by which reports refer to it",
            value=f"{_listed(target.keywords_in(heard))} | {_listed(written for written, _ in target.keywords)}",
        ),
        Reason(
            field="wording", value=f"{wording:.2f}", rule=f"weighted words of its text; a link needs {POINTED_AT:.2f}",
            words=", ".join(shared) or None,
        ),
        Reason(field="obligor", value=_listed(sorted(target.sides)), rule="the sides that it concerns"),
    ]  # fmt: skip
    nothing = Relation(kind="provision", verdict="different", live=True, uncompared=tuple(map(Compared.of, pointing)))
    return _of_record(store, ours, theirs, found, live=nothing)


def _listed(values: Iterable[str]) -> str:
    return ", ".join(values) or "none"


# -- origins -------------------------------------------------------------------------------------------


def _origin(store: Store, ours: Side, theirs: Side) -> Relation:
    """Whether two reports share an origin, and what tied each to the report that it was joined to."""
    reports = list(store.reports())
    traced = trace(reports, store.texts_by_id())
    left, right = ours.record.id, theirs.record.id
    same = traced.origin_of.get(left, left) == traced.origin_of.get(right, right)
    texts = [store.text(side.record.text_id) for side in (ours, theirs)]
    copied = share(*texts)
    measured = Reason(
        field="copied", value=f"{copied.of_one:.2f} | {copied.of_other:.2f}",
        rule="share of each report's words that stands in the other, four or more in a row",
    )  # fmt: skip
    said = [
        Reason(
            field="origin", value=f"{store.shown('report', one)} | {store.shown('report', reason.value)}",
            rule=reason.rule, score=reason.score, words=reason.words,
        )
        for one, reason in _ties(traced.reasons, left, right, same=same)
    ]  # fmt: skip
    return Relation(
        kind="same_report", verdict="same" if same else "different", live=True,
        reasons=tuple(map(Compared.of, [*said, measured])),
        past=past_of(store, ours, theirs, None), change=ways_to_change(store, ours, theirs, None, together=same),
    )  # fmt: skip


def _ties(reasons: Mapping[str, Sequence[Reason]], left: str, right: str, *, same: bool) -> list[tuple[str, Reason]]:
    """The reasons that lead from one report to the other, shortest way first; none if they share no origin."""
    if not same:
        return []
    ties: dict[str, list[tuple[str, str, Reason]]] = {}
    for report, found in reasons.items():
        for reason in found:
            ties.setdefault(report, []).append((reason.value, report, reason))
            ties.setdefault(reason.value, []).append((report, report, reason))
    ways: list[tuple[str, list[tuple[str, Reason]]]] = [(left, [])]
    seen = {left}
    for at, way in ways:
        if at == right:
            return way
        for other, report, reason in ties.get(at, ()):
            if other not in seen:
                seen.add(other)
                ways.append((other, [*way, (report, reason)]))
    return []
