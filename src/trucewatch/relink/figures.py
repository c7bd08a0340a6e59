"""Series of figures put together anew where a run of linking touched one of their figures.

What a figure counts is a key; a text that sets two figures against each other, or gives two sides' numbers of one
thing, makes two keys one. Every text keeps the keys of its figures: with a key, all texts that hold it are looked at,
and with these all keys that one of them makes one with it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from trucewatch.link.figure_series import KeyedFigures, keyed, series_id, series_of
from trucewatch.records.figure import FigureSeries
from trucewatch.records.incident import Incident
from trucewatch.relink.run import Relinked, batches
from trucewatch.relink.shelf import Shelf
from trucewatch.store.facts import Fact
from trucewatch.store.rows import INCIDENTS

#: The kind of fact: which series the figures of a text would make each by itself, and which of these are one.
FIGURES = "figure"


def series_anew(shelf: Shelf, touched: Relinked, *, now: datetime) -> None:
    """Put together again the series that the touched texts bear on, and save what changed."""
    store = shelf.store
    keys: set[str] = set()
    for some in batches(sorted(touched.reach)):
        keys |= {key for fact in store.facts_of(FIGURES, some) for key in fact.payload["keys"]}
        found, counting = _keyed(shelf, some)
        by_text: dict[str, set[str]] = {}
        ties: dict[str, set[tuple[str, str]]] = {}
        for figure, key in zip(found.figures, found.keys, strict=True):
            by_text.setdefault(figure.text_id, set()).add(series_id(key))
        for text_id, one, other in found.ties:
            ties.setdefault(text_id, set()).add((series_id(one), series_id(other)))
        store.put_facts(
            FIGURES, some,
            [
                Fact(
                    owner=t, keys=tuple(held),
                    payload={"keys": sorted(held), "ties": sorted(ties.get(t, ())), "counting": t in counting},
                )
                for t, held in by_text.items()
            ],
        )  # fmt: skip
        keys |= {key for held in by_text.values() for key in held}
    done: set[str] = set()
    for some_keys in batches(sorted(keys), 500):
        fresh = set(some_keys) - done
        closed: set[str] = set()
        texts: dict[str, bool] = {}
        while fresh:
            closed |= fresh
            facts = store.facts_at(store.rows_under(FIGURES, fresh))
            texts |= {fact.owner: fact.payload["counting"] for fact in facts}
            tied = {key for f in facts for pair in f.payload["ties"] if closed & set(pair) for key in pair}
            fresh = tied - closed
        done |= closed
        if closed:
            _save(shelf, closed, texts, now=now)
    if touched.whole:
        over = {s.id for s in store.series()} - done
        store.save_records("series", (), gone=over, now=now)


def _save(shelf: Shelf, closed: set[str], texts: Mapping[str, bool], *, now: datetime) -> None:
    """Save the series under these keys; the figures of the texts under other keys are passed over. ``texts`` says of
    each whether incidents in it have counts."""
    found, _ = _keyed(shelf, sorted(texts), counting={one for one, counts in texts.items() if counts})
    made: list[FigureSeries] = series_of(
        found, told=shelf.told, texts=shelf.on_demand, only=lambda key: series_id(key) in closed
    )
    shelf.store.save_records("series", made, gone=closed, now=now)


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
    found = keyed(figures, incidents=incidents, mentions=mentions, told=shelf.told, texts=shelf.on_demand)
    return found, {m.text_id for m in mentions}
