"""Pages that are a side's own text: a communique or letter in the first person, with no reporter and no cue.

Such a page says "we" and "our" outside quotation marks, in more than one sentence. Its speaker is the party that
the text sets beside "we": named, and charged with nothing. If that cannot be told, nothing is made of it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from trucewatch.annotate.acts import charges
from trucewatch.annotate.sentences import Parsed
from trucewatch.annotate.sides import Sides, party_spots
from trucewatch.annotate.spans import Attribution
from trucewatch.annotate.view import FIRST_PERSON, View

WE = re.compile(r"\b(?:we|our|ours|ourselves)\b", re.IGNORECASE)
#: "We, the Front, ..." and a signature line say it outright.
WE_THE = re.compile(r"\bwe,?\s+(?:in\s+)?(?:the\s+)?(?P<name>[^,.;:\n]{3,80})", re.IGNORECASE)
#: Share of the paragraphs that must say "we" for a page to count as a side's own text.
LEAST_SHARE = 0.25


def own_text(
    parsed: Parsed, found: list[Attribution], sides: Sides, views: dict[int, View]
) -> tuple[str | None, list[Attribution]]:
    """The party whose own text this is, and the attributions of the page: its own words and what it reports of others.

    Gives (None, ``found``) for any other page.
    """
    if len(WE.findall(parsed.text.content)) < 2:
        return None, found
    if not parsed.paragraphs or any(a.quoted and a.frame not in ("clause", "prepositional", "object") for a in found):
        return None, found
    saying = 0
    hits = 0
    for number, paragraph in enumerate(parsed.paragraphs):
        view = View.at(parsed.paragraphs, number, views)
        said = sum(
            any(WE.fullmatch(t.text) and view.quote_of[t.i] < 0 for t in paragraph.doc[a:b]) for a, b in view.sentences
        )
        hits += said
        saying += bool(said)
    if hits < 2 or saying < LEAST_SHARE * len(parsed.paragraphs):
        return None, found
    speaker = _whose(parsed, found, sides, views)
    if speaker is None:
        return None, found
    kept = [replace(a, outer=None) for a in found if _told(a)]
    made: list[Attribution] = []
    taken = {a.sentence_at[0] for a in kept}
    for number, paragraph in enumerate(parsed.paragraphs):
        view = View.at(parsed.paragraphs, number, views)
        pieces: list[tuple[int, int]] = []
        for a, b in view.sentences:
            start, end = (
                paragraph.start + paragraph.doc[a].idx,
                paragraph.start + paragraph.doc[b - 1].idx + len(paragraph.doc[b - 1]),
            )
            if len(paragraph.doc[a:b]) < 4 or start in taken:
                continue
            pieces.append((start, end))
        if pieces:
            own = Attribution(
                paragraph=number, frame="own text", cue=None, cue_token=None, cue_at=None, source_paragraph=number,
                source_head=None, source_at=None, pieces=pieces, quoted=True, label=speaker, score=0.5,
                sentence_at=(paragraph.start, paragraph.end),
            )  # fmt: skip
            made.append(own)
    return speaker, sorted([*kept, *made], key=lambda a: a.pieces[0][0])


def _told(attribution: Attribution) -> bool:
    """Words of another speaker, or "we note that ...", by a cue of speech."""
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
        return attribution.frame == "clause"
    return attribution.frame in ("clause", "after content", "according to") and attribution.source_head is not None


def first_person(attribution: Attribution) -> bool:
    return attribution.source_head is not None and attribution.source_head.lower_ in FIRST_PERSON


def _whose(parsed: Parsed, found: list[Attribution], sides: Sides, views: dict[int, View]) -> str | None:
    """The party beside "we", else the one most named and least charged in the words that nobody else says."""
    score: Counter[str] = Counter()
    others = {a.sentence_at[0] for a in found if _told(a) and not first_person(a)}
    for number, paragraph in enumerate(parsed.paragraphs):
        words = paragraph.doc.text
        for match in WE_THE.finditer(words):
            side = sides.of_words(match["name"])
            if side:
                score[side] += 3
        view = View.at(parsed.paragraphs, number, views)
        for a, b in view.sentences:
            start = paragraph.start + paragraph.doc[a].idx
            if start in others:
                continue
            sentence = paragraph.doc[a:b].text
            for place, side in party_spots(sentence, sides):
                score[side] += -2 if charges(sentence, place) else 1
    ranked = [
        (n, side)
        for side, n in score.items()
        if n > 0 and any(p.name == side and p.role in ("signatory", "non-signatory") for p in sides.agreement.parties)
    ]
    ranked.sort(reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]
