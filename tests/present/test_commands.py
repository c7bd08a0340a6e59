"""The list of commands: what it says, and that it costs next to nothing to print."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main
from tests.commands import run

import trucewatch.present.cli
from trucewatch.present.cli.app import app
from trucewatch.present.cli.commands import SUMMARIES

COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
HEAVY = ("spacy", "onnxruntime", "tokenizers", "sqlalchemy", "trafilatura", "pypdf", "numpy", "jinja2", "pydantic")
LIST_THEM = f"""
import sys
from trucewatch.present.cli import main
try:
    main(["--help"])
except SystemExit:
    pass
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""


@pytest.mark.parametrize("name", SUMMARIES)
def test_the_list_says_what_the_command_says_of_itself(name):
    assert " ".join((COMMANDS[name].help or "").split("\n\n")[0].split()) == SUMMARIES[name]


def test_every_file_with_a_command_stands_in_the_list():
    files = Path(trucewatch.present.cli.__file__).parent.glob("*.py")
    command = re.compile(r"^(?:def command\(|app = (?:group|typer\.Typer)\()", re.MULTILINE)
    held = {file.stem for file in files if command.search(file.read_text(encoding="utf-8"))} - {"app"}
    assert held == set(SUMMARIES)


def test_help_is_printed_without_the_packages_that_reading_needs():
    made = subprocess.run([sys.executable, "-c", LIST_THEM], capture_output=True, text=True, check=True)
    assert made.stderr.strip() == "[]"
    assert all(f"  {name} " in made.stdout for name in SUMMARIES)


def test_a_command_that_is_not_there_is_told_with_the_likely_one(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as end:
        trucewatch.present.cli.main(["ledgr"])
    assert end.value.code == 2 and "ledger" in capsys.readouterr().err


def test_commands_in_groups_are_shown_as_all_others(capsys):
    _, shown, _ = run(capsys, "agreement", "--help")
    assert "completion" not in shown and "╭" not in shown and "\n  list " in shown
