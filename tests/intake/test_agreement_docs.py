"""docs/agreement-file.md tells of every field, and its examples are agreement files that hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from trucewatch.errors import BadAgreement
from trucewatch.intake.agreement_form import AgreementForm
from trucewatch.intake.agreements import parse_agreement
from trucewatch.records.agreement import ClockKind, PartyRole

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "agreement-file.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.S)


def forms(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The model and every model that its fields hold."""
    yield model
    waiting: list[object] = [field.annotation for field in model.model_fields.values()]
    while waiting:
        annotation = waiting.pop()
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield from forms(annotation)
        waiting += get_args(annotation)


def test_the_page_names_every_field_of_the_form():
    prose = re.sub(r"```.*?```", "", PAGE, flags=re.S)
    named = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", prose))))
    for form in forms(AgreementForm):
        assert set(form.model_fields) <= named, form.__name__


def test_the_page_names_every_role_and_kind_of_clock():
    for word in (*get_args(PartyRole), *get_args(ClockKind)):
        assert f"`{word}`" in PAGE


def test_the_smallest_example_holds():
    assert parse_agreement(EXAMPLES[0].encode(), shown_as="smallest").provisions == ()


def test_the_full_example_holds_and_its_clocks_run():
    agreement = parse_agreement(EXAMPLES[1].encode(), shown_as="full")
    assert [p.clock.due for p in agreement.provisions] == [None, date(2031, 4, 4), None, date(2031, 4, 4), None, None]
    assert agreement.actors[1].sides_on(date(2031, 1, 1)) == ("Lake Union",)


def test_the_message_on_the_page_is_the_one_that_is_given():
    bad = EXAMPLES[0].replace("2031-03-05", "2031-02-30").replace("provisions: []\n", "")
    bad += "provisions:\n  - {ref: a, what: W, obligors: [Northlend]}\n"
    with pytest.raises(BadAgreement) as caught:
        parse_agreement(bad.encode(), shown_as="truce.yaml")
    first = re.search(r"line 4, signed: .*", PAGE)
    assert first and first.group() in str(caught.value)
