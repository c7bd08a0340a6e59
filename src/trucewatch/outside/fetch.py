"""Fetch a page politely: robots.txt, pauses, size and time limits, only what changed; no cookies, no log-in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.metadata import version
from urllib.parse import urldefrag, urljoin

from trucewatch.errors import (
    AskedToWait,
    CutOff,
    LedElsewhere,
    OddPacking,
    PageGone,
    PageRefused,
    TimedOut,
    TooLarge,
    Unreachable,
)
from trucewatch.outside.addresses import AllowList
from trucewatch.outside.exchange import Answer, exchange, origin_of, split
from trucewatch.outside.manners import NAME, Clock, Manners
from trucewatch.outside.memory import Memory, ShortMemory
from trucewatch.records.capture import Fetch

HOPS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: RFC 9309: a crawler reads at least this much of a robots.txt.
ROBOTS_BYTES = 512 * 1024
#: Headers that matter for reading a page and for asking whether it changed.
KEPT_HEADERS = ("content-type", "content-language", "last-modified", "etag", "date", "content-location")
#: Nothing of the page, and it may tell who asked.
NOT_KEPT = frozenset({"set-cookie", "set-cookie2"})
ACCEPTED = (
    "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,text/xml;q=0.9,"
    "application/pdf;q=0.8,text/plain;q=0.8,*/*;q=0.1"
)
SAYS = {401: "it wants a log-in", 402: "it wants payment", 403: "it forbids the page", 407: "a proxy wants a log-in",
        429: "it was asked too often", 451: "it may not show the page"}  # fmt: skip
GONE = frozenset({404, 410})
LATER = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as it was received. ``asked`` is the address asked for, ``url`` where its redirects led."""

    asked: str
    url: str
    content: bytes = field(repr=False)
    media_type: str
    headers: tuple[tuple[str, str], ...]
    fetched_at: datetime
    fetch: Fetch | None = None


class Fetcher:
    """Fetches pages for one case or one command; what it learns of hosts and pages goes into ``memory``.

    ``contact`` is a mail or web address under which a site's owner reaches whoever runs this. ``seconds`` is the time
    for one page, ``max_bytes`` its size, unpacked, at most; ``gap`` the pause between two requests to one host.
    """

    def __init__(
        self,
        *,
        allowed: AllowList | None = None,
        contact: str = "",
        seconds: float = 30.0,
        max_bytes: int = 20_000_000,
        gap: timedelta = timedelta(seconds=2),
        memory: Memory | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.allowed = allowed or AllowList()
        self.seconds = seconds
        self.max_bytes = max_bytes
        self.memory = memory or ShortMemory()
        self.manners = Manners(gap=gap, memory=self.memory, clock=clock)
        self.agent = user_agent(contact)

    def get(self, url: str, *, only_changed: bool = True) -> Page | None:
        """Fetch a page; None if the server says that it is as it was when ``seen`` was last called for it.

        Raises: AddressRefused, Unreachable, TimedOut, TooLarge, CutOff, RobotsForbid, AskedToWait, PageGone,
        PageRefused; LedElsewhere for redirects without end.
        """
        asked = urldefrag(url.strip()).url
        known = self.memory.recall("page", asked) if only_changed else None
        conditions = {
            header: str(known[name])
            for name, header in (("etag", "If-None-Match"), ("modified", "If-Modified-Since"))
            if known and known.get(name)
        }
        at = asked
        steps: list[tuple[str, int, str]] = []
        for _ in range(HOPS + 1):
            answer = self._polite(at, conditions if at == asked or (known and at == known.get("url")) else {})
            if answer.status == 304 and conditions:
                now = self.manners.clock.now().isoformat()
                self.memory.remember("page", asked, {**(known or {}), "fetched_at": now, "failures": 0})
                return None
            if answer.status not in REDIRECTS:
                return self._page(asked, at, answer, tuple(steps))
            location = answer.headers.get("location")
            if not location:
                raise PageRefused(f"{at} answered {answer.status} without saying where it leads")
            led = urldefrag(urljoin(at, location)).url
            steps.append((at, answer.status, led))
            at = led
        raise LedElsewhere(f"{asked} leads from page to page without end ({HOPS} steps were followed)")

    def seen(self, page: Page, *, is_list: bool = False) -> None:
        """Remember that this state of the page was taken in, so that the next visit asks for changes only."""
        headers = dict(page.headers)
        known = self.memory.recall("page", page.asked) or {}
        now = page.fetched_at.isoformat()
        value = {
            "url": page.url, "etag": headers.get("etag"), "modified": headers.get("last-modified"), "fetched_at": now,
            "first_at": known.get("first_at") or now, "list": is_list,
        }  # fmt: skip
        self.memory.remember("page", page.asked, value)

    def not_taken(self, url: str) -> None:
        """Remember that a page was asked for in vain, and how often in a row."""
        url = urldefrag(url.strip()).url
        known = self.memory.recall("page", url) or {}
        now = self.manners.clock.now().isoformat()
        self.memory.remember("page", url, {**known, "tried_at": now, "failures": int(known.get("failures", 0)) + 1})

    # -- the parts -----------------------------------------------------------------------------------

    def _polite(self, url: str, more: Mapping[str, str]) -> Answer:
        origin = origin_of(split(url))
        self._rules(origin)
        self.manners.check_rules(origin, url)
        answer = self._asked(origin, lambda: self._ask(url, more, self.max_bytes))
        if answer.status in LATER:
            at_once = self.manners.went_wrong(origin, retry_after=answer.headers.get("retry-after"))
            if at_once:
                answer = self._asked(origin, lambda: self._ask(url, more, self.max_bytes))
            if answer.status == 429 or (answer.status in LATER and "retry-after" in answer.headers):
                until = self.manners.left_alone_until(origin)
                till = f"; left alone until {until:%Y-%m-%d %H:%M} UTC" if until else ""
                raise AskedToWait(f"{url} answered {answer.status}: {SAYS.get(answer.status, 'try later')}{till}")
        if answer.status not in LATER:
            self.manners.went_well(origin)
        return answer

    def _rules(self, origin: str) -> None:
        """Learn a host's robots.txt if it is not known. What is missing allows all; what fails forbids all for now."""
        if self.manners.knows_rules(origin):
            return
        url = f"{origin}/robots.txt"
        body: bytes | None = None
        try:
            for _ in range(HOPS + 1):
                at = origin_of(split(url))
                answer = self._asked(at, lambda url=url: self._ask(url, {}, ROBOTS_BYTES * 4))  # type: ignore[misc]
                if answer.status not in REDIRECTS or not answer.headers.get("location"):
                    break
                url = urljoin(url, answer.headers["location"])
            if answer.status < 300:
                body = answer.content[:ROBOTS_BYTES]
            elif answer.status < 500 and answer.status != 429:
                body = b""
        except OddPacking:  # the same server would pack its pages so
            self.manners.learn_rules(origin, None)
            raise
        except (TooLarge, CutOff):
            body = None
        self.manners.learn_rules(origin, body)

    def _asked(self, origin: str, ask: Callable[[], Answer]) -> Answer:
        """Wait for the host's turn and ask; failures to answer are noted."""
        self.manners.wait_for_turn(origin)
        try:
            return ask()
        except (TimedOut, Unreachable):
            self.manners.went_wrong(origin)
            raise

    def _ask(self, url: str, more: Mapping[str, str], max_bytes: int) -> Answer:
        headers = {"User-Agent": self.agent, "Accept": ACCEPTED, "Accept-Encoding": "gzip, deflate", **more}
        return exchange("GET", url, allowed=self.allowed, headers=headers, seconds=self.seconds, max_bytes=max_bytes)

    def _page(self, asked: str, at: str, answer: Answer, steps: tuple[tuple[str, int, str], ...]) -> Page:
        if answer.status in GONE:
            raise PageGone(f"{asked} answered {answer.status}: the page is not there any more")
        if answer.status != 200:
            raise PageRefused(f"{asked} answered {answer.status}: {SAYS.get(answer.status, 'no page')}")
        kept = tuple((name, answer.headers[name]) for name in KEPT_HEADERS if name in answer.headers)
        return Page(
            asked=asked, url=at, content=answer.content, headers=kept, fetched_at=self.manners.clock.now(),
            media_type=answer.headers.get("content-type", "").strip(),
            fetch=Fetch(
                asked=asked, steps=steps, request=answer.sent, status=answer.status, reason=answer.reason,
                protocol=answer.protocol, peer=answer.peer,
                answer=tuple((name, value) for name, value in answer.every if name.casefold() not in NOT_KEPT),
            ),
        )  # fmt: skip


def user_agent(contact: str) -> str:
    """Who asks, and how to reach them."""
    words = "".join(c for c in contact if c.isprintable() and c not in "()").strip()
    return f"{NAME}/{version('trucewatch')}" + (f" (+{words})" if words else "")
