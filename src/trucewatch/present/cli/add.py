"""``trucewatch add``: take reports in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from trucewatch.case import open_case
from trucewatch.errors import BadInput, MissingInput
from trucewatch.present.brief.words import counted
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.remarks import progress, remark, show_lost, show_set_aside
from trucewatch.records.languages import with_name


def command(
    case: CaseArgument,
    reports: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files and folders (.txt .html .pdf .docx .eml .mbox .jsonl .warc; a chat's result.json of Telegram), "
            "folders that trucewatch annotate made, addresses of pages, feeds, sitemaps and article lists of GDELT, "
            "or - for standard input."
        ),
    ] = None,
    urls: Annotated[list[Path] | None, typer.Option(help="A text file of addresses, one a line; repeatable.")] = None,
    most: Annotated[int, typer.Option(min=1, help="Pages asked for at most from one feed, sitemap or list.")] = 100,
    sources: Annotated[
        Path | None, typer.Option(help="A sources.csv: file, publisher, published, url, licence.")
    ] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it (standard input only).")] = None,
    published: Annotated[
        str | None, typer.Option(help="The day it was published, YYYY-MM-DD (standard input only).")
    ] = None,
    title: Annotated[str | None, typer.Option(help="Its title (standard input only).")] = None,
    no_link: Annotated[
        bool, typer.Option("--no-link", help="Leave the linking to: trucewatch link CASE (files and addresses only).")
    ] = False,
    workers: Annotated[
        int, typer.Option(min=1, help="Processes that read and annotate, where dozens of reports come.")
    ] = 1,
    private_chats: Annotated[
        bool, typer.Option("--private-chats", help="Take in messages of Telegram's private chats too, as confidential.")
    ] = False,
    url: Annotated[str | None, typer.Option(help="Its address (standard input only).")] = None,
) -> None:
    """Take reports into a case: keep their bytes, read, annotate and link them.

    Addresses are asked for as each site's robots.txt allows, with pauses; feeds, sitemaps, article lists of GDELT (also
    in files) and --urls name pages that are then asked for. No log-in, consent or payment is passed.

    What is attached to a mail is a report of its own that names its message. Of a chat, each message is a report;
    private chats are set aside, or confidential from the start with --private-chats.

    The same bytes twice are kept once. Interrupted, the same command goes on where it stopped. What could not be
    used is listed with its reason at the end; the exit code is then 1 if nothing at all was taken in.

    Example: trucewatch add doha.truce reports/ --sources sources.csv
    """
    reports = reports or []
    if not (reports or urls):
        if no_link:
            raise typer.BadParameter(
                "--no-link goes with files, folders or addresses to add; to link what waits: trucewatch link CASE"
            )
        raise typer.BadParameter("give files, folders, addresses or - after the case, or --urls FILE")
    from_stdin = reports == ["-"]
    if "-" in reports and (urls or not from_stdin):
        raise typer.BadParameter("- stands alone: give either - or files and folders")
    if not from_stdin and (publisher or published or title or url):
        raise typer.BadParameter("--publisher, --published, --title and --url go with - only; use --sources for files")
    if from_stdin and private_chats:
        raise typer.BadParameter("--private-chats goes with files and folders; standard input is one report")
    if from_stdin and no_link:
        raise typer.BadParameter("--no-link goes with files, folders and addresses; standard input is one report")
    with open_case(case, write=True, remark=remark) as opened, progress("reports") as watch:
        if from_stdin:
            result = opened.add_words(
                _standard_input(opened.settings.max_bytes), publisher=publisher, published=published, title=title,
                url=url, progress=watch,
            )  # fmt: skip
        else:
            result = opened.add(
                reports, sources=sources, urls=urls or (), most=most, progress=watch, link=not no_link,
                workers=workers, private_chats=private_chats,
            )  # fmt: skip
        counts = opened.counts()
    for line in result.remarks:
        remark(line)
    show_set_aside(result.set_aside)
    remark(
        f"{result.added} added, {counted(result.new_versions, 'new version')}, {result.already} already there, "
        f"{len(result.set_aside)} set aside; the case now holds "
        f"{counted(counts['reports'], 'report')}, {counted(counts['statements'], 'statement')}, "
        f"{counted(counts['incidents'], 'incident')}"
    )
    if result.anew:
        remark(
            f"{counted(result.anew, 'report')} had come annotated for another agreement, by another engine or for "
            f"another day or outlet than the case has, and {'was' if result.anew == 1 else 'were'} annotated here"
        )
    if result.left_out:
        listed = ", ".join(f"{with_name(reason)} {number}" for reason, number in result.left_out.most_common())
        remark(f"left out of the texts read: {listed}")
    show_lost(result.lost)
    if no_link:
        remark(f"not linked yet; next: trucewatch link {case}")
    if result.set_aside and not (result.added or result.new_versions or result.already):
        raise BadInput("nothing was taken in; the table above says why")


def _standard_input(max_bytes: int) -> bytes:
    """What stands there, one byte above the limit at most. Raises: MissingInput when the stream is closed."""
    if sys.stdin is None:
        raise MissingInput("standard input is closed; give the report there, or name its file instead of -")
    return sys.stdin.buffer.read(max_bytes + 1)
