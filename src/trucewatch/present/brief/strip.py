"""The coverage strip as inline SVG: reports by week, weeks without any report hatched, new outlets marked."""

from __future__ import annotations

from markupsafe import Markup, escape

from trucewatch.present.brief.model import Coverage, Stretch
from trucewatch.present.brief.words import counted, range_words

WIDTH, BARS, BASE, HEIGHT = 720, 74, 96, 122
#: More stretches than this and the bars carry no numbers.
MOST_NUMBERED = 26


def coverage_svg(coverage: Coverage) -> Markup:
    """The strip; empty if no report has a date. Colours are set by the page's style sheet."""
    stretches = coverage.stretches
    if not stretches:
        return Markup("")
    highest = max(stretch.reports for stretch in stretches) or 1
    step = min(WIDTH / len(stretches), 130.0)
    width = max(step * len(stretches), 1)
    gap = 2.0 if step > 8 else 0.5
    parts: list[Markup] = []
    last_label = -1000.0
    for number, stretch in enumerate(stretches):
        x = number * step
        parts.append(_column(stretch, coverage.unit, x + gap / 2, step - gap, highest, len(stretches) <= MOST_NUMBERED))
        if x - last_label >= 58:
            label = f"{stretch.first.day} {stretch.first:%b}" if coverage.unit == "week" else f"{stretch.first:%b %Y}"
            parts.append(
                Markup('<line class="tick" x1="{0:.1f}" x2="{0:.1f}" y1="{1}" y2="{2}"/>').format(
                    x + gap / 2, BASE, BASE + 5
                )
            )
            parts.append(Markup('<text class="axis" x="{:.1f}" y="{}">{}</text>').format(x + gap / 2, BASE + 18, label))
            last_label = x
    parts.append(Markup('<line class="base" x1="0" x2="{:.1f}" y1="{}" y2="{}"/>').format(width, BASE, BASE))
    return Markup(
        '<svg class="strip" viewBox="-2 0 {:.0f} {}" role="img" aria-label="{}" preserveAspectRatio="xMinYMid meet">'
        '<defs><pattern id="none" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<line class="hatch" x1="0" y1="0" x2="0" y2="5"/></pattern></defs>{}</svg>'
    ).format(WIDTH + 4, HEIGHT, escape(strip_words(coverage)), Markup("").join(parts))


def strip_words(coverage: Coverage) -> str:
    """The strip in words, for those who cannot see it."""
    if not coverage.stretches:
        return "No report has a date."
    told = [
        f"{range_words(s.first, s.last)}: {counted(s.reports, 'report') if s.reports else 'no coverage'}"
        for s in coverage.stretches
    ]
    return f"Reports by {coverage.unit}. " + "; ".join(told)


def _column(stretch: Stretch, unit: str, x: float, width: float, highest: int, numbered: bool) -> Markup:
    """One bar, or a hatched field for a stretch without reports; a dot above where an outlet is new."""
    days = range_words(stretch.first, stretch.last)
    if not stretch.reports:
        field = Markup('<g><title>{}</title><rect class="nothing" x="{:.1f}" y="{}" width="{:.1f}" height="{}"/></g>')
        return field.format(f"{days}: no coverage", x, BASE - BARS, width, BARS)
    height = max(3.0, (BARS - 16) * stretch.reports / highest)
    outlets = f"{counted(stretch.reports, 'report')} from {counted(stretch.outlets, 'outlet')}"
    new = f", {stretch.new_outlets} not seen before" if stretch.new_outlets else ""
    column = Markup(
        '<g><title>{}</title><rect class="bar" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>'
    ).format(f"{days}: {outlets}{new}", x, BASE - height, width, height)
    if numbered:
        column += Markup('<text class="number" x="{:.1f}" y="{:.1f}">{}</text>').format(
            x + width / 2, BASE - height - 4, stretch.reports
        )
    if stretch.new_outlets:
        column += Markup('<circle class="new" cx="{:.1f}" cy="8" r="3.2"/>').format(x + width / 2)
    return column + Markup("</g>")
