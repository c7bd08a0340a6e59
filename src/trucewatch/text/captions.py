"""Tell picture captions from sentences of the report."""

from __future__ import annotations

import re

from trucewatch.text.furniture import _MONTH as MONTH
from trucewatch.text.furniture import AGENCY
from trucewatch.text.units import Unit

#: Words that only captions begin with.
LEAD = re.compile(
    r"\W*(?:FILE(?: ?PHOTO)?\b\s*[-–—:,(]|File (?:photo|image|picture|footage)\b|(?:AFP|AP|Reuters|EPA|Getty)\s+(?:file\s+)?(?:photo|image|via)\b|In this (?:\w+[ ,.]*){0,6}?(?:photo|image|picture|frame|video|screengrab|handout|grab)|(?:This|A|An) (?:\w+ ){0,4}(?:photo|image|picture|satellite image|screengrab|screenshot|video grab|handout|frame grab)\b"
    r"|(?:photo|image|picture|pictured|illustration|representational|caption|image caption|image copyright|image source|photo caption|video caption|media caption|figure|map)s?\s*(?:[:|]|(?:shows?|by|taken|released|credit|courtesy|source|caption)\b)"
    r"|(?:Pictured|Seen here|Above|Below|Left|Right|From left|L-R|Clockwise)\s*[:,])",
    re.I,
)
#: A credit at the very end: "Getty/AFP via Getty Images", "[Name/Reuters]", "(AP Photo/Name)", "Photo: Name".
END_AGENCY = re.compile(
    rf"(?:[\s(\[/|©–—-])(?:(?:[A-Z][\w.'’-]+ ){{0,3}}[A-Z][\w.'’-]+\s*/\s*)?(?:{AGENCY})(?:\s*(?:/|via|,|-)\s*(?:{AGENCY}|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){{0,2}}))*(?:\s+(?:photo|images?|file(?: photo)?|pool|handout))*[\])\s.]*$"
)
END_BRACKET = re.compile(r"[.\w\"'”’]\s*\[(?=[^\[\]]*[A-Z])[^\[\]]{2,70}\]+\s*$")
END_PHOTO = re.compile(r"(?:\((?:[^()]{0,60}\b)?(?:photo|image|picture|file|handout|courtesy|credit|screenshot|screengrab|pool)\b[^()]{0,60}\)|(?:photo|image|picture|photograph|credit|photo credit|courtesy|photo by|image by)\s*(?::|by|of)\s*[^.:]{2,60}|/\s*(?:file|handout|pool)(?: photo)?|©\s*[^.]{2,60})[\s.)\]]*$", re.I)
#: Where people stand in a picture.
POSITION = re.compile(
    r"(?:^|[\s(,])(?:\(?(?:L|R|C|left|right|center|centre)\)|(?:second|third|fourth|far|first)(?: from)?(?: the)? (?:left|right)|(?:,|at) (?:left|right|center|centre)(?:,|\.|$)|(?:front|back) row|foreground|in the background)", re.I
)
#: "…, Feb. 21, 2016." or "… on October 18" closing the only sentence.
FULL_DATE = re.compile(rf"(?:\b(?:on|in|,)\s+)?(?:{MONTH}\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\s+{MONTH},?\s+\d{{4}})\s*\.?$")
#: Verbs of speech and the past tense of "be" and "have": sentences of reports nearly always hold one, captions seldom.
TOLD = re.compile(
    r"\b(?:said|says|saying|told|tells|was|were|has|have|had|will|would|added|according|announced|reported|accused|denied|killed|agreed|signed|began|started|called|urged|warned|declared|took|came|went|made|gave|held|launched|ended|reached|met|fell|left|put|led|began|became|broke)\b", re.I
)
#: Present-tense verbs that describe a picture.
SHOWS = re.compile(
    r"\b(?:walks?|stands?|sits?|gathers?|speaks?|looks?|poses?|holds?|carry|carries|attends?|shakes?|inspects?|waits?|rides?|drives?|patrols?|waves?|arrives?|leaves?|leads?|rises?|billows?|burns?|watch(?:es)?|listens?|talks?|marches|march|chants?|cheers?|greets?|addresses|gestures?|mourns?|prays?|lies?|hugs?|guards?|flees?|queues?|reacts?|stack|search(?:es)?|pass(?:es)?|points?|displays?|shows?|seen|pictured|takes? (?:part|aim|position|up)|rest|run)\b"
)
LONGEST = 700


def caption_cue(unit: Unit) -> str | None:
    """Name the cue by which a line is a caption, or None.

    Only cues that hold anywhere on a page count here; repetition and neighbours are judged by the caller.
    """
    words = unit.words
    if unit.size < 2 or len(words) > LONGEST:
        return None
    if LEAD.match(words):
        return "caption words at the start"
    tail = words[-160:]
    if unit.size >= 4 and END_PHOTO.search(tail):
        return "photo credit at the end"
    if unit.size >= 4 and END_BRACKET.search(tail):
        return "credit in brackets at the end"
    agency = END_AGENCY.search(tail)
    if unit.size >= 4 and agency and _is_credit(words, agency.group()):
        return "agency credit at the end"
    if one_sentence(words):
        if POSITION.search(words) and SHOWS.search(words):
            return "positions in a picture"
        if FULL_DATE.search(words) and SHOWS.search(words) and not TOLD.search(words):
            return "present tense closed by a full date"
    return None


def one_sentence(words: str) -> bool:
    """True if no sentence end stands inside (abbreviations such as "U.S." and "Feb." are passed over)."""
    inner = re.sub(rf"\b(?:[A-Z]\.)+|\b{MONTH}|\b(?:Gen|Col|Lt|Maj|Capt|Sgt|Dr|Mr|Mrs|Ms|Sen|Rep|Gov|St)\.", "x", words.rstrip(" .\"'”’"))
    return not re.search(r"[.!?][\"'”’)]*\s+[\"'“‘(]?[A-Z]", inner)


def _is_credit(words: str, credit: str) -> bool:
    """An agency's name after the sentence's own end, or behind a slash or bracket: no object of the sentence.

    After a dash with no sentence before it the name is a site's suffix to a headline ("Truce holds – Reuters").
    """
    before = words[: len(words) - len(credit)].rstrip()
    if before[-1:] in ".!?\"”’":
        return True
    lead = credit.lstrip()[:1]
    if lead in "–—-|" or before[-1:] in "–—-|":
        return False
    return lead in "([/©" or "/" in credit or not TOLD.search(words)
