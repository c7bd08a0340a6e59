"""``trucewatch beside``: other datasets' records shown beside our incidents, never mixed in."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from textwrap import shorten
from typing import Annotated

import typer

from trucewatch.beside import LIKELY, Beside, Match
from trucewatch.beside_agreement import AgreementMatch, BesideAgreement, Point
from trucewatch.case import Case, open_case
from trucewatch.case_beside import NOTES, TERMS
from trucewatch.errors import BadInput
from trucewatch.present.brief.words import counted
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.remarks import remark, show_set_aside
from trucewatch.records.incident import Incident
from trucewatch.records.other import OF_AGREEMENTS, OtherRecord, Verdict


def command(
    case: CaseArgument,
    add: Annotated[
        Path | None,
        typer.Option(
            help="Lay this file beside the case: ACLED, UCDP GED, PA-X, ETH/PRIO ceasefires (csv, xlsx), another case."
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="What the set is called; with --add the default is the file's name.")
    ] = None,
    accept_terms: Annotated[
        bool, typer.Option("--accept-terms", help="ACLED: you agree to its terms, which are printed once.")
    ] = False,
    other: Annotated[str | None, typer.Option(help="A record of a set, SET:ID, to be judged.")] = None,
    same: Annotated[
        str | None, typer.Option(help="It and this incident (i:…), or text or day of the agreement, are one.")
    ] = None,
    different: Annotated[str | None, typer.Option(help="It and this incident, text or day are two.")] = None,
    unsure: Annotated[str | None, typer.Option(help="An earlier judgement of the two is taken back.")] = None,
    why: Annotated[str, typer.Option(help="On what your judgement rests.")] = "",
    drop: Annotated[str | None, typer.Option(help="Take this set away, with what was judged of it.")] = None,
    most: Annotated[int, typer.Option(min=1, help="How many lines of each list are printed.")] = 20,
    who: Annotated[str | None, typer.Option(help="Your name; the default is TRUCEWATCH_PERSON or the login.")] = None,
) -> None:
    """Show other datasets' records beside our incidents: what may be one event, what each has that the other lacks.

    Agreements (PA-X) and declared ceasefires are shown beside the texts, days and provisions of the agreement file.

    They lie in a table of their own: nothing is joined with them, and no export or archive holds them.

    Example: trucewatch beside doha.truce --add ged.csv

    Example: trucewatch beside doha.truce --other ged:41 --same i:52efe9e3 --why "same house, same dead"
    """
    judged: list[tuple[Verdict, str]] = []
    for verdict, incident in (("same", same), ("different", different), ("unsure", unsure)):
        if incident is not None:
            judged.append((verdict, incident))  # type: ignore[arg-type]
    if (other is None) != (not judged) or len(judged) > 1:
        raise BadInput(
            "to judge, name a record and an incident: --other SET:ID with one of --same, --different, --unsure"
        )
    with open_case(case, write=bool(add or judged or drop), remark=remark) as opened:
        if add is not None:
            _add(opened, add, name, accept_terms, who)
        elif other is not None:
            done = opened.judge_beside(other, judged[0][0], judged[0][1], why=why, who=who)
            ours = done.incident_id if ":" in done.incident_id else f"i:{done.incident_id[:8]}"
            remark(f"{other} and {ours}: {done.verdict}, judged by {done.who}")
        elif drop is not None:
            remark(f"{counted(opened.drop_beside(drop, who=who), 'record')} of {drop} taken away")
        else:
            every = opened.beside_sets()
            sets = [one for one in every if name in (None, one.name)]
            if every and not sets:
                raise BadInput(
                    f"no set named {name!r} lies beside this case; there are: {', '.join(one.name for one in every)}"
                )
            if not sets:
                remark("no other dataset lies beside this case; lay one beside it with: --add FILE")
            for one in sets:
                if one.source in OF_AGREEMENTS:
                    _show_agreements(opened.beside_agreement(one.name), most)
                else:
                    _show(opened, opened.beside(one.name), most)


def _add(opened: Case, file: Path, name: str | None, accepted: bool, who: str | None) -> None:
    try:
        done = opened.add_beside(file, name=name, accept_terms=accepted, who=who)
    except BadInput as error:
        if TERMS not in str(error) or not sys.stdin.isatty():
            raise
        remark(TERMS)
        typer.confirm("Do you agree?", abort=True, err=True)
        done = opened.add_beside(file, name=name, accept_terms=True, who=who)
    if done.remark:
        remark(done.remark)
    show_set_aside(done.refused)
    if done.set.source != "acled":  # whose terms were read before they were accepted
        remark(NOTES[done.set.source])
    for reason, number in done.passed_over.items():
        remark(f"not taken: {number} {reason}")
    remark(f"{counted(done.records, 'record')} beside the case as {done.set.name}, {len(done.refused)} not taken")


def _show(opened: Case, found: Beside, most: int) -> None:
    name = found.set.name
    _head(found, "the case")
    matches = [
        f"{_theirs(m.other)}\n    {_ours(opened, m.incident)}: {_held(m)}" for m in found.matches[:most]
    ]  # fmt: skip
    _part(f"may tell of one event: {_likely(found.matches)}", matches, len(found.matches))
    told = [_theirs(r) + (f"\n    {shorten(r.words, 160, placeholder=' …')}" if r.words else "") for r in found.theirs]
    _part(f"in {name}, no incident here: {len(found.theirs)}", told[:most], len(told))
    ours = [_ours(opened, incident) for incident in found.ours[:most]]
    _part(f"incidents here in these days, not in {name}: {len(found.ours)}", ours, len(found.ours))
    if found.undated:
        print(f"\n{counted(found.undated, 'incident')} here without a day, not compared")
    print()


def _show_agreements(found: BesideAgreement, most: int) -> None:
    name = found.set.name
    _head(found, "the agreement")
    matches = [f"{_agreed(m.other)}\n    {_point(m.point)}: {_held(m)}" for m in found.matches[:most]]
    _part(f"may be one with ours: {_likely(found.matches)}", matches, len(found.matches))
    topics = [
        f"{topic.topic}: {', '.join(topic.codes) or f'not coded in {name}'} | "
        f"{', '.join(topic.provisions) or 'no provision here'}"
        for topic in found.topics
    ]
    if topics:
        _part("topics of those that may be one, and of our provisions", topics, len(topics))
    theirs, ours = [_agreed(r) for r in found.theirs[:most]], [_point(p) for p in found.ours[:most]]
    _part(f"in {name}, not in the agreement file: {len(found.theirs)}", theirs, len(found.theirs))
    heading = f"texts and days of the agreement file in these days, not in {name}: {len(found.ours)}"
    _part(heading, ours, len(found.ours))
    if found.elsewhere:
        print(f"\n{counted(found.elsewhere, 'record')} of other countries, not listed")
    print()


def _head(found: Beside | BesideAgreement, what: str) -> None:
    one = found.set
    days = f", {found.since} to {found.until}" if found.since else ""
    print(f"{one.name}: {counted(found.records, 'record')} of {one.file} ({one.source}){days}")
    print(f"other datasets' records, shown beside {what} and never mixed in")


def _part(heading: str, lines: Iterable[str], number: int) -> None:
    """A list under its heading, and how many of it are not shown."""
    shown = list(lines)
    print(f"\n{heading}")
    for line in shown:
        print(f"  {line}")
    if number > len(shown):
        print(f"  and {number - len(shown)} more (--most)")


def _likely(matches: Sequence[Match | AgreementMatch]) -> str:
    likely = sum(1 for match in matches if match.score >= LIKELY or match.by)
    return f"{len(matches)}, {likely} of them likely or judged so by a person"


def _held(match: Match | AgreementMatch) -> str:
    """How surely the two are one, by whose word, and on a line of its own why."""
    by = f", judged the same by {match.by.who}" if match.by else ""
    return f"{match.score:.2f}{by}\n      {'; '.join(f'{r.field}: {r.rule}' for r in match.reasons)}"


def _days(record: OtherRecord) -> str:
    first, last = f"{record.first_day}", f"{record.last_day}"
    return first if first == last else f"{first}..{last}"


def _agreed(record: OtherRecord) -> str:
    who = shorten("; ".join(record.actors), 100, placeholder=" …")
    told = ", ".join(
        part
        for part in (record.code, who, record.country, shorten(record.words, 160, placeholder=" …"))
        if part
    )  # fmt: skip
    return f"{_days(record)}  {record.shown}  {told}"


def _point(point: Point) -> str:
    return f"{point.day}  {point.ref}  {point.title}"


def _theirs(record: OtherRecord) -> str:
    place = ", ".join(dict.fromkeys(p for p in (record.place, record.admin1) if p)) or "no place"
    killed = f", killed {record.killed}" if record.killed is not None else ""
    return f"{_days(record)}  {record.shown}  {record.code}, {place}{killed}"


def _ours(opened: Case, incident: Incident) -> str:
    when = incident.when
    day = when.first_day if when else None
    place = incident.where.name if incident.where else "no place"
    return f"{day or 'no day'}  {opened.store.shown('incident', incident.id)}  {incident.type}, {place}"
