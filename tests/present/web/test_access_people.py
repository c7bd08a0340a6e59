"""Accounts, passwords, the people file and the audit log; and how a case may be served at all."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
import threading
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from tests.present.web.people_of_tests import BY, PASSWORDS, QUICK, Browser, Clock, people_beside

from trucewatch.errors import AccountProblem, ServingRefused, VerificationFailed
from trucewatch.present.web.access import for_serving
from trucewatch.present.web.access.audit import BEGINNING, digest_of
from trucewatch.present.web.access.headers import tile_source
from trucewatch.present.web.access.passwords import check_password, start_password
from trucewatch.present.web.access.people import People, open_people
from trucewatch.present.web.access.people_file import people_path
from trucewatch.present.web.app import create_app
from trucewatch.settings import Settings


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where a case would be; the people need none."""
    (tmp_path / "orla.truce").write_bytes(b"")
    return tmp_path / "orla.truce"


@pytest.fixture
def people(place: Path) -> People:
    return people_beside(place)


# -- passwords ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "password",
    [
        "short", "elevenchars", "passwordpassword", "P@ssw0rd2031!", "Password12345", "qwertyuiop[]", "qwertyqwerty",
        "123456789012", "abcdefghijklmnop", "aaaaaaaaaaaa", "ababababab ab", "letmein letmein 2029", "Admin1234!!!!!",
        "trucewatch2031", "Ines Halden 2031", "2031halden2031",
        "ineshaldenineshalden", "INESHALDEN-1", "ceasefire agreement", "1q1q1q1q1q1q",
        "x" * 600,
    ],
)  # fmt: skip
def test_passwords_that_are_tried_first_are_refused_and_not_shown(password: str):
    with pytest.raises(AccountProblem) as refused:
        check_password(password, name="Ines Halden")
    assert password not in str(refused.value)


@pytest.mark.parametrize(
    "password",
    [
        "gravel tin seldom harbour",
        "Xk7$pq-vN2#t",
        "ночной паром в тумане",
        "هذه كلمة مرور طويلة",
        "!?*+#~|<>;:,._",
        "7305183946257",
    ],
)
def test_other_passwords_are_taken(password: str):
    check_password(password, name="Ines Halden")


def test_start_passwords_are_strong_and_all_different():
    made = {start_password() for _ in range(200)}
    assert len(made) == 200
    for one in made:
        check_password(one, name="Ines Halden")


def test_a_password_typed_on_another_keyboard_is_the_same(people: People):
    people.accounts.set_password("Petra Lind", "caf\u00e9 under seven elms", by=BY)
    assert people.accounts.check("Petra Lind", "cafe\u0301 under seven elms")


def test_a_hash_is_renewed_at_the_next_sign_in_when_the_settings_rise(place: Path, people: People):
    def stored() -> str:
        with people.file.reading() as connection:
            return str(connection.execute("SELECT password FROM accounts WHERE key = 'petra lind'").fetchone()[0])

    before = stored()
    dearer = open_people(people_path(place), hasher=PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    assert dearer.accounts.check("Petra Lind", "wrong one") is None and stored() == before
    assert dearer.accounts.check("Petra Lind", PASSWORDS["Petra Lind"])
    assert "t=2" in stored() and stored().startswith("$argon2id$")
    assert dearer.accounts.check("Petra Lind", PASSWORDS["Petra Lind"])


# -- accounts ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", " Ines", "Ines ", "Ines  H", "Ines\nH", "I\u202enes", "x" * 65, "a/b", "a?b"])
def test_names_that_cannot_be_shown_or_told_apart_are_refused(people: People, name: str):
    with pytest.raises(AccountProblem, match="no name for an account"):
        people.accounts.add(name, "reader", "gravel tin seldom harbour", by=BY)


@pytest.mark.parametrize("name", ["ines halden", "INES HALDEN", "\uff29nes Halden"])
def test_a_name_is_one_however_it_is_written(people: People, name: str):
    with pytest.raises(AccountProblem, match="already"):
        people.accounts.add(name, "reader", "gravel tin seldom harbour", by=BY)
    assert people.accounts.check(name, PASSWORDS["Ines Halden"])


def test_the_first_account_is_a_lead(place: Path):
    people = open_people(people_path(place), make=True, hasher=QUICK)
    with pytest.raises(AccountProblem, match="must be a lead"):
        people.accounts.add("Oskar Brun", "reviewer", "gravel tin seldom harbour", by=BY)
    assert people.accounts.all() == [] and people.audit.lines() == []


def test_the_last_lead_stays_one(people: People):
    for change in (
        lambda: people.accounts.disable("Ines Halden", by=BY),
        lambda: people.accounts.set_role("Ines Halden", "reviewer", by=BY),
    ):
        with pytest.raises(AccountProblem, match="last lead"):
            change()
    assert people.accounts.get("Ines Halden").role == "lead" and not people.accounts.get("Ines Halden").disabled
    people.accounts.set_role("Oskar Brun", "lead", by=BY)
    people.accounts.disable("Ines Halden", by=BY)
    with pytest.raises(AccountProblem, match="last lead"):
        people.accounts.set_role("Oskar Brun", "reader", by=BY)


def test_two_leads_who_shut_each_other_out_at_once_leave_one(place: Path, people: People):
    people.accounts.set_role("Oskar Brun", "lead", by=BY)
    start, problems = threading.Barrier(2), []

    def shut(name: str) -> None:
        own = open_people(people_path(place), hasher=QUICK)
        start.wait()
        try:
            own.accounts.disable(name, by=BY)
        except AccountProblem as problem:
            problems.append(problem)

    threads = [threading.Thread(target=shut, args=(name,)) for name in ("Ines Halden", "Oskar Brun")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(problems) == 1 and people.accounts.has_lead()


def test_unknown_roles_and_names_are_refused(people: People):
    with pytest.raises(AccountProblem, match="reader, reviewer, lead"):
        people.accounts.set_role("Petra Lind", "owner", by=BY)
    with pytest.raises(AccountProblem, match="no account 'Nobody'"):
        people.accounts.disable("Nobody", by=BY)


# -- the file ------------------------------------------------------------------------------------


def test_the_file_is_its_owners_alone(place: Path, people: People):
    path = people_path(place)
    assert path.name == "orla.truce.people"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o640)
    with pytest.raises(AccountProblem, match="chmod 600"):
        open_people(path)


def test_no_password_stands_in_the_file(place: Path, people: People):
    stored = people_path(place).read_bytes()
    assert not any(password.encode() in stored for password in PASSWORDS.values())


@pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough" * 40])
def test_another_file_in_its_place_is_refused(place: Path, content: bytes):
    path = people_path(place)
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(AccountProblem, match="no people file"):
        open_people(path)


def test_a_file_of_a_later_version_is_refused(place: Path, people: People):
    with people.file.reading() as connection:
        connection.execute("PRAGMA user_version = 2")
    with pytest.raises(AccountProblem, match="version 2"):
        open_people(people_path(place))


def test_what_another_process_changes_is_seen(place: Path, people: People):
    open_people(people_path(place), hasher=QUICK).accounts.disable("Petra Lind", by=BY)
    assert people.accounts.get("Petra Lind").disabled


# -- the audit log -------------------------------------------------------------------------------


def test_the_log_says_who_did_what_when_from_where(people: People):
    clock = people.file.now
    assert isinstance(clock, Clock)
    clock.move(hours=1)
    people.accounts.set_role("Petra Lind", "reviewer", by=BY)
    line = people.audit.lines()[0]
    assert (line.n, line.who, line.did, line.origin) == (4, "Mira Holt", "role changed", "command line")
    assert line.about == "Petra Lind: reader to reviewer" and line.at == "2031-05-06T13:00:00+00:00"
    assert people.audit.lines()[-1].previous == BEGINNING
    assert people.audit.verify() == (4, line.digest)
    assert [one.n for one in people.audit.lines(before=3, limit=1)] == [2]
    assert [one.n for one in people.audit.lines(did="account added")] == [3, 2, 1]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET who = 'X'",
        "DELETE FROM audit WHERE n = 2",
        "INSERT OR REPLACE INTO audit SELECT n, at, 'X', did, about, origin, previous, digest FROM audit WHERE n = 2",
    ],
)
def test_the_log_is_append_only(people: People, statement: str):
    with people.file.reading() as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)
    assert people.audit.verify()[0] == 3


@pytest.mark.parametrize(
    ("tamper", "line"),
    [
        pytest.param("UPDATE audit SET about = 'Petra Lind (lead)' WHERE n = 2", 2, id="a value changed"),
        pytest.param("DELETE FROM audit WHERE n = 2", 2, id="a line taken out"),
        pytest.param("DELETE FROM audit WHERE n = 1", 1, id="the first line taken out"),
        pytest.param("UPDATE audit SET n = n + 10", 1, id="numbered anew"),
    ],
)
def test_tampering_past_the_triggers_breaks_the_chain(place: Path, people: People, tamper: str, line: int):
    hand = sqlite3.connect(people_path(place))
    hand.executescript(f"DROP TRIGGER audit_stays; DROP TRIGGER audit_keeps; {tamper};")
    with pytest.raises(VerificationFailed, match=f"line {line}:"):
        people.audit.verify()


def test_a_log_cut_short_or_written_anew_is_found_by_the_digest_that_was_noted(place: Path, people: People):
    _, noted = people.audit.verify()
    people.accounts.disable("Petra Lind", by=BY)
    assert people.audit.verify(noted=noted)[0] == 4
    hand = sqlite3.connect(people_path(place))
    hand.executescript("DROP TRIGGER audit_keeps; DELETE FROM audit WHERE n > 2;")
    assert people.audit.verify()[0] == 2  # the chain alone cannot tell
    with pytest.raises(VerificationFailed, match="noted"):
        people.audit.verify(noted=noted)


def test_a_digest_covers_each_value_apart():
    assert digest_of(1, "ab", "c") != digest_of(1, "a", "bc") != digest_of(1, "a", "b", "c")
    assert digest_of(1, "a") == hashlib.sha256(b'[1, "a"]').hexdigest()


def test_a_change_and_its_line_stand_or_fall_together(people: People, monkeypatch: pytest.MonkeyPatch):
    def fails(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(people.audit, "append", fails)
    with pytest.raises(OSError):
        people.accounts.set_role("Petra Lind", "lead", by=BY)
    assert people.accounts.get("Petra Lind").role == "reader"


def test_the_page_of_the_log_shows_a_line_that_was_changed(app_case: Path, web_settings: Settings):
    people = people_beside(app_case)
    from dataclasses import replace

    access = replace(for_serving("127.0.0.1", app_case, login=True), people=people)
    browser = Browser(create_app(app_case, settings=web_settings, access=access))
    browser.sign_in("Ines Halden")
    assert "Changed after it was written" not in browser.get("/audit").text
    hand = sqlite3.connect(people_path(app_case))
    hand.executescript("DROP TRIGGER audit_stays; UPDATE audit SET who = 'X' WHERE n = 2;")
    assert "1 line on this page, 2." in browser.get("/audit").text


# -- how a case may be served ------------------------------------------------------------------------


def test_on_loopback_nobody_signs_in_unless_asked_for(place: Path):
    alone = for_serving("127.0.0.1", place, person="Mira Holt")
    assert not alone.login and "Mira Holt" in alone.told[0]
    with pytest.raises(ServingRefused, match=r"trucewatch people .*orla.truce add NAME --role lead"):
        for_serving("127.0.0.1", place, login=True)
    people_beside(place)
    assert "--login" in for_serving("::1", place).told[0]
    assert for_serving("localhost", place, login=True).login


def _pem(tmp_path: Path) -> tuple[Path, Path]:
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "watch.example.org")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1)).sign(
        key, hashes.SHA256()
    )
    certificate, secret = tmp_path / "cert.pem", tmp_path / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    secret.chmod(0o600)
    return certificate, secret


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "watch.example.org"])
def test_beyond_loopback_it_starts_only_with_https_and_a_lead(place: Path, tmp_path: Path, host: str):
    certificate, key = _pem(tmp_path)
    with pytest.raises(ServingRefused, match="in the clear"):
        for_serving(host, place, names=["watch.example.org"])
    with pytest.raises(ServingRefused, match="account of a lead"):
        for_serving(host, place, names=["watch.example.org"], certificate=certificate, key=key)
    people_beside(place)
    with pytest.raises(ServingRefused, match="in the clear"):
        for_serving(host, place, names=["watch.example.org"])
    access = for_serving(host, place, names=["watch.example.org"], certificate=certificate, key=key)
    assert access.login and "watch.example.org" in access.hosts and "0.0.0.0" not in access.hosts
    assert access.for_uvicorn()["ssl_certfile"] == str(certificate)
    assert access.for_uvicorn()["proxy_headers"] is False


def test_without_a_name_nobody_can_tell_which_requests_are_meant(place: Path, tmp_path: Path):
    people_beside(place)
    certificate, key = _pem(tmp_path)
    with pytest.raises(ServingRefused, match="--name"):
        for_serving("0.0.0.0", place, certificate=certificate, key=key)
    with pytest.raises(ServingRefused, match="--name"):
        for_serving("127.0.0.1", place, behind_proxy=["127.0.0.1"])
    assert "192.0.2.7" in for_serving("192.0.2.7", place, certificate=certificate, key=key).hosts


def test_behind_a_proxy_also_loopback_asks_for_accounts(place: Path):
    with pytest.raises(ServingRefused, match="account of a lead"):
        for_serving("127.0.0.1", place, behind_proxy=["127.0.0.1"], names=["watch.example.org"])
    people_beside(place)
    assert for_serving("127.0.0.1", place, behind_proxy=["127.0.0.1"], names=["watch.example.org"]).login


@pytest.mark.parametrize("proxy", ["everybody", "0.0.0.0/0", "::/0", "10.0.0.300", ""])
def test_proxies_are_named_by_their_addresses(place: Path, proxy: str):
    with pytest.raises(ServingRefused):
        for_serving("127.0.0.1", place, behind_proxy=[proxy], names=["watch.example.org"])


@pytest.mark.parametrize(
    "name", ["https://watch.example.org", "watch.example.org:443", "*", "*.example.org", "a b", ""]
)
def test_names_are_host_names(place: Path, name: str):
    with pytest.raises(ServingRefused, match="no host name"):
        for_serving("127.0.0.1", place, names=[name])


def test_a_certificate_and_a_key_that_do_not_fit_are_told_before_the_start(place: Path, tmp_path: Path):
    people_beside(place)
    certificate, key = _pem(tmp_path)
    bare = tmp_path / "bare.pem"
    bare.write_bytes(key.read_bytes())
    bare.chmod(0o644)
    (tmp_path / "second").mkdir()
    _, other = _pem(tmp_path / "second")
    for given, words in (
        ({"certificate": certificate}, "go together"),
        ({"certificate": certificate, "key": tmp_path / "none.pem"}, "no file"),
        ({"certificate": certificate, "key": other}, "cannot be used"),
        ({"certificate": certificate, "key": bare}, "chmod o-rwx"),
        ({"certificate": key, "key": key}, "cannot be used"),
    ):
        with pytest.raises(ServingRefused, match=words):
            for_serving("192.0.2.7", place, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("", ""),
        ("https://tiles.example/{z}/{x}/{y}.png", "https://tiles.example"),
        ("http://127.0.0.1:8080/{z}/{x}/{y}.png?k=a", "http://127.0.0.1:8080"),
    ],
)
def test_tiles_are_named_by_their_origin(address: str, source: str):
    assert tile_source(address) == source


@pytest.mark.parametrize(
    "address", ["tiles.example", "https://a b/", "https://a/;script-src *", "https://a/' *", "data:x"]
)
def test_tiles_cannot_widen_the_policy(address: str):
    with pytest.raises(ServingRefused):
        tile_source(address)


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_the_file_is_never_readable_by_others_while_it_is_made(place: Path, monkeypatch: pytest.MonkeyPatch):
    modes = []
    whole = sqlite3.connect

    def watched(path: object, **given: object) -> sqlite3.Connection:
        modes.append(stat.S_IMODE(Path(str(path)).stat().st_mode))
        return whole(path, **given)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(sqlite3, "connect", watched)
    old = os.umask(0)
    try:
        people_beside(place)
    finally:
        os.umask(old)
    assert set(modes) == {0o600}
