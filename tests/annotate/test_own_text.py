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


def published_by(publisher: str, content: str) -> set[tuple[str | None, str | None]]:
    found, _ = find_statements(
        parse(body(content)), agreement=AGREEMENT, published=SUNDAY, times=[], publisher=publisher
    )
    return {(m.speaker, m.side) for m in found if not m.silence}


def test_a_paper_named_after_a_country_is_not_its_government():
    content = (
        "What we know so far about the attack\n\n- The army says it fired on two launchers near Oster.\n\n"
        "- The Belmar Front denies having any launchers there."
    )
    assert published_by("Arvanian Daily", content) == {
        ("army", "Arvanian government"), ("Belmar Front", "Belmar Front"),
    }  # fmt: skip


def test_who_writes_we_of_what_a_government_calls_its_own_strike_is_not_that_government():
    content = (
        "Last night the Arvanian army burned the village of Oster.\n\nThe government calls this a strike on a depot. "
        "There is no depot in Oster. We have told the mission. Our patience is not endless."
    )
    found, _ = find_statements(parse(body(content)), agreement=AGREEMENT, published=SUNDAY, times=[], publisher="X")
    assert [words(m) for m in found if m.side == "Arvanian government"] == ["this a strike on a depot"]


def test_in_a_ministrys_own_release_the_ministry_and_its_minister_are_its_own():
    content = (
        "The Ministry calls on all parties to open the road to Oster.\n\n"
        "Foreign Minister Olen Rask said that talks would be held on 20 May."
    )
    for publisher, side in (("Ministry of Foreign Affairs of Norway", "Norway"), ("Foreign Ministry of Tolmar", None)):
        found = published_by(publisher, content)
        assert {s for name, s in found if name in ("Ministry", "Olen Rask")} == {side}
    assert {s for name, s in published_by("Kessel Wire", content) if name == "Olen Rask"} == {"Arvanian government"}


def test_the_label_before_a_press_service_is_no_part_of_its_name():
    content = (
        "Statement of the command\n\nOur units began to pull back at 08:00 today. The enemy has not moved a gun. "
        "We warn Arvania that the next shot will be answered.\n\nSource: press service of the Belmar Front"
    )
    assert published_by("Belmar Front", content) == {("press service of the Belmar Front", "Belmar Front")}
