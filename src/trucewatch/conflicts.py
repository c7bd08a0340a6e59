"""Two persons at one record: what was decided since somebody looked at it, so that nobody's work is overwritten.

A page is read with a token that says which decisions it takes account of. Who then decides hands the token in; if
another person decided of the same thing meanwhile, they are told instead, and may decide anyway once they know.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from trucewatch.errors import BadInput, Conflict
from trucewatch.link.corrections import ALSO_CALLED
from trucewatch.records.decision import Action, Decision, active
from trucewatch.store import Store

#: What is decided of a pair of records.
OF_PAIRS = ("same", "different", "unsure")
#: Decisions that are in force as soon as they are made, without linking.
AT_ONCE = ("grade",)


def token(store: Store) -> str:
    """Which decisions the records that are read now take account of; to be asked for before they are read."""
    linked, last = store.decided_up_to()
    return f"{linked}.{last}"


def check(
    store: Store, seen: str, *, who: str, action: Action, ids: Collection[str], field: str | None = None,
    others: Collection[str] = (), new: Any = None,
) -> None:  # fmt: skip
    """Refuse what would go over a decision that another person made since ``seen``.

    ``ids`` are those of the record, ``others`` those of the other record of a pair.
    Raises: Conflict naming who decided what, when; BadInput for a token that is none.
    """
    after = _places(seen)[1 if action in AT_ONCE else 0]
    numbered = store.numbered_decisions(ids)
    place = {decision.id: number for number, decision in numbered}
    by_id = {decision.id: decision for _, decision in numbered}
    held = {decision.id for decision in active([decision for _, decision in numbered])}
    passed: set[str | None] = set()  # of a field only the last decision counts
    for decision in _in_force_since(list(by_id.values()), place, held, after):
        about = by_id.get(decision.target) if decision.action == "undo" else decision
        if about is None or not _meets(about, action, field, set(ids), set(others)):
            continue
        if about.action == "set":
            if about.field in passed:
                continue
            passed.add(about.field)
        same = about is decision and action == decision.action == "set" and decision.new == new
        if decision.who == who or same:  # it is one's own, or they came to the same
            continue
        raise _conflict(store, decision, about)


def _places(seen: str) -> tuple[int, int]:
    linked, _, last = seen.partition(".")
    if not (linked.isascii() and linked.isdigit() and last.isascii() and last.isdigit()):
        raise BadInput(f"{seen!r} does not say what was seen; take the token that came with the record")
    return int(linked), int(last)


def _in_force_since(
    decisions: list[Decision], place: dict[str, int], held: set[str], after: int
) -> Iterator[Decision]:  # fmt: skip
    """Of the decisions made since those in force, and what took back one that was made before; the latest first."""
    for decision in reversed(decisions):
        if place[decision.id] <= after:
            return
        if decision.action == "undo":
            if place.get(decision.target, after + 1) <= after and decision.target not in held:
                yield decision
        elif decision.id in held:
            yield decision


def _meets(theirs: Decision, action: Action, field: str | None, ids: set[str], others: set[str]) -> bool:
    """True if a decision is about what is to be decided."""
    if action in OF_PAIRS:
        pair = {theirs.target, theirs.new} if theirs.action in OF_PAIRS and isinstance(theirs.new, str) else set()
        return theirs.action == "reject" or bool(pair & ids and pair & others)
    if theirs.action in OF_PAIRS:
        return False
    if action == "grade" or theirs.action == "grade":
        return action == theirs.action and field == theirs.field
    if action == "set" and theirs.action in ("set", "confirm"):
        return theirs.field is None or field is None or bool(_names(field) & _names(theirs.field))
    return True


def _names(field: str) -> set[str]:
    return {field, *ALSO_CALLED.get(field, ())}


def _conflict(store: Store, decision: Decision, about: Decision) -> Conflict:
    old, new = about.seen, about.new
    if decision is not about:
        old, new = about.new, about.seen
    what = f"{about.field} from {_shown(old)} to {_shown(new)}" if about.field else about.action
    done = "took back a decision" if decision is not about else "decided"
    return Conflict(
        f"{decision.who} {done} on this record since you looked at it, {decision.when:%Y-%m-%d %H:%M} UTC: {what} "
        f"({store.shown('decision', decision.id)}, “{decision.why}”); nothing was changed: look at the record again, "
        f"then decide anyway if you still differ",
        who=decision.who, when=decision.when, field=about.field, old=old, new=new, decision=decision.id,
    )  # fmt: skip


def _shown(value: Any) -> str:
    return "nothing" if value is None else repr(value)
