"""What parts two mentions of one topic though they share most of its words: other things in it are told.

The names of a topic and of those who deal in it recur in all that is said of it. That two ministers spoke on the
telephone about a truce is another point than that they agreed upon one, and the claim to an attack in one town is
another than that to an attack in the next. Both are read from closed lists and from names, whoever speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from trucewatch.link.point import DAYS, MONTHS, Point, names_in
from trucewatch.records.maker import Reason
from trucewatch.records.mention import StatementMention
from trucewatch.records.wording import content, fold, notion

Dealing = Literal["contact", "outcome"]
#: What is left of a likeness where the two tell other things.
OTHER_MATTER = 0.55
_AGREED = (
    r"(?:agreements?|deals?|accords?|understandings?|compromises?|pacts?|truces?|cease-?fires?|terms|consensus|treat(?:y|ies)|"
    r"settlements?|breakthroughs?|results?|conclusions?|decisions?)"
)
_CONTACT = re.compile(
    r"\b(?:talk(?:s|ed|ing)?|spoke|spoken|speak(?:s|ing)?|(?:tele)?phon(?:e|ed|ing)|"
    r"call(?:s|ed)? (?:with|by|from|between)|conversations?|discuss(?:es|ed|ing|ions?)?|met|meets?|meetings?|"
    r"confer(?:s|red|ring)|"
    r"consult(?:s|ed|ing|ations?)|negotiat(?:es?|ed|ing|ions?)|exchang(?:es?|ed|ing) (?:views|messages|letters))\b"
)
_OUTCOME = re.compile(
    r"\b(?:(?:reach|str(?:ike|uck)|conclud|sign|clinch|seal|broker|finali[sz]|approv|adopt|accept|initial|endors)\w*"
    rf"(?:\s+[^\s.;,]+){{0,5}}?\s+{_AGREED}|agree[ds]?(?: (?:to|on|upon|that|in))?|"
    r"(?:fail|collaps|stall|deadlock|br(?:eak|oke|oken) (?:down|off|up)|end(?:ed|s)? without)\w*|"
    rf"{_AGREED}(?:\s+[^\s.;,]+){{0,5}}?\s+(?:reached|struck|concluded|signed|sealed|finali[sz]ed))\b"
)
_DATES = frozenset(notion(w) for w in DAYS | MONTHS)
#: Acts that are about one attack, which its place tells from the next.
_OF_ONE_ATTACK = frozenset({"claim_responsibility", "deny_responsibility"})


def dealing_of(pieces: Iterable[str]) -> Dealing | None:
    """Whether some words tell that people dealt with each other, or what came of it; None if neither or both."""
    words = fold(" ".join(pieces))
    contact, outcome = _CONTACT.search(words) is not None, _OUTCOME.search(words) is not None
    if contact == outcome:
        return None
    return "contact" if contact else "outcome"


def other_matter(
    a: tuple[StatementMention, Point, Dealing | None], b: tuple[StatementMention, Point, Dealing | None]
) -> Reason | None:
    """Why two mentions tell of other things in one topic; None if nothing says so."""
    (one, mine, dealt), (other, theirs, dealing) = a, b
    if dealt and dealing and dealt != dealing:
        rule = "one tells of a meeting, one of what came of it"
        return Reason(field="matter", value=f"{dealt} | {dealing}", rule=rule)
    if one.act != other.act or one.act not in _OF_ONE_ATTACK:
        return None
    here, there = (p.names - set(content(m.speaker or "")) for m, p in ((one, mine), (other, theirs)))
    if here and there and not here & there:
        value = f"{', '.join(sorted(here))} | {', '.join(sorted(there))}"
        return Reason(field="matter", value=value, rule="attacks named by other places")
    return None


def elsewhere(one: Sequence[StatementMention], other: Sequence[StatementMention]) -> bool:
    """True if both name places or persons besides their speakers, and none of them in common."""
    spoken = {n for m in (*one, *other) for n in content(m.speaker or "")}
    here, there = (
        {n for m in mentions for n in names_in(piece.words for piece in m.content)} - spoken - _DATES
        for mentions in (one, other)
    )
    return bool(here and there and not here & there)
