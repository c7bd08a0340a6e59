"""The trained model of speech acts: when it is asked, when it overrules the word lists, and what is told of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.annotate.saying import AGREEMENT, body

from trucewatch.annotate.act_choice import CERTAIN, SURE_MODEL, chosen_act
from trucewatch.annotate.act_features import Uttered, features_of
from trucewatch.annotate.act_model import ActModel
from trucewatch.annotate.acts import Act, act_of
from trucewatch.annotate.attribution import find_statements
from trucewatch.annotate.sentences import load_model, parse
from trucewatch.annotate.weights import ACTS, folder_of_sets, tagger_for
from trucewatch.errors import ModelProblem

WORDS = "The Belmar Front had looted the mill at Oster."


class Fixed(ActModel):
    """A model that answers with the chances it is given."""

    def __init__(self, **given: float) -> None:
        self.given = given

    def chances(self, given: Uttered) -> dict[str, float]:
        return self.given


def uttered(words: str = WORDS, **given: object) -> Uttered:
    values = {
        "tokens": list(load_model()(words)), "cue": "say", "cue_act": "", "noun": False, "attitude": False,
        "direct": False, "own": frozenset(), "other": frozenset({"belmar"}), "sided": True, "goes_on": False,
        "inside": False, "rule": "nothing else fits", "ruled": "report", "score": 0.35, **given,
    }  # fmt: skip
    return Uttered(**values)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def model() -> ActModel:
    return ActModel(folder_of_sets() / ACTS)


def test_chances_sum_to_one_the_likeliest_first_and_are_the_same_twice(model):
    first, second = model.chances(uttered()), model.chances(uttered())
    assert first == second and sum(first.values()) == pytest.approx(1.0, abs=1e-4)
    assert list(first.values()) == sorted(first.values(), reverse=True)


def test_a_looting_by_the_other_side_is_likelier_a_charge_than_a_pledge(model):
    chances = model.chances(uttered())
    assert chances["accuse"] > chances["pledge"]


def test_no_name_is_a_feature():
    features = " ".join(features_of(uttered("Colonel Yared Tadesse of the Belmar Front had looted Oster.")))
    assert not {"yared", "tadesse", "belmar", "oster"} & set(features.lower().split())


@pytest.mark.parametrize(
    ("ruled", "chances", "act"),
    [
        pytest.param(Act("report", "r", 0.35), {"accuse": 0.9, "report": 0.1}, "accuse", id="an unsure rule gives way"),
        pytest.param(Act("report", "r", 0.85), {"accuse": 0.9, "report": 0.1}, "report", id="a sure rule stands"),
        pytest.param(
            Act("report", "r", 0.35), {"accuse": SURE_MODEL - 0.01}, "report", id="an unsure model changes nothing"
        ),
        pytest.param(
            Act("deny_responsibility", "r", 0.5), {"deny": 0.9}, "deny_responsibility", id="the finer act is the rule's"
        ),
    ],
)
def test_the_model_overrules_only_where_it_is_sure_and_the_rule_is_not(ruled, chances, act):
    assert chosen_act(ruled, uttered(), Fixed(**chances)).name == act


def test_the_reason_names_the_model_its_chance_and_the_rule_it_went_against():
    made = chosen_act(Act("report", "nothing else fits", 0.35), uttered(), Fixed(accuse=0.812))
    assert made.rule == "act model, against the rule for report (nothing else fits)" and made.score == 0.81


def test_the_rules_alone_never_ask_it():
    text = "The Belmar Front said its engineers had repainted the mill."
    found, _ = find_statements(parse(body(text)), agreement=AGREEMENT, published=None, times=[])
    assert not any("act model" in reason.rule for m in found for reason in m.reasons)


def test_its_hash_is_part_of_what_an_annotation_depends_on():
    tagger = tagger_for("open")
    assert tagger is not None and tagger.acts is not None
    with_acts, tagger.acts = (tagger.digest, tagger.acts), None
    try:
        assert tagger.digest != with_acts[0]
    finally:
        tagger.acts = with_acts[1]


def test_a_changed_file_is_refused_by_name(tmp_path: Path):
    shutil.copytree(folder_of_sets() / ACTS, tmp_path / ACTS)
    content = bytearray((tmp_path / ACTS / "acts.npz").read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / ACTS / "acts.npz").write_bytes(bytes(content))
    with pytest.raises(ModelProblem, match=r"acts\.npz has hash"):
        ActModel(tmp_path / ACTS)


def test_a_ground_for_ones_own_deed_is_not_left_to_the_model():
    told = act_of(
        "Strikes at Kessel were made in defence of the villagers alone", cue_act="", cue_word="add", attitude=False,
        speaker_side="Arvanian government", named=[],
    )  # fmt: skip
    assert told.name == "explain" and told.score >= CERTAIN
