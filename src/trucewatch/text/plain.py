"""Give every line of a plain text or page dump the part it plays.

Two passes. First each line alone: furniture, caption, prose or open. Then by place: the report runs from its
first prose to its last; open lines before it are the title's surroundings, inside it they are headings,
after it tags and leftovers. Nothing is deleted: roles only say what is body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from trucewatch.errors import BadRecord
from trucewatch.records.text import TRANSCRIPT_MARK, Block, BlockRole
from trucewatch.text import furniture as rules
from trucewatch.text.captions import caption_cue
from trucewatch.text.furniture import Label
from trucewatch.text.inline import marks_in
from trucewatch.text.judged import Line, heads, key_of
from trucewatch.text.phrases import TOLD
from trucewatch.text.titles import LONGEST_TITLE, find_title, without_number
from trucewatch.text.units import Unit, cut, unit

#: One question and nothing else.
ASKS = re.compile(r"[^.?!\n]{8,150}\?")
#: How far down (in lines) a headline may stand.
QUESTION_WITHIN = 6
#: A line is prose from this many words if it ends a sentence, or from this many whatever its end.
PROSE_WORDS = 8
LONG_WORDS = 31
#: So many lines in a row of so many words at most are no headings.
BOX_LINES = 3
BOX_WORDS = 5
CUT_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\(more\)|read more|»|>>)[\s\]»>.]*$", re.I)
#: A sentence with tags behind it, as posts end: "We will answer. #Kessel #truce".
TAGGED_END = re.compile(r"[.!?…][\"'”’)]*(?:\s+[#@]\w+)+\s*$")
FENCE = re.compile(r"(?:---|\+\+\+)\s*")
FIELD = re.compile(r"[A-Za-z][\w -]{0,30}\s*[:=]\s*.*|\s*-\s+.*|\s+\S.*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The blocks of a text, the title's place, and the front matter's lines if there are any."""

    blocks: tuple[Block, ...]
    title: tuple[int, int] | None = None
    fields: tuple[tuple[int, int], ...] = ()
    #: Words in paragraphs of prose that are body.
    prose: int = 0


def lay_out(content: str, *, units: Sequence[Unit] | None = None, hints: Mapping[int, Label] | None = None) -> Layout:
    """Find the blocks of a plain text; they cover it in order, white space between them left out.

    A reader of marked-up pages gives its own ``units`` and, by the start of a unit, ``hints``: the role that the
    markup tells. A hinted title is preferred, hinted body stays body unless its words are plainly furniture.
    """
    hints = hints or {}
    own = _part_credits(content, cut(content)) if units is None else units
    lines = [_look(unit, hints.get(unit.start)) for unit in own]
    fields = _front_matter(lines) if units is None else []
    rest = lines[len(fields) :]
    title = _place(rest)
    blocks: list[Block] = []
    for line in lines:
        blocks += _split_marks(content, line)
    return Layout(
        blocks=tuple(blocks),
        title=title,
        fields=tuple((f.unit.start, f.unit.end) for f in fields),
        prose=sum(line.unit.size for line in lines if line.role == "body" and line.kind == "prose"),
    )


def _part_credits(content: str, units: Iterable[Unit]) -> Iterator[Unit]:
    """Units, with a production credit at a paragraph's end made a unit of its own."""
    for whole in units:
        match = rules.TRAILING_CREDIT.search(whole.words) if whole.words.endswith(")") else None
        if match is None:
            yield whole
            continue
        lead = match.start() + len(match.group()) - len(match.group().lstrip())
        yield unit(content, whole.start, whole.start + match.start(), whole.gap)
        yield unit(content, whole.start + lead, whole.end)


def _look(unit: Unit, hint: Label | None = None) -> Line:
    """Judge one line by itself."""
    if hint is not None and hint[0] not in {"body", "title"}:
        return Line(unit, "furniture", hint[0], hint[1], firm=True)
    cue = caption_cue(unit)
    label = rules.furniture(unit)
    if hint is not None and hint[0] == "title":
        return Line(unit, "hinted title")
    if label is not None and not (cue and label[0] == "credit"):
        return Line(unit, "furniture", *label)
    if cue:
        return Line(unit, "caption", "caption", cue)
    if hint is not None:
        return Line(unit, "prose", hint[0], hint[1], firm=True)
    if (unit.size >= PROSE_WORDS and (unit.ends_sentence or TAGGED_END.search(unit.words))) or unit.size >= LONG_WORDS:
        return Line(unit, "cut off" if CUT_OFF.search(unit.words[-30:]) else "prose")
    return Line(unit, "open")


def _front_matter(lines: list[Line]) -> list[Line]:
    """Leading lines fenced by --- that hold nothing but "key: value" (as static site makers write them)."""
    if not lines or not FENCE.fullmatch(lines[0].unit.words):
        return []
    for number, line in enumerate(lines[1:60], start=1):
        if FENCE.fullmatch(line.unit.words):
            head = lines[: number + 1]
            for member in head:
                member.be("other", "front matter")
            return head
        if not FIELD.fullmatch(line.unit.words):
            return []
    return []


def _place(lines: list[Line]) -> tuple[int, int] | None:
    """Give every line its role by its place; returns where the title stands."""
    _questions(lines)
    first = next((n for n, line in enumerate(lines) if line.kind == "prose"), None)
    title = find_title(lines, first)
    if first is None:
        return _place_without_prose(lines, title)
    _repeats(lines, title)
    first = next((n for n, line in enumerate(lines) if line.told), first)
    _before(lines, first, title)
    stop = _tail_start(lines, first)
    _inside(lines, first, stop)
    _after(lines, stop)
    return _title_span(lines, title)


def _questions(lines: list[Line]) -> None:
    """A question over the report is its headline, not its first sentence: at the very top, or below its breadcrumbs."""
    for n, line in enumerate(lines[:QUESTION_WITHIN]):
        if line.kind == "prose" and not line.firm:
            above = lines[n - 1].why == "breadcrumbs" if n else True
            if above and ASKS.fullmatch(line.unit.words) and n + 1 < len(lines):
                line.kind = "open"
            return


def _title_span(lines: list[Line], title: int | None) -> tuple[int, int] | None:
    if title is None:
        return None
    unit = lines[title].unit
    lead = len(unit.words) - len(unit.words.lstrip("#*_ "))
    lead += without_number(unit.words[lead:])
    tail = len(unit.words) - len(unit.words.rstrip("#*_ "))
    return unit.start + lead, unit.end - tail


def _repeats(lines: list[Line], title: int | None) -> None:
    """Lines that repeat the title, and captions printed twice."""
    if title is not None:
        key = key_of(lines[title].unit.words)
        bare = {key, *(key_of(head) for head in heads(lines[title].unit.words) if len(head.split()) >= 4)}
        lines[title].be("title", "headline")
        for n, line in enumerate(lines):
            if n == title or line.kind == "prose" or line.unit.size > LONGEST_TITLE + 8:
                continue
            if line.unit.key in bare or key_of(line.unit.words) in bare:
                line.be("title", "title repeated")
            elif any(key_of(head) in bare for head in heads(line.unit.words)):
                line.be("navigation", "title with the site's name")
    seen: dict[str, int] = {}
    for n, line in enumerate(lines):
        key = line.unit.key
        if line.unit.size < 3 or line.role == "title" or len(line.unit.words) > 400:
            continue
        before = seen.get(key)
        if before is not None and n - before <= 2:
            # a paragraph that tells something and is printed twice by mistake stays body once
            twins = (line,) if lines[before].told and TOLD.search(line.unit.words) else (lines[before], line)
            for twin in twins:
                if twin.role is None or twin.role == "caption":
                    twin.be("caption", "printed twice")
                    twin.kind = "caption"
        seen[key] = n


def _before(lines: list[Line], first: int, title: int | None) -> None:
    """Between the top of the page and the first prose."""
    standfirst = False
    for n, line in enumerate(lines[:first]):
        if line.role is not None:
            continue
        if title is None or n < title:
            if rules.is_byline(line.unit):
                line.be("byline", "byline before the report")
            else:
                line.be("navigation", "before the title" if title is not None else "before the report")
        elif rules.is_byline(line.unit):
            line.be("byline", "byline after the title")
        elif rules.is_tags(line.unit) and line.unit.size > 3:
            line.be("tags", "list of terms")
        elif line.unit.size >= PROSE_WORDS and not standfirst:
            line.be("standfirst", "sentence between title and report")
            standfirst = True
        elif line.unit.ends_sentence and line.unit.size >= 3:
            line.be("body", "sentence before the report")
        elif line.unit.size >= PROSE_WORDS:
            line.be("caption", "line between title and report")
        else:
            line.be("byline", "short line between title and report")


def _tail_start(lines: list[Line], first: int) -> int:
    """The line at which the page goes on to other things, or the number of lines."""
    prose = [line.unit.size if line.told else 0 for line in lines]
    before = 0
    for n in range(first, len(lines)):
        before += prose[n]
        unit = lines[n].unit
        words = unit.words.strip(" *_#|•»>-–—:")
        if unit.size > 14 or (unit.ends_sentence and not words.endswith("?") and not unit.words.rstrip().endswith(":")):
            continue
        if before and rules.COMMENTS.fullmatch(words):
            _mark_tail(lines, n, "comment", "comments")
            return n
        if not before or not (rules.TAIL.fullmatch(words) or rules.ABOUT.fullmatch(words)):
            continue
        if _resumes(lines, n + 1):
            lines[n].be("teaser", "heading of other stories")
            _skip_teasers(lines, n + 1)
            continue
        about = rules.ABOUT.fullmatch(words)
        _mark_tail(
            lines,
            n,
            "byline" if about and not rules.TAIL.fullmatch(words) else "teaser",
            "after " + words[:40].casefold(),
        )
        return n
    return len(lines)


def _mark_tail(lines: list[Line], start: int, role: BlockRole, why: str) -> None:
    """Everything from ``start`` on is not the report, save what already has a telling role."""
    for line in lines[start:]:
        if line.role is None or (line.role in {"body", "title", "notice"} and line.why != "words of a notice"):
            line.be(role, why)
        if role != "comment" and line.unit.size and rules.COMMENTS.fullmatch(line.unit.words.strip(" *_#:")):
            role, why = "comment", "comments"


def _resumes(lines: list[Line], start: int) -> bool:
    """True if the report goes on after a heading such as "Related": two paragraphs of prose in a row, or one quoted."""
    run = 0
    for line in lines[start:]:
        if line.told:
            run += 1
            if run >= 2:
                return True
        elif line.kind in {"open", "cut off"}:
            run = 0
    return False


def _skip_teasers(lines: list[Line], start: int) -> None:
    for line in lines[start : start + 12]:
        if line.told:
            return
        if line.role is None:
            line.be("teaser", "other stories")


def _inside(lines: list[Line], first: int, stop: int) -> None:
    """From the first prose to the last: open lines are headings or short sentences of the report."""
    last = max((n for n in range(first, stop) if lines[n].told), default=first)
    for n in range(last + 1, min(stop, last + 4)):
        if _ends_report(lines[n], near=n == last + 1):
            last = n
        elif lines[n].role not in {"navigation", "caption", "other"}:
            break
    _short_runs(lines[first : last + 1])
    for n in range(first, last + 1):
        line = lines[n]
        if line.role is not None:
            continue
        unit = line.unit
        if line.kind == "prose":
            line.be("body", "prose")
        elif line.kind == "cut off":
            line.be("body", "prose cut off")
        elif unit.ends_sentence or unit.size > 14 or unit.words[:1].islower() or unit.words[:1] in "\"“‘«„'":
            line.be("body", "short line in the report")
        elif rules.is_tags(unit) and (unit.size > 6 or unit.words.count(",") > 2):
            line.be("tags", "list of terms")
        elif rules.is_byline(unit) and n <= first + 6 and unit.words.casefold().startswith("by "):
            line.be("byline", "byline in the report")
        else:
            line.be("heading", "short line between paragraphs")
    for line in lines[last + 1 : stop]:
        if line.role is None:
            _leftover(line)


def _short_runs(lines: list[Line]) -> None:
    """Three and more short lines in a row are a box of links or tags; a heading stands alone.

    Lines with figures in them stay: they may be a list of losses.
    """
    run: list[Line] = []
    for line in [*lines, None]:
        if line is not None and _may_be_boxed(line):
            run.append(line)
            continue
        if len(run) >= BOX_LINES:
            for short in run:
                short.be("tags", "run of short lines")
        run = []


def _may_be_boxed(line: Line) -> bool:
    unit = line.unit
    short = line.role is None and line.kind == "open" and unit.size <= BOX_WORDS and not unit.ends_sentence
    return short and not any(c.isdigit() for c in unit.words)


def _ends_report(line: Line, *, near: bool) -> bool:
    """A short sentence right after the last long paragraph, or a fuller one behind an advertisement, is report."""
    unit = line.unit
    open_end = line.role is None and line.kind == "open" and unit.ends_sentence and not rules.is_byline(unit)
    return open_end and unit.size >= (2 if near else 5)


def _leftover(line: Line) -> None:
    """A line after the report that nothing has claimed."""
    unit = line.unit
    if rules.is_tags(unit):
        line.be("tags", "list of terms")
    elif rules.is_byline(unit):
        line.be("byline", "byline after the report")
    elif line.kind == "cut off":
        line.be("teaser", "cut off after the report")
    elif unit.size <= 3:
        line.be("tags", "short line after the report")
    else:
        line.be("teaser", "line after the report")


def _after(lines: list[Line], stop: int) -> None:
    for line in lines[stop:]:
        if line.role is None:
            _leftover(line)


def _place_without_prose(lines: list[Line], title: int | None) -> tuple[int, int] | None:
    """A post, a note or a list: all that is not furniture is the report."""
    rest = [n for n, line in enumerate(lines) if line.role is None and n != title]
    if not rest:
        title = None
    if title is not None and (lines[title].unit.ends_sentence or title > rest[0]):
        title = None
    for n, line in enumerate(lines):
        if n == title:
            line.be("title", "headline")
        elif line.role is None:
            if rules.is_byline(line.unit) and len(rest) > 1:
                line.be("byline", "byline")
            else:
                line.be("body", "text without paragraphs")
    if not any(line.role in {"body", "standfirst"} for line in lines) and lines:
        # nothing but what looks like furniture: keep the longest line, a short post may look like a caption
        longest = max(
            (line for line in lines if line.why != "front matter"), key=lambda line: line.unit.size, default=None
        )
        if (
            longest is not None
            and longest.unit.size >= 4
            and longest.role in {"caption", "credit", "share", "tags", "teaser", "title"}
        ):
            longest.be("body", "only text there is")
    return _title_span(lines, title)


def _split_marks(content: str, line: Line) -> list[Block]:
    """One block per unit, or several where a transcript's marks stand inside it."""
    unit, role = line.unit, line.role
    if role is None:  # every pass gives each line a role; a line without one would be lost
        raise BadRecord(f"no role was found for the line at {unit.start}: {unit.words[:60]!r}")
    marks = marks_in(content, unit.start, unit.end) if role in {"body", "standfirst", "heading"} else []
    blocks: list[Block] = []
    at = unit.start
    for start, end in marks:
        _add(blocks, content, at, start, role, line.why)
        blocks.append(Block(role="other", start=start, end=end, why=TRANSCRIPT_MARK))
        at = end
    _add(blocks, content, at, unit.end, role, line.why)
    return blocks


def _add(blocks: list[Block], content: str, start: int, end: int, role: BlockRole, why: str) -> None:
    words = content[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    if start < end:
        blocks.append(Block(role=role, start=start, end=end, why=why))
