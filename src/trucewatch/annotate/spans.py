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
from trucewatch.annotate.doc_text import text_of
from trucewatch.annotate.labels import answered, labelled, recordings, with_label
from trucewatch.annotate.sentences import Paragraph, Parsed
from trucewatch.annotate.sources import phrase
from trucewatch.annotate.view import COMMAS, Found, View, is_first_person

__all__ = ["Attribution", "find_spans", "nest", "part_relatives", "whole_quotations"]

#: So many characters behind a clause are marks, no words.
LEFT_OVER = 3


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
        length = len(text_of(paragraph.doc).rstrip())
        if number in labels:
            here.append(with_label(paragraph, number, 0, length, labels[number], "recording"))
        if number in answers:
            where, head, start, name = answers[number]
            here.append(with_label(paragraph, number, start, length, name, "name and colon"))
            if head is not None:
                here[-1] = _from(here[-1], parsed, where, head)
        block = _announced_words(parsed, number, view, bringing, here)
        if block is not None:
            here.append(block)
        if last is not None and number - previous == 1:
            here += _without_marks(view, paragraph, here)
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
    words = text_of(paragraph.doc)
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


def _without_marks(view: View, paragraph: Paragraph, here: list[Attribution]) -> list[Attribution]:
    """The sentences before "We will hold the bridge, he said": a quotation whose marks were lost, in a paragraph that
    goes on from the speaker of the one before."""
    outside = [a for a in here if not any(_holds(b, a) for b in here)]
    if view.quotations or len(outside) != 1:
        return []
    (said,) = outside
    cue, head = said.cue_token, said.source_head
    if said.frame != "after content" or cue is None or head is None or head.pos_ != "PRON" or said.negated:
        return []
    begin, end = view.bounds(cue.i)
    if begin == 0 or view.doc[end:].text.strip() or not any(is_first_person(t) for t in view.doc[begin : cue.i]):
        return []
    stretches = [_at(paragraph, a, b) for a, b in view.sentences if b <= begin and view.doc[a:b].text.strip()]
    return [replace(said, pieces=[s], sentence_at=s, cue_at=None, cue_token=None, score=0.5) for s in stretches]


def _free_standing(view: View, number: int, paragraph: Paragraph, here: list[Attribution]) -> Attribution | None:
    """A paragraph that is a quotation and nothing more."""
    if not view.quotations or any(a for a in here):
        return None
    covered = sum(q.inner_end - q.inner_start for q in view.quotations)
    if covered < 0.8 * len(text_of(paragraph.doc).strip()):
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
    if f.in_quote and f.source is not None and is_first_person(f.source):
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


def part_relatives(found: list[Attribution]) -> None:
    """ "Said it was shocked at the raid, which it said had killed ten": two statements of one speaker, parted."""
    for inner in found:
        head, outer = inner.source_head, found[inner.outer] if inner.outer is not None else None
        if outer is None or head is None or head.pos_ != "PRON" or head.i < 3 or inner.frame != "clause":
            continue
        relative = head.nbor(-1)
        last = outer.pieces[-1]
        if inner.cue_token is None or relative.tag_ not in ("WDT", "WP") or inner.source_at is None:
            continue
        before = relative.nbor(-1)
        if before.text in COMMAS and before.i:
            before = before.nbor(-1)
        edge = inner.source_at[0] - (head.idx - before.idx - len(before))
        if abs(last[1] - inner.pieces[-1][1]) > LEFT_OVER or not last[0] < edge < last[1] or outer.negated:
            continue
        outer.pieces = [*outer.pieces[:-1], (last[0], edge)]
        inner.outer = None


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
