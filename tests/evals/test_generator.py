"""Generated report sets: what the truth says stands in the reports, and one seed makes the same bytes."""

from __future__ import annotations

import csv
import hashlib
import json

import pytest
from evals.generator import STORIES, events, frames, make_set, points, sayings, sets, write_set

from trucewatch.link.copies import share
from trucewatch.records.vocabulary import INCIDENT_TYPES

NUMBER = 60


@pytest.fixture(scope="module")
def made():
    return list(sets(NUMBER, seed=5))


def digest(folder):
    named = sorted((str(p.relative_to(folder)), p.read_bytes()) for p in folder.rglob("*") if p.is_file())
    return hashlib.sha256(repr(named).encode()).hexdigest()


def test_the_same_seed_makes_the_same_bytes_and_another_seed_others(tmp_path):
    for name, seed in (("one", 3), ("same", 3), ("other", 4)):
        for n, case in enumerate(sets(6, seed=seed)):
            write_set(case, tmp_path / name / str(n))
    assert digest(tmp_path / "one") == digest(tmp_path / "same") != digest(tmp_path / "other")


def test_every_marked_word_stands_in_its_report_as_the_written_truth_says(made, tmp_path):
    for case in made:
        folder = tmp_path / case.name
        write_set(case, folder)
        truth = json.loads((folder / "truth.json").read_text())
        assert truth["marks"]
        for mark in truth["marks"]:
            content = (folder / f"{mark['report']}.txt").read_text()
            assert all(content[start:end] == words for start, end, words in mark["spans"])


def test_the_sidecar_names_every_report_with_its_outlet_and_day(made, tmp_path):
    write_set(made[0], tmp_path)
    rows = list(csv.DictReader((tmp_path / "sources.csv").open()))
    assert [(r["publisher"], r["published"]) for r in rows] == [
        (r.publisher, r.published.isoformat()) for r in made[0].reports
    ]
    assert all((tmp_path / row["file"]).exists() for row in rows)


def test_the_truth_speaks_of_marked_things_only_and_covers_every_report(made):
    for case in made:
        labels = set(case.label_of.values())
        pairs = [*case.truth.parts, *case.truth.repeats, *(r[:2] for r in case.truth.responses)]
        assert all(set(pair) <= labels for pair in pairs)
        assert sorted(x for g in case.truth.origins for x in g) == sorted(case.letters[r.id] for r in case.reports)
        assert set(case.truth.support) == {case.label_of[m.id] for m in case.incidents}


def test_every_kind_of_story_and_every_way_that_news_travels_comes_up(made):
    assert {c.phenomenon for c in made} == set(STORIES)
    assert any(len(g) > 1 for c in made for g in c.truth.origins)
    assert any(r.wires for c in made for r in c.reports)
    assert {kind for c in made for *_, kind in c.truth.responses} >= {"denial", "counter_accusation"}
    assert {s for c in made for s in c.truth.figures.values()} == {"agreeing", "growing", "conflict"}
    assert any(c.truth.repeats for c in made) and any(c.truth.parts for c in made)


def test_reports_of_their_own_share_few_words_in_a_row():
    apart, copies = [], []
    for case in sets(60, seed=9):
        home = {letter: n for n, group in enumerate(case.truth.origins) for letter in group}
        for n, one in enumerate(case.reports):
            for other in case.reports[n + 1 :]:
                found = share(case.texts[one.text_id], case.texts[other.text_id]).containment
                (copies if home[case.letters[one.id]] == home[case.letters[other.id]] else apart).append(found)
    assert sum(apart) / len(apart) < 0.2 < 0.5 < sum(copies) / len(copies)


def test_a_large_set_is_one_world_with_many_stories():
    case = make_set(seed=2, kinds=list(STORIES) * 20)
    assert len(case.reports) > 300 and len({r.publisher for r in case.reports}) > 100
    assert case.world.agreement.parties


@pytest.mark.parametrize(
    "bank", ["ACCUSE", "DENY_EVENT", "COUNTER", "JUSTIFY", "ACCEPT", "PLEDGE", "DEMAND", "WARN", "RETRACT", "REPORT"]
)
def test_there_are_fifteen_points_of_each_kind_with_several_wordings(bank):
    found = getattr(points, bank, None) or getattr(sayings, bank)
    assert len(found) >= 15
    assert all(len(p.clauses) >= 2 and p.quotes for p in found)


def test_there_are_fifteen_wordings_of_each_kind_of_event_and_of_reporting_clauses():
    for kind in events.KINDS.values():
        assert len({*kind.named, *kind.plain, *kind.counted}) >= 15, kind.type
        assert kind.type in INCIDENT_TYPES
        assert all("^" in t for t in (*kind.named, *kind.plain, *kind.counted, *kind.charged))
    assert len(frames.CLAUSE) >= 15 and len(frames.PADDING) >= 15 and len(frames.SCENES) >= 15
