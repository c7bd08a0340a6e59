"""Corrections of more than one value at once: several fields of a record, or the words that it rests on.

Each value stays a decision of its own, so that each can be looked up and taken back; they are checked together, written
together and linked once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any

from trucewatch.errors import BadInput
from trucewatch.notes import carry_out, place_of, prepared
from trucewatch.records.actor import Actor
from trucewatch.records.commitment import Commitment
from trucewatch.records.decision import Decision
from trucewatch.records.figure import Figure
from trucewatch.records.incident import Incident
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.records.text import Text
from trucewatch.store import Store

Worded = StatementMention | IncidentMention | Figure | Commitment
#: What a record is named by or says of its making: not carried over to other words.
NOT_CARRIED = frozenset({"id", "text_id", "content", "words", "trigger", "span", "score", "reasons", "maker"})


def amend(
    store: Store, values: Mapping[str, Any], *, kind: str, record: Any, why: str, who: str, anchor: Sequence[Span]
) -> tuple[Decision, ...]:
    """Give fields of a record their new values, by name.

    Raises: BadInput if there is none; BadRecord if one of them does not fit, and then none is changed.
    """
    if not values:
        raise BadInput("nothing is changed: give at least one field another value, or confirm the record as it is")
    made = [
        prepared(
            store, action="set", target_kind=kind, record=record, why=why, who=who, field=field, new=new, anchor=anchor
        )
        for field, new in values.items()
    ]
    carry_out(store, *made)
    return tuple(made)


def reword(
    store: Store, record: Worded, pieces: Iterable[tuple[int, str]], *, kind: str, why: str, who: str
) -> tuple[Decision, ...]:
    """Let a mention, figure or commitment rest on other words of its text, each piece by where it begins.

    As an id is made of the words, this is a new record with the old one's values, and a rejection of the old one. The
    statement or incident that is gone with its only mention leads to the one that the new words are in.
    Raises: BadInput for words that do not stand there.
    """
    text = store.text(record.text_id)
    spans = [place_of(text, words, at=at) for at, words in sorted(pieces)]
    if not spans:
        raise BadInput("a record needs words to rest on: select some")
    values = {f.name: _plain(getattr(record, f.name)) for f in fields(record) if f.name not in NOT_CARRIED}
    if isinstance(record, IncidentMention) and any(span.holds(record.trigger) for span in spans):
        values |= {"words": _plain(spans[0]), "trigger": _plain(record.trigger)}
    added = prepared(store, action="add", target_kind=kind, record=None, why=why, who=who, new=values, anchor=spans)
    gone = prepared(store, action="reject", target_kind=kind, record=record, why=why, who=who, anchor=_words(record))
    before = store.homes([record.id]).get(record.id)
    carry_out(store, added, gone)
    _lead_on(store, kind, before, text, spans)
    return added, gone


def anchor_of(store: Store, record: Any) -> tuple[Span, ...]:
    """The words by which a decision about a record finds it again; an actor is found by its id."""
    if isinstance(record, Statement | Incident):
        return tuple(span for mention in store.mentions_of(record) for span in mention.rests_on)
    if isinstance(record, Actor) or not hasattr(record, "spans"):
        return ()
    return tuple(record.spans())


def _lead_on(store: Store, kind: str, before: str | None, text: Text, spans: Sequence[Span]) -> None:
    """Let the id of a statement or incident that is no more lead to the one that holds the new words."""
    if before is None or before in store.live(kind.removesuffix(" mention"), [before]):
        return
    found = store.statement_mentions if kind == "statement mention" else store.incident_mentions
    mentions: Iterable[StatementMention | IncidentMention] = found(text.id)
    new = next((m for m in mentions if _words(m)[0] == spans[0]), None)
    home = store.homes([new.id]).get(new.id) if new else None
    if home is not None:
        store.save_redirects({before: home}, live=[home], now=datetime.now(UTC))


def _words(record: Worded) -> tuple[Span, ...]:
    if isinstance(record, StatementMention):
        return record.content
    return record.spans()


def _plain(value: Any) -> Any:
    """A value as a decision can keep it: records by their fields, days as text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value
