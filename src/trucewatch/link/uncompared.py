"""Why two mentions were never compared: by the same cards and limits that linking looks pairs up by."""

from __future__ import annotations

from trucewatch.link import incidents, statements
from trucewatch.link.candidates import Card, candidate_pairs, near_in_time
from trucewatch.link.compare import QUOTED_DAYS
from trucewatch.link.profile import Profile
from trucewatch.link.rows import two_rows
from trucewatch.link.telling import Seen
from trucewatch.records.maker import Reason

ROWS = Reason(field="rows", value="two rows of one sheet", rule="whoever wrote a sheet lists each row for itself")


def statements_uncompared(a: Profile, b: Profile) -> tuple[Reason, ...]:
    """What kept two statement mentions from being looked up as a pair; none if they were."""
    if two_rows(a.mention, b.mention):
        return (ROWS,)
    cards = (statements.card_of(a), statements.card_of(b))
    return _uncompared(*cards, days=QUOTED_DAYS, least=statements.LEAST_OVERLAP, when="said_on")


def incidents_uncompared(a: Seen, b: Seen) -> tuple[Reason, ...]:
    """What kept two incident mentions from being looked up as a pair; none if they were."""
    if two_rows(a.mention, b.mention):
        return (ROWS,)
    cards = (incidents.card_of(a), incidents.card_of(b))
    found = _uncompared(*cards, days=incidents.MAX_GAP_DAYS, least=incidents.LEAST_OVERLAP, when="when")
    if found and not set(cards[0].within) & set(cards[1].within):
        value = f"{a.mention.type} | {b.mention.type}"
        return (Reason(field="type", value=value, rule="types of different families"), *found)
    return found


def _uncompared(one: Card, other: Card, *, days: int, least: float, when: str) -> tuple[Reason, ...]:
    if candidate_pairs([one, other], max_gap_days=days, least_overlap=least):
        return ()
    found = []
    if one.window and other.window and not near_in_time(one.window, other.window, days):
        value = f"{one.window.first}..{one.window.last} | {other.window.first}..{other.window.last}"
        rule = f"{one.window.gap(other.window)} days apart; pairs are looked up within {days} days"
        found.append(Reason(field=when, value=value, rule=rule))
    mine, theirs = dict(one.features), dict(other.features)
    value = f"{', '.join(mine) or 'none'} | {', '.join(theirs) or 'none'}"
    shared = mine.keys() & theirs.keys()
    overlap = sum(mine[key] * mine[key] for key in shared) / min(one.weight, other.weight)
    if not shared:
        found.append(Reason(field="keys", value=value, rule="no shared key among those that each is looked up by"))
    elif overlap < least:
        rule = f"shared keys weigh {overlap:.2f} of the lighter one; pairs are looked up from {least:.2f}"
        found.append(Reason(field="keys", value=value, rule=rule, words=", ".join(sorted(shared))))
    return tuple(found)
