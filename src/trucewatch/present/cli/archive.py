"""``trucewatch archive``: a case as one signed file to keep, replay and check without the case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from trucewatch.case import open_case
from trucewatch.errors import BadInput
from trucewatch.present.archive.keys import new_key
from trucewatch.present.archive.make import write_archive
from trucewatch.present.archive.stamps import check_ready
from trucewatch.present.brief.handling import mark_of
from trucewatch.present.brief.words import counted
from trucewatch.present.cli.place import Place
from trucewatch.present.cli.remarks import progress, remark
from trucewatch.store.address import case_at

#: How far an authority's clock may be from this machine's before that is remarked on.
NEAR = timedelta(minutes=10)


def command(
    case: Annotated[
        Place | None, typer.Argument(parser=case_at, metavar="CASE", help="The case file, or its address on a server.")
    ] = None,
    out: Annotated[Path | None, typer.Argument(help="The archive to write, OUT.wacz; never written over.")] = None,
    key: Annotated[
        Path | None, typer.Option(help="The file with the private key that signs it, as --new-key makes it.")
    ] = None,
    make_key: Annotated[
        Path | None,
        typer.Option(
            "--new-key",
            metavar="FILE",
            help="Make a key and nothing else: the private key in FILE, for its owner's eyes alone, and the public key "
            "in FILE.pub, for whoever checks archives. Keep FILE apart from the case.",
        ),
    ] = None,
    with_confidential: Annotated[
        bool, typer.Option("--with-confidential", help="Keep what was marked confidential as well.")
    ] = False,
    public: Annotated[
        bool,
        typer.Option(
            "--public",
            help="For anybody to read: no capture or text in which a name or place is held back, no decisions. So it "
            "is as well if TRUCEWATCH_HANDLING lets dossiers reach anybody.",
        ),
    ] = False,
    licence: Annotated[
        str | None, typer.Option(help="Under which licence the archive may be passed on; it is written into it.")
    ] = None,
    timestamp: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Have the manifest stamped with the time by the authority at this address (RFC 3161); a hash and a "
            "random number are sent, nothing else.",
        ),
    ] = None,
) -> None:
    """Keep the case in one signed file: captures as fetched, texts, the record, decisions.

    The file is a WACZ: web archive tools replay it. Check it anywhere with: trucewatch verify OUT.wacz --key KEY.pub

    Example: trucewatch archive doha.truce doha.wacz --key desk.key

    Example: trucewatch archive doha.truce doha.wacz --key desk.key --timestamp https://tsa.example.org/tsr
    """
    if make_key is not None:
        if case or out or key or with_confidential or public or licence or timestamp:
            raise BadInput("--new-key makes a key and nothing else; archive the case with another command, and --key")
        public_file, shown = new_key(make_key)
        remark(f"private key: {make_key}, for you alone; without it nobody can sign as you, so keep a copy apart")
        remark(f"public key: {public_file}; give it, or its fingerprint, to whoever checks your archives")
        print(shown)
        return
    if case is None or out is None or key is None:
        raise BadInput("give the case, the archive to write and --key FILE; make a key with --new-key FILE")
    if timestamp is not None:
        check_ready()
        if not timestamp.casefold().startswith(("http://", "https://")):
            raise BadInput(
                f"--timestamp takes the address of an authority, like https://tsa.example.org/tsr, got {timestamp!r}"
            )
        if "@" in timestamp.partition("://")[2].partition("/")[0]:
            raise BadInput("--timestamp takes an address without a name or password: an archive tells whom it asked")
    with open_case(case) as opened:
        open_to_all = public or mark_of(opened.settings.handling).public
        if open_to_all and with_confidential:
            raise BadInput("--with-confidential is for whoever works on the case, and this archive may reach anybody")
        authority = (timestamp, partial(opened.ask_authority, timestamp)) if timestamp is not None else None
        with progress("captures") as watch:
            made = write_archive(
                opened.store, out, key=key, confidential=with_confidential, public=open_to_all, hold=opened.hold,
                licence=licence, authority=authority, progress=watch,
            )  # fmt: skip
    remark(f"written to {out} and checked: " + ", ".join(f"{number} {name}" for name, number in made.counts.items()))
    for reason, number in sorted(made.left_out.items()):
        remark(f"captures not in it: {number} {reason}")
    remark(f"signed with the key {made.fingerprint}; check it with: trucewatch verify {out.name} --key {key.name}.pub")
    remark(f"manifest: SHA-256 {made.manifest}")
    if made.stamp is not None:
        remark(
            f"stamped {made.stamp.at:%Y-%m-%d %H:%M:%S} UTC by {made.stamp.by}, chain not checked; check it with: "
            f"trucewatch verify {out.name} --tsa-roots FILE"
        )
        if (off := abs(made.stamp.at - datetime.now(UTC))) > NEAR:
            apart = counted(off.days, "day") if off.days else counted(off.seconds // 60, "minute")
            remark(f"its clock and this machine's are {apart} apart: look which of the two is right")
    elif made.unstamped is not None:
        remark(f"NO TIME STAMP: {made.unstamped}; the archive was written without one and holds without it")
    if not open_to_all:
        remark("captures and texts stand in it whole, with names of private persons; for anybody to read: --public")
