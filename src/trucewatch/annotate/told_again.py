"""Descriptions that stand for somebody told of elsewhere: "the spokesman", "the ministry", "the two leaders".

A definite description takes up the person, institution or group that its words fit, named before or, failing that,
later ("a spokesman said ... The spokesman, NAME, added"). What fits nobody stays as printed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from spacy.tokens import Doc, Token

from trucewatch.annotate.cues import listed, word_lists
from trucewatch.annotate.persons import Person, Persons
from trucewatch.annotate.pronouns import LOOK_BACK, Speaker
from trucewatch.annotate.short_names import CAPITALISED, LONG
from trucewatch.annotate.side_words import OFFICE, PORTFOLIOS
from trucewatch.annotate.sides import Sides
from trucewatch.annotate.world import words_of

#: "The hardline group" is the armed group at the table; a hardline party or government is not.
STRICT = frozenset({"hardline", "islamist", "militant", "extremist"})
ARMED = frozenset({"group", "movement", "militia", "faction", "organisation", "organization"})
#: Words that say nothing about who is meant.
SMALL = frozenset({"the", "a", "an", "s", "of", "for", "in", "his", "her", "its", "their", "same"})
#: Offices of those who are meant by "the two leaders" and "both men".
LEADERS = frozenset({"president", "leader", "premier", "king", "emir", "chairman", "chairwoman", "chief", "head"})
PAIRS = {
    "leaders": LEADERS | {"minister"}, "men": LEADERS | {"minister"}, "women": LEADERS | {"minister"},
    "presidents": frozenset({"president"}), "ministers": frozenset({"minister"}),
    "generals": frozenset({"general", "gen"}), "commanders": frozenset({"commander"}),
    "rivals": LEADERS, "negotiators": frozenset({"negotiator"}), "envoys": frozenset({"envoy"}),
}  # fmt: skip
#: "The Ruritania-based" before a body's name is no part of it.
BASED = re.compile(r"^[\w’'-]+-based ")
#: Words that make another office of the one they stand before.
UNDER = frozenset({"vice", "deputy", "former", "ex", "assistant", "under", "undersecretary"})
#: Words that take up one another: the ambassador is "the envoy" and "the diplomat" a sentence later.
ALIKE = {
    word: alike[0]
    for alike in (
        ("spokesman", "spokesperson", "spokeswoman"),
        ("ambassador", "envoy", "diplomat", "emissary"),
        ("lawmaker", "mp", "parliamentarian", "legislator", "deputy", "congressman", "congresswoman"),
        ("priest", "cleric", "pastor", "clergyman"),
    )
    for word in alike
}
#: Plurals that take up the bodies of a party, and how far back these are looked for, in characters.
SEVERAL = frozenset({"groups", "factions", "organisations", "organizations", "movements", "militias", "parties"})
SEVERAL_REACH = 600
SMALL_BEFORE = re.compile(r"^(?:(?:of|the|and|by|with|between|among|various|several|all|these) )+")
#: Bodies that watch or count: "the monitoring group" is the one of them that spoke.
WATCHERS = frozenset({"observatory", "monitor", "monitors", "monitoring", "watch", "rights", "network", "watchdog"})
WATCHING = frozenset({"monitoring", "monitor", "watchdog", "rights", "war", "activist", "advocacy"})


class ToldAgain:
    """Reads descriptions by the persons of a text and by who has spoken so far."""

    def __init__(
        self, persons: Persons, sides: Sides, spoken: Sequence[tuple[int, Speaker, str]],
        *, as_speaker: Callable[[Person, str], Speaker],
    ) -> None:  # fmt: skip
        self.persons = persons
        self.parsed = persons.parsed
        self.sides = sides
        self.spoken = spoken
        self._as_speaker = as_speaker
        self._opening: str | None = None

    def described(self, doc: Doc, number: int, head: Token, a: int, b: int, at: int, text: str) -> Speaker | None:
        """Who is meant by the description between two words; None if it stands for itself."""
        lower = head.lower_
        definite = doc[a].lower_ in ("the", "this", "that", "his", "her", "its", "their") or number == -1
        if listed("documents", lower):
            return self._document(at, text, definite=definite)
        pair = self._pair(doc, head, a, at)
        if pair is not None:
            return pair
        content = [w for w in words_of(text) if w not in SMALL]
        if listed("persons", lower):
            if definite or any(t.text in ("'s", "’s") for t in doc[a:b]):
                return self._holder(lower, content, at, text)
            later = self._named_later(head, at, text)
            if later is not None:
                return later
        if doc[a].lower_ in ("his", "her"):
            return None
        lists = word_lists()
        if definite and (listed("groups", lower) or lower in lists["rebels"]):
            only_words = head.pos_ == "NOUN" and not any(doc[i].pos_ == "PROPN" for i in range(a, b))
            group = self._group(head, content, at, text, only_words=only_words)
            if group is not None:
                return group
        if definite and lower in SEVERAL and content == [lower]:
            return self._several(lower, at)
        if head.pos_ == "PROPN":
            # a shorter form of an institution named before ("the Committee", "the Observatory")
            for speaker in self._before(at):
                told = words_of(speaker.name or "")
                if speaker.kind == "institution" and set(content) < set(told) and lower in told:
                    return speaker
        return None

    def _several(self, word: str, at: int) -> Speaker | None:
        """ "The groups" are those of the party told of last: "a coalition of opposition groups"."""
        before = self.parsed.text.content[max(0, at - SEVERAL_REACH) : at]
        for match in reversed(list(re.finditer(rf"((?:[\w’'-]+ ){{1,3}}){word}\b", before))):
            side = self.sides.of_words(match.group())
            if side is not None:
                name = SMALL_BEFORE.sub("", match.group())
                return Speaker(name=name, kind="described", side=side, rule=f"the {word} told of before")
        return None

    def _before(self, at: int, *, within: int | None = None) -> list[Speaker]:
        """Speakers resolved before an offset, the last first."""
        return [
            s for p, s, _ in reversed(self.spoken[-LOOK_BACK:]) if p < at and (within is None or at - within < p)
        ]  # fmt: skip

    def _document(self, at: int, text: str, *, definite: bool) -> Speaker | None:
        before = [s for p, s, _ in self.spoken if p < at]
        return before[-1] if self.sides.of_words(text) is None and before and definite else None

    # -- persons -----------------------------------------------------------------------------

    def _holder(self, lower: str, content: list[str], at: int, text: str) -> Speaker | None:
        """Who holds the office that a definite description names."""
        side = self.sides.of_words(text)
        person = self._by_role(content, at, side)
        if person is not None:
            return self._as_speaker(person, "role told of")
        for speaker in self._before(at):
            told = set(words_of(speaker.name or ""))
            # "the army's negotiator" is not the Front's, "the Austrian diplomat" not the French one
            same = (side is not None and speaker.side == side) or set(content) <= told
            if speaker.kind in ("described", "anonymous") and lower in told and same:
                return speaker
        for speaker in self._before(at):
            if speaker.kind == "named" and (
                (side is None and len(content) == 1) or (side is not None and speaker.side == side)
            ):
                return speaker
        return None

    def _by_role(self, content: list[str], at: int, side: str | None) -> Person | None:
        """The person named last before ``at`` (else first after it) whose roles hold all these words.

        Words that say whose office it is need not stand in the role if the side is the same.
        """
        want = {_same_office(w) for w in content}
        if not want:
            return None
        lists = word_lists()
        offices = lists["roles"] | lists["titles"] | lists["state"] | OFFICE | PORTFOLIOS
        office = (want & offices) - lists["rebels"]
        index = bisect_left(self.persons.places, at, key=lambda p: p[0])
        nearby = [
            *reversed(self.persons.places[max(0, index - LOOK_BACK) : index]),
            *self.persons.places[index : index + LOOK_BACK],
        ]
        for _, spot in nearby:
            held: set[str] = set()
            for role in spot.person.roles:
                words = {_same_office(w) for w in words_of(role)}
                if not words & UNDER - want:  # "the president" is not the vice president
                    held |= words
            owned = office < want or len(office) > 1
            if want <= held or (owned and office <= held and office and side and spot.person.side == side):
                return spot.person
        return None

    def _named_later(self, head: Token, at: int, text: str) -> Speaker | None:
        """ "A spokesman for X said ..." whom the report names only later: "The spokesman, NAME, said".

        The name counts only with the bare office and "the" before it, and if it stands nowhere earlier.
        """
        index = bisect_left(self.persons.places, at, key=lambda p: p[0])
        earlier = {id(spot.person) for _, spot in self.persons.places[:index]}
        for _, spot in self.persons.places[index : index + LOOK_BACK]:
            if id(spot.person) in earlier:
                continue
            doc = self.parsed.paragraphs[spot.paragraph].doc
            i = spot.start - 1
            while i > 0 and (doc[i].text == "," or listed("titles", doc[i].lower_.rstrip("."))):
                if doc[i].lower_ == head.lower_:
                    break
                i -= 1
            if i < 1 or doc[i].lower_ != head.lower_ or doc[i - 1].lower_ != "the" or spot.start - i > 5:
                continue
            side = self.sides.of_words(text)
            if spot.person.side not in (None, side):
                continue
            spot.person.side = side
            spot.person.roles.append(text)
            return self._as_speaker(spot.person, "named later")
        return None

    def _pair(self, doc: Doc, head: Token, a: int, at: int) -> Speaker | None:
        """ "The two leaders", "both men": the two persons of that office named last, joined by "and"."""
        if not {"two", "both"} & {t.lower_ for t in doc[a : head.i]}:
            return None
        for speaker in self._before(at):
            # "the two delegations": those that spoke together before
            told = words_of(speaker.name or "")
            if head.lower_ in told and "and" in told:
                return speaker
        offices = PAIRS.get(head.lower_)
        if offices is None:
            return None
        if any(t.pos_ in ("PROPN", "ADJ") and t.lower_ not in ("two", "both", "rival") for t in doc[a : head.i]):
            return None
        index = bisect_left(self.persons.places, at, key=lambda p: p[0])
        found: list[Person] = []
        for _, spot in reversed(self.persons.places[:index]):
            held = {w for role in spot.person.roles for w in words_of(role)}
            if held & offices and not held & {"spokesman", "spokeswoman"} and spot.person not in found:
                found.append(spot.person)
        leading = [p for p in found if {w for r in p.roles for w in words_of(r)} & {"president", "leader", "premier"}]
        found = leading if len(leading) >= 2 else found
        if len(found) < 2:
            return None
        order = [spot.person for _, spot in self.persons.places]
        pair = sorted(found[:2], key=order.index)
        names = " and ".join(p.name for p in pair)
        return Speaker(name=names, kind="described", side=pair[0].side, rule="the two persons of that office")

    # -- groups ------------------------------------------------------------------------------

    def _group(self, head: Token, content: list[str], at: int, text: str, *, only_words: bool) -> Speaker | None:
        lower, lists = head.lower_, word_lists()
        strict = set(content) & STRICT and lower in ARMED and only_words
        if (set(content) & lists["rebels"] or strict) and self.sides.rebels:
            return Speaker(
                name=self._named_party(self.sides.rebels, text), kind="institution", side=self.sides.rebels,
                rule="generic word for the armed group",
            )  # fmt: skip
        if head.text[:1].isupper() and len(content) == 1:
            longer = self._longer(head.text, at)
            if longer:
                side = self.sides.of_words(longer)
                return Speaker(name=longer, kind="institution", side=side, rule="longer name told before")
        if len(content) == 1 or not self.sides.of_words(text):
            for speaker in self._before(at):
                if speaker.kind in ("institution", "described") and lower in words_of(speaker.name or ""):
                    return speaker
            if len(content) == 1 and head.text[:1].islower() and lower not in ("government", "army", "police"):
                near = [s for s in self._before(at, within=1500) if s.kind == "institution" and s.name]
                if near:
                    return near[0]
            if set(content) & WATCHING and lower in ARMED:
                for speaker in self._before(at):
                    if speaker.kind == "institution" and set(words_of(speaker.name or "")) & WATCHERS:
                        return speaker
                for name in reversed(re.findall(LONG, self.parsed.text.content[max(0, at - 2000) : at])):
                    if set(words_of(name)) & WATCHERS - {"rights"}:
                        bare = BASED.sub("", " ".join(name.split()).removeprefix("The "))
                        return Speaker(name=bare, kind="institution", rule="the body told of that watches")
        return None

    def _longer(self, word: str, at: int) -> str | None:
        """The nearest capitalised name before ``at`` that ends in the word ("the Committee")."""
        before = r"(?:[A-Z][\w’'-]+ (?:(?:of|for|and|on) (?:the )?)?){1,6}"
        after = rf"(?: (?:for|of|on) {CAPITALISED}(?: {CAPITALISED}){{0,3}})?"
        found = re.findall(
            rf"({before}{re.escape(word)}{after})\b", self.parsed.text.content[max(0, at - 6000) : at]
        )  # fmt: skip
        names = [BASED.sub("", " ".join(n.split()).removeprefix("The ")) for n in found]
        names = [n for n in names if len(n.split()) > 1]
        return names[-1] if names else None

    def _named_party(self, party: str, text: str) -> str:
        if self._opening is None:
            self._opening = f" {' '.join(words_of(self.parsed.text.content[:20000]))} "
        return party if f" {' '.join(words_of(party))} " in self._opening else text


def _same_office(word: str) -> str:
    return ALIKE.get(word, word)
