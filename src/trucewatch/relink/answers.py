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
) -> set[str]:
    """Judge again what answers what, as far as it may have changed, and save it. Gives the claims whose answers were
    judged otherwise than before."""
    store = shelf.store
    claims: dict[str, str] = {}
    changed: set[str] = set()
    wanted = None if touched.whole else answers_to_weigh(store, touched)
    for ids in batches(store.by_day("statement", wanted), AT_ONCE):
        answers = set(ids)
        heard = _heard(shelf, heard_with(store, answers), agreement=agreement, persons=persons, now=now)
        made = [j for j in heard if j.right in answers]
        before = {
            one: left for one, (left, right) in store.judgement_pairs("response", answers).items() if right in answers
        }
        claims |= before | {j.id: j.left for j in made}
        changed |= store.save_judgements(made, judged=before, now=now)
    before = {one: left for one, (left, _) in store.judgement_pairs("response", touched.gone).items()}
    claims |= before
    changed |= store.save_judgements((), judged=before, now=now)
    return {claims[one] for one in changed}


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
