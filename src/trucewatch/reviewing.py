"""Working through a case together: comments, who looks at what, sign-off, and two readers on one sample.

None of it is a correction: it stands in entries of its own (records/review.py) and changes no record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any, Literal

from trucewatch.assess.agreeing import Alpha, alpha
from trucewatch.errors import BadInput, Conflict, UnknownRecord
from trucewatch.link.anchors import overlap
from trucewatch.link.corrections import ENOUGH_OVERLAP
from trucewatch.records.ids import random_id
from trucewatch.records.incident import Incident
from trucewatch.records.review import Entry, EntryKind, ReviewState, state_of
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.store import Store
from trucewatch.store.rows import kind_named

#: Of an item of the queue, ``Entry.about_kind``; of a sample.
ITEM, SAMPLE = "item", "sample"
SampleKind = Literal["statement", "incident"]
#: What two readers decide of each record of a sample. "real": does the record tell of one at all.
FIELDS: Mapping[SampleKind, tuple[str, ...]] = {
    "statement": ("real", "speaker", "side", "act", "target_side", "day"),
    "incident": ("real", "type", "actor_side", "target_side", "place", "day"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Records drawn by chance (``seed``) for two readers; ``readers`` says how many records each has read whole."""

    id: str
    kind: SampleKind
    seed: int
    records: tuple[str, ...]
    fields: tuple[str, ...]
    who: str
    when: datetime
    readers: Mapping[str, int]


# -- entries about records and items -------------------------------------------------------------------


def say(
    store: Store, kind: EntryKind, about_kind: str, about: str, *, who: str, words: str = "", to: str | None = None,
    anchor: Iterable[Span] = (),
) -> Entry:  # fmt: skip
    """Keep an entry about a record or an item of the queue.

    Raises: BadInput for an empty comment, and for a sign-off of what nobody finished or by who finished it.
    """
    if kind == "comment" and not words.strip():
        raise BadInput("a comment needs words")
    if kind == "signed":
        state = state_of(store.entries(about=[about]))
        if state.finished_by is None:
            raise BadInput("nobody has finished this review yet: a second reader signs off what a first has finished")
        if state.finished_by.casefold() == who.casefold():
            raise BadInput(f"{who} finished this review, so another person has to sign it off")
    entry = Entry(
        id=random_id(), kind=kind, about_kind=about_kind, about=about, anchor=tuple(anchor), words=words.strip(), to=to,
        who=who, when=datetime.now(UTC),
    )  # fmt: skip
    store.save_entry(entry)
    return entry


def claim(
    store: Store, about_kind: str, about: str, *, who: str, anchor: Iterable[Span] = (), anyway: bool = False
) -> Entry:
    """Say that one is looking at something now, so that no other does.

    Raises: Conflict if another person has claimed it (``anyway``: take it over).
    """
    entries = store.entries(about=[about])
    held = state_of(entries).claimed_by
    if held is not None and held.casefold() != who.casefold() and not anyway:
        since = next(e.when for e in reversed(entries) if e.kind == "claimed")
        raise Conflict(
            f"{held} has been looking at this since {since:%Y-%m-%d %H:%M} UTC; take it over only after asking",
            who=held, when=since, field=None, old=None, new=None,
        )  # fmt: skip
    return say(store, "claimed", about_kind, about, who=who, anchor=anchor)


def entries_about(store: Store, kind: str, record: Any) -> list[Entry]:
    """What was said about a record, also under an id that was merged into it, or about one that is gone whose words it
    holds now; first to last."""
    ids = {record.id, *store.younger_ids(record.id)}
    found = {e.id: e for e in store.entries(about=ids)}
    mentions = list(store.mentions_of(record)) if isinstance(record, Statement | Incident) else []
    words = [span for mention in mentions for span in mention.rests_on]
    astray = [e for e in store.entries(texts={s.text_id for s in words}) if e.id not in found and e.about_kind == kind]
    if astray:
        there = store.live(kind, {e.about for e in astray})
        redirected = store.redirects()
        for entry in astray:
            own = [s for s in words if s.text_id == entry.anchor[0].text_id]
            gone = entry.about not in there and entry.about not in redirected
            if gone and overlap(own, entry.anchor) >= ENOUGH_OVERLAP:
                found[entry.id] = entry
    return sorted(found.values(), key=lambda e: e.when)


def states(store: Store, about: Collection[str]) -> dict[str, ReviewState]:
    """How far the review of each of these records or items has come; those of which nothing was said are left out."""
    return grouped(store.entries(about=about))


def grouped(entries: Iterable[Entry]) -> dict[str, ReviewState]:
    """Where entries, first to last, leave each thing that they are about."""
    held: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        held[entry.about].append(entry)
    return {one: state_of(some) for one, some in held.items()}


def assigned_to(store: Store, person: str) -> list[str]:
    """What is assigned to a person or claimed by them and not finished, the latest last."""
    held: dict[str, list[Entry]] = defaultdict(list)
    for entry in store.entries(kinds=("assigned", "claimed", "finished", "reopened", "signed")):
        held[entry.about].append(entry)
    wanted = person.casefold()
    found = []
    for about, entries in held.items():
        state = state_of(entries)
        mine = {(state.assigned_to or "").casefold(), (state.claimed_by or "").casefold()}
        if wanted in mine and state.finished_by is None:
            found.append((entries[-1].when, about))
    return [about for _, about in sorted(found)]


# -- two readers on one sample --------------------------------------------------------------------------


def draw(store: Store, kind: SampleKind, *, size: int, seed: int, who: str) -> Sample:
    """Draw a sample of records by chance; the same seed draws the same of the same case.

    Raises: BadInput for a size that there are not enough records for.
    """
    if kind not in FIELDS:
        raise BadInput(f"samples are drawn of {', '.join(FIELDS)}, got {kind!r}")
    ids = sorted(store.ids_in_force(kind))
    if not 1 <= size <= len(ids):
        raise BadInput(f"a sample has 1 to {len(ids)} records, as many as the case has of this kind; got {size}")
    records = Random(seed).sample(ids, size)
    entry = Entry(
        id=random_id(), kind="sample", about_kind=SAMPLE, about=(made := random_id()),
        values={"kind": kind, "seed": seed, "records": records, "fields": list(FIELDS[kind])}, who=who,
        when=datetime.now(UTC),
    )  # fmt: skip
    store.save_entry(entry)
    return sample(store, made)


def samples(store: Store) -> list[Sample]:
    """Every sample drawn, first to last."""
    return [_sample(store, entry) for entry in store.entries(kinds={"sample"})]


def sample(store: Store, name: str) -> Sample:
    """A sample by its id or the beginning of it.

    Raises: UnknownRecord.
    """
    found = [e for e in store.entries(kinds={"sample"}) if name and e.about.startswith(name)]
    if len(found) != 1:
        known = ", ".join(e.about[:8] for e in store.entries(kinds={"sample"})) or "none: draw one first"
        raise UnknownRecord(f"{len(found) or 'no'} samples have an id that begins with {name!r}; samples are {known}")
    return _sample(store, found[0])


def _sample(store: Store, entry: Entry) -> Sample:
    values = entry.values
    readers: dict[str, int] = defaultdict(int)
    for who, held in _readings(store, entry.about).items():
        readers[who] = sum(set(values["fields"]) <= given.keys() for given in held.values())
    return Sample(
        id=entry.about, kind=values["kind"], seed=values["seed"], records=tuple(values["records"]),
        fields=tuple(values["fields"]), who=entry.who, when=entry.when, readers=dict(readers),
    )  # fmt: skip


def read(store: Store, drawn: Sample, record_id: str, values: Mapping[str, str], *, who: str) -> Entry:
    """Keep what a reader decided of a record of a sample, field by field; later values take the place of earlier ones.

    Raises: BadInput for a record or field that the sample does not have.
    """
    if record_id not in drawn.records:
        raise BadInput(f"{record_id[:12]} is not in sample {drawn.id[:8]}; its records are listed with the sample")
    unknown = sorted(values.keys() - set(drawn.fields))
    if unknown or not values:
        raise BadInput(
            f"readers of this sample decide of {', '.join(drawn.fields)}; got {', '.join(unknown) or 'none'}"
        )
    entry = Entry(
        id=random_id(), kind="reading", about_kind=SAMPLE, about=drawn.id,
        values={"record": record_id, "fields": {name: value.strip() for name, value in values.items()}}, who=who,
        when=datetime.now(UTC),
    )  # fmt: skip
    store.save_entry(entry)
    return entry


def readings_of(store: Store, drawn: Sample, who: str) -> dict[str, dict[str, str]]:
    """What one reader decided, by record and field: their own alone, so that readers do not see each other's."""
    return _readings(store, drawn.id).get(who, {})


def _readings(store: Store, sample_id: str) -> dict[str, dict[str, dict[str, str]]]:
    """Reader -> record -> field -> value."""
    found: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for entry in store.entries(about=[sample_id], kinds={"reading"}):
        found[entry.who][entry.values["record"]] |= entry.values["fields"]
    return {who: dict(held) for who, held in found.items()}


def agreement(store: Store, drawn: Sample) -> dict[str, Alpha]:
    """How far the readers of a sample agree, field by field, on the records that two or more of them read."""
    readings = _readings(store, drawn.id)
    found = {}
    for field in drawn.fields:
        units = []
        for record_id in drawn.records:
            given = (held.get(record_id, {}).get(field) for held in readings.values())
            units.append([" ".join(value.casefold().split()) for value in given if value is not None])
        found[field] = alpha(units)
    return found


def record_named(store: Store, kind: SampleKind, record_id: str) -> Any:
    """A record of a sample as it is now, or as it last was."""
    found = next(iter(store.of_ids(kind_named(kind), [record_id])), None)
    return found or store.find(f"{kind[0]}:{record_id}")[1]
