"""Predictions depend on nothing but the fields that unseen data has: strip the rest, get the same bytes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from evals.predict import ROW_TASKS, TASKS, main, predict

from trucewatch.errors import TrucewatchError

ROWS = [
    {
        "id": "r1",
        "doc": "r1",
        "title": "Front shells the bridge at Kessel",
        "dct": "2031-05-03",
        "text": "The Belmar Front shelled the bridge at Kessel on Saturday, killing nine people and wounding twelve. "
        "The Arvanian army said on Sunday it would answer. Police arrested four men in Nairobi last week.",
    },
    {"id": "r2", "doc": "r2", "title": "", "dct": "2031-05-04", "text": "Talks are to resume in Geneva on Monday."},
]
GOLD = {
    "event": "ASSAULT", "event_2021": "ASSAULT", "quad": "MK", "source": [{"text": "The Belmar Front"}],
    "target": [{"text": "the bridge"}], "event_text": "shelled", "incidents": [{"type": "shelling"}],
    "labels": ["KILL"],
    "timexes": [{"start": 46, "end": 54, "value": "2031-05-03"}],
}  # fmt: skip
SPAN = {"start": ROWS[0]["text"].index("Nairobi"), "end": ROWS[0]["text"].index("Nairobi") + 7, "name": "Nairobi"}
WHERE = {"lat": -1.28, "lon": 36.82, "country": "KE", "geonames_id": 184745, "feature": "P.PPLC"}


def written(task: str, rows: list[dict], folder: Path, name: str) -> bytes:
    given, out = folder / f"{name}.jsonl", folder / f"{name}.out"
    given.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert predict(task, given, out) == len(rows)
    return out.read_bytes()


@pytest.mark.parametrize("task", sorted(ROW_TASKS))
def test_a_row_task_reads_nothing_but_id_text_title_and_dct(task: str, tmp_path: Path):
    spans = [SPAN] if task == "places-gold" else []
    with_gold = [row | GOLD | {"toponyms": [SPAN | WHERE]} for row in ROWS[:1]] + [ROWS[1] | GOLD]
    bare = [ROWS[0] | ({"toponyms": spans} if spans else {}), ROWS[1]]
    full = written(task, with_gold, tmp_path, "full")
    assert full == written(task, bare, tmp_path, "bare")
    assert full.count(b"\n") == 2


def test_places_gold_answers_the_spans_it_is_given(tmp_path: Path):
    made = written("places-gold", [ROWS[0] | {"toponyms": [SPAN]}], tmp_path, "gold")
    [toponym] = json.loads(made)["toponyms"]
    assert (toponym["start"], toponym["end"]) == (SPAN["start"], SPAN["end"])
    assert toponym["country"] == "KE"


def test_attribution_never_opens_the_marks(tmp_path: Path):
    outs = []
    for name, marks in (("with", "T1\tSource 0 10\tThe Belmar\n"), ("without", None)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "a.txt").write_text('"We hold the bridge," said Adel Brandt.\n', encoding="utf-8")
        if marks:
            (folder / "a.ann").write_text(marks, encoding="utf-8")
        predict("attribution", folder, tmp_path / f"{name}.jsonl")
        outs.append((tmp_path / f"{name}.jsonl").read_bytes())
    assert outs[0] == outs[1]
    [row] = [json.loads(line) for line in outs[0].splitlines()]
    assert row["doc"] == "a" and len(row["attributions"]) == 1


def test_clusters_never_open_the_gold_records(tmp_path: Path, agreement: Path, reports: Path):
    (reports / "agreement.yaml").write_bytes(agreement.read_bytes())

    def made(name: str) -> dict[str, bytes]:
        predict("clusters", reports, tmp_path / name)
        return {path.name: path.read_bytes() for path in (tmp_path / name).glob("*.jsonl")}

    without = made("without")
    (reports / "gold.json").write_text('{"documents": [], "statements": []}', encoding="utf-8")
    assert made("with") == without
    assert without["statements.jsonl"]


def test_an_unknown_task_or_input_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(TrucewatchError, match="plover"):
        predict("pluver", tmp_path, tmp_path / "out")
    assert main(["time", str(tmp_path / "nowhere.jsonl"), str(tmp_path / "out")]) == 1
    assert "nowhere.jsonl" in capsys.readouterr().err
    assert set(TASKS) >= {"attribution", "clusters", "muc4", "indiapolice"}


def test_a_line_that_is_no_json_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    given = tmp_path / "rows.jsonl"
    given.write_text(json.dumps(ROWS[1]) + "\n{broken\n", encoding="utf-8")
    assert main(["time", str(given), str(tmp_path / "out")]) == 1
    assert "line 2" in capsys.readouterr().err
