"""Speakers of many reports -> groups that are one person or institution each.

The rules, in the order they are tried:

1. A person's decision joins and parts before anything else.
2. One full name is one person, unless roles and sides disagree: then two, or one whose office changed, if the one
   role ends well before the other begins.
3. A shorter form or another spelling of a full name joins where a side or an office is shared.
4. A surname or other single name joins the one person of that name in the case, and only if neither roles nor sides
   disagree; where several bear it, a shared side or office must point to one.
5. Names that the words themselves give ("known as ...", initials after a full name) join if nothing disagrees.

Candidates meet by the last word of the name, so that the cost grows with the number of speakers and not its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from trucewatch.link.actor_words import Sighting
from trucewatch.link.offices import Office, office_of
from trucewatch.link.spellings import completes, initials, institution_key, is_acronym, person_words, variant
from trucewatch.records.actor import NO_OFFICE, Actor
from trucewatch.records.maker import Reason
from trucewatch.records.span import Span
from trucewatch.records.transliteration import skeleton

#: Who speaks for another side is the same person if the reports of the two lie at least so far apart.
CHANGE_AFTER = timedelta(days=60)

#: How sure it is that one full name with one side or office is one actor.
SAME_NAME = 0.95

#: Why a bare surname joins without a side or office in common.
ALONE = "the only one of that name in the case, nothing disagrees"

Relation = Literal["agree", "unknown", "disagree"]
#: How names of two may be one's.
Meeting = Literal["full name", "variant", "last word", "initials"]
NAMES_MEET: dict[str, str] = {
    "full name": "one full name", "variant": "a shorter form or another spelling", "last word": "one last name",
    "initials": "initials and a name that they fit",
}  # fmt: skip


@dataclass(slots=True, eq=False)
class Group:
    """What is taken for one person or institution so far. ``units`` are places in the list of sightings; listed actors
    count on from its end. ``banned`` units must not come in: a person parted them."""

    units: set[int]
    institution: bool
    sightings: list[Sighting] = field(default_factory=list)
    listed: Actor | None = None
    names: dict[tuple[str, ...], str] = field(default_factory=dict)
    sides: set[str] = field(default_factory=set)
    offices: dict[str, Office] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None
    private: bool = False
    banned: set[int] = field(default_factory=set)
    reasons: dict[Reason, None] = field(default_factory=dict)
    rank: int = 0  # the first unit

    def __post_init__(self) -> None:
        self.rank = min(self.units)

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the fullest name; the first met among equals."""
        return max(self.names, key=len, default=())

    def may_join(self, other: Group) -> bool:
        """False where both are actors of the agreement file, or a person said that the two are different."""
        if self.listed is not None and other.listed is not None:
            return False
        return self.units.isdisjoint(other.banned) and other.units.isdisjoint(self.banned)

    def relation(self, other: Group, *, by_name: bool = True) -> tuple[Relation, str, str]:
        """Whether sides and offices agree, how that is said, and the office shared (words of a report) if one is.

        ``by_name`` is False where only a surname is shared: then offices that differ are enough to disagree.
        """
        shared = sorted(self.sides & other.sides)
        like = self.same_office(other)
        if self.sides and other.sides and not shared:
            # "president" here and there is no office shared; "minister of mills" here and there is
            if like is not None and len(like.words | like.qualifiers) > 1 and by_name:
                return "agree", "one office", like.title
            return "disagree", "different sides", ""
        if (self.private and other.sides) or (other.private and self.sides):
            return "disagree", "a private person and one who speaks for a side", ""
        if not by_name and self.offices and other.offices and like is None:
            return "disagree", "roles differ", ""
        if like is not None:
            return "agree", "one office" + (f" for {shared[0]}" if shared else ""), like.title
        if shared:
            return "agree", f"both speak for {shared[0]}", ""
        return "unknown", "nothing disagrees", ""

    def meets(self, other: Group) -> Meeting | None:
        """How a name of this one and one of the other may be one's; None if no rule brings them together."""
        if self.institution != other.institution:
            return None
        if any(len(w) > 1 or self.institution for w in self.names.keys() & other.names.keys()):
            return "full name"
        pairs = [(a, b) for a in self.names for b in other.names]
        if self.institution:
            short = {
                i
                for name in (*self.names.values(), *other.names.values())
                if is_acronym(name)
                for i in (name.replace(".", "").replace("-", "").casefold(),)
            }
            long = {i for name in (*self.names.values(), *other.names.values()) for i in initials(name)}
            return (
                "initials"
                if short & long
                else "variant"
                if any(completes(a, b) or completes(b, a) for a, b in pairs)
                else None
            )
        if any(variant(a, b) or variant(b, a) for a, b in pairs):
            return "variant"
        return "last word" if any(a and b and a[-1] == b[-1] for a, b in pairs) else None

    def same_office(self, other: Group) -> Office | None:
        """An office that both hold, as this or the other names it; None if they share none."""
        small, large = sorted((self.offices, other.offices), key=len)
        for office in small.values():
            if any(office.like(one) for one in large.values()):
                return office
        return None

    def take(self, other: Group, rule: str, *, office: str = "", score: float | None = None) -> None:
        """Put the other group into this one, and keep why; words of reports stand in the reason's words only."""
        met = ", ".join(sorted({s.speaker for s in other.sightings}) or sorted(map(" ".join, other.names)))
        self.reasons.update(other.reasons)
        self.reasons[_one_actor(met, rule, office=office, score=score)] = None
        self.units |= other.units
        self.rank = min(self.rank, other.rank)
        self.banned |= other.banned
        self.sightings += other.sightings
        self.listed = self.listed or other.listed
        self.names |= {words: name for words, name in other.names.items() if words not in self.names}
        self.sides |= other.sides
        self.offices |= other.offices
        self.first = min((d for d in (self.first, other.first) if d), default=None)
        self.last = max((d for d in (self.last, other.last) if d), default=None)
        # doubtful means private: one report that describes a resident or a witness is enough
        self.private = (self.private or other.private) and not self.sides
        other.units = set()


def _one_actor(met: str, rule: str, *, office: str = "", score: float | None = None) -> Reason:
    words = f"{met}: {office}" if office else met
    return Reason(field="identity", value="one actor", rule=rule, words=words, score=score)


class Gathering:
    """The groups under construction; every method joins some of them."""

    def __init__(
        self, sightings: Sequence[Sighting], listed: Sequence[Actor], parties: Mapping[tuple[str, ...], str],
        judged: Collection[int] = (),
    ) -> None:  # fmt: skip
        """``parties`` maps the folded words of every name of a party to the party's own name; about the ``judged``
        sightings persons decided."""
        self._parties = parties
        self._groups: list[Group] = self._in_one_form(sightings, judged)
        self._groups += [_of_actor(n, a) for n, a in enumerate(listed, len(sightings))]
        self._home = {unit: group for group in self._groups for unit in group.units}

    def _in_one_form(self, sightings: Sequence[Sighting], judged: Collection[int]) -> list[Group]:
        """A group for each sighting; those that give one full name the very same office and side share theirs, which
        spares comparing who is told of in thousands of reports."""
        groups: list[Group] = []
        forms: dict[tuple[object, ...], tuple[Group, Reason]] = {}
        for unit, sighting in enumerate(sightings):
            form = (sighting.speaker, sighting.institution, sighting.private, sighting.roles, sighting.sides)
            if unit not in judged and form in forms:
                group, reason = forms[form]
                group.reasons[reason] = None
                group.units.add(unit)
                group.sightings.append(sighting)
                group.first = min((d for d in (group.first, sighting.day) if d), default=None)
                group.last = max((d for d in (group.last, sighting.day) if d), default=None)
                continue
            group = self._of(unit, sighting)
            groups.append(group)
            relation, why, office = group.relation(group)
            if unit not in judged and relation == "agree" and (group.institution or len(group.words) > 1):
                forms[form] = (group, _one_actor(sighting.speaker, f"same name, {why}", office=office, score=SAME_NAME))
        return groups

    def _of(self, unit: int, sighting: Sighting) -> Group:
        offices = {role: office_of(role) for role in sighting.roles}
        words = sighting.words
        if sighting.institution:
            words = institution_key(sighting.speaker)
            words = institution_key(self._parties.get(words, sighting.speaker))
        return Group(
            units={unit}, institution=sighting.institution, sightings=[sighting], names={words: sighting.speaker},
            sides=set(sighting.sides), offices=offices, first=sighting.day, last=sighting.day,
            private=sighting.private and not sighting.sides,
        )  # fmt: skip

    def groups(self) -> list[Group]:
        """Those that hold anything, by their first unit."""
        return sorted((g for g in self._groups if g.units), key=lambda g: g.rank)

    def home(self, unit: int) -> Group:
        return self._home[unit]

    def _join(self, into: Group, other: Group, rule: str, score: float | None = None, *, office: str = "") -> Group:
        """The group that holds both; the one with the listed actor, else with the earlier speaker, takes the other."""
        if other.listed is not None or (into.listed is None and other.rank < into.rank):
            into, other = other, into
        units = set(other.units)
        into.take(other, rule, office=office, score=score)
        for unit in units:
            self._home[unit] = into
        return into

    # -- 1. what persons decided ------------------------------------------------------------------

    def decided(self, pairs: Iterable[tuple[int, int, bool, str]]) -> None:
        """(unit, unit, same or not, who decided), the latest first: an earlier one that contradicts is passed over."""
        for i, j, same, who in pairs:
            left, right = self._home[i], self._home[j]
            if same and left is not right and left.may_join(right):
                self._join(left, right, f"person {who}")
            elif not same and left is not right:
                left.banned |= right.units
                right.banned |= left.units

    # -- 2. one full name -----------------------------------------------------------------------

    def by_full_name(self) -> None:
        for groups in self._by(lambda g: [w for w in g.names if len(w) > 1 or g.institution]):
            self._namesakes(groups)

    def _namesakes(self, groups: list[Group]) -> None:
        """Join those of one name whose sides or offices agree, then changes of office, then what says nothing."""
        kept: list[Group] = []
        for group in sorted(groups, key=lambda g: (g.listed is None, not g.sides, not g.offices, g.rank)):
            group = self._into_agreeing(group, kept, "same name")
            if group not in kept:
                kept.append(group)
        kept = self._changes_of_office([g for g in kept if g.units])
        mute = [g for g in kept if not g.sides and not g.offices and not g.private]
        private = [g for g in kept if g.private]
        told = [g for g in kept if g not in mute and not g.private]
        sided = [g for g in told if g.sides]
        if len(sided) < 2:  # an office without a side, under a full name that only one public person bears
            told = self._fold(sided + [g for g in told if not g.sides], "same name, nothing disagrees", 0.8)
        mute = self._fold(mute, "same name, nothing disagrees", 0.8)
        bearers = told or private
        if len(bearers) == 1:
            self._fold(bearers + mute, "same name, nothing disagrees", 0.8)

    def _fold(self, groups: Sequence[Group], rule: str, score: float) -> list[Group]:
        """Join all into the first, as far as no decision of a person keeps them apart; what is left."""
        left: list[Group] = []
        for group in groups:
            into = next((g for g in left if g.may_join(group)), None)
            if into is None:
                left.append(group)
            else:
                left[left.index(into)] = self._join(into, group, rule, score)
        return left

    def _into_agreeing(self, group: Group, kept: Sequence[Group], how: str) -> Group:
        for other in kept:
            if other is group or not other.units or not other.may_join(group):
                continue
            relation, why, office = other.relation(group)
            if relation == "agree":
                return self._join(other, group, f"{how}, {why}", SAME_NAME, office=office)
        return group

    def _changes_of_office(self, kept: list[Group]) -> list[Group]:
        """Join those of one name and different sides where the one role ends well before the other begins."""
        dated = sorted((g for g in kept if g.first and g.last and not g.institution), key=lambda g: (g.first, g.rank))
        for before, after in pairwise(dated):
            if not (before.units and after.units and before.may_join(after)) or before.private or after.private:
                continue
            assert before.last is not None and after.first is not None
            apart = after.first - before.last >= CHANGE_AFTER
            left = any(office.over for office in after.offices.values()) and self._left_office(before, after)
            if apart or left:
                self._join(before, after, f"same name, another office later: {before.last}, {after.first}", 0.7)
        return [g for g in kept if g.units]

    @staticmethod
    def _left_office(before: Group, after: Group) -> bool:
        """True if the later reports name the earlier office as a former one."""
        former = [office for office in after.offices.values() if office.over]
        return any(office.like(one) for office in former for one in before.offices.values())

    # -- 3. other forms of full names ---------------------------------------------------------------

    def by_variant(self) -> None:
        """Shorter forms and other spellings of full names, among those whose last words may be one."""
        for groups in self._by(lambda g: [(skeleton(w[-1]),) for w in g.names if len(w) > 1], persons=True):
            for group in sorted(groups, key=lambda g: (len(g.words), g.rank)):
                found = [(other, how, *other.relation(group)) for other, how in _variants(group, groups)]
                agreeing = [f for f in found if f[2] == "agree"]
                open_ones = [f for f in found if f[2] != "disagree"]
                if agreeing and _all_one([f[0] for f in agreeing]):
                    into = group
                    for other, how, _, why, office in agreeing:
                        if other.units and other is not into and other.may_join(into):
                            into = self._join(other, into, f"{how} of the name, {why}", 0.85, office=office)
                elif len(found) == len(open_ones) == 1 and found[0][1] == "shorter form":
                    self._join(found[0][0], group, "shorter form of the name, the only one it fits", 0.7)

    # -- 4. surnames and other single names ------------------------------------------------------------

    def by_surname(self) -> None:
        """Join who is called by a surname alone with the bearer whose side or office agrees, or the only one."""
        for groups in self._by(lambda g: [(w[-1],) for w in g.names if w], persons=True):
            singles = [g for g in groups if max(map(len, g.names)) == 1]
            telling = [g for g in singles if g.sides or g.offices]
            for group in sorted(telling, key=lambda g: (not g.sides, not g.offices, g.rank)):
                others = [g for g in groups if g.units and g is not group and group.units and g.may_join(group)]
                related = [(g, *g.relation(group, by_name=False)) for g in others]
                agreeing = [r for r in related if r[1] == "agree"]
                best = [r for r in agreeing if r[0] not in singles] or agreeing
                if len(best) == 1 or (best and best[0][0] in singles):
                    self._join(best[0][0], group, f"surname, {best[0][2]}", 0.85, office=best[0][3])
            bearers = [g for g in groups if g.units and (g not in singles or g.sides or g.offices)]
            mute = [g for g in singles if g.units and not g.sides and not g.offices]
            two = len(bearers) == 2 and any(g in singles for g in bearers)
            if two and bearers[0].relation(bearers[1], by_name=False)[0] == "unknown":
                bearers = self._fold(bearers, ALONE, 0.6)
            if len(bearers) <= 1 and not any(g.private for g in bearers):
                self._fold(bearers + mute, ALONE, 0.6)

    # -- 5. names that the words give --------------------------------------------------------------------

    def by_alias(self, aliases: Iterable[tuple[int, str, Span]]) -> None:
        """(unit, the other name, its place): joined with those who speak under that name."""
        bearing: dict[tuple[str, ...], list[Group]] = defaultdict(list)
        for group in self.groups():
            for words in () if group.institution else group.names:
                bearing[words].append(group)
        for unit, alias, _ in aliases:
            for other in bearing.get(person_words(alias), ()):
                mine = self._home[unit]
                if other.units and other is not mine and mine.may_join(other) and mine.relation(other)[0] != "disagree":
                    self._join(mine, other, "another name that the words give", 0.9)

    def by_acronym(self, written_out: Mapping[str, Collection[str]]) -> None:
        """Initials of an institution with the full name: where the words say so, or one of its side fits them."""
        full: dict[str, list[Group]] = defaultdict(list)
        for group in self.groups():
            for letters in {i for s in group.sightings if group.institution for i in initials(s.speaker)}:
                full[letters].append(group)
        for group in self.groups():
            printed = next((s.speaker for s in group.sightings if group.institution and is_acronym(s.speaker)), None)
            if printed is None:
                continue
            letters = printed.replace(".", "").replace("-", "").casefold()
            others = [g for g in full.get(letters, ()) if g.units and g is not group and g.may_join(group)]
            said = written_out.get(letters, ())
            named = [g for g in others if any(s.speaker.casefold() in said for s in g.sightings)]
            related = [(g, g.relation(group)) for g in named or others]
            fits = [g for g, (how, *_) in related if how == "agree" or (named and how == "unknown")]
            if len(fits) == 1:
                why = "its initials, written out in a report" if named else "its initials, one side"
                self._join(fits[0], group, why, 0.95 if named else 0.75)

    def by_completion(self) -> None:
        """The shorter name of an institution, where one longer name completes it."""
        by_opening: dict[tuple[str, ...], list[Group]] = defaultdict(list)
        institutions = [g for g in self.groups() if g.institution]
        for group in institutions:
            for words in group.names:
                by_opening[words[:2]].append(group)
        for group in institutions:
            if not group.units or group.listed is not None:
                continue
            near = dict.fromkeys(
                g for words in group.names for g in by_opening[words[:2]] if g.units and g is not group
            )
            longer = [g for g in near if any(completes(a, b) for a in group.names for b in g.names)]
            longer = [g for g in longer if g.may_join(group) and g.relation(group)[0] != "disagree"]
            if len(longer) == 1:
                self._join(longer[0], group, "shorter form of the institution's name", 0.8)

    def _by(
        self, keys: Callable[[Group], Iterable[tuple[str, ...]]], *, persons: bool = False
    ) -> Iterator[list[Group]]:
        """Groups that share a key, two at least, in the order of the keys."""
        blocks: dict[tuple[bool, tuple[str, ...]], list[int]] = defaultdict(list)
        for group in self.groups():
            if persons and group.institution:
                continue
            for key in dict.fromkeys(keys(group)):
                blocks[group.institution, key].append(group.rank)
        for _, ranks in sorted(blocks.items()):
            groups = list(dict.fromkeys(self._home[rank] for rank in ranks))
            if len(groups) > 1:
                yield groups


def group_of_actor(actor: Actor) -> Group:
    """An actor as it is held against another."""
    return _of_actor(0, actor)


def _of_actor(unit: int, actor: Actor) -> Group:
    institution = actor.kind == "institution"
    words = [(institution_key(n.text) if institution else person_words(n.text), n.text) for n in actor.names]
    titles = [role.title for role in actor.roles if role.title != NO_OFFICE]
    sides = {side for role in actor.roles for side in role.sides}
    return Group(
        units={unit}, institution=institution, listed=actor, names={w: text for w, text in reversed(words) if w},
        sides=sides, offices={title: office_of(title) for title in titles}, private=actor.private,
    )  # fmt: skip


def _variants(group: Group, groups: Sequence[Group]) -> Iterator[tuple[Group, str]]:
    """The other groups under a name that may be another form of this one's fullest."""
    for other in groups:
        if other is group or not other.units or not group.units or not other.may_join(group):
            continue
        how = next((h for w in other.names if w != group.words and (h := variant(group.words, w))), None)
        if how is not None and len(other.words) >= len(group.words):
            yield other, how


def _all_one(groups: Sequence[Group]) -> bool:
    """True if each two of these may be one person as well."""
    return all(
        (a.words == b.words or variant(a.words, b.words) is not None) and a.relation(b)[0] != "disagree"
        for n, a in enumerate(groups)
        for b in groups[n + 1 :]
    )
