"""Places of people who could be found there are shown coarsely, and not at all in the first 72 hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from trucewatch.assess.holding import place_shown
from trucewatch.records.incident import Account, Incident
from trucewatch.records.maker import Maker
from trucewatch.records.mention import Participant
from trucewatch.records.when import When
from trucewatch.records.where import Where

MAKER = Maker(kind="machine", name="test", version="1")
DAY = date(2031, 3, 4)


def incident(
    kind: str = "shelling", *, struck: str = "the market", when: date | None = DAY, feature: str = "P.PPL",
    where: Where | None = None,
) -> Incident:  # fmt: skip
    return Incident(
        id="i", founding_mention="m", mention_ids=("m",), type=kind, maker=MAKER,
        recorded_at=datetime(2031, 3, 5, tzinfo=UTC), accounts=(Account(mention_id="m", said_as="narrated"),),
        targets=(Participant(name=struck),), where=where or Where(name="Orla", feature=feature),
        when=When.days(when, when, words="on Tuesday") if when else None,
    )  # fmt: skip


@pytest.mark.parametrize("struck", ["an aid convoy", "the field hospital", "two observers", "a shelter for families"])
def test_what_tells_where_people_at_risk_are_is_drawn_by_its_area(struck):
    now = datetime(2031, 4, 1, tzinfo=UTC)
    assert place_shown(incident(struck=struck), reported=DAY, now=now).how == "area"
    assert place_shown(incident(), reported=DAY, now=now).how == "as told"


def test_types_and_features_tell_of_it_as_well():
    now = datetime(2031, 4, 1, tzinfo=UTC)
    assert place_shown(incident("displacement"), reported=DAY, now=now).how == "area"
    assert place_shown(incident(feature="S.HSP"), reported=DAY, now=now).how == "area"


@pytest.mark.parametrize(
    ("hours", "shown"),
    [pytest.param(71, "held", id="within 72 hours"), pytest.param(72, "area", id="after them")],
)
def test_such_a_place_is_held_back_for_72_hours_from_the_end_of_the_day_anywhere_on_earth(hours, shown):
    # 4 March ends last at UTC-12, at 12:00 of 5 March in UTC
    now = datetime.fromtimestamp(datetime(2031, 3, 5, 12, tzinfo=UTC).timestamp() + hours * 3600, tz=UTC)
    assert place_shown(incident("abduction"), reported=None, now=now).how == shown


def test_without_a_day_the_first_report_counts_and_without_both_it_stays_held_back():
    late = datetime(2031, 4, 1, tzinfo=UTC)
    assert (
        place_shown(incident("abduction", when=None), reported=DAY, now=datetime(2031, 3, 6, tzinfo=UTC)).how == "held"
    )
    assert place_shown(incident("abduction", when=None), reported=DAY, now=late).how == "area"
    assert place_shown(incident("abduction", when=None), reported=None, now=late).how == "held"


def test_the_hours_are_a_setting():
    now = datetime(2031, 3, 6, 13, tzinfo=UTC)  # 25 hours after the end of the day
    assert place_shown(incident("abduction"), reported=DAY, now=now, hold=timedelta(hours=24)).how == "area"
    assert place_shown(incident("abduction"), reported=DAY, now=now, hold=timedelta(hours=26)).how == "held"


def test_what_is_shown_is_the_area_without_a_point_and_says_so():
    orla = Where(
        name="Orla", precision="exact", feature="P.PPL", lat=12.5, lon=41.25, gazetteer_id="9", gazetteer_name="Orla",
        admin1="Lower Vale", admin1_id="7", country="ZZ", country_name="Vale",
    )  # fmt: skip
    late = datetime(2031, 4, 1, tzinfo=UTC)
    shown = place_shown(incident("detention", where=orla), reported=DAY, now=late)
    assert shown.where is not None and "people could be found there" in shown.words
    assert (shown.where.name, shown.where.precision, shown.where.gazetteer_id) == ("Lower Vale", "admin_area", "7")
    assert shown.where.lat is None and "Orla" not in repr(shown)
    unknown_area = place_shown(
        incident("detention", where=replace(orla, admin1=None, admin1_id=None)), reported=DAY, now=late
    )
    assert unknown_area.where is not None and unknown_area.where.name == "Vale" and "Orla" not in repr(unknown_area)
    early = place_shown(incident("detention", where=orla), reported=DAY, now=datetime(2031, 3, 6, tzinfo=UTC))
    assert early.where is None and early.words == "place held back until 8 March 2031: people could be found there"


def test_a_place_no_finer_than_the_area_stays_as_it_is_told_after_the_hours():
    area = Where(name="Lower Vale", precision="admin_area", feature="A.ADM1", lat=12.0, lon=41.0, country="ZZ")
    late = datetime(2031, 4, 1, tzinfo=UTC)
    assert place_shown(incident("detention", where=area), reported=DAY, now=late).where == area
