"""Who a source is: the fullest name this report gives, the institution, or the description as printed.

Persons are gathered from the whole body first (names with their titles and appositions), so that a surname is
joined to the full name wherever that stands. Pronouns and phrases like "the spokesman" or "the group" are read
from what was told before them. Nothing outside the report is used but the agreement's sides.
"""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Doc, Token

from trucewatch.annotate.cues import listed, verb_cue, word_lists
from trucewatch.annotate.doc_text import text_of
from trucewatch.annotate.nearby import GROUP_ROLES, bare_office
from trucewatch.annotate.person_names import other_name
from trucewatch.annotate.persons import Person, Persons, Spot, possessive, words_key
from trucewatch.annotate.pronouns import GROUP_PRONOUNS, PERSON_PRONOUNS, Pronouns, Speaker
from trucewatch.annotate.roles import parts, printed
from trucewatch.annotate.sentences import Parsed
from trucewatch.annotate.short_names import acronyms
from trucewatch.annotate.sides import Sides
from trucewatch.annotate.sources import phrase
from trucewatch.annotate.spans import Attribution
from trucewatch.annotate.told_again import ToldAgain
from trucewatch.annotate.view import is_first_person
from trucewatch.annotate.world import words_of
from trucewatch.records.mention import SpeakerKind

__all__ = ["Speaker", "Speakers"]


class Speakers:
    """Resolves the sources of one parsed text."""

    def __init__(self, parsed: Parsed, sides: Sides) -> None:
        self.parsed = parsed
        self.sides = sides
        self.persons = Persons(parsed, sides)
        self._spoken: list[tuple[int, Speaker, str]] = []
        self._said: list[tuple[int, int]] = []
        self.told_again = ToldAgain(self.persons, sides, self._spoken, as_speaker=self._person)
        self._acronyms = acronyms(parsed.text.content, ((p.name, p.members) for p in sides.agreement.parties))
        self._headings: dict[str, Speaker | None] = {}

    # -- resolving -----------------------------------------------------------------------------

    def resolve(self, attribution: Attribution) -> Speaker:
        """Who speaks in this attribution. Call in reading order: what was resolved before is looked back upon."""
        speaker = self._in_full(self._told_just_before(attribution, self._resolve(attribution)))
        head = attribution.source_head
        name = speaker.kind == "named" or (
            head is not None and head.pos_ == "PROPN" and head.ent_type_ not in ("ORG", "GPE", "NORP")
        )
        if name and speaker.side is None and speaker.role is None and attribution.quoted:
            speaker = self._of_the_group(attribution, speaker)
        if speaker.name and attribution.outer is None and not attribution.negated:
            spot = attribution.source_at or attribution.pieces[0]
            self._spoken.append((spot[0], speaker, attribution.frame))
            self._said[:] = [*self._said[-20:], *attribution.pieces]
        return speaker

    def _resolve(self, attribution: Attribution) -> Speaker:
        if attribution.label:
            return self.labelled(attribution.label)
        head = attribution.source_head
        if head is None:
            if attribution.continued and self._spoken:
                return self._spoken[-1][1]
            return Speaker(name=None, kind="unknown", rule="no source")
        if head.tag_ == "WP" and head.head.dep_ == "relcl":
            head = head.head.head  # "NAME, who said"
        number = attribution.source_paragraph
        doc = self.parsed.paragraphs[number].doc
        at = self.parsed.paragraphs[number].start + head.idx
        if is_first_person(head):
            return Speaker(name=None, kind="unknown", rule="first person")
        if head.lower_ in PERSON_PRONOUNS or (head.pos_ == "PRON" and head.lower_ in GROUP_PRONOUNS):
            return self._pronoun(head, number, at)
        a, b = _without_gerund(doc, *phrase(head), head)
        while a < head.i and doc[a].pos_ == "ADV" and doc[a + 1].pos_ == "DET":
            a += 1  # "Earlier the ministry"
        return self._noun(doc, number, head, a, b, at)

    def _in_full(self, speaker: Speaker) -> Speaker:
        """An institution given by its acronym, under the full name that the report has for it."""
        long = self._acronyms.get(speaker.name or "") if speaker.kind != "named" else None
        if long is None:
            return speaker
        side = speaker.side or self.sides.of_words(long)
        return replace(speaker, name=long, kind="institution", side=side, rule=f"{speaker.rule}; acronym in full")

    def _told_just_before(self, attribution: Attribution, speaker: Speaker) -> Speaker:
        """ "..., a State Department spokesman said. ... NAME said": a name that nothing introduces is his."""
        if speaker.kind != "named" or speaker.role or speaker.side or not self._spoken or not attribution.source_at:
            return speaker
        position, before, _ = self._spoken[-1]
        at = attribution.source_at[0]
        words = words_of(before.name or "")
        if (
            before.kind != "described"
            or not words
            or words[-1] not in ("spokesman", "spokeswoman", "spokesperson")
            or words[0] in ("the", "his", "her", "its", "their")
            or len((speaker.name or "").split()) < 2
            or not 0 < at - position < 700
        ):
            return speaker
        first = next((place for place, spot in self.persons.places if spot.person.name == speaker.name), None)
        if first is None or first < at:
            return speaker
        return replace(
            speaker, role=before.name, side=before.side, rule=f"{speaker.rule}; office told just before the name"
        )

    def _of_the_group(self, attribution: Attribution, speaker: Speaker) -> Speaker:
        """ "The Front owned up to it. "We did it," NAME told a radio": who says "we" is one of those told of."""
        quoted = " ".join(self.parsed.text.content[a:b] for a, b in attribution.pieces)
        if attribution.source_head is None or not re.search(r"\b(?:we|our|us)\b", quoted, re.IGNORECASE):
            return speaker
        number = attribution.source_paragraph
        paragraph = self.parsed.paragraphs[number]
        first = attribution.pieces[0][0] - paragraph.start
        opening = next((t for t in paragraph.doc if t.idx >= max(0, first)), None)
        if opening is None or opening.i <= 1:
            return speaker
        side = self.persons.side_before(number, opening.i)
        return replace(speaker, side=side, rule=f"{speaker.rule}; we of the group told of before") if side else speaker

    def labelled(self, label: str) -> Speaker:
        """Whom a label names; the rule is "name and colon" alone where nothing else on the page tells."""
        words = [w for w in label.replace(".", " ").split() if w.lower() not in word_lists()["titles"]]
        key = words_key(words[-1]) if words else ""
        person = self.persons.by_last.get(key) or self.persons.by_word.get(key)
        if person:
            return self._person(person, "name and colon, a person of the page")
        if len(words) == 1:
            if key not in self._headings:
                self._headings[key] = self._introduced(words[-1])
            introduced = self._headings[key]
            if introduced is not None:
                return introduced
        name = label.title() if label.isupper() and len(label) > 6 else label.strip()
        return Speaker(name=name, kind="named", side=self.sides.of_words(label), rule="name and colon")

    def _introduced(self, surname: str) -> Speaker | None:
        """Office and full name before a surname somewhere on the page, as in the heading of a transcript ("the head of
        the mission, Gen. NAME SURNAME"), or the office behind the name ("NAME SURNAME, head of the mission, ...")."""
        spelt = {re.escape(surname), re.escape(surname.capitalize())}
        found = re.search(
            rf"(?P<far>[^.;:\n]*?)(?P<before>(?:\b[A-Z][\w.'’-]*[ \t]+){{1,7}})(?:{'|'.join(sorted(spelt))})\b"
            r"(?:,[ \t]+(?P<after>[^,.;:\n]{3,80}))?",
            self.parsed.text.content,
            re.IGNORECASE if surname.islower() else 0,
        )
        if found is None:
            return None
        lists = word_lists()
        offices = lists["titles"] | lists["roles"]
        before = found["before"].split()
        last = max((n for n, w in enumerate(before) if w.lower().rstrip(".") in offices), default=-1)
        given = before[last + 1 :]
        told = found["after"] or ""
        behind = bool({w.lower() for w in told.split()} & lists["roles"])
        if (last < 0 and not behind) or not 1 <= len(given) <= 3:
            return None
        name = " ".join(w.capitalize() if w.isupper() and len(w) > 2 else w for w in (*given, surname))
        if surname.isupper() and len(surname) > 2:
            name = " ".join((*name.split()[:-1], surname.capitalize()))
        office = " ".join(before[: last + 1]) if last >= 0 else told.strip()
        if last >= 0 and found["far"].rstrip().endswith(","):
            # "the spokesman of the ministry, Col. NAME": a rank alone does not say whose
            phrase_words = found["far"].rstrip(" ,").rpartition(",")[2].split()
            first = next((n for n, w in enumerate(phrase_words) if w.lower() in lists["roles"]), None)
            office = " ".join((*phrase_words[first:], *before[: last + 1])) if first is not None else office
        side = self.sides.of_words(office) or (self.sides.of_words(told) if behind else None)
        return Speaker(name=name, kind="named", role=office, side=side, rule="name and colon, introduced")

    def _person(self, person: Person, rule: str, spot: Spot | None = None) -> Speaker:
        role = max(person.roles, key=_weight, default=None)
        if spot is not None and spot.side and spot.side != person.side:
            return Speaker(
                name=person.name, kind="named", role=role, side=spot.side, rule=f"{rule}; side as told there"
            )
        return Speaker(name=person.name, kind="named", role=role, side=person.side, rule=rule)

    def _noun(self, doc: Doc, number: int, head: Token, a: int, b: int, at: int) -> Speaker:
        spots = [s for s in self.persons.spots[number] if s.start < b and (a <= s.start or s.end > head.i)]
        joint = next((c for c in head.children if c.dep_ == "conj" and c.pos_ in ("PROPN", "NOUN")), None)
        if joint is not None and joint.i - head.i <= 8:
            _, end = phrase(joint)
            text = printed(doc, a, end)
            sides = {self.sides.of_words(printed(doc, a, b)), self.sides.of_words(printed(doc, *phrase(joint)))}
            for s in self.persons.spots[number]:
                if a <= s.start < end:
                    sides.add(s.person.side)
            sides.discard(None)
            first = self.sides.of_words(printed(doc, a, b)) or next((s.person.side for s in spots), None)
            return Speaker(name=text, kind="described", side=first if sides else None, rule="joint speakers")
        plain = [s for s in spots if not possessive(doc, s.end) and not _told_of(doc, head, s)]
        if plain and (head.pos_ == "PROPN" or plain[-1].end >= b or plain[-1].start <= head.i < plain[-1].end):
            return self._person(plain[-1].person, "name", plain[-1])
        for child in head.children:
            if child.dep_ == "appos":
                x, y = phrase(child)
                inner = next((s for s in self.persons.spots[number] if x <= s.start < y), None)
                if inner is not None and not possessive(doc, inner.end):
                    return self._person(inner.person, "name in apposition", inner)
        for child in head.children:
            # "the coalition known as the NAME"
            if child.dep_ == "acl" and child.lemma_ in ("know", "call") and child.i > head.i:
                goal = next(
                    (g for c in child.children if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"), None
                )
                if goal is not None and goal.pos_ == "PROPN":
                    name = printed(doc, *phrase(goal))
                    side = self.sides.of_words(name) or self._phrase_side(number, doc, a, b, printed(doc, a, b))
                    return Speaker(name=name, kind="institution", role=printed(doc, a, b), side=side, rule="known as")
        if head.dep_ == "appos":
            x, y = phrase(head.head)
            inner = next(
                (s for s in self.persons.spots[number] if x <= s.start < y and not possessive(doc, s.end)), None
            )
            if inner is not None and inner.end >= y - 1:
                return self._person(inner.person, "apposition to a name", inner)
        inner = self._beside(doc, number, a, b)
        if inner is not None:
            return self._person(inner.person, "name in apposition", inner)
        owner = _relative_owner(head)
        inner = next((s for s in self.persons.spots[number] if owner is not None and s.start <= owner.i < s.end), None)
        if inner is not None:
            return self._person(inner.person, "name before its relative clause", inner)
        text = printed(doc, a, b)
        own = other_name(text_of(doc), doc[b - 1].idx + len(doc[b - 1]))
        if own is not None and any(listed(x, head.lower_) for x in ("persons", "roles", "private")):
            side = self._phrase_side(number, doc, a, b, text)
            return Speaker(name=own, kind="named", role=text, side=side, rule="name given beside a description")
        known = self.told_again.described(doc, number, head, a, b, at, text)
        if known is not None:
            return known
        side = self._phrase_side(number, doc, a, b, text)
        if doc[a].lower_ in ("his", "her") and listed("groups", head.lower_):
            holder = self._pronoun(doc[a], number, at)
            side = side or holder.side
            if head.lower_ == "ministry" and (ministry := self.sides.ministry_of(holder.role or "", holder.side)):
                return Speaker(name=ministry, kind="institution", side=side, rule="the ministry of the minister")
        if head.pos_ == "PROPN" and self.sides.lists(text):  # a name that was taken for no person's
            side = self.sides.of_speaker(text)
            return Speaker(name=text, kind="named", side=side, rule="an actor of the agreement file")
        if side is None and doc[a].lower_ == "its" and listed("roles", head.lemma_.lower()):
            side = self._pronoun(doc[a], number, at).side  # "its members"
        if side is None and bare_office(text) and head.lower_ in GROUP_ROLES:
            side = self.persons.side_before(number, a)
        name = text
        if side is not None and words_of(text) == words_of(side)[-1:] and side == self.sides.government:
            name = side  # "the government"
        elif side is not None and words_of(text) == words_of(side):
            name = side  # as the agreement spells it, where the report has no capitals
        elif head.lower_ == "ministry" and any(t.text in ("'s", "’s") for t in doc[a:b]):
            name = self.sides.ministry_named(text, side) or name  # "Ruritania's foreign ministry"
        if head.lower_ in ("official", "officials", "source", "sources", "diplomat", "diplomats") or listed(
            "persons", head.lower_
        ):
            kind: SpeakerKind = "anonymous" if head.lower_ in ("source", "sources") else "described"
        elif head.pos_ == "PROPN" or listed("groups", head.lower_) or head.ent_type_ in ("ORG", "GPE", "NORP"):
            kind = "institution"
        else:
            kind = "described"
        if name == text and doc[a].lower_ in ("its", "their") and b - a > 1 and head.pos_ == "PROPN":
            name = printed(doc, a + 1, b)  # "its National Security Council"
        elif name == text and doc[a].lower_ in ("its", "their", "his", "her") and doc[a].text.istitle():
            name = text[0].lower() + text[1:]
        if kind != "institution" and name == text and _capital_by_place(doc, a, text):
            name = text[0].lower() + text[1:]
        return Speaker(name=name, kind=kind, role=None, side=side, rule="as printed")

    def _beside(self, doc: Doc, number: int, a: int, b: int) -> Spot | None:
        """The name that a comma parts from an office, whatever the parser makes of it.

        "Commander of the force, General NAME, has said", "Col. NAME, commander of the force, said".
        """
        if not any(listed("roles", t.lower_) for t in doc[a:b]):
            return None
        for spot in self.persons.spots[number]:
            if spot.end == a - 1 and doc[a - 1].text == "," and b < len(doc) and doc[b].text == ",":
                return spot
            start = spot.start
            while start > b and (listed("titles", doc[start - 1].lower_.rstrip(".")) or doc[start - 1].text == "."):
                start -= 1
            after = doc[spot.end] if spot.end < len(doc) else None
            closed = after is not None and (after.text == "," or verb_cue(after.lemma_) is not None)
            if start == b + 1 and doc[b].text == "," and closed:
                return spot
        return None

    def _phrase_side(self, number: int, doc: Doc, a: int, b: int, text: str) -> str | None:
        for spot in self.persons.spots[number]:
            if a <= spot.start < b and possessive(doc, spot.end) and spot.person.side:
                return spot.person.side
        side = self.sides.of_words(text)
        if side is None and not self.sides.means_private(text):
            inner = (s.person.side for s in self.persons.spots[number] if a < s.start < b)
            side = next(filter(None, inner), None)  # "an aide to NAME"
        return side

    def side_of_phrase(self, words: str) -> str | None:
        """The party that a phrase means in this report: by its own words, or by the person it names."""
        side = self.sides.of_words(words)
        if side:
            return side
        known = (self.persons.by_last.get(word) for word in words_of(words))
        return next((p.side for p in known if p is not None and p.side), None)

    def _pronoun(self, head: Token, number: int, at: int) -> Speaker:
        reader = Pronouns(
            self.persons, self.sides, self._spoken, self._said,
            as_speaker=self._person, phrase_side=self._phrase_side,
        )  # fmt: skip
        return reader.meant(head, number, at)


def _weight(role: str) -> tuple[bool, bool, int]:
    words = role.split()
    return not all(part.over for part in parts(role)), len(words) <= 14, min(len(words), 12)


def _told_of(doc: Doc, head: Token, spot: Spot) -> bool:
    """True for a person in the phrase of somebody else: "the wife of NAME", "a spokesman for NAME"."""
    return head.pos_ == "NOUN" and any(
        t.dep_ == "prep" and t.head == head and t.lower_ in ("of", "for", "to", "with")
        for t in doc[head.i : spot.start]
    )


def _capital_by_place(doc: Doc, a: int, text: str) -> bool:
    """True for a description whose capital only opens the sentence: "A ministry official", "Aid workers"."""
    first = doc[a]
    return (
        first.is_sent_start is True and text.startswith(first.text) and not (len(first) > 1 and first.is_upper)
        and first.pos_ in ("DET", "NOUN", "NUM", "ADV", "VERB") and first.ent_type_ in ("", "CARDINAL")
    )  # fmt: skip


def _without_gerund(doc: Doc, a: int, b: int, head: Token) -> tuple[int, int]:
    """The phrase up to "of burning crops", which the parser hangs on the accuser and which is the charge."""
    for token in doc[head.i + 1 : b]:
        if token.lower_ in ("of", "for") and token.i + 1 < len(doc) and doc[token.i + 1].tag_ == "VBG":
            return a, token.i
    return a, b


def _relative_owner(head: Token) -> Token | None:
    """Whom a clause with "who" tells of, if the word is an object in it: "NAME, who heads the HEAD, said"."""
    if head.dep_ not in ("dobj", "pobj"):
        return None
    verb = head.head.head if head.dep_ == "pobj" else head.head
    if verb.dep_ == "relcl" and any(c.lower_ == "who" and c.dep_ == "nsubj" for c in verb.children):
        return verb.head
    return None
