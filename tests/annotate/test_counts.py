"""Numbers, and the counts of people that the parse ties to an effect."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.annotate.happening_texts import incidents, parsed

from trucewatch.annotate.counts import find_counts
from trucewatch.annotate.numbers import VAGUE, find_numbers, value_of


def counts(content):
    """(effect, value, bound, group) of every count of a text."""
    read = parsed(content)
    found = []
    for paragraph in read.paragraphs:

        def span_of(a, b, start=paragraph.start):
            return read.text.span(start + a, start + b)

        for sentence in paragraph.doc.sents:
            found += [c.count for c in find_counts(sentence, span_of)]
    return found


def read(content):
    return [(c.effect, c.value, c.bound) for c in counts(content)]


@pytest.mark.parametrize(
    ("words", "value", "bound", "low", "high"),
    [
        ("at least twelve soldiers", 12, "at_least", 12, None),
        ("more than 1,200 prisoners", 1200, "at_least", 1200, None),
        ("up to two hundred and fifty men", 250, "at_most", None, 250),
        ("some 40 families", 40, "about", None, None),
        ("between 10 and 20 fighters", 10, "about", 10, 20),
        ("two dozen officers", 24, "exact", 24, 24),
        ("half a million people", 500_000, "exact", 500_000, 500_000),
        ("twenty-five men", 25, "exact", 25, 25),
        ("dozens of villagers", None, "vague", 12, 99),
        ("hundreds of thousands of people", None, "vague", 100_000, 999_999),
        ("several soldiers", None, "vague", 2, 9),
    ],
)
def test_numbers_are_read_with_their_bound_and_range(words, value, bound, low, high):
    (number,) = find_numbers(words)
    assert (number.value, number.bound, number.low, number.high) == (value, bound, low, high)


@pytest.mark.parametrize(
    "words",
    [
        "on 14 May",
        "in 2031",
        "the 3rd brigade",
        "a 10-point plan",
        "20 percent",
        "an MI-17",
        "at 10:30",
        "aged 45",
        "12 km away",
    ],
)
def test_dates_ordinals_measures_and_codes_are_no_numbers(words):
    assert find_numbers(words) == []


def test_two_numbers_side_by_side_are_two():
    assert [n.value for n in find_numbers("killing three and wounding five")] == [3, 5]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("3,5 million", 3_500_000),
        ("12 500 people", 12_500),
        ("1.250.000 people", 1_250_000),
        ("1.250 people", 1_250),
        ("15k people", 15_000),
        ("a hundred and twenty men", 120),
        ("two and a half thousand men", 2_500),
        ("five to six thousand men", 5_000),
    ],
)
def test_european_and_spoken_numerals_are_read_where_nothing_else_can_be_meant(words, value):
    assert [n.value for n in find_numbers(words)] == [value]


def test_every_range_of_a_vague_word_stands_in_the_docs():
    table = (Path(__file__).parents[2] / "docs" / "counts.md").read_text(encoding="utf-8")
    for low, high in set(VAGUE.values()):
        assert (f"{low:,} to {high:,}" if high is not None else f"{low} or more") in table


@pytest.mark.parametrize("words", ["", "9" * 400, "1,2,3,4", "9" * 15 + " billion men", "1.2.3.4", "(3) (4", "٣٤ men"])
def test_odd_numerals_are_read_or_left_and_never_fail(words):
    assert all(n.value is None or n.value < 1e15 for n in find_numbers(words))


def test_a_word_that_is_no_numeral_has_no_value():
    assert value_of("many") is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("A bomb killed nine people in Karsk.", [("killed", 9, "exact")]),
        ("Nine people were killed in Karsk.", [("killed", 9, "exact")]),
        ("At least nine people died in the blast.", [("killed", 9, "at_least")]),
        ("The raid left three people dead.", [("killed", 3, "exact")]),
        ("The killing of 24 villagers was condemned.", [("killed", 24, "exact")]),
        ("The attack claimed the lives of seven men.", [("killed", 7, "exact")]),
        ("Four policemen sustained injuries.", [("injured", 4, "exact")]),
        ("Troops detained 15 men in Odrin.", [("detained", 15, "exact")]),
        ("Gunmen abducted two teachers.", [("abducted", 2, "exact")]),
        ("The Front handed over 25 prisoners.", [("released", 25, "exact")]),
        ("The Front freed 40 prisoners.", [("released", 40, "exact")]),
        ("The fighting displaced thousands of families.", [("displaced", None, "vague")]),
        ("The shelling forced 300 villagers to flee.", [("displaced", 300, "exact")]),
    ],
)
def test_a_count_is_tied_to_its_effect(words, expected):
    assert read(words) == expected


def test_a_singular_person_counts_as_one():
    assert read("A sniper killed a soldier near Tarn.") == [("killed", 1, "exact")]


def test_a_man_and_his_relatives_are_summed():
    (count,) = counts("The blast killed Orlo Dan and four of his relatives.")
    assert count.value == 5
    assert count.span.words == "Orlo Dan and four"


def test_two_groups_are_two_counts():
    found = {(c.group, c.value) for c in counts("Two militants and three soldiers were killed in Velm.")}
    assert found == {("militants", 2), ("soldiers", 3)}


def test_names_in_apposition_do_not_add_to_the_number():
    assert read("Gunmen wounded two traders, Alo Ven and Sero Mik, in Odrin.") == [("injured", 2, "exact")]


def test_killed_and_wounded_in_one_figure_is_harmed():
    assert read("The strike killed and wounded 30 people.") == [("harmed", 30, "exact")]


def test_a_number_of_things_counts_nobody():
    assert read("Two helicopters crashed near Tarn.") == []
    assert read("The rebels released two statements.") == []


def test_a_toll_that_rose_stands_at_the_later_number():
    values = [c.value for c in counts("The death toll rose from 58 to 62.")]
    assert values == [62]


def test_the_span_of_a_vague_count_is_the_word_alone():
    (count,) = counts("The shelling wounded dozens of villagers.")
    assert (count.shown, count.low, count.group) == ("dozens", 12, "villagers")


def test_a_part_is_marked_and_stands_beside_the_whole():
    (mention,) = incidents("A rocket killed twelve people, including four children, in Karsk.")
    assert [(c.value, c.group, c.part) for c in mention.counts] == [(12, "people", False), (4, "children", True)]


def test_a_zero_belongs_to_the_attack_that_hurt_nobody():
    (mention,) = incidents("A bomb exploded at the bank in Karsk, but nobody was hurt.")
    assert [(c.effect, c.value) for c in mention.counts] == [("injured", 0)]


def test_a_number_over_a_period_makes_no_incident():
    assert incidents("Since January 1,200 civilians have been killed in Karsk.") == []


def test_a_month_in_which_gunmen_struck_is_no_period():
    (mention,) = incidents("In March 2031 gunmen killed 14 students in Karsk.")
    assert [c.value for c in mention.counts] == [14]


def test_a_denied_number_is_marked():
    words = "40 civilians were killed in Karsk"
    found = incidents(f"Norland denied that {words}.", (words, "Norland", "Norland", "deny"))
    assert [(c.value, c.said_by, c.denied) for m in found for c in m.counts] == [(40, "Norland", True)]


def test_those_who_attack_are_the_strength_and_no_victims():
    (mention,) = incidents("About 200 fighters stormed the garrison at Karsk, killing eight soldiers.")
    assert {(c.effect, c.value) for c in mention.counts} == {("strength", 200), ("killed", 8)}
    assert all("fighters" not in t.name for t in mention.targets)


def test_a_number_that_runs_over_many_events_is_a_total_and_the_event_keeps_its_own():
    (mention,) = incidents(
        "Gunmen killed two farmers in Karsk on Friday, bringing to 30 the number of people killed this month."
    )
    assert [(c.value, c.part) for c in mention.counts] == [(2, False)]


def test_those_who_raised_the_toll_of_one_event_are_part_of_it():
    found = counts("The death toll in the attack rose from 58 to 62 with the death of four men.")
    assert [c.value for c in found] == [62, 4]


def test_who_denies_a_deed_does_not_deny_its_toll():
    words = "involvement in the attack on Karsk, in which 24 people died"
    found = incidents(f"Norland denied {words}.", (words, "Norland", "Norland", "deny"))
    assert all(not c.denied for m in found for c in m.counts)


def test_two_numbers_are_no_one_figure_of_killed_and_hurt():
    assert read("Five people were killed and some 14 hurt in Karsk.")[0] == ("killed", 5, "exact")


def test_who_was_hurt_is_not_who_lost_his_life_nor_killed_beside_the_killed():
    assert read("Four people lost their lives and eighteen were injured.") == [
        ("killed", 4, "exact"),
        ("injured", 18, "exact"),
    ]
    assert read("The shelling killed four soldiers and two civilians were wounded.") == [
        ("killed", 4, "exact"),
        ("injured", 2, "exact"),
    ]
    assert read("The shelling killed four soldiers and two civilians and wounded three.") == [
        ("killed", 4, "exact"),
        ("killed", 2, "exact"),
        ("injured", 3, "exact"),
    ]
