"""How a host is treated: pauses between requests, robots.txt, and leaving alone who asks for it or keeps failing."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from protego import Protego

from trucewatch.errors import AskedToWait, RobotsForbid
from trucewatch.outside.memory import Memory, ShortMemory

#: The name by which robots.txt knows us.
NAME = "Trucewatch"
#: RFC 9309: a robots.txt is not used for longer than a day.
ROBOTS_KEPT = timedelta(hours=24)
#: A site that could not say what is allowed is asked again after this.
ROBOTS_AGAIN = timedelta(hours=1)
#: After this many failures in a row a host is left alone, for a minute at first, twice as long each time.
FAILURES = 2
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(days=1)
#: A host that asks to be left alone for longer than this is asked again then all the same: nobody means ten years.
LONGEST_ASKED = timedelta(days=30)
#: Stands for any pause of more digits than this (seconds; some 30 years).
MOST_DIGITS = 9
#: A pause asked for that is no longer than this is waited out, once; a longer one ends the visit.
PATIENCE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Time as the manners see it; tests have one of their own."""

    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    sleep: Callable[[float], None] = field(default=time.sleep)


class Manners:
    """What is known of each host (named "https://example.org:443"), kept in a memory.

    ``gap`` is the shortest time between two requests to one host; a crawl-delay in robots.txt that is longer counts.
    """

    def __init__(self, *, gap: timedelta, memory: Memory | None = None, clock: Clock | None = None) -> None:
        self.gap = gap
        self.memory = memory or ShortMemory()
        self.clock = clock or Clock()
        self._last: dict[str, datetime] = {}
        self._rules: dict[str, tuple[datetime, Protego | None]] = {}

    # -- robots.txt --------------------------------------------------------------------------------

    def knows_rules(self, origin: str) -> bool:
        """True if there is no need to ask for robots.txt again."""
        if origin in self._rules and self._rules[origin][0] > self.clock.now():
            return True
        kept = self._host(origin)
        until = _instant(kept.get("robots_until"))
        if until is None or until <= self.clock.now():
            return False
        self._rules[origin] = (until, _parsed(kept.get("robots")))
        return True

    def learn_rules(self, origin: str, body: bytes | None) -> None:
        """Keep what robots.txt said; None if the site could not say it (which forbids everything for now)."""
        until = self.clock.now() + (ROBOTS_KEPT if body is not None else ROBOTS_AGAIN)
        words = None if body is None else body.decode("utf-8", "replace").replace("\x00", " ")
        self._rules[origin] = (until, _parsed(words))
        self._keep(origin, robots=words, robots_until=until.isoformat())

    def check_rules(self, origin: str, url: str) -> None:
        """Raises: RobotsForbid, saying whether the rules or their absence forbid the page."""
        rules = self._rules[origin][1]
        if rules is None:
            raise RobotsForbid(f"{origin} could not show its robots.txt, so {url} was not asked for; try again later")
        if not rules.can_fetch(url, NAME):
            raise RobotsForbid(f"robots.txt of {origin} forbids {url}; ask its publisher, or add the page as a file")

    # -- pauses ------------------------------------------------------------------------------------

    def wait_for_turn(self, origin: str) -> None:
        """Sleep until the host may be asked again. Raises: AskedToWait if that is longer than our patience."""
        now = self.clock.now()
        pause = _instant(self._host(origin).get("not_before"))
        if pause is not None and pause > now + PATIENCE:
            raise AskedToWait(f"{origin} is left alone until {pause:%Y-%m-%d %H:%M} UTC, as it asked or kept failing")
        turn = self._last[origin] + self._gap(origin) if origin in self._last else now
        wait = max(turn, pause or now) - now
        if wait > timedelta(0):
            self.clock.sleep(wait.total_seconds())
        self._last[origin] = self.clock.now()

    def left_alone_until(self, origin: str) -> datetime | None:
        """When the host may be asked again, if it is left alone."""
        return _instant(self._host(origin).get("not_before"))

    def went_well(self, origin: str) -> None:
        if self._host(origin).get("failures") or self._host(origin).get("not_before"):
            self._keep(origin, failures=0, not_before=None)

    def went_wrong(self, origin: str, *, retry_after: str | None = None) -> bool:
        """Note a failure and how long the host wants to be left alone; True if that may be waited out at once."""
        failures = int(self._host(origin).get("failures") or 0) + 1
        asked = asked_pause(retry_after, now=self.clock.now())
        pause = min(asked, LONGEST_ASKED) if asked is not None else None
        if pause is None and failures >= FAILURES:
            pause = min(FIRST_PAUSE * 2 ** min(failures - FAILURES, 20), LONGEST_PAUSE)
        not_before = self.clock.now() + pause if pause else None
        self._keep(origin, failures=failures, not_before=not_before.isoformat() if not_before else None)
        return asked is not None and asked <= PATIENCE and failures == 1

    def _gap(self, origin: str) -> timedelta:
        rules = self._rules.get(origin, (None, None))[1]
        delay = rules.crawl_delay(NAME) if rules else None
        return max(self.gap, timedelta(seconds=min(delay or 0, LONGEST_PAUSE.total_seconds())))

    def _host(self, origin: str) -> Mapping[str, Any]:
        return self.memory.recall("host", origin) or {}

    def _keep(self, origin: str, **values: Any) -> None:
        self.memory.remember("host", origin, {**self._host(origin), **values})


def asked_pause(retry_after: str | None, *, now: datetime) -> timedelta | None:
    """Retry-After in either of its forms, as long as it says; None if it asks for nothing that can be read."""
    words = (retry_after or "").strip()
    if words.isascii() and words.isdigit():
        digits = words.lstrip("0")
        return timedelta(seconds=int(digits or "0") if len(digits) <= MOST_DIGITS else 10**MOST_DIGITS)
    try:
        until = parsedate_to_datetime(words)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(until - now, timedelta(0))


def _parsed(words: str | None) -> Protego | None:
    return None if words is None else Protego.parse(words)


def _instant(words: Any) -> datetime | None:
    return datetime.fromisoformat(words) if words else None
