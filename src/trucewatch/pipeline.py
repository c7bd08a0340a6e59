"""The way through: intake, text, annotate, link, assess, store. Read this file first.

Every function here takes an open store and does one whole job. What one report needs is written in one short
transaction, so that a kill at any moment loses at most the report in hand and a second run completes it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trucewatch.arriving import first_report, note_refusal, take_in
from trucewatch.assess.claimed import link_term_claims
from trucewatch.assess.provisions import link_provisions
from trucewatch.assess.status import assess
from trucewatch.errors import BadInput
from trucewatch.gazetteer.own import places_beside
from trucewatch.intake.arrival import Arrival, Refusal, Unchanged
from trucewatch.intake.web import Coming
from trucewatch.link.actor_decisions import decided_actors
from trucewatch.link.actors import link_actors, with_actors
from trucewatch.link.figure_series import link_figures
from trucewatch.link.incidents import tie_episodes
from trucewatch.link.linker import Linked
from trucewatch.link.order import Told
from trucewatch.link.origins import link_origins
from trucewatch.link.persons import Given, over_records
from trucewatch.records.agreement import Agreement
from trucewatch.records.commitment import Commitment
from trucewatch.records.decision import Decision, active
from trucewatch.records.figure import Figure
from trucewatch.records.incident import Incident
from trucewatch.records.mention import Annotation, IncidentMention, StatementMention
from trucewatch.records.origins import origins_of
from trucewatch.records.report import Found
from trucewatch.records.statement import Statement
from trucewatch.records.term_claim import TermClaim
from trucewatch.relink.again import repeats
from trucewatch.relink.answers import answer
from trucewatch.relink.run import Relinked, call_up, fingerprint, outdated, persons_of, relink
from trucewatch.relink.shelf import Shelf, texts_of
from trucewatch.settings import Settings
from trucewatch.store import Store

if TYPE_CHECKING:
    from trucewatch.annotate.annotator import Annotator

#: Called as work goes on: how many are done, how many there are (None if not known), what is in hand.
Progress = Callable[[int, int | None, str], None]


def no_progress(done: int, total: int | None, what: str) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddResult:
    """What one ``add`` did. ``set_aside`` names every file or row that was not used, and why.

    ``left_out`` counts, by reason, what was met in the texts read and made no record: whole texts in other
    languages ("not annotated: de") as well as single sayings. ``lost`` are the decisions of persons whose words are
    no longer found: they need another look.
    """

    added: int = 0
    new_versions: int = 0
    already: int = 0
    set_aside: tuple[Refusal, ...] = ()
    remarks: tuple[str, ...] = ()
    left_out: Counter[str] = field(default_factory=Counter)
    lost: tuple[Decision, ...] = ()


def add(store: Store, arrivals: Iterable[Coming], *, progress: Progress = no_progress) -> AddResult:
    """Take reports in one by one, then link the case.

    One bad document never stops the batch: it is counted with its reason. A report that is there already, with
    the same words and the same date, is left alone.
    """
    annotator = make_annotator(store)
    counted: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    refusals: list[Refusal] = []
    remarks: list[str] = []
    run = store.begin_run("add", versions=annotator.versions())
    for number, arrival in enumerate(arrivals, 1):
        progress(number - 1, None, _name(arrival))
        if isinstance(arrival, Refusal):
            refusals.append(arrival)
            note_refusal(store, arrival)
            continue
        if isinstance(arrival, Unchanged):
            counted["already"] += 1
            continue
        name = _name(arrival)
        try:
            outcome, reading, annotation = take_in(store, annotator, arrival)
        except BadInput as error:
            refusals.append(Refusal(what=name, reason=error.reason, message=str(error)))
            continue
        counted[outcome] += 1
        if outcome != "already":
            remarks += [f"{name}: {words}" for words in reading.remarks]
            remarks += _dated_ahead(name, (*arrival.found, *reading.found))
        for aside in annotation.set_aside if annotation else ():
            left_out[aside.reason] += aside.count
    progress(sum(counted.values()), sum(counted.values()), "linking")
    lost = link_case(store)
    store.save_set_aside(run, refusals)
    store.end_run(run, counts={**counted, **{f"left out: {reason}": number for reason, number in left_out.items()}})
    return AddResult(
        added=counted["added"], new_versions=counted["new version"], already=counted["already"],
        set_aside=tuple(refusals), remarks=tuple(remarks), left_out=left_out, lost=tuple(lost),
    )  # fmt: skip


def _name(coming: Coming) -> str:
    return (coming.file or coming.url or "standard input") if isinstance(coming, Arrival) else coming.what


def _dated_ahead(name: str, found: Iterable[Found]) -> list[str]:
    """A remark if the report is said to be published after tomorrow; a day's grace is for time zones."""
    latest = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    ahead = next((f for f in found if f.field == "published" and f.value[:10] > latest), None)
    if ahead is None:
        return []
    return [f"{name}: dated {ahead.value[:10]} ({ahead.basis}), a day to come; check it, or give it in sources.csv"]


def make_annotator(store: Store) -> Annotator:
    """The annotator for a case. The language model's package takes two seconds to import: only here it is needed."""
    from trucewatch.annotate.annotator import Annotator

    settings = Settings.from_environment()
    places = places_beside(store.path) or (Path(settings.gazetteer) if settings.gazetteer else None)
    return Annotator(store.agreement(), attribution=settings.attribution, places=places)


def link_case(store: Store, *, whole: bool = False) -> list[Decision]:
    """Judge which mentions are one, what answers what, which provisions are touched; people's decisions win.

    Only what changed since the last time is compared anew, or the ``whole`` case. Gives the decisions that lost their
    place: shown to a person, never dropped.
    """
    now = datetime.now(UTC)
    agreement = store.agreement()
    decisions = list(store.decisions())
    whole = whole or outdated(store, agreement, decisions)
    waiting = call_up(store, decisions, whole=whole)
    shelf = Shelf(store, decisions)
    _keep_notes(store, *(shelf.mentions(kind, waiting) for kind in NOTED))
    given = persons_of(store, shelf, decisions)
    redirects = store.redirects()
    store.linking_begins()
    touched = relink(store, shelf, given, agreement, waiting, whole=whole, now=now)
    lost = [*shelf.lost.values(), *given.lost]
    lost += link_rest(store, shelf, given, agreement, decisions, redirects, touched, now=now)
    _note_lost(store, lost, decisions, touched, now=now)
    store.all_linked(touched.texts, fingerprint=fingerprint(agreement), decisions=len(decisions))
    return lost


def _note_lost(
    store: Store, lost: Iterable[Decision], decisions: list[Decision], touched: Relinked, *, now: datetime
) -> None:
    """Keep which decisions lost their place, until a run that looks at their texts finds it again."""
    astray = {d.id for d in lost}
    known = store.lost_places()
    if not astray and not known:
        return
    held, texts = {d.id for d in active(decisions)}, set(touched.texts)
    found = {
        d.id
        for d in known
        if d.id not in held
        or (d.id not in astray and (touched.whole or not (own := texts_of(store, d)) or not texts.isdisjoint(own)))
    }
    store.save_lost_places(astray, found, now=now)


#: What persons may add to a text.
NOTED = ("statement mention", "incident mention", "figure", "commitment", "term claim")


def link_rest(
    store: Store,
    shelf: Shelf,
    given: Given,
    agreement: Agreement,
    decisions: list[Decision],
    redirects: Mapping[str, str],
    touched: Relinked,
    *,
    now: datetime,
) -> list[Decision]:
    """Link what hangs on statements and incidents: answers anew where these were ``touched``; over the whole case
    each time actors, origins, series, provisions, assessments. What comes out as it was is not written again."""
    texts = store.texts_by_id()
    reports = list(store.reports())
    told = Told(reports)
    all_texts = store.annotated_texts()
    statements, incidents, figures, commitments, claimed = (shelf.mentions(kind, all_texts) for kind in NOTED)
    rank = told.ranks([*statements, *incidents])
    said = sorted(store.statements(), key=lambda s: rank[s.mention_ids[0]])
    happened = sorted(store.incidents(), key=lambda i: rank[i.mention_ids[0]])
    persons = [j for j in given.binding if j.maker.kind == "person"]
    tied, parts = tie_episodes([replace(i, part_of=None) for i in happened], persons=persons, now=now)
    about = over_records(persons, (*said, *happened))
    answers = answer(
        store, shelf, said, tied, statements, incidents, touched, agreement=agreement, persons=about, now=now
    )
    again = repeats(shelf, given, agreement, said, persons=about, now=now)
    series = link_figures(figures, incidents=tied, mentions=incidents, told=told, texts=texts)
    linked = link_actors(
        statements, told=told, texts=texts, agreement=agreement, known=store.actors_ever(), persons=persons, now=now
    )
    made, astray = decided_actors(
        linked.actors, active(decisions), dict(redirects) | store.redirects() | dict(linked.redirects)
    )
    actors = tuple(made)
    spoken = with_actors(said, actors, statements)
    judgements = [
        *parts, *answers.judgements, *again, *link_origins(reports, texts, persons=persons, now=now),
        *over_records(given.stated, (*said, *happened)),
        *link_provisions(spoken, tied, commitments, statements, incidents, agreement=agreement, now=now),
        *link_term_claims(claimed, spoken, agreement=agreement, now=now),
    ]  # fmt: skip
    before: dict[str, Statement | Incident] = {s.id: s for s in said} | {i.id: i for i in happened}
    store.save_changes(
        Linked(
            statements=tuple(s for s in spoken if s != before[s.id]),
            incidents=tuple(i for i in tied if i != before[i.id]),
            series=series, judgements=tuple({j.id: j for j in judgements}.values()), redirects=linked.redirects,
            actors=actors,
        ),
        gone={"actor": {a.id for a in store.actors()}, "series": {s.id for s in store.series()}},
        judged=answers.judged, speakers=spoken, now=now,
    )  # fmt: skip
    judgements += store.judgements("response")
    store.save_assessments(
        assess(
            agreement, judgements, spoken, tied, as_of=now.date(), mentions=[*statements, *incidents],
            reports=reports, origin_of=origins_of(reports, judgements).origin_of,
        ),
        now=now,
    )  # fmt: skip
    return astray


def _keep_notes(store: Store, *made: Iterable[Any]) -> None:
    """Store the mentions and figures that people added, beside what the machine found in the same text.

    They come from decisions, so a text that is annotated anew gets them again.
    """
    by_text: defaultdict[str, list[Any]] = defaultdict(list)
    for record in chain.from_iterable(made):
        if record.maker.kind == "person":
            by_text[record.text_id].append(record)
    for text_id, records in by_text.items():
        annotation = store.annotation(text_id) or Annotation(text_id=text_id, fingerprint="")
        changed = replace(
            annotation,
            statements=_beside(annotation.statements, records, StatementMention),
            incidents=_beside(annotation.incidents, records, IncidentMention),
            figures=_beside(annotation.figures, records, Figure),
            commitments=_beside(annotation.commitments, records, Commitment),
            term_claims=_beside(annotation.term_claims, records, TermClaim),
        )
        if changed != annotation:
            store.save_annotation(changed)


def _beside(known: tuple[Any, ...], records: list[Any], cls: type[Any]) -> tuple[Any, ...]:
    ids = {record.id for record in known}
    return known + tuple(r for r in records if isinstance(r, cls) and r.id not in ids)


def reannotate(store: Store, *, progress: Progress = no_progress) -> tuple[int, int, list[Decision]]:
    """Annotate again exactly the texts whose fingerprint changed, then link. Gives (redone, kept, lost decisions)."""
    annotator = make_annotator(store)
    redone = kept = 0
    run = store.begin_run("reannotate", versions=annotator.versions())
    reports = list(store.reports())
    done: set[str] = set()
    for number, report in enumerate(reports):
        progress(number, len(reports), report.title or "")
        text_id = report.text_id
        if text_id in done:
            continue
        done.add(text_id)
        first = first_report(store, text_id, report)
        if store.fingerprint(text_id) == annotator.fingerprint(first.published, first.publisher):
            kept += 1
            continue
        annotation = annotator.annotate(store.text(text_id), published=first.published, publisher=first.publisher)
        store.save_annotation(annotation)
        redone += 1
    lost = link_case(store)
    store.end_run(run, counts={"redone": redone, "kept": kept})
    return redone, kept, lost
