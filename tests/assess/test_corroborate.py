"""Who tells of an incident: copies count once, a party never corroborates itself, and two who do are named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from build_assess import AGREEMENT, incident, side, text, told

from trucewatch.assess.corroborate import side_of_outlet, support
from trucewatch.records.agreement import Party


@pytest.mark.parametrize(
    ("publisher", "side_"),
    [
        pytest.param("Northland Army Gazette", "Northland", id="a member's name"),
        pytest.param("The Lake Post", None, id="nobody's name"),
        pytest.param("Riverine Radio", "River Front", id="another name of a movement"),
        pytest.param("RVF Radio", "River Front", id="three capitals"),
        pytest.param("The Saltmark Tribune", None, id="a paper of the land is not the state's"),
        pytest.param("Saltmark State Television", "Saltmark", id="the state's own"),
        pytest.param("Saltmarkish Government Gazette", "Saltmark", id="called by the people's name"),
        pytest.param(None, None, id="no outlet known"),
    ],
)
def test_an_outlet_is_a_sides_own_by_name(publisher, side_):
    parties = (
        Party(name="Northland", role="signatory", members=("Northland Army",)),
        Party(name="River Front", role="signatory", aliases=("Riverine", "RVF")),
        Party(name="Saltmark", role="signatory", demonyms=("Saltmarkish",)),
    )
    assert side_of_outlet(publisher, replace(AGREEMENT, parties=parties)) == side_


def test_a_partys_claim_in_three_outlets_is_not_corroborated_and_a_witness_beside_it_is():
    pages = [text(f"Boats fired on the pier, the front said. {n}") for n in "abc"]
    mentions = [
        told(
            p,
            "Boats fired on the pier",
            said_as="alleged",
            said_by="the front",
            said_by_side="River Front",
            actors=side("Northland"),
        )
        for p in pages
    ]
    report_of = {m.id: p.id for m, p in zip(mentions, pages, strict=True)}
    one = support(incident("i", *mentions), report_of, {}, publishers={}, agreement=AGREEMENT)
    assert one.sides == ("River Front",) and not one.origins
    seen = told(pages[0], "Boats fired", said_as="narrated")
    two = support(incident("i", *mentions, seen), {**report_of, seen.id: "x"}, {}, publishers={}, agreement=AGREEMENT)
    assert two.origins and two.sides
    own = support(
        incident("i", *mentions, seen),
        {**report_of, seen.id: "x"},
        {},
        publishers={"x": "River Front News"},
        agreement=AGREEMENT,
    )
    assert not own.origins


def narrated(page):
    return told(page, "Boats fired", said_as="narrated")


def passed_on(page, side_="River Front"):
    return told(page, "Boats fired on the pier", said_as="alleged", said_by="the front", said_by_side=side_)


PAGES = [text(f"Boats fired on the pier, the front said. {n}") for n in "abcd"]


def borne_out(*accounts, origins=None, publishers=None):
    """The names of the two that bear each other out; accounts are (page, mention), a report is one of its page."""
    report_of = {mention.id: PAGES[n].id for n, mention in accounts}
    outlets = {PAGES[n].id: name for n, name in enumerate(("Lake Post", "Shore Herald", "Hill Radio", "Bay Mail"))}
    found = support(
        incident("i", *(mention for _, mention in accounts)), report_of,
        {PAGES[n].id: PAGES[to].id for n, to in (origins or {}).items()},
        publishers={**outlets, **{PAGES[n].id: name for n, name in (publishers or {}).items()}}, agreement=AGREEMENT,
    )  # fmt: skip
    return found.corroborated and tuple(teller.name for teller in found.corroborated)


def test_two_outlets_of_two_origins_bear_each_other_out_and_are_named():
    assert borne_out((0, narrated(PAGES[0])), (1, narrated(PAGES[1]))) == ("Lake Post", "Shore Herald")


def test_an_outlet_and_its_copy_do_not():
    assert borne_out((0, narrated(PAGES[0])), (1, narrated(PAGES[1])), origins={1: 0}) is None


def test_two_reports_of_one_outlet_do_not():
    two = ((0, narrated(PAGES[0])), (1, narrated(PAGES[1])))
    assert borne_out(*two, publishers={1: "The Lake Post", 0: "The Lake Post"}) is None


def test_an_outlet_that_passes_on_a_sides_claim_does_not_bear_it_out_and_another_outlet_does():
    claim = ((0, narrated(PAGES[0])), (0, passed_on(PAGES[0])))
    assert borne_out(*claim) is None
    assert borne_out(*claim, (1, narrated(PAGES[1]))) == ("Lake Post", "Shore Herald")
    assert borne_out((0, passed_on(PAGES[0])), (1, narrated(PAGES[1]))) == ("Shore Herald", "River Front")


def test_both_sides_telling_of_one_event_bear_each_other_out_and_one_side_twice_does_not():
    both = ((0, passed_on(PAGES[0])), (1, passed_on(PAGES[1], "Northland")))
    assert borne_out(*both) == ("Northland", "River Front")
    assert borne_out((0, passed_on(PAGES[0])), (1, passed_on(PAGES[1]))) is None


def test_a_sides_own_outlet_is_that_side_and_no_witness():
    assert borne_out((0, narrated(PAGES[0])), (1, passed_on(PAGES[1])), publishers={0: "River Front Bulletin"}) is None
