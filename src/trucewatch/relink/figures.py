"""Series of figures put together anew where a run of linking touched one of their figures.

What a figure counts is a key, and keys that may be one thing stand on one shelf; a text that sets two figures against
each other, gives two sides' numbers of one thing, or tells a number that others tell in the same statement, ties two
shelves. Every text keeps the shelves of its figures: with a shelf, all texts that hold it are looked at, and with these
all shelves that one of them ties to it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from trucewatch.link.figure_keys import KeyedFigures, in_statements, keyed, series_id
from trucewatch.link.figure_series import series_of
from trucewatch.records.figure import Figure, FigureSeries
from trucewatch.records.incident import Incident
from trucewatch.relink.run import Relinked, batches
from trucewatch.relink.shelf import Shelf
from trucewatch.store import Store
from trucewatch.store.facts import Fact
from trucewatch.store.rows import INCIDENTS

#: The kind of fact: which series the figures of a text would make each by itself, and which of these are one.
FIGURES = "figure"


def series_anew(shelf: Shelf, touched: Relinked, *, now: datetime) -> None:
    """Put together again the series that the touched texts bear on, and save what changed."""
    store = shelf.store
    shelves: set[str] = set()
    before: dict[str, set[str]] = {}
    for some in batches(sorted(touched.reach)):
        for fact in store.facts_of(FIGURES, some):
            shelves |= _note(before, fact)
        made = _facts(shelf, some)
        store.put_facts(FIGURES, some, made)
        shelves |= {one for fact in made for one in fact.keys}
    done: set[str] = set()
    for several in batches(sorted(shelves), 500):
        fresh = set(several) - done
        closed: set[str] = set()
        texts: dict[str, bool] = {}
        while fresh:
            closed |= fresh
            facts = store.facts_at(store.rows_under(FIGURES, fresh))
            for fact in facts:
                _note(before, fact)
            texts |= {fact.owner: fact.payload["counting"] for fact in facts}
            tied = {one for f in facts for pair in f.payload["ties"] if closed & set(pair) for one in pair}
            fresh = tied - closed
        done |= closed
        if closed:
            gone = {key for one in closed for key in before.get(one, ())}
            _save(shelf, closed, texts, gone=gone, now=now)
    if touched.whole:
        over = {s.id for s in store.series()} - {key for one in done for key in before.get(one, ())}
        store.save_records("series", (), gone=over, now=now)


def series_holding(store: Store, figures: Collection[Figure]) -> list[FigureSeries]:
    """The series that hold these figures; none for a figure that belongs to no series now.

    A series stands under the key of its figure told first, which another text may have: of those that the texts at hand
    do not lead to, the texts on the same shelves and on those tied to them are looked at in turn.
    """
    wanted = {f.id for f in figures}
    owners: set[str] = set()
    known: set[str] = set()
    found: dict[str, FigureSeries] = {}
    facts = store.facts_of(FIGURES, sorted({f.text_id for f in figures}))
    while facts and wanted:
        owners |= {fact.owner for fact in facts}
        keys = {key for fact in facts for key in fact.payload["keys"]}
        for series in store.series_with(keys, wanted):
            found[series.id] = series
        wanted -= {one for series in found.values() for one in series.figure_ids}
        fresh = {one for fact in facts for one in _note({}, fact)} - known
        known |= fresh
        facts = [f for f in store.facts_at(store.rows_under(FIGURES, fresh)) if f.owner not in owners] if wanted else []
    return list(found.values())


def _note(before: dict[str, set[str]], fact: Fact) -> set[str]:
    """Take down which series the shelves of a text's figures may have held; gives all its shelves."""
    for key, one in fact.payload["keys"].items():
        before.setdefault(one, set()).add(key)
    return {*fact.payload["keys"].values(), *(one for pair in fact.payload["ties"] for one in pair)}


def _facts(shelf: Shelf, text_ids: list[str]) -> list[Fact]:
    """Of each text with figures: the series that each would make by itself and the shelf that this stands on, and which
    shelves the text makes one."""
    found, counting = _keyed(shelf, text_ids)
    on = found.shelves()
    by_text: dict[str, dict[str, str]] = {}
    for figure, key in zip(found.figures, found.keys, strict=True):
        by_text.setdefault(figure.text_id, {})[series_id(key)] = on[key]
    ties: dict[str, set[tuple[str, str]]] = {}
    for text_id, one, other in found.ties:
        ties.setdefault(text_id, set()).add((on[one], on[other]))
    for text_id, again, key in found.again:
        ties.setdefault(text_id, set()).add((series_id(again), on[key]))
    return [
        Fact(
            owner=t, keys=tuple(sorted({*held.values(), *(one for pair in ties.get(t, ()) for one in pair)})),
            payload={"keys": held, "ties": sorted(ties.get(t, ())), "counting": t in counting},
        )
        for t, held in by_text.items()
    ]  # fmt: skip


def _save(shelf: Shelf, closed: set[str], texts: Mapping[str, bool], *, gone: Collection[str], now: datetime) -> None:
    """Save the series on these shelves in the place of those before (``gone``); the figures of the texts on others are
    passed over. ``texts`` says of each whether incidents in it have counts."""
    found, _ = _keyed(shelf, sorted(texts), counting={one for one, counts in texts.items() if counts})
    made: list[FigureSeries] = series_of(found, told=shelf.told, texts=shelf.on_demand, only=closed)
    shelf.store.save_records("series", made, gone=gone, now=now)


def _keyed(
    shelf: Shelf, text_ids: list[str], *, counting: Collection[str] | None = None
) -> tuple[KeyedFigures, set[str]]:
    """The figures of these texts by what they count, with the incidents that counts in them belong to, and in which
    texts these stand: those of ``counting`` at most, if it is given."""
    store = shelf.store
    figures = shelf.mentions("figure", text_ids)
    holding = {f.text_id for f in figures} if counting is None else set(counting)
    mentions = [m for m in shelf.mentions("incident mention", sorted(holding)) if m.counts]
    homes = store.homes(m.id for m in mentions)
    incidents: list[Incident] = list(store.of_ids(INCIDENTS, sorted(set(homes.values()))))
    statements = shelf.mentions("statement mention", sorted({f.text_id for f in figures}))
    said = in_statements(figures, statements, store.homes(m.id for m in statements))
    found = keyed(figures, incidents=incidents, mentions=mentions, told=shelf.told, texts=shelf.on_demand, said=said)
    return found, {m.text_id for m in mentions}
