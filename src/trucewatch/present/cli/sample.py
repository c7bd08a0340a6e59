"""``trucewatch sample``: two readers on one sample, each without the other's answers, and how far they agree."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from trucewatch.case import open_case
from trucewatch.errors import BadInput
from trucewatch.present.cli.groups import group
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.remarks import remark

HELP = """Two readers on one sample: draw it, read it, and print how far the readers agree on each field.

Example: trucewatch sample draw doha.truce --kind statement --size 50 --seed 7"""
app = group(HELP)


class Kind(StrEnum):
    statement = "statement"
    incident = "incident"


Name = Annotated[str, typer.Argument(help="The sample, by the beginning of its id.")]
By = Annotated[str | None, typer.Option(help="Your name; the default is TRUCEWATCH_PERSON or the login.")]


@app.command()
def draw(
    case: CaseArgument,
    kind: Annotated[Kind, typer.Option(help="What is read.")] = Kind.statement,
    size: Annotated[int, typer.Option(min=1, help="How many records.")] = 50,
    seed: Annotated[int, typer.Option(help="The same seed draws the same records of the same case.")] = 1,
    by: By = None,
) -> None:
    """Draw a sample of records by chance.

    Example: trucewatch sample draw doha.truce --kind incident --size 30 --seed 4
    """
    with open_case(case, write=True, remark=remark) as opened:
        drawn = opened.draw_sample(kind.value, size=size, seed=seed, who=by)
        print(drawn.id[:8])
        remark(f"{len(drawn.records)} records of kind {drawn.kind}; decide of each: {', '.join(drawn.fields)}")


@app.command("list")
def list_(case: CaseArgument) -> None:
    """List the samples, with how many records each reader has read whole.

    Example: trucewatch sample list doha.truce
    """
    with open_case(case) as opened:
        for one in opened.samples():
            readers = ", ".join(f"{who} {number}" for who, number in one.readers.items()) or "nobody"
            what = f"{len(one.records)} of kind {one.kind}, seed {one.seed}"
            print(f"{one.id[:8]}  {one.when:%Y-%m-%d} {what}, drawn by {one.who}; read by {readers}")


@app.command()
def show(case: CaseArgument, sample: Name, by: By = None) -> None:
    """List the records of a sample with your own answers; nobody else's are shown.

    Example: trucewatch sample show doha.truce 1f09c2aa
    """
    with open_case(case) as opened:
        drawn = opened.sample(sample)
        own = opened.readings(sample, who=by)
        for record_id in drawn.records:
            kind, record = opened.find(f"{drawn.kind[0]}:{record_id}")
            words = " … ".join(" ".join(span.words.split()) for span in opened.words(record)[:1])
            given = ", ".join(f"{field} {value or 'none'}" for field, value in own.get(record_id, {}).items())
            print(f"{opened.store.shown(kind, record_id)}  “{words}”{'  [' + given + ']' if given else ''}")
        done = sum(set(drawn.fields) <= fields.keys() for fields in own.values())
        remark(f"{done} of {len(drawn.records)} read; fields are {', '.join(drawn.fields)}")


@app.command()
def read(
    case: CaseArgument,
    sample: Name,
    record: Annotated[str, typer.Argument(help="A record of the sample (s:…, i:…).")],
    field: Annotated[
        list[str], typer.Option(help="FIELD=VALUE as you read it, none where there is none; repeat it for each field.")
    ],
    by: By = None,
) -> None:
    """Say what you read of a record of a sample, field by field; a later answer takes the place of an earlier one.

    Example: trucewatch sample read doha.truce 1f09c2aa s:4f1c09aa --field real=yes --field act=deny --field side=none
    """
    values = dict(_pair(one) for one in field)
    with open_case(case, write=True, remark=remark) as opened:
        entry = opened.read_sample(sample, record, values, who=by)
        remark(f"{record}: {', '.join(values)} kept, by {entry.who}")


@app.command()
def agreement(case: CaseArgument, sample: Name) -> None:
    """Print how far the readers of a sample agree on each field: Krippendorff's alpha (1: wholly, 0: as by chance).

    Example: trucewatch sample agreement doha.truce 1f09c2aa
    """
    with open_case(case) as opened:
        for field, found in opened.reader_agreement(sample).items():
            value = "-" if found.value is None else f"{found.value:.2f}"
            print(f"{field:12} alpha {value:>5}  {found.agreed} of {found.units} read alike")
        remark("alpha is - where no record was read twice, or all answers are one; below .67 is weak, .80 is asked for")


def _pair(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals or not name.strip():
        raise BadInput(f"a field is given as FIELD=VALUE, got {given!r}")
    return name.strip(), value.strip()
