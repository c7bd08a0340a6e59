"""Every set of the word lists is asked for by name somewhere: a list that no rule reads misleads whoever extends it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import trucewatch

ROOMS = Path(trucewatch.__file__).parent
LISTS = ("commitment_words.csv", "count_words.csv", "incident_words.csv")
CODE = "\n".join(path.read_text(encoding="utf-8") for path in (ROOMS / "annotate").glob("*.py"))


def sets_of(name):
    with (ROOMS / "annotate" / "lexicon" / name).open(encoding="utf-8", newline="") as file:
        return [row["set"] for row in csv.DictReader(file)]


@pytest.mark.parametrize("name", LISTS)
def test_every_set_of_words_is_read_by_a_rule(name):
    assert [one for one in sets_of(name) if f'"{one}"' not in CODE] == []


@pytest.mark.parametrize("name", LISTS)
def test_no_set_of_words_stands_in_a_list_twice(name):
    assert len(sets_of(name)) == len(set(sets_of(name)))


@pytest.mark.parametrize("name", LISTS)
def test_no_word_stands_in_a_set_twice(name):
    with (ROOMS / "annotate" / "lexicon" / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words = row["words"].split()
            assert len(words) == len(set(words)), row["set"]
