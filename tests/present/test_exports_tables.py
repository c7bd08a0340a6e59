"""Tables of the record as other programs open them: JSON Lines, and what is flat."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pandas
import pytest
from build_case import build_case
from built_case import BuiltCase

from trucewatch.present.export.formats import export_case
from trucewatch.present.export.gathering import TABLES


@pytest.fixture
def case() -> BuiltCase:
    return build_case()


def records(case: BuiltCase, folder: Path) -> dict[str, list[dict]]:
    export_case(case, folder / "records", "records")
    return {
        name: [json.loads(line) for line in (folder / "records" / f"{name}.jsonl").read_text().splitlines()]
        for name in TABLES
    }


def test_json_lines_hold_every_row_of_the_records_form(case, tmp_path):
    wanted = records(case, tmp_path)
    made = export_case(case, tmp_path, "jsonl")
    rows = [json.loads(line) for line in (tmp_path / "record.jsonl").read_text().splitlines()]
    assert rows[0]["table"] == "about"
    found: dict[str, list[dict]] = {name: [] for name in TABLES}
    for row in rows[1:]:
        table = row.pop("table")
        row.pop("words", None)
        for value in row.get("values", []):
            value.pop("words")
        found[table].append(row)
    assert found == wanted
    assert dict(made.counts) == {name: len(wanted[name]) for name in TABLES}


def test_json_lines_carry_the_words(case, tmp_path):
    export_case(case, tmp_path, "jsonl")
    rows = [json.loads(line) for line in (tmp_path / "record.jsonl").read_text().splitlines()]
    said = next(r for r in rows if r["table"] == "statements" and r["act"] == "deny")
    assert said["words"] == "Our guns have been silent since Sunday,"
    pieces = next(r for r in rows if r["table"] == "statements" and r["act"] == "accuse" and r["direct"])
    assert " … They broke the truce before the ink was dry," in pieces["words"]
    figure = next(r for r in rows if r["table"] == "figures" and r["unit"] == "prisoners")
    assert [value["words"] for value in figure["values"]] == ["Varenia says 120 were freed", "Tolmir counts 90"]


def test_pandas_reads_json_lines(case, tmp_path):
    export_case(case, tmp_path, "jsonl")
    frame = pandas.read_json(tmp_path / "record.jsonl", lines=True)
    counted = Counter(frame["table"])
    assert counted["statements"] == len(case.the_statements) and counted["about"] == 1
