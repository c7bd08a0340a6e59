"""Lists that are data frames: rows and names as in the exports, nothing that may not leave the house, small tables."""

from __future__ import annotations

import copy
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest

import trucewatch
from trucewatch.case import Case
from trucewatch.errors import BadInput
from trucewatch.present import notebook
from trucewatch.present.export.flat import TABLES
from trucewatch.present.export.formats import export_case

LISTS = ("statements", "incidents", "reports", "actors", "commitments", "figures", "ledger", "claimed_terms")
PRIVATE, ROLE = "Jory Lamm", "resident of Kessel"
SECRET = "the north road is mined"


@pytest.fixture(scope="module")
def case(made_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """The three reports, and two notes: of a private person, and one marked confidential."""
    path = tmp_path_factory.mktemp("frames") / "kessel.truce"
    shutil.copyfile(made_case, path)
    with trucewatch.open(path, write=True) as opened:
        opened.note("The bridge <b>cannot</b> be crossed.", kind="statement", act="report", speaker=PRIVATE, role=ROLE)
        opened.note(SECRET, kind="statement", act="warn", speaker="Adel Brandt")
        secret = next(s for s in opened.statements() if opened.words(s)[0].words == SECRET)
        opened.decide(f"s:{secret.id}", "confidential", why="told in confidence")
        yield opened


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_a_frame_with_a_row_for_each_record_that_an_export_holds(name, case):
    found = getattr(case, name)()
    frame, table = found.to_frame(), found.to_arrow()
    assert list(frame.columns) == table.column_names == polars.from_arrow(table).columns
    assert len(frame) == table.num_rows
    key = {"figures": "series", "ledger": "claim", "reports": "report", "claimed_terms": "statement"}.get(name, "id")
    assert frame[key].nunique() + frame.attrs["trucewatch"]["left out"] == len(found)


@pytest.mark.parametrize("whom", [{}, {"confidential": True}, {"public": True}], ids=["desk", "all", "public"])
def test_columns_are_those_of_the_parquet_export_and_hold_the_same(whom, case, tmp_path):
    export_case(case.store, tmp_path, "parquet", **whom)
    for name in TABLES:
        exported = pyarrow.parquet.read_table(tmp_path / f"{name}.parquet").to_pylist()
        joined = [
            {column: "; ".join(value) or None if isinstance(value, list) else value for column, value in row.items()}
            for row in case.to_arrow(name, **whom).to_pylist()
        ]
        assert joined == exported, name


def test_days_are_days_words_of_a_vocabulary_categories_and_counts_whole_numbers_that_may_be_missing(case):
    frame = case.incidents().to_frame()
    assert {str(frame[name].dtype) for name in ("killed", "reports")} == {"Int64"}
    assert frame["date_from"].dt.year.dropna().unique().tolist() == [2031]
    assert isinstance(frame["type"].dtype, pandas.CategoricalDtype)
    assert frame["actor_disputed"].dtype == pandas.BooleanDtype()
    assert all(isinstance(places, list) for places in frame["places"])
    table = polars.from_arrow(case.incidents().to_arrow())
    assert table.schema["date_from"] == polars.Date
    assert table.schema["type"] == polars.Categorical
    assert table.schema["places"] == polars.List(polars.String)


def test_a_list_stays_a_list_and_a_slice_of_it_is_a_frame_too(case):
    found = case.statements()
    assert isinstance(found, list)
    assert found == list(found) == copy.copy(found)
    assert [one.id for one in found[:2]] == found[:2].to_frame()["id"].tolist()
    assert isinstance(found[0].id, str)


def test_filters_and_frames_go_together(case):
    assert case.statements(act="accuse").to_frame()["act"].unique().tolist() == ["accuse"]
    with pytest.raises(BadInput, match=r"no act is named 'acuse'; did you mean 'accuse'\?"):
        case.statements(act="acuse")
    with pytest.raises(BadInput, match=r"no type is named 'shellling'; did you mean 'shelling'\?"):
        case.incidents(type="shellling")


def test_frames_name_no_private_person_and_hold_nothing_confidential_unless_it_is_asked_for(case):
    for name in LISTS:
        table = getattr(case, name)().to_arrow()
        told = json.dumps([table.to_pylist(), str(table.schema.metadata)], default=str)
        assert PRIVATE not in told and SECRET not in told, name
    statements = case.statements().to_frame()
    assert ROLE in statements["speaker"].tolist()
    assert statements.attrs["trucewatch"]["left out"] == 1
    assert SECRET in case.statements().to_frame(confidential=True)["words"].tolist()
    assert PRIVATE in {statement.speaker for statement in case.statements()}  # the records are whole


def test_what_a_notebook_shows_of_a_list_names_no_private_person_and_nothing_confidential(case):
    for name in LISTS:
        found = getattr(case, name)()
        for shown in (repr(found), found._repr_html_()):
            assert PRIVATE not in shown and SECRET not in shown, name
    assert "1 record not shown here" in repr(case.statements())
    assert "&lt;b&gt;cannot&lt;/b&gt;" in case.statements()._repr_html_()


def test_a_card_shows_a_record_with_its_words_reports_and_answers(case):
    claim = case.ledger()[0].claim
    card = case.show(claim)
    assert str(card) == repr(card)
    assert "accusation, about Arvania" in str(card)
    assert "“" in str(card) and "denial: " in str(card) and "in 2 reports" in str(card)
    assert "<b>" in card._repr_html_()
    blamed = next(incident for incident in case.incidents() if incident.actors)
    assert "Shelling" in str(case.show(f"i:{blamed.id}"))
    assert "named as having done it: Arvania (by Belmar Front)" in str(case.show(blamed))
    with pytest.raises(BadInput, match="a report has no card"):
        case.show(f"r:{case.reports()[0].id}")


def test_a_card_covers_private_names_and_shows_nothing_confidential(case):
    private = next(s for s in case.statements() if s.speaker == PRIVATE)
    assert PRIVATE not in case.show(private).html + case.show(private).text
    assert "[name withheld]" in case.show(private).text
    secret = next(s for s in case.statements() if case.words(s)[0].words == SECRET)
    assert SECRET not in case.show(secret).html + case.show(secret).text
    assert "marked confidential" in str(case.show(secret))


@pytest.mark.parametrize("name", LISTS)
def test_a_record_alone_shows_itself_as_its_list_does_while_its_case_is_open(name, case, made_case):
    notebook.at_hand(case)
    records = [record for record in getattr(case, name)() if notebook.alone(record)]
    assert len(records) == len(getattr(case, name)())
    shown = [notebook.alone(record) for record in records]
    assert not any(PRIVATE in one.text + one.html or SECRET in one.text + one.html for one in shown)
    with trucewatch.open(made_case) as other:
        notebook.at_hand(other)
        elsewhere = other.reports()[0]
    case_reports = {report.id for report in case.reports()}
    assert (notebook.alone(elsewhere) is not None) == (elsewhere.id in case_reports)


def test_a_trend_is_a_frame_with_a_row_for_each_stretch_and_count(case):
    trend = case.trend(by="side", per="day")
    frame = trend.to_frame()
    counted = sum(sum(line.dated) + line.wider + line.outside + line.dayless for line in trend.every)
    assert frame.loc[frame["row"] == "all", "dated"].sum() == counted
    assert frame["from"].dropna().dt.month.unique().tolist() == [5]
    assert polars.from_arrow(trend.to_arrow()).height == len(frame)


def test_frames_hold_what_was_decided_since(case, tmp_path):
    path = tmp_path / "again.truce"
    shutil.copyfile(str(case.store.path), path)
    with trucewatch.open(path, write=True) as own:
        own.statements().to_frame()
        claim = own.statements(act="accuse")[0].id
        own.decide(f"s:{claim}", "set", field="act", new="warn", why="a threat")
        after = own.statements().to_frame()
        assert after.loc[after["id"] == claim, "act"].tolist() == ["warn"]


def test_a_list_can_be_made_a_frame_after_its_case_was_closed(made_case):
    with trucewatch.open(made_case) as opened:
        found = opened.statements()
    assert len(found.to_frame()) == len(found)


def test_without_the_packages_it_is_said_what_to_install(case, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(BadInput, match=r'need the package pandas.*pip install "trucewatch\[frames\]"'):
        case.statements().to_frame()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(BadInput, match=r'need the package pyarrow.*pip install "trucewatch\[frames\]"'):
        case.statements().to_arrow()
    assert "statements" in repr(case.statements())  # what is shown needs neither


def test_a_table_that_is_not_there_is_named_with_those_that_are(case):
    with pytest.raises(BadInput, match="no table 'people'; there are documents, actors"):
        case.to_frame("people")
