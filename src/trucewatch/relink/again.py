"""Which statements say again, on another day, what was said before: from the pairs of mentions that linking found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from trucewatch.link.persons import Given
from trucewatch.link.repeats import Repeated, link_repeats, repeated
from trucewatch.link.sorts import Sort
from trucewatch.records.agreement import Agreement
from trucewatch.records.judgement import Judgement
from trucewatch.records.statement import Statement
from trucewatch.relink.shelf import Shelf
from trucewatch.relink.stage import Stage
from trucewatch.store.case_file import in_batches


def repeats(
    shelf: Shelf,
    given: Given,
    agreement: Agreement,
    said: Sequence[Statement],
    *,
    persons: Collection[Judgement],
    now: datetime,
) -> tuple[Judgement, ...]:
    """The judgements of repetition between the statements as they stand; ``said`` in the order told."""
    stage = Stage(Sort(agreement=agreement, kind="statement"), shelf, given, record_of=None)
    found: list[Repeated] = []
    for pairs in in_batches(sorted(shelf.store.repetitions())):
        cards = shelf.store.cards_of("statement", {end for pair in pairs for end in pair})
        items = {item.mention.id: item for item in stage.items({card.text_id for card in cards})}
        for left, right in pairs:
            one = repeated(items[left], items[right]) if left in items and right in items else None
            found += [one] if one is not None else []
    return link_repeats(found, said, persons=persons, now=now)
