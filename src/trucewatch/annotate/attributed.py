"""One attribution of a text: the form in which rules and trained tagger hand on what they find."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from trucewatch.annotate.cues import Cue


@dataclass(slots=True, kw_only=True)
class Attribution:
    """One source–cue–content triple. Offsets count code points of the text, half-open.

    ``source_head`` and ``cue_token`` are words of paragraph ``source_paragraph`` and ``paragraph``. ``outer`` is the
    number of the attribution whose content holds this one; ``in_quote``
    says that its cue stands in a quotation. ``frame`` names the rule that found it.

    ``label`` is a name that stands as a label, ``label_of`` the office or side in brackets behind it; ``carrier``
    who hands the words on ("was quoted by the daily as saying").

    ``extent`` and ``extent_source`` are what the trained tagger marks as content and source, as the corpus it
    learnt from would (the one accused and "that" included, speech inside it too); ``pieces`` are the words that make
    the statement. ``beyond`` says that the tagger does not hold it for an attribution of its own.
    """

    paragraph: int
    frame: str
    cue: Cue | None
    cue_token: Token | None
    cue_at: tuple[int, int] | None
    source_paragraph: int
    source_head: Token | None
    source_at: tuple[int, int] | None
    pieces: list[tuple[int, int]]
    addressee_at: tuple[int, int] | None = None
    quoted: bool = False
    negated: bool = False
    hypothetical: bool = False
    label: str | None = None
    label_of: str | None = None
    continued: bool = False
    in_quote: bool = False
    outer: int | None = None
    score: float = 0.5
    sentence_at: tuple[int, int] = field(default=(0, 0))
    extent: list[tuple[int, int]] | None = None
    extent_source: tuple[int, int] | None = None
    beyond: bool = False
    carrier: str | None = None
