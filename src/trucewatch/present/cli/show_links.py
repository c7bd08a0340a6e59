"""What ``show`` says of a record beyond its values: where it is told, to whom it is credited, what was judged of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from trucewatch.case import Case
from trucewatch.decided import decisions_of
from trucewatch.errors import AmbiguousRecord, UnknownRecord
from trucewatch.present.brief.words import counted, when_words
from trucewatch.records.decision import Decision, taken_back
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.report import Report
from trucewatch.records.statement import Statement
from trucewatch.records.term_claim import TermClaim

LABEL = 14
#: Judgements of one sort listed at most; the others are counted.
LISTED = 6
#: How a link reads from either end: of the record named first in the judgement, and of the second.
LINKS: dict[str, tuple[str, str]] = {
    "response": ("answered by", "answers"), "repeats": ("repeats", "repeated in"), "part_of": ("part of", "holds"),
    "provision": ("bears on", "borne on by"), "same_report": ("with", "with"),
    "claimed_term": ("is a reading of", "read in"),
}  # fmt: skip


def standing_lines(case: Case, record: Statement | Incident) -> Iterator[str]:
    """In how many reports, outlets and origins a record stands; and whom each outlet credits, where they differ."""
    mentions = list(case.store.mentions_of(record))
    reports: dict[str, list[Report]] = {m.text_id: case.store.report_of_text(m.text_id) for m in mentions}
    held = {r.id: r for found in reports.values() for r in found}
    outlets = {r.publisher for r in held.values() if r.publisher}
    origins = case.origins().count(held)
    told = f"{counted(len(held), 'report')}, {counted(len(outlets), 'outlet')}, {counted(origins, 'origin')}"
    yield f"  {'told in':{LABEL}} {told}"
    if isinstance(record, Statement) and record.rival_speakers:
        yield from _credits(mentions, reports)


def reading_lines(case: Case, record: Statement | TermClaim) -> Iterator[str]:
    """What a statement says that the agreement holds; of a claimed term the statement, where it belongs and why."""
    one = isinstance(record, TermClaim)
    for reading in case.claimed_terms():
        if record.id not in ({c.id for c in reading.claims} if one else {reading.statement.id}):
            continue
        checked = ", checked by a person" if reading.checked else ""
        place = f"a reading of {reading.ref}" if reading.ref else "claimed, not in the text"
        if one:
            yield f"  {'said in':{LABEL}} {case.store.shown('statement', reading.statement.id)} of {reading.owner}"
            yield f"  {'place':{LABEL}} {place}{checked}"
            for reason in reading.by.reasons:
                yield f"  {'':{LABEL}} {reason.rule}: {reason.words or reason.value}"
        else:
            shown = case.store.shown("term claim", reading.claims[0].id)
            yield f"  {'reads':{LABEL}} the agreement {reading.effect} this: {shown}, {place}{checked}"


def _credits(mentions: Iterable[Any], reports: dict[str, list[Report]]) -> Iterator[str]:
    """The same words under two names: who gives them to whom."""
    given: dict[str, dict[str, None]] = defaultdict(dict)
    for mention in mentions:
        if mention.speaker_kind == "named" and mention.speaker:
            for report in reports[mention.text_id]:
                given[mention.speaker][report.publisher or report.title or "an outlet not known"] = None
    yield f"  {'credited':{LABEL}} the same words to {counted(len(given), 'name')}"
    for name, outlets in given.items():
        yield f"  {'':{LABEL}} {name} in {', '.join(outlets)}"


def judgement_lines(case: Case, record: Any) -> Iterator[str]:
    """What persons judged, what it is linked to, what it was held against and nearly joined, what holds it together."""
    mentions = set(getattr(record, "mention_ids", ()))
    mine = {record.id, *mentions}
    found = [j for j in case.store.judgements() if j.left in mine or j.right in mine]
    if not found:
        return
    yield "  judgements"
    persons = [j for j in found if j.maker.kind == "person"]
    settled = {(j.kind, j.left, j.right) for j in persons}
    machine = [j for j in found if j.maker.kind == "machine"]
    for judgement in persons:
        yield f"    {_judged(case, judgement, mine)}, by {judgement.maker.name}"
    for judgement in machine:
        if judgement.kind in LINKS:
            over = " (a person judged it)" if (judgement.kind, judgement.left, judgement.right) in settled else ""
            yield f"    {_judged(case, judgement, mine)}{over}"
    alike = [j for j in machine if j.kind not in LINKS]
    inside = [j for j in alike if j.left in mentions and j.right in mentions]
    if inside:
        weakest = min((j for j in inside if j.verdict == "same"), key=lambda j: j.score or 0.0, default=None)
        last = f"; least alike {_pair(case, weakest)} {weakest.score or 0.0:.2f}" if weakest else ""
        yield f"    {counted(len(inside), 'pair')} of its mentions judged the same{last}"
    homes = _homes(case, record) if len(alike) > len(inside) else {}
    nearest: dict[str, Judgement] = {}  # of each other record the pair that comes nearest
    for judgement in sorted((j for j in alike if j not in inside), key=lambda j: -(j.score or 0.0)):
        other = judgement.right if judgement.left in mine else judgement.left
        nearest.setdefault(homes.get(other, other), judgement)
    across = list(nearest.values())
    for judgement in across[:LISTED]:
        other = judgement.right if judgement.left in mine else judgement.left
        held = f" of {homes[other]}" if other in homes else ""
        yield f"    {_judged(case, judgement, mine)}{held}"
    if len(across) > LISTED:
        left = Counter(j.verdict for j in across[LISTED:])
        yield f"    and {', '.join(f'{n} {verdict}' for verdict, n in left.items())} below that"


def _homes(case: Case, record: Any) -> dict[str, str]:
    """Mention id -> the record of this kind that holds it, as it is shown."""
    kind = "statement" if isinstance(record, Statement) or hasattr(record, "act") else "incident"
    records: Iterable[Statement | Incident] = case.statements() if kind == "statement" else case.incidents()
    return {m: case.store.shown(kind, r.id) for r in records for m in r.mention_ids}


def _judged(case: Case, judgement: Judgement, mine: set[str]) -> str:
    ours_first = judgement.left in mine
    name = shown_side(case, judgement.right if ours_first else judgement.left)
    score = "" if judgement.score is None else f" {judgement.score:.2f}"
    if judgement.kind not in LINKS:
        return f"{judgement.kind}: {judgement.verdict}{score} with {name}"
    words = LINKS[judgement.kind][0 if ours_first else 1]
    label = f" ({judgement.label.replace('_', ' ')})" if judgement.label else ""
    holds = {"same": "", "different": "not ", "unsure": "perhaps "}[judgement.verdict]
    return f"{judgement.kind}: {holds}{words} {name}{label}{_day_of(case, judgement, ours_first)}{score}"


def _day_of(case: Case, judgement: Judgement, ours_first: bool) -> str:
    """ " of 3 May 2031" behind the other statement of a repetition, where its day is told."""
    if judgement.kind != "repeats":
        return ""
    _, other = case.find(judgement.right if ours_first else judgement.left)
    when = getattr(other, "said_on", None)
    return f" of {when_words(when)}" if when is not None and when.first_day else ""


def _pair(case: Case, judgement: Judgement) -> str:
    return f"{shown_side(case, judgement.left)} {shown_side(case, judgement.right)}"


def shown_side(case: Case, side: str) -> str:
    """One side of a judgement: the id of a record, or the name of a provision, as ``show`` prints it."""
    try:
        kind, record = case.find(side)
    except (UnknownRecord, AmbiguousRecord):
        return side  # a provision goes by its name
    return case.store.shown(kind, record.id)


def history_lines(case: Case, kind: str, record: Any) -> Iterator[str]:
    """When the record got its values, and every decision about it or its mentions, also under ids merged into it."""
    for version in case.store.history(kind, record.id):
        yield f"  {'recorded' if version.superseded_at is None else 'was'} {version.recorded_at:%Y-%m-%d %H:%M} UTC"
    decisions = decisions_of(case.store, record)
    back = taken_back(decisions)
    for decision in (d for d in decisions if d.action != "undo"):
        undone = back.get(decision.id)
        yield f"  decision {case.store.shown('decision', decision.id)} {_decided(case, decision)}" + (
            f" (undone by {undone.who})" if undone else ""
        )


def _decided(case: Case, decision: Decision) -> str:
    what = f"{decision.field}: {decision.seen!r} -> {decision.new!r}" if decision.field else ""
    if decision.action in ("same", "different", "unsure") and isinstance(decision.new, str):
        relation = f" as {decision.relation}" if decision.relation else ""
        what = f"{shown_side(case, decision.target)} {shown_side(case, decision.new)}{relation}"
    done = f"{decision.action} {what}".strip()
    return f"{done} by {decision.who} on {decision.when:%Y-%m-%d}: {decision.why}"
