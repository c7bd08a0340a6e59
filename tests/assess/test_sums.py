"""Sums of figures: only by a named rule, only of like with like, with what was left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from trucewatch.assess.sums import chosen, sum_of, with_values
from trucewatch.errors import BadInput
from trucewatch.records.figure import Figure, FigureSeries
from trucewatch.records.maker import Maker
from trucewatch.records.report import Found, Report
from trucewatch.records.span import Span
from trucewatch.records.when import When

MAKER = Maker(kind="machine", name="test", version="1")


def built(*things: list[tuple[str, float | None]], **values):
    """A series for each list of (day of the report, value), all of one unit."""
    series, figures, reports = [], [], {}
    for n, told in enumerate(things):
        own = []
        for day, value in told:
            reports[day] = Report(
                id=day, capture_ids=("c",), text_ids=(day,), added_at=datetime(2031, 1, 1, tzinfo=UTC),
                found=(Found(field="published", value=day, basis="sidecar"),),
            )  # fmt: skip
            given = {"kind": "toll", "bound": "exact" if value is not None else "vague", **values}
            span = Span(text_id=day, start=n * 10, end=n * 10 + 2, words="12")
            own.append(Figure.of(span=span, quantity=f"thing {n}", unit="people", value=value, maker=MAKER, **given))
        figures += own
        series.append(
            FigureSeries(
                id=f"s{n}", quantity=f"thing {n}", unit="people", figure_ids=tuple(f.id for f in own),
                agreement="growing" if len(own) > 1 else "single", maker=MAKER,
            )
        )  # fmt: skip
    return with_values(series, figures, reports.values())


BRIDGE = [("2031-03-02", 4.0), ("2031-03-05", 9.0), ("2031-03-04", 11.0)]
MILL = [("2031-03-03", 2.0)]


def test_without_a_rule_or_with_another_word_a_sum_is_refused_and_the_rules_are_named():
    for rule in (None, "average"):
        with pytest.raises(BadInput, match=r"lowest.*highest.*first.*latest"):
            sum_of(built(BRIDGE, MILL), rule)


@pytest.mark.parametrize(("rule", "total"), [("lowest", 6), ("highest", 13), ("first", 6), ("latest", 11)])
def test_the_rule_says_which_value_of_each_series_is_added(rule, total):
    made = sum_of(built(BRIDGE, MILL), rule)
    assert (made.total, made.rule, made.unit) == (total, rule, "people")
    assert [a.series.id for a in made.addends] == ["s0", "s1"] and made.rule_words


def test_what_has_no_number_is_left_out_with_the_reason():
    made = sum_of(built(BRIDGE, [("2031-03-03", None)]), "highest")
    assert made.total == 11 and [(o.series.id, o.why) for o in made.left_out] == [("s1", "a word without a number")]


def test_denied_values_and_parts_are_never_added():
    for values in ({"denied": True}, {"part": True}):
        made = sum_of((*built(BRIDGE), *built(MILL, **values)), "highest")
        assert made.total == 11 and len(made.left_out) == 1


def test_kinds_and_definitions_are_never_mixed():
    with pytest.raises(BadInput, match="kinds of figure"):
        sum_of((*built(BRIDGE), *built(MILL, kind="total")), "highest")
    with pytest.raises(BadInput, match="definitions"):
        sum_of((*built(BRIDGE), *built(MILL, definition="civilians")), "highest")


def test_levels_of_several_dates_are_never_added_up():
    def level(day: str):
        when = When.days(date.fromisoformat(day), date.fromisoformat(day), words=day)
        return built(MILL, kind="level", as_of=when)

    both = (*level("2031-03-01"), *level("2031-04-01"))
    with pytest.raises(BadInput, match="never added up"):
        sum_of(both, "highest")
    fit = chosen(both, unit="people", state=None, kind="level", definition=None, on=date(2031, 4, 1))
    assert sum_of(fit, "highest").total == 2


def test_nothing_to_add_is_said():
    with pytest.raises(BadInput, match="can be added"):
        sum_of(built([("2031-03-03", None)]), "highest")


def test_what_a_page_has_changed_since_is_shown_as_such_and_never_taken():
    (before,), (after,) = built([("2031-03-02", 3.0)]), built([("2031-03-05", 5.0)])
    report = Report(
        id="r", capture_ids=("c", "d"), text_ids=("2031-03-02", "2031-03-05"),
        added_at=datetime(2031, 1, 1, tzinfo=UTC),
        found=(Found(field="published", value="2031-03-02", basis="sidecar"),),
    )  # fmt: skip
    figures = [before.values[0].figure, after.values[0].figure]
    (one,) = with_values([replace(before.series, figure_ids=tuple(f.id for f in figures))], figures, [report])
    assert [(t.figure.value, t.edited) for t in one.values] == [(3.0, True), (5.0, False)]
    assert [sum_of([one], rule).total for rule in ("lowest", "first", "highest", "latest")] == [5, 5, 5, 5]
    gone = replace(one, values=one.values[:1])
    assert "an earlier text" in sum_of([*built(MILL), gone], "lowest").left_out[0].why


def test_two_addends_that_may_be_one_thing_are_named_beside_the_sum():
    one, other = built(MILL, [("2031-03-04", 2.0)])
    assert "the same number" in sum_of([one, other], "highest").twice[0].why
    tied = [replace(held, series=replace(held.series, incident_id=i)) for held, i in ((one, "mill"), (other, "bridge"))]
    assert sum_of(tied, "highest").twice == ()
    assert "unsure" in sum_of(tied, "highest", perhaps_one={frozenset({"mill", "bridge"})}).twice[0].why
    tied[1] = replace(tied[1], series=replace(tied[1].series, incident_id="mill"))
    assert "one incident" in sum_of(tied, "highest").twice[0].why
