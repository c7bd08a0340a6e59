from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from trucewatch.errors import BadWatchFile
from trucewatch.intake.agreements import read_agreement
from trucewatch.intake.watch_file import TEMPLATE, check_searches, read_watch_file
from trucewatch.records.watch import SavedSearch, Source, ToFolder, ToMail, ToWebhook

WHOLE = """\
trucewatch_watch: 1
sources:
  - url: https://wire.example/feed.xml
    publisher: Kessel Wire
    words: [truce, Kessel]
  - urls: addresses.txt
  - folder: reports
searches:
  - {name: Bridges, words: bridge*, side: Arvania, since: 2031-05-01, provision: 2}
digest:
  when_quiet: yes
  to:
    - folder: digests
    - {mail: desk@example.org, from: watch@example.org, server: smtp.example.org, security: tls, port: 465, user: watch}
    - webhook: https://hooks.example/truce
every: 90m
recheck: 2w
most: 10
"""


@pytest.fixture
def read(tmp_path: Path):
    def made(words: str):
        path = tmp_path / "k.watch.yaml"
        path.write_text(words, encoding="utf-8")
        return read_watch_file(path)

    return made


def test_a_watch_file_says_what_is_watched_and_where_digests_go(read, tmp_path):
    plan = read(WHOLE)
    assert plan.sources == (
        Source(url="https://wire.example/feed.xml", publisher="Kessel Wire", words=("truce", "Kessel")),
        Source(urls=tmp_path / "addresses.txt"),
        Source(folder=tmp_path / "reports"),
    )
    assert plan.searches == (
        SavedSearch(name="Bridges", words="bridge*", side="Arvania", since=date(2031, 5, 1), provision="2"),
    )
    assert plan.deliveries == (
        ToFolder(folder=tmp_path / "digests"),
        ToMail(
            to=("desk@example.org",), sender="watch@example.org", server="smtp.example.org", security="tls", port=465,
            user="watch",
        ),
        ToWebhook(url="https://hooks.example/truce"),
    )  # fmt: skip
    assert (plan.every, plan.recheck, plan.most) == (timedelta(minutes=90), timedelta(weeks=2), 10)
    assert plan.when_quiet


def test_the_template_is_a_watch_file(read):
    assert read(TEMPLATE).sources == ()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("sources: []", "trucewatch_watch: 1"),
        ("trucewatch_watch: 2", "trucewatch_watch"),
        ("trucewatch_watch: 1\nsources:\n  - {url: 'ftp://a.example'}", r"line 3, sources\[1\]\.url.*https://"),
        ("trucewatch_watch: 1\nsources:\n  - {url: 'https://me:pw@a.example/'}", "sources"),
        (
            "trucewatch_watch: 1\nsources:\n  - {url: 'https://a.example', folder: b}",
            "exactly one of url, urls, folder",
        ),
        ("trucewatch_watch: 1\nsources:\n  - {adress: x}", "no key of a watch file|exactly one"),
        ("trucewatch_watch: 1\nevery: 1m", "from 5m to 31d"),
        ("trucewatch_watch: 1\nevery: soon", "write 30m, 6h or 7d"),
        ("trucewatch_watch: 1\nsearches: [{name: x}]", "at least one filter"),
        ("trucewatch_watch: 1\nsearches: [{name: x, act: deny}, {name: X, act: deny}]", "two searches"),
        ("trucewatch_watch: 1\nsearches: [{name: x, since: 2031-02-30}]", "since"),
        ("trucewatch_watch: 1\ndigest: {to: [{mail: desk}]}", "mail needs from and server"),
        ("trucewatch_watch: 1\ndigest: {to: [{mail: desk, from: a@b.example, server: s}]}", "no mail address"),
        ("trucewatch_watch: 1\nsources: [", "YAML"),
    ],
)
def test_a_fault_is_told_with_its_place(read, words, says):
    with pytest.raises(BadWatchFile, match=says):
        read(words)


def test_a_password_in_the_file_is_refused_and_not_repeated(read):
    words = "trucewatch_watch: 1\ndigest: {to: [{mail: a@b.example, from: a@b.example, server: s, password: hunter2}]}"
    with pytest.raises(BadWatchFile, match="environment") as raised:
        read(words)
    assert "hunter2" not in str(raised.value)


def test_a_file_that_is_not_there_says_how_to_make_one(tmp_path):
    with pytest.raises(BadWatchFile, match="--new"):
        read_watch_file(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("filters", "says"),
    [({"side": "Nobody"}, "no side"), ({"act": "shout"}, "no act"), ({"provision": "9z"}, "no prov")],
)
def test_a_search_for_what_the_case_does_not_know_is_refused(read, filters, says):
    agreement, _ = read_agreement("doha")
    pairs = "".join(f", {key}: {value}" for key, value in filters.items())
    plan = read(f"trucewatch_watch: 1\nsearches: [{{name: x{pairs}}}]")
    with pytest.raises(BadWatchFile, match=says):
        check_searches(plan, agreement, shown_as="k.watch.yaml")
