"""New agreement files from the command line: they hold as they are written, and nothing is overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.commands import run

from trucewatch.drafts import draft_from_text, new_agreement
from trucewatch.errors import BadInput, BadRecord
from trucewatch.intake.agreement_writing import agreement_yaml
from trucewatch.intake.agreements import bundled_agreements, parse_agreement, read_agreement

TEXT = Path(__file__).parent / "annotate" / "agreement_texts" / "ferry.txt"


@pytest.mark.parametrize("name", bundled_agreements())
def test_an_agreement_written_and_read_again_is_the_same(name):
    agreement, _ = read_agreement(name)
    again = parse_agreement(agreement_yaml(agreement).encode(), shown_as="again")
    for part in ("id", "title", "signed", "parties", "instruments", "provisions", "claimed_terms", "countries", "note"):
        assert getattr(again, part) == getattr(agreement, part), part


def test_a_new_file_holds_and_bears_its_sides(tmp_path, capsys):
    file = tmp_path / "truce.yaml"
    words = (
        "agreement",
        "new",
        file,
        "--title",
        "Truce of the Två Valleys",
        "--signed",
        "2031-03-05",
        "--party",
        "North",
    )
    code, _, err = run(capsys, *words, "--party", "South")
    assert code == 0 and "2 parties" in err
    agreement, _ = read_agreement(str(file))
    assert (agreement.id, [p.name for p in agreement.parties]) == ("truce-of-the-tva-valleys", ["North", "South"])
    code, out, _ = run(capsys, "agreement", "check", file)
    assert code == 0 and "Article 2" in out


def test_a_file_that_is_there_is_never_overwritten(tmp_path, capsys):
    file = tmp_path / "truce.yaml"
    file.write_text("mine")
    code, _, err = run(capsys, "agreement", "new", file, "--title", "T")
    assert code != 0 and "is there already" in err
    assert file.read_text() == "mine"


def test_a_draft_names_the_line_of_each_paragraph_and_holds(tmp_path, capsys):
    file = tmp_path / "ferry.yaml"
    code, _, err = run(capsys, "agreement", "draft", TEXT, file)
    assert code == 0 and "11 provisions proposed for 2 parties" in err
    assert "nobody was recognised as owing Article 2(c), Article 5(b), Article 6" in err
    assert "# line 15 of the text" in file.read_text(encoding="utf-8")
    agreement, _ = read_agreement(str(file))
    assert len(agreement.provisions) == 11
    assert not any(p.confirmed for p in agreement.provisions)


def test_a_draft_makes_a_case(tmp_path, capsys):
    file = tmp_path / "ferry.yaml"
    draft_from_text(TEXT, file)
    code, _, err = run(capsys, "init", tmp_path / "ferry.truce", "--agreement", file)
    assert code == 0, err


def test_what_cannot_be_drafted_is_told_and_leaves_no_file(tmp_path, capsys):
    text = tmp_path / "note.txt"
    text.write_text("The weather on the lake was fine, and the ferry sailed with forty people on board.\n")
    file = tmp_path / "note.yaml"
    with pytest.raises(BadInput, match="binds anybody"):
        draft_from_text(text, file)
    assert not file.exists()
    code, _, err = run(capsys, "agreement", "draft", tmp_path / "gone.txt", file)
    assert code != 0 and "gone.txt" in err
    code, _, err = run(capsys, "agreement", "new", file, "--title", "T", "--signed", "5 March")
    assert code != 0 and "'5 March' is no day" in err


def test_sides_of_one_name_are_refused(tmp_path):
    with pytest.raises(BadRecord, match="lists a party twice"):
        new_agreement(tmp_path / "x.yaml", title="T", parties=["North", "north"])
