"""Small pictures in SVG, written by us: shapes as text, a picture with title and description, colours in one place.

Every number is rounded alike and every list has an order, so that equal things are drawn in equal bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from markupsafe import escape

#: Width of every picture in its own units; the page scales it.
WIDTH: Final = 680
FONT_SIZE: Final = 13
#: An average letter is so much of its height wide.
LETTER: Final = 0.55

#: Colours by what they mean, on a light and on a dark page. Blue and ochre are told apart by the colour-blind too, and
#: every difference is one of shape as well; no side has a colour.
COLOURS: Final[Mapping[str, tuple[str, str]]] = {
    "ink": ("#191d21", "#e7eaed"),
    "soft": ("#4b545c", "#aeb7be"),
    "rule": ("#8a949c", "#7d878f"),
    "faint": ("#e3e7ea", "#2b3238"),
    "paper": ("#ffffff", "#14181b"),
    "statement": ("#3d6580", "#8fb8d3"),
    "incident": ("#a0661f", "#dca860"),
    "report": ("#66727b", "#97a3ac"),
    "none": ("#b4bdc4", "#4d575f"),
    "mark": ("#1f4d63", "#8fc0d8"),
    "land": ("#eef0f0", "#20272b"),
    "ground": ("#f9f9f8", "#171b1e"),
    "border": ("#a3acb2", "#5b656c"),
}
#: Rules of style: selector -> declarations, with colours by name.
_RULES: Final[Mapping[str, str]] = {
    "text": "fill:$ink",
    ".soft": "fill:$soft",
    ".small": "font-size:11px",
    ".bold": "font-weight:600",
    ".num": "font-size:11px;text-anchor:middle;stroke:$paper;stroke-width:2.6;paint-order:stroke;stroke-linejoin:round",
    ".mid": "text-anchor:middle",
    ".end": "text-anchor:end",
    ".axis": "stroke:$rule;stroke-width:1",
    ".grid": "stroke:$faint;stroke-width:1",
    ".mark": "stroke:$mark;stroke-width:1;stroke-dasharray:2.5 3;fill:none;opacity:.75",
    ".tag": "fill:$paper;stroke:$mark;stroke-width:1.2",
    ".arc": "fill:none;stroke:$soft;stroke-width:.9;opacity:.55",
    ".st": "fill:$statement;stroke:$statement;stroke-width:1",
    ".sto": "fill:$paper;stroke:$statement;stroke-width:1.3",
    ".in": "fill:$incident;stroke:$incident;stroke-width:1",
    ".ino": "fill:$paper;stroke:$incident;stroke-width:1.3",
    ".tie": "stroke:$incident;stroke-width:1;stroke-dasharray:1.5 2",
    ".rep": "fill:$report",
    ".hatch": "stroke:$none;stroke-width:1.1",
    ".lab": "font-size:12px;font-weight:600;stroke:$paper;stroke-width:3;paint-order:stroke;stroke-linejoin:round",
    ".area": "stroke:$incident;stroke-width:1.4",
    ".areaedge": "fill:none;stroke:$incident;stroke-width:1.3",
    ".ring": "fill:none;stroke:$incident;stroke-width:1.5;stroke-dasharray:3 2.5",
    ".land": "fill:$land;stroke:$border;stroke-width:.6;stroke-linejoin:round",
    ".ground": "fill:$ground",
    ".halo": "stroke:$land;stroke-width:3;paint-order:stroke;stroke-linejoin:round",
    ".new": "fill:$paper;stroke:$mark;stroke-width:1.5",
    ".gone": "fill:$mark",
    ".span": "stroke:$incident;stroke-width:2",
}


def style(*, dark: bool = False, within: str = "") -> str:
    """The rules of all pictures with the colours of a light or a dark page; ``within`` goes before each selector."""
    rules = []
    for selector, declared in _RULES.items():
        for name, colours in COLOURS.items():
            declared = re.sub(rf"\${name}\b", colours[dark], declared)
        rules.append(f"{within}{selector}{{{declared}}}")
    return "".join(rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing. ``name`` is its id on the page, ``title`` what it shows, ``told`` the same in words; ``legend`` says
    what its signs mean, for forms that print it as it is."""

    name: str
    title: str
    told: str
    width: float
    height: float
    body: str
    legend: str = ""

    def inline(self) -> str:
        """For a page that holds ``style(within=".pic ")``."""
        return self._wrapped('class="pic" ', self.body)

    def standalone(self, *, font: str = "system-ui, 'DejaVu Sans', sans-serif") -> str:
        """A file of its own: light colours on white, without links."""
        body = re.sub(r"</?a\b[^>]*>", "", self.body)
        ground = f'<rect width="{num(self.width)}" height="{num(self.height)}" fill="{COLOURS["paper"][0]}"/>'
        drawn = f"<style>svg{{font-family:{font};font-size:{FONT_SIZE}px}}{style()}</style>{ground}{body}"
        size = f'xmlns="http://www.w3.org/2000/svg" width="{num(self.width)}" height="{num(self.height)}" '
        return self._wrapped(size, drawn)

    def _wrapped(self, attributes: str, body: str) -> str:
        title, told = f"{self.name}-title", f"{self.name}-told"
        return (
            f'<svg {attributes}viewBox="0 0 {num(self.width)} {num(self.height)}" role="img" '
            f'aria-labelledby="{title} {told}"><title id="{title}">{escape(self.title)}</title>'
            f'<desc id="{told}">{escape(self.told)}</desc>{body}</svg>'
        )


def num(value: float) -> str:
    """A number with one decimal at most."""
    rounded = round(float(value), 1)
    return str(int(rounded)) if rounded.is_integer() else f"{rounded}"


def tag(name: str, content: str = "", /, **attributes: str | float | None) -> str:
    """One element; ``cls`` stands for class, strokes in names for hyphens; None leaves an attribute out."""
    given = ""
    for key, value in attributes.items():
        if value is not None:
            written = escape(value) if isinstance(value, str) else num(value)
            given += f' {"class" if key == "cls" else key.replace("_", "-")}="{written}"'
    return f"<{name}{given}>{content}</{name}>" if content else f"<{name}{given}/>"


def text(x: float, y: float, words: str, cls: str | None = None) -> str:
    return tag("text", str(escape(words)), cls=cls, x=x, y=y)


def line(x1: float, y1: float, x2: float, y2: float, cls: str) -> str:
    return tag("line", cls=cls, x1=x1, y1=y1, x2=x2, y2=y2)


def rect(x: float, y: float, width: float, height: float, cls: str | None = None, fill: str | None = None) -> str:
    return tag("rect", cls=cls, x=x, y=y, width=width, height=height, fill=fill)


def titled(shape: str, words: str) -> str:
    """A shape with the words that a pointer held over it shows."""
    return tag("g", f"<title>{escape(words)}</title>{shape}")


def linked(shape: str, anchor: str) -> str:
    """A shape that leads to a place on the page; the lists on the page are the way by keyboard."""
    return f'<a href="#{escape(anchor)}" tabindex="-1">{shape}</a>'


def hatch(name: str, cls: str, *, angle: int = 45, step: float = 6) -> str:
    """The definition of a hatching, to be filled with ``url(#NAME)``."""
    return (
        f'<pattern id="{escape(name)}" width="{num(step)}" height="{num(step)}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate({angle})">{line(0, 0, 0, step, cls)}</pattern>'
    )


Shape = Literal["statement", "incident"]


def dot(shape: Shape, x: float, y: float, *, size: float = 3.2, hollow: bool = False) -> str:
    """A statement is a circle, an incident a diamond; hollow where its day is not known."""
    if shape == "statement":
        return tag("circle", cls="sto" if hollow else "st", cx=x, cy=y, r=size)
    reach = size * 1.3
    points = " ".join(f"{num(a)},{num(b)}" for a, b in ((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)))
    return tag("polygon", cls="ino" if hollow else "in", points=points)


def width_of(words: str, size: float = FONT_SIZE) -> float:
    """About how wide words are drawn."""
    return len(words) * size * LETTER


def cut_to(words: str, width: float, size: float = FONT_SIZE) -> str:
    """The words, cut with an ellipsis where they would be wider."""
    fits = max(1, int(width / (size * LETTER)))
    return words if len(words) <= fits else words[: fits - 1].rstrip() + "…"


def joined(parts: Iterable[str]) -> str:
    return "".join(parts)
