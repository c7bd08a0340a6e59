"""Reports gathered by judgements: persons before the machine, the later before the earlier, nobody's parting broken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Maker
from trucewatch.records.origins import Origins, origins_of
from trucewatch.records.report import Report

NOW = datetime(2031, 6, 1, 12, tzinfo=UTC)
REPORTS = [
    Report(id=f"r{n}", capture_ids=("c",), text_ids=(f"t{n}",), found=(), added_at=NOW + timedelta(minutes=n))
    for n in range(5)
]  # fmt: skip


def judgement(i: int, j: int, verdict: str, *, minutes: int = 0, person: str | None = "Reader One") -> Judgement:
    maker = Maker(kind="person", name=person) if person else Maker(kind="machine", name="origins", version="1")
    made_at = NOW + timedelta(minutes=minutes)
    return Judgement.of(
        kind="same_report", left=f"r{i}", right=f"r{j}", verdict=verdict, maker=maker, made_at=made_at
    )  # fmt: skip


def together(found: Origins, i: int, j: int) -> bool:
    return found.origin_of[f"r{i}"] == found.origin_of[f"r{j}"]


def test_a_person_parts_two_reports_that_others_tie():
    machine = [judgement(0, 1, "same", person=None), judgement(1, 2, "same", person=None)]
    found = origins_of(REPORTS, [*machine, judgement(0, 2, "different")])
    assert not together(found, 0, 2)


def test_a_person_who_is_unsure_leaves_the_pair_to_the_machine():
    machine = judgement(0, 1, "same", person=None)
    assert together(origins_of(REPORTS, [machine, judgement(0, 1, "unsure")]), 0, 1)


RANKS = st.integers(min_value=0, max_value=4)


@given(
    said=st.lists(st.tuples(RANKS, RANKS, st.sampled_from(["same", "different"])).filter(lambda s: s[0] != s[1])),
    tied=st.lists(st.tuples(RANKS, RANKS).filter(lambda s: s[0] != s[1])),
)
def test_what_persons_part_stays_apart_unless_later_ones_of_theirs_join_it(said, tied):
    machine = [judgement(i, j, "same", person=None) for i, j in tied]
    persons = [judgement(i, j, verdict, minutes=n) for n, (i, j, verdict) in enumerate(said)]
    found = origins_of(REPORTS, [*machine, *persons])
    later: list[Judgement] = []
    for n in range(len(said) - 1, -1, -1):
        i, j, verdict = said[n]
        without = origins_of(REPORTS, later)
        joined_later = together(without, i, j)
        if (
            verdict == "different"
            and not joined_later
            and not any({x.left, x.right} == {f"r{i}", f"r{j}"} for x in later)
        ):
            assert not together(found, i, j)
        later.append(persons[n])
    if said:
        i, j, verdict = said[-1]
        assert together(found, i, j) == (verdict == "same")
