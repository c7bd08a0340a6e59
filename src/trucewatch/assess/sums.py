"""Sums of figures: refused unless a rule is named, and then told with every addend and everything left out.

Reports give several values of one thing: tolls rise, sides disagree, parts stand beside totals. What a sum means hangs
on which value of each series is taken, so the user says which, and the rule is printed with the sum.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from trucewatch.errors import BadInput
from trucewatch.records.figure import Figure, FigureSeries
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.report import Report

#: Rule -> what it takes of each series, in words.
RULES: Mapping[str, str] = {
    "lowest": "of each series the lowest value",
    "highest": "of each series the highest value",
    "first": "of each series the value told first",
    "latest": "of each series the value told last",
}
#: The same number told within so many days may be of one thing, though nothing ties the two.
SAME_NUMBER_DAYS = 3
KINDS: Mapping[str, str] = {"level": "level at a date", "total": "total over a period", "toll": "toll of one event"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One value of a series: the figure, the day of the first report that gives it, that report's id and outlet.

    ``edited`` is True where only an earlier text of that report gives it: the page was changed since.
    """

    figure: Figure
    published: date | None
    report_id: str | None
    publisher: str | None
    edited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A series with its values in the order told."""

    series: FigureSeries
    values: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addend:
    """What was taken of one series."""

    series: FigureSeries
    taken: Told
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A series that is no addend, and why."""

    series: FigureSeries
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Twice:
    """Two series that were both added and may count one thing, and why that may be."""

    one: FigureSeries
    other: FigureSeries
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSum:
    """The sum, the rule that it was made by, what was added and what was not."""

    total: float
    unit: str
    kind: str
    rule: str
    rule_words: str
    addends: tuple[Addend, ...]
    left_out: tuple[LeftOut, ...]
    twice: tuple[Twice, ...] = ()


def rule_named(rule: str | None) -> str:
    """The rule; BadInput that names them all for another word, or for none."""
    if rule is None or rule not in RULES:
        known = "; ".join(f"{name}: {words}" for name, words in RULES.items())
        asked = "a sum needs a rule" if rule is None else f"{rule!r} is no rule for a sum"
        raise BadInput(f"{asked}, since reports give several values of one thing; the rules are {known}")
    return rule


def with_values(
    series: Iterable[FigureSeries], figures: Iterable[Figure], reports: Iterable[Report]
) -> tuple[Figures, ...]:
    """The series with their values, by the day of the report that tells each."""
    by_id = {f.id: f for f in figures}
    holder: dict[str, Report] = {}
    for report in sorted(reports, key=lambda r: (r.published or r.added_at.date(), r.id)):
        for text_id in report.text_ids:
            holder.setdefault(text_id, report)

    def told(figure: Figure) -> Told:
        report = holder.get(figure.text_id)
        if report is None:
            return Told(figure=figure, published=None, report_id=None, publisher=None)
        return Told(
            figure=figure, published=report.published, report_id=report.id, publisher=report.publisher,
            edited=figure.text_id != report.text_ids[-1],
        )  # fmt: skip

    made = []
    for one in series:
        values = [told(by_id[i]) for i in one.figure_ids if i in by_id]
        values.sort(
            key=lambda t: (
                t.published or date.max,
                t.report_id or "",
                not t.edited,
                t.figure.text_id,
                t.figure.span.start,
            )
        )
        made.append(Figures(series=one, values=tuple(values)))
    return tuple(made)


def chosen(
    every: Iterable[Figures], *, unit: str | None, state: str | None, kind: str | None, definition: str | None,
    on: date | None,
) -> tuple[Figures, ...]:  # fmt: skip
    """The series that fit; of each only the values that fit the kind, the definition and the day."""
    found = []
    for one in every:
        if unit is not None and one.series.unit.casefold() != unit.casefold():
            continue
        if state is not None and one.series.agreement != state:
            continue
        values = tuple(
            t
            for t in one.values
            if (kind is None or t.figure.kind == kind)
            and (definition is None or definition.casefold() in (t.figure.definition or "").casefold())
            and (on is None or _holds_on(t.figure, on))
        )
        if values:
            found.append(Figures(series=one.series, values=values))
    return tuple(found)


def _holds_on(figure: Figure, day: date) -> bool:
    when = figure.as_of or figure.period
    if when is None or (when.first_day is None and when.last_day is None):
        return False
    return (when.first_day or date.min) <= day <= (when.last_day or date.max)


def sum_of(
    every: Iterable[Figures], rule: str | None, *, perhaps_one: Collection[frozenset[str]] = frozenset()
) -> FigureSum:
    """Add up one value of each series.

    All must be of one unit, one kind and one definition; levels of one thing at several dates are one series and give
    one value. Denied values, parts of others, words without a number and what a page has changed since are no values to
    take. What may be one thing in two series is added, and named as ``twice``.
    ``perhaps_one`` are pairs of incidents of which nobody is sure whether they are one.
    Raises: BadInput without a rule, for unlike series, and where nothing can be added.
    """
    rule = rule_named(rule)
    addends: list[Addend] = []
    left_out: list[LeftOut] = []
    for one in every:
        usable = [
            t for t in one.values if t.figure.value is not None and not (t.figure.denied or t.figure.part or t.edited)
        ]
        if usable:
            taken = _PICK[rule](usable)
            addends.append(Addend(series=one.series, taken=taken, value=taken.figure.value or 0.0))
        else:
            left_out.append(LeftOut(series=one.series, why=_why_not(one.values)))
    if not addends:
        raise BadInput("none of these series has a number that can be added; list them without --sum to see why")
    figures = [a.taken.figure for a in addends]
    _alike("units", sorted({a.series.unit.casefold() for a in addends}), "choose one with --unit")
    _alike("kinds of figure", sorted({KINDS[f.kind] for f in figures}), "choose one with --kind")
    definitions = sorted({(f.definition or "no definition told").casefold() for f in figures})
    _alike("definitions", definitions, "choose one with --definition")
    if figures[0].kind == "level":
        days = sorted({str(f.as_of.last_day or f.as_of.value) if f.as_of else "no date" for f in figures})
        _alike("dates of levels", days, "levels at several dates are never added up; choose a day with --on")
    if figures[0].kind == "total":
        spans = sorted({f"{f.period.first_day}..{f.period.last_day}" if f.period else "no period" for f in figures})
        _alike("periods", spans, "totals over several periods may overlap; choose a period with --on")
    return FigureSum(
        total=sum(a.value for a in addends), unit=addends[0].series.unit, kind=figures[0].kind, rule=rule,
        rule_words=RULES[rule], addends=tuple(addends), left_out=tuple(left_out),
        twice=tuple(_twice(addends, perhaps_one)),
    )  # fmt: skip


def unsure_incidents(judgements: Iterable[Judgement], incidents: Iterable[Incident]) -> frozenset[frozenset[str]]:
    """Pairs of incidents of which linking, or a person, is unsure whether they are one."""
    owner = {m: incident.id for incident in incidents for m in incident.mention_ids}
    pairs = (
        frozenset({owner.get(j.left, ""), owner.get(j.right, "")})
        for j in judgements
        if j.kind == "same_incident" and j.verdict == "unsure"
    )
    return frozenset(pair for pair in pairs if len(pair) == 2 and "" not in pair)


def _twice(addends: Sequence[Addend], perhaps_one: Collection[frozenset[str]]) -> Iterator[Twice]:
    """Addends that may be one thing: of one incident, of two that may be one, or the same number told within days."""
    for a, b in combinations(addends, 2):
        one, other = a.series.incident_id, b.series.incident_id
        why = None
        if one is not None and one == other:
            why = "both are of one incident"
        elif frozenset({one, other}) in perhaps_one:
            why = "unsure whether their incidents are one"
        elif a.value == b.value and (one is None or other is None) and _near(a.taken, b.taken):
            why = f"the same number, told within {SAME_NUMBER_DAYS} days, and not both tied to an incident"
        if why:
            yield Twice(one=a.series, other=b.series, why=why)


def _near(a: Told, b: Told) -> bool:
    if a.published is None or b.published is None:
        return True
    return abs((a.published - b.published).days) <= SAME_NUMBER_DAYS


def _alike(what: str, met: Sequence[str], step: str) -> None:
    if len(met) > 1:
        raise BadInput(f"the series are of {len(met)} {what} ({', '.join(met[:6])}), which are not added up; {step}")


def _why_not(values: Sequence[Told]) -> str:
    if all(t.edited for t in values):
        return "only in an earlier text of its report, which was changed since"
    if any(t.figure.denied for t in values):
        return "every value is denied, a part of another, or a word without a number"
    if any(t.figure.part for t in values):
        return "part of another figure"
    return "a word without a number"


def _number(told: Told) -> float:
    return told.figure.value or 0.0


_PICK: Mapping[str, Callable[[Sequence[Told]], Told]] = {
    "lowest": lambda values: min(values, key=_number),
    "highest": lambda values: max(values, key=_number),
    "first": lambda values: values[0],
    "latest": lambda values: values[-1],
}
