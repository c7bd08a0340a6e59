"""The made-up case of the benchmarks holds what linking leaves: the shortcut's tables look like the linked ones."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa
from benchmarks.made import build

from trucewatch.case import open_case
from trucewatch.linking import link_case
from trucewatch.store import Store, schema
from trucewatch.store import open_case as open_store

#: What linking keeps for its own next run, and what it alone can come to; no page reads these.
OF_LINKING = {"link_edges", "link_facts", "link_keys", "redirects"}


def numbers(store: Store) -> dict[str, int]:
    """Table -> how many rows of it hold now."""
    found = {}
    with store.reading() as connection:
        for t in schema.metadata.sorted_tables:
            query = sa.select(sa.func.count()).select_from(t)
            query = query.where(t.c.superseded_at.is_(None)) if "superseded_at" in t.c else query
            found[t.name] = connection.execute(query).scalar_one()
    return found


def judged(store: Store) -> Counter[str]:
    return Counter(j.kind for j in store.judgements())


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A made-up case, and the same linked whole."""
    folder = tmp_path_factory.mktemp("made")
    made, linked = folder / "made.truce", folder / "linked.truce"
    told: list[str] = []
    build(made, statements=240, told=told.append)
    assert "30 of 30 reports" in told[0] and "pages" in told[-1]
    shutil.copy(made, linked)
    with open_store(linked, write=True) as store:
        link_case(store, whole=True)
    return made, linked


def test_the_same_tables_hold_about_as_many_rows(both: tuple[Path, Path]):
    with open_store(both[0]) as made, open_store(both[1]) as linked:
        mine, theirs = numbers(made), numbers(linked)
        differing = {t: (mine[t], n) for t, n in theirs.items() if bool(n) != bool(mine[t])}
        assert differing.keys() <= OF_LINKING, differing
        for table in ("statements", "incidents", "actors", "series", "link_cards", "told", "listed_mentions"):
            assert 0.5 < mine[table] / theirs[table] < 2, table
        judgements, there = judged(made), judged(linked)
        assert judgements.keys() >= {"same_statement", "same_incident", "response", "provision", "same_report"}
        assert 0.3 < sum(judgements.values()) / sum(there.values()) < 3


def test_it_is_in_the_state_of_a_linked_case(both: tuple[Path, Path]):
    with open_case(both[0], write=True) as case:
        assert case.store.state().linked is not None
        assert link_case(case.store) == []
        assert case.counts()["statements"] == 240
        assert case.ledger_page(answered=True).total and case.assessments()
