"""``trucewatch verify``: does everything in the case, or in an archive, still hold?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trucewatch.case import open_case
from trucewatch.errors import BadInput, VerificationFailed
from trucewatch.present.archive.check import ArchiveReport, check_archive
from trucewatch.present.archive.container import looks_like_archive
from trucewatch.present.archive.keys import read_public_key
from trucewatch.present.archive.stamps import read_roots
from trucewatch.present.brief.words import counted
from trucewatch.present.cli.place import Place
from trucewatch.present.cli.remarks import progress, remark
from trucewatch.store import Finding, VerifyReport
from trucewatch.store.address import case_at


def command(
    case: Annotated[
        Place,
        typer.Argument(
            parser=case_at,
            metavar="CASE",
            help="The case file, the postgresql:// address of a case on a server, or an archive (.wacz).",
        ),
    ],
    key: Annotated[
        Path | None,
        typer.Option(help="Of an archive: the public key that should have signed it, as its keeper gave it to you."),
    ] = None,
    tsa_roots: Annotated[
        Path | None,
        typer.Option(
            "--tsa-roots",
            metavar="FILE",
            help="Of a time-stamped archive: the certificates (PEM) that you trust to vouch for who stamps.",
        ),
    ] = None,
) -> None:
    """Check every capture's hash, every text's hash, every span's words and the chain of decisions.

    Names each item that does not hold and ends with exit code 3 if there is one. What was redacted is counted
    and passes. Of an archive every byte is checked, with its signature; no case is needed for it.

    Example: trucewatch verify doha.truce
    """
    if isinstance(case, Path) and looks_like_archive(case):
        _archive(case, key, tsa_roots)
        return
    if key is not None or tsa_roots is not None:
        raise BadInput("--key and --tsa-roots go with an archive: a case is not signed and not stamped")
    with open_case(case) as opened:
        report = opened.verify()
    _show(report.findings)
    print(verify_line(report))
    if report.head:
        remark(f"head of the chain of decisions: {report.head}")
    remark(f"hash over all records: {report.records}")
    _fail(report.findings, case)


def _archive(path: Path, key: Path | None, tsa_roots: Path | None) -> None:
    expected = read_public_key(key) if key else None
    roots = read_roots(tsa_roots) if tsa_roots else None
    with progress("captures") as watch:
        report = check_archive(path, expected=expected, roots=roots, progress=watch)
    _show(report.findings)
    print(archive_line(report))
    if report.fingerprint is None:
        remark("no signature holds: nothing tells who made this archive")
    elif report.expected:
        remark(f"signed with the key given, {report.fingerprint}, made {report.made}")
    else:
        remark(
            f"signed with the key {report.fingerprint}, made {report.made}; anybody can make a key: hold it against "
            "the one that the keeper gave you, or give that with --key"
        )
    if report.manifest:
        remark(f"manifest: SHA-256 {report.manifest}")
    if report.stamp is not None:
        vouched = (
            "which the roots given vouch for" if report.stamp.to_root else "chain not checked: give --tsa-roots FILE"
        )
        remark(f"time stamp: {report.stamp.at:%Y-%m-%d %H:%M:%S} UTC, signed by {report.stamp.by}, {vouched}")
    elif report.unread_stamp is not None:
        remark(f"time stamp: not checked; {report.unread_stamp}")
    elif roots is not None and not any(one.kind == "time stamp" for one in report.findings):
        remark("time stamp: there is none; --tsa-roots had nothing to check")
    if report.for_whom:
        remark(f"for {report.for_whom}")
    _fail(report.findings, path)


def _show(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        print(f"{finding.kind} {finding.id}: {finding.problem}")


def _fail(findings: tuple[Finding, ...], place: object) -> None:
    """Raises: VerificationFailed if something does not hold."""
    if findings:
        raise VerificationFailed(f"{counted(len(findings), 'item does', 'items do')} not hold in {place}; named above")


def archive_line(report: ArchiveReport) -> str:
    """What was checked of an archive and how it stands, in one line."""
    checked = ", ".join(f"{number} {kind}" for kind, number in report.checked.items() if number)
    state = "all holds" if report.passed else counted(len(report.findings), "does not hold", "do not hold")
    return f"{state}; checked {checked or 'nothing'}"


def verify_line(report: VerifyReport) -> str:
    """What was checked and how it stands, in one line."""
    checked = ", ".join(f"{number} {kind}" for kind, number in report.checked.items() if number)
    state = "all holds" if report.passed else counted(len(report.findings), "does not hold", "do not hold")
    return f"{state}; {report.redacted} redacted; checked {checked}"
