"""Figures as ladders: every value of one quantity by its day, on one scale, with who gives it and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from trucewatch.assess.sums import KINDS, Figures, Told, with_values
from trucewatch.case import Case
from trucewatch.present.brief.figures import figure_words
from trucewatch.present.brief.words import when_words
from trucewatch.present.web.listed import Quoted, quoted
from trucewatch.records.figure import Figure, FigureSeries
from trucewatch.records.incident import Incident
from trucewatch.store.rows import FIGURES, INCIDENTS

#: What a series' values say together, in words.
STATES: Final = {
    "single": "one value", "agreeing": "values agree", "growing": "values change over time",
    "conflict": "values differ",
}  # fmt: skip
#: Width of the scale in units of its own; marks keep clear of both ends, an arrow fits at the right.
SCALE, LEFT, RIGHT = 200.0, 6.0, 26.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One value. ``low`` and ``high`` are where it lies on the scale, the same twice for a number; ``high`` None: open
    upwards; both None: it has no place on it."""

    figure: Figure
    told: Told
    value: str
    when: str
    said_by: str
    counts: str
    quote: Quoted | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """One series, with the incident that it is about; ``highest`` is the number at the end of the scale."""

    series: FigureSeries
    incident: Incident | None
    state: str
    rungs: tuple[Rung, ...]
    highest: float


def ladders(case: Case, found: Iterable[Figures], *, around: bool = False) -> tuple[Ladder, ...]:
    """The ladders of these series, rungs by the day that the value holds for, then by the value; ``around``: with the
    sentences that the values stand in."""
    every = list(found)
    figures = [told.figure for one in every for told in one.values]
    quotes = quoted(case.store, figures, around=around)
    about = sorted({one.series.incident_id for one in every if one.series.incident_id})
    incidents = {i.id: i for i in case.store.of_ids(INCIDENTS, about)}
    made = []
    for one in every:
        numbers = [n for told in one.values for n in _reach(told.figure) if n is not None]
        highest = max(numbers, default=0.0) or 1.0
        rungs = [_rung(told, quotes, highest) for told in sorted(one.values, key=_order)]
        made.append(
            Ladder(
                series=one.series,
                incident=incidents.get(one.series.incident_id or ""),
                state=STATES[one.series.agreement],
                rungs=tuple(rungs),
                highest=highest,
            )
        )
    return tuple(made)


def valued(case: Case, series: Sequence[FigureSeries]) -> tuple[Figures, ...]:
    """The series with their values."""
    figures = list(case.store.of_ids(FIGURES, sorted({f for one in series for f in one.figure_ids})))
    return with_values(series, figures, case.store.reports_of_texts(sorted({f.text_id for f in figures})))


def _rung(told: Told, quotes: dict[str, Quoted], highest: float) -> Rung:
    figure = told.figure
    low, high = _reach(figure)
    return Rung(
        figure=figure, told=told, value=figure_words(figure), when=when_words(figure.as_of or figure.period),
        said_by=figure.said_by or "the report itself", counts=figure.definition or KINDS.get(figure.kind, figure.unit),
        quote=quotes.get(figure.id), low=_place(low, highest), high=_place(high, highest),
    )  # fmt: skip


def _reach(figure: Figure) -> tuple[float | None, float | None]:
    """From where to where the words reach: a number, or the range of a vague word."""
    if figure.value is not None:
        return figure.value, figure.value
    return figure.low, figure.high


def _place(number: float | None, highest: float) -> float | None:
    return None if number is None else round(LEFT + number / highest * (SCALE - LEFT - RIGHT), 1)


def _order(told: Told) -> tuple[date, float, date]:
    figure = told.figure
    when = figure.as_of or figure.period
    day = (when.last_day or when.first_day) if when else None
    return day or told.published or date.max, _reach(figure)[0] or 0.0, told.published or date.max
