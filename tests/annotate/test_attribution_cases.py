"""The hand-written cases of who said what, each a test of its own (form: ``attribution_case.py``)."""

from __future__ import annotations

import pytest
from tests.annotate.attribution_case import Case, cases, failures

ALL = cases()


def _param(case: Case):
    marks = [pytest.mark.xfail(reason=case.expected_failure, strict=True)] if case.expected_failure else []
    return pytest.param(case, id=f"{case.file.removesuffix('.yaml')}: {case.name}", marks=marks)


@pytest.mark.parametrize("case", [_param(case) for case in ALL])
def test_attribution_case(case):
    wrong = failures(case)
    assert not wrong, "\n".join([case.given["text"], *wrong])


def test_every_case_has_a_name_of_its_own():
    names = [(case.file, case.name) for case in ALL]
    assert len(names) == len(set(names))
