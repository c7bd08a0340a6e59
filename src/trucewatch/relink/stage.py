"""Mentions of one sort -> records, for the part of the case that changed."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from typing import Any

from trucewatch.link.candidates import Card, Voice, candidate_pairs
from trucewatch.link.corrections import kind_of
from trucewatch.link.persons import Given
from trucewatch.link.profile import Window, name_words, window_of, with_shared_sides
from trucewatch.link.repeats import Repeated
from trucewatch.link.scores import Scores
from trucewatch.link.sorts import Sort, in_order
from trucewatch.records.judgement import Judgement
from trucewatch.records.mention import StatementMention
from trucewatch.relink.shelf import Shelf, trim
from trucewatch.relink.spread import Engine, Spread
from trucewatch.store import Store
from trucewatch.store.cards import RECORDS, CardRow

#: So many touched mentions are clustered at once, with all that hang together with them.
SEEDS_AT_ONCE = 1000
#: Pairs that were looked up are kept for clustering, and what repeats what for the step of that, up to so many; beyond,
#: they are worked out again.
MOST_MET, MOST_AGAIN = 2_000_000, 100_000


class Stage:
    """Every touched mention of one sort is compared; what hangs together with one is clustered."""

    def __init__(
        self, sort: Sort, shelf: Shelf, persons: Given, *, record_of: Mapping[str, str] | None,
        engine: Engine | None = None,
    ) -> None:  # fmt: skip
        """``record_of`` gives the records of all mentions where the whole case is linked, else nothing; ``engine``
        compares many pairs beside this process, to the same end."""
        self.sort = sort
        self.shelf = shelf
        self.store = shelf.store
        self.kind = sort.kind
        self._record_of = record_of or {}
        self._gone = set(self._record_of.values())
        self._made: set[str] = set()
        self._vanished: set[str] = set()
        self._items: OrderedDict[str, list[Any]] = OrderedDict()
        self._partners: dict[str, list[str]] = defaultdict(list)
        self._touched: dict[str, str] = {}
        self._loosened: set[str] = set()
        self.reach: set[str] = set()
        self.days: set[tuple[int, int]] = set()
        self._persons = [j for j in persons.binding if j.kind == sort.relation]
        self._bound: dict[str, set[str]] = defaultdict(set)
        for judgement in self._persons:
            self._bound[judgement.left].add(judgement.right)
            self._bound[judgement.right].add(judgement.left)
        self._scores = Scores(frozenset(self._bound))
        self._spread = Spread(engine, sort, self._bound) if engine else None
        self._met: dict[str, list[str]] | None = {}
        self._pairs_met = 0
        #: What says again what, by the ids of the two mentions in order.
        self.again: dict[tuple[str, str], Repeated] = {}

    # -- cards ----------------------------------------------------------------------------------------

    def lay_out(self, text_ids: Collection[str]) -> set[str]:
        """Put the mentions of these texts on cards. Mentions of other texts that were tied to one of these are
        clustered again: the tie may be gone. Gives the texts to be laid out as well, those whose speaker's side is
        told, or told otherwise, now."""
        before = self.store.cards_of_texts(self.kind, text_ids)
        self._reached(before)
        known = {card.id: card.record_id for card in before}
        self._gone |= {r for r in known.values() if r}
        cards = []
        for mention in self.shelf.mentions(f"{self.kind} mention", text_ids):
            if self.kind == "statement" and mention.silence:
                continue
            name, side = _name_and_side(mention) if self.kind == "statement" else (None, None)
            cards.append(
                CardRow(
                    id=mention.id, text_id=mention.text_id, name=name, side=side,
                    record_id=self._record_of.get(mention.id) or known.get(mention.id),
                )
            )  # fmt: skip
        self._gone |= {c.record_id for c in cards if c.record_id}
        names = {c.name for c in (*before, *cards) if c.name}
        told = self.store.sides_of_names(names)
        tied = {end for pair in self.store.edges_of(self.kind, known.keys()) for end in pair}
        tied |= {c.id for c in self.store.cards_of_records(self.kind, {r for r in known.values() if r})}
        self._loosened |= tied - known.keys()
        self.store.put_cards(self.kind, text_ids, cards)
        now = self.store.sides_of_names(names)
        turned = {n for n in names if _one(told.get(n)) != _one(now.get(n))}
        self._vanished |= known.keys() - {c.id for c in cards}
        self._touched |= {c.id: c.text_id for c in cards}
        return self.store.texts_without_side(turned) - set(text_ids)

    def items(self, text_ids: Iterable[str]) -> list[Any]:
        """The mentions of these texts as they are compared, in the order told."""
        wanted = list(dict.fromkeys(text_ids))
        missing = [t for t in wanted if t not in self._items]
        if missing:
            mentions = self.shelf.mentions(f"{self.kind} mention", missing)
            if self.kind == "statement":
                mentions = sided(self.store, mentions)
            for text_id in missing:
                self._items[text_id] = []
            # only incidents look at the words around a mention
            texts = self.shelf.texts(missing) if self.kind == "incident" else {}
            for item in self.sort.read(mentions, told=self.shelf.told, texts=texts):
                self._items[item.mention.text_id].append(item)
        found = [item for t in wanted for item in self._items[t]]
        trim(self._items)
        return in_order(found, self.shelf.told)

    def compare(self, text_ids: Sequence[str]) -> None:
        """Compare the mentions of these texts with all that their cards meet, and keep the edges."""
        ours = {item.mention.id: item for item in self.items(text_ids)}
        cards = {m: self.sort.card(item) for m, item in ours.items()}
        spans = _spans((c.window for c in cards.values()), self.sort.max_gap_days)
        near = {row.id: _card_of(row) for row in self.store.cards_near(self.kind, spans) if row.id not in ours}
        laid = [*cards.values(), *near.values()]
        looked = candidate_pairs(
            laid, max_gap_days=self.sort.max_gap_days, least_overlap=self.sort.least_overlap, touched=range(len(cards)),
            apart=self.sort.apart,
        )  # fmt: skip
        met = {laid[n].text_id for pair in looked for n in pair}
        items = self.items({*text_ids, *met})
        rank = {item.mention.id: n for n, item in enumerate(items)}
        pairs = [_sorted(rank[laid[i].id], rank[laid[j].id]) for i, j in looked]
        if self._spread is not None:
            self._spread.compare(items, pairs, self._scores)
        self._meet((laid[i].id, laid[j].id) for i, j in looked)
        compared = self.sort.compare(items, pairs, self._credited(items, pairs), self._scores)
        edges = []
        again: dict[tuple[str, str], Repeated] = {}
        for (i, j), one in compared.items():
            edge = self.sort.edge(items[i], items[j], one)
            if edge is not None:
                edges.append(edge)
            left, right = items[i].mention.id, items[j].mention.id
            repetition = self.sort.repetition(items[i], items[j])
            if repetition is not None:
                again[min(left, right), max(left, right)] = repetition
            if self.sort.worth_writing(one):
                self._partners[left].append(right)
                self._partners[right].append(left)
        self.store.put_keys(self.kind, [_row_of(card) for card in cards.values()], edges, list(again))
        self.again |= dict(islice(again.items(), max(0, MOST_AGAIN - len(self.again))))

    def _meet(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Keep who was looked up with whom."""
        if self._met is None:
            return
        for one, other in pairs:
            self._met.setdefault(one, []).append(other)
            self._pairs_met += 1
        if self._pairs_met > MOST_MET:
            self._met = None

    def _looked_up(self, items: Sequence[Any], inside: Sequence[int]) -> set[tuple[int, int]]:
        """The pairs of these items, by their places, that are worth comparing."""
        met, known = set(), inside
        if self._met is not None:  # every pair with a touched mention was looked up in this run
            known = [n for n in inside if items[n].mention.id not in self._touched]
            place = {items[n].mention.id: n for n in inside}
            with_whom = ((n, other) for one, n in place.items() for other in self._met.get(one, ()))
            met = {_sorted(n, place[other]) for n, other in with_whom if other in place}
        looked = candidate_pairs(
            [self.sort.card(items[n]) for n in known], max_gap_days=self.sort.max_gap_days,
            least_overlap=self.sort.least_overlap, apart=self.sort.apart,
        )  # fmt: skip
        return met | {(known[i], known[j]) for i, j in looked}

    def _credited(self, items: Sequence[Any], pairs: Iterable[tuple[int, int]]) -> set[str]:
        voices = {v for i, j in pairs if (v := self.sort.voices(items[i], items[j])) is not None}
        return self.store.credited_together(voices) if voices else set()

    # -- clusters ---------------------------------------------------------------------------------------

    def cluster(self, *, now: datetime) -> None:
        """Cluster what hangs together with the touched mentions, and with those that were tied to one, and save it."""
        done: set[str] = set()
        touched = iter([*self._touched, *sorted(self._loosened - self._touched.keys())])
        while seeds := set(islice(touched, SEEDS_AT_ONCE)):
            if fresh := seeds - done:
                closed = self._closed(fresh)
                done |= closed
                self._save(closed, now=now)

    def _closed(self, seeds: set[str]) -> set[str]:
        """The mentions with all that hang together with them, by edges or by what a person judged."""
        found, fresh = set(seeds), set(seeds)
        while fresh:
            ends = {end for pair in self.store.edges_of(self.kind, fresh) for end in pair}
            ends |= {other for one in fresh for other in self._bound.get(one, ())}
            fresh = ends - found
            found |= fresh
        return found

    def _save(self, closed: set[str], *, now: datetime) -> None:
        rows = {row.id: row for row in self.store.cards_of(self.kind, closed)}
        closed = closed & rows.keys()
        outside = {m for one in closed for m in (*self._partners.get(one, ()), *self._bound.get(one, ()))} - closed
        outside_rows = {row.id: row for row in self.store.cards_of(self.kind, outside)}
        involved = closed | outside_rows.keys()
        text_ids = {row.text_id for row in (*rows.values(), *outside_rows.values())}
        items = in_order((i for i in self.items(text_ids) if i.mention.id in involved), self.shelf.told)
        rank = {item.mention.id: n for n, item in enumerate(items)}
        inside = [n for n, item in enumerate(items) if item.mention.id in closed]
        pairs = self._looked_up(items, inside)
        for one in closed:
            for other in (*self._partners.get(one, ()), *self._bound.get(one, ())):
                if other in closed or (other in rank and self._owned(one, other)):
                    pairs.add(_sorted(rank[one], rank[other]))
        compared = self.sort.compare(items, sorted(pairs), self._credited(items, pairs), self._scores)
        latest: dict[tuple[int, int], Judgement] = {}
        for judgement in sorted(self._persons, key=lambda j: (j.made_at, j.id), reverse=True):
            if judgement.left in rank and judgement.right in rank:
                latest.setdefault(_sorted(rank[judgement.left], rank[judgement.right]), judgement)
        decided = [(i, j, one.verdict == "same") for (i, j), one in latest.items() if one.verdict != "unsure"]
        known = self._known(closed, rows)
        self._reached(rows.values(), known)
        grouped = self.sort.group(items, compared, decided=decided, judged=latest, known=known, now=now)
        made = [
            self.sort.record([items[n].mention for n in members], identity, told=self.shelf.told)
            for members, identity in zip(grouped.groups, grouped.identities, strict=True)
            if items[members[0]].mention.id in closed
        ]
        record_of = {m: r.id for r in made for m in r.mention_ids}
        gone = {row.record_id for row in rows.values() if row.record_id} - self._made
        made = self._decided(made, [item.mention for item in items], gone)
        made = [_as_known(record, known) for record in made]
        written = {
            judgement_id
            for judgement_id, (left, right) in self.store.judgement_pairs(self.sort.relation, closed).items()
            if self._ours(left, right, closed)
        }
        self.store.save_linked(
            self.kind, records=made, judgements=grouped.judgements, redirects=dict(grouped.redirects), gone=gone,
            judged=written, record_of=record_of, now=now,
        )  # fmt: skip
        self._gone |= gone
        self._made |= {r.id for r in made}

    def _reached(self, cards: Iterable[CardRow], records: Iterable[Any] = ()) -> None:
        """Note which texts and days this run bears on, as they were before it and as they are."""
        for card in cards:
            self.reach.add(card.text_id)
            if card.days is not None:
                self.days.add(card.days)
        for record in records if self.kind == "statement" else ():
            window = window_of(record.said_on, None)
            if window is not None:
                self.days.add((window.first.toordinal(), window.last.toordinal()))

    @property
    def made(self) -> set[str]:
        """The records that were clustered anew."""
        return self._made

    @property
    def gone(self) -> set[str]:
        """The records that are there no more."""
        return self._gone - self._made

    def _owned(self, one: str, other: str) -> bool:
        """True if the pair is written where ``one`` is clustered: of two touched mentions, the first by id writes."""
        return one in self._touched and (other not in self._touched or one < other)

    def _ours(self, left: str, right: str, closed: set[str]) -> bool:
        if left in closed and right in closed:
            return True
        one, other = (left, right) if left in closed else (right, left)
        return self._owned(one, other)

    def _known(self, closed: set[str], rows: Mapping[str, CardRow]) -> list[Any]:
        """The records that held these mentions, also those merged away: each claims its id for the founding mention."""
        ids = {row.record_id for row in rows.values() if row.record_id} - self._made
        known = [*self.store.of_ids(RECORDS[self.kind], ids), *self.store.merged_into(self.kind, closed)]
        elsewhere = {r.founding_mention for r in known} - closed
        there = {row.id for row in self.store.cards_of(self.kind, elsewhere)}
        return [r for r in {r.id: r for r in known}.values() if r.founding_mention not in there]

    def _decided(self, made: list[Any], mentions: Sequence[Any], gone: set[str]) -> list[Any]:
        """The records as persons decided them. A decision about another record of these texts, which this part of the
        case does not hold, has not lost its place; ``gone`` are those that the part held before."""
        about = [d for d in self.shelf.about({m.text_id for m in mentions}) if kind_of(d) == self.kind]
        if not about:
            return made
        corrected, lost = self.shelf.decide(
            self.kind, made, about, texts=self.shelf.texts(self.shelf.texts_of(about)), mentions=mentions
        )
        target = {d.id: self.shelf.redirects.get(d.target, d.target) for d in lost}
        elsewhere = self._made | (self.store.live(self.kind, set(target.values())) - self._gone - gone)
        self.shelf.lost |= {d.id: d for d in lost if target[d.id] not in elsewhere}
        return corrected

    def compared_all(self) -> None:
        """Nothing more is compared beside this process."""
        if self._spread is not None:
            self._spread.end(self._scores)
            self._spread = None

    def finish(self, *, now: datetime) -> None:
        """Take away the records none of whose mentions is left, and what was judged of mentions that are no more."""
        left = {row.record_id for row in self.store.cards_of_records(self.kind, self._gone)}
        over = self._gone - self._made - left
        self.store.save_linked(
            self.kind, records=(), judgements=(), redirects={}, gone=over,
            judged=set(self.store.judgement_pairs(self.sort.relation, self._vanished - self._touched.keys())),
            record_of={}, now=now,
        )  # fmt: skip


def _as_known(record: Any, known: Iterable[Any]) -> Any:
    """The record with what later stages gave it last time; they look at it again."""
    before = next((k for k in known if k.id == record.id), None)
    if before is None:
        return record
    later = "actor_id" if hasattr(record, "actor_id") else "part_of"
    return replace(record, **{later: getattr(before, later)})


def sided(store: Store, mentions: Sequence[StatementMention]) -> list[StatementMention]:
    """The mentions with the sides that other reports of the case give their speakers."""
    names = {n for m in mentions if (n := _name_and_side(m)[0])}
    return with_shared_sides(mentions, {n: _one(s) for n, s in store.sides_of_names(names).items()})


def _one(sides: Collection[str] | None) -> str | None:
    return next(iter(sides)) if sides and len(sides) == 1 else None


def _sorted(i: int, j: int) -> tuple[int, int]:
    return (i, j) if i < j else (j, i)


def _name_and_side(mention: Any) -> tuple[str | None, str | None]:
    """The name by which a person's side is shared among reports, and the side that this mention gives."""
    words = name_words(mention.speaker) if mention.speaker_kind == "named" else ()
    return (" ".join(words), mention.side) if len(words) > 1 else (None, None)


def _spans(windows: Iterable[Window | None], gap: int) -> list[tuple[int, int]] | None:
    """The days to look for partners in, as few stretches as they make; None if a window is missing."""
    found: list[tuple[int, int]] = []
    days = []
    for window in windows:
        if window is None:
            return None
        days.append((window.first.toordinal() - gap, window.last.toordinal() + gap))
    for first, last in sorted(days):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _row_of(card: Card) -> CardRow:
    window, voice = card.window, card.voice
    days = (window.first.toordinal(), window.last.toordinal()) if window else None
    stated = window is not None and window.stated
    who = [voice.act, voice.side, voice.actor, voice.name, voice.kind, voice.long] if voice else None
    return CardRow(
        id=card.id, text_id=card.text_id, days=days, keys=[card.features, card.within, card.close, stated, who]
    )


def _card_of(row: CardRow) -> Card:
    features, within, close, stated, who = row.keys
    window = voice = None
    if row.days is not None:
        first, last = (date.fromordinal(day) for day in row.days)
        window = Window(first=first, last=last, stated=stated)
    if who is not None:
        act, side, actor, name, kind, long = who
        voice = Voice(act=act, side=side, actor=actor, name=tuple(name), kind=kind, long=long)
    return Card(
        id=row.id, text_id=row.text_id, window=window, features=tuple(map(tuple, features)), within=tuple(within),
        close=tuple(map(tuple, close)), voice=voice,
    )  # fmt: skip
