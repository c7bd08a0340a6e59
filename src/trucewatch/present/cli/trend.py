"""``trucewatch trend``: statements and incidents over time, beside the coverage that there was."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any

import typer

from trucewatch.assess.trends import Trend
from trucewatch.case import open_case
from trucewatch.errors import BadInput
from trucewatch.present.brief.handling import mark_of
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.remarks import remark
from trucewatch.present.draw.bars import bands_picture, trend_picture
from trucewatch.present.export.publicly import public_trend
from trucewatch.present.plain import record_as_dict
from trucewatch.present.trend_words import RULES, csv_text, line_label, text_lines


class By(StrEnum):
    """What the counts are parted by."""

    all = "all"
    side = "side"
    type = "type"
    act = "act"
    place = "place"


class Per(StrEnum):
    """How long a stretch is."""

    day = "day"
    week = "week"
    month = "month"


class Format(StrEnum):
    """How a trend is printed."""

    text = "text"
    csv = "csv"
    json = "json"
    svg = "svg"


def command(
    case: CaseArgument,
    by: Annotated[
        By, typer.Option(help="Part the counts by side, type of incident, act of statement, or place.")
    ] = By.all,
    per: Annotated[Per, typer.Option(help="Count per day, per week (from Monday) or per month.")] = Per.week,
    since: Annotated[str | None, typer.Option(help="From this day on, YYYY-MM-DD; else from the first report.")] = None,
    until: Annotated[str | None, typer.Option(help="Up to this day, YYYY-MM-DD; else up to the last report.")] = None,
    format: Annotated[Format, typer.Option(help="text, csv, json, or svg for a picture.")] = Format.text,
    public: Annotated[
        bool,
        typer.Option(
            "--public",
            help="For anybody to read: without what is confidential, places held back counted apart. So it is as well "
            "if TRUCEWATCH_HANDLING lets dossiers reach anybody.",
        ),
    ] = False,
    mark: Annotated[str | None, typer.Option(help="Mark a day of the case with this name (“re-set”).")] = None,
    day: Annotated[str | None, typer.Option(help="The day of --mark, YYYY-MM-DD, or 'none': mark it no more.")] = None,
    why: Annotated[str | None, typer.Option(help="What the day of --mark rests on.")] = None,
    who: Annotated[str | None, typer.Option(help="Your name; the default is TRUCEWATCH_PERSON or the login.")] = None,
) -> None:
    """Count statements and incidents by day, week or month, beside the reports and outlets that there were.

    Each counts once, by its own day; what has no day stands apart as "+n", by its first report. Weeks without any
    report read "no coverage". Events of the agreement, deadlines and days marked with --mark stand where they fall.

    Example: trucewatch trend doha.truce --by side --per month --since 2020-03-01
    """
    if public and mark is not None:
        raise BadInput("--mark records a day, and --public shows a trend; give one of the two")
    if mark is None and (day or why or who):
        raise BadInput("--day, --why and --who belong to --mark NAME; say what took place")
    if mark is not None:
        if not day or not why:
            raise BadInput("--mark needs --day YYYY-MM-DD (or --day none) and --why")
        dated = None if day.casefold() == "none" else _day(day, "--day")
        with open_case(case, write=True) as opened:
            decision = opened.mark_event(mark, dated, why=why, who=who)
            shown = opened.store.shown("decision", decision.id)
        remark(f"{decision.target}: {dated or 'marked no more'}; decision {shown}")
        return
    with open_case(case) as opened:
        asked: dict[str, Any] = {
            "by": by.value, "per": per.value, "since": _day(since, "--since"), "until": _day(until, "--until"),
        }  # fmt: skip
        open_to_all = public or mark_of(opened.settings.handling).public
        made = public_trend(opened, now=datetime.now(UTC), **asked) if open_to_all else opened.trend(**asked)
    if format is Format.svg:
        print(_drawn(made))
    elif format is Format.csv:
        print(csv_text(made), end="")
    elif format is Format.json:
        rows = {"rules": list(RULES), **record_as_dict(made)}
        for name in ("every", "lines"):
            for row, line in zip(rows[name], getattr(made, name), strict=True):
                row["label"] = line_label(made, line)
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for words in text_lines(made):
            print(words)


def _drawn(made: Trend) -> str:
    """All statements and incidents over the coverage, or the rows that were asked for as bands.

    Raises: BadInput where there is nothing to draw.
    """
    title = f"Statements and incidents per {made.per}"
    if made.by == "all":
        picture = trend_picture(made, name="trend", title=title)
    else:
        picture = bands_picture(made, name="trend", title=f"{title}, by {made.by}")
    if picture is None:
        raise BadInput("nothing is told within these days, so there is no picture; add reports, or ask for other days")
    return picture.standalone()


def _day(given: str | None, option: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise BadInput(f"{option} takes a day like 2020-10-01, got {given!r}") from None
