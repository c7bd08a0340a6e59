"""Other datasets beside the case: matches with reasons, what each lacks, a person's judgement; ACLED nowhere else."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from trucewatch.case import Case, open_case

#: Words that stand in no report of the tests.
MARK = "Quillbeck"
HEAD = (
    "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,country,admin1,location,latitude,"
    "longitude,geo_precision,notes,fatalities"
)
SHELLED = (
    f"ARV1,2031-05-03,1,Explosions/Remote violence,Shelling/artillery/missile attack,Military Forces of Arvania,,"
    f"Iceland,,Selfoss,,,1,{MARK} <b>note</b>,7"
)
MARCHED = f"ARV2,2031-05-20,1,Protests,Peaceful protest,Protesters,,Iceland,,Dorn,,,1,{MARK} two,0"
PAX = f"Con,AgtId,Agt,Dat,Part,Ce\nIceland,9001,Skaft accord {MARK},2031-02-28,Arvania; Belmar Front,1\n"


def token_of(page: str) -> str:
    """The token that a form of the page sends along."""
    return page.partition('name="csrf" value="')[2].partition('"')[0]


def lay(path: Path, folder: Path, *rows: str) -> None:
    (folder / "arv.csv").write_text("\n".join([HEAD, *(rows or (SHELLED, MARCHED))]) + "\n", encoding="utf-8")
    (folder / "pax.csv").write_text(PAX, encoding="utf-8")
    with open_case(path, write=True) as case:
        case.add_beside(folder / "arv.csv", accept_terms=True, who="Mira Holt")
        case.add_beside(folder / "pax.csv", who="Mira Holt")


@pytest.fixture
def beside(app_case: Path, tmp_path: Path) -> None:
    lay(app_case, tmp_path)


def test_without_other_datasets_the_page_says_how_to_lay_one_beside(client: TestClient):
    assert "trucewatch beside CASE --add FILE" in client.get("/beside").text
    assert client.get("/beside/nothing").status_code == 404


@pytest.mark.usefixtures("beside")
def test_a_match_shows_what_each_tells_with_reasons_and_score(client: TestClient):
    assert "terms accepted by Mira Holt" in client.get("/beside").text
    page = client.get("/beside/arv").text
    assert "places of one name" in page and "day: one day apart" in page
    assert f"{MARK} &lt;b&gt;note&lt;/b&gt;" in page and "you may not pass its rows on" in " ".join(page.split())
    row = page.partition("<td>killed")[2].partition("</tr>")[0]
    assert "7" in row
    assert "ARV2" not in page


@pytest.mark.usefixtures("beside")
def test_what_each_lacks_stands_in_a_view_of_its_own(client: TestClient, opened: Case):
    theirs = client.get("/beside/arv?view=theirs").text
    assert "ARV2" in theirs and "ARV1" not in theirs
    ours = client.get("/beside/arv?view=ours").text
    matched = {m.incident.id for m in opened.beside("arv").matches}
    for incident in opened.beside("arv").ours:
        assert incident.id in ours
    assert not any(one in ours for one in matched)


@pytest.mark.usefixtures("beside")
def test_a_person_judges_a_match_and_names_an_incident_for_a_record_without_one(client: TestClient, opened: Case):
    page = client.get("/beside/arv").text
    [match] = opened.beside("arv").matches
    sent = {"csrf": token_of(page), "other": "ARV1", "ours": f"i:{match.incident.id}", "verdict": "different"}
    assert client.post("/beside/arv/judge", data={**sent, "why": ""}).status_code == 400
    client.post("/beside/arv/judge", data={**sent, "why": "another bridge"})
    assert "ARV1" not in client.get("/beside/arv").text
    client.post("/beside/arv/judge", data={**sent, "other": "ARV2", "verdict": "same", "why": "it was then"})
    page = client.get("/beside/arv").text
    assert "judged the same by Mira Holt" in page and "it was then" in page


@pytest.mark.usefixtures("beside")
def test_agreements_stand_beside_the_texts_days_and_topics_of_ours(client: TestClient, opened: Case):
    page = client.get("/beside/pax").text
    assert "text:skaft" in page and "University of Edinburgh" in page
    assert "no provision here" in page
    sent = {"csrf": token_of(page), "other": "9001", "ours": "text:skaft", "verdict": "different", "why": "a draft"}
    client.post("/beside/pax/judge", data=sent)
    assert opened.beside_agreement("pax").matches == ()


@pytest.mark.usefixtures("beside")
def test_rows_of_acled_are_shown_to_who_signed_in_and_to_nobody_else(guarded: Any, client: TestClient):
    with TestClient(guarded, base_url="http://127.0.0.1:8722", follow_redirects=False) as stranger:
        for address in ("/beside", "/beside/arv", "/beside/arv?view=theirs", "/api/v1/beside"):
            answer = stranger.get(address)
            assert answer.status_code != 200 and MARK not in answer.text
    api = [one for one in client.get("/api/v1/openapi.json").text.split('"') if one.startswith("/")]
    assert not any("beside" in one for one in api)


def test_a_part_of_a_set_is_what_the_whole_says_of_it(app_case: Path, tmp_path: Path):
    days = [date(2031, 4, 25) + timedelta(days=n) for n in range(40)]
    kinds = [SHELLED, MARCHED]
    rows = [
        kinds[n % 2].replace("ARV1" if n % 2 == 0 else "ARV2", f"R{n}").replace(
            "2031-05-03" if n % 2 == 0 else "2031-05-20", str(day)
        )
        for n, day in enumerate(days)
    ]  # fmt: skip
    lay(app_case, tmp_path, *rows)
    with open_case(app_case, write=True) as case:
        [match, *_], [far, *_] = case.beside("arv").matches, case.beside("arv").ours
        case.judge_beside(match.other.shown, "different", f"i:{match.incident.id}", why="another", who="Mira Holt")
        case.judge_beside("arv:R39", "same", f"i:{far.id}", why="told late", who="Mira Holt")  # a month apart
        whole = case.beside("arv")
        assert far.id not in {i.id for i in whole.ours}
        for view, expected in (
            ("matches", [(m.other.id, m.incident.id, m.score) for m in whole.matches]),
            ("theirs", [o.id for o in whole.theirs]), ("ours", sorted(i.id for i in whole.ours)),
        ):  # fmt: skip
            found, start = [], 0
            while start is not None:
                part = case.beside_part("arv", view, start=start, most=3)
                found += [(m.other.id, m.incident.id, m.score) for m in part.matches]
                found += [o.id for o in part.theirs] + [i.id for i in part.ours]
                assert part.further is None or part.further > start
                start = part.further
            assert (sorted(found) if view == "ours" else found) == expected


@pytest.mark.usefixtures("beside")
def test_the_pages_can_be_read_by_everybody(new_page: Any, no_violations: Any):
    every = ("/beside", "/beside/arv", "/beside/arv?view=theirs", "/beside/arv?view=ours", "/beside/pax")
    for scheme, width, addresses in (("light", 1280, every), ("dark", 390, every[1:3] + every[4:])):
        page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        for address in addresses:
            page.goto(address)
            for one in page.query_selector_all("summary"):
                one.click()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            no_violations(page)
