"""expected.json, what a reader must find in the demo reports, rests on words that stand in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from check_expected import Export, check
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


def perfect(out: Path) -> None:
    """An export that holds exactly what is expected, with the texts beside it."""
    out.mkdir()
    files = {}
    for number, (name, text) in enumerate(TEXTS.items()):
        (out / f"{number}.txt").write_text(text, encoding="utf-8")
        files[name] = {"id": name, "file": name, "text_file": f"{number}.txt"}

    def spot(anchor: dict[str, Any]) -> dict[str, Any]:
        found = re.search(r"\s+".join(re.escape(w) for w in anchor["words"].split()), TEXTS[anchor["file"]])
        assert found
        return {"file": anchor["file"], "start": found.start(), "end": found.end()}

    def row(identity: str, expected: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": identity, "speaker": expected.get("speaker"), "party": expected["party"], "act": expected["act"][0],
            "target_party": expected["target_party"], "medium": expected["medium"][0], "said_on": expected["said_on"],
            "mentions": [spot(a) for a in expected["mentions"]],
        }  # fmt: skip

    tables: dict[str, list[dict[str, Any]]] = {"documents": list(files.values()), "statements": [], "disputes": []}
    for pair in EXPECTED["pairs"]:
        claim, answer = f"{pair['id']} c", f"{pair['id']} r"
        tables["statements"] += [row(claim, pair["charge"]), row(answer, pair["response"])]
        tables["disputes"].append({"claim": claim, "response": answer, "kind": pair["kind"][0]})
    tables["statements"] += [row(e["id"], e["charge"]) for e in EXPECTED["unanswered"]]
    for e in EXPECTED["speaks_for_no_side"]:
        tables["statements"].append({"id": e["id"], "party": None, "act": "predict", "mentions": [spot(e)]})
    tables["incidents"] = [
        {
            "date_from": e["date"], "date_to": e["date"], "actor_disputed": e["actor_disputed"],
            "mentions": [spot(v) for v in e["ladder"]["values"]], "counts": e["ladder"]["values"],
            "attributions": e["attributions"],
        }
        for e in EXPECTED["incidents"]
    ]  # fmt: skip
    tables["figures"] = [
        {"conflict": e["agreement"] == "conflict", "values": [{**v, **spot(v)} for v in e["values"]]}
        for e in EXPECTED["figures"]
    ]
    for name, table in tables.items():
        (out / f"{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in table), encoding="utf-8")


def test_an_export_that_holds_all_that_is_expected_misses_nothing(tmp_path):
    perfect(tmp_path / "out")
    assert [(f.name, f.missing) for f in check(Export(tmp_path / "out")) if f.missing] == []


def test_a_link_that_is_not_in_the_export_is_missed(tmp_path):
    perfect(tmp_path / "out")
    (tmp_path / "out" / "disputes.jsonl").write_text("", encoding="utf-8")
    missing = {m for f in check(Export(tmp_path / "out")) for m in f.missing}
    assert missing == {"linked", "kind of answer"}


def test_a_pair_split_over_two_records_is_told(tmp_path):
    perfect(tmp_path / "out")
    table = tmp_path / "out" / "statements.jsonl"
    rows = [json.loads(line) for line in table.read_text(encoding="utf-8").splitlines()]
    rows[0]["mentions"] = rows[0]["mentions"][:1]
    table.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    assert check(Export(tmp_path / "out"))[0].missing == ["charge: one record in 1 of 7 reports"]
