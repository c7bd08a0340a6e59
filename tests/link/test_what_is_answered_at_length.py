"""Answers in several points, answers to a charge that several voices make, and which of two charges came first."""

from __future__ import annotations

from build_link import Page, linked

CHARGE = "the front burnt the ferry at Millford and broke the accord"
POINT = "our patrols have not been paid since the harvest, and the granaries at Lowick stand empty"


def _links(page: Page) -> list[str | None]:
    return [j.label for j in linked(page).judgements if j.kind == "response"]


def _communique(opening: str) -> Page:
    page = Page("one", f"Northland said that {CHARGE}.\n\n{opening}\n\n1. {POINT}.")
    page.says(CHARGE, "Northland", act="accuse", side="Northland", target_side="River Front")
    page.says(POINT, "River Front", act="explain", side="River Front")
    return page


def test_a_point_under_words_that_open_an_answer_answers_what_was_told_before_them():
    assert len(_links(_communique("In regard to those statements, we consider that:"))) == 1


def test_a_point_without_such_words_and_of_its_own_matter_answers_nothing():
    far = "The ferry sailed at noon with bread and lamps. " * 12
    assert _links(_communique(f"{far}The front also wrote to the bakers of Lowick:")) == []


def test_a_denial_of_the_charge_answers_the_same_charge_by_another_voice_as_well():
    first = "the front was behind the raid on the clinic at Millford"
    again = "fighters of the front had led the raid on the clinic at Millford"
    page = Page("one", f"Ada Brook said {first}. Cy Moor said {again}. The front denied the charge.")
    page.says(first, "Ada Brook", act="accuse", side="Northland", target_side="River Front")
    page.says(again, "Cy Moor", act="accuse", side="Northland", target_side="River Front")
    page.says("the charge", "River Front", act="deny", side="River Front", target_side="Northland", cue="denied")
    assert _links(page) == ["denial", "denial"]


def test_of_two_charges_the_one_told_as_earlier_is_answered():
    back = "Northland had broken the accord by shelling the mill"
    page = Page("one", f"The front said that {back}. It came days after officials said that {CHARGE}.")
    one = page.says(back, "Bo Hill", act="accuse", side="River Front", target_side="Northland")
    page.says(CHARGE, "officials", act="accuse", side="Northland", target_side="River Front")
    result = linked(page)
    home = {m: s.id for s in result.statements for m in s.mention_ids}
    assert [j.right for j in result.judgements if j.kind == "response"] == [home[one.id]]
