"""Whether two figures count one thing, and if so how their values stand to each other."""

from __future__ import annotations

from collections.abc import Sequence

from trucewatch.explain.model import Compared, Relation
from trucewatch.explain.subjects import summary
from trucewatch.judging import Side
from trucewatch.link.figure_keys import GONE, Key, KeyedFigures, in_statements, key_parts, keyed
from trucewatch.link.figure_series import compatible, stand
from trucewatch.link.order import Told
from trucewatch.records.figure import Figure, FigureSeries
from trucewatch.records.incident import Incident
from trucewatch.relink.figures import series_holding
from trucewatch.store import Store
from trucewatch.store.rows import FIGURES, INCIDENTS

#: What is said of a part of what two figures count where they differ in it.
UNLIKE = {
    "kind": "a level, a total and a toll are never compared",
    "unit": "unlike units are never compared",
    "incident": "what two events cost is never one number",
    "side": "of another side, as far as told",
    "place": "of another place, as far as told",
    "effect": "another fate is counted",
    "definition": "counted by another definition",
    "period": "over another period",
    "quantity": "neither side, place nor incident ties them, and the words for what is counted differ",
    "gone": "one counts what is no longer there or no longer in those hands",
    "whole": "one is the whole that the other is a part of",
}
#: Why two figures that do not count one thing by their words make one series nevertheless.
TIED = (
    "one text sets them against each other or gives each side's own number; or both stand in one statement or one "
    "sentence printed twice; or they are of one incident, and who was harmed is told more closely in one"
)
#: Fields that a person may correct, by the part of the key that they make.
CORRECTED = {"unit": "unit", "side": "side", "place": "place", "definition": "definition", "quantity": "quantity"}


def figures_of(store: Store, side: Side) -> tuple[Figure, ...]:
    """The figure that was named, or those of the series that was."""
    if isinstance(side.record, FigureSeries):
        found = {f.id: f for f in store.of_ids(FIGURES, side.record.figure_ids)}
        return tuple(found[f] for f in side.record.figure_ids if f in found)
    return (side.record,)


def figure_relation(store: Store, ours: Side, theirs: Side) -> Relation:
    """One series or two: what the series says, or in what the two differ; of two series their nearest figures."""
    left, right = figures_of(store, ours), figures_of(store, theirs)
    text_ids = {f.text_id for f in (*left, *right)}
    told = Told(store.reports_of_texts(text_ids))
    texts = store.texts_by_id(text_ids)
    found = _keyed(store, text_ids, told)
    place = {figure.id: n for n, figure in enumerate(found.figures)}
    a, b = min(
        ((x, y) for x in left for y in right if x.id != y.id),
        key=lambda pair: (_differing(found, place, *pair), pair[0].id, pair[1].id),
    )
    series = next((s for s in series_holding(store, [a]) if b.id in s.figure_ids), None)
    one, other = (found.keys[place[f.id]] for f in (a, b))
    parts = _parts(store, found, place, a, b)
    if series is not None:
        state, rule = stand(a, b, told=told, texts=texts)
        reasons = [Compared(field="values", left=summary(a), right=summary(b), rule=f"{state}: {rule}")]
        reasons += [Compared.of(r) for r in series.reasons]
        if one != other:
            reasons.append(Compared(field="tie", left=summary(a), right=summary(b), rule=TIED))
        reasons += [p for p in parts if p.left == p.right]
        return Relation(kind="same_series", verdict="same", label=series.agreement, live=False, reasons=tuple(reasons))
    apart = tuple(p for p in parts if p.left != p.right)
    return Relation(
        kind="same_series", verdict="different", live=True, reasons=tuple(p for p in parts if p.left == p.right),
        uncompared=apart, change=_ways(store, a, b, apart),
    )  # fmt: skip


def _keyed(store: Store, text_ids: set[str], told: Told) -> KeyedFigures:
    """The figures of these texts by what they count, as linking has them."""
    figures = [f for text_id in sorted(text_ids) for f in store.figures(text_id)]
    mentions = [m for text_id in sorted(text_ids) for m in store.incident_mentions(text_id) if m.counts]
    homes = store.homes(m.id for m in mentions)
    incidents: list[Incident] = list(store.of_ids(INCIDENTS, sorted(set(homes.values()))))
    statements = [m for text_id in sorted(text_ids) for m in store.statement_mentions(text_id)]
    said = in_statements(figures, statements, store.homes(m.id for m in statements))
    return keyed(
        figures, incidents=incidents, mentions=mentions, told=told, texts=store.texts_by_id(text_ids), said=said
    )


def _differing(found: KeyedFigures, place: dict[str, int], a: Figure, b: Figure) -> int:
    """In how many parts two figures count other things; 0 where their values can be held against each other."""
    if a.id not in place or b.id not in place:
        return len(UNLIKE) + 1
    one, other = (key_parts(f, found.incidents[place[f.id]]) for f in (a, b))
    return sum(one.get(name) != other.get(name) for name in one | other) + (not compatible(a, b))


def _parts(store: Store, found: KeyedFigures, place: dict[str, int], a: Figure, b: Figure) -> list[Compared]:
    """What the two count, part by part."""
    parts = [key_parts(f, found.incidents[place[f.id]]) for f in (a, b)]
    shown = [_shown(store, f, held) for f, held in zip((a, b), parts, strict=True)]
    made = []
    for name in dict.fromkeys((*parts[0], *parts[1])):
        held = [part.get(name, "") for part in parts]
        if held == ["", ""]:
            continue
        left, right = ((s.get(name) or "not told") for s in shown)
        same = held[0] == held[1]
        made.append(
            Compared(
                field=name, left=left, right=left if same else right if right != left else f"another {right}",
                rule="the same" if same else UNLIKE[name],
            )
        )  # fmt: skip
    keys: Sequence[Key] = [found.keys[place[f.id]] for f in (a, b)]
    if (keys[0][-1] == GONE) != (keys[1][-1] == GONE):
        made.append(_told_apart("gone", a, b))
    if any(f.id in key[len(part) :] for f, key, part in zip((a, b), keys, parts, strict=True)):
        made.append(_told_apart("whole", a, b))
    return made


def _told_apart(name: str, a: Figure, b: Figure) -> Compared:
    left, right = summary(a), summary(b)
    return Compared(field=name, left=left, right=right if right != left else f"another {right}", rule=UNLIKE[name])


def _shown(store: Store, figure: Figure, parts: dict[str, str]) -> dict[str, str]:
    """The parts in the words of the report, and an incident under its id."""
    shown = dict(parts) | {"unit": figure.unit, "definition": figure.definition or "", "place": figure.place or ""}
    if "incident" in parts:
        shown["incident"] = store.shown("incident", parts["incident"])
    shown |= {name: figure.quantity for name in ("effect", "quantity") if name in parts}
    if figure.period is not None:
        shown["period"] = f"{figure.period.first_day}..{figure.period.last_day}"
    return shown


def _ways(store: Store, a: Figure, b: Figure, apart: Sequence[Compared]) -> tuple[tuple[str, str], ...]:
    """How to say that the second counts what the first does, where one part that a person may correct differs."""
    if len(apart) != 1 or apart[0].field not in CORRECTED:
        return ()
    field = CORRECTED[apart[0].field]
    value = getattr(a, field)
    if value is None:
        return ()
    return ((f"{store.shown('figure', b.id)} {field} --value {value!r}", f"gives both one {field}"),)
