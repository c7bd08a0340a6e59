"""The archive's file: a plain ZIP in one fixed form, so that every byte of it can be accounted for.

Members are stored as they are (replay tools read pages out of the middle), without dates, comments or extras. What a
large ZIP needs more (ZIP64) is in one fixed form as well.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import ZIP64_LIMIT, ZIP_FILECOUNT_LIMIT, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from trucewatch.errors import BadInput, CannotWrite

PIECE = 1 << 20
#: The first moment that a ZIP can name: it says nothing.
NO_DATE = (1980, 1, 1, 0, 0, 0)
DOS_DATE = (1 << 5) | 1
UNIX, MADE_BY, LARGE, MODE = 3, 20, 45, 0o644 << 16
NO_ROOM = 0xFFFFFFFF
UTF8 = 0x800


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of the archive: ``start`` is where its bytes begin in it."""

    path: str
    size: int
    start: int
    sha256: str


class Packing:
    """Writes an archive, member after member; ``members`` are those written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = ZipFile(file, "w", ZIP_STORED)
        self.members: list[Member] = []

    @contextmanager
    def member(self, path: str) -> Iterator[IO[bytes]]:
        """A file to write one member to."""
        info = ZipInfo(path, NO_DATE)
        info.create_system, info.external_attr = UNIX, MODE
        with self._zip.open(info, "w") as out:
            hashed = Hashed(out)
            yield hashed  # type: ignore[misc]
        self.members.append(Member(path=path, size=hashed.size, start=-1, sha256=hashed.hash.hexdigest()))

    def add(self, path: str, content: bytes) -> Member:
        """Raises: CannotWrite for a member that is too large for an archive."""
        if len(content) > ZIP64_LIMIT:
            raise CannotWrite(f"{path} would have {len(content):,} bytes, more than {ZIP64_LIMIT:,}; part the case")
        with self.member(path) as out:
            out.write(content)
        return self.members[-1]

    def close(self) -> None:
        self._zip.close()


class Hashed:
    """A file that knows how much was written to it, and the hash of what was written."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self.size = 0
        self.hash = hashlib.sha256()

    def write(self, content: bytes) -> int:
        self.size += len(content)
        self.hash.update(content)
        return self._out.write(content)

    def flush(self) -> None:
        self._out.flush()


class Opened:
    """An archive to be checked. ``members`` by path; ``problems`` are what its form says that it should not.

    ``unsound`` members do not have the check sum that the ZIP lists: one of the two was changed.
    """

    def __init__(self, file: IO[bytes], named: Path) -> None:
        """Raises: BadInput if it is no ZIP, or so damaged that its members cannot be listed."""
        self._file = file
        try:
            listed = ZipFile(file)
        except (BadZipFile, OSError, ValueError, struct.error, NotImplementedError) as problem:
            raise BadInput(f"{named} cannot be opened as an archive ({problem}); get it anew from its keeper") from None
        self.problems: list[str] = []
        self.members: dict[str, Member] = {}
        self.unsound: set[str] = set()
        self._infos = listed.infolist()
        self._size = file.seek(0, 2)
        outside = [info.filename for info in self._infos if not self._fits(info)]
        if outside:
            self.problems += [f"the list of members says that {name} lies outside the file" for name in outside]
            self._infos = [info for info in self._infos if self._fits(info)]
        self._read_through()
        if not outside:
            self._check_end(listed.start_dir)

    def read(self, path: str, *, most: int | None = None) -> bytes:
        member = self.members[path]
        return self.piece(member, 0, member.size if most is None else min(member.size, most))

    def piece(self, member: Member, offset: int, length: int) -> bytes:
        """Some of a member's bytes; fewer where the member ends."""
        self._file.seek(member.start + offset)
        return self._file.read(max(0, min(length, member.size - offset)))

    # -- the parts -------------------------------------------------------------------------------------

    def _fits(self, info: ZipInfo) -> bool:
        return 0 <= info.header_offset <= self._size and max(info.compress_size, info.file_size) <= self._size

    def _read_through(self) -> None:
        at = 0
        for info in sorted(self._infos, key=lambda one: one.header_offset):
            name = info.filename
            if name in self.members:
                self.problems.append(f"{name} is in it twice")
                continue
            if info.header_offset != at:
                self.problems.append(f"{name} begins at byte {info.header_offset}, not {at}: something stands between")
            start, fits = self._start_of(info)
            if not fits:
                self.problems.append(f"what stands before {name} is not what this program writes there")
            digest, crc, size = self._digest(start, info.compress_size)
            if size != info.compress_size or info.file_size != info.compress_size:
                self.problems.append(f"{name} is shorter than it says, or packed")
            elif crc != info.CRC:
                self.unsound.add(name)
            self.members[name] = Member(path=name, size=size, start=start, sha256=digest)
            at = start + size

    def _start_of(self, info: ZipInfo) -> tuple[int, bool]:
        """Where a member's bytes begin, and whether the header before them is in the fixed form."""
        raw = info.orig_filename.encode("utf-8" if info.flag_bits & UTF8 else "cp437", "replace")
        header = struct.pack(
            "<4s5H3L2H", b"PK\3\4", MADE_BY, info.flag_bits & UTF8, 0, 0, DOS_DATE, info.CRC, info.compress_size,
            info.file_size, len(raw), 0,
        )  # fmt: skip
        self._file.seek(info.header_offset)
        found = self._file.read(len(header) + len(raw))
        return info.header_offset + len(found), found == header + raw

    def _digest(self, start: int, size: int) -> tuple[str, int, int]:
        self._file.seek(start)
        found, crc, read = hashlib.sha256(), 0, 0
        while read < size and (piece := self._file.read(min(PIECE, size - read))):
            found.update(piece)
            crc = zlib.crc32(piece, crc)
            read += len(piece)
        return found.hexdigest(), crc, read

    def _check_end(self, start: int) -> None:
        """The list of members and what closes it are in the fixed form, and nothing stands before, between or after."""
        expected = b"".join(map(_listed, self._infos))
        end = _end(len(self._infos), len(expected), max(start, 0))
        last = max((m.start + m.size for m in self.members.values()), default=0)
        self._file.seek(min(last, self._size))
        if self._file.read(len(expected) + len(end) + 1) != expected + end:
            self.problems.append("its list of members is not what this program writes, or something stands after it")


def _listed(info: ZipInfo) -> bytes:
    """A member in the list of members, as it is written here."""
    raw = info.orig_filename.encode("utf-8" if info.flag_bits & UTF8 else "cp437", "replace")
    large = info.header_offset > ZIP64_LIMIT
    extra = struct.pack("<2HQ", 1, 8, info.header_offset) if large else b""
    version = LARGE if large else MADE_BY
    return (
        struct.pack(
            "<4s4B4HL2L5H2L", b"PK\1\2", version, UNIX, version, 0, info.flag_bits & UTF8, 0, 0, DOS_DATE, info.CRC,
            info.compress_size, info.file_size, len(raw), len(extra), 0, 0, 0, MODE,
            NO_ROOM if large else info.header_offset,
        )
        + raw
        + extra
    )  # fmt: skip


def _end(count: int, size: int, start: int) -> bytes:
    """What closes an archive with ``count`` members, whose list has ``size`` bytes and begins at ``start``."""
    large = b""
    if count > ZIP_FILECOUNT_LIMIT or size > ZIP64_LIMIT or start > ZIP64_LIMIT:
        large = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, LARGE, LARGE, 0, 0, count, count, size, start)
        large += struct.pack("<4sLQL", b"PK\6\7", 0, start + size, 1)
        count, size, start = min(count, 0xFFFF), min(size, NO_ROOM), min(start, NO_ROOM)
    return large + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, size, start, 0)


def looks_like_archive(path: Path) -> bool:
    """True for a file that is, or was, an archive of this kind: by its ending or its first bytes."""
    if path.suffix.casefold() == ".wacz":
        return path.is_file()
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PK\3\4"
    except OSError:
        return False
