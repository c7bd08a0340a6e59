"""Numbers that are reported, and the series in which the same number is told again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from trucewatch.errors import BadRecord
from trucewatch.records.count import Bound
from trucewatch.records.ids import digest
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.span import Span
from trucewatch.records.when import When

Agreement = Literal["single", "agreeing", "growing", "conflict"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One reported value of one quantity.

    ``quantity`` names what is counted ("troops of United States in Afghanistan"); ``unit`` the thing
    counted ("troops", "prisoners", "attacks"). A level has ``as_of``, a total has ``period``: never
    both, so that a total over a period is never compared with a level at a date. ``value`` is None for a
    vague word; then ``low`` holds its floor. ``part``: some of those in another figure of the same sentence.
    ``denied``: ``said_by`` says that it was not so many.
    """

    id: str
    text_id: str
    quantity: str
    unit: str
    value: float | None
    low: float | None = None
    high: float | None = None
    bound: Bound = "exact"
    kind: Literal["level", "total", "toll"] = "level"
    definition: str | None = None
    side: str | None = None
    place: str | None = None
    as_of: When | None = None
    period: When | None = None
    said_by: str | None = None
    said_by_side: str | None = None
    part: bool = False
    denied: bool = False
    span: Span
    reasons: tuple[Reason, ...] = ()
    maker: Maker

    def __post_init__(self) -> None:
        if self.as_of is not None and self.period is not None:
            raise BadRecord(
                f"figure {self.quantity!r} is either a level as of a date or a total over a period, not both"
            )
        if self.value is None and self.bound != "vague":
            raise BadRecord(f"figure {self.quantity!r} has no value although its bound is {self.bound}")

    def spans(self) -> tuple[Span, ...]:
        return (self.span,)

    @property
    def shown(self) -> float | int | str:
        if self.value is None:
            return self.span.words
        return int(self.value) if float(self.value).is_integer() else self.value

    @classmethod
    def of(cls, *, span: Span, quantity: str, unit: str, **values: Any) -> Figure:
        return cls(id=digest(span.text_id, "figure", span.start, span.end, unit), text_id=span.text_id, span=span,
                   quantity=quantity, unit=unit, **values)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSeries:
    """All reported values of one quantity, with what they say together: agreeing, growing over time, or in conflict."""

    id: str
    quantity: str
    unit: str
    figure_ids: tuple[str, ...]
    agreement: Agreement
    incident_id: str | None = None
    reasons: tuple[Reason, ...] = ()
    maker: Maker
