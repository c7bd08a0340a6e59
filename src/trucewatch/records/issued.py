"""A dossier as it was issued: with which options, from which state of the case, as which files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedFile:
    """One form of a dossier ("html", "md", "pdf", "docx"), named by the SHA-256 of its bytes."""

    form: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """The dossiers of a case are numbered from 1 in the order issued.

    ``known_at`` is the instant of the case's record it was made from, ``options`` and ``versions`` all else it hangs
    on. ``withdrawn`` says why its files are no longer kept: words in them were redacted.
    """

    number: int
    made_at: datetime
    known_at: datetime
    who: str
    options: Mapping[str, Any]
    versions: Mapping[str, str]
    files: tuple[IssuedFile, ...]
    withdrawn: str | None = None

    @property
    def digest(self) -> str:
        """The digest of the first file: what two people compare who hold the same dossier."""
        return self.files[0].digest
