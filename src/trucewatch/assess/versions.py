"""What an edited article changed in recorded values: which statements, incidents, figures and promises of one text of a
report stand in the next as they were, which were dropped or added, and which say something else now."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any, Literal, Protocol

from trucewatch.assess.changes import said
from trucewatch.errors import RedactedRecord
from trucewatch.records.capture import Capture
from trucewatch.records.commitment import Commitment
from trucewatch.records.count import Count
from trucewatch.records.figure import Figure
from trucewatch.records.mention import Annotation, IncidentMention, Participant, StatementMention
from trucewatch.records.report import Notice, Report
from trucewatch.records.span import Span
from trucewatch.records.text import Text

Told = StatementMention | IncidentMention | Figure | Commitment
Sort = Literal["statement", "incident", "figure", "commitment"]
What = Literal["dropped", "added", "reworded", "changed"]

#: The values of each sort that count as changes, in the order shown.
VALUES: Mapping[Sort, tuple[str, ...]] = {
    "statement": ("speaker", "role", "side", "act", "target_side", "medium", "said_on", "direct", "reported_by"),
    "incident": ("type", "said_as", "said_by", "actors", "targets", "places", "when", "counts", "weapon"),
    "figure": ("value", "low", "high", "bound", "quantity", "side", "place", "as_of", "period", "said_by", "denied"),
    "commitment": ("obligor", "beneficiary", "what", "forbids", "due", "due_rule", "condition", "said_by", "disputed"),
}  # fmt: skip
#: Two mentions are versions of one if so much of their words is shared; less is enough where what follows also holds.
LEAST, LEAST_WITH = 0.5, 0.3
WORD = re.compile(r"\w+(?:['’]\w+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueEdit:
    """A recorded value that is another in the later text."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One thing that is told otherwise in the later text. ``before`` is None for what was added, ``after`` for what was
    dropped; "reworded" has other words and the same values, "changed" other values."""

    what: What
    sort: Sort
    before: Told | None
    after: Told | None
    values: tuple[ValueEdit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From one text of a report to the next. ``titles`` are set if the title is another; ``notices`` are those that
    stand in the later text alone; ``unread`` says why values are not compared, if they are not."""

    report_id: str
    before: Text
    after: Text
    received: datetime
    titles: tuple[str, str] | None = None
    notices: tuple[Notice, ...] = ()
    edits: tuple[Edit, ...] = ()
    unread: str | None = None


class Versions(Protocol):
    """A case that is asked for the texts of a report; the store is one."""

    def text(self, text_id: str) -> Text: ...
    def annotation(self, text_id: str) -> Annotation | None: ...
    def capture(self, sha256: str, *, content: bool = True) -> Capture | None: ...


def steps(case: Versions, report: Report) -> tuple[Step, ...]:
    """The report's texts in the order received, each held against the one before; those redacted are passed over."""
    texts = []
    for text_id in report.text_ids:
        try:
            text = case.text(text_id)
        except RedactedRecord:
            continue
        if text.translation_of is None:
            texts.append(text)
    return tuple(_step(case, report, before, after) for before, after in pairwise(texts))


def _step(case: Versions, report: Report, before: Text, after: Text) -> Step:
    old, new = case.annotation(before.id), case.annotation(after.id)
    capture = case.capture(after.capture_id, content=False)
    titles = (_title(before), _title(after))
    known = {_plain(n.span.words) for n in report.notices if n.span.text_id == before.id}
    missing = next((text for text, found in ((before, old), (after, new)) if found is None), None)
    return Step(
        report_id=report.id, before=before, after=after,
        received=capture.fetched_at if capture else report.added_at,
        titles=titles if all(titles) and _plain(titles[0]) != _plain(titles[1]) else None,
        notices=tuple(n for n in report.notices if n.span.text_id == after.id and _plain(n.span.words) not in known),
        edits=edits(old, new) if old and new else (),
        unread=f"text {missing.id[:12]} is not annotated" if missing else None,
    )  # fmt: skip


def _title(text: Text) -> str:
    return " ".join(" ".join(text.content[b.start : b.end] for b in text.blocks_in("title")).split())


def edits(before: Annotation, after: Annotation) -> tuple[Edit, ...]:
    """What the later of two texts tells otherwise, in the order of the later text, what was dropped first.

    A count that changed is shown with its incident; the figure that repeats it is not shown again.
    """
    found: list[Edit] = []
    sorts: tuple[tuple[Sort, Sequence[Told], Sequence[Told]], ...] = (
        ("statement", before.statements, after.statements),
        ("incident", before.incidents, after.incidents),
        ("commitment", before.commitments, after.commitments),
    )
    for sort, old, new in sorts:
        found += _compared(sort, old, new)
    shown = [span for edit in found if edit.sort == "incident" for span in _counted(edit)]
    old_figures = [f for f in before.figures if not _inside(f.span, shown)]
    new_figures = [f for f in after.figures if not _inside(f.span, shown)]
    return (*found, *_compared("figure", old_figures, new_figures))


def words_of(told: Told) -> str:
    """The words of a mention that are held against those of another."""
    if isinstance(told, StatementMention):
        return " ".join(span.words for span in told.content)
    return told.words.words if isinstance(told, IncidentMention) else told.span.words


# -- the parts ---------------------------------------------------------------------------------------


def _compared(sort: Sort, old: Sequence[Told], new: Sequence[Told]) -> list[Edit]:
    pairs = _pairs(old, new)
    matched = {id(b): a for a, b in pairs}
    kept = {id(a) for a, _ in pairs}
    found = [Edit(what="dropped", sort=sort, before=one, after=None) for one in _in_order(old) if id(one) not in kept]
    for one in _in_order(new):
        if id(one) not in matched:
            found.append(Edit(what="added", sort=sort, before=None, after=one))
            continue
        earlier = matched[id(one)]
        values = tuple(_values(sort, earlier, one))
        if values:
            found.append(Edit(what="changed", sort=sort, before=earlier, after=one, values=values))
        elif _plain(words_of(earlier)) != _plain(words_of(one)):
            found.append(Edit(what="reworded", sort=sort, before=earlier, after=one))
    return found


def _pairs(old: Sequence[Told], new: Sequence[Told]) -> list[tuple[Told, Told]]:
    """Each mention with the one that it most likely became, likeliest pairs first; each is in one pair at most."""
    bags = {id(one): Counter(w.casefold() for w in WORD.findall(words_of(one))) for one in (*old, *new)}
    scored = sorted(
        (
            (score, -abs(i / len(old) - j / len(new)), -i, -j)
            for i, a in enumerate(old)
            for j, b in enumerate(new)
            if (score := _score(a, b, _shared(bags[id(a)], bags[id(b)]))) > 0
        ),
        reverse=True,
    )
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    pairs = []
    for _, _, i, j in scored:
        if -i not in taken_old and -j not in taken_new:
            taken_old.add(-i)
            taken_new.add(-j)
            pairs.append((old[-i], new[-j]))
    return pairs


def _score(a: Told, b: Told, shared: float) -> float:
    """How likely two mentions are one before and after an edit; 0 if they are not."""
    alike: dict[type, Callable[[Any, Any], bool]] = {
        StatementMention: lambda x, y: (x.speaker, x.act) == (y.speaker, y.act) and x.speaker is not None,
        IncidentMention: lambda x, y: x.type == y.type and _place(x) == _place(y),
        Commitment: lambda x, y: x.obligor == y.obligor,
    }
    if isinstance(a, Figure) and isinstance(b, Figure):
        # the words of a figure are little more than its number: what is counted has to be the same
        same = (a.unit, a.kind, a.definition) == (b.unit, b.kind, b.definition) and a.said_by == b.said_by
        return 1 + shared if same and _shared(_bag(a.quantity), _bag(b.quantity)) >= LEAST else 0
    like = alike[type(a)](a, b)
    if shared >= LEAST or (like and shared >= LEAST_WITH):
        return shared + 0.2 * like
    return 0


def _place(mention: IncidentMention) -> str | None:
    return mention.where.name if mention.where else None


def _bag(words: str) -> Counter[str]:
    return Counter(w.casefold() for w in WORD.findall(words))


def _shared(one: Counter[str], other: Counter[str]) -> float:
    """Share of the words of both that both have (Dice)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _values(sort: Sort, before: Told, after: Told) -> Iterator[ValueEdit]:
    for field in VALUES[sort]:
        old, new = getattr(before, field), getattr(after, field)
        if isinstance(old, str) and isinstance(new, str) and _plain(old) == _plain(new):
            continue
        if said(_bare(old)) != said(_bare(new)):
            yield ValueEdit(field=field, before=old, after=new)


def _bare(value: Any) -> Any:
    """Participants and counts without whose account they are: that is a value of the mention itself."""
    if isinstance(value, tuple):
        return tuple(replace(one, said_by=None) if isinstance(one, Participant | Count) else one for one in value)
    return value


def _counted(edit: Edit) -> Iterator[Span]:
    for one in (edit.before, edit.after):
        if isinstance(one, IncidentMention):
            yield from (count.span for count in one.counts)


def _inside(span: Span, others: Sequence[Span]) -> bool:
    return any(o.text_id == span.text_id and span.start < o.end and o.start < span.end for o in others)


def _in_order(told: Sequence[Told]) -> list[Told]:
    return sorted(told, key=lambda one: one.spans()[0].start)


def _plain(words: str) -> str:
    """Words without differences of spacing and quotation marks, which no editor means."""
    return " ".join(words.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"').split())
