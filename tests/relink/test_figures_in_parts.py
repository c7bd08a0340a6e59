"""Series of figures are the same in whatever parts and order reports arrive, are read anew and leave their old ones."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.link.build_link import MACHINE, Page, linked, on
from tests.relink.test_relink import annotation_of, case_of, save

from trucewatch import pipeline
from trucewatch.around import figures_with
from trucewatch.explain.figures import figure_relation
from trucewatch.judging import Side
from trucewatch.records.figure import Figure
from trucewatch.relink.figures import series_holding
from trucewatch.store import Store

SIDES = [None, "Northland", "River Front"]
NUMBERS = [612, 40, 25]
#: What is told of rifles: in a statement, in a sentence that others print too, or in a few words.
FORMS = [
    "The Front has {n} rifles in the mill",
    "On Wednesday {n} rifles were cut up in the yard of the closed sugar mill by masons from Lund",
    "They gave {n} rifles",
    "Northland counts {n} rifles at odds with what the Front counts, {m} rifles in all",
]
VICTIMS = [None, "men", "soldiers", "Northland soldiers", "young Northland soldiers", "Lund soldiers", "farmers"]


@st.composite
def pages(draw: st.DrawFn) -> list[Page]:
    made = []
    for n in range(draw(st.integers(3, 7))):
        day = date(2031, 3, 1) + timedelta(days=draw(st.integers(0, 3)))
        told = draw(
            st.lists(
                st.tuples(st.sampled_from(FORMS), st.sampled_from(NUMBERS), st.sampled_from(NUMBERS),
                          st.sampled_from(SIDES), st.booleans()),
                min_size=1, max_size=2, unique_by=lambda t: t[0],
            )
        )  # fmt: skip
        tolls = draw(
            st.lists(st.tuples(st.sampled_from(VICTIMS), st.integers(5, 7)), max_size=2, unique_by=lambda t: t[0])
        )
        lines = [form.format(n=one, m=other) for form, one, other, _, _ in told]
        deaths = [f"Shells on the mill at Millford killed {value} {group or 'people'}" for group, value in tolls]
        page = Page(f"page {n}", f"Page {n}. " + " ".join(f"{line}." for line in (*lines, *deaths)), day.isoformat())
        page.outlet = "Osterby Herald"
        for line, (form, one, other, side, dated) in zip(lines, told, strict=True):
            when = on(day.isoformat()) if dated else None
            if form == FORMS[0]:
                page.says(line, said_on="2031-03-02", side="Northland")
            counted(page, line, f"{one} rifles", one, side=side, as_of=when, said_by="Ada Brook")
            if "{m}" in form:
                counted(page, line, f"{other} rifles in all", other, side=SIDES[1], as_of=when, said_by="Bo Hill")
        for line, (group, value) in zip(deaths, tolls, strict=True):
            page.tells(line, "shelling", when="2031-03-01", place="Millford", killed=value)
            page.counts(
                line, float(value), unit="people killed", kind="toll", quantity="people killed", definition=group
            )
        made.append(page)
    return made


def counted(page: Page, line: str, words: str, value: float, **values) -> None:
    start = page.words.index(words, page.words.index(line))
    span = page.text.span(start, start + len(words))
    if span not in {f.span for f in page.figures}:
        held = {"quantity": "rifles", "maker": MACHINE, **values}
        page.figures.append(Figure.of(span=span, unit="rifles", value=float(value), **held))


def told(store: Store) -> set[tuple]:
    homes = {i.id: frozenset(i.mention_ids) for i in store.incidents()}
    return {
        (s.figure_ids, s.agreement, tuple(str(r.value) for r in s.reasons), homes.get(s.incident_id))
        for s in store.series()
    }


@settings(max_examples=3, phases=[Phase.generate], deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pages(), st.data())
def test_series_are_the_same_in_whatever_parts_their_reports_come_and_are_read_anew(
    made: list[Page], data: st.DataObject
):
    arrival = data.draw(st.permutations(made))
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with case_of(folder, "parts") as parts, case_of(folder, "whole") as whole:
            for page in made:
                save(whole, page)
            pipeline.link_case(whole)
            assert {s.figure_ids for s in whole.series()} == {s.figure_ids for s in linked(*made).series}
            for page in arrival:
                save(parts, page)
                if data.draw(st.booleans()):
                    pipeline.link_case(parts)
            pipeline.link_case(parts)
            assert told(parts) == told(whole)
            # every figure leads to its one series, under whichever figure's key that stands
            for page in made:
                for figure in page.figures:
                    assert [figure.id in s.figure_ids for s in series_holding(parts, [figure])] == [True]
            # what is read with fewer figures leaves no series of before
            fewer = data.draw(st.sampled_from(made))
            for store in (parts, whole):
                store.save_annotation(annotation_of(fewer, 1))
            pipeline.link_case(parts)
            pipeline.link_case(whole, whole=True)
            assert told(parts) == told(whole)


def test_a_figure_leads_to_its_series_though_this_stands_under_the_words_of_another_report(tmp_path: Path):
    made = [
        Page("a", "Ada Brook said: The Front has 612 rifles in the mill.", "2031-03-02"),
        Page("b", "The Front has 612 rifles in the mill, Ada Brook said on Sunday.", "2031-03-03"),
    ]
    with case_of(tmp_path, "case") as store:
        for page, side in zip(made, ("River Front", None), strict=True):
            page.outlet = "Osterby Herald"
            page.says("The Front has 612 rifles in the mill", said_on="2031-03-02", side="Northland")
            page.counts("612 rifles", 612, unit="rifles", quantity="rifles", side=side)
            save(store, page)
        pipeline.link_case(store)
        first, second = (page.figures[0] for page in made)
        for figure in (first, second):
            assert [s.figure_ids for s in series_holding(store, [figure])] == [(first.id, second.id)]
            assert len(figures_with(store, figure)) == 1
        sides = [Side(id=f.id, kind="figure", record=f) for f in (second, first)]
        assert figure_relation(store, *sides).verdict == "same"
