"""Levels, totals and tolls read from our own sentences."""

from __future__ import annotations

from tests.annotate.happening_texts import AGREEMENT, PUBLISHED, incidents, parsed, statement

from trucewatch.annotate.figures import find_figures
from trucewatch.annotate.when import find_times
from trucewatch.records.agreement import Agreement, Party


def figures(content, *statements, told=(), agreement=AGREEMENT):
    read = parsed(content)
    said = [statement(read.text, w, speaker=who, side=side) for w, who, side in statements]
    times = find_times(content, published=PUBLISHED, text_id=read.text.id)
    return find_figures(read, statements=said, incidents=told, agreement=agreement, times=times)


def test_a_level_of_troops_has_side_and_no_period():
    (figure,) = figures("Norland will cut its deployment to 2,500 troops by August.")
    assert (figure.kind, figure.unit, figure.value, figure.side) == ("level", "troops", 2500, "Norland")
    assert figure.period is None


def test_a_level_without_a_noun_after_it_takes_the_forces_before_it():
    (figure,) = figures("The marshal reduced Norlandic forces in Odrin to just 900.")
    assert (figure.unit, figure.value) == ("troops", 900)


def test_a_total_over_a_year_has_a_period_and_no_date():
    (figure,) = figures("The Southern Front carried out more than 900 attacks in 2030.")
    assert (figure.kind, figure.unit, figure.value, figure.bound) == ("total", "attacks", 900, "at_least")
    assert figure.period is not None
    assert figure.as_of is None


def test_a_strength_is_a_level():
    (figure,) = figures("The 3,000-strong mission stays in Karsk.")
    assert (figure.kind, figure.value, figure.span.words) == ("level", 3000, "3,000-strong")


def test_a_toll_comes_from_its_incident_once():
    content = "A car bomb killed nine people in Karsk."
    told = incidents(content)
    (figure,) = figures(content, told=told)
    assert (figure.kind, figure.unit, figure.value) == ("toll", "people killed", 9)
    assert "Karsk" in figure.quantity


def test_a_figure_inside_a_statement_is_the_speakers():
    content = "Mira Tal said 400 prisoners were held in Velm."
    (figure,) = figures(content, ("400 prisoners were held in Velm", "Mira Tal", "Norland"))
    assert (figure.said_by, figure.said_by_side) == ("Mira Tal", "Norland")


def test_small_numbers_and_years_are_no_figures():
    assert figures("The two sides met three times in 2030.") == []


def test_a_vague_figure_shows_its_word():
    (figure,) = figures("Hundreds of prisoners are held in Velm.")
    assert (figure.value, figure.low, figure.shown) == (None, 100, "Hundreds")


def test_whoever_recorded_a_total_says_it_and_did_not_do_it():
    (figure,) = figures("Norland recorded 312 ceasefire violations in the past week.")
    assert (figure.said_by, figure.said_by_side, figure.side) == ("Norland", "Norland", None)
    assert (figure.definition, figure.kind) == ("ceasefire violations", "total")
    assert figure.period is not None


def test_a_planned_release_is_no_toll():
    assert all(f.kind != "toll" for f in figures("Norland will release 200 prisoners by August."))


def test_a_number_without_a_noun_counts_what_the_one_before_it_does():
    content = "The Southern Front freed 900 captives. Norland spoke of about 500."
    first, second = figures(content, told=incidents(content))
    assert (second.value, second.bound, second.unit, second.said_by) == (500, "about", first.unit, "Norland")


def test_a_bare_number_long_after_counts_nothing():
    content = f"The Southern Front freed 900 captives. {'The lake was calm. ' * 40}Norland spoke of about 500."
    assert [f.value for f in figures(content, told=incidents(content))] == [900]


def test_a_line_with_a_label_takes_unit_and_period_from_the_heading():
    found = figures("Casualties in April 2031:\n\nKilled: 34\nCivilians injured: 112\n")
    assert [(f.unit, f.value, f.definition) for f in found] == [
        ("people killed", 34, None),
        ("people injured", 112, "civilians"),
    ]
    assert all(f.period is not None and f.period.value == "2031-04" for f in found)


def test_a_table_gives_each_cell_the_head_of_its_column():
    found = figures("Province | Killed | Wounded\nOdrin | 12 | 30\nTotal | 12 | 30\n")
    assert [(f.unit, f.value, f.place) for f in found[:2]] == [
        ("people killed", 12, "Odrin"),
        ("people injured", 30, "Odrin"),
    ]
    assert found[2].place is None


def test_a_numbered_list_of_events_is_no_table():
    assert figures("The Front lists:\n\n1. On 3 May the army shelled Karsk.\n2. On 4 May a patrol left.\n") == []


def test_an_event_that_is_its_effect_is_named_once():
    content = "The rebels released 40 prisoners in Karsk."
    (figure,) = [f for f in figures(content, told=incidents(content)) if f.kind == "toll"]
    assert figure.quantity == "people released at Karsk"


THREE = Agreement(
    id="three",
    title="Treaty of Kessel",
    signed=None,
    parties=(
        Party(name="United States", role="signatory"),
        Party(name="Sangar Movement", role="signatory"),
        Party(name="Arvanian government", role="non-signatory"),
    ),
)


def of_three(content):
    return [(f.value, f.side) for f in figures(content, agreement=THREE) if f.unit == "troops"]


def test_its_troops_are_whose_the_clause_says():
    assert of_three("The treaty gave Washington 90 days to bring its troops down to 8,600.") == [
        (8600, "United States")
    ]


def test_bare_soldiers_are_no_government_where_two_states_are_parties():
    assert of_three("An adviser had spoken of 2,500 soldiers by early March.") == [(2500, None)]


def test_bare_soldiers_are_whose_the_figure_before_says():
    told = of_three("The United States will cut its troops to 4,500. An adviser had spoken of 2,500 soldiers by March.")
    assert told == [(4500, "United States"), (2500, "United States")]


def test_soldiers_of_others_are_not_the_first_ones():
    told = of_three("Some 2,500 Americans and about 7,000 soldiers of other nations were still in the country.")
    assert (7000, "United States") not in told


def one_of(content, **values):
    (figure,) = figures(content, told=incidents(content), **values)
    return figure.value, figure.unit, figure.side


def test_a_tally_comes_to_its_number_by_a_verb():
    assert one_of("The number of Norlandic soldiers who have left Odrin has reached 3,200.") == (
        3200,
        "troops",
        "Norland",
    )
    assert one_of("The tally of attacks on convoys stood at 52.")[:2] == (52, "attacks")
    assert one_of("The number of prisoners in the camps now totals 212.")[:2] == (212, "prisoners")
    assert figures("The number of the road is 52.") == []


def test_prisoners_are_counted_by_who_holds_them():
    for content, side in (
        ("Norland still holds about 500 prisoners of the Southern Front.", "Norland"),
        ("There are 512 prisoners of the Southern Front in Norland's jails.", "Norland"),
        ("Some 300 prisoners are held by Norland in Velm.", "Norland"),
        ("The Southern Front holds 60 prisoners.", "Southern Front"),
    ):
        (figure,) = figures(content)
        assert figure.side == side and figure.quantity.startswith(f"prisoners held by {side}")
    (figure,) = figures("Mediators asked for 90 prisoners of the Southern Front.")
    assert figure.quantity == "prisoners of Southern Front"


def test_whoever_counts_or_hits_civilians_does_not_own_them():
    assert one_of("The Southern Front put the whole count at 612 weapons.") == (612, "weapons", None)
    (figure,) = figures("The Southern Front has watched over 300 villagers in Velm.")
    assert figure.unit == "civilians" and figure.side is None


def test_rifles_are_one_sort_of_the_weapons():
    weapons, rifles = figures("The Southern Front handed in 1,140 weapons, among them 870 rifles.")
    assert (weapons.definition, rifles.definition) == (None, "rifles")
    (owned,) = figures("Of 1,140 weapons that the Southern Front had given up, the rest are pistols.")
    assert owned.side == "Southern Front"


def test_there_is_the_place_told_before_and_a_district_is_a_place():
    first, again = figures(
        "The mission recorded 88 violations in Karsk district. It recorded 19 violations there in May."
    )
    assert first.place == again.place == "Karsk district"
    assert first.side is again.side is None


def test_a_number_right_behind_a_date_is_a_number():
    (figure,) = figures("Since 5 November 950 families have fled Velm.")
    assert (figure.value, figure.unit) == (950, "families")
    assert figures("On 5 November 1950 soldiers fled.") == []


def test_handed_over_35_is_35():
    assert [f.value for f in figures("The mayor signed over 35 weapons.")] == [35]
    (figure,) = figures("The Southern Front handed over 35 rifles at a bridge.")
    assert (figure.value, figure.bound) == (35, "exact")
    (more,) = figures("The Southern Front has over 35 rifles.")
    assert more.bound == "at_least"


def test_a_clock_time_is_no_label_and_what_stands_before_a_label_is_no_place():
    assert figures("- At 14:30 checkpoints of the Front near Karsk were closed.\n") == []
    found = figures("Our guns fired. Enemy losses: 6 killed\n\nHospital: 4 wounded\n\nHalvik region: 9 killed\n")
    assert [(f.value, f.place) for f in found] == [(6, None), (4, None), (9, "Halvik region")]


def test_missing_guns_are_no_missing_people():
    assert [f.unit for f in figures("The mission said 4 howitzers were missing from a depot.")] == []
    assert [f.unit for f in figures("The mission said 4 miners were missing.")] == ["people missing"]


def test_a_bare_number_with_something_else_told_of_it_is_not_the_toll_again():
    found = figures("The director said that 12 people had died and 30 were being treated.")
    assert [(f.unit, f.value) for f in found] == [("people killed", 12)]
    assert len(figures("Three people were hurt on Monday.\n\nFour of the guns are missing, the mission says.")) == 1
