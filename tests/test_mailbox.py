"""A mailbox in a case: who was quoted does not speak, what was forwarded is its outlet's, nothing is lost unseen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.present.web.people_of_tests import Browser, Clock, people_beside
from tests.text.mails import HEADERS, letter, page, quoted

import trucewatch
from trucewatch.arriving import _as_read_now
from trucewatch.present.export.gathering import gather
from trucewatch.present.web.access import for_serving
from trucewatch.present.web.app import create_app
from trucewatch.records.report import Found
from trucewatch.settings import Settings

SAID = "The Taliban said on Saturday that they had not attacked the post in Kunduz.\n"
EARLIER = "Tom Reed said on Friday that the Taliban had killed nine policemen in Kunduz.\n"
OVER = "On Sun, May 4, 2031 at 9:14 AM Tom Reed <tom.reed@gmail.com> wrote:\n\n"


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mail")
    answer = letter(
        f"Two people were wounded in Kunduz, a doctor said.\n\nRegards,\nAna Berg\n\n{OVER}{quoted(EARLIER)}", "Re: x"
    )
    forward = letter(
        f"Ana Berg denied this.\n\n---------- Forwarded message ---------\n{HEADERS}\n\n{SAID}", "Fwd: Kunduz"
    )
    short = page(
        "<div>Shelling reported in Kunduz at 0600, two wounded. Confirm?</div>", sender="OCHA <ocha@un.example>"
    )
    border = b"From a@b.example Mon May  5 10:00:00 2031\n"
    (folder / "box.mbox").write_bytes(
        b"".join(border + one.rstrip(b"\n") + b"\n\n" for one in (answer, forward, short))
    )
    return folder / "box.mbox"


@pytest.fixture(scope="module")
def case(box, tmp_path_factory):
    with trucewatch.create(tmp_path_factory.mktemp("case") / "mail.truce", agreement="doha") as opened:
        opened.result = opened.add([box])
        yield opened


def test_who_is_quoted_in_a_mail_says_nothing_in_the_record(case):
    speakers = {statement.speaker for statement in case.statements()}
    assert speakers == {"Taliban", "a doctor"}
    assert case.search("policemen") == []


def test_a_forward_has_the_outlet_and_day_of_what_is_forwarded(case):
    told = {report.publisher: str(report.published) for report in case.reports()}
    assert told == {"River Council Press": "2031-05-03", None: "2031-05-05", "OCHA": "2031-05-05"}


def test_what_is_not_read_of_mails_is_counted_and_shown(case):
    assert case.result.added == 3
    assert case.result.left_out["earlier mail within a mail, not read again"] == 1
    assert case.result.left_out["words of who forwarded a mail, not read"] == 1


def test_a_short_mail_in_html_tells_its_incident(case):
    assert any("two wounded" in mention.words.words for mention in case.store.incident_mentions())


def test_names_and_addresses_of_those_who_write_each_other_leave_no_house(case):
    texts = gather(case.store).words.values()
    assert not [name for name in ("Reed", "Berg", "gmail") if any(name in words for words in texts)]
    assert any("Two people were wounded" in words for words in texts)


def test_readers_of_the_pages_see_them_as_little_and_reviewers_do(case, box, tmp_path):
    path = tmp_path / "pages.truce"
    with trucewatch.create(path, agreement="doha") as made:
        made.add([box], link=False)
        answer = next(report for report in made.reports() if report.publisher is None)
    people = people_beside(path, Clock())
    access = replace(for_serving("127.0.0.1", path, login=True), people=people)
    app = create_app(path, settings=Settings(), access=access)
    seen = {}
    for name in ("Petra Lind", "Oskar Brun"):
        browser = Browser(app)
        browser.sign_in(name)
        seen[name] = browser.get(f"/reports/{answer.id}").text
    assert "Tom Reed" in seen["Oskar Brun"]
    assert "Reed" not in seen["Petra Lind"]
    assert all("quoted" in text and "earlier mail that this one quotes" in text for text in seen.values())


def test_a_mail_added_again_is_known_by_what_it_is_read_to_be_from_now(case, box):
    assert (case.add([box]).already, case.counts()["reports"]) == (3, 3)
    report = next(one for one in case.reports() if one.publisher is None)
    capture = case.store.capture(report.capture_id)
    person = Found(field="publisher", value="Ana Berg", basis="metadata", detail="mail from")
    given = Found(field="publisher", value="Field Office", basis="sidecar", detail="sources.csv line 2")
    once = trucewatch.Report(id=report.id, capture_ids=report.capture_ids, text_ids=report.text_ids,
                             found=(person, given), added_at=report.added_at)  # fmt: skip
    assert _as_read_now(once, capture, report.found).found == (given,)
