"""What persons decided about two records before, and which command would change what holds."""

from __future__ import annotations

from shlex import quote

from trucewatch.decided import by_words
from trucewatch.explain.model import Past
from trucewatch.judging import Side
from trucewatch.records.actor import Actor
from trucewatch.records.decision import Decision, active
from trucewatch.records.judgement import Judgement, JudgementKind
from trucewatch.store import Store

#: How each relation is decided on the command line: to say that it holds, and that it does not.
VERBS: dict[JudgementKind | None, tuple[str, str]] = {
    None: ("same", "different"), "response": ("answers", "not-answers"), "repeats": ("repeats", "not-repeats"),
    "part_of": ("part-of", "not-part-of"), "provision": ("bears-on", "not-bears-on"),
}  # fmt: skip


def maker_words(judgement: Judgement | Actor | None) -> str | None:
    """The person's name, or the stage of the program with its version."""
    if judgement is None or judgement.maker is None:
        return None
    maker = judgement.maker
    return maker.name if maker.kind == "person" else f"{maker.name} {maker.version}"


def past_of(
    store: Store, ours: Side, theirs: Side, relation: JudgementKind | None, *, together: bool | None = None
) -> tuple[Past, ...]:
    """Persons' decisions about the two records and this relation, in the order made, with what became of each.

    ``together`` is True if the two are held as one, False if as two: what says otherwise was overruled by judgements
    about others that exclude it.
    """
    sides = [_names(side) | _gone(store, side) for side in (ours, theirs)]
    named = {one for side in sides for one in side}
    named |= {younger for side in (ours, theirs) for younger in store.younger_ids(_id(side))}
    decisions = store.decisions_about(named)
    holding = {d.id for d in active(decisions)}
    about = [d for d in decisions if _is_about(store, d, sides, relation)]
    # of those that hold, the last one is in force
    last = next((d.id for d in reversed(about) if d.id in holding), None)
    found = []
    for d in about:
        held = d.id == last and _kept(d, together)
        found.append(
            Past(
                id=store.shown("decision", d.id), who=d.who, when=d.when, what=_what(d), why=d.why,
                seen=str(d.seen or ""),
                state="in force" if held else "overruled" if d.id in holding else "undone",
            )
        )  # fmt: skip
    return tuple(found)


def _kept(decision: Decision, together: bool | None) -> bool:
    return together is None or decision.action == "unsure" or (decision.action == "same") == together


def _is_about(store: Store, decision: Decision, sides: list[set[str]], relation: JudgementKind | None) -> bool:
    if decision.action not in ("same", "different", "unsure") or decision.relation != relation:
        return False
    if not isinstance(decision.new, str):
        return False
    named = [_ids(store, decision.target_kind, one) for one in (decision.target, decision.new)]
    return any(bool(named[0] & one) and bool(named[1] & other) for one, other in (sides, sides[::-1]))


def _ids(store: Store, kind: str, record_id: str) -> set[str]:
    return {record_id, store.resolve(kind, record_id)}


def _id(side: Side) -> str:
    return side.record.id if side.record is not None else side.id


def _names(side: Side) -> set[str]:
    own = {side.id, *(m.id for m in side.mentions)}
    return own | {side.record.id} if side.record is not None else own


def _gone(store: Store, side: Side) -> set[str]:
    """Names that are no more, under which decisions about a side's words stand."""
    return set(by_words(store, side.record, _names(side))) if side.record is not None else set()


def _what(decision: Decision) -> str:
    if decision.action == "unsure":
        return "unsure"
    holds, not_so = VERBS[decision.relation]
    label = f" ({decision.label})" if decision.label else ""
    return f"{holds if decision.action == 'same' else not_so}{label}"


def ways_to_change(
    store: Store, ours: Side, theirs: Side, relation: JudgementKind | None, *, together: bool
) -> tuple[tuple[str, str], ...]:
    """(arguments of ``trucewatch decide CASE``, what they bring about), the one against what holds now first."""
    one = together if relation is None else None
    standing = next((p for p in past_of(store, ours, theirs, relation, together=one) if p.state == "in force"), None)
    holds, not_so = VERBS[relation]
    verb = not_so if together else holds
    says = {
        None: "keeps them apart" if together else "joins them",
        "response": "says that it does not answer" if together else "says that it answers, and of which kind",
    }.get(relation, "says that it does not" if together else "says that it does")
    first, second = (_shown(store, side) for side in (ours, theirs))
    kind = " --kind denial" if relation == "response" and not together else ""
    ways = [(f"{first} {verb} --value {second}{kind}", says)]
    if standing is not None:
        ways.insert(0, (f"{standing.id} undo", f"takes back what {standing.who} decided; the machine's view returns"))
    return tuple(ways)


def _shown(store: Store, side: Side) -> str:
    if side.kind == "provision":
        return quote(side.id)
    return store.shown(side.kind, side.id)
