"""Every named condition of the trigger words, and the check that the list of triggers asks for none other.

A row that asks for a condition nobody knows, or for one without effect on its part of speech, would pass unseen and
widen or narrow nothing: it is refused when the list is first used.
"""

from __future__ import annotations

from functools import lru_cache

from trucewatch.annotate.incident_conditions import VERB_NEEDS
from trucewatch.annotate.incident_dealings import DEALINGS
from trucewatch.annotate.incident_everyday import EVERYDAY
from trucewatch.annotate.incident_lexicon import HARM, Trigger, triggers
from trucewatch.annotate.incident_movements import MOVEMENTS
from trucewatch.annotate.incident_nouns import NOUN_CONDITIONS
from trucewatch.annotate.incident_offices import OFFICES
from trucewatch.annotate.incident_states import STATES
from trucewatch.annotate.incident_strikes import STRIKES
from trucewatch.errors import BrokenLexicon
from trucewatch.records.vocabulary import INCIDENT_TYPES

#: Every named condition of a verb.
NEEDS = VERB_NEEDS | DEALINGS | EVERYDAY | MOVEMENTS | OFFICES | STATES | STRIKES
#: What a noun row may ask for: a condition of its own, or that harm is told with it, or that it tells by itself.
NOUN_NEEDS = frozenset({*NOUN_CONDITIONS, "harmed", "strong"})


@lru_cache(maxsize=1)
def checked_triggers() -> dict[tuple[str, str], tuple[Trigger, ...]]:
    """The trigger words, each row of which asks only for what has an effect.

    Raises: BrokenLexicon naming the row and what is wrong with it.
    """
    for group in triggers().values():
        for row in group:
            check(row)
    return triggers()


def check(row: Trigger) -> None:
    """Raises: BrokenLexicon if the row's part of speech, type or conditions are unknown or without effect."""
    where = f"incident_triggers.csv: {row.pos} {row.lemma!r}"
    if row.pos not in ("verb", "noun"):
        raise BrokenLexicon(f"{where}: part of speech {row.pos!r} is not read; write verb or noun")
    if row.type != HARM and row.type not in INCIDENT_TYPES:
        raise BrokenLexicon(f"{where}: type {row.type!r} is not in the vocabulary; see vocabulary/incident_types.csv")
    known = NEEDS.keys() if row.pos == "verb" else NOUN_NEEDS
    for need in row.needs.split():
        if need not in known:
            raise BrokenLexicon(
                f"{where}: condition {need!r} has no effect on a {row.pos}; use one of {', '.join(sorted(known))}"
            )
    if row.pos == "noun" and len(row.needs.split()) > 1:
        raise BrokenLexicon(f"{where}: a noun has one condition, met {row.needs!r}; split the row")
