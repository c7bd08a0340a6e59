"""The way through: intake, text, annotate, link, assess, store. Read this file first.

Every function here takes an open store and does one whole job. What one report needs is written in one short
transaction, so that a kill at any moment loses at most the report in hand and a second run completes it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from trucewatch.arriving import Prepared, first_report, note_refusal, take_in
from trucewatch.errors import BadInput, RedactedRecord
from trucewatch.gazetteer.own import places_beside
from trucewatch.intake.arrival import Arrival, Unchanged
from trucewatch.intake.arrival import Refusal as Refusal  # asked for here by the command line
from trucewatch.intake.web import Coming
from trucewatch.linking import link_case
from trucewatch.long_runs import seldom_collecting
from trucewatch.records.agreement import Agreement
from trucewatch.records.decision import Decision
from trucewatch.records.report import Found, Report
from trucewatch.settings import Settings
from trucewatch.store import Store

if TYPE_CHECKING:
    from trucewatch.annotate.annotator import Annotator

#: What of other rooms is asked for here.
__all__ = [
    "AddResult", "Progress", "add", "annotate_anew", "link_case", "make_annotator", "no_progress",
    "reannotate", "take_in",
]  # fmt: skip

#: Reports named in one remark on several.
NAMED = 3
#: Called as work goes on: how many are done, how many there are (None if not known), what is in hand.
Progress = Callable[[int, int | None, str], None]


def no_progress(done: int, total: int | None, what: str) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddResult:
    """What one ``add`` did. ``set_aside`` names every file or row that was not used, and why.

    ``left_out`` counts, by reason, what was met in the texts read and made no record: whole texts in other
    languages ("not annotated: de") as well as single sayings. ``lost`` are the decisions of persons whose words are
    no longer found: they need another look. ``anew`` counts reports that had come annotated for another agreement or by
    another engine, and were annotated again.
    """

    added: int = 0
    new_versions: int = 0
    already: int = 0
    set_aside: tuple[Refusal, ...] = ()
    remarks: tuple[str, ...] = ()
    left_out: Counter[str] = field(default_factory=Counter)
    lost: tuple[Decision, ...] = ()
    anew: int = 0


@seldom_collecting()
def add(
    store: Store,
    arrivals: Iterable[Coming | Prepared],
    *,
    progress: Progress = no_progress,
    link: bool = True,
    who: str = "",
) -> AddResult:
    """Take reports in one by one, then link the case, or leave them waiting to be linked.

    One bad document never stops the batch: it is counted with its reason. A report that is there already, with
    the same words and the same date, is left alone. ``who`` signs for what is kept confidential from the start.
    """
    annotator = make_annotator(store)
    counted: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    refusals: list[Refusal] = []
    remarks: list[tuple[str, str]] = []
    ahead: list[tuple[str, str]] = []
    confidential = 0
    run = store.begin_run("add", versions=annotator.versions())
    for number, arrival in enumerate(arrivals, 1):
        store.give_way()
        progress(number - 1, None, _name(arrival))
        if isinstance(arrival, Refusal):
            refusals.append(arrival)
            note_refusal(store, arrival)
            continue
        if isinstance(arrival, Unchanged):
            counted["already"] += 1
            continue
        name = _name(arrival)
        came = arrival.arrival if isinstance(arrival, Prepared) else arrival
        given = came.found
        try:
            outcome, reading, annotation = take_in(store, annotator, arrival, who=who)
        except BadInput as error:
            refusals.append(Refusal(what=name, reason=error.reason, message=str(error)))
            continue
        counted[outcome] += 1
        confidential += outcome == "added" and bool(came.confidential)
        if outcome != "already":
            remarks += [(words, name) for words in reading.remarks]
            ahead += [(name, day) for day in _dated_ahead((*given, *reading.found))]
        if isinstance(arrival, Prepared) and not arrival.ahead and annotation not in (None, arrival.annotation):
            counted["annotated anew"] += 1
        for aside in annotation.set_aside if annotation else ():
            left_out[aside.reason] += aside.count
    done = sum(number for what, number in counted.items() if what != "annotated anew")
    progress(done, done, "linking" if link else "")
    lost = link_case(store) if link else []
    store.save_set_aside(run, refusals)
    store.end_run(run, counts={**counted, **{f"left out: {reason}": number for reason, number in left_out.items()}})
    return AddResult(
        added=counted["added"], new_versions=counted["new version"], already=counted["already"],
        set_aside=tuple(refusals),
        remarks=(*_by_words(remarks), *_to_come(ahead), *_kept_back(confidential)), left_out=left_out, lost=tuple(lost),
        anew=counted["annotated anew"],
    )  # fmt: skip


def _kept_back(number: int) -> list[str]:
    """A remark on reports that are confidential from the start."""
    if not number:
        return []
    told = "1 report is" if number == 1 else f"{number} reports are"
    return [f"{told} confidential from the start, from private chats; trucewatch decide d:… undo takes that back"]


def _name(coming: Coming | Prepared) -> str:
    coming = coming.arrival if isinstance(coming, Prepared) else coming
    return (coming.file or coming.url or "standard input") if isinstance(coming, Arrival) else coming.what


def _by_words(remarks: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What was remarked of reports, each remark once: with the name of the report, or with the first of several."""
    names: dict[str, list[str]] = {}
    for words, name in remarks:
        names.setdefault(words, []).append(name)
    for words, of in names.items():
        yield f"{of[0]}: {words}" if len(of) == 1 else f"{len(of)} reports: {words} ({_first_of(of)})"


def _to_come(ahead: Sequence[tuple[str, str]]) -> Iterator[str]:
    """One remark on the reports that bear a day to come, by name and day."""
    step = "or give it in sources.csv"
    if len(ahead) == 1:
        yield f"{ahead[0][0]}: dated {ahead[0][1]}, a day to come; check it, {step}"
    elif ahead:
        told = _first_of([f"{name}: {day}" for name, day in ahead])
        yield f"{len(ahead)} reports are dated on a day to come ({told}); check each day, {step}"


def _first_of(names: Sequence[str]) -> str:
    more = f"; and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return "; ".join(names[:NAMED]) + more


def _dated_ahead(found: Iterable[Found]) -> list[str]:
    """The day, and how it is known, if the report is said to be published after tomorrow; a day's grace is for time
    zones."""
    latest = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    ahead = next((f for f in found if f.field == "published" and f.value[:10] > latest), None)
    if ahead is None:
        return []
    return [f"{ahead.value[:10]} ({ahead.basis})"]


def make_annotator(store: Store) -> Annotator:
    """The annotator for a case. The language model's package takes two seconds to import: only here it is needed."""
    from trucewatch.annotate.annotator import Annotator

    agreement, attribution, places = annotated_by(store)
    return Annotator(agreement, attribution=attribution, places=places)


def annotated_by(store: Store) -> tuple[Agreement, str, Path | None]:
    """What a case's annotator is made of: the agreement, the name of the engine of attribution, a file of places."""
    settings = Settings.from_environment()
    places = places_beside(store.beside) or (Path(settings.gazetteer).resolve() if settings.gazetteer else None)
    return store.agreement(), settings.attribution, places


@seldom_collecting()
def reannotate(store: Store, *, progress: Progress = no_progress) -> tuple[int, int, list[Decision]]:
    """Annotate again exactly the texts whose fingerprint changed, then link. Gives (redone, kept, lost decisions)."""
    annotator = make_annotator(store)
    redone = kept = 0
    run = store.begin_run("reannotate", versions=annotator.versions())
    reports = list(store.reports())
    done: set[str] = set()
    for number, report in enumerate(reports):
        store.give_way()
        progress(number, len(reports), report.title or "")
        text_id = report.text_id
        if text_id in done:
            continue
        done.add(text_id)
        if annotate_anew(store, annotator, report, first=first_report(store, text_id, report)):
            redone += 1
        else:
            kept += 1
    lost = link_case(store)
    store.end_run(run, counts={"redone": redone, "kept": kept})
    return redone, kept, lost


def annotate_anew(store: Store, annotator: Annotator, report: Report, *, first: Report) -> bool:
    """Annotate the text of a report by the day and outlet of the ``first`` report that holds it, if it would be read
    otherwise than it was. False if it was kept: words that a person noted, or that were taken out of the case, are not
    read by the machine."""
    text_id = report.text_id
    if first.kind == "note" or store.fingerprint(text_id) == annotator.fingerprint(first.published, first.publisher):
        return False
    try:
        text = store.text(text_id)
    except RedactedRecord:
        return False
    store.save_annotation(annotator.annotate(text, published=first.published, publisher=first.publisher))
    return True
