from __future__ import annotations

from datetime import date

import pytest

from trucewatch.present.brief.words import distance_words


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
