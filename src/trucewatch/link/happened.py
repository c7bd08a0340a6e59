"""How alike two incident mentions are, and why: type, time, place, sides, counts, wording, how it is told."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from trucewatch.link.order import Told
from trucewatch.link.profile import Weights, Window, window_of
from trucewatch.records.count import Count
from trucewatch.records.maker import Reason
from trucewatch.records.mention import IncidentMention, Participant
from trucewatch.records.text import Text
from trucewatch.records.where import Where
from trucewatch.records.wording import content, tokens, word_set

# Set by looking at the seeds and the three dev clusters, whose figures are therefore development figures.
SAME_AT = 0.55
UNSURE_AT = 0.42
#: An incident told without a day happened in the days before the report, background aside.
UNDATED_REACH = timedelta(days=7)
#: A wave or series of events told without a day goes back months.
WAVE_REACH = timedelta(days=90)
_WAVE = re.compile(r"\b(?:waves?|spate|series|string|campaigns?|succession|rash|spree) of\b", re.IGNORECASE)
#: Many events told as one: "several strikes", "attacks by day and night".
_MANY_TIMES = re.compile(
    r"\b(?:several|many|multiple|repeated(?:ly)?|numerous|daily|air ?strikes|strikes|attacks|raids|bombings|"
    r"bombardments|clashes|days|nights)\b",
    re.IGNORECASE,
)
#: How far around a mention its sentence is looked for, in characters; it counts for so much of the mention's own words.
REACH = 300
CONTEXT_SHARE = 0.6
#: A time wider than this is a period: two mentions of it need more than an overlap.
WIDE_DAYS = 10

_FAMILIES: Mapping[str, frozenset[str]] = {
    name: frozenset(types.split())
    for name, types in {
        "fire": "airstrike drone_strike shelling interception ceasefire_violation",
        "blast": "bombing suicide_attack shelling",
        "ground": "armed_attack clash offensive mass_killing territory_seized ceasefire_violation",
        "killing": "targeted_killing armed_attack mass_killing bombing suicide_attack",
        "custody": "detention abduction torture",
        "flight": "displacement deportation",
        "talks": "meeting agreement_signed",
        "truce": "ceasefire_start no_incident_observed",
        "access": "access_denied aid_obstruction blockade",
        "passage": "access_granted aid_delivery",
        "release": "release",
        "pullback": "withdrawal disarmament",
    }.items()
}
#: Types that name something that lasts for days.
LASTING = frozenset({"offensive", "clash", "displacement", "blockade"})
#: Types of which one report often tells several.
MANY = frozenset({"meeting", "bombing", "suicide_attack", "agreement_signed", "vote", "other"})
#: Ways of telling that speak of something that has not happened (yet): never one with what has.
_UNREAL = {"threatened": "unreal", "hypothetical": "unreal", "planned": "planned"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An incident mention as it is compared. ``placed`` are the keys by which its places are met; ``spots``
    and ``areas`` the words of their names, exact places and whole areas; ``heard`` the folded words in which another's
    place may stand, ``context`` the notions of its sentence with weights. ``wave`` is True for a series of events,
    ``repeated`` where several are told as one."""

    mention: IncidentMention
    report_id: str
    rank: int
    window: Window | None
    weights: Mapping[str, float]
    norm: float
    text: tuple[str, ...]
    placed: frozenset[str]
    actors: Cast
    targets: Cast
    spots: tuple[frozenset[str], ...]
    areas: tuple[frozenset[str], ...]
    heard: frozenset[str]
    context: Mapping[str, float]
    context_norm: float
    wave: bool
    repeated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedIncidents:
    score: float
    forbidden: bool
    reasons: tuple[Reason, ...]


def place_keys(places: Iterable[Where]) -> frozenset[str]:
    """Gazetteer ids and folded names of the places where it happened (of all places if none is marked so)."""
    places = [p for p in places if p.role != "speaker_place"]
    where = [p for p in places if p.role == "where"] or places
    keys: set[str] = set()
    for place in where:
        if place.gazetteer_id:
            keys.add(f"id:{place.gazetteer_id}")
        keys.add("name:" + " ".join(w for w in tokens(place.name) if w not in _PLACE_WORDS))
    return frozenset(keys - {"name:"})


_PLACE_WORDS = word_set("the of in and near province district city town village area areas region county state")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who takes one part in a telling: the sides, and the words of the names that tell one from another."""

    sides: frozenset[str]
    words: frozenset[str]

    @classmethod
    def of(cls, participants: Iterable[Participant]) -> Cast:
        # one that was concluded rather than read (it has no words of its own) is no evidence of sameness
        told = [p for p in participants if p.span is not None]
        words = {w for p in told for w in content(p.name) if not w.isdigit()} - _ANYBODY
        return cls(sides=frozenset(p.side for p in told if p.side), words=frozenset(words))

    def __str__(self) -> str:
        return ", ".join(sorted(self.sides or self.words)) or "none"


#: Words that tell no one from another.
_ANYBODY = frozenset(
    content(
        """people persons person others men women least several dozens scores hundreds thousands some aircraft aircrafts
        drones jets planes warplanes helicopters missiles rockets shells bombs suicide"""
    )
)


def seen(
    mentions: Iterable[IncidentMention], *, told: Told, muted: frozenset[str], texts: Mapping[str, Text] | None = None
) -> list[Seen]:
    """What is compared, in the order told; word weights as for statements (``profile.Weights``).

    ``texts`` give the sentences around the mentions; without them a mention's own words are all there is.
    """
    ordered = sorted(mentions, key=told.key)
    read = [content(m.words.words) for m in ordered]
    weigh = Weights(muted=muted)
    out = []
    for rank, (mention, notions) in enumerate(zip(ordered, read, strict=True)):
        weights = weigh(notions)
        sentence = _sentence(mention, (texts or {}).get(mention.text_id))
        context = weigh(content(sentence))
        where = _spots(mention)
        wave = bool(_WAVE.search(mention.words.words))
        published = told.published(mention.text_id)
        far = WAVE_REACH if wave else UNDATED_REACH
        reach = None if mention.background and mention.when is None else window_of(mention.when, published, far)
        out.append(
            Seen(
                mention=mention,
                report_id=told.report_id(mention.text_id),
                rank=rank,
                window=reach,
                weights=weights,
                norm=math.sqrt(math.fsum(w * w for w in weights.values())) or 1.0,
                text=tuple(notions),
                placed=place_keys(mention.places),
                actors=Cast.of(mention.actors),
                targets=Cast.of(mention.targets),
                spots=_names_of(p for p in where if p.precision not in _AREAS),
                areas=_names_of(p for p in where if p.precision in _AREAS),
                heard=frozenset(tokens(mention.words.words if where else sentence)),
                context=context,
                context_norm=math.sqrt(math.fsum(w * w for w in context.values())) or 1.0,
                wave=wave,
                repeated=wave or bool(_MANY_TIMES.search(mention.words.words)),
            )
        )
    return out


def _sentence(mention: IncidentMention, text: Text | None) -> str:
    """The sentence in which a mention stands; its own words where the text is not there."""
    if text is None:
        return mention.words.words
    start, end = mention.words.start, mention.words.end
    head, tail = text.content[max(0, start - REACH) : start], text.content[end : end + REACH]
    cut = max((m.end() for m in re.finditer(r"[.!?][\"”’]?\s+|\n", head)), default=0)
    stop = re.search(r"[.!?](?=\s|$)|\n", tail)
    return head[cut:] + mention.words.words + tail[: stop.start() if stop else len(tail)]


def features(item: Seen) -> dict[str, float]:
    """What a mention is looked up by: place, sides and counts within its family of types, then its words.

    No word weighs more than 1, so that the place and the sides are always among what is looked up.
    """
    found = dict(item.weights)
    for family in families(item.mention.type):
        for key in item.placed:
            found[f"{family} at {key}"] = 1.3
        for side in item.actors.sides | item.targets.sides:
            found[f"{family} by {side}"] = 1.1
        for count in item.mention.counts:
            if count.value is not None and count.value > 1 and not count.part:
                found[f"{family} {count.effect} {count.value}"] = 1.2
    return found


def families(kind: str) -> list[str]:
    return [name for name, types in _FAMILIES.items() if kind in types] or [kind]


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
    if time is not None:
        parts.append((time, 1.5))
    if place is not None:
        parts.append((place, 2.0))
    actor, why_actor = _sides("actor", a.actors, b.actors)
    target, why_target = _sides("target", a.targets, b.targets)
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
    forbidden = told == 0.0 or (not copies and 0.0 in (type_, time, place))
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
    # what tells one event from another of its kind: where, when exactly, how many, in which words
    particulars = sum(
        (
            place is not None and place >= 0.7,
            time is not None and time >= 0.9,
            counted is not None and counted >= 0.8,
            wording >= 0.55,
            actor is not None and actor >= 0.9 and target is not None and target >= 0.9,
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
    if a.mention.type == b.mention.type and a.wave and b.wave and actor is not None and actor >= 0.9:
        particulars += 2
    if particulars < 2:
        score *= 0.75 if particulars else 0.5
    return ComparedIncidents(score=0.0 if forbidden else round(score, 4), forbidden=forbidden, reasons=tuple(reasons))


def _types(a: Seen, b: Seen) -> tuple[float, Reason]:
    one, other = a.mention.type, b.mention.type
    value = _both(one, other)
    if one == other:
        return 1.0, Reason(field="type", value=value, rule="same type")
    if set(families(one)) & set(families(other)):
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
        return 0.5, Reason(field="when", value=value, rule="one day apart")
    widest = max((one.last - one.first).days, (other.last - other.first).days)
    if widest > WIDE_DAYS:
        return 0.6, Reason(field="when", value=value, rule="within a longer period")
    return (1.0 if widest <= 2 else 0.85), Reason(field="when", value=value, rule="times as stated overlap")


def _spots(mention: IncidentMention) -> list[Where]:
    """The places where it happened; all its places if none is marked so."""
    places = [p for p in mention.places if p.role != "speaker_place"]
    return [p for p in places if p.role == "where"] or places


_AREAS = ("admin_area", "country")


def _places(a: Seen, b: Seen) -> tuple[float | None, Reason]:
    """Same place 1; one within the other 0.7; somewhere in one country 0.5; apart 0."""
    ours, theirs = _spots(a.mention), _spots(b.mention)
    value = _both(", ".join(p.name for p in ours) or "none", ", ".join(p.name for p in theirs) or "none")
    if a.placed & b.placed:
        return 1.0, Reason(field="place", value=value, rule="same place")
    if _hears(a, b) or _hears(b, a):
        return 0.9, Reason(field="place", value=value, rule="the one's place stands in the other's words")
    if not ours or not theirs:
        return None, Reason(field="place", value=value, rule="a place is not told")
    best = max(_near(p, q) for p in ours for q in theirs)
    rule = {0.7: "one within the other", 0.5: "not known to be apart", 0.0: "places apart"}[best]
    return best, Reason(field="place", value=value, rule=rule)


def _hears(one: Seen, other: Seen) -> bool:
    """True if a place of the other stands in the one's words, or in its sentence where it has no place of its own.

    An area that is named beside a place of one's own ("the capital of Shore") does not make the two one.
    """
    names = other.spots if one.placed else other.spots + other.areas
    return any(one.heard.issuperset(name) for name in names)


def _names_of(places: Iterable[Where]) -> tuple[frozenset[str], ...]:
    keys = sorted(key for key in place_keys(places) if key.startswith("name:"))
    return tuple(frozenset(key.removeprefix("name:").split()) for key in keys)


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
        return None if one is None or other is None else 0.8 if one == other else None
    one, other = earlier.value, later.value
    if one == other:
        return 1.0
    ratio = min(one, other) / max(one, other, 1)
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
    return max(own, CONTEXT_SHARE * _shared(a.context, a.context_norm, b.context, b.context_norm))


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
