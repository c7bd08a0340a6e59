"""Independent origins: copies share one, quotations do not, and a party never corroborates itself."""

from __future__ import annotations

import pytest
from build_assess import AGREEMENT, incident, report, side, text, told

from trucewatch.assess.corroborate import origins, side_of_outlet, support, trace

LONG = (
    "Fishermen on the northern shore told this paper that two patrol boats crossed the middle of the lake before dawn. "
    "The harbour master logged the crossing at ten past four and asked both commands for an explanation. "
    "Neither command had replied by the evening, and the ferry to the islands did not sail. "
    "Families who had packed for the market stayed on the quay until the rain drove them home. "
    "A second crossing was heard near the lighthouse, though nobody could say whose boats they were."
)
OTHER = (
    "Bakers in the capital warned that flour will run short within a week unless the mountain road opens again. "
    "The council met until midnight and voted to buy grain abroad, a purchase that the treasurer called ruinous. "
    "Snow is expected in the passes from Thursday, and the last convoy of the season waits at the toll house."
)


def test_the_same_text_under_two_names_is_one_origin():
    page = text(LONG)
    first, second = report("a", page, published="2031-03-01"), report("b", page, published="2031-03-02")
    assert origins([second, first], {page.id: page}) == {"a": "a", "b": "a"}


def test_a_lightly_edited_reprint_is_one_origin_with_its_reason():
    page, edited = text(LONG), text(LONG.replace("before dawn", "at night").replace("Neither", "But neither"))
    traced = trace(
        [report("a", page, published="2031-03-01"), report("b", edited, published="2031-03-03")],
        {page.id: page, edited.id: edited},
    )
    assert traced.origin_of == {"a": "a", "b": "a"}
    assert "near-copy" in traced.reasons["b"][0].rule and traced.reasons["b"][0].value == "a"


def test_a_shortened_reprint_is_one_origin():
    cut = LONG[: LONG.index("Families")]
    page, short = text(LONG + " " + OTHER), text(cut)
    found = trace([report("a", page), report("b", short, published="2031-03-04")], {page.id: page, short.id: short})
    assert found.origin_of["b"] == "a"
    assert "partial reprint" in found.reasons["b"][0].rule


def test_a_report_that_quotes_one_sentence_of_another_is_an_origin_of_its_own():
    quoting = OTHER + " " + LONG[: LONG.index(". The harbour") + 1]
    page, other = text(LONG), text(quoting)
    assert len(set(origins([report("a", page), report("b", other)], {page.id: page, other.id: other}).values())) == 2


def test_two_stories_resting_on_one_agency_share_an_origin_only_if_worded_alike():
    half = (
        LONG[: LONG.index("Families")]
        + " "
        + OTHER[: OTHER.index("The council")]
        + " Prices rose on every stall of the town."
    )
    page, rewritten, apart = text(LONG), text(half), text(OTHER)
    reports = [
        report("a", page, wire="Lakeside Wire"), report("b", rewritten, wire="Lakeside Wire"),
        report("c", apart, wire="Lakeside Wire"),
    ]  # fmt: skip
    assert origins(reports[:2], {t.id: t for t in (page, rewritten)}) == {"a": "a", "b": "a"}
    assert trace([reports[0], reports[2]], {t.id: t for t in (page, apart)}).count(["a", "c"]) == 2


def test_the_order_of_reports_makes_no_difference():
    pages = [text(LONG), text(LONG + " More follows."), text(OTHER)]
    reports = [report(n, p, published=f"2031-03-0{d}") for n, p, d in zip("abc", pages, (3, 1, 2), strict=True)]
    texts = {p.id: p for p in pages}
    assert origins(reports, texts) == origins(reports[::-1], texts) == {"a": "b", "b": "b", "c": "c"}


@pytest.mark.parametrize(
    ("publisher", "side_"),
    [("Northland Army Gazette", "Northland"), ("The Lake Post", None), ("Riverine Radio", "River Front"), (None, None)],
)
def test_an_outlet_that_carries_a_partys_name_is_that_sides_own(publisher, side_):
    assert side_of_outlet(publisher, AGREEMENT) == side_


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
