"""Pages that are a side's own text: a communique or letter in the first person, with no reporter and no cue.

Such a page says "we" and "our" outside quotation marks. Whose it is is told by what stands on it: the letterhead,
"We, the Front, ...", a party that itself condemns or reaffirms, the title of who signs, else by who published it.
A party that is merely named counts for nothing: a communique names its enemy more often than its author. If it
cannot be told, nothing is made of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Doc, Token

from trucewatch.annotate.acts import charges
from trucewatch.annotate.cues import word_lists
from trucewatch.annotate.doc_text import text_of
from trucewatch.annotate.letterhead import author
from trucewatch.annotate.party_spots import party_spots
from trucewatch.annotate.sentences import Parsed
from trucewatch.annotate.side_words import OFFICE
from trucewatch.annotate.sides import Sides
from trucewatch.annotate.sources import phrase
from trucewatch.annotate.spans import Attribution
from trucewatch.annotate.targets import belligerents
from trucewatch.annotate.view import View, is_first_person
from trucewatch.annotate.when import find_times
from trucewatch.annotate.world import words_of
from trucewatch.records.when import When

#: "us" in small letters only: in capitals it is a country.
WE = re.compile(r"\b(?:(?i:we|our|ours|ourselves)|us)\b")
#: "We, the Front, ..." says it outright; "we urge the Front" does not.
WE_THE = re.compile(r"\bwe(?:,?\s+(?:in\s+)?the\s+|,\s+)(?P<name>[^,.;:\n]{3,80})", re.IGNORECASE)
#: "(Sgd.) NAME", "[SIGNED] A, B", "Signed: NAME", and what stands below it.
SIGNED = re.compile(
    r"^[ \t]*(?:[(\[](?:sgd|signed|s/d)\.?[)\]]|(?:signed|sgd\.?)[ \t]*:)[ \t]*(?P<name>[^\n,;(]{3,60})"
    r"(?P<rest>[^\n]*(?:\n[^\n]+){0,3})",
    re.IGNORECASE | re.MULTILINE,
)
#: A letter's closing words, the name below them and what stands below that.
SIGN_OFF = re.compile(
    r"^[ \t]*(?:(?:very |most )?(?:respectfully|sincerely|faithfully|truly|cordially)(?: yours)?|"
    r"yours[ \t]+(?:sincerely|faithfully|truly|respectfully|in \w+)|"
    r"(?:with (?:the )?(?:highest|kind|best|warm)?[ \t]*)?(?:regards|respect|consideration|esteem)),?[ \t]*\n\s*"
    r"(?P<name>[^\n,;(]{3,60})(?P<rest>[^\n]*(?:\n+[^\n]+){0,3})",
    re.IGNORECASE | re.MULTILINE,
)
#: Who writes "I" writes to somebody: the letter says for whom ("on behalf of the Front").
BEHALF = re.compile(r"\b(?:on behalf|in the name) of (?:the )?(?P<name>[^,.;:\n]{3,60})", re.IGNORECASE)
#: What only a side at war says of itself or of the other: "our fighters", "the enemy".
AT_WAR = re.compile(
    r"\bour\s+(?:\w+\s+){0,2}(?:forces|fighters|troops|soldiers|combatants|units|guns|positions|lines|territor\w+|"
    r"truce|ceasefire|cease-fire|prisoners|commanders)\b|\benem(?:y|ies)\b",
    re.IGNORECASE,
)
#: Verbs by which a party speaks in its own text: "the Front reaffirms its will".
PERFORMATIVE = frozenset(
    {
        "condemn",
        "reaffirm",
        "reiterate",
        "deny",
        "reject",
        "repudiate",
        "denounce",
        "declare",
        "announce",
        "affirm",
        "propose",
        "call",
        "urge",
        "demand",
        "express",
        "deplore",
        "regret",
        "welcome",
        "pledge",
        "confirm",
        "reserve",
        "appeal",
        "warn",
        "remain",
        "inform",
        "salute",
        "offer",
        "thank",
        "hold",
        "consider",
    }
)
#: Cues that only bring the words in: "we report that", "we wish to say that".
BRINGING = frozenset({"report", "say", "inform", "state", "announce", "note", "tell", "declare", "add"})
#: Lines at the head of a page that may be its letterhead, and how long such a line is at most.
HEAD_LINES = 5
HEAD_LENGTH = 90
#: Share of the paragraphs that must say "we" for an unmarked page to count as a side's own text.
LEAST_SHARE = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose own text a page is: the party, who signed (None if nobody did), its body, and the day on the page."""

    side: str
    signed: str | None = None
    #: The ministry or other body of the party that the head of the page names.
    body: str | None = None
    day: When | None = None


def own_text(
    parsed: Parsed,
    found: list[Attribution],
    sides: Sides,
    views: dict[int, View],
    *,
    published: date | None = None,
    publisher: str | None = None,
) -> tuple[Owner | None, list[Attribution]]:
    """Whose own text this is, and the attributions of the page: its own words and what it reports of others.

    Gives (None, ``found``) for any other page.
    """
    content = parsed.text.content
    if not WE.search(content) or not parsed.paragraphs:
        return None, found
    if any(a.quoted and a.frame not in ("clause", "prepositional", "object") for a in found):
        return None, found
    saying = 0
    hits = 0
    for number, paragraph in enumerate(parsed.paragraphs):
        view = View.at(parsed.paragraphs, number, views)
        said = sum(
            any(WE.fullmatch(t.text) and view.quote_of[t.i] < 0 for t in paragraph.doc[a:b])
            and not _headline_we(paragraph.doc, a, b)
            for a, b in view.sentences
        )
        hits += said
        saying += bool(said)
    signature = SIGNED.search(content) or SIGN_OFF.search(content)
    letterhead = _letterhead(parsed, sides)
    marked = signature is not None or letterhead is not None
    if not hits or (not marked and (hits < 2 or saying < LEAST_SHARE * len(parsed.paragraphs))):
        return None, found
    side = _whose(parsed, found, sides, views, letterhead, signature) or _publishes(sides, publisher)
    if side is None:
        return None, found
    kept = [replace(a, outer=None) for a in found if _told(a)]
    made: list[Attribution] = []
    taken = {a.sentence_at[0] for a in kept}
    last = signature.start() if signature else len(content)
    for number, paragraph in enumerate(parsed.paragraphs):
        view = View.at(parsed.paragraphs, number, views)
        pieces: list[tuple[int, int]] = []
        for a, b in view.sentences:
            start, end = (
                paragraph.start + paragraph.doc[a].idx,
                paragraph.start + paragraph.doc[b - 1].idx + len(paragraph.doc[b - 1]),
            )
            if len(paragraph.doc[a:b]) < 4 or start in taken or start >= last or not _sentence(paragraph.doc, a, b):
                continue
            if content[start:end].rstrip().endswith(":") and not AT_WAR.search(content, start, end):
                continue  # "In this regard we state that:" brings in what follows
            pieces.append((start, end))
        if pieces:
            own = Attribution(
                paragraph=number, frame="own text", cue=None, cue_token=None, cue_at=None, source_paragraph=number,
                source_head=None, source_at=None, pieces=pieces, quoted=True, label=side, score=0.5,
                sentence_at=(paragraph.start, paragraph.end),
            )  # fmt: skip
            made.append(own)
    person, body = author(content, side, sides, publisher)
    owner = Owner(
        side=side,
        signed=(_name(signature["name"]) if signature else None) or person,
        body=body,
        day=page_day(parsed, signature, published),
    )
    return owner, sorted([*kept, *made], key=lambda a: a.pieces[0][0])


def _headline_we(doc: Doc, a: int, b: int) -> bool:
    """ "What we know so far": an outlet and its readers."""
    return doc[a].tag_ in ("WP", "WRB", "WDT") and doc[b - 1].text != "?" and b - a < 10


def _sentence(doc: Doc, a: int, b: int) -> bool:
    """True if the words tell something: a line of a letterhead or a date does not."""
    return b - a > 14 or any(t.pos_ in ("VERB", "AUX") for t in doc[a:b])


def _told(attribution: Attribution) -> bool:
    """Words of another speaker, or "we report that ...", by a cue of speech."""
    cue = attribution.cue
    if (
        attribution.outer is not None
        or attribution.negated
        or attribution.hypothetical
        or cue is None
        or cue.kind != "speech"
    ):
        return False
    if first_person(attribution):
        # "we demand that ..." is itself what the page says; "we report that ..." only brings it in
        return attribution.frame == "clause" and cue.word in BRINGING
    return (
        attribution.frame in ("clause", "rest of sentence", "after content", "according to")
        and attribution.source_head is not None
    )


def first_person(attribution: Attribution) -> bool:
    return attribution.source_head is not None and is_first_person(attribution.source_head)


def _party(sides: Sides, words: str | None) -> str | None:
    """The party at the table that the words name."""
    side = sides.of_words(words) if words else None
    main = {p.name for p in sides.agreement.parties if p.role in ("signatory", "non-signatory")}
    return side if side in main else None


def _publishes(sides: Sides, publisher: str | None) -> str | None:
    """The party that a publisher is, or is a body of. A paper is named after its country ("Ruritania Today"): with the
    bare name of a state no publisher is that state."""
    side = _party(sides, publisher)
    if side is None or not sides.is_state(side):
        return side
    words = words_of(publisher or "")
    body = set(words) & (word_lists()["state"] | word_lists()["portfolios"] | OFFICE | {"press", "service", "command"})
    return side if body or sides.names(publisher or "", side) else None


def _letterhead(parsed: Parsed, sides: Sides) -> str | None:
    """The one party that the first short lines name, before the first sentence."""
    lines = [line.strip() for line in parsed.text.content.splitlines() if line.strip()][:HEAD_LINES]
    found: list[str] = []
    for line in lines:
        if len(line) > HEAD_LENGTH or line.endswith((".", "!", "?")):
            break
        side = _party(sides, line)
        if side is None:
            continue
        if len(party_spots(line, sides)) > 1:
            # a headline names both sides; a letterhead its owner
            break
        found.append(side)
    return found[0] if len(set(found)) == 1 else None


def _whose(
    parsed: Parsed,
    found: list[Attribution],
    sides: Sides,
    views: dict[int, View],
    letterhead: str | None,
    signature: re.Match[str] | None,
) -> str | None:
    """The party that the page's own marks and words set as its author; None if two are as likely."""
    score: Counter[str] = Counter()
    if letterhead:
        score[letterhead] += 3
    if signature:
        for line in signature["rest"].splitlines():
            side = _party(sides, line)
            if side:
                score[side] += 3
    others = {a.sentence_at[0] for a in found if _told(a) and not first_person(a)}
    for number, paragraph in enumerate(parsed.paragraphs):
        doc = paragraph.doc
        for match in WE_THE.finditer(text_of(doc)):
            side = _party(sides, match["name"])
            if side:
                score[side] += 3
        view = View.at(parsed.paragraphs, number, views)
        for a, b in view.sentences:
            if paragraph.start + doc[a].idx in others:
                continue
            for token in doc[a:b]:
                if (
                    token.dep_ == "nsubj"
                    and token.head.tag_ in ("VBZ", "VBP")
                    and _performs(token.head)
                    and view.quote_of[token.i] < 0
                ):
                    x, y = phrase(token)
                    side = _party(sides, doc[x:y].text)
                    if side:
                        score[side] += 3
            sentence = doc[a:b].text
            for place, side in party_spots(sentence, sides):
                if charges(sentence, place):
                    score[side] -= 2
        for match in BEHALF.finditer(text_of(doc)):
            side = _party(sides, match["name"])
            if side:
                score[side] += 2
    if not any(n > 0 for n in score.values()) and (left := _not_charged(parsed, sides, score)):
        return left
    ranked = sorted(((n, side) for side, n in score.items() if n > 0), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


def _performs(verb: Token) -> bool:
    """A verb by which a party speaks in its own text; who "calls this a strike" is told of, who "calls on" speaks."""
    if verb.lemma_ == "call":
        behind = [t for t in verb.doc[verb.i + 1 : verb.i + 3] if t.pos_ != "ADV"]
        return bool(behind) and behind[0].lower_ in ("on", "upon", "for")
    return verb.lemma_ in PERFORMATIVE


def _not_charged(parsed: Parsed, sides: Sides, score: Counter[str]) -> str | None:
    """Of two sides at war the one that a page at war does not charge: it speaks of "our fighters" and "the enemy".

    One charge against its author may be a quoted one; three times as many stand against the enemy.
    """
    main = sorted(belligerents(sides), key=lambda side: score[side])
    if len(main) != 2 or not AT_WAR.search(parsed.text.content):
        return None
    enemy, author = main
    return author if score[enemy] < 0 and score[enemy] <= 3 * score[author] else None


def _name(signed: str) -> str | None:
    """The signer's name without rank; None if no name stands there."""
    words = [w for w in signed.split() if w.lower().rstrip(".") not in word_lists()["titles"]]
    if not 1 < len(words) <= 5 or any(not w[0].isupper() for w in words[:1] + words[-1:]):
        return None
    return " ".join(w.capitalize() if w.isupper() and len(w) > 2 else w for w in words)


def page_day(parsed: Parsed, signature: re.Match[str] | None, published: date | None) -> When | None:
    """The day of a page: beside the signature, else on a line of its own at the head, else the day of publication
    if the page bears it. Head and signature may stand outside the body, so they are read for times here.
    """
    text = parsed.text
    content = text.content
    exact = ("instant", "part_of_day", "day")
    if signature:
        below = find_times(content, published=published, text_id=text.id, start=signature.start(), end=signature.end())
        for when in reversed([t for t in below if t.role == "at" and t.precision in exact]):
            return when
    for when in find_times(content, published=published, text_id=text.id, start=0, end=min(600, len(content))):
        if when.span is None or when.role != "at" or when.precision not in exact:
            continue
        start = content.rfind("\n", 0, when.span.start) + 1
        end = content.find("\n", when.span.end)
        line = content[start : end if end >= 0 else len(content)].strip()
        if len(line) <= len(when.span.words) + 30 and not line.endswith("."):
            return when
    if published is not None and _prints(content, published):
        return When.days(published, published, words=published.isoformat(), basis=f"published {published.isoformat()}")
    return None


def _prints(content: str, day: date) -> bool:
    """True if the page itself bears the day: its head may stand outside the body that is read for times."""
    month = f"{day:%B}|{day:%b}"
    words = rf"(?:0?{day.day}\s+(?:{month})|(?:{month})\.?\s+0?{day.day}),?\s+(?:{day.year}|{day:%y})"
    printed = rf"\b{words}\b|\b{day.isoformat()}\b"
    return re.search(printed, content, re.IGNORECASE) is not None
