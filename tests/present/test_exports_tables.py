"""Tables of the record as other programs open them: JSON Lines, and what is flat."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pandas
import pyarrow.parquet
import pytest
from build_case import build_case
from built_case import BuiltCase, span_of

from trucewatch.errors import BadInput
from trucewatch.present.export import xlsx
from trucewatch.present.export.cells import cell
from trucewatch.present.export.flat import TABLES as TABLES_FLAT
from trucewatch.present.export.flat import flat
from trucewatch.present.export.formats import export_case
from trucewatch.present.export.gathering import TABLES, gather
from trucewatch.records.actor import Name
from trucewatch.records.count import Count

#: The type of a column in Parquet, by the kind of its values.
TYPES = {
    "text": "string", "whole": "int64", "number": "double", "flag": "bool", "day": "date32[day]",
    "instant": "timestamp[us, tz=UTC]",
}  # fmt: skip


@pytest.fixture
def case() -> BuiltCase:
    return build_case()


def records(case: BuiltCase, folder: Path) -> dict[str, list[dict]]:
    export_case(case, folder / "records", "records")
    return {
        name: [json.loads(line) for line in (folder / "records" / f"{name}.jsonl").read_text().splitlines()]
        for name in TABLES
    }


def test_json_lines_hold_every_row_of_the_records_form(case, tmp_path):
    wanted = records(case, tmp_path)
    made = export_case(case, tmp_path, "jsonl")
    rows = [json.loads(line) for line in (tmp_path / "record.jsonl").read_text().splitlines()]
    assert rows[0]["table"] == "about"
    found: dict[str, list[dict]] = {name: [] for name in TABLES}
    for row in rows[1:]:
        table = row.pop("table")
        row.pop("words", None)
        for value in row.get("values", []):
            value.pop("words")
        found[table].append(row)
    assert found == wanted
    assert dict(made.counts) == {name: len(wanted[name]) for name in TABLES}


def test_json_lines_carry_the_words(case, tmp_path):
    export_case(case, tmp_path, "jsonl")
    rows = [json.loads(line) for line in (tmp_path / "record.jsonl").read_text().splitlines()]
    said = next(r for r in rows if r["table"] == "statements" and r["act"] == "deny")
    assert said["words"] == "Our guns have been silent since Sunday,"
    pieces = next(r for r in rows if r["table"] == "statements" and r["act"] == "accuse" and r["direct"])
    assert " … They broke the truce before the ink was dry," in pieces["words"]
    figure = next(r for r in rows if r["table"] == "figures" and r["unit"] == "prisoners")
    assert [value["words"] for value in figure["values"]] == ["Varenia says 120 were freed", "Tolmir counts 90"]


def test_pandas_reads_json_lines(case, tmp_path):
    export_case(case, tmp_path, "jsonl")
    frame = pandas.read_json(tmp_path / "record.jsonl", lines=True)
    counted = Counter(frame["table"])
    assert counted["statements"] == len(case.the_statements) and counted["about"] == 1


def test_csv_holds_what_the_records_form_holds(case, tmp_path):
    wanted = records(case, tmp_path)
    made = export_case(case, tmp_path, "csv")
    for name in ("documents", "actors", "statements", "incidents", "disputes", "unrealised"):
        frame = pandas.read_csv(tmp_path / f"{name}.csv")
        assert len(frame) == len(wanted[name]) == made.counts[name], name
        if "id" in frame:
            assert list(frame["id"]) == [row["id"] for row in wanted[name]]
    counts = pandas.read_csv(tmp_path / "counts.csv")
    assert len(counts) == sum(len(row["counts"]) for row in wanted["incidents"])
    figures = pandas.read_csv(tmp_path / "figures.csv")
    assert sorted(figures["value"]) == sorted(v["value"] for row in wanted["figures"] for v in row["values"])
    mentions = pandas.read_csv(tmp_path / "mentions.csv")
    told_of = {row["id"] for name in ("statements", "incidents", "unrealised") for row in wanted[name]}
    assert set(mentions["record"]) == told_of


@pytest.mark.parametrize("format", ["csv", "xlsx", "parquet"])
def test_numbers_told_in_words_stand_beside_the_numbers(case, format, tmp_path):
    text = case.report("vague.txt", "Of vague words\n\nDozens of carts were lost.", day=date(2031, 3, 20))
    case.figure(text, "Dozens", None, bound="vague", low=12, high=99, quantity="carts lost", unit="carts")
    case.the_incidents[0] = replace(
        case.the_incidents[0],
        counts=(Count(effect="killed", value=None, bound="vague", low=12, high=99, span=span_of(text, "Dozens")),),
    )
    tables = flat(gather(case))
    figure = next(row for row in tables["figures"] if row["quantity"] == "carts lost")
    assert (figure["value"], figure["value_words"], figure["low"], figure["words"]) == (None, "Dozens", 12, "Dozens")
    killed = next(row for row in tables["incidents"] if row["killed_words"])
    assert (killed["killed"], killed["killed_words"]) == (None, "Dozens")
    export_case(case, tmp_path, format)


def test_csv_has_values_of_their_kind(case, tmp_path):
    export_case(case, tmp_path, "csv")
    frame = pandas.read_csv(tmp_path / "statements.csv", parse_dates=["said_on"])
    said = frame[frame["act"] == "deny"].iloc[0]
    assert said["words"] == "Our guns have been silent since Sunday," and bool(said["direct"]) is True
    assert said["said_on"].date().isoformat() == "2031-03-04"


def test_words_that_look_like_a_formula_are_led_by_an_apostrophe():
    assert cell("=1+1") == "'=1+1" and cell("-5 degrees") == "'-5 degrees"
    assert cell(-5) == -5 and cell(True) == "TRUE" and cell(None) is None


def test_a_workbook_opens_in_its_reader_with_a_sheet_for_each_table(case, tmp_path):
    made = export_case(case, tmp_path, "xlsx", licence="Free for anybody")
    book = openpyxl.load_workbook(tmp_path / "record.xlsx")
    assert book.sheetnames == ["about", *TABLES_FLAT]
    assert {name: book[name].max_row - 1 for name in TABLES_FLAT} == {
        name: number or 0 for name, number in made.counts.items()
    }
    about = {row[0].value: row[1].value for row in book["about"].iter_rows()}
    assert about["licence"] == "Free for anybody" and "It rules on nothing" in about["method"]


def test_a_workbook_holds_the_values_of_the_flat_tables(case, tmp_path):
    export_case(case, tmp_path, "xlsx")
    tables = flat(gather(case))
    for name in TABLES_FLAT:
        words = {column: str for column, kind in TABLES_FLAT[name].items() if kind == "text"}
        frame = pandas.read_excel(tmp_path / "record.xlsx", sheet_name=name, dtype=words)
        assert list(frame.columns) == list(TABLES_FLAT[name])
        for column, kind in TABLES_FLAT[name].items():
            wanted = [row[column] for row in tables[name]]
            found = [None if pandas.isna(value) else value for value in frame[column]]
            if kind == "day":
                found = [value.date().isoformat() if value else None for value in found]
            assert found == [None if value == "" else value for value in wanted], f"{name} {column}"


def test_a_workbook_runs_no_words_as_a_formula_and_makes_no_links_of_them(case, tmp_path):
    case.the_actors.append(replace(case.the_agreement.actors[0], id="formula", names=(Name(text="=HYPERLINK(1)"),)))
    export_case(case, tmp_path, "xlsx")
    book = openpyxl.load_workbook(tmp_path / "record.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == "=HYPERLINK(1)" and cell.data_type == "s" for cell in cells)
    assert not any(cell.hyperlink or cell.data_type == "f" for cell in cells)


def test_a_cell_too_small_for_its_words_says_so_and_is_counted(case, tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_CHARACTERS", 60)
    made = export_case(case, tmp_path, "xlsx")
    (number,) = made.left_out.values()
    assert number > 0 and "ends of texts" in next(iter(made.left_out))


def test_a_table_too_long_for_a_worksheet_is_refused_with_a_way_out(case, tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    with pytest.raises(BadInput, match="a worksheet takes 2; export it as parquet"):
        export_case(case, tmp_path, "xlsx")
    assert not (tmp_path / "record.xlsx").exists()


def test_columns_hold_the_values_of_the_flat_tables_each_of_its_type(case, tmp_path):
    made = export_case(case, tmp_path, "parquet")
    tables = flat(gather(case))
    for name, columns in TABLES_FLAT.items():
        table = pyarrow.parquet.read_table(tmp_path / f"{name}.parquet")
        assert table.num_rows == made.counts[name] == len(tables[name])
        assert [str(field.type) for field in table.schema] == [TYPES[kind] for kind in columns.values()]
        found = [{c: _plain(v) for c, v in row.items()} for row in table.to_pylist()]
        assert found == tables[name]


def test_columns_say_what_they_are(case, tmp_path):
    export_case(case, tmp_path, "parquet", licence="Free for anybody")
    for path in tmp_path.glob("*.parquet"):
        metadata = pyarrow.parquet.read_schema(path).metadata
        assert json.loads(metadata[b"trucewatch"])["licence"] == "Free for anybody"


def test_pandas_reads_columns(case, tmp_path):
    export_case(case, tmp_path, "parquet")
    frame = pandas.read_parquet(tmp_path / "incidents.parquet")
    assert frame["killed"].max() == 11 and str(frame["date_from"].iloc[0]) == "2031-03-04"


def test_without_the_package_that_writes_it_a_format_says_how_to_get_it(case, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    monkeypatch.delitem(sys.modules, "trucewatch.present.export.xlsx", raising=False)
    with pytest.raises(BadInput, match=r"package xlsxwriter, which is not installed.*trucewatch\[exports\]"):
        export_case(case, tmp_path, "xlsx")


def _plain(value):
    """A value of a column as the tables have it: days and instants in letters."""
    return value.isoformat() if hasattr(value, "isoformat") else value
