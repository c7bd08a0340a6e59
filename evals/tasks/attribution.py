"""Who said what: one row of attributions per article, through the same span step that ``annotate`` uses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from trucewatch.annotate.sentences import load_model, parse
from trucewatch.annotate.spans import Attribution
from trucewatch.annotate.tagged import find_attributions
from trucewatch.annotate.weights import tagger_for
from trucewatch.records.text import Block, Text, text_id
from trucewatch.settings import Settings


def as_text(content: str) -> Text:
    """A text that is all body."""
    blocks = (Block(role="body", start=0, end=len(content), why="plain article"),) if content else ()
    return Text(
        id=text_id(content), capture_id="", content=content, reader="plain", reader_version="1", language="en",
        blocks=blocks,
    )  # fmt: skip


def predict(folder: Path) -> Iterator[dict]:
    """One row per NAME.txt, in order of names: ``{"doc", "attributions": [{"source", "cue", "content"}]}``."""
    nlp = load_model()
    tagger = tagger_for(Settings.from_environment().attribution)
    for path in sorted(folder.glob("*.txt")):
        content = path.read_bytes().decode("utf-8")
        found = find_attributions(parse(as_text(content), nlp), tagger)
        yield {"doc": path.stem, "attributions": [_row(a) for a in found if _counts(a)]}


def _counts(attribution: Attribution) -> bool:
    """The benchmark marks a nested attribution once, by its outer source."""
    return attribution.extent is not None or not (attribution.beyond or attribution.outer is not None)


def _row(attribution: Attribution) -> dict:
    """The benchmark marks contents whole: the tagger's extent where there is one."""
    tagged = attribution.extent is not None
    source = attribution.extent_source if tagged else None
    source = source or attribution.source_at
    return {
        "source": list(source) if source else None,
        "cue": list(attribution.cue_at) if attribution.cue_at else None,
        "content": [list(piece) for piece in attribution.extent or attribution.pieces],
    }
