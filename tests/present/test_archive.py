"""``trucewatch archive``: what is in it, that tools for web archives read it, and for whom it is."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import archived_case as made
import pytest
from warcio.archiveiterator import ArchiveIterator

from trucewatch.case import Case, open_case
from trucewatch.errors import BadInput, CannotWrite, CaseError
from trucewatch.present.archive import make
from trucewatch.present.archive.cdx import Entry, index_files, sort_key
from trucewatch.present.archive.check import check_archive
from trucewatch.present.archive.choosing import CONFIDENTIAL, HELD, REDACTED, UNSEARCHED
from trucewatch.present.archive.keys import new_key, read_key, read_public_key
from trucewatch.present.archive.make import write_archive
from trucewatch.present.archive.warc import WarcWriter, address_of
from trucewatch.records.capture import Capture, Fetch

FORMS = {"house": {}, "whole": {"confidential": True}, "public": {"public": True}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case, a key, and an archive of each form."""
    home = tmp_path_factory.mktemp("archived")
    path = made.build(home / "case")
    new_key(home / "desk.key")
    with open_case(path) as case:
        for name, options in FORMS.items():
            write_archive(case.store, home / f"{name}.wacz", key=home / "desk.key", now=made.NOW, **options)
    return home


@pytest.fixture
def case(folder: Path, tmp_path: Path):
    """The case, the test's own."""
    shutil.copy(folder / "case" / "skaft.truce", tmp_path / "skaft.truce")
    with open_case(tmp_path / "skaft.truce", write=True) as opened:
        yield opened


def opened(archive: Path) -> dict[str, bytes]:
    with ZipFile(archive) as members:
        return {name: members.read(name) for name in members.namelist()}


def manifest_of(archive: Path) -> dict:
    return json.loads(opened(archive)["trucewatch/manifest.json"])


# -- what is in it ---------------------------------------------------------------------------------------


def test_a_fetched_page_stands_in_it_with_request_answer_and_hash(folder: Path, case: Case):
    capture = case.store.capture(made.report(case, "shelling").capture_id)
    records = [
        (kind, head, http, body)
        for kind, head, http, body in made.records_of(opened(folder / "house.wacz")["archive/captures-00001.warc.gz"])
        if capture.url in head
    ]
    (_, head, answer, body), (_, _, request, _), (_, _, _, known) = records
    assert [kind for kind, *_ in records] == ["response", "request", "metadata"]
    assert f"WARC-Payload-Digest: sha256:{capture.sha256}" in head and "WARC-IP-Address: 127.0.0.1" in head
    assert answer.startswith("HTTP/1.1 200 OK") and "x-served-by: quay-7" in answer.lower()
    assert f"X-Archive-Orig-Content-Length: {capture.size}" in answer
    assert body.encode() == capture.content
    assert request.startswith("GET /bridge HTTP/1.1") and "desk@example.org" in request
    assert f"asked-for: {capture.url.replace('/bridge', '/old')}" in known and "redirect: 301" in known


def test_a_file_stands_in_it_as_a_resource_with_no_status_made_up(folder: Path):
    records = list(made.records_of(opened(folder / "house.wacz")["archive/captures-00001.warc.gz"]))
    words = made.FILES["hospital.txt"]
    (resource,) = [r for r in records if r[3] == words]
    sha = hashlib.sha256(words.encode()).hexdigest()
    assert resource[0] == "resource" and resource[2] == "" and f"WARC-Target-URI: urn:sha256:{sha}" in resource[1]
    assert any(kind == "metadata" and "file: hospital.txt" in body for kind, _, _, body in records)


def test_texts_are_named_by_their_hash_and_places_of_words_count_in_them(folder: Path, case: Case):
    members = opened(folder / "house.wacz")
    for name in (name for name in members if name.startswith("texts/")):
        assert hashlib.sha256(members[name]).hexdigest() == name[len("texts/") : -len(".txt")]
    documents = {
        row["file"]: row["text_file"] for row in map(json.loads, members["records/documents.jsonl"].splitlines())
    }
    said = next(s for s in case.statements(act="deny_responsibility"))
    row = next(row for row in map(json.loads, members["records/statements.jsonl"].splitlines()) if row["id"] == said.id)
    spot = row["mentions"][0]
    text = members[documents[spot["file"]]].decode()
    assert text[spot["start"] : spot["end"]] in {span.words for span in case.words(said)}


def test_the_manifest_names_captures_texts_rows_chain_versions_and_what_was_redacted(folder: Path, case: Case):
    told = manifest_of(folder / "whole.wacz")
    assert {c["sha256"] for c in told["captures"]} == {c.id for c in case.store.captures()} - {
        made.report(case, "fled").capture_id
    }
    assert {s for s, _ in told["records"]["statements"]} >= {s.id for s in case.statements(act="accuse")}
    assert told["chain"] == {"decisions": 6, "head": case.store.chain()[-1].digest}
    assert told["versions"]["trucewatch"] and "warcio" in told["versions"]
    assert [(r["kind"], r["by"], r["ground"]) for r in told["redacted"]] == [
        (kind, "Ada Quill", "a witness is at risk") for kind in ("capture", "text")
    ]
    assert told["left_out"] == {"redacted": 1}


def test_the_same_case_gives_the_same_archive(folder: Path, tmp_path: Path):
    with open_case(folder / "case" / "skaft.truce") as case:
        write_archive(case.store, tmp_path / "again.wacz", key=folder / "desk.key", now=made.NOW)
    assert (tmp_path / "again.wacz").read_bytes() == (folder / "house.wacz").read_bytes()


def test_captures_are_spread_over_files_that_do_not_grow_too_large(
    case: Case, folder: Path, tmp_path: Path, monkeypatch
):
    monkeypatch.setattr("trucewatch.present.archive.warc.MOST_BYTES", 2_000)
    out = tmp_path / "many.wacz"
    write_archive(case.store, out, key=folder / "desk.key", now=made.NOW)
    files = [name for name in opened(out) if name.startswith("archive/")]
    assert len(files) > 2 and check_archive(out).passed


# -- tools for web archives ------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_every_member_is_stored_and_listed_with_its_hash(folder: Path, form: str):
    members = opened(folder / f"{form}.wacz")
    package = json.loads(members["datapackage.json"])
    assert package["wacz_version"] == "1.1.1" and package["profile"] == "data-package"
    listed = {one["path"]: (one["hash"], one["bytes"]) for one in package["resources"]}
    held = {n: (f"sha256:{hashlib.sha256(c).hexdigest()}", len(c)) for n, c in members.items()}
    assert listed == {n: v for n, v in held.items() if not n.startswith("datapackage")}
    digest = json.loads(members["datapackage-digest.json"])
    assert digest == {"path": "datapackage.json", "hash": held["datapackage.json"][0]}
    with ZipFile(folder / f"{form}.wacz") as archive:
        assert {info.compress_type for info in archive.infolist()} == {ZIP_STORED}


@pytest.mark.parametrize("form", FORMS)
def test_every_page_is_replayed_through_the_index(folder: Path, form: str):
    members = opened(folder / f"{form}.wacz")
    head, *pages = map(json.loads, members["pages/pages.jsonl"].splitlines())
    assert head["format"] == "json-pages-1.0" and pages
    meta, *blocks = members["indexes/index.idx"].decode().splitlines()
    assert json.loads(meta.partition("{")[1] + meta.partition("{")[2])["format"] == "cdxj-gzip-1.0"
    lines = []
    for block in blocks:
        place = json.loads(block[block.index("{") :])
        piece = members["indexes/index.cdx.gz"][place["offset"] : place["offset"] + place["length"]]
        assert place["digest"] == f"sha256:{hashlib.sha256(piece).hexdigest()}"
        lines += gzip.decompress(piece).decode().splitlines()
    assert lines == sorted(lines)
    found = {v["url"]: v for v in (json.loads(line[line.index("{") :]) for line in lines)}
    for page in pages:
        place = found[page["url"]]
        start = int(place["offset"])
        piece = members[f"archive/{place['filename']}"][start : start + int(place["length"])]
        record = next(ArchiveIterator(BytesIO(piece), check_digests="raise"))
        assert record.rec_headers.get_header("WARC-Target-URI") == page["url"]
        body = record.content_stream().read()
        assert place["digest"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
        assert (place.get("status") == "200") == (record.rec_type == "response")


def test_warcios_own_check_finds_every_digest_sound(folder: Path, tmp_path: Path):
    with ZipFile(folder / "house.wacz") as archive:
        archive.extract("archive/captures-00001.warc.gz", tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(tmp_path / "archive" / "captures-00001.warc.gz")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and done.stdout.count("digest pass") > 10 and "no digest" not in done.stdout


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not on this machine")
def test_openssl_verifies_the_signature_and_names_the_same_fingerprint(folder: Path, tmp_path: Path):
    with ZipFile(folder / "house.wacz") as archive:
        archive.extractall(tmp_path)
    parts = tmp_path / "trucewatch"
    words = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", parts / "manifest.pub.pem", "-rawin", "-in",
             parts / "manifest.json", "-sigfile", parts / "manifest.sig"]  # fmt: skip
    assert subprocess.run(list(map(str, words)), capture_output=True, check=False).returncode == 0
    der = subprocess.run(
        ["openssl", "pkey", "-pubin", "-in", str(parts / "manifest.pub.pem"), "-outform", "DER"], capture_output=True,
        check=True,
    ).stdout  # fmt: skip
    assert hashlib.sha256(der).hexdigest() == check_archive(folder / "house.wacz").fingerprint


@pytest.mark.skipif(
    shutil.which("wacz") is None, reason="py-wacz is not on this machine; it brings a package under AGPL"
)
@pytest.mark.parametrize("form", FORMS)
def test_py_wacz_takes_it_for_valid(folder: Path, form: str):
    done = subprocess.run(
        ["wacz", "validate", "-f", str(folder / f"{form}.wacz")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and "Validation succeeded" in done.stdout, done.stdout


@pytest.mark.parametrize(("url", "key"), [
    ("https://www.Example.org/A/b/?B=2&a=1#x", "org,example)/a/b?a=1&b=2"),
    ("https://example.org", "org,example)/"),
    ("http://127.0.0.1:8080/a", "1,0,0,127:8080)/a"),
    ("https://example.org/a//b/../c/", "org,example)/a/c"),
    ("https://example.org:443/a?", "org,example)/a"),
    ("https://example.org:8443/%41b%C3%A9", "org,example:8443)/ab%c3%a9"),
    ("https://bücher.example/ä?q=ö", "example,xn--bcher-kva)/%c3%a4?q=%c3%b6"),
    ("https://www2.a.example/?", "example,a)/"),
    ("https://a.example/a?b=1&b=0&&c", "example,a)/a?&b=0&b=1&c"),
    ("http://[::1]:80/a", "::1)/a"),
    ("https://a.example/a b+c%20d?e f", "example,a)/a%20b+c%20d?e%20f"),
    ("https://a.example/100%25", "example,a)/100%25"),
    ("https://a.example/%2525", "example,a)/%25"),
    ("urn:sha256:abcd", "urn:sha256:abcd"),
])  # fmt: skip
def test_addresses_are_sorted_by_the_key_that_archives_use(url: str, key: str):
    assert sort_key(url) == key


@pytest.mark.parametrize(("url", "address"), [
    ("https://a.example/b c?d=é#part", "https://a.example/b%20c?d=%C3%A9"),
    ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    ("http://[::1]:80/a", "http://[::1]:80/a"),
    ("ftp://a.example/", "urn:sha256:"), ("no address", "urn:sha256:"), ("https://[::1/", "urn:sha256:"),
    (None, "urn:sha256:"),
])  # fmt: skip
def test_a_capture_is_found_by_its_address_or_its_hash(url: str | None, address: str):
    capture = Capture.of(b"words", media_type="text/plain", fetched_at=made.NOW, url=url)
    assert address_of(capture) == (address + capture.sha256 if address == "urn:sha256:" else address)


def test_a_header_that_holds_line_ends_or_other_letters_makes_no_header_of_its_own():
    fetch = Fetch(asked="https://a.example/", answer=(("X-Note", "one\r\nX-Two: 2"), ("X-Name", "Ø\udcff")))
    capture = Capture.of(b"words", media_type="text/plain", fetched_at=made.NOW, url="https://a.example/", fetch=fetch,
                         file="a\nb\udcff.txt")  # fmt: skip
    out = BytesIO()
    list(WarcWriter(out).capture(capture, with_request=True, with_file=True))
    response = next(ArchiveIterator(BytesIO(out.getvalue()), check_digests="raise"))
    assert [name for name, _ in response.http_headers.headers] == ["X-Note", "X-Name", "Content-Length"]
    assert response.content_stream().read() == b"words"


def test_a_long_index_is_cut_into_blocks_that_are_found_by_their_first_line():
    entries = [
        Entry(url=f"https://a.example/{n:04}", at=made.NOW, mime="text/html", status=200, digest="sha256:0", file="f",
              offset=n, length=1)
        for n in range(650)
    ]  # fmt: skip
    content, listed = index_files(reversed(entries), name="index.cdx.gz")
    lines = gzip.decompress(content).decode().splitlines()
    assert len(lines) == 650 and lines == sorted(lines)
    starts = [line.split(" {")[0] for line in listed.decode().splitlines()[1:]]
    assert starts == [lines[n].split(" {")[0] for n in (0, 300, 600)]


# -- for whom it is --------------------------------------------------------------------------------------


def words_in(told: str, *sought: tuple[str, ...]) -> list[str]:
    return [w for many in sought for w in many if re.search(rf"(?<![^\W_]){re.escape(w)}(?![^\W_])", told, re.I)]


def test_an_archive_for_anybody_holds_no_protected_word(folder: Path):
    told = made.everything(folder / "public.wacz")
    assert "forty shells" in told and "harbour" in told
    assert words_in(told, made.PRIVATE, made.CONFIDENTIAL, made.REDACTED, made.PLACES, made.OF_THE_HOUSE) == []
    assert "u0075n" not in told  # the name that one page's source hides in a script


def test_an_archive_for_anybody_says_how_much_was_left_out_and_why(folder: Path):
    left_out = manifest_of(folder / "public.wacz")["left_out"]
    assert sum(left_out.values()) + len(manifest_of(folder / "public.wacz")["captures"]) == 10
    assert left_out == {REDACTED: 1, CONFIDENTIAL: 2, HELD: 5, UNSEARCHED: 1}


def test_an_archive_of_the_house_is_whole_but_for_what_is_confidential_or_redacted(folder: Path):
    told = made.everything(folder / "house.wacz")
    assert words_in(told, made.CONFIDENTIAL, made.REDACTED) == []
    for words in ("Jorun Askel", "Akureyri", "Ada Quill", "desk@example.org"):
        assert words in told
    assert manifest_of(folder / "house.wacz")["left_out"] == {REDACTED: 1, CONFIDENTIAL: 2}


def test_what_is_confidential_is_in_it_when_asked_for_and_what_is_redacted_never(folder: Path):
    told = made.everything(folder / "whole.wacz")
    assert words_in(told, made.CONFIDENTIAL) == list(made.CONFIDENTIAL)
    assert words_in(told, made.REDACTED) == []


def test_decisions_about_what_is_confidential_keep_their_place_and_not_their_words(folder: Path):
    rows = [json.loads(line) for line in opened(folder / "house.wacz")["records/decisions.jsonl"].splitlines()]
    told = [json.loads(row["content"])["action"] if row["content"] else None for row in rows]
    assert told == [None, None, "confirm", None, "redact", "redact"]
    assert all(row["digest"] for row in rows) and [row["salt"] is None for row in rows[:2]] == [True, True]
    assert "records/decisions.jsonl" not in opened(folder / "public.wacz")


# -- keys, and what stops it -----------------------------------------------------------------------------


def test_a_key_is_for_its_owner_alone_and_never_written_over(tmp_path: Path):
    public, fingerprint = new_key(tmp_path / "desk.key")
    assert (tmp_path / "desk.key").stat().st_mode & 0o777 == 0o600
    assert len(fingerprint) == 64 and public == tmp_path / "desk.key.pub"
    assert b"PRIVATE" not in public.read_bytes()
    with pytest.raises(CannotWrite, match="there already"):
        new_key(tmp_path / "desk.key")
    (tmp_path / "desk.key").chmod(0o640)
    with pytest.raises(BadInput, match="chmod 600"):
        read_key(tmp_path / "desk.key")


def test_what_is_no_key_is_refused(folder: Path, tmp_path: Path):
    (tmp_path / "words").write_text("no key")
    for read, path in ((read_key, tmp_path / "words"), (read_key, folder / "desk.key.pub"), (read_key, tmp_path / "no"),
                       (read_public_key, folder / "desk.key")):  # fmt: skip
        with pytest.raises(BadInput):
            read(path)


def test_the_private_key_is_in_no_archive(folder: Path):
    private = (folder / "desk.key").read_text().splitlines()[1]
    for form in FORMS:
        assert private not in (folder / f"{form}.wacz").read_bytes().decode("latin-1")


def test_interrupted_it_leaves_nothing_behind(case: Case, folder: Path, tmp_path: Path):
    def stop(done: int, total: int | None, what: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    (tmp_path / "out").mkdir()
    with pytest.raises(KeyboardInterrupt):
        write_archive(case.store, tmp_path / "out" / "a.wacz", key=folder / "desk.key", progress=stop)
    assert list((tmp_path / "out").iterdir()) == []


def test_nothing_is_written_over_and_no_folder_is_made_up(case: Case, folder: Path, tmp_path: Path):
    (tmp_path / "a.wacz").write_text("mine")
    with pytest.raises(CannotWrite, match="never written over"):
        write_archive(case.store, tmp_path / "a.wacz", key=folder / "desk.key")
    assert (tmp_path / "a.wacz").read_text() == "mine"
    with pytest.raises(CannotWrite, match="stopped"):
        write_archive(case.store, tmp_path / "none" / "a.wacz", key=folder / "desk.key")


def test_a_case_that_changes_meanwhile_is_not_archived(case: Case, folder: Path, tmp_path: Path, monkeypatch):
    checked = make.check_archive

    def deciding(*given, **more):
        case.decide(next(iter(case.statements(act="accuse"))).id, "confirm", why="again", who="Ada Quill")
        return checked(*given, **more)

    monkeypatch.setattr(make, "check_archive", deciding)
    with pytest.raises(CaseError, match="changed while it was archived"):
        write_archive(case.store, tmp_path / "a.wacz", key=folder / "desk.key")
    assert not (tmp_path / "a.wacz").exists()


def test_a_case_with_nothing_in_it_is_archived_and_holds(folder: Path, tmp_path: Path):
    from trucewatch.case import create

    with create(tmp_path / "empty.truce", agreement=str(folder / "case" / "agreement.yaml")) as case:
        write_archive(case.store, tmp_path / "empty.wacz", key=folder / "desk.key")
    assert check_archive(tmp_path / "empty.wacz").passed
