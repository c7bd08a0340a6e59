"""Find the headline of a page dump: by place, repetition, the site's name after it, and breadcrumbs."""

from __future__ import annotations

import re
from collections import Counter

from trucewatch.text import furniture as rules
from trucewatch.text.judged import Line, heads, key_of
from trucewatch.text.phrases import MONTH

#: Headlines: at least and at most this many words.
SHORTEST_TITLE = 3
LONGEST_TITLE = 30
#: A dateline with a day or an agency in brackets opens a report; it is no headline.
OPENS_REPORT = re.compile(
    rf"[A-Z][\w.'’ ,/-]{{1,60}}?(?:,\s*(?:\d{{1,2}}\s+{MONTH}"
    rf"|{MONTH}\s+\d{{1,2}})[^()–—:]{{0,8}}(?:\([^()]{{2,40}}\)\s*)?|\s*\([A-Z][^()]{{1,40}}\)\s*)(?:--|[–—:-])",
    re.I,
)
#: "SiteName | Latest news from the region": a site's name with its motto heads every page.
SITE_AND_MOTTO = re.compile(
    r"\W*[^|\s]+(?: [^|\s]+){0,2} \| .*"
    r"\b(?:latest|breaking|news|headlines|official|home ?page|portal|website|updates)\b",
    re.IGNORECASE,
)
#: The words of invocation over a statement are no title of it.
INVOCATION = re.compile(
    r"\W*(?:in the name of (?:god|allah|the almighty|the people)\b|praise be to|glory to|bismillah|long live\b)",
    re.IGNORECASE,
)
#: "No: 471/20, " or "Ref. 12-3: " before a title numbers the document.
DOCUMENT_NUMBER = re.compile(
    r"\W*(?:no|nr|ref|reference|document|doc|press release|communiqu[eé])\b\.?(?: (?:no|number)\b\.?)?\s*[:.#]?\s*"
    r"[A-Z]{0,4}[/-]?\d[\w/.-]*\s*[,:;–—-]\s*(?=\S)",
    re.IGNORECASE,
)


def without_number(words: str) -> int:
    """How many characters of a headline are the number of the document before it."""
    number = DOCUMENT_NUMBER.match(words)
    return number.end() if number and len(words[number.end() :].split()) >= SHORTEST_TITLE else 0


def find_title(lines: list[Line], first: int | None) -> int | None:
    """The likeliest headline: open lines before the first prose, by repetition, suffix and breadcrumbs."""
    hinted = next((n for n, line in enumerate(lines) if line.kind == "hinted title"), None)
    if hinted is not None:
        return hinted
    keys = Counter(line.unit.key for line in lines)
    shortened = {
        key_of(head) for line in lines if line.unit.size <= LONGEST_TITLE + 8 for head in heads(line.unit.words)
    }
    crumbs = {key_of(re.split(r"[/>»›→]", line.unit.words)[-1]) for line in lines if line.why == "breadcrumbs"}
    best: tuple[float, int] | None = None
    fuller = 0  # candidates of five words and more seen so far
    end = first if first is not None else min(len(lines), 6)
    for n, line in enumerate(lines[:end]):
        if not _may_be_title(line, lone=first is None and len(lines) == 1):
            continue
        unit = line.unit
        key = key_of(unit.words)
        # what is printed twice in a row below a headline is a caption
        again = keys[unit.key] > 1 and unit.size >= 4 and not (fuller and _twin(lines, n))
        score = min(unit.size, 6) / 6
        score += 3 * again + 3 * (key in shortened) + 2 * (key in crumbs) + 2 * unit.words.startswith("# ")
        score -= 2 * (rules.is_byline(unit) or rules.is_tags(unit))
        score -= 3 * (n < 3 and SITE_AND_MOTTO.match(unit.words) is not None)
        if score > 0 and (best is None or score > best[0]):
            best = (score, n)
        fuller += unit.size >= 5 and keys[unit.key] == 1
    if best is not None and first is None and best[0] < 2 and not _over_a_sentence(lines, best[1]):
        best = None  # a post or note: its first line is no headline unless something else says so
    if best is not None and lines[best[1]].unit.size < SHORTEST_TITLE and best[0] < 2:
        best = None
    if best is None and first is not None:
        return _late_title(lines, first)
    return best[1] if best else None


def _over_a_sentence(lines: list[Line], n: int) -> bool:
    """True for a line over one short paragraph, which ends as a sentence does: all there is of a report."""
    return n == 0 and len(lines) == 2 and lines[0].unit.size >= SHORTEST_TITLE and lines[1].unit.ends_sentence


def _twin(lines: list[Line], n: int) -> bool:
    """True if the line before or after says the same."""
    near = lines[max(0, n - 1) : n] + lines[n + 1 : n + 2]
    return any(line.unit.key == lines[n].unit.key for line in near)


def _may_be_title(line: Line, *, lone: bool) -> bool:
    unit = line.unit
    return (
        line.kind == "open" and line.role is None and not lone and 2 <= unit.size <= LONGEST_TITLE
        and len(unit.words) <= 260 and not OPENS_REPORT.match(unit.words)
        and not INVOCATION.match(unit.words)
        and not unit.words.rstrip().endswith((".", ",", ";"))
    )  # fmt: skip


def _late_title(lines: list[Line], first: int) -> int | None:
    """A title that stands only at the end, followed by the site's name ("Rebels sign truce | World")."""
    for n in range(len(lines) - 1, max(first, len(lines) - 8), -1):
        unit = lines[n].unit
        if lines[n].kind == "open" and 5 <= unit.size <= LONGEST_TITLE and re.search(r"\S\s*\|\s*\S", unit.words):
            head = unit.words.rsplit("|", 1)[0]
            if len(head.split()) >= 4 and "|" not in head:
                return n
    return None
