"""Nobody is charged whom the report does not name: "fighters" mean a party only where the text tells of that party.

Where one party is armed and no state, "the rebels" are that party. "Fighters" and "militants" may be anybody's: in a
report that never names the party nor speaks of rebels, what they do is left open, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from trucewatch.annotate.cues import word_lists
from trucewatch.annotate.short_names import party_by_initials
from trucewatch.annotate.sides import Sides
from trucewatch.annotate.world import words_of
from trucewatch.records.maker import Reason
from trucewatch.records.mention import IncidentMention, Participant, StatementMention

#: Words for armed people who need not have risen against anybody.
ANYBODYS = frozenset({"fighter", "fighters", "militant", "militants", "jihadists"})
RULE = "general words for fighters, and the text names no such party"


def only_in_general(party: str | None, content: str, statements: Iterable[StatementMention], sides: Sides) -> bool:
    """True if the text never names the party: by no name, member or adjective of it, by no speaker of its own, and
    not as rebels."""
    if party is None:
        return False
    words = words_of(content)
    if set(words) & (word_lists()["rebels"] - ANYBODYS):
        return False
    if any(key.party == party for _, key in sides.hits(words)):
        return False
    heads = [head for head, owner in sides.heads.items() if owner == party]
    if any(re.search(rf"\b(?:{re.escape(head)}|{re.escape(head.upper())})\b", content) for head in heads):
        return False
    if party_by_initials(content, sides.short) == party:
        return False
    return not any(m.speaker_kind == "named" and m.side == party for m in statements)


def statements_left_open(statements: Sequence[StatementMention], party: str) -> list[StatementMention]:
    """The mentions, with nothing said by or against a party that only general words could mean."""
    made = []
    for mention in statements:
        if mention.target_side == party:
            reason = Reason(field="target_side", value="none", rule=RULE)
            mention = replace(mention, target_side=None, reasons=(*mention.reasons, reason))
        if mention.side == party:
            reason = Reason(field="side", value="none", rule=RULE)
            mention = replace(mention, side=None, reasons=(*mention.reasons, reason))
        made.append(mention)
    return made


def incidents_left_open(incidents: Sequence[IncidentMention], party: str) -> list[IncidentMention]:
    """The mentions, with their participants verbatim and no side where only general words could mean the party."""

    def opened(people: tuple[Participant, ...]) -> tuple[Participant, ...]:
        return tuple(replace(p, side=None) if p.side == party else p for p in people)

    made = []
    for mention in incidents:
        if any(p.side == party for p in (*mention.actors, *mention.targets)) or mention.said_by_side == party:
            mention = replace(
                mention,
                actors=opened(mention.actors),
                targets=opened(mention.targets),
                said_by_side=None if mention.said_by_side == party else mention.said_by_side,
                reasons=(*mention.reasons, Reason(field="side", value="none", rule=RULE)),
            )
        made.append(mention)
    return made
