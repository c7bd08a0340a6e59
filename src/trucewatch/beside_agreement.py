"""Other datasets' agreements and declared ceasefires beside the agreement that a case follows: which may be its texts
or days, and what each has that the other lacks.

As with events (beside.py), nothing here changes the record, and the weights are set by hand and fitted to no dataset.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from trucewatch.beside import MAY_BE, names_in
from trucewatch.records.agreement import Agreement, Provision
from trucewatch.records.maker import Reason
from trucewatch.records.other import PAX_TOPICS, OtherJudged, OtherRecord, OtherSet
from trucewatch.records.vocabulary import TOPICS

#: What each comparison counts for; what one of the two does not tell is left out of the mean.
WEIGHTS: Final[Mapping[str, float]] = {"day": 0.45, "title": 0.25, "parties": 0.2, "country": 0.1}
#: Days between two datings of one agreement (signed, announced, in effect) up to which they are compared, and what
#: they then count for. Parties and countries are mostly the same throughout a case, so that days have to tell.
NEAR: Final = ((0, 1.0), (3, 0.7), (7, 0.4))
#: How much less like an agreement a text may be than an event and still be shown for it.
BEHIND: Final = 0.1
#: Words that tell no title from another.
COMMON: Final = frozenset({"the", "and", "for", "agreement", "declaration", "between", "joint", "protocol", "accord"})
#: Words that say what kind of text a title names. What parties sign on one day and matter is often of several kinds.
KINDS: Final[Mapping[str, str]] = {
    "agreement": "agreement", "accord": "agreement", "accords": "agreement", "treaty": "agreement",
    "declaration": "declaration", "protocol": "protocol", "communique": "communique", "communiqué": "communique",
    "memorandum": "memorandum", "statement": "statement", "charter": "charter", "annex": "annex",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A text of the agreement file with the day of its signature ("text:ID"), or a dated event of it ("event:NAME")."""

    ref: str
    title: str
    day: date
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementMatch:
    """Another dataset's record and a text or day of ours that may be one; ``by`` is the person who said so."""

    other: OtherRecord
    point: Point
    score: float
    reasons: tuple[Reason, ...]
    by: OtherJudged | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicBeside:
    """A topic that one of the two has: the other's codes for it, and references of our provisions about it."""

    topic: str
    codes: tuple[str, ...]
    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideAgreement:
    """A set of agreements or ceasefires beside ours.

    ``theirs`` are its records with no text or day of ours, ``ours`` our texts and days without a record there, in the
    days and countries of the set; ``topics`` compare what matched records are coded for with our provisions;
    ``elsewhere`` counts records of other countries.
    """

    set: OtherSet
    records: int
    since: date | None
    until: date | None
    matches: tuple[AgreementMatch, ...]
    theirs: tuple[OtherRecord, ...]
    ours: tuple[Point, ...]
    topics: tuple[TopicBeside, ...]
    elsewhere: int


def points_of(agreement: Agreement) -> tuple[Point, ...]:
    """The texts and events of an agreement file that have a day, texts first, each in the order of the file."""
    everyone = tuple(p.name for p in agreement.parties if p.role in ("signatory", "non-signatory"))
    texts = [
        Point(ref=f"text:{one.id}", title=one.title, day=one.signed, parties=one.parties or everyone)
        for one in agreement.instruments
        if one.signed
    ]
    if not texts and agreement.signed:
        texts = [Point(ref=f"text:{agreement.id}", title=agreement.title, day=agreement.signed, parties=everyone)]
    events = [
        Point(ref=f"event:{one.name}", title=one.title or one.name, day=one.day, parties=one.sides or everyone)
        for one in agreement.events
        if one.day
    ]
    return (*texts, *events)


def beside_agreement(
    one: OtherSet, others: Sequence[OtherRecord], agreement: Agreement, countries: Sequence[str],
    judged: Iterable[OtherJudged],
) -> BesideAgreement:  # fmt: skip
    """Hold a set against an agreement file: each of its records with the text or day that it is most like, if any.

    ``countries`` are the names of the agreement's countries; records of others are counted and not listed. A person's
    "same" and "different" bind; of several judgements of a pair the last holds.
    """
    points = {point.ref: point for point in points_of(agreement)}
    told = {(j.other_id, j.incident_id): j for j in judged}
    said_same = {j.other_id for j in told.values() if j.verdict == "same"}
    own = [r for r in others if r.id in said_same or _country_of(r, countries) != 0.0]
    matches = []
    for other in own:
        best = _best(other, points, agreement, countries, told)
        if best is not None:
            matches.append(best)
    matched, met = {m.other.id for m in matches}, {m.point.ref for m in matches}
    since = min((r.first_day for r in own), default=None)
    until = max((r.last_day for r in own), default=None)
    ours = [p for p in points.values() if p.ref not in met and since and until and since <= p.day <= until]
    return BesideAgreement(
        set=one, records=len(others), since=since, until=until, matches=tuple(matches),
        theirs=tuple(o for o in own if o.id not in matched), ours=tuple(sorted(ours, key=lambda p: (p.day, p.ref))),
        topics=_topics([m.other for m in matches], agreement.provisions) if one.source == "pax" and matches else (),
        elsewhere=len(others) - len(own),
    )  # fmt: skip


def compare(
    other: OtherRecord, point: Point, agreement: Agreement, countries: Sequence[str]
) -> tuple[float, tuple[Reason, ...]] | None:
    """How alike the two are (0 to 1) and why; None where days or countries exclude that they are one."""
    parts = (
        _day(other, point), _title(other, point), _parties(other, point, agreement), _country(other, countries),
    )  # fmt: skip
    known = [part for part in parts if part is not None]
    if any(part.score == 0.0 for part in known) or len(known) < 2:
        return None
    weight = sum(WEIGHTS[part.field] for part in known)
    return round(sum(WEIGHTS[part.field] * (part.score or 0.0) for part in known) / weight, 2), tuple(known)


def _best(
    other: OtherRecord, points: Mapping[str, Point], agreement: Agreement, countries: Sequence[str],
    told: Mapping[tuple[str, str], OtherJudged],
) -> AgreementMatch | None:  # fmt: skip
    same = [j for (o, ref), j in told.items() if o == other.id and ref in points and j.verdict == "same"]
    if same:
        by = max(same, key=lambda j: j.when)
        score, reasons = compare(other, points[by.incident_id], agreement, countries) or (0.0, ())
        return AgreementMatch(other=other, point=points[by.incident_id], score=score, reasons=reasons, by=by)
    found = []
    for point in points.values():
        said = told.get((other.id, point.ref))
        compared = compare(other, point, agreement, countries)
        if (said is None or said.verdict != "different") and compared is not None and compared[0] >= MAY_BE:
            found.append(AgreementMatch(other=other, point=point, score=compared[0], reasons=compared[1]))
    return max(found, key=_rank, default=None)


def _rank(match: AgreementMatch) -> tuple[float, bool]:
    """By score. An agreement of PA-X is a text: an event, whose title tells nothing of it, comes behind a text that is
    nearly as like it."""
    text = match.point.ref.startswith("text:")
    return match.score - (BEHIND if match.other.source == "pax" and not text else 0.0), text


def _day(other: OtherRecord, point: Point) -> Reason:
    apart = max((point.day - other.last_day).days, (other.first_day - point.day).days, 0)
    days = f"{other.first_day}" if other.first_day == other.last_day else f"{other.first_day}..{other.last_day}"
    value = f"{days} | {point.day}"
    score = next((score for most, score in NEAR if apart <= most), 0.0)
    if apart:
        return Reason(field="day", value=value, rule=f"{apart} day{'s' if apart > 1 else ''} apart", score=score)
    wide = (other.last_day - other.first_day).days
    rule = f"within the {wide + 1} days told" if wide else "the same day"
    return Reason(field="day", value=value, rule=rule, score=score if wide < 7 else NEAR[-1][1])


def _title(other: OtherRecord, point: Point) -> Reason | None:
    if other.source != "pax" or not point.ref.startswith("text:"):
        return None
    written = [set(re.findall(r"\w{3,}", words.casefold())) for words in (other.words, point.title)]
    theirs, mine = (words - COMMON for words in written)
    if not theirs or not mine:
        return None
    shared = theirs & mine
    one, two = ({KINDS[word] for word in words if word in KINDS} for words in written)
    value = f"{other.words} | {point.title}"
    if not shared:
        return Reason(field="title", value=value, rule="no word in common", score=0.2)
    most = len(shared) / min(len(theirs), len(mine)) >= 0.5
    words = ", ".join(sorted(shared))
    if one and two and not one & two:
        rule = f"both titles have {words}, of a {_either(one)} and of a {_either(two)}".replace("of a a", "of an a")
        return Reason(field="title", value=value, rule=rule, score=0.5 if most else 0.2)
    alike = 0.8 if one & two else 0.5
    return Reason(field="title", value=value, rule=f"both titles have {words}", score=1.0 if most else alike)


def _either(kinds: Iterable[str]) -> str:
    return " or ".join(sorted(kinds))


def _parties(other: OtherRecord, point: Point, agreement: Agreement) -> Reason | None:
    mine = []
    for name in point.parties:
        party = agreement.party(name)
        mine += [name, *(party.aliases if party else ()), *(party.members if party else ())]
    theirs, ours = names_in(other.actors), names_in(mine)
    if not theirs or not ours:
        return None
    shared = theirs & ours
    value = f"{'; '.join(other.actors)} | {'; '.join(point.parties)}"
    if shared:
        return Reason(field="parties", value=value, rule=f"both name {', '.join(sorted(shared))}", score=1.0)
    return Reason(field="parties", value=value, rule="no name in common", score=0.2)


def _country(other: OtherRecord, countries: Sequence[str]) -> Reason | None:
    score = _country_of(other, countries)
    if score is None:
        return None
    rule = "one country" if score else "other countries"
    return Reason(field="country", value=f"{other.country} | {', '.join(countries)}", rule=rule, score=score)


def _country_of(other: OtherRecord, countries: Sequence[str]) -> float | None:
    """1 or 0; None if one of the two tells no country."""
    if not other.country or not countries:
        return None
    told = [one.strip().casefold() for one in re.split(r"[/;,()]", other.country) if one.strip()]
    mine = [one.casefold() for one in countries]
    return 1.0 if any(a == b or a.startswith(f"{b} ") or b.startswith(f"{a} ") for a in told for b in mine) else 0.0


def _topics(matched: Sequence[OtherRecord], provisions: Sequence[Provision]) -> tuple[TopicBeside, ...]:
    """Topics that the matched records are coded for, and those of our provisions: which both have, and which one."""
    codes: dict[str, dict[str, None]] = {}
    for record in matched:
        for code in record.topics:
            codes.setdefault(PAX_TOPICS[code], {})[code] = None
    refs: dict[str, dict[str, None]] = {}
    for provision in provisions:
        for topic in _topics_of(provision):
            refs.setdefault(topic, {})[provision.ref] = None
    known = set(PAX_TOPICS.values())
    return tuple(
        TopicBeside(topic=topic, codes=tuple(codes.get(topic, ())), provisions=tuple(refs.get(topic, ())))
        for topic in TOPICS
        if topic in codes or (topic in refs and topic in known)
    )


def _topics_of(provision: Provision) -> Iterable[str]:
    """Topics of the vocabulary that a provision's own labels stand for: by name, or by a word that names the topic."""
    for label in provision.topics:
        told = label.casefold()
        for name, topic in TOPICS.items():
            if told == name or told in topic.words:
                yield name
