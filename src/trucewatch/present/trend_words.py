"""What the rows of a trend are called, and a trend as text and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from string import ascii_uppercase
from typing import Any

from trucewatch.assess.trends import NO_SIDE, Per, Trend, TrendLine, TrendStretch
from trucewatch.present.brief.words import act_heading, counted, day_words, listed, range_words, type_label
from trucewatch.records.languages import language_name

NO_COVERAGE = "no coverage"
#: How the counting is told wherever a trend is shown.
RULES = (
    "A statement or incident counts once, however many reports tell of it, by its own day; what has no day stands "
    "apart, by the day it was first reported.",
    "An incident counts for every side that an account names, in one row: that of the side, or that of all the sides "
    "named. A denial takes nothing away.",
    "Where no report was published nothing can be counted: no coverage is not zero.",
    "An outlet is marked where its first and where its last report in the case stands; none as new where the case "
    "begins, none as gone where it ends.",
)
CSV_HEADS = (
    "from", "to", "counts", "row", "dated", "undated_by_first_report", "coverage", "reports", "outlets", "origins",
    "languages", "outlets_first_seen", "outlets_last_seen", "marks",
)  # fmt: skip


def line_label(trend: Trend, line: TrendLine) -> str:
    """What a row counts, without whether it is statements or incidents."""
    if line in trend.every:
        return "all"
    if trend.by == "side":
        return _sides(line)
    if trend.by == "type":
        return type_label((line.key or ("",))[0])
    if trend.by == "act":
        return act_heading((line.key or ("",))[0])
    if line.key is None:
        return "place not told or held back"
    area, country = line.key
    if not country:
        return area or "not found in the gazetteer"
    return f"{area}, {country}" if area and area != country else f"{country}, area not known"


def row_words(trend: Trend, line: TrendLine) -> str:
    """What a row counts in full: ``Statements, Arvania``, ``Incidents attributed to Arvania``, ``Airstrike``."""
    label = line_label(trend, line)
    if trend.by != "side":
        return label[:1].upper() + label[1:]
    if line.what == "statement":
        return f"Statements for {label}"
    return f"Incidents, {label}" if not line.key else f"Incidents {label}"


def _sides(line: TrendLine) -> str:
    sides = line.key or ()
    if line.what == "statement":
        return "no side of the agreement" if sides == (NO_SIDE,) else listed(sides)
    if not sides:
        return "nobody named as having done it"
    if sides == (NO_SIDE,):
        return "attributed to no side of the agreement"
    both = "both " if len(sides) == 2 else "all of " if len(sides) > 2 else ""
    return f"attributed to {both}{listed(sides)}"


def stretch_words(stretch: TrendStretch, per: Per) -> str:
    """``2–8 March 2031``; a month by its name."""
    if per == "month":
        return f"{stretch.first:%B} {stretch.first.year}"
    return range_words(stretch.first, stretch.last)


def coverage_words(stretch: TrendStretch) -> str:
    """``4 reports from 3 outlets, 3 origins, in English``, or that there is none."""
    if not stretch.reports:
        return NO_COVERAGE
    told = f"{counted(stretch.reports, 'report')} from {counted(len(stretch.outlets), 'outlet')}"
    told += f", {counted(stretch.origins, 'origin')}"
    return f"{told}, in {listed([language_name(one) for one in stretch.languages])}" if stretch.languages else told


def number_words(line: TrendLine, at: int, stretch: TrendStretch) -> str:
    """``3+1``: so many with a day and so many by their first report; "" where nothing could be counted."""
    dated, undated = line.dated[at], line.undated[at]
    if not stretch.reports and not dated and not undated:
        return ""
    return f"{dated}+{undated}" if undated else str(dated)


def apart_words(line: TrendLine, per: Per) -> str:
    """What stands in no stretch, by reason; "" where everything stands in one."""
    told = [
        f"{line.wider:,} told only of longer than a {per}" if line.wider else "",
        f"{line.outside:,} before or after these days" if line.outside else "",
        f"{line.dayless:,} without any day" if line.dayless else "",
    ]
    return ", ".join(words for words in told if words)


def text_lines(trend: Trend) -> Iterator[str]:
    """The trend as a table of numbers, with its marks, its rows by letters, and what stands apart."""
    if not trend.stretches:
        yield "no report has a day, so there is no time to count over; give --since and --until to count all the same"
        return
    rows = [*trend.every, *trend.lines]
    names = [*(f"{line.what}s" for line in trend.every), *_letters(len(trend.lines))]
    head = [trend.per, "reports", "outlets", "origins", *names]
    table = [
        [stretch_words(stretch, trend.per), *_coverage(stretch), *(number_words(line, n, stretch) for line in rows)]
        for n, stretch in enumerate(trend.stretches)
    ]
    widths = [max(len(row[n]) for row in (head, *table)) for n in range(len(head))]
    yield _row(head, widths)
    for row, stretch in zip(table, trend.stretches, strict=True):
        yield _row(row, widths) + (f"  {NO_COVERAGE}" if not stretch.reports else "")
        yield from (f"    {day_words(m.day)}: {m.name}" for m in trend.marks if stretch.first <= m.day <= stretch.last)
        if stretch.first_seen or stretch.last_seen:
            yield f"    {_sources(stretch)}"
    yield ""
    for line, name in zip(rows, names, strict=True):
        apart = apart_words(line, trend.per)
        if line not in trend.every:
            yield f"{name}  {line.what}s, {line_label(trend, line)}: {line.total:,}" + (f"; {apart}" if apart else "")
        else:
            yield f"{name}: {line.total:,}" + (f"; {apart}" if apart else "")
    if trend.not_happened:
        yield f"{counted(trend.not_happened, 'incident')} more told only as planned, threatened, supposed or denied"
    if trend.undated_reports:
        yield f"{counted(trend.undated_reports, 'report')} without a day of publication"
    yield from RULES


def _coverage(stretch: TrendStretch) -> list[str]:
    """The cells of what was published in it."""
    return (
        [str(stretch.reports), str(len(stretch.outlets)), str(stretch.origins)] if stretch.reports else ["none", "", ""]
    )


def _sources(stretch: TrendStretch) -> str:
    parts = [f"first report of {listed(stretch.first_seen)}"] if stretch.first_seen else []
    parts += [f"last report of {listed(stretch.last_seen)}"] if stretch.last_seen else []
    return "; ".join(parts)


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = zip(cells, widths, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]).rstrip()


def _letters(number: int) -> list[str]:
    """A, B … Z, AA, AB …"""
    return [(ascii_uppercase[n // 26 - 1] if n >= 26 else "") + ascii_uppercase[n % 26] for n in range(number)]


def trend_rows(trend: Trend) -> Iterator[dict[str, Any]]:
    """A row for each stretch and row of counts, with the columns of ``CSV_HEADS``; what stands in no stretch in rows
    without days.

    Where there was no coverage and nothing is known, the numbers are None.
    """
    empty: dict[str, Any] = dict.fromkeys(CSV_HEADS)
    for line in (*trend.every, *trend.lines):
        label = line_label(trend, line)
        for n, stretch in enumerate(trend.stretches):
            known = stretch.reports or line.dated[n] or line.undated[n]
            values = (
                stretch.first, stretch.last, line.what, label, line.dated[n] if known else None,
                line.undated[n] if known else None, "yes" if stretch.reports else "none", stretch.reports,
                len(stretch.outlets), stretch.origins, list(stretch.languages), list(stretch.first_seen),
                list(stretch.last_seen),
                [f"{m.day}: {m.name}" for m in trend.marks if stretch.first <= m.day <= stretch.last],
            )  # fmt: skip
            yield dict(zip(CSV_HEADS, values, strict=True))
        for reason, number in (("wider", line.wider), ("outside", line.outside), ("without a day", line.dayless)):
            if number:
                yield empty | {"counts": line.what, "row": label, "dated": number, "coverage": reason}
    if trend.not_happened:
        label = "told only as planned, threatened, supposed or denied"
        yield empty | {"counts": "incident", "row": label, "dated": trend.not_happened}


def csv_text(trend: Trend) -> str:
    """The rows as CSV; several values of a cell are parted by "; "."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n").writerow
    write(CSV_HEADS)
    for row in trend_rows(trend):
        write(["; ".join(value) if isinstance(value, list) else value for value in row.values()])
    return out.getvalue()
