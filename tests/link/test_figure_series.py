"""The same quantity told again: agreeing, growing, in conflict; unlike things are never compared."""

from __future__ import annotations

from dataclasses import replace

from build_link import Page, linked, on

from trucewatch.link.figure_series import link_figures
from trucewatch.link.order import Told


def series(*pages):
    return {s.agreement: s for s in linked(*pages).series}


def page(name: str, *figures: tuple[str, float, dict], between: str = " ", day: str = "2031-03-02") -> Page:
    made = Page(name, f"{name}: " + between.join(words + "." for words, _, _ in figures), day)
    for words, value, values in figures:
        made.counts(words, value, **values)
    return made


def test_one_value_alone_is_a_single_series():
    assert set(series(page("a", ("40 captives came home", 40, {"side": "Northland"})))) == {"single"}


def test_the_same_value_in_two_outlets_agrees():
    a = page("a", ("40 captives came home", 40, {"side": "Northland"}))
    b = page("b", ("at least 40 were freed", 40, {"side": "Northland", "bound": "at_least"}))
    assert set(series(a, b)) == {"agreeing"}


def test_two_speakers_with_other_values_for_one_day_are_in_conflict():
    values = {"side": "Northland", "as_of": on("2031-03-01")}
    a = page("a", ("40 captives came home", 40, {**values, "said_by": "Ada Brook"}))
    b = page("b", ("only 25 captives came", 25, {**values, "said_by": "Bo Hill"}))
    found = series(a, b)
    assert set(found) == {"conflict"} and "40" in found["conflict"].reasons[0].value


def test_planned_levels_set_against_each_other_in_words_are_in_conflict():
    values = {"side": "Northland", "unit": "troops"}
    one = page(
        "a",
        (
            "Brook said 300 troops would stay by spring",
            300,
            {**values, "said_by": "Ada Brook", "as_of": on("2031-03-20")},
        ),
        ("Hill spoke of 900 troops by autumn", 900, {**values, "said_by": "Bo Hill", "as_of": on("2031-09-20")}),
        between=" That was at odds with the army. ",
    )
    assert set(series(one)) == {"conflict"}


def test_a_report_that_sets_two_figures_against_each_other_joins_them_though_read_of_two_sides():
    one = page(
        "a",
        ("Brook said 300 troops would stay", 300, {"unit": "troops", "side": "Northland", "said_by": "Ada Brook"}),
        ("Hill spoke of 900 troops", 900, {"unit": "troops", "side": "River Front", "said_by": "Bo Hill"}),
        between=" That was at odds with the army. ",
    )
    assert set(series(one)) == {"conflict"}
    apart = page(
        "b",
        ("Brook said 300 troops would stay", 300, {"unit": "troops", "side": "Northland", "said_by": "Ada Brook"}),
        ("Hill spoke of 900 troops", 900, {"unit": "troops", "side": "River Front", "said_by": "Bo Hill"}),
    )
    assert set(series(apart)) == {"single"}


def test_a_later_higher_value_without_contrast_is_growth():
    a = page("a", ("40 captives came home", 40, {"side": "Northland", "as_of": on("2031-03-01")}))
    b = page("b", ("90 captives are home", 90, {"side": "Northland", "as_of": on("2031-03-20")}), day="2031-03-21")
    assert set(series(a, b)) == {"growing"}


def test_a_level_is_never_compared_with_a_total_nor_prisoners_with_soldiers():
    values = {"side": "Northland", "as_of": on("2031-03-01")}
    a = page(
        "a",
        ("40 captives are held", 40, {**values, "said_by": "Ada Brook"}),
        (
            "70 captives since January",
            70,
            {"side": "Northland", "kind": "total", "period": on("2031-01-01", "2031-03-01")},
        ),
        ("25 soldiers are held", 25, {**values, "unit": "soldiers", "said_by": "Bo Hill"}),
    )
    assert [s.agreement for s in linked(a).series] == ["single"] * 3


def test_bare_numbers_of_people_are_never_compared():
    a = page(
        "a",
        ("40 came", 40, {"unit": "people", "quantity": "people"}),
        ("90 left", 90, {"unit": "people", "quantity": "people"}),
    )
    assert [s.agreement for s in linked(a).series] == ["single", "single"]


def test_a_toll_belongs_to_its_incident():
    one = Page("a", "Shells on the mill at Millford killed 3 people.", "2031-03-02")
    two = Page("b", "Shells on the weir at Hilltop killed 8 people.", "2031-03-02")
    for made, words, place, value in (
        (one, "Shells on the mill at Millford killed 3 people", "Millford", 3),
        (two, "Shells on the weir at Hilltop killed 8 people", "Hilltop", 8),
    ):
        made.tells(words, "shelling", when="2031-03-01", place=place, killed=value)
        made.counts(words, value, unit="people", kind="toll", quantity="people killed")
    found = linked(one, two)
    assert {s.incident_id for s in found.series} == {i.id for i in found.incidents}
    assert [s.agreement for s in found.series] == ["single", "single"]


def test_what_two_sides_count_at_two_incidents_of_one_report_is_never_set_against_each_other():
    made = Page("a", "Shells on the mill at Millford killed 24 people. Shells on the weir at Hilltop killed 32 people.")
    for words, place, value, side in (
        ("Shells on the mill at Millford killed 24 people", "Millford", 24, "Northland"),
        ("Shells on the weir at Hilltop killed 32 people", "Hilltop", 32, "River Front"),
    ):
        made.tells(words, "shelling", when="2031-03-01", place=place, killed=value)
        told = {"unit": "people", "kind": "toll", "quantity": "people killed", "said_by": side}
        made.counts(words, value, said_by_side=side, **told)
    assert [s.agreement for s in linked(made).series] == ["single", "single"]


def test_a_toll_that_later_reports_give_higher_is_growing_though_both_name_the_day_of_the_event():
    values = {"kind": "toll", "side": "Northland", "as_of": on("2031-03-01")}
    a = page("a", ("at least 14 were killed", 14, {**values, "said_by": "Ada Brook"}))
    b = page("b", ("24 people were killed", 24, {**values, "said_by": "Bo Hill"}), day="2031-03-04")
    assert set(series(a, b)) == {"growing"}


def test_a_part_is_not_compared_with_its_whole():
    made = Page("a", "Northland said it had freed 900 of the 1,000 captives. The Front counted 880 captives.")
    made.counts("900", 900, side="Northland", said_by="Ada Brook")
    made.counts("1,000", 1000, side="Northland", said_by="Ada Brook")
    whole = made.figures[1]
    assert [s.agreement for s in linked(made).series if whole.id in s.figure_ids] == ["single"]


def test_a_denial_between_figures_of_unlike_things_does_not_set_them_against_each_other():
    made = Page("a", "A decree freed 1,500 captives, Ada Brook said. The Front rejected it: 5,000 were to come home.")
    made.counts("1,500 captives", 1500, side="Northland", said_by="Ada Brook")
    made.counts("5,000", 5000, side="River Front", said_by="Bo Hill")
    assert {s.agreement for s in linked(made).series} == {"single"}


def two_sides(north: float, south: float, **more) -> Page:
    toll = {"kind": "toll", "quantity": "captives released"}
    return page(
        "a",
        (f"Brook said {north:.0f} captives had come home", north,
         {**toll, "said_by": "Ada Brook", "said_by_side": "Northland", "definition": "captives"}),
        (f"Hill counted {south:.0f}", south, {**toll, "said_by": "Bo Hill", "said_by_side": "River Front", **more}),
    )  # fmt: skip


def test_the_numbers_that_two_sides_give_in_one_report_stand_against_each_other():
    found = series(two_sides(2700, 2284))
    assert set(found) == {"conflict"} and "2284 (Bo Hill)" in found["conflict"].reasons[0].value


def test_numbers_far_apart_in_size_or_of_other_definitions_are_other_things():
    assert "conflict" not in series(two_sides(2700, 420))
    assert "conflict" not in series(two_sides(2700, 2284, definition="servicemen"))
    assert "conflict" not in series(two_sides(2700, 2284, said_by_side="Northland"))


def test_a_report_that_edits_its_number_neither_agrees_nor_conflicts_with_itself():
    old, new = (page(name, (f"{n} captives came home", n, {"side": "Northland"})) for name, n in (("a", 4), ("b", 6)))
    edited = replace(old.report, text_ids=(old.text.id, new.text.id))
    figures = [*old.figures, *new.figures]
    (made,) = link_figures(
        figures, incidents=(), mentions=(), told=Told([edited]), texts={p.text.id: p.text for p in (old, new)}
    )
    assert made.agreement == "single" and set(made.figure_ids) == {f.id for f in figures}
    (apart,) = link_figures(figures, incidents=(), mentions=(), told=Told([old.report, new.report]), texts={})
    assert apart.agreement == "conflict"


def test_what_is_left_and_what_was_handed_over_are_no_rivals():
    guns = {"side": "River Front", "unit": "guns"}
    one = page(
        "a",
        ("Brook said the Front had 60 guns left", 60, {**guns, "said_by": "Ada Brook", "said_by_side": "Northland"}),
        ("It had handed over 35 guns", 35, {**guns, "said_by": "Bo Hill", "said_by_side": "River Front"}),
    )
    assert {s.agreement for s in linked(one).series} == {"single"}
    counted = page(
        "b",
        ("Brook said the Front had 60 guns", 60, {**guns, "said_by": "Ada Brook", "said_by_side": "Northland"}),
        ("Hill spoke of 35 guns", 35, {**guns, "said_by": "Bo Hill", "said_by_side": "River Front"}),
    )
    assert set(series(counted)) == {"conflict"}
