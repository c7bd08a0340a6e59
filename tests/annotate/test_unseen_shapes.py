"""Who speaks and for whom, in shapes that reports of unseen wars brought: offices, commas, ministries, headings."""

from __future__ import annotations

import pytest
from tests.annotate.saying import said

from trucewatch.annotate.sides import Sides
from trucewatch.records.agreement import Agreement, Party

SIDES = Sides(
    Agreement(
        id="oster", title="Oster", signed=None,
        parties=(
            Party(name="Kenyan government", role="signatory"),
            Party(name="KLTO", role="signatory", members=("Kayar Liberation Tigers of Osteria",)),
            Party(name="South Belmaria", role="signatory"),
            Party(name="Norway", role="guarantor"),
            Party(name="United Nations", role="third party"),
        ),
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("content", "name", "side"),
    [
        (
            "In turn, the commander of the Arvanian army brigade, Lieutenant General Ivo Brandt, promised an inquiry.",
            "Ivo Brandt", "Arvanian government",
        ),
        (
            "Colonel Ivo Brandt, commander of the Belmar Front's second column, said the road was open.",
            "Ivo Brandt", "Belmar Front",
        ),
        ("The Belmar Front's envoy in Norway, Adalio da Costa, said talks would go on.", "Adalio da Costa",
         "Belmar Front"),
    ],
)  # fmt: skip
def test_a_name_beside_an_office_is_the_speaker(content: str, name: str, side: str):
    mention = said(content)[0]
    assert (mention.speaker, mention.side) == (name, side)


def test_a_body_whose_name_begins_with_a_rank_is_nobody():
    assert said("The General Staff says that two farms burned in Kessel.")[0].speaker == "General Staff"


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("a Western diplomat in Nairobi", None),
        ("Norway's ambassador to Kenya", "Norway"),
        ("Norway's ambassador to the United Nations", "Norway"),
        ("the Tigers", "KLTO"),
        ("a spokesman for the Kayar Liberation Tigers of Osteria", "KLTO"),
        ("South Belmarian foreign minister", "South Belmaria"),
        ("South Belmarian farmers", None),
    ],
)
def test_whose_a_description_is(words: str, side: str | None):
    assert SIDES.of_words(words) == side


def test_ministries_have_one_form():
    assert SIDES.ministry_named("Ministry of Foreign Affairs of Norway", "Norway") == "Norwegian Foreign Ministry"
    assert SIDES.ministry_of("Foreign Minister", "Norway") == "Norwegian Foreign Ministry"
    assert SIDES.ministry_of("Prime Minister", "Norway") is None


OWN = (
    "We reject the report on the shelling of Oster. Our forces have not fired since April.\n\n"
    "We call on the Belmar Front to return the prisoners."
)


def test_the_spokesman_in_the_heading_speaks_in_an_own_text():
    heading = "Comment by the Spokesman of the Ministry of Defence Ivo Brandt on the Situation in Kessel\n\n"
    assert {m.speaker for m in said(heading + OWN)} == {"Ivo Brandt"}


def test_the_ministry_of_the_letterhead_speaks_in_an_own_text():
    found = said("Arvanian government\nMinistry of Defence\n\n" + OWN)
    assert {(m.speaker, m.side) for m in found} == {("Defence Ministry", "Arvanian government")}
