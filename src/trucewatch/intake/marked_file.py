"""Files that people write for the program, in the YAML of agreement files, and mark on the first line."""

from __future__ import annotations

from pathlib import Path

from trucewatch.errors import BadAgreement, TrucewatchError
from trucewatch.intake.agreement_page import Page


def read_marked(
    path: Path, *, what: str, mark: str, version: int, most: int, missing: TrucewatchError, bad: type[TrucewatchError]
) -> Page:
    """The page of a ``what`` file of ``most`` bytes, whose first line has the key ``mark``; ``missing`` is raised
    if there is no such file. Raises: ``bad`` with the path, what was met and the next step."""
    try:
        if path.stat().st_size > most:
            raise bad(f"{path} has {path.stat().st_size:,} bytes, a {what} file at most {most:,}")
        content = path.read_bytes()
    except FileNotFoundError:
        raise missing from None
    except OSError as error:
        raise bad(f"{path} cannot be read: {error.strerror or error}") from error
    try:
        page = Page(content, shown_as=str(path))
    except BadAgreement as error:
        raise bad(str(error).replace("an agreement file", f"a {what} file")) from None
    if not isinstance(page.root, dict) or mark not in page.root:
        raise bad(f"{path} is not marked as a {what} file; put `{mark}: {version}` on its first line")
    return page
