"""The span step of attribution: who is the source, which words tie them, which words are theirs.

``find_spans(parsed)`` gives every attribution of a text in reading order, quoted or not, with offsets into the
text. It knows nothing of parties, acts or agreements, so that a trained tagger can take its place: anything that
gives ``Attribution`` objects will do.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from trucewatch.annotate.announced import Announced, announced, is_block, told_beside
from trucewatch.annotate.attributed import Attribution
from trucewatch.annotate.beside import whole_quotations, with_quotations
from trucewatch.annotate.clauses import read
from trucewatch.annotate.labels import answered, labelled, recordings, with_label
from trucewatch.annotate.sentences import Paragraph, Parsed
from trucewatch.annotate.sources import phrase
from trucewatch.annotate.view import FIRST_PERSON, Found, View

__all__ = ["Attribution", "find_spans", "nest", "whole_quotations"]


def find_spans(parsed: Parsed, views: dict[int, View] | None = None) -> list[Attribution]:
    """Every attribution in reading order; nested ones follow the one that holds them. ``views`` is filled as read."""
    views = {} if views is None else views
    found: list[Attribution] = []
    last: Attribution | None = None
    previous = -2
    labels = recordings(parsed)
    answers = answered(parsed.paragraphs)
    bringing: Announced | None = None
    for number, paragraph in enumerate(parsed.paragraphs):
        view = View.at(parsed.paragraphs, number, views)
        here = _paragraph(view, number, paragraph)
        if number in labels:
            here.append(with_label(paragraph, number, 0, len(paragraph.doc.text.rstrip()), labels[number], "recording"))
        if number in answers:
            where, head, start = answers[number]
            here.append(with_label(paragraph, number, start, len(paragraph.doc.text.rstrip()), None, "name and colon"))
            here[-1] = _from(here[-1], parsed, where, head)
        block = _announced_words(parsed, number, view, bringing, here)
        if block is not None:
            here.append(block)
        free = _free_standing(view, number, paragraph, here)
        if free is not None:
            if last is not None and number - previous <= 1:
                free = replace(
                    free, cue=last.cue, cue_token=None, source_paragraph=last.source_paragraph,
                    source_head=last.source_head, source_at=last.source_at, label=last.label,
                )  # fmt: skip
            elif beside := told_beside(parsed, views, number):
                free = _from(free, parsed, *beside)
            here.append(free)
        if block is None or not is_block(parsed, number):
            bringing = announced(view, number)
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


def _from(attribution: Attribution, parsed: Parsed, number: int, head: Token) -> Attribution:
    """The attribution with its source, a word of paragraph ``number``."""
    return replace(
        attribution, source_paragraph=number, source_head=head, source_at=_at(parsed.paragraphs[number], *phrase(head))
    )


def _announced_words(
    parsed: Parsed, number: int, view: View, bringing: Announced | None, here: list[Attribution]
) -> Attribution | None:
    """The words of a paragraph that the one before brought in with a colon."""
    if bringing is None:
        return None
    paragraph = parsed.paragraphs[number]
    block = is_block(parsed, number)
    if not block and (bringing.cue is None or number != bringing.paragraph + 1 or any(a.label for a in here)):
        return None
    words = paragraph.doc.text
    start = len(words) - len(words.lstrip("> \t"))
    end = len(words.rstrip())
    if view.quotations and view.quotations[0].start <= start:
        if any(a.quoted for a in here):
            return None
        start, end = view.quotations[0].inner_start, view.quotations[-1].inner_end
    if not words[start:end].strip():
        return None
    made = with_label(paragraph, number, start, end, None, "block" if block else "announced")
    made.quoted = block or bool(view.quotations)
    made.cue = bringing.cue
    return _from(made, parsed, bringing.paragraph, bringing.source)


def _paragraph(view: View, number: int, paragraph: Paragraph) -> list[Attribution]:
    made = labelled(view, number, paragraph)
    for f in with_quotations(view, read(view)):
        attribution = _placed(view, f, number, paragraph)
        if attribution is not None:
            made.append(attribution)
    return made


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


def _at(paragraph: Paragraph, a: int, b: int) -> tuple[int, int]:
    """Words of a paragraph as offsets into the text."""
    last = paragraph.doc[b - 1]
    return paragraph.start + paragraph.doc[a].idx, paragraph.start + last.idx + len(last)


def _placed(view: View, f: Found, number: int, paragraph: Paragraph) -> Attribution | None:
    doc = view.doc

    def at(a: int, b: int) -> tuple[int, int]:
        return _at(paragraph, a, b)

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
        label=f.label, carrier=doc[slice(*phrase(f.carrier))].text if f.carrier is not None else None,
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
