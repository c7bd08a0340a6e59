"""``trucewatch decide``: correct, confirm, reject, join or part records; each decision is signed and can be undone."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from trucewatch.case import open_case
from trucewatch.errors import BadInput
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.remarks import remark
from trucewatch.records.decision import Action
from trucewatch.records.judgement import JudgementKind


class Choice(StrEnum):
    set = "set"
    confirm = "confirm"
    reject = "reject"
    same = "same"
    different = "different"
    unsure = "unsure"
    answers = "answers"
    not_answers = "not-answers"
    repeats = "repeats"
    not_repeats = "not-repeats"
    part_of = "part-of"
    not_part_of = "not-part-of"
    bears_on = "bears-on"
    not_bears_on = "not-bears-on"
    release = "release"
    confidential = "confidential"
    undo = "undo"


#: What two records are judged to be -> the action of the decision, and the relation if it is not that both are one.
JUDGED: dict[Choice, tuple[Action, JudgementKind | None]] = {
    Choice.same: ("same", None),
    Choice.different: ("different", None),
    Choice.unsure: ("unsure", None),
    Choice.answers: ("same", "response"),
    Choice.not_answers: ("different", "response"),
    Choice.repeats: ("same", "repeats"),
    Choice.not_repeats: ("different", "repeats"),
    Choice.part_of: ("same", "part_of"),
    Choice.not_part_of: ("different", "part_of"),
    Choice.bears_on: ("same", "provision"),
    Choice.not_bears_on: ("different", "provision"),
}


def command(
    case: CaseArgument,
    record: Annotated[str, typer.Argument(help="The record decided on (s:4f1c09aa); for undo the decision (d:…).")],
    action: Annotated[
        Choice, typer.Argument(help="What is decided of it; those that judge of two records name --value.")
    ],
    why: Annotated[str, typer.Option(help="The reason; it is kept with the decision.")],
    field: Annotated[
        str | None,
        typer.Option(
            help="With set: the field (speaker, side, act, type …; of an actor: side, role, name, kind; of a report: "
            "title, publisher, author, published)."
        ),
    ] = None,
    value: Annotated[
        str | None, typer.Option(help="With set: its new value; else the other record (s:…), or the provision.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="With answers: denial, counter_accusation, justification, acceptance …")
    ] = None,
    by: Annotated[str | None, typer.Option(help="Your name; the default is TRUCEWATCH_PERSON or the login.")] = None,
) -> None:
    """Correct a record. A person's decision wins over the machine, survives re-annotation and can be undone.

    Two statements, incidents or reports (as one origin) are joined with "s:… same --value s:…" and kept apart with
    "different"; one mention is parted with "s:… different --value m:…"; "unsure" takes your judgement back. "s:ANSWER
    answers --value s:CLAIM --kind denial" and "not-answers" link answers; likewise repeats, part-of (incidents) and
    bears-on (--value 2.1, a provision). What somebody says the agreement holds (x:…) is moved by bears-on.

    Two actors are joined with "a:… same --value a:…"; one is parted with "a:… different --value s:…", a statement of
    the other speaker; a role of an actor is given as "TITLE; SIDE; SINCE; UNTIL".

    A report's own title, publisher, author or day of publication is set on r:…; "none" says that it is not known. Where
    the day or publisher changes, its text is annotated anew.

    "s:… confidential" keeps a statement, incident, figure or report (r:…) out of exports and of dossiers under a public
    handling mark; "release" lets the name of a private person who speaks in it be shown.

    What a language model proposed (p:…) is accepted with confirm, and then entered as your own, or rejected.

    Example: trucewatch decide doha.truce s:4f1c09aa set --field act --value deny --why "the verb is denied"
    """
    if action is Choice.set and (field is None or value is None):
        raise BadInput("set needs --field and --value")
    if action in JUDGED and value is None:
        raise BadInput(f"{action} needs the other record: --value s:…")
    if kind is not None and action is not Choice.answers:
        raise BadInput(f"--kind says of which kind an answer is; {action} takes none")
    with open_case(case, write=True, remark=remark) as opened:
        if action in JUDGED and value is not None:
            verdict, relation = JUDGED[action]
            decision = opened.judge(record, verdict, value, relation=relation, label=kind, why=why, who=by)
        else:
            plain: Action = action.value  # type: ignore[assignment]
            decision = opened.decide(record, plain, why=why, field=field, new=value, who=by)
        before = f"; before: {decision.seen}" if action in JUDGED else ""
        remark(f"{opened.store.shown('decision', decision.id)}: {action} {record}, by {decision.who}{before}")
