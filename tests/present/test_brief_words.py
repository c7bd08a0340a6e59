from __future__ import annotations

from datetime import date

import pytest

from trucewatch.present.brief.incidents import count_words
from trucewatch.present.brief.words import distance_words
from trucewatch.records.count import Count
from trucewatch.records.span import Span


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2031, 5, 2), "today"),
        (date(2031, 5, 3), "in 1 day"),
        (date(2029, 5, 2), "730 days ago"),
        (date(2029, 5, 1), "over 2 years ago"),
        (date(2034, 5, 3), "in over 3 years"),
        (date(2011, 5, 1), "over 20 years ago"),
    ],
)
def test_a_date_lies_in_days_and_from_two_years_on_in_full_years(due: date, words: str):
    assert distance_words(due, date(2031, 5, 2)) == words


def test_a_vague_count_shows_its_range_a_part_its_group_and_a_denial_that_it_is_one():
    span = Span(text_id="t", start=0, end=6, words="dozens")
    dozens = Count(effect="killed", value=None, bound="vague", low=12, high=99, span=span)
    many = Count(effect="killed", value=None, bound="vague", low=2, span=span)
    part = Count(effect="killed", value=4, bound="exact", low=4, high=4, group="children", part=True, span=span)
    denied = Count(effect="killed", value=40, bound="exact", low=40, high=40, denied=True, span=span)
    assert [count_words(c) for c in (dozens, many, part, denied)] == [
        "dozens (12 to 99)",
        "dozens (2 or more)",
        "among them 4 children",
        "denied: 40",
    ]
