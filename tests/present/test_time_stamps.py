"""A time-stamping authority's word on an archive: asked for once, kept in it, checked without the authority."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from tests.commands import run
from tests.local_site import Site, serving
from tests.time_authority import Authority

from trucewatch.present.archive.check import check_archive
from trucewatch.present.archive.container import Packing
from trucewatch.present.archive.keys import new_key
from trucewatch.present.archive.stamps import check_stamp

MANIFEST, TOKEN = "trucewatch/manifest.json", "trucewatch/manifest.tsr"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture
def archive(made_case: Path, site: Site, tmp_path: Path, monkeypatch, capsys):
    """Makes an archive of a case, stamped by an authority on this machine; gives its path and what was told."""
    shutil.copy(made_case, tmp_path / "kessel.truce")
    monkeypatch.setenv("TRUCEWATCH_ALLOW_HOSTS", site.host)
    new_key(tmp_path / "desk.key")

    def archived(authority: Authority, *, status: int = 200, kind: str = "application/timestamp-reply"):
        def answers(handler) -> None:
            content = authority.answer(site.asked[-1][3])
            handler.send_response(status)
            handler.send_header("Content-Type", kind)
            handler.send_header("Content-Length", str(len(content)))
            handler.end_headers()
            handler.wfile.write(content)

        site.pages["/tsr"] = answers
        out = tmp_path / "kept.wacz"
        code, _, told = run(
            capsys, "archive", tmp_path / "kessel.truce", out, "--key", tmp_path / "desk.key", "--timestamp",
            site.url("/tsr"),
        )  # fmt: skip
        assert code == 0, told
        return out, " ".join(told.split())

    return archived


def test_a_stamped_archive_is_checked_alone_with_and_without_the_roots(archive, tmp_path, capsys):
    authority = Authority()
    out, told = archive(authority)
    assert "stamped 2031-05-20 12:00:00 UTC by CN=Hill Clock, chain not checked" in told
    with ZipFile(out) as members:
        content, token = members.read(MANIFEST), members.read(TOKEN)
    assert check_stamp(token, content, roots=[authority.root]).to_root
    (tmp_path / "roots.pem").write_bytes(authority.root_pem)
    code, shown, told = run(capsys, "verify", out)
    assert code == 0 and "1 time stamps" in shown and "chain not checked" in " ".join(told.split())
    code, _, told = run(capsys, "verify", out, "--tsa-roots", tmp_path / "roots.pem")
    assert code == 0 and "signed by CN=Hill Clock, which the roots given vouch for" in " ".join(told.split())
    (tmp_path / "roots.pem").write_bytes(Authority().root_pem)
    code, shown, _ = run(capsys, "verify", out, "--tsa-roots", tmp_path / "roots.pem")
    assert code == 3 and "does not lead to the roots given" in shown


def test_the_authority_learns_a_hash_and_a_number_and_nothing_else(archive):
    authority = Authority()
    archive(authority)
    [query] = authority.asked
    assert len(query) < 100


@pytest.mark.parametrize(
    ("wrong", "status", "says"),
    [
        ("nonce", 200, "another query"),
        ("hash", 200, "for something else"),
        ("signature", 200, "signature of the time stamp does not hold"),
        ("expired", 200, "was not valid then (CN=Hill Clock, 2031-05-20 12:00:00 UTC; valid from 2030-04-15"),
        ("refused", 200, "gave no time stamp: rejection"),
        ("noise", 200, "is no time stamp"),
        ("", 503, "answered 503"),
    ],
)
def test_without_a_stamp_that_holds_the_archive_is_written_and_says_so(archive, wrong, status, says):
    out, told = archive(Authority(wrong=wrong), status=status)
    assert told.count("NO TIME STAMP") == 1 and says in told
    report = check_archive(out)
    assert report.passed and report.stamp is None
    with ZipFile(out) as members:
        assert TOKEN not in members.namelist() and b"time_stamp" not in members.read(MANIFEST)


def test_an_answer_of_another_kind_is_named_in_one_message(archive):
    _, told = archive(Authority(), kind="text/html")
    assert "answered with text/html, not with a time stamp" in told


def test_an_address_that_the_settings_do_not_allow_is_not_asked(archive, site, monkeypatch):
    monkeypatch.delenv("TRUCEWATCH_ALLOW_HOSTS")
    before = len(site.asked)
    _, told = archive(Authority())
    assert "NO TIME STAMP" in told and len(site.asked) == before


def test_an_authority_that_leads_elsewhere_or_answers_never_is_named_with_the_next_step(
    archive, site, tmp_path, capsys, monkeypatch
):
    archive(Authority())
    site.pages["/moved?key=ours"] = lambda handler: _sent(handler, 302, Location="/tsr?key=ours")
    site.pages["/slow"] = lambda handler: time.sleep(1.3)
    monkeypatch.setenv("TRUCEWATCH_FETCH_SECONDS", "1")
    for path, says in (
        ("/moved?key=ours", f"leads elsewhere (302), to {site.url('/tsr')}: give that address"),
        ("/slow", "was not read within 1 s"),
    ):
        given = ("--key", tmp_path / "desk.key", "--timestamp", site.url(path))
        code, _, told = run(capsys, "archive", tmp_path / "kessel.truce", tmp_path / f"{len(path)}.wacz", *given)
        told = " ".join(told.split())
        assert code == 0 and "NO TIME STAMP" in told and says in told and "key=ours" not in told
        assert check_archive(tmp_path / f"{len(path)}.wacz").passed


def _sent(handler, status: int, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def test_a_key_in_the_address_of_an_authority_is_kept_in_no_archive(archive, site, tmp_path, capsys):
    archive(Authority())  # which sets the authority up
    site.pages["/tsr?key=ours"] = site.pages["/tsr"]
    given = ("--key", tmp_path / "desk.key", "--timestamp", site.url("/tsr?key=ours"))
    code, _, told = run(capsys, "archive", tmp_path / "kessel.truce", tmp_path / "b.wacz", *given)
    assert code == 0 and "stamped 2031-05-20" in " ".join(told.split())
    with ZipFile(tmp_path / "b.wacz") as members:
        manifest = members.read(MANIFEST)
    assert site.url("/tsr").encode() in manifest and b"key=ours" not in manifest
    given = ("--key", tmp_path / "desk.key", "--timestamp", "https://desk:secret@tsa.example/tsr")
    code, _, told = run(capsys, "archive", tmp_path / "kessel.truce", tmp_path / "c.wacz", *given)
    assert code != 0 and "without a name or password" in told and "secret" not in told
    assert not (tmp_path / "c.wacz").exists()


def test_a_stamp_granted_with_changes_holds_like_any_other_and_a_clock_far_off_is_remarked_on(archive, tmp_path):
    authority = Authority(wrong="mods")
    out, told = archive(authority)
    assert "stamped 2031-05-20" in told and "days apart: look which of the two is right" in told
    report = check_archive(out, roots=[authority.root])
    assert report.passed and report.stamp is not None and report.stamp.to_root


def test_roots_are_read_in_pem_and_in_der(archive, tmp_path, capsys):
    authority = Authority()
    out, _ = archive(authority)
    (tmp_path / "root.cer").write_bytes(authority.root.public_bytes(Encoding.DER))
    code, _, told = run(capsys, "verify", out, "--tsa-roots", tmp_path / "root.cer")
    assert code == 0 and "which the roots given vouch for" in " ".join(told.split())
    (tmp_path / "none.pem").write_bytes(b"no certificate")
    code, _, told = run(capsys, "verify", out, "--tsa-roots", tmp_path / "none.pem")
    assert code == 1 and "holds no certificate (PEM or DER)" in " ".join(told.split())


def rewritten(archive: Path, out: Path, **changed: bytes | None) -> Path:
    """The archive written anew in its fixed form, with members changed or (None) left out."""
    with ZipFile(archive) as members, out.open("wb") as file:
        packing = Packing(file)
        for name in members.namelist():
            content = changed.get(name.rpartition("/")[2].replace(".", "_"), members.read(name))
            if content is not None:
                packing.add(name, content)
        packing.close()
    return out


def test_a_stamp_that_was_changed_taken_out_or_brought_in_is_found(archive, tmp_path):
    out, _ = archive(Authority())
    with ZipFile(out) as members:
        token = members.read(TOKEN)
    lost = check_archive(rewritten(out, tmp_path / "lost.wacz", manifest_tsr=None))
    assert ("time stamp", TOKEN) in {(f.kind, f.id) for f in lost.findings}
    other = Authority().answer(query_for(b"another manifest"))
    swapped = check_archive(rewritten(out, tmp_path / "swapped.wacz", manifest_tsr=other))
    assert any("for something else" in f.problem for f in swapped.findings)
    at = token.index(b"20310520120000Z")
    earlier = token[:at] + b"20300520120000Z" + token[at + 15 :]
    moved = check_archive(rewritten(out, tmp_path / "moved.wacz", manifest_tsr=earlier))
    assert any("signature of the time stamp does not hold" in f.problem for f in moved.findings)
    assert check_archive(rewritten(out, tmp_path / "same.wacz")).passed


def query_for(content: bytes) -> bytes:
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    return TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).build().as_bytes()


def test_without_the_package_a_stamp_is_not_asked_for_and_one_that_is_there_is_said_to_be_unchecked(
    archive, tmp_path, capsys, monkeypatch
):
    out, _ = archive(Authority())
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    code, _, told = run(capsys, "verify", out)
    assert code == 0 and 'not checked; time stamps need: pip install "trucewatch[timestamps]"' in " ".join(told.split())
    given = ("--key", tmp_path / "desk.key", "--timestamp", "https://tsa.example/tsr")
    code, _, told = run(capsys, "archive", tmp_path / "kessel.truce", tmp_path / "b.wacz", *given)
    assert code != 0 and "trucewatch[timestamps]" in told and not (tmp_path / "b.wacz").exists()


def test_what_is_no_address_is_refused_before_anything_is_written(made_case: Path, tmp_path: Path, capsys):
    new_key(tmp_path / "desk.key")
    given = ("--key", tmp_path / "desk.key", "--timestamp", "tsa.example")
    code, _, told = run(capsys, "archive", made_case, tmp_path / "b.wacz", *given)
    assert code != 0 and "'tsa.example'" in told and not (tmp_path / "b.wacz").exists()
