"""Correcting: each action in its form, at once in force, signed, undoable; two persons at one record see each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from tests.present.web.forms import form_with, forms_in, send

from trucewatch.annotate.annotator import Annotator
from trucewatch.case import Case, open_case
from trucewatch.present.web.app import create_app
from trucewatch.records.statement import Statement
from trucewatch.settings import Settings


def said(opened: Case, words: str) -> Statement:
    return next(s for s in opened.statements() for span in opened.words(s) if words in span.words)


@pytest.fixture
def other(app: FastAPI, app_case: Any) -> Iterator[TestClient]:
    """A second person at the same case."""
    asked = create_app(app_case, settings=Settings(person="Tor Vale", handling="internal"))
    with TestClient(asked, base_url="http://127.0.0.1:8722") as asking:
        yield asking


# -- values -------------------------------------------------------------------------------------------------


def test_several_values_are_changed_at_once_and_shown_as_a_persons(client: TestClient, opened: Case):
    statement = said(opened, "forty shells")
    answer = send(
        client, f"/correct/statement/{statement.id}", "save", speaker="Adela Brandt", said_on__from="2031-05-02",
        said_on__to="2031-05-03", why="a misprint in the wire",
    )  # fmt: skip
    assert answer.url.path == f"/statements/{statement.id}"
    assert "Adela Brandt" in answer.text
    assert "You changed <b>speaker</b>" in answer.text
    now = opened.find(f"s:{statement.id}")[1]
    assert (str(now.said_on.first_day), str(now.said_on.last_day)) == ("2031-05-02", "2031-05-03")
    history = client.get(f"/correct/statement/{statement.id}").text
    assert '<span class="by person">Mira Holt</span> changed <b>speaker</b>' in history
    assert "a misprint in the wire" in history


def test_a_form_without_a_change_is_told_and_decides_nothing(client: TestClient, opened: Case):
    statement = said(opened, "forty shells")
    answer = send(client, f"/correct/statement/{statement.id}", "save", why="nothing")
    assert answer.status_code == 400
    assert "No value was changed" in answer.text
    assert opened.store.decisions() == []


def test_a_decision_without_a_reason_is_refused_and_what_was_typed_stays(client: TestClient, opened: Case):
    statement = said(opened, "forty shells")
    answer = send(client, f"/correct/statement/{statement.id}", "save", speaker="Adela Brandt", why=" ")
    assert answer.status_code == 400
    assert form_with(answer.text, "save").values["speaker"] == "Adela Brandt"
    assert opened.store.decisions() == []


def test_reasons_given_before_are_offered(client: TestClient, opened: Case):
    statement = said(opened, "forty shells")
    send(client, f"/correct/statement/{statement.id}", "confirm", why="heard on the tape")
    assert '<option value="heard on the tape">' in client.get(f"/correct/statement/{statement.id}").text


def test_places_counts_and_people_of_an_incident_are_corrected(client: TestClient, opened: Case):
    incident = next(i for i in opened.incidents() if i.counts)
    answer = send(
        client, f"/correct/incident/{incident.id}", "save", counts__0__value="14", counts__0__bound="at_least",
        where__name="the old quay", where__lat="64.1", where__lon="-21.9", where__precision="exact",
        actors__0__name="Arvanian gunners", actors__0__side="Arvania", why="seen by our own observer",
    )  # fmt: skip
    assert answer.status_code == 200, answer.text[:2000]
    now = opened.find(f"i:{incident.id}")[1]
    assert (now.counts[0].value, now.counts[0].low, now.counts[0].high) == (14, 14, None)
    assert (now.where.name, now.where.lat, now.where.gazetteer_id) == ("the old quay", 64.1, None)
    assert (now.actors[0].name, now.actors[0].side) == ("Arvanian gunners", "Arvania")


def test_a_name_is_looked_up_in_the_gazetteer_and_the_place_picked_brings_its_own_point(
    client: TestClient, opened: Case
):
    incident = opened.incidents()[0]
    form = form_with(client.get(f"/correct/incident/{incident.id}").text, "save")
    looked = client.post(form.action, data={**form.values, "where.search": "Akureyri", "action": "look up"})
    assert "Places of that name" in looked.text
    again = form_with(looked.text, "save")
    found = next(line for line in looked.text.splitlines() if 'data-name="Akureyri"' in line)
    picked = found.split('value="')[1].split('"')[0]
    typed = {"where.name": "Akureyri", "where.lat": "", "where.lon": "", "where.pick": picked, "why": "named so"}
    client.post(again.action, data={**again.values, **typed, "action": "save"})
    now = opened.find(f"i:{incident.id}")[1]
    assert now.where.gazetteer_id == picked
    assert now.where.lat == pytest.approx(65.7, abs=0.2)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        pytest.param("value", "many", "Value is a number", id="a number"),
        pytest.param("as_of__from", "2031-13-40", "takes days like", id="a day"),
        pytest.param("quantity", "", "may not be left empty", id="a needed value"),
    ],
)
def test_a_value_that_does_not_fit_is_told_with_what_would(
    client: TestClient, opened: Case, field: str, value: str, told: str
):
    figure = next(iter(opened.store.figures()))
    answer = send(client, f"/correct/figure/{figure.id}", "save", why="x", **{field: value})
    assert answer.status_code == 400
    assert told in answer.text


# -- the record itself --------------------------------------------------------------------------------------


def test_a_record_is_accepted_rejected_and_brought_back_by_undo(client: TestClient, opened: Case):
    statement = said(opened, "forty shells")
    assert "accepted it as it is" in send(client, f"/correct/statement/{statement.id}", "confirm", why="checked").text
    gone = send(client, f"/correct/statement/{statement.id}", "reject", why="nobody said so")
    assert "not in the record any more" in gone.text
    assert statement.id not in {s.id for s in opened.statements()}
    undo = next(form for form in forms_in(gone.text) if form.action == "/undo")
    client.post("/undo", data=undo.values)
    assert statement.id in {s.id for s in opened.statements()}


def test_two_records_are_joined_and_parted(client: TestClient, opened: Case):
    one, two = said(opened, "forty shells"), said(opened, "heard the guns")
    send(client, f"/correct/statement/{one.id}", "same", typed=f"s:{two.id}", why="one speech")
    joined = opened.find(f"s:{one.id}")[1]
    assert set(two.mention_ids) <= set(joined.mention_ids)
    send(client, f"/correct/statement/{joined.id}", "different", other=f"m:{two.mention_ids[0]}", why="two after all")
    parted = two.mention_ids[0]
    assert opened.store.homes([parted])[parted] not in opened.store.homes(one.mention_ids).values()


def test_joining_with_nothing_or_with_an_unknown_record_is_told(client: TestClient, opened: Case):
    statement = said(opened, "forty shells")
    assert "Name the other record" in send(client, f"/correct/statement/{statement.id}", "same", why="x").text
    answer = send(client, f"/correct/statement/{statement.id}", "same", typed="s:ffffffff", why="x")
    assert answer.status_code == 400
    assert "no record" in answer.text


def test_a_record_is_kept_confidential_and_a_name_released(client: TestClient, opened: Case):
    statement = said(opened, "heard the guns")
    assert (
        "confidential</span>" in send(client, f"/correct/statement/{statement.id}", "confidential", why="at risk").text
    )
    send(client, f"/correct/statement/{statement.id}", "release", why="she agreed in writing")
    assert [d.action for d in opened.store.decisions()] == ["confidential", "release"]


def test_comments_assignment_and_a_second_readers_sign_off(client: TestClient, other: TestClient, opened: Case):
    place = f"/correct/statement/{said(opened, 'forty shells').id}"
    send(client, place, "comment", words="who took this down?")
    send(client, place, "assign", to="Tor Vale")
    assert "who took this down?" in other.get(place).text
    send(client, place, "finish")
    assert send(client, place, "sign").status_code == 400  # not by who finished it
    assert "signed by Mira Holt" in send(other, place, "sign").text


def test_a_source_and_its_report_are_graded_apart(client: TestClient, opened: Case):
    report = next(r for r in opened.reports() if r.publisher == "Skaft Wire")
    grades = [form for form in forms_in(client.get(f"/correct/report/{report.id}").text) if "grade" in form.buttons]
    for form, code in zip(grades, ("B", "2"), strict=True):
        client.post(form.action, data={**form.values, "grade": code, "why": "by its record", "action": "grade"})
    held = opened.grades()
    assert held.of_source("Skaft Wire").code == "B"
    assert held.of_report(report).code == "2"


def test_words_are_taken_out_only_with_the_word_typed(client: TestClient, opened: Case):
    report = next(r for r in opened.reports() if r.publisher == "Northern Gazette")
    place = f"/correct/report/{report.id}"
    assert send(client, place, "redact", why="court order", confirm="yes").status_code == 400
    assert opened.store.redactions() == []
    shown = send(client, place, "redact", why="court order", confirm="REDACT")
    assert opened.store.redactions()
    assert "court order" in client.get(f"/reports/{report.id}").text
    assert "armed drones" not in shown.text


# -- words --------------------------------------------------------------------------------------------------


def test_what_was_missed_is_added_by_its_first_and_last_words(client: TestClient, opened: Case):
    report = next(r for r in opened.reports() if r.publisher == "Observer Post")
    place = f"/reports/{report.id}/add?first=counted eleven&last=the bridge&kind=incident"
    answer = send(client, place, "add", type="shelling", when__from="2031-05-03", why="missed")
    assert answer.url.path == f"/reports/{report.id}"
    assert any(span.words.startswith("counted eleven") for i in opened.incidents() for span in opened.words(i))


def test_words_that_stand_twice_are_told_apart_by_their_place(client: TestClient, opened: Case):
    report = next(r for r in opened.reports() if r.publisher == "Arvania Daily")
    content = opened.store.text(report.text_id).content
    words = "the bridge at Selfoss"
    assert content.count(words) == 2
    asked = client.get(f"/reports/{report.id}/add?first={words}")
    assert "stand there 2 times" in asked.text
    at = content.rfind(words)
    send(client, f"/reports/{report.id}/add?at={at}-{at + len(words)}", "add", speaker="Belmar Front", why="missed")
    assert any(span.start == at and span.words == words for s in opened.statements() for span in opened.words(s))


def test_words_that_are_not_there_are_told(client: TestClient, opened: Case):
    report = opened.reports()[0]
    assert "do not stand in the current version" in client.get(f"/reports/{report.id}/add?first=no such words").text


def test_a_record_put_on_other_words_is_found_under_its_old_id(client: TestClient, opened: Case):
    statement = said(opened, "heard the guns")
    mention = statement.mention_ids[0]
    answer = send(
        client, f"/correct/mention/{mention}/words", "use", first="she had heard", last="hour", why="cut short"
    )  # fmt: skip
    assert answer.url.path.startswith("/reports/")
    kind, now = opened.find(f"s:{statement.id}")
    assert kind == "statement"
    assert "she had heard the guns for an hour" in [span.words for span in opened.words(now)]
    assert now.speaker == statement.speaker


# -- two persons at one record ------------------------------------------------------------------------------


def test_who_comes_second_sees_what_the_first_decided_beside_what_they_typed(
    client: TestClient, other: TestClient, opened: Case
):
    statement = said(opened, "forty shells")
    place = f"/correct/statement/{statement.id}"
    mine = form_with(client.get(place).text, "save")
    send(other, place, "save", speaker="Odo Lenz", why="from the tape")
    answer = client.post(
        place, data={**mine.values, "speaker": "Adela Brandt", "why": "from the wire", "action": "save"}
    )  # fmt: skip
    assert answer.status_code == 409
    assert "Tor Vale decided on this meanwhile" in answer.text
    assert "Stands there now: <bdi>Odo Lenz" in answer.text
    again = form_with(answer.text, "save")
    assert again.values["speaker"] == "Adela Brandt"
    assert again.values["why"] == "from the wire"
    assert opened.find(f"s:{statement.id}")[1].speaker == "Odo Lenz"
    assert client.post(place, data={**again.values, "action": "save"}, follow_redirects=False).status_code == 303
    assert opened.find(f"s:{statement.id}")[1].speaker == "Adela Brandt"


def test_two_who_change_different_values_do_not_meet(client: TestClient, other: TestClient, opened: Case):
    statement = said(opened, "forty shells")
    place = f"/correct/statement/{statement.id}"
    mine = form_with(client.get(place).text, "save")
    send(other, place, "save", speaker="Odo Lenz", why="from the tape")
    answer = client.post(place, data={**mine.values, "role": "an envoy", "why": "x", "action": "save"})
    assert answer.status_code == 200
    now = opened.find(f"s:{statement.id}")[1]
    assert (now.speaker, now.role) == ("Odo Lenz", "an envoy")


def test_what_was_decided_in_forms_holds_when_every_text_is_read_anew(
    client: TestClient, opened: Case, app_case: Any, monkeypatch: pytest.MonkeyPatch
):
    for number, statement in enumerate(opened.statements()[:3]):
        typed = {
            "speaker": f"Speaker {number}",
            "role": f"role {number}",
            "via": f"way {number}",
            "note": f"n {number}",
        }
        typed |= {"reported_by": f"source {number}", "said_on__from": f"2031-04-{number % 28 + 1:02}"}
        typed |= {"medium": "speech", "target_side": "Joint Observer Mission"}
        send(client, f"/correct/statement/{statement.id}", "save", why="by hand", **typed)
    for number, incident in enumerate(opened.incidents()[:2]):
        typed = {"weapon": f"tool {number}", "note": f"n {number}", "when__from": f"2031-03-{number % 28 + 1:02}"}
        send(client, f"/correct/incident/{incident.id}", "save", why="by hand", **typed)
    assert len(opened.store.decisions()) >= 25
    before = {r.id: r for r in (*opened.statements(), *opened.incidents())}
    plain = Annotator.fingerprint
    monkeypatch.setattr(Annotator, "fingerprint", lambda *given: plain(*given) + "-newer")
    with open_case(app_case, write=True) as case:
        redone, _, lost = case.reannotate()
    assert redone == len(opened.reports())
    assert lost == []
    now = {r.id: r for r in (*opened.statements(), *opened.incidents())}
    given = ("speaker", "role", "via", "reported_by", "said_on", "note", "medium", "target_side", "weapon", "when")
    for one in given:
        assert {i: getattr(r, one, None) for i, r in now.items()} == {
            i: getattr(r, one, None) for i, r in before.items()
        }


def test_a_reports_own_values_are_corrected_with_their_history(client: TestClient, opened: Case):
    one = next(r for r in opened.reports() if r.publisher == "Observer Post")
    page = client.get(f"/correct/report/{one.id}").text
    assert "Reject: no such" not in page
    assert "/correct/report/" in client.get(f"/reports/{one.id}/source").text
    answer = send(
        client, f"/correct/report/{one.id}", "save", title="Observers <i>at</i> Selfoss", author="Runa Ost",
        published="2031-05-07", why="as printed",
    )  # fmt: skip
    assert answer.url.path == f"/reports/{one.id}"
    assert '<h1 dir="auto">Observers &lt;i&gt;at&lt;/i&gt; Selfoss</h1>' in answer.text
    assert "by <bdi>Runa Ost</bdi>" in answer.text
    assert "7 May 2031" in answer.text
    source = client.get(f"/reports/{one.id}/source").text
    assert '<span class="by person">Mira Holt</span>' in source
    assert "Observers reach Selfoss" in source
    history = client.get(f"/correct/report/{one.id}").text
    assert "<del><bdi>2031-05-06</bdi></del> → <ins><bdi>2031-05-07</bdi></ins>" in history
    answer = send(client, f"/correct/report/{one.id}", "save", title=" ", why="x")
    assert answer.status_code == 400
    assert "Title may not be left empty" in answer.text


# -- hostile words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["<script>window.hit=1</script>", '" onfocus=window.hit=1 autofocus="', "{{ 7*7 }}"])
def test_typed_words_stay_words(client: TestClient, opened: Case, words: str):
    statement = said(opened, "forty shells")
    send(client, f"/correct/statement/{statement.id}", "save", speaker=words, note=words, why=words)
    send(client, f"/correct/statement/{statement.id}", "comment", words=words)
    for place in (
        f"/statements/{statement.id}",
        f"/correct/statement/{statement.id}",
        f"/reports/{opened.reports()[0].id}",
    ):
        page = client.get(place).text
        assert "<script>window" not in page
        assert '" onfocus=window' not in page
    assert form_with(client.get(f"/correct/statement/{statement.id}").text, "save").values["speaker"] == words


# -- in the browser -----------------------------------------------------------------------------------------


def test_two_browsers_at_one_record_see_each_other(new_page: Callable[..., Any], opened: Case, no_violations: Any):
    statement = said(opened, "forty shells")
    first, second = new_page(), new_page()
    for page in (first, second):
        page.goto(f"/correct/statement/{statement.id}")
    first.get_by_label("Speaker").fill("Odo Lenz")
    first.locator("#why").fill("from the tape")
    first.get_by_role("button", name="Save changes").click()
    first.get_by_role("heading", name="Odo Lenz").wait_for()
    second.get_by_label("Role").fill("an envoy")
    second.locator("#why").fill("from the wire")
    second.get_by_role("button", name="Save changes").click()
    second.get_by_role("heading", name="Odo Lenz").wait_for()  # one person: both values hold, none is lost
    assert opened.find(f"s:{statement.id}")[1].role == "an envoy"
    no_violations(second)


def test_words_selected_with_the_keyboard_are_added(browser_page: Any, opened: Case, no_violations: Any):
    report = next(r for r in opened.reports() if r.publisher == "Observer Post")
    browser_page.goto(f"/reports/{report.id}")
    browser_page.locator("#text").focus()
    browser_page.keyboard.press("ArrowRight")
    for _ in range(4):
        browser_page.keyboard.press("Shift+ArrowRight")
    bar = browser_page.get_by_role("region", name="Selected words")
    bar.wait_for()
    bar.get_by_role("link", name="Add a statement").click()
    words = browser_page.locator("mark").first.inner_text()
    assert words in " ".join(opened.store.text(report.text_id).content.split())
    no_violations(browser_page)
    browser_page.get_by_label("Speaker").fill("the mission")
    browser_page.locator("#why").fill("missed")
    browser_page.get_by_role("button", name="Add the statement").click()
    browser_page.locator(".done").wait_for()
    assert any(s.maker.kind == "person" or s.speaker == "the mission" for s in opened.statements())


def test_words_dragged_over_become_those_of_the_record(browser_page: Any, opened: Case):
    mention = said(opened, "heard the guns").mention_ids[0]
    browser_page.goto(f"/correct/mention/{mention}/words")
    browser_page.evaluate(
        """() => {
        const piece = [...document.querySelectorAll('.words span')].find((one) => one.classList.contains('held'));
        const range = document.createRange();
        range.setStart(piece.firstChild, 0); range.setEnd(piece.firstChild, piece.textContent.lastIndexOf(' '));
        getSelection().removeAllRanges(); getSelection().addRange(range);
    }"""
    )
    browser_page.locator("[data-selected]").wait_for()
    chosen = browser_page.locator("[data-selected] q").inner_text()
    browser_page.locator("#why").fill("too long")
    browser_page.get_by_role("button", name="Use these words").click()
    browser_page.locator(".done").wait_for()
    assert any(chosen == " ".join(span.words.split()) for s in opened.statements() for span in opened.words(s))


def test_a_place_is_looked_up_and_clicked_on_the_map(browser_page: Any, opened: Case, no_violations: Any):
    incident = opened.incidents()[0]
    browser_page.goto(f"/correct/incident/{incident.id}")
    browser_page.get_by_label("Look a name up in the gazetteer").fill("Akureyri")
    browser_page.get_by_role("button", name="Look up").click()
    browser_page.locator("[data-picks] input[type=radio]").first.check()
    assert browser_page.get_by_label("Latitude").input_value().startswith("65.")
    browser_page.locator("[data-map]").click(position={"x": 40, "y": 200})
    assert not browser_page.get_by_label("Latitude").input_value().startswith("65.6")
    assert browser_page.locator("[data-picks] input:checked").count() == 0
    browser_page.get_by_label("Place, as it shall be shown").fill("off the coast")
    no_violations(browser_page)
    browser_page.locator("#why").fill("seen from the ship")
    browser_page.get_by_role("button", name="Save changes").click()
    browser_page.locator(".done").wait_for()
    where = opened.find(f"i:{incident.id}")[1].where
    assert (where.name, where.gazetteer_id) == ("off the coast", None)
