"""``trucewatch brief``: the dossier."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from trucewatch.case import open_case
from trucewatch.errors import BadInput, CannotWrite
from trucewatch.present.brief.cutoff import Cutoff
from trucewatch.present.brief.issue import Made, day_of, issue
from trucewatch.present.brief.issue import again as make_again
from trucewatch.present.brief.options import Options
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.remarks import remark
from trucewatch.store.address import beside


class Format(StrEnum):
    """The forms of a dossier, by the ending of the file."""

    html = "html"
    md = "md"
    pdf = "pdf"
    docx = "docx"


#: What is written unless something else is asked for.
USUAL = (Format.html, Format.md)


def command(
    case: CaseArgument,
    out: Annotated[Path | None, typer.Option(help="Where to write, without ending; the default is CASE-brief.")] = None,
    since: Annotated[str | None, typer.Option(help="Leave out what lies before this day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option(help="Leave out what lies after this day, YYYY-MM-DD.")] = None,
    as_of: Annotated[
        str | None, typer.Option(help="Only what was published and known by the end of this day, YYYY-MM-DD.")
    ] = None,
    cutoff: Annotated[
        str | None, typer.Option(help="The clock time and zone at which days end, like '19:30 Europe/Kyiv'.")
    ] = None,
    side: Annotated[
        list[str] | None,
        typer.Option(help="Only what a party says, or what is said or told of it; repeatable."),
    ] = None,
    provision: Annotated[
        list[str] | None, typer.Option(help="Only what was tied to this provision or claimed term; repeatable.")
    ] = None,
    handling: Annotated[
        str | None,
        typer.Option(help="The handling mark: of the TLP (red, amber+strict, amber, green, clear) or one of your own."),
    ] = None,
    with_texts: Annotated[
        bool, typer.Option("--with-texts", help="Add the full texts; those pages are marked as internal.")
    ] = False,
    typeface: Annotated[str, typer.Option(help="sans or serif, for html.")] = "sans",
    format: Annotated[
        list[Format] | None, typer.Option(help="html, md, pdf or docx; repeatable. Default: html and md.")
    ] = None,
    against: Annotated[
        int | None, typer.Option(help="Compare the record with that of this earlier brief; the default is the last.")
    ] = None,
    again: Annotated[
        int | None, typer.Option(help="Give the brief of this number again, byte for byte (see: trucewatch briefs).")
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Do not keep it in the case; the page says so.")] = False,
    by: Annotated[str | None, typer.Option(help="Your name; the default is TRUCEWATCH_PERSON or the login.")] = None,
) -> None:
    """Issue the dossier: HTML and Markdown, or PDF and Word files of the same content.

    The case keeps each brief under a number (trucewatch briefs), and its first page says what changed since the last.

    Example: trucewatch brief doha.truce --since 2020-10-01 --format pdf --format docx
    """
    if typeface not in ("sans", "serif"):
        raise BadInput(f"typeface is sans or serif, got {typeface!r}")
    asked = {
        "--since": since, "--until": until, "--as-of": as_of, "--cutoff": cutoff, "--side": side,
        "--provision": provision, "--handling": handling, "--with-texts": with_texts, "--against": against,
        "--draft": draft, "--typeface": typeface if typeface != "sans" else None,
    }  # fmt: skip
    here = beside(case)
    target = out or here.with_name(f"{here.stem}-brief")
    forms = tuple(one.value for one in dict.fromkeys(format or ()))
    if again is not None:
        given = [name for name, value in asked.items() if value]
        if given:
            raise BadInput(f"--again {again} gives a brief as it was issued; leave out {', '.join(given)}")
        with open_case(case) as opened:
            made = make_again(opened, again, forms)
        target = out or here.with_name(f"{here.stem}-brief-{again}")
    else:
        with open_case(case, write=not draft, remark=remark) as opened:
            options = Options(
                since=day_of(since, "--since"), until=day_of(until, "--until"), as_of=day_of(as_of, "--as-of"),
                cutoff=Cutoff.of(cutoff) if cutoff else None, sides=tuple(side or ()),
                provisions=tuple(provision or ()), handling=handling or opened.settings.handling,
                with_texts=with_texts, hold=opened.hold, typeface="serif" if typeface == "serif" else "sans",
            )  # fmt: skip
            made = issue(
                opened, options, forms or USUAL_FORMS, now=datetime.now(UTC), who=by or "", against=against, draft=draft
            )
    written = write(made, target)
    for path in written:
        print(path)
    for told in made.remarks:
        remark(told)
    if made.issued is not None and again is None:
        remark(f"brief {made.issued.number}, SHA-256 {made.issued.digest}")
    if written[0].suffix == ".html":
        remark(f"open {written[0]} in a browser")


#: What ``briefs`` and ``demo`` write as well.
USUAL_FORMS = tuple(one.value for one in USUAL)


def write(made: Made, out: Path) -> tuple[Path, ...]:
    """Write OUT.html, OUT.md and the like; gives their paths. Raises: CannotWrite."""
    return tuple(_write_page(out, f".{form}", content) for form, content in made.files.items())


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
