"""``trucewatch brief``: the dossier."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from trucewatch.case import Case, open_case
from trucewatch.errors import BadInput, CannotWrite
from trucewatch.present.brief.make import make_brief
from trucewatch.present.brief.model import Brief
from trucewatch.present.brief.render import render_html, render_markdown
from trucewatch.present.cli.remarks import remark


class Format(StrEnum):
    """The forms of a dossier, by the ending of the file."""

    html = "html"
    md = "md"
    pdf = "pdf"
    docx = "docx"


#: What is written unless something else is asked for.
USUAL = (Format.html, Format.md)


def command(
    case: Annotated[Path, typer.Argument(help="The case file.")],
    out: Annotated[Path | None, typer.Option(help="Where to write, without ending; the default is CASE-brief.")] = None,
    since: Annotated[str | None, typer.Option(help="Leave out what lies before this day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option(help="Leave out what lies after this day, YYYY-MM-DD.")] = None,
    handling: Annotated[str | None, typer.Option(help="The handling mark; the default is TRUCEWATCH_HANDLING.")] = None,
    with_texts: Annotated[
        bool, typer.Option("--with-texts", help="Add the full texts; those pages are marked as internal.")
    ] = False,
    typeface: Annotated[str, typer.Option(help="sans or serif, for html.")] = "sans",
    format: Annotated[
        list[Format] | None, typer.Option(help="html, md, pdf or docx; repeatable. Default: html and md.")
    ] = None,
) -> None:
    """Write the dossier: HTML and Markdown, or PDF and Word files of the same content.

    Example: trucewatch brief doha.truce --since 2020-10-01 --format pdf --format docx
    """
    if typeface not in ("sans", "serif"):
        raise BadInput(f"typeface is sans or serif, got {typeface!r}")
    first, last = _day(since, "--since"), _day(until, "--until")
    if first and last and first > last:
        raise BadInput(f"--since {first} lies after --until {last}; give the earlier day first")
    with open_case(case) as opened:
        written = write(
            opened, out or case.with_name(f"{case.stem}-brief"), now=datetime.now(UTC), since=first, until=last,
            handling=handling or opened.settings.handling, with_texts=with_texts, serif=typeface == "serif",
            formats=tuple(dict.fromkeys(format or USUAL)),
        )  # fmt: skip
    for path in written:
        print(path)
    if written[0].suffix == ".html":
        remark(f"open {written[0]} in a browser")


def _day(value: str | None, option: str) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise BadInput(f"{option} takes a day like 2020-10-01, got {value!r}") from None


def write(
    case: Case,
    out: Path,
    *,
    now: datetime,
    since: date | None = None,
    until: date | None = None,
    handling: str = "internal",
    with_texts: bool = False,
    serif: bool = False,
    formats: Sequence[Format] = USUAL,
) -> tuple[Path, ...]:
    """Write OUT.html, OUT.md and the like; gives their paths, in the order of ``formats``. Raises: CannotWrite."""
    brief = make_brief(case.store, since=since, until=until, handling=handling, with_texts=with_texts, now=now)
    typeface: Literal["sans", "serif"] = "serif" if serif else "sans"
    # every form is made before the first is written: one that fails leaves the files of before as they are
    made = {one: _rendered(brief, one, typeface) for one in formats}
    return tuple(_write_page(out, f".{one}", content) for one, content in made.items())


def _rendered(brief: Brief, form: Format, typeface: Literal["sans", "serif"]) -> bytes:
    if form is Format.pdf:
        from trucewatch.present.brief.pdf import render_pdf

        return render_pdf(brief)
    if form is Format.docx:
        from trucewatch.present.brief.docx import render_docx

        return render_docx(brief)
    return (render_html(brief, typeface=typeface) if form is Format.html else render_markdown(brief)).encode()


def _write_page(out: Path, ending: str, content: bytes) -> Path:
    """Write one page and give its path; a page of that name stays as it is until the new one is whole."""
    path = out.with_name(out.name + ending)
    making = path.with_name(f".{path.name}.making")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            making.write_bytes(content)
            making.replace(path)
        finally:
            making.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(f"cannot write {path}: {error.strerror}; choose another place with --out") from error
    return path
