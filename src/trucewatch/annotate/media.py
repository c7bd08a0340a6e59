"""Through which medium something was said, as the words round it name it: a statement, a speech, an interview, the
press, a tweet; "unknown" where they name none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trucewatch.annotate.cues import NEWS_NAME, word_lists
from trucewatch.annotate.spans import Attribution

TOKEN = re.compile(r"[\w][\w’'-]*(?:\.com)?")
TOLD = re.compile(
    r"\b(?:told|tells|telling|informed|quoted (?:by|as)|interview(?:ed)?|spoke (?:to|with)|speaking (?:to|with))\b",
    re.IGNORECASE,
)

INTERVIEW = re.compile(r"\binterview(?:ed)?\b", re.IGNORECASE)
#: "Addressing the nation on state radio", "in a televised address".
ADDRESSED = re.compile(
    r"\b(?:address(?:ed|ing) (?:the |a |his |her |its )?(?:[\w-]+ )?(?:nation|people|troops|fighters|supporters|"
    r"crowds?|rally|faithful|parliament|congress|senate|assembly|council|conference|congregation|mourners|worshippers|"
    r"soldiers|public)|"
    r"(?:televised|radio|broadcast|nationwide) (?:address|speech|broadcast|message)|message to the nation)\b",
    re.IGNORECASE,
)
#: Written words under other names: "said on its website", "in a text message sent to", "in a notice pinned up".
WRITTEN = re.compile(
    r"\b(?:on (?:its|his|her|their|the [\w-]+['’]?s?) (?:\w+ )?(?:website|web ?site|web page|site)|"
    r"in (?:an? |its |his |her |their )(?:[\w-]+ ){0,3}(?:e-?mail|text message|text|message|notice|leaflet|pamphlet|"
    r"fax|telegram|cable|document|paper|open letter|dispatch|proclamation)|by (?:e-?mail|text message|fax)|"
    r"wrote to (?:the|its|all|both|his|her))\b",
    re.IGNORECASE,
)
#: The agency or paper that the dateline names: "KESSEL, 3 May (XYZ) -".
DATELINE = re.compile(r"\((?P<name>[A-Z][\w .&-]{1,30})\)\s*(?:[-–—]|--)")
#: How far into a page its heading may tell that it is the transcript of an interview.
HEADING = 400
#: "A statement tweeted by an aide" is a statement.
OWN_STATEMENT = re.compile(
    r"\b(?:statement|communiqu[eé]|letter)\s+(?:\w+ly\s+)?(?:tweeted|posted|shared|published|circulated|released|put)\b"
)
#: After a medium's word: it is somebody else's ("the homily delivered yesterday by the bishop").
ANOTHERS = (
    r"\s+(?:which (?:was|were) )?(?:delivered|given|issued|made|signed|written|sent|published)\s+"
    r"(?:[\w-]+\s+){0,4}?by\b"
)
#: A call between officials is no interview.
CALLED = re.compile(
    r"\b(?:told|spoke (?:to|with)|called|phoned)\b[^.]{0,80}\b(?:counterpart|minister|president|secretary|premier|"
    r"leaders?|envoy|king|queen|chancellor|general|ambassador)\b"
)
_OUTLETS = "|".join(sorted(word_lists()["outlets"]))
OUTLET_TELLS = re.compile(rf"\b(?:{_OUTLETS})\b(?: [\w’'-]+){{0,3}} (?:reported|wrote|writes|reports|quoted)\b")
#: Labels of the one who asks, at the head of a line.
ASKER = re.compile(
    r"^\s*(?:host|interviewer|question|q|anchor|presenter|moderator)\s*[:.]\s", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Medium:
    """A medium of records/vocabulary.py, or "unknown"; by which rule, and the words that name it."""

    name: str
    rule: str
    words: str | None = None


def frame_words(content: str, attribution: Attribution) -> list[tuple[int, str]]:
    """The sentence's words outside the attributed content, each stretch with its offset."""
    start, end = attribution.sentence_at
    stretches: list[tuple[int, str]] = []
    at = start
    for a, b in sorted(attribution.pieces):
        if at < min(a, end):
            stretches.append((at, content[at : min(a, end)]))
        at = max(at, b)
    if at < end:
        stretches.append((at, content[at:end]))
    return stretches


def medium_of(content: str, attribution: Attribution) -> Medium:
    """The medium that the frame names; "unknown" if it names none."""
    lists = word_lists()
    verb = attribution.cue.word if attribution.cue else ""
    if attribution.frame == "own text":
        return Medium("statement", "a side's own text")
    heading = INTERVIEW.search(content[:HEADING]) if attribution.frame == "name and colon" else None
    if heading:
        return Medium("interview", "the heading of a transcript", heading.group())
    asker = ASKER.search(content) if attribution.frame == "name and colon" else None
    if asker:
        return Medium("interview", "a transcript with one who asks", asker.group().strip())
    head = attribution.source_head
    if head is not None and head.lower_ in lists["media_statement"]:
        return Medium("statement", "the document speaks", head.text)
    if attribution.source_at and _is_outlet(content[slice(*attribution.source_at)]):
        return Medium("press", "a news outlet speaks", content[slice(*attribution.source_at)])
    if verb in ("tweet", "retweet", "post", "blog"):
        return Medium("tweet", f"cue {verb}", verb)
    # the name of the one who speaks tells no medium ("the press committee of the army")
    named = content[slice(*attribution.source_at)] if attribution.source_at else None
    outside = " ".join(words for _, words in frame_words(content, attribution))
    dateline = DATELINE.search(content[:HEADING])
    return medium_in(
        outside, speaker=named, relative=head is not None and head.lower_ == "who",
        agency=dateline["name"] if dateline else None,
    )  # fmt: skip


def medium_in(outside: str, *, speaker: str | None = None, relative: bool = False, agency: str | None = None) -> Medium:
    """The medium that these words round a cue name; "unknown" if they name none.

    ``speaker`` is the name as it stands there; ``relative`` says that it is "who", and so whoever delivered the words;
    ``agency`` is the news agency or paper whose page it is.
    """
    lists = word_lists()
    outside = " ".join(outside.split())
    lower = outside.lower()
    if OWN_STATEMENT.search(lower):
        return Medium("statement", "a statement handed on through another medium", "statement")
    of_speaker = set(TOKEN.findall(speaker.lower())) if speaker else set()
    words = TOKEN.findall(lower)
    for name in ("tweet", "interview", "press", "statement", "speech"):
        hit = next(
            (
                w
                for w in words
                if w in lists[f"media_{name}"] and _tells(name, w, lower, relative=relative, of_speaker=of_speaker)
            ),
            None,
        )
        if hit and not (name == "press" and hit in of_speaker and lower.count(hit) == 1):
            return Medium(name, f"word {hit!r} beside the cue", hit)
    if "social media" in lower or "on x" in lower.split(","):
        return Medium("tweet", "social media beside the cue", "social media")
    if addressed := ADDRESSED.search(outside):
        return Medium("speech", "an address beside the cue", addressed.group())
    if written := WRITTEN.search(outside):
        return Medium("statement", "written words beside the cue", written.group())
    told = TOLD.search(outside)
    if told:
        if agency and re.match(rf"\W*(?:the )?{re.escape(agency)}\b", outside[told.end() :]):
            return Medium("interview", "told the agency of the dateline", agency)
        news = NEWS_NAME.search(outside, told.end())
        if news and news.start() - told.end() <= 30:
            return Medium("interview", "told a news outlet", news.group())
    carried = OUTLET_TELLS.search(lower)
    if carried:
        return Medium("press", "carried by a news outlet", carried.group())
    return Medium("unknown", "no medium named", None)


def _delivered_by(after: str, of_speaker: set[str]) -> bool:
    """True if these words, which follow "delivered by", name the speaker: at once or in "X, bishop of Y, who"."""
    name, *beside = after.split(",")
    if of_speaker & set(TOKEN.findall(name)):
        return True
    return bool(beside) and bool(of_speaker & set(TOKEN.findall(beside[0]))) and bool(re.search(r",\s*who\b", after))


def _tells(name: str, hit: str, lower: str, *, relative: bool, of_speaker: set[str]) -> bool:
    """True if the word stands as the medium of these words does, and not as another's or in another sense."""
    of_other = re.search(rf"\b{re.escape(hit)}\b{ANOTHERS}", lower)
    if of_other and not relative and not _delivered_by(lower[of_other.end() :], of_speaker):
        return False
    if name == "press" and hit in ("press", "conference", "briefing"):
        return bool(re.search(r"(?:press|news) (?:conference|briefing)|briefing|the press\b", lower))
    if name == "press":
        return bool(
            re.search(rf"\b(?:told|to|with)\s+(?:\w+\s+)?{hit}|{hit} (?:were|was|have been|had been) told\b", lower)
        )
    before = {
        "statement": r"(?:in|a|its|the|his|her|their|official|issued|by|joint)",
        "speech": r"(?:told|to|in|during|before|at|of|addressing)",
    }
    if hit in ("release", "note", "bulletin") and re.search(rf"\b{hit} of\b", lower):
        return False
    if name in before and hit not in ("homily", "sermon"):
        return bool(re.search(rf"\b{before[name]}\s+(?:\w+\s+){{0,3}}{re.escape(hit)}", lower))
    if name == "interview" and hit in ("phone", "telephone"):
        return bool(re.search(rf"\bby (?:\w+ )?{hit}", lower)) and not CALLED.search(lower)
    if name == "tweet" and hit in ("post", "social"):
        return bool(re.search(r"in a (?:\w+ )?post|social media", lower))
    return True


def _is_outlet(words: str) -> bool:
    return any(w.lower() in word_lists()["outlets"] for w in words.split()[-2:]) or (
        bool(NEWS_NAME.fullmatch(words.strip())) and len(words.split()) <= 4
    )
