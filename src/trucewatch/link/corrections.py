"""A person's decisions over what the machine found: set, confirm, reject, add, same, different, undo.

Pure functions over records: the pipeline applies them each time after the machine, so that a correction holds
however often a text is read anew. A decision names its record by id and by anchor; when the id is gone, the anchor
finds the record again, in the same text or in a newer reading of the same capture; when the record itself is gone,
the decision makes it again. What finds no place is given back, for a person to look at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from trucewatch.errors import BadRecord
from trucewatch.link.actor_decisions import decided
from trucewatch.link.anchors import carry, overlap
from trucewatch.link.report_decisions import checked
from trucewatch.link.values import convert, hints_of, shown_value
from trucewatch.records.actor import Actor
from trucewatch.records.commitment import Commitment
from trucewatch.records.decision import Decision, active
from trucewatch.records.figure import Figure
from trucewatch.records.incident import Incident
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.report import Report
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.records.term_claim import TermClaim
from trucewatch.records.text import Text
from trucewatch.records.where import Where

#: The kinds of record that a decision may be about, as the store names them.
CLASSES: dict[str, type] = {
    "statement mention": StatementMention, "incident mention": IncidentMention, "figure": Figure,
    "commitment": Commitment, "term claim": TermClaim, "statement": Statement, "incident": Incident,
}  # fmt: skip
#: Fields that say what a record is, not what it was read as: no decision sets them.
FIXED = frozenset({
    "id", "text_id", "content", "source", "cue", "words", "trigger", "span", "cited", "founding_mention", "mention_ids",
    "accounts", "reasons", "maker", "recorded_at", "score", "statement_mention", "actor_id",
})  # fmt: skip
#: Words beside those that a statement rests on.
BESIDE = frozenset({"source", "cue"})
#: Handy names of fields, tried in order on each kind of record.
ALSO_CALLED: dict[str, tuple[str, ...]] = {
    "day": ("said_on", "when", "as_of", "due"), "when": ("when", "said_on"), "place": ("where", "places", "place"),
    "where": ("where", "places", "place"),
}  # fmt: skip
#: Share of characters that a record's spans and an anchor must have in common to be one.
ENOUGH_OVERLAP = 0.5


def apply_decisions(
    records: Sequence[Any],
    decisions: Sequence[Decision],
    texts: Mapping[str, Text],
    *,
    kind: str,
    mentions: Iterable[Any] = (),
    earlier: Callable[[str], Any] | None = None,
    redirects: Mapping[str, str] | None = None,
) -> tuple[list[Any], list[Decision]]:
    """The records of one kind as persons decided them, and the decisions that lost their place.

    ``kind`` is one of ``CLASSES``; decisions about other kinds are passed over. ``mentions`` let a statement
    or incident be found by its words; ``earlier`` gives the last known version of a record that is gone;
    ``redirects`` lead from merged ids. Records keep their order, added ones come last. A decision that
    can no longer be carried out (unknown field or value) counts as lost: ``check_decision`` refuses it when made.

    Raises: BadRecord for an unknown ``kind``.
    """
    if kind not in CLASSES:
        raise BadRecord(f"no decisions are made about {kind!r}; there are {', '.join(CLASSES)}")
    work = _Work(records, texts, kind, mentions, earlier, redirects or {})
    lost = []
    for decision in active(decisions):
        if kind_of(decision) == kind and decision.action in ("set", "confirm", "reject", "add"):
            try:
                done = work.apply(decision)
            except BadRecord:
                done = False
            if not done:
                lost.append(decision)
        elif kind == "statement mention" and decision.target_kind == "statement":
            work.keep_words(decision)
    return list(work.records.values()), lost


def whose(
    decisions: Iterable[Decision], records: Sequence[Any], texts: Mapping[str, Text], *, kind: str,
    mentions: Iterable[Any] = (),
) -> dict[tuple[str, str], str]:  # fmt: skip
    """(decision, what it names) -> which of ``records`` it is about: the one that it enters, that goes by this name,
    else the one with its words. Decisions about none of them are not there. ``kind`` and ``mentions`` are as above.
    """
    work = _Work(records, texts, kind, mentions, None, {})
    found = {}
    for decision in decisions:
        record_id = work.entered(decision) if decision.action == "add" else work.find(decision)
        if record_id is not None:
            found[decision.id, decision.target] = record_id
    return found


def check_decision(decision: Decision, record: Any = None) -> None:
    """Refuse a decision that could not be carried out, before it enters the chain.

    ``record`` is the one it is about (None for "add").

    Raises: BadRecord naming the field or value and what is possible.
    """
    if isinstance(record, Actor) and decision.action in ("set", "confirm"):
        decided(record, decision)
    elif isinstance(record, Report) and decision.action == "set":
        checked(decision.field, decision.new)
    elif decision.action == "set":
        if record is None:
            raise BadRecord(f"there is no record to set {decision.field!r} of; add one first")
        _set(record, decision)
    elif decision.action == "add":
        _made(decision, CLASSES.get(kind_of(decision)), decision.anchor)
    elif decision.action in ("same", "different", "unsure") and not isinstance(decision.new, str):
        raise BadRecord(f"{decision.action} needs the id of the other record, got {decision.new!r}")


class _Work:
    """The records of one kind while decisions are applied to them."""

    def __init__(
        self,
        records: Sequence[Any],
        texts: Mapping[str, Text],
        kind: str,
        mentions: Iterable[Any],
        earlier: Callable[[str], Any] | None,
        redirects: Mapping[str, str],
    ) -> None:
        self.records = {record.id: record for record in records}
        self.texts = texts
        self.cls = CLASSES[kind]
        self.mentions = {mention.id: mention for mention in mentions}
        self.earlier = earlier
        self.redirects = redirects
        self._rejected: set[str] = set()
        self._moved: dict[str, str] = {}
        self._readings: dict[str, list[str]] | None = None

    def apply(self, decision: Decision) -> bool:
        """Carry out one decision; False if it finds no place."""
        if decision.action == "add":
            record = self._added(decision)
            if record is None:
                return False
            self.records[record.id] = record
            self._moved[decision.target] = record.id
            return True
        record_id = self.find(decision)
        if record_id is None:
            if decision.action == "reject":
                # Nothing is left to reject; that holds as long as its words still have their place
                return decision.target in self._rejected or self._placed(decision.anchor) is not None
            record = self._again(decision)
            if record is None:
                return False
            record_id = record.id
            self.records[record_id] = record
            self._moved[decision.target] = record_id
        if decision.action == "reject":
            del self.records[record_id]
            self._rejected.add(decision.target)
        elif decision.action == "set":
            self.records[record_id] = _set(self.records[record_id], decision)
        else:
            self.records[record_id] = _confirmed(self.records[record_id], decision)
        return True

    def _added(self, decision: Decision) -> Any:
        """The record that a decision enters; None where its words have no place."""
        anchor = self._placed(decision.anchor)
        return _made(self._beside(decision, anchor), self.cls, anchor) if anchor is not None else None

    def entered(self, decision: Decision) -> str | None:
        """The id of the record that a decision entered, if it is there."""
        try:
            record = self._added(decision)
        except BadRecord:
            return None
        return record.id if record is not None and record.id in self.records else None

    def _beside(self, decision: Decision, anchor: Sequence[Span]) -> Decision:
        """An addition whose words moved to another text, with the words of speaker and cue carried along, or without
        them where they have no place there."""
        if not isinstance(decision.new, Mapping) or anchor[0].text_id == decision.anchor[0].text_id:
            return decision
        values = dict(decision.new)
        for name in BESIDE & values.keys():
            span = convert(Span, values.pop(name), field=name, basis="") if values[name] is not None else None
            placed = self._placed([span]) if span is not None else None
            if placed is not None and placed[0].text_id == anchor[0].text_id:
                values[name] = placed[0]
        return replace(decision, new=values)

    def keep_words(self, decision: Decision) -> None:
        """Make a mention again under words that a person's decision about a statement rests on, if it is gone.

        The statement itself is then made from it by linking, and found by the same words.
        """
        if decision.action not in ("set", "confirm") or not decision.anchor:
            return
        anchor = self._placed(decision.anchor)
        if anchor is None or self._at(anchor) is not None:
            return
        act = decision.new if decision.field == "act" else "report"
        reasons = (Reason(field="words", value="kept", rule=f"person {decision.who}"),)
        maker = Maker(kind="person", name=decision.who)
        try:
            mention = StatementMention.of(content=anchor, act=act, reasons=reasons, maker=maker)
        except BadRecord:
            return  # the decision itself will be listed as lost where statements are corrected
        self.records[mention.id] = mention

    def find(self, decision: Decision) -> str | None:
        """The id of the record that a decision is about, by id, then by its words."""
        target = self._moved.get(decision.target, decision.target)
        passed = {target}
        while target not in self.records and target in self.redirects and self.redirects[target] not in passed:
            target = self.redirects[target]
            passed.add(target)
        if target in self.records:
            return target
        anchor = self._placed(decision.anchor)
        found = self._at(anchor) if anchor else None
        if found is None and decision.anchor and decision.anchor != anchor:
            found = self._at(decision.anchor)
        return found

    def _at(self, anchor: Sequence[Span]) -> str | None:
        """The record whose words share most with the anchor, and enough; the earlier one among equals."""
        best, best_id = 0.0, None
        for record_id, record in self.records.items():
            shared = overlap(self._spans(record), anchor)
            if shared > best:
                best, best_id = shared, record_id
        return best_id if best >= ENOUGH_OVERLAP else None

    def _spans(self, record: Any) -> tuple[Span, ...]:
        if isinstance(record, StatementMention):
            return record.content
        if isinstance(record, Statement | Incident):
            known = [self.mentions[m] for m in record.mention_ids if m in self.mentions]
            return tuple(span for m in known for span in (m.content if isinstance(m, StatementMention) else m.spans()))
        spans: tuple[Span, ...] = record.spans()
        return spans

    def _placed(self, anchor: Sequence[Span]) -> tuple[Span, ...] | None:
        """The anchor where its text is still read; else carried over to the newest reading of the same capture.

        None if one of its spans finds no place.
        """
        if not anchor:
            return None
        placed = []
        for span in anchor:
            old = self.texts.get(span.text_id)
            if old is None:
                return None
            new = self._newest(old)
            moved = span if new is old else carry(span, old, new)
            if moved is None:
                return None
            placed.append(moved)
        return tuple(placed)

    def _newest(self, old: Text) -> Text:
        """The newest reading of the capture that ``old`` reads: the one that holds records now, if any does."""
        if self._readings is None:
            self._readings = {}
            for text_id, text in self.texts.items():
                self._readings.setdefault(text.capture_id, []).append(text_id)
        ids = self._readings.get(old.capture_id, [old.id])
        if len(ids) == 1:
            return old
        used = {span.text_id for record in self.records.values() for span in self._spans(record)}
        in_use = [text_id for text_id in ids if text_id in used]
        return self.texts[in_use[-1] if in_use else ids[-1]]

    def _again(self, decision: Decision) -> Any:
        """The record of a decision made anew: as it last was, or from the anchor alone; None if neither can be."""
        anchor = self._placed(decision.anchor)
        known = self.earlier(decision.target) if self.earlier else None
        if isinstance(known, self.cls):
            if anchor is None:
                return None
            if isinstance(known, Statement | Incident):
                return self._holding(known)
            return self._carried(known, anchor[0].text_id)
        if anchor is None or self.cls in (Statement, Incident):
            return None
        field = _field(self.cls, decision.field) if decision.action == "set" else None
        values = {field: decision.new} if field else {}
        try:
            return _made(replace(decision, action="add", new=values, field=None), self.cls, anchor)
        except BadRecord:
            return None  # the anchor does not say enough, for one thing an incident's type

    def _holding(self, known: Statement | Incident) -> Any:
        """The record that holds most mentions of one that is gone, of equals the one with its founding mention; None
        where a person rejected them all: there is nothing left that it could be made of."""
        ours = set(known.mention_ids)
        held = [
            (len(ours & set(r.mention_ids)), known.founding_mention in r.mention_ids, r) for r in self.records.values()
        ]
        most = max(held, key=lambda h: h[:2], default=(0, False, None))
        return most[2] if most[0] else None

    def _carried(self, record: Any, text_id: str) -> Any:
        """``record`` with every span moved into text ``text_id``, under the id that its new spans give."""
        new = self.texts[text_id]
        if record.text_id == text_id:
            return record

        def moved(value: Any) -> Any:
            if isinstance(value, Span):
                found = carry(value, self.texts[value.text_id], new) if value.text_id in self.texts else None
                if found is None:
                    raise BadRecord(f"words {value.words!r} have no place in text {text_id[:12]}")
                return found
            if isinstance(value, tuple):
                return tuple(moved(one) for one in value)
            if is_dataclass(value) and not isinstance(value, type):
                return replace(value, **{f.name: moved(getattr(value, f.name)) for f in fields(value)})
            return value

        values = {f.name: moved(getattr(record, f.name)) for f in fields(record) if f.name not in ("id", "text_id")}
        return self.cls.of(**values)  # type: ignore[attr-defined]


# -- the single steps -------------------------------------------------------------------------------


def kind_of(decision: Decision) -> str:
    """The kind a decision is about; a bare "mention" is told by what is said of it."""
    if decision.target_kind != "mention":
        return decision.target_kind
    names = set(decision.new) if decision.action == "add" and isinstance(decision.new, Mapping) else {decision.field}
    of_incident = set(hints_of(IncidentMention)) - set(hints_of(StatementMention)) | {"place", "where"}
    return "incident mention" if names & of_incident else "statement mention"


def _called(cls: type) -> str:
    """A class in words, as people know the record: "an incident", "a statement mention"."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cls.__name__).lower()
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"


def _field(cls: type, name: str | None) -> str:
    """The field of ``cls`` that a decision calls ``name``. Raises: BadRecord if there is none that may be set."""
    there = hints_of(cls)
    for field in (name, *ALSO_CALLED.get(name or "", ())):
        if field in there and field not in FIXED:
            return str(field)
    possible = ", ".join(sorted(set(there) - FIXED))
    raise BadRecord(f"{name!r} cannot be set on {_called(cls)}; fields that can: {possible}")


def _set(record: Any, decision: Decision) -> Any:
    """``record`` with the value that a person gave to a field, and the person as its reason.

    Raises: BadRecord for an unknown field, or a value that does not fit it.
    """
    cls = type(record)
    field = _field(cls, decision.field)
    where = tuple(record.spans()) if hasattr(record, "spans") else decision.anchor
    value = _value(cls, field, decision, where)
    if field == "places":  # a new place of the event; places only mentioned stay
        value = (*value, *(p for p in record.places if p.role != "where"))
    reason = Reason(field=field, value=shown_value(value), rule=f"person {decision.who}")
    # the earlier decision on a field gives way to the later; the machine's reason stays beside the person's
    kept = tuple(r for r in record.reasons if not (r.field == field and r.rule.startswith("person ")))
    # a mention goes into a record that the machine makes; these three are shown as they are, by who made them so
    maker = Maker(kind="person", name=decision.who) if cls in (Figure, Commitment, TermClaim) else record.maker
    return replace(record, **{field: value}, reasons=(*kept, reason), maker=maker)


def _value(cls: type, field: str, decision: Decision, spans: Sequence[Span]) -> Any:
    new = decision.new
    basis = f"person {decision.who}"
    if field == "places" and isinstance(new, str):
        return (Where(name=new, role="where"),)
    if field == "where" and isinstance(new, str):
        return Where(name=new, role="where")
    if field == "counts":
        new = _counts(new, spans)
    return convert(hints_of(cls)[field], new, field=field, basis=basis)


def _counts(new: Any, spans: Sequence[Span]) -> Any:
    """Counts as a person gives them: {"killed": 12}, or full ones; those without words rest on the record's."""
    if isinstance(new, Mapping):
        new = [{"effect": e, "value": n, "bound": "exact", "low": n, "high": n} for e, n in new.items()]
    if not isinstance(new, list | tuple):
        return new
    given = []
    for count in new:
        if isinstance(count, Mapping) and "span" not in count:
            if not spans:
                raise BadRecord("a count needs the words it rests on: give the decision an anchor")
            count = {**count, "span": spans[0]}
        given.append(count)
    return given


def _confirmed(record: Any, decision: Decision) -> Any:
    field = decision.field or "record"
    reason = Reason(field=field, value="confirmed", rule=f"person {decision.who}", score=1.0)
    return replace(record, reasons=(*record.reasons, reason))


def _made(decision: Decision, cls: type | None, anchor: Sequence[Span]) -> Any:
    """The record that an "add" carries, resting on ``anchor`` where it names no spans of its own.

    Raises: BadRecord if what it carries makes no record.
    """
    if cls is None:
        raise BadRecord(f"nothing of kind {decision.target_kind!r} can be added; there are {', '.join(CLASSES)}")
    if isinstance(decision.new, cls):
        return decision.new
    if not isinstance(decision.new, Mapping):
        raise BadRecord(f"{_called(cls)} is added with its values by name, got {decision.new!r}")
    hints = hints_of(cls)
    basis = f"person {decision.who}"
    given = dict(decision.new)
    if cls not in (Statement, Incident):  # named after their words, whatever id they are given
        given = {name: value for name, value in given.items() if name not in ("id", "text_id", "maker")}
    unknown = set(given) - set(hints)
    if unknown:
        raise BadRecord(f"{_called(cls)} has no {', '.join(sorted(map(repr, unknown)))}; it has {', '.join(hints)}")
    if "counts" in given:
        given["counts"] = _counts(given["counts"], anchor)
    values = {name: convert(hints[name], value, field=name, basis=basis) for name, value in given.items()}
    values["maker"] = Maker(kind="person", name=decision.who)
    values.setdefault("reasons", (Reason(field="record", value="added", rule=basis),))
    try:
        if cls in (Statement, Incident):
            values.setdefault("recorded_at", decision.when)
            return cls(**values)
        return cls.of(**(_spans_of(cls, anchor, values) | values))  # type: ignore[attr-defined]
    except TypeError as error:
        raise BadRecord(f"{_called(cls)} cannot be made from {sorted(values)}: {error}") from error


def _spans_of(cls: type, anchor: Sequence[Span], values: Mapping[str, Any]) -> dict[str, Any]:
    """Where a new record rests: all of the anchor, or its first span where there is room for one."""
    wanted = {"content"} if cls is StatementMention else {"words", "trigger"} if cls is IncidentMention else {"span"}
    if wanted <= set(values):
        return {}
    if not anchor:
        raise BadRecord(f"{_called(cls)} rests on words: give the decision an anchor")
    if cls is StatementMention:
        return {"content": tuple(anchor)}
    return {name: anchor[0] if name != "trigger" else anchor[-1] for name in wanted}
