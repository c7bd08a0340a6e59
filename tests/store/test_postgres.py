"""What only a case on a server can meet: the server itself, its rights and versions, and several writers."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from case_parts import DAY1, Story, agreement

from trucewatch.errors import (
    BadInput,
    CannotWrite,
    CaseBusy,
    CaseError,
    CaseExists,
    MissingCase,
    NotACase,
    OtherVersion,
    TrucewatchError,
)
from trucewatch.records.decision import Decision
from trucewatch.store import Store, create_case, open_case, postgres, rows, schema, verify
from trucewatch.store.address import Server, case_at
from trucewatch.store.database import migrate
from trucewatch.store.dialects import dialect_of


@pytest.fixture
def address(postgres, empty_database) -> str:
    """A database with a case that holds no report."""
    return postgres.database(copy_of=empty_database)


def name_of(address: str) -> str:
    return address.rpartition("/")[2]


def decision(number: int) -> Decision:
    return Decision(
        id=f"{number:064x}", action="confirm", target_kind="statement", target="a" * 64, why="heard it", who="R. Maas",
        when=DAY1,
    )  # fmt: skip


# -- making and opening ----------------------------------------------------------------------------------


def test_a_case_is_made_once_in_a_database_of_its_own(postgres, address):
    with pytest.raises(CaseExists, match="holds a case already"):
        create_case(address, agreement=agreement(), source=b"")
    other = postgres.database()
    postgres.run("CREATE TABLE payroll (amount integer)", name_of(other))
    with pytest.raises(NotACase, match="payroll"):
        create_case(other, agreement=agreement(), source=b"")


def test_two_who_make_a_case_at_once_make_one(postgres):
    empty = postgres.database()
    made: list[str] = []

    def make() -> None:
        try:
            create_case(empty, agreement=agreement(), source=b"").close()
            made.append("made")
        except CaseExists:
            made.append("there")

    makers = [threading.Thread(target=make) for _ in range(3)]
    for one in makers:
        one.start()
    for one in makers:
        one.join()
    assert sorted(made) == ["made", "there", "there"]
    assert postgres.run("SELECT count(*) FROM cases", name_of(empty)) == [(1,)]


def test_a_case_that_cannot_be_made_leaves_nothing_behind(postgres, monkeypatch):
    empty = postgres.database()

    def broken(*given: object, **named: object) -> None:
        raise RuntimeError("lights out")

    monkeypatch.setattr(Store, "note_form", broken)
    with pytest.raises(RuntimeError):
        create_case(empty, agreement=agreement(), source=b"")
    assert postgres.run("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", name_of(empty)) == []


def test_an_older_schema_is_brought_up_to_date_when_opened_for_writing_and_named_when_not(postgres):
    older = postgres.database()
    engine = postgres_engine(older)
    with engine.begin() as connection:
        migrate(connection, "0009")
        connection.exec_driver_sql("INSERT INTO cases VALUES ('c', 'Lake accord', now(), 'trucewatch 0')")
        row = rows.row_of(rows.AGREEMENTS, agreement(), case_id="c", now=DAY1, beside=rows.AsOf())
        connection.execute(schema.agreements.insert().values(**row))
    engine.dispose()
    with pytest.raises(OtherVersion, match="schema 0009, now"):
        open_case(older)
    said: list[str] = []
    with open_case(older, write=True, remark=said.append) as store:
        assert store.listed()
    assert len(said) == 1 and "from schema 0009" in said[0]
    postgres.run("UPDATE alembic_version SET version_num = '9999'", name_of(older))
    with pytest.raises(OtherVersion, match="newer Trucewatch"):
        open_case(older)


def postgres_engine(address: str) -> sa.Engine:
    place = case_at(address)
    assert isinstance(place, Server)
    return postgres.make_engine(place, write=True)


def test_every_text_column_is_compared_by_code_points_whatever_the_server_speaks(postgres, address):
    others = postgres.run(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' "
        "AND data_type IN ('text', 'character varying') AND (collation_name IS DISTINCT FROM 'C' "
        "OR character_maximum_length IS NOT NULL) AND table_name <> 'alembic_version'",
        name_of(address),
    )
    assert others == []


def test_the_tables_are_those_of_the_file_with_the_same_columns(address, store):
    def shape(engine: sa.Engine) -> dict[str, list[str]]:
        inspected = sa.inspect(engine)
        names = set(schema.metadata.tables)
        return {
            t: sorted(c["name"] for c in inspected.get_columns(t)) for t in inspected.get_table_names() if t in names
        }

    def indexes(engine: sa.Engine) -> set[str]:
        inspected = sa.inspect(engine)
        return {str(i["name"]) for t in schema.metadata.tables for i in inspected.get_indexes(t)
                if not str(i["name"]).startswith("sqlite_autoindex")}  # fmt: skip

    with open_case(address) as server:
        assert shape(server.engine) == shape(store.engine)
        named = {str(i.name) for t in schema.metadata.tables.values() for i in t.indexes}
        assert named <= indexes(server.engine) and named <= indexes(store.engine)


# -- what can be wrong with a server -----------------------------------------------------------------------


def told(call: Callable[[], object], kind: type[TrucewatchError]) -> str:
    """The message, which never holds any of the password, in one piece or as the address writes it."""
    with pytest.raises(kind) as raised:
        call()
    message = str(raised.value)
    for secret in ("p@ss", "p%40ss", "w%rd", "w%25rd", "wrong-one"):
        assert secret not in message
    return message


def test_each_fault_of_an_address_or_server_has_its_own_message_without_the_password(postgres, address):
    where = f"127.0.0.1:{postgres.port}"
    missing = told(lambda: open_case(postgres.address("nowhere")), MissingCase)
    assert "no database 'nowhere'" in missing and "createdb nowhere" in missing
    empty = told(lambda: open_case(postgres.database()), MissingCase)
    assert "holds no case; make one with: trucewatch init postgresql://lead@" in empty
    refused = told(lambda: open_case(address.replace(f":{postgres.port}/", ":1/")), CaseError)
    assert "no connection to postgresql://lead@127.0.0.1:1/" in refused and "check host, port" in refused
    wrong = told(lambda: open_case(postgres.address("postgres", password="wrong-one")), CaseError)
    assert "password authentication failed" in wrong and "~/.pgpass" in wrong
    unknown = told(lambda: open_case(f"postgresql://lead:wrong-one@{where}/x?colour=red"), BadInput)
    assert "no address that PostgreSQL understands" in unknown
    nowhere = told(lambda: open_case("postgresql://lead:wrong-one@nowhere.invalid/x"), CaseError)
    assert "no connection to postgresql://lead@nowhere.invalid/x" in nowhere


def test_a_server_that_is_too_old_is_named_with_its_version(address, monkeypatch):
    monkeypatch.setattr(postgres, "LEAST_VERSION", 99)
    assert "a case needs 99 or newer" in told(lambda: open_case(address), OtherVersion)


def test_without_the_driver_the_message_says_what_to_install(address, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert "pip install 'trucewatch[postgres]'" in told(lambda: open_case(address), BadInput)


def test_who_may_only_read_reads_and_is_told_so_when_writing(postgres, address):
    database = name_of(address)
    postgres.run(f"CREATE ROLE reader_{database} LOGIN PASSWORD 'wrong-one'")
    reader = postgres.address(database, user=f"reader_{database}", password="wrong-one")
    assert "permission denied" in told(lambda: open_case(reader), CannotWrite)
    postgres.run(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader_{database}", database)
    with open_case(reader) as store:
        assert store.counts()["agreements"] == 1
        assert "opened for reading only" in told(lambda: store.save_decision(decision(1)), CannotWrite)
    with open_case(reader, write=True) as store:
        assert "permission denied" in told(lambda: store.save_decision(decision(1)), CannotWrite)
    empty = name_of(postgres.database())
    made = postgres.address(empty, user=f"reader_{database}", password="wrong-one")
    assert "permission denied" in told(lambda: create_case(made, agreement=agreement(), source=b""), CannotWrite)


def test_who_does_not_own_the_tables_is_told_what_is_left_after_a_redaction(postgres, address):
    database = name_of(address)
    with open_case(address, write=True) as store:
        store.save_report(*Story().parts(), now=DAY1)
    postgres.run(f"CREATE ROLE writer_{database} LOGIN PASSWORD 'wrong-one'")
    postgres.run(
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO writer_{database}; "
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO writer_{database}",
        database,
    )
    with open_case(postgres.address(database, user=f"writer_{database}", password="wrong-one"), write=True) as store:
        store.save_decision(decision(1))
        taken = {"who": "R. Maas", "when": DAY1, "ground": "witness at risk"}
        assert "VACUUM FULL" in told(lambda: store.redact("text", Story().text.id, **taken), CannotWrite)
        assert verify(store).passed and verify(store).redacted == 2


def test_a_store_opened_for_reading_cannot_write_by_any_way(address):
    with (
        open_case(address) as store,
        store.engine.connect() as connection,
        pytest.raises(sa.exc.InternalError, match="read-only"),
    ):
        connection.exec_driver_sql("DELETE FROM cases")


# -- guards ------------------------------------------------------------------------------------------------


def test_the_chain_can_only_grow_and_verify_sees_when_its_guards_are_gone(postgres, address):
    import psycopg

    with open_case(address, write=True) as store:
        store.save_decision(decision(1))
        for change in ("DELETE FROM chain", "UPDATE chain SET digest = 'x'"):
            with pytest.raises(psycopg.Error, match="append-only"):
                postgres.run(change, name_of(address))
        assert verify(store).passed
        postgres.run("ALTER TABLE chain DISABLE TRIGGER ALL", name_of(address))
        assert [f.problem for f in verify(store).findings] == ["the guards of the decision chain are gone"]
        postgres.run("UPDATE chain SET digest = repeat('0', 64)", name_of(address))
        assert any("does not hold" in f.problem for f in verify(store).findings)


def test_what_was_said_in_review_can_only_lose_its_words(postgres, address):
    import psycopg

    postgres.run(
        "INSERT INTO review_entries (case_id, id, kind, about_kind, about, who, made_at, payload) "
        "SELECT id, 'e1', 'comment', 'statement', 'x', 'R. Maas', now(), '{}' FROM cases",
        name_of(address),
    )
    for change in ("DELETE FROM review_entries", "UPDATE review_entries SET who = 'somebody'"):
        with pytest.raises(psycopg.Error, match="append-only"):
            postgres.run(change, name_of(address))
    postgres.run("UPDATE review_entries SET payload = NULL", name_of(address))


# -- several writers ---------------------------------------------------------------------------------------


def test_decisions_of_many_writers_make_one_chain_and_none_is_lost(address):
    def decide(first: int) -> None:
        with open_case(address, write=True) as store:
            for number in range(first, first + 10):
                store.save_decision(decision(number))

    writers = [threading.Thread(target=decide, args=(n * 10 + 1,)) for n in range(4)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    with open_case(address) as store:
        assert [link.sequence for link in store.chain()] == list(range(1, 41))
        assert {d.id for d in store.decisions()} == {decision(n).id for n in range(1, 41)}
        assert verify(store).passed


def test_a_lease_is_a_turn_that_others_wait_for_and_long_work_gives_way(address):
    came: list[str] = []
    begun = threading.Event()

    def other() -> None:
        with open_case(address, write=True) as store:
            begun.set()
            with store.lease("Ines"):
                came.append("Ines")
                store.save_decision(decision(2))

    with open_case(address, write=True) as store:
        with store.lease("Ruben"):
            waiting = threading.Thread(target=other)
            waiting.start()
            begun.wait()
            time.sleep(0.5)
            store.save_decision(decision(1))
            assert came == [] and store.holder().who == "Ruben"
            store.give_way()
            assert came == ["Ines"] and store.holder().who == "Ruben"
            store.save_decision(decision(3))
            store.give_way()  # nobody waits
        waiting.join()
        assert [d.id for d in store.decisions()] == [decision(n).id for n in (1, 2, 3)]
        assert store.holder() is None


def test_who_waits_too_long_is_told_who_is_writing(address, monkeypatch):
    monkeypatch.setattr(postgres, "BUSY_TIMEOUT_MS", 300)
    with open_case(address, write=True) as first, open_case(address, write=True) as second, first.lease("Ruben"):
        assert "Ruben (process" in told(lambda: second.lease("Ines").__enter__(), CaseBusy)
        assert "another process is writing" in told(lambda: second.save_decision(decision(1)), CaseBusy)
        first.save_decision(decision(2))
    with open_case(address, write=True) as third, third.lease("Ines"):
        third.save_decision(decision(3))


def test_a_turn_ends_with_the_connection_that_held_it(postgres, address):
    first = open_case(address, write=True)
    lease = first.lease("Ruben")
    lease.__enter__()
    postgres.run(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name_of(address)}' "
        "AND pid <> pg_backend_pid()"
    )
    with open_case(address, write=True) as second, second.lease("Ines"):
        second.save_decision(decision(1))
        assert "another took it" in told(lambda: first.save_decision(decision(2)), CaseBusy)
    lease.__exit__(None, None, None)
    first.close()


def test_a_reader_sees_one_state_of_the_case_for_as_long_as_it_holds_a_connection(address):
    with open_case(address, write=True) as store, store.reading() as connection:
        count = sa.select(sa.func.count()).select_from(schema.decisions)
        assert connection.execute(count).scalar() == 0
        store.save_decision(decision(1))
        assert connection.execute(count).scalar() == 0
        with store.reading() as later:
            assert later.execute(count).scalar() == 1


def test_a_report_saved_on_a_server_reads_as_it_was(address):
    with open_case(address, write=True) as store:
        story = Story()
        store.save_report(*story.parts(), now=DAY1)
        assert store.text(story.text.id) == story.text
        assert verify(store).passed
        assert dialect_of(store.engine) is postgres
