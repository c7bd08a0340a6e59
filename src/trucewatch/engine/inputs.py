"""The files of a big corpus: what is given -> sources, each one stream of reports of a form that can be cut."""

from __future__ import annotations

import gzip
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Literal
from zipfile import BadZipFile, ZipFile

from trucewatch.errors import BadInput, MissingInput, UnknownFormat, UnreadableInput
from trucewatch.intake.archives import is_archive, is_wacz, members_of
from trucewatch.intake.arrival import Refusal, shown_name
from trucewatch.intake.rows import is_rows, open_rows

Form = Literal["json lines", "parquet", "archive"]
#: Lists of files, one a line, as Common Crawl gives them for each month of its news.
LISTS = (".paths", ".paths.gz")
TAKEN = ".jsonl .jsonl.gz .parquet .warc .warc.gz .wacz, folders of these, and lists of them (warc.paths)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file of reports, or one archive within a WACZ (``member``). ``shown`` is the name that its records tell."""

    path: str
    form: Form
    shown: str
    member: str | None = None

    @property
    def name(self) -> str:
        """The file with its path, and what of it."""
        return f"{self.path}/{self.member}" if self.member else self.path

    @property
    def file(self) -> str:
        """The file as messages about its records name it, wherever it lies."""
        return Path(self.member or self.path).name


def sources(given: Iterable[str | Path], *, but: Path | None = None) -> Iterator[Source | Refusal]:
    """What is given, in order, each file once: files by their names, those of folders by their path within.

    What cannot be used is refused, and the rest goes on. Of a folder the files of other kinds are passed over, and what
    lies in the folder ``but`` (a resolved path), where shards are written.
    """
    met: set[Path] = set()
    names: Counter[str] = Counter()
    for one in given:
        for found in _given(Path(one), Path(one).name or str(one)):
            if isinstance(found, Refusal):
                yield found
                continue
            place = Path(found.path, found.member or "").resolve()
            if place in met or (but is not None and place.is_relative_to(but)):
                continue
            met.add(place)
            names[found.shown] += 1
            times = names[found.shown]
            yield found if times == 1 else replace(found, shown=f"{found.shown}~{times}")


@contextmanager
def opened(source: Source) -> Iterator[IO[bytes]]:
    """The bytes of a source, to be read from any place: unpacked, but for archives, which know their own packing.

    Raises: BadInput if the file is not there or is damaged at its beginning.
    """
    try:
        if source.member is not None:
            with ZipFile(source.path) as packed, packed.open(source.member) as file:
                yield file
        elif source.form == "json lines":
            with open_rows(source.path) as lines:
                yield lines
        else:
            with open(source.path, "rb") as plain:
                yield plain
    except FileNotFoundError:
        raise MissingInput(f"no file at {source.path}; on a cluster every machine must see it there") from None
    except (BadZipFile, KeyError) as error:
        raise UnreadableInput(f"{source.name} cannot be unpacked: {error}") from error


def _given(path: Path, shown: str) -> Iterator[Source | Refusal]:
    if path.is_dir():
        files = sorted(p for p in _files(path) if _form(p.name) or is_wacz(p))
        if not files:
            yield Refusal.of(shown_name(str(path)), MissingInput(f"{path} holds no file that I can cut: {TAKEN}"))
        for file in files:
            yield from _file(file, file.relative_to(path).as_posix())
    elif path.name.casefold().endswith(LISTS):
        yield from _listed(path)
    else:
        yield from _file(path, shown)


def _file(path: Path, shown: str) -> Iterator[Source | Refusal]:
    shown = shown_name(shown)
    try:
        if not path.is_file():
            raise MissingInput(f"no file or folder at {path}; check the path")
        if is_wacz(path):
            yield from _members(path, shown)
            return
        form = _form(path.name)
        if form is None:
            raise UnknownFormat(f"{path} is of a kind that I cannot cut ({path.suffix or 'no ending'}); I take {TAKEN}")
        yield Source(path=str(path.absolute()), form=form, shown=shown)
    except BadInput as error:
        yield Refusal.of(shown, error)


def _members(path: Path, shown: str) -> Iterator[Source]:
    """The web archives within a WACZ. Raises: BadFeed."""
    for member in members_of(path):
        yield Source(path=str(path.absolute()), form="archive", shown=f"{shown}/{member}", member=member)


def _listed(path: Path) -> Iterator[Source | Refusal]:
    """The files that a list names, by paths from the list's folder. Addresses are refused: nothing is fetched here."""
    try:
        with gzip.open(path, "rt") if path.name.casefold().endswith(".gz") else path.open() as file:
            lines = [line.strip() for line in file]
    except (OSError, EOFError, UnicodeDecodeError) as error:
        where = f"{path} cannot be read as a list of files: {getattr(error, 'strerror', None) or error}"
        yield Refusal.of(shown_name(path.name), UnreadableInput(where))
        return
    for line in lines:
        if not line or line.startswith("#"):
            continue
        if "://" in line:
            told = f"{path.name} names the address {line}; fetch the file first, and name it by its path"
            yield Refusal.of(line, MissingInput(told))
        elif (named := path.parent / line).is_dir():
            yield from _given(named, line)
        else:
            yield from _file(named, line)


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(place, name) for name in files if not name.startswith("."))


def _form(name: str) -> Form | None:
    if is_rows(Path(name)):
        return "json lines"
    if name.casefold().endswith(".parquet"):
        return "parquet"
    return "archive" if is_archive(Path(name)) else None
