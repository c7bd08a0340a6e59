"""The reports: found by filters, shown with every annotation in place, their versions held against each other."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from fastapi.testclient import TestClient

from trucewatch.case import Case
from trucewatch.present.web.annotated import annotated, exact
from trucewatch.records.report import Report
from trucewatch.records.text import Block, Text, text_id


def report_of(opened: Case, publisher: str) -> Report:
    return next(r for r in opened.reports() if r.publisher == publisher)


class Pieces(HTMLParser):
    """The words of a report's page, by the character at which each piece begins."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[int, str] = {}
        self.ids: set[str] = set()
        self.at: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.add(str(given["id"]))
        if given.get("data-s") is not None:
            self.at = int(str(given["data-s"]))
            self.found[self.at] = ""

    def handle_endtag(self, tag: str) -> None:
        self.at = None

    def handle_data(self, data: str) -> None:
        if self.at is not None:
            self.found[self.at] += data


def pieces_of(page: str) -> Pieces:
    read = Pieces()
    read.feed(page)
    return read


# -- the list -----------------------------------------------------------------------------------------------


def test_reports_are_found_by_outlet_words_and_days(client: TestClient):
    assert "Harbour Online" not in client.get("/reports?outlet=wire").text
    assert "Drones over Akureyri" in client.get("/reports?words=drones").text
    shown = client.get("/reports?since=2031-05-12&until=2031-05-12").text
    assert "Northern Gazette" in shown
    assert "Observer Post" not in shown


def test_filters_that_nothing_fits_say_what_to_do(client: TestClient):
    assert "Widen the days" in client.get("/reports?words=nowhereatall").text


def test_a_day_that_is_none_is_refused(client: TestClient):
    assert client.get("/reports?since=yesterday").status_code == 400


# -- one report ---------------------------------------------------------------------------------------------


def test_a_page_holds_the_stored_text_character_by_character(client: TestClient, opened: Case):
    for report in opened.reports():
        content = opened.store.text(report.text_id).content
        for at, words in pieces_of(client.get(f"/reports/{report.id}").text).found.items():
            assert content[at : at + len(words)] == words


def test_every_passage_leads_to_a_place_in_its_report(client: TestClient, opened: Case):
    records = [*opened.statements(), *opened.incidents()]
    assert records
    for record in records:
        for span in opened.words(record):
            report = opened.store.report_of_text(span.text_id)[0]
            page = client.get(f"/reports/{report.id}?text={span.text_id}").text
            assert f"p{span.start}" in pieces_of(page).ids


def test_each_annotation_has_its_words_marked_and_a_note_that_leads_to_its_record(client: TestClient, opened: Case):
    report = report_of(opened, "Observer Post")
    page = client.get(f"/reports/{report.id}").text
    found = opened.store.annotation(report.text_id)
    assert found is not None
    homes = opened.store.homes(m.id for m in (*found.statements, *found.incidents))
    for kind, mentions in (("statements", found.statements), ("incidents", found.incidents)):
        for mention in mentions:
            if mention.id in homes:
                assert f"/{kind}/{homes[mention.id]}" in page
    for part in ("a-statement-source", "a-statement-cue", "a-statement-content", "a-incident-trigger"):
        assert part in page


def test_words_outside_the_report_are_greyed_with_the_part_they_play(client: TestClient, opened: Case):
    page = client.get(f"/reports/{report_of(opened, 'Observer Post').id}").text
    assert 'class="stretch outside"' in page
    assert ">title</span>" in page


def test_an_earlier_version_is_shown_when_asked_for_and_says_so(client: TestClient, opened: Case):
    report = report_of(opened, "Skaft Wire")
    earlier = client.get(f"/reports/{report.id}?text={report.text_ids[0]}").text
    assert "nine people" in "".join(pieces_of(earlier).found.values())
    assert "a later one is in use" in earlier
    assert "twelve people" in "".join(pieces_of(client.get(f"/reports/{report.id}").text).found.values())


def test_a_version_that_there_is_none_of_is_not_found(client: TestClient, opened: Case):
    assert client.get(f"/reports/{report_of(opened, 'Skaft Wire').id}?text={'f' * 64}").status_code == 404


def test_versions_show_the_words_struck_and_added_and_the_values_changed(client: TestClient, opened: Case):
    page = client.get(f"/reports/{report_of(opened, 'Skaft Wire').id}/versions").text
    assert "<del>nine </del><ins>twelve </ins>" in page
    assert "changed</b>" in page


def test_every_value_found_is_shown_with_how_it_is_known_and_the_captures_hash(client: TestClient, opened: Case):
    report = report_of(opened, "Skaft Wire")
    page = client.get(f"/reports/{report.id}/source").text
    for found in report.found:
        assert found.basis in page
    for capture in report.capture_ids:
        assert capture in page


def test_a_text_from_right_to_left_says_its_language_and_takes_its_own_direction(client: TestClient, opened: Case):
    report = report_of(opened, "صحيفة الميناء")
    page = client.get(f"/reports/{report.id}").text
    assert 'dir="auto" lang="ar"' in page
    assert "This text is in Arabic, which is not read" in page


@pytest.mark.parametrize("words", ["one\r\ntwo", "a\rb", "x\0y", "\ud800z", "<b>&amp;</b>"])
def test_words_keep_their_number_of_characters_in_a_page(words: str):
    read = pieces_of(f'<span data-s="0">{exact(words)}</span>')
    assert len(read.found[0]) == len(words)


def test_pieces_that_overlap_are_cut_where_any_of_them_begins_or_ends(opened: Case):
    report = report_of(opened, "Observer Post")
    text = opened.store.text(report.text_id)
    stretches = annotated(text, opened.store.annotation(text.id), report)
    for stretch in stretches:
        for piece in stretch.pieces:
            for mark in piece.marks:
                assert mark.span.start <= piece.start
                assert piece.start + len(piece.text) <= mark.span.end


def test_a_text_without_blocks_is_shown_whole(opened: Case):
    content = "Words alone."
    text = Text(id=text_id(content), capture_id="c", content=content, reader="r", reader_version="1")
    (stretch,) = annotated(text, None, report_of(opened, "Observer Post"))
    assert "".join(piece.text for piece in stretch.pieces) == content
    assert Block(role="other", start=0, end=5).role == stretch.role


# -- in the browser -----------------------------------------------------------------------------------------


def test_an_address_lights_the_words_that_it_names(browser_page: Any, opened: Case, no_violations: Any):
    span = next(w for s in opened.statements() for w in opened.words(s) if "forty shells" in w.words)
    report = opened.store.report_of_text(span.text_id)[0]
    browser_page.goto(f"/reports/{report.id}?text={span.text_id}#p{span.start}")
    lit = browser_page.locator(".asked")
    lit.first.wait_for()
    assert "forty shells" in "".join(lit.all_inner_texts())
    assert lit.first.is_visible()
    no_violations(browser_page)


def test_a_switch_takes_a_kind_of_annotation_away(browser_page: Any, opened: Case):
    browser_page.goto(f"/reports/{report_of(opened, 'Observer Post').id}")
    notes = browser_page.locator(".note.for-statement")
    assert notes.first.is_visible()
    browser_page.get_by_role("checkbox", name="Statements").uncheck()
    assert notes.first.is_hidden()


def test_pages_of_a_report_have_no_violations_on_a_phone_in_the_dark(new_page: Any, opened: Case, no_violations: Any):
    page = new_page(viewport={"width": 360, "height": 740}, color_scheme="dark")
    for publisher in ("Skaft Wire", "صحيفة الميناء"):
        report = report_of(opened, publisher)
        for part in ("", "/versions", "/source"):
            page.goto(f"/reports/{report.id}{part}")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), part
            no_violations(page)
