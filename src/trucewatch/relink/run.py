"""One run of linking statements and incidents over the texts that wait."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from trucewatch.link import copies, origins
from trucewatch.link.decide import MAKER
from trucewatch.link.persons import Given, Mentions, judged
from trucewatch.link.repeats import Repeated
from trucewatch.link.sorts import Sort
from trucewatch.records.agreement import Agreement
from trucewatch.records.decision import Decision
from trucewatch.records.ids import digest
from trucewatch.records.maker import Maker
from trucewatch.records.privacy import RULE
from trucewatch.relink.shelf import Shelf, texts_of_each
from trucewatch.relink.spread import Engine
from trucewatch.relink.stage import Stage
from trucewatch.store import Store
from trucewatch.store.cards import AGAIN

#: The form of what is kept of texts, reports and records (store/facts.py): in another form it is made anew.
KEPT = "facts 6"
#: Texts whose mentions are compared at once.
TEXTS_AT_ONCE = 200


def fingerprint(agreement: Agreement, *later: Maker) -> str:
    """By what the case is linked: another linker or agreement, or facts of another form, call up the whole case.
    ``later`` make what hangs on the records that are linked."""
    makers = (f"{maker.name} {maker.version}" for maker in (MAKER, origins.MAKER, *later))
    return digest("link", *makers, copies.VERSION, AGAIN, KEPT, RULE, repr(agreement))


def outdated(store: Store, by: str, decisions: Sequence[Decision]) -> bool:
    """True if the whole case must be linked anew: by another linker or agreement, or with decisions taken out."""
    state = store.link_state()
    return state is None or state[0] != by or len(decisions) < state[1]


def call_up(store: Store, decisions: Sequence[Decision], *, whole: bool) -> tuple[list[str], set[str]]:
    """The texts to link anew: those that wait, those of decisions made since, or all; and what the decisions name."""
    state = store.link_state()
    since = 0 if whole or state is None else state[1]
    made = {d.id: d for d in decisions}
    fresh = [made.get(d.target, d) if d.action == "undo" else d for d in decisions[since:]]
    if whole or state is None:
        store.call_up()
    else:
        store.call_up({text for texts in texts_of_each(store, fresh).values() for text in texts})
    return store.waiting(), {one for d in fresh for one in (d.target, d.new) if isinstance(one, str)}


def persons_of(store: Store, shelf: Shelf, decisions: Sequence[Decision]) -> Given:
    """What persons judged of pairs, brought to the mentions that are there now."""

    def lookup() -> Mentions:
        pairs = [d for d in decisions if d.action in ("same", "different", "unsure")]
        text_ids = sorted(shelf.texts_of(pairs))
        kinds = ("statement mention", "incident mention", "commitment", "term claim")
        return Mentions(
            by_kind={kind: shelf.mentions(kind, text_ids) for kind in kinds}, texts=shelf.texts(text_ids),
            founding=_Founding(store),
        )  # fmt: skip

    return judged(decisions, lookup)


class _Founding(Mapping[str, str]):
    """Statement or incident id -> the mention it was founded on, looked up when asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getitem__(self, record_id: str) -> str:
        found = self._store.founding_mention(record_id)
        if found is None:
            raise KeyError(record_id)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._store.founding_mentions())

    def __len__(self) -> int:
        return len(self._store.founding_mentions())


@dataclass(frozen=True, slots=True, kw_only=True)
class Relinked:
    """What a run of linking bore on: ``texts`` were linked anew, with those that they called up; ``reach`` are the
    texts of all records that were clustered anew, ``statements`` and ``incidents`` these records, ``gone`` the ids of
    those that are there no more; ``days`` (ordinals, first and last) those of the statements before and after;
    ``named`` is what persons named in decisions since the last run; or the ``whole`` case. ``again`` are the
    repetitions met on the way, by the ids of their mentions in order."""

    texts: tuple[str, ...]
    reach: frozenset[str]
    statements: frozenset[str]
    incidents: frozenset[str]
    gone: frozenset[str]
    days: frozenset[tuple[int, int]]
    named: frozenset[str]
    whole: bool
    again: Mapping[tuple[str, str], Repeated] = field(default_factory=dict, repr=False)


def relink(
    store: Store,
    shelf: Shelf,
    persons: Given,
    agreement: Agreement,
    text_ids: Iterable[str],
    *,
    named: Collection[str],
    whole: bool,
    now: datetime,
    engine: Engine | None = None,
) -> Relinked:
    """Link the statements and incidents of these texts anew, with all that hangs together with them."""
    known: dict[str, Mapping[str, str]] = {"statement": {}, "incident": {}}
    if whole:  # the records themselves say what they hold, also in a case from before there were cards
        known["statement"] = {m: r.id for r in store.statements() for m in r.mention_ids}
        known["incident"] = {m: r.id for r in store.incidents() for m in r.mention_ids}
    sorts = (Sort(agreement=agreement, kind="statement"), Sort(agreement=agreement, kind="incident"))
    said, happened = (Stage(s, shelf, persons, record_of=known[s.kind], engine=engine) for s in sorts)
    texts = dict.fromkeys(text_ids)
    fresh = list(texts)
    while fresh:
        more: set[str] = set()
        for batch in batches(fresh):
            for stage in (said, happened):
                more |= stage.lay_out(batch)
        fresh = sorted(more - texts.keys())
        texts |= dict.fromkeys(fresh)
        store.call_up(fresh)  # should this run break off, the next one takes them up again
    for stage in (said, happened):
        try:
            for batch in batches(texts):
                stage.compare(batch)
        finally:
            stage.compared_all()
        stage.cluster(now=now)
        stage.finish(now=now)
    return Relinked(
        texts=tuple(texts), reach=frozenset(said.reach | happened.reach | texts.keys()),
        statements=frozenset(said.made), incidents=frozenset(happened.made),
        gone=frozenset(said.gone | happened.gone), days=frozenset(said.days), named=frozenset(named), whole=whole,
        again=said.again,
    )  # fmt: skip


def batches(values: Iterable[Any], size: int = TEXTS_AT_ONCE) -> Iterator[list[Any]]:
    """The values in lists of ``size`` at most."""
    source = iter(values)
    while batch := list(islice(source, size)):
        yield batch
