"""``trucewatch agreement``: what is bundled, whether a file of one's own holds, and where a new file begins."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from trucewatch.case import bundled_agreements, read_agreement
from trucewatch.errors import BadInput
from trucewatch.present.brief.words import counted
from trucewatch.present.cli.groups import group
from trucewatch.present.cli.remarks import remark

HELP = """The agreement that a case follows: list, check, begin or draft its file.

Example: trucewatch agreement draft accord.pdf accord.yaml"""
app = group(HELP)

Party = Annotated[list[str] | None, typer.Option("--party", help="A side that signed; repeat it for each.")]


@app.command("list")
def list_() -> None:
    """List the bundled agreements.

    Example: trucewatch agreement list
    """
    for name in bundled_agreements():
        print(f"{name}\t{read_agreement(name)[0].title}")


@app.command()
def check(
    file: Annotated[str, typer.Argument(help="A YAML file, or the name of a bundled agreement.")],
) -> None:
    """Check an agreement file, and say what is in it.

    Example: trucewatch agreement check my-agreement.yaml
    """
    agreement, _ = read_agreement(file)
    print(f"{agreement.id}: {agreement.title}")
    for party in agreement.parties:
        print(f"  {party.name} ({party.role}){': ' if party.members else ''}{', '.join(party.members)}")
    for provision in agreement.provisions:
        due = f"; due {provision.clock.due}" if provision.clock.due else ""
        print(f"  {provision.ref}: {provision.what}{due}")
    parties, provisions = len(agreement.parties), len(agreement.provisions)
    remark(f"{file} holds: {counted(parties, 'party', 'parties')}, {counted(provisions, 'provision')}")


@app.command()
def new(
    file: Annotated[Path, typer.Argument(help="The YAML file to write; it must not be there yet.")],
    title: Annotated[str, typer.Option(help="The agreement's name as it is to be printed.")],
    signed: Annotated[str | None, typer.Option(help="The day of signature, YYYY-MM-DD.")] = None,
    party: Party = None,
) -> None:
    """Write a new agreement file to fill in: the sides, and an example of each kind of entry.

    Example: trucewatch agreement new truce.yaml --title "Truce of the Two Valleys" --party Northland --party Southland
    """
    from trucewatch.drafts import new_agreement

    try:
        day = date.fromisoformat(signed) if signed else None
    except ValueError:
        raise BadInput(f"--signed {signed!r} is no day; write it YYYY-MM-DD") from None
    written = new_agreement(file, title=title, signed=day, parties=party or ())
    remark(f"{file}: {counted(written.parties, 'party', 'parties')}, to be filled in (docs/agreement-file.md)")


@app.command()
def draft(
    text: Annotated[Path, typer.Argument(help="The agreement's text: txt, html, pdf or docx.")],
    file: Annotated[Path, typer.Argument(help="The YAML file to write; it must not be there yet.")],
    title: Annotated[str | None, typer.Option(help="The agreement's name; the text's own title if left out.")] = None,
    party: Party = None,
) -> None:
    """Propose provisions from an agreement's text: who owes what, by when, on which subject, for you to edit.

    Every provision is marked as not confirmed, and a remark names the line of the text that it comes from.

    Example: trucewatch agreement draft accord.pdf accord.yaml --party Northland --party "Southland Front"
    """
    from trucewatch.drafts import draft_from_text

    written = draft_from_text(text, file, title=title, parties=party or ())
    remark(
        f"{file}: {counted(written.provisions, 'provision')} proposed for "
        f"{counted(written.parties, 'party', 'parties')}; read and correct each"
    )
    for one in written.remarks:
        remark(f"  {one}")
