"""The time of an incident: which of the times round it is its own. Sentences of our own; published on Wednesday
14 May 2031.
"""

from __future__ import annotations

from datetime import date

import pytest
from tests.annotate.happening_texts import incidents


@pytest.mark.parametrize(
    ("content", "first", "last"),
    [
        pytest.param("Shells hit a mill in Karsk on Sunday. Hours later gunmen attacked a post near Velm.", 11, 12,
                     id="hours after a day told before"),
        pytest.param("Shells fell on Karsk on Sunday, two days after gunmen kidnapped a teacher in Velm.", 9, 9,
                     id="so many days before another event"),
        pytest.param("Rebels have been shelling Karsk for three days.", 11, 14, id="going on for days"),
        pytest.param("Fighting raged in Karsk for a fourth consecutive day.", 11, 14, id="a fourth day"),
        pytest.param("Gunmen attacked a post near Velm overnight into Sunday.", 10, 11, id="a night of two days"),
        pytest.param("The army said on Tuesday that gunmen attacked a post near Velm on Monday.", 12, 12,
                     id="not the day of the saying"),
    ],
)  # fmt: skip
def test_an_incident_has_its_own_time(content, first, last):
    when = incidents(content)[-1].when
    assert when is not None
    assert (when.first_day, when.last_day) == (date(2031, 5, first), date(2031, 5, last))
