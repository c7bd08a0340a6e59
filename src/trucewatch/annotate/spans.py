"""The span step of attribution: who is the source, which words tie them, which words are theirs.

``find_spans(parsed)`` gives every attribution of a text in reading order, quoted or not, with offsets into the
text. It knows nothing of parties, acts or agreements, so that a trained tagger can take its place: anything that
gives ``Attribution`` objects will do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from trucewatch.annotate.clauses import read
from trucewatch.annotate.cues import Cue, cue_of
from trucewatch.annotate.sentences import ASKERS, Paragraph, Parsed
from trucewatch.annotate.sources import phrase, source_of
from trucewatch.annotate.view import COMMAS, FIRST_PERSON, Found, View

#: "NAME: words" at the head of a paragraph, as in transcripts and headlines; "NAME (@handle): words" of a post.
NAME_COLON = re.compile(
    r"\s*(?P<name>(?:[A-Z][\w.'’-]+|of|the|de|al)(?:\s+(?:[A-Z(][\w.'’)-]+|of|the|de|al|for)){0,6})"
    r"(?:\s+(?:\(@\w+\)|@\w+))?\s*:\s+(?=\S)"
)
_TAPE = r"(?:recording|video ?tape|audio|quote|excerpt|tape|clip)\w*"
#: The mark may name the one heard: "[BEGIN KESSEL RECORDING]", "(END OF RECORDING)".
_BEGIN = rf"[(\[]\s*begin(?:ning)?(?:\s+of)?(?:\s+(?P<within>[^()\[\]]{{2,40}}?))?\s+{_TAPE}\s*[)\]]"
_END = rf"[(\[]\s*end(?:\s+of)?(?:\s+[^()\[\]]{{2,40}}?)?\s+{_TAPE}\s*[)\]]"
_NAMED = r"(?:\s*[(\[](?P<name>[^()\[\]]{2,60})[)\]])?"
#: "(BEGIN RECORDING) (NAME) words (END RECORDING)", as monitoring services write it.
RECORDING = re.compile(rf"{_BEGIN}{_NAMED}\s*(?P<words>.*?)\s*(?:{_END}|$)", re.IGNORECASE | re.DOTALL)
RECORDING_MARK = re.compile(rf"{_BEGIN}{_NAMED}|(?P<end>{_END})", re.IGNORECASE)
#: What may stand between "begin" and "recording" without naming anybody.
NAMELESS = re.compile(r"(?:\W|a|an|the|of|audio|video|live|telephone|studio|taped?|sound)+", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class Attribution:
    """One source–cue–content triple. Offsets count code points of the text, half-open.

    ``source_head`` and ``cue_token`` are words of paragraph ``source_paragraph`` and ``paragraph``. ``outer`` is the
    number of the attribution whose content holds this one; ``in_quote``
    says that its cue stands in a quotation. ``frame`` names the rule that found it.

    ``extent`` and ``extent_source`` are what the trained tagger marks as content and source, as the corpus it
    learnt from would (the one accused and "that" included, speech inside it too); ``pieces`` are the words that make
    the statement. ``inner`` says that the tagger holds it for a part of another's content.
    """

    paragraph: int
    frame: str
    cue: Cue | None
    cue_token: Token | None
    cue_at: tuple[int, int] | None
    source_paragraph: int
    source_head: Token | None
    source_at: tuple[int, int] | None
    pieces: list[tuple[int, int]]
    addressee_at: tuple[int, int] | None = None
    quoted: bool = False
    negated: bool = False
    hypothetical: bool = False
    label: str | None = None
    continued: bool = False
    in_quote: bool = False
    outer: int | None = None
    score: float = 0.5
    sentence_at: tuple[int, int] = field(default=(0, 0))
    extent: list[tuple[int, int]] | None = None
    extent_source: tuple[int, int] | None = None
    inner: bool = False


def find_spans(parsed: Parsed, views: dict[int, View] | None = None) -> list[Attribution]:
    """Every attribution in reading order; nested ones follow the one that holds them. ``views`` is filled as read."""
    views = {} if views is None else views
    found: list[Attribution] = []
    last: Attribution | None = None
    previous = -2
    labels = _recordings(parsed)
    for number, paragraph in enumerate(parsed.paragraphs):
        view = View.at(parsed.paragraphs, number, views)
        here = _paragraph(view, number, paragraph)
        if number in labels:
            here.append(_labelled(paragraph, number, 0, len(paragraph.doc.text.rstrip()), labels[number], "recording"))
        free = _free_standing(view, number, paragraph, here)
        if free is not None:
            if last is not None and number - previous <= 1:
                free = replace(
                    free, cue=last.cue, cue_token=None, source_paragraph=last.source_paragraph,
                    source_head=last.source_head, source_at=last.source_at, label=last.label,
                )  # fmt: skip
            here.append(free)
        here.sort(key=lambda a: (a.pieces[0][0], -a.pieces[-1][1]))
        found += here
        speaking = [
            a
            for a in here
            if not a.negated and (a.source_at or a.label) and a.frame != "noun" and not any(_holds(b, a) for b in here)
        ]
        if speaking:
            last, previous = speaking[-1], number
    nest(found)
    return found


def _recordings(parsed: Parsed) -> dict[int, str | None]:
    """Paragraphs that stand between the marks of a recording, with the name that the opening mark gives."""
    labels: dict[int, str | None] = {}
    content = parsed.text.content
    at = 0
    name: str | None = None
    running = False
    for number, paragraph in enumerate(parsed.paragraphs):
        gap = content[at : paragraph.start]
        for mark in RECORDING_MARK.finditer(gap):
            running, name = mark["end"] is None, _heard(mark)
        if running and not RECORDING_MARK.search(paragraph.doc.text):
            labels[number] = name
        at = paragraph.end
    return labels


def _heard(mark: re.Match[str]) -> str | None:
    """Whom the mark of a recording names, inside its brackets or right after them."""
    within = mark["within"]
    return mark["name"] or (None if within is None or NAMELESS.fullmatch(within) else str(within))


def _paragraph(view: View, number: int, paragraph: Paragraph) -> list[Attribution]:
    made: list[Attribution] = []
    for match in RECORDING.finditer(paragraph.doc.text):
        if match["words"]:
            made.append(
                _labelled(paragraph, number, match.start("words"), match.end("words"), _heard(match), "recording")
            )
    if not made:
        colon = NAME_COLON.match(paragraph.doc.text)
        if colon and len(paragraph.doc.text) - colon.end() >= 8 and not ASKERS.fullmatch(colon["name"]):
            a, b = colon.end(), len(paragraph.doc.text.rstrip())
            quotation = next((q for q in view.quotations if q.start == a and q.end >= b - 1), None)
            if quotation:
                a, b = quotation.inner_start, quotation.inner_end
            made.append(_labelled(paragraph, number, a, b, colon["name"], "name and colon"))
    finds = _with_quotations(view, read(view))
    for f in finds:
        attribution = _placed(view, f, number, paragraph)
        if attribution is not None:
            made.append(attribution)
    return made


def _labelled(paragraph: Paragraph, number: int, a: int, b: int, name: str | None, frame: str) -> Attribution:
    return Attribution(
        paragraph=number, frame=frame, cue=None, cue_token=None, cue_at=None, source_paragraph=number, source_head=None,
        source_at=None, pieces=[(paragraph.start + a, paragraph.start + b)], quoted=True, label=name, score=0.85,
        sentence_at=(paragraph.start + a, paragraph.start + b),
    )  # fmt: skip


# -- quotations ----------------------------------------------------------------------------------


def _with_quotations(view: View, finds: list[Found]) -> list[Found]:
    """Give every full quotation to the cue beside it, or to the one that goes before."""
    outside = [f for f in finds if not f.in_quote]
    inside = [f for f in finds if f.in_quote]
    for f in outside:
        f.pieces = [whole_quotations(view, a, b) for a, b in f.pieces]
    for number in range(len(view.quotations)):
        a, b = view.quote_span(number)
        if a >= b or _held(outside, a, b):
            continue
        if not _full(view, number, a, b):
            continue
        owner = _beside(view, outside, number, a, b)
        if owner is not None:
            outside.append(owner) if owner not in outside else None
    return outside + inside


def _held(finds: list[Found], a: int, b: int) -> bool:
    return any(sum(max(0, min(b, y) - max(a, x)) for x, y in f.pieces) >= 0.6 * (b - a) for f in finds)


def _full(view: View, number: int, a: int, b: int) -> bool:
    """Words enough to be somebody's words: a verb, or five words and more."""
    words = [t for t in view.doc[a:b] if t.is_alpha]
    return len(words) >= 5 or (len(words) >= 2 and any(t.pos_ in ("VERB", "AUX") for t in words)) or (
        b < len(view.doc) and view.doc[b - 1].text in {",", ".", "!", "?"}
    )  # fmt: skip


def whole_quotations(view: View, a: int, b: int) -> tuple[int, int]:
    """Stretch a piece to the edges of a quotation that it cuts, and strip a quotation's marks if it is nothing else."""
    if a >= b:
        return a, b
    while (
        a < b
        and view.is_mark(a)
        and view.quote_of[a] >= 0
        and view.doc[a].idx >= view.quotations[view.quote_of[a]].inner_end
    ):
        a += 1
    if a >= b:
        return a, b
    first, last = view.quote_of[a], view.quote_of[b - 1]
    if first >= 0:
        x, y = view.quote_span(first)
        if x < a and (first == last or y <= b):
            a = x
        if first == last:
            return (x, y) if y > x else (a, b)
    if last >= 0:
        x, y = view.quote_span(last)
        if y > b:
            b = y
    return a, b


def _beside(view: View, finds: list[Found], number: int, a: int, b: int) -> Found | None:
    """The attribution this quotation belongs to, new or one of ``finds``; None if nobody stands beside it."""
    doc = view.doc
    _, end = view.bounds(b - 1)
    tail_end = end
    following = next((i for i in range(b, len(doc)) if view.quote_of[i] >= 0 and view.quote_of[i] != number), len(doc))
    closes = (
        b < len(doc)
        and doc[b - 1].text in {".", "!"}
        and not (b + 1 < len(doc) and doc[min(b + 1, len(doc) - 1)].text == ",")
    )
    if not closes:
        sentence_end = view.bounds(min(b, len(doc) - 1))[1]
        tail_end = min(following, max(tail_end, sentence_end))
        for token in doc[b:tail_end]:
            cue = _speaks(token)
            if cue is None or view.quote_of[token.i] >= 0:
                continue
            source = source_of(token) or _near(view, token)
            edge = min(token.i, phrase(source)[0]) if source is not None and source.i >= b else token.i
            if edge - b > 4 and token.i - b > 4:
                break
            return _join(finds, token, cue, source, (a, b), "quotation before cue", 0.9)
    head_start = next((i + 1 for i in range(a - 1, -1, -1) if view.quote_of[i] >= 0 and view.quote_of[i] != number), 0)
    before = a - 1
    while before > 0 and (view.is_mark(before) or doc[before].is_space):
        before -= 1
    sentence_start = view.bounds(before)[0] if before >= 0 else 0
    lead = [t for t in doc[max(head_start, sentence_start) : a] if view.quote_of[t.i] < 0]
    if lead:
        last = doc[before]
        open_lead = (
            last.text in {":", ",", "that", "–", "—", "-"}
            or _speaks(last) is not None
            or last.text not in {".", "!", "?"}
        )
        for token in reversed(lead):
            cue = _speaks(token)
            if cue is None or not open_lead:
                continue
            if last.text not in {":", ","} and before - token.i > 6:
                break
            source = source_of(token) or _near(view, token)
            return _join(finds, token, cue, source, (a, b), "quotation after cue", 0.85)
        if last.text == ":" and lead:
            source = next((t for t in lead if t.dep_ in ("nsubj", "nsubjpass")), None)
            if source is not None:
                return Found(
                    cue=None, cue_at=(before, before + 1), source=source, pieces=[(a, b)], frame="colon", score=0.5
                )
    # no cue of its own: the speaker of the words before goes on
    earlier = [
        f
        for f in finds
        if f.cue_at and f.cue_at[0] < a and not f.negated and f.source is not None and f.frame != "noun"
    ]
    if earlier:
        f = max(earlier, key=lambda f: f.cue_at or (0, 0))
        if any(view.quote_of[x] >= 0 and view.quote_of[x] < number for x, _ in f.pieces) and f.pieces[-1][1] <= a:
            f.pieces.append((a, b))
            return f
        return Found(
            cue=f.cue, cue_at=None, source=f.source, pieces=[(a, b)], frame="goes on", score=0.6, continued=True
        )
    # the speaker is told of in the sentence before without a cue word
    if lead or a > 2:
        return Found(
            cue=None,
            cue_at=None,
            source=_last_subject(view, a),
            pieces=[(a, b)],
            frame="told before",
            score=0.35,
            continued=True,
        )
    return None


def _last_subject(view: View, a: int) -> Token | None:
    return next(
        (
            t
            for t in reversed(view.doc[:a])
            if t.dep_ == "nsubj" and view.quote_of[t.i] < 0 and t.pos_ in ("PROPN", "PRON", "NOUN")
        ),
        None,
    )


def _speaks(token: Token) -> Cue | None:
    """The word's cue, if it can stand beside a quotation."""
    cue = cue_of(token)
    if cue is None or cue.noun or not cue.frames & {"c", "q"}:
        return None
    return cue if cue.kind == "speech" or cue.word in ("think", "believe", "hope") else None


def _near(view: View, token: Token) -> Token | None:
    """The noun right beside a cue whose subject the parser missed: after it ("said X"), else before it."""
    for other in view.doc[token.i + 1 : token.i + 8]:
        if other.text in COMMAS or view.quote_of[other.i] >= 0:
            break
        if (
            other.pos_ in ("PROPN", "NOUN", "PRON")
            and other.ent_type_ not in ("DATE", "TIME")
            and other.dep_ not in ("pobj",)
        ):
            top = other
            while (
                top.head.i in range(token.i + 1, token.i + 12)
                and top.head.pos_ in ("PROPN", "NOUN")
                and top.dep_ in ("compound", "amod", "poss", "nmod")
            ):
                top = top.head
            return top
    for other in reversed(view.doc[max(0, token.i - 6) : token.i]):
        if view.quote_of[other.i] >= 0:
            break
        if other.pos_ in ("PROPN", "NOUN", "PRON") and other.ent_type_ not in ("DATE", "TIME"):
            return other
    return None


def _join(
    finds: list[Found], token: Token, cue: Cue, source: Token | None, piece: tuple[int, int], frame: str, score: float
) -> Found:
    for f in finds:
        if f.cue_at == (token.i, token.i + 1):
            # a clause found for the same cue that lies in no quotation stays: the quotation is a further piece
            inside = [p for p in f.pieces if not (piece[0] <= p[0] and p[1] <= piece[1])]
            f.pieces = sorted([*inside, piece])
            f.source = f.source or source
            return f
    return Found(cue=cue, cue_at=(token.i, token.i + 1), source=source, pieces=[piece], frame=frame, score=score)


def _free_standing(view: View, number: int, paragraph: Paragraph, here: list[Attribution]) -> Attribution | None:
    """A paragraph that is a quotation and nothing more."""
    if not view.quotations or any(a for a in here):
        return None
    covered = sum(q.inner_end - q.inner_start for q in view.quotations)
    if covered < 0.8 * len(paragraph.doc.text.strip()):
        return None
    pieces = [(paragraph.start + q.inner_start, paragraph.start + q.inner_end) for q in view.quotations]
    return Attribution(
        paragraph=number, frame="quotation paragraph", cue=None, cue_token=None, cue_at=None, source_paragraph=number,
        source_head=None, source_at=None, pieces=pieces, quoted=True, continued=True, score=0.6,
        sentence_at=(paragraph.start, paragraph.end),
    )  # fmt: skip


# -- into the text -------------------------------------------------------------------------------


def _placed(view: View, f: Found, number: int, paragraph: Paragraph) -> Attribution | None:
    doc = view.doc

    def at(a: int, b: int) -> tuple[int, int]:
        return paragraph.start + doc[a].idx, paragraph.start + doc[b - 1].idx + len(doc[b - 1])

    pieces = [at(a, b) for a, b in f.pieces if 0 <= a < b <= len(doc)]
    if not pieces:
        return None
    if f.in_quote and f.source is not None and f.source.lower_ in FIRST_PERSON:
        return None
    quoted = any(_direct(view, a, b) for a, b in f.pieces if a < b)
    near = f.cue_at[0] if f.cue_at else f.pieces[0][0]
    begin, end = view.bounds(near)
    source_at = None
    if f.source is not None:
        source_at = at(*phrase(f.source))
    return Attribution(
        paragraph=number, frame=f.frame, cue=f.cue, cue_token=doc[f.cue_at[0]] if f.cue_at else None,
        cue_at=at(*f.cue_at) if f.cue_at else None, source_paragraph=number, source_head=f.source, source_at=source_at,
        pieces=pieces, addressee_at=at(*f.addressee) if f.addressee and f.addressee[0] < f.addressee[1] else None,
        quoted=quoted, negated=f.negated, hypothetical=f.hypothetical, continued=f.continued, score=f.score,
        label=f.label,
        in_quote=f.in_quote, sentence_at=at(begin, end),
    )  # fmt: skip


def _direct(view: View, a: int, b: int) -> bool:
    """True if a quotation of more than a bare name stands in these words."""
    numbers = {view.quote_of[i] for i in range(a, b)} - {-1}
    for number in numbers:
        x, y = view.quote_span(number)
        words = [t for t in view.doc[x:y] if t.is_alpha]
        if words and not (len(words) <= 3 and all(t.pos_ == "PROPN" for t in words)):
            return True
    return False


def _holds(outer: Attribution, inner: Attribution) -> bool:
    """True if the inner cue stands in the outer's content."""
    spot = inner.cue_at or inner.pieces[0]
    return (
        outer is not inner
        and outer.pieces != inner.pieces
        and any(a <= spot[0] and spot[1] <= b for a, b in outer.pieces)
    )


def nest(found: list[Attribution]) -> None:
    """Note which attribution stands inside the content of which (the closest one that is wider)."""
    for i, inner in enumerate(found):
        spot = inner.cue_at or inner.pieces[0]
        best: int | None = None
        for j in range(max(0, i - 12), min(len(found), i + 12)):
            outer = found[j]
            if i == j or outer.paragraph != inner.paragraph or outer.negated or outer.outer == i:
                continue
            if any(a <= spot[0] and spot[1] <= b for a, b in outer.pieces) and outer.pieces != inner.pieces:
                size = sum(b - a for a, b in outer.pieces)
                if best is None or size < sum(b - a for a, b in found[best].pieces):
                    best = j
        inner.outer = best
