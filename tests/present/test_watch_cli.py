from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from tests.commands import run
from tests.local_site import Site, serving
from tests.test_add_web import FILLER, article

import trucewatch

#: The command line with a tenth of a second between two looks.
LOOP = """
import signal
import sys
# a shell that starts the tests in the background lets its children ignore the interrupt
signal.signal(signal.SIGINT, signal.default_int_handler)
from trucewatch.present.cli import main, watch
look = watch._round
watch._round = lambda *given, **more: min(0.1, look(*given, **more))
main(sys.argv[1:])
"""


@pytest.fixture
def path(case):
    case.close()
    return case.store.path


def test_a_watch_file_to_fill_in_is_written_once(path, capsys):
    code, out, _ = run(capsys, "watch", path, "--new")
    made = path.with_name("kessel.watch.yaml")
    assert (code, out.strip()) == (0, str(made)) and made.read_text().startswith("trucewatch_watch: 1")
    code, _, err = run(capsys, "watch", path, "--new")
    assert code != 0 and "is there already" in err


def test_watching_without_a_file_or_a_source_says_what_to_do(path, capsys):
    code, _, err = run(capsys, "watch", path, "--once")
    assert code != 0 and "--new" in err
    run(capsys, "watch", path, "--new")
    code, _, err = run(capsys, "watch", path, "--once")
    assert code != 0 and "names no source" in err


def test_one_look_takes_in_a_folder_and_writes_the_digest(path, capsys):
    folder = path.with_name("in")
    folder.mkdir()
    (folder / "one.txt").write_text("Guns move\n\nThe Belmar Front said on Monday that it had withdrawn six guns.\n")
    path.with_name("kessel.watch.yaml").write_text(
        "trucewatch_watch: 1\nsources: [{folder: in}]\ndigest: {to: [{folder: digests}]}\n"
    )
    code, _, err = run(capsys, "watch", path, "--once")
    assert code == 0 and "1 added" in err
    (text,) = path.with_name("digests").glob("*.txt")
    assert "withdrawn six guns" in text.read_text()
    code, _, err = run(capsys, "watch", path, "--once")
    assert code == 0 and len(list(path.with_name("digests").glob("*.txt"))) == 1


def test_if_no_source_could_be_looked_at_the_command_fails(path, capsys):
    path.with_name("kessel.watch.yaml").write_text("trucewatch_watch: 1\nsources: [{folder: nowhere}]\n")
    code, _, err = run(capsys, "watch", path, "--once")
    assert code == 1 and "nowhere" in err


def test_a_digest_is_printed_in_words_or_as_json(path, capsys):
    code, out, _ = run(capsys, "digest", path, "--since", "all")
    assert code == 0 and "New statements" in out
    code, out, _ = run(capsys, "digest", path, "--since", "2031-05-01T00:00", "--json")
    assert code != 0 or json.loads(out)["form"] == 1
    code, out, err = run(capsys, "digest", path, "--since", "1999-01-01")
    assert code == 0 and "New statements" in out, err  # before the case was begun: all of it is new


@pytest.mark.parametrize("since", ["yesterday", "2999-01-01"])
def test_a_time_that_cannot_be_meant_is_refused(path, capsys, since):
    code, _, err = run(capsys, "digest", path, "--since", since)
    assert code == 1 and "--since" in err


def test_watching_goes_on_from_look_to_look_until_it_is_interrupted(path, tmp_path):
    """The command as a process of its own, against a server on this machine: what is new later comes in later."""
    with serving() as site:
        feed(site, "/a")
        for name, number in (("a", "six"), ("b", "nine")):
            said = f"The Belmar Front said on Monday that it had withdrawn {number} guns from the bridge."
            site.show(f"/{name}", article("Guns move", said, FILLER))
        path.with_name("kessel.watch.yaml").write_text(
            f"trucewatch_watch: 1\nsources: [{{url: {site.url('/feed')}}}]\ndigest: {{to: [{{folder: digests}}]}}\n"
        )
        told = tmp_path / "told.txt"
        with told.open("w") as stderr:
            watching = subprocess.Popen(
                [sys.executable, "-c", LOOP, "watch", str(path)], env=allowing(site), stderr=stderr
            )
        try:
            until(lambda: told.read_text().count("looked at") >= 1, watching)
            feed(site, "/a", "/b")
            seen = told.read_text().count("looked at")
            until(lambda: told.read_text().count("looked at") >= seen + 2, watching)
            watching.send_signal(signal.SIGINT)
            code = watching.wait(60)
        finally:
            watching.kill()
        asked = site.paths()
    words = told.read_text()
    assert code == 130 and "Traceback" not in words, words
    assert (asked.count("/a"), asked.count("/b")) == (1, 1) and asked.count("/feed") >= 3
    with trucewatch.open(path) as case:
        assert case.counts()["reports"] == 5 and case.verify().passed
    assert len(list(path.with_name("digests").glob("*.txt"))) == 2


def feed(site: Site, *pages: str) -> None:
    items = "".join(f"<item><title>About Kessel</title><link>{site.url(page)}</link></item>" for page in pages)
    site.show("/feed", f"<rss version='2.0'><channel><title>Post</title>{items}</channel></rss>", kind="text/xml")


def allowing(site: Site) -> dict[str, str]:
    return os.environ | {
        "TRUCEWATCH_ALLOW_HOSTS": site.host, "TRUCEWATCH_ATTRIBUTION": "rules", "TRUCEWATCH_HOST_SECONDS": "1",
    }  # fmt: skip


def until(holds: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        if holds():
            return
        assert process.poll() is None, "the command ended by itself"
        time.sleep(0.05)
    raise AssertionError("it did not come to that within a minute")
