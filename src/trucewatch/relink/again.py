"""Which statements say again, on another day, what was said before: from the pairs of mentions that linking found.

What a statement repeats hangs on its own pairs alone: those of the touched statements, and of what is paired with one,
are looked at again.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from trucewatch.link.persons import Given
from trucewatch.link.repeats import Repeated, link_repeats, repeated
from trucewatch.link.sorts import Sort
from trucewatch.records.agreement import Agreement
from trucewatch.records.judgement import Judgement
from trucewatch.records.statement import Statement
from trucewatch.relink.run import Relinked, batches
from trucewatch.relink.shelf import Shelf
from trucewatch.relink.stage import Stage
from trucewatch.store.rows import STATEMENTS

#: Statements looked at together.
AT_ONCE = 500


def repeat_anew(
    shelf: Shelf,
    given: Given,
    agreement: Agreement,
    touched: Relinked,
    *,
    persons: Collection[Judgement],
    now: datetime,
) -> None:
    """Judge again what the touched statements repeat, and what repeats them, and save it."""
    store = shelf.store
    stage = Stage(Sort(agreement=agreement, kind="statement"), shelf, given, record_of=None)
    seeds = touched.statements | touched.gone
    again = {left for left, _ in store.judgement_pairs("repeats", seeds).values()}
    for ids in batches(sorted(touched.statements), AT_ONCE):
        pairs = store.edges_again(store.mentions_in("statement", ids))
        again |= set(store.homes(end for pair in pairs for end in pair).values())
    judged = {end for j in persons if j.kind == "repeats" for end in (j.left, j.right)}
    for ids in batches(store.by_day("statement", touched.statements | again | judged), AT_ONCE):
        pairs = store.edges_again(store.mentions_in("statement", ids))
        homes = store.homes(end for pair in pairs for end in pair)
        said: list[Statement] = list(store.of_ids(STATEMENTS, sorted({*ids, *homes.values()})))
        texts = store.texts_of_records("statement", [s.id for s in said])
        items = {item.mention.id: item for item in stage.items(sorted(texts))}
        found: list[Repeated] = []
        for left, right in sorted(pairs):
            one = touched.again.get((left, right))
            if one is None and left in items and right in items:
                one = repeated(items[left], items[right])
            found += [one] if one is not None else []
        shelf.report(texts)
        told = {s.id: min(shelf.told.key(items[m].mention) for m in s.mention_ids if m in items) for s in said}
        said.sort(key=lambda s: told[s.id])
        mine = set(ids)
        made = [j for j in link_repeats(found, said, persons=persons, now=now) if j.left in mine]
        before = store.judgement_pairs("repeats", mine)
        store.save_judgements(made, judged={one for one, (left, _) in before.items() if left in mine}, now=now)
    store.save_judgements((), judged=store.judgement_pairs("repeats", touched.gone), now=now)
