"""``trucewatch beside``: other datasets' records shown beside our incidents, never mixed in."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import shorten
from typing import Annotated

import typer

from trucewatch.beside import LIKELY, Beside, Match
from trucewatch.beside_agreement import AgreementMatch, BesideAgreement
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
            sets = [one for one in opened.beside_sets() if name in (None, one.name)]
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
    one = found.set
    print(
        f"{one.name}: {counted(found.records, 'record')} of {one.file} ({one.source}), {found.since} to {found.until}"
    )
    print("other datasets' records, shown beside the case and never mixed in")
    likely = sum(1 for m in found.matches if m.score >= LIKELY or m.by)
    print(f"\nmay tell of one event: {len(found.matches)}, {likely} of them likely or judged so by a person")
    for match in found.matches[:most]:
        print(f"  {_theirs(match.other)}")
        print(f"    {_ours(opened, match.incident)}: {_held(match)}")
    _rest(len(found.matches), most)
    print(f"\nin {one.name}, no incident here: {len(found.theirs)}")
    for record in found.theirs[:most]:
        print(f"  {_theirs(record)}")
        if record.words:
            print(f"    {shorten(record.words, 160, placeholder=' …')}")
    _rest(len(found.theirs), most)
    print(f"\nincidents here in these days, not in {one.name}: {len(found.ours)}")
    for incident in found.ours[:most]:
        print(f"  {_ours(opened, incident)}")
    _rest(len(found.ours), most)
    if found.undated:
        print(f"\n{counted(found.undated, 'incident')} here without a day, not compared")
    print()


def _held(match: Match | AgreementMatch) -> str:
    """How surely the two are one, by whose word, and on a line of its own why."""
    by = f", judged the same by {match.by.who}" if match.by else ""
    return f"{match.score:.2f}{by}\n      {'; '.join(f'{r.field}: {r.rule}' for r in match.reasons)}"


def _show_agreements(found: BesideAgreement, most: int) -> None:
    one = found.set
    days = f", {found.since} to {found.until}" if found.since else ""
    print(f"{one.name}: {counted(found.records, 'record')} of {one.file} ({one.source}){days}")
    print("other datasets' records, shown beside the agreement and never mixed in")
    likely = sum(1 for m in found.matches if m.score >= LIKELY or m.by)
    print(f"\nmay be one with ours: {len(found.matches)}, {likely} of them likely or judged so by a person")
    for match in found.matches[:most]:
        print(f"  {_agreed(match.other)}")
        print(f"    {match.point.day}  {match.point.ref}  {match.point.title}: {_held(match)}")
    _rest(len(found.matches), most)
    if found.topics:
        print("\ntopics of those that may be one, and of our provisions")
    for topic in found.topics:
        codes = ", ".join(topic.codes) or f"not coded in {one.name}"
        print(f"  {topic.topic}: {codes} | {', '.join(topic.provisions) or 'no provision here'}")
    print(f"\nin {one.name}, not in the agreement file: {len(found.theirs)}")
    for record in found.theirs[:most]:
        print(f"  {_agreed(record)}")
    _rest(len(found.theirs), most)
    print(f"\ntexts and days of the agreement file in these days, not in {one.name}: {len(found.ours)}")
    for point in found.ours[:most]:
        print(f"  {point.day}  {point.ref}  {point.title}")
    _rest(len(found.ours), most)
    if found.elsewhere:
        print(f"\n{counted(found.elsewhere, 'record')} of other countries, not listed")
    print()


def _agreed(record: OtherRecord) -> str:
    days = f"{record.first_day}" if record.first_day == record.last_day else f"{record.first_day}..{record.last_day}"
    who = shorten("; ".join(record.actors), 100, placeholder=" …")
    told = shorten(record.words, 160, placeholder=" …")
    return f"{days}  {record.shown}  {', '.join(part for part in (record.code, who, record.country, told) if part)}"


def _rest(number: int, most: int) -> None:
    if number > most:
        print(f"  and {number - most} more (--most)")


def _theirs(record: OtherRecord) -> str:
    days = f"{record.first_day}" if record.first_day == record.last_day else f"{record.first_day}..{record.last_day}"
    place = ", ".join(dict.fromkeys(p for p in (record.place, record.admin1) if p)) or "no place"
    killed = f", killed {record.killed}" if record.killed is not None else ""
    return f"{days}  {record.shown}  {record.code}, {place}{killed}"


def _ours(opened: Case, incident: Incident) -> str:
    when = incident.when
    day = when.first_day if when else None
    place = incident.where.name if incident.where else "no place"
    return f"{day or 'no day'}  {opened.store.shown('incident', incident.id)}  {incident.type}, {place}"
