"""How alike two incident mentions are, and why: type, time, place, sides, counts, wording, how it is told."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from trucewatch.link.profile import Window
from trucewatch.link.spellings import may_be_one_word
from trucewatch.link.telling import Cast, Seen, families, spots_of
from trucewatch.records.count import Count
from trucewatch.records.maker import Reason
from trucewatch.records.vocabulary import MUTUAL
from trucewatch.records.where import Where
from trucewatch.records.wording import tokens

# Set by looking at the seeds and the three dev clusters, whose figures are therefore development figures.
SAME_AT = 0.55
UNSURE_AT = 0.42
#: The likeness of whole sentences counts for so much of that of the mentions' own words.
CONTEXT_SHARE = 0.6
#: A time wider than this is a period: two mentions of it need more than an overlap.
WIDE_DAYS = 10

#: Two words for one type, or a type and a kind of it.
_KIN = (frozenset({"airstrike", "drone_strike"}), frozenset({"bombing", "suicide_attack"}))
#: Counts this far from each other are of an event and of what it is a small part of.
ANOTHER_ORDER = 0.02
#: Sentences so much alike are one sentence, of which two mentions may be two parts.
ONE_SENTENCE = 0.8
#: Types that name something that lasts for days.
LASTING = frozenset({"offensive", "clash", "displacement", "blockade"})
#: What is held on a day: on two days it is two.
_HELD = frozenset({"meeting", "vote", "agreement_signed"})
#: Types of which one report often tells several.
MANY = frozenset({"meeting", "bombing", "suicide_attack", "agreement_signed", "vote", "other"})
#: Ways of telling that speak of something that has not happened (yet): never one with what has.
_UNREAL = {"threatened": "unreal", "hypothetical": "unreal", "planned": "planned"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedIncidents:
    """How alike two mentions of incidents are: ``score`` from 0 to 1, ``forbidden`` where they cannot be one."""

    score: float
    forbidden: bool
    reasons: tuple[Reason, ...]

    def plain(self) -> ComparedIncidents:
        """The same without the reasons."""
        return ComparedIncidents(score=self.score, forbidden=self.forbidden, reasons=())


def compare(a: Seen, b: Seen) -> ComparedIncidents:
    """Compare two mentions; the order of the two makes no difference.

    Time, place and the way of telling may forbid; else the score is a weighted mean of what both mentions
    give, lowered when they share little that is particular.
    """
    if b.rank < a.rank:
        a, b = b, a
    copies = a.text == b.text and len(a.text) >= 3 and a.report_id != b.report_id
    type_, why_type = _types(a, b)
    time, why_time = _times(a, b)
    place, why_place = _places(a, b)
    told, why_told = _told_as(a, b)
    parts: list[tuple[float, float]] = [(type_, 1.5)]
    reasons = [why_type, why_time, why_place, why_told]
    if told == 0.0 or (not copies and 0.0 in (type_, time, place)):
        # whatever else is alike; most pairs that are looked up end here
        return ComparedIncidents(score=0.0, forbidden=True, reasons=tuple(reasons))
    if time is not None:
        parts.append((time, 1.5))
    if place is not None:
        parts.append((place, 2.0))
    if MUTUAL.isdisjoint({a.mention.type, b.mention.type}):
        actor, why_actor = _sides("actor", a.actors, b.actors)
        target, why_target = _sides("target", a.targets, b.targets)
    else:
        (actor, why_actor), (target, why_target) = _either(a, b)
    for value, why, weight in ((actor, why_actor, 1.0), (target, why_target, 0.7)):
        if value is not None:
            parts.append((value, weight))
            reasons.append(why)
    counted, why_counts = _counts(a, b)
    if counted is not None:
        parts.append((counted, 1.5))
        reasons.append(why_counts)
    wording = _wording(a, b)
    parts.append((wording, 1.5))
    reasons.append(Reason(field="words", value=f"{wording:.2f}", rule="weighted words shared", score=round(wording, 4)))
    number, why_number = _tallies(a, b)
    reasons += [why_number] if why_number else []
    forbidden = not copies and 0.0 in (counted, number)
    if copies and not forbidden:
        return ComparedIncidents(
            score=0.95,
            forbidden=False,
            reasons=(
                *reasons,
                Reason(field="words", value="the same", rule="one report repeats the words of the other"),
            ),
        )
    score = math.fsum(v * w for v, w in parts) / math.fsum(w for _, w in parts)
    held = place == 0.7 and type_ >= 0.9 and _more(wording, counted, actor, target)
    # what tells one event from another of its kind: where, when exactly, how many, in which words
    particulars = sum(
        (
            held or (place is not None and place >= 0.9),
            time is not None and time >= 0.9,
            counted is not None and counted >= 0.8,
            wording >= 0.55,
            actor is not None and actor >= 0.9 and target is not None and target >= 0.9,
            bool(a.struck & b.struck),
        )
    )
    again = a.report_id == b.report_id and a.mention.type == b.mention.type and a.mention.type not in MANY
    if (
        again
        and actor is not None
        and actor >= 0.9
        and (place is None or place >= 0.7)
        and (time is None or time >= 0.7)
    ):
        # a report comes back to what it tells of, mostly without place and day
        particulars += 2
    if (a.mention.type == b.mention.type and a.mention.type in LASTING) or (a.repeated and b.repeated):
        # what goes on is told of again and again; apart in place or time it has been ruled out above
        particulars += bool(particulars)
    if a.mention.type == b.mention.type and a.wave and b.wave and actor is not None and actor >= 0.9 and target != 0.25:
        particulars += 2
    if place == 0.7 and _day_of(a.window, b.window):
        particulars = 0  # what happened on one day at one place of it is a part of the whole
    if particulars < 2:
        score *= 0.75 if particulars else 0.5
    return ComparedIncidents(score=0.0 if forbidden else round(score, 4), forbidden=forbidden, reasons=tuple(reasons))


def _more(wording: float, *fields: float | None) -> bool:
    """True if an area and a place in it have more in common than the one's lying in the other."""
    return wording >= 0.3 or any(value is not None and value >= 0.8 for value in fields)


def _day_of(a: Window | None, b: Window | None) -> bool:
    """True if the one is a day of the other, a time of three days or more; both as stated."""
    if a is None or b is None or not (a.stated and b.stated):
        return False
    short, long = sorted(w.last - w.first for w in (a, b))
    return not short and long > timedelta(days=2)


def _types(a: Seen, b: Seen) -> tuple[float, Reason]:
    one, other = a.mention.type, b.mention.type
    value = _both(one, other)
    if one == other:
        return 1.0, Reason(field="type", value=value, rule="same type")
    if any({one, other} <= pair for pair in _KIN):
        return 0.9, Reason(field="type", value=value, rule="one type is a kind of the other")
    if set(families(one)) & set(families(other)):
        if one in LASTING and other in LASTING:
            return 0.5, Reason(field="type", value=value, rule="a campaign of one side and fighting of two")
        return 0.75, Reason(field="type", value=value, rule="types of one family")
    if "other" in (one, other) or "accident" in (one, other):
        return 0.4, Reason(field="type", value=value, rule="one type not told")
    return 0.0, Reason(field="type", value=value, rule="types of different families")


def _times(a: Seen, b: Seen) -> tuple[float | None, Reason]:
    one, other = a.window, b.window
    if one is None or other is None:
        return None, Reason(field="when", value="unknown", rule="a time is not known")
    gap = one.gap(other)
    value = _both(f"{one.first}..{one.last}", f"{other.first}..{other.last}")
    if not (one.stated and other.stated):
        if gap <= 1:
            return 0.7, Reason(field="when", value=value, rule="possible from the publication days")
        factor = 0.3 if gap <= 14 else 0.0
        return factor, Reason(field="when", value=value, rule="publication days lie apart")
    if gap > 1:
        return 0.0, Reason(field="when", value=value, rule="times as stated lie apart")
    if gap == 1:
        if (
            a.mention.type == b.mention.type
            and a.mention.type in _HELD
            and one.first == one.last
            and other.first == other.last
        ):
            return 0.0, Reason(field="when", value=value, rule="held on two days")
        return 0.5, Reason(field="when", value=value, rule="one day apart")
    widest = max((one.last - one.first).days, (other.last - other.first).days)
    if widest > WIDE_DAYS:
        return 0.6, Reason(field="when", value=value, rule="within a longer period")
    return (1.0 if widest <= 2 else 0.85), Reason(field="when", value=value, rule="times as stated overlap")


def _places(a: Seen, b: Seen) -> tuple[float | None, Reason]:
    """Same place 1; one within the other 0.7; somewhere in one country 0.5; apart 0."""
    ours, theirs = spots_of(a.mention), spots_of(b.mention)
    value = _both(", ".join(p.name for p in ours) or "none", ", ".join(p.name for p in theirs) or "none")
    if a.exactly & b.exactly:
        return 1.0, Reason(field="place", value=value, rule="same place")
    if _hears(a, b) or _hears(b, a):
        return 0.9, Reason(field="place", value=value, rule="the one's place stands in the other's words")
    if not ours or not theirs:
        return None, Reason(field="place", value=value, rule="a place is not told")
    if a.placed & b.placed:
        return 0.6, Reason(field="place", value=value, rule="the same country")
    best = max(_near(p, q) for p in ours for q in theirs)
    unlisted = all(p.precision == "unresolved" for p in (*ours, *theirs))
    if unlisted and a.mention.text_id == b.mention.text_id and not _spelt_alike(ours, theirs):
        # of names that no list has nobody knows how far apart they are; who tells of both means two places
        return 0.0, Reason(field="place", value=value, rule="two places of one report")
    rule = {0.7: "one within the other", 0.5: "not known to be apart", 0.0: "places apart"}[best]
    return best, Reason(field="place", value=value, rule=rule)


def _hears(one: Seen, other: Seen) -> bool:
    """True if a place of the other stands in the one's words, or in its sentence where it has no place of its own.

    An area that is named beside a place of one's own ("the capital of Shore") does not make the two one.
    """
    names = other.spots if one.placed else other.spots + other.areas
    return any(one.heard.issuperset(name) for name in names)


def _spelt_alike(ours: list[Where], theirs: list[Where]) -> bool:
    """True if a word of the one's names may be another spelling of a word of the other's."""
    mine, others = ([w for p in places for w in tokens(p.name)] for places in (ours, theirs))
    return any(may_be_one_word(one, other) for one in mine for other in others)


def _near(p: Where, q: Where) -> float:
    if p.precision == "unresolved" or q.precision == "unresolved":
        return 0.5
    if p.country and q.country and p.country != q.country:
        return 0.0
    if "country" in (p.precision, q.precision):
        return 0.5
    if p.admin1 and q.admin1:
        if p.admin1.casefold() != q.admin1.casefold():
            return 0.0
        # an area holds the places in it; two exact places in one area are two places
        return 0.0 if p.precision == q.precision == "exact" else 0.7
    return 0.5


def _sides(field: str, ours: Cast, theirs: Cast) -> tuple[float | None, Reason]:
    """Same side 1; names with a word in common 0.9; another side 0.25; None where one tells nobody apart."""
    value = _both(str(ours), str(theirs))
    if ours.sides & theirs.sides:
        return 1.0, Reason(field=field, value=value, rule="same side")
    if ours.words & theirs.words:
        return 0.9, Reason(field=field, value=value, rule="names share a word")
    if ours.sides and theirs.sides:
        # rival attributions of one event are kept side by side, so this lowers and does not forbid
        return 0.25, Reason(field=field, value=value, rule="another side")
    if (ours.sides or ours.words) and (theirs.sides or theirs.words):
        return 0.5, Reason(field=field, value=value, rule="not known to be one")
    return None, Reason(field=field, value=value, rule="not told by both")


def _either(a: Seen, b: Seen) -> tuple[tuple[float | None, Reason], tuple[float | None, Reason]]:
    """Two tellings of which one names no doer and done-to: the sides of both, whichever part they take."""
    ours, theirs = (
        Cast(sides=s.actors.sides | s.targets.sides, words=s.actors.words | s.targets.words) for s in (a, b)
    )
    first = _sides("actor", ours, theirs)
    shared = ours.sides & theirs.sides
    value = _both(str(ours), str(theirs))
    if len(shared) >= 2:
        return first, (1.0, Reason(field="target", value=value, rule="both sides the same"))
    if shared and ours.sides - shared and theirs.sides - shared:
        return first, (0.25, Reason(field="target", value=value, rule="another side"))
    return first, (None, Reason(field="target", value=value, rule="not told by both"))


def _tallies(a: Seen, b: Seen) -> tuple[float | None, Reason | None]:
    """A number of events is no single event, and not another number of them; 0 forbids."""
    if a.tally is None and b.tally is None:
        return None, None
    value = _both(a.tally or "none", b.tally or "none")
    if a.tally == b.tally:
        return 1.0, Reason(field="events", value=value, rule="as many events")
    if a.tally is None or b.tally is None:
        other = a if a.tally is None else b
        if other.repeated and not other.wave:
            return None, Reason(field="events", value=value, rule="several events, their number told by one")
        return 0.0, Reason(field="events", value=value, rule="a number of events and a single one or a campaign")
    return 0.0, Reason(field="events", value=value, rule="another number of events")


def _counts(a: Seen, b: Seen) -> tuple[float | None, Reason]:
    """Counts of one effect: the same 1; the later told higher 0.7 (a growing toll); the later lower 0.4."""
    best: float | None = None
    value = "none in common"
    for mine in a.mention.counts:
        for other in b.mention.counts:
            if mine.effect != other.effect or mine.part or other.part:
                continue
            likeness = _count_likeness(mine, other)
            if likeness is not None and (best is None or likeness > best):
                best, value = likeness, f"{mine.effect} {mine.shown} | {other.effect} {other.shown}"
    return best, Reason(field="counts", value=value, rule="counts of one effect compared")


def _count_likeness(earlier: Count, later: Count) -> float | None:
    if earlier.value is None or later.value is None:
        # "thousands" and "thousands" are alike, though not as telling as a number; a vague word fits what lies above it
        one, other = (c.low if c.value is None else c.value for c in (earlier, later))
        if one is None or other is None:
            return None
        return 0.8 if one == other else 0.0 if min(one, other) < ANOTHER_ORDER * max(one, other) else None
    one, other = earlier.value, later.value
    if one == other:
        return 1.0
    ratio = min(one, other) / max(one, other, 1)
    if ratio < ANOTHER_ORDER:
        return 0.0
    if ratio < 0.1:
        return 0.1
    return 0.7 if other > one else 0.4


def _told_as(a: Seen, b: Seen) -> tuple[float, Reason]:
    one, other = a.mention.said_as, b.mention.said_as
    value = _both(one, other)
    if _UNREAL.get(one) != _UNREAL.get(other):
        return 0.0, Reason(field="said_as", value=value, rule="one has not happened")
    return 1.0, Reason(field="said_as", value=value, rule="both told as happened or both as to come")


def _wording(a: Seen, b: Seen) -> float:
    """Likeness of the words, 0 to 1; in two reports, less surely, of the whole sentences."""
    own = _shared(a.weights, a.norm, b.weights, b.norm)
    if a.report_id == b.report_id:
        return own
    around = _shared(a.context, a.context_norm, b.context, b.context_norm)
    return own if around >= ONE_SENTENCE else max(own, CONTEXT_SHARE * around)


def _shared(ours: Mapping[str, float], our_norm: float, theirs: Mapping[str, float], their_norm: float) -> float:
    shared = sorted(ours.keys() & theirs.keys())
    if not shared:
        return 0.0
    common = math.fsum(ours[n] * theirs[n] for n in shared)
    cosine = common / (our_norm * their_norm)
    if len(shared) < 3:
        return cosine
    return min(1.0, 0.5 * cosine + 0.5 * common / min(our_norm, their_norm) ** 2)


def _both(one: str, other: str) -> str:
    return one if one == other else f"{one} | {other}"
