"""The words in one text that carry a statement or tell of an incident: stateless, made by ``annotate``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from trucewatch.errors import BadRecord
from trucewatch.records.commitment import Commitment
from trucewatch.records.count import Count
from trucewatch.records.figure import Figure
from trucewatch.records.ids import digest
from trucewatch.records.maker import Maker, Reason, SetAside
from trucewatch.records.span import Span
from trucewatch.records.term_claim import TermClaim
from trucewatch.records.vocabulary import ACTS, INCIDENT_TYPES, MEDIA
from trucewatch.records.when import When
from trucewatch.records.where import Where

SaidAs = Literal["narrated", "alleged", "claimed", "denied", "attempted", "threatened", "planned", "hypothetical"]
SpeakerKind = Literal["named", "institution", "described", "anonymous", "unknown"]


def mention_id(text_id: str, kind: str, spans: Iterable[Span]) -> str:
    """Hash of text id, kind and sorted spans: never of values that a person may correct."""
    places = sorted({(s.start, s.end) for s in spans})
    return digest(text_id, kind, *(n for place in places for n in place))


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementMention:
    """The words that carry a statement: source, cue and content, with what they were read as.

    ``content`` holds each unbroken piece of the attributed words, in order. ``speaker`` is the fullest
    name that this text gives (or an institution, or the description as printed); None if nobody is named.
    ``side`` is the party of the agreement the speaker speaks for, or None. ``silence`` marks a report that
    somebody did *not* say something: kept, shown, and never made a statement. ``via`` says through whom the
    words came ("tweeted by ..."); ``reported_by`` is the outer speaker of a statement inside a statement.
    ``score`` (0 to 1) is how sure the machine is of the attribution.
    """

    id: str
    text_id: str
    content: tuple[Span, ...]
    source: Span | None = None
    cue: Span | None = None
    speaker: str | None = None
    speaker_kind: SpeakerKind = "unknown"
    role: str | None = None
    side: str | None = None
    act: str
    target_side: str | None = None
    medium: str = "unknown"
    said_on: When | None = None
    direct: bool = False
    via: str | None = None
    reported_by: str | None = None
    silence: bool = False
    score: float | None = None
    reasons: tuple[Reason, ...] = ()
    maker: Maker

    def __post_init__(self) -> None:
        if not self.content:
            raise BadRecord("a statement mention needs at least one piece of content")
        if any(s.text_id != self.text_id for s in self.spans()):
            raise BadRecord("all spans of a mention lie in one text")
        if self.act not in ACTS:
            raise BadRecord(f"unknown speech act {self.act!r}; the vocabulary has {', '.join(ACTS)}")
        if self.medium not in MEDIA:
            raise BadRecord(f"unknown medium {self.medium!r}; the vocabulary has {', '.join(MEDIA)}")

    @property
    def rests_on(self) -> tuple[Span, ...]:
        """The words that it rests on: what was said."""
        return self.content

    def spans(self) -> tuple[Span, ...]:
        """Every word that tells of it: who said it, how, and what."""
        return tuple(s for s in (self.source, self.cue, *self.content) if s is not None)

    @classmethod
    def of(
        cls, *, content: tuple[Span, ...], source: Span | None = None, cue: Span | None = None, **values: Any
    ) -> StatementMention:
        """Build a mention with its id worked out from the spans."""
        content = tuple(sorted(content, key=lambda s: s.start))
        text_id = content[0].text_id
        spans = [s for s in (source, cue, *content) if s is not None]
        return cls(
            id=mention_id(text_id, "statement", spans),
            text_id=text_id,
            content=content,
            source=source,
            cue=cue,
            **values,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody in an incident, verbatim, with the side or actor it was read as.

    ``said_by`` is None if the reporter says so himself; otherwise the speaker whose account this is.
    ``kind`` is ``civilians`` where the words mean people who do not fight ("two farmers"). ``denied_by`` names
    who denies that this participant did it.
    """

    name: str
    span: Span | None = None
    side: str | None = None
    said_by: str | None = None
    kind: Literal["civilians"] | None = None
    denied_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentMention:
    """The words that tell of an incident: ``words`` is the clause or phrase, ``trigger`` the word that names the event.

    ``said_as`` and ``said_by`` say whose account this is; ``statement_mention`` is the id of the statement
    mention whose content holds the words, if one does. ``background`` marks an earlier event told as context.
    """

    id: str
    text_id: str
    words: Span
    trigger: Span
    type: str
    said_as: SaidAs = "narrated"
    said_by: str | None = None
    said_by_side: str | None = None
    statement_mention: str | None = None
    background: bool = False
    actors: tuple[Participant, ...] = ()
    targets: tuple[Participant, ...] = ()
    places: tuple[Where, ...] = ()
    when: When | None = None
    counts: tuple[Count, ...] = ()
    weapon: str | None = None
    civilian_harm: bool = False
    score: float | None = None
    reasons: tuple[Reason, ...] = ()
    maker: Maker

    def __post_init__(self) -> None:
        if self.type not in INCIDENT_TYPES:
            raise BadRecord(f"unknown incident type {self.type!r}; the vocabulary has {', '.join(INCIDENT_TYPES)}")
        if self.words.text_id != self.text_id or self.trigger.text_id != self.text_id:
            raise BadRecord("all spans of a mention lie in one text")

    @property
    def rests_on(self) -> tuple[Span, ...]:
        """The words that it rests on: the clause or noun phrase that tells of it."""
        return (self.words,)

    def spans(self) -> tuple[Span, ...]:
        """The words that it rests on, and the one that tells what happened."""
        return (self.words, self.trigger)

    @property
    def where(self) -> Where | None:
        """The place where it reportedly happened, or None."""
        return next((p for p in self.places if p.role == "where"), None)

    @classmethod
    def of(cls, *, words: Span, trigger: Span, **values: Any) -> IncidentMention:
        """Build a mention with its id worked out from the spans."""
        return cls(
            id=mention_id(words.text_id, "incident", (words, trigger)), text_id=words.text_id, words=words,
            trigger=trigger, **values,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """Everything that ``annotate`` found in one text.

    ``fingerprint`` is a digest of what the result depends on besides the text: publication date, engine
    versions, model hash, agreement and actor list versions.
    """

    text_id: str
    fingerprint: str
    language: str | None = None
    statements: tuple[StatementMention, ...] = ()
    incidents: tuple[IncidentMention, ...] = ()
    figures: tuple[Figure, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    term_claims: tuple[TermClaim, ...] = ()
    places: tuple[Where, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
