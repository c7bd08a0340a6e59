"""What the forms of one record ask for, carried out: decisions, what is said of it, grades, redaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trucewatch.case import Case
from trucewatch.errors import BadInput
from trucewatch.explain.subjects import summary
from trucewatch.present.web.access.roles import at_least
from trucewatch.records.decision import Action
from trucewatch.records.ids import LETTERS
from trucewatch.records.incident import Incident
from trucewatch.records.report import Report
from trucewatch.records.statement import Statement
from trucewatch.store.rows import INCIDENTS, STATEMENTS

#: What a button asks for -> the decision that it makes of the record itself.
OF_RECORD: dict[str, Action] = {
    "confirm": "confirm", "reject": "reject", "confidential": "confidential", "release": "release",
}  # fmt: skip
#: … of the record and another.
OF_TWO: dict[str, Action] = {"same": "same", "different": "different", "unsure": "unsure"}
#: What has to be typed before words are taken out for good.
TYPED = "REDACT"
#: Records that may be one with this one, offered at most.
NEAR = 6


def written(kind: str, record_id: str) -> str:
    """A record as the case takes it: s:4f1c…"""
    return f"{LETTERS['mention' if kind.endswith(' mention') else kind]}:{record_id}"


def carry_out(
    case: Case, kind: str, record: Any, form: Mapping[str, str], values: Mapping[str, Any], *, who: str, role: str
) -> list[str]:
    """Do what the form's button asks for; gives the ids of the decisions made.

    Raises: BadInput, BadRecord, Conflict, UnknownRecord.
    """
    action, why, seen = form.get("action", "save"), form.get("why", ""), form.get("seen") or None
    name = written(kind, record.id)
    if action == "save":
        return [d.id for d in case.amend(name, values, why=why, who=who, seen=seen)]
    if action in OF_RECORD:
        return [case.decide(name, OF_RECORD[action], why=why, who=who, seen=seen).id]
    if action in OF_TWO:
        other = (form.get("other") or form.get("typed", "")).strip()
        if not other:
            raise BadInput("Name the other record: choose one, or type its id as it stands on its page.")
        return [case.judge(name, OF_TWO[action], other, why=why, who=who, seen=seen).id]
    if action == "grade":
        return [case.grade(form.get("graded", ""), form.get("grade") or None, why=why, who=who, seen=seen).id]
    if action == "redact":
        return _redact(case, name, form, who=who, role=role)
    _say(case, name, action, form, who=who)
    return []


def _redact(case: Case, name: str, form: Mapping[str, str], *, who: str, role: str) -> list[str]:
    if not at_least(role, "lead"):
        raise BadInput("Only a lead of this case takes words out of it.")
    if form.get("confirm", "").strip() != TYPED:
        raise BadInput(f"To take the words out for good, type {TYPED} in the field beside the button.")
    case.redact(name, ground=form.get("why", ""), who=who)
    return []


def _say(case: Case, name: str, action: str, form: Mapping[str, str], *, who: str) -> None:
    words = form.get("words", "")
    if action == "comment":
        case.comment(name, words, who=who)
    elif action == "assign":
        case.assign(name, form.get("to", "").strip() or None, who=who)
    elif action == "claim":
        case.claim(name, who=who)
    elif action == "finish":
        case.finish(name, who=who, words=words)
    elif action == "reopen":
        case.reopen(name, who=who, words=words)
    elif action == "sign":
        case.sign_off(name, who=who, words=words)
    else:
        raise BadInput(f"{action!r} cannot be done to a record; use the buttons of the form")


# -- what it may be one with ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A record that was held against this one: ``score`` of the surest pair, None where a person judged."""

    name: str
    summary: str
    score: float | None


def near(case: Case, record: Any) -> list[Near]:
    """The records that linking found most like this one, the likest first."""
    if not isinstance(record, Statement | Incident):
        return []
    mine = set(record.mention_ids)
    best: dict[str, float | None] = {}
    judged = case.store.joins_of(mine)
    homes = case.store.homes({j.right if j.left in mine else j.left for j in judged} - mine)
    for judgement in sorted(judged, key=lambda j: -(j.score or 0.0)):
        home = homes.get(judgement.right if judgement.left in mine else judgement.left)
        if home is not None and home != record.id:
            best.setdefault(home, judgement.score)
    kept = dict(list(best.items())[:NEAR])
    records = {r.id: r for r in case.store.of_ids(STATEMENTS if isinstance(record, Statement) else INCIDENTS, kept)}
    letter = "s" if isinstance(record, Statement) else "i"
    return [
        Near(name=f"{letter}:{one}", summary=summary(records[one]), score=score)
        for one, score in kept.items()
        if one in records
    ]


def grading(case: Case, record: Any) -> dict[str, Any]:
    """The grades in force of a report and its source; both None for other records."""
    if not isinstance(record, Report):
        return {"source_grade": None, "report_grade": None}
    grades = case.grades()
    return {"source_grade": grades.of_source(record.publisher), "report_grade": grades.of_report(record)}
