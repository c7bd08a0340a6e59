"""Places of people who could be found there are drawn coarsely, and not at all in the first 72 hours."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from trucewatch.present.draw.held import place_shown
from trucewatch.records.incident import Account, Incident
from trucewatch.records.maker import Maker
from trucewatch.records.mention import Participant
from trucewatch.records.when import When
from trucewatch.records.where import Where

MAKER = Maker(kind="machine", name="test", version="1")
DAY = date(2031, 3, 4)


def incident(kind: str = "shelling", *, struck: str = "the market", when: date | None = DAY, feature: str = "P.PPL"):
    return Incident(
        id="i", founding_mention="m", mention_ids=("m",), type=kind, maker=MAKER,
        recorded_at=datetime(2031, 3, 5, tzinfo=UTC), accounts=(Account(mention_id="m", said_as="narrated"),),
        targets=(Participant(name=struck),), where=Where(name="Orla", feature=feature),
        when=When.days(when, when, words="on Tuesday") if when else None,
    )  # fmt: skip


@pytest.mark.parametrize("struck", ["an aid convoy", "the field hospital", "two observers", "a shelter for families"])
def test_what_tells_where_people_at_risk_are_is_drawn_by_its_area(struck):
    now = datetime(2031, 4, 1, tzinfo=UTC)
    assert place_shown(incident(struck=struck), reported=DAY, now=now) == "area"
    assert place_shown(incident(), reported=DAY, now=now) == "as told"


def test_types_and_features_tell_of_it_as_well():
    now = datetime(2031, 4, 1, tzinfo=UTC)
    assert place_shown(incident("displacement"), reported=DAY, now=now) == "area"
    assert place_shown(incident(feature="S.HSP"), reported=DAY, now=now) == "area"


@pytest.mark.parametrize(
    ("hours", "shown"),
    [pytest.param(71, "held", id="within 72 hours"), pytest.param(72, "area", id="after them")],
)
def test_such_a_place_is_held_back_for_72_hours_from_the_end_of_the_day_anywhere_on_earth(hours, shown):
    # 4 March ends last at UTC-12, at 12:00 of 5 March in UTC
    now = datetime.fromtimestamp(datetime(2031, 3, 5, 12, tzinfo=UTC).timestamp() + hours * 3600, tz=UTC)
    assert place_shown(incident("abduction"), reported=None, now=now) == shown


def test_without_a_day_the_first_report_counts_and_without_both_it_stays_held_back():
    late = datetime(2031, 4, 1, tzinfo=UTC)
    assert place_shown(incident("abduction", when=None), reported=DAY, now=datetime(2031, 3, 6, tzinfo=UTC)) == "held"
    assert place_shown(incident("abduction", when=None), reported=DAY, now=late) == "area"
    assert place_shown(incident("abduction", when=None), reported=None, now=late) == "held"
