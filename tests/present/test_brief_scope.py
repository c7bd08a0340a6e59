"""Handling marks, cutoffs, filters and confidential items in a dossier."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from build_case import build_case
from built_case import NOW, BuiltCase

from trucewatch.errors import BadInput
from trucewatch.present.brief.cutoff import Cutoff, end_of_day
from trucewatch.present.brief.docx import render_docx
from trucewatch.present.brief.handling import TLP, mark_of
from trucewatch.present.brief.make import make_brief
from trucewatch.present.brief.options import Options
from trucewatch.present.brief.pdf import render_pdf
from trucewatch.present.brief.render import render_html, render_markdown
from trucewatch.present.export.records import export_records
from trucewatch.records.decision import Decision
from trucewatch.records.report import Found
from trucewatch.records.when import When

EVENING = Cutoff(hour=time(19, 30), zone=ZoneInfo("Europe/Kyiv"))


@pytest.fixture
def case() -> BuiltCase:
    return build_case()


def both(case: BuiltCase, **asked) -> str:
    brief = make_brief(case, options=Options(**asked), now=NOW)
    return render_html(brief) + render_markdown(brief)


def confidential(case: BuiltCase, target: str, kind: str, *spans) -> BuiltCase:
    decision = Decision(
        id="c" * 64, action="confidential", target_kind=kind, target=target, anchor=tuple(spans),
        why="the source asked", who="R. Reviewer", when=NOW,
    )  # fmt: skip
    return replace(case, the_decisions=[*case.the_decisions, decision])


# -- marks ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "label"),
    [
        ("red", "TLP:RED"), ("TLP:Amber", "TLP:AMBER"), ("amber+strict", "TLP:AMBER+STRICT"),
        ("tlp green", "TLP:GREEN"), ("TLP-CLEAR", "TLP:CLEAR"), ("white", "TLP:CLEAR"),
        ("For mission staff", "For mission staff"),
    ],
)  # fmt: skip
def test_marks_of_the_protocol_are_known_however_they_are_written(given, label):
    assert mark_of(given).label == label


@pytest.mark.parametrize("given", ["tlp:purple", "", "x" * 81])
def test_what_is_no_mark_is_refused(given):
    with pytest.raises(BadInput):
        mark_of(given)


def test_only_marks_that_let_it_reach_anybody_are_public():
    assert [name for name in (*TLP, "public", "internal") if mark_of(name).public] == ["TLP:CLEAR", "public"]


@pytest.mark.parametrize("mark", [*TLP, "Mission only"])
def test_the_mark_stands_on_every_page_and_in_the_metadata_of_each_form(case, mark):
    brief = make_brief(case, options=Options(handling=mark), now=NOW)
    html, markdown = render_html(brief), render_markdown(brief)
    assert f'<meta name="handling" content="{mark}">' in html
    assert html.count(f">{mark}</span>") == 4
    assert markdown.startswith(f"<!-- handling: {mark} -->")
    if mark in TLP:
        assert TLP[mark][0] in html and TLP[mark][1] in markdown
    with zipfile.ZipFile(io.BytesIO(render_docx(brief))) as word:
        assert mark.upper() in word.read("word/header1.xml").decode()
        assert mark.upper() in word.read("word/footer1.xml").decode()
        assert f"<cp:keywords>{mark}</cp:keywords>" in word.read("docProps/core.xml").decode()
    pdf = render_pdf(brief)
    assert mark.encode() in pdf or mark.encode("utf-16-be") in pdf


# -- cutoff ----------------------------------------------------------------------------------------------


def test_a_day_ends_at_the_cutoff_in_its_zone():
    assert EVENING.day_of(datetime(2031, 4, 3, 16, 30, tzinfo=UTC)) == date(2031, 4, 3)  # 19:30 there
    assert EVENING.day_of(datetime(2031, 4, 3, 16, 31, tzinfo=UTC)) == date(2031, 4, 4)
    assert EVENING.day_of(datetime(2031, 1, 3, 17, 30, tzinfo=UTC)) == date(2031, 1, 3)  # winter time
    assert end_of_day(date(2031, 4, 3), EVENING) == datetime(2031, 4, 3, 16, 30, tzinfo=UTC)


def test_a_civil_day_stays_that_day_and_an_hour_in_a_known_zone_counts():
    day = date(2031, 4, 3)
    assert EVENING.days_of(When.days(day, day, words="on 3 April")) == (day, day)
    late = datetime(2031, 4, 3, 20, 15, tzinfo=UTC)
    at = When(
        words="23:15", value="2031-04-03T23:15", precision="instant", first_day=day, last_day=day, earliest=late,
        latest=late, zone="Europe/Kyiv", zone_basis="stated",
    )  # fmt: skip
    assert EVENING.days_of(at) == (date(2031, 4, 4), date(2031, 4, 4))
    assert EVENING.days_of(replace(at, zone_basis="assumed")) == (day, day)


def test_a_report_published_after_the_cutoff_belongs_to_the_next_day(case):
    report = case.reports()[0]
    late = Found(field="published", value="2031-04-03T20:15:00+00:00", basis="person")
    shifted = replace(report, found=(late, *report.found))
    assert EVENING.published(shifted) == date(2031, 4, 4)
    assert shifted.published == date(2031, 4, 3)


def test_with_a_cutoff_a_period_is_counted_so_and_the_page_says_it(case):
    report = next(r for r in case.reports() if r.published)
    day = date(2031, 6, 1)
    late = Found(field="published", value="2031-06-01T20:15:00+00:00", basis="person")
    case.the_reports = [replace(r, found=(late, *r.found)) if r.id == report.id else r for r in case.the_reports]
    plain = make_brief(case, options=Options(since=day, until=day), now=NOW)
    cut = make_brief(case, options=Options(since=day, until=day, cutoff=EVENING), now=NOW)
    after = make_brief(case, options=Options(since=date(2031, 6, 2), cutoff=EVENING), now=NOW)
    undated = sum(r.published is None for r in case.the_reports)
    assert (plain.reports, cut.reports, after.reports) == (undated + 1, undated, undated + 1)
    assert "Days end at 19:30 Europe/Kyiv" in render_html(cut)


# -- filters ---------------------------------------------------------------------------------------------


def test_a_side_keeps_what_it_says_what_is_said_of_it_and_the_answers(case):
    brief = make_brief(case, options=Options(sides=("Tolmir",)), now=NOW)
    whole = make_brief(case, now=NOW)
    items = [item for side in brief.sides for group in side.groups for item in group.items]
    assert items and all("Tolmir" in (item.side, item.target) for item in items if not _claimed(brief, item))
    assert all(
        "Tolmir" in (c.item.side, c.against, *(r.item.side for r in c.responses)) for c in brief.claims
    )  # fmt: skip
    assert any(c.responses for c in brief.claims) or not any(c.responses for c in whole.claims)
    assert all(source.cited for source in brief.sources)
    left = dict(brief.frame.scope.left_out)
    assert left["statements"] == whole.statements - brief.statements
    assert left["incidents"] == len(whole.incidents) - len(brief.incidents)
    assert left["reports"] == whole.reports - len(brief.sources)


def _claimed(brief, item) -> bool:
    return any(c.item.anchor == item.anchor for c in brief.claims)


def test_a_provision_keeps_what_was_tied_to_it(case):
    brief = make_brief(case, options=Options(provisions=("2.1",)), now=NOW)
    assert [p.ref for p in brief.provisions] == ["2.1"] and brief.claimed_terms == ()
    tied = {item.anchor for p in brief.provisions for item in p.said}
    shown = {item.anchor for side in brief.sides for group in side.groups for item in group.items}
    assert tied == shown - {c.item.anchor for c in brief.claims if c.item.anchor not in tied}
    assert {i.anchor for p in brief.provisions for i in p.incidents} == {i.anchor for i in brief.incidents}


@pytest.mark.parametrize(
    "asked", [{"sides": ("Varenia",)}, {"provisions": ("1.1",)}, {"sides": ("Tolmir",), "provisions": ("2.1",)}]
)
def test_anchors_resolve_under_every_filter(case, asked):
    html = render_html(make_brief(case, options=Options(**asked), now=NOW))
    anchors = re.findall(r'\bid="([^"]+)"', html)
    assert len(anchors) == len(set(anchors))
    assert {href for href in re.findall(r'href="#([^"]*)"', html) if href not in anchors} == set()


# -- confidential ----------------------------------------------------------------------------------------


def test_a_confidential_statement_is_absent_under_a_public_mark_even_as_context(case):
    statement = next(s for s in case.statements() if len(s.mention_ids) == 1)
    mention = next(m for m in case.statement_mentions() if m.id == statement.mention_ids[0])
    hidden = confidential(case, statement.id, "statement", *mention.content)
    words = re.sub(r"\s+", " ", mention.content[0].words)
    assert words in re.sub(r"\s+", " ", both(hidden, handling="amber"))
    public = re.sub(r"\s+", " ", both(hidden, handling="clear"))
    assert words not in public and statement.id[:8] not in public
    assert "What a person marked confidential is left out." in public


def test_a_confidential_report_is_absent_from_sources_and_citations(case):
    report = case.reports()[0]
    hidden = confidential(case, report.id, "report")
    public = both(hidden, handling="public")
    assert report.capture_id not in public and report.title not in public
    assert report.capture_id in both(hidden, handling="internal")


def test_a_mark_that_was_taken_back_hides_nothing(case):
    statement = case.statements()[0]
    hidden = confidential(case, statement.id, "statement")
    undo = Decision(
        id="u" * 64, action="undo", target_kind="decision", target="c" * 64, why="released", who="R", when=NOW
    )
    hidden.the_decisions.append(undo)
    assert both(hidden, handling="clear") == both(replace(case, the_decisions=hidden.the_decisions), handling="clear")
    assert statement.id[:8] in both(hidden, handling="clear")


def test_confidential_items_stay_out_of_the_export_unless_asked_for(case, tmp_path):
    statement = next(s for s in case.statements() if len(s.mention_ids) == 1)
    mention = next(m for m in case.statement_mentions() if m.id == statement.mention_ids[0])
    hidden = confidential(case, statement.id, "statement", *mention.content)
    export_records(hidden, tmp_path / "open")
    export_records(hidden, tmp_path / "all", confidential=True)
    words = mention.content[0].words
    written = {
        folder: "".join(p.read_text() for p in (tmp_path / folder).rglob("*") if p.is_file())
        for folder in ("open", "all")
    }
    assert words not in written["open"] and statement.id not in written["open"]
    assert statement.id in written["all"]
