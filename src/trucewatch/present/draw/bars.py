"""A trend as bars over the strip of coverage that it was counted from, and its rows as narrow bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trucewatch.assess.trends import Trend, TrendLine, TrendStretch
from trucewatch.present.brief.words import counted, listed
from trucewatch.present.draw.axis import Days, axis, mark_lines
from trucewatch.present.draw.svg import WIDTH, Picture, cut_to, hatch, joined, line, rect, tag, text, titled
from trucewatch.present.trend_words import NO_COVERAGE, coverage_words, line_label, row_words, stretch_words

LEFT, RIGHT = 76.0, WIDTH - 8.0
#: Heights: of a row of counts, of one of the rows of coverage, of a band.
ROW, STRIP, BAND = 58.0, 17.0, 19.0
#: A band's label stands left of it.
BAND_LEFT = 284.0
#: Bands drawn at most; further rows are told in the table only.
MOST_BANDS = 18
HEADS: Mapping[str, str] = {"statement": "Statements for", "incident": "Incidents attributed to"}
SIGNS = (
    "Filled: by its own day. Outlined: no day of its own, by its first report. Hatched: no coverage, no report was "
    "published and nothing is known."
)
COMINGS = (
    "Open triangles: first report of an outlet; filled ones: its last. Numbers: dated events (round), "
    "deadlines (square)."
)
#: A column narrower than this carries no number.
NUMBERED = 15.0


def trend_picture(trend: Trend, *, name: str, title: str) -> Picture | None:
    """All statements and all incidents over the coverage that there was; None without days."""
    if not trend.stretches:
        return None
    days = _days(trend, LEFT)
    _, over = mark_lines(days, trend.marks, 0, 0)
    top = over + 6
    strip = top + ROW * len(trend.every) + 12
    bottom = strip + STRIP * 4 + 16
    drawn = [
        _no_coverage(trend, days, top, bottom, name),
        axis(days, bottom, top),
        *(_row(trend, row, days, top + ROW * (n + 1)) for n, row in enumerate(trend.every)),
        _strip(trend, days, strip),
        mark_lines(days, trend.marks, top, bottom)[0],
    ]
    return Picture(
        name=name, title=title, told=_told(trend, trend.every), width=WIDTH, height=bottom + 20, body=joined(drawn),
        legend=f"{SIGNS} {COMINGS}",
    )  # fmt: skip


def bands_picture(trend: Trend, *, name: str, title: str) -> Picture | None:
    """The rows of a trend as bands, the reports below; None without days or rows in them."""
    every = [row for row in trend.lines if row.within]
    rows = every[:MOST_BANDS]
    if not trend.stretches or not rows:
        return None
    days = _days(trend, BAND_LEFT)
    headed = trend.by == "side"
    heads = len({row.what for row in rows}) if headed else 0
    top = 6.0
    last = top + BAND * (len(rows) + heads)
    bottom = last + BAND + 4
    drawn = [_no_coverage(trend, days, top, bottom, name), axis(days, bottom, top)]
    base, before = top, None
    for row in rows:
        if headed and row.what != before:
            base, before = base + BAND, row.what
            drawn.append(text(0, base - 4, HEADS[row.what], "small bold"))
        base += BAND
        highest = _highest([one for one in rows if one.what == row.what])
        words = line_label(trend, row) if headed else row_words(trend, row)
        drawn += [
            text(0, base - 5, cut_to(words.removeprefix("attributed to "), BAND_LEFT - 48, 11), "small"),
            text(BAND_LEFT - 10, base - 5, f"{row.total:,}", "small end"),
            line(days.left, base, days.right, base, "grid"),
            _bars(trend, row, days, base, (BAND - 4) / highest),
        ]
    scale = (BAND - 4) / (max(s.reports for s in trend.stretches) or 1)
    left_out = f" ({len(every) - len(rows)} further rows in the numbers)" if len(every) > len(rows) else ""
    drawn += [line(0, last, days.right, last, "axis"), text(0, last + BAND - 3, f"Reports{left_out}", "small soft")]
    drawn += [_column(s, days, bottom, s.reports * scale) for s in trend.stretches if s.reports]
    return Picture(
        name=name, title=title, told=_told(trend, rows), width=WIDTH, height=bottom + 20, body=joined(drawn),
        legend=SIGNS,
    )  # fmt: skip


def _days(trend: Trend, left: float) -> Days:
    return Days(trend.stretches[0].first, trend.stretches[-1].last, left, RIGHT)


def _highest(rows: Sequence[TrendLine]) -> int:
    return max((a + b for row in rows for a, b in zip(row.dated, row.undated, strict=True)), default=1) or 1


def _bounds(stretch: TrendStretch, days: Days) -> tuple[float, float]:
    """Left edge and width of a stretch's column, with a gap where there is room."""
    left, right = days.start(stretch.first), days.start(stretch.last) + (days.right - days.left) / days.count
    gap = 1.5 if right - left > 6 else 0.3
    return left + gap / 2, max(right - left - gap, 0.5)


def _no_coverage(trend: Trend, days: Days, top: float, bottom: float, name: str) -> str:
    """Hatched fields over the whole height; neighbours are one field."""
    fields: list[str] = []
    run: list[TrendStretch] = []
    for stretch in (*trend.stretches, None):
        if stretch is not None and not stretch.reports:
            run.append(stretch)
            continue
        if run:
            left, (right, width) = _bounds(run[0], days)[0], _bounds(run[-1], days)
            words = stretch_words(run[0], trend.per)
            if len(run) > 1:
                words = f"{counted(len(run), trend.per)} from {words} on"
            field = rect(left, top, right + width - left, bottom - top, fill=f"url(#{name}-none)")
            fields.append(titled(field, f"{words}: {NO_COVERAGE}"))
            run = []
    return f"<defs>{hatch(f'{name}-none', 'hatch')}</defs>{joined(fields)}" if fields else ""


def _row(trend: Trend, row: TrendLine, days: Days, base: float) -> str:
    """A row of bars with its own scale, its name and number beside it."""
    return joined((
        line(days.left, base, days.right, base, "axis"),
        text(0, base - 18, f"{row.total:,}", "bold"),
        text(0, base - 4, f"{row.what.capitalize()}s", "small"),
        _bars(trend, row, days, base, (ROW - 16) / _highest([row]), numbered=True),
    ))  # fmt: skip


def _bars(trend: Trend, row: TrendLine, days: Days, base: float, scale: float, *, numbered: bool = False) -> str:
    """Filled by the day itself, on top of it in outline what has no day."""
    filled, outlined = ("st", "sto") if row.what == "statement" else ("in", "ino")
    parts = []
    for n, stretch in enumerate(trend.stretches):
        dated, undated = row.dated[n], row.undated[n]
        if not dated + undated:
            continue
        left, width = _bounds(stretch, days)
        low, high = scale * dated, scale * undated
        bars = rect(left, base - low, width, low, filled) if dated else ""
        if undated:
            edge = min(0.65, width / 4)
            bars += rect(left + edge, base - low - high + edge, width - 2 * edge, max(high - 2 * edge, 0.4), outlined)
        if numbered and width >= NUMBERED:
            bars += text(left + width / 2, base - low - high - 3, str(dated + undated), "num")
        words = f"{stretch_words(stretch, trend.per)}: {counted(dated, row.what)}"
        words += f", {undated} more without a day, first reported then" if undated else ""
        parts.append(titled(bars, words))
    return joined(parts)


def _column(stretch: TrendStretch, days: Days, base: float, high: float) -> str:
    left, width = _bounds(stretch, days)
    return rect(left, base - max(1.5, high), width, max(1.5, high), "rep")


def _strip(trend: Trend, days: Days, top: float) -> str:
    """Reports, outlets, origins and languages of each stretch, and where outlets come and go."""
    values = {
        "Reports": [s.reports for s in trend.stretches],
        "Outlets": [len(s.outlets) for s in trend.stretches],
        "Origins": [s.origins for s in trend.stretches],
        "Languages": [len(s.languages) for s in trend.stretches],
    }
    parts = [line(0, top - 6, days.right, top - 6, "axis")]
    scale = (STRIP - 5) / max(*values["Reports"], 1)
    for at, (label, numbers) in enumerate(values.items()):
        base = top + STRIP * (at + 1) - 2
        parts.append(text(0, base - 2, label, "small soft"))
        parts += [_column(s, days, base, n * scale) for s, n in zip(trend.stretches, numbers, strict=True) if n]
    y = top + STRIP * 4 + 7
    parts.append(text(0, y + 3, "New, gone", "small soft"))
    for stretch in trend.stretches:
        left, width = _bounds(stretch, days)
        parts.append(_comings(stretch, left + width / 2, y))
        if stretch.reports:
            words = f"{stretch_words(stretch, trend.per)}: {coverage_words(stretch)}"
            parts.append(titled(rect(left, top, width, STRIP * 4, fill="transparent"), words))
    return joined(parts)


def _comings(stretch: TrendStretch, x: float, y: float) -> str:
    """An upright open triangle where outlets are first seen, a filled one on its head where they are last seen."""
    drawn = ""
    beside = 4.5 if stretch.first_seen and stretch.last_seen else 0
    if stretch.first_seen:
        path = tag("path", cls="new", d=f"M{x - beside - 4:.1f} {y + 3:.1f}h8l-4 -7z")
        drawn += titled(path, f"first report of {listed(stretch.first_seen)}")
    if stretch.last_seen:
        path = tag("path", cls="gone", d=f"M{x + beside - 4:.1f} {y - 4:.1f}h8l-4 7z")
        drawn += titled(path, f"last report of {listed(stretch.last_seen)}")
    return drawn


def _told(trend: Trend, rows: Sequence[TrendLine]) -> str:
    """The picture in words: what each row comes to, when it stands highest, and how much was not covered."""
    first, last = (stretch_words(s, trend.per) for s in (trend.stretches[0], trend.stretches[-1]))
    told = [f"Counted per {trend.per}, {first} to {last}."]
    for row in rows:
        sums = [a + b for a, b in zip(row.dated, row.undated, strict=True)]
        words = f"{row_words(trend, row) if row not in trend.every else f'{row.what.capitalize()}s'}: {row.total:,}"
        if any(sums):
            at = sums.index(max(sums))
            words += f", most in {stretch_words(trend.stretches[at], trend.per)} ({sums[at]:,})"
        told.append(f"{words}.")
    bare = [stretch_words(s, trend.per) for s in trend.stretches if not s.reports]
    if bare:
        told.append(f"No coverage in {listed(bare[:6])}{f' and {len(bare) - 6} more' if len(bare) > 6 else ''}.")
    return " ".join(told)
