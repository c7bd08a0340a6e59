"""``trucewatch people``: who may sign in to the pages of a case, from the command line."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trucewatch.errors import BadInput, MissingCase
from trucewatch.present.brief.words import counted
from trucewatch.present.cli.groups import group
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.remarks import remark
from trucewatch.settings import Settings
from trucewatch.store.address import CasePlace, beside

if TYPE_CHECKING:
    from trucewatch.present.web.access.audit import By
    from trucewatch.present.web.access.people import People

HELP = """The people who may sign in to the pages of a case: accounts, roles, passwords, tokens, the audit log.

They are kept in a file beside the case (doha.truce.people). Passwords are asked for, or read from standard input.

Example: trucewatch people doha.truce add Ines --role lead"""
app = group(HELP)
ORIGIN = "command line"

Name = Annotated[str, typer.Argument(help="The name of the account.")]


class RoleChoice(StrEnum):
    reader = "reader"
    reviewer = "reviewer"
    lead = "lead"


@app.callback(help=HELP)
def of_case(context: typer.Context, case: CaseArgument) -> None:
    context.obj = case


@app.command()
def add(
    context: typer.Context,
    name: Name,
    role: Annotated[RoleChoice, typer.Option(help="What the person may do; the first account is a lead.")],
) -> None:
    """Add an account; its password is asked for twice, or read from standard input.

    Example: trucewatch people doha.truce add Ines --role lead
    """
    given, people = _password(f"Password for {name}: "), _people(context, make=True)
    try:
        account = people.accounts.add(name, role.value, given, by=_by())
    finally:
        if not people.accounts.all():  # the first was refused: no empty file stays behind
            people.file.path.unlink()
    remark(f"{account.name} may sign in as {account.role}; serve with: trucewatch serve {context.obj} --login")


@app.command("list")
def list_(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines.")] = False,
) -> None:
    """List the accounts with their roles.

    Example: trucewatch people doha.truce list
    """
    for one in _people(context).accounts.all():
        state = "disabled" if one.disabled else "start password" if one.must_change else "active"
        step = "second step" if one.second_step else "password only"
        values = {"name": one.name, "role": one.role, "state": state, "second_step": one.second_step}
        print(json.dumps(values, ensure_ascii=False) if as_json else f"{one.name}\t{one.role}\t{state}\t{step}")


@app.command()
def role(
    context: typer.Context,
    name: Name,
    role: Annotated[RoleChoice, typer.Argument(help="The new role; it counts from the next request on.")],
) -> None:
    """Give an account another role. The last lead stays one.

    Example: trucewatch people doha.truce role Ines reviewer
    """
    account = _people(context).accounts.set_role(name, role.value, by=_by())
    remark(f"{account.name} is a {account.role}")


@app.command()
def disable(context: typer.Context, name: Name) -> None:
    """Shut an account: its sessions end at once and its tokens open nothing. The last lead stays.

    Example: trucewatch people doha.truce disable Ines
    """
    account = _people(context).accounts.disable(name, by=_by())
    remark(f"{account.name} can no longer sign in")


@app.command()
def enable(context: typer.Context, name: Name) -> None:
    """Open a disabled account again.

    Example: trucewatch people doha.truce enable Ines
    """
    account = _people(context).accounts.enable(name, by=_by())
    remark(f"{account.name} may sign in as {account.role} again")


@app.command()
def password(context: typer.Context, name: Name) -> None:
    """Give an account a new password, asked for twice or read from standard input. Its sessions end.

    Example: trucewatch people doha.truce password Ines
    """
    people = _people(context)
    account = people.accounts.get(name)
    people.accounts.set_password(account.name, _password(f"New password for {account.name}: "), by=_by())
    remark(f"{account.name} has a new password; all sessions of the account have ended")


@app.command()
def totp(
    context: typer.Context,
    name: Name,
    off: Annotated[bool, typer.Option("--off", help="Take the second step away: device and codes are lost.")] = False,
) -> None:
    """Set up the second step of an account: shows the secret, asks for a code of it, prints the recovery codes.

    People can do the same for themselves on the page of their account.

    Example: trucewatch people doha.truce totp Ines
    """
    from trucewatch.present.web.access.second_step import address_of, drawn_in_text

    people = _people(context)
    account = people.accounts.get(name)
    if off:
        people.second_step.take_away(account, by=_by())
        remark(f"{account.name} signs in by password alone")
        return
    secret = people.second_step.begin(account)
    remark(drawn_in_text(address_of(account, secret)))
    remark(f"secret for the app: {secret}")
    code = _asked("Code that the app shows now: ", input)
    codes = people.second_step.confirm(account, code, by=_by())
    remark(f"{account.name} signs in with a code from now on; recovery codes, each good once:")
    print("\n".join(codes))


@app.command()
def token(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="Make a token of this account; without one, list all.")] = None,
    label: Annotated[str, typer.Option(help="What the token is for.")] = "",
    role: Annotated[RoleChoice, typer.Option(help="At most the account's own.")] = RoleChoice.reader,
    days: Annotated[int, typer.Option(min=1, max=366, help="How long it holds.")] = 30,
    revoke: Annotated[str | None, typer.Option(help="Revoke the token with this id instead.")] = None,
) -> None:
    """Make a token with which a program uses the pages and the API; it is printed once. Or list, or revoke.

    Example: trucewatch people doha.truce token Ines --label "nightly export" --role reader --days 90
    """
    people = _people(context)
    if revoke is not None:
        people.tokens.revoke(revoke, by=_by())
        remark(f"the token {revoke} no longer holds")
    elif name is None:
        for one in people.tokens.all():
            used = f"{one.used_at:%Y-%m-%d}" if one.used_at else "never used"
            print(f"{one.id}\t{one.name}\t{one.role}\t{one.state}\tuntil {one.ends_at:%Y-%m-%d}\t{used}\t{one.label}")
    else:
        print(people.tokens.make(people.accounts.get(name), label=label, role=role.value, days=days, by=_by()))


@app.command()
def audit(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines, with the digests of the chain.")] = False,
    since: Annotated[str | None, typer.Option(help="From this day on, YYYY-MM-DD (UTC).")] = None,
    verify: Annotated[bool, typer.Option("--verify", help="Check the chain, print its last digest.")] = False,
    noted: Annotated[str, typer.Option(help="With --verify: a digest noted earlier that must still be there.")] = "",
) -> None:
    """Print the audit log, oldest first: who signed in or could not, changed accounts, decided, redacted, exported.

    Example: trucewatch people doha.truce audit --since 2026-03-01
    """
    log = _people(context).audit
    if noted and not verify:
        raise BadInput("--noted goes with --verify")
    if verify:
        count, digest = log.verify(noted=noted)
        print(digest)
        remark(f"the audit log holds: {counted(count, 'line')}; note the digest elsewhere to find out later cuts")
        return
    for line in reversed(log.lines(since=_day(since), limit=None)):
        if as_json:
            print(json.dumps(asdict(line), ensure_ascii=False))
        else:
            print("\t".join(str(v) for v in (line.n, line.at[:19], line.who, line.did, line.about, line.origin)))


def _people(context: typer.Context, *, make: bool = False) -> People:
    try:
        from trucewatch.present.web.access.people import open_people
        from trucewatch.present.web.access.people_file import people_path
    except ImportError as error:
        raise BadInput(
            f"accounts need packages that are not installed ({error.name}); install them with: "
            "pip install 'trucewatch[web]'"
        ) from error
    case: CasePlace = context.obj
    if isinstance(case, Path) and not case.is_file():
        raise MissingCase(f"no case at {case}; make one with: trucewatch init {case} --agreement doha")
    path = people_path(beside(case))
    if not make and not path.exists():
        raise BadInput(f"{case} has no accounts; make the first with: trucewatch people {case} add NAME --role lead")
    return open_people(path, make=make)


def _by() -> By:
    from trucewatch.present.web.access.audit import By

    return By(who=Settings.from_environment().person or "(unknown)", origin=ORIGIN)


def _password(question: str) -> str:
    """A new password; never from the command's own words, which other users of the machine can see."""
    given = _asked(question, getpass.getpass)
    if sys.stdin.isatty() and getpass.getpass("The same again: ") != given:
        raise BadInput("the two passwords are not the same; nothing was changed")
    return given


def _asked(question: str, ask: Callable[[str], str]) -> str:
    if sys.stdin.isatty():
        return ask(question)
    line = sys.stdin.readline()
    if not line:
        raise BadInput(f"nothing on standard input; it should hold one line: {question.strip().rstrip(':').lower()}")
    return line.rstrip("\r\n")


def _day(words: str | None) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        raise BadInput(f"--since takes a day as YYYY-MM-DD, got {words!r}") from None
