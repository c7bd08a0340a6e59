from __future__ import annotations

import pytest

from trucewatch.errors import BadInput
from trucewatch.present.cli import main

SOURCE = "file,publisher,published,url\nx.txt,Kessel Wire,2031-05-08,https://wire.example/2031/x\n"
FIRST = """\
Guns fall silent at Kessel

KESSEL, 8 May 2031 - At least 12 people were killed in the shelling of Kessel on Saturday, Adel Brandt, a spokesman for
the Belmar Front, said.

The governor, Mira Dost, urged both sides to stop firing at the ferry.
"""
SECOND = FIRST.replace("At least 12", "At least 14").replace("The governor, Mira Dost, urged", "The mayor opened") + (
    "\nCorrection: An earlier version of our report gave another number of dead.\n"
)


@pytest.fixture
def edited(case, tmp_path):
    (tmp_path / "sources.csv").write_text(SOURCE)
    for words in (FIRST, SECOND):
        (tmp_path / "x.txt").write_text(words)
        case.add([tmp_path / "x.txt"], sources=tmp_path / "sources.csv")
    return case


def test_versions_say_what_an_edit_changed_with_the_words_of_both_texts(edited, capsys):
    (report,) = edited.store.reports_of_url("https://wire.example/2031/x")
    with pytest.raises(SystemExit):
        main(["versions", str(edited.store.path), f"r:{report.id[:10]}"])
    out = capsys.readouterr().out
    assert "correction by the outlet: “Correction: An earlier version" in out
    assert "dropped statement" in out and "Mira Dost" in out
    assert "counts: at least 12 people killed" in out and "at least 14 people killed" in out
    assert "+ “At least 14 people were killed in the shelling of Kessel on Saturday" in out


def test_what_an_edit_dropped_can_still_be_shown(edited, capsys):
    (report,) = edited.store.reports_of_url("https://wire.example/2031/x")
    (step,) = edited.versions(report.id)
    dropped = next(e.before for e in step.edits if e.what == "dropped" and e.sort == "statement")
    assert edited.find(dropped.id)[1] == dropped
    assert edited.verify().passed


def test_only_reports_have_versions(case):
    with pytest.raises(BadInput, match="not a report"):
        case.versions(case.statements()[0].id)


def test_a_report_of_one_text_says_so(case, capsys):
    with pytest.raises(SystemExit):
        main(["versions", str(case.store.path), case.reports()[0].id])
    assert "one text; nothing to compare" in capsys.readouterr().out
