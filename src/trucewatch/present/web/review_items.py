"""An item of the queue as a person works on it: both sides in their words, the reasons, what may be decided of it and
what each decision would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trucewatch.case import Case
from trucewatch.decided import made
from trucewatch.errors import BadInput, RedactedRecord, UnknownRecord
from trucewatch.explain import Compared
from trucewatch.explain.review import LINES
from trucewatch.explain.subjects import summary
from trucewatch.explain.values import Doubt
from trucewatch.present.brief.words import RESPONSES, counted
from trucewatch.present.web.passages import Passage, passage
from trucewatch.records.decision import Action
from trucewatch.records.hands import Deed
from trucewatch.records.ids import LETTERS
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement, JudgementKind
from trucewatch.records.mention import StatementMention
from trucewatch.records.proposal import Proposal
from trucewatch.records.statement import Statement
from trucewatch.store.rows import FIGURES

#: Kinds of doubt about two records -> the relation that a person judges, None where it is whether both are one.
PAIRS: Mapping[str, JudgementKind | None] = {
    "same_statement": None, "same_incident": None, "same_report": None, "response": "response",
    "provision": "provision",
}  # fmt: skip
#: Passages of one side that are shown in full.
MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One thing that may be decided: the form's value, its key, what it is called and what it would change."""

    action: str
    key: str
    name: str
    effect: str
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the records: ``name`` as ids are written (s:4f1c09aa; a provision's reference), its words and how many
    more passages there are. ``record`` is None for a provision, and for what is there no more; ``made`` says who did
    what for it."""

    kind: str
    name: str
    summary: str
    record: Any = None
    made: Sequence[Deed] = ()
    tellings: tuple[Passage, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """``sides`` are one record or two; ``judgement`` is the machine's about the two, ``compared`` the values that it
    compared, ``line`` the score from which on it holds; ``gone`` says so where the record is there no more."""

    doubt: Doubt
    sides: tuple[Side, ...]
    ways: tuple[Way, ...]
    judgement: Judgement | None = None
    compared: tuple[Compared, ...] = ()
    line: float | None = None
    gone: str = ""


def name_of(kind: str, record_id: str) -> str:
    """A record as ``decide`` and ``why`` take it."""
    if kind == "provision":
        return record_id
    return f"{LETTERS['mention' if kind.endswith(' mention') else kind]}:{record_id}"


def item_of(case: Case, doubt: Doubt) -> Item:
    """All that a person sees of an item."""
    try:
        sides = [_side(case, doubt.about_kind, doubt.about)]
        if doubt.other is not None and doubt.other_kind is not None:
            sides.append(_side(case, doubt.other_kind, doubt.other))
    except (UnknownRecord, RedactedRecord, BadInput) as error:
        return Item(doubt=doubt, sides=(), ways=_of_any(doubt), gone=str(error))
    judgement = _judgement(case, doubt, sides) if len(sides) > 1 and doubt.kind in PAIRS else None
    return Item(
        doubt=doubt, sides=tuple(sides), ways=_ways(doubt, sides), judgement=judgement,
        compared=tuple(Compared.of(reason) for reason in judgement.reasons) if judgement else (),
        line=LINES.get(judgement.kind) if judgement else None,
    )  # fmt: skip


def _judgement(case: Case, doubt: Doubt, sides: Sequence[Side]) -> Judgement | None:
    """The machine's judgement that the doubt is about: of two records the surest between their mentions."""
    left, right = (set(getattr(side.record, "mention_ids", ())) | {_id(side)} for side in sides)
    if doubt.kind in ("response", "provision"):
        found = case.store.judgements_with({doubt.kind}, left=[_id(sides[0])])
    elif doubt.kind == "same_report":
        found = case.store.kin_of_reports(left)[1]
    else:
        found = case.store.joins_of(left)
    between = [j for j in found if {j.left, j.right} & left and {j.left, j.right} & right and j.maker.kind == "machine"]
    return max(between, key=lambda j: (j.score or 0.0, j.id), default=None)


def _id(side: Side) -> str:
    return side.record.id if side.record is not None else side.name


def _side(case: Case, kind: str, record_id: str) -> Side:
    name = name_of(kind, record_id)
    if kind == "provision":
        agreement = case.agreement
        said = {p.ref: p.what for p in agreement.provisions} | {t.ref: t.what for t in agreement.claimed_terms}
        return Side(kind=kind, name=name, summary=said.get(record_id, record_id))
    _, record = case.find(name)
    spans = _words(case, record)
    return Side(
        kind=kind, name=name, summary=summary(record), record=record, made=made(case.store, record),
        tellings=tuple(passage(case, one) for one in spans[:MOST]), more=max(0, len(spans) - MOST),
    )  # fmt: skip


def _words(case: Case, record: Any) -> list[tuple[Any, ...]]:
    """The spans of each passage."""
    if isinstance(record, Statement | Incident):
        return [_words(case, mention)[0] for mention in case.store.mentions_of(record)]
    if isinstance(record, StatementMention):
        return [record.content]
    if isinstance(record, Proposal):
        return [record.quotes]
    if hasattr(record, "figure_ids"):
        return [(figure.span,) for figure in case.store.of_ids(FIGURES, record.figure_ids)]
    if hasattr(record, "anchor"):
        return [tuple(record.anchor)] if record.anchor else []
    return [tuple(record.spans())[:1]] if hasattr(record, "spans") else []


# -- what may be decided ------------------------------------------------------------------------------------


def _ways(doubt: Doubt, sides: Sequence[Side]) -> tuple[Way, ...]:
    if doubt.kind in PAIRS:
        return (*_of_pair(doubt, sides), *_of_any(doubt))
    if doubt.kind in ("attribution", "event", "speaker", "side", "rivals", "place", "date"):
        what = doubt.about_kind
        field = f"; the {doubt.field.replace('_', ' ')} stays as it is" if doubt.field else ""
        accept = Way(action="confirm", key="a", name="Accept", effect=f"The {what} counts as checked by you{field}.")
        reject = Way(
            action="reject", key="r", name="Reject",
            effect=f"The {what} leaves the record with all its passages; the words stay in the reports.",
        )  # fmt: skip
        return (accept, reject, *_of_any(doubt))
    if doubt.kind == "proposal":
        return (*_of_proposal(sides), *_of_any(doubt))
    if doubt.kind == "lost":
        undo = Way(
            action="undo", key="r", name="Take it back", effect="The decision no longer holds; it stays in the history."
        )
        return (undo, *_of_any(doubt))
    return _of_any(doubt)


def _of_proposal(sides: Sequence[Side]) -> tuple[Way, ...]:
    kind = sides[0].record.kind if sides else "statement"
    entered = {
        "statement": "The statement is entered as added by you, with a note of the proposal.",
        "gist": "The line is shown with the statement, as machine text that you accepted.",
        "provision": "The statement bears on the provision, judged so by you, with a note of the proposal.",
    }[kind]
    return (
        Way(action="confirm", key="a", name="Accept", effect=entered),
        Way(action="reject", key="r", name="Reject", effect="Nothing enters the record; it is not proposed again."),
    )


def _of_pair(doubt: Doubt, sides: Sequence[Side]) -> tuple[Way, ...]:
    if doubt.kind == "response":
        kinds = tuple(RESPONSES.items())
        return (
            Way(action="same", key="m", name="It answers", labels=kinds,
                effect="The claim counts as answered in the ledger, with this answer beside it."),
            Way(action="different", key="d", name="It does not answer",
                effect="This answer goes from the claim; without another one the claim stands open."),
        )  # fmt: skip
    if doubt.kind == "provision":
        ref = sides[1].name
        return (
            Way(action="same", key="m", name="It bears on it", effect=f"It is part of the evidence on {ref}."),
            Way(action="different", key="d", name="It does not", effect=f"It goes from the evidence on {ref}."),
        )  # fmt: skip
    what = "origin" if doubt.kind == "same_report" else doubt.kind.removeprefix("same_")
    joined = doubt.about_kind.endswith(" mention") or doubt.other_kind == "mention"
    held = f"They are held as one {what} now." if doubt.verdict == "same" else f"They are held as two {what}s now."
    number = counted(doubt.reports, "report")
    if doubt.kind == "same_report":
        return (
            Way(action="same", key="m", name="One origin", effect=f"{held} As one they count as one origin."),
            Way(action="different", key="d", name="Two origins", effect=f"{held} As two they support what both tell."),
        )  # fmt: skip
    parted = "the words on the right become one of their own" if joined else "both stay as they are"
    return (
        Way(action="same", key="m", name=f"One {what}",
            effect=f"{held} As one it is told in {number}; the older id stays and the other leads to it."),
        Way(action="different", key="d", name=f"Two {what}s", effect=f"{held} As two, {parted}."),
    )  # fmt: skip


def _of_any(doubt: Doubt) -> tuple[Way, ...]:
    return (
        Way(action="finish", key="f", name="Nothing to change", effect="The item leaves the queue; the record stays."),
    )


def judged(doubt: Doubt) -> tuple[str, str, JudgementKind | None]:
    """(first, second, relation) as ``judge`` takes what is decided of a pair: an answer comes before its claim."""
    first, second = name_of(doubt.about_kind, doubt.about), name_of(doubt.other_kind or "", doubt.other or "")
    relation = PAIRS[doubt.kind]
    return (second, first, relation) if relation == "response" else (first, second, relation)


def action_of(way: str) -> Action:
    actions: dict[str, Action] = {
        "same": "same", "different": "different", "unsure": "unsure", "confirm": "confirm", "reject": "reject",
    }  # fmt: skip
    if way not in actions:
        raise BadInput(f"{way!r} cannot be decided of this item; use its buttons")
    return actions[way]
