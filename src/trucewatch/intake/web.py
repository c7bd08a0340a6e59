"""Bring in pages by their addresses: single ones, and those that feeds, sitemaps and files of addresses name.

What an address is, is told by what it answers with: a feed and a sitemap are lists of pages, all else is a page. One
bad source never stops the batch: it becomes a ``Refusal`` with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from trucewatch.errors import AddressRefused, BadFeed, BadInput, LedElsewhere, MissingInput, TooLarge, UnreadableInput
from trucewatch.intake.arrival import Arrival, Refusal, Unchanged, check_text, kind_of, shown_name
from trucewatch.intake.gdelt import is_gdelt
from trucewatch.intake.lists import Entry, Listed, list_kind, read_addresses, read_list
from trucewatch.intake.walls import leads_elsewhere
from trucewatch.intake.web_kinds import page_kind
from trucewatch.records.report import Found, FoundField

if TYPE_CHECKING:
    from trucewatch.outside.fetch import Page

#: Endings of files that may hold a feed or sitemap.
LIST_FILES = (".xml", ".rss", ".atom", ".rdf", ".xml.gz")
#: Endings of files that hold a list of GDELT's, or something else: how they begin tells.
GDELT_FILES = (".csv", ".tsv", ".json", ".zip")
#: Of a file that may be such a list so many bytes are looked at; a packed one is looked at whole.
LOOKED_AT = 1 << 20
#: Of a sitemap of sitemaps, this many are read at one visit, newest first.
MOST_SITEMAPS = 10
#: What a page brings with it, besides its bytes; a list may be read without any page being asked for.
Coming = Arrival | Refusal | Unchanged


class Fetches(Protocol):
    """Where pages come from; ``outside.fetch.Fetcher`` is one."""

    def get(self, url: str, *, only_changed: bool = True) -> Page | None: ...
    def seen(self, page: Page, *, is_list: bool = False) -> None: ...
    def not_taken(self, url: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is wanted of a source: pages at most, words of which a list's entry must hold one, what is known of it.

    ``skip`` says of an entry whether its page need not be asked for again.
    """

    most: int = 100
    words: tuple[str, ...] = ()
    known: tuple[Found, ...] = ()
    skip: Callable[[Entry], bool] = lambda entry: False

    def fits(self, entry: Entry) -> bool:
        """True if the title, summary or address of an entry holds one of the words (all fit if there are none)."""
        told = f"{entry.title} {entry.words} {entry.url}".casefold()
        return not self.words or any(word.casefold() in told for word in self.words)


def is_address(words: str) -> bool:
    return words.casefold().startswith(("http://", "https://"))


def is_list_file(path: Path) -> bool:
    """True for a feed or sitemap by its ending, for a list of GDELT's by how it begins."""
    name = path.name.casefold()
    if not path.is_file() or name.endswith(LIST_FILES) or not name.endswith(GDELT_FILES):
        return name.endswith(LIST_FILES) and path.is_file()
    try:
        with path.open("rb") as file:
            return is_gdelt(file.read() if name.endswith(".zip") else file.read(LOOKED_AT))
    except OSError:
        return False


class Gathering:
    """One round of asking for pages: no page is asked for twice in it, whichever list names it."""

    def __init__(self, fetcher: Fetches, *, max_bytes: int) -> None:
        self.fetcher = fetcher
        self.max_bytes = max_bytes
        self._taken: set[str] = set()

    def address(self, url: str, wanted: Wanted | None = None) -> Iterator[Coming]:
        """The page at an address, or the pages that the feed or sitemap there names."""
        wanted = wanted or Wanted()
        if url in self._taken:
            return
        self._taken.add(url)
        try:
            page = self.fetcher.get(url)
            if page is None:
                yield Unchanged(what=url)
                return
            if list_kind(page.content) is None:
                yield self._arrival(page, wanted.known)
                self.fetcher.seen(page)
                return
            listed = read_list(page.content, url=page.url, max_bytes=self.max_bytes)
        except BadInput as error:
            yield self._refused(url, error)
            return
        whole = True
        for coming in self._listed(listed, url, wanted):
            whole = whole and not isinstance(coming, Refusal)
            yield coming
        if whole:  # a list of which something is still missing is asked for in full next time
            self.fetcher.seen(page, is_list=True)

    def list_file(self, path: Path, wanted: Wanted | None = None) -> Iterator[Coming]:
        """The pages that a feed or sitemap in a file names."""
        name = shown_name(path.name)
        try:
            listed = read_list(self._read(path), max_bytes=self.max_bytes)
        except BadInput as error:
            yield Refusal.of(name, error)
            return
        yield from self._listed(listed, name, wanted or Wanted())

    def addresses_in(self, path: Path, wanted: Wanted | None = None) -> Iterator[Coming]:
        """The pages at the addresses in a text file, one a line, each of which may be a feed or sitemap; or in a file
        that is itself a list of pages."""
        name = shown_name(path.name)
        try:
            content = self._read(path)
            if list_kind(content) is not None:
                yield from self._listed(read_list(content, max_bytes=self.max_bytes), name, wanted or Wanted())
                return
            found, bad = read_addresses(content, name=name)
        except BadInput as error:
            yield Refusal.of(name, error)
            return
        for number, words in bad:
            fault = BadFeed(f"{path} line {number} holds no address: {words[:80]!r}; write https://… at its beginning")
            yield Refusal.of(f"{name} line {number}", fault)
        if not found and not bad:
            yield Refusal.of(name, BadFeed(f"{path} names no address; write one a line"))
        for url in found:
            yield from self.address(url, wanted)

    # -- the parts -----------------------------------------------------------------------------------

    def _listed(self, listed: Listed, name: str, wanted: Wanted) -> Iterator[Coming]:
        if listed.unusable:
            error = BadFeed(f"{name}: {listed.unusable} entries give no address that can be asked for")
            yield Refusal.of(f"{name} (entries)", error)
        if listed.kind == "sitemap index":
            yield from self._sitemaps(listed, name, wanted)
            return
        fitting = [entry for entry in listed.entries if wanted.fits(entry)]
        due = [entry for entry in fitting if entry.url not in self._taken and not wanted.skip(entry)]
        if len(due) > wanted.most:
            yield _beyond(name, f"{len(due) - wanted.most} of {len(due)} pages", wanted.most)
        for entry in due[: wanted.most]:
            self._taken.add(entry.url)
            yield from self._entry(entry, listed, wanted)

    def _sitemaps(self, listed: Listed, name: str, wanted: Wanted) -> Iterator[Coming]:
        if len(listed.entries) > MOST_SITEMAPS:
            yield _beyond(name, f"{len(listed.entries) - MOST_SITEMAPS} of its sitemaps", MOST_SITEMAPS)
        for entry in listed.entries[:MOST_SITEMAPS]:
            try:
                page = self.fetcher.get(entry.url)
                if page is None:
                    continue
                inner = read_list(page.content, url=page.url, max_bytes=self.max_bytes)
                if inner.kind == "sitemap index":
                    raise BadFeed(f"{entry.url} is a sitemap of sitemaps inside another; give it by its own address")
            except BadInput as error:
                yield Refusal.of(entry.url, error)
                continue
            whole = True
            for coming in self._listed(inner, entry.url, wanted):
                whole = whole and not isinstance(coming, Refusal)
                yield coming
            if whole:
                self.fetcher.seen(page, is_list=True)

    def _entry(self, entry: Entry, listed: Listed, wanted: Wanted) -> Iterator[Coming]:
        known = (*wanted.known, *(_seen(entry) if listed.kind == "GDELT list" else _told(entry, listed)))
        try:
            page = self.fetcher.get(entry.url)
            if page is None:
                yield Unchanged(what=entry.url)
                return
            if list_kind(page.content) is not None:
                raise BadFeed(f"{entry.url}, named in a list of pages, is itself a list; give it by its own address")
            yield self._arrival(page, known)
        except BadInput as error:
            yield self._refused(entry.url, error)
            return
        self.fetcher.seen(page)

    def _refused(self, url: str, error: BadInput) -> Refusal:
        if isinstance(error, AddressRefused):
            return Refusal.of(_without_login(url), error)  # never asked for, so there is nothing to remember
        self.fetcher.not_taken(url)
        return Refusal.of(url, error)

    def _arrival(self, page: Page, known: tuple[Found, ...]) -> Arrival:
        """The page as what came in. Raises: LedElsewhere, UnknownFormat, EmptyInput, BinaryInput."""
        gate = leads_elsewhere(page.asked, page.url)
        if gate is not None:
            raise LedElsewhere(
                f"{page.asked} now leads to {gate} ({page.url}); no log-in, consent or payment is passed"
            )
        kind = page_kind(page.content, page.media_type, page.url)
        check_text(page.content, page.asked, kind_of(page.content, kind))
        asked = Found(field="url", value=page.asked, basis="url", detail="asked for")
        return Arrival(
            content=page.content, file=None, url=page.url, media_type=kind, found=(*known, asked),
            fetched_at=page.fetched_at, headers=page.headers, fetch=page.fetch,
        )  # fmt: skip

    def _read(self, path: Path) -> bytes:
        try:
            size = path.stat().st_size
            if size > self.max_bytes:
                raise TooLarge(f"{path} has {size:,} bytes, more than {self.max_bytes:,}; raise TRUCEWATCH_MAX_BYTES")
            return path.read_bytes()
        except FileNotFoundError:
            raise MissingInput(f"no file at {path}; check the path") from None
        except OSError as error:
            raise UnreadableInput(f"{path} cannot be read: {error.strerror or error}") from error


def _told(entry: Entry, listed: Listed) -> Iterator[Found]:
    """What a feed or sitemap says of a page."""
    told: tuple[tuple[FoundField, str | None], ...] = (
        ("title", entry.title), ("published", entry.published),
        ("publisher", listed.title if listed.kind == "feed" else None),
    )  # fmt: skip
    for field, value in told:
        if value:
            yield Found(field=field, value=value, basis="feed", detail=f"{listed.kind} entry")


def _seen(entry: Entry) -> Iterator[Found]:
    """What GDELT says of a page: hints, of which none stands against what the page itself says."""
    language = f", in {entry.language}" if entry.language else ""
    told: tuple[tuple[FoundField, str | None, str], ...] = (
        ("title", entry.title, f"title by GDELT{language}"),
        ("published", entry.seen, "seen by GDELT then, so out by that day"),
        ("publisher", entry.outlet, "domain by GDELT"),
    )
    for field, value, detail in told:
        if value:
            yield Found(field=field, value=value, basis="assumed", detail=detail)


def _without_login(url: str) -> str:
    """An address as it may be printed and kept: without the name and password that it may hold."""
    before, mark, after = url.partition("://")
    host, slash, path = after.partition("/")
    return f"{before}{mark}{host.rpartition('@')[2]}{slash}{path}"


def _beyond(name: str, what: str, most: int) -> Refusal:
    message = f"{name}: {what} were not asked for this time ({most} at most, newest first); see --most"
    return Refusal(what=name, reason="beyond the limit", message=message)


def sort_out(given: Iterable[str | Path]) -> tuple[list[str], list[Path], list[Path]]:
    """What is given to ``add``, by what it is: addresses, files of lists, and other files and folders."""
    addresses: list[str] = []
    lists: list[Path] = []
    paths: list[Path] = []
    for one in given:
        if isinstance(one, str) and is_address(one):
            addresses.append(one)
        elif is_list_file(Path(one)):
            lists.append(Path(one))
        else:
            paths.append(Path(one))
    return addresses, lists, paths
