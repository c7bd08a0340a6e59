"""Figures that differ: every value of a quantity on one ladder, with who gives it and what it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from trucewatch.present.brief.evidence import Evidence
from trucewatch.present.brief.model import Ladder, Rung
from trucewatch.present.brief.short_ids import anchor, short_ids
from trucewatch.present.brief.words import BOUNDS, number_words, reach_words, when_words
from trucewatch.present.export.people import People
from trucewatch.records.figure import Figure, FigureSeries

KINDS: Mapping[str, str] = {"level": "a level at a date", "total": "a total over a period"}


def ladders(
    series: Iterable[FigureSeries],
    figures: Mapping[str, Figure],
    evidence: Evidence,
    people: People,
    incidents: Mapping[str, tuple[str, str]],
) -> list[Ladder]:
    """The series with more than one value in conflict or growing; ``incidents`` gives (shown id, anchor) by id."""
    every = list(series)
    ids = short_ids("series", (one.id for one in every))
    made: list[Ladder] = []
    for one in every:
        own = [figures[i] for i in one.figure_ids if i in figures]
        rungs = _rungs(own, evidence, people)
        if one.agreement in ("conflict", "growing") and len(rungs) > 1:
            made.append(
                Ladder(
                    anchor=anchor(ids[one.id]),
                    shown_id=ids[one.id],
                    quantity=people.masked(one.quantity),
                    unit=one.unit,
                    agreement=one.agreement,
                    rungs=rungs,
                    incident=incidents.get(one.incident_id) if one.incident_id else None,
                )
            )
    return made


def _rungs(figures: Sequence[Figure], evidence: Evidence, people: People) -> tuple[Rung, ...]:
    """By date, then by value; a value without a date stands last."""
    rungs: list[Rung] = []
    for figure in sorted(figures, key=_order):
        passage = evidence.passage([figure.span], context=True)
        if passage is None:
            continue
        when = figure.as_of or figure.period
        said_by = people.shown(figure.said_by) or "the report itself"
        if figure.said_by_side and figure.said_by_side != said_by:
            said_by += f" ({figure.said_by_side})"
        rungs.append(
            Rung(
                value=figure_words(figure),
                number=figure.value,
                low=figure.low,
                high=figure.high,
                bound=figure.bound,
                denied=figure.denied,
                as_of=when_words(when) or "no date given",
                said_by=said_by,
                counts_what=people.masked(figure.definition) if figure.definition else _counted(figure),
                passage=passage,
            )
        )
    return tuple(rungs)


def _counted(figure: Figure) -> str:
    """What a figure counts where the words do not say of whom: a toll by its unit ("people released")."""
    return KINDS.get(figure.kind, figure.unit)


def _order(figure: Figure) -> tuple[date, float]:
    when = figure.as_of or figure.period
    day = (when.last_day or when.first_day) if when else None
    return day or date.max, figure.value if figure.value is not None else figure.low or 0


def figure_words(figure: Figure) -> str:
    """``at least 2,700``, ``hundreds (100 to 999)``; what is denied is marked so."""
    value = f"{BOUNDS.get(figure.bound, '')}{number_words(figure.shown)}"
    if figure.bound == "vague" and figure.low is not None:
        value += f" ({reach_words(figure.low, figure.high)})"
    return f"denied: {value}" if figure.denied else value
