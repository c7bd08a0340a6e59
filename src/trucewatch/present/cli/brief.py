"""``trucewatch brief``: the dossier."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from trucewatch.case import Case, open_case
from trucewatch.errors import BadInput, CannotWrite
from trucewatch.present.brief.make import make_brief
from trucewatch.present.brief.render import render_html, render_markdown
from trucewatch.present.cli.remarks import remark


def command(
    case: Annotated[Path, typer.Argument(help="The case file.")],
    out: Annotated[Path | None, typer.Option(help="Where to write, without ending; the default is CASE-brief.")] = None,
    since: Annotated[str | None, typer.Option(help="Leave out what lies before this day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option(help="Leave out what lies after this day, YYYY-MM-DD.")] = None,
    handling: Annotated[str | None, typer.Option(help="The handling mark; the default is TRUCEWATCH_HANDLING.")] = None,
    with_texts: Annotated[
        bool, typer.Option("--with-texts", help="Add the full texts; those pages are marked as internal.")
    ] = False,
    typeface: Annotated[str, typer.Option(help="sans or serif.")] = "sans",
) -> None:
    """Write the dossier: one self-contained HTML file and a Markdown file.

    Example: trucewatch brief doha.truce --since 2020-10-01
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
        )  # fmt: skip
    for path in written:
        print(path)
    remark(f"open {written[0]} in a browser; print it from there")


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
) -> tuple[Path, Path]:
    """Write OUT.html and OUT.md; gives their paths. Raises: CannotWrite."""
    brief = make_brief(case.store, since=since, until=until, handling=handling, with_texts=with_texts, now=now)
    typeface: Literal["sans", "serif"] = "serif" if serif else "sans"
    pages = {".html": render_html(brief, typeface=typeface), ".md": render_markdown(brief)}
    return _write_page(out, ".html", pages[".html"]), _write_page(out, ".md", pages[".md"])


def _write_page(out: Path, ending: str, content: str) -> Path:
    """Write one page and give its path; a page of that name stays as it is until the new one is whole."""
    path = out.with_name(out.name + ending)
    making = path.with_name(f".{path.name}.making")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            making.write_text(content, encoding="utf-8")
            making.replace(path)
        finally:
            making.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(f"cannot write {path}: {error.strerror}; choose another place with --out") from error
    return path
