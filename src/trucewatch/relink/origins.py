"""Origins judged anew where reports came or changed; the others stay as they are stored.

Every report is kept under its keys (``link.origins``): what it is held against shares one. Of two reports that nothing
new was read of, what is stored says how surely they are one; only how they are grouped is decided again, with all that
hangs together with a touched report.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from trucewatch.link.origins import (
    FINGERPRINT,
    SAME_AT,
    SOURCE_DAYS,
    WRITTEN_FROM,
    Held,
    Verdict,
    decided,
    judged,
    keys,
    wanted,
    worth_judging,
)
from trucewatch.link.persons import Given
from trucewatch.records.judgement import Judgement
from trucewatch.records.origins import told_first
from trucewatch.records.report import Report
from trucewatch.relink.run import Relinked, batches
from trucewatch.relink.shelf import Shelf
from trucewatch.store.facts import Fact
from trucewatch.store.rows import JUDGEMENTS, REPORTS

#: The kind of fact: a report by what it copies, what it credits and what it is called.
REPORT = "origin"
#: Keys of words that both have; the others are names, under which one stands and which another looks for.
COPIED = ("t:", "m", FINGERPRINT)
Pair = tuple[str, str]


def trace_anew(shelf: Shelf, given: Given, touched: Relinked, *, now: datetime) -> None:
    """Judge the reports of the touched texts against those that share a key, and save what changed."""
    store = shelf.store
    fresh: dict[str, None] = {}
    for some in batches(touched.texts):
        reports = store.reports_of_texts(some)
        store.put_facts(REPORT, [r.id for r in reports], ())
        fresh |= dict.fromkeys(r.id for r in reports)
    verdicts: dict[Pair, Verdict] = {}
    for ids in batches(fresh):
        verdicts |= _met(shelf, ids)
    persons = [j for j in given.binding if j.maker.kind == "person" and j.kind == "same_report"]
    bound: dict[str, set[str]] = defaultdict(set)
    for judgement in persons:
        bound[judgement.left].add(judgement.right)
        bound[judgement.right].add(judgement.left)
    gone = store.judgement_pairs("same_report", fresh)
    seeds = {*fresh, *bound, *touched.named}
    seeds |= {end for pair in (*verdicts, *gone.values()) for end in pair}
    closed, held = _closed(shelf, seeds, verdicts, set(gone), bound)
    verdicts |= {pair: _verdict(judgement) for pair, judgement in held.items() if judgement.score is not None}
    reports = sorted((r for some in batches(sorted(closed)) for r in store.of_ids(REPORTS, some)), key=told_first)
    rank = {report.id: n for n, report in enumerate(reports)}
    ranked = {
        (min(rank[one], rank[other]), max(rank[one], rank[other])): verdict
        for (one, other), verdict in verdicts.items()
        if one in rank and other in rank
    }
    made = decided([r.id for r in reports], ranked, persons=persons, now=now)
    store.save_judgements(made, judged={*gone, *(j.id for j in held.values())}, now=now)


def _met(shelf: Shelf, ids: Collection[str]) -> dict[Pair, Verdict]:
    """Keep the keys of these reports; how surely each shares its origin with a report that is kept already."""
    store = shelf.store
    ours = {r.id: _held(shelf, r) for r in store.of_ids(REPORTS, ids)}
    stands, seeks = {i: keys(h) for i, h in ours.items()}, {i: wanted(h) for i, h in ours.items()}
    store.put_facts(
        REPORT, ids,
        [
            Fact(
                owner=i, day=h.day.toordinal(),
                keys=(*stands[i], *(f"wants {key}" for key in seeks[i] if not key.startswith(COPIED))),
                payload=h.fingerprints,
            )
            for i, h in ours.items()
        ],
    )  # fmt: skip
    days = [h.day.toordinal() for h in ours.values()] or [0]
    copied = {key for found in stands.values() for key in found if key.startswith(COPIED)}
    # names: whom we look for among those that are called so, and who looks for us
    names = {key for found in seeks.values() for key in found} - copied
    names |= {f"wants {key}" for found in stands.values() for key in found if not key.startswith(COPIED)}
    there = store.owners_under(REPORT, copied)
    there |= store.owners_under(REPORT, names, (min(days) - SOURCE_DAYS, max(days) + SOURCE_DAYS))
    owners = {owner for found in there.values() for owner, _ in found}
    fingerprints = {f.owner: f.payload or 0 for f in store.facts_of(REPORT, sorted(owners))}
    pairs: set[Pair] = set()
    for one, held in ours.items():
        copies: Counter[tuple[str, int]] = Counter()
        shared: dict[tuple[str, int], set[str]] = defaultdict(set)
        for key in dict.fromkeys((*stands[one], *seeks[one])):
            if key.startswith(FINGERPRINT):
                copies.update(there.get(key, ()))
                continue
            for look in (key, f"wants {key}") if not key.startswith(COPIED) else (key,):
                if (look == key and key in seeks[one]) or (look != key and key in stands[one]):
                    for at in there.get(look, ()):
                        shared[at].add(key)
        for other, day in copies.keys() | shared.keys():
            at = other, day
            fewer = min(held.fingerprints, fingerprints.get(other, 0))
            apart = abs(held.day.toordinal() - day)
            if other != one and worth_judging(shared.get(at, ()), copies[at], days=apart, fingerprints=fewer):
                pairs.add((min(one, other), max(one, other)))
    others = {end for pair in pairs for end in pair} - ours.keys()
    beside = ours | {r.id: _held(shelf, r) for some in batches(sorted(others)) for r in store.of_ids(REPORTS, some)}
    found = {}
    for one, other in sorted(pairs):
        verdict = judged(beside[one], beside[other])
        if verdict is not None and verdict.score >= WRITTEN_FROM:
            found[one, other] = verdict
    return found


def _held(shelf: Shelf, report: Report) -> Held:
    return Held(report, shelf.text(report.text_id))


def _closed(
    shelf: Shelf, seeds: set[str], verdicts: Mapping[Pair, Verdict], gone: Collection[str],
    bound: Mapping[str, Collection[str]],
) -> tuple[set[str], dict[Pair, Judgement]]:  # fmt: skip
    """The reports that hang together with these, and the judgements of pairs among them that stay as they were found;
    those ``gone`` count no more."""
    store = shelf.store
    tied: dict[str, set[str]] = defaultdict(set)
    for one, other in verdicts:
        tied[one].add(other)
        tied[other].add(one)
    found: set[str] = set()
    kept: dict[str, Judgement] = {}
    fresh = seeds
    while fresh:
        found |= fresh
        at = set(store.judgement_pairs("same_report", fresh)) - set(gone) - kept.keys()
        kept |= {j.id: j for some in batches(sorted(at)) for j in store.of_ids(JUDGEMENTS, some)}
        ends: set[str] = set()
        for judgement_id in at:
            judgement = kept[judgement_id]
            if (judgement.score or 0.0) >= SAME_AT or _by_person(judgement):
                ends |= {judgement.left, judgement.right}
        ends |= {other for one in fresh for other in (*tied[one], *bound.get(one, ()))}
        fresh = ends - found
    inside = {(j.left, j.right): j for j in kept.values() if j.left in found and j.right in found}
    return found, {(min(pair), max(pair)): judgement for pair, judgement in inside.items()}


def _by_person(judgement: Judgement) -> bool:
    return any(r.field == "person" for r in judgement.reasons)


def _verdict(judgement: Judgement) -> Verdict:
    """How surely the two were found to be one, less what a person said of them."""
    reasons = tuple(r for r in judgement.reasons if r.field != "person")
    return Verdict(score=judgement.score or 0.0, reasons=reasons)
