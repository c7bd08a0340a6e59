"""``trucewatch verify ARCHIVE``: whatever is changed in an archive is found, and named."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import zipfile
from contextlib import suppress
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import archived_case as made
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trucewatch.case import open_case
from trucewatch.errors import BadInput
from trucewatch.present.archive import container
from trucewatch.present.archive import manifest as form
from trucewatch.present.archive.check import ArchiveReport, check_archive
from trucewatch.present.archive.container import Member, Packing
from trucewatch.present.archive.keys import new_key, public_pem, read_key, read_public_key
from trucewatch.present.archive.make import write_archive

WARC = "archive/captures-00001.warc.gz"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("checked")
    path = made.build(home / "case")
    new_key(home / "desk.key")
    new_key(home / "other.key")
    with open_case(path) as case:
        write_archive(case.store, home / "a.wacz", key=home / "desk.key", now=made.NOW)
    shutil.rmtree(home / "case")  # from here on there is the archive alone
    return home


@lru_cache
def members_of(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path, members: dict[str, bytes]) -> Path:
    """An archive of these members, in the form that the program writes."""
    with path.open("wb") as file:
        packing = Packing(file)
        for name, content in members.items():
            packing.add(name, content)
        packing.close()
    return path


def changed(folder: Path, tmp_path: Path, **new: bytes | None) -> ArchiveReport:
    """The report on the archive with members changed, added or (None) taken out."""
    members = dict(members_of(folder / "a.wacz"))
    for name, content in new.items():
        if content is None:
            del members[name]
        else:
            members[name] = content
    return check_archive(packed(tmp_path / "b.wacz", members))


def flipped(content: bytes, at: int | None = None, bit: int = 0) -> bytes:
    at = len(content) // 2 if at is None else at
    return content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1 :]


def problems(report: ArchiveReport) -> list[tuple[str, str]]:
    return [(f.kind, f.id) for f in report.findings]


# -- as it was made --------------------------------------------------------------------------------------


def test_as_it_was_made_all_of_it_holds_without_the_case(folder: Path):
    report = check_archive(folder / "a.wacz")
    assert report.passed and report.fingerprint and not report.expected
    assert report.checked["captures"] == 7 and report.checked["decisions"] == 6
    assert (
        report.checked["members"] == len(members_of(folder / "a.wacz")) - 3
    )  # manifest, signature, key: by each other


def test_it_says_whose_key_signed_and_holds_it_against_the_one_given(folder: Path):
    mine, other = (read_public_key(folder / f"{name}.key.pub") for name in ("desk", "other"))
    assert check_archive(folder / "a.wacz", expected=mine).expected
    report = check_archive(folder / "a.wacz", expected=other)
    assert problems(report) == [("key", form.PUBLIC_KEY)] and "another key" in report.findings[0].problem


# -- one thing changed -----------------------------------------------------------------------------------


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_no_byte_of_an_archive_can_be_changed_unseen(folder: Path, where: float, bit: int):
    content = (folder / "a.wacz").read_bytes()
    path = folder / "flipped.wacz"
    path.write_bytes(flipped(content, int(where * len(content)), bit))
    try:
        assert not check_archive(path).passed
    except BadInput as error:
        assert "cannot be opened as an archive" in str(error)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(data=st.data())
def test_nor_can_one_between_its_members(folder: Path, data: st.DataObject):
    path = folder / "a.wacz"
    content = path.read_bytes()
    with ZipFile(path) as archive:
        infos = archive.infolist()
        spans = [(i.header_offset, i.header_offset + 30 + len(i.filename)) for i in infos]
        spans.append((archive.start_dir, len(content)))
    start, end = data.draw(st.sampled_from(spans))
    at = data.draw(st.integers(start, end - 1))
    (folder / "flipped.wacz").write_bytes(flipped(content, at, data.draw(st.integers(0, 7))))
    with suppress(BadInput):  # which says that it cannot be opened
        assert not check_archive(folder / "flipped.wacz").passed


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(where=st.floats(0, 1, exclude_max=True))
def test_what_is_cut_off_is_no_archive_any_more(folder: Path, where: float):
    content = (folder / "a.wacz").read_bytes()
    (folder / "cut.wacz").write_bytes(content[: int(where * len(content))])
    with pytest.raises(BadInput, match="cannot be opened as an archive"):
        check_archive(folder / "cut.wacz")


def test_a_flipped_byte_in_a_capture_names_the_capture_and_its_record(folder: Path, tmp_path: Path):
    manifest = json.loads(members_of(folder / "a.wacz")[form.MANIFEST])
    capture = manifest["captures"][2]
    record = capture["records"][0]
    content = flipped(members_of(folder / "a.wacz")[WARC], record["offset"] + record["bytes"] // 2)
    report = changed(folder, tmp_path, **{WARC: content})
    assert problems(report) == [("member", WARC), ("capture", capture["sha256"])]
    assert f"its {record['type']} record" in report.findings[1].problem


@pytest.mark.parametrize(
    "name",
    ["pages/pages.jsonl", "indexes/index.idx", "records/agreement.yaml", "datapackage.json", "datapackage-digest.json"],
)
def test_a_flipped_byte_in_a_member_names_the_member(folder: Path, tmp_path: Path, name: str):
    assert problems(changed(folder, tmp_path, **{name: flipped(members_of(folder / "a.wacz")[name])})) == [
        ("member", name)
    ]


def test_a_changed_text_and_a_changed_row_are_named(folder: Path, tmp_path: Path):
    members = members_of(folder / "a.wacz")
    text = next(name for name in members if name.startswith("texts/"))
    report = changed(folder, tmp_path, **{text: members[text].replace(b"a", b"e", 1)})
    assert problems(report) == [("member", text), ("text", text[len("texts/") : -len(".txt")])]
    table = "records/statements.jsonl"
    row = json.loads(members[table].splitlines()[0])
    report = changed(folder, tmp_path, **{table: members[table].replace(b'"act"', b'"ACT"', 1)})
    assert problems(report) == [("member", table), ("record", f"statements {row['id']}")]


@pytest.mark.parametrize(("name", "blamed"), [
    pytest.param(form.MANIFEST, form.MANIFEST, id="manifest"),
    pytest.param(form.SIGNATURE, form.SIGNATURE, id="signature"),
    pytest.param(form.PUBLIC_KEY, form.PUBLIC_KEY, id="key"),
])  # fmt: skip
def test_of_manifest_signature_and_key_it_says_which_was_changed(folder: Path, tmp_path: Path, name: str, blamed: str):
    content = members_of(folder / "a.wacz")[name]
    new = content.replace(b'"created"', b'"Created"', 1) if name == form.MANIFEST else flipped(content)
    report = changed(folder, tmp_path, **{name: new})
    assert report.fingerprint is None and ("member", blamed) in problems(report)
    assert {one for kind, one in problems(report) if kind == "member"} == {blamed}


@pytest.mark.parametrize("name", [WARC, form.MANIFEST, form.SIGNATURE, form.PUBLIC_KEY, "datapackage.json",
                                  "records/decisions.jsonl", "indexes/index.cdx.gz"])  # fmt: skip
def test_a_missing_member_is_named(folder: Path, tmp_path: Path, name: str):
    report = changed(folder, tmp_path, **{name: None})
    assert name in {one for _, one in problems(report)}
    assert any("missing" in f.problem for f in report.findings if f.id == name)


def test_a_member_that_was_added_is_named(folder: Path, tmp_path: Path):
    report = changed(folder, tmp_path, **{"texts/more.txt": b"more"})
    assert problems(report) == [("member", "texts/more.txt")] and "was added" in report.findings[0].problem


@pytest.mark.parametrize(("limit", "value"), [("ZIP64_LIMIT", 5_000), ("ZIP_FILECOUNT_LIMIT", 5)])
def test_the_form_of_a_large_archive_is_checked_to_its_last_byte(tmp_path: Path, monkeypatch, limit: str, value: int):
    for module in (zipfile, container):
        monkeypatch.setattr(module, limit, value)  # a ZIP is large from here on
    path = packed(tmp_path / "large.wacz", {f"texts/{n}.txt": bytes([65 + n]) * 1000 for n in range(12)})
    content = path.read_bytes()
    assert b"PK\6\6" in content
    for at in (None, *range(len(content) - 12 * 70, len(content))):
        (tmp_path / "flipped.wacz").write_bytes(content if at is None else flipped(content, at, 3))
        with (tmp_path / "flipped.wacz").open("rb") as file:
            try:
                opened = container.Opened(file, path)
            except BadInput:
                assert at is not None
                continue
            assert bool(opened.problems or opened.unsound) == (at is not None), at


# -- archives made by somebody else ----------------------------------------------------------------------


def resigned(folder: Path, tmp_path: Path, change, **more: bytes) -> Path:
    """The archive with its manifest changed, listed and signed anew with another key: all that a forger can do."""
    members = {n: c for n, c in members_of(folder / "a.wacz").items() if n not in form.NOT_LISTED} | more
    manifest = json.loads(members_of(folder / "a.wacz")[form.MANIFEST])
    key = read_key(folder / "other.key")
    manifest["members"] = [
        {"path": n, "bytes": len(c), "sha256": hashlib.sha256(c).hexdigest()} for n, c in members.items()
    ]
    change(manifest)
    content = form.packed(manifest)
    members |= {
        form.MANIFEST: content,
        form.SIGNATURE: key.sign(content),
        form.PUBLIC_KEY: public_pem(key.public_key()),
    }
    listed = [Member(path=n, size=len(c), start=-1, sha256=hashlib.sha256(c).hexdigest()) for n, c in members.items()]
    package = form.package(manifest["package"], listed)
    members |= {form.PACKAGE: package, form.PACKAGE_DIGEST: form.package_digest(package)}
    return packed(tmp_path / "forged.wacz", members)


def other_key(manifest: dict) -> None:
    manifest["key"]["sha256"] = "0" * 64


def test_signed_by_another_it_does_not_pass_for_the_keepers(folder: Path, tmp_path: Path):
    report = check_archive(resigned(folder, tmp_path, other_key))
    assert problems(report) == [("key", form.PUBLIC_KEY)] and "not the key that the manifest names" in str(
        report.findings
    )
    expected = read_public_key(folder / "desk.key.pub")
    assert ("key", form.PUBLIC_KEY) in problems(check_archive(tmp_path / "forged.wacz", expected=expected))


def test_signed_anew_it_still_shows_bodies_that_do_not_have_their_hash(folder: Path, tmp_path: Path):
    def swap(manifest: dict) -> None:
        one, two = manifest["captures"][:2]
        one["records"], two["records"] = two["records"], one["records"]

    report = check_archive(resigned(folder, tmp_path, swap))
    assert [k for k, _ in problems(report)].count("capture") >= 2
    assert "its bytes do not have the hash that names it" in {f.problem for f in report.findings}


def test_signed_anew_it_still_shows_a_chain_that_does_not_hold(folder: Path, tmp_path: Path):
    name = "records/decisions.jsonl"
    rows = [json.loads(line) for line in members_of(folder / "a.wacz")[name].splitlines()]
    rows[2]["content"] = rows[2]["content"].replace("Ada Quill", "Adam Quill")
    wrong = "".join(json.dumps(row) + "\n" for row in rows).encode()
    report = check_archive(resigned(folder, tmp_path, lambda m: None, **{name: wrong}))
    assert ("decision", rows[2]["decision"]) in problems(report)
    del rows[2]
    short = "".join(json.dumps(row) + "\n" for row in rows).encode()
    report = check_archive(resigned(folder, tmp_path, lambda m: None, **{name: short}))
    assert {"the chain does not end as the manifest says", "link 4 of the chain does not hold"} <= {
        f.problem for f in report.findings
    }


@pytest.mark.parametrize("change", [
    lambda m: m.pop("captures"), lambda m: m.update(members=3), lambda m: m.update(records={"statements": 1}),
    lambda m: m.update(texts=[None]), lambda m: m.update(chain=None), lambda m: m["captures"][0].update(records=[]),
])  # fmt: skip
def test_a_manifest_of_another_form_is_a_finding_and_no_crash(folder: Path, tmp_path: Path, change):
    assert any(f.kind == "manifest" for f in check_archive(resigned(folder, tmp_path, change)).findings)


# -- what is no archive ----------------------------------------------------------------------------------


def test_an_archive_packed_by_another_program_says_so(folder: Path, tmp_path: Path):
    path = tmp_path / "again.wacz"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in members_of(folder / "a.wacz").items():
            archive.writestr(ZipInfo(name, (2031, 5, 5, 0, 0, 0)), content, ZIP_DEFLATED)
    report = check_archive(path)
    assert not report.passed and "archive" in {f.kind for f in report.findings}


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"nothing of the kind" * 50])
def test_what_is_no_zip_cannot_be_opened(tmp_path: Path, content: bytes):
    (tmp_path / "a.wacz").write_bytes(content)
    with pytest.raises(BadInput, match="cannot be opened as an archive"):
        check_archive(tmp_path / "a.wacz")


def test_a_zip_without_a_manifest_is_told_so(tmp_path: Path):
    found = BytesIO()
    with ZipFile(found, "w") as archive:
        archive.writestr("a.txt", "a")
    (tmp_path / "a.wacz").write_bytes(found.getvalue())
    assert ("manifest", form.MANIFEST) in problems(check_archive(tmp_path / "a.wacz"))


def test_signed_anew_it_still_shows_an_index_that_leads_elsewhere(folder: Path, tmp_path: Path):
    name = "indexes/index.cdx.gz"
    lines = gzip.decompress(members_of(folder / "a.wacz")[name]).decode().splitlines(keepends=True)
    wrong = gzip.compress("".join(lines[1:]).encode())
    report = check_archive(resigned(folder, tmp_path, lambda m: None, **{name: wrong}))
    assert [f.problem for f in report.findings if f.kind == "capture"] == ["the index does not lead to it"]
    report = check_archive(resigned(folder, tmp_path, lambda m: None, **{name: b"no index"}))
    assert ("member", name) in problems(report)
