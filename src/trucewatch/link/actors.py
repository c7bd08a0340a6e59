"""Speakers of all reports -> one actor record per person or institution, with names, roles in time, and sources.

Who is one with whom is decided in ``namesakes.py``, where words stand is looked up in ``actor_words.py``, the record of
a group is made in ``actor_records.py``. Here the groups are gathered and get their ids.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from trucewatch.link.actor_records import Alias, actor_of
from trucewatch.link.actor_words import ActorWords, Heard, Sighting, aliases_of, heard_in, sightings_of
from trucewatch.link.identity import name_clusters
from trucewatch.link.namesakes import Gathering, Group
from trucewatch.link.order import Told
from trucewatch.link.spellings import initials, institution_key, is_acronym, person_words
from trucewatch.records.actor import Actor, ActorKind
from trucewatch.records.agreement import Agreement
from trucewatch.records.ids import random_id
from trucewatch.records.judgement import Judgement
from trucewatch.records.mention import StatementMention
from trucewatch.records.statement import Statement
from trucewatch.records.text import Text
from trucewatch.records.transliteration import skeleton


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedActors:
    """``redirects`` are (younger id, older id) of actors that became one."""

    actors: tuple[Actor, ...]
    redirects: tuple[tuple[str, str], ...]


def link_actors(
    mentions: Sequence[StatementMention],
    *,
    told: Told,
    texts: Mapping[str, Text],
    agreement: Agreement,
    known: Sequence[Actor] = (),
    persons: Sequence[Judgement] = (),
    now: datetime,
) -> LinkedActors:
    """One actor per named person or institution that speaks, and per actor that the agreement lists.

    ``known`` are the actors of earlier runs, also those merged away: their ids stay. The result does not depend on the
    order in which anything is given, except for new ids, which are random.
    """
    words = words_for(texts, agreement)
    heard = heard_in(mentions, told, words)
    written = {pair for text_id in {h.text_id for h in heard} for pair in words.written_out(text_id)}
    return actors_heard(
        heard, written, words=words, agreement=agreement, listed=agreement.actors, known=known, persons=persons, now=now
    )


def words_for(texts: Mapping[str, Text], agreement: Agreement) -> ActorWords:
    """Where names and roles are looked up."""
    return ActorWords(texts, [n for p in agreement.parties for n in (p.name, *p.aliases, *p.members)])


def actors_heard(
    heard: Sequence[Heard],
    written: Iterable[tuple[str, str]],
    *,
    words: ActorWords,
    agreement: Agreement,
    listed: Sequence[Actor],
    known: Sequence[Actor],
    persons: Sequence[Judgement],
    now: datetime,
) -> LinkedActors:
    """The actors that these names are, with those of the agreement's that are ``listed`` here.

    All that shares a key (``keys_of``) must be heard together; ``written`` are initials and the names that stand before
    them, anywhere in the case.
    """
    parties = _parties(agreement)
    sightings = sightings_of(heard)
    decided = _decided(persons, sightings, listed, known)
    gathering = Gathering(sightings, listed, parties, {unit for one, other, *_ in decided for unit in (one, other)})
    gathering.decided(decided)
    gathering.by_full_name()
    aliases = aliases_of(sightings)
    gathering.by_alias(aliases)
    gathering.by_variant()
    gathering.by_surname()
    out: dict[str, set[str]] = defaultdict(set)
    for letters, name in written:
        out[letters].add(name)
    gathering.by_acronym(out)
    gathering.by_completion()

    given: dict[int, list[Alias]] = defaultdict(list)
    for unit, alias, span in aliases:
        given[gathering.home(unit).rank].append(Alias(name=alias, span=span))
    groups = gathering.groups()
    made = [actor_of(g, given[g.rank], words, {p.name for p in agreement.parties}, parties) for g in groups]
    rank = {m.id: n for n, m in enumerate(m for s in sightings for m in s.mentions)}
    return _with_ids(groups, made, known=known, rank=rank, now=now)


def _parties(agreement: Agreement) -> dict[tuple[str, ...], str]:
    return {institution_key(n): p.name for p in agreement.parties for n in (p.name, *p.aliases)}


def keys_of(heard: Heard, agreement: Agreement) -> tuple[str, ...]:
    """What a name is looked up by: two that may become one actor share a key, if only by way of others."""
    made = _person_keys(heard.name)
    for alias, _ in heard.also:
        made += _person_keys(alias)[:1]
    if heard.institution:  # one that turns out to be a person is looked up as the one who speaks under that name
        made = made[:1]
        if heard.proper is not None:
            made += _institution_keys(heard.proper, _parties(agreement))
    return tuple(dict.fromkeys(made))


def keys_of_actor(actor: Actor, agreement: Agreement) -> tuple[str, ...]:
    """The same for all names of an actor."""
    return tuple(dict.fromkeys(key for name in actor.names for key in keys_of_name(name.text, actor.kind, agreement)))


def keys_of_name(name: str, kind: ActorKind | None, agreement: Agreement) -> list[str]:
    """The same for one name, of whatever kind its bearer may be if none is given."""
    made = _person_keys(name) if kind != "institution" else []
    return made + (_institution_keys(name, _parties(agreement)) if kind in ("institution", None) else [])


def _person_keys(name: str) -> list[str]:
    words = person_words(name)
    return [f"name {' '.join(words)}", f"last {words[-1]}", f"sound {skeleton(words[-1])}"] if words else []


def _institution_keys(name: str, parties: Mapping[tuple[str, ...], str]) -> list[str]:
    made = []
    for key in dict.fromkeys((institution_key(name), institution_key(parties.get(institution_key(name), name)))):
        made += [f"body {' '.join(key)}", f"head {' '.join(key[:2])}"]
    made += [f"letters {one}" for one in sorted(initials(name))]
    if is_acronym(name):
        made.append(f"letters {name.replace('.', '').replace('-', '').casefold()}")
    return made


def with_actors(
    statements: Iterable[Statement],
    of_mention: Mapping[str, str],
    bearing: Callable[[str], Collection[str]],
    mentions: Iterable[StatementMention],
) -> tuple[Statement, ...]:
    """The statements, each with the actor who speaks it; None where the speaker is not named.

    The actor is the one of the statement's mentions under the speaker's name (``of_mention`` says whose each is); where
    a person gave the statement another speaker, the one actor who is ``bearing`` that name.
    """
    named = {m.id: _plainly(m.speaker) for m in mentions if m.speaker}
    done = []
    for statement in statements:
        speaker = _plainly(statement.speaker) if statement.speaker else ""
        votes = Counter(of_mention[m] for m in statement.mention_ids if m in of_mention and named.get(m) == speaker)
        actor_id = votes.most_common(1)[0][0] if votes else None
        told = any(named.get(m) == speaker for m in statement.mention_ids)
        if actor_id is None and not told and len(found := bearing(speaker)) == 1:
            (actor_id,) = found
        done.append(replace(statement, actor_id=actor_id))
    return tuple(done)


def bears(actor: Actor, name: str) -> bool:
    """True if the name, as it is written, is one of the actor's, and more than a surname."""
    return any(n.form != "surname" and _plainly(n.text) == _plainly(name) for n in actor.names)


def _plainly(name: str) -> str:
    return " ".join(name.split()).casefold()


# -- persons' decisions and ids ------------------------------------------------------------------------


def _decided(
    persons: Iterable[Judgement], sightings: Sequence[Sighting], listed: Sequence[Actor], known: Sequence[Actor]
) -> list[tuple[int, int, bool, str]]:
    """Persons' judgements as pairs of units, the latest first and one per pair.

    Either side is a mention, or an actor, which stands for its founding mention, or the first that is still there.
    """
    unit_of = {m.id: n for n, sighting in enumerate(sightings) for m in sighting.mentions}
    by_actor: dict[str, int] = {}
    for actor in known:
        still = [m for m in (actor.founding_mention, *actor.mention_ids) if m in unit_of]
        if still and still[0] is not None:
            by_actor[actor.id] = unit_of[still[0]]
    by_actor |= {actor.id: n for n, actor in enumerate(listed, len(sightings))}
    latest: dict[tuple[int, int], tuple[int, int, bool, str] | None] = {}
    for judgement in sorted(persons, key=lambda j: (j.made_at, j.id), reverse=True):
        if judgement.kind != "same_actor" or judgement.maker.kind != "person":
            continue
        left, right = (by_actor.get(one, unit_of.get(one)) for one in (judgement.left, judgement.right))
        if left is None or right is None or left == right:
            continue
        pair = (min(left, right), max(left, right))
        same = judgement.verdict == "same"
        decided = None if judgement.verdict == "unsure" else (*pair, same, judgement.maker.name)
        latest.setdefault(pair, decided)
    return [pair for pair in latest.values() if pair is not None]


def _with_ids(
    groups: Sequence[Group],
    made: Sequence[Actor],
    *,
    known: Sequence[Actor],
    rank: Mapping[str, int],
    now: datetime,
) -> LinkedActors:
    """Every actor with its id: as listed, else as known, else a new random one; and who redirects to whom."""
    listed = {g.listed.id for g in groups if g.listed is not None}
    speaking = [n for n, actor in enumerate(made) if actor.mention_ids]
    there = {m for n in speaking for m in made[n].mention_ids}
    claims = [k for k in known if k.id not in listed and k.founding_mention is not None]
    claims = _moved(claims, groups, made, there)
    named = name_clusters(
        "actor", [made[n].mention_ids for n in speaking], claims, rank=rank, now=now, mint=lambda _: random_id()
    )
    redirects = dict(named.redirects)
    done = list(made)
    for n, identity in zip(speaking, named.identities, strict=True):
        group, new = groups[n], identity.id
        if group.listed is not None:
            new = group.listed.id
            moved = {younger for younger, older in redirects.items() if older == identity.id}
            was_known = any(k.id == identity.id for k in claims)
            redirects |= {younger: new for younger in moved | ({identity.id} if was_known else set())}
        done[n] = replace(made[n], id=new, founding_mention=identity.founding_mention, recorded_at=identity.recorded_at)
    stamped = tuple(actor if actor.recorded_at else replace(actor, recorded_at=now) for actor in done)
    return LinkedActors(actors=stamped, redirects=tuple(sorted(redirects.items())))


def _moved(known: Sequence[Actor], groups: Sequence[Group], made: Sequence[Actor], there: set[str]) -> list[Actor]:
    """The known actors; one none of whose mentions is left (its texts were read anew) rests on its one namesake's."""
    bearing: dict[tuple[bool, tuple[str, ...]], list[int]] = defaultdict(list)
    for n, group in enumerate(groups):
        for words in group.names if made[n].mention_ids else ():
            bearing[group.institution, words].append(n)
    done = []
    for one in known:
        institution = one.kind == "institution"
        if not any(m in there for m in one.mention_ids):
            words = institution_key(one.name) if institution else person_words(one.name)
            sides = {side for role in one.roles for side in role.sides}
            alike = [
                n for n in bearing[institution, words] if not sides or not groups[n].sides or sides & groups[n].sides
            ]
            if len(alike) == 1:
                mention_ids = made[alike[0]].mention_ids
                one = replace(one, founding_mention=mention_ids[0], mention_ids=mention_ids)
        done.append(one)
    return done
