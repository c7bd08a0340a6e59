"""Which party of the agreement a person or a noun phrase stands for.

The agreement file may list no more than the parties. What else is known is general: names, adjectives, capitals
and state institutions of countries, and names of international organisations (``lexicon/``). A nationality is
a side only where the phrase names the state or one of its offices, troops or officials.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from trucewatch.annotate.cues import word_lists
from trucewatch.annotate.short_names import ACRONYM, head_words, party_by_head, party_by_initials, peoples_of
from trucewatch.annotate.side_words import (
    ABROAD,
    ARMED_NAME,
    ELSEWHERE,
    GENERIC_STATE,
    HELD,
    LEADING,
    LOCAL,
    MADE_BY,
    NO_PEOPLE,
    OF_A_PEOPLE,
    OFFICE,
    OFFICE_WORDS,
    OWNER,
    PAST,
    POLITICS,
    PORTFOLIOS,
    PRESIDENTIAL,
    REBEL_NAME,
    RELEASING,
    SHARED_WORDS,
    STATE_BODY,
    STATE_NAME,
    WATCHERS,
)
from trucewatch.annotate.world import (
    SHARED_BODIES,
    country_rows,
    demonyms_alone,
    organisation_rows,
    words_of,
    world_names,
)
from trucewatch.records.agreement import Agreement, Party


@dataclass(frozen=True, slots=True)
class _Key:
    words: tuple[str, ...]
    party: str
    weight: int
    place: bool = False


class Sides:
    """Looks up parties for noun phrases and speakers of one agreement."""

    def __init__(self, agreement: Agreement) -> None:
        self.agreement = agreement
        self._keys: dict[str, list[_Key]] = {}
        self._bare: dict[str, str] = {}
        self._country_of: dict[str, str] = {}
        for party in agreement.parties:
            self._learn(party)
        state = [p for p in agreement.parties if self._is_state(p) and p.role in ("signatory", "non-signatory")]
        named = [p for p in state if set(words_of(p.name)) & STATE_NAME]
        #: The one party that "the government" or "the army" means, if there is one.
        self.government = named[0].name if len(named) == 1 else (state[0].name if len(state) == 1 else None)
        rebels = [
            p
            for p in agreement.parties
            if p.role in ("signatory", "non-signatory") and not self._is_state(p) and not self._is_organisation(p)
        ]
        #: The one party that "the rebels" or "the insurgents" means, if there is one.
        self.rebels = rebels[0].name if len(rebels) == 1 else None
        #: Whether those who fight call themselves an opposition.
        self.opposed = any("opposition" in words_of(n) for p in rebels for n in (p.name, *p.aliases, *p.members))
        #: Whose release is read, if it is a state's: (the party, None for a state that is none).
        self.home: tuple[str | None] | None = None
        #: With more than one state at the table "the president" may be anybody's.
        self.single_state = len(state) == 1
        self._cache: dict[str, str | None] = {}
        names = ((n, p.name) for p in agreement.parties for n in (p.name, *p.members))
        self.short = {n: party for n, party in names if len(n) > 2 and re.fullmatch(ACRONYM, n)}
        self.heads = head_words(
            (name, p.name)
            for p in agreement.parties
            if not self._is_state(p) and not self._is_organisation(p)
            for name in (p.name, *p.aliases, *p.members)
        )

    # -- building ----------------------------------------------------------------------------

    def _add(self, phrase: str, party: str, weight: int, *, place: bool = False) -> None:
        words = tuple(words_of(phrase))
        if words:
            self._keys.setdefault(words[0], []).append(_Key(words, party, weight, place))
            # "U.S." beside "US", "Taliban's" needs nothing: the apostrophe ends a word

    def _learn(self, party: Party) -> None:
        lists = word_lists()
        countries = {" ".join(words_of(x)) for row in country_rows() for x in (*row["name"], *row["also"])}
        for phrase in (party.name, *party.members, *party.aliases, *party.demonyms):
            self._add(phrase, party.name, 3, place=" ".join(words_of(phrase)) in countries)
            if re.fullmatch(r"[A-Z]\w{4,}[^s\W]s", phrase) and phrase.lower()[:-1] not in countries:
                # "the Greencoats": "a Greencoat commander" is theirs
                self._add(phrase[:-1], party.name, 3)
            bare = re.sub(r"^the\s+", "", phrase, flags=re.IGNORECASE)
            self._bare[" ".join(words_of(bare))] = party.name
        for member in party.members:
            # "Oster Defence Army": what is said of "Oster's military" is that side's as well
            first, *rest = words_of(member) or [""]
            shared = SHARED_WORDS | OFFICE | lists["state"] | lists["groups"] | lists["roles"]
            body = bool(set(rest) & lists["state"]) and set(rest) <= OFFICE | lists["state"]
            if member[:1].isupper() and body and first not in shared and (first,) not in world_names().get(first, ()):
                self._add(first, party.name, 1)
        name = words_of(party.name)
        for names in organisation_rows():
            if any(words_of(x) == name for x in names) or any(words_of(m) == words_of(names[0]) for m in party.members):
                for phrase in names:
                    self._add(phrase, party.name, 2)
                    if phrase.islower() and " " not in phrase:
                        self._add(f"{phrase}s", party.name, 2)
        for row in country_rows():
            if self._names_country(row, name):
                self._country_of[party.name] = row["name"][0]
                stands_alone = any(words_of(x) == name for x in (*row["name"], *row["also"]))
                opposed = set(name) & REBEL_NAME and not set(name) & STATE_NAME
                if opposed:
                    for adjective in (*row["demonyms"], *row["name"]):
                        for word in ("opposition", "rebels", "rebel", "insurgents", "resistance"):
                            self._add(f"{adjective} {word}", party.name, 3)
                            self._add(f"{adjective} s {word}", party.name, 3)
                    continue
                bodies = [
                    x
                    for x in row["institutions"]
                    if party.role in ("signatory", "non-signatory") or x not in SHARED_BODIES
                ]
                for phrase in (*row["name"], *row["also"], *bodies, *row["capital"]):
                    self._add(phrase, party.name, 2 if stands_alone else 1, place=phrase not in bodies)
                for phrase in row["demonyms"]:
                    self._add(phrase, party.name, 1)
        if party.name not in self._country_of and not set(name) & (REBEL_NAME | STATE_NAME):
            for phrase in peoples_of(party.name):
                self._add(phrase, party.name, 1)

    @staticmethod
    def _names_country(row: Mapping[str, tuple[str, ...]], name: list[str]) -> bool:
        joined = f" {' '.join(name)} "
        return any(f" {' '.join(words_of(x))} " in joined for x in (*row["name"], *row["also"], *row["demonyms"]))

    def _is_state(self, party: Party) -> bool:
        """True if the name or a member of the party is a state's: of a country, a government, a ministry, a navy."""
        words = set(words_of(party.name))
        if words & STATE_NAME - ARMED_NAME:
            return True
        if words & ARMED_NAME:
            row = next((r for r in country_rows() if r["name"][0] == self._country_of.get(party.name)), None)
            country = (*row["name"], *row["also"], *row["demonyms"]) if row is not None else ()
            return bool(country) and words - ARMED_NAME <= {w for name in country for w in words_of(name)}
        if words & REBEL_NAME:
            return False
        return party.name in self._country_of or any(STATE_BODY.search(member) for member in party.members)

    def is_state(self, side: str) -> bool:
        """True if the party of this name is a state or a government."""
        return any(p.name == side and self._is_state(p) for p in self.agreement.parties)

    def _is_organisation(self, party: Party) -> bool:
        name = words_of(party.name)
        return any(words_of(x) == name for row in organisation_rows() for x in row)

    def other_party(self, side: str) -> str | None:
        """The one other signatory, if there are two."""
        signed = [p.name for p in self.agreement.parties if p.role == "signatory"]
        others = [name for name in signed if name != side]
        return others[0] if side in signed and len(others) == 1 else None

    # -- asking ------------------------------------------------------------------------------

    def names(self, words: str, side: str) -> bool:
        """True if the words are a name of the party and nothing more."""
        return self._bare.get(" ".join(words_of(re.sub(r"^the\s+", "", words, flags=re.IGNORECASE)))) == side

    def released_by(self, publisher: str | None) -> Sides:
        """The sides as a ministry's or embassy's own release means them: "the Ministry" is its own there."""
        words = words_of(publisher or "")
        if not {"ministry", "embassy"} & set(words):
            return self
        side = self.of_words(publisher or "")
        if side is None and not (self.foreign(words) or self._elsewhere(publisher or "")):
            return self  # "Defence Ministry": of which state is not told
        here = copy(self)
        here.home = (side,)
        here._cache = {}
        return here

    def is_rebel(self, words: list[str], at: int | None = None) -> bool:
        """True if a word (or the one ``at`` a place) means those who fight a state; an opposition with a leader and
        lawmakers sits in parliament, unless those at the table call themselves so."""
        listed = word_lists()["rebels"]
        for i in range(len(words)) if at is None else (at,):
            if words[i] != "opposition":
                if words[i] in listed:
                    return True
            elif self.opposed or not set(words[i + 1 : i + 2]) & POLITICS:
                return True
        return False

    def of_words(self, words: str) -> str | None:
        """The party named or meant by a noun phrase; None if none is, or if the phrase means a private person."""
        if words not in self._cache:
            if len(self._cache) > 4096:
                self._cache.clear()
            self._cache[words] = self._find(words)
        return self._cache[words]

    def _find(self, phrase: str) -> str | None:
        words = words_of(phrase)
        while words and words[0] in LEADING:
            words = words[1:]
        if not words:
            return None
        lists = word_lists()
        generic = lists["state"] | lists["portfolios"] | lists["titles"] | OFFICE_WORDS | RELEASING | {"affairs"}
        if self.home is not None and set(words) & RELEASING and set(words) <= generic:
            return self.home[0]
        exact = self._bare.get(" ".join(words))
        if exact:
            return exact
        hits = self._own_bodies(self.hits(words), words, generic)
        if set(words) & ABROAD:
            sent = {i for i in range(1, len(words)) if words[i - 1] == "to" or words[i - 2 : i] == ["to", "the"]}
            hits = [(i, k) for i, k in hits if i not in sent and not (k.place and i and words[i - 1] in ("in", "at"))]
        own = {i + n for i, key in hits if key.weight >= 2 for n in range(len(key.words))}
        if self._means_private(words, own) or (set(words) & PAST and not set(words) & lists["rebels"]):
            return None
        owner = OWNER.match(phrase)
        if owner and (owned := self._bare.get(" ".join(words_of(owner["who"])))):
            return owned
        words = [w for i, w in enumerate(words) if i + 1 == len(words) or words[i + 1] not in HELD or i in own]
        foreign = self.foreign(words)
        weighty = [h for h in hits if h[1].weight >= 2]
        chosen = self._best(weighty, words) or party_by_head(phrase, self.heads)
        chosen = chosen or party_by_initials(phrase, self.short)
        if chosen:
            return chosen
        weak = [h for h in hits if h[1].weight == 1]
        rebel = self.is_rebel(words) or words[0] == "movement"
        if rebel and self.rebels and not foreign:
            return self.rebels
        if weak:
            party = self._best(weak, words)
            rest = set(words) - {w for h in weak for w in h[1].words}
            single = len(rest) == 0
            if party and ((single and not self._only_demonym(words)) or rest & (OFFICE | lists["state"] | STATE_NAME)):
                return party
            return None
        if foreign or not self.government or self._elsewhere(phrase):
            return None
        if set(words) & (lists["state"] - {"court", "air", "armed", "state"} if self.single_state else GENERIC_STATE):
            return self.government
        if set(words) & LOCAL and set(words) & {"official", "officials", "authorities", "authority"}:
            return self.government
        if "state" in words and set(words) & {"media", "television", "tv", "radio", "news"}:
            return self.government
        if "presidential" in words and set(words) & PRESIDENTIAL:
            return self.government
        if {"armed", "forces"} <= set(words) or (
            words[-1] == "staff" and set(words) & {"chiefs", "general"} and self.single_state
        ):
            return self.government
        return None

    def means_private(self, phrase: str) -> bool:
        """True if the words say that somebody speaks for himself, as an analyst, witness or doctor does."""
        words = words_of(phrase)
        own = {i + n for i, key in self.hits(words) if key.weight >= 2 for n in range(len(key.words))}
        return self._means_private(words, own)

    @staticmethod
    def _means_private(words: list[str], own: set[int]) -> bool:
        """True if a word outside a party's name ("the People's Council") says that somebody speaks for himself."""
        rest = {w for i, w in enumerate(words) if i not in own}
        private = rest & word_lists()["private"]
        return bool(private - WATCHERS or (private and not rest & {"mission", "army", "military"}))

    def _elsewhere(self, phrase: str) -> bool:
        """True for a state's body that the words place in a country of no party, listed among countries or not."""
        for pattern in (ELSEWHERE, OF_A_PEOPLE):
            found = pattern.search(phrase)
            where = words_of(found["where"]) if found else []
            if where and where[0] not in PORTFOLIOS | NO_PEOPLE and not self._own_country(where):
                return True
        return False

    def _own_country(self, where: list[str]) -> bool:
        """True if the place is the country that a party's name holds, or is named as a party is."""
        stems = {w[: max(4, len(w) - 2)] for w in where}
        names = (w for p in self.agreement.parties for name in (p.name, *p.members) for w in words_of(name))
        return any(name.startswith(stem) for name in names for stem in stems) or bool(self.hits(where))

    def _only_demonym(self, words: list[str]) -> bool:
        return tuple(words) in demonyms_alone()

    def hits(self, words: list[str]) -> list[tuple[int, _Key]]:
        found = []
        for i, word in enumerate(words):
            for key in self._keys.get(word, ()):
                end = i + len(key.words)
                if tuple(words[i:end]) == key.words and not (end < len(words) and words[end] in MADE_BY):
                    found.append((i, key))
        # a longer key hides the shorter ones that lie inside it
        return [
            (i, k) for i, k in found
            if not any(j <= i and i + len(k.words) <= j + len(o.words) > j + len(k.words) for j, o in found)
        ]  # fmt: skip

    @staticmethod
    def _own_bodies(hits: list[tuple[int, _Key]], words: list[str], generic: frozenset[str]) -> list[tuple[int, _Key]]:
        """The hits without a body that every state has where the next words say that it is another party's: "the
        foreign ministry of X"."""
        kept = []
        for i, key in hits:
            end = i + len(key.words)
            at = end + 1 + (words[end + 1 : end + 2] == ["the"])
            other = any(j == at and o.party != key.party for j, o in hits)
            body = set(key.words) <= generic and set(key.words) & (word_lists()["state"] | RELEASING)
            if not (other and words[end : end + 1] == ["of"] and body):
                kept.append((i, key))
        return kept

    @staticmethod
    def _best(hits: list[tuple[int, _Key]], words: list[str]) -> str | None:
        """One party: the only one, else the one that is not told of after "in", "of", "to" or "against"."""
        parties = list(dict.fromkeys(k.party for _, k in hits))
        if len(parties) <= 1:
            return parties[0] if parties else None
        leading = [
            (i, k)
            for i, k in hits
            if i == 0 or words[i - 1] not in ("in", "to", "against", "from", "with", "at", "on", "near")
        ]
        leading = leading or hits
        top = max(k.weight for _, k in leading)
        leading = [h for h in leading if h[1].weight == top]
        return min(leading, key=lambda h: (h[0], -len(h[1].words)))[1].party

    def ministry_of(self, role: str, side: str | None) -> str | None:
        """The ministry of a minister, with the adjective of its country if one is known."""
        words = words_of(role)
        portfolio = words[words.index("minister") - 1] if "minister" in words[1:] else ""
        return self.ministry_named(f"{portfolio} ministry", side)

    def ministry_named(self, words: str, side: str | None) -> str | None:
        """A ministry in one form ("Ministry of Foreign Affairs" -> "Ruritanian Foreign Ministry")."""
        told = words_of(words.replace("nternal affairs", "nterior"))
        portfolio = next((w for w in told if w in PORTFOLIOS), None)
        if portfolio is None or "ministry" not in told:
            return None
        country = self._country_of.get(side or "")
        row = next((row for row in country_rows() if country in row["name"]), None)
        adjective = row["demonyms"][0] + " " if row is not None and row["demonyms"] else ""
        return f"{adjective}{portfolio.capitalize()} Ministry"

    def foreign(self, words: list[str]) -> bool:
        """True if the phrase names a country or organisation that is no party."""
        taken = {w for _, k in self.hits(words) for w in k.words}
        return any(
            tuple(words[at : at + len(key)]) == key
            for at, word in enumerate(words)
            if word not in taken
            for key in world_names().get(word, ())
        )

    def of_speaker(
        self, name: str | None, role: str | None = None, organisation: str | None = None, day: date | None = None
    ) -> str | None:
        """The side a speaker speaks for: by the agreement's actors first, then by role, organisation and name."""
        wanted = words_of(name or "")
        if wanted:
            for actor in self.agreement.actors:
                if any(words_of(n.text) == wanted for n in actor.names):
                    sides = actor.sides_on(day)
                    return sides[0] if sides else None
            if len(wanted) == 1 and role and (bearer := self._office_holder(wanted[0], words_of(role), day)):
                return bearer
        if any(set(words_of(part or "")) & word_lists()["private"] for part in (role, organisation)):
            return None
        for part in (role, organisation, name):
            side = self.of_words(part) if part else None
            if side:
                return side
        return None

    def lists(self, name: str) -> bool:
        """True if the agreement file lists a person of this name among its actors."""
        wanted = words_of(name)
        persons = (a for a in self.agreement.actors if a.kind != "institution")
        return len(wanted) > 1 and any(words_of(n.text) == wanted for a in persons for n in a.names)

    def _office_holder(self, surname: str, role: list[str], day: date | None) -> str | None:
        """ "President Aram": the one listed actor of that surname, if the office is his as well."""
        bearers = [a for a in self.agreement.actors if any(words_of(n.text)[-1:] == [surname] for n in a.names)]
        if len(bearers) != 1:
            return None
        held = {word for r in bearers[0].roles if r.holds_on(day) for word in words_of(r.title)}
        sides = bearers[0].sides_on(day)
        return sides[0] if sides and held & set(role) - OFFICE_WORDS else None


@lru_cache(maxsize=4)
def sides_for(agreement: Agreement) -> Sides:
    """The sides of an agreement, worked out once: they depend on nothing else."""
    return Sides(agreement)
