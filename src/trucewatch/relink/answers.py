"""Claims and answers linked anew where a run of linking touched them; the others stay as they are stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from trucewatch.link.responses import link_responses
from trucewatch.records.agreement import Agreement
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.statement import Statement
from trucewatch.relink.neighbours import hearing
from trucewatch.relink.run import Relinked
from trucewatch.relink.shelf import Shelf
from trucewatch.relink.stage import sided
from trucewatch.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The machine's judgements of answers that were weighed anew, and the ids of those whose place they take."""

    judgements: tuple[Judgement, ...]
    judged: frozenset[str]


def answer(
    store: Store,
    shelf: Shelf,
    said: Sequence[Statement],
    happened: Sequence[Incident],
    mentions: Sequence[StatementMention],
    incident_mentions: Sequence[IncidentMention],
    touched: Relinked,
    *,
    agreement: Agreement,
    persons: Sequence[Judgement],
    now: datetime,
) -> Answers:
    """Judge again what answers what, among ``said`` in the order told, as far as it may have changed."""
    found = hearing(said, {m.id: m.text_id for m in mentions}, shelf.told, touched)
    heard = [s for s in said if s.id in found.heard]
    ids = {m for s in heard for m in s.mention_ids}
    theirs = [m for m in mentions if m.id in ids]
    made = link_responses(
        heard, mentions=sided(store, theirs), incidents=happened,
        incident_mentions=[m for m in incident_mentions if m.statement_mention in ids],
        texts=shelf.texts(m.text_id for m in theirs), agreement=agreement, told=shelf.told, persons=persons, now=now,
    )  # fmt: skip
    if touched.whole:
        machine = (j for j in store.judgements("response") if j.maker.kind == "machine")
        return Answers(judgements=made, judged=frozenset(j.id for j in machine))
    before = store.judgement_pairs("response", found.answers | touched.gone)
    return Answers(
        judgements=tuple(j for j in made if j.right in found.answers),
        judged=frozenset(
            one for one, (left, right) in before.items() if right in found.answers or {left, right} & touched.gone
        ),
    )
