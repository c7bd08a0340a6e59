"""What is watched for a case: sources, saved searches, and where digests go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Something that is looked at for new reports: exactly one of ``url`` (a page, feed or sitemap), ``urls`` (a file
    of addresses, one a line) and ``folder``. Of a list, only entries that hold one of ``words`` are asked for."""

    url: str | None = None
    urls: Path | None = None
    folder: Path | None = None
    publisher: str | None = None
    words: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.url or str(self.urls or self.folder)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """A search whose new finds stand in each digest; all of its filters must hold.

    ``words`` are as in ``trucewatch search``. ``side`` makes the statement or takes part in the incident, ``against``
    is the side addressed. ``since`` and ``until`` are days, both included.
    """

    name: str
    words: str | None = None
    speaker: str | None = None
    side: str | None = None
    against: str | None = None
    act: str | None = None
    provision: str | None = None
    place: str | None = None
    publisher: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToFolder:
    """Digests as files: one in plain words, one in JSON."""

    folder: Path

    @property
    def name(self) -> str:
        return str(self.folder)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToMail:
    """Digests by e-mail. The password comes from the environment, never from here."""

    to: tuple[str, ...]
    sender: str
    server: str
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None

    @property
    def name(self) -> str:
        return f"mail to {', '.join(self.to)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToWebhook:
    """Digests as JSON by POST, signed with a secret from the environment."""

    url: str

    @property
    def name(self) -> str:
        return self.url


Delivery = ToFolder | ToMail | ToWebhook


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchPlan:
    """A watch file. ``every`` is the time between two polls; pages are looked at again for edits for ``recheck``;
    ``most`` pages of one list are asked for at one poll; with ``when_quiet`` a digest is sent though nothing is new."""

    sources: tuple[Source, ...] = ()
    searches: tuple[SavedSearch, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    every: timedelta = timedelta(hours=6)
    recheck: timedelta = timedelta(days=7)
    most: int = 50
    when_quiet: bool = False
