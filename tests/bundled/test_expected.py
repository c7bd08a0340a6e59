"""expected.json, what a reader must find in the demo reports, rests on words that stand in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from demo_texts import TEXTS

from trucewatch.intake.agreements import read_agreement
from trucewatch.records.vocabulary import ACTS, DISPUTE_KINDS, MEDIA

EXPECTED: dict[str, Any] = json.loads((Path(__file__).parent / "expected.json").read_text(encoding="utf-8"))
DOHA = read_agreement("doha")[0]
SIDES = {p.name for p in DOHA.parties}


def anchors(value: Any) -> Iterator[tuple[str, str]]:
    """Every (file, words) anywhere in the expectations."""
    if isinstance(value, dict):
        if "file" in value and "words" in value:
            yield value["file"], value["words"]
        for inner in value.values():
            yield from anchors(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from anchors(inner)


def statements() -> list[dict[str, Any]]:
    both = [pair[half] for pair in EXPECTED["pairs"] for half in ("charge", "response")]
    return both + [open_charge["charge"] for open_charge in EXPECTED["unanswered"]]


def test_every_expectation_rests_on_words_of_a_report():
    found = list(anchors(EXPECTED))
    assert len(found) > 60
    for file, words in found:
        assert " ".join(words.split()) in " ".join(TEXTS[file].split()), (file, words)


def test_expected_statements_use_the_vocabulary_and_the_parties():
    for statement in statements():
        assert {statement["party"], statement["target_party"]} <= SIDES | {None}
        assert set(statement["act"]) <= set(ACTS)
        assert set(statement["medium"]) <= set(MEDIA)
        assert statement["said_on"] is None or date.fromisoformat(statement["said_on"])
    for pair in EXPECTED["pairs"]:
        assert set(pair["kind"]) <= set(DISPUTE_KINDS)


def test_the_delay_of_a_pair_fits_its_days():
    for pair in EXPECTED["pairs"]:
        charged, answered = pair["charge"]["said_on"], pair["response"]["said_on"]
        if pair["delay_days"] is not None:
            assert (date.fromisoformat(answered) - date.fromisoformat(charged)).days == pair["delay_days"], pair["id"]


def test_expected_speakers_are_known_to_the_agreement_file():
    known = {actor.name for actor in DOHA.actors}
    assert {s["speaker"] for s in statements() if "speaker" in s} <= known


def test_expected_deadlines_are_those_of_the_agreement_file():
    clocks = {p.ref: p.clock for p in DOHA.provisions}
    events = {e.name: e.day for e in DOHA.events}
    for expected in EXPECTED["deadlines"]:
        clock = clocks[expected["provision"]]
        if "after" in expected:
            assert clock.after == expected["after"]
            assert events[clock.after] == date.fromisoformat(expected["day"])
        else:
            assert clock.due == date.fromisoformat(expected["due"])
        assert [d.isoformat() for d in clock.reported] == ([expected["reported"]] if "reported" in expected else [])


def test_expected_claimed_terms_are_in_the_agreement_file():
    assert {c["term"] for c in EXPECTED["claimed_terms"]} <= {t.ref for t in DOHA.claimed_terms}
