"""What a person judges of two records: that they are one or two, that one answers, repeats or is part of the other.

The judgement is kept with the words of both records, so that it finds them again (``link/persons.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from trucewatch import notes
from trucewatch.errors import BadInput, UnknownRecord
from trucewatch.records.decision import Action, Decision
from trucewatch.records.ids import random_id
from trucewatch.records.judgement import Judgement, JudgementKind
from trucewatch.records.span import Span
from trucewatch.records.vocabulary import DISPUTE_KINDS
from trucewatch.store import Store

#: What can be judged of two records -> the kinds of record that may stand first, and second.
RELATIONS: dict[JudgementKind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "response": (("statement",), ("statement",)),
    "repeats": (("statement",), ("statement",)),
    "part_of": (("incident",), ("incident",)),
    "provision": (("statement", "incident", "commitment", "term claim"), ("provision",)),
}
#: Kinds of record that can be one: a mention stands for itself and not for its record.
ALIKE = (
    frozenset({"statement", "statement mention"}),
    frozenset({"incident", "incident mention"}),
    frozenset({"report"}),
)
#: What is typed for an id without its letter.
_AN_ID = re.compile(r"[0-9a-f]{4,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a judgement. ``id`` is the one that was named, ``record`` what stands for it now, ``mentions`` the
    mentions that it spoke for under that id (none for what rests on no mentions)."""

    kind: str
    id: str
    record: Any
    mentions: tuple[Any, ...] = ()

    def words(self) -> tuple[Span, ...]:
        if self.mentions:
            return tuple(span for mention in self.mentions for span in mention.rests_on)
        return tuple(self.record.spans()) if self.kind in ("commitment", "term claim") else ()


def side_of(store: Store, name: str) -> Side:
    """The record that a name stands for, with the mentions it held under that very id.

    Raises: UnknownRecord, AmbiguousRecord; a provision is named by its reference.
    """
    agreement = store.agreement()
    names = [*(p.ref for p in agreement.provisions), *(t.ref for t in agreement.claimed_terms)]
    if (ref := next((n for n in names if n.casefold() == name.strip().casefold()), None)) is not None:
        return Side(kind="provision", id=ref, record=None)
    try:
        kind, record_id = store.named(name)
    except UnknownRecord as unknown:
        if ":" in name or _AN_ID.fullmatch(name.strip()) or not names:
            raise
        raise UnknownRecord(
            f"no provision or claimed term {name.strip()!r} in {agreement.title}; it has {', '.join(names)}"
        ) from unknown
    _, record = store.find(name)
    if kind in ("statement", "incident"):
        own = record if record.id == record_id else store.history(kind, record_id)[-1].record
        return Side(kind=kind, id=record_id, record=record, mentions=tuple(store.mentions_of(own)))
    mentions = (record,) if kind.endswith(" mention") else ()
    return Side(kind=kind, id=record_id, record=record, mentions=mentions)


def judge(
    store: Store,
    first: str,
    action: Action,
    second: str,
    *,
    relation: JudgementKind | None = None,
    label: str | None = None,
    why: str,
    who: str,
) -> Decision:
    """Record that two records are the same, different or unsure, or stand (``same``) or do not stand (``different``)
    in a ``relation``: the first answers the second (``label``: of which kind), repeats it, is part of it, bears on it.

    Raises: UnknownRecord, AmbiguousRecord; BadInput for records that cannot be judged so, naming what can.
    """
    ours, theirs = side_of(store, first), side_of(store, second)
    if relation is None:
        ours, theirs = _may_be_one(ours, theirs, action)
    else:
        _may_relate(ours, theirs, relation)
        if relation == "part_of" and action == "same":
            _no_circle(store, ours, theirs)
    before = standing_between(store, ours, theirs, relation)
    if relation == "response" and action == "same":
        label = label or next((j.label for j in before if j.label and j.verdict == "same"), None)
        if label not in DISPUTE_KINDS:
            raise BadInput(f"an answer needs its kind: --kind {'|'.join(DISPUTE_KINDS)}; got {label!r}")
    decision = Decision(
        id=random_id(), action=action, target_kind=ours.kind, target=ours.id, anchor=ours.words(), new=theirs.id,
        other_anchor=theirs.words(), relation=relation, label=label, seen=_seen(store, ours, theirs, before, relation),
        why=why, who=who, when=datetime.now(UTC),
    )  # fmt: skip
    return notes.carry_out(store, decision)


def _may_relate(ours: Side, theirs: Side, relation: JudgementKind) -> None:
    firsts, seconds = RELATIONS[relation]
    if ours.kind not in firsts or theirs.kind not in seconds:
        raise BadInput(
            f"{relation} is judged of {_either(firsts)} and {_either(seconds)}; "
            f"got {_a(ours.kind)} and {_a(theirs.kind)}"
        )
    if ours.record is not None and theirs.record is not None and ours.record.id == theirs.record.id:
        raise BadInput(
            f"both ids lead to one {ours.kind}; part it first: trucewatch decide CASE ID different --value ID"
        )


def _no_circle(store: Store, part: Side, whole: Side) -> None:
    """Refuse to make an incident part of one that is part of it.

    Raises: BadInput.
    """
    at, passed = whole.record, set()
    while at.part_of is not None and at.part_of not in passed:
        passed.add(at.part_of)
        if at.part_of == part.record.id:
            raise BadInput(
                f"{whole.id[:8]} is part of {part.id[:8]}; say first that it is not: i:… not-part-of --value i:…"
            )
        at = store.find(f"i:{at.part_of}")[1]


def _may_be_one(ours: Side, theirs: Side, action: Action) -> tuple[Side, Side]:
    """The two sides, without mentions in common.

    Raises: BadInput for kinds that are never one, and where there is nothing to part or join.
    """
    kinds = {ours.kind, theirs.kind}
    if "actor" in kinds:
        _may_be_one_actor(ours, theirs)
        return ours, theirs
    if not any(kinds <= alike for alike in ALIKE):
        raise BadInput(
            f"{_a(ours.kind)} and {_a(theirs.kind)} are never one; statements (s:…, m:…), incidents (i:…, m:…), "
            "reports (r:…) and actors (a:…) are judged with their like"
        )
    if ours.id == theirs.id:
        example = f" m:{ours.mentions[-1].id[:8]}" if len(ours.mentions) > 1 else ""
        raise BadInput(
            f"both ids name one {ours.kind}; to part it, name one of its mentions: --value{example or ' m:…'}"
        )
    if action == "same":
        return ours, theirs
    held = {m.id for m in theirs.mentions}
    rest = tuple(m for m in ours.mentions if m.id not in held)
    if ours.mentions and not rest:  # the whole is named second: its other mentions are meant
        mine = {m.id for m in ours.mentions}
        others = tuple(m for m in theirs.mentions if m.id not in mine)
        if not others:
            raise BadInput(f"both ids lead to the same words; to part a {ours.kind}, name one of its mentions: m:…")
        return ours, Side(kind=theirs.kind, id=theirs.id, record=theirs.record, mentions=others)
    return Side(kind=ours.kind, id=ours.id, record=ours.record, mentions=rest), theirs


def _may_be_one_actor(ours: Side, theirs: Side) -> None:
    if ours.kind != "actor":
        raise BadInput(f"name the actor first and the {ours.kind} with --value; got {_a(ours.kind)} and an actor")
    if theirs.kind not in ("actor", "statement", "statement mention"):
        raise BadInput(f"an actor is compared with an actor or a statement that it makes, got {_a(theirs.kind)}")
    if theirs.record.id == ours.record.id:
        raise BadInput("both ids lead to one actor; to part it, name a statement of the other speaker: --value s:…")


def standing_between(store: Store, ours: Side, theirs: Side, relation: JudgementKind | None = None) -> list[Judgement]:
    """The judgements that stand between two sides, persons' first, then the surest."""
    left, right = _ids_of(ours), _ids_of(theirs)
    kinds: set[str] = {relation} if relation else {"same_statement", "same_incident", "same_report", "same_actor"}
    found = [
        judgement
        for judgement in store.judgements_with(kinds, left=left | right)
        if (judgement.left in left and judgement.right in right)
        or (judgement.left in right and judgement.right in left)
    ]
    return sorted(found, key=lambda j: (j.maker.kind != "person", -(j.score or 0.0), j.id))


def _ids_of(side: Side) -> set[str]:
    own = {side.id, *(m.id for m in side.mentions)}
    return own | {side.record.id} if side.record is not None else own


def _seen(store: Store, ours: Side, theirs: Side, before: Iterable[Judgement], relation: JudgementKind | None) -> str:
    """What stood there when the person judged, in a few words that any reader of the chain can show."""
    best = next(iter(before), None)
    if best is None:
        return "not judged"
    score = "" if best.score is None else f" {best.score:.2f}"
    label = f" ({best.label})" if best.label else ""
    one = _held_as_one(store, ours, theirs)
    home = "" if relation else ", held as one" if one else ", held as two"
    return f"{best.verdict}{label}{score} by {best.maker.name}{home}"


def _held_as_one(store: Store, ours: Side, theirs: Side) -> bool:
    """True if one record holds both sides."""
    if ours.record is None or theirs.record is None or ours.record.id == theirs.record.id:
        return ours.record is not None and theirs.record is not None
    left, right = ({m.id for m in side.mentions} for side in (ours, theirs))
    if not left or not right:
        return False
    homes = store.homes(left | right)
    return not {homes[m] for m in left if m in homes}.isdisjoint(homes[m] for m in right if m in homes)


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _either(kinds: Iterable[str]) -> str:
    return " or ".join(map(_a, kinds))
