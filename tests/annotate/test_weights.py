"""Which attribution engine is in use, and that its files are the recorded ones."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.annotate.saying import AGREEMENT, body

from trucewatch.annotate import weights
from trucewatch.annotate.attribution import find_statements
from trucewatch.annotate.sentences import parse
from trucewatch.annotate.tagger import Tagger, calibrated
from trucewatch.annotate.weights import chosen, folder_of_sets, tagger_for
from trucewatch.errors import ModelProblem
from trucewatch.health import checks

TEXT = "The Northern Front said on Monday that its men had left the bridge. The road was quiet."


def copy_of(tmp_path: Path, name: str = "open") -> Path:
    for part in ("base", name):
        shutil.copytree(folder_of_sets() / part, tmp_path / part)
    return tmp_path / name


@pytest.mark.parametrize("name", weights.SETS)
def test_each_shipped_set_reads_who_said_what(name):
    tagger = tagger_for(name)
    assert tagger is not None and tagger.name == name
    (one,) = tagger.read(TEXT, [(0, len(TEXT))])
    assert one.source is not None and one.cue is not None
    assert TEXT[slice(*one.source)] == "The Northern Front" and TEXT[slice(*one.cue)].startswith("said")
    assert "its men had left the bridge" in TEXT[slice(*one.content[0])]
    assert 0.0 < one.score < 1.0


def test_the_same_text_reads_the_same_twice():
    tagger = tagger_for("open")
    assert tagger is not None
    assert tagger.read(TEXT, [(0, len(TEXT))]) == tagger.read(TEXT, [(0, len(TEXT))])


def test_auto_takes_the_first_set_that_is_there(tmp_path, monkeypatch):
    assert chosen("auto") == "news"
    monkeypatch.setattr(weights, "folder_of_sets", lambda: tmp_path)
    assert chosen("auto") == "rules" and tagger_for("auto") is None
    copy_of(tmp_path)
    assert chosen("auto") == "open"


def test_rules_are_no_tagger():
    assert tagger_for("rules") is None


def test_an_unknown_name_tells_which_there_are():
    with pytest.raises(ModelProblem, match="no attribution weights 'nwes'; give one of auto, news, open, rules"):
        tagger_for("nwes")


def test_a_folder_of_weights_is_a_name_too(tmp_path):
    tagger = tagger_for(str(copy_of(tmp_path)))
    assert tagger is not None and tagger.read(TEXT, [(0, len(TEXT))])


@pytest.mark.parametrize("name", ["tagger.onnx", "arrays.npz"])
def test_a_changed_file_is_refused_by_name(tmp_path, name):
    folder = copy_of(tmp_path)
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(bytes(content))
    with pytest.raises(ModelProblem, match=rf"{name} has hash"):
        Tagger(folder)


def test_a_missing_file_is_refused_by_name(tmp_path):
    folder = copy_of(tmp_path)
    (tmp_path / "base" / "words.npz").unlink()
    with pytest.raises(ModelProblem, match=r"words\.npz is missing"):
        Tagger(folder)


def test_a_model_file_that_is_no_json_is_refused(tmp_path):
    folder = copy_of(tmp_path)
    (folder / "model.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelProblem, match="no set of weights"):
        Tagger(folder)


def test_every_set_says_what_it_was_trained_with_and_how_good_its_scores_are():
    for name in weights.SETS:
        folder = folder_of_sets() / name
        about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        assert about["recipe"]["epochs"] and about["calibration error"] < 0.1
        for beside in ("LICENSE", "MODEL_CARD.md", "reliability.svg"):
            assert (folder / beside).exists()


def test_all_weights_together_stay_within_forty_megabytes():
    files = [path for path in folder_of_sets().rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 40_000_000


def test_a_score_rises_with_what_speaks_for_it():
    steps = [calibrated([1.0, -0.5], [x]) for x in (-3.0, 0.0, 3.0)]
    assert steps == sorted(steps) and steps[1] == pytest.approx(0.3775, abs=1e-3)


def test_doctor_says_which_engine_is_in_use():
    found = {check.name: check for check in checks("rules")}["attribution"]
    assert found.good and found.found.startswith("rules alone") and "TRUCEWATCH_ATTRIBUTION=rules" in found.found
    assert "weights news" in {check.name: check for check in checks()}["attribution"].found


def test_doctor_says_when_the_engine_that_is_set_is_not_there():
    found = {check.name: check for check in checks("nowhere")}["attribution"]
    assert not found.good and "no attribution weights 'nowhere'" in found.found


@pytest.mark.parametrize(
    ("engine", "name"), [("rules", "attribution rules"), ("open", "attribution rules with weights open")]
)
def test_a_statement_says_which_engine_made_it(engine, name):
    tagger = tagger_for(engine)
    statements, _ = find_statements(parse(body(TEXT)), agreement=AGREEMENT, published=None, times=[], tagger=tagger)
    assert [(m.maker.name, m.maker.version) for m in statements] == [(name, tagger.digest if tagger else "1")]
