from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from tests.local_site import Site, serving

from trucewatch.outside.addresses import AllowList
from trucewatch.outside.fetch import Fetcher
from trucewatch.outside.manners import Clock


class Hours:
    """A clock that stands still unless somebody sleeps."""

    def __init__(self) -> None:
        self.time = datetime(2031, 5, 3, 12, 0, tzinfo=UTC)
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds)

    @property
    def clock(self) -> Clock:
        return Clock(now=lambda: self.time, sleep=self.sleep)


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture
def fetcher(site: Site, hours: Hours) -> Fetcher:
    return Fetcher(
        allowed=AllowList(hosts=frozenset({site.host})), contact="desk@example.org", seconds=2, max_bytes=100_000,
        gap=timedelta(seconds=1), clock=hours.clock,
    )  # fmt: skip
