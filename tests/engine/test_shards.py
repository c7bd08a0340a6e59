"""A big corpus is cut into shards that together hold what the whole file holds."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pyarrow
import pyarrow.parquet
import pytest
from tests.engine import big_corpus

from trucewatch.engine.cutting import Shard, cut
from trucewatch.engine.inputs import Source, sources
from trucewatch.engine.reading import arrivals_in
from trucewatch.errors import BadInput
from trucewatch.intake.arrival import Arrival, Refusal
from trucewatch.intake.files import arrivals

LIMIT = 100_000
FORMS = {
    "rows.jsonl": big_corpus.json_lines,
    "rows.jsonl.gz": big_corpus.json_lines,
    "news.warc": big_corpus.archive,
    "news.warc.gz": big_corpus.archive,
    "news.wacz": big_corpus.wacz,
}


def shards_of(path: Path, *, size: int) -> list[Shard]:
    found = list(sources([path]))
    assert all(isinstance(one, Source) for one in found)
    return [shard for source in found for shard in cut(source, size=size)]  # type: ignore[arg-type]


def read(shards: list[Shard]) -> list[Arrival | Refusal]:
    return [one for shard in shards for one in arrivals_in(shard, max_bytes=LIMIT)]


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("size", [1, 4, 100])
def test_shards_of_a_file_hold_what_add_takes_from_the_whole_of_it(tmp_path, name, size):
    path = FORMS[name](tmp_path / name)
    shards = shards_of(path, size=size)
    assert len(shards) == {1: 6, 4: 2, 100: 1}[size]
    assert sum(shard.reports for shard in shards) == 6
    whole = list(arrivals([path], max_bytes=LIMIT))
    assert len(whole) == 6 and read(shards) == whole


@pytest.mark.parametrize("size", [1, 4, 100])
def test_rows_of_a_parquet_file_are_read_as_the_same_rows_in_json(tmp_path, size):
    shards = shards_of(big_corpus.table(tmp_path / "rows.parquet"), size=size)
    assert [json.loads(one.content) for one in read(shards)] == big_corpus.ROWS  # type: ignore[union-attr]
    assert [one.file for one in read(shards)] == [f"rows.parquet#{n}" for n in range(1, 7)]  # type: ignore[union-attr]


def test_a_shard_keeps_its_hash_while_its_part_of_the_file_stays(tmp_path):
    before = shards_of(big_corpus.json_lines(tmp_path / "rows.jsonl"), size=2)
    changed = [*big_corpus.ROWS[:3], {**big_corpus.ROWS[3], "title": "Otherwise"}, *big_corpus.ROWS[4:]]
    after = shards_of(big_corpus.json_lines(tmp_path / "rows.jsonl", changed), size=2)
    assert [one.sha256 == other.sha256 for one, other in zip(before, after, strict=True)] == [True, False, True]


def test_lines_added_to_a_file_leave_its_first_shards_as_they_were(tmp_path):
    before = shards_of(big_corpus.json_lines(tmp_path / "rows.jsonl", big_corpus.ROWS[:5]), size=2)
    after = shards_of(big_corpus.json_lines(tmp_path / "rows.jsonl"), size=2)
    assert [one.sha256 == other.sha256 for one, other in zip(before, after, strict=True)] == [True, True, False]


@pytest.mark.parametrize("name", ["rows.jsonl.gz", "news.warc.gz"])
def test_a_damaged_file_gives_what_stands_before_the_fault_and_says_so(tmp_path, name):
    path = FORMS[name](tmp_path / name)
    path.write_bytes(path.read_bytes()[:-30])
    found = read(shards_of(path, size=2))
    assert isinstance(found[-1], Refusal)
    assert sum(isinstance(one, Arrival) for one in found) == (5 if name == "news.warc.gz" else len(found) - 1)


def test_bad_lines_and_empty_ones_are_counted_by_their_numbers_in_the_file(tmp_path):
    path = tmp_path / "rows.jsonl"
    good = json.dumps(big_corpus.ROWS[0])
    path.write_text(f"{good}\n\nno json\n{good}\n", encoding="utf-8")
    shards = shards_of(path, size=1)
    first, bad, last = read(shards)
    assert (first.file, bad.what, last.file) == ("rows.jsonl#1", "rows.jsonl#3", "rows.jsonl#4")  # type: ignore[union-attr]
    assert [shard.reports for shard in shards] == [1, 1, 1]


UNREADABLE = {
    "empty.jsonl": (b"", "empty file"),
    "empty.jsonl.gz": (gzip.compress(b""), "empty file"),
    "plain.jsonl.gz": (b"no gzip", "unreadable"),
    "empty.warc.gz": (b"", "empty file"),
    "cut.warc.gz": (b"\x1f\x8b\x08\x00\x00", "unreadable"),
    "page.warc": (b"<html>no archive</html>\n" * 9, "unreadable"),
    "empty.parquet": (b"", "empty file"),
    "words.parquet": (b"PAR1 and no more", "unreadable"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_of_which_nothing_can_be_read_is_no_shard_and_says_why(tmp_path, name):
    content, reason = UNREADABLE[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInput, match=re.escape(name)) as told:
        shards_of(tmp_path / name, size=2)
    assert told.value.reason == reason


def test_a_table_is_told_which_columns_are_wanted(tmp_path):
    path = tmp_path / "rows.parquet"
    pyarrow.parquet.write_table(pyarrow.table({"headline": ["Calm"], "words": ["All quiet."]}), path)
    with pytest.raises(BadInput, match=r"no column text or content or body.*headline, words"):
        shards_of(path, size=2)


def test_a_row_that_is_no_text_costs_a_table_that_row_alone(tmp_path):
    path = tmp_path / "rows.parquet"
    words = [json.dumps(row["text"]).encode() for row in big_corpus.ROWS[:3]]
    pyarrow.parquet.write_table(pyarrow.table({"text": [words[0], b"\xff\xfe", words[2]]}), path)
    first, bad, last = read(shards_of(path, size=5))
    assert isinstance(first, Arrival) and isinstance(last, Arrival)
    assert isinstance(bad, Refusal) and (bad.what, bad.reason) == ("rows.parquet#2", "unreadable")


def test_of_a_wacz_a_damaged_archive_costs_that_archive_alone(tmp_path):
    path = tmp_path / "two.wacz"
    data = big_corpus.archive(tmp_path / "data.warc").read_bytes()
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        packed.writestr("archive/a.warc", data)
        packed.writestr("archive/b.warc", data)
    content = bytearray(path.read_bytes())
    content[100:130] = bytes(30)
    path.write_bytes(content)
    damaged, whole = sources([path])
    assert len(read(cut(whole))) == 6  # type: ignore[arg-type]
    with pytest.raises(BadInput, match=r"a\.warc is no web archive, or is damaged"):
        cut(damaged)  # type: ignore[arg-type]


def test_a_list_of_paths_names_files_from_where_it_lies_and_fetches_nothing(tmp_path):
    (tmp_path / "crawl").mkdir()
    big_corpus.archive(tmp_path / "crawl" / "a.warc.gz")
    listed = tmp_path / "warc.paths"
    listed.write_text("crawl/a.warc.gz\nhttps://crawl.example/b.warc.gz\ncrawl/c.warc.gz\n", encoding="utf-8")
    there, address, missing = sources([listed])
    assert isinstance(there, Source) and there.shown == "crawl/a.warc.gz"
    assert isinstance(address, Refusal) and "fetch the file first" in address.message
    assert isinstance(missing, Refusal) and missing.reason == "no such file"


def test_a_folder_gives_its_files_by_name_each_once_and_counts_what_it_passes_over(tmp_path):
    (tmp_path / "out").mkdir()
    for name in ("b.jsonl", "a.jsonl", "notes.txt", "more.TXT", "README", ".hidden", "out/c.jsonl"):
        (tmp_path / name).write_text("{}\n", encoding="utf-8")
    (tmp_path / "again").symlink_to(tmp_path)
    passed: Counter[str] = Counter()
    found = list(sources([tmp_path, tmp_path / "a.jsonl"], but=tmp_path / "out", passed_over=passed))
    assert [one.shown for one in found] == ["a.jsonl", "b.jsonl"]  # type: ignore[union-attr]
    assert passed == {".txt": 2, "no ending": 1, "linked folder": 1}


def test_what_is_written_to_is_no_input(tmp_path):
    (only,) = sources([tmp_path / "out"], but=tmp_path / "out")
    assert isinstance(only, Refusal) and "where the shards are written" in only.message


def test_two_files_of_one_name_make_shards_of_two_names(tmp_path):
    for folder in ("march", "april"):
        (tmp_path / folder).mkdir()
        big_corpus.json_lines(tmp_path / folder / "rows.jsonl")
    found = list(sources([tmp_path / "march" / "rows.jsonl", tmp_path / "april" / "rows.jsonl"]))
    assert [one.shown for one in found] == ["rows.jsonl", "rows.jsonl~2"]  # type: ignore[union-attr]
