"""``trucewatch propose``: ask a language model for proposals; nothing of them enters the record by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from trucewatch.case import Case, open_case
from trucewatch.errors import BadInput, ModelStops
from trucewatch.present.brief.words import counted
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.proposal_lines import proposal_lines, sent_lines
from trucewatch.present.cli.remarks import progress, remark
from trucewatch.records.proposal import ASKED, Asked

if TYPE_CHECKING:
    from trucewatch.proposing import Plan, Proposed

What = StrEnum("What", {one: one for one in ASKED})  # type: ignore[misc]


def command(
    case: CaseArgument,
    server: Annotated[
        str | None, typer.Option(help="The address of an OpenAI-compatible server, such as http://127.0.0.1:8080.")
    ] = None,
    model: Annotated[str | None, typer.Option(help="The model's name, as the server lists it.")] = None,
    what: Annotated[
        list[What] | None,
        typer.Option(
            help="What it is asked for: statements that were missed (unless you say otherwise), gists of statements, "
            "provisions that statements bear on; repeatable."
        ),
    ] = None,
    reports: Annotated[
        list[str] | None, typer.Option(help="Only this report (r:…); repeatable. All reports unless you name some.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Ask about so many reports at most.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be sent, and send nothing.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="List the proposals that are open, and end.")] = False,
    sent: Annotated[bool, typer.Option("--sent", help="List what was sent: when, where to, by whom, and end.")] = False,
    by: Annotated[str | None, typer.Option(help="Your name; the default is TRUCEWATCH_PERSON or the login.")] = None,
) -> None:
    """Ask a language model for statements that were missed, gists of statements, and provisions they bear on.

    Off unless TRUCEWATCH_LANGUAGE_MODELS=on. A server of your own is named in TRUCEWATCH_ALLOW_HOSTS as well; its key
    comes from TRUCEWATCH_MODEL_KEY or a file (docs/language-models.md).

    What is confidential, redacted or entered by hand is not sent; names of private persons are covered. Every proposal
    quotes words that stand in the report, or it is not kept. It is no part of the record until you accept it:
    trucewatch decide CASE p:… confirm, or trucewatch review CASE --kind proposal, or on the pages.

    Interrupted, the same command goes on where it stopped: what was answered is not asked again.

    Example: trucewatch propose doha.truce --server http://127.0.0.1:8080 --model qwen3:8b --dry-run
    """
    if listed or sent:
        with open_case(case) as opened:
            _list(opened, listed=listed)
        return
    if model is None or (server is None and not dry_run):
        raise BadInput(
            "name a server and a model: --server http://127.0.0.1:8080 --model NAME; to see first what would be sent: "
            "--dry-run"
        )
    wanted: list[Asked] = [one.value for one in what] if what else ["statements"]  # type: ignore[misc]
    if dry_run:
        with open_case(case) as opened:
            _show(opened, opened.would_send(model=model, what=wanted, reports=reports, limit=limit))
            if opened.settings.language_models != "on":
                remark("language models are off; to turn them on: TRUCEWATCH_LANGUAGE_MODELS=on")
        return
    assert server is not None, "asked for above"
    with open_case(case, write=True, remark=remark) as opened:
        with progress("requests") as bar:
            done = opened.propose(
                server=server, model=model, what=wanted, reports=reports, limit=limit, who=by, progress=bar,
                before=lambda plan: _before(plan, server, model),
            )  # fmt: skip
        _tell(opened, done)
    if done.stopped:
        raise ModelStops(done.stopped)


def _list(opened: Case, *, listed: bool) -> None:
    if listed:
        found = opened.proposals()
        for one in found:
            for line in proposal_lines(opened, one):
                print(line)
        remark(f"{counted(len(found), 'proposal')} open; accept one with: trucewatch decide CASE p:… confirm --why …")
        return
    requests = opened.sent()
    for request in requests:
        for line in sent_lines(opened, request):
            print(line)
    remark(f"{counted(len(requests), 'request')} sent")


def _show(opened: Case, plan: Plan) -> None:
    """Each report that would be sent, and each that stays."""
    size: Counter[tuple[str, str]] = Counter()
    number: Counter[tuple[str, str]] = Counter()
    names = {q.report.id: q.report for q in plan.questions}
    for question in plan.questions:
        size[question.report.id, question.what] += question.characters
        number[question.report.id, question.what] += 1
    for (report_id, asked), characters in size.items():
        report = names[report_id]
        known = ", ".join(str(v) for v in (report.publisher, report.published, report.title) if v)
        requests = counted(number[report_id, asked], "request")
        print(f"{opened.store.shown('report', report_id)}  {asked:10}  {requests}, {characters:,} characters  {known}")
    for one in plan.stays:
        known = ", ".join(str(v) for v in (one.report.publisher, one.report.published, one.report.title) if v)
        print(f"{opened.store.shown('report', one.report.id)}  stays here  {one.reason}  {known}")
    remark(
        f"{_planned(plan)} would be sent, besides the rules for the model; "
        f"{counted(len(plan.stays), 'report')} would stay, {counted(plan.before, 'request')} answered before"
    )


def _planned(plan: Plan) -> str:
    return (
        f"{counted(len(plan.questions), 'request')} about {counted(plan.reports, 'report')}, "
        f"{plan.characters:,} characters,"
    )


def _before(plan: Plan, server: str, model: str) -> None:
    remark(f"{_planned(plan)} go to {server}, model {model}; the same with --dry-run lists them and sends nothing")
    for reason, number in Counter(one.reason for one in plan.stays).items():
        remark(f"stays here: {counted(number, 'report')}: {reason}")


def _tell(opened: Case, done: Proposed) -> None:
    _reasons("not kept", done.refused)
    _reasons("answers set aside", done.malformed)
    _reasons("requests without an answer", done.silent)
    names = {"provision": "provision link"}
    if done.changed:
        remark(f"{counted(done.changed, 'request')} not sent: what persons decided meanwhile changed what may leave")
    kept = ", ".join(counted(number, names.get(kind, kind)) for kind, number in sorted(done.kept.items())) or "none"
    remark(f"{counted(done.sent, 'request')} sent, {done.plan.before} answered before; proposals kept: {kept}")
    if done.kept:
        remark("they are not in the record: look at them with: trucewatch review CASE --kind proposal")


def _reasons(what: str, number: Mapping[str, int]) -> None:
    for reason, many in sorted(number.items(), key=lambda found: (-found[1], found[0])):
        remark(f"{what}: {many} × {reason}")
