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


def denial(page: Page, words: str, speaker: str, *, act: str = "deny", **values):
    return page.says(words, speaker, act=act, side="River Front", target_side="Northland", **values)


SPOKESMAN = {"speaker_kind": "named", "role": "spokesman of the Front"}


def test_denials_that_only_name_the_charge_are_one_statement_in_all_reports_of_one_charge():
    one = Page("a", "Northland accused the Front of shelling the mill at Orlen. Odo Varga rejected the accusation.")
    other = Page("b", "The Front shelled the mill, Northland claimed. Varga said that the allegations had no basis.")
    one_side(one, "shelling the mill at Orlen")
    one_side(other, "The Front shelled the mill")
    x = denial(one, "the accusation", "Odo Varga", **SPOKESMAN)
    y = denial(other, "the allegations had no basis", "Odo Varga", act="reject", **SPOKESMAN)
    where = home(linked(one, other))
    assert where[x.id] == where[y.id]


def test_denials_of_two_charges_stay_two_though_neither_says_what_it_denies():
    one = Page("a", "Northland accused the Front of shelling the mill at Orlen. Odo Varga rejected the accusation.")
    other = Page("b", "The Front abducted a judge, Northland claimed. Varga said that the allegation had no basis.")
    one_side(one, "shelling the mill at Orlen")
    one_side(other, "The Front abducted a judge")
    x = denial(one, "the accusation", "Odo Varga", **SPOKESMAN)
    y = denial(other, "the allegation had no basis", "Odo Varga", act="reject", **SPOKESMAN)
    where = home(linked(one, other))
    assert where[x.id] != where[y.id]


def test_a_body_and_an_envoy_who_both_deny_a_charge_are_two_voices():
    one = Page("a", "Northland accused the Front of breaking the truce. The Front's army denied it.")
    other = Page("b", "Northland charged the Front with violations of the truce. Ewa Lund called the charge unfounded.")
    one_side(one, "breaking the truce")
    one_side(other, "violations of the truce")
    x = denial(one, "it", "The Front's army", speaker_kind="institution")
    y = denial(other, "the charge unfounded", "Ewa Lund", act="reject", speaker_kind="named", role="peace envoy")
    where = home(linked(one, other))
    assert where[x.id] != where[y.id]


def test_a_charge_of_breach_and_the_acts_told_next_to_it_are_one_accusation():
    one = Page("a", "Northland said the Front was not keeping the truce. It had bombed two villages by night, it said.")
    x = one_side(one, "the Front was not keeping the truce")
    y = one_side(one, "It had bombed two villages by night")
    where = home(linked(one))
    assert where[x.id] == where[y.id]


def test_denying_a_charge_of_breach_is_saying_that_what_was_agreed_is_kept():
    words = "Northland accused the Front of breaking the truce. The Front kept to the truce, Odo Varga said, and the "
    page = Page("a", f"{words}charge was baseless.")
    one_side(page, "breaking the truce")
    x = denial(page, "The Front kept to the truce", "Odo Varga", act="report", **SPOKESMAN)
    y = denial(page, "the charge was baseless", "Odo Varga", act="reject", **SPOKESMAN)
    where = home(linked(page))
    assert where[x.id] == where[y.id]


@pytest.mark.parametrize("words", ["breaking the accord signed in Orlen on 3 May", "violations of the Orlen accord"])
def test_the_place_and_day_of_signing_are_no_matter_of_a_charge(words):
    assert stance(words, "accuse").matter == frozenset()


def test_the_place_of_what_broke_the_accord_is_its_matter():
    assert "orl" in " ".join(stance("breaking the accord by shelling Orlen", "accuse").matter)
