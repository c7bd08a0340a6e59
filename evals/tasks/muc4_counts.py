"""The counts of a MUC-4 template: a row for each victim or group of victims, as its keys number them.

The keys number each victim by itself ("death of 1" for every name) and take no soldiers and guerrillas who fell in
combat for victims.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from evals.tasks.happening_rows import Read
from trucewatch.annotate.counts import find_counts
from trucewatch.records.count import Count
from trucewatch.records.mention import IncidentMention
from trucewatch.records.span import Span

EFFECTS = {"killed": "DEATH", "injured": "INJURY"}
#: Groups that MUC-4 counts as combatants: what befalls them is no terrorist incident.
COMBATANTS = frozenset((
    "soldier", "soldiers", "guerrilla", "guerrillas", "rebel", "rebels", "terrorist", "terrorists", "subversive",
    "subversives", "extremist", "extremists", "insurgent", "insurgents", "troops", "combatant", "combatants",
    "fighters", "militiamen", "commandos", "guardsmen", "enemy", "casualties", "criminals", "delinquents", "elements",
))  # fmt: skip
#: Words of a name or description that do not tell one person from another.
NOISE = frozenset((
    "the", "a", "an", "his", "her", "their", "former", "another", "other", "of", "and", "mr", "dr", "general", "gen",
    "col", "colonel", "minister", "priest", "leader", "president", "man", "person",
))  # fmt: skip


def casualty_rows(mentions: Iterable[IncidentMention], stray: Iterable[Count] = ()) -> list[dict[str, Any]]:
    """A row for each person told of by himself, one for each other number of an effect.

    ``stray`` are counts of the report's other sentences that tell of no incident of their own.
    """
    people: dict[str, list[frozenset[str]]] = {}
    numbers: dict[tuple[str, int], None] = {}
    for count in [*(c for m in mentions for c in m.counts), *stray]:
        if count.effect not in EFFECTS or count.part or not count.value or _fought(count):
            continue
        if count.value > 1 and not _is_list(count):
            numbers[count.effect, count.value] = None
            continue
        for who in _each(count):
            _add(people.setdefault(count.effect, []), _key(who))
    rows = [{"effect": EFFECTS[effect], "number": value} for effect, value in numbers]
    return rows + [{"effect": EFFECTS[e], "number": 1} for e, known in people.items() for _ in known]


def stray_counts(one: Read) -> list[Count]:
    """The killed and injured of a report that no incident has ("investigate the murder of two teachers")."""
    told = {(c.span.start, c.effect) for i in one.incidents for c in i.counts}
    found: list[Count] = []
    for paragraph, sentence in one.parsed.sentences():

        def span_of(start: int, end: int, offset: int = paragraph.start) -> Span:
            return one.text.span(offset + start, offset + end)

        found += [
            c.count
            for c in find_counts(sentence, span_of)
            if not c.part and c.count.effect in EFFECTS and (c.count.span.start, c.count.effect) not in told
        ]
    return found


def _fought(count: Count) -> bool:
    return bool(set(re.findall(r"[a-z]+", (count.group or count.span.words).lower())) & COMBATANTS)


def _is_list(count: Count) -> bool:
    return count.value is not None and len(_each(count)) == count.value


def _each(count: Count) -> list[str]:
    words = count.group or count.span.words
    return [w for w in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*;\s*", words, flags=re.IGNORECASE) if w.strip()]


def _key(who: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]{2,}", who.lower())) - NOISE


def _add(known: list[frozenset[str]], who: frozenset[str]) -> None:
    """A person is told of again where a telling word is shared, or where the words tell nobody apart."""
    for n, one in enumerate(known):
        if who & one or not who or not one:
            known[n] = one | who
            return
    known.append(who)
