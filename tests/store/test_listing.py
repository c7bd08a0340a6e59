"""The lists hold what the records say, however the case came to hold these."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from case_parts import DAY2, DAY3
from lake_case import Lake, fill, lake_agreement

from trucewatch.errors import OtherVersion
from trucewatch.records.report import Found
from trucewatch.store import Store, create_case, open_case, schema_lists, sqlite, verify
from trucewatch.store.choosing import ReportFilter, StatementFilter
from trucewatch.store.database import migrate
from trucewatch.store.listing import LISTS


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Lake]:
    path = tmp_path_factory.mktemp("lake") / "lake.truce"
    with create_case(path, agreement=lake_agreement(), source=b"") as store:
        return path, fill(store)


@pytest.fixture
def case(made, tmp_path):
    path = tmp_path / "lake.truce"
    path.write_bytes(made[0].read_bytes())
    return path, made[1]


def lists(store: Store) -> dict[str, list[tuple]]:
    tables = (*LISTS.values(), schema_lists.listed_mentions)
    with store.reading() as connection:
        found = {t.name: sorted(map(tuple, connection.execute(sa.select(t))), key=repr) for t in tables}
        for name in sqlite.SEARCH_TABLES:
            found[name] = sorted(map(tuple, connection.exec_driver_sql(f"SELECT rowid, words FROM {name}")))
        return found


def in_step(store: Store) -> bool:
    """True if the lists are what making them anew would give."""
    before = lists(store)
    with store.writing() as connection:
        store.list_all(connection)
    return lists(store) == before


def test_the_lists_are_the_same_kept_in_step_or_made_anew(case):
    with open_case(case[0], write=True) as store:
        held = lists(store)
        assert held["listed_statements"] and held["listed_mentions"] and held["incident_search"]
        assert in_step(store)


def test_a_changed_record_takes_the_place_of_the_one_before_and_one_that_is_gone_goes(case):
    path, lake = case
    with open_case(path, write=True) as store:
        first, second = lake.statements[:2]
        store.save_records("statement", [replace(first, act="warn")], gone={second.id}, now=DAY2)
        page = store.statements_page(StatementFilter(act="warn"))
        assert [item.record.id for item in page.items] == [first.id]
        assert store.statements_page().total == len(lake.statements) - 1
        assert in_step(store)


def test_mentions_follow_their_report_into_its_new_version(case):
    path, lake = case
    with open_case(path, write=True) as store:
        report = lake.reports[3]
        other = replace(report, found=(*report.found, Found(field="publisher", value="Far Bank News", basis="person")))
        text = store.text(report.text_id)
        capture = store.capture(report.capture_id)
        store.save_report(capture, text, other, now=DAY2)
        assert store.statements_page(StatementFilter(publisher="Far Bank News")).total == 3
        assert [i.record.id for i in store.reports_page(ReportFilter(publisher="Far Bank News")).items] == [report.id]
        assert store.reports_page(ReportFilter(title=f'"{report.title}"')).total == 1
        assert in_step(store)


def test_what_was_redacted_is_found_by_none_of_its_words(case):
    path, lake = case
    with open_case(path, write=True) as store:
        report = lake.reports[4]
        store.redact("text", report.text_id, who="R. Reviewer", when=DAY3, ground="a witness at risk")
        assert in_step(store)
        assert store.reports_page(ReportFilter(title=f'"{report.title}"')).total == 0
        with store.reading() as connection:
            left = connection.exec_driver_sql("SELECT count(*) FROM incident_search WHERE rowid IN "
                                              "(SELECT row FROM incident_mentions WHERE text_id = ?)",
                                              (report.text_id,)).scalar()  # fmt: skip
        assert left == 0
        assert verify(store).passed


@pytest.fixture
def older(made, tmp_path) -> Path:
    """The same case as schema 0009 had it."""
    path = tmp_path / "older.truce"
    path.touch()
    engine = sqlite.make_engine(path, mode="create")
    with engine.connect().execution_options(immediate=True) as connection, connection.begin():
        migrate(connection, "0009")
    engine.dispose()
    with sqlite3.connect(path) as connection:
        connection.execute("ATTACH ? AS later", (str(made[0]),))
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in tables:
            if "_search_" in name or name in ("alembic_version", "sqlite_sequence"):
                continue
            columns = [column[1] for column in connection.execute(f"PRAGMA table_info({name})")]
            columns = ["rowid", *columns] if name.endswith("_search") else columns
            named = ", ".join(f'"{column}"' for column in columns)
            connection.execute(f"INSERT INTO {name} ({named}) SELECT {named} FROM later.{name}")
        connection.execute("DELETE FROM memory WHERE kind = 'derived'")
    return path


def test_a_case_from_before_there_were_lists_gets_them_when_opened_for_writing(made, older):
    with open_case(made[0]) as store:
        before = lists(store)
    with pytest.raises(OtherVersion, match="schema 0009"):
        open_case(older)
    with open_case(older, write=True) as store:
        assert lists(store) == before
        assert verify(store).passed


def test_a_case_whose_lists_were_never_finished_is_brought_up_to_date_before_it_is_read(case):
    path, _ = case
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM listed_statements")
        connection.execute("DELETE FROM memory WHERE kind = 'derived'")
    with pytest.raises(OtherVersion, match=r"its lists are missing.*any command that writes"):
        open_case(path)
    open_case(path, write=True).close()
    with open_case(path) as store:
        assert store.statements_page().total > 20


def test_private_persons_are_not_found_by_a_title(case):
    path, lake = case
    assert "Tveit" in lake.reports[6].title
    with open_case(path) as store:
        assert store.reports_page(ReportFilter(title="Tveit")).total == 0
        assert store.reports_page(ReportFilter(title='"Letter 6"')).total == 1
