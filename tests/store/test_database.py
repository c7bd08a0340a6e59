from __future__ import annotations

import ctypes
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from case_parts import Story, agreement

import trucewatch.store
from trucewatch.errors import CannotWrite, CaseExists, MissingCase, NotACase, OtherVersion
from trucewatch.store import create_case, open_case, schema, sqlite, verify
from trucewatch.store.cards import CardRow
from trucewatch.store.database import migrate

MOUNTS = """\
/dev/vda / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/vdb /home/local ext4 rw 0 0
//box/share /mnt/two\\040words cifs rw 0 0
me@far: /mnt/far fuse.sshfs rw 0 0
/dev/vdc /mnt/late ext4 rw 0 0
far:/late /mnt/late nfs rw 0 0
"""


def test_a_new_case_holds_its_agreement_and_nothing_else(tmp_path):
    path = tmp_path / "new.truce"
    with create_case(path, agreement=agreement(), source=b"id: lake-accord\n") as store:
        assert store.title == "Lake Accord"
        assert store.agreement() == agreement()
        assert store.agreement_source() == b"id: lake-accord\n"
        assert {name for name, count in store.counts().items() if count} == {"agreements"}
        assert verify(store).passed
    assert [p.name for p in tmp_path.iterdir()] == ["new.truce"]
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_writers_have_the_pragmas_that_a_case_rests_on(store):
    with store.reading() as connection:
        said = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    assert said == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "busy_timeout": sqlite.BUSY_TIMEOUT_MS}


def test_a_case_is_never_made_over_another_file(tmp_path):
    path = tmp_path / "there.truce"
    path.write_text("my notes")
    with pytest.raises(CaseExists, match="is there already"):
        create_case(path, agreement=agreement(), source=b"")
    assert path.read_text() == "my notes"
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    with pytest.raises(CaseExists):
        create_case(tmp_path / "dangling", agreement=agreement(), source=b"")


def test_a_case_that_cannot_be_made_leaves_nothing_behind(tmp_path, monkeypatch):
    with pytest.raises(CannotWrite, match="no folder"):
        create_case(tmp_path / "no" / "such.truce", agreement=agreement(), source=b"")
    monkeypatch.setattr(
        "trucewatch.store.case_on_disk._move", lambda making, path: (_ for _ in ()).throw(OSError(28, "No space"))
    )
    with pytest.raises(CannotWrite, match="No space"):
        create_case(tmp_path / "new.truce", agreement=agreement(), source=b"")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_case_says_how_to_make_one(tmp_path):
    path = tmp_path / "doha.truce"
    with pytest.raises(MissingCase) as caught:
        open_case(path)
    assert str(caught.value) == f"no case at {path}; make one with: trucewatch init {path} --agreement doha"


#: Begins like a case and goes on as nonsense
MARKED = b"SQLite format 3\x00" + b"\x00" * 52 + b"TRUC" + b"\xff" * 5000


@pytest.mark.parametrize("write", [False, True])
@pytest.mark.parametrize("content", [b"", b"just words", b"SQLite format 3\x00" + b"x" * 5000, MARKED])
def test_what_is_no_case_is_refused(tmp_path, content, write):
    path = tmp_path / "notes.truce"
    path.write_bytes(content)
    with pytest.raises(NotACase, match=r"not a|damaged"):
        open_case(path, write=write)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE cases (id)")
    before = path.read_bytes()
    with pytest.raises(NotACase, match="not a Trucewatch case"):
        open_case(path, write=True)
    with pytest.raises(NotACase, match="is a folder"):
        open_case(tmp_path)
    assert path.read_bytes() == before


# -- versions ------------------------------------------------------------------------------------


def test_the_migrations_give_the_schema_that_the_code_uses(store):
    with store.reading() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: kind != "table" or "_search" not in name, "compare_type": True},
        )
        assert compare_metadata(context, schema.metadata) == []


def test_the_code_knows_every_migration_in_order():
    config = Config()
    config.set_main_option("script_location", str(Path(trucewatch.store.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert tuple(script.revision for script in reversed(list(scripts.walk_revisions()))) == schema.REVISIONS


def test_a_newer_case_is_refused_with_the_next_step(case_path):
    with sqlite3.connect(case_path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
    for write in (False, True):
        with pytest.raises(OtherVersion, match=r"newer Trucewatch \(schema 0999.*pip install --upgrade"):
            open_case(case_path, write=write)


@pytest.fixture
def older_case(case_path):
    """A case as the first schema had it: with a report in it, and no search yet."""
    with open_case(case_path, write=True) as store:
        store.save_report(*Story().parts())
    with sqlite3.connect(case_path) as connection:
        for table in sqlite.SEARCH_TABLES:
            connection.execute(f"DROP TABLE {table}")
        for table in ("actors", "link_cards", "link_edges", "link_waiting", "link_state", "lost_places", "briefs",
                      "brief_files", "memory", "term_claims", "link_facts", "link_keys", "listed_statements",
                      "listed_incidents", "listed_reports", "listed_actors", "listed_series",
                      "listed_mentions", "told", "review_entries", "other_sets", "other_records",
                      "other_judged", "proposals", "model_requests"):  # fmt: skip
            connection.execute(f"DROP TABLE {table}")
        for table in ("statement_mentions", "incident_mentions"):
            for column in ("score", "made_by"):
                connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        late = "SELECT name FROM sqlite_master WHERE name LIKE 'ix_%_recorded' OR name LIKE 'ix_%_superseded'"
        for (index,) in connection.execute(late).fetchall():
            connection.execute(f"DROP INDEX {index}")
        for table in ("statements", "incidents"):
            connection.execute(f"DROP INDEX ix_{table}_founding_mention")
        for index in ("ix_statements_days", "ix_statements_speaker", "ix_judgements_made_by",
                      "ix_judgements_provision", "ix_judgements_left", "ix_judgements_right"):  # fmt: skip
            connection.execute(f"DROP INDEX {index}")
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    return case_path


def test_an_older_case_is_brought_up_to_date_when_opened_for_writing(older_case):
    with pytest.raises(OtherVersion, match=r"older Trucewatch.*any command that writes"):
        open_case(older_case)
    said = []
    with open_case(older_case, write=True, remark=said.append) as store:
        assert said == [f"bringing {older_case} from schema 0001 to {schema.REVISIONS[-1]}"]
        assert [hit.kind for hit in store.search("fired")] == ["statement mention", "text"]
        assert verify(store).passed
    open_case(older_case, write=True, remark=said.append).close()
    assert len(said) == 1


def test_a_migration_that_fails_leaves_the_case_as_it_was(older_case):
    with sqlite3.connect(older_case) as connection:
        connection.execute("CREATE TABLE statement_search (x)")  # in the way of the second table
    from trucewatch.errors import CaseError

    with pytest.raises(CaseError, match="already exists"):
        open_case(older_case, write=True)
    with sqlite3.connect(older_case) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'text_search'").fetchone() is None


def test_migrating_twice_changes_nothing(store):
    with store.writing() as connection:
        migrate(connection)
    assert verify(store).passed


# -- where a case may lie ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/a.truce", "ext4"),
        ("/home/ann/a.truce", "nfs4"),
        ("/homes/a.truce", "ext4"),
        ("/home/local/a.truce", "ext4"),
        ("/mnt/two words/a.truce", "cifs"),
        ("/mnt/far", "fuse.sshfs"),
        ("/mnt/late/a.truce", "nfs"),
    ],
)
def test_the_file_system_of_a_path_is_that_of_its_nearest_mount(path, kind):
    assert sqlite.file_system_of(Path(path), MOUNTS) == kind


def test_an_unreadable_table_of_mounts_tells_nothing():
    assert sqlite.file_system_of(Path("/a"), "") is None
    assert sqlite.file_system_of(Path("/a"), "x\n\nnonsense here\n") is None


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p"])
def test_a_network_file_system_is_refused(case_path, tmp_path, monkeypatch, kind):
    monkeypatch.setattr(sqlite, "file_system_of", lambda path, mounts: kind)
    for write in (False, True):
        with pytest.raises(CannotWrite, match=rf"network file system \({kind}\).*local disk"):
            open_case(case_path, write=write)
    with pytest.raises(CannotWrite, match="network file system"):
        create_case(tmp_path / "new.truce", agreement=agreement(), source=b"")
    assert not (tmp_path / "new.truce").exists()


AS_GUEST = """
import sys
from trucewatch.errors import TrucewatchError
from trucewatch.store import create_case, open_case, verify
try:
    if sys.argv[2] == "create":
        from trucewatch.records.agreement import Agreement, Party
        a = Agreement(id="a", title="A", signed=None, parties=(Party(name="P", role="signatory"),))
        create_case(sys.argv[1], agreement=a, source=b"")
    with open_case(sys.argv[1], write=sys.argv[2] == "write") as store:
        print(len(list(store.reports())), verify(store).passed)
except TrucewatchError as error:
    print(type(error).__name__, error)
"""


def bound_by_permissions() -> None:
    """Take from root, as whom tests may run, the right to pass over file permissions (capabilities 1 and 2)."""
    for capability in (1, 2):
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)


def as_guest(path: Path, action: str) -> str:
    """What somebody gets who may only read the folder."""
    command = [sys.executable, "-c", AS_GUEST, str(path), action]
    drop = bound_by_permissions if os.getuid() == 0 else None
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, preexec_fn=drop)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


@pytest.fixture
def read_only_folder(case_path, tmp_path):
    with open_case(case_path, write=True) as store:
        store.save_report(*Story().parts())
    folder = tmp_path / "read only"
    folder.mkdir()
    path = case_path.rename(folder / "lake.truce")
    folder.chmod(0o555)
    path.chmod(0o444)
    yield path
    folder.chmod(0o755)


def test_a_case_in_a_read_only_folder_is_read_and_not_written(read_only_folder):
    assert as_guest(read_only_folder, "read") == "1 True"
    assert as_guest(read_only_folder, "write").startswith("CannotWrite")
    assert as_guest(read_only_folder.with_name("new.truce"), "create").startswith("CannotWrite")
    assert [p.name for p in read_only_folder.parent.iterdir()] == ["lake.truce"]


def test_unread_changes_beside_a_read_only_case_are_not_passed_over(read_only_folder):
    read_only_folder.parent.chmod(0o755)
    Path(f"{read_only_folder}-wal").write_bytes(b"x" * 100)
    read_only_folder.parent.chmod(0o555)
    said = as_guest(read_only_folder, "read")
    assert said.startswith("CannotWrite") and "copy both files" in said


def test_how_a_case_is_opened_for_reading_depends_on_what_may_be_written(tmp_path, monkeypatch):
    path = tmp_path / "a.truce"
    path.touch()
    assert sqlite.mode_for_reading(path) == "read"
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert sqlite.mode_for_reading(path) == "frozen"
    Path(f"{path}-wal").touch()
    assert sqlite.mode_for_reading(path) == "frozen"
    Path(f"{path}-wal").write_bytes(b"x")
    assert sqlite.mode_for_reading(path) == "stuck"
    Path(f"{path}-shm").touch()
    assert sqlite.mode_for_reading(path) == "ro"


def test_a_read_only_case_is_refused_for_writing(case_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(CannotWrite, match="read-only; make both writable"):
        open_case(case_path, write=True)
    with open_case(case_path) as store:
        assert store.agreement() == agreement()


def test_a_full_disk_is_said_plainly_and_loses_nothing(store):
    store.save_report(*Story().parts())
    before = store.counts()
    with store.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    store.engine.dispose()
    import sqlalchemy as sa

    sa.event.listen(store.engine, "connect", lambda raw, _: raw.execute(f"PRAGMA max_page_count = {pages + 1}"))
    big = Story(body=" ".join(os.urandom(8).hex() for _ in range(20_000)))
    with pytest.raises(CannotWrite, match=r"disk is full.*nothing was lost"):
        store.save_report(*big.parts())
    assert store.counts() == before
    assert verify(store).passed


def test_opening_a_case_twice_in_one_process_leaves_it_whole_when_others_open_and_close_it(case_path):
    """A second look at the file used to take away the locks of the first: another process that closed the case then
    emptied the write-ahead log under it."""
    other = "import sys, trucewatch; trucewatch.open(sys.argv[1]).close()"
    with open_case(case_path, write=True) as writing, open_case(case_path) as reading:
        for number in range(3):
            writing.save_report(*Story().parts())
            writing.remember("number", str(number), {"n": number})
            subprocess.run([sys.executable, "-c", other, str(case_path)], check=True)
            assert reading.recall("number", str(number)) == {"n": number}
            assert case_path.with_name(f"{case_path.name}-wal").exists()
        assert verify(writing).passed


def test_records_are_looked_up_by_their_own_index_however_small_the_sample_of_the_statistics(store, monkeypatch):
    monkeypatch.setattr(sqlite, "ANALYSED_ROWS", 20)
    cards = [CardRow(id=f"m{n}", text_id=f"t{n // 4}", record_id=f"s{n // 2}", days=(n, n)) for n in range(4000)]
    store.put_cards("statement", [c.text_id for c in cards], cards)
    store.take_statistics()
    with store.reading() as connection:
        known = connection.exec_driver_sql("SELECT stat FROM sqlite_stat1 WHERE idx = 'ix_link_cards_record'").scalar()
    rows, of_the_case, of_a_record = known.split()[:3]
    assert int(of_the_case) == int(rows) > 20 and int(of_a_record) <= 3

    asked = []
    sa.event.listen(store.engine, "before_cursor_execute", lambda *a: asked.append((a[2], a[3])))
    assert store.texts_of_records("statement", [f"s{n}" for n in range(100, 160)]) == {
        f"t{n // 2}" for n in range(100, 160)
    }
    query, values = next((q, v) for q, v in asked if "link_cards" in q)
    with store.reading() as connection:
        plan = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values)]
    assert any("ix_link_cards_record (case_id=? AND record_id=?)" in step for step in plan), plan
