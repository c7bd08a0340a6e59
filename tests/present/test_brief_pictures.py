"""The pictures of a brief: what they count and show is what the brief lists, in every form, names withheld."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, timedelta

import docx
import pytest
from build_case import build_case
from built_case import NOW

from trucewatch.assess.trend_marks import MARKED_EVENT
from trucewatch.present.brief.docx import render_docx
from trucewatch.present.brief.make import make_brief
from trucewatch.present.brief.model import Brief
from trucewatch.present.brief.pdf import render_pdf
from trucewatch.present.brief.printed import as_pngs
from trucewatch.present.brief.render import render_html, render_markdown
from trucewatch.records.decision import Decision
from trucewatch.records.mention import Participant
from trucewatch.records.where import Where


@pytest.fixture(scope="module")
def case():
    return build_case()


@pytest.fixture(scope="module")
def brief(case) -> Brief:
    return make_brief(case, now=NOW)


@pytest.fixture(scope="module")
def html(brief) -> str:
    return render_html(brief)


def with_places(case, *places: Where, **changes):
    """The case with its first incidents at these places."""
    moved = [replace(i, where=w, **changes) for i, w in zip(case.the_incidents, places, strict=False)]
    return replace(case, the_incidents=[*moved, *case.the_incidents[len(moved) :]])


GARDEZ = Where(
    name="Gardez", precision="exact", feature="P.PPLA", lat=33.597, lon=69.226, country="AF", admin1="Paktia",
    admin1_id="1131257", country_name="Afghanistan", gazetteer_id="1140171", gazetteer_name="Gardez", role="where",
)  # fmt: skip
LOGAR = replace(
    GARDEZ, name="Logar", gazetteer_name="Logar", precision="admin_area", feature="A.ADM1", admin1="Logar",
    admin1_id="1134561", gazetteer_id="1134561",
)  # fmt: skip


def test_a_week_without_reports_is_shown_as_uncovered(brief, html):
    counted = brief.pictures.trend
    assert (counted.per, [s.reports for s in counted.stretches], counted.uncovered) == ("week", [6, 0, 0, 2], 2)
    assert (
        "no coverage: no report was published" in html
        and html.count("2 weeks from 10–16 March 2031 on: no coverage") >= 1
    )


@pytest.mark.parametrize(("days", "per"), [(20, "day"), (60, "week"), (900, "month")])
def test_the_stretches_grow_with_the_days_that_are_shown(case, days, per):
    made = make_brief(case, since=date(2031, 3, 1), until=date(2031, 3, 1) + timedelta(days=days), now=NOW)
    assert made.pictures.trend.per == per
    assert sum(s.reports for s in made.pictures.trend.stretches) == (6 if days == 20 else 8)


def test_the_counts_are_those_of_what_the_brief_lists(brief):
    statements, incidents = brief.pictures.trend.every
    assert statements.total == brief.statements
    assert incidents.total + brief.pictures.trend.not_happened == len(brief.incidents)
    by_side = brief.pictures.parted[0].trend
    assert sum(line.total for line in by_side.lines) == statements.total + incidents.total


def test_every_shape_of_the_timeline_leads_to_an_entry_of_the_page(brief, html):
    drawn = brief.pictures.timeline.inline()
    anchors = set(re.findall(r'href="#([^"]+)"', drawn))
    assert len(anchors) > 8 and all(f'id="{anchor}"' in html for anchor in anchors)
    assert drawn.count('class="arc"') == sum(len(claim.responses) for claim in brief.claims)


def test_lanes_stand_in_the_order_of_the_agreement(brief):
    drawn = brief.pictures.timeline.inline()
    assert drawn.index(">Varenia<") < drawn.index(">Tolmir<") < drawn.index(">Joint Observer Mission<")


def test_a_day_that_a_person_marked_stands_in_the_pictures_of_the_brief(case):
    mark = Decision(
        id="d1", action="set", target_kind=MARKED_EVENT, target="re-set of Mira Tollan", field="day", new="2031-03-12",
        why="letter", who="R. Reviewer", when=NOW,
    )  # fmt: skip
    made = make_brief(replace(case, the_decisions=[mark]), now=NOW)
    names = [name for shown in made.pictures.marks for name in shown.names]
    assert "re-set of [name withheld] (marked by a person)" in names
    assert "Mira Tollan" not in render_html(made)


def test_no_picture_names_a_private_person(brief):
    assert "Tollan" not in "".join(p.inline() for p in brief.pictures.named().values())


def test_rival_tolls_are_dots_with_who_and_when(brief, html):
    toll = brief.differing[0]
    drawn = brief.pictures.ladders[toll.anchor].inline()
    assert all(rung.value in drawn and rung.as_of in drawn for rung in toll.rungs)
    assert drawn in html


def test_incidents_stand_on_the_map_by_place_or_area(case):
    made = make_brief(with_places(case, GARDEZ, LOGAR), now=NOW)
    (shown,) = [one for one in made.pictures.maps if one.picture]
    assert shown.country == "Afghanistan"
    drawn = shown.picture.inline()
    assert "Gardez: 1" in drawn and "Logar (area): 1" in drawn and "url(#picture-map-af-area)" in drawn
    assert "33.597" not in render_html(made) and "no position is taken" in render_html(made)


def test_a_place_at_risk_is_shown_by_its_area_and_counted_so(case):
    struck = (Participant(name="an aid convoy"),)
    made = make_brief(with_places(case, GARDEZ, GARDEZ, targets=struck), now=NOW)
    assert made.pictures.coarse == 2
    page = render_html(made)
    assert "Gardez: " not in "".join(p.inline() for p in made.pictures.named().values())
    assert "2 incidents about convoys, shelters" in page and "Nothing is moved about" in page


def test_a_fresh_place_at_risk_is_held_back(case):
    struck = (Participant(name="an aid convoy"),)
    at_risk = with_places(case, GARDEZ, targets=struck)
    when = at_risk.the_incidents[0].when
    made = make_brief(at_risk, now=when.latest + timedelta(hours=20))
    assert made.pictures.held == 2 and not made.pictures.maps  # with the aid workers near Dravec
    assert "Paktia" not in "".join(p.inline() for p in made.pictures.named().values())


def test_the_markdown_holds_the_pictures_as_tables(brief):
    written = render_markdown(brief)
    assert "| 3–9 March 2031 | 9 |" in written and "| 10–16 March 2031 |  |  | no coverage |" in written
    assert "| Statements for Varenia |" in written and "<svg" not in written


def test_the_word_file_holds_the_pictures_with_their_words_and_the_same_bytes(brief):
    content = render_docx(brief)
    document = docx.Document(io.BytesIO(content))
    told = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(told) == len(brief.pictures.named()) and all(told)
    assert content == render_docx(brief)


def test_the_pdf_is_the_same_bytes_each_time_and_small(brief):
    content = render_pdf(brief)
    assert content == render_pdf(brief) and len(content) < 1_500_000


def test_pictures_in_dots_are_the_same_bytes_each_time(brief):
    drawn = [brief.pictures.over_time, brief.pictures.timeline]
    assert as_pngs(drawn) == as_pngs(drawn) and as_pngs(drawn[:1]) == as_pngs(drawn)[:1]
    assert all(png.startswith(b"\x89PNG") for png in as_pngs(drawn)) and as_pngs([]) == []


def test_a_case_without_dated_reports_says_that_there_is_no_time_to_draw_over(case):
    undated = [
        replace(report, found=tuple(f for f in report.found if f.field != "published")) for report in case.the_reports
    ]
    page = render_html(make_brief(replace(case, the_reports=undated), now=NOW))
    assert "there is no time to draw over" in page
