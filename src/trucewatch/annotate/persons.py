"""The persons a report names: fullest name, roles told of, where each is named, and the side each speaks for.

A name is what the name finder or a rank before it gives; surnames are joined to full names; roles come from the
words before the name and from appositions. A nationality alone never gives a side.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from spacy.tokens import Doc

from trucewatch.annotate.cues import listed, noun_cue, verb_cue, word_lists
from trucewatch.annotate.nearby import bare_office, office_before, side_before
from trucewatch.annotate.sentences import Parsed
from trucewatch.annotate.sides import Sides, words_of
from trucewatch.annotate.sources import phrase
from trucewatch.annotate.view import FINITE

#: Words that may stand inside a role before a name.
ROLE_LINKS = frozenset({"of", "for", "to", "the", "and", "'s", "’s", "-", "’", "'", "&"})
#: Parts of speech that an apposition may open with.
NOMINAL = frozenset({"DET", "NOUN", "PROPN", "ADJ", "PRON", "NUM"})
TITLE = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, word_lists()["titles"]))) + r")\b(?=\.?[ -][A-Z])", re.IGNORECASE
)
CAPITALISED = re.compile(r"[A-Z\u00c0-\u00de][^\W\d_]{2,}(?:[-’'][A-Z]?[^\W\d_]+)*")
#: Looked ahead, so that of two stretches told in one breath each is found.
LOYAL = re.compile(r"\b(?:loyal to|supporters of|led by|allied with) (?=((?:[\w.’'-]+ ?){1,6}))")
FACTION = re.compile(r"\b([\w-]+)['’]s (?:faction|loyalists|rebels|fighters)\b")
COMMANDS = re.compile(r"\b([\w-]+)['’]s (?:own )?(?:forces|army|troops|government|regime|soldiers|military)\b")
PRESIDENT = re.compile(r"(?:the )?(?:\w+ )?president", re.IGNORECASE)


@dataclass(slots=True)
class Person:
    """A named person of the report: the fullest name met and every role told of."""

    name: str
    roles: list[str] = field(default_factory=list)
    side: str | None = None


@dataclass(slots=True)
class Spot:
    """One place where a person is named: word numbers in a paragraph."""

    paragraph: int
    start: int
    end: int
    person: Person
    subject: bool


class Persons:
    """Every person of one parsed text; ``spots`` by paragraph, ``places`` in reading order (offset, spot)."""

    def __init__(self, parsed: Parsed, sides: Sides) -> None:
        self.parsed = parsed
        self.sides = sides
        self.all: list[Person] = []
        self.by_last: dict[str, Person] = {}
        self.by_word: dict[str, Person] = {}
        self.spots: dict[int, list[Spot]] = defaultdict(list)
        self.places: list[tuple[int, Spot]] = []
        self._gather()

    def _gather(self) -> None:
        rough: list[tuple[int, int, int, list[str]]] = []
        for number, paragraph in enumerate(self.parsed.paragraphs):
            for a, b in _names(paragraph.doc):
                if not self._no_person(paragraph.doc[a:b].text):
                    rough.append((number, a, b, paragraph.doc[a:b].text.split()))
        for words in sorted((r[3] for r in rough), key=len, reverse=True):
            if len(words) > 1:
                last = words_key(words[-1])
                known = self.by_last.get(last)
                if known is None or (words[0] != known.name.split()[0] and words[0][0] != known.name[0]):
                    person = Person(" ".join(words))
                    self.all.append(person)
                    self.by_last.setdefault(last, person)
                    for word in words:
                        self.by_word.setdefault(words_key(word), person)
        full = {p.name.casefold(): p for p in self.all}
        for number, a, b, words in rough:
            # failing its last word, a name given once in one word, or first name before family name
            named = (
                full.get(" ".join(words).casefold())
                or self.by_last.get(words_key(words[-1]))
                or self.by_word.get(words_key(words[0]))
            )
            if named is None:
                doc = self.parsed.paragraphs[number].doc
                if len(words) == 1 and not _stands_as_person(doc, a, b):
                    continue
                named = Person(" ".join(words))
                self.all.append(named)
                self.by_last[words_key(words[-1])] = named
            self._spot(number, a, b, named)
        for number, paragraph in enumerate(self.parsed.paragraphs):
            self._surnames(number, paragraph.doc)
        for spots in self.spots.values():
            spots.sort(key=lambda s: s.start)
        for number, paragraph in enumerate(self.parsed.paragraphs):
            for spot in self.spots[number]:
                self.places.append((paragraph.start + paragraph.doc[spot.start].idx, spot))
                for role in _roles(paragraph.doc, spot):
                    if role not in spot.person.roles:
                        spot.person.roles.append(role)
        self.places.sort(key=lambda p: p[0])
        for _ in range(2):  # the second pass reads roles like "X's spokesman" by X's side
            for person in self.all:
                person.side = self._side_of(person) or person.side
        self._factions()
        self._told_by_office()
        self._bare_offices()

    def _no_person(self, words: str) -> bool:
        """Names of parties, organisations, media and papers that the name finder takes for persons."""
        keys = set(words_of(words))
        lists = word_lists()
        if keys & (lists["media_tweet"] | lists["documents"] | lists["unowned"] | lists["rebels"] | lists["state"]):
            return True
        hits = self.sides.hits(words_of(words))
        return bool(hits) and sum(len(k.words) for _, k in hits) >= len(words_of(words)) - 1

    def _spot(self, number: int, a: int, b: int, person: Person) -> None:
        doc = self.parsed.paragraphs[number].doc
        root = doc[a:b].root
        subject = root.dep_ in ("nsubj", "nsubjpass") or (
            root.dep_ == "appos" and root.head.dep_ in ("nsubj", "nsubjpass")
        )
        self.spots[number].append(Spot(number, a, b, person, subject))

    def _surnames(self, number: int, doc: Doc) -> None:
        """Known surnames that the name finder passed over."""
        taken = {i for s in self.spots[number] for i in range(s.start, s.end)}
        for match in CAPITALISED.finditer(doc.text):
            person = self.by_last.get(words_key(re.sub(r"['’]s$", "", match.group())))
            if person is None or len(person.name.split()) < 2:
                continue
            span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
            token = span[0] if span is not None and len(span) else None
            if token is not None and token.i not in taken and token.pos_ == "PROPN":
                self._spot(number, token.i, token.i + 1, person)

    def _factions(self) -> None:
        """ "Forces loyal to X": X leads a side of his own, the rebels' unless he heads the state."""
        if not self.sides.government:
            return
        content = self.parsed.text.content
        loyal = {words_key(w) for m in LOYAL.finditer(content) for w in m.group(1).split()}
        loyal |= {words_key(m.group(1)) for m in FACTION.finditer(content)}
        commands = {words_key(m.group(1)) for m in COMMANDS.finditer(content)}
        leaders = [p for p in self.all if words_key(p.name.split()[-1]) in loyal | commands]
        heads = [p for p in leaders if _presides(p, commands=words_key(p.name.split()[-1]) in commands)]
        presides = bool(heads) or "president" in commands or any(_presides(p, commands=False) for p in self.all)
        for person in leaders:
            rebel = any(set(words_of(role)) & word_lists()["rebels"] for role in person.roles)
            # troops loyal to one man beside those of the head of state are the other side's
            rival = presides and not _presides(person, commands=True) and words_key(person.name.split()[-1]) in loyal
            if person in heads:
                person.side = person.side or self.sides.government
            elif (rebel or rival) and self.sides.rebels:
                person.side = self.sides.rebels
        for person in self.all:
            owner = self._owner(person)
            if owner is not None:
                person.side = owner.side

    def _bare_offices(self) -> None:
        """ "Spokeswoman X" after "the ministry denied it": the office is the ministry's."""
        for number in sorted(self.spots):
            for spot in self.spots[number]:
                person = spot.person
                if person.side is not None or not any(bare_office(role) for role in person.roles):
                    continue
                if any(not bare_office(r) and self.sides.foreign(words_of(r)) for r in person.roles):
                    continue
                if any(bare_office(r) for r in _roles(self.parsed.paragraphs[number].doc, spot)):
                    person.side = self.side_before(number, spot.start)

    def _told_by_office(self) -> None:
        """ "The Ruritanian president says ...": a name without an office whose "threat" opens the next is his."""
        for number in sorted(self.spots):
            for spot in self.spots[number]:
                doc = self.parsed.paragraphs[number].doc
                if spot.person.roles or spot.person.side or doc[spot.start].sent.start != spot.start:
                    continue
                if not (possessive(doc, spot.end) and spot.end + 1 < len(doc) and noun_cue(doc[spot.end + 1].lemma_)):
                    continue
                role = office_before(self.parsed, number, spot.start)
                if role and not any(role in other.roles for other in self.all):
                    spot.person.roles.append(role)
                    spot.person.side = self.sides.of_words(role)

    def side_before(self, number: int, at: int) -> str | None:
        """The party of the subject told of last before word ``at`` of a paragraph."""
        return side_before(self.parsed, self.sides, number, at, self._side_between)

    def _side_between(self, number: int, a: int, b: int) -> str | None:
        return next((s.person.side for s in self.spots[number] if a <= s.start < b and s.person.side), None)

    def _owner(self, person: Person) -> Person | None:
        """The person whose spokesman or minister this one is, if that person's side is known."""
        for role in person.roles:
            for word in words_of(role)[:5]:
                owner = self.by_last.get(word)
                if owner is not None and owner is not person and owner.side:
                    return owner
        return None

    def _side_of(self, person: Person) -> str | None:
        named = self.sides.of_speaker(person.name)
        if named:
            return named
        votes: list[str] = []
        for role in person.roles:
            if set(words_of(role)) & word_lists()["private"]:
                return None
            side = self.sides.of_words(role)
            if side:
                votes.append(side)
        owner = self._owner(person) if not votes else None
        if owner is not None and owner.side:
            votes.append(owner.side)
        if self.sides.rebels in votes:
            return self.sides.rebels
        return max(votes, key=votes.count) if votes else None


def _presides(person: Person, *, commands: bool) -> bool:
    """True for the head of state: plainly "president", or a president of something who commands troops."""
    roles = [role for role in person.roles if "vice" not in role.lower() and "former" not in role.lower()]
    return any(PRESIDENT.fullmatch(r) for r in roles) or (commands and any("president" in r.lower() for r in roles))


def words_key(word: str) -> str:
    return "".join(words_of(word))


def _stands_as_person(doc: Doc, a: int, b: int) -> bool:
    """A single word is a person only beside a title, as the subject of speech, or by way of a possessive."""
    if a > 0 and (listed("titles", doc[a - 1].lower_.rstrip(".")) or listed("roles", doc[a - 1].lower_)):
        return True
    token = doc[b - 1]
    return token.dep_ == "nsubj" and verb_cue(token.head.lemma_) is not None


def possessive(doc: Doc, i: int) -> bool:
    return i < len(doc) and doc[i].text in ("'s", "’s", "'", "’")


def printed(doc: Doc, a: int, b: int) -> str:
    """The phrase as printed, without a leading "the" and without what stands in brackets."""
    while a < b and (doc[a].lower_ in ("the", "both") or doc[a].is_punct or doc[a].is_space):
        a += 1
    stop = next((t.i for t in doc[a:b] if t.text in ("(", "[")), b)
    text = doc[a:stop].text.strip() if stop > a else doc[a:b].text.strip()
    for tail in ("'s", "’s", ","):
        text = text.removesuffix(tail).strip()
    return " ".join(text.split())


def _names(doc: Doc) -> list[tuple[int, int]]:
    """Word numbers of personal names, titles and possessive endings taken off."""
    found: list[tuple[int, int]] = []
    titles = word_lists()["titles"]
    for ent in doc.ents:
        if ent.label_ == "PERSON":
            found.append((ent.start, ent.end))
    taken = {i for a, b in found for i in range(a, b)}
    for match in TITLE.finditer(doc.text):
        span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
        token = span[0] if span is not None and len(span) else doc[0]
        # a rank or office before capitalised words that the name finder did not see as a person
        if (
            token.lower_.rstrip(".") in titles
            and token.text[:1].isupper()
            and token.i + 1 < len(doc)
            and token.i + 1 not in taken
        ):
            stop = token.i + 1
            while (
                stop < len(doc)
                and (
                    (doc[stop].pos_ == "PROPN" and doc[stop].text[:1].isupper())
                    or (doc[stop].tag_ == "HYPH" and stop > token.i + 1)
                    or doc[stop - 1].tag_ == "HYPH"
                )
                and stop - token.i <= 6
            ):
                stop += 1
            if (
                stop > token.i + 1
                and doc[token.i + 1].ent_type_ not in ("GPE", "ORG", "NORP", "LOC", "DATE", "FAC")
                and doc[token.i + 1].lower_ not in titles
                and not any(
                    listed(name, t.lower_) for t in doc[token.i + 1 : stop] for name in ("roles", "groups", "state")
                )
            ):
                found.append((token.i + 1, stop))
    cleaned = set()
    for a, b in found:
        while a < b and (
            doc[a].lower_.rstrip(".") in titles or not doc[a].text[:1].isalpha() or listed("roles", doc[a].lower_)
        ):
            a += 1
        while b > a and (doc[b - 1].text in ("'s", "’s", "'", "’") or not doc[b - 1].text[:1].isalpha()):
            b -= 1
        if any(t.text in (",", "\n", "(") for t in doc[a:b]):
            b = next(t.i for t in doc[a:b] if t.text in (",", "\n", "("))
        if b > a and doc[a].text[:1].isupper() and b - a <= 6 and not all(listed("groups", t.lower_) for t in doc[a:b]):
            cleaned.add((a, b))
    return sorted(cleaned)


def _roles(doc: Doc, spot: Spot) -> list[str]:
    """What the words round a name say it is: titles before it, appositions on either side, "of the X institute"."""
    found: list[str] = []
    a = spot.start
    left = a
    while left > 0 and a - left < 14:
        token = doc[left - 1]
        if (
            token.lower_ in ROLE_LINKS
            or (
                token.pos_ in ("NOUN", "PROPN", "ADJ")
                or (token.tag_ in ("VBG", "VBN") and listed("titles", token.lower_))
            )
            or listed("titles", token.lower_.rstrip("."))
            or token.lower_ in ("former", "acting", "then", "sitting")
        ):
            if token.ent_type_ == "DATE" or token.lower_ in ("loyal", "allied"):
                break
            left -= 1
        else:
            break
    while left < a and doc[left].lower_ in (ROLE_LINKS - {"'s"}):
        left += 1
    if left < a and any(
        listed("roles", t.lower_.rstrip(".")) or listed("titles", t.lower_.rstrip(".")) for t in doc[left:a]
    ):
        found.append(printed(doc, left, a))
    b = spot.end
    if b < len(doc) and doc[b].text in (",", "—", "–", "--", "-", "("):
        stop = b + 1
        while (
            stop < len(doc)
            and stop - b < 22
            and doc[stop].text not in (",", "—", "–", "--", ")", ".", ";", ":", '"', "”", "“")
        ):
            if doc[stop].tag_ in ("VBD", "VBZ", "VBP", "MD") and stop > b + 1 and verb_cue(doc[stop].lemma_):
                break
            stop += 1
        words = doc[b + 1 : stop]
        if (
            len(words)
            and any(listed("roles", t.lower_) for t in words[:9])
            and not any(t.tag_ in FINITE for t in words[:3])
            and (words[0].pos_ in NOMINAL or words[0].lower_ in ("former", "acting"))
        ):
            found.append(printed(doc, b + 1, stop))
    if b < len(doc) and doc[b].lower_ in ("of", "from", "with") and b + 2 < len(doc):
        goal = next((c for c in doc[b].children if c.dep_ == "pobj"), None)
        if goal is not None and goal.pos_ == "PROPN":
            found.append(f"{doc[b].text} {doc[doc[b].i + 1 : phrase(goal)[1]].text}")
    root = doc[spot.start : spot.end].root
    known = next((t for t in reversed(doc[max(0, a - 5) : a]) if t.lower_ in ("known", "called", "nicknamed")), None)
    if known is not None and known.dep_ == "acl" and listed("roles", known.head.lower_):
        # "a commander of the group, known as NAME"
        x, y = phrase(known.head)
        found.append(printed(doc, x, min(y, known.i)))
    if root.dep_ == "appos" and listed("roles", root.head.lower_) and root.head.i < spot.start:
        x, y = phrase(root.head)
        found.append(printed(doc, x, min(y, spot.start)))
    elif a >= 2 and doc[a - 1].text == ",":
        # "X's spokesman, NAME": the parser may not see the apposition
        x = a - 2
        while (
            x > 0
            and (doc[x - 1].pos_ in ("NOUN", "PROPN", "ADJ", "DET") or doc[x - 1].lower_ in ROLE_LINKS)
            and a - x < 12
        ):
            x -= 1
        office = listed("roles", doc[a - 2].lower_) or (
            any(listed("roles", t.lower_) for t in doc[x : a - 1]) and doc[a - 2].pos_ in ("PROPN", "NOUN")
        )
        after = doc[spot.end] if spot.end < len(doc) else None
        closed = root.dep_ == "nsubj" or (after is not None and (after.text == "," or after.tag_ in ("VBD", "VBZ")))
        if office and closed:
            found.append(printed(doc, x, a - 1))
    return [r for r in dict.fromkeys(found) if r]
