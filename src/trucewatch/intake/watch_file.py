"""Watch files: YAML that names sources, saved searches and where digests go (docs/watch.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from trucewatch.errors import BadWatchFile
from trucewatch.intake.agreement_page import Page, Problem
from trucewatch.intake.marked_file import read_marked
from trucewatch.records.agreement import Agreement
from trucewatch.records.vocabulary import ACTS
from trucewatch.records.watch import Delivery, SavedSearch, Source, ToFolder, ToMail, ToWebhook, WatchPlan

FORM_VERSION = 1
MOST_BYTES = 1_000_000
LENGTH = re.compile(r"(\d{1,5})\s*(m|min|minutes?|h|hours?|d|days?|w|weeks?)")
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
MAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+")
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(days=31)
TEMPLATE = """\
trucewatch_watch: 1
# What is looked at for new reports. A url is a page, a feed (RSS, Atom) or a sitemap.
sources:
  # - url: https://example.org/feed.xml
  #   publisher: Example Post        # if the pages do not say it
  #   words: [truce, ceasefire]      # of a list, only entries that hold one of these
  # - urls: addresses.txt            # a file of addresses, one a line
  # - folder: reports                # files put here are taken in
# Searches whose new finds stand in each digest; all filters of one must hold. Leave out what you do not need.
searches:
  # - name: Bridges
  #   words: bridge*                 # also: speaker, side, against, act, provision, place, publisher, since, until
digest:
  when_quiet: no                     # yes: send a digest though nothing is new
  to:
    - folder: digests
    # - mail: [desk@example.org]
    #   from: watch@example.org
    #   server: smtp.example.org
    #   port: 587
    #   security: starttls           # or tls; none only for a server named in TRUCEWATCH_ALLOW_HOSTS
    #   user: watch                  # the password stands in TRUCEWATCH_SMTP_PASSWORD
    # - webhook: https://hooks.example.org/truce   # signed with TRUCEWATCH_WEBHOOK_SECRET
every: 6h                            # between two polls; a tenth more or less, so that polls do not fall together
recheck: 7d                          # pages are looked at again for edits for so long
most: 50                             # pages of one list at one poll
"""


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class _SourceForm(_Form):
    url: str | None = Field(None, pattern=r"^https?://[^/\s@]+(/\S*)?$", max_length=2000)
    urls: str | None = Field(None, min_length=1)
    folder: str | None = Field(None, min_length=1)
    publisher: str | None = Field(None, min_length=1)
    words: list[str] = []

    @model_validator(mode="after")
    def _one(self) -> _SourceForm:
        if sum(one is not None for one in (self.url, self.urls, self.folder)) != 1:
            raise ValueError("a source has exactly one of url, urls, folder")
        return self


class _SearchForm(_Form):
    name: str = Field(min_length=1, max_length=100)
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

    @field_validator("provision", mode="before")
    @classmethod
    def _words(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int | float) else value

    @model_validator(mode="after")
    def _some(self) -> _SearchForm:
        if not any(getattr(self, name) for name in type(self).model_fields if name != "name"):
            raise ValueError("a search needs at least one filter besides its name")
        return self


class _TargetForm(_Form):
    folder: str | None = None
    mail: list[str] | None = Field(None, min_length=1)
    webhook: str | None = Field(None, pattern=r"^https?://[^/\s@]+(/\S*)?$", max_length=2000)
    sender: str | None = Field(None, alias="from")
    server: str | None = Field(None, pattern=r"^[A-Za-z0-9.\[\]:-]+$")
    port: int = Field(587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None

    @field_validator("mail", mode="before")
    @classmethod
    def _list(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one(self) -> _TargetForm:
        if sum(one is not None for one in (self.folder, self.mail, self.webhook)) != 1:
            raise ValueError("a digest goes to exactly one of folder, mail, webhook; begin another item with -")
        if self.mail is not None:
            if not self.sender or not self.server:
                raise ValueError("mail needs from and server")
            wrong = next((one for one in (*self.mail, self.sender) if not MAIL.fullmatch(one)), None)
            if wrong is not None:
                raise ValueError(f"{wrong!r} is no mail address; write one like desk@example.org")
        return self


class _DigestForm(_Form):
    when_quiet: bool = False
    to: list[_TargetForm] = []

    @field_validator("to", mode="before")
    @classmethod
    def _none(cls, value: Any) -> Any:
        return [] if value is None else value


class _WatchForm(_Form):
    trucewatch_watch: Literal[1]
    sources: list[_SourceForm] = []
    searches: list[_SearchForm] = []
    digest: _DigestForm = _DigestForm()
    every: timedelta = timedelta(hours=6)
    recheck: timedelta = timedelta(days=7)
    most: int = Field(50, ge=1, le=10_000)

    @field_validator("sources", "searches", mode="before")
    @classmethod
    def _none(cls, value: Any) -> Any:
        return [] if value is None else value

    @field_validator("digest", mode="before")
    @classmethod
    def _no_digest(cls, value: Any) -> Any:
        return {} if value is None else value

    @field_validator("every", "recheck", mode="before")
    @classmethod
    def _length(cls, value: Any) -> timedelta:
        found = LENGTH.fullmatch(str(value).strip().casefold())
        if found is None:
            raise ValueError(f"{value!r} is no length of time; write 30m, 6h or 7d")
        return timedelta(**{UNITS[found.group(2)[0]]: int(found.group(1))})

    @field_validator("every")
    @classmethod
    def _within(cls, value: timedelta) -> timedelta:
        if not SHORTEST <= value <= LONGEST:
            raise ValueError("the time between two polls is from 5m to 31d: sites are not asked more often")
        return value


def read_watch_file(path: Path) -> WatchPlan:
    """Read a watch file; paths in it are relative to its folder. Raises: BadWatchFile naming line, place and value."""
    page = read_marked(
        path, what="watch", mark="trucewatch_watch", version=FORM_VERSION, most=MOST_BYTES, bad=BadWatchFile,
        missing=BadWatchFile(f"no watch file at {path}; make one to fill in: trucewatch watch CASE --new"),
    )  # fmt: skip
    try:
        form = _WatchForm.model_validate(page.root)
    except ValidationError as error:
        raise BadWatchFile("\n".join(_problems(str(path), page, error.errors()))) from None
    names = [search.name.casefold() for search in form.searches]
    double = next((name for name in names if names.count(name) > 1), None)
    if double is not None:
        raise BadWatchFile(f"{path}: two searches are named {double!r}; give each a name of its own")
    return WatchPlan(
        sources=tuple(_source(one, path.parent) for one in form.sources),
        searches=tuple(SavedSearch(**one.model_dump()) for one in form.searches),
        deliveries=tuple(_delivery(one, path.parent) for one in form.digest.to),
        every=form.every, recheck=form.recheck, most=form.most, when_quiet=form.digest.when_quiet,
    )  # fmt: skip


def check_searches(plan: WatchPlan, agreement: Agreement, *, shown_as: str) -> None:
    """Raises: BadWatchFile for a side, act or provision that the case does not know: the search would find nothing."""
    sides = [party.name for party in agreement.parties]
    refs = [*(p.ref for p in agreement.provisions), *(t.ref for t in agreement.claimed_terms)]
    for search in plan.searches:
        for value, known, what in (
            (search.side, sides, "side"), (search.against, sides, "side"), (search.act, [*ACTS], "act"),
            (search.provision, refs, "provision"),
        ):  # fmt: skip
            if value is not None and value.casefold() not in {one.casefold() for one in known}:
                listed = ", ".join(known) or "none"
                raise BadWatchFile(
                    f"{shown_as}: search {search.name!r} names {value!r}, no {what} here; there are {listed}"
                )


def _problems(name: str, page: Page, errors: Iterable[Any]) -> Iterable[str]:
    for error in errors:
        place = tuple(error["loc"])
        message = str(error["msg"]).removeprefix("Value error, ")
        met = f" (got {error['input']!r})" if isinstance(error.get("input"), str | int | float) else ""
        if error["type"] == "extra_forbidden":
            # what it holds is not repeated: it may be a password
            message, met = "is no key of a watch file; see docs/watch.md (passwords stand in the environment only)", ""
        elif error["type"] == "string_pattern_mismatch":
            message = "is not of the form that is needed: " + (
                "https://…" if place[-1] != "server" else "smtp.example.org"
            )
        line = page.line(place)
        where = f", line {line}" if line else ""
        yield f"{name}{where}, {Problem(place=place, message='').field or 'the whole file'}: {message}{met}"


def _source(form: _SourceForm, folder: Path) -> Source:
    return Source(
        url=form.url, urls=folder / form.urls if form.urls else None,
        folder=folder / form.folder if form.folder else None, publisher=form.publisher,
        words=tuple(word for word in form.words if word),
    )  # fmt: skip


def _delivery(form: _TargetForm, folder: Path) -> Delivery:
    if form.folder is not None:
        return ToFolder(folder=folder / form.folder)
    if form.webhook is not None:
        return ToWebhook(url=form.webhook)
    return ToMail(
        to=tuple(form.mail or ()), sender=form.sender or "", server=form.server or "", port=form.port,
        security=form.security, user=form.user,
    )  # fmt: skip
