"""What is compared of an incident mention, worked out once per mention: words, time, places, sides, how many times."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from trucewatch.link.order import Told
from trucewatch.link.profile import Weights, Window, window_of
from trucewatch.records.mention import IncidentMention, Participant
from trucewatch.records.text import Text
from trucewatch.records.where import Where
from trucewatch.records.wording import content, tokens, word_set

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
#: Talks that go on for months: told without a day of their own they are the process.
_TALKS = re.compile(r"\b(?:talks|negotiations|dialogue|peace process)\b", re.IGNORECASE)
#: A number of events: "43 attacks", "three air strikes", "18,000 attacks".
_TALLY = re.compile(
    r"\b(\d[\d,]*|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|scores|hundreds|thousands)\s+(?:of\s+)?"
    r"(?:[\w'’-]+\s+){0,2}?"
    r"(?:attacks|air ?strikes|strikes|raids|bombings|explosions|incidents|violations|breaches|clashes|assaults|"
    r"ambushes|operations|sorties|shellings|blasts|meetings|rounds)\b",
    re.IGNORECASE,
)
#: How far around a mention its sentence is looked for, in characters.
REACH = 300
#: A word of a mention's place, time or participants, compared as such, counts for so much of itself in the wording.
TOLD_SHARE = 0.25
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
#: A word of this weight is rare enough to tell what was struck from another target.
RARE = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An incident mention as it is compared. ``placed`` are the keys by which its places are met; ``spots``
    and ``areas`` the words of their names, exact places and whole areas; ``heard`` the folded words in which another's
    place may stand, ``context`` the notions of its sentence with weights. ``wave`` is True for a series of events,
    ``repeated`` where several are told as one, ``tally`` how many as the words say; ``exactly`` are the keys of places
    smaller than a country, ``struck`` the rare words of what was struck: a funeral, a bridge."""

    mention: IncidentMention
    report_id: str
    rank: int
    window: Window | None
    weights: Mapping[str, float]
    norm: float
    text: tuple[str, ...]
    placed: frozenset[str]
    exactly: frozenset[str]
    actors: Cast
    targets: Cast
    spots: tuple[frozenset[str], ...]
    areas: tuple[frozenset[str], ...]
    heard: frozenset[str]
    context: Mapping[str, float]
    context_norm: float
    wave: bool
    repeated: bool
    tally: str | None
    struck: frozenset[str]


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
        """The cast of those whom the words name."""
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

#: People of whom there are many: being one of them tells no event from another.
_MANY_OF = frozenset(
    content(
        """civilians soldiers troops fighters rebels militants insurgents police policemen officers officials villagers
        residents refugees journalists commanders leaders members workers forces army side positions targets"""
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
        weights = _apart_from(_told_elsewhere(mention), weigh(notions))
        sentence = _sentence(mention, (texts or {}).get(mention.text_id))
        context = _apart_from(_told_elsewhere(mention), weigh(content(sentence)))
        where = spots_of(mention)
        wave = bool(_WAVE.search(mention.words.words)) or _process(mention)
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
                norm=_norm(weights),
                text=tuple(notions),
                placed=place_keys(mention.places),
                exactly=place_keys(p for p in where if p.precision != "country"),
                actors=Cast.of(mention.actors),
                targets=Cast.of(mention.targets),
                spots=names_of(p for p in where if p.precision not in _AREAS),
                areas=names_of(p for p in where if p.precision == "admin_area"),
                heard=frozenset(tokens(mention.words.words if where else sentence)),
                context=context,
                context_norm=_norm(context),
                wave=wave,
                repeated=wave or bool(_MANY_TIMES.search(mention.words.words)),
                tally=_tally(mention.words.words),
                struck=frozenset(n for n, w in weigh(Cast.of(mention.targets).words - _MANY_OF).items() if w >= RARE),
            )
        )
    return out


def _process(mention: IncidentMention) -> bool:
    """True for talks that go on, not one meeting on its day."""
    when = mention.when
    one_day = when is not None and when.first_day is not None and when.first_day == when.last_day
    return mention.type == "meeting" and not one_day and bool(_TALKS.search(mention.words.words))


def _tally(words: str) -> str | None:
    """How many events the words say there were, as written there; None for one or for no number."""
    found = _TALLY.search(words)
    return found[1].casefold().replace(",", "") if found else None


def _told_elsewhere(mention: IncidentMention) -> frozenset[str]:
    """The notions of a mention's places, time and participants, which are compared as such."""
    named = [p.name for p in mention.places]
    named += [p.name for p in (*mention.actors, *mention.targets)]
    named += [mention.when.words] if mention.when else []
    return frozenset(n for name in named for n in content(name))


def _apart_from(told: frozenset[str], weights: Mapping[str, float]) -> dict[str, float]:
    """The weights, those of what is ``told`` in another field lowered, so that one thing in common counts once."""
    return {n: w * TOLD_SHARE if n in told else w for n, w in weights.items()}


def _norm(weights: Mapping[str, float]) -> float:
    """Length of the weights, at least 1: a few words that say little are like nothing much."""
    return max(1.0, math.sqrt(math.fsum(w * w for w in weights.values())))


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


def spots_of(mention: IncidentMention) -> list[Where]:
    """The places where it happened; all its places if none is marked so."""
    places = [p for p in mention.places if p.role != "speaker_place"]
    return [p for p in places if p.role == "where"] or places


_AREAS = ("admin_area", "country")


def names_of(places: Iterable[Where]) -> tuple[frozenset[str], ...]:
    keys = sorted(key for key in place_keys(places) if key.startswith("name:"))
    return tuple(frozenset(key.removeprefix("name:").split()) for key in keys)
