"""The numbered paragraphs of an agreement's text: "Part One B 2(a)", "Article 3", "7"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from trucewatch.records.text import Text

NUMERAL = r"(?:\d+|[ivxlc]+|one|two|three|four|five|six|seven|eight|nine|ten|first|second|third|fourth|fifth|sixth)"
#: "The Government shall …": who owes what stands before it. "May" grants, it does not bind.
BINDS = re.compile(
    r"\b(?:shall|will|must|undertakes?|commits?|agrees?|pledges?|guarantees?|(?:is|are)\s+(?:obliged|required|bound)|"
    r"(?:is|are)\s+to)\b",
    re.I,
)
#: Marks at the head of a paragraph, the widest first: a wider one closes those that are narrower.
_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"(?P<ref>(?:part|chapter|title|annex)\s+(?:{NUMERAL}|[a-z]))(?!\w)[\s.:–—-]*", re.I)),
    ("article", re.compile(rf"(?P<ref>(?:article|section|point|clause|paragraph)\s+{NUMERAL})(?!\w)[\s.:–—-]*", re.I)),
    ("roman", re.compile(r"\(?(?P<ref>[IVX]{1,5})[.)]\s+")),
    ("upper", re.compile(r"\(?(?P<ref>[A-Z])[.)]\s+")),
    ("number", re.compile(r"\(?(?P<ref>\d{1,3}(?:\.\d{1,3})*)(?:[.)]\s*|\s+(?=[A-Z]))(?!\d)")),
    ("letter", re.compile(r"\(?(?P<ref>[a-z])[.)]\s+")),
    ("small roman", re.compile(r"\(?(?P<ref>[ivx]{2,5})[.)]\s+")),
)
_ROMAN = re.compile(r"[IVX]+")
_RANK = {kind: n for n, (kind, _) in enumerate(_MARKS)}
#: Where the provisions end and the signatures begin.
_CLOSING = re.compile(r"(?:in\s+witness\s+whereof|done\s+(?:at|in|on)|signed\s+(?:at|in|on|by)|for\s+the\s+\w+:)", re.I)
#: So many words at most make a heading ("Separation of forces").
_HEADING = 8


@dataclass(slots=True)
class Paragraph:
    """One numbered paragraph; ``heads`` are the marks that it stands under, its own last."""

    heads: tuple[tuple[str, str], ...]
    line: int
    words: list[str] = field(default_factory=list)
    heading: str = ""

    @property
    def text(self) -> str:
        words = re.sub(r"\s+", " ", " ".join(self.words)).strip()
        return f"{self.heading}: {words}" if self.heading else words


def paragraphs(text: Text) -> Iterator[Paragraph]:
    """The numbered paragraphs in order; what stands before the first mark is the preamble and is left out, what
    follows the closing words are signatures. A text without marks gives each paragraph as one of its own.
    """
    lines = list(_lines(text))
    marked = [(number, *_mark(line), line) for number, line in lines]
    if not any(kind for _, kind, *_ in marked):
        for n, (number, line) in enumerate((x for x in lines if not _CLOSING.match(x[1])), 1):
            yield Paragraph(heads=(("paragraph", str(n)),), line=number, words=[line])
        return
    heads: list[tuple[str, str]] = []
    current: Paragraph | None = None
    for number, kind, ref, rest, line in marked:
        if not kind:
            if current is not None and _CLOSING.match(line):
                break
            if current is not None:
                current.words.append(line)
            continue
        if current is not None and current.words:
            yield current
        kind = _as_counted(kind, ref, heads)
        heads = [*[h for h in heads if _RANK[h[0]] < _RANK[kind]], (kind, ref)]
        current = Paragraph(heads=tuple(heads), line=number)
        if _is_heading(rest, kind):
            current.heading = rest
        elif rest:
            current.words.append(rest)
    if current is not None and current.words:
        yield current


def _as_counted(kind: str, ref: str, heads: Sequence[tuple[str, str]]) -> str:
    """ "I." after "H." is a letter, elsewhere the numeral one; "(i)" after "(h)" the same."""
    before = {"upper": "", "letter": ""} | dict(heads)
    if kind == "roman" and len(ref) == 1 and before["upper"] and ord(ref) == ord(before["upper"]) + 1:
        return "upper"
    if kind == "letter" and ref in "iv" and not (before["letter"] and ord(ref) == ord(before["letter"]) + 1):
        return "small roman"
    return kind


def _is_heading(words: str, kind: str) -> bool:
    """A few words behind a wide mark that are no sentence."""
    few = 0 < len(words.split()) <= _HEADING
    return (
        few
        and kind in ("part", "article", "roman", "upper", "number")
        and not re.search(r"[.;:,]$", words)
        and not (BINDS.search(words))
    )


def _lines(text: Text) -> Iterator[tuple[int, str]]:
    """(line number, words) of the whole text, hard-wrapped lines joined. The roles of blocks are for news pages, whose
    headings and lettered lines are something else."""
    held: list[str] = []
    first = 0
    for n, line in enumerate(text.content.splitlines(), 1):
        words = line.strip()
        if held and not _goes_on(held, words):
            yield first, " ".join(held)
            held = []
        if words:
            first = first if held else n
            held.append(words)
    if held:
        yield first, " ".join(held)


def _goes_on(held: Sequence[str], words: str) -> bool:
    """Whether a line belongs to those before it; a heading's sentence does not go on with a capital."""
    if not words or _mark(words)[0] or _CLOSING.match(words):
        return False
    kind, _, rest = _mark(held[0])
    alone = len(held) == 1 and kind in ("part", "article") and (not rest or _is_heading(rest, kind))
    return not alone or words[0].islower()


def _mark(line: str) -> tuple[str, str, str]:
    """(kind of mark, reference, the words after it); empty if the line begins with no mark."""
    for kind, pattern in _MARKS:
        found = pattern.match(line)
        if found is not None:
            return kind, re.sub(r"\s+", " ", found["ref"]), line[found.end() :].strip()
    return "", "", line


def reference(paragraph: Paragraph) -> str:
    """The reference as one writes it: "Part One B 2(a)", "Article 3"."""
    out = ""
    for kind, ref in paragraph.heads:
        if kind in ("part", "article"):
            named = " ".join(w.capitalize() if w.isalpha() and not _ROMAN.fullmatch(w) else w for w in ref.split())
            out = f"{out}, {named}" if out else named
        elif kind in ("letter", "small roman"):
            out = f"{out}({ref})"
        else:
            out = f"{out} {ref}".strip()
    return out
