"""New agreement files: an empty one to fill in, or a draft out of an agreement's own text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from trucewatch.annotate.drafting import draft_agreement
from trucewatch.errors import BadInput, CannotWrite
from trucewatch.intake.agreement_writing import agreement_yaml, template
from trucewatch.intake.agreements import parse_agreement
from trucewatch.intake.arrival import Refusal
from trucewatch.intake.captures import keep
from trucewatch.intake.files import arrivals
from trucewatch.settings import Settings
from trucewatch.text.reading import read_capture


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A new agreement file: what it holds, and what a person should look at first."""

    path: Path
    parties: int
    provisions: int
    remarks: tuple[str, ...] = ()


def new_agreement(path: Path, *, title: str, signed: date | None = None, parties: Sequence[str] = ()) -> Written:
    """Write the template of an agreement file.

    Raises: BadInput if the file is there already; BadRecord, BadAgreement if the values make no file that holds;
    CannotWrite.
    """
    words = template(agreement_id=_id(title), title=title, signed=signed, parties=parties)
    return _write(path, words, ())


def draft_from_text(
    source: Path, path: Path, *, title: str | None = None, parties: Sequence[str] = (), settings: Settings | None = None
) -> Written:
    """Read an agreement's text (txt, html, pdf, docx) and write a draft of its agreement file.

    Raises: BadInput if there is nothing to read or the file is there already; BadAgreement; CannotWrite.
    """
    settings = settings or Settings.from_environment()
    found = [*arrivals([source], max_bytes=settings.max_bytes)]
    if len(found) != 1:
        raise BadInput(f"{source} holds {len(found)} documents; give the one file that holds the agreement's text")
    (arrival,) = found
    if isinstance(arrival, Refusal):
        raise BadInput(f"{source} cannot be read: {arrival.message}")
    reading = read_capture(keep(arrival, now=datetime.now(UTC)))
    draft = draft_agreement(reading.text, agreement_id=_id(title or source.stem), title=title, parties=parties)
    if not draft.agreement.provisions:
        raise BadInput(
            f"no paragraph in {source} binds anybody ('shall', 'will', 'within 10 days'); is it the right file?"
        )
    head = (
        f"A draft out of {source.name}. Nothing in it counts until you have read it: put `what` into your own words,",
        "correct who owes it and by when, and take `confirmed: false` out where you have checked it against the text.",
        *(f"- {remark}" for remark in draft.remarks),
    )
    remarks = {
        provision.ref: f"line {line} of the text"
        for provision, line in zip(draft.agreement.provisions, draft.lines, strict=True)
    }
    return _write(path, agreement_yaml(draft.agreement, head=head, remarks=remarks), draft.remarks)


def _write(path: Path, words: str, remarks: tuple[str, ...]) -> Written:
    """Write the file once it is known to hold; one that is there is never overwritten."""
    agreement = parse_agreement(words.encode(), shown_as=str(path))
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(words)
    except FileExistsError:
        raise BadInput(f"{path} is there already; name another file, or move it away first") from None
    except OSError as problem:
        raise CannotWrite(f"cannot write {path}: {problem.strerror}; choose another folder") from problem
    return Written(
        path=path, parties=len(agreement.parties), provisions=len(agreement.provisions), remarks=remarks
    )  # fmt: skip


def _id(title: str) -> str:
    """``Truce of the Two Valleys`` -> ``truce-of-the-two-valleys``."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "agreement"
