"""Claims and answers linked anew where a run of linking touched them; the others stay as they are stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from trucewatch.link.responses import link_responses
from trucewatch.records.agreement import Agreement
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.statement import Statement
from trucewatch.relink.neighbours import answers_to_weigh, heard_with
from trucewatch.relink.run import Relinked, batches
from trucewatch.relink.shelf import Shelf
from trucewatch.relink.stage import sided
from trucewatch.store.rows import INCIDENTS, STATEMENTS

#: Answers weighed together, by their days; what must be heard with them comes on top.
AT_ONCE = 2500


def answer_anew(
    shelf: Shelf, touched: Relinked, *, agreement: Agreement, persons: Sequence[Judgement], now: datetime
) -> None:
    """Judge again what answers what, as far as it may have changed, and save it."""
    store = shelf.store
    wanted = None if touched.whole else answers_to_weigh(store, touched)
    for ids in batches(store.by_day("statement", wanted), AT_ONCE):
        answers = set(ids)
        made = _heard(shelf, heard_with(store, answers), agreement=agreement, persons=persons, now=now)
        before = store.judgement_pairs("response", answers)
        store.save_judgements(
            [j for j in made if j.right in answers],
            judged={one for one, (_, right) in before.items() if right in answers}, now=now,
        )  # fmt: skip
    store.save_judgements((), judged=store.judgement_pairs("response", touched.gone), now=now)


def _heard(
    shelf: Shelf, ids: set[str], *, agreement: Agreement, persons: Sequence[Judgement], now: datetime
) -> tuple[Judgement, ...]:
    """What answers what among these statements."""
    store = shelf.store
    heard: list[Statement] = list(store.of_ids(STATEMENTS, sorted(ids)))
    theirs = {m for s in heard for m in s.mention_ids}
    texts = sorted(store.texts_of_records("statement", ids))
    mentions = [m for m in shelf.mentions("statement mention", texts) if m.id in theirs]
    told = {m.id: shelf.told.key(m) for m in mentions}
    heard.sort(key=lambda s: told[s.mention_ids[0]])
    carried = [m for m in shelf.mentions("incident mention", texts) if m.statement_mention in theirs]
    homes = store.homes(m.id for m in carried)
    happened: list[Incident] = list(store.of_ids(INCIDENTS, sorted(set(homes.values()))))
    return link_responses(
        heard, mentions=sided(store, mentions), incidents=happened, incident_mentions=carried,
        texts=shelf.texts(texts), agreement=agreement, told=shelf.told, persons=persons, now=now,
    )  # fmt: skip
