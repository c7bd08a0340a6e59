"""What a person enters or corrects: notes by hand and decisions, written to the chain and applied at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from trucewatch import pipeline, reports_corrected
from trucewatch.errors import BadInput, EmptyInput
from trucewatch.intake.arrival import Arrival
from trucewatch.intake.captures import keep
from trucewatch.link.actor_decisions import NONE, role_of
from trucewatch.link.corrections import check_decision
from trucewatch.link.report_decisions import checked
from trucewatch.link.values import shown_value
from trucewatch.records.actor import Actor
from trucewatch.records.capture import Capture
from trucewatch.records.decision import Action, Decision
from trucewatch.records.ids import digest, random_id
from trucewatch.records.report import Found, Report
from trucewatch.records.span import Span
from trucewatch.records.text import Block, Text
from trucewatch.store import Store
from trucewatch.text.reading import read_capture

#: What can be noted by hand -> the kind of record it becomes.
NOTED = {"statement": "statement mention", "incident": "incident mention", "figure": "figure"}
#: Fields that a noted figure cannot do without, and what stands there if nothing is given.
FIGURE_DEFAULTS = {"unit": "people"}
#: Fields that hold a party's name.
SIDES = frozenset({"side", "target_side", "said_by_side", "obligor_side", "claimant_side"})


def decide(
    store: Store,
    *,
    action: Action,
    target_kind: str,
    record: Any,
    why: str,
    who: str,
    field: str | None = None,
    new: Any = None,
    anchor: Sequence[Span] = (),
) -> Decision:
    """Check a decision, add it to the chain and link the case anew with it in force.

    ``record`` is what it is about (None for "add").
    Raises: BadRecord if it could not be carried out.
    """
    return carry_out(
        store,
        prepared(
            store, action=action, target_kind=target_kind, record=record, why=why, who=who, field=field, new=new,
            anchor=anchor,
        ),
    )  # fmt: skip


def prepared(
    store: Store, *, action: Action, target_kind: str, record: Any, why: str, who: str, field: str | None = None,
    new: Any = None, anchor: Sequence[Span] = (),
) -> Decision:  # fmt: skip
    """A decision that can be carried out, not yet in the chain.

    Raises: BadInput without a reason; BadRecord for what could not be carried out.
    """
    if not why.strip():
        raise BadInput("a decision needs a reason: --why says on what it rests")
    if target_kind == "series":
        raise BadInput("a series is worked out of its figures: decide about one of these (f:…), see: trucewatch show")
    if isinstance(record, Report) and action in ("confirm", "reject"):
        raise BadInput(
            "a report is neither accepted nor rejected: correct its title, outlet, author or day, keep it confidential "
            "or redact it"
        )
    if isinstance(record, Actor) and action == "set":
        new = _of_actor(store, field, new, who)
    elif isinstance(record, Report) and action == "set":
        new = checked(field, new)
    elif action == "set" and field in SIDES and isinstance(new, str):
        new = None if new.strip().casefold() in NONE else _side(store, new)
    decision = Decision(
        id=random_id(), action=action, target_kind=target_kind, target=record.id if record is not None else random_id(),
        anchor=tuple(anchor), field=field, seen=_seen(record, field), new=new, why=why, who=who, when=datetime.now(UTC),
    )  # fmt: skip
    check_decision(decision, record)
    return decision


def _of_actor(store: Store, field: str | None, new: Any, who: str) -> Any:
    """The value that a person gives an actor, its sides as the agreement writes them.

    Raises: BadInput for a side that the agreement does not have; BadRecord for a role that does not hold.
    """
    if field == "side" and isinstance(new, str) and new.strip().casefold() not in NONE:
        return _side(store, new)
    if field == "role":
        role = role_of(new, who)
        return {
            "title": role.title, "organisation": role.organisation, "sides": [_side(store, s) for s in role.sides],
            "since": role.since.isoformat() if role.since else None,
            "until": role.until.isoformat() if role.until else None,
        }  # fmt: skip
    return new


def carry_out(store: Store, decision: Decision, *others: Decision) -> Decision:
    """Add decisions to the chain and link the case anew with them in force. Gives the first."""
    for one in (decision, *others):
        store.save_decision(one)
    reports_corrected.settle(store, reports_corrected.concerned(store, (decision, *others)))
    pipeline.link_case(store)
    return decision


def _seen(record: Any, field: str | None) -> Any:
    """What stood in the field, as a value that any reader of the chain can show."""
    value = getattr(record, field, None) if record is not None and field else None
    return value if isinstance(value, str | int | float | bool | type(None)) else shown_value(value)


def note(
    store: Store,
    words: str,
    *,
    kind: str,
    values: Mapping[str, Any],
    who: str,
    why: str,
    report: Report | None = None,
    source: str = "field note",
    said: str | None = None,
    at: int | None = None,
) -> Decision:
    """Enter a statement, incident or figure by hand.

    With ``report``, ``words`` must stand in its text exactly and once, or begin at character ``at``. Without one they
    are kept as a capture of their own, marked as what they are (``source``: a call, a field note) and by whom, with the
    day ``said``.
    Raises: BadInput if the words are not there, or there more than once; BadRecord for values that do not fit.
    """
    if kind not in NOTED:
        raise BadInput(f"{kind!r} cannot be noted by hand; it is one of {', '.join(NOTED)}")
    if not words.strip():
        raise EmptyInput("a note needs its words")
    given = {name: value for name, value in values.items() if value is not None}
    if kind == "figure":
        given = {**FIGURE_DEFAULTS, **given}
        value = given.get("value")
        if isinstance(value, float) and not math.isfinite(value):
            raise BadInput(f"a figure needs a number that can be counted, got {value}")
    for name in SIDES & given.keys():
        given[name] = _side(store, given[name])
    if report is not None:
        spans = [place_of(store.text(report.text_id), words, at=at)]
        return decide(
            store, action="add", target_kind=NOTED[kind], record=None, new=given, anchor=spans, why=why, who=who
        )
    now = datetime.now(UTC)
    capture, text, own = _words_as_report(words, who=who, source=source, said=_day(said), now=now)
    decision = Decision(
        id=random_id(), action="add", target_kind=NOTED[kind], target=random_id(), new=given,
        anchor=(text.span(0, len(text.content)),), why=why, who=who, when=now,
    )  # fmt: skip
    check_decision(decision)  # before the words are kept: a note that is refused leaves nothing behind
    store.save_report(capture, text, own, None, now=now)
    return carry_out(store, decision)


def _side(store: Store, given: str) -> str:
    """The party's name as the agreement writes it."""
    names = [party.name for party in store.agreement().parties]
    found = next((name for name in names if name.casefold() == given.strip().casefold()), None)
    if found is None:
        raise BadInput(f"{given!r} is no side of this agreement; its sides are {', '.join(names)}")
    return found


def _day(said: str | None) -> str | None:
    if said is None:
        return None
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError:
        raise BadInput(f"the day of a note is written like 2020-10-18, got {said!r}") from None


def place_of(text: Text, words: str, *, at: int | None = None) -> Span:
    """The one place where the words stand, or the one that begins at character ``at``.

    Raises: BadInput if they do not stand there, or without ``at`` in more than one place.
    """
    if at is not None:
        if at < 0 or text.content[at : at + len(words)] != words:
            raise BadInput(f"the words {words[:60]!r} do not stand at character {at} of that text; select them again")
        return text.span(at, at + len(words))
    first = text.content.find(words)
    if first < 0:
        raise BadInput(f"the words {words[:60]!r} do not stand in that report; copy them exactly, line breaks included")
    if text.content.find(words, first + 1) >= 0:
        raise BadInput(
            f"the words {words[:60]!r} stand there more than once; take a longer stretch that stands once, or say at "
            "which character they begin"
        )
    return text.span(first, first + len(words))


def _words_as_report(
    words: str, *, who: str, source: str, said: str | None, now: datetime
) -> tuple[Capture, Text, Report]:
    """The words of a call or field note as a capture, text and report of their own."""
    found = [Found(field="title", value=f"{source.capitalize()}, entered by {who}", basis="person", detail=source)]
    if said:
        found.append(Found(field="published", value=said, basis="person", detail="day of the note"))
    arrival = Arrival(content=words.encode("utf-8"), file=None, url=None, media_type="text/plain", found=tuple(found))
    capture = keep(arrival, now=now)
    reading = read_capture(capture).text
    # all of a note is its body: nothing of it is web furniture
    block = Block(role="body", start=0, end=len(reading.content), why="entered by hand")
    text = Text(
        id=reading.id, capture_id=capture.id, content=reading.content, reader="note", reader_version="1",
        encoding="utf-8", language=reading.language, script=reading.script, direction=reading.direction,
        blocks=(block,),
    )  # fmt: skip
    report = Report(
        id=digest("note", capture.id, who), capture_ids=(capture.id,), text_ids=(text.id,), found=tuple(found),
        kind="note", added_at=now,
    )  # fmt: skip
    return capture, text, report
