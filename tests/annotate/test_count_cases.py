"""The hand-written cases of counts and figures, each a test of its own (form: ``count_case.py``)."""

from __future__ import annotations

import pytest
from tests.annotate.count_case import Case, cases, failures

ALL = cases()


def _param(case: Case):
    marks = [pytest.mark.xfail(reason=case.expected_failure, strict=True)] if case.expected_failure else []
    return pytest.param(case, id=f"{case.file.removesuffix('.yaml')}: {case.name}", marks=marks)


@pytest.mark.parametrize("case", [_param(case) for case in ALL])
def test_count_case(case):
    wrong = failures(case)
    assert not wrong, "\n".join([case.given["text"], *wrong])


def test_every_case_has_a_name_of_its_own():
    names = [(case.file, case.name) for case in ALL]
    assert len(names) == len(set(names))


def test_a_count_that_was_not_expected_fails_the_case():
    given = {"name": "n", "phenomenon": "p", "text": "A bomb killed nine people in Dubrin."}
    case = Case(file="by hand", agreement=ALL[0].agreement, given={**given, "counts": []})
    assert failures(case)[0].startswith("not expected: {'effect': 'killed', 'value': 9")
    right = Case(
        file="by hand", agreement=ALL[0].agreement, given={**given, "counts": [{"effect": "killed", "value": 9}]}
    )
    assert not failures(right)


def test_a_field_that_differs_is_named():
    given = {"name": "n", "phenomenon": "p", "text": "A bomb killed nine people in Dubrin."}
    case = Case(
        file="by hand", agreement=ALL[0].agreement,
        given={**given, "counts": [{"effect": "killed", "value": 9, "bound": "at_least"}]},
    )  # fmt: skip
    assert "nearest differs in ['bound']" in failures(case)[0]
