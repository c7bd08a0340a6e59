"""Rows that name acts, and what is learnt from them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from trucewatch.annotate.act_model import ActModel
from trucewatch.annotate.weights import folder_of_sets
from trucewatch.errors import BadInput
from trucewatch.learn.act_rows import read_rows, uttered_of
from trucewatch.learn.acts import ActRecipe, learn, make_acts, weights_of

ROW = {
    "text": "The Oru Front said the Vardan army had shelled Kolbe.", "source": "The Oru Front", "cue": "said",
    "content": "the Vardan army had shelled Kolbe", "act": "accuse", "towards": "the Vardan army", "medium": "unknown",
}  # fmt: skip
CALM = {
    "text": "The mayor said that nine sheep were lost.", "source": "The mayor", "cue": "said",
    "content": "nine sheep were lost", "act": "report", "towards": "", "medium": "unknown",
}  # fmt: skip


def folder(tmp_path: Path, *rows: dict) -> Path:
    (tmp_path / "written-1.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return tmp_path


def test_a_written_row_is_read_with_the_places_of_its_words(tmp_path):
    (row,) = read_rows(folder(tmp_path, ROW), tmp_path)
    assert [ROW["text"][a:b] for a, b in row.content] == [ROW["content"]]
    assert row.cue is not None and ROW["text"][slice(*row.cue)] == "said" and row.act == "accuse"


def test_words_that_do_not_stand_in_the_text_are_refused_with_the_line(tmp_path):
    with pytest.raises(BadInput, match=r"written-1\.jsonl, line 2: 'the fleet' does not stand in the text"):
        read_rows(folder(tmp_path, ROW, {**ROW, "content": "the fleet"}), tmp_path)


def test_a_folder_without_rows_is_refused(tmp_path):
    with pytest.raises(BadInput, match=r"no marked\.tsv and no written"):
        read_rows(tmp_path, tmp_path)


def test_the_source_s_side_and_the_other_are_told_apart(tmp_path):
    front, mayor = uttered_of(read_rows(folder(tmp_path, ROW, CALM), tmp_path))
    assert front is not None and mayor is not None
    assert front.sided and not mayor.sided
    assert "army" in front.other and not front.own


def test_rows_that_a_rule_gets_wrong_weigh_as_little_as_on_reports(tmp_path):
    seen = [one for one in uttered_of(read_rows(folder(tmp_path, *[CALM] * 6), tmp_path)) if one is not None]
    acts = ["report", *["explain"] * 5]
    weight = weights_of(acts, seen, ActRecipe())
    assert weight[0] > weight[1]


def test_what_parts_two_acts_is_learnt():
    hashed = [{1, 2}, {1, 3}] * 10
    acts = ["accuse", "pledge"] * 10
    dense, weight = np.zeros((20, 2), dtype=np.float32), np.ones(20, dtype=np.float32)
    learnt = learn(hashed, dense, acts, ActRecipe(sparse=0.1, steps=60), weight)
    best = learnt.chances([{2}, {3}], np.zeros((2, 2), dtype=np.float32)).argmax(axis=1)
    assert [learnt.acts[b] for b in best] == ["accuse", "pledge"]


def test_a_model_made_from_rows_reads_again(tmp_path):
    base = folder_of_sets() / "base"
    (tmp_path / "base").symlink_to(base)
    make_acts(folder(tmp_path, *[ROW, CALM] * 6), tmp_path, base=base, out=tmp_path / "acts", report=lambda _: None)
    front, _ = uttered_of(read_rows(folder(tmp_path, ROW, CALM), tmp_path))
    assert front is not None and set(ActModel(tmp_path / "acts").chances(front)) == {"accuse", "report"}
