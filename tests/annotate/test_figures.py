"""Levels, totals and tolls read from our own sentences."""

from __future__ import annotations

from tests.annotate.happening_texts import AGREEMENT, PUBLISHED, incidents, parsed, statement

from trucewatch.annotate.figures import find_figures
from trucewatch.annotate.when import find_times


def figures(content, *statements, told=()):
    read = parsed(content)
    said = [statement(read.text, w, speaker=who, side=side) for w, who, side in statements]
    times = find_times(content, published=PUBLISHED, text_id=read.text.id)
    return find_figures(read, statements=said, incidents=told, agreement=AGREEMENT, times=times)


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
