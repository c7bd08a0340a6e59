"""Whom "he", "she", "it" and "they" mean: who spoke last, or the last subject told of since, whom the word fits.

"She" is never a man and "he" never a woman, as far as titles, offices and given names tell. The subject of a
subordinate clause gives way to that of the sentence ("NAME said that OTHER must go. He added ...").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from trucewatch.annotate.cues import listed, word_lists
from trucewatch.annotate.persons import Person, Persons, Spot, possessive
from trucewatch.annotate.roles import printed
from trucewatch.annotate.sides import Sides
from trucewatch.annotate.sources import phrase
from trucewatch.annotate.world import words_of
from trucewatch.records.mention import SpeakerKind

PERSON_PRONOUNS = frozenset({"he", "she", "him", "her", "his", "who"})
GROUP_PRONOUNS = frozenset({"it", "they", "its", "their", "them", "both", "which", "that", "this"})
MALE = frozenset({"he", "him", "his"})
FEMALE = frozenset({"she", "her"})
#: How many earlier speakers and places of names are looked back upon.
LOOK_BACK = 150
SUBORDINATE = frozenset({"ccomp", "acl", "relcl", "advcl", "pcomp", "csubj"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks, as resolved in one report; ``rule`` names how."""

    name: str | None
    kind: SpeakerKind
    role: str | None = None
    side: str | None = None
    rule: str = ""


class Pronouns:
    """Reads pronouns by the persons of a text and by who has spoken so far."""

    def __init__(
        self,
        persons: Persons,
        sides: Sides,
        spoken: Sequence[tuple[int, Speaker, str]],
        said: Sequence[tuple[int, int]],
        *,
        as_speaker: Callable[[Person, str, Spot], Speaker],
        phrase_side: Callable[[int, Doc, int, int, str], str | None],
    ) -> None:
        self.persons = persons
        self.parsed = persons.parsed
        self.sides = sides
        self.spoken = spoken
        self.said = said
        self._as_speaker = as_speaker
        self._phrase_side = phrase_side

    def meant(self, head: Token, number: int, at: int) -> Speaker:
        """Who speaks where a pronoun stands as the source."""
        person = head.lower_ in PERSON_PRONOUNS
        spoken = self._spoke_last(head, at, person=person)
        if person:
            found = self._person(head.lower_, at, spoken)
            if found is not None:
                return found
        else:
            told = self._group_told(head, number)
            if told is not None and (spoken is None or told[0] > spoken[0]):
                return told[1]
            if spoken is not None and at - spoken[0] < 700:
                return spoken[1]
            group = self._group_before(head, number)
            if group is not None:
                return group
            if spoken is not None:
                return spoken[1]
        return Speaker(name=None, kind="unknown", rule="pronoun without antecedent")

    def _spoke_last(self, head: Token, at: int, *, person: bool) -> tuple[int, Speaker] | None:
        surname: tuple[int, Speaker] | None = None
        for position, speaker, _ in reversed(self.spoken[-LOOK_BACK:]):
            if position >= at:
                continue
            human = speaker.kind in ("named", "anonymous") or (
                speaker.kind == "described" and not plural_or_group(speaker.name or "")
            )
            fits = human and self._fits(head.lower_, speaker)
            if fits if person else (speaker.kind in ("institution", "described") or head.lower_ in ("they", "both")):
                return position, speaker
            if surname is None and person and _bare_name(speaker):
                surname = position, speaker
        return surname

    def _person(self, pronoun: str, at: int, spoken: tuple[int, Speaker] | None) -> Speaker | None:
        index = bisect_left(self.persons.places, at, key=lambda p: p[0]) - 1
        while index >= 0 and at - self.persons.places[index][0] < 1200:
            position, spot = self.persons.places[index]
            doc = self.parsed.paragraphs[spot.paragraph].doc
            if (
                spot.subject
                and not possessive(doc, spot.end)
                and not any(x <= position < y for x, y in self.said)
                and gender_fits(pronoun, spot.person.male)
                and not self._gives_way(doc, spot)
            ):
                if spoken is None or (position > spoken[0] and spot.person.name != spoken[1].name):
                    return self._as_speaker(spot.person, "pronoun: last person as subject", spot)
                break
            index -= 1
        if spoken is not None:
            return spoken[1]
        if index < 0 and self.persons.places and self.persons.places[0][0] < at:
            near = self.persons.places[max(0, bisect_left(self.persons.places, at, key=lambda p: p[0]) - 1)][1]
            if gender_fits(pronoun, near.person.male):
                return self._as_speaker(near.person, "pronoun: nearest person", near)
        return None

    def _fits(self, pronoun: str, speaker: Speaker) -> bool:
        """False for a man behind "she" and a woman behind "he", as far as anything tells."""
        if pronoun not in MALE | FEMALE or not speaker.name:
            return True
        if speaker.kind == "named":
            known = next((p for p in self.persons.all if p.name == speaker.name), None)
            return known is None or gender_fits(pronoun, known.male)
        other = word_lists()["male" if pronoun in FEMALE else "female"]
        return not set(words_of(speaker.name)) & other

    def _gives_way(self, doc: Doc, spot: Spot) -> bool:
        """True for the subject of a subordinate clause in a sentence whose own subject is a person too."""
        root = doc[spot.start : spot.end].root
        verb = root.head.head if root.dep_ == "appos" else root.head
        clause = verb
        while clause.dep_ in SUBORDINATE | {"conj", "xcomp", "prep", "pobj", "dobj", "attr"} and clause.head != clause:
            clause = clause.head
        if clause == verb or not self._under(verb, clause):
            return False
        for child in clause.children:
            if child.dep_ == "nsubj" and child != root:
                named = any(s.start <= child.i < s.end for s in self.persons.spots[spot.paragraph])
                return named or child.lower_ in PERSON_PRONOUNS
        return False

    @staticmethod
    def _under(verb: Token, clause: Token) -> bool:
        while verb != clause:
            if verb.dep_ in SUBORDINATE:
                return True
            verb = verb.head
        return False

    def _group_told(self, head: Token, number: int) -> tuple[int, Speaker] | None:
        """The group that this sentence or the one before is about ("The rebels went first. On Sunday they issued …"),
        with where it stands; None for other pronouns than "it" and "they", and where it does not fit in number."""
        if head.lower_ not in ("it", "they"):
            return None
        paragraph = self.parsed.paragraphs[number]
        before = head.sent.start - 1
        for sentence in (head.sent, *([paragraph.doc[before].sent] if before >= 0 else [])):
            token = next((t for t in sentence if t.dep_ in ("nsubj", "nsubjpass") and t.i < head.i), None)
            if token is None or token.lower_ == head.lower_:
                continue
            if token.pos_ not in ("PROPN", "NOUN"):
                return None
            if head.lower_ == "it" and token.tag_ in ("NNS", "NNPS"):
                continue
            a, b = phrase(token)
            text = printed(paragraph.doc, a, b)
            side = self._phrase_side(number, paragraph.doc, a, b, text)
            if side is None or listed("documents", token.lower_) or token.ent_type_ == "PERSON":
                continue
            name = side if token.pos_ == "NOUN" and side in self.parsed.text.content else text
            speaker = Speaker(name=name, kind="institution", side=side, rule="pronoun: the group told of last")
            return paragraph.start + token.idx, speaker
        return None

    def _group_before(self, head: Token, number: int) -> Speaker | None:
        """The nearest organisation or group that is a subject in the same sentence or the one before."""
        for n in (number, number - 1):
            if n < 0:
                break
            paragraph = self.parsed.paragraphs[n]
            stop = head.i if n == number else len(paragraph.doc)
            for token in reversed(paragraph.doc[:stop]):
                if token.dep_ in ("nsubj", "nsubjpass") and token.pos_ in ("PROPN", "NOUN") and token.head != head.head:
                    a, b = phrase(token)
                    text = printed(paragraph.doc, a, b)
                    if (
                        token.ent_type_ in ("ORG", "NORP", "GPE")
                        or listed("groups", token.lower_)
                        or self.sides.of_words(text)
                    ):
                        if listed("documents", token.lower_) or token.ent_type_ == "PERSON":
                            continue
                        side = self._phrase_side(n, paragraph.doc, a, b, text)
                        return Speaker(name=text, kind="institution", side=side, rule="pronoun: last group as subject")
        return None


def _bare_name(speaker: Speaker) -> bool:
    """True for one capitalised word that nothing on the page explains: a surname ("But NAME said"), as far as "she" and
    "he" tell."""
    name = speaker.name or ""
    return speaker.kind == "institution" and speaker.side is None and name.istitle() and name.isalpha()


def gender_fits(pronoun: str, male: bool | None) -> bool:
    return male is None or (pronoun not in FEMALE if male else pronoun not in MALE)


def plural_or_group(name: str) -> bool:
    """True for a description of several persons or of a body."""
    words = words_of(name)
    return bool(words) and (listed("groups", words[-1]) or words[-1].endswith("s") or " and " in f" {name} ")
