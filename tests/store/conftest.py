from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from case_parts import agreement

from trucewatch.store import Store, create_case, open_case


@pytest.fixture(scope="session")
def empty_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case without reports, made once: making one runs the migrations."""
    path = tmp_path_factory.mktemp("made") / "empty.truce"
    create_case(path, agreement=agreement(), source=b"id: lake-accord\n").close()
    return path


@pytest.fixture(scope="session")
def empty_database(postgres) -> str:
    """The same in a server's database."""
    address = postgres.database()
    create_case(address, agreement=agreement(), source=b"id: lake-accord\n").close()
    return address


@pytest.fixture
def case_path(empty_case: Path, tmp_path: Path) -> Path:
    path = tmp_path / "lake.truce"
    path.write_bytes(empty_case.read_bytes())
    return path


@pytest.fixture
def store(case_path: Path) -> Iterator[Store]:
    with open_case(case_path, write=True) as opened:
        yield opened


@pytest.fixture(params=["file", "server"])
def anywhere(request: pytest.FixtureRequest) -> Iterator[Store]:
    """A case without reports, of both kinds: who asks for it is run twice."""
    if request.param == "file":
        place: Path | str = request.getfixturevalue("case_path")
    else:
        empty = request.getfixturevalue("empty_database")
        place = request.getfixturevalue("postgres").database(copy_of=empty)
    with open_case(place, write=True) as opened:
        yield opened


@pytest.fixture(scope="module", params=["file", "server"])
def new_place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Path | str]:  # fmt: skip
    """Where a case can be made: a file's name, and the address of an empty database."""
    if request.param == "file":
        return lambda: tmp_path_factory.mktemp("new") / "lake.truce"
    postgres = request.getfixturevalue("postgres")
    return lambda: postgres.database()
