"""Whose own text a page is: by its marks and its own acts of speech, never by whom it names."""

from __future__ import annotations

from datetime import date

from tests.annotate.saying import AGREEMENT, SUNDAY, body, said, words

from trucewatch.annotate.attribution import find_statements
from trucewatch.annotate.sentences import parse

ACCUSING = (
    "We urge the government to rein in its army. The government shelled the villages of Oster and Pell.\n\n"
    "The Arvanian army has burned three farms. We demand that the government pay for them.\n\n"
)


def test_the_party_that_a_communique_urges_and_accuses_is_not_its_author():
    assert {m.side for m in said(ACCUSING + "The Belmar Front reaffirms its will to keep the truce.")} == {
        "Belmar Front"
    }


def test_a_communique_whose_author_nothing_tells_gets_none():
    assert all(m.side is None for m in said(ACCUSING))


def test_an_apposition_to_we_names_the_author():
    content = ACCUSING + "We, the Belmar Front, shall not fire first."
    assert {m.side for m in said(content)} == {"Belmar Front"}


def test_a_letterhead_and_one_us_make_an_own_text():
    content = (
        "BELMAR FRONT\nOffice of the Spokesman\n2 May 2031\n\n"
        "The report of the Arvanian army on the shelling of Oster is groundless and is rejected by us.\n\n"
        "Forty men of the army crossed the river on 28 April and burned two farms."
    )
    found = said(content)
    assert {m.side for m in found} == {"Belmar Front"}
    assert all(m.direct and m.medium == "statement" for m in found)
    assert {m.said_on.first_day for m in found if m.said_on} >= {date(2031, 5, 2)}


def test_who_signs_is_the_speaker_and_the_day_below_is_the_day():
    content = (
        "COMMUNIQUE OF THE BELMAR FRONT\n\n" + ACCUSING + "(Sgd.) ORLO VANTEK, MIRA DOSTAL\nHills of Oster, 1 May 2031"
    )
    found = said(content)
    assert {m.speaker for m in found} == {"Orlo Vantek"}
    assert {m.side for m in found} == {"Belmar Front"}
    assert {m.said_on.first_day for m in found if m.said_on} == {date(2031, 5, 1)}


def test_the_publisher_tells_whose_text_it_is_where_the_page_does_not():
    text = body(ACCUSING)
    found, _ = find_statements(
        parse(text), agreement=AGREEMENT, published=SUNDAY, times=[], publisher="Belmar Front Press Office"
    )
    assert {m.side for m in found} == {"Belmar Front"}


def test_we_demand_that_is_said_in_whole():
    found = [m for m in said(ACCUSING + "We, the Belmar Front, shall not fire first.") if "pay" in words(m)]
    assert [words(m) for m in found] == ["We demand that the government pay for them."]


def test_the_country_us_is_no_first_person():
    content = "US forces left Oster. The US army is in Pell. The Belmar Front reaffirms its will to keep the truce."
    assert not [m for m in said(content) if any(r.rule.startswith("frame: own text") for r in m.reasons)]
