"""Polls, digests and their delivery, with a server on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.local_site import Site, serving
from tests.test_add_web import FILLER, PAGE, QUOTE, SAID, article

from trucewatch import watching
from trucewatch.assess.changes import changes
from trucewatch.case import Case
from trucewatch.outside.addresses import AllowList
from trucewatch.outside.fetch import Fetcher
from trucewatch.outside.manners import Clock
from trucewatch.present.digest.make import make_digest
from trucewatch.present.digest.render import outgoing
from trucewatch.records.watch import SavedSearch, Source, ToFolder, ToWebhook, WatchPlan


class Hours:
    def __init__(self) -> None:
        self.time = datetime(2031, 5, 10, 12, 0, tzinfo=UTC)
        self.clock = Clock(now=lambda: self.time, sleep=self.sleep)

    def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture
def look(case: Case, site: Site, hours: Hours):
    """Poll the sources given once, with a fetcher of its own, as each call of the command has."""

    def poll(*sources: Source, **more):
        fetcher = Fetcher(
            allowed=AllowList(hosts=frozenset({site.host})), gap=timedelta(0), seconds=2, memory=case.store,
            clock=hours.clock,
        )  # fmt: skip
        return case.poll(WatchPlan(sources=sources, **more), fetcher=fetcher, clock=hours.clock)

    return poll


def feed(site: Site, *paths: str, **more: str) -> Source:
    items = "".join(f"<item><title>About Kessel</title><link>{site.url(path)}</link></item>" for path in paths)
    words = f"<rss version='2.0'><channel><title>Post</title>{items}</channel></rss>"
    return Source(url=site.show("/feed", words, kind="text/xml", **more))


def test_a_poll_takes_in_what_is_new_and_asks_for_nothing_twice(case, site, look):
    site.show("/a", PAGE)
    source = feed(site, "/a", etag='"1"')
    assert look(source).added.added == 1
    poll = look(source)
    assert (poll.added.added, poll.added.already, poll.added.set_aside) == (0, 1, ())
    assert site.paths() == ["/feed", "/a", "/feed"]


def test_a_new_entry_is_asked_for_and_the_old_ones_are_not(case, site, look):
    site.show("/a", PAGE)
    site.show("/b", PAGE.replace("forty", "sixty"))
    look(feed(site, "/a"))
    assert look(feed(site, "/b", "/a")).added.added == 1
    assert site.paths().count("/a") == 1


def test_a_page_is_looked_at_again_for_edits_ever_more_seldom_and_then_no_more(case, site, look, hours):
    site.show("/a", PAGE, etag='"1"')
    source = feed(site, "/a")
    look(source)
    asked = []
    for step in (0.5, 1, 1, 2, 2, 24, 100, 24 * 5):
        hours.time += timedelta(hours=step)
        before = site.paths().count("/a")
        look(source)
        asked.append(site.paths().count("/a") > before)
    assert asked == [False, True, False, True, False, True, True, False]


def test_an_edited_page_that_no_list_names_any_more_is_still_found(case, site, look, hours):
    site.show("/a", PAGE)
    look(feed(site, "/a"))
    site.show("/a", article("Front accuses army", SAID.replace("shelling", "mining"), QUOTE, FILLER))
    hours.time += timedelta(hours=3)
    assert look(feed(site)).added.new_versions == 1


def test_one_bad_source_stops_nothing_and_is_remembered(case, site, look, hours):
    site.show("/a", PAGE)
    bad = Source(url=site.url("/none"))
    poll = look(bad, feed(site, "/a"))
    assert poll.added.added == 1
    first, second = poll.sources
    assert "404" in first.problem and first.problem_since == hours.time.isoformat()
    assert (second.problem, second.taken) == (None, 1)
    since = first.problem_since
    hours.time += timedelta(days=1)
    assert look(bad).sources[0].problem_since == since
    site.show("/none", PAGE.replace("forty", "ten"))
    assert look(bad).sources[0].problem is None
    assert {s.name: s.problem for s in watching.states(case.store)}[bad.name] is None


def test_a_page_that_cannot_be_used_is_asked_for_less_and_less_often(case, site, look, hours):
    site.show("/pic", b"\x89PNG", kind="image/png")
    source = feed(site, "/pic")
    for _ in range(8):
        look(source)
        hours.time += timedelta(minutes=30)
    assert site.paths().count("/pic") == 3


def test_a_folder_gives_only_what_is_new_or_changed(case, tmp_path, look):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "one.txt").write_text("Guns fall silent\n\nThe Belmar Front said on Monday that its guns were silent.\n")
    source = Source(folder=folder)
    assert look(source).added.added == 1
    assert look(source).sources[0].taken == 0
    (folder / "two.txt").write_text("Ferry runs\n\nThe Arvanian army said that the ferry ran again at Kessel.\n")
    poll = look(source)
    assert (poll.added.added, poll.sources[0].taken) == (1, 1)


def test_only_entries_with_one_of_the_words_are_asked_for(case, site, look):
    site.show("/a", PAGE)
    source = replace(feed(site, "/a"), words=("football",))
    look(source)
    assert site.paths() == ["/feed"]


def test_a_poll_broken_off_goes_on_where_it_stopped(case, site, look, monkeypatch):
    site.show("/a", PAGE)
    site.show("/b", PAGE.replace("forty", "sixty"))
    source = feed(site, "/a", "/b")
    from trucewatch import pipeline

    taken = pipeline.take_in
    calls = []

    def broken(*given, **named):
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return taken(*given, **named)

    monkeypatch.setattr(pipeline, "take_in", broken)
    with pytest.raises(KeyboardInterrupt):
        look(source)
    monkeypatch.undo()
    assert look(source).added.added == 1
    assert (site.paths().count("/a"), site.paths().count("/b")) == (1, 2)


# -- digests -----------------------------------------------------------------------------------------


def digest(case: Case, since, *searches: SavedSearch, now=datetime(2031, 5, 10, tzinfo=UTC)):
    until = case.store.latest()
    changed = changes(case.store, since=since, until=until, today=now.date())
    return make_digest(case.store, changed, searches=searches, sources=watching.states(case.store), now=now)


def lines(made, heading: str) -> list[str]:
    return [line.words + line.quote for group in made.groups if group.heading == heading for line in group.lines]


def test_a_digest_tells_what_is_new_since_an_instant(case, tmp_path):
    since = case.store.latest()
    case.add_words(
        b"Front moves guns\n\nThe Belmar Front said on Friday that it had withdrawn six guns from Kessel.\n",
        publisher="Kessel Wire", published="2031-05-09",
    )  # fmt: skip
    made = digest(case, since)
    assert lines(made, "New reports") == ["Kessel Wire, “Front moves guns”, 9 May 2031"]
    assert any("withdrawn six guns" in line for line in lines(made, "New statements"))
    assert digest(case, case.store.latest()).groups == () or not digest(case, case.store.latest()).any


def test_an_edited_page_is_told_with_the_values_that_changed(case, site, look, hours):
    page = article("Toll", "At least 12 people were killed in the shelling of Kessel, the Belmar Front said.", FILLER)
    site.show("/a", page)
    look(feed(site, "/a"))
    since = case.store.latest()
    site.show("/a", page.replace("At least 12", "At least 14"))
    hours.time += timedelta(hours=3)
    look(feed(site, "/a"))
    (line,) = lines(digest(case, since), "Edited pages")
    assert "at least 12" in line and "at least 14" in line


def test_a_page_that_is_gone_is_told(case, site, look, hours):
    url = site.show("/a", PAGE)
    look(Source(url=url))
    since = case.store.latest()
    del site.pages["/a"]
    hours.time += timedelta(hours=3)
    look(Source(url=url))
    assert lines(digest(case, since), "Pages that are no longer what they were") == [
        f"page gone ({datetime.now(UTC):%-d %B %Y})"
    ]


@pytest.mark.parametrize(
    ("search", "finds"),
    [
        (SavedSearch(name="x", speaker="halloran"), True),
        (SavedSearch(name="x", side="belmar front", act="accuse"), True),
        (SavedSearch(name="x", side="Arvania", act="accuse"), False),
        (SavedSearch(name="x", against="Arvania", until=date(2031, 5, 1)), False),
        (SavedSearch(name="x", against="Arvania", since=date(2031, 5, 1)), True),
        (SavedSearch(name="x", words='"bridge at Kessel"', act="accuse"), True),
        (SavedSearch(name="x", words='"Kessel bridge"', act="accuse"), False),
        (SavedSearch(name="x", words="monitor*", publisher="observer"), True),
        (SavedSearch(name="x", words="monitor*", publisher="wire"), False),
        (SavedSearch(name="x", place="Kessel"), True),
        (SavedSearch(name="x", provision="1"), False),
    ],
)
def test_saved_searches_find_among_what_is_new(case, search, finds):
    assert bool(lines(digest(case, None, search), "Saved search “x”")) == finds


def test_private_persons_and_confidential_items_do_not_leave_with_a_digest(case):
    case.add_words(
        b"Ferry runs\n\n\"I saw two guns,\" said Mila Oran, a resident of Kessel.\n\n"
        b"The Belmar Front said on Friday that it had hidden three guns at the mill.\n",
        publisher="Kessel Wire", published="2031-05-09",
    )  # fmt: skip
    hidden = next(s for s in case.statements() if any("mill" in span.words for span in case.words(s)))
    case.decide(hidden.id, "confidential", why="source at risk", who="Ada Quill")
    made = outgoing(digest(case, None, SavedSearch(name="mill", words="guns")))
    everything = made.words + json.dumps(made.values, ensure_ascii=False)
    assert "two guns" in everything
    for secret in ("Mila Oran", "Oran", "at the mill", "Ada Quill", "source at risk"):
        assert secret not in everything


def test_places_of_people_at_risk_are_held_back_also_from_searches_by_place(case):
    words = b"Raid\n\nGunmen attacked an aid convoy at Kessel on Friday, wounding three drivers, the police said.\n"
    case.add_words(words, publisher="Kessel Wire", published="2031-05-09")
    held = next(i for i in case.incidents() if any("convoy" in span.words for span in case.words(i)))
    now = datetime(2031, 5, 10, tzinfo=UTC)
    made = digest(case, None, SavedSearch(name="x", place="Kessel"), now=now)
    shown = f"i:{held.id[:8]}"
    new = [g for g in made.groups if g.heading == "New incidents"]
    (line,) = [line for line in new[0].lines if any(lead == shown for lead, _ in line.leads)]
    assert "place held back" in line.words and "Kessel" not in line.words
    assert not any(
        shown in {lead for lead, _ in ln.leads} for g in made.groups if "search" in g.heading for ln in g.lines
    )


def test_a_digest_stays_in_the_outbox_until_it_is_delivered(case, site, tmp_path, hours):
    hours.time = datetime.now(UTC)
    plan = WatchPlan(deliveries=(ToFolder(folder=tmp_path / "digests"), ToWebhook(url=site.url("/hook"))))
    settings = replace(case.settings, allow_hosts=site.host, webhook_secret="s3")
    made = outgoing(digest(case, None))
    watching.put_out(case.store, made, plan)
    site.show("/hook", "no", status=500)
    sent, failed = watching.deliver(case.store, plan, settings, clock=hours.clock)
    assert (len(sent), len(failed)) == (1, 1)
    text, values = sorted((tmp_path / "digests").iterdir(), key=lambda p: p.suffix, reverse=True)
    assert text.read_text() == made.words and json.loads(values.read_text())["groups"]
    site.show("/hook", "ok")
    sent, failed = watching.deliver(case.store, plan, settings, clock=hours.clock)
    assert (sent, failed) == ([site.url("/hook")], [])
    keys = {headers["Idempotency-Key"] for _, _, headers, _ in site.asked}
    assert keys == {made.key}
    assert watching.deliver(case.store, plan, settings, clock=hours.clock) == ([], [])
    assert watching.last_digest(case.store) == made.until


def test_a_digest_that_nobody_takes_is_given_up_after_two_weeks_and_said_to_be(case, site, hours):
    plan = WatchPlan(deliveries=(ToWebhook(url=site.url("/hook")),))
    settings = replace(case.settings, allow_hosts=site.host, webhook_secret="s3")
    watching.put_out(case.store, outgoing(digest(case, None)), plan)
    hours.time = datetime.now(UTC) + timedelta(days=15)
    _, failed = watching.deliver(case.store, plan, settings, clock=hours.clock)
    assert "given up" in str(failed[-1])
    assert case.store.remembered("outbox") == {}
