"""Offices that are over, offices of today, and for whom a person acts."""

from __future__ import annotations

import pytest
from tests.annotate.saying import said

from trucewatch.annotate.roles import parts


def sides(content: str) -> list[tuple[str | None, str | None]]:
    return [(m.speaker, m.side) for m in said(content)]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        pytest.param("former oil minister", [("former oil minister", True)], id="former"),
        pytest.param("a commander until 2019", [("a commander until 2019", True)], id="until a year"),
        pytest.param(
            "former minister who is now the Front's envoy",
            [("former minister", True), ("the Front's envoy", False)],
            id="who is now",
        ),
        pytest.param("rebel-turned-minister", [("rebel", False), ("minister", False)], id="turned"),
        pytest.param("army spokesman", [("army spokesman", False)], id="an office of no time"),
    ],
)
def test_a_role_is_cut_where_an_earlier_office_passes_into_todays(role, expected):
    assert [(p.words, p.over) for p in parts(role)] == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            "Karl Vess, the former interior minister, said the deal was weak.", ("Karl Vess", None), id="former"
        ),
        pytest.param(
            "Former rebel commander Anton Siim, now deputy interior minister, said schools would open.",
            ("Anton Siim", "Arvanian government"),
            id="now",
        ),
        pytest.param(
            "Ola Rusk, who commands the Front's river units, said his men were home.",
            ("Ola Rusk", "Belmar Front"),
            id="relative clause",
        ),
        pytest.param(
            "Captain Ola Rusk, who left the Arvanian army in May and joined the Belmar Front, said more would follow.",
            ("Ola Rusk", "Belmar Front"),
            id="left one side and joined the other",
        ),
        pytest.param(
            "Jaan Pruul, who fought for the Front until 2019, said the war was lost.", ("Jaan Pruul", None), id="fought"
        ),
        pytest.param(
            "The head of the Front's military wing, Ivo Tamm, said the guns were silent.",
            ("Ivo Tamm", "Belmar Front"),
            id="name between commas",
        ),
        pytest.param("The late president's son, Tom Vask, said he would run.", ("Tom Vask", None), id="a relative"),
    ],
)
def test_the_side_is_that_of_the_office_held_today(content, expected):
    assert sides(content) == [expected]


def test_a_person_speaks_for_each_side_in_its_time():
    content = (
        "In 2019 Juri Kroon, then the defence minister, said the army would stay.\n\n"
        "On Monday Kroon, who now heads the Front's political bureau, said the army should leave."
    )
    assert sides(content) == [("Juri Kroon", "Arvanian government"), ("Juri Kroon", "Belmar Front")]
