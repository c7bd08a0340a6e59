"""``trucewatch figures``: the values that reports give of each thing, and sums by a named rule."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, get_args

import typer

from trucewatch.assess.sums import Figures, FigureSum, Told
from trucewatch.case import Case, open_case
from trucewatch.errors import BadInput
from trucewatch.present.brief.figures import figure_words
from trucewatch.present.brief.words import number_words, when_words
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.plain import record_as_dict
from trucewatch.records.figure import Agreement
from trucewatch.records.hands import entered_by


def command(
    case: CaseArgument,
    unit: Annotated[str | None, typer.Option(help="Only this unit, as listed (people, prisoners, attacks).")] = None,
    state: Annotated[str | None, typer.Option(help="Only single, agreeing, growing or conflict.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only level, total or toll.")] = None,
    definition: Annotated[str | None, typer.Option(help="Only values whose definition has these words.")] = None,
    on: Annotated[str | None, typer.Option(help="Only values that hold for this day (YYYY-MM-DD).")] = None,
    rule: Annotated[
        str | None, typer.Option("--sum", help="Add one value of each up, by lowest, highest, first or latest.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead.")] = False,
) -> None:
    """List the figures that reports give of each thing, by date and source; add them up by a named rule.

    Without --sum nothing is added up. Unlike units, kinds, definitions, days or periods are never added up.

    Example: trucewatch figures doha.truce --unit prisoners --state conflict
    """
    for option, given, known in (("--state", state, get_args(Agreement)), ("--kind", kind, ("level", "total", "toll"))):
        if given is not None and given not in known:
            raise BadInput(f"{option} is one of {', '.join(known)}; got {given!r}")
    filters = {"unit": unit, "state": state, "kind": kind, "definition": definition, "on": _day(on)}
    with open_case(case) as opened:
        if rule is not None:
            made = opened.sum_figures(rule, **filters)
            lines = (
                [json.dumps(record_as_dict(made), ensure_ascii=False, indent=2)] if as_json else sum_lines(opened, made)
            )
        else:
            found = opened.figures(**filters)  # type: ignore[arg-type]
            rows = [record_as_dict(one) for one in found]
            lines = [json.dumps(rows, ensure_ascii=False, indent=2)] if as_json else series_lines(opened, found)
        for line in lines:
            print(line)


def _day(given: str | None) -> date | None:
    try:
        return date.fromisoformat(given) if given is not None else None
    except ValueError:
        raise BadInput(f"{given!r} is no day; write it as 2020-03-01") from None


def series_lines(case: Case, every: Sequence[Figures]) -> Iterator[str]:
    if not every:
        yield "no figures of this kind"
    for one in every:
        shown = case.store.shown("series", one.series.id)
        yield f"{shown} {one.series.quantity} [{one.series.unit}]: {one.series.agreement}"
        for told in one.values:
            yield f"    {_value(case, told)}"


def sum_lines(case: Case, made: FigureSum) -> Iterator[str]:
    yield f"{number_words(_plain(made.total))} {made.unit}, by the rule {made.rule!r}: {made.rule_words}"
    for addend in made.addends:
        shown = case.store.shown("series", addend.series.id)
        yield f"    {shown} {addend.series.quantity}: {_value(case, addend.taken)}"
    for left in made.left_out:
        yield f"    left out: {case.store.shown('series', left.series.id)} {left.series.quantity}: {left.why}"
    for pair in made.twice:
        one, other = (case.store.shown("series", series.id) for series in (pair.one, pair.other))
        yield f"    may be one thing, added twice: {one} and {other}: {pair.why}"


def _plain(value: float) -> float | int:
    return int(value) if value.is_integer() else value


def _value(case: Case, told: Told) -> str:
    figure = told.figure
    when = when_words(figure.as_of or figure.period) or "no date given"
    by_hand = entered_by(figure)
    source = ", ".join(str(v) for v in (told.publisher, told.published) if v)
    source = source or (f"a note, entered by {by_hand}" if by_hand else "a report not known")
    report = f"{case.store.shown('report', told.report_id)} " if told.report_id else ""
    defined = f" ({figure.definition})" if figure.definition else ""
    edited = "; an earlier text, changed since" if told.edited else ""
    return (
        f"{figure_words(figure)}{defined}, {when} — {figure.said_by or 'the report itself'} in {report}{source}{edited}"
    )
