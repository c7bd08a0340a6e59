"""Other datasets' records are kept in tables of their own, in a file and on a server alike."""

from __future__ import annotations

from datetime import UTC, date, datetime

from trucewatch.records.other import OtherJudged, OtherRecord, OtherSet
from trucewatch.store import Store, verify

NOW = datetime(2031, 6, 1, tzinfo=UTC)
SET = OtherSet(name="lake", source="ged", file="lake.csv", sha256="0" * 64, who="Ana Reyes", added_at=NOW)


def record(number: int) -> OtherRecord:
    day = date(2031, 5, number)
    return OtherRecord(
        set_name="lake", id=str(number), source="ged", first_day=day, last_day=day, code="one-sided violence",
        types=("shelling",), actors=("Lake Guard",), place="Ørnø", killed=number,
    )  # fmt: skip


def test_a_set_comes_back_as_it_was_and_goes_whole(anywhere: Store):
    with anywhere.lease("Ana Reyes", seconds=60):
        before = verify(anywhere).records
        anywhere.save_others(SET, [record(9), record(2)])
        judged = OtherJudged(
            set_name="lake",
            other_id="2",
            incident_id="a" * 64,
            verdict="same",
            why="one boat",
            who="Ana Reyes",
            when=NOW,
        )
        anywhere.save_other_judged(judged)
        assert anywhere.other_sets() == [SET]
        assert anywhere.others("lake") == [record(2), record(9)]
        assert list(anywhere.others_judged("lake")) == [judged]
        assert verify(anywhere).records == before
        anywhere.save_others(SET, [record(3)])
        assert anywhere.others("lake") == [record(3)] and list(anywhere.others_judged("lake")) == [judged]
        assert anywhere.drop_others("lake") == 1
        assert (anywhere.other_sets(), anywhere.others("lake"), list(anywhere.others_judged("lake"))) == ([], [], [])
