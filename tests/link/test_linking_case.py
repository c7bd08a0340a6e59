"""The hand-written linking cases are well formed, and the loader refuses what is not (what the linker makes of them
is scored by ``evals.linking``, never tested here)."""

from __future__ import annotations

import copy
import re
from collections import Counter
from datetime import date

import pytest
from tests.link.linking_case import FOLDER, cases, make_case, set_aside
from tests.link.linking_marks import BadCase

README = (FOLDER / "README.md").read_text(encoding="utf-8")
GIVEN = {
    "name": "a small case",
    "phenomenon": "denial",
    "world": "tessar",
    "reports": [
        {
            "id": "a",
            "by": "Korvath Chronicle",
            "on": "set below",
            "text": (
                "The Front shelled Dravna on Monday and killed at least four people, the army said.\n\n"
                "“We shelled nobody,” Ilona Marek of the Front said. There were 90 soldiers in the town."
            ),
            "marks": [
                {
                    "s": "shelled", "w": "The Front shelled Dravna ... four people", "body": "the army",
                    "side": "Veldania", "act": "accuse", "at": "Ostmark Liberation Front", "cue": "said",
                },
                {
                    "s": "nobody", "w": "We shelled nobody", "who": "Ilona Marek", "side": "Ostmark Liberation Front",
                    "act": "deny", "cue": "said", "direct": True,
                },
                {
                    "i": "dravna", "w": "The Front shelled Dravna ... four people", "t": "shelled", "type": "shelling",
                    "by": "The Front/Ostmark Liberation Front", "place": "Dravna", "killed": "at least four = 4+",
                },
                {"f": "garrison", "w": "90 soldiers", "v": 90, "unit": "soldiers", "q": "soldiers in Dravna"},
            ],
        },
        {"id": "b", "by": "Lowland Radio", "on": "set below", "text": "It rained in Dravna on Tuesday.", "marks": []},
    ],
    "truth": {"responses": [["nobody", "shelled", "denial"]]},
}  # fmt: skip


def given(**marks):
    """The small case, with values of the first statement's, or of another mark's named so, changed."""
    case = copy.deepcopy(GIVEN)
    for report in case["reports"]:
        report["on"] = date(2031, 3, 4)
    for name, values in marks.items():
        next(m for m in case["reports"][0]["marks"] if name in m.values()).update(values)
    return case


def test_every_written_case_is_well_formed_and_there_are_enough():
    assert len(cases()) >= 80


def test_every_case_has_a_name_of_its_own_and_a_phenomenon_of_the_list():
    names = Counter(case.name for case in cases())
    assert [name for name, times in names.items() if times > 1] == []
    listed = set(re.findall(r"`([^`]+)`", README.split("## What the cases are about")[1].split("## How")[0]))
    listed.discard("phenomenon")
    told = Counter(case.phenomenon for case in cases())
    assert set(told) == listed
    assert min(told.values()) >= 2


def test_about_half_is_set_aside_and_the_name_alone_decides():
    aside = [case.name for case in cases() if set_aside(case.name)]
    assert 0.4 < len(aside) / len(cases()) < 0.6
    assert set_aside("a market is bombed") == set_aside("a market is bombed")
    assert set_aside("first") != set_aside("second") or set_aside("first") != set_aside("third")


def test_the_same_case_gives_the_same_ids():
    first, second = make_case(given()), make_case(given())
    assert [m.id for m in first.statements] == [m.id for m in second.statements]
    assert [r.id for r in first.reports] == [r.id for r in second.reports]


def test_words_are_found_by_their_first_and_last():
    assert make_case(given()).statements[0].content[0].words == (
        "The Front shelled Dravna on Monday and killed at least four people"
    )


def test_an_incident_inside_a_statement_is_its_speakers_account():
    case = make_case(given())
    assert case.incidents[0].statement_mention == case.statements[0].id
    assert (case.incidents[0].said_as, case.incidents[0].said_by) == ("alleged", "the army")


def test_a_count_is_a_toll_figure_with_its_bound():
    case = make_case(given())
    toll = next(f for f in case.figures if case.label_of[f.id] == "dravna.killed")
    assert (toll.value, toll.bound, toll.span.words) == (4, "at_least", "at least four")
    assert toll.span.start == case.incidents[0].counts[0].span.start


def test_a_place_lies_where_its_world_says():
    where = make_case(given()).incidents[0].where
    assert where is not None
    assert (where.admin1, where.precision) == ("Lower Tessar", "exact")


def test_reports_without_a_group_are_origins_of_their_own():
    assert set(make_case(given()).truth.origins) == {frozenset("a"), frozenset("b")}


@pytest.mark.parametrize(
    ("marks", "complaint"),
    [
        pytest.param({"shelled": {"w": "The Front bombed"}}, "stands 0 times", id="words that are not there"),
        pytest.param({"nobody": {"w": "said"}}, "stands 2 times", id="words that stand twice"),
        pytest.param({"shelled": {"w": "The Front ... nobody"}}, "end of a paragraph", id="over a paragraph"),
        pytest.param({"nobody": {"who": "Greta Pohl"}}, "does not stand", id="a speaker not printed"),
        pytest.param({"nobody": {"cue": "denied"}}, "does not stand beside", id="a cue not printed"),
        pytest.param({"nobody": {"side": "Norland"}}, "is no party", id="a side that is none"),
        pytest.param({"nobody": {"act": "deny", "sied": "x"}}, "unknown keys", id="a key misspelt"),
        pytest.param({"dravna": {"t": "bombed"}}, "stands 0 times", id="a trigger outside the words"),
        pytest.param({"dravna": {"killed": "four = many"}}, "a value is a number", id="a value that is no number"),
        pytest.param({"garrison": {"f": "dravna"}}, "names a IncidentMention and a Figure", id="a label for two kinds"),
    ],
)
def test_a_mark_that_cannot_be_right_is_refused(marks, complaint):
    with pytest.raises(BadCase, match=complaint):
        make_case(given(**marks))


@pytest.mark.parametrize(
    ("truth", "complaint"),
    [
        pytest.param({"responses": [["nobody", "shelling", "denial"]]}, "no StatementMention", id="an unknown label"),
        pytest.param({"responses": [["nobody", "shelled", "no"]]}, "no kind of response", id="an unknown kind"),
        pytest.param({"origins": [["a", "c"]]}, "reports of the case", id="an unknown report"),
        pytest.param({"figures": {"garrison": "agreeing"}}, "for exactly", id="a state for a single figure"),
        pytest.param({"parts": [["shelled", "dravna"]]}, "no IncidentMention", id="a statement as an episode"),
    ],
)
def test_a_truth_that_names_what_is_not_marked_is_refused(truth, complaint):
    with pytest.raises(BadCase, match=complaint):
        make_case(given() | {"truth": truth})


def test_a_text_may_be_reposted_by_another_outlet():
    case = given()
    del case["reports"][1]["text"]
    made = make_case(case | {"reports": [case["reports"][0], case["reports"][1] | {"same_text_as": "a"}]})
    assert made.reports[0].text_id == made.reports[1].text_id
    assert made.reports[0].id != made.reports[1].id
