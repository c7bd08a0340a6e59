"""Who keeps and who breaks what was agreed, read out of different words; and what that joins."""

import pytest
from build_link import Page, linked

from trucewatch.link.stance import stance_of


def stance(words: str, act: str = "report", target: str | None = None):
    return stance_of(
        Page("a", words).says(words, "Ada Brook", act=act, side="Northland", target_side=target), muted=frozenset()
    )


@pytest.mark.parametrize(
    ("words", "act", "kept"),
    [
        ("the Front has violated the accord", "accuse", False),
        ("the Front was not honouring its commitments", "accuse", False),
        ("the new date was a clear breach of the deal", "report", False),
        ("the Front is going back on its word", "accuse", False),
        ("our units have abided by every article", "report", True),
        ("our units did not violate the truce", "deny", True),
        ("any violation", "deny", True),
        ("the terms of the deal were being upheld", "reject", True),
        ("the pull-back is in line with what we had undertaken", "report", True),
    ],
)
def test_keeping_and_breaking_are_read_from_different_words(words, act, kept):
    found = stance(words, act)
    assert found is not None
    assert found.kept is kept


@pytest.mark.parametrize(
    ("words", "act"),
    [
        ("the Front should honour its promises under the deal", "urge"),
        ("further violations will bring war", "warn"),
        ("the talks will begin on Monday", "report"),
        ("they broke through the gate", "report"),
        ("the charge", "deny"),
    ],
)
def test_a_demand_a_warning_and_other_matters_tell_nothing_of_it(words, act):
    assert stance(words, act) is None


def one_side(page: Page, words: str, speaker: str = "Northland", **values):
    return page.says(words, speaker, act="accuse", side="Northland", target_side="River Front", **values)


def home(result):
    return {m: s.id for s in result.statements for m in s.mention_ids}


def test_one_charge_of_breach_in_other_words_is_one_statement_across_outlets():
    one = Page("a", "Northland accused the Front of breaking the agreement the two signed in the winter.")
    other = Page("b", "It charged the Front with repeated violations of the accord.", published="2031-03-03")
    x = one_side(one, "breaking the agreement the two signed in the winter")
    y = one_side(other, "repeated violations of the accord")
    where = home(linked(one, other))
    assert where[x.id] == where[y.id]


def test_charges_of_breach_by_different_acts_stay_apart():
    one = Page("a", "The Front violated the accord by shelling the harbour at dawn.")
    other = Page("b", "The Front violated the accord by closing the northern road to grain convoys.")
    x = one_side(one, "The Front violated the accord by shelling the harbour at dawn")
    y = one_side(other, "The Front violated the accord by closing the northern road to grain convoys")
    where = home(linked(one, other))
    assert where[x.id] != where[y.id]


def test_a_charge_of_breach_weeks_later_is_another_statement():
    one = Page("a", "Northland accused the Front of breaking the agreement.")
    other = Page("b", "Northland accused the Front of violations of the accord.", published="2031-03-20")
    x = one_side(one, "breaking the agreement")
    y = one_side(other, "violations of the accord")
    where = home(linked(one, other))
    assert where[x.id] != where[y.id]


def test_a_lead_takes_one_of_two_charges_that_its_report_tells_apart():
    page = Page(
        "a",
        "Northland accused the Front of violating the accord. Ada Brook said the Front had violated the accord by "
        "shelling the harbour at dawn. Some pages further on, and after much else had been told about the talks and "
        "the weather in the hills and grain prices, she was heard again. She said the Front broke its commitments "
        "by closing the northern road to grain convoys.",
    )
    lead = one_side(page, "violating the accord")
    first = one_side(page, "the Front had violated the accord by shelling the harbour at dawn", "Ada Brook")
    second = one_side(
        page, "the Front broke its commitments by closing the northern road to grain convoys", "Ada Brook"
    )
    where = home(linked(page))
    assert where[lead.id] == where[first.id]
    assert where[first.id] != where[second.id]
