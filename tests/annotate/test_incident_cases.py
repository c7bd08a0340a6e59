"""The hand-written cases of what reportedly happened, each a test of its own (form: ``incident_case.py``)."""

from __future__ import annotations

import pytest
from tests.annotate.incident_case import Case, cases, failures

from trucewatch.records.vocabulary import INCIDENT_TYPES

ALL = cases()


def _param(case: Case):
    marks = [pytest.mark.xfail(reason=case.expected_failure, strict=True)] if case.expected_failure else []
    return pytest.param(case, id=f"{case.file.removesuffix('.yaml')}: {case.name}", marks=marks)


@pytest.mark.parametrize("case", [_param(case) for case in ALL])
def test_incident_case(case):
    wrong = failures(case)
    assert not wrong, "\n".join([case.given["text"], *wrong])


def test_every_case_has_a_name_of_its_own():
    names = [(case.file, case.name) for case in ALL]
    assert len(names) == len(set(names))


def test_every_incident_type_of_the_vocabulary_has_a_case():
    told = {one.get("type") for case in ALL if not case.expected_failure for one in case.given.get("expect", ())}
    assert set(INCIDENT_TYPES) - told == {"other"}  # "other" is what a person files by hand


def made(**given) -> Case:
    """A case of the first file's agreement with values given by hand."""
    text = "Gunmen attacked a border post at Tarn on Friday."
    return Case(
        file="by hand", agreement=ALL[0].agreement, given={"name": "n", "phenomenon": "p", "text": text, **given}
    )


def test_an_incident_that_was_not_expected_fails_the_case():
    assert failures(made(none=True))[0].startswith("not expected: armed_attack narrated")
    assert not failures(made(expect=[], only=False))


def test_a_field_that_differs_is_named_with_the_value_found():
    assert "nearest differs in {'type': 'armed_attack'}" in failures(made(expect=[{"type": "shelling"}], only=False))[0]
    assert not failures(made(expect=[{"type": "shelling", "optional": True}], only=False))


def test_nobody_expected_means_that_nobody_is_named():
    assert failures(made(expect=[{"actor": []}], only=False))
    assert not failures(made(expect=[{"actor": ["gunmen"]}]))
