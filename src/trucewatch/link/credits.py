"""From whom a report says that it has its news: agencies and other outlets, and how much of the report hangs on it.

Names are taken generously ("according to NAME", "NAME reported", "told NAME", "Source: NAME", and every name that
sounds like an outlet's): a name counts as a source only where it is an outlet's of the case or says itself that it is
one ("Radio …", "the newspaper …"), which ``origins.py`` decides when it holds two reports together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trucewatch.records.report import Report
from trucewatch.records.span import Span
from trucewatch.records.text import Text
from trucewatch.records.wording import fold, tokens, word_set

#: Words in the names of outlets that are seldom in other names.
MEDIA: frozenset[str] = word_set(
    """agency newswire wire radio tv television news newspaper times post herald gazette tribune chronicle courier daily
    weekly journal telegraph dispatch guardian examiner sentinel press media broadcasting broadcaster channel magazine
    online messenger express ledger mirror review bulletin echo mail noticias diario informa today fm"""
)
#: Words in the names of outlets that bodies, places and things bear as well.
ALSO_MEDIA: frozenset[str] = word_set(
    "voice observer monitor star sun standard independent record world citizen argus now live network report page info"
)
#: Left out when names are compared.
SMALL: frozenset[str] = word_set("the a an newspaper news-agency website")
#: Capitalised words that are no name.
NO_NAME: frozenset[str] = word_set(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december he she it they we you i who this that there one some many"""
)
#: A paragraph of so few words that names a source, or holds nothing else, credits it for the whole report.
SHORT_LINE = 8

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽ"
_TITLE = rf"(?:al-)?[{_UPPER}][\w.’'&-]*[\w]|[{_UPPER}]"
_SMALL = r"(?:of|for|de|del|della|la|le|el|al|and|&|the|du|des|da|do|dos)"
_NAME = rf"(?:{_TITLE})(?:\s+(?:{_SMALL}\s+){{0,2}}(?:{_TITLE})){{0,5}}"
_KIND = (
    r"(?:(?:state|state-run|private|local|national|independent|online|regional|opposition|evening|morning)\s+){0,2}"
    r"(?:news\s*agency|press\s+agency|news\s*wire|wire\s+service|agency|news\s*paper|news\s+(?:site|website|portal|outlet)"
    r"|daily|weekly|monthly|broadcaster|(?:radio|TV|television)\s+(?:station|channel)|station|channel|radio|television|TV"
    r"|website|magazine|portal|outlet|tabloid|paper|journal)"
)
_BEFORE = (
    r"according\s+to|citing|quoting|quoted\s+(?:by|in)|cited\s+(?:by|in)|reported\s+(?:by|in|on)|told|interview(?:ed)?"
    r"\s+(?:with|to|by|in|on)|speaking\s+(?:to|with|on)|spoke\s+(?:to|with|on)|talking\s+to|remarks\s+to|statement\s+to"
    r"|writing\s+in|wrote\s+in|(?:published|printed|run|heard|seen|read|said|carried|aired|broadcast)\s+(?:by|in|on)"
    r"|reprinted\s+from|taken\s+from|appeared\s+(?:in|on)|(?:input|reporting|reports?|material|files|contributions?)"
    r"\s+(?:from|by|in|on)|source\s*:|courtesy\s+of|via|on\s+air\s+(?:by|on)|listeners\s+of|readers\s+of"
)
_SAID = (
    r"report(?:ed|s)|sa(?:id|ys)|wr(?:ote|ites)|quot(?:ed|es)|cit(?:ed|es)|broadcast|aired|reveal(?:ed|s)|announc(?:ed|es)"
    r"|add(?:ed|s)|publish(?:ed|es)|print(?:ed|s)|carri(?:ed|es)|ran|learn(?:ed|t|s)|claim(?:ed|s)|has\s+it|put\s+it"
)
_PEOPLE = (
    r"(?:correspondents?|reporters?|journalists?|photographers?|editors?|colleagues?|newsroom|website|(?:front\s+)?page|report"
    r"|edition|story|account|man|woman|crew|microphones?|columns?|readers|listeners|viewers|cameras?|bulletin)"
)
_LEADING = re.compile(rf"\b(?i:{_BEFORE})\s+(?:the\s+)?(?:(?P<kind>{_KIND})\s+)?[“\"]?(?P<name>{_NAME})")
_FOLLOWING = re.compile(
    rf"(?:\b(?P<kind>{_KIND})\s+)?(?<![\w’'-])(?P<name>{_NAME})(?:\s+(?P<after>{_KIND}))?,?"
    rf"(?:\s+(?:has|had|have|also|first|later|earlier|then)){{0,2}}\s+(?:{_SAID})\b"
)
_TURNED = re.compile(rf",\s+(?:as\s+)?(?:{_SAID})\s+(?:the\s+)?(?:(?P<kind>{_KIND})\s+)?(?P<name>{_NAME})")
_POSSESSIVE = re.compile(rf"(?<![\w’'-])(?P<name>{_NAME})[’']s?\s+(?:own\s+)?{_PEOPLE}\b")
#: A name in any place; those that sound like an outlet's are kept.
_ANY = re.compile(rf"(?<![\w’'-])(?P<the>(?i:the)\s+)?(?P<name>{_NAME})")
_BRACKET = re.compile(rf"[(\[](?P<name>{_NAME})[)\]]")
_LINE = re.compile(rf"^\W*(?:(?i:source|by|from|via|agency|reporting\s+by)\s*:?\s+)?(?P<name>{_NAME})\W*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A name that a report gives for a source.

    ``medium`` is True if the name says that it is an outlet, or the reader of pages knew it for an agency; ``cited``
    if the words round it credit it, and do not merely mention it. ``scope`` are the words that rest on it: the
    paragraph (or two sentences, where it is merely mentioned), the whole body if ``whole``. ``words`` names it.
    """

    name: str
    key: str
    medium: bool
    cited: bool
    whole: bool
    scope: tuple[int, int]
    words: Span


def name_key(name: str) -> str:
    """A name for comparison: folded words without articles."""
    return " ".join(w for w in tokens(name) if w not in SMALL)


def is_medium(key: str) -> bool:
    """True if the words of a name say that it is an outlet, and which ("Post" alone does not)."""
    words = key.split()
    return len(words) > 1 and bool(MEDIA & set(words))


def credits(report: Report, text: Text) -> list[Credit]:
    """The sources that a report names, each once, the widest scope first among those of one name."""
    found: dict[str, Credit] = {}
    for credit in (*_agencies(report, text), *_lines(text), *_named(text)):
        if not credit.key or set(credit.key.split()) <= NO_NAME or same_outlet(credit, report.publisher or ""):
            continue
        known = found.get(credit.key)
        if known is None or (credit.cited, credit.whole, credit.medium) > (known.cited, known.whole, known.medium):
            found[credit.key] = credit
    return list(found.values())


def _agencies(report: Report, text: Text) -> Iterator[Credit]:
    """What the reader of pages took for agencies: in datelines and lines for the whole report, else where it stands."""
    for found in report.found:
        if found.field != "wire":
            continue
        span = found.span if found.span is not None and found.span.text_id == text.id else _place(found.value, text)
        if span is not None:
            yield _credit(found.value, span, text, medium=True)


def _place(name: str, text: Text) -> Span | None:
    match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text.content)
    return text.span(match.start(), match.end()) if match else None


def _lines(text: Text) -> Iterator[Credit]:
    """Bylines and credit lines that are nothing but a name."""
    for block in text.blocks_in("byline", "credit"):
        match = _LINE.match(text.content[block.start : block.end])
        if match:
            yield _credit(match["name"], _span(text, block.start, match, "name"), text, medium=False, whole=True)


def _named(text: Text) -> Iterator[Credit]:
    for start, end in paragraphs(text):
        content = text.content[start:end]
        for pattern in (_LEADING, _FOLLOWING, _TURNED, _POSSESSIVE, _BRACKET):
            for match in pattern.finditer(content):
                kinds = [match.groupdict().get(k) for k in ("kind", "after")]
                yield _credit(match["name"], _span(text, start, match, "name"), text, medium=any(kinds))
        for match in _ANY.finditer(content):
            key = name_key(match["name"])
            if is_medium(key) or (match["the"] and key in MEDIA | ALSO_MEDIA):
                yield _credit(match["name"], _span(text, start, match, "name"), text, medium=False, cited=False)


def _span(text: Text, start: int, match: re.Match[str], group: str) -> Span:
    return text.span(start + match.start(group), start + match.end(group))


def _credit(
    name: str, words: Span, text: Text, *, medium: bool, whole: bool | None = None, cited: bool = True
) -> Credit:
    bounds = paragraphs(text)
    scope = next(((a, b) for a, b in bounds if a <= words.start < b), None)
    key = name_key(name)
    if whole is None:
        whole = scope is None or _for_all(text, words, scope, first=scope == bounds[0], last=scope == bounds[-1])
    if not cited and scope is not None:
        whole, scope = False, _sentence(text, words, scope)
    if whole or scope is None:
        scope = (bounds[0][0], bounds[-1][1]) if bounds else (words.start, words.end)
    return Credit(
        name=name, key=key, medium=medium or is_medium(key), cited=cited, whole=whole, scope=scope, words=words
    )


def _sentence(text: Text, words: Span, paragraph: tuple[int, int]) -> tuple[int, int]:
    """The sentence, roughly, in which a name stands, and the next: no more hangs on a name that is merely mentioned."""
    ends = [m.end() for m in re.finditer(r"[.!?][”\"’']?\s", text.content[paragraph[0] : paragraph[1]])]
    starts = [paragraph[0], *(paragraph[0] + end for end in ends)]
    start = max(s for s in starts if s <= words.start)
    later = [s for s in starts if s > words.start]
    return start, later[1] if len(later) > 1 else paragraph[1]


def _for_all(text: Text, words: Span, scope: tuple[int, int], *, first: bool, last: bool) -> bool:
    """True if a source named here is named for all of the report: in a dateline, in a bracket or a line at its end."""
    content = text.content[scope[0] : scope[1]]
    before, after = text.content[scope[0] : words.start], text.content[words.end : scope[1]]
    if first and before.endswith("(") and re.match(r"\)\s*[-–—:]", after):
        return True
    if last and before.endswith(("(", "[")) and not after.strip(" )].\n"):
        return True
    return len(content.split()) <= SHORT_LINE and (first or last)


def paragraphs(text: Text) -> list[tuple[int, int]]:
    """The paragraphs of the body (of the whole text if it has no blocks), as half-open places."""
    found = []
    for start, end in text.body() or [(0, len(text.content))]:
        for match in re.finditer(r"[^\n]+", text.content[start:end]):
            if match.group().strip():
                found.append((start + match.start(), start + match.end()))
    return found


def same_outlet(credit: Credit, publisher: str) -> bool:
    """True if the name credited is the outlet's: the same words, or a part that says "newspaper" ("the Herald")."""
    key = name_key(publisher)
    if not key:
        return False
    if credit.key == key:
        return True
    given, full = set(credit.key.split()), set(key.split())
    if given < full and given & (MEDIA | ALSO_MEDIA):
        return True
    if given < full and credit.medium and given - MEDIA - ALSO_MEDIA:
        return True  # "the newspaper Lakeside" for the Lakeside Herald
    return bool(full < given and len(full) > 1 and full & MEDIA) or fold(credit.name) == fold(publisher)
