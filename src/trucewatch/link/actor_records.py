"""The record of an actor: every name, role, side and date of a group of speakers with its place in the words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from trucewatch.link.actor_words import ActorWords, Sighting, over_by
from trucewatch.link.decide import MAKER
from trucewatch.link.namesakes import Group
from trucewatch.link.offices import Office, office_of
from trucewatch.link.profile import name_words
from trucewatch.link.spellings import institution_key, is_acronym, letters_of, person_words, same_letters
from trucewatch.records.actor import NO_OFFICE, Actor, ActorKind, DateBasis, Name, NameForm, Role
from trucewatch.records.span import Span

#: The role of an institution that is a side itself.
PARTY = "party to the agreement"
#: So many reasons for joining are kept of one actor.
MOST_REASONS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """Another name that the words give an actor, and where."""

    name: str
    span: Span


def actor_of(
    group: Group, aliases: Sequence[Alias], words: ActorWords, sides: set[str], parties: Mapping[tuple[str, ...], str]
) -> Actor:
    """The record of a group, under the listed id or none that lasts yet."""
    ours = sorted(group.sightings, key=lambda s: s.rank)
    mention_ids = tuple(m.id for s in ours for m in s.mentions)
    names = _names(group, ours, aliases, words)
    party = parties.get(institution_key(names[0].text)) if group.institution else None
    return Actor(
        id=group.listed.id if group.listed is not None else "new",
        names=names,
        kind=group.listed.kind if group.listed is not None else _kind(group),
        roles=_roles(group, ours, words, party if party in sides else None),
        mention_ids=mention_ids,
        founding_mention=mention_ids[0] if mention_ids else None,
        reasons=tuple(group.reasons)[:MOST_REASONS],
        maker=MAKER,
    )


def _kind(group: Group) -> ActorKind:
    if group.institution:
        return "institution"
    if group.private or _hardly_known(group):
        return "private_person"
    return "official" if group.sides else "public_figure"


def _hardly_known(group: Group) -> bool:
    """True of a person by first and last name of whom no report tells an office or a side: doubtful means private."""
    return not group.sides and not group.offices and any(len(words) > 1 for words in group.names)


def _names(group: Group, ours: Sequence[Sighting], aliases: Sequence[Alias], words: ActorWords) -> tuple[Name, ...]:
    """Listed names first, then the full name that most reports give, then every other spelling as first met."""
    found: list[Name] = list(group.listed.names) if group.listed is not None else []
    reports: dict[str, set[str]] = defaultdict(set)
    first: dict[str, Sighting] = {}
    for sighting in ours:
        reports[sighting.speaker].add(sighting.report_id)
        first.setdefault(sighting.speaker, sighting)
    size = {name: len(first[name].words) for name in first}
    ordered = sorted(
        first, key=lambda n: (size[n] < 2 and not group.institution, is_acronym(n), -len(reports[n]), -len(n))
    )
    for name in ordered:
        if not any(n.text == name for n in found):
            main = found[0].text if found else name
            form = _form(name, main, institution=group.institution)
            found.append(Name(text=name, form=form, basis="report", span=words.of_name(first[name])))
    known = {letters_of(n.text) for n in found}
    for sighting in ours:
        for spelling, span in words.spellings_in_sources(sighting):
            if spelling not in first and letters_of(spelling) not in known:
                known.add(letters_of(spelling))
                form = _form(spelling, sighting.speaker, institution=False)
                found.append(Name(text=spelling, form=form, basis="report", span=span))
    for alias in aliases:
        if not any(same_letters(n.text, alias.name) for n in found):
            found.append(Name(text=alias.name, form="nickname", basis="report", span=alias.span))
    if aliases:
        called = [alias.name for alias in aliases]
        found = [replace(n, form="nickname") if any(same_letters(n.text, c) for c in called) else n for n in found]
    return tuple(found)


def _form(name: str, main: str, *, institution: bool) -> NameForm:
    """What a spelling is beside the name that is shown."""
    if institution:
        return "acronym" if is_acronym(name) and not is_acronym(main) else "full"
    own, whole = person_words(name), person_words(main)
    if len(name.replace("-", " ").split()) > len(own) and len(name_words(name)) < len(name.replace("-", " ").split()):
        return "title"
    if len(own) == 1 and len(whole) > 1:
        return "surname"
    return "full" if set(own) <= set(whole) or set(whole) <= set(own) else "spelling"


@dataclass(slots=True)
class _Told:
    """One role as reports tell of it: which words by how many reports, when, for which sides."""

    titles: dict[str, list[Sighting]]
    sides: dict[str, None]
    sightings: list[Sighting]
    over: bool


def _roles(group: Group, ours: Sequence[Sighting], words: ActorWords, party: str | None) -> tuple[Role, ...]:
    """Listed roles, then those told of in reports, in the order of their times."""
    told: list[_Told] = []
    bare: list[Sighting] = []
    for sighting in ours:
        if not sighting.roles and sighting.sides:
            bare.append(sighting)
        for title in sighting.roles:
            office = office_of(title)
            mine = next((t for t in told if t.over == office.over and _one_role(t, office, sighting)), None)
            if mine is None:
                mine = _Told(titles={}, sides={}, sightings=[], over=office.over)
                told.append(mine)
            mine.titles.setdefault(title, []).append(sighting)
            mine.sides |= dict.fromkeys(sighting.sides)
            mine.sightings.append(sighting)
    listed = list(group.listed.roles) if group.listed is not None else []
    made: list[Role] = []
    for one in told:
        at = next((n for n, role in enumerate(listed) if _as_listed(role, one)), None)
        if at is None:
            made.append(_role(one, words))
        else:
            listed[at] = _seen(listed[at], one.sightings, words)
    with_side = {side for role in (*listed, *made) for side in role.sides}
    for side in dict.fromkeys(s for sighting in bare for s in sighting.sides):
        if side not in with_side:
            seen = [s for s in bare if side in s.sides]
            title = PARTY if party == side else NO_OFFICE
            made.append(_role(_Told(titles={title: seen}, sides={side: None}, sightings=seen, over=False), words))
    made.sort(key=lambda r: (r.since or r.until or date.max, r.until or date.max))
    return (*listed, *made)


def _one_role(told: _Told, office: Office, sighting: Sighting) -> bool:
    sides = set(sighting.sides)
    if sides and told.sides and not sides & told.sides.keys():
        return False
    return any(office_of(title).like(office) for title in told.titles)


def _as_listed(role: Role, told: _Told) -> bool:
    if role.sides and told.sides and not set(role.sides) & told.sides.keys():
        return False
    return any(office_of(role.title).like(office_of(title)) for title in told.titles)


def _seen(role: Role, sightings: Sequence[Sighting], words: ActorWords) -> Role:
    """A listed role with where reports tell of it; what the file says stays."""
    title = next((t for t in sightings[0].roles if office_of(t).like(office_of(role.title))), role.title)
    span = words.of_role(sightings[0], title, words.of_name(sightings[0])).span
    return replace(role, span=span, last_span=_source(sightings[-1]), reports=len({s.report_id for s in sightings}))


def _role(told: _Told, words: ActorWords) -> Role:
    """A role told of in reports: the wording of most reports (the longer among equals), its sides, its times."""
    title = max(told.titles, key=lambda t: (len({s.report_id for s in told.titles[t]}), len(t)))
    days = [s.day for s in told.sightings if s.day is not None]
    since, until = min(days, default=None), max(days, default=None)
    since_basis: DateBasis = "seen"
    until_basis: DateBasis = "seen"
    span = time_span = None
    for sighting in dict.fromkeys((told.titles[title][0], told.sightings[0])):
        here = title if sighting in told.titles[title] else next(t for t in told.titles if sighting in told.titles[t])
        if here in (NO_OFFICE, PARTY):
            span = span or words.of_name(sighting)
            continue
        found = words.of_role(sighting, here, words.of_name(sighting))
        span = span or found.span
        if time_span is None and found.time_span is not None:
            time_span = found.time_span
            if found.since is not None and (until is None or found.since <= until or found.until is not None):
                since, since_basis = found.since, "words"
            if found.until is not None:
                until, until_basis = found.until, "words"
                if since is not None and since_basis == "seen" and since > until:
                    since = None  # told of long after
    if told.over:
        # told of as former: it was over when first told so, and nothing says when it began
        since = since if since_basis == "words" else None
        ended = over_by(title, min(days, default=None))
        if until_basis != "words" and ended is not None:
            until, until_basis, time_span = ended, "words", time_span or span
    if since is not None and until is not None and since > until:
        until, until_basis = None, "seen"
    return Role(
        title=title, sides=tuple(told.sides), since=since, until=until, basis="report", span=span,
        since_basis=since_basis, until_basis=until_basis, time_span=time_span, last_span=_source(told.sightings[-1]),
        reports=len({s.report_id for s in told.sightings}),
    )  # fmt: skip


def _source(sighting: Sighting) -> Span | None:
    return next((m.source for m in reversed(sighting.mentions) if m.source is not None), None)
