"""Page dumps of many kinds, in our own words: what is report stays body, what is furniture does not.

Each file of ``dumps/`` marks its lines: T title, B body, N neither. Floors only rise.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from captured_text import check_sound, found, read

DUMPS = sorted((Path(__file__).parent / "dumps").glob("*.txt"))


def marked(path: Path) -> tuple[list[tuple[str, str]], str]:
    rows = [(line[:1], line[2:]) for line in path.read_text(encoding="utf-8").splitlines()]
    return rows, "\n".join(words for _, words in rows)


def measured(path: Path) -> tuple[int, int, int, int, list[str]]:
    """Furniture characters, those kept as body, body characters, those kept, and the lines that went wrong."""
    rows, content = marked(path)
    reading = read(content)
    check_sound(reading)
    mask = bytearray(len(content))
    for start, end in reading.text.body():
        mask[start:end] = b"\x01" * (end - start)
    noise = leaked = report = kept = at = 0
    wrong: list[str] = []
    for kind, words in rows:
        inside = sum(mask[at : at + len(words)])
        if kind == "N":
            noise, leaked = noise + len(words), leaked + inside
            wrong += [f"leak: {words}"] if inside > 0.2 * len(words) else []
        elif kind == "B":
            report, kept = report + len(words), kept + inside
            wrong += [f"lost: {words}"] if inside < 0.8 * len(words) else []
        at += len(words) + 1
    return noise, leaked, report, kept, wrong


@pytest.mark.parametrize("path", DUMPS, ids=lambda p: p.stem)
def test_a_page_dump_keeps_its_report_and_little_else(path):
    noise, leaked, report, kept, wrong = measured(path)
    assert kept >= 0.98 * report, wrong
    assert leaked <= 0.05 * noise, wrong


@pytest.mark.parametrize("path", DUMPS, ids=lambda p: p.stem)
def test_a_page_dump_gives_its_title(path):
    rows, content = marked(path)
    wanted = next((words.lstrip("# ") for kind, words in rows if kind == "T"), None)
    got = [value for value, basis, _ in found(read(content), "title") if basis == "page"]
    assert got == ([wanted] if wanted else [])


def test_all_dumps_together_leak_less_than_two_in_a_hundred():
    sums = [measured(path)[:4] for path in DUMPS]
    noise, leaked, report, kept = (sum(column) for column in zip(*sums, strict=True))
    assert leaked <= 0.02 * noise
    assert kept >= 0.99 * report
