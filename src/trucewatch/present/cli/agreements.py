"""``trucewatch agreements``: what agreements are bundled, or whether a file of one's own holds."""

from __future__ import annotations

from typing import Annotated

import typer

from trucewatch.case import bundled_agreements, read_agreement
from trucewatch.present.brief.words import counted
from trucewatch.present.cli.remarks import remark


def command(
    check: Annotated[
        str | None, typer.Option(help="Check this YAML file (or bundled name) and say what is in it.")
    ] = None,
) -> None:
    """List the bundled agreements, or check an agreement file.

    Example: trucewatch agreements --check my-agreement.yaml
    """
    if check is None:
        for name in bundled_agreements():
            print(f"{name}\t{read_agreement(name)[0].title}")
        return
    agreement, _ = read_agreement(check)
    print(f"{agreement.id}: {agreement.title}")
    for party in agreement.parties:
        print(f"  {party.name} ({party.role}){': ' if party.members else ''}{', '.join(party.members)}")
    for provision in agreement.provisions:
        due = f"; due {provision.clock.due}" if provision.clock.due else ""
        print(f"  {provision.ref}: {provision.what}{due}")
    parties = counted(len(agreement.parties), "party", "parties")
    remark(f"{check} holds: {parties}, {counted(len(agreement.provisions), 'provision')}")
