"""Where in the reports the names and roles of speakers stand, and which other names the words give them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trucewatch.link.offices import office_of, times_after
from trucewatch.link.order import Told
from trucewatch.link.spellings import initials, institution_name, person_words
from trucewatch.records.mention import StatementMention
from trucewatch.records.privacy import speaks_privately
from trucewatch.records.span import Span
from trucewatch.records.text import Text

#: A role is sought so many characters before and after the name first.
NEAR_NAME = 250
#: Words about the time of an office are sought so far behind it.
NEAR_ROLE = 80
#: A name stands so close before the words that give another one.
NEAR_ALIAS = 80
#: A spelling in the source with more words than this is a description.
LONGEST_NAME = 6

_ALIAS = re.compile(
    r"(?:(?:who\s+is\s+|who\s+was\s+|is\s+|was\s+)?(?:(?:also|better|widely|commonly|popularly|best|once)\s+)?"
    r"(?:known\s+as|nicknamed|known\s+by\s+(?:his|her)\s+(?:nom\s+de\s+guerre|nickname)(?:\s+of)?,?)|\balias"
    r"|\ba\.?k\.?a\.?|(?:(?:by|under|with|whose|his|her)\s+)*nom\s+de\s+guerre(?:\s+(?:is|was|of))?,?"
    r"|whose\s+real\s+name\s+(?:is|was)|who\s+goes\s+by(?:\s+the\s+name(?:\s+of)?)?)\s+[\"“'‘]?"
    r"(?P<alias>[^\W\d_a-z][\w’'-]+(?:\s+[^\W\d_a-z][\w’'-]+){0,3})"
)
_ALIAS_HINT = re.compile(r"known|nicknamed|alias|a\.?k\.?a\b|nom de|real name|goes by")
#: What may stand between a name and the words that give another one.
_OPENING = re.compile(r"[\s,(—–-]+$")
_INITIALS = re.compile(r"\(([A-Z][A-Z.-]{1,9})\)")
#: Words about an office end where the sentence or a quotation does.
_BREATH = re.compile(r"[.;“”\"]\s")
_SENTENCE_END = re.compile(r"(?:^|[.!?:\"”“]\s*|\n)\s*[\"“'‘]?(?:the\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A mention as actors know it: its id, where it begins in its text, and the words that name its speaker."""

    id: str
    start: int
    source: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What one text tells of one name that speaks in it; hangs on the text and its report alone, so it can be kept.

    ``institution`` as the mentions have it, ``proper`` the institution's own name (None if it is only described);
    ``spoken`` in the order of the text; ``also`` are other names that the words give whoever bears the last word of
    this one. ``day`` is the publication, ``counts_from`` the day by which the report has its place in the order told.
    """

    text_id: str
    report_id: str
    day: date | None
    counts_from: date
    name: str
    institution: bool
    proper: str | None
    private: bool
    roles: tuple[str, ...]
    sides: tuple[str, ...]
    spoken: tuple[Spoken, ...]
    also: tuple[tuple[str, Span], ...] = ()

    @property
    def order(self) -> tuple[date, str, int, str]:
        """Its place in the order told (``Told.key`` of its first mention)."""
        return (self.counts_from, self.text_id, self.spoken[0].start, self.spoken[0].id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One speaker of one text: every mention in which the text lets this name speak, first told first.

    ``speaker`` is the name; ``words`` the folded words it is compared by; ``roles`` and ``sides`` all that the text
    gives. ``rank`` is its place in the order told.
    """

    text_id: str
    report_id: str
    day: date | None
    rank: int
    speaker: str
    words: tuple[str, ...]
    institution: bool
    private: bool
    roles: tuple[str, ...]
    sides: tuple[str, ...]
    mentions: tuple[Spoken, ...]
    also: tuple[tuple[str, Span], ...] = ()


def heard_in(mentions: Iterable[StatementMention], told: Told, words: ActorWords) -> list[Heard]:
    """The named persons and institutions that speak, per text.

    Anonymous and described speakers are none, nor who is reported to be silent.
    """
    by_name: dict[tuple[str, str, bool], list[StatementMention]] = defaultdict(list)
    for mention in sorted(mentions, key=told.key):
        if mention.silence or not mention.speaker or mention.speaker_kind not in ("named", "institution"):
            continue
        institution = mention.speaker_kind == "institution"
        by_name[mention.text_id, " ".join(mention.speaker.split()), institution].append(mention)
    also: dict[str, list[tuple[tuple[str, ...], str, Span]]] = {}
    found = []
    for (text_id, name, institution), ours in by_name.items():
        proper = institution_name(name) if institution else name
        if institution and proper is not None and not words.stands_as_name(proper, ours):
            proper = None
        if text_id not in also:
            also[text_id] = words.aliases(text_id)
        last = person_words(name)[-1:]
        found.append(
            Heard(
                text_id=text_id, report_id=told.report_id(text_id), day=told.published(text_id),
                counts_from=told.source(text_id).day, name=name, institution=institution, proper=proper,
                private=any(speaks_privately(m) for m in ours),
                roles=tuple(dict.fromkeys(m.role for m in ours if m.role)),
                sides=tuple(dict.fromkeys(m.side for m in ours if m.side)),
                spoken=tuple(Spoken(id=m.id, start=told.key(m)[2], source=m.source) for m in ours),
                also=tuple((alias, span) for whose, alias, span in also[text_id] if whose == last),
            )
        )  # fmt: skip
    return found


def sightings_of(heard: Iterable[Heard]) -> list[Sighting]:
    """The named persons and institutions, in the order told."""
    ordered = sorted(heard, key=lambda h: h.order)
    full = {person_words(h.name) for h in ordered if not h.institution}
    found: list[Sighting] = []
    for one in ordered:
        institution, proper = one.institution, one.proper
        if institution and len(one.name.split()) > 1 and person_words(one.name) in full:
            institution, proper = False, one.name  # a person elsewhere, and no institution has a person's full name
        if proper is None or not any(c.isalpha() for c in proper):
            continue
        found.append(
            Sighting(
                text_id=one.text_id, report_id=one.report_id, day=one.day, rank=len(found), speaker=proper,
                words=person_words(proper) if not institution else (), institution=institution, private=one.private,
                roles=one.roles, sides=one.sides, mentions=one.spoken, also=one.also,
            )
        )  # fmt: skip
    return found


def aliases_of(sightings: Sequence[Sighting]) -> list[tuple[int, str, Span]]:
    """Names of war and nicknames that the words give to persons: (place of the sighting, other name, its span)."""
    by_text: dict[str, list[int]] = defaultdict(list)
    for n, sighting in enumerate(sightings):
        if not sighting.institution and sighting.words:
            by_text[sighting.text_id].append(n)
    found: list[tuple[int, str, Span]] = []
    for here in by_text.values():
        who: dict[tuple[str, Span], int] = {}
        for n in here:
            for given in sightings[n].also:
                who.setdefault(given, n)  # the first of that last name in the text
        for (alias, span), n in sorted(who.items(), key=lambda g: (g[0][1].start, g[0][0])):
            if not set(person_words(alias)) <= set(sightings[n].words):
                found.append((n, alias, span))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleWords:
    """Where a role stands in a text, the bounds that the words behind it give, and where these stand."""

    span: Span | None = None
    since: date | None = None
    until: date | None = None
    time_span: Span | None = None


class ActorWords:
    """Looks names and roles up in the texts; a text that was taken out of the case gives nothing."""

    def __init__(self, texts: Mapping[str, Text], known_names: Iterable[str] = ()) -> None:
        self._texts = texts
        self._known = {name.casefold() for name in known_names}

    def _text(self, text_id: str) -> Text | None:
        try:
            return self._texts[text_id]
        except KeyError:
            return None

    def stands_as_name(self, name: str, mentions: Sequence[StatementMention]) -> bool:
        """True unless the capital at the head of the name may be that of a sentence only ("Government forces said")."""
        parts = name.split()
        if name.casefold() in self._known or any(p[:1].isupper() for p in parts[1:]) or not parts[0].istitle():
            return True
        sources = [m.source for m in mentions if m.source is not None]
        for source in sources:
            at = source.words.find(parts[0])
            text = self._text(source.text_id) if at >= 0 else None
            if text is None:
                continue
            before = text.content[max(0, source.start + at - 20) : source.start + at]
            if source.start + at > 0 and not _SENTENCE_END.search(before):
                return True
        if not sources:
            return False
        text = self._text(sources[0].text_id)
        inside = rf"[a-z,;]\s+(?:the\s+)?{re.escape(parts[0])}\b"
        return text is not None and re.search(inside, text.content) is not None

    # -- where things stand ----------------------------------------------------------------------

    def of_name(self, sighting: Sighting) -> Span | None:
        """The name as it stands: in a source, else first in the text, else the first source itself."""
        sources = [m.source for m in sighting.mentions if m.source is not None]
        for source in sources:
            within = _within(source, sighting.speaker)
            if within is not None:
                return within
        text = self._text(sighting.text_id)
        found = _find(text, sighting.speaker, 0, len(text.content)) if text is not None else None
        return found or (sources[0] if sources else None)

    def of_role(self, sighting: Sighting, role: str, name: Span | None) -> RoleWords:
        """The role and its times as the text has them near the name."""
        text = self._text(sighting.text_id)
        if text is None:
            return RoleWords()
        around = [s for s in (name, *(m.source for m in sighting.mentions)) if s is not None]
        places = [(max(0, near.start - NEAR_NAME), near.end + NEAR_NAME) for near in around[:3]]
        found = (_find(text, role, start, stop) for start, stop in (*places, (0, len(text.content))))
        span = next((one for one in found if one is not None), None)
        if span is None:
            return RoleWords()
        ends = [span.end]
        if name is not None and 0 <= name.start - span.end <= 3:
            ends.append(name.end)  # "Minister NAME, in office since 2019"
        for end in ends:
            behind = _BREATH.split(text.content[end : end + NEAR_ROLE])[0]
            times = times_after(behind)
            if times is not None:
                where = text.span(end + times.start, end + times.end)
                return RoleWords(span=span, since=times.since, until=times.until, time_span=where)
        return RoleWords(span=span)

    def spellings_in_sources(self, sighting: Sighting) -> Iterable[tuple[str, Span]]:
        """Other spellings of a person under which the text lets it speak: "Col. Quist", "Quist"."""
        own = set(sighting.words)
        for mention in sighting.mentions:
            source = mention.source
            if source is None or sighting.institution:
                continue
            printed = re.sub(r"^the\s+", "", source.words, flags=re.IGNORECASE)
            parts = printed.split()
            if not 0 < len(parts) <= LONGEST_NAME or not all(p[:1].isupper() for p in parts):
                continue
            words = person_words(printed)
            if words and set(words) <= own and words[-1] == sighting.words[-1]:
                yield " ".join(parts), source

    # -- other names --------------------------------------------------------------------------------

    def aliases(self, text_id: str) -> list[tuple[tuple[str, ...], str, Span]]:
        """Names of war and nicknames that the words give somebody: the last word of his name, the other name, where."""
        text = self._text(text_id)
        if text is None or not _ALIAS_HINT.search(text.content):
            return []
        found = []
        for match in _ALIAS.finditer(text.content):
            lead = _OPENING.sub("", text.content[max(0, match.start() - NEAR_ALIAS) : match.start()])
            last = person_words(lead)[-1:]
            if last:
                alias = " ".join(match["alias"].split())
                found.append((last, alias, text.span(match.start("alias"), match.end("alias"))))
        return found

    def written_out(self, text_id: str) -> list[tuple[str, str]]:
        """(initials, full name), both folded, where a text has the initials in brackets right behind the name."""
        text = self._text(text_id)
        found = []
        for match in _INITIALS.finditer(text.content) if text is not None else ():
            if text is None:
                continue
            letters = match[1].replace(".", "").replace("-", "").casefold()
            before = text.content[max(0, match.start() - 120) : match.start()].split()
            for size in range(min(len(before), 10), 1, -1):
                name = " ".join(before[-size:])
                if name[:1].isupper() and institution_name(name) == name and letters in initials(name):
                    found.append((letters, name.casefold()))
                    break
        return found


def over_by(role: str, day: date | None) -> date | None:
    """The day by which a role told of as former was over: the report's."""
    return day if office_of(role).over else None


def _within(source: Span, name: str) -> Span | None:
    found = re.search(_loosely(name), source.words)
    if found is None:
        return None
    start = source.start + found.start()
    return Span(text_id=source.text_id, start=start, end=source.start + found.end(), words=found.group())


def _find(text: Text, words: str, start: int, stop: int) -> Span | None:
    pattern = _loosely(words)
    for flags in (0, re.IGNORECASE):
        found = re.compile(pattern, flags).search(text.content, start, min(stop, len(text.content)))
        if found is not None:
            return text.span(found.start(), found.end())
    return None


def _loosely(words: str) -> str:
    """A pattern for the words with any white space between them."""
    return r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)"
