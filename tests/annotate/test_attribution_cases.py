"""The hand-written cases of who said what, each a test of its own (form: ``attribution_case.py``)."""

from __future__ import annotations

import pytest
from tests.annotate.attribution_case import Case, cases, check_form, failures

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


def made(**given) -> Case:
    """A case of the first file's agreement with values given by hand."""
    text = "Nine sheep were killed in Imrat, Paulo Tavares said."
    return Case(
        file="by hand", agreement=ALL[0].agreement, given={"name": "n", "phenomenon": "p", "text": text, **given}
    )


def test_a_statement_that_was_not_expected_fails_the_case():
    assert failures(made(expect=[]))[0].startswith("not expected: Paulo Tavares")
    assert not failures(made(expect=[], only=False))


def test_a_field_that_differs_is_named_with_the_value_expected():
    expected = {"content": ["Nine sheep were killed in Imrat"], "speaker": "Gulnara Osei"}
    assert "nearest differs in {'speaker': 'Gulnara Osei'}" in failures(made(expect=[expected]))[0]
    assert not failures(made(expect=[expected | {"speaker": "Mr Paulo Tavares"}]))


def test_an_optional_statement_is_neither_a_miss_nor_a_false_alarm():
    content = ["Nine sheep were killed in Imrat"]
    assert not failures(made(expect=[{"content": content, "optional": True}]))
    assert not failures(made(expect=[{"content": content}, {"content": ["Paulo"], "optional": True}]))


def test_expected_words_that_do_not_stand_in_the_text_are_refused():
    with pytest.raises(ValueError, match="does not stand in the text"):
        check_form(made(expect=[{"content": ["Ten sheep"]}]))
