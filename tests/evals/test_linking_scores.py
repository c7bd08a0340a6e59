"""The linking scores count what they say they count, and the truth itself scores full marks."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import isnan
from types import SimpleNamespace

import pytest
from evals.linking import end_to_end, halves, matched
from evals.linking_scores import Outcome, apart, b_cubed, f1, figures, marked, pooled, score
from tests.link.linking_case import Case, cases

from trucewatch.records.span import Span


def perfect(case: Case) -> Outcome:
    """What a run would give that gets everything right: labels serve as the records' ids."""
    several = case.truth.figures
    return Outcome(
        home=dict(case.label_of),
        repeats=frozenset(case.truth.repeats),
        links=frozenset((claim, answer, kind) for answer, claim, kind in case.truth.responses),
        parts=frozenset(case.truth.parts),
        states={label: several.get(label, "single") for label in case.label_of.values()},
        origins=frozenset(case.truth.origins),
        support=case.truth.support,
    )


def test_the_truth_scores_full_marks_on_every_case():
    counted = []
    for case in cases():
        counts, faults = score(case, perfect(case))
        assert faults == [], case.name
        counted.append(counts)
    values = figures(pooled(counted))
    assert values.pop("false conflicts") == 0
    assert {name: value for name, value in values.items() if value != 1} == {}


def test_joining_nothing_has_full_precision_and_finds_no_pair():
    values = figures(pooled(score(case, apart(case))[0] for case in cases()))
    assert values["statement B3 P"] == values["incident B3 P"] == 1
    assert values["statement pairs R"] == values["answers R"] == 0
    assert values["statement B3 R"] < 1


def test_b_cubed_is_worked_out_for_each_mention():
    counts = b_cubed("statement", {"a": "x", "b": "x", "c": "y"}, {"a": "1", "b": "2", "c": "2"})
    values = figures(counts)
    assert values["statement B3 P"] == pytest.approx((1 + 0.5 + 0.5) / 3)
    assert values["statement B3 R"] == pytest.approx((0.5 + 0.5 + 1) / 3)
    assert (counts["statement.due"], counts["statement.made"], counts["statement.right"]) == (1, 1, 0)


def test_a_mention_that_was_not_found_costs_recall_only():
    values = figures(b_cubed("statement", {"a": "x", "b": "x"}, {"a": "1"}))
    assert (values["statement B3 P"], values["statement B3 R"], values["statements found"]) == (1, 0.25, 0.5)


def answered() -> Case:
    return next(c for c in cases() if c.truth.responses and c.truth.optional)


def test_an_optional_answer_is_neither_miss_nor_false_alarm():
    case = answered()
    (answer, claim), *_ = case.truth.optional
    right = perfect(case)
    counts, faults = score(case, replace(right, links=right.links | {(claim, answer, "denial")}))
    assert faults == []
    assert counts["link.made"] == counts["link.due"]


def test_an_answer_of_another_kind_is_found_but_named():
    case = answered()
    links = frozenset((claim, answer, "no kind") for answer, claim, _ in case.truth.responses)
    counts, faults = score(case, replace(perfect(case), links=links))
    assert (counts["link.right"], counts["link.kind"]) == (len(links), 0)
    assert {fault.what for fault in faults} == {"kind of answer"}


def test_a_link_between_things_that_nobody_marked_is_a_false_alarm():
    case = answered()
    counts, faults = score(case, replace(perfect(case), links=frozenset({("elsewhere", "nowhere", "denial")})))
    assert (counts["link.made"], counts["link.right"]) == (1, 0)
    assert Counter(fault.what for fault in faults)["answer too many"] == 1


def test_a_conflict_where_there_is_none_is_counted():
    case = next(c for c in cases() if "agreeing" in c.truth.figures.values())
    states = {label: "conflict" for label in marked(case, "figure").values()}
    counts, _ = score(case, replace(perfect(case), states=states))
    assert counts["conflict.false"] >= 1
    assert counts["state.agreeing.right"] == 0


def test_nothing_found_of_what_was_due_is_zero_and_nothing_due_is_no_figure():
    assert f1(float("nan"), 0.0) == 0
    assert isnan(f1(float("nan"), float("nan")))


def test_found_mentions_stand_for_the_marked_ones_that_share_most_of_their_words():
    def record(name: str, start: int, words: str) -> SimpleNamespace:
        span = Span(text_id="t", start=start, end=start + len(words), words=words)
        return SimpleNamespace(id=name, text_id="t", content=(span,))

    ours = [record("first", 0, "they fired"), record("second", 11, "at us")]
    theirs = [record("whole", 0, "they fired at us"), record("end", 11, "at us"), record("far", 50, "at us")]
    assert matched(ours, theirs) == {"first": "whole", "second": "end"}


def test_a_single_half_is_not_summed_with_itself():
    names = [case.name for case in cases()]
    assert list(halves(names)) == ["tuned", "aside", "all"]
    assert list(halves(halves(names)["aside"])) == ["aside"]


@pytest.mark.slow
def test_reports_are_read_end_to_end_with_reposts_as_two_outlets():
    case = next(c for c in cases() if c.phenomenon == "exact repost")
    assert {letter for group in end_to_end(case).origins for letter in group} == set(case.letters.values())
