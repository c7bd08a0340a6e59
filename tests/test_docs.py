"""Holds documentation to the code: help, README, settings, vocabularies."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
import typer.main

import trucewatch
from trucewatch.errors import TrucewatchError
from trucewatch.present.cli.app import app
from trucewatch.present.cli.decide import JUDGED
from trucewatch.present.vocabulary_page import page
from trucewatch.present.why_lines import ASKED
from trucewatch.settings import PREFIX, Settings

ROOT = Path(__file__).parent.parent
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_with_an_example_of_itself(name):
    help_text = COMMANDS[name].help or ""
    assert f"Example: trucewatch {name}" in help_text
    assert len(help_text.splitlines()[0]) > 20


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_argument_and_option_says_what_it_is(name):
    for parameter in COMMANDS[name].params:
        if parameter.name != "help":
            assert getattr(parameter, "help", None), f"{name} {parameter.name} has no help"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_stands_in_the_readme(name):
    assert f"trucewatch {name}" in README


def test_the_readme_names_no_command_that_is_not_there():
    named = set(re.findall(r"^trucewatch ([a-z]+)", README, flags=re.MULTILINE))
    assert named <= COMMANDS.keys()


def test_the_readme_shows_the_two_commands_and_a_picture_that_exists():
    assert "make demo" in README and "make test" in README
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures
    assert all((ROOT / picture).is_file() for picture in pictures)


#: Pages of the documentation site that are made out of the program (tools/site_pages.py).
MADE_PAGES = {"commands.md", "notebook.md"}


def test_every_link_in_the_docs_leads_to_a_file():
    for document in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
            if not target.startswith("http") and target not in MADE_PAGES:
                assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_every_setting_is_documented():
    documented = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for field in dataclasses.fields(Settings):
        assert f"`{PREFIX}{field.name.upper()}`" in documented


def test_the_vocabulary_page_is_what_the_tables_give():
    assert (ROOT / "docs" / "vocabularies.md").read_text(encoding="utf-8") == page()


def test_the_package_says_that_it_is_typed():
    assert (Path(trucewatch.__file__).parent / "py.typed").is_file()


def test_every_public_name_has_a_docstring():
    for name in trucewatch.__all__:
        assert getattr(trucewatch, name).__doc__


def test_every_function_of_the_package_that_the_docs_call_is_public():
    called = set()
    for document in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        called |= set(re.findall(r"\btrucewatch\.([a-z_]+)\(", document.read_text(encoding="utf-8")))
    assert {"open", "annotate_shards"} <= called <= set(trucewatch.__all__)


def test_settings_name_the_variable_and_value_that_does_not_fit():
    with pytest.raises(TrucewatchError, match=r"TRUCEWATCH_MAX_BYTES.*'lots'"):
        Settings.from_environment({"TRUCEWATCH_MAX_BYTES": "lots"})


def test_every_folder_with_a_licence_of_its_own_stands_in_the_notice():
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    folders = {p.parent for top in ("src", "evals", "training") for p in (ROOT / top).rglob("LICENSE*")}
    assert folders
    assert [f for f in sorted(folders) if f"{f.parent.name}/{f.name}" not in notice] == []


def test_the_page_on_linking_shows_every_judgement_that_can_be_decided():
    page = (ROOT / "docs" / "linking.md").read_text(encoding="utf-8")
    missing = [choice.value for choice in JUDGED if not re.search(rf"[` ]{choice.value}[` ]", page)]
    assert missing == []


def test_the_page_on_linking_shows_lines_as_why_prints_them():
    page = (ROOT / "docs" / "linking.md").read_text(encoding="utf-8")
    assert all(asked in page for asked in ("one statement?", ASKED["same_statement"][3]))
    assert all(f"**{title}**" in page for title in ("joined through", "kept apart by", "not compared because"))
