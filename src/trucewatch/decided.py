"""What persons decided of a record, whatever id it had then.

A decision names its record as it was named when it was made. Records change their names: statements are joined into one
another, an entry is named after its words, a text that is read anew gives mentions other bounds. Linking finds the
record again, by redirects and by the words that the decision rests on; so does whoever asks what was decided of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from trucewatch.errors import CaseError, RedactedRecord
from trucewatch.link.corrections import CLASSES, kind_of, whose
from trucewatch.records.decision import Decision
from trucewatch.records.figure import FigureSeries
from trucewatch.records.hands import Deed, deeds, hands_in
from trucewatch.records.incident import Incident
from trucewatch.records.statement import Statement
from trucewatch.records.text import Text
from trucewatch.store import Store
from trucewatch.store.rows import FIGURES, kind_named

#: Records that stand in one text, by their kind.
_OF_TEXT: Mapping[str, Callable[[Store, str], Iterable[Any]]] = {
    "statement mention": Store.statement_mentions, "incident mention": Store.incident_mentions,
    "figure": Store.figures, "commitment": Store.commitments, "term claim": Store.term_claims,
}  # fmt: skip


def decisions_of(store: Store, record: Any) -> list[Decision]:
    """All that persons decided of a record or what it is made of, with what they took back, in the order of the chain;
    what was redacted is left out."""
    return store.decisions_about(ids_of(store, record))


def ids_of(store: Store, record: Any) -> set[str]:
    """The ids under which decisions about a record stand: its own and those merged into it, its mentions and figures,
    of a mention the record that holds it; the names of entries that made these; and ids that are no more, where a
    decision rests on the same words."""
    held = (*getattr(record, "mention_ids", ()), *getattr(record, "figure_ids", ()))
    homes = () if isinstance(record, Statement | Incident) else store.homes([record.id]).values()
    found = {record.id, *held, *homes}
    for one in (record.id, *homes):
        found |= store.younger_ids(one)
    return found | set(by_words(store, record, found))


def by_words(store: Store, record: Any, known: set[str]) -> Iterator[str]:
    """The names under which decisions stand that are about the record by their words alone."""
    texts = {one.text_id for one in parts_of(store, record) or [record] if type(one) in CLASSES.values()}
    resting = [d for d in store.decisions_resting_on(texts) if d.target not in known or _other(d) not in known]
    strays = _strays(store, resting)
    if not strays:
        return
    readings = _readings(store, texts | {s.text_id for d, _ in strays for s in (*d.anchor, *d.other_anchor)})
    for kind in {kind_of(d) for d, _ in strays} & CLASSES.keys():
        records = _records(store, kind, texts)
        mentions = [m for one in records for m in store.mentions_of(one)] if kind in ("statement", "incident") else ()
        own = [(d, name) for d, name in strays if kind_of(d) == kind]
        about = whose([d for d, _ in own], records, readings, kind=kind, mentions=mentions)
        yield from (name for d, name in own if about.get((d.id, d.target)) in known)


def parts_of(store: Store, record: Any) -> list[Any]:
    """The mentions or figures that a record is put together of; none of what stands for itself."""
    if isinstance(record, Statement | Incident):
        return list(store.mentions_of(record))
    return list(store.of_ids(FIGURES, sorted(record.figure_ids))) if isinstance(record, FigureSeries) else []


def made(store: Store, record: Any) -> list[Deed]:
    """Who did what for a record: entered it, put it together, set a value, confirmed it."""
    parts = parts_of(store, record)
    return deeds(record.maker, hands_in(record, parts), len(parts)) if getattr(record, "maker", None) else []


def _other(decision: Decision) -> Any:
    """The other record that a decision names, if it names one with its words."""
    return decision.new if decision.other_anchor else decision.target


def _strays(store: Store, decisions: Iterable[Decision]) -> list[tuple[Decision, str]]:
    """The decisions about records that are not there under their names, each with that name; a decision about two
    records is looked at from either side."""
    sides: list[Decision] = []
    for decision in decisions:
        sides.append(decision)
        if decision.other_anchor and isinstance(decision.new, str):
            sides.append(_turned(decision))
    asked: dict[str, set[str]] = {}
    for side in sides:
        asked.setdefault(kind_of(side), set()).add(side.target)
    there = {
        kind: {i for i in ids if store.resolve(kind, i) != i} | store.live(kind, ids)
        for kind, ids in asked.items()
        if kind in CLASSES
    }
    return [(side, side.target) for side in sides if side.target not in there.get(kind_of(side), {side.target})]


def _turned(decision: Decision) -> Decision:
    """A decision about two records as one about the second."""
    return replace(decision, target=decision.new, anchor=decision.other_anchor, new=decision.target, other_anchor=())


def _records(store: Store, kind: str, texts: Iterable[str]) -> list[Any]:
    """All records of a kind that stand in these texts."""
    if kind in ("statement", "incident"):
        return list(store.of_ids(kind_named(kind), sorted(store.records_in(kind, texts))))
    return [one for text in sorted(texts) for one in _OF_TEXT[kind](store, text)]


def _readings(store: Store, ids: Iterable[str]) -> Mapping[str, Text]:
    """Those of these texts that can be read."""
    found = {}
    for one in sorted(ids):
        try:
            found[one] = store.text(one)
        except (RedactedRecord, CaseError):
            continue
    return found
