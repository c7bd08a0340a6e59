"""What answers a charge: the charged side, on the topic, with the words that mark an answer."""

from __future__ import annotations

import pytest
from build_link import Page, linked, person

CHARGE = "Northland shelled the mill at Millford and broke the accord"


def answered(words: str, *, between: str = " ", pages=None, charge: str = CHARGE, **values):
    """{(kind, score > 0)} of the links found between the charge and one answer in a page."""
    page = Page("one", f"{charge}, the front said.{between}{words}.")
    page.says(charge, "Ada Brook", act="accuse", side="River Front", target_side="Northland")
    cue = values.pop("cue", None)
    values = {"side": "Northland", "target_side": "River Front", **values}
    page.says(values.pop("content", words), "Bo Hill", cue=cue, **values)
    return [j.label for j in linked(page).judgements if j.kind == "response"]


@pytest.mark.parametrize(
    ("words", "values", "kind"),
    [
        pytest.param(
            "Northland denied that it had shelled the mill",
            {"act": "deny", "cue": "denied", "content": "it had shelled the mill"},
            "denial",
            id="denied on topic",
        ),
        pytest.param(
            "Northland has denied the charge", {"act": "deny_responsibility"}, "denial", id="denied the charge"
        ),
        pytest.param(
            "We reject the front's claim that we broke the accord", {"act": "reject"}, "denial", id="rejects the claim"
        ),
        pytest.param(
            "In turn it accused the front of breaking the accord with raids on the mill",
            {"act": "accuse"},
            "counter_accusation",
            id="charge back",
        ),
        pytest.param(
            "Our guns at Millford fired only to defend our patrols near the mill",
            {"act": "explain", "target_side": None},
            "justification",
            id="we did, rightly",
        ),
        pytest.param(
            "We regret that our shells struck the mill at Millford",
            {"act": "acknowledge", "target_side": None},
            "acceptance",
            id="we did",
        ),
    ],
)
def test_the_charged_sides_answer_is_found_with_its_kind(words, values, kind):
    assert answered(words, **values) == [kind]


@pytest.mark.parametrize(
    ("words", "values"),
    [
        pytest.param(
            "Northland denied that grain was short in the capital",
            {"act": "deny", "content": "grain was short in the capital", "target_side": None},
            id="another topic",
        ),
        pytest.param(
            "Northland denied that it had shelled the mill",
            {"act": "deny", "side": "Hill Tribes"},
            id="another side answers",
        ),
        pytest.param(
            "Northland will buy grain abroad this winter",
            {"act": "announce", "target_side": None},
            id="no answer at all",
        ),
        pytest.param("We refuse to meet on Sunday", {"act": "reject", "target_side": None}, id="refuses a meeting"),
        pytest.param(
            "The hill tribes stole sheep near the pass",
            {"act": "accuse", "target_side": "Hill Tribes"},
            id="charges a third",
        ),
    ],
)
def test_what_does_not_answer_the_charge_is_not_linked(words, values):
    far = " " + "The ferry sailed at noon with bread and lamps. " * 12
    assert answered(words, between=far, **values) == []


def test_the_reasons_and_score_are_kept():
    page = Page("one", f"{CHARGE}, the front said. Northland denied that it had shelled the mill.")
    claim = page.says(CHARGE, "Ada Brook", act="accuse", side="River Front", target_side="Northland")
    answer = page.says(
        "it had shelled the mill", "Bo Hill", cue="denied", act="deny", side="Northland", target_side="River Front"
    )
    result = linked(page)
    (judgement,) = [j for j in result.judgements if j.kind == "response"]
    by_mention = {m: s.id for s in result.statements for m in s.mention_ids}
    assert (judgement.left, judgement.right) == (by_mention[claim.id], by_mention[answer.id])
    assert (
        judgement.verdict == "same"
        and judgement.score
        and {"addressee", "topic", "cue", "order"} <= {r.field for r in judgement.reasons}
    )


@pytest.mark.parametrize(("day", "found"), [("2031-03-04", ["denial"]), ("2031-04-20", []), ("2031-02-20", [])])
def test_an_answer_in_another_report_is_found_within_days_after_the_charge(day, found):
    one, other = (
        Page("one", f"{CHARGE}, the front said.", "2031-03-02"),
        Page("two", "We never shelled the mill at Millford.", day),
    )
    one.says(CHARGE, "Ada Brook", act="accuse", side="River Front", target_side="Northland", said_on="2031-03-01")
    other.says(
        "We never shelled the mill at Millford",
        "Bo Hill",
        act="deny",
        side="Northland",
        target_side="River Front",
        said_on=day,
    )
    assert [j.label for j in linked(one, other).judgements if j.kind == "response"] == found


def test_a_pair_that_a_person_judged_is_left_to_the_person():
    page = Page("one", f"{CHARGE}, the front said. Northland has denied the charge.")
    page.says(CHARGE, "Ada Brook", act="accuse", side="River Front", target_side="Northland")
    page.says("Northland has denied the charge", "Northland", act="deny", side="Northland", target_side="River Front")
    (machine,) = [j for j in linked(page).judgements if j.kind == "response"]
    refused = person("response", machine.left, machine.right, "different", label="denial")
    assert not [j for j in linked(page, persons=[refused]).judgements if j.kind == "response"]


def test_one_denial_answers_several_charges():
    page = Page(
        "one",
        "Northland shelled the mill. Northland also burnt the mill's barns. "
        "Northland denied shelling the mill or burning its barns.",
    )
    for words in ("Northland shelled the mill", "Northland also burnt the mill's barns"):
        page.says(words, "Ada Brook", act="accuse", side="River Front", target_side="Northland")
    page.says(
        "shelling the mill or burning its barns",
        "Bo Hill",
        cue="denied",
        act="deny",
        side="Northland",
        target_side="River Front",
    )
    assert [j.label for j in linked(page).judgements if j.kind == "response"] == ["denial", "denial"]


def test_keeping_the_agreement_answers_breaking_it_without_a_word_in_common():
    page = Page(
        "one",
        "The Front charged Northland with flouting the accord. The market was full on Friday, traders said, and prices "
        "of grain had come down a little since the autumn, though not in the hill towns. "
        "Our units have abided by every article, Bo Hill said.",
    )
    claim = page.says("flouting the accord", "Ada Brook", act="accuse", side="River Front", target_side="Northland")
    answer = page.says("Our units have abided by every article", "Bo Hill", act="report", side="Northland")
    result = linked(page)
    (link,) = [j for j in result.judgements if j.kind == "response"]
    assert (link.label, {m for s in result.statements if s.id == link.left for m in s.mention_ids}) == (
        "denial",
        {claim.id},
    )
    assert link.right == next(s.id for s in result.statements if answer.id in s.mention_ids)


def test_an_answer_that_fits_one_charge_far_better_is_not_linked_to_the_other():
    page = Page(
        "one",
        "Ada Brook condemned the night flights over Reedham. Cal Dee of the Front said Northland had broken the accord "
        "by shelling the mill. Bo Hill rejected the claim that Northland had broken the accord by shelling the mill.",
    )
    page.says("the night flights over Reedham", "Ada Brook", act="condemn", side="River Front", target_side="Northland")
    charge = page.says(
        "Northland had broken the accord by shelling the mill", "Cal Dee", act="accuse", side="River Front",
        target_side="Northland",
    )  # fmt: skip
    page.says(
        "the claim that Northland had broken the accord by shelling the mill", "Bo Hill", act="reject", cue="rejected",
        side="Northland", target_side="River Front",
    )  # fmt: skip
    result = linked(page)
    (link,) = [j for j in result.judgements if j.kind == "response"]
    assert link.left == next(s.id for s in result.statements if charge.id in s.mention_ids)


def test_words_beside_a_denial_answer_the_charge_that_it_denies():
    page = Page(
        "one",
        "Ada Brook said Northland had broken the accord by shelling the mill. Bo Hill rejected the claim that "
        "Northland had broken the accord. The whole valley has seen what the Front does to farmers, he said.",
    )
    page.says(
        "Northland had broken the accord by shelling the mill", "Ada Brook", act="accuse", side="River Front",
        target_side="Northland",
    )  # fmt: skip
    page.says(
        "the claim that Northland had broken the accord", "Bo Hill", act="reject", cue="rejected", side="Northland",
        target_side="River Front",
    )  # fmt: skip
    page.says(
        "The whole valley has seen what the Front does to farmers", "Bo Hill", act="accuse", side="Northland",
        target_side="River Front",
    )  # fmt: skip
    kinds = sorted(j.label or "" for j in linked(page).judgements if j.kind == "response")
    assert kinds == ["counter_accusation", "denial"]


def test_a_denial_that_says_no_more_than_that_it_was_false_answers_the_charge_before_it():
    words = "That was false"
    assert answered(words, act="reject", charge="Northland's drones killed three millers at Millford") == ["denial"]


def test_a_denial_with_a_matter_of_its_own_does_not_answer_the_charge_before_it():
    words = "The harvest figures in the gazette were false"
    assert answered(words, act="reject", charge="Northland's drones killed three millers at Millford") == []
