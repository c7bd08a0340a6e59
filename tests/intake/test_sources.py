"""The sidecar sources.csv: good rows are kept, bad ones named by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from trucewatch.errors import BadSidecar
from trucewatch.intake.sources import read_published, read_sidecar


def sidecar(tmp_path, content: str | bytes):
    path = tmp_path / "sources.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_sidecar(path)


def test_columns_may_come_in_any_order_with_a_byte_order_mark_and_others_are_passed_over(tmp_path):
    got = sidecar(tmp_path, "\ufeffURL,Notes,file,Licence\r\nhttps://a.example,seen,a.txt,CC BY 4.0\r\n")
    assert [(f.field, f.value) for f in got.rows["a.txt"]] == [("url", "https://a.example"), ("licence", "CC BY 4.0")]


def test_quoted_cells_may_hold_commas_and_line_breaks_and_lines_are_still_counted_right(tmp_path):
    got = sidecar(tmp_path, 'file,publisher\na.txt,"Post, River\nand Valley"\nb.txt,Herald\n')
    assert got.rows["a.txt"][0].value == "Post, River\nand Valley"
    assert got.lines == {"a.txt": 2, "b.txt": 4}


def test_empty_lines_and_missing_cells_do_no_harm(tmp_path):
    got = sidecar(tmp_path, "file,publisher,published\n\na.txt\n,,\nb.txt,Herald\n")
    assert {name: len(found) for name, found in got.rows.items()} == {"a.txt": 0, "b.txt": 1}
    assert not got.bad


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "no column 'file'"),
        ("name,publisher\n", "found: name, publisher"),
        ("file,file\n", "'file' twice"),
        (b"file\n\xff.txt\n", "not UTF-8"),
        ('file,publisher\n"a.txt\n', "no CSV"),
    ],
)
def test_a_sidecar_that_cannot_be_used_says_why(tmp_path, content, words):
    with pytest.raises(BadSidecar, match=words):
        sidecar(tmp_path, content)


@pytest.mark.parametrize("day", ["12.03.2021", "2021-13-01", "2021-02-30", "March", "2021-03-12T25:00"])
def test_a_bad_date_names_line_and_value(tmp_path, day):
    got = sidecar(tmp_path, f"file,published\na.txt,2021-03-12\nb.txt,{day}\n")
    assert set(got.rows) == {"a.txt"}
    assert "line 3" in str(got.bad["b.txt"])
    assert repr(day) in str(got.bad["b.txt"])


def test_a_file_named_twice_keeps_its_first_row(tmp_path):
    got = sidecar(tmp_path, "file,publisher\na.txt,First\na.txt,Second\n")
    assert got.rows["a.txt"][0].value == "First"
    assert "line 3" in str(got.nameless[0])
    assert "line 2" in str(got.nameless[0])


def test_a_row_without_a_file_is_reported(tmp_path):
    got = sidecar(tmp_path, "file,publisher\n,Herald\n")
    assert "line 2" in str(got.nameless[0])


def test_a_row_with_too_many_cells_is_not_guessed_at(tmp_path):
    got = sidecar(tmp_path, "file,publisher\na.txt,Post, River\n")
    assert "line 2" in str(got.bad["a.txt"])


def test_windows_slashes_name_the_same_file(tmp_path):
    assert set(sidecar(tmp_path, "file\nsub\\a.txt\n./b.txt\n").rows) == {"sub/a.txt", "b.txt"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2021-03-12", "2021-03-12"),
        ("2021-03-12 08:30", "2021-03-12T08:30:00"),
        ("2021-03-12T08:30:00+02:00", "2021-03-12T08:30:00+02:00"),
        ("2021-03-12T08:30:00Z", "2021-03-12T08:30:00+00:00"),
    ],
)
def test_dates_and_times_are_kept_with_their_zone(given, kept):
    assert read_published(given, where="here") == kept


def test_a_sidecar_with_semicolons_is_read(tmp_path: Path):
    path = tmp_path / "sources.csv"
    path.write_text("file;publisher;published\na.txt;Post, Evening;2031-05-02\n", encoding="utf-8")
    found = {value.field: value.value for value in read_sidecar(path).rows["a.txt"]}
    assert found == {"publisher": "Post, Evening", "published": "2031-05-02"}
