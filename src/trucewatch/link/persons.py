"""What persons judged, brought to the mentions that are there now: same, different, unsure; answers, part of, bears on.

A person judges records as they stand on a day. What is kept is the words of both (``Decision.anchor``,
``other_anchor``), so that the judgement finds its mentions again when a text is read anew, when records were merged or
parted since, and in a case that is rebuilt from the same files. The later judgement of a person takes the place of an
earlier one about the same mentions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from trucewatch.link.anchors import carry, overlap
from trucewatch.link.corrections import ENOUGH_OVERLAP, kind_of
from trucewatch.records.decision import Decision, active
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement, JudgementKind
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.records.text import Text

#: Which judgement a "same" or "different" about a kind becomes.
SAME: dict[str, JudgementKind] = {
    "statement mention": "same_statement", "statement": "same_statement", "incident mention": "same_incident",
    "incident": "same_incident", "report": "same_report", "actor": "same_actor",
}  # fmt: skip
SAME_KINDS: frozenset[JudgementKind] = frozenset(SAME.values())
#: The sort of mention that a record is made of.
MADE_OF = {"statement": "statement mention", "incident": "incident mention"}
#: Kinds of record that rest on words; the others go by their ids, which stay.
WORDED = frozenset({"statement mention", "incident mention", "commitment", "term claim"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """``binding``: what linking is bound by, over all mentions concerned, later judgements first. ``stated``: one
    judgement for each decision in force, over the founding mentions or the ids of records that rest on no mentions;
    ``by`` gives its decision (judgement id -> decision). ``lost``: decisions of which a record has no words left."""

    binding: tuple[Judgement, ...]
    stated: tuple[Judgement, ...]
    by: Mapping[str, Decision]
    lost: tuple[Decision, ...]


@dataclass
class Mentions:
    """Where words of decisions are looked up: mentions by kind, texts for what was read anew, founding mentions."""

    by_kind: Mapping[str, Sequence[Any]]
    texts: Mapping[str, Text]
    founding: Mapping[str, str]
    _by_text: dict[tuple[str, str], list[Any]] = field(default_factory=lambda: defaultdict(list))
    _ids: set[str] = field(default_factory=set)
    _readings: dict[str, list[str]] | None = None

    def __post_init__(self) -> None:
        for kind, mentions in self.by_kind.items():
            for mention in mentions:
                self._by_text[kind, mention.text_id].append(mention)
                self._ids.add(mention.id)

    def of(self, kind: str, record_id: str, anchor: Sequence[Span]) -> tuple[str, ...]:
        """The mentions that a side of a judgement speaks of: the one that stands for all first, then as told.

        Kinds that rest on no words stand for themselves. Empty if no words are left.
        """
        made_of = MADE_OF.get(kind, kind)
        if made_of not in WORDED:
            if not anchor and record_id not in self.founding:
                return (record_id,)
            return self.of("statement", record_id, anchor)[:1]  # an actor is parted by a statement of another
        found = self._under(made_of, anchor) or self._under(made_of, self._carried(made_of, anchor))
        first = self.founding.get(record_id, record_id)
        if not found:
            return (first,) if first in self._ids else ()
        return tuple(sorted(found, key=lambda m: m != first))

    def _under(self, kind: str, anchor: Sequence[Span]) -> list[str]:
        """The mentions whose own words the anchor holds: not those that merely stand inside them."""
        by_text: dict[str, list[Span]] = defaultdict(list)
        for span in anchor:
            by_text[span.text_id].append(span)
        found = []
        for text_id, spans in by_text.items():
            for mention in self._by_text.get((kind, text_id), ()):
                own = _words_of(mention)
                touched = [s for s in spans if any(s.overlaps(o) for o in own)]
                if overlap(own, touched) >= ENOUGH_OVERLAP:
                    found.append((text_id, own[0].start, mention.id))
        return [mention_id for _, _, mention_id in sorted(found)]

    def _carried(self, kind: str, anchor: Sequence[Span]) -> list[Span]:
        """The anchor in the other readings of the same captures, as far as its words stand there."""
        if self._readings is None:
            self._readings = defaultdict(list)
            for text_id, text in self.texts.items():
                self._readings[text.capture_id].append(text_id)
        moved = []
        for span in anchor:
            old = self.texts.get(span.text_id)
            for text_id in self._readings.get(old.capture_id, ()) if old else ():
                if old is not None and text_id != old.id and (kind, text_id) in self._by_text:
                    there = carry(span, old, self.texts[text_id])
                    moved += [there] if there is not None else []
        return moved


def _words_of(mention: Any) -> tuple[Span, ...]:
    content = getattr(mention, "content", None)
    if content is not None:
        return tuple(content)
    words = getattr(mention, "words", None)
    return (words,) if words is not None else tuple(mention.spans())


def judged(decisions: Sequence[Decision], lookup: Callable[[], Mentions]) -> Given:
    """What persons judged and did not take back, the later judgement of the same mentions in place of the earlier.

    ``lookup`` is asked once, and only if there is anything to look up: it reads all mentions of the case.
    """
    held = [d for d in active(decisions) if d.action in ("same", "different", "unsure") and isinstance(d.new, str)]
    if not held:
        return Given(binding=(), stated=(), by={}, lost=())
    mentions = lookup()
    binding: list[Judgement] = []
    stated: dict[str, Judgement] = {}
    by: dict[str, Decision] = {}
    lost = []
    taken: set[tuple[JudgementKind, str, str]] = set()
    for decision in reversed(held):
        kind = decision.relation or SAME.get(kind_of(decision))
        if kind is None:
            continue
        left, right = _sides(decision, kind, mentions)
        if not left or not right:
            lost.append(decision)
            continue
        pairs = [(a, b) for a in left for b in right if a != b]
        head = _judgement(decision, kind, left[0], right[0]) if left[0] != right[0] else None
        for n, (a, b) in enumerate(pairs):
            one = _judgement(decision, kind, a, b)
            if (kind, one.left, one.right) in taken:
                continue
            taken.add((kind, one.left, one.right))
            # to be one, two records need one bond; to be two, every mention of the one stays clear of the other
            if n == 0 or decision.action != "same":
                binding.append(one)
        if head is not None and head.id not in stated:
            stated[head.id] = head
            by[head.id] = decision
    return Given(binding=tuple(binding), stated=tuple(stated.values()), by=by, lost=tuple(lost[::-1]))


def _sides(decision: Decision, kind: JudgementKind, mentions: Mentions) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The mentions (or ids) on either side, in the order in which the judgement's kind names them."""
    target_kind = kind_of(decision)
    ours = mentions.of(target_kind, decision.target, decision.anchor)
    if kind == "provision":
        return ours, (decision.new,)
    theirs = mentions.of(target_kind, decision.new, decision.other_anchor)
    if kind in SAME_KINDS:
        return tuple(m for m in ours if m not in theirs) or ours, theirs
    if kind == "response":  # the answer is decided on, and the claim comes first
        return theirs[:1], ours[:1]
    return ours[:1], theirs[:1]


def _judgement(decision: Decision, kind: JudgementKind, left: str, right: str) -> Judgement:
    # the person's words (why) stay in the decision, where they can be redacted
    verdict: Literal["same", "different", "unsure"] = decision.action  # type: ignore[assignment]
    return Judgement.of(
        kind=kind, left=left, right=right, verdict=verdict, label=decision.label,
        reasons=(Reason(field="identity", value=verdict, rule=f"person {decision.who}"),),
        maker=Maker(kind="person", name=decision.who), made_at=decision.when,
    )  # fmt: skip


def over_records(judgements: Iterable[Judgement], records: Iterable[Statement | Incident]) -> tuple[Judgement, ...]:
    """Persons' judgements about records, with the ids of the records that hold the mentions now."""
    return over(judgements, {mention: record.id for record in records for mention in record.mention_ids})


def over(judgements: Iterable[Judgement], home: Mapping[str, str]) -> tuple[Judgement, ...]:
    """The same, where ``home`` says which record holds a mention.

    Judgements of kind ``same_*`` are about mentions and stay as they are. Two mentions that are one record by now leave
    nothing to judge between them.
    """
    found: dict[str, Judgement] = {}
    for judgement in judgements:
        if judgement.kind not in SAME_KINDS:
            left, right = home.get(judgement.left, judgement.left), home.get(judgement.right, judgement.right)
            if left == right:
                continue
            judgement = Judgement.of(
                kind=judgement.kind, left=left, right=right, verdict=judgement.verdict, label=judgement.label,
                score=judgement.score, reasons=judgement.reasons, maker=judgement.maker, made_at=judgement.made_at,
            )  # fmt: skip
        found.setdefault(judgement.id, judgement)  # the later ones come first
    return tuple(found.values())
