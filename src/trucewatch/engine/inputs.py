"""The files of a big corpus: what is given -> sources, each one stream of reports of a form that can be cut."""

from __future__ import annotations

import gzip
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Literal
from zipfile import BadZipFile, ZipFile

from trucewatch.engine.manifest import read_manifest
from trucewatch.errors import BadInput, MissingInput, UnknownFormat, UnreadableInput
from trucewatch.intake.archives import is_archive, is_wacz, members_of
from trucewatch.intake.arrival import Refusal, shown_name
from trucewatch.intake.rows import is_rows, open_rows, unreadable

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


def sources(
    given: Iterable[str | Path], *, but: Path | None = None, passed_over: Counter[str] | None = None
) -> Iterator[Source | Refusal]:
    """What is given, in order, each file once: files by their names, those of folders by their path within.

    What cannot be used is refused, and the rest goes on. Of a folder what lies in the folder ``but`` (a resolved path),
    where shards are written, is not looked at; files of other kinds are counted by their ending in ``passed_over``.
    """
    met: set[Path] = set()
    names: Counter[str] = Counter()
    passed = Counter[str]() if passed_over is None else passed_over
    for one in given:
        if but is not None and Path(one).resolve().is_relative_to(but):
            words = f"{one} lies in {but}, where the shards are written; give the folder or file that was annotated"
            yield Refusal.of(shown_name(str(one)), UnknownFormat(words))
            continue
        for found in _given(Path(one), Path(one).name or str(one), but, passed):
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

    Raises: BadInput if the file is not there, may not be read or cannot be unpacked.
    """
    with ExitStack() as stack:
        try:
            if source.member is not None:
                packed = stack.enter_context(ZipFile(source.path))
                file: IO[bytes] = stack.enter_context(packed.open(source.member))
            elif source.form == "json lines":
                file = stack.enter_context(open_rows(source.path))
            else:
                file = stack.enter_context(open(source.path, "rb"))
        except FileNotFoundError:
            raise MissingInput(f"no file at {source.path}; on a cluster every machine must see it there") from None
        except (BadZipFile, KeyError, NotImplementedError, RuntimeError) as error:  # RuntimeError: under a password
            raise UnreadableInput(f"{source.name} cannot be unpacked: {error}") from error
        except OSError as error:
            raise unreadable(source.path, error) from error
        yield file


def size_of(source: Source) -> int:
    """Bytes of a file, or of what is packed in a WACZ, as that says. It was opened before. Raises: OSError."""
    if source.member is None:
        return os.stat(source.path).st_size
    with ZipFile(source.path) as packed:
        return packed.getinfo(source.member).file_size


def _given(path: Path, shown: str, but: Path | None, passed: Counter[str]) -> Iterator[Source | Refusal]:
    if path.is_dir() and _is_made(path):
        words = f"{path} holds shards that were annotated already; next: trucewatch add CASE {path}"
        yield Refusal.of(shown_name(str(path)), UnknownFormat(words))
    elif path.is_dir():
        faults: list[OSError] = []
        there = list(_files(path, but, passed, faults))
        files = sorted(p for p in there if _form(p.name) or is_wacz(p))
        passed.update(_ending(p) for p in there if not (_form(p.name) or is_wacz(p)))
        if not files and not faults:
            yield Refusal.of(shown_name(str(path)), MissingInput(f"{path} holds no file that I can cut: {TAKEN}"))
        for fault in faults:
            words = f"{fault.filename} cannot be read: {fault.strerror or fault}"
            yield Refusal.of(shown_name(str(fault.filename)), UnreadableInput(words))
        for file in files:
            yield from _file(file, file.relative_to(path).as_posix())
    elif path.name.casefold().endswith(LISTS):
        yield from _listed(path, but, passed)
    else:
        yield from _file(path, shown)


def _file(path: Path, shown: str) -> Iterator[Source | Refusal]:
    shown = shown_name(shown)
    try:
        if not path.exists():
            raise MissingInput(f"no file or folder at {path}; check the path")
        if not path.is_file():
            raise UnreadableInput(f"{path} is no ordinary file; give a file or folder")
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
    """The web archives within a WACZ. Raises: UnreadableInput."""
    for member in members_of(path):
        yield Source(path=str(path.absolute()), form="archive", shown=f"{shown}/{member}", member=member)


def _listed(path: Path, but: Path | None, passed: Counter[str]) -> Iterator[Source | Refusal]:
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
            yield from _given(named, line, but, passed)
        else:
            yield from _file(named, line)


def _files(folder: Path, but: Path | None, passed: Counter[str], faults: list[OSError]) -> Iterator[Path]:
    """The files of a folder and of those in it. Folders that cannot be read are ``faults``; linked ones, and those of
    annotated shards, are counted."""
    for place, folders, files in os.walk(folder, onerror=faults.append):
        seen = sorted(name for name in folders if not name.startswith("."))
        passed.update("linked folder" for name in seen if Path(place, name).is_symlink())
        seen = [name for name in seen if but is None or Path(place, name).resolve() != but]
        made = {name for name in seen if _is_made(Path(place, name))}
        passed.update("folder of annotated shards" for _ in made)
        folders[:] = [name for name in seen if name not in made]
        yield from (Path(place, name) for name in files if not name.startswith("."))


def _is_made(folder: Path) -> bool:
    """True for a folder that ``trucewatch annotate`` wrote to."""
    try:
        return read_manifest(folder) is not None
    except BadInput:
        return False


def _ending(path: Path) -> str:
    return path.suffix.casefold() or "no ending"


def _form(name: str) -> Form | None:
    if is_rows(Path(name)):
        return "json lines"
    if name.casefold().endswith(".parquet"):
        return "parquet"
    return "archive" if is_archive(Path(name)) else None
