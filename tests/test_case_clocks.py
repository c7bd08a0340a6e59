"""Clocks on a real case file and at the command line: a person dates what they hang on, and may take it back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import trucewatch
from trucewatch.case import Case
from trucewatch.errors import BadInput
from trucewatch.present.cli import main

AGREEMENT = """\
trucewatch: 1
id: kessel-2031
title: Truce of Kessel
signed: 2031-02-28
parties:
  - {name: Arvania, role: signatory}
  - {name: Belmar Front, role: signatory}
events:
  - {name: bridge opens, types: [meeting], sides: [Arvania, Belmar Front]}
provisions:
  - {ref: Article 1, what: Guns leave the shore., obligors: [Arvania], clock: {days: 30}}
  - {ref: Article 2, what: Observers walk the shore., clock: {days: 1, after: provision Article 1}}
  - {ref: Article 3, what: Carts cross., clock: {days: 5, after: bridge opens, hour: "06:00", zone: Europe/Kyiv}}
"""


@pytest.fixture
def case(tmp_path: Path):
    file = tmp_path / "agreement.yaml"
    file.write_text(AGREEMENT, encoding="utf-8")
    with trucewatch.create(tmp_path / "kessel.truce", agreement=str(file)) as made:
        yield made


def states(case: Case, day: date) -> list[str]:
    return [run.state for run in case.clocks(as_of=day)]


def test_a_clock_waits_until_a_person_dates_its_event_and_stands_still_again_when_that_is_undone(case: Case):
    day = date(2031, 4, 10)
    assert states(case, day) == ["passed", "not started", "not started"]
    decision = case.date_event(
        "provision Article 1", date(2031, 4, 9), why="letter of the observers", who="R. Reviewer"
    )
    assert states(case, day) == ["passed", "due", "not started"]
    case.decide(case.store.shown("decision", decision.id), "undo", why="wrong letter", who="R. Reviewer")
    assert states(case, day) == ["passed", "not started", "not started"]


def test_the_dating_of_an_event_stands_in_the_chain(case: Case):
    case.date_event("bridge opens", date(2031, 4, 9), why="seen by our own driver", who="R. Reviewer")
    assert case.verify().passed
    assert [(d.target, d.new, d.why) for d in case.store.decisions()] == [
        ("bridge opens", "2031-04-09", "seen by our own driver")
    ]


def test_a_name_on_which_no_clock_can_hang_is_refused_with_the_nearest(case: Case):
    with pytest.raises(BadInput, match="did you mean 'bridge opens'"):
        case.date_event("bridge opns", date(2031, 4, 9), why="a slip")


def test_the_command_lists_clocks_and_dates_events(case: Case, capsys: pytest.CaptureFixture[str]):
    path = str(case.store.path)
    case.close()
    main_ok(
        ["clocks", path, "--confirm", "bridge opens", "--day", "2031-04-09", "--why", "our driver", "--by", "R. R."]
    )
    capsys.readouterr()
    main_ok(["clocks", path, "--as-of", "2031-04-10"])
    out = capsys.readouterr().out
    assert "Article 2\tnot started" in out
    assert "due in 4 days, on 14 April 2031 at 06:00 (Europe/Kyiv)" in out
    assert "bridge opens: 9 April 2031, dated by a person: our driver" in out
    main_ok(["clocks", path, "--as-of", "2031-04-10", "--json"])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rows[2]["due_utc"] == "2031-04-14T03:00:00+00:00"
    assert rows[2]["trigger"]["who"] == "R. R."


def test_the_command_shows_what_was_carried_out(case: Case, capsys: pytest.CaptureFixture[str]):
    path = str(case.store.path)
    case.close()
    main_ok(
        ["clocks", path, "--confirm", "provision Article 2", "--day", "2031-04-08", "--why", "seen", "--by", "R. R."]
    )
    capsys.readouterr()
    main_ok(["clocks", path])
    assert "\tcarried out: 8 April 2031, by R. R., dated by a person: seen" in capsys.readouterr().out
    main_ok(["clocks", path, "--json"])
    rows = {row["provision"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert rows["Article 2"]["carried_out"]["day"] == "2031-04-08"
    assert [ref for ref, row in rows.items() if row["carried_out"]] == ["Article 2"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--as-of", "yesterday"], "--as-of 'yesterday' is no day"),
        (["--confirm", "bridge opens"], "--confirm needs --day"),
        (["--day", "2031-04-09"], "belong to --confirm"),
        (["--confirm", "bridge opens", "--day", "2031-02-30", "--why", "x"], "'2031-02-30' is no day"),
    ],
)
def test_what_does_not_hold_is_told(case: Case, capsys: pytest.CaptureFixture[str], words, message):
    path = str(case.store.path)
    case.close()
    with pytest.raises(SystemExit) as end:
        main(["clocks", path, *words])
    assert end.value.code not in (0, None)
    assert message in capsys.readouterr().err


def main_ok(words: list[str]) -> None:
    try:
        main(words)
    except SystemExit as end:
        assert not end.code
