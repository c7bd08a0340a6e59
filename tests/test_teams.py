"""The same case in a file and on a PostgreSQL server: copied either way, written by several, told alike."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.commands import run
from tests.postgres_server import PASSWORD, QUOTED, TestServer

import trucewatch
from trucewatch.case import Case
from trucewatch.errors import CaseExists, Conflict, MissingCase
from trucewatch.records.decision import Decision
from trucewatch.store import open_case, schema
from trucewatch.store.schema import SEARCH_TABLES

MORE = {
    "harbour.txt": "Front welcomes monitors\n\nThe Belmar Front welcomed the monitors at Kessel on Tuesday. "
    '"They are our guests," said Adel Brandt, a spokesman for the Belmar Front.\n',
    "hills.txt": "Arvania pledges to open the road\n\nArvania's Ministry of Defence pledged on Wednesday to open the "
    "road to Kessel by 20 May.\n",
    "valley.txt": "Front accuses army of looting\n\nThe Belmar Front accused the Arvanian army on Thursday of looting "
    "the market at Kessel.\n",
    "coast.txt": "Army denies looting\n\nArvania's Ministry of Defence denied on Friday that soldiers had looted the "
    "market at Kessel.\n",
}  # fmt: skip

ADD = "import sys; from trucewatch.present.cli import main; main(['add', *sys.argv[1:]])"


@pytest.fixture
def worked(case: Case) -> Path:
    """A closed file in which people decided, noted, commented, issued a dossier and took a report out."""
    statements = case.statements()
    shown = [case.store.shown("statement", s.id) for s in statements]
    case.decide(shown[0], "set", field="act", new="condemn", why="a stronger word", who="R. Maas")
    case.decide(shown[1], "confirm", why="heard it", who="Ines Halm")
    case.comment(shown[1], "see the recording", who="R. Maas")
    case.note(
        "the road is open again", kind="statement", act="report", source="call", speaker="Adel Brandt", who="R. Maas"
    )
    last = case.reports()[-1]
    case.redact(case.store.shown("report", last.id), ground="witness at risk", who="Ines Halm")
    path = case.store.path
    assert isinstance(path, Path)
    case.close()
    return path


@pytest.fixture
def address(postgres: TestServer) -> str:
    return postgres.database()


@pytest.fixture
def more(tmp_path: Path) -> Path:
    folder = tmp_path / "more"
    folder.mkdir()
    for name, words in MORE.items():
        (folder / name).write_text(words, encoding="utf-8")
    return folder


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


# -- copying -------------------------------------------------------------------------------------------------


def test_a_case_copied_to_a_server_and_back_verifies_and_exports_the_same(worked, address, tmp_path, capsys):
    back = tmp_path / "back.truce"
    assert run(capsys, "copy", worked, address)[0] == 0
    assert run(capsys, "copy", address, back)[0] == 0
    seen, exported = [], []
    for n, place in enumerate((worked, address, back)):
        with trucewatch.open(place) as opened:
            report = opened.verify()
            assert report.passed, report.findings
            assert report.redacted > 0 and report.head and report.checked["decisions"] > 2
            seen.append((report.head, report.checked, report.records, opened.counts(), opened.store.runs(),
                         opened.store.redactions(), opened.store.entries()))  # fmt: skip
        out = tmp_path / f"out{n}"
        assert run(capsys, "export", place, out, "--format", "records")[0] == 0
        exported.append(files_in(out))
    assert seen[0] == seen[1] == seen[2]
    assert exported[0] == exported[1] == exported[2] and len(exported[0]["statements.jsonl"]) > 500


@pytest.mark.parametrize(
    "words",
    [
        ["ledger"], ["clocks"], ["figures"], ["trend"], ["trend", "--by", "side"],
        ["review"], ["briefs"], ["digest", "--since", "2020-01-01"], ["grade"],
    ],
)  # fmt: skip
def test_a_command_says_the_same_of_a_case_on_a_server(words, made_case, copied, tmp_path, capsys):
    name, *rest = words
    in_file, on_server = (run(capsys, name, place, *rest) for place in (made_case, copied))
    assert in_file[0] == on_server[0] == 0, on_server[2]
    assert on_server[1] == in_file[1]
    assert PASSWORD not in "".join(on_server[1:]) and QUOTED not in "".join(on_server[1:])


@pytest.mark.parametrize("words", ["Kessel", '"shelling the bridge"', "obser*", "army Front", "front's", "nowhere"])
def test_search_finds_the_same_in_both(words, made_case, copied):
    found = []
    for place in (made_case, copied):
        with trucewatch.open(place) as opened:
            hits = opened.search(words)
            found.append({(h.kind, h.id, h.text_id) for h in hits})
            assert all(h.words for h in hits)
    assert found[0] == found[1]
    assert bool(found[0]) == (words not in ("nowhere", "front's"))


@pytest.fixture(scope="module")
def copied(made_case: Path, postgres: TestServer) -> str:
    """The case that nobody writes to, on the server."""
    address = postgres.database()
    trucewatch.copy(made_case, address)
    return address


def test_a_copy_goes_on_as_what_was_copied_would_have(made_case, postgres, tmp_path, more):
    address, path = postgres.database(), tmp_path / "kessel.truce"
    shutil.copyfile(made_case, path)
    trucewatch.copy(path, address)
    found = []
    for place in (path, address):
        with trucewatch.open(place, write=True) as opened:
            opened.add([more])
            assert opened.verify().passed
            found.append((
                sorted((s.id, s.act, s.speaker, s.mention_ids) for s in opened.statements()),
                sorted((i.id, i.type, i.mention_ids) for i in opened.incidents()),
                sorted((j.id, j.verdict) for j in opened.store.judgements() if j.kind != "same_actor"),
                opened.counts(),
            ))  # fmt: skip
    assert found[0] == found[1]


def test_every_table_of_a_case_is_copied(made_case, copied):
    with trucewatch.open(made_case) as opened, trucewatch.open(copied) as other:
        held, there = (set(sa.inspect(case.store.engine).get_table_names()) for case in (opened, other))
    beside = {"alembic_version", "leases", *SEARCH_TABLES}
    known = {t.name for t in schema.metadata.tables.values()} - beside
    assert there - beside == known
    assert {name for name in held - beside if not name.startswith(SEARCH_TABLES)} == known


def test_who_decides_after_another_did_is_told_before_anything_is_written(made_case, postgres):
    address = postgres.database()
    trucewatch.copy(made_case, address)
    with trucewatch.open(address, write=True) as mine, trucewatch.open(address, write=True) as theirs:
        shown = mine.store.shown("statement", mine.statements()[0].id)
        seen = mine.seen()
        theirs.decide(shown, "set", field="act", new="condemn", why="a stronger word", who="Ines Halm")
        with pytest.raises(Conflict, match="Ines Halm decided on this record since you looked at it"):
            mine.decide(shown, "set", field="act", new="warn", why="a threat", who="R. Maas", seen=seen)
        assert len(mine.store.decisions()) == 1
        mine.decide(shown, "set", field="act", new="warn", why="a threat", who="R. Maas", seen=seen, anyway=True)
        assert len(theirs.store.decisions()) == 2 and theirs.verify().passed


def test_nothing_is_copied_over_a_case_or_from_nowhere(made_case, copied, tmp_path, postgres):
    for target in (made_case, copied):
        with pytest.raises(CaseExists):
            trucewatch.copy(made_case, target)
    with pytest.raises(MissingCase):
        trucewatch.copy(tmp_path / "none.truce", postgres.database())
    with pytest.raises(MissingCase):
        trucewatch.copy(postgres.database(), tmp_path / "new.truce")
    assert not (tmp_path / "new.truce").exists()


# -- several people ------------------------------------------------------------------------------------------


def test_two_processes_add_while_a_third_decides_and_nothing_is_lost(made_case, address, more):
    trucewatch.copy(made_case, address)
    halves = [sorted(more.iterdir())[n::2] for n in (0, 1)]
    adding = [
        subprocess.Popen(
            [sys.executable, "-c", ADD, address, *map(str, half)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        for half in halves
    ]  # fmt: skip
    decided: list[Decision] = []
    with trucewatch.open(address, write=True) as opened:
        shown = [opened.store.shown("statement", s.id) for s in opened.statements()]
        while any(one.poll() is None for one in adding) or len(decided) < len(shown):
            target = shown[len(decided) % len(shown)]
            decided.append(opened.decide(target, "confirm", why=f"heard it {len(decided)}", who="R. Maas"))
            if len(decided) >= 12:
                break
    said = [one.communicate(timeout=240)[0] for one in adding]
    assert [one.returncode for one in adding] == [0, 0], said
    with trucewatch.open(address) as opened:
        assert len(opened.reports()) == 3 + len(MORE)
        assert [d.id for d in opened.store.decisions()] == [d.id for d in decided]
        assert opened.store.waiting() == []
        assert opened.store.link_state()[1] == len(decided)
        assert [r.what for r in opened.store.runs() if r.ended_at is None] == []
        report = opened.verify()
        assert report.passed, report.findings
        confirmed = {r.mention_ids[0] for r in opened.statements()}
        assert len(confirmed) == len(opened.statements()) > 7


# -- what is told --------------------------------------------------------------------------------------------


def test_the_password_stands_nowhere_but_in_the_address(agreement, reports, address, tmp_path, capsys):
    out = tmp_path / "out"
    told = []
    for words in (
        ("init", address, "--agreement", agreement), ("add", address, reports), ("verify", address),
        ("brief", address, "--out", tmp_path / "brief"), ("export", address, out), ("review", address),
        ("show", address, "s:00000000"), ("init", address, "--agreement", agreement), ("briefs", address),
        ("watch", address, "--once"), ("copy", address, tmp_path / "copy.truce"), ("people", address, "list"),
    ):  # fmt: skip
        _, seen, said = run(capsys, *words)
        told.append(seen + said)
        assert "Traceback" not in seen + said
    told += [p.read_bytes().decode("utf-8", "replace") for p in tmp_path.rglob("*") if p.is_file()]
    with open_case(address) as store:
        told += [repr(run_) for run_ in store.runs()] + [repr(store.engine), repr(store.path)]
    for words in told:
        assert PASSWORD not in words and QUOTED not in words
    assert re.search(r"postgresql://lead@127\.0\.0\.1:\d+/case\d+", "".join(told))


def test_what_lies_beside_a_case_lies_in_the_folder_at_hand_under_the_name_of_the_database(
    copied, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    name = copied.rpartition("/")[2]
    assert run(capsys, "watch", copied, "--new")[0] == 0
    assert (tmp_path / f"{name}.watch.yaml").is_file()
    with trucewatch.open(copied) as opened:
        assert opened.store.beside == Path(f"{name}.truce")
