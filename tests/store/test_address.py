from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from trucewatch.errors import BadInput
from trucewatch.store.address import Server, beside, case_at


@pytest.mark.parametrize(
    ("given", "shown", "name"),
    [
        ("postgresql://ann@db.example.org/lake", "postgresql://ann@db.example.org/lake", "lake"),
        ("postgres://ann:secret@db.example.org:5433/lake", "postgresql://ann@db.example.org:5433/lake", "lake"),
        ("postgresql://ann:se%40c%2Fret@one:1,two:2/lake", "postgresql://ann@one:1,two:2/lake", "lake"),
        ("postgresql:///lake?host=/run/postgresql", "postgresql:///lake?host=%2Frun%2Fpostgresql", "lake"),
        ("postgresql://[::1]/a%20lake?password=secret&sslmode=require", "postgresql://[::1]/a%20lake?sslmode=require",
         "a lake"),
    ],
)  # fmt: skip
def test_an_address_is_shown_without_its_password(given, shown, name):
    place = case_at(given)
    assert isinstance(place, Server)
    assert (str(place), place.name, place.address) == (shown, name, given)
    assert "secret" not in f"{place} {place!r} {place.name} {beside(place)}"
    assert beside(place) == Path(f"{name}.truce")
    assert case_at(place) is place and pickle.loads(pickle.dumps(place)) == place


@pytest.mark.parametrize("given", ["doha.truce", "./postgresql.truce", "folder/postgresql", Path("/x/doha.truce")])
def test_what_is_no_address_is_a_file(given):
    assert case_at(given) == Path(given) == beside(case_at(given))


@pytest.mark.parametrize(
    "given",
    [
        "postgresql://ann:sec/ret@db/lake", "postgresql://ann:sec?ret@db/lake", "postgresql://ann:sec#ret@db/lake",
        "postgresql://ann:secret@db", "postgresql://ann:secret@db/", "postgresql://ann:secret@[db/lake",
        "POSTGRESQL://ann:secret@db/lake", "postgresql+psycopg://ann:secret@db/lake", "mysql://ann:secret@db/lake",
        Path("postgresql://ann:secret@db/lake"),
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_without_repeating_any_of_it(given):
    with pytest.raises(BadInput, match="postgresql://USER@HOST:PORT/DATABASE") as refused:
        case_at(given)
    assert "sec" not in str(refused.value)
