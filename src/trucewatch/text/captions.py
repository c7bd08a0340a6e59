"""Tell picture captions from sentences of the report."""

from __future__ import annotations

import re

from trucewatch.text.inline import MARK
from trucewatch.text.phrases import AGENCY, MONTH, TOLD, any_of
from trucewatch.text.units import Unit

#: No caption is longer (characters).
LONGEST = 700
#: A credit at the end makes a caption only of lines with this many words at most.
MOST_WORDS = 80
_PICTURE = r"(?:photo(?:graph)?|image|picture|satellite image|screen ?grab|screenshot|video grab|frame ?grab|handout)"
#: Words that only captions begin with.
LEAD = re.compile(
    r"\W*"
    + any_of(
        r"FILE(?: ?PHOTO)?\b\s*[-–—:,(]",
        r"File (?:photo|image|picture|footage)\b",
        r"(?:AFP|AP|Reuters|EPA|Getty)\s+(?:file\s+)?(?:photo|image)\b",
        rf"In this (?:[\w.,-]+ ){{0,8}}?(?:{_PICTURE}|frame|video|grab)\b",
        rf"(?:This|The above|This undated) (?:\w+ ){{0,3}}{_PICTURE}\b",
        r"A (?:handout|file|general|aerial|combination|satellite) (?:photo|picture|image|view)\b",
        r"(?:photo|image|picture|illustration|illustrative image|representational image|map|graphic|caption|video)s?"
        r"(?: (?:caption|copyright|source|credit|courtesy|by))?\s*[:|]",
        r"(?:image|photo|media|video|picture) (?:caption|copyright|source|credit)\b",
        r"(?:Pictured|Seen here|Above|Below|Left|Right|From left|L-R|Clockwise(?: from [\w ]{3,12})?)\s*[:,]",
    ),
    re.I,
)
_NAME = r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}"
#: A credit at the very end: "Getty/AFP via Getty Images", "(AP Photo/Name)", "Name/Reuters".
END_AGENCY = re.compile(
    rf"(?:[\s(\[/|©–—-])(?:{_NAME}\s*/\s*)?{AGENCY}(?:\s*(?:/|via|,|-)\s*(?:{AGENCY}|{_NAME}))*"
    r"(?:\s+(?:photo|images?|file(?: photo)?|pool|handout))*[\])\s.]*$"
)
END_BRACKET = re.compile(r"[.\w\"'”’]\s*\[(?=[^\[\]]*[A-Z])[^\[\]]{2,70}\]+\s*$")
END_PHOTO = re.compile(
    any_of(
        r"\((?:[^()]{0,60}\b)?(?i:photo|image|picture|file|handout|courtesy|credit|screenshot|screengrab|pool)\b[^()]{0,60}\)",
        rf"(?i:photo(?:graph)?|image|picture|photo credit|image credit|credit|courtesy)\s*(?::|(?i:by))\s*{_NAME}"
        rf"(?:\s*(?:/|,|\||for|via)\s*{_NAME}){{0,3}}",
        r"/\s*(?i:file|handout|pool)(?: photo)?",
        r"©\s*[^.]{2,60}",
    )
    + r"[\s.)\]]*$"
)
#: A line that is a picture credit from end to end: "[Photo courtesy of …]", "Photo: …".
WHOLE = re.compile(r"[\[(]\s*(?:photo|image|picture|video|file|courtesy)s?\b[^\[\]()]{0,120}[\])]\.?", re.I)
#: Where people stand in a picture.
POSITION = re.compile(
    r"(?:^|[\s(,])"
    + any_of(
        r"\((?:L|R|C|left|right|center|centre|L-R)\)",
        r"(?:second|third|fourth|far|first)(?: from)?(?: the)? (?:left|right)",
        r"(?:,|at) (?:left|right|center|centre)(?:,|\.|$)",
        r"(?:front|back) row",
        r"(?:in the )?(?:foreground|background)",
    ),
    re.I,
)
_BEFORE_DUE = (
    r"(?<!\bby )(?<!\buntil )(?<!\bbefore )(?<!\bsince )(?<!\bfrom )(?<!\bafter )(?<!\bof )(?<!\bdated )(?<!\bto )"
)
#: "…, Feb. 21, 2016." closing the only sentence; "by May 1, 2021" is a deadline, not a picture's day.
FULL_DATE = re.compile(rf"{_BEFORE_DUE}(?:{MONTH}\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\s+{MONTH},?\s+\d{{4}})\s*\.?$")
#: Present-tense verbs that describe a picture.
SHOWS = re.compile(
    r"\b(?:walks?|stands?|sits?|gathers?|speaks|looks?|poses?|holds|carry|carries|attends?|shakes?|inspects?|waits?"
    r"|rides?|drives?|patrols?|waves?|arrives?|rises?|billows?|burns?|watch(?:es)?|listens?|talks|marches|chants?"
    r"|cheers?|greets?|addresses|gestures?|mourns?|prays?|lies?|hugs?|guards?|flees?|queues?|reacts?|search(?:es)?"
    r"|points?|displays?|seen|pictured|takes? (?:part|aim|position)|unloads?|crosses|cross|shows|leads|leaves|uses?)\b"
)
#: An agency named as the object of a sentence: "in an interview with Reuters".
OBJECT = re.compile(r"\b(?:to|with|by|from|of|the|for|at|in|and|or|told|cited|quoted|agency)$", re.I)


def caption_cue(unit: Unit) -> str | None:
    """Name the cue by which a line is a caption, or None.

    Only cues that hold anywhere on a page count here; repetition and neighbours are judged by the caller.
    """
    words = unit.words
    if unit.size < 2 or len(words) > LONGEST:
        return None
    if LEAD.match(words):
        return "caption words at the start"
    if WHOLE.fullmatch(words):
        return "picture credit"
    if unit.size < 4 or unit.size > MOST_WORDS or words.isupper():  # telexes have no pictures
        return None
    tail = words[-160:]
    if MARK.search(tail) is not None:  # "[END RECORDING]" is no credit
        return None
    if END_PHOTO.search(tail):
        return "photo credit at the end"
    if END_BRACKET.search(tail):
        return "credit in brackets at the end"
    agency = END_AGENCY.search(tail)
    if agency and _is_credit(words, agency.group()):
        return "agency credit at the end"
    if one_sentence(words) and not unit.words.startswith(('"', "“", "‘", "'")):
        if POSITION.search(words) and SHOWS.search(words):
            return "positions in a picture"
        if FULL_DATE.search(words) and SHOWS.search(words) and not TOLD.search(words):
            return "present tense closed by a full date"
    return None


def one_sentence(words: str) -> bool:
    """True if no sentence end stands inside (abbreviations such as "U.S." and "Feb." are passed over)."""
    titles = "Gen|Col|Lt|Maj|Capt|Sgt|Dr|Mr|Mrs|Ms|Sen|Rep|Gov|St"
    inner = re.sub(rf"\b(?:[A-Z]\.)+|\b{MONTH}|\b(?:{titles})\.", "x", words.rstrip(" .\"'”’"))
    return not re.search(r"[.!?][\"'”’)]*\s+[\"'“‘(]?[A-Z]", inner)


def _is_credit(words: str, credit: str) -> bool:
    """An agency's name after the sentence's own end, or behind a slash or bracket: no object of the sentence.

    After a dash or bar with no sentence before it the name is a site's suffix to a headline ("Truce holds – Reuters").
    """
    before = words[: len(words) - len(credit)].rstrip()
    if before[-1:] in '.!?"”’':
        return True
    lead = credit.lstrip()[:1]
    if lead in "–—-|" or before[-1:] in "–—-|":
        return False
    if lead in "[©" or "/" in credit:
        return True
    return not TOLD.search(words) and not OBJECT.search(before)
