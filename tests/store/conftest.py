from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from case_parts import agreement

from trucewatch.store import Store, create_case


@pytest.fixture(scope="session")
def empty_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case without reports, made once: making one runs the migrations."""
    path = tmp_path_factory.mktemp("made") / "empty.truce"
    create_case(path, agreement=agreement(), source=b"id: lake-accord\n").close()
    return path


@pytest.fixture
def case_path(empty_case: Path, tmp_path: Path) -> Path:
    path = tmp_path / "lake.truce"
    path.write_bytes(empty_case.read_bytes())
    return path


@pytest.fixture
def store(case_path: Path) -> Iterator[Store]:
    from trucewatch.store import open_case

    with open_case(case_path, write=True) as opened:
        yield opened
