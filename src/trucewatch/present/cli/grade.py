"""``trucewatch grade``: how far a source can be relied on, and how far one report or saying can be believed."""

from __future__ import annotations

from typing import Annotated

import typer

from trucewatch.case import Case, open_case
from trucewatch.errors import BadInput
from trucewatch.grading import Grade
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.remarks import remark


def command(
    case: CaseArgument,
    target: Annotated[
        str | None,
        typer.Argument(help="A source by its name, a report (r:…) or a mention (m:…); without it, all are listed."),
    ] = None,
    code: Annotated[
        str | None, typer.Argument(help="A to F for a source, 1 to 6 for a report or mention; none takes it away.")
    ] = None,
    why: Annotated[str | None, typer.Option(help="The reason; it is kept with the grade.")] = None,
    by: Annotated[str | None, typer.Option(help="Your name; the default is TRUCEWATCH_PERSON or the login.")] = None,
) -> None:
    """Grade a source for reliability (A to F), a report or mention for credibility (1 to 6), or list the grades.

    Grades are persons', each scale for itself; the machine gives none and joins none. They stand in ``show``, in
    dossiers that are not for the public and in exports for whoever works on the case. docs/vocabularies.md says what
    each code stands for.

    Example: trucewatch grade doha.truce "Harbour Post" B --why "borne out in nine of ten reports"
    """
    if target is None or code is None:
        if target is not None or why is not None:
            raise BadInput(
                "a grade needs what is graded, the code and --why; without any of them the grades are listed"
            )
        with open_case(case) as opened:
            _list(opened)
        return
    if why is None:
        raise BadInput("a grade needs a reason: --why says on what it rests")
    with open_case(case, write=True, remark=remark) as opened:
        decision = opened.grade(target, None if code.casefold() == "none" else code, why=why, who=by)
        given = f"{decision.field} {decision.new}" if decision.new else f"{decision.field} taken away"
        remark(f"{opened.store.shown('decision', decision.id)}: {target}: {given}, by {decision.who}")


def _list(case: Case) -> None:
    grades = case.grades()
    names = {p.casefold(): p for p in case.store.publishers()}
    for name, grade in sorted(grades.sources.items()):
        print(f"{names.get(name, name)}: {_words(grade)}")
    for record_id, grade in grades.records.items():
        kind, _ = case.store.named(record_id)
        print(f"{case.store.shown(kind, record_id)}: {_words(grade)}")
    remark(f"{len(grades.sources)} sources and {len(grades.records)} reports and mentions graded")


def _words(grade: Grade) -> str:
    return f"{grade.scale} {grade.code} ({grade.words}), by {grade.who} {grade.when:%Y-%m-%d}: {grade.why}"
