"""What an analyst would ask of the demo (its twelve requirements, those that a file can show), on the case that
``trucewatch demo`` makes."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path

import pytest
from tests.neutral.verdicts import verdicts_in

import trucewatch
from trucewatch.assess.contradict import LedgerRow
from trucewatch.case import Case
from trucewatch.present.cli import main


def run(*words: str | Path) -> tuple[object, str]:
    """The exit code of a command, and what it printed."""
    said, code = io.StringIO(), 0
    with redirect_stdout(said), redirect_stderr(io.StringIO()):
        try:
            main([str(word) for word in words])
        except SystemExit as left:
            code = left.code or 0
    return code, said.getvalue()


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    assert run("demo", folder)[0] == 0
    assert run("export", folder / "doha.truce", "--format", "records", folder / "records")[0] == 0
    return folder


@pytest.fixture(scope="module")
def case(demo: Path) -> Iterator[Case]:
    with trucewatch.open(demo / "doha.truce") as opened:
        yield opened


@pytest.fixture(scope="module")
def ledger(case: Case) -> list[LedgerRow]:
    return list(case.ledger())


def claims(ledger: list[LedgerRow], said: date, against: str) -> list[LedgerRow]:
    return [row for row in ledger if row.said == said and row.against == against]


# 1 ----------------------------------------------------------------------------------------------


def test_every_value_rests_on_words_that_stand_where_it_says(case: Case):
    found = case.verify()
    assert found.passed and found.findings == ()


# 2 ----------------------------------------------------------------------------------------------


def told_between(case: Case, first: date, last: date) -> dict[str, str]:
    """Mention -> outlet, of the reports of these days."""
    outlets = {
        t: str(r.publisher) for r in case.reports() if r.published and first <= r.published <= last for t in r.text_ids
    }
    return {m.id: outlets[m.text_id] for m in case.store.statement_mentions() if m.text_id in outlets}


def test_a_quarrel_told_by_many_outlets_is_one_accusation_and_one_denial(case: Case):
    told = told_between(case, date(2020, 4, 5), date(2020, 4, 7))
    of_the_day = [s for s in case.statements() if any(m in told for m in s.mention_ids)]

    def outlets(statement):
        return {told[m] for m in statement.mention_ids}

    charged = [s for s in of_the_day if s.side == "Taliban" and s.act == "accuse" and s.target_side == "United States"]
    # what one outlet alone tells, the delay of the prisoners' release, is a complaint of its own
    (charge,) = [s for s in charged if len(outlets(s)) > 1]
    assert len(outlets(charge)) >= 5 and len(charged) <= 2
    assert charge.said_on.first_day == charge.said_on.last_day == date(2020, 4, 5)
    (denial,) = [s for s in of_the_day if s.side == "United States" and s.act in {"deny", "reject"}]
    assert denial.speaker == "Sonny Leggett" and "spokesman" in denial.role and denial.medium == "tweet"
    assert denial.said_on.first_day == date(2020, 4, 5) and len(outlets(denial)) >= 5


# 3 ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2020, 4, 5), date(2020, 8, 13), date(2020, 10, 18)])
def test_a_charge_of_that_day_stands_with_what_the_other_side_answered_and_after_how_long(ledger, day):
    answers = [one for row in claims(ledger, day, "United States") for one in row.responses]
    assert any(one.statement.side == "United States" and one.kind == "denial" for one in answers)
    assert any(one.delay_days is not None and one.delay_days >= 0 for one in answers)


def test_a_charge_without_an_answer_says_where_it_was_looked_for(demo, ledger):
    unanswered = [row for row in ledger if not row.answered]
    assert unanswered
    for row in unanswered:
        assert re.match(
            r"no response found in \d+ reports? up to \d{4}-\d\d-\d\d; \d+ of them (?:is|are) ", str(row.search)
        )
    assert "no response found in" in (demo / "ledger.txt").read_text(encoding="utf-8")


# 4 ----------------------------------------------------------------------------------------------


def test_the_hospital_attack_keeps_every_account_of_who_did_it_and_crowns_none(case: Case, ledger):
    (attack,) = [i for i in case.incidents() if any("maternity" in span.words for span in case.words(i))]
    laid = {(actor.name if actor.side is None else actor.side, actor.said_by) for actor in attack.actors}
    assert ("Taliban", "Afghan government") in laid and ("Islamic State", "Zalmay Khalilzad") in laid
    assert any(account.said_as == "denied" for account in attack.accounts)
    charged = [r for r in ledger if r.by_side == "Afghan government" and r.against == "Taliban" and r.answered]
    assert any("hospital" in s.words for r in charged for s in case.words(r.claim))


def test_no_field_of_the_export_says_who_did_it(demo):
    rows = [json.loads(line) for line in (demo / "records" / "incidents.jsonl").read_text("utf-8").splitlines()]
    assert not verdicts_in(" ".join(key.replace("_", " ") for row in rows for key in row))
    assert any(row["actor_disputed"] and len(row["attributions"]) > 1 for row in rows)


# 5 ----------------------------------------------------------------------------------------------


def test_tolls_of_one_attack_stand_beside_each_other_with_who_and_when(case: Case):
    (attack,) = [i for i in case.incidents() if any("maternity" in span.words for span in case.words(i))]
    told = {count.value for count in attack.counts if count.effect == "killed"}
    assert {14, 16, 24} <= told


def test_releases_by_the_end_of_may_2020_are_given_by_both_sides(case: Case):
    series = [s for s in case.figures() if {2284, 2700} <= {told.figure.value for told in s.values}]
    assert len(series) == 1 and series[0].series.agreement == "conflict"


def test_a_sum_needs_a_rule_and_names_it(demo):
    assert run("figures", demo / "doha.truce", "--sum", "average")[0] != 0
    code, said = run(
        "figures",
        demo / "doha.truce",
        "--sum",
        "highest",
        "--unit",
        "people killed",
        "--kind",
        "toll",
        "--definition",
        "people",
    )
    assert code == 0 and "highest" in said


# 6 ----------------------------------------------------------------------------------------------


def clock(case: Case, ref: str, day: date):
    return next(run for run in case.clocks(as_of=day) if run.ref == ref)


def test_days_and_months_are_counted_from_the_signing_and_other_dates_stand_beside(case: Case):
    assert clock(case, "One A.1", date(2020, 7, 1)).due == date(2020, 7, 13)  # 135 days
    assert clock(case, "One A.1", date(2020, 7, 1)).days_left == 12
    whole = clock(case, "One B.1", date(2021, 4, 1))  # 14 months
    assert whole.due == date(2021, 4, 29) and date(2021, 5, 1) in {other.day for other in whole.reported}


def test_what_waits_for_the_talks_has_not_started_until_a_dated_event_says_so(case: Case):
    assert clock(case, "One D", date(2020, 7, 1)).state == "not started"
    assert clock(case, "One D", date(2020, 10, 1)).state != "not started"


def test_the_dossier_shows_the_sum_behind_a_date(demo):
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", (demo / "dossier.html").read_text(encoding="utf-8")))
    assert "14 months" in page and "29 April 2021" in page and "1 May 2021" in page


# 7 ----------------------------------------------------------------------------------------------


def test_every_link_to_a_provision_gives_its_reasons_and_its_maker(case: Case):
    links = list(case.store.judgements("provision"))
    assert links and all(link.reasons and link.maker.name for link in links)


def test_the_quarrel_over_strikes_away_from_combat_is_a_claimed_term_with_each_sides_reading(case: Case):
    readings = [one for one in case.claimed_terms() if one.ref == "X1"]
    assert {"Taliban", "United States"} <= {one.statement.side for one in readings}


# 8 ----------------------------------------------------------------------------------------------


def test_reprints_of_one_wire_story_are_one_origin(ledger):
    assert any(len(row.outlets) == 4 and row.origins == 1 for row in ledger)


# 9 ----------------------------------------------------------------------------------------------


def test_the_dossiers_own_words_hold_no_verdict(demo):
    page = (demo / "dossier.html").read_text(encoding="utf-8")
    page = re.sub(r"<style.*?</style>", " ", page, flags=re.DOTALL)
    page = re.sub(r"<(\w+)[^>]* data-from=[^>]*>.*?</\1>", " ", page, flags=re.DOTALL)
    assert verdicts_in(re.sub(r"<[^>]*>", " ", page)) == []


# 10 ---------------------------------------------------------------------------------------------


def test_a_week_without_reports_is_no_coverage_and_not_zero(demo, case: Case):
    weeks = case.trend(per="week")
    assert 0 < weeks.uncovered < len(weeks.stretches)
    rows = list(csv.DictReader(io.StringIO(run("trend", demo / "doha.truce", "--per", "week", "--format", "csv")[1])))
    bare = [row for row in rows if row["coverage"] == "none"]
    assert len(bare) >= weeks.uncovered and all(row["dated"] != "0" for row in bare)
    assert "no coverage" in run("trend", demo / "doha.truce", "--per", "week")[1]


def test_the_trend_marks_where_the_set_of_outlets_changed(case: Case):
    assert any(week.first_seen or week.last_seen for week in case.trend(per="week").stretches)
