"""A report's own title, outlet, author and day: corrected by a person, with what derives from them, and for good."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from trucewatch.annotate.annotator import Annotator
from trucewatch.case import Case, create, open_case
from trucewatch.errors import BadInput, BadRecord, Conflict
from trucewatch.present.cli.app import app
from trucewatch.records.report import Report
from trucewatch.store import schema
from trucewatch.store.choosing import ReportFilter

AGREEMENT = """\
trucewatch: 1
id: mere
title: Mere truce between Osland and the Lodden Front
signed: 2031-02-28
parties:
  - {name: Osland, role: signatory, members: [Osland army]}
  - {name: Lodden Front, role: signatory}
provisions:
  - {ref: "1", what: Neither side shells towns., obligors: [Osland, Lodden Front], keywords: [shelling]}
"""
WORDS = """\
Front says army shelled Tarn

By Edda Quist

The Lodden Front accused the Osland army on Tuesday of shelling the town of Tarn.

"The army fired at the market," said Jory Lamm, a spokesman for the Lodden Front, on Tuesday. Four people were killed.

The army shelled the harbour of Tarn yesterday, killing two people.
"""
OTHER = """\
Army denies shelling Tarn

The Osland army denied on Wednesday that it had shelled Tarn.
"""
PAGE = "https://wire.example/2031/tarn"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("mere")
    (home / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    with create(home / "mere.truce", agreement=str(home / "agreement.yaml")) as case:
        case.add_words(WORDS.encode(), publisher="Tarn Wire", published="2031-05-07", url=PAGE)
        case.add_words(OTHER.encode(), publisher="Osland Day", published="2031-05-08")
    return home / "mere.truce"


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    shutil.copy(template, tmp_path / "mere.truce")
    return tmp_path / "mere.truce"


def report(case: Case, words: str = "shelled Tarn") -> Report:
    return next(r for r in case.reports() if words in case.store.text(r.text_id).content and "accused" in
                case.store.text(r.text_id).content)  # fmt: skip


def harbour(case: Case) -> date | None:
    """The day of "yesterday"."""
    incident = next(i for i in case.incidents() for span in case.words(i) if "harbour" in span.words)
    return incident.when.first_day if incident.when else None


def test_title_outlet_author_and_day_are_a_persons_and_what_was_found_stays_beside(path: Path):
    with open_case(path, write=True) as case:
        one = report(case)
        before = one.received
        made = case.amend(
            f"r:{one.id}",
            {"title": "Front: army shelled Tarn", "publisher": "Tarn Herald", "author": "Edda Quist"},
            why="as printed", who="Ines Roe",
        )  # fmt: skip
        now = report(case)
        assert (now.title, now.publisher, now.author) == ("Front: army shelled Tarn", "Tarn Herald", "Edda Quist")
        assert now.received == before
        assert [f.value for f in now.conflicts("publisher")] == ["Tarn Wire"]
        assert [(d.seen, d.who, d.why) for d in made[:2]] == [
            ("Front says army shelled Tarn", "Ines Roe", "as printed"), ("Tarn Wire", "Ines Roe", "as printed"),
        ]  # fmt: skip
        assert case.verify().passed


def test_days_counted_from_the_day_of_publication_are_worked_out_again(path: Path):
    with open_case(path, write=True) as case:
        one = report(case)
        assert harbour(case) == date(2031, 5, 6)
        decision = case.decide(f"r:{one.id}", "set", field="published", new="2031-05-21", why="the page misdates it")
        assert report(case).published == date(2031, 5, 21)
        assert harbour(case) == date(2031, 5, 20)
        case.decide(f"d:{decision.id}", "undo", why="it was right")
        assert report(case).published == date(2031, 5, 7)
        assert harbour(case) == date(2031, 5, 6)


def test_a_day_that_a_person_gave_an_incident_stays_when_its_report_is_dated_otherwise(path: Path):
    with open_case(path, write=True) as case:
        incident = next(i for i in case.incidents() for span in case.words(i) if "harbour" in span.words)
        case.decide(f"i:{incident.id}", "set", field="when", new="2031-05-01", why="by the harbour master's log")
        case.decide(f"r:{report(case).id}", "set", field="published", new="2031-05-21", why="misdated")
        assert harbour(case) == date(2031, 5, 1)


def test_lists_by_the_day_and_title_of_a_report_follow_it(path: Path):
    with open_case(path, write=True) as case:
        one = report(case)
        values = {"published": "2030-01-09", "title": "An old heading"}
        case.amend(f"r:{one.id}", values, why="an old report")
        early = case.reports_page(ReportFilter(until=date(2030, 2, 1)))
        assert [item.record.id for item in early.items] == [one.id]
        assert case.reports_page(ReportFilter(words="heading")).total == 1
        t = schema.statement_mentions
        with case.store.reading() as connection:
            query = sa.select(t.c.published).where(t.c.text_id == one.text_id, t.c.superseded_at.is_(None))
            assert set(connection.execute(query).scalars()) == {date(2030, 1, 9)}
            s = schema.statements
            told = sa.select(s.c.published).where(s.c.superseded_at.is_(None))
            assert date(2031, 5, 7) not in set(connection.execute(told).scalars())


def test_nobody_knows_the_day_is_said_with_an_empty_value(path: Path):
    with open_case(path, write=True) as case:
        case.decide(
            f"r:{report(case).id}", "set", field="published", new="none", why="the page gives the day of a copy"
        )
        now = report(case)
        assert now.published is None
        assert [f.value[:10] for f in now.conflicts("published")] == ["2031-05-07"]


def test_it_survives_reading_anew_and_taking_the_report_in_again(path: Path, monkeypatch: pytest.MonkeyPatch):
    plain = Annotator.fingerprint
    with open_case(path, write=True) as case:
        one = report(case)
        values = {"title": "Another", "publisher": "Tarn Herald", "published": "2031-05-21"}
        case.amend(f"r:{one.id}", values, why="as printed")
        moved = harbour(case)
        again = case.add_words(WORDS.encode(), publisher="Tarn Wire", published="2031-05-07", url=PAGE)
        assert (again.added, again.new_versions) == (0, 0)
        edited = case.add_words(
            WORDS.replace("Four people", "Six people").encode(), publisher="Tarn Wire", published="2031-05-08", url=PAGE
        )
        assert (edited.added, edited.new_versions) == (0, 1)
        monkeypatch.setattr(Annotator, "fingerprint", lambda *given: plain(*given) + "-newer")
        redone, _, lost = case.reannotate()
        assert redone == 2
        assert lost == []
        now = report(case)
        assert (now.title, now.publisher, str(now.published)) == ("Another", "Tarn Herald", "2031-05-21")
        assert harbour(case) == moved == date(2031, 5, 20)


def test_the_same_page_under_its_first_outlet_is_still_that_report(path: Path):
    with open_case(path, write=True) as case:
        case.decide(f"r:{report(case).id}", "set", field="publisher", new="Tarn Herald", why="renamed")
        again = case.add_words(WORDS.encode(), publisher="Tarn Wire", published="2031-05-07", url=None)
        assert (again.added, again.already) == (0, 1)
        assert len(case.reports()) == 2


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("published", "7 May", "written like 2020-10-18"),
        ("published", "0031-05-07", "before 1900"), ("title", "  ", "may not be left empty"),
        ("title", "x" * 501, "500 characters"), ("url", "https://a.example", "fields that can: title"),
        ("author", ["Edda"], "given as text"), ("author", "Ed\x00da", "control character"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused_and_nothing_is_changed(path: Path, field: str, value: object, told: str):
    with open_case(path, write=True) as case:
        with pytest.raises(BadRecord, match=told):
            case.decide(f"r:{report(case).id}", "set", field=field, new=value, why="x")
        assert case.store.decisions() == []


@pytest.mark.parametrize("action", ["confirm", "reject"])
def test_a_report_is_neither_accepted_nor_rejected(path: Path, action: str):
    with open_case(path, write=True) as case, pytest.raises(BadInput, match="neither accepted nor rejected"):
        case.decide(f"r:{report(case).id}", action, why="x")


def test_two_persons_at_one_value_see_each_other(path: Path):
    with open_case(path, write=True) as case:
        one, seen = report(case), case.seen()
        case.decide(f"r:{one.id}", "set", field="title", new="First", why="x", who="Ann")
        with pytest.raises(Conflict, match="Ann decided"):
            case.decide(f"r:{one.id}", "set", field="title", new="Second", why="y", who="Bo", seen=seen)
        case.decide(f"r:{one.id}", "set", field="author", new="Edda Quist", why="y", who="Bo", seen=seen)
        assert (report(case).title, report(case).author) == ("First", "Edda Quist")


def test_a_redacted_report_takes_its_corrected_title_along_and_keeps_its_day(path: Path):
    with open_case(path, write=True) as case:
        one = report(case)
        values = {"title": "Hidden heading", "author": "Edda Quist", "published": "2031-05-21"}
        case.amend(f"r:{one.id}", values, why="as printed")
        case.redact(f"r:{one.id}", ground="a witness at risk")
        now = case.find(f"r:{one.id}")[1]
        assert "Hidden heading" not in str(now)
        assert "Quist" not in str(now)
        assert str(now.published) == "2031-05-21"
        assert case.verify().passed
    held = path.read_bytes()
    assert b"Hidden heading" not in held
    assert b"Edda Quist" not in held


def test_a_redacted_correction_is_gone_from_the_report(path: Path):
    with open_case(path, write=True) as case:
        one = report(case)
        decision = case.decide(f"r:{one.id}", "set", field="title", new="Hidden heading", why="as printed")
        case.redact(f"d:{decision.id}", ground="names a witness")
        assert report(case).title == "Front says army shelled Tarn"
    assert b"Hidden heading" not in path.read_bytes()


def test_words_noted_by_hand_are_never_read_by_the_machine(path: Path, monkeypatch: pytest.MonkeyPatch):
    plain = Annotator.fingerprint
    with open_case(path, write=True) as case:
        case.note(
            '"The army fired at us," said Jory Lamm of the Lodden Front.', kind="statement", act="accuse",
            speaker="Jory Lamm", side="Lodden Front", said="2031-05-09", source="call", who="Ines Roe",
        )  # fmt: skip
        before = {m.id for m in case.store.statement_mentions()}
        note = next(r for r in case.reports() if r.kind == "note")
        case.decide(f"r:{note.id}", "set", field="published", new="2031-05-10", why="the call was a day later")
        monkeypatch.setattr(Annotator, "fingerprint", lambda *given: plain(*given) + "-newer")
        case.reannotate()
        assert {m.id for m in case.store.statement_mentions()} == before


def test_the_command_corrects_a_report(path: Path):
    with open_case(path) as case:
        one = report(case)
    given = ["decide", str(path), f"r:{one.id[:12]}", "set", "--field", "published", "--value", "2031-05-21"]
    told = CliRunner().invoke(app, [*given, "--why", "as printed", "--by", "Ines Roe"])
    assert told.exit_code == 0, told.output
    shown = CliRunner().invoke(app, ["show", str(path), f"r:{one.id[:12]}"]).output
    assert "published: 2031-05-21 — from person" in shown
    wrong = CliRunner().invoke(app, [*given[:-1], "soon", "--why", "x"])
    assert wrong.exit_code != 0
