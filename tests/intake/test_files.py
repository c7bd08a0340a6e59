"""Files, folders, JSON lines and standard input come in; what cannot is set aside with its reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from trucewatch.errors import BadInput, BadSidecar, BinaryInput, EmptyInput
from trucewatch.intake.files import Arrival, Refusal, arrival_from_stdin, arrivals

STORY = b"The river council said on Monday that the truce was holding.\r\n"


def take(*paths: Path, sidecar: Path | None = None, max_bytes: int = 10_000) -> tuple[list[Arrival], list[Refusal]]:
    everything = list(arrivals(paths, sidecar=sidecar, max_bytes=max_bytes))
    return (
        [a for a in everything if isinstance(a, Arrival)],
        [r for r in everything if isinstance(r, Refusal)],
    )


def write(folder: Path, **files: bytes) -> None:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def test_a_folder_is_read_in_the_order_of_its_paths_without_hidden_files(tmp_path):
    write(tmp_path, b_dot_txt=STORY, a_dot_txt=STORY + b"a", sub__c_dot_txt=STORY + b"c")
    write(tmp_path, **{".hidden_dot_txt": STORY, ".git__x_dot_txt": STORY})
    got, refused = take(tmp_path)
    assert [a.file for a in got] == ["a.txt", "b.txt", "sub/c.txt"]
    assert refused == []


def test_bytes_arrive_unchanged(tmp_path):
    content = b"\xef\xbb\xbfOne line\r\n\r\n  and another \xe2\x80\x9cquoted\xe2\x80\x9d  \n"
    write(tmp_path, a_dot_txt=content)
    (arrival,), _ = take(tmp_path)
    assert arrival.content == content


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.txt", STORY, "text/plain"),
        ("a.TXT", STORY, "text/plain"),
        ("a.htm", b"<p>hello</p>", "text/html"),
        ("a.txt", b"<!DOCTYPE html><html><body><p>hello</p>", "text/html"),
        ("a.txt", b"From: a@b.example\nSubject: Truce\nDate: today\n\nwords", "message/rfc822"),
        ("a.pdf", b"%PDF-1.7 ...", "application/pdf"),
        ("a.eml", b"Subject: x\n\ny", "message/rfc822"),
        ("a.txt", "x".encode("utf-16"), "text/plain"),
    ],
)
def test_the_kind_is_told_from_ending_and_first_bytes(tmp_path, name, content, media_type):
    (tmp_path / name).write_bytes(content)
    (arrival,), refused = take(tmp_path)
    assert (arrival.media_type, refused) == (media_type, [])


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "empty file"),
        ("blank.txt", b" \r\n\t\n", "empty file"),
        ("nul.txt", b"text with a \x00 byte", "not text"),
        ("noise.txt", bytes(range(1, 9)) * 20, "not text"),
        ("sheet.xlsx", b"PK\x03\x04", "unknown format"),
        ("noending", STORY, "unknown format"),
        ("big.txt", b"x" * 10_001, "too large"),
        ("empty.jsonl", b"", "empty file"),
    ],
)
def test_one_bad_file_is_set_aside_by_reason_and_the_rest_goes_on(tmp_path, name, content, reason):
    write(tmp_path, good_dot_txt=STORY)
    (tmp_path / name).write_bytes(content)
    got, refused = take(tmp_path)
    assert [a.file for a in got] == ["good.txt"]
    assert [(r.what, r.reason) for r in refused] == [(name, reason)]
    assert name in refused[0].message


def test_a_missing_path_is_named(tmp_path):
    write(tmp_path, good_dot_txt=STORY)
    got, (refusal,) = take(tmp_path / "nowhere", tmp_path)
    assert len(got) == 1
    assert refusal.reason == "no such file"
    assert str(tmp_path / "nowhere") in refusal.message


def test_a_file_over_the_limit_is_refused_before_it_is_read_and_the_setting_is_named(tmp_path):
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(50_000_000_000)  # sparse: reading it would not end
    _, (refusal,) = take(tmp_path)
    assert refusal.reason == "too large"
    assert "50,000,000,000" in refusal.message
    assert "TRUCEWATCH_MAX_BYTES" in refusal.message


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    _, (refusal,) = take(tmp_path)
    assert refusal.reason == "unreadable"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path):
    write(tmp_path, a_dot_txt=STORY)
    (tmp_path / "a.txt").chmod(0)
    _, (refusal,) = take(tmp_path)
    assert refusal.reason == "unreadable"


def test_the_same_file_given_twice_arrives_once(tmp_path):
    write(tmp_path, a_dot_txt=STORY)
    got, _ = take(tmp_path / "a.txt", tmp_path)
    assert [a.file for a in got] == ["a.txt"]


def test_a_name_that_is_not_utf8_can_be_stored(tmp_path):
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "wb") as file:
        file.write(STORY)
    (arrival,), _ = take(tmp_path)
    assert arrival.file == "caf\ufffd.txt"
    arrival.file.encode("utf-8")


# -- JSON lines ------------------------------------------------------------------------------


def test_each_json_line_arrives_with_its_exact_bytes_and_number(tmp_path):
    one, two = b'{"text": "The truce holds.",  "url": "https://a.example/1"}', b'{"text":"caf\xc3\xa9"}'
    write(tmp_path, rows_dot_jsonl=one + b"\r\n\n" + two)
    got, refused = take(tmp_path)
    assert [(a.file, a.content, a.url) for a in got] == [
        ("rows.jsonl#1", one, "https://a.example/1"),
        ("rows.jsonl#3", two, None),
    ]
    assert refused == []


@pytest.mark.parametrize("line", [b"{broken", b'["a list"]', b'"words"', b'{"text": "\xff"}', b"[" * 100_000])
def test_a_bad_line_is_refused_by_number_and_the_next_is_taken(tmp_path, line):
    write(tmp_path, rows_dot_jsonl=b'{"text": "one"}\n' + line + b'\n{"text": "three"}\n')
    got, (refusal,) = take(tmp_path, max_bytes=1_000_000)
    assert [a.file for a in got] == ["rows.jsonl#1", "rows.jsonl#3"]
    assert refusal.what == "rows.jsonl#2"
    assert "line 2" in refusal.message


def test_an_over_long_line_is_refused_and_the_next_is_taken(tmp_path):
    write(tmp_path, rows_dot_jsonl=b'{"text": "' + b"x" * 3000 + b'"}\n{"text": "short"}\n')
    got, (refusal,) = take(tmp_path, max_bytes=100)
    assert [a.file for a in got] == ["rows.jsonl#2"]
    assert (refusal.what, refusal.reason) == ("rows.jsonl#1", "too large")


# -- with a sidecar --------------------------------------------------------------------------


def test_a_folders_own_sidecar_serves_it_and_is_no_report(tmp_path):
    write(tmp_path, a_dot_txt=STORY, b_dot_txt=STORY + b"b")
    (tmp_path / "sources.csv").write_text(
        "file,publisher,published,url\na.txt,River Post,2021-03-12,https://river.example/a\nb.txt,,,\n"
    )
    got, refused = take(tmp_path)
    assert refused == []
    assert [(a.file, a.url) for a in got] == [("a.txt", "https://river.example/a"), ("b.txt", None)]
    assert {f.field: (f.value, f.basis, f.detail) for f in got[0].found} == {
        "publisher": ("River Post", "sidecar", "sources.csv line 2"),
        "published": ("2021-03-12", "sidecar", "sources.csv line 2"),
        "url": ("https://river.example/a", "sidecar", "sources.csv line 2"),
    }


def test_files_that_the_sidecar_does_not_name_are_set_aside(tmp_path):
    write(tmp_path, a_dot_txt=STORY, gold_dot_json=b"{}", sub__b_dot_txt=STORY)
    (tmp_path / "sources.csv").write_text("file\na.txt\n")
    got, refused = take(tmp_path)
    assert [a.file for a in got] == ["a.txt"]
    assert [(r.what, r.reason) for r in refused] == [
        ("gold.json", "not named in sources.csv"),
        ("sub/b.txt", "not named in sources.csv"),
    ]


def test_a_sidecar_row_without_its_file_is_reported(tmp_path):
    write(tmp_path, a_dot_txt=STORY)
    (tmp_path / "sources.csv").write_text("file\na.txt\ngone.txt\n")
    _, (refusal,) = take(tmp_path)
    assert (refusal.what, refusal.reason) == ("gone.txt", "no such file")
    assert "line 3" in refusal.message


def test_a_bad_row_costs_its_own_file_only(tmp_path):
    write(tmp_path, a_dot_txt=STORY, b_dot_txt=STORY + b"b")
    (tmp_path / "sources.csv").write_text("file,published\na.txt,yesterday\nb.txt,2021-03-12\n")
    got, (refusal,) = take(tmp_path)
    assert [a.file for a in got] == ["b.txt"]
    assert (refusal.what, refusal.reason) == ("a.txt", "bad sources.csv")
    assert "line 2" in refusal.message
    assert "'yesterday'" in refusal.message


def test_a_sidecar_that_is_broken_as_a_whole_stops_its_folder_but_not_the_batch(tmp_path):
    write(tmp_path, one__a_dot_txt=STORY, two__b_dot_txt=STORY)
    (tmp_path / "one" / "sources.csv").write_text("name,date\na.txt,2021\n")
    got, refused = take(tmp_path / "one", tmp_path / "two")
    assert [a.file for a in got] == ["b.txt"]
    assert {r.reason for r in refused} == {"bad sources.csv"}
    assert len(refused) == 2  # the sidecar, and the file it should have described


def test_a_given_sidecar_serves_files_elsewhere_by_name(tmp_path):
    write(tmp_path, texts__a_dot_txt=STORY, texts__b_dot_txt=STORY + b"b")
    sidecar = tmp_path / "list.csv"
    sidecar.write_text("file,publisher\na.txt,River Post\n")
    got, refused = take(tmp_path / "texts", sidecar=sidecar)
    assert [(a.file, [f.value for f in a.found]) for a in got] == [("a.txt", ["River Post"])]
    assert [r.reason for r in refused] == ["not named in sources.csv"]


def test_a_given_sidecar_that_cannot_be_used_is_an_error_at_once(tmp_path):
    with pytest.raises(BadSidecar, match=r"nowhere\.csv"):
        arrivals([tmp_path], sidecar=tmp_path / "nowhere.csv", max_bytes=10)


def test_a_file_asked_for_by_name_is_taken_though_the_folders_sidecar_does_not_know_it(tmp_path):
    write(tmp_path, a_dot_txt=STORY)
    (tmp_path / "sources.csv").write_text("file\nother.txt\n")
    got, refused = take(tmp_path / "a.txt")
    assert ([a.file for a in got], refused) == (["a.txt"], [])


def test_a_sidecar_row_may_name_one_json_line(tmp_path):
    write(tmp_path, rows_dot_jsonl=b'{"text": "one"}\n{"text": "two"}\n')
    (tmp_path / "sources.csv").write_text("file,publisher\nrows.jsonl,All Rows\nrows.jsonl#2,Second Row\n")
    got, refused = take(tmp_path)
    assert refused == []
    assert [[f.value for f in a.found] for a in got] == [["All Rows"], ["Second Row", "All Rows"]]


# -- standard input --------------------------------------------------------------------------


def test_standard_input_keeps_what_the_options_say():
    arrival = arrival_from_stdin(STORY, publisher="River Post", published="2021-03-12", url="https://river.example/a")
    assert (arrival.file, arrival.url, arrival.media_type) == (None, "https://river.example/a", "text/plain")
    assert [(f.field, f.value, f.basis) for f in arrival.found] == [
        ("publisher", "River Post", "option"),
        ("published", "2021-03-12", "option"),
        ("url", "https://river.example/a", "option"),
    ]


@pytest.mark.parametrize(
    ("content", "error"), [(b"", EmptyInput), (b"\n ", EmptyInput), (b"\x00\x01\x02", BinaryInput)]
)
def test_nothing_on_standard_input_is_an_error(content, error):
    with pytest.raises(error, match="standard input"):
        arrival_from_stdin(content)


def test_a_date_option_that_is_none_is_an_error():
    with pytest.raises(BadInput, match=r"--published .*'last week'"):
        arrival_from_stdin(STORY, published="last week")
