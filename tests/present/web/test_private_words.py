"""Protected words are sought in the whole of what leaves: names of private persons, what is confidential, who works on
the case. What readers of the desk get is looked through as well."""

from __future__ import annotations

import re
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from tests.present.web.people_of_tests import Browser, Clock, people_beside
from typer.testing import CliRunner

from trucewatch.case import Case, create, open_case
from trucewatch.present.cli.app import app as program
from trucewatch.present.web.access import for_serving
from trucewatch.present.web.app import create_app
from trucewatch.records.privacy import Withheld
from trucewatch.settings import Settings

AGREEMENT = """\
trucewatch: 1
id: vell
title: Vell truce between Norland and the Ister Front
signed: 2031-02-28
parties:
  - {name: Norland, role: signatory, members: [Norland army]}
  - {name: Ister Front, role: signatory}
provisions:
  - {ref: "1", what: Neither side shells towns., obligors: [Norland, Ister Front], keywords: [shelling]}
"""
REPORTS = (
    ("Vell Wire", "2031-05-03", "https://wire.example/2031/05/jorun-askel-saw-shells", """\
Front accuses army of shelling Vell

The Ister Front accused the Norland army on Saturday of shelling the town of Vell.

A potter, Jorun Askel, said she had seen the shells fall. "My brother was inside," Askel said.
"""),
    ("Ister Voice", "2031-05-05", "https://voice.example/5", """\
Front says army will answer

The Ister Front said on Monday that the army had shelled Vell again.

A nurse, Sunna Dreyk, said that the ward was full. Jorun
Askel was among those who fled.

"The Fernhollow store is full," said Brann Ottar, an officer of the Ister Front.
"""),
    ("Cellar Sheet", "2031-05-06", "https://cellar.example/greywater", """\
Talks at Greywater

The Norland army said on Tuesday that it would meet the Ister Front at Greywater.
"""),
)  # fmt: skip
#: What is in no output for anybody.
PRIVATE = ("Jorun", "Askel", "Sunna", "Dreyk", "Mikkel", "Tarn")
CONFIDENTIAL = ("Fernhollow", "Ottar", "Greywater", "Cellar")
OF_THE_HOUSE = ("Reviewer Quill", "Backnote", "Zeal")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("vell")
    (home / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    with create(home / "vell.truce", agreement=str(home / "agreement.yaml")) as case:
        for publisher, published, url, words in REPORTS:
            case.add_words(words.encode(), publisher=publisher, published=published, url=url)
        _decide(case)
    return home / "vell.truce"


def _decide(case: Case) -> None:
    by = {"who": "Reviewer Quill", "why": "Zeal: asked for"}
    said = {span.words: s.id for s in case.statements() for span in case.words(s)}
    case.decide(f"s:{next(i for w, i in said.items() if 'Fernhollow' in w)}", "confidential", **by)
    sheet = next(r for r in case.reports() if r.publisher == "Cellar Sheet")
    case.decide(f"r:{sheet.id}", "confidential", **by)
    seen = next(i for w, i in said.items() if "shelling" in w or "shelled" in w)
    case.amend(f"s:{seen}", {"note": "Backnote: Jorun Askel told us", "said_on": "2031-05-03"}, **by)
    case.note("The well is dry.", kind="statement", act="report", speaker="Mikkel Tarn", source="call",
              said="2031-05-04", **by)  # fmt: skip


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    shutil.copy(template, tmp_path / "vell.truce")
    return tmp_path / "vell.truce"


def told(folder: Path) -> str:
    return "\n".join(f"{p.name}\n{p.read_text(encoding='utf-8')}" for p in sorted(folder.rglob("*")) if p.is_file())


def words_in(given: str, *sought: tuple[str, ...]) -> list[str]:
    """Those of the words that stand there, with what is around them."""
    found = []
    for word in (one for many in sought for one in many):
        match = re.search(rf"(?<![^\W_]){word}(?![^\W_])", given, re.IGNORECASE)
        if match:
            found.append(f"{word}: {given[max(0, match.start() - 60) : match.end() + 30]!r}")
    return found


@pytest.mark.parametrize("form", ["records", "jsonl", "csv", "geojson", "ics", "graphml"])
def test_a_public_export_holds_no_protected_word(path: Path, tmp_path: Path, form: str):
    done = CliRunner().invoke(program, ["export", str(path), str(tmp_path / "out"), "--format", form, "--public"])
    assert done.exit_code == 0, done.output
    assert words_in(told(tmp_path / "out"), PRIVATE, CONFIDENTIAL, OF_THE_HOUSE) == []


def test_an_export_for_the_house_is_signed_and_names_no_private_person(path: Path, tmp_path: Path):
    done = CliRunner().invoke(program, ["export", str(path), str(tmp_path / "out"), "--format", "jsonl"])
    assert done.exit_code == 0, done.output
    held = told(tmp_path / "out")
    assert "Reviewer Quill" in held
    assert words_in(re.sub(r'"(?:url|file|text_file)": "[^"]*"', "", held), PRIVATE, CONFIDENTIAL) == []


def test_a_public_dossier_and_digest_hold_no_protected_word(path: Path, tmp_path: Path):
    given = ["brief", str(path), "--handling", "public", "--draft", "--format", "html", "--format", "md"]
    done = CliRunner().invoke(program, [*given, "--out", str(tmp_path / "brief")])
    assert done.exit_code == 0, done.output
    held = (tmp_path / "brief.html").read_text(encoding="utf-8") + (tmp_path / "brief.md").read_text(encoding="utf-8")
    assert "shelling" in held
    assert words_in(held, PRIVATE, CONFIDENTIAL, OF_THE_HOUSE) == []
    digest = CliRunner().invoke(program, ["digest", str(path), "--since", "2020-01-01"])
    assert digest.exit_code == 0, digest.output
    assert words_in(digest.output, PRIVATE, CONFIDENTIAL, OF_THE_HOUSE) == []


LISTS = (
    "statements", "incidents", "incidents.geojson", "reports", "actors", "figures", "ledger", "provisions", "feed.atom",
    "search?words=shell*", "search?words=full", "search?words=said&kind=report",
)  # fmt: skip


@pytest.mark.parametrize("asked", LISTS)
def test_the_interface_gives_no_protected_word(path: Path, asked: str):
    app = create_app(path, settings=Settings(person="Mira Holt", handling="internal"))
    with TestClient(app, base_url="http://127.0.0.1:8722") as client:
        answer = client.get(f"/api/v1/{asked}")
        assert answer.status_code == 200
        assert words_in(answer.text, PRIVATE, CONFIDENTIAL, OF_THE_HOUSE) == []


# -- within the desk --------------------------------------------------------------------------------------


@pytest.fixture
def guarded(path: Path) -> FastAPI:
    people = people_beside(path, Clock())
    access = replace(for_serving("127.0.0.1", path, login=True), people=people)
    return create_app(path, settings=Settings(person="Mira Holt", handling="internal"), access=access)


def pages(browser: Browser, most: int = 70) -> dict[str, str]:
    """What a person finds by following links, a few of each kind."""
    ahead, found, kinds = (
        ["/", "/timeline", "/map", "/actors", "/reports", "/decisions", "/search?words=shell*"],
        {},
        {},
    )
    while ahead and len(found) < most:
        place = ahead.pop(0)
        if place in found:
            continue
        answer = browser.get(place)
        assert answer.status_code < 400, f"{place}: {answer.status_code}"
        found[place] = answer.text
        for link in re.findall(r'(?:href|data-src)="(/[^"#]*)', answer.text):
            kind = re.sub(r"[0-9a-f]{64}", "ID", link.split("?")[0])
            outside = link.startswith(("/static", "/logout", "/account", "/api", "/r/", "/people", "/audit"))
            if not outside and kinds.setdefault(kind, 0) < 6:
                kinds[kind] += 1
                ahead.append(link.replace("&amp;", "&"))
    return found


def test_a_reader_of_the_desk_meets_no_name_of_a_private_person(guarded: FastAPI):
    reader = Browser(guarded)
    assert reader.sign_in("Petra Lind").status_code == 303
    found = pages(reader)
    assert any("/reports/" in place for place in found)
    assert {place: met for place, text in found.items() if (met := words_in(text, PRIVATE))} == {}
    assert any("Fernhollow" in text for text in found.values())


def test_who_corrects_the_case_sees_names(guarded: FastAPI, path: Path):
    with open_case(path) as case:
        wire = next(r for r in case.reports() if r.publisher == "Vell Wire")
    reviewer = Browser(guarded)
    reviewer.sign_in("Oskar Brun")
    assert "Jorun Askel" in reviewer.get(f"/reports/{wire.id}").text
    reader = Browser(guarded)
    reader.sign_in("Petra Lind")
    assert "███████████" in reader.get(f"/reports/{wire.id}").text


def test_a_released_name_is_shown_to_readers(guarded: FastAPI, path: Path):
    with open_case(path, write=True) as case:
        nurse = next(a for a in case.store.actors() if "Sunna Dreyk" in {n.text for n in a.names})
        case.decide(f"a:{nurse.id}", "release", why="she asked to be named")
    reader = Browser(guarded)
    reader.sign_in("Petra Lind")
    assert "Sunna Dreyk" in reader.get(f"/actors/{nurse.id}").text


@pytest.mark.parametrize(
    "written",
    ["Jory Straß", "JORY STRASS", "Jory\nStraß", "https://a.example/jory-strass-saw", "notes_jory_strass.txt",
     "jory%20strass", "of Straß's"],
)  # fmt: skip
def test_a_name_is_met_however_it_is_written(written: str):
    names = Withheld.of({"jory straß".casefold(): "a potter"}, ())
    assert list(names.names_in(written))
    assert "str" not in names.masked(written, "").casefold()


def test_a_name_within_other_words_is_none():
    names = Withheld.of({"ida o'lan": "a potter"}, ())
    assert names.masked("Frida O'Landers", "-") == "Frida O'Landers"
    assert names.masked("said Ida O&#39;Lan", "-") == "said -"


def test_thousands_of_names_are_sought_in_a_long_page_in_the_time_of_a_page():
    names = Withheld.of({f"given{n} family{n}": "a potter" for n in range(5000)}, ())
    page = "some words of a page " * 10_000 + "Given77 Family77"
    began = time.process_time()
    assert names.masked(page, "-").endswith("page -")
    assert time.process_time() - began < 0.5
