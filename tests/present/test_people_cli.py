"""``trucewatch people``: accounts, roles, passwords, second step, tokens and the audit log from the command line."""

from __future__ import annotations

import io
import json
import sqlite3
from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher

from trucewatch.present.cli import main
from trucewatch.present.web.access import passwords
from trucewatch.present.web.access.people_file import people_path

GOOD = "gravel tin seldom harbour"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes as quick as can be, and a name for the log."""
    monkeypatch.setattr(passwords, "PasswordHasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    monkeypatch.setenv("TRUCEWATCH_PERSON", "Mira Holt")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "orla.truce").write_bytes(b"")
    return tmp_path / "orla.truce"


class Told:
    """Runs commands; ``stdin`` is what is piped into the next."""

    def __init__(self, case: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.case, self._capsys, self._monkeypatch = case, capsys, monkeypatch

    def __call__(self, *words: str, stdin: str = "") -> tuple[int, str, str]:
        self._monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        code = 0
        try:
            main(["people", str(self.case), *words])
        except SystemExit as end:
            code = int(end.code or 0)
        done = self._capsys.readouterr()
        return code, done.out, done.err


@pytest.fixture
def people(place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Told:
    return Told(place, capsys, monkeypatch)


def test_accounts_are_added_listed_changed_and_disabled(people: Told):
    assert people("add", "Ines", "--role", "lead", stdin=GOOD + "\n")[0] == 0
    assert people("add", "Oskar", "--role", "reader", stdin=GOOD + "\n")[0] == 0
    assert people("list")[1].splitlines() == [
        "Ines\tlead\tactive\tpassword only",
        "Oskar\treader\tactive\tpassword only",
    ]
    assert people("role", "Oskar", "reviewer")[0] == 0
    assert people("disable", "oskar")[0] == 0
    assert json.loads(people("list", "--json")[1].splitlines()[1]) == {
        "name": "Oskar", "role": "reviewer", "state": "disabled", "second_step": False,
    }  # fmt: skip
    assert people("enable", "Oskar")[0] == 0
    assert people("password", "Oskar", stdin="mellow otter ninth ladder\n")[0] == 0


@pytest.mark.parametrize(
    ("words", "stdin", "told"),
    [
        (["add", "Ines", "--role", "lead"], "", "nothing on standard input"),
        (["add", "Ines", "--role", "lead"], "short\n", "5 characters"),
        (["add", "Ines", "--role", "reader"], GOOD + "\n", "first account must be a lead"),
        (["list"], "", "has no accounts; make the first with: trucewatch people"),
        (["role", "Ines", "lead"], "", "has no accounts"),
    ],
)
def test_what_cannot_be_done_is_told_and_leaves_no_file(people: Told, words: list[str], stdin: str, told: str):
    code, _, err = people(*words, stdin=stdin)
    assert code == 1 and told in err
    assert not people_path(people.case).exists()


def test_a_case_that_is_not_there_gets_no_people(people: Told, tmp_path: Path):
    people.case = tmp_path / "typo.truce"
    code, _, err = people("add", "Ines", "--role", "lead", stdin=GOOD + "\n")
    assert code == 1 and "no case at" in err and list(tmp_path.glob("typo*")) == []


def test_the_last_lead_stays_one(people: Told):
    people("add", "Ines", "--role", "lead", stdin=GOOD + "\n")
    for words in (["disable", "Ines"], ["role", "Ines", "reader"]):
        code, _, err = people(*words)
        assert code == 1 and "last lead" in err


def test_a_password_is_never_a_word_of_the_command(people: Told):
    code, _, _ = people("add", "Ines", GOOD, "--role", "lead")
    assert code == 2 and not people_path(people.case).exists()
    assert people("add", "Ines", "--role", "lead", "--password", GOOD)[0] == 2


def test_the_second_step_is_set_up_with_a_code_and_taken_away(people: Told, monkeypatch: pytest.MonkeyPatch):
    people("add", "Ines", "--role", "lead", stdin=GOOD + "\n")
    code, out, err = people("totp", "Ines", stdin="000000\n")
    assert code == 1 and out == "" and "does not fit" in err
    monkeypatch.setattr(pyotp, "random_base32", lambda: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    code, out, err = people("totp", "Ines", stdin=pyotp.TOTP("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").now() + "\n")
    assert code == 0 and len(out.split()) == 10 and "JBSWY3DP" in err and "█" in err
    assert "second step" in people("list")[1]
    assert people("totp", "Ines", "--off")[0] == 0
    assert "password only" in people("list")[1]


def test_tokens_are_made_listed_and_revoked(people: Told):
    people("add", "Ines", "--role", "lead", stdin=GOOD + "\n")
    code, out, _ = people("token", "Ines", "--label", "night export", "--days", "7")
    token = out.strip()
    assert code == 0 and token.startswith("tw_")
    listed = people("token")[1]
    assert "night export" in listed and "holds" in listed and token.split("_", 2)[2] not in listed
    assert people("token", "--revoke", token.split("_")[1])[0] == 0
    assert "revoked" in people("token")[1]
    code, _, err = people("token", "Ines")
    assert code == 1 and "say what the token is for" in err
    assert "no token 'zz'" in people("token", "--revoke", "zz")[2]


def test_the_log_is_printed_checked_and_held_to_a_digest(people: Told):
    people("add", "Ines", "--role", "lead", stdin=GOOD + "\n")
    people("add", "Oskar", "--role", "reader", stdin=GOOD + "\n")
    lines = people("audit")[1].splitlines()
    assert lines[0].split("\t")[2:] == ["Mira Holt", "account added", "Ines (lead)", "command line"]
    assert json.loads(people("audit", "--json")[1].splitlines()[1])["n"] == 2
    assert people("audit", "--since", "2999-01-01")[1] == ""
    assert "YYYY-MM-DD" in people("audit", "--since", "May")[2]
    code, digest, err = people("audit", "--verify")
    assert code == 0 and len(digest.strip()) == 64 and "2 lines" in err
    assert people("audit", "--verify", "--noted", digest.strip()[:12])[0] == 0
    assert people("audit", "--noted", "aa")[0] == 1
    sqlite3.connect(people_path(people.case)).executescript(
        "DROP TRIGGER audit_stays; UPDATE audit SET about = 'Ines (reader)' WHERE n = 1;"
    )
    code, out, err = people("audit", "--verify")
    assert code == 3 and out == "" and "line 1" in err
