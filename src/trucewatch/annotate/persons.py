"""The persons a report names: fullest name, roles told of, where each is named, and the side each speaks for.

A name is what the name finder or a rank before it gives; surnames are joined to full names; roles come from the
words before the name and from appositions. A nationality alone never gives a side.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
from dataclasses import dataclass, field

from spacy.tokens import Doc

from trucewatch.annotate.cues import listed, noun_cue, verb_cue, word_lists
from trucewatch.annotate.doc_text import text_of
from trucewatch.annotate.nearby import bare_office, office_before, side_before
from trucewatch.annotate.person_names import CAPITALISED, Named, names_in
from trucewatch.annotate.roles import Part, parts, roles_at, ties_at
from trucewatch.annotate.sentences import Parsed
from trucewatch.annotate.sides import Sides
from trucewatch.annotate.spellings import same_family_name, same_given_name
from trucewatch.annotate.world import words_of
from trucewatch.records.transliteration import sounds

ARTICLE = re.compile(r"^(?:al|el|ul|ad|an|ar|as|ash|at|az)[-‑](?=\w{3})", re.IGNORECASE)
#: Looked ahead, so that of two stretches told in one breath each is found.
LOYAL = re.compile(r"\b(?:loyal to|supporters of|led by|allied with) (?=((?:[\w.’'-]+ ?){1,6}))")
FOUGHT = re.compile(
    r"\b(?:rebels?|insurgents?|opposition|guerrillas?|militants|(?:armed|rebel|opposition) (?:groups?|factions?))\b"
    r"[^.;:\n]{0,40}?\b(?:fight(?:ing)?|fought|against|battling|opposed to|oust|topple|overthrow)\b"
    r"(?= (?P<who>President(?: [\w.’'-]+){1,4}))"
)
FACTION = re.compile(r"\b([\w-]+)['’]s (?:faction|loyalists|rebels|fighters)\b")
COMMANDS = re.compile(r"\b([\w-]+)['’]s (?:own )?(?:forces|army|troops|government|regime|soldiers|military)\b")
HEADS_OF_STATE = frozenset({"president", "premier", "prime", "king", "queen", "emir", "sultan"})
#: Where somebody serves is not whom he serves: "its spokesman in Ruritania", "the ambassador to Ruritania".
STATIONED = re.compile(
    r"\b(?P<office>spokes(?:man|woman|person)|ambassador|commander|correspondent|representative|envoy)\s+(?:in|to)\s.*",
    re.IGNORECASE | re.DOTALL,
)
PRESIDENT = re.compile(r"(?:the )?(?:\w+ )?president", re.IGNORECASE)


@dataclass(slots=True)
class Person:
    """A named person of the report: the fullest name met, every role told of, and what gives a side besides."""

    name: str
    roles: list[str] = field(default_factory=list)
    side: str | None = None
    #: Words that say for whom the person acts without being an office ("who commands the X units").
    ties: list[str] = field(default_factory=list)
    #: Ranks and forms of address met before the name.
    titles: set[str] = field(default_factory=set)
    #: True for a man, False for a woman, None if nothing tells.
    male: bool | None = None
    #: The family name, for comparing.
    last: str = field(init=False)

    def __post_init__(self) -> None:
        self.last = last_key(self.name.split()[-1])

    @property
    def over(self) -> bool:
        """True if every office told of is over."""
        told = [part for role in self.roles for part in parts(role)]
        return bool(told) and all(part.over for part in told) and not self.ties


@dataclass(slots=True)
class Spot:
    """One place where a person is named: word numbers in a paragraph, and the side that the words there give."""

    paragraph: int
    start: int
    end: int
    person: Person
    subject: bool
    side: str | None = None


class Persons:
    """Every person of one parsed text; ``spots`` by paragraph, ``places`` in reading order (offset, spot)."""

    def __init__(self, parsed: Parsed, sides: Sides) -> None:
        self.parsed = parsed
        self.sides = sides
        self.all: list[Person] = []
        self.by_last: dict[str, Person] = {}
        self.by_word: dict[str, Person] = {}
        #: Other names told beside a name, each without case and accents.
        self.by_other_name: dict[str, Person] = {}
        self.spots: dict[int, list[Spot]] = defaultdict(list)
        self.places: list[tuple[int, Spot]] = []
        self._namesakes: dict[str, list[Person]] = defaultdict(list)
        self._by_full: dict[str, Person] = {}
        #: Persons of full name by the first letter of the folded family name: only these may be other spellings.
        self._by_letter: dict[str, list[Person]] = defaultdict(list)
        #: Where each person is named, by its id, as (paragraph, word).
        self._named_at: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._gather()

    def _gather(self) -> None:
        rough = [
            (number, named)
            for number, paragraph in enumerate(self.parsed.paragraphs)
            for named in names_in(paragraph.doc)
            if not self._no_person(" ".join(named.words))
        ]
        others = {words_key(other): named for _, named in rough for other in named.also}
        for _, named in sorted(rough, key=lambda r: len(r[1].words), reverse=True):
            if len(named.words) > 1 and words_key(" ".join(named.words)) not in others:
                self._introduce(named.words)
        self._other_names(others)
        for number, named in rough:
            person = self._whose(number, named)
            if person is not None:
                self._spot(number, named.start, named.end, person)
        for number, paragraph in enumerate(self.parsed.paragraphs):
            self._surnames(number, paragraph.doc)
        for spots in self.spots.values():
            spots.sort(key=lambda s: s.start)
        for number, paragraph in enumerate(self.parsed.paragraphs):
            for spot in self.spots[number]:
                self.places.append((paragraph.start + paragraph.doc[spot.start].idx, spot))
                self._told_at(paragraph.doc, spot)
        self.places.sort(key=lambda p: p[0])
        for person in self.all:
            person.male = _is_male(person)
        for _ in range(2):  # the second pass reads roles like "X's spokesman" by X's side
            for person in self.all:
                person.side = self._side_of(person) or person.side
        self._factions()
        self._told_by_office()
        self._bare_offices()
        by_office = {id(person): self._side_of(person) for person in self.all}
        for _, spot in self.places:
            known = self.sides.lists(spot.person.name)
            if spot.side is not None and (known or spot.person.side != by_office[id(spot.person)]):
                spot.side = None  # known by the agreement, or leads a side of his own: an office does not change it

    def _introduce(self, words: tuple[str, ...]) -> None:
        """A name of two words or more: that of somebody met with a fuller or other spelling, or a new person."""
        last = last_key(words[-1])
        for known in self._namesakes[last]:
            held = [words_key(w) for w in known.name.split()]
            if words_key(words[0]) in held or same_given_name(words[0], known.name.split()[0]):
                return
        name = " ".join(words)
        for known in self._by_letter[sounds(words[-1])[:1]]:
            spelled = known.name.split()
            if (
                known.last != last
                and same_family_name(words[-1], spelled[-1])
                and same_given_name(words[0], spelled[0])
            ):
                self.by_other_name[words_key(name)] = known
                return
        person = Person(name)
        self.all.append(person)
        self._namesakes[last].append(person)
        self._by_full[name.casefold()] = person
        self._by_letter[sounds(words[-1])[:1]].append(person)
        self.by_last.setdefault(last, person)
        self.by_last.setdefault(words_key(words[-1]), person)
        for word in words:
            self.by_word.setdefault(words_key(word), person)

    def _other_names(self, others: dict[str, Named]) -> None:
        """Noms de guerre and nicknames, each given to the person beside whose name it stands."""
        for key, named in others.items():
            owner = self._by_full_name(named.words) or self.by_last.get(last_key(named.words[-1]))
            if owner is not None:
                self.by_other_name.setdefault(key, owner)

    def _by_full_name(self, words: tuple[str, ...]) -> Person | None:
        exact = self._by_full.get(" ".join(words).casefold())
        if exact is not None or len(words) < 2:
            return exact
        for known in self._namesakes[last_key(words[-1])]:
            held = [words_key(w) for w in known.name.split()]
            if words_key(words[0]) in held or same_given_name(words[0], known.name.split()[0]):
                return known
        return None

    def _whose(self, number: int, named: Named) -> Person | None:
        """Who is named by these words; a single word that nobody bears is a person only where it stands as one."""
        words = named.words
        doc = self.parsed.paragraphs[number].doc
        person = (
            self.by_other_name.get(words_key(" ".join(words)))
            or self._by_full_name(words)
            or self._of_surname(last_key(words[-1]), number, named.start)
            or self.by_word.get(words_key(words[0]))
        )
        if person is None and len(words) == 1:
            if not _stands_as_person(doc, named.start, named.end):
                return None
            spelled = [p for p in self._by_letter[sounds(words[0])[:1]] if same_family_name(words[0], p.last)]
            person = spelled[0] if len(spelled) == 1 else None
        if person is None:
            person = Person(" ".join(words))
            self.all.append(person)
            self._by_full[person.name.casefold()] = person
            self.by_last[words_key(words[-1])] = person
        return person

    def _of_surname(self, key: str, number: int, start: int) -> Person | None:
        """Who is meant by a family name: of namesakes the one whose rank stands before it, else the one named last."""
        bearers = self._namesakes.get(key) or []
        if len(bearers) < 2:
            return bearers[0] if bearers else self.by_last.get(key)
        title = self.parsed.paragraphs[number].doc[start - 1].lower_.rstrip(".") if start else ""
        male = _male_word(title)
        fitting = [p for p in bearers if male is None or _is_male(p) in (male, None)] or bearers
        ranked = [p for p in fitting if title in p.titles or any(title in words_of(r) for r in p.roles)]
        certain = [p for p in fitting if male is not None and _is_male(p) is male]
        pool = ranked or certain or fitting
        return max(pool, key=lambda p: self._last_before(p, number, start))

    def _last_before(self, person: Person, number: int, start: int) -> tuple[int, int]:
        """Where a person is named last before a word; before everything if nowhere."""
        places = self._named_at[id(person)]
        index = bisect_left(places, (number, start))
        return places[index - 1] if index else (-1, -1)

    def _told_at(self, doc: Doc, spot: Spot) -> None:
        """Adds the roles and ties that the words round one spot tell, and the side that they give there."""
        roles, ties = roles_at(doc, spot.start, spot.end), ties_at(doc, spot.start, spot.end)
        spot.person.roles += [r for r in roles if r not in spot.person.roles]
        spot.person.ties += [t for t in ties if t not in spot.person.ties]
        if not any(map(self.sides.means_private, roles)):
            spot.side = self._vote([p for role in roles for p in parts(role)], ties, here=True)

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
        title = doc[a - 1].lower_.rstrip(".") if a else ""
        if title in word_lists()["titles"]:
            person.titles.add(title)
        self.spots[number].append(Spot(number, a, b, person, subject))
        insort(self._named_at[id(person)], (number, a))

    def _surnames(self, number: int, doc: Doc) -> None:
        """Known family names that the name finder passed over; other parts of a name where they stand for a speaker."""
        taken = {i for s in self.spots[number] for i in range(s.start, s.end)}
        for match in CAPITALISED.finditer(text_of(doc)):
            key = last_key(re.sub(r"['’]s$", "", match.group()))
            known = key in self.by_last or key in self.by_word or key in self.by_other_name
            span = doc.char_span(match.start(), match.end(), alignment_mode="expand") if known else None
            token = span[0] if span is not None and len(span) else None
            if token is None or token.i in taken:
                continue
            last = token.i if self.by_last.get(key) or span is None else span[-1].i
            speaks = _stands_as_person(doc, token.i, last + 1)
            person = self._of_surname(key, number, token.i) if key in self.by_last else None
            if person is None and speaks:
                person = self.by_other_name.get(key) or self.by_word.get(key)
            if person is not None and len(person.name.split()) > 1 and (token.pos_ == "PROPN" or speaks):
                self._spot(number, token.i, token.i + 1, person)

    def _factions(self) -> None:
        """ "Forces loyal to X": X leads a side of his own, the rebels' unless he heads the state."""
        if not self.sides.government:
            return
        content = self.parsed.text.content
        loyal = {words_key(w) for m in LOYAL.finditer(content) for w in m.group(1).split()}
        loyal |= {words_key(m.group(1)) for m in FACTION.finditer(content)}
        commands = {words_key(m.group(1)) for m in COMMANDS.finditer(content)}
        for match in FOUGHT.finditer(content):
            # "rebels fighting President X": X heads the government that they fight
            fought = {last_key(w) for w in match["who"].split()}
            for person in self.all:
                if person.last in fought and person.side is None and _presides(person, commands=True):
                    person.side = self.sides.government
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
                if person.side is not None or person.over or not any(map(self._bare, person.roles)):
                    continue
                if any(not self._bare(r) and self.sides.foreign(words_of(r)) for r in person.roles):
                    continue
                doc = self.parsed.paragraphs[number].doc
                # "Ruritanian jets hit rebels fighting President X": who is fought for is not who is told of before
                told_of = spot.subject or doc[spot.start : spot.end].root.dep_ not in ("dobj", "pobj", "conj")
                offices = roles_at(doc, spot.start, spot.end)
                if told_of and any(map(self._bare, offices)):
                    side = self.side_before(number, spot.start)
                    # a president is nobody's but a state's, whoever was told of last
                    presides = any(set(words_of(office)) & HEADS_OF_STATE for office in offices)
                    person.side = None if presides and side is not None and not self.sides.is_state(side) else side

    def _bare(self, role: str) -> bool:
        """True for an office of nobody's named, or of somebody of whom no side is known ("President NAME's aide")."""
        known = [w for w in role.split() if words_key(re.sub(r"['’]s$", "", w)) not in self.by_word]
        return bare_office(" ".join(known))

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
        for role in person.roles:
            # a bare surname with the office that the agreement lists under it
            if len(person.name.split()) == 1 and (held := self.sides.of_speaker(person.name, role)):
                return held
        told = [part for role in person.roles for part in parts(role)]
        if any(self.sides.means_private(part.words) and not part.over for part in told):
            return None
        side = self._vote(told, person.ties)
        if side is None and not person.over:
            owner = self._owner(person)
            side = owner.side if owner is not None else None
        return side

    def _vote(self, told: list[Part], ties: list[str], *, here: bool = False) -> str | None:
        """The side that roles and ties give: today's before those of no time, the armed party's before others'."""
        held = [part for part in told if not part.over]
        today = [part for part in held if part.now]
        timeless = [part for part in held if not part.then] if not here else held
        chosen = [STATIONED.sub(r"\g<office>", part.words) for part in today or timeless or held]
        if not here and not today and not timeless and ties:
            chosen = []
        votes = [side for side in map(self.sides.of_words, chosen) if side]
        if not today:
            votes += [side for side in map(self.sides.of_words, ties) if side]
        if self.sides.rebels in votes:
            return self.sides.rebels
        return max(votes, key=votes.count) if votes else None


def _presides(person: Person, *, commands: bool) -> bool:
    """True for the head of state: plainly "president", or a president of something who commands troops."""
    roles = [role for role in person.roles if "vice" not in role.lower() and "former" not in role.lower()]
    return any(PRESIDENT.fullmatch(r) for r in roles) or (commands and any("president" in r.lower() for r in roles))


def words_key(word: str) -> str:
    return "".join(words_of(word))


def last_key(word: str) -> str:
    """A family name without case, accents and the article that Arabic names lose now and then ("al-NAME")."""
    return words_key(ARTICLE.sub("", word))


def _stands_as_person(doc: Doc, a: int, b: int) -> bool:
    """A single word is a person only beside a title, as the subject of speech, or by way of a possessive."""
    if a > 0 and (listed("titles", doc[a - 1].lower_.rstrip(".")) or listed("roles", doc[a - 1].lower_)):
        return True
    token = doc[b - 1]
    return token.dep_ == "nsubj" and verb_cue(token.head.lemma_) is not None


def possessive(doc: Doc, i: int) -> bool:
    return i < len(doc) and doc[i].text in ("'s", "’s", "'", "’")


def _male_word(word: str) -> bool | None:
    lists = word_lists()
    return True if word in lists["male"] else False if word in lists["female"] else None


def _is_male(person: Person) -> bool | None:
    """Whether a person is a man, by title, office or given name; None if nothing tells."""
    for word in (*person.titles, *(w for role in person.roles for w in words_of(role)[:1] + words_of(role)[-1:])):
        told = _male_word(word)
        if told is not None:
            return told
    given = person.name.split()[0].casefold()
    if len(person.name.split()) > 1:
        lists = word_lists()
        return True if given in lists["male_names"] else False if given in lists["female_names"] else None
    return None
