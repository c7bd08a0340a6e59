"""Sheets and other datasets' files as they come: in other encodings, saved by spreadsheet programs, with odd days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tests.commands import run

from test_beside import HEAD, MARCHED, SHELLED
from test_beside_agreement import PAX, case  # noqa: F401 - a fixture
from trucewatch.case import Case
from trucewatch.errors import BadInput, BinaryInput, UnreadableInput
from trucewatch.intake.datasets import read_dataset
from trucewatch.intake.other_days import day_of, order_of
from trucewatch.intake.sheets import read_sheet

WORDS = "name,words\nJosé Peña,“São Tomé” held\nAna,quiet\n"


def read(path: Path, content: bytes):
    path.write_bytes(content)
    return read_sheet(path, max_bytes=10**6)


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        pytest.param("utf-8", b"", id="UTF-8"),
        pytest.param("utf-8-sig", b"", id="with its mark"),
        pytest.param("utf-16", b"", id="UTF-16 as Excel's Unicode text"),
        pytest.param("utf-16-be", b"\xfe\xff", id="UTF-16, big end first"),
        pytest.param("cp1252", b"", id="Windows-1252"),
    ],
)
def test_a_sheet_is_read_the_same_in_every_encoding(tmp_path: Path, encoding: str, mark: bytes):
    sheet = read(tmp_path / "a.csv", mark + WORDS.encode(encoding))
    [tab] = sheet.tabs
    assert tab.header == ("name", "words")
    assert [row.cells for row in tab.rows] == [("José Peña", "“São Tomé” held"), ("Ana", "quiet")]
    assert (sheet.remark is not None) == (encoding == "cp1252")


def test_windows_1252_is_remarked_on_with_words_to_look_at(tmp_path: Path):
    told = read(tmp_path / "a.csv", WORDS.encode("cp1252")).remark
    assert told == (
        "a.csv is not UTF-8 and was read as Windows-1252; look at “José”, “Peña”, “São”: if letters look odd, save it "
        "as CSV (UTF-8)"
    )


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        pytest.param("a\nSão\n".encode() + b"Pe\xf1a\n", UnreadableInput, "line 3: not UTF-8", id="two encodings"),
        pytest.param(b"a\nx\ny\x81z\n", UnreadableInput, "line 3: not UTF-8", id="a byte of neither"),
        pytest.param("a,b\nx,y\n".encode("utf-16")[:-1], UnreadableInput, "not UTF-16", id="half a letter"),
        pytest.param("a,b\nx,y\n".encode("utf-16-le"), BinaryInput, "NUL", id="UTF-16 without its mark"),
    ],
)
def test_what_is_of_no_encoding_is_refused_with_its_line(tmp_path: Path, content: bytes, error, says: str):
    with pytest.raises(error, match=says):
        read(tmp_path / "a.csv", content)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param('"name, in full";words\nAna;"two\nlines; one cell"\n', id="a comma in the header, semicolons"),
        pytest.param('sep=;\n"name, in full";words\nAna;"two\nlines; one cell"\n', id="Excel's first line"),
        pytest.param('"name, in full"\twords\r\nAna\t"two\nlines; one cell"\r\n', id="tabs"),
    ],
)
def test_what_parts_the_cells_is_told_by_the_header(tmp_path: Path, content: str):
    [tab] = read(tmp_path / "a.csv", content.encode()).tabs
    assert tab.header == ("name, in full", "words")
    assert [row.cells for row in tab.rows] == [("Ana", "two\nlines; one cell")]


# -- other datasets ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "order"),
    [
        (["29/02/2020", "01/03/2020"], "day first"), (["2/29/2020", "3/1/2020"], "month first"),
        (["01/02/2020"], None), (["29/02/2020", "2/29/2020"], None), (["2020-02-29", ""], None),
    ],
)  # fmt: skip
def test_which_number_is_the_month_is_told_by_the_days_of_the_whole_file(written: list[str], order: str | None):
    assert order_of(written) == order


@pytest.mark.parametrize(
    ("words", "order", "day"),
    [
        ("2020-02-29", None, date(2020, 2, 29)), ("18 October 2020", None, date(2020, 10, 18)),
        ("18-Oct-20", None, date(2020, 10, 18)), ("3/1/2020", "month first", date(2020, 3, 1)),
        ("3/1/2020 0:00", "day first", date(2020, 1, 3)), ("3/1/2020", None, None),
        ("5/5/2020", None, date(2020, 5, 5)),
        ("31/02/2020", "day first", None), ("soon", "day first", None),
    ],
)  # fmt: skip
def test_days_are_read_as_spreadsheet_programs_write_them(words: str, order, day):
    assert day_of(words, order) == day


def records(path: Path, content: str | bytes):
    sheet = read(path, content if isinstance(content, bytes) else content.encode())
    return read_dataset(sheet, set_name="s")


def test_pax_saved_with_the_month_first_is_not_read_with_the_day_first(tmp_path: Path):
    _, as_is, _ = records(tmp_path / "a.csv", PAX)
    swapped = PAX
    for record in as_is:
        day = record.first_day
        swapped = swapped.replace(f"{day:%d/%m/%Y}", f"{day.month}/{day.day}/{day.year}")
    assert swapped != PAX
    _, saved, refused = records(tmp_path / "b.csv", swapped)
    assert [r.first_day for r in saved] == [r.first_day for r in as_is] and refused == []


def test_a_day_that_may_be_two_is_refused_row_by_row(tmp_path: Path):
    told = "\n".join([HEAD, SHELLED.replace(SHELLED.split(",")[1], "5/2/2031"), MARCHED])
    _, made, [refused] = records(tmp_path / "a.csv", told)
    assert len(made) == 1 and "may be two days" in refused.message


def test_a_workbook_with_notes_first_and_codes_as_yes_and_no_is_read(tmp_path: Path):
    header, *rows = [line.split(",") for line in PAX.splitlines()]
    book = openpyxl.Workbook()
    notes = book.active
    notes.title = "Read me"
    notes.append(["Version", "9"])
    table = book.create_sheet("PA-X")
    table.append(header)
    at = header.index("Dat")
    for row in rows:
        cells: list[object] = [
            {"1": True, "0": False}.get(cell, cell) if n > at else cell for n, cell in enumerate(row)
        ]
        day = day_of(row[at], "day first")
        table.append([*cells[:at], day or row[at], *cells[at + 1 :]])
    book.save(tmp_path / "pax.xlsx")
    _, plain, _ = records(tmp_path / "pax.csv", PAX)
    source, found, refused = read_dataset(read_sheet(tmp_path / "pax.xlsx", max_bytes=10**6), set_name="s")
    assert source == "pax" and refused == [] and len(found) == len(plain)
    assert [(r.id, r.first_day, r.topics) for r in found] == [(r.id, r.first_day, r.topics) for r in plain]


def test_a_file_of_which_no_row_can_be_taken_leaves_the_set_of_that_name_as_it_is(case: Case, tmp_path: Path):  # noqa: F811
    case.add_beside(tmp_path / "pax.csv")
    bad = "\n".join([PAX.splitlines()[0], *(line.replace("/2031", "/x") for line in PAX.splitlines()[1:])])
    (tmp_path / "pax.csv").write_text(bad.replace("/2030", "/x").replace("/2032", "/x"), encoding="utf-8")
    with pytest.raises(BadInput, match=r"no row of pax.csv can be taken, of 3; pax.csv, row 2: Dat is a day"):
        case.add_beside(tmp_path / "pax.csv")
    assert case.beside_agreement("pax").records == 3


def test_the_command_says_how_a_file_was_read(case: Case, tmp_path: Path, capsys):  # noqa: F811
    (tmp_path / "pax.csv").write_bytes(PAX.replace("Belmar Front", "Bélmar Front").encode("cp1252"))
    path = case.store.path
    case.close()
    code, _, told = run(capsys, "beside", path, "--add", tmp_path / "pax.csv", "--who", "Ana Reyes")
    assert code == 0 and "read as Windows-1252; look at “Bélmar”" in " ".join(told.split())
