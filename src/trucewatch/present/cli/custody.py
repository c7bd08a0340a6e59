"""``trucewatch custody``: where one record comes from, step by step, and who decided what about it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any

import typer

from trucewatch.case import Case, open_case
from trucewatch.custody import Custody, Decided, Received, Telling, custody
from trucewatch.errors import VerificationFailed
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.plain import as_json, record_as_dict
from trucewatch.records.hands import deeds, named

STANDS: dict[bool | None, str] = {True: "holds", False: "DOES NOT HOLD", None: "redacted"}
WORDS: dict[bool | None, str] = {True: "stand there", False: "DO NOT STAND THERE", None: "redacted"}


def command(
    case: CaseArgument,
    record: Annotated[str, typer.Argument(help="An id as printed (s:4f1c09aa), or the beginning of one.")],
    as_json_: Annotated[bool, typer.Option("--json", help="Print it as JSON instead.")] = False,
) -> None:
    """Print the chain of custody of one record: words, text, capture, fetch, and who decided what.

    Every step is looked at anew: words in their text, hashes of text and capture, the chain of decisions. Ends with
    exit code 3 if one does not hold; what was redacted is said and passes.

    Example: trucewatch custody doha.truce s:4f1c09aa
    """
    with open_case(case) as opened:
        kind, found = opened.find(record)
        made = custody(opened.store, kind, found)
        if as_json_:
            print(json.dumps({**record_as_dict(made), "holds": made.holds}, ensure_ascii=False, indent=2))
        else:
            for line in custody_lines(opened, made):
                print(line)
    if not made.holds:
        raise VerificationFailed(f"a step of the chain of custody of {record} does not hold; marked above")


def custody_lines(case: Case, made: Custody) -> Iterator[str]:
    """The chain in lines for a terminal."""
    yield f"{made.kind} {case.store.shown(made.kind, made.id)} ({made.id})"
    if made.maker:
        recorded = f", recorded {made.recorded_at:%Y-%m-%d %H:%M:%S} UTC" if made.recorded_at else ""
        yield f"  {_made(made)}{recorded}"
    for merged in made.merged:
        yield f"  holds what was {case.store.shown(made.kind, merged)}"
    for number, telling in enumerate(made.tellings, 1):
        yield f"{number}. {telling.kind} {telling.id[:16]}" + (
            f", {'entered' if telling.entered else 'found'} by {named(telling.found_by)}" if telling.found_by else ""
        )
        yield from (f"   {line}" for line in _telling_lines(telling))
    if made.judgements:
        yield "held to be one by"
    for judged in made.judgements:
        score = "" if judged.score is None else f", score {judged.score:.2f}"
        pair = f"{judged.left[:16]} and {judged.right[:16]}"
        yield f"  {judged.at:%Y-%m-%d %H:%M:%S} UTC {judged.verdict}: {pair}, {named(judged.by)}{score}"
    yield "decisions of persons" if made.decisions else "decisions of persons: none"
    for decided in made.decisions:
        yield from (f"  {line}" for line in _decided_lines(decided))
    for gone in made.redactions:
        what = f"{gone.target_kind} {gone.target[:16]}"
        yield f"redacted: {what} by {gone.who} on {gone.when:%Y-%m-%d %H:%M:%S} UTC: {gone.ground}"
    end = f"; it ends in {made.chain_head}" if made.chain_head else ""
    state = STANDS[made.chain_holds]
    yield f"chain of decisions: {state}, {made.chain_length} {'link' if made.chain_length == 1 else 'links'}{end}"


def _telling_lines(telling: Telling) -> Iterator[str]:
    for words in telling.words:
        yield f"words     “{' '.join(words.words.split())}”: {words.start}..{words.end}, {WORDS[words.stand]}"
    read = f", read by {telling.read_by}" if telling.read_by else ""
    yield f"text      sha256 {telling.text}: {STANDS[telling.holds]}{read}"
    for source in telling.sources:
        named = ", ".join(one for one in (source.publisher, source.published, source.title) if one)
        taken = f"taken in {source.added_at:%Y-%m-%d %H:%M:%S} UTC"
        yield f"report    {source.id[:16]} {named or 'of an unknown source'}; {taken}"
    if telling.capture:
        yield from _capture_lines(telling.capture)


def _capture_lines(capture: Received) -> Iterator[str]:
    what = f"{capture.size:,} bytes of {capture.media_type}"
    yield f"capture   sha256 {capture.sha256}: {STANDS[capture.holds]}, {what}"
    if capture.previous:
        yield f"          the one before it from this address: sha256 {capture.previous}"
    fetch = capture.fetch
    if fetch is None:
        if capture.file:
            how = f"handed over as the file {capture.file}" + (
                f", said to be from {capture.url}" if capture.url else ""
            )
        else:
            how = f"from {capture.url}" if capture.url else "handed over on standard input, or noted by hand"
            how += "; " + ("of its fetch some headers were kept" if capture.headers else "no headers were kept")
        yield f"received  {capture.at:%Y-%m-%d %H:%M:%S} UTC {how}"
        yield from (f"          {name}: {value}" for name, value in capture.headers)
        return
    by = f" by {fetch.peer}" if fetch.peer else ""
    held = f", as the archive {capture.file} has it" if capture.file else ""
    yield f"received  {capture.at:%Y-%m-%d %H:%M:%S} UTC from {capture.url}, asked for as {fetch.asked}{held}"
    for address, status, led in fetch.steps:
        yield f"          {address} answered {status} and led to {led}"
    if fetch.request:
        yield f"request   {fetch.method}"
        yield from (f"          {name}: {value}" for name, value in fetch.request)
    yield f"answer    {fetch.protocol} {fetch.status} {fetch.reason}{by}"
    yield from (f"          {name}: {value}" for name, value in fetch.answer)


def _decided_lines(decided: Decided) -> Iterator[str]:
    changed = f" {decided.field}: {_short(decided.seen)} -> {_short(decided.new)}" if decided.field else ""
    other = f" {_short(decided.new)}" if not decided.field and isinstance(decided.new, str) else ""
    about = f"{decided.about_kind} {decided.about[:16]}"
    state = "" if decided.in_force else " (not in force)"
    what = f"{decided.action} {about}{changed}{other}{state}"
    yield f"{decided.place}. {decided.when:%Y-%m-%d %H:%M:%S} UTC {decided.who}: {what}"
    yield f"   why: {decided.why}"
    yield f"   link {decided.digest}"


def _short(value: Any) -> str:
    words = value if isinstance(value, str) else json.dumps(as_json(value), ensure_ascii=False)
    return words if len(words) <= 80 else f"{words[:77]}…"


def _made(made: Custody) -> str:
    """Who made the record: the stage that put it together, and every person who entered, set or confirmed something."""
    assert made.maker is not None, "asked of what has a maker"
    parts = len(made.tellings) if (made.kind, made.id) != (made.tellings[0].kind, made.tellings[0].id) else 0
    done = deeds(made.maker, made.hands, parts)
    return "; ".join(str(one if one.did else replace(one, did="made by")) for one in done)
