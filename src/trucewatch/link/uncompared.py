"""Why two mentions were never compared: by the same features, windows and limits that linking looks pairs up by."""

from __future__ import annotations

from collections.abc import Mapping

from trucewatch.link import candidates, happened, incidents, statements
from trucewatch.link.compare import QUOTED_DAYS
from trucewatch.link.happened import Seen
from trucewatch.link.profile import Profile, Window
from trucewatch.records.maker import Reason


def statements_uncompared(a: Profile, b: Profile) -> tuple[Reason, ...]:
    """What kept two statement mentions from being looked up as a pair; none where nothing but a crowd could.

    Neighbours of one report and voice, and charges of breach of one side, are looked up without keys.
    """
    one, other = a.mention, b.mention
    voices = [m.side or " ".join(p.name) for m, p in ((one, a), (other, b))]
    stances = a.stance is not None and b.stance is not None and a.stance.kept == b.stance.kept
    if voices[0] == voices[1] and (one.text_id == other.text_id or (stances and one.side)):
        return ()
    found = _of_keys(a.weights, b.weights, least=statements.LEAST_OVERLAP)
    return (*_of_days(a.window, b.window, most=QUOTED_DAYS, field="said_on"), *found)


def incidents_uncompared(a: Seen, b: Seen) -> tuple[Reason, ...]:
    """What kept two incident mentions from being looked up as a pair; none where nothing but a crowd could.

    Neighbours of one report and family of types, and events of one day and family, are looked up without keys.
    """
    found = list(_of_days(a.window, b.window, most=incidents.MAX_GAP_DAYS, field="when"))
    families = set(happened.families(a.mention.type)) & set(happened.families(b.mention.type))
    one_day = a.window is not None and a.window == b.window and a.window.stated and a.window.first == a.window.last
    if families and (a.mention.text_id == b.mention.text_id or one_day):
        return ()
    if not families:
        value = f"{a.mention.type} | {b.mention.type}"
        found.append(Reason(field="type", value=value, rule="types of different families"))
    found += _of_keys(happened.features(a), happened.features(b), least=incidents.LEAST_OVERLAP)
    return tuple(found)


def _of_days(one: Window | None, other: Window | None, *, most: int, field: str) -> tuple[Reason, ...]:
    if one is None or other is None or candidates.near_in_time(one, other, most):
        return ()
    value = f"{one.first}..{one.last} | {other.first}..{other.last}"
    rule = f"{one.gap(other)} days apart; pairs are looked up within {most} days"
    return (Reason(field=field, value=value, rule=rule),)


def _of_keys(ours: Mapping[str, float], theirs: Mapping[str, float], *, least: float) -> tuple[Reason, ...]:
    """What the features say by which each is looked up, weightiest first."""
    mine, others = looked_up(ours), looked_up(theirs)
    value = f"{_listed(mine)} | {_listed(others)}"
    shared = mine.keys() & others.keys()
    if not shared:
        return (Reason(field="keys", value=value, rule="no shared key among those that each is looked up by"),)
    lighter = min(sum(w * w for w in mine.values()), sum(w * w for w in others.values())) or 1.0
    overlap = sum(mine[key] * mine[key] for key in shared) / lighter
    if overlap >= least:
        return ()
    rule = f"shared keys weigh {overlap:.2f} of the lighter one; pairs are looked up from {least:.2f}"
    return (Reason(field="keys", value=value, rule=rule, words=", ".join(sorted(shared))),)


def looked_up(features: Mapping[str, float]) -> dict[str, float]:
    """The features that an item is looked up by."""
    return dict(sorted(features.items(), key=lambda f: (-f[1], f[0]))[: candidates.LOOKED_UP])


def _listed(features: Mapping[str, float]) -> str:
    return ", ".join(features) or "none"
