"""Actors linked anew where a run of linking touched the names that speak; the others stay as they are stored.

Every text keeps what it tells of its speakers (``link.actor_words.Heard``) under the keys of their names. Who may
become one shares a key, or is tied by what a person judged: what hangs together so is gathered anew, whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from trucewatch.link.actor_decisions import decided_actors
from trucewatch.link.actor_words import Heard, Spoken, heard_in
from trucewatch.link.actors import actors_heard, bears, keys_of, keys_of_actor, keys_of_name, with_actors, words_for
from trucewatch.link.persons import Given
from trucewatch.link.spellings import is_acronym
from trucewatch.records.actor import Actor
from trucewatch.records.agreement import Agreement
from trucewatch.records.decision import Decision, active
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.relink.run import Relinked, batches
from trucewatch.relink.shelf import Shelf
from trucewatch.store.facts import INITIALS, NAMES, Fact
from trucewatch.store.rows import STATEMENTS

#: So many touched names are gathered at once, with all that hang together with them.
NAMES_AT_ONCE = 1000


@dataclass
class Actors:
    """One run over the names that speak in the texts that were linked anew."""

    shelf: Shelf
    agreement: Agreement
    given: Given
    decisions: Sequence[Decision]
    now: datetime
    #: mentions that another actor speaks now
    turned: set[str] = field(default_factory=set)
    lost: list[Decision] = field(default_factory=list)

    def link(self, touched: Relinked) -> None:
        """Gather anew what the touched texts bear on, and save it."""
        store = self.shelf.store
        self._words = words_for(self.shelf.on_demand, self.agreement)
        self._persons = [j for j in self.given.binding if j.maker.kind == "person" and j.kind == "same_actor"]
        self._before = dict(store.redirects())
        seeds = self._heard_anew(touched.texts)
        if touched.whole:
            self._listed()
            seeds |= store.rows_of(NAMES)
        sides = [(self._rows_of(j.left), self._rows_of(j.right)) for j in self._persons]
        self._bound: defaultdict[int, set[int]] = defaultdict(set)
        for left, right in sides:
            for row in left | right:
                self._bound[row] |= left | right
            seeds |= left | right
        for named in touched.named:
            seeds |= self._rows_of(named)
        acting = [d for d in active(self.decisions) if d.target_kind == "actor"]
        live: set[str] = set()
        done: set[int] = set()
        ordered = iter(sorted(seeds))
        while some := set(islice(ordered, NAMES_AT_ONCE)):
            if fresh := some - done:
                facts = self._closed(fresh)
                done |= {fact.row for fact in facts}
                live |= self._gather(facts, acting)
        if touched.whole:
            over = {a.id for a in store.actors()} - live
            store.save_records("actor", (), gone=over, now=self.now)
        self._after = self._before | store.redirects()
        self.lost = [d for d in acting if not self._in_use(d.target)]

    def statements(self, touched: Relinked) -> None:
        """Tie statements to their actors again: those linked anew, whose speakers changed, or whom persons gave one."""
        store = self.shelf.store
        renamed = [d for d in self.shelf.decisions if d.field == "speaker"]
        wanted = set(touched.statements) | set(store.homes(self.turned).values())
        wanted |= store.records_in("statement", self.shelf.texts_of(renamed))
        for ids in batches(store.by_day("statement", wanted), 2000):
            said: list[Statement] = list(store.of_ids(STATEMENTS, ids))
            mention_ids = {m for s in said for m in s.mention_ids}
            texts = store.texts_of_records("statement", ids)
            mentions = [m for m in self.shelf.mentions("statement mention", sorted(texts)) if m.id in mention_ids]
            held = {
                spoken[0]: fact.held
                for fact in store.facts_of(NAMES, sorted(texts))
                if fact.held is not None and fact.payload is not None
                for spoken in fact.payload["spoken"]
            }
            current = store.live("actor", set(held.values()))
            of_mention = {m: actor for m, actor in held.items() if actor in current}
            spoken = with_actors(said, of_mention, self._bearing, mentions)
            changed = [s for s, before in zip(spoken, said, strict=True) if s != before]
            store.save_records("statement", changed, now=self.now)

    # -- what texts tell ------------------------------------------------------------------------------------

    def _heard_anew(self, text_ids: Iterable[str]) -> set[int]:
        """Keep what these texts tell of their speakers. Gives the rows to gather anew: these, and what stood beside
        those that were there before."""
        store = self.shelf.store
        seeds: set[int] = set()
        for some in batches(text_ids):
            before = store.facts_of(NAMES, some)
            seeds |= store.rows_beside((f.row for f in before), set())
            seeds |= store.rows_held(NAMES, {f.held for f in before if f.held})
            heard = heard_in(self.shelf.mentions("statement mention", some), self.shelf.told, self._words)
            facts = [Fact(owner=h.text_id, keys=keys_of(h, self.agreement), payload=_packed(h)) for h in heard]
            letters = {pair[0] for f in store.facts_of(INITIALS, some) for pair in f.payload or ()}
            written = {text_id: self._words.written_out(text_id) for text_id in {h.text_id for h in heard}}
            letters |= {one for pairs in written.values() for one, _ in pairs}
            store.put_facts(NAMES, some, facts)
            store.put_facts(
                INITIALS, some,
                [
                    Fact(owner=t, keys=tuple(dict.fromkeys(one for one, _ in pairs)), payload=pairs)
                    for t, pairs in written.items() if pairs
                ],
            )  # fmt: skip
            seeds -= {f.row for f in before}
            seeds |= {f.row for f in store.facts_of(NAMES, some)}
            seeds |= store.rows_under(NAMES, (f"letters {one}" for one in letters))
        return store.there(seeds)

    def _listed(self) -> None:
        """Keep the names of the actors that the agreement lists."""
        listed = [Fact(owner=a.id, held=a.id, keys=keys_of_actor(a, self.agreement)) for a in self.agreement.actors]
        self.shelf.store.put_facts(NAMES, [a.id for a in self.agreement.actors], listed)

    def _rows_of(self, record_id: str) -> set[int]:
        """The rows of an actor, or of the name that speaks in a mention."""
        store = self.shelf.store
        found = store.rows_held(NAMES, [record_id])
        found |= {f.row for f in store.facts_of(NAMES, [record_id])}
        texts = store.texts_of_records_named([record_id]).get(record_id, ()) if not found else ()
        for fact in store.facts_of(NAMES, texts):
            if fact.payload is not None and any(spoken[0] == record_id for spoken in fact.payload["spoken"]):
                found.add(fact.row)
        return found

    # -- what hangs together --------------------------------------------------------------------------------

    def _closed(self, seeds: set[int]) -> list[Fact]:
        """These rows with all that share a key or an actor with them, or that a person judged with one."""
        store = self.shelf.store
        found: set[int] = set()
        looked: set[int] = set()
        held: set[str] = set()
        fresh = seeds
        while fresh:
            found |= fresh
            actors = store.holders(fresh) - held
            held |= actors
            more = store.rows_beside(fresh, looked) | store.rows_held(NAMES, actors)
            more |= {row for one in fresh for row in self._bound.get(one, ())}
            fresh = more - found
        return store.facts_at(found)

    def _gather(self, facts: Sequence[Fact], acting: Sequence[Decision]) -> set[str]:
        """Gather these names and save the actors that they are; gives the ids of these."""
        store = self.shelf.store
        heard = [_unpacked(f.owner, f.payload) for f in facts if f.payload is not None]
        ids = {f.held for f in facts if f.held is not None}
        known = store.last_versions("actor", ids)
        letters = {
            (h.proper or "").replace(".", "").replace("-", "").casefold()
            for h in heard
            if h.institution and is_acronym(h.proper or "")
        }
        rows = store.rows_under(INITIALS, letters)
        written = {(one, name) for f in store.facts_at(rows) for one, name in f.payload or () if one in letters}
        linked = actors_heard(
            heard, written, words=self._words, agreement=self.agreement,
            listed=[a for a in self.agreement.actors if a.id in ids], known=known, persons=self._persons, now=self.now,
        )  # fmt: skip
        redirects = dict(linked.redirects)
        made, _ = decided_actors(linked.actors, acting, self._before | redirects)
        live = {a.id for a in made}
        # whom a person set aside, or took back
        other = store.live("actor", ids) ^ live
        self.turned |= {m for a in linked.actors if a.id in other for m in a.mention_ids}
        store.save_records("actor", made, gone=ids - live, now=self.now)
        store.save_redirects(redirects, live=live, now=self.now)
        of_mention = {m: a.id for a in linked.actors for m in a.mention_ids}
        held = {}
        for fact in facts:
            if fact.payload is None:
                continue
            mentions = [spoken[0] for spoken in fact.payload["spoken"]]
            now = of_mention.get(mentions[0])
            if now != fact.held:
                held[fact.row] = now
                self.turned.update(mentions)
        store.hold(held)
        before = {a.id: set(keys_of_actor(a, self.agreement)) for a in known}
        fresh = []
        for actor in linked.actors:
            # a name once borne is looked up ever after: ids go by it when texts are read anew
            keys = [k for k in keys_of_actor(actor, self.agreement) if k not in before.get(actor.id, ())]
            if keys:
                fresh.append(Fact(owner=actor.id, held=actor.id, keys=tuple(keys)))
        store.put_facts(NAMES, (), fresh)
        return live

    def _in_use(self, target: str) -> bool:
        """True if an actor speaks, or is listed, under an id or one that it leads to."""
        store = self.shelf.store
        passed: set[str] = set()
        while target not in passed:
            if any(a.id == target for a in self.agreement.actors) or store.rows_held(NAMES, [target], speaking=True):
                return True
            passed.add(target)
            target = self._after.get(target, target)
        return False

    def _bearing(self, name: str) -> Collection[str]:
        """The actors who bear this name."""
        store = self.shelf.store
        rows = store.rows_under(NAMES, keys_of_name(name, None, self.agreement))
        actors: list[Actor] = list(store.of_ids(store.kind_named("actor"), sorted(store.holders(rows))))
        return {a.id for a in actors if bears(a, name)}


# -- in JSON --------------------------------------------------------------------------------------------------


def _packed(heard: Heard) -> dict[str, Any]:
    """A name that speaks, less its text's id, as JSON holds it."""
    return {
        "report": heard.report_id, "day": heard.day.isoformat() if heard.day else None,
        "from": heard.counts_from.isoformat(), "name": heard.name, "institution": heard.institution,
        "proper": heard.proper, "private": heard.private, "roles": heard.roles, "sides": heard.sides,
        "spoken": [(m.id, m.start, *_span(m.source)) for m in heard.spoken],
        "also": [(alias, *_span(span)) for alias, span in heard.also],
    }  # fmt: skip


def _span(span: Span | None) -> tuple[int, str] | tuple[()]:
    return (span.start, span.words) if span is not None else ()


_day = lru_cache(maxsize=10_000)(date.fromisoformat)


def _unpacked(text_id: str, packed: dict[str, Any]) -> Heard:
    def span(start: int, words: str) -> Span:
        return Span(text_id=text_id, start=start, end=start + len(words), words=words)

    return Heard(
        text_id=text_id, report_id=packed["report"], day=_day(packed["day"]) if packed["day"] else None,
        counts_from=_day(packed["from"]), name=packed["name"], institution=packed["institution"],
        proper=packed["proper"], private=packed["private"], roles=tuple(packed["roles"]), sides=tuple(packed["sides"]),
        spoken=tuple(
            Spoken(id=m, start=start, source=span(*words) if words else None) for m, start, *words in packed["spoken"]
        ),
        also=tuple((alias, span(*where)) for alias, *where in packed["also"]),
    )  # fmt: skip
