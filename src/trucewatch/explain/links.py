"""Relations other than being one: an answer, a repetition, a part, a provision, an origin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from trucewatch.assess.matching import Heard, targets_of
from trucewatch.assess.provisions import POINTED_AT
from trucewatch.explain.answers import answer_weighed, charges
from trucewatch.explain.model import Compared, Relation
from trucewatch.explain.origins import origin_relation
from trucewatch.explain.past import maker_words, past_of, ways_to_change
from trucewatch.judging import Side
from trucewatch.records.judgement import Judgement, JudgementKind
from trucewatch.records.maker import Reason
from trucewatch.store import Store


def links_between(store: Store, ours: Side, theirs: Side) -> list[Relation]:
    """What is judged between two records besides whether they are one."""
    if theirs.kind == "provision":
        return [_provision(store, ours, theirs)]
    if ours.kind == theirs.kind == "report":
        return [origin_relation(store, ours, theirs)]
    found = []
    if ours.kind == theirs.kind == "statement" and ours.record.id != theirs.record.id:
        found += [*_answers(store, ours, theirs), *_only_on_record(store, ours, theirs, "repeats")]
    if ours.kind == theirs.kind == "incident" and ours.record.id != theirs.record.id:
        found += _only_on_record(store, ours, theirs, "part_of")
    return found


def _standing(store: Store, kind: JudgementKind, left: str, right: str) -> list[Judgement]:
    """The judgements of a kind about two records, a person's first."""
    found = [j for j in store.judgements_with({kind}, left=[left]) if j.right == right]
    return sorted(found, key=lambda j: j.maker.kind != "person")


def _of_record(store: Store, ours: Side, theirs: Side, found: list[Judgement], *, live: Relation) -> Relation:
    """The relation as it stands on record; ``live`` is what there is to say where nothing is on record."""
    kind = live.kind
    assert kind != "same_series", "figures are held against each other by what they count, and never judged"
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
            return [_of_record(store, answer, claim, found, live=answer_weighed(store, claim.record, answer.record))]
    if ours.record.side == theirs.record.side and not past_of(store, ours, theirs, "response"):
        return []
    turned = charges(theirs.record, ours.record) and not charges(ours.record, theirs.record)
    claim, answer = (theirs, ours) if turned else (ours, theirs)
    return [_of_record(store, answer, claim, [], live=answer_weighed(store, claim.record, answer.record))]


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
            field="topic words", rule="words of its topic", value=_listed(target.topic_words_in(heard)),
        ),
        Reason(
            field="wording", value=f"{wording:.2f}", rule=f"weighted words of its text; a link needs {POINTED_AT:.2f}",
            words=", ".join(shared) or None,
        ),
        Reason(field="obligor", value=_listed(sorted(target.sides)), rule="the sides that it concerns"),
    ]  # fmt: skip
    others = [j for j in store.judgements_with({"provision"}, left=[ours.record.id]) if j.verdict == "same"]
    if others:
        value = f"{_listed(j.right for j in others)} | {target.ref}"
        pointing.append(Reason(field="linked to", value=value, rule="what its words point at more"))
    nothing = Relation(kind="provision", verdict="different", live=True, uncompared=tuple(map(Compared.of, pointing)))
    return _of_record(store, ours, theirs, found, live=nothing)


def _listed(values: Iterable[str]) -> str:
    return ", ".join(values) or "none"
