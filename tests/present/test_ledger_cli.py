"""``trucewatch ledger``: filters, forms, and who has not spoken on what."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import trucewatch
from trucewatch.present.cli import main

AGREEMENT = """\
trucewatch: 1
id: kessel-2031
title: Truce of Kessel
signed: 2031-02-28
parties:
  - {name: Arvania, role: signatory, members: [Arvanian army], aliases: [Arvanian army]}
  - {name: Belmar Front, role: signatory}
  - {name: Lake Union, role: monitor}
provisions:
  - {ref: Article 1, what: Both hold their fire along the shore., obligors: [Arvania, Belmar Front],
     topics: [ceasefire], keywords: [shelling, shelled]}
"""
CHARGED = "The Belmar Front accused the Arvanian army on Tuesday of shelling two farms at the lake.\n"
ANSWER = "The Arvanian army denied on Wednesday that it had shelled two farms at the lake.\n"
OTHER = "The Arvanian army accused the Belmar Front of stealing horses from the customs house.\n"


@pytest.fixture(scope="module")
def case_file(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ledger")
    file = folder / "agreement.yaml"
    file.write_text(AGREEMENT, encoding="utf-8")
    with trucewatch.create(folder / "kessel.truce", agreement=str(file)) as case:
        for words, day, outlet in ((CHARGED, "04", "Orlin Post"), (ANSWER, "05", "Lake Wire"), (OTHER, "08", "=Post")):
            case.add_words(words.encode(), publisher=outlet, published=f"2031-03-{day}")
        (claim,) = case.statements(act="accuse", side="Belmar Front")
        (answer,) = (s for s in case.statements(side="Arvania") if s.act != "accuse")
        shown = case.store.shown
        case.judge(
            shown("statement", answer.id), "same", shown("statement", claim.id), relation="response", label="denial",
            why="it names the farms", who="R. Reader",
        )  # fmt: skip
    return folder / "kessel.truce"


def run(capsys, case: Path, *options: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(["ledger", str(case), *options])
    out, err = capsys.readouterr()
    return int(left.value.code or 0), out, err


def test_json_holds_the_claim_its_answer_with_the_delay_and_the_search(case_file, capsys):
    code, out, _ = run(capsys, case_file, "--format", "json", "--answered")
    (row,) = json.loads(out)
    assert code == 0 and (row["by_side"], row["against"], row["state"]) == ("Belmar Front", "Arvania", "answered")
    assert row["responses"][0]["kind"] == "denial" and row["responses"][0]["by_side"] == "Arvania"
    assert row["outlets"] == ["Orlin Post"] and row["search"]["reports"] == 3


def test_csv_has_a_row_for_each_claim_and_no_cell_that_a_spreadsheet_would_run(case_file, capsys):
    _, out, _ = run(capsys, case_file, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["state"] for row in rows] == ["answered", "open"]
    assert rows[1]["outlets"] == "'=Post" and rows[1]["searched_own_outlets"] == "0"
    assert rows[0]["kinds"] == "denial" and "shelling two farms" in rows[0]["words"]


@pytest.mark.parametrize(
    ("options", "claims"),
    [
        (("--unanswered",), 1), (("--against", "Arvania"), 1), (("--publisher", "orlin"), 1), (("--act", "condemn"), 0),
        (("--since", "2031-03-06"), 1), (("--until", "2031-03-06", "--side", "Belmar Front"), 1),
        (("--provision", "article 1"), 1),
    ],
)  # fmt: skip
def test_filters_hold_together(case_file, capsys, options, claims):
    _, out, _ = run(capsys, case_file, *options)
    assert out.strip().splitlines()[-1].startswith(f"{claims} claim")


def test_unspoken_names_the_parties_in_the_order_of_the_agreement_with_the_search(case_file, capsys):
    _, out, _ = run(capsys, case_file, "--unspoken")
    claim, provision = (part for part in out.split("\n\n") if part.strip())
    assert "stealing horses" in claim and "statement recorded: Arvania" in claim
    assert (
        "in 1 report from 2031-03-08 on up to 2031-03-08, of: Belmar Front (0 reports of its own outlets"
        in " ".join(claim.split())
    )
    assert claim.index("Belmar Front (") < claim.index("Lake Union (")
    assert provision.startswith("Article 1: Both hold their fire") and "Lake Union (" in provision
    rows = json.loads(run(capsys, case_file, "--unspoken", "--format", "json")[1])
    assert [bool(row["claim"]) for row in rows] == [True, False]
    listed = list(csv.DictReader(io.StringIO(run(capsys, case_file, "--unspoken", "--format", "csv")[1])))
    assert {row["none_recorded_of"] for row in listed} >= {"Lake Union", "Belmar Front"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--answered", "--unanswered"), "one of the two"),
        (("--unspoken", "--answered"), "leave out --answered"),
        (("--since", "2031-02-30"), "takes a day like"),
        (("--since", "2031-04-01", "--until", "2031-03-01"), "lies after"),
        (("--act", "acuse"), "did you mean 'accuse'"),
        (("--provision", "Article 2"), "did you mean 'Article 1'"),
        (("--side", "Nobody"), "its sides are Arvania, Belmar Front, Lake Union"),
    ],
)
def test_what_cannot_be_asked_is_told_in_one_message(case_file, capsys, options, message):
    code, out, err = run(capsys, case_file, *options)
    assert code != 0 and out == "" and message in err and len(err.strip().splitlines()) == 1


def test_a_side_may_be_named_by_an_alias(case_file, capsys):
    assert run(capsys, case_file, "--side", "arvanian army") == run(capsys, case_file, "--side", "Arvania")
