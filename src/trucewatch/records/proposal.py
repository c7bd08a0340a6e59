"""What a language model proposed for the record, and what was sent to it. A proposal is no part of the record: nothing
counts, links, assesses or exports it until a person accepts it, and then what the person entered is in the record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal, get_args

from trucewatch.errors import BadRecord
from trucewatch.records.ids import digest
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Maker
from trucewatch.records.mention import StatementMention
from trucewatch.records.span import Span

#: What a model can be asked for: statements that were missed, a neutral line on a statement, the provision it bears on.
Asked = Literal["statements", "gists", "provisions"]
ProposalKind = Literal["statement", "gist", "provision"]
ASKED: Final[tuple[Asked, ...]] = get_args(Asked)
#: Before the model's name in the name of a maker.
METHOD: Final = "llm:"

Outcome = Literal["sent", "answered", "malformed", "no answer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One proposal, with the exact words of the report that it rests on (``quotes``).

    A ``statement`` proposal holds the mention as it would be entered; a ``gist`` its line and the ``statement_id`` that
    it is about; a ``provision`` proposal a judgement "same" of a statement and a provision, and the words of the
    provision that were quoted. ``maker`` is a machine: "llm:MODEL" and the version of the prompt.
    """

    id: str
    kind: ProposalKind
    text_id: str
    report_id: str
    quotes: tuple[Span, ...]
    mention: StatementMention | None = None
    statement_id: str | None = None
    gist: str | None = None
    judgement: Judgement | None = None
    provision_words: str | None = None
    maker: Maker
    made_at: datetime

    def __post_init__(self) -> None:
        if not self.quotes or any(span.text_id != self.text_id for span in self.quotes):
            raise BadRecord("a proposal quotes words of one text")
        if self.maker.kind != "machine" or not self.maker.name.startswith(METHOD):
            raise BadRecord(f"a proposal is made by a language model, got {self.maker.name!r}")
        held = {"statement": self.mention, "gist": self.gist, "provision": self.judgement}[self.kind]
        if not held or (self.kind != "statement" and self.statement_id is None):
            raise BadRecord(f"a {self.kind} proposal lacks what it proposes")

    def spans(self) -> tuple[Span, ...]:
        """The words of the report that it rests on."""
        return self.quotes

    @property
    def model(self) -> str:
        return self.maker.name.removeprefix(METHOD)

    @property
    def ref(self) -> str | None:
        """The provision that it links to."""
        return self.judgement.right if self.judgement else None

    @classmethod
    def of(cls, *, kind: ProposalKind, text_id: str, quotes: tuple[Span, ...], **values: Any) -> Proposal:
        """With its id made of what it proposes, so that the same proposal twice, of whichever model, is one."""
        judgement: Judgement | None = values.get("judgement")
        about = [str(values.get("statement_id")), str(values.get("gist") or (judgement.right if judgement else ""))]
        if kind == "statement":
            about = [text_id, *(f"{span.start}-{span.end}" for span in values["mention"].content)]
        return cls(
            id=digest("proposal", kind, *about), kind=kind, text_id=text_id, quotes=quotes, **values,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One request to a language model: which report, to which server, when, by whom, how much, and what came of it.

    ``key`` names what was asked of which words with which model and prompt; ``request`` is the SHA-256 of the bytes
    that were sent. The words themselves are not kept here. ``refused`` counts proposals that were not kept, by reason.
    """

    id: str
    key: str
    what: Asked
    report_id: str
    text_id: str
    server: str
    model: str
    prompt: str
    characters: int
    request: str
    who: str
    sent_at: datetime
    outcome: Outcome = "sent"
    told: str = ""
    kept: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)


def alike(pieces: Sequence[Span], others: Sequence[Span]) -> bool:
    """True if more than half of the code points of the shorter of the two are in both."""
    both = sum(
        max(0, min(a.end, b.end) - max(a.start, b.start)) for a in pieces for b in others if a.text_id == b.text_id
    )
    shorter = min(sum(s.end - s.start for s in some) for some in (pieces, others)) if others else 0
    return shorter > 0 and 2 * both > shorter
