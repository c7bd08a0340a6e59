"""Older statements quoted in a report: their "yesterday" is counted from their own date, not the report's.

"In a letter dated 3 March he wrote that shells fell yesterday"; "'They came yesterday,' she said on 2 January".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trucewatch.annotate.quotations import find_quotations
from trucewatch.annotate.time_context import Anchor, Context, Reading

_DOCUMENT = re.compile(
    r"\b(?:letter|statement|communiqu[e\u00e9]|report|message|memo|memorandum|cable|decree|order|note|telegram|bulletin"
    r"|declaration|circular|e-?mail|diary|notice|petition|press\s+release|leaflet|post|tweet)s?,?\s+"
    r"(?:(?:that\s+was\s+|which\s+was\s+)?(?:dated|of|sent|issued|written|released|published|posted|signed|made)"
    r"(?:\s+(?:on|from))?)\s+(?:the\s+)?$"
)
_SAID = re.compile(
    r"\b(?:said|told|wrote|tweeted|posted|stated|announced|declared|warned|added|claimed|replied|testified"
    r"|recalled|insisted|argued)\b[^.!?;]{0,60}$"
)
_SAYS_AFTER = re.compile(
    r"^,?\s+(?:[\w'\u2019.-]+\s+){0,6}?(?:said|told|wrote|tweeted|posted|stated|announced|declared|warned|replied)\b"
)
#: Where the words of a document begin, in the sentence that dates it.
_TELLS = re.compile(
    r"\b(?:said|says|saying|wrote|writes|stated|states|stating|reads?|reported|reports|claimed|claims|warned|announced"
    r"|told|tells|complained|alleged|declared|denied)\b(?:\s+that\b)?|:\s"
)


#: What a daily report is told as of, before its day.
_AS_OF = re.compile(
    r"\b(?:information|reports?|data|situation|summary|overview|figures|update|sitrep|violations)\b[^.\n]{0,70}?"
    r"\b(?:as of|as at|until|up to)\s+(?:the\s+)?$"
)
#: So far down (characters) that is said, and so many days before the report at most.
HEAD, LATE = 600, 7


def find_anchors(context: Context, readings: Sequence[Reading], end: int) -> list[Anchor]:
    """The stretches of the text that another day than the report's is the present of."""
    anchors: list[Anchor] = []
    for reading in readings:
        day = reading.first
        if day is None or day != reading.last or day == context.published or reading.role != "at":
            continue
        if reading.basis == "unknown" or len(reading.value.partition("T")[0]) != 10:
            continue
        before = context.before(reading.start, 60)
        document = bool(_DOCUMENT.search(before)) and any(
            c.isdigit() for c in context.content[reading.start : reading.end]
        )
        after = context.lowered[reading.end : reading.end + 80]
        said = not document and (_SAID.search(context.before(reading.start, 80)) or _SAYS_AFTER.match(after))
        if not document and not said:
            continue
        low, high = _paragraph(context.content, reading.start, end)
        quotes = [(low + q.start, low + q.end) for q in find_quotations(context.content[low:high])]
        if any(a <= reading.start < b for a, b in quotes):
            continue  # the date is itself part of what is quoted
        basis = f"{'document dated' if document else 'said'} {day.isoformat()}"
        sentence = context.sentence_start(reading.start), _sentence_end(context, reading.end, high)
        anchors += [Anchor(a, b, day, basis) for a, b in _quoted(quotes, sentence)]
        if document:
            tells = _TELLS.search(context.lowered, reading.end, sentence[1])
            if tells:
                anchors.append(Anchor(tells.end(), sentence[1], day, basis))
    return [*anchors, *_as_of(context, readings, end)]


def _as_of(context: Context, readings: Sequence[Reading], end: int) -> Iterator[Anchor]:
    """A daily report "based on information received as of 18:00, 4 March" tells of that day, whenever it came out."""
    published = context.published
    for reading in readings:
        if reading.start > HEAD or published is None:
            return
        day, clock = reading.first, reading.value.partition("T")[2]
        if day is None or reading.last not in (day, None) or len(reading.value.partition("T")[0]) != 10:
            continue
        if reading.basis == "unknown" or not 0 <= (published - day).days <= LATE:
            continue
        if _AS_OF.search(context.before(reading.start, 100)):
            until = clock if re.fullmatch(r"\d\d:\d\d", clock) else ""
            yield Anchor(reading.end, end, day, f"as of {reading.value}", until)
            return


def _paragraph(content: str, at: int, end: int) -> tuple[int, int]:
    """The paragraph that holds ``at``: from a line break to the next."""
    high = content.find("\n", at, end)
    return content.rfind("\n", 0, at) + 1, end if high < 0 else high


def _sentence_end(context: Context, at: int, high: int) -> int:
    match = re.compile(r"[.!?][\"'\u201d\u2019)]*\s+(?=[\"\u201c\u2018(]?[A-Z])").search(context.content, at, high)
    return match.end() if match else high


def _quoted(quotes: Sequence[tuple[int, int]], sentence: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The quotations that a sentence holds or touches: one may have begun in the sentence before."""
    for start, end in quotes:
        if start < sentence[1] and end > sentence[0] - 3:
            yield start, end
