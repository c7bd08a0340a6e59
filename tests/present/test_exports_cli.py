"""``trucewatch export``: every format from the command line, with what it says and what it will not do."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.commands import run

from trucewatch.case import Case
from trucewatch.present.export.formats import FORMATS


@pytest.fixture
def case_file(case: Case) -> Path:
    """A closed case file with three reports in it, the test's own."""
    case.close()
    return Path(case.store.path)


def test_every_format_is_written_from_one_case(case_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    for name in FORMATS:
        code, out, err = run(capsys, "export", case_file, tmp_path / name, "--format", name, "--licence", "CC BY 4.0")
        assert code == 0 and out == "" and f"written to {tmp_path / name}: " in err, err
        assert any((tmp_path / name).iterdir())
        assert "for anybody to read, export with --public" in err


def test_a_rule_is_printed_and_so_is_what_is_left_out(
    case_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    asked = ("--format", "acled", "--fatalities", "highest", "--state", "arvania", "--public")
    code, _, err = run(capsys, "export", case_file, tmp_path, *asked)
    assert code == 0 and "by the rule “highest”: the highest that anybody gives" in err
    assert "not in it: " in err and "--public" not in err
    assert "the highest that anybody gives" in (tmp_path / "acled-about.txt").read_text()


@pytest.mark.parametrize(("asked", "told"), [
    pytest.param(("--format", "csv", "--fatalities", "lowest"), "csv takes no fatalities; acled, ged do", id="rule"),
    pytest.param(("--format", "ged", "--state", "Nowhere"), "no party of the agreement; its parties are", id="state"),
    pytest.param(("--format", "word"), "word", id="format"),
    pytest.param(("--format", "hxl", "--public", "--with-confidential"), "may reach anybody", id="both"),
])  # fmt: skip
def test_what_cannot_be_done_is_said_in_one_line(
    case_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], asked: tuple[str, ...], told: str
):
    code, _, err = run(capsys, "export", case_file, tmp_path / "out", *asked)
    assert code != 0 and told in " ".join(err.split())
    assert not (tmp_path / "out").exists()
