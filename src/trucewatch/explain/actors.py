"""Whether two actors are one: which spellings, roles and sides were held against each other, and what came of it."""

from __future__ import annotations

from trucewatch.errors import BadInput
from trucewatch.explain.model import Compared, Relation
from trucewatch.explain.past import maker_words, past_of, ways_to_change
from trucewatch.judging import Side
from trucewatch.link.actors import keys_of_actor
from trucewatch.link.namesakes import NAMES_MEET, group_of_actor
from trucewatch.link.spellings import person_words
from trucewatch.records.actor import NO_OFFICE, Actor
from trucewatch.records.decision import active
from trucewatch.store import Store
from trucewatch.store.facts import NAMES
from trucewatch.store.rows import ACTORS, STATEMENTS

#: Other bearers of a name that are listed at most.
MOST_BEARERS = 6


def actor_relation(store: Store, ours: Side, theirs: Side) -> Relation:
    """Why two names lead to one actor, or to two.

    Raises: BadInput if both ids are one and the same.
    """
    one, other = ours.record, theirs.record
    if ours.id == theirs.id:
        raise BadInput("both ids name one actor; what joined its spellings stands in: trucewatch show CASE a:…")
    together = one.id == other.id
    past = past_of(store, ours, theirs, None, together=together)
    person = next((p for p in past if p.state == "in force"), None)
    reasons = tuple(map(Compared.of, one.reasons)) if together else tuple(_compared(one, other))
    uncompared, apart = ((), ()) if together else _two(store, one, other)
    if person is not None and not together and person.what != "unsure":
        apart = (Compared(field="person", left=person.what, right=person.what, rule=f"judged by {person.who}"), *apart)
    by = person.who if person is not None else maker_words(one) if together and one.maker is not None else None
    at = person.when if person is not None else one.recorded_at if by is not None else None
    return Relation(
        kind="same_actor", verdict="same" if together else "different", live=not together and person is None,
        by=by, made_at=at, reasons=reasons, uncompared=uncompared, apart=apart, past=past,
        change=ways_to_change(store, ours, theirs, None, together=together),
    )  # fmt: skip


def _compared(one: Actor, other: Actor) -> list[Compared]:
    """Names, sides, offices and times of the two."""
    left, right = group_of_actor(one), group_of_actor(other)
    meet = NAMES_MEET.get(_how(one, other) or "", "")
    found = [
        Compared(field="name", left=one.name, right=other.name, rule=meet or "no name is a form of one of the other's")
    ]
    if one.kind != other.kind:
        found.append(Compared(field="kind", left=one.kind, right=other.kind, rule="as told of each"))
    sides = [", ".join(sorted(group.sides)) or "no side told" for group in (left, right)]
    said = "a side in common" if left.sides & right.sides else "another side"
    rule = said if left.sides and right.sides else "not told of both"
    found.append(Compared(field="side", left=sides[0], right=sides[1], rule=rule))
    titles = [
        ", ".join(r.title for r in actor.roles if r.title != NO_OFFICE) or "no office told" for actor in (one, other)
    ]
    like = left.same_office(right)
    rule = "one office" if like else "other offices" if left.offices and right.offices else "not told of both"
    found.append(Compared(field="office", left=titles[0], right=titles[1], rule=rule))
    return found


def _how(one: Actor, other: Actor) -> str | None:
    """How a name of the one and one of the other may be one's: in full, as a variant, by the last word."""
    return group_of_actor(one).meets(group_of_actor(other))


def _two(store: Store, one: Actor, other: Actor) -> tuple[tuple[Compared, ...], tuple[Compared, ...]]:
    """(why they were never held against each other, what keeps them two although their names meet)."""
    agreement = store.agreement()
    shared = set(keys_of_actor(one, agreement)) & set(keys_of_actor(other, agreement))
    how = _how(one, other)
    if not shared or how is None:
        rule = "no name in common: in full, by its last word or its sound, by initials or as an institution's"
        return (Compared(field="names", left=one.name, right=other.name, rule=rule),), ()
    left, right = group_of_actor(one), group_of_actor(other)
    relation, why, _ = left.relation(right, by_name=how != "last word")
    apart = [_parted(store, one, other)]
    if relation == "disagree":
        apart.append(Compared(field="apart", left=one.name, right=other.name, rule=why))
    else:
        apart.append(_bearers(store, one, other, relation))
    return (), tuple(found for found in apart if found is not None)


def _parted(store: Store, one: Actor, other: Actor) -> Compared | None:
    """A person's word that a statement of one is not the other's, where it holds."""
    decisions = [d for d in active(list(store.decisions())) if d.target_kind == "actor" and d.action == "different"]
    for decision in reversed(decisions):
        for actor, against in ((one, other), (other, one)):
            if store.resolve("actor", decision.target) == actor.id and _speaks(store, against, str(decision.new)):
                rule = f"judged different by {decision.who}: {decision.why}"
                return Compared(field="person", left=one.name, right=other.name, rule=rule)
    return None


def _speaks(store: Store, actor: Actor, record_id: str) -> bool:
    if record_id in actor.mention_ids:
        return True
    found = next(iter(store.of_ids(STATEMENTS, [store.resolve("statement", record_id)])), None)
    return found is not None and found.actor_id == actor.id


def _bearers(store: Store, one: Actor, other: Actor, relation: str) -> Compared:
    """That nothing disagrees is not enough where several bear the name, and only a surname is shared."""
    last = {person_words(n.text)[-1] for actor in (one, other) for n in actor.names if person_words(n.text)}
    agreement = store.agreement()
    keys = {*keys_of_actor(one, agreement), *keys_of_actor(other, agreement)}
    also = [
        actor.name
        for actor in store.of_ids(ACTORS, sorted(store.holders(store.rows_under(NAMES, keys))))
        if actor.id not in (one.id, other.id)
        and any(person_words(n.text) and person_words(n.text)[-1] in last for n in actor.names)
    ]
    if also:
        rule = "several bear the name, and no side or office points to one"
        return Compared(
            field="bearers", left=one.name, right=other.name, rule=rule, words=", ".join(also[:MOST_BEARERS])
        )
    rule = "the forms of the name fit more than one" if relation == "agree" else "no side or office is told of both"
    return Compared(field="bearers", left=one.name, right=other.name, rule=rule)
