"""Who a source is: the fullest name this report gives, the institution, or the description as printed.

Persons are gathered from the whole body first (names with their titles and appositions), so that a surname is
joined to the full name wherever that stands. Pronouns and phrases like "the spokesman" or "the group" are read
from what was told before them. Nothing outside the report is used but the agreement's sides.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from trucewatch.annotate.clauses import phrase
from trucewatch.annotate.cues import listed, verb_cue, word_lists
from trucewatch.annotate.sentences import Parsed
from trucewatch.annotate.sides import Sides, words_of
from trucewatch.annotate.spans import Attribution
from trucewatch.records.mention import SpeakerKind

PERSON_PRONOUNS = frozenset({"he", "she", "him", "her", "his", "who"})
GROUP_PRONOUNS = frozenset({"it", "they", "its", "their", "them", "both", "which", "that", "this"})
FIRST = frozenset({"i", "we", "our", "my", "us"})
#: Words at the end of the left context of a name that may stand inside a role.
ROLE_LINKS = frozenset({"of", "for", "to", "the", "and", "'s", "’s", "-", "’", "'", "&"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks, as resolved in one report; ``rule`` names how."""

    name: str | None
    kind: SpeakerKind
    role: str | None = None
    side: str | None = None
    rule: str = ""


@dataclass(slots=True)
class Person:
    """A named person of the report: the fullest name met and every role told of."""

    name: str
    roles: list[str] = field(default_factory=list)
    side: str | None = None


@dataclass(slots=True)
class _Spot:
    """One place where a person is named: word numbers in a paragraph."""

    paragraph: int
    start: int
    end: int
    person: Person
    subject: bool


class Speakers:
    """Resolves the sources of one parsed text."""

    def __init__(self, parsed: Parsed, sides: Sides) -> None:
        self.parsed = parsed
        self.sides = sides
        self.persons: list[Person] = []
        self._by_last: dict[str, Person] = {}
        self._spots: dict[int, list[_Spot]] = defaultdict(list)
        self._places: list[tuple[int, _Spot]] = []
        self._spoken: list[tuple[int, Speaker, str]] = []
        self._acronyms: dict[str, str] = {}
        self._said: list[tuple[int, int]] = []
        self._gather()

    # -- gathering -----------------------------------------------------------------------------

    def _gather(self) -> None:
        rough: list[tuple[int, int, int, list[str]]] = []
        for number, paragraph in enumerate(self.parsed.paragraphs):
            for a, b in _names(paragraph.doc):
                if not self._no_person(paragraph.doc[a:b].text):
                    rough.append((number, a, b, paragraph.doc[a:b].text.split()))
        for words in sorted((r[3] for r in rough), key=len, reverse=True):
            if len(words) > 1:
                last = words_key(words[-1])
                known = self._by_last.get(last)
                if known is None or (words[0] != known.name.split()[0] and words[0][0] != known.name[0]):
                    person = Person(" ".join(words))
                    self.persons.append(person)
                    self._by_last.setdefault(last, person)
        full = {p.name.casefold(): p for p in self.persons}
        for number, a, b, words in rough:
            person = full.get(" ".join(words).casefold()) or self._by_last.get(words_key(words[-1]))
            if person is None:
                # a name given once, in one word, or first name before family name
                person = next(
                    (p for p in self.persons if words_key(words[0]) in [words_key(w) for w in p.name.split()]), None
                )
            if person is None:
                doc = self.parsed.paragraphs[number].doc
                if len(words) == 1 and not _stands_as_person(doc, a, b):
                    continue
                person = Person(" ".join(words))
                self.persons.append(person)
                self._by_last[words_key(words[-1])] = person
            self._spot(number, a, b, person)
        for number, paragraph in enumerate(self.parsed.paragraphs):
            self._surnames(number, paragraph.doc)
        for spots in self._spots.values():
            spots.sort(key=lambda s: s.start)
        for number, paragraph in enumerate(self.parsed.paragraphs):
            for spot in self._spots[number]:
                self._places.append((paragraph.start + paragraph.doc[spot.start].idx, spot))
                for role in _roles(paragraph.doc, spot):
                    if role not in spot.person.roles:
                        spot.person.roles.append(role)
        self._places.sort(key=lambda p: p[0])
        for _ in range(2):  # the second pass reads roles like "X's spokesman" by X's side
            for person in self.persons:
                person.side = self._side_of(person) or person.side
        self._factions()

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
        self._spots[number].append(_Spot(number, a, b, person, subject))

    def _surnames(self, number: int, doc: Doc) -> None:
        """Known surnames that the name finder passed over."""
        taken = {i for s in self._spots[number] for i in range(s.start, s.end)}
        for token in doc:
            if token.i in taken or not token.text[:1].isupper() or len(token.text) < 3:
                continue
            person = self._by_last.get(words_key(token.text))
            if person is not None and token.pos_ == "PROPN" and len(person.name.split()) > 1:
                self._spot(number, token.i, token.i + 1, person)

    def _factions(self) -> None:
        """"Forces loyal to X": X leads a side of his own, the rebels' unless he heads the state."""
        if not self.sides.government:
            return
        content = self.parsed.text.content
        for person in self.persons:
            last = re.escape(person.name.split()[-1])
            loyal = re.search(rf"\bloyal to (?:[\w.’'-]+ ){{0,6}}{last}\b|\b{last}['’]s (?:faction|loyalists|rebels|fighters)\b", content)
            if not loyal and not re.search(rf"\b{last}['’]s (?:own )?(?:forces|army|troops|government|regime|soldiers|military)\b", content):
                continue
            heads = any(re.fullmatch(r"(?:the )?(?:\w+ )?president", role, re.IGNORECASE) and "vice" not in role.lower() for role in person.roles)
            rebel = any(set(words_of(role)) & (word_lists()["rebels"] | {"vice", "former"}) for role in person.roles)
            commands = re.search(rf"\b{last}['’]s (?:own )?(?:forces|army|troops|government|regime|soldiers|military)\b", content)
            if heads or (commands and any("president" in role.lower() and "vice" not in role.lower() for role in person.roles)):
                person.side = person.side or self.sides.government
            elif rebel and self.sides.rebels:
                person.side = self.sides.rebels
        for person in self.persons:
            owner = next((p for role in person.roles for p in self.persons if p is not person and p.side and _owns(p, role)), None)
            if owner is not None:
                person.side = owner.side

    def _side_of(self, person: Person) -> str | None:
        named = self.sides.of_speaker(person.name)
        if named:
            return named
        votes: list[str] = []
        for role in person.roles:
            if set(words_of(role)) & word_lists()["private"]:
                return None
            side = self.sides.of_words(role)
            if side is None:
                side = next((p.side for p in self.persons if p is not person and p.side and _owns(p, role)), None)
            if side:
                votes.append(side)
        if self.sides.rebels in votes:
            return self.sides.rebels
        return max(votes, key=votes.count) if votes else None

    # -- resolving -----------------------------------------------------------------------------

    def resolve(self, attribution: Attribution) -> Speaker:
        """Who speaks in this attribution. Call in reading order: what was resolved before is looked back upon."""
        speaker = self._resolve(attribution)
        if speaker.name and attribution.outer is None and not attribution.negated:
            spot = attribution.source_at or attribution.pieces[0]
            self._spoken.append((spot[0], speaker, attribution.frame))
            self._said = [*self._said[-20:], *attribution.pieces]
        return speaker

    def _resolve(self, attribution: Attribution) -> Speaker:
        if attribution.label:
            return self._labelled(attribution.label)
        head = attribution.source_head
        if head is None:
            if attribution.continued and self._spoken:
                return self._spoken[-1][1]
            return Speaker(name=None, kind="unknown", rule="no source")
        number = attribution.source_paragraph
        doc = self.parsed.paragraphs[number].doc
        at = self.parsed.paragraphs[number].start + head.idx
        if head.lower_ in FIRST:
            return Speaker(name=None, kind="unknown", rule="first person")
        if head.lower_ in PERSON_PRONOUNS or (head.pos_ == "PRON" and head.lower_ in GROUP_PRONOUNS):
            return self._pronoun(head, at)
        a, b = phrase(head)
        return self._noun(doc, number, head, a, b, at)

    def _labelled(self, label: str) -> Speaker:
        words = [w for w in label.replace(".", " ").split() if w.lower() not in word_lists()["titles"]]
        person = self._by_last.get(words_key(words[-1])) if words else None
        if person:
            return self._person(person, "name and colon")
        name = label.title() if label.isupper() and len(label) > 6 else label.strip()
        return Speaker(name=name, kind="named", side=self.sides.of_words(label), rule="name and colon")

    def _person(self, person: Person, rule: str) -> Speaker:
        role = max(person.roles, key=_weight, default=None)
        return Speaker(name=person.name, kind="named", role=role, side=person.side, rule=rule)

    def _noun(self, doc: Doc, number: int, head: Token, a: int, b: int, at: int) -> Speaker:
        spots = [s for s in self._spots[number] if a <= s.start < b]
        joint = next((c for c in head.children if c.dep_ == "conj" and c.pos_ in ("PROPN", "NOUN")), None)
        if joint is not None and joint.i - head.i <= 8:
            _, end = phrase(joint)
            text = _printed(doc, a, end)
            sides = {self.sides.of_words(_printed(doc, a, b)), self.sides.of_words(_printed(doc, *phrase(joint)))}
            for s in self._spots[number]:
                if a <= s.start < end:
                    sides.add(s.person.side)
            sides.discard(None)
            first = self.sides.of_words(_printed(doc, a, b)) or next((s.person.side for s in spots), None)
            return Speaker(name=text, kind="described", side=first if sides else None, rule="joint speakers")
        plain = [s for s in spots if not _possessive(doc, s.end)]
        if plain and (head.pos_ == "PROPN" or plain[-1].end >= b or plain[-1].start <= head.i < plain[-1].end):
            return self._person(plain[-1].person, "name")
        for child in head.children:
            if child.dep_ == "appos":
                x, y = phrase(child)
                inner = next((s for s in self._spots[number] if x <= s.start < y), None)
                if inner is not None and not _possessive(doc, inner.end):
                    return self._person(inner.person, "name in apposition")
        for child in head.children:
            # "the coalition known as the NAME"
            if child.dep_ == "acl" and child.lemma_ in ("know", "call") and child.i > head.i:
                goal = next((g for c in child.children if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"), None)
                if goal is not None and goal.pos_ == "PROPN":
                    name = _printed(doc, *phrase(goal))
                    side = self.sides.of_words(name) or self._phrase_side(number, doc, a, b, _printed(doc, a, b))
                    return Speaker(name=name, kind="institution", role=_printed(doc, a, b), side=side, rule="known as")
        if head.dep_ == "appos":
            x, y = phrase(head.head)
            inner = next((s for s in self._spots[number] if x <= s.start < y and not _possessive(doc, s.end)), None)
            if inner is not None and inner.end >= y - 1:
                return self._person(inner.person, "apposition to a name")
        # "Spokesman of the group, NAME, has said": the name between commas right after the phrase
        if b + 1 < len(doc) and doc[b].text == ",":
            inner = next((s for s in self._spots[number] if s.start == b + 1), None)
            if (
                inner is not None
                and inner.end < len(doc)
                and doc[inner.end].text in (",", "said", "told")
                and listed("roles", head.lower_)
            ):
                return self._person(inner.person, "name in apposition")
        text = _printed(doc, a, b)
        known = self._described(doc, number, head, a, b, at, text)
        if known is not None:
            return known
        side = self._phrase_side(number, doc, a, b, text)
        name = self._acronyms.get(text, text)
        if head.lower_ in ("official", "officials", "source", "sources", "diplomat", "diplomats") or listed(
            "persons", head.lower_
        ):
            kind: SpeakerKind = "anonymous" if head.lower_ in ("source", "sources") else "described"
        elif head.pos_ == "PROPN" or listed("groups", head.lower_) or head.ent_type_ in ("ORG", "GPE", "NORP"):
            kind = "institution"
        else:
            kind = "described"
        return Speaker(name=name, kind=kind, role=None, side=side, rule="as printed")

    def _phrase_side(self, number: int, doc: Doc, a: int, b: int, text: str) -> str | None:
        for spot in self._spots[number]:
            if a <= spot.start < b and _possessive(doc, spot.end) and spot.person.side:
                return spot.person.side
        return self.sides.of_words(text)

    def side_of_phrase(self, words: str) -> str | None:
        """The party that a phrase means in this report: by its own words, or by the person it names."""
        side = self.sides.of_words(words)
        if side:
            return side
        keys = words_of(words)
        return next((p.side for p in self.persons if p.side and words_key(p.name.split()[-1]) in keys), None)

    def _described(self, doc: Doc, number: int, head: Token, a: int, b: int, at: int, text: str) -> Speaker | None:
        """A phrase that stands again for somebody told of before, or the document that carries somebody's words."""
        lower = head.lower_
        definite = doc[a].lower_ in ("the", "this", "that", "his", "her", "its", "their") or number == -1
        if listed("documents", lower):
            before = [s for p, s, _ in self._spoken if p < at]
            side = self.sides.of_words(text)
            if side is None and before and definite:
                return before[-1]
            return None
        lists = word_lists()
        content = [w for w in words_of(text) if w not in ("the", "a", "an", "s", "of", "for", "in")]
        if listed("persons", lower) and (definite or _possessive_inside(doc, a, b)):
            # by role words
            fits = []
            for position, spot in self._places:
                roles = (
                    " ".join(spot.person.roles)
                    .lower()
                    .replace("spokesperson", "spokesman")
                    .replace("spokeswoman", "spokesman")
                )
                bag = set(words_of(roles))
                want = [w.replace("spokesperson", "spokesman").replace("spokeswoman", "spokesman") for w in content]
                if want and want[-1 if want[-1] != lower else -1] and set(want) <= bag:
                    fits.append((position, spot.person))
            before_fits = [f for f in fits if f[0] < at]
            pick = before_fits[-1:] or fits[:1]
            if pick and len({id(f[1]) for f in (before_fits or fits)}) >= 1:
                return self._person(pick[0][1], "role told of")
            for position, speaker, _ in reversed(self._spoken):
                if (
                    position < at
                    and speaker.kind in ("described", "anonymous")
                    and speaker.name
                    and lower in words_of(speaker.name)
                ):
                    return speaker
            side = self.sides.of_words(text)
            for position, speaker, _ in reversed(self._spoken):
                if (
                    position < at
                    and speaker.kind == "named"
                    and ((side is None and len(content) == 1) or (side is not None and speaker.side == side))
                ):
                    return speaker
            return None
        if definite and (listed("groups", lower) or lower in lists["rebels"]):
            if (
                lower in lists["rebels"] or set(content) & (lists["rebels"] | {"hardline", "islamist"})
            ) and self.sides.rebels:
                return Speaker(
                    name=self._named_party(self.sides.rebels, text),
                    kind="institution",
                    side=self.sides.rebels,
                    rule="generic word for the armed group",
                )
            if head.text[:1].isupper() and len(content) == 1:
                longer = self._longer(head.text, at)
                if longer:
                    side = self.sides.of_words(longer)
                    return Speaker(name=longer, kind="institution", side=side, rule="longer name told before")
            if len(content) == 1 or not self.sides.of_words(text):
                before = [s for p, s, _ in reversed(self._spoken) if p < at and s.kind in ("institution", "described") and s.name]
                for speaker in before:
                    if lower in words_of(speaker.name or ""):
                        return speaker
                near = [s for p, s, _ in reversed(self._spoken) if at - 1500 < p < at and s.kind == "institution" and s.name]
                if near and len(content) == 1 and not head.text[:1].isupper() and lower not in ("government", "army", "police"):
                    return near[0]
        if head.pos_ == "PROPN":
            # a shorter form of an institution named before ("the Committee", "the Observatory")
            for position, speaker, _ in reversed(self._spoken):
                if (
                    position < at
                    and speaker.kind == "institution"
                    and speaker.name
                    and set(content) < set(words_of(speaker.name))
                    and lower in words_of(speaker.name)
                ):
                    return speaker
        return None

    def _longer(self, word: str, at: int) -> str | None:
        """The nearest capitalised name before ``at`` that ends in the word ("the Committee")."""
        found = re.findall(
            rf"((?:[A-Z][\w.’'-]+ (?:(?:of|for|and|on) (?:the )?)?){{1,6}}{re.escape(word)})\b", self.parsed.text.content[max(0, at - 6000) : at]
        )
        names = [" ".join(n.split()).removeprefix("The ") for n in found]
        names = [n for n in names if len(n.split()) > 1]
        return names[-1] if names else None

    def _named_party(self, party: str, text: str) -> str:
        wanted = " ".join(words_of(party))
        return party if f" {wanted} " in f" {' '.join(words_of(self.parsed.text.content[:20000]))} " else text

    def _pronoun(self, head: Token, at: int) -> Speaker:
        person = head.lower_ in PERSON_PRONOUNS
        spoken = None
        for position, speaker, _ in reversed(self._spoken):
            if position >= at:
                continue
            human = speaker.kind in ("named", "anonymous") or (
                speaker.kind == "described" and not _plural_or_group(speaker.name or "")
            )
            if human if person else (speaker.kind in ("institution", "described") or head.lower_ in ("they", "both")):
                spoken = (position, speaker)
                break
        if person:
            index = bisect_left(self._places, at, key=lambda p: p[0]) - 1
            while index >= 0 and at - self._places[index][0] < 1200:
                position, spot = self._places[index]
                if (
                    spot.subject
                    and not _possessive(self.parsed.paragraphs[spot.paragraph].doc, spot.end)
                    and not any(x <= position < y for x, y in self._said)
                ):
                    if spoken is None or (position > spoken[0] and spot.person.name != spoken[1].name):
                        return self._person(spot.person, "pronoun: last person as subject")
                    break
                index -= 1
            if spoken is not None:
                return spoken[1]
            if index < 0 and self._places and self._places[0][0] < at:
                near = self._places[max(0, bisect_left(self._places, at, key=lambda p: p[0]) - 1)]
                return self._person(near[1].person, "pronoun: nearest person")
        else:
            if spoken is not None and at - spoken[0] < 700:
                return spoken[1]
            found = self._group_before(head, at)
            if found is not None:
                return found[1]
            if spoken is not None:
                return spoken[1]
        return Speaker(name=None, kind="unknown", rule="pronoun without antecedent")

    def _group_before(self, head: Token, at: int) -> tuple[int, Speaker] | None:
        """The nearest organisation or group that is a subject in the same sentence or the one before."""
        doc = head.doc
        number = next((n for n, p in enumerate(self.parsed.paragraphs) if p.doc is doc), None)
        if number is None:
            return None
        for n in (number, number - 1):
            if n < 0:
                break
            paragraph = self.parsed.paragraphs[n]
            stop = head.i if n == number else len(paragraph.doc)
            for token in reversed(paragraph.doc[:stop]):
                if (
                    token.dep_ in ("nsubj", "nsubjpass")
                    and token.pos_ in ("PROPN", "NOUN")
                    and token.head != head.head
                ):
                    a, b = phrase(token)
                    text = _printed(paragraph.doc, a, b)
                    if (
                        token.ent_type_ in ("ORG", "NORP", "GPE")
                        or listed("groups", token.lower_)
                        or self.sides.of_words(text)
                    ):
                        if listed("documents", token.lower_) or token.ent_type_ == "PERSON":
                            continue
                        side = self._phrase_side(n, paragraph.doc, a, b, text)
                        return paragraph.start + token.idx, Speaker(
                            name=text, kind="institution", side=side, rule="pronoun: last group as subject"
                        )
        return None


def words_key(word: str) -> str:
    return "".join(words_of(word))


def _stands_as_person(doc: Doc, a: int, b: int) -> bool:
    """A single word is a person only beside a title, as the subject of speech, or by way of a possessive."""
    if a > 0 and (listed("titles", doc[a - 1].lower_.rstrip(".")) or listed("roles", doc[a - 1].lower_)):
        return True
    token = doc[b - 1]
    return token.dep_ == "nsubj" and verb_cue(token.head.lemma_) is not None


def _owns(person: Person, role: str) -> bool:
    last = words_key(person.name.split()[-1])
    return any(last == w for w in words_of(role)[:5])


def _weight(role: str) -> tuple[bool, int]:
    words = role.split()
    return len(words) <= 14, min(len(words), 12)


def _possessive(doc: Doc, i: int) -> bool:
    return i < len(doc) and doc[i].text in ("'s", "’s", "'", "’")


def _possessive_inside(doc: Doc, a: int, b: int) -> bool:
    return any(t.text in ("'s", "’s") for t in doc[a:b])


def _plural_or_group(name: str) -> bool:
    words = words_of(name)
    return bool(words) and (listed("groups", words[-1]) or words[-1].endswith("s") or " and " in f" {name} ")


def _printed(doc: Doc, a: int, b: int) -> str:
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
    for token in doc:
        # a rank or office before capitalised words that the name finder did not see as a person
        if (
            token.lower_.rstrip(".") in titles
            and token.text[:1].isupper()
            and token.i + 1 < len(doc)
            and token.i + 1 not in taken
        ):
            stop = token.i + 1
            while (
                stop < len(doc) and (
                    (doc[stop].pos_ == "PROPN" and doc[stop].text[:1].isupper())
                    or (doc[stop].tag_ == "HYPH" and stop > token.i + 1)
                    or doc[stop - 1].tag_ == "HYPH"
                ) and stop - token.i <= 6
            ):
                stop += 1
            if (
                stop > token.i + 1
                and doc[token.i + 1].ent_type_ not in ("GPE", "ORG", "NORP", "LOC", "DATE", "FAC")
                and doc[token.i + 1].lower_ not in titles
            ):
                if not any(
                    listed("roles", t.lower_) or listed("groups", t.lower_) or listed("state", t.lower_)
                    for t in doc[token.i + 1 : stop]
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


def _roles(doc: Doc, spot: _Spot) -> list[str]:
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
            if token.ent_type_ == "DATE":
                break
            left -= 1
        else:
            break
    while left < a and doc[left].lower_ in (ROLE_LINKS - {"'s"}):
        left += 1
    if left < a and any(
        listed("roles", t.lower_.rstrip(".")) or listed("titles", t.lower_.rstrip(".")) for t in doc[left:a]
    ):
        found.append(_printed(doc, left, a))
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
            and not any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in words[:3])
        ):
            if words[0].pos_ in ("DET", "NOUN", "PROPN", "ADJ", "PRON", "NUM") or words[0].lower_ in (
                "former",
                "acting",
            ):
                found.append(_printed(doc, b + 1, stop))
    if b < len(doc) and doc[b].lower_ in ("of", "from", "with") and b + 2 < len(doc):
        goal = next((c for c in doc[b].children if c.dep_ == "pobj"), None)
        if goal is not None and goal.pos_ == "PROPN":
            found.append(f"{doc[b].text} {doc[doc[b].i + 1 : phrase(goal)[1]].text}")
    root = doc[spot.start : spot.end].root
    if root.dep_ == "appos" and listed("roles", root.head.lower_) and root.head.i < spot.start:
        x, y = phrase(root.head)
        found.append(_printed(doc, x, min(y, spot.start)))
    elif a >= 2 and doc[a - 1].text == ",":
        # "X's spokesman, NAME": the parser may not see the apposition
        x = a - 2
        while (
            x > 0
            and (doc[x - 1].pos_ in ("NOUN", "PROPN", "ADJ", "DET") or doc[x - 1].lower_ in ROLE_LINKS)
            and a - x < 12
        ):
            x -= 1
        if listed("roles", doc[a - 2].lower_) or (
            any(listed("roles", t.lower_) for t in doc[x : a - 1]) and doc[a - 2].pos_ in ("PROPN", "NOUN")
        ):
            if (
                (spot.end < len(doc) and doc[spot.end].text in (",",))
                or root.dep_ == "nsubj"
                or (spot.end < len(doc) and doc[spot.end].tag_ in ("VBD", "VBZ"))
            ):
                found.append(_printed(doc, x, a - 1))
    return [r for r in dict.fromkeys(found) if r]
