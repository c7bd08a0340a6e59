"""What somebody says an agreement holds: a reading with its owner, whether or not the text bears it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from trucewatch.errors import BadRecord
from trucewatch.records.ids import digest
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.span import Span

#: ``limits``: allowed within bounds alone; ``covers`` and ``leaves out``: whether the agreement speaks of a matter.
Effect = Literal["allows", "limits", "forbids", "requires", "covers", "leaves out"]
EFFECTS: tuple[str, ...] = get_args(Effect)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermClaim:
    """A term that somebody asserts the agreement to hold, in one telling of a statement (``statement_mention``).

    ``span`` are the words that assert it, ``cited`` those that name the agreement or a part of it ("under the truce").
    ``owner`` is who says so as the report names them, ``side`` the party they speak for.
    """

    id: str
    text_id: str
    statement_mention: str
    owner: str | None = None
    side: str | None = None
    effect: Effect
    span: Span
    cited: Span
    score: float | None = None
    reasons: tuple[Reason, ...] = ()
    maker: Maker

    def __post_init__(self) -> None:
        if self.effect not in EFFECTS:
            raise BadRecord(f"a term that is claimed {', '.join(EFFECTS)} something; got {self.effect!r}")

    @property
    def what(self) -> str:
        """The words that assert the term, in one line."""
        return " ".join(self.span.words.split())

    def spans(self) -> tuple[Span, ...]:
        return (self.span, self.cited)

    @classmethod
    def of(cls, *, span: Span, **values: Any) -> TermClaim:
        return cls(
            id=digest(span.text_id, "term claim", span.start, span.end), text_id=span.text_id, span=span, **values
        )
