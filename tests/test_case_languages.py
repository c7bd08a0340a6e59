"""Reports in other languages: kept, searched, shown and counted, never silently skipped. Texts of our own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.text.test_language import DARI, SENTENCES
from typer.testing import CliRunner

import trucewatch
from trucewatch.case import Case
from trucewatch.present.cli.app import app

ENGLISH = "The Valley Front on Monday accused the army of shelling three villages near the river, its spokesman said."
DENIAL = "The army denied the charge on Tuesday and said that no shell had been fired since the truce began."


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with trucewatch.create(tmp_path / "valley.truce", agreement="doha") as opened:
        yield opened


def add(case: Case, tmp_path: Path, *paragraphs: str):
    page = tmp_path / "page.txt"
    page.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return case.add([page])


@pytest.mark.parametrize(
    ("code", "words", "sought"),
    [
        pytest.param("es", SENTENCES["es"], "aldeas", id="Spanish"),
        pytest.param("fr", SENTENCES["fr"], "villages", id="French"),
        pytest.param("ar", SENTENCES["ar"], "الوادي", id="Arabic"),
        pytest.param("fa", DARI, "ولسوالی", id="Dari"),
        pytest.param("ps", SENTENCES["ps"], "ویاند", id="Pashto"),
        pytest.param("ru", SENTENCES["ru"], "долины", id="Russian"),
        pytest.param("uk", SENTENCES["uk"], "звинувачення", id="Ukrainian"),
        pytest.param("pt", SENTENCES["pt"], "aldeias", id="Portuguese"),
    ],
)
def test_a_report_in_another_language_is_kept_searched_and_counted(case, tmp_path, code, words, sought):
    result = add(case, tmp_path, words)
    assert result.added == 1
    assert result.left_out == {f"not annotated: {code}": 1}
    assert [hit.kind for hit in case.search(sought)] == ["text"]
    assert case.statements() == []


def test_a_few_words_in_another_script_are_not_read_as_english(case, tmp_path):
    assert add(case, tmp_path, "الهدنة صامدة").left_out == {"not annotated: language not known, Arabic script": 1}


def test_paragraphs_in_another_language_are_set_aside_and_the_others_read(case, tmp_path):
    result = add(case, tmp_path, ENGLISH, SENTENCES["es"], DENIAL)
    assert result.left_out["paragraph not annotated: es"] == 1
    words = [span.words for mention in case.store.statement_mentions() for span in mention.content]
    assert words and all("aldeas" not in one for one in words)
    assert case.search("aldeas")


def test_an_english_paragraph_of_a_foreign_report_is_read(case, tmp_path):
    result = add(case, tmp_path, SENTENCES["es"], SENTENCES["es"].replace("lunes", "martes"), ENGLISH)
    assert result.left_out["paragraph not annotated: es"] == 2
    words = [span.words for mention in case.store.statement_mentions() for span in mention.content]
    assert words and all(one in ENGLISH for one in words)


def test_a_report_that_is_not_annotated_says_so_wherever_it_is_shown(case, tmp_path):
    add(case, tmp_path, SENTENCES["es"])
    (report,) = case.reports()
    path, run = str(tmp_path / "valley.truce"), CliRunner()
    shown = case.store.shown("report", report.id)
    case.close()
    assert "not annotated  es (Spanish)" in run.invoke(app, ["show", path, shown]).output
    assert "[not annotated: es]" in run.invoke(app, ["search", path, "aldeas"]).output
    out = tmp_path / "brief"
    assert run.invoke(app, ["brief", path, "--out", str(out)]).exit_code == 0
    page = out.with_name("brief.html").read_text(encoding="utf-8")
    assert "not annotated: Spanish" in page and "not annotated: es (Spanish)" in page
    assert "1 report in another language not annotated" in page


def test_doctor_says_what_is_read_and_what_becomes_of_the_rest():
    from trucewatch.health import checks

    (found,) = [check.found for check in checks() if check.name == "languages"]
    assert found.startswith("annotates English; reports in other languages are kept")
