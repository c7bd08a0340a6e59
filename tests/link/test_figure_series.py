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


def tolls(*told: tuple[str, float, str | None]) -> list[str]:
    """The states of the series of pages that tell of one shelling, each with a toll of people of that description."""
    pages = []
    for name, (words, value, group) in zip("abcd", told, strict=False):
        made = Page(name, f"{name}: {words}.", "2031-03-02")
        made.tells(words, "shelling", when="2031-03-01", place="Millford", killed=value)
        made.counts(words, value, unit="people killed", kind="toll", quantity="people killed", definition=group)
        pages.append(made)
    found = linked(*pages)
    assert len(found.incidents) == 1
    return sorted(s.agreement for s in found.series)


def test_the_dead_of_one_incident_are_one_number_whether_called_men_or_soldiers():
    men = ("Shells on the mill at Millford killed five men", 5, "men")
    soldiers = ("Five soldiers died when shells hit the mill at Millford", 5, "soldiers")
    assert tolls(men, soldiers) == ["agreeing"]
    assert tolls(
        soldiers, ("Shells killed five Northland soldiers in the mill at Millford", 5, "Northland soldiers")
    ) == ["agreeing"]


def test_soldiers_and_farmers_some_of_all_and_children_among_women_are_other_numbers():
    soldiers = ("Five soldiers died when shells hit the mill at Millford", 5, "soldiers")
    farmers = ("Shells on the mill at Millford killed five farmers", 5, "farmers")
    anybody = ("Shells on the mill at Millford killed five people", 5, None)
    assert tolls(soldiers, farmers) == ["single", "single"]
    # which of the two the five people are nobody says
    assert tolls(soldiers, farmers, anybody) == ["single", "single", "single"]
    assert tolls(soldiers, ("Shells on the mill at Millford killed eight people", 8, None)) == ["single", "single"]
    assert tolls(
        ("Shells on the mill at Millford killed nine women and children", 9, "women and children"),
        ("Shells killed four children in the mill at Millford", 4, "children"),
    ) == ["single", "single"]


def test_one_number_in_one_statement_told_by_two_outlets_is_one_though_only_one_says_whose():
    a = Page("a", "Ada Brook said: The Front has 612 rifles in the mill.")
    b = Page("b", "The Front has 612 rifles in the mill, Ada Brook said on Sunday.")
    for made, side in ((a, "River Front"), (b, None)):
        made.says("The Front has 612 rifles in the mill", said_on="2031-03-02", side="Northland")
        made.counts("612 rifles", 612, unit="rifles", quantity="rifles", side=side)
    assert set(series(a, b)) == {"agreeing"}


def test_a_number_without_side_or_place_is_one_with_the_same_sentence_in_another_outlet_and_with_no_other():
    long = "The last rifles were cut up on Wednesday in the yard of a closed sugar mill, {} of them"
    a, b = Page("a", f"{long.format('two hundred')}."), Page("b", f"Good morning. {long.format('200')}.")
    a.counts("two hundred", 200, unit="rifles", quantity="rifles")
    b.counts("200", 200, unit="rifles", quantity="rifles")
    assert set(series(a, b)) == {"agreeing"}
    c, d = Page("c", "They gave 200 rifles."), Page("d", "There too. They gave 200 rifles.")
    for made in (c, d):
        made.counts("200", 200, unit="rifles", quantity="rifles")
    assert [s.agreement for s in linked(c, d).series] == ["single", "single"]


def test_what_has_left_is_no_rival_of_what_is_there_in_another_report():
    troops = {"side": "Northland", "unit": "troops"}
    gone = page("a", ("Northland has withdrawn 3,200 soldiers", 3200, troops))
    again = page("b", ("Those who have left are 3,200 now", 3200, troops))
    there = page("c", ("Northland has 900 soldiers left", 900, troops))
    assert sorted(s.agreement for s in linked(gone, again, there).series) == ["agreeing", "single"]


def test_prisoners_held_by_a_side_are_not_those_of_a_side():
    a = page("a", ("Northland holds 500", 500, {"side": "Northland", "quantity": "captives held by Northland"}))
    b = page("b", ("60 captives of Northland", 60, {"side": "Northland", "quantity": "captives of Northland"}))
    assert [s.agreement for s in linked(a, b).series] == ["single", "single"]


def test_soldiers_of_two_sides_in_one_report_are_not_one_number_through_a_report_that_tells_of_soldiers():
    def shelled(*told: tuple[tuple[str, float], ...]) -> list[list[float]]:
        pages = []
        for name, groups in zip("abcd", told, strict=False):
            lines = [f"Shells on the mill at Millford killed {value:.0f} {group}" for group, value in groups]
            made = Page(name, f"{name}: " + ". ".join(lines) + ".", "2031-03-02")
            for line, (group, value) in zip(lines, groups, strict=True):
                made.tells(line, "shelling", when="2031-03-01", place="Millford", killed=value)
                made.counts(line, value, unit="people killed", kind="toll", quantity="people killed", definition=group)
            pages.append(made)
        found = linked(*pages)
        value = {f.id: f.value for page in pages for f in page.figures}
        return sorted(sorted(value[f] for f in s.figure_ids) for s in found.series)

    both = (("Northland soldiers", 5.0), ("Lund soldiers", 7.0))
    assert shelled((("soldiers", 12.0),), both) == [[5], [7], [12]]
    assert shelled((("soldiers", 7.0),), both) == [[5], [7, 7]]
    assert shelled((("soldiers", 7.0),), both[:1]) == [[5, 7]]
    assert shelled((("soldiers", 12.0),), both[:1], both[1:]) == [[5], [7], [12]]
    # and of three sorts in two reports the middle one is no bridge
    assert shelled((("soldiers", 9.0), ("young Lund soldiers", 4.0)), (("Lund soldiers", 4.0),)) == [[4, 4], [9]]


def test_what_a_bulletin_prints_of_every_day_is_told_of_another_day_each_time():
    line = "In the hours up to noon 12 rifles were brought into the yard of the sugar mill by villagers"
    a, b = (Page(name, f"Day {n}. {line}.", f"2031-03-0{n}") for name, n in (("a", 2), ("b", 5)))
    for made, day in ((a, "2031-03-02"), (b, "2031-03-05")):
        made.counts("12", 12, unit="rifles", quantity="rifles", as_of=on(day))
    assert [s.agreement for s in linked(a, b).series] == ["single", "single"]


def test_a_whole_told_again_does_not_go_with_its_part():
    words = "The Front freed 900 of the 1,000 captives in the mill"
    a = Page("a", f"Ada Brook said: {words}.", "2031-03-02")
    b = Page("b", f"{words}, Ada Brook said on Sunday. The Front had 1,000 captives in the mill.", "2031-03-03")
    captives = {"quantity": "captives", "side": "River Front"}
    for made in (a, b):
        made.says(words, said_on="2031-03-02", side="Northland")
        made.counts("900", 900, **captives)
    a.counts("1,000", 1000, **captives)
    b.counts("1,000", 1000, **captives)
    c = Page("c", "The Front had 1,000 captives in the mill, Ada Brook said.", "2031-03-04")
    c.says("The Front had 1,000 captives in the mill", said_on="2031-03-02", side="Northland")
    c.counts("1,000", 1000, **captives)
    said = {f.id: "statement" for page in (a, b, c) for f in page.figures}
    texts = {page.text.id: page.text for page in (a, b, c)}
    found = link_figures(
        [f for page in (a, b, c) for f in page.figures], incidents=(), mentions=(),
        told=Told([page.report for page in (a, b, c)]), texts=texts, said=said,
    )  # fmt: skip
    wholes = {a.figures[1].id, b.figures[1].id}
    assert [set(s.figure_ids) for s in found if wholes & set(s.figure_ids)] == [wholes]
