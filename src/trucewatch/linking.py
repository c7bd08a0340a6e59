"""Linking a case: statements and incidents, what hangs on them, and what all of it says of the agreement.

Only what changed since the last time is linked anew, with what it bears on; each step below saves its own part. The
state of the case is unknown from the first step to the last: a run that breaks off is followed by one over the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from trucewatch.assess import claimed, provisions
from trucewatch.assess.claimed import link_term_claims
from trucewatch.assess.provisions import link_provisions
from trucewatch.assess.status import Bearing, assessed, bearing_of
from trucewatch.claims import note_told
from trucewatch.link.persons import Given, over
from trucewatch.long_runs import seldom_collecting
from trucewatch.records.agreement import Agreement
from trucewatch.records.decision import Decision, active
from trucewatch.records.judgement import Judgement
from trucewatch.records.mention import Annotation
from trucewatch.records.origins import origins_of
from trucewatch.records.vocabulary import CHARGES
from trucewatch.relink.actors import Actors
from trucewatch.relink.again import repeat_anew
from trucewatch.relink.answers import answer_anew
from trucewatch.relink.episodes import tie_anew
from trucewatch.relink.figures import series_anew
from trucewatch.relink.origins import trace_anew
from trucewatch.relink.run import Relinked, batches, call_up, fingerprint, outdated, persons_of, relink
from trucewatch.relink.shelf import Shelf, texts_of_each
from trucewatch.relink.spread import Engine
from trucewatch.store import Store
from trucewatch.store.columns import RecordColumns
from trucewatch.store.rows import INCIDENTS, OF_ANNOTATION, STATEMENTS

#: Records whose provisions are looked for together.
AT_ONCE = 1000
#: From so many waiting texts on the database's statistics are taken anew before and between the stages.
MANY = 50


@seldom_collecting()
def link_case(store: Store, *, whole: bool = False, engine: Engine | None = None) -> list[Decision]:
    """Judge which mentions are one, what answers what, which provisions are touched; people's decisions win.

    Only what changed since the last time is compared anew, or the ``whole`` case; an ``engine`` compares in more
    processes than this one, to the same end. Gives the decisions that lost their place: shown to a person, never
    dropped.
    """
    now = datetime.now(UTC)
    agreement = store.agreement()
    decisions = list(store.decisions())
    by = fingerprint(agreement, provisions.MAKER, claimed.MAKER)
    whole = whole or outdated(store, by, decisions)
    waiting, named = call_up(store, decisions, whole=whole)
    shelf = Shelf(store, decisions)
    _keep_decided(shelf, waiting)
    given = persons_of(store, shelf, decisions)
    store.linking_begins()
    many = whole or len(waiting) >= MANY
    if many:
        store.take_statistics()
    touched = relink(store, shelf, given, agreement, waiting, named=named, whole=whole, now=now, engine=engine)
    if many:
        store.take_statistics()
    lost = [*shelf.lost.values(), *given.lost]
    lost += link_rest(shelf, given, agreement, decisions, touched, now=now)
    _note_lost(store, lost, decisions, touched, now=now)
    store.all_linked(touched.texts, fingerprint=by, decisions=len(decisions))
    return lost


def link_rest(
    shelf: Shelf, given: Given, agreement: Agreement, decisions: Sequence[Decision], touched: Relinked, *, now: datetime
) -> list[Decision]:
    """Link what hangs on statements and incidents, where these were ``touched``. Gives the decisions about actors that
    lost their place."""
    store = shelf.store
    persons = [j for j in given.binding if j.maker.kind == "person"]
    about = over(persons, store.homes(end for j in persons for end in (j.left, j.right)))
    tie_anew(store, touched, persons=about, now=now)
    claims = answer_anew(shelf, touched, agreement=agreement, persons=about, now=now)
    repeat_anew(shelf, given, agreement, touched, persons=about, now=now)
    series_anew(shelf, touched, now=now)
    trace_anew(shelf, given, touched, now=now)
    actors = Actors(shelf, agreement, given, decisions, now)
    actors.link(touched)
    actors.statements(touched)
    stated = over(given.stated, store.homes(end for j in given.stated for end in (j.left, j.right)))
    judged = store.judged_by_persons()
    store.save_judgements(stated, judged={j.id for j in judged}, now=now)
    claims |= {j.left for j in (*stated, *judged) if j.kind == "response"}
    _touch_provisions(shelf, agreement, touched, now=now)
    assess_provisions(store, agreement, as_of=now.date(), now=now)
    store.cover_speakers(touched.statements | touched.gone)
    note_told(store, touched.statements | touched.gone, claims=claims)
    return actors.lost


def _touch_provisions(shelf: Shelf, agreement: Agreement, touched: Relinked, *, now: datetime) -> None:
    """Judge again which provisions the touched records bear on."""
    store = shelf.store

    def save(found: Sequence[Judgement], ids: Iterable[str], kind: str = "provision") -> None:
        of = set(ids)
        before = store.judgement_pairs(kind, of)
        store.save_judgements(found, judged={one for one, (left, _) in before.items() if left in of}, now=now)

    def mentions(kind: str, records: Sequence[Any]) -> list[Any]:
        ids = {m for r in records for m in r.mention_ids}
        texts = sorted(store.texts_of_records(kind, [r.id for r in records]))
        return [m for m in shelf.mentions(f"{kind} mention", texts) if m.id in ids]

    for ids in batches(store.by_day("statement", touched.statements), AT_ONCE):
        said = list(store.of_ids(STATEMENTS, ids))
        save(link_provisions(said, (), (), mentions("statement", said), (), agreement=agreement, now=now), ids)
    for ids in batches(store.by_day("incident", touched.incidents), AT_ONCE):
        happened = list(store.of_ids(INCIDENTS, ids))
        save(link_provisions((), happened, (), (), mentions("incident", happened), agreement=agreement, now=now), ids)
    for texts in batches(touched.texts):
        promised = shelf.mentions("commitment", texts)
        ever = {c.id for c in promised} | store.ids_ever("commitment", texts)
        save(link_provisions((), (), promised, (), (), agreement=agreement, now=now), ever)
    for texts in batches(sorted(touched.reach)):  # whose a term is hangs on the statement that claims it
        terms = shelf.mentions("term claim", texts)
        ever = {c.id for c in terms} | store.ids_ever("term claim", texts)
        homes = store.homes(c.statement_mention for c in terms)
        said = list(store.of_ids(STATEMENTS, sorted(set(homes.values()))))
        save(link_term_claims(terms, said, agreement=agreement, now=now), ever, "claimed_term")
    save((), touched.gone)


def assess_provisions(store: Store, agreement: Agreement, *, as_of: date, now: datetime) -> None:
    """Put every provision under its status, out of columns of the records that bear on one: no record is read whole
    but incidents, for who acted."""
    linked = store.pairs_standing("provision")
    records = store.columns_of({left for left, _ in linked})
    linked = [(left, right) for left, right in linked if not _later(records.get(left), as_of)]
    charges = {one for one, row in records.items() if row.kind == "statement" and row.act in CHARGES}
    answered = store.pairs_standing("response", charges)
    answers = store.columns_of({right for _, right in answered})
    answered = [(left, right) for left, right in answered if right in answers and not _later(answers[right], as_of)]
    records |= answers
    borne = {
        one: Bearing(id=one, day=row.last or row.day, act=row.act, side=row.side, target_side=row.target_side)
        for one, row in records.items() if row.kind == "statement"
    }  # fmt: skip
    happened = [one for one, row in records.items() if row.kind == "incident"]
    for ids in batches(sorted(happened), AT_ONCE):
        borne |= {i.id: bearing_of(i) for i in store.of_ids(INCIDENTS, ids)}
    copied = list(store.judgements("same_report"))
    known = store.reports_named({end for j in copied for end in (j.left, j.right)})
    store.save_assessments(
        assessed(
            agreement, linked, answered, borne, as_of=as_of, reports_of=store.reports_of_records(borne),
            origin_of=origins_of(known, copied).origin_of,
        ),
        now=now,
    )  # fmt: skip


def _later(row: RecordColumns | None, as_of: date) -> bool:
    return row is not None and row.day is not None and row.day > as_of


def _note_lost(
    store: Store, lost: Iterable[Decision], decisions: list[Decision], touched: Relinked, *, now: datetime
) -> None:
    """Keep which decisions lost their place, until a run that looks at their texts finds it again."""
    astray = {d.id for d in lost}
    known = store.lost_places()
    if not astray and not known:
        return
    held, texts = {d.id for d in active(decisions)}, set(touched.texts)
    own = texts_of_each(store, known)
    found = {
        d.id
        for d in known
        if d.id not in held
        or (d.id not in astray and (touched.whole or not own[d.id] or not texts.isdisjoint(own[d.id])))
    }
    store.save_lost_places(astray, found, now=now)


def _keep_decided(shelf: Shelf, text_ids: Sequence[str]) -> None:
    """Store what was found in these texts as persons decided it, and what they added, for every reader of the case.

    It is worked out from the machine's own records each time: a text that is annotated anew is decided again, and what
    a person takes back is the machine's again.
    """
    store = shelf.store
    over = store.overruled(text_ids)
    for text_id in (t for t in text_ids if t in over or shelf.about([t])):
        before = store.annotation(text_id) or Annotation(text_id=text_id, fingerprint="")
        changed: dict[str, set[str]] = {}
        added: dict[str, set[str]] = {}
        decided: dict[str, Any] = {}
        for field, kind in OF_ANNOTATION.items():
            found = {r.id: r for r in store.machine_made(kind, [text_id]) if r.maker.kind != "person"}
            fresh = {r.id: r for r in shelf.mentions(kind.name, [text_id])}
            known = {r.id: r for r in getattr(before, field)}
            changed[kind.name] = {one for one, record in found.items() if fresh.get(one) != record}
            added[kind.name] = fresh.keys() - found.keys()
            decided[field] = getattr(before, field) if known == fresh else tuple(fresh.values())
        after = replace(before, **decided)
        fresh_note = text_id not in over and (any(changed.values()) or any(added.values()))
        if after != before or fresh_note:
            store.save_decided(after, changed, added)
