"""Mentions as persons corrected them, texts and reports, read when asked for; the latest stay in memory."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from trucewatch.errors import RedactedRecord, UnknownRecord
from trucewatch.link.corrections import CLASSES, apply_decisions, kind_of
from trucewatch.link.order import Told
from trucewatch.records.decision import Decision, active
from trucewatch.records.text import Text
from trucewatch.store import Store

#: Texts of which mentions and words are kept in memory.
TEXTS_KEPT = 1500


class Shelf:
    """Mentions as persons corrected them, texts and reports, read when asked for; the latest stay in memory."""

    def __init__(self, store: Store, decisions: Sequence[Decision]) -> None:
        self.store = store
        self.told = Told()
        self.decisions = [d for d in active(decisions) if d.action in ("set", "confirm", "reject", "add")]
        self.lost: dict[str, Decision] = {}
        self._about: dict[str, list[Decision]] = defaultdict(list)
        self._bearing = texts_of_each(store, self.decisions)
        for decision in self.decisions:
            found = self._bearing[decision.id]
            for text_id in found:
                self._about[text_id].append(decision)
            if not found and kind_of(decision) in CLASSES:
                self.lost[decision.id] = decision  # neither its record nor its words were ever in this case
        self._redirects: dict[str, str] | None = None
        self._reported: set[str] = set()
        self._texts: OrderedDict[str, Text | None] = OrderedDict()
        self._mentions: dict[str, OrderedDict[str, list[Any]]] = defaultdict(OrderedDict)

    @property
    def redirects(self) -> dict[str, str]:
        """Younger id -> older id of all that was merged, read once."""
        if self._redirects is None:
            self._redirects = self.store.redirects()
        return self._redirects

    def report(self, text_ids: Iterable[str]) -> None:
        """Know the reports of these texts."""
        wanted = [t for t in dict.fromkeys(text_ids) if t not in self._reported]
        if wanted:
            self._reported.update(wanted)
            self.told.take(self.store.reports_of_texts(wanted))

    def text(self, text_id: str) -> Text | None:
        """The text; None if it was redacted."""
        if text_id not in self._texts:
            try:
                self._texts[text_id] = self.store.text(text_id)
            except (RedactedRecord, UnknownRecord):
                self._texts[text_id] = None
            trim(self._texts)
        return self._texts[text_id]

    def texts(self, text_ids: Iterable[str]) -> Mapping[str, Text]:
        """These texts by id, those not kept yet read together; redacted ones are left out."""
        wanted = list(dict.fromkeys(text_ids))
        kept = {t: self._texts[t] for t in wanted if t in self._texts}
        missing = [t for t in wanted if t not in kept]
        read: dict[str, Text] = self.store.texts_named(missing)
        self._texts |= {t: read.get(t) for t in missing}
        trim(self._texts)
        return {t: text for t in wanted if (text := kept.get(t) or read.get(t)) is not None}

    @property
    def on_demand(self) -> Mapping[str, Text]:
        """The texts by id, read when asked for."""
        return _OnDemand(self)

    def mentions(self, kind: str, text_ids: Iterable[str]) -> list[Any]:
        """The mentions of these texts as persons decided them; ``kind`` as the store names it."""
        wanted = list(dict.fromkeys(text_ids))
        self.report(wanted)
        kept = self._mentions[kind]
        missing = [t for t in wanted if t not in kept]
        if missing:
            read: dict[str, list[Any]] = {t: [] for t in missing}
            for mention in self.store.machine_made(self.store.kind_named(kind), missing):
                read[mention.text_id].append(mention)
            for text_id, mentions in self._decided(kind, read).items():
                kept[text_id] = mentions
        found = [m for t in wanted for m in kept.get(t, ())]
        trim(kept)
        return found

    def _decided(self, kind: str, read: dict[str, list[Any]]) -> dict[str, list[Any]]:
        about = list({d.id: d for t in read for d in self._about.get(t, ())}.values())
        if not about:
            return read
        # a decision may carry words over from another reading of the same page
        concerned = self.texts_of(about) | {t for t in read if t in self._about}
        beside = [t for t in concerned if t not in read]
        mentions = [m for one in read.values() for m in one]
        mentions += list(self.store.machine_made(self.store.kind_named(kind), beside))
        corrected, lost = self.decide(kind, mentions, about, texts=self.texts(concerned))
        self.lost |= {d.id: d for d in lost}
        for text_id in read:
            read[text_id] = [m for m in corrected if m.text_id == text_id]
        return read

    def decide(
        self, kind: str, records: Sequence[Any], about: Sequence[Decision], *, texts: Mapping[str, Text],
        mentions: Iterable[Any] = (),
    ) -> tuple[list[Any], list[Decision]]:  # fmt: skip
        order = {d.id: n for n, d in enumerate(self.decisions)}
        return apply_decisions(
            list(records), sorted(about, key=lambda d: order[d.id]), texts, kind=kind, mentions=mentions,
            earlier=lambda record_id: last_version(self.store, kind, record_id), redirects=self.redirects,
        )  # fmt: skip

    def texts_of(self, decisions: Iterable[Decision]) -> set[str]:
        """The texts that these decisions bear on."""
        wanted = {d.id: d for d in decisions}
        self._bearing |= texts_of_each(self.store, [d for one, d in wanted.items() if one not in self._bearing])
        return set().union(*(self._bearing[one] for one in wanted))

    def about(self, text_ids: Iterable[str]) -> list[Decision]:
        """The decisions about records of these texts, in their order."""
        return list({d.id: d for t in text_ids for d in self._about.get(t, ())}.values())


class _OnDemand(Mapping[str, Text]):
    """What is asked for of a shelf's texts; one that was redacted is not there."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def __getitem__(self, text_id: str) -> Text:
        text = self._shelf.text(text_id)
        if text is None:
            raise KeyError(text_id)
        return text

    def __contains__(self, text_id: object) -> bool:
        return isinstance(text_id, str) and self._shelf.text(text_id) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._shelf.store.annotated_texts())

    def __len__(self) -> int:
        return len(self._shelf.store.annotated_texts())


def trim(kept: OrderedDict[str, Any]) -> None:
    while len(kept) > TEXTS_KEPT:
        kept.popitem(last=False)


def last_version(store: Store, kind: str, record_id: str) -> Any:
    """The last known version of a record that the machine no longer makes, if there is one as it was before persons
    decided about it; None if there never was any."""
    try:
        versions = [version.record for version in store.history(kind, record_id)]
    except UnknownRecord:
        return None
    machine = [one for one in versions if not any(r.rule.startswith("person ") for r in one.reasons)]
    return next(reversed(machine or versions), None)


def texts_of_each(store: Store, decisions: Collection[Decision]) -> dict[str, set[str]]:
    """Decision id -> the texts that it bears on: those of its words and of its records, in all readings of their
    pages. All are looked up together: each by itself asks the database a dozen times."""
    named = {d.id: [one for one in (d.target, d.new) if isinstance(one, str)] for d in decisions}
    held = store.texts_of_records_named(one for ids in named.values() for one in ids)
    found: dict[str, set[str]] = {}
    for d in decisions:
        found[d.id] = {span.text_id for span in (*d.anchor, *d.other_anchor)}
        found[d.id].update(*(held.get(one, ()) for one in named[d.id]))
    beside = store.other_readings(text for texts in found.values() for text in texts)
    return {one: texts.union(*(beside.get(t, ()) for t in texts)) for one, texts in found.items()}
