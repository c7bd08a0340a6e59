"""Bring in files, folders and standard input: bytes with what is known about them, or a reason for setting them aside.

One bad file never stops a batch: it becomes a ``Refusal``, which the caller counts and shows at the end.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from trucewatch.errors import (
    BadInput,
    BadSidecar,
    EmptyInput,
    MissingInput,
    NotInSidecar,
    UnknownFormat,
    UnreadableInput,
)
from trucewatch.intake.archives import ARCHIVES, WACZ, is_archive, is_wacz, pages_of, pages_of_wacz
from trucewatch.intake.arrival import MEDIA_TYPES, ROWS, Arrival, Refusal, check_text, kind_of, shown_name
from trucewatch.intake.messages import (
    MAIL,
    MAILBOXES,
    in_maildir,
    is_mailbox,
    is_maildir,
    message_in,
    messages_of,
    opened,
)
from trucewatch.intake.rows import PACKED_ROWS, check_size, is_rows, open_rows, rows_in, unreadable
from trucewatch.intake.sources import NAME as SIDECAR_NAME
from trucewatch.intake.sources import Sidecar, read_published, read_sidecar
from trucewatch.intake.telegram import is_telegram, messages_in
from trucewatch.records.report import Found, FoundField


def arrivals(
    paths: Iterable[Path],
    *,
    sidecar: Path | None = None,
    max_bytes: int,
    skip: Callable[[Path], bool] = lambda path: False,
    private_chats: bool = False,
) -> Iterator[Arrival | Refusal]:
    """List what is in files and folders, in the order given, folders in the order of their paths.

    Hidden files and folders are passed over, and so is every sidecar. A folder's own ``sources.csv`` serves
    its files and folders unless ``sidecar`` names one for all. Files of ``max_bytes`` at most are taken; of
    files of JSON lines, each line is held to that. ``skip`` says of a file that it need not be read; it is asked
    when all that the file before held has been taken. Messages of private chats are set aside unless ``private_chats``
    asks for them.

    Raises: BadSidecar, before anything is read, when ``sidecar`` is given and cannot be used as a whole.
    """
    given = read_sidecar(sidecar) if sidecar is not None else None
    return _Batch(given, max_bytes, skip, private_chats).run([Path(path) for path in paths])


def arrival_from_stdin(
    content: bytes,
    *,
    publisher: str | None = None,
    published: str | None = None,
    title: str | None = None,
    url: str | None = None,
) -> Arrival:
    """The bytes of standard input with what the options say; their kind is told from how they begin.

    Raises: EmptyInput, BinaryInput; BadInput for a date that is none.
    """
    check_text(content, "standard input", kind := kind_of(content))
    if published:
        try:
            published = read_published(published, where="--published")
        except BadSidecar as error:
            raise BadInput(str(error)) from None
    options: tuple[tuple[FoundField, str | None], ...] = (
        ("title", title), ("publisher", publisher), ("published", published), ("url", url),
    )  # fmt: skip
    found = tuple(
        Found(field=field, value=value.strip(), basis="option", detail=f"--{field}")
        for field, value in options
        if value and value.strip()
    )
    return Arrival(content=content, file=None, url=url or None, media_type=kind, found=found)


def with_attached(arrival: Arrival, *, max_bytes: int) -> Iterator[Arrival | Refusal]:
    """What was handed over and, if it is a message, what is attached to it."""
    if arrival.media_type != MAIL:
        yield arrival
        return
    name = "standard input"
    for one in opened(arrival.content, name=name, found=arrival.found, max_bytes=max_bytes):
        yield arrival if isinstance(one, Arrival) and one.file == name else one


class _Batch:
    """One run over files and folders: which sidecar serves where, and what has been taken already."""

    def __init__(
        self, given: Sidecar | None, max_bytes: int, skip: Callable[[Path], bool], private_chats: bool
    ) -> None:
        self.given = given
        self.private_chats = private_chats
        self.max_bytes = max_bytes
        self.skip = skip
        self.taken: set[Path] = set()
        self.named: set[Path] = set()
        self.sidecars: dict[Path, Sidecar | BadSidecar | None] = {}

    def run(self, paths: list[Path]) -> Iterator[Arrival | Refusal]:
        if self.given is not None:
            yield from self._row_faults(self.given)
        for path in paths:
            if path.is_dir():
                yield from self._folder(path)
            elif not path.exists():
                error = MissingInput(f"no file or folder at {path}; check the path")
                yield Refusal.of(shown_name(str(path)), error)
            else:
                yield from self._file(path, name=path.name, sidecar=self._near(path.parent), asked=True)

    def _near(self, folder: Path) -> Sidecar | BadSidecar | None:
        """The sidecar that serves a folder: the one given, or the folder's own."""
        if self.given is not None:
            return self.given
        if folder not in self.sidecars:
            path = folder / SIDECAR_NAME
            try:
                self.sidecars[folder] = read_sidecar(path) if path.is_file() else None
            except BadSidecar as error:
                self.sidecars[folder] = error
        return self.sidecars[folder]

    def _folder(self, root: Path) -> Iterator[Arrival | Refusal]:
        serving: dict[Path, Sidecar | BadSidecar | None] = {}
        faults: list[Refusal] = []
        met: dict[Path, Sidecar] = {}
        for place, folders, files in os.walk(root, onerror=lambda error: faults.append(_walk_fault(error))):
            folder = Path(place)
            half = {"tmp"} if is_maildir(folders) else set()  # messages that are still being written there
            folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in half)
            sidecar = self._near(folder) or serving.get(folder.parent)
            serving[folder] = sidecar
            if isinstance(sidecar, Sidecar) and sidecar.path not in met:
                met[sidecar.path] = sidecar
                if sidecar is not self.given:
                    yield from self._row_faults(sidecar)
            elif isinstance(sidecar, BadSidecar) and sidecar is self.sidecars.get(folder):
                yield Refusal.of(shown_name(str(folder / SIDECAR_NAME)), sidecar)
            for name in sorted(files):
                path = folder / name
                if name.startswith(".") or name == SIDECAR_NAME or self._is_given(path):
                    continue
                yield from self._file(path, name=path.relative_to(root).as_posix(), sidecar=sidecar, asked=False)
        yield from faults
        for sidecar in met.values():
            yield from self._absent(sidecar)

    def _is_given(self, path: Path) -> bool:
        return self.given is not None and path.resolve() == self.given.path.resolve()

    def _row_faults(self, sidecar: Sidecar) -> Iterator[Refusal]:
        for fault in sidecar.nameless:
            yield Refusal.of(shown_name(str(sidecar.path)), fault)

    def _absent(self, sidecar: Sidecar) -> Iterator[Refusal]:
        """Rows that name a file which is not there."""
        names = {taken.name for taken in self.named}
        for name in sidecar.rows:
            path = sidecar.folder / name.partition("#")[0]
            if path.name not in names and not path.exists():
                error = MissingInput(f"{sidecar.path} line {sidecar.lines[name]} names {name!r}, which is not there")
                yield Refusal.of(shown_name(name), error)

    def _file(
        self, path: Path, *, name: str, sidecar: Sidecar | BadSidecar | None, asked: bool
    ) -> Iterator[Arrival | Refusal]:
        """One file: its arrival (or the arrivals of its rows), or why it is set aside.

        ``asked`` is True for a file that the user named himself: it is taken even if the folder's own
        sidecar does not know it.
        """
        resolved = path.resolve()
        if resolved in self.taken:
            return
        self.taken.add(resolved)
        if self.skip(path):
            return
        shown = shown_name(name)
        try:
            found = self._known(path, name, sidecar, asked=asked)
            if is_archive(path):
                yield from pages_of(path, shown=shown, found=found, max_bytes=self.max_bytes)
                return
            if is_wacz(path):
                yield from pages_of_wacz(path, shown=shown, found=found, max_bytes=self.max_bytes)
                return
            if is_rows(path):
                yield from self._rows(path, shown, found, sidecar)
                return
            if is_mailbox(path):
                yield from self._known_singly(
                    messages_of(path, shown=shown, found=found, max_bytes=self.max_bytes), path, sidecar
                )
                return
            if is_telegram(path):
                exported = messages_in(
                    path, shown=shown, found=found, max_bytes=self.max_bytes, private_chats=self.private_chats
                )
                yield from self._known_singly(exported, path, sidecar)
                return
            kind = MAIL if in_maildir(path) else MEDIA_TYPES.get(path.suffix.casefold())
            if kind == MAIL:
                self._ordinary(path)
                yield from message_in(path, shown=shown, found=found, max_bytes=self.max_bytes)
                return
            if path.suffix.casefold() == ".parquet":
                raise UnknownFormat(
                    f"{path} is a Parquet file among others: if trucewatch annotate made it, name the file itself; if "
                    f"not: trucewatch annotate --agreement NAME {path.name} OUT, then add OUT"
                )
            if kind is None:
                packed = [*PACKED_ROWS, *ARCHIVES, WACZ, *MAILBOXES]
                known = " ".join([*MEDIA_TYPES, *packed, "and a chat's .json from Telegram"])
                raise UnknownFormat(
                    f"{path} is of a kind that I cannot read ({path.suffix or 'no ending'}); I read {known}"
                )
            if kind == ROWS:
                yield from self._rows(path, shown, found, sidecar)
                return
            content = self._read(path)
            kind = kind_of(content, kind)
            check_text(content, str(path), kind)
        except BadInput as error:
            yield Refusal.of(shown, error)
            return
        yield Arrival(content=content, file=shown, url=_url(found), media_type=kind, found=found)

    def _known(self, path: Path, name: str, sidecar: Sidecar | BadSidecar | None, *, asked: bool) -> tuple[Found, ...]:
        """What the sidecar says about a file. Raises: BadSidecar, NotInSidecar."""
        if isinstance(sidecar, BadSidecar):
            raise sidecar
        if sidecar is None:
            return ()
        for alias in dict.fromkeys((sidecar.name_of(path), name, path.name)):
            if alias in sidecar.bad:
                raise sidecar.bad[alias]
            if sidecar.names(alias):
                self.named.add(path.resolve())
                return sidecar.rows.get(alias, ())
        if asked and sidecar is not self.given:
            return ()
        raise NotInSidecar(f"{path} is not named in {sidecar.path}; add a line for it, or move it out of the folder")

    def _known_singly(
        self, arrived: Iterator[Arrival | Refusal], path: Path, sidecar: Sidecar | BadSidecar | None
    ) -> Iterator[Arrival | Refusal]:
        """What came out of one file, each with what the sidecar says of it by itself ("box.mbox#3")."""
        for one in arrived:
            if isinstance(one, Arrival) and isinstance(sidecar, Sidecar):
                mark, number = (one.file or "").rpartition("#")[1:]
                if own := sidecar.rows.get(f"{sidecar.name_of(path)}{mark}{number}", ()):
                    one = replace(one, found=(*own, *one.found), url=_url(own) or one.url)
            yield one

    def _ordinary(self, path: Path) -> int:
        """The size of a file. Raises: UnreadableInput for what is none (a pipe, a device)."""
        try:
            about = path.stat()
        except OSError as error:
            raise UnreadableInput(f"{path} cannot be read: {error.strerror or error}") from error
        if not stat.S_ISREG(about.st_mode):
            raise UnreadableInput(f"{path} is no ordinary file; give a file or folder")
        return about.st_size

    def _read(self, path: Path) -> bytes:
        """The whole file. Raises: TooLarge before reading, UnreadableInput, EmptyInput."""
        try:
            check_size(path, self._ordinary(path), self.max_bytes)
            with path.open("rb") as file:
                content = file.read(self.max_bytes + 1)
        except OSError as error:
            raise UnreadableInput(f"{path} cannot be read: {error.strerror or error}") from error
        check_size(path, len(content), self.max_bytes)
        if not content:
            raise EmptyInput(f"{path} is empty (0 bytes); there is nothing to read")
        return content

    def _rows(
        self, path: Path, shown: str, found: tuple[Found, ...], sidecar: Sidecar | BadSidecar | None
    ) -> Iterator[Arrival | Refusal]:
        """One arrival for each line of a file of JSON lines; the file itself may be of any size."""

        def own(number: int) -> tuple[Found, ...]:
            return sidecar.rows.get(f"{sidecar.name_of(path)}#{number}", ()) if isinstance(sidecar, Sidecar) else ()

        try:
            with open_rows(path) as file:
                yield from rows_in(
                    file, where=str(path), shown=shown, max_bytes=self.max_bytes, found=found, more=own
                )  # fmt: skip
        except OSError as error:
            yield Refusal.of(shown, unreadable(path, error))


def _url(found: tuple[Found, ...]) -> str | None:
    return next((value.value for value in found if value.field == "url"), None)


def _walk_fault(error: OSError) -> Refusal:
    return Refusal.of(
        shown_name(str(error.filename)), UnreadableInput(f"{error.filename} cannot be read: {error.strerror or error}")
    )
