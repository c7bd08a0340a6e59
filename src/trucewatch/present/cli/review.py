"""``trucewatch review``: what a person should look at first, who looks at what, and what is done."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Annotated

import typer

from trucewatch.case import Case, open_case
from trucewatch.case_review import QueueItem
from trucewatch.errors import BadInput
from trucewatch.explain.values import KINDS, Doubt, DoubtKind
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.remarks import remark
from trucewatch.present.plain import record_as_dict
from trucewatch.records.review import Entry

Kind = StrEnum("Kind", {kind.replace(" ", "_"): kind.replace(" ", "_") for kind in (*KINDS, "origin")})  # type: ignore[misc]


class Mark(StrEnum):
    claimed = "claimed"
    finished = "finished"
    reopened = "reopened"
    signed = "signed"


class Stage(StrEnum):
    open = "open"
    claimed = "claimed"
    finished = "finished"
    signed = "signed"


#: Characters of each record's words that stand in a row.
SHOWN = 60
#: Kinds of doubt whose second words stand in the agreement file and not in a source.
OF_THE_FILE = ("provision", "proposal")


def command(
    case: CaseArgument,
    kind: Annotated[Kind | None, typer.Option(help="Only items of this kind.")] = None,
    stage: Annotated[
        list[Stage] | None, typer.Option(help="Only items at this stage; open and claimed, unless you say; repeat it.")
    ] = None,
    mine: Annotated[bool, typer.Option("--mine", help="Only what is assigned to you, or claimed by you.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=500, help="So many rows at most.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON instead.")] = False,
    item: Annotated[
        list[str] | None,
        typer.Option(help="With --assign or --mark: the key of an item, or a record (s:…); repeat it for more."),
    ] = None,
    assign: Annotated[
        str | None, typer.Option(help="Give the items to this person to look at; none takes them away.")
    ] = None,
    mark: Annotated[
        Mark | None,
        typer.Option(
            help="Say that you look at the items now (claimed), are done (finished), that they are to be looked at "
            "again (reopened), or as a second reader that they are right (signed)."
        ),
    ] = None,
    by: Annotated[str | None, typer.Option(help="Your name; the default is TRUCEWATCH_PERSON or the login.")] = None,
) -> None:
    """List what a person should look at first: doubtful joins and links, values, gaps and what was set aside.

    Sorted by doubt (how near a score lies to its line, how little is known) and by how many reports it touches. Each
    item begins with its key and says why it is listed; records stand as ``trucewatch show``, ``why`` and ``decide``
    take them. What a person decided is not listed.

    Example: trucewatch review doha.truce --kind same_statement --limit 10

    Example: trucewatch review doha.truce --item 131cc2e015645bef --assign "Ada Brook"
    """
    if (assign is not None or mark is not None) != bool(item):
        raise BadInput("--item names what --assign or --mark is said of: give both")
    if item:
        with open_case(case, write=True, remark=remark) as opened:
            _say(opened, item, assign, mark, by)
        return
    with open_case(case) as opened:
        page = opened.queue(
            kinds=[_kind(kind)] if kind is not None else (), person=(by or opened.settings.person) if mine else None,
            stages=[one.value for one in stage] if stage else ("open", "claimed"), limit=limit,
        )  # fmt: skip
        if as_json:
            rows = [{**record_as_dict(row.doubt), **record_as_dict(row.state)} for row in page.items]
            print(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for row in page.items:
            for line in _row(opened, row):
                print(line)
        remark(f"{page.total} to look at, {len(page.items)} shown; see: trucewatch why {case} LEFT RIGHT, or show")


def _kind(kind: StrEnum) -> DoubtKind:
    """The kind of doubt that a word of the command names ("origin": whether two reports share one)."""
    named = {known.replace(" ", "_"): known for known in KINDS}
    return named["same_report" if kind.value == "origin" else kind.value]


def _say(case: Case, items: Sequence[str], assign: str | None, mark: Mark | None, by: str | None) -> None:
    for target in items:
        if assign is not None:
            to = None if assign.casefold() == "none" else assign
            entry = case.assign(target, to, who=by)
            remark(f"{target}: {f'assigned to {to}' if to else 'assigned to nobody'}, by {entry.who}")
        if mark is not None:
            said: dict[Mark, Callable[..., Entry]] = {
                Mark.claimed: case.claim, Mark.finished: case.finish, Mark.reopened: case.reopen,
                Mark.signed: case.sign_off,
            }  # fmt: skip
            entry = said[mark](target, who=by)
            remark(f"{target}: {mark.value}, by {entry.who}")


def _row(case: Case, row: QueueItem) -> list[str]:
    doubt = row.doubt
    label = f" ({doubt.label.replace('_', ' ')})" if doubt.label else ""
    reports = f"{doubt.reports} {'report' if doubt.reports == 1 else 'reports'}"
    names = " ".join(name for name in (_name(case, doubt.about_kind, doubt.about), _other(case, doubt)) if name)
    state = row.state
    who = [f"for {state.assigned_to}"] if state.assigned_to else []
    done = {"claimed": state.claimed_by, "finished": state.finished_by, "signed": state.signed_by}
    who += [f"{what} by {name}" for what, name in done.items() if name]
    if state.comments:
        who.append(f"{state.comments} {'comment' if state.comments == 1 else 'comments'}")
    head = f"{doubt.key}  {doubt.kind:14} {reports:11} {names}{label}{'  [' + ', '.join(who) + ']' if who else ''}"
    other = _short(doubt.other_words)
    beside = "" if not other else f"  |  {other if doubt.kind in OF_THE_FILE else f'“{other}”'}"
    return [head, f"    “{_short(doubt.words)}”{beside}", f"    {doubt.why}"]


def _other(case: Case, doubt: Doubt) -> str:
    return _name(case, doubt.other_kind or "", doubt.other) if doubt.other else ""


def _name(case: Case, kind: str, record_id: str) -> str:
    return record_id if kind == "provision" else case.store.shown(kind, record_id)


def _short(words: str) -> str:
    return words if len(words) <= SHOWN else words[: SHOWN - 1].rstrip() + "…"
