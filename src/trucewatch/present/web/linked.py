"""What a record's page shows of its links: other records in their words, near misses, delays, rival figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from trucewatch.around import Around, IncidentAround, Join, StatementAround
from trucewatch.case import Case
from trucewatch.present.brief.bearing import EFFECTS
from trucewatch.present.web.ladders import Ladder, ladders
from trucewatch.present.web.listed import Quoted, quoted, speakers
from trucewatch.records.ids import LETTERS
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.statement import Statement
from trucewatch.store.rows import INCIDENTS, STATEMENTS

#: Near misses shown at most.
NEAR = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Another record that this one was held against, by the pair of mentions that comes nearest."""

    record: Statement | Incident
    judgement: Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What holds a record together: how many pairs of its mentions were judged the same, and the least alike."""

    pairs: int
    weakest: Join | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """All that the templates of a record's parts show; ``quotes`` and ``speakers`` by id of the record."""

    around: Around
    near: tuple[Near, ...]
    held: Held
    ladders: tuple[Ladder, ...]
    quotes: Mapping[str, Quoted]
    speakers: Mapping[str, str]


def links_of(case: Case, around: StatementAround | IncidentAround) -> Links:
    """What a record hangs together with, with the words and speakers that the page shows of each."""
    record = around.statement if isinstance(around, StatementAround) else around.incident
    near = _near(case, record, around.joins)
    others = [one.record for one in near]
    if isinstance(around, StatementAround):
        linked = (*around.responses, *around.answers, *around.repeats, *around.repeated_in)
        others += [*(one.record for one in linked if one.record is not None), *around.tells_of]
    else:
        others += [*around.told_in, *around.episodes, *([around.part_of] if around.part_of else [])]
    return Links(
        around=around, near=near, held=_held(record, around.joins), ladders=ladders(case, around.figures),
        quotes=quoted(case.store, others), speakers=speakers(case, [o for o in others if isinstance(o, Statement)]),
    )  # fmt: skip


def _near(case: Case, record: Statement | Incident, joins: Iterable[Join]) -> tuple[Near, ...]:
    """The other records that came nearest, of each the nearest pair."""
    nearest: dict[str, Join] = {}
    for join in joins:  # a person's first, then the highest score
        if join.record_id is not None and join.record_id != record.id:
            nearest.setdefault(join.record_id, join)
    wanted = list(nearest)[:NEAR]
    kind = STATEMENTS if isinstance(record, Statement) else INCIDENTS
    held = {one.id: one for one in case.store.of_ids(kind, wanted)}
    return tuple(Near(record=held[one], judgement=nearest[one].judgement) for one in wanted if one in held)


def _held(record: Statement | Incident, joins: Iterable[Join]) -> Held:
    inside = [j for j in joins if j.record_id == record.id and j.judgement.verdict == "same"]
    scored = [j for j in inside if j.judgement.score is not None]
    return Held(pairs=len(inside), weakest=min(scored, key=lambda j: j.judgement.score or 0.0, default=None))


def names_for_links(case: Case) -> dict[str, Any]:
    """What the templates of links name things by: the letter of a kind's ids, what a provision says, readings."""
    return {"LETTER": LETTERS, "READS": EFFECTS, "WHAT": what_of(case)}


def what_of(case: Case) -> dict[str, str]:
    """Reference -> the text of the provision or claimed term."""
    agreement = case.agreement
    return {p.ref: p.what for p in agreement.provisions} | {t.ref: t.what for t in agreement.claimed_terms}


def days_between(claim: Any, answer: Any) -> int | None:
    """How many days after the one statement the other was made; None where a day is not known or it was earlier."""
    first, last = _day(claim), _day(answer)
    return (last - first).days if first and last and last >= first else None


def _day(statement: Statement) -> date | None:
    return statement.said_on.first_day if statement.said_on else None
