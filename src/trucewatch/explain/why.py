"""``why``: what stands between two records: the judgements on record and, where there is none, one worked out anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from trucewatch.errors import BadInput
from trucewatch.explain.actors import actor_relation
from trucewatch.explain.figures import figure_relation, figures_of
from trucewatch.explain.lens import Lens, best_pair, kept_apart, lens_for
from trucewatch.explain.links import links_between
from trucewatch.explain.model import Compared, Explanation, Relation, Step, Verdict
from trucewatch.explain.past import maker_words, past_of, ways_to_change
from trucewatch.explain.path import way_between
from trucewatch.explain.subjects import subject
from trucewatch.judging import ALIKE, Side, side_of
from trucewatch.link.decide import WRITTEN_FROM
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Reason
from trucewatch.store import Store
from trucewatch.store.rows import INCIDENTS, STATEMENTS

#: Kinds of record that can be held against each other, as a message lists them.
POSSIBLE = (
    "two statements or their mentions (s:…, m:…), two incidents or theirs (i:…, m:…), two reports (r:…), "
    "two actors (a:…), two figures or series (f:…, q:…), or a statement, incident, commitment or term claim and a "
    "provision (2.1)"
)


def why(store: Store, left: str, right: str) -> Explanation:
    """Explain what the case says of two records, each named by an id, the beginning of one, or a provision's reference.

    Raises: UnknownRecord, AmbiguousRecord; BadInput for records between which nothing is ever judged.
    """
    ours, theirs = side_of(store, left), side_of(store, right)
    kinds = {ours.kind, theirs.kind}
    if ours.kind == "provision" and theirs.kind != "provision":
        ours, theirs = theirs, ours
    relations: list[Relation] = []
    if kinds == {"actor"}:
        relations.append(actor_relation(store, ours, theirs))
    elif kinds <= {"figure", "series"}:
        relations.append(_one_series(store, ours, theirs))
    elif any(kinds <= alike for alike in ALIKE[:2]):
        ours, theirs = _parted(ours, theirs)
        relations.append(_sameness(store, ours, theirs))
    elif kinds != {"report"} and theirs.kind != "provision":
        raise BadInput(f"nothing is judged between {ours.kind} and {theirs.kind}; name {POSSIBLE}")
    if not relations or relations[0].kind not in ("same_actor", "same_series"):
        relations += links_between(store, ours, theirs)
    if not relations:
        raise BadInput(f"nothing is judged between {ours.kind} and {theirs.kind}; name {POSSIBLE}")
    return Explanation(left=subject(store, ours), right=subject(store, theirs), relations=tuple(relations))


def _one_series(store: Store, ours: Side, theirs: Side) -> Relation:
    """Raises: BadInput if both name one and the same, or one figure and its own series."""
    held = [{f.id for f in figures_of(store, side)} for side in (ours, theirs)]
    if ours.id == theirs.id or (len(held[0] | held[1]) < 2):
        raise BadInput("both ids name one figure or series; name two of the figures of a series: f:…")
    return figure_relation(store, ours, theirs)


def _parted(ours: Side, theirs: Side) -> tuple[Side, Side]:
    """The two sides without mentions in common.

    Raises: BadInput if they are one and the same.
    """
    held = {m.id for m in theirs.mentions}
    rest = tuple(m for m in ours.mentions if m.id not in held)
    if rest:
        return Side(kind=ours.kind, id=ours.id, record=ours.record, mentions=rest), theirs
    mine = {m.id for m in ours.mentions}
    others = tuple(m for m in theirs.mentions if m.id not in mine)
    if not others:
        raise BadInput(f"both ids name the same words; to see what joined a {ours.kind}, name two of its mentions: m:…")
    return ours, Side(kind=theirs.kind, id=theirs.id, record=theirs.record, mentions=others)


def _sameness(store: Store, ours: Side, theirs: Side) -> Relation:
    """Whether two records are one, and why."""
    sort = "statement" if ours.kind.startswith("statement") else "incident"
    holders = [_holder(store, sort, side) for side in (ours, theirs)]
    left, right = [m.id for m in ours.mentions], [m.id for m in theirs.mentions]
    together = holders[0] is not None and holders[1] is not None and holders[0].id == holders[1].id
    members = [list(store.mentions_of(h)) if h is not None else [] for h in holders]
    held = {m.id for m in (*members[0], *members[1])} | {*left, *right}
    judgements = [j for j in store.joins_of(held) if j.kind == f"same_{sort}"]
    between = [j for j in judgements if _joins(j, set(left), set(right))]
    person = next((j for j in between if j.maker.kind == "person"), None)
    direct = max((j for j in between if j.score is not None), key=lambda j: (j.score or 0.0, j.id), default=None)
    lens = lens_for(store, sort, [*ours.mentions, *theirs.mentions, *members[0], *members[1]])
    at, score, reasons, live = _compared(lens, direct, left, right)
    uncompared: tuple[Compared, ...] = ()
    apart: tuple[Compared, ...] = ()
    path: tuple[Step, ...] = ()
    if together and (direct is None or (direct.score or 0.0) < lens.same_at):
        way = way_between(judgements, left, right, same_at=lens.same_at)
        path = _steps(store, sort, way, members[0])
    if live and at is not None and lens.has(at[0]) and lens.has(at[1]):
        uncompared = tuple(map(Compared.of, lens.uncompared(*at)))
    if not together and (score or 0.0) >= lens.same_at:
        apart = _apart(store, lens, [m.id for m in members[0]] or left, [m.id for m in members[1]] or right, judgements)
    if person is not None and person.verdict != "unsure" and (person.verdict == "same") != together:
        apart = (_excluded(person), *apart)  # the person's judgement gave way to later ones about others
        person = None
    by = person or direct
    machine: Verdict = "same" if together else direct.verdict if direct else "different"
    return Relation(
        kind=lens.kind, verdict=person.verdict if person else machine, score=score, joined_from=lens.same_at,
        kept_from=WRITTEN_FROM, compared_at=at, live=live, by=maker_words(by), made_at=by.made_at if by else None,
        reasons=reasons, path=path, uncompared=uncompared, apart=apart,
        past=past_of(store, ours, theirs, None, together=together),
        change=ways_to_change(store, ours, theirs, None, together=together),
    )  # fmt: skip


def _holder(store: Store, sort: str, side: Side) -> Any:
    """The statement or incident that holds the first mention of a side now; None if none does."""
    if side.kind in ("statement", "incident"):
        return side.record
    kind = STATEMENTS if sort == "statement" else INCIDENTS
    return next(iter(store.of_ids(kind, store.homes([side.id]).values())), None)


def _joins(judgement: Judgement, left: set[str], right: set[str]) -> bool:
    one, other = judgement.left, judgement.right
    return (one in left and other in right) or (one in right and other in left)


def _compared(
    lens: Lens, direct: Judgement | None, left: Sequence[str], right: Sequence[str]
) -> tuple[tuple[str, str] | None, float | None, tuple[Compared, ...], bool]:
    """(mentions compared, score, reasons, True if worked out now): the surest judgement on record, else anew."""
    if direct is not None:
        at = (direct.left, direct.right) if direct.left in left else (direct.right, direct.left)
        return at, direct.score, _turned(lens, at, direct.reasons), False
    best = best_pair(lens, left, right)
    if best is None:
        return None, None, (), True
    one, other, compared = best
    return (one, other), compared.score, _turned(lens, (one, other), compared.reasons), True


def _turned(lens: Lens, at: tuple[str, str], reasons: Sequence[Reason]) -> tuple[Compared, ...]:
    """The reasons with the left record's value on the left."""
    swapped = lens.has(at[0]) and lens.has(at[1]) and lens.later(*at)
    return tuple(Compared.of(reason, swapped=swapped) for reason in reasons)


def _apart(
    store: Store, lens: Lens, ours: Sequence[str], theirs: Sequence[str], judgements: Sequence[Judgement]
) -> tuple[Compared, ...]:
    """What keeps two records two although a pair of their mentions would join: a person, an exclusion, the mean."""
    between = [j for j in judgements if _joins(j, set(ours), set(theirs))]
    said = [j for j in between if j.maker.kind == "person" and j.verdict == "different"]
    scores = {frozenset({j.left, j.right}): j.score for j in between if j.score is not None}
    reasons = [
        Reason(field="person", value=f"{j.left} | {j.right}", rule=f"judged different by {j.maker.name}")
        for j in said
    ] or list(kept_apart(lens, ours, theirs, scores))  # fmt: skip
    return tuple(_with_short_ids(store, Compared.of(reason)) for reason in reasons)


def _excluded(person: Judgement) -> Compared:
    rule = "later judgements of persons about others exclude it"
    return Compared.of(Reason(field="overruled", value=f"{person.verdict} by {person.maker.name}", rule=rule))


def _with_short_ids(store: Store, compared: Compared) -> Compared:
    """Mentions as people see them."""
    if compared.field not in ("person", "mentions"):
        return compared
    left, right = (store.shown("mention", one) for one in (compared.left, compared.right))
    return replace(compared, left=left, right=right)


def _steps(
    store: Store, sort: str, way: Sequence[tuple[str, str, Judgement]], mentions: Sequence[Any]
) -> tuple[Step, ...]:
    kind = f"{sort} mention"
    words = {m.id: " … ".join(" ".join(s.words.split()) for s in m.rests_on) for m in mentions}
    return tuple(
        Step(
            left=store.shown(kind, one), right=store.shown(kind, other), left_words=words.get(one, ""),
            right_words=words.get(other, ""), score=judgement.score, by=maker_words(judgement) or "",
        )
        for one, other, judgement in way
    )  # fmt: skip
