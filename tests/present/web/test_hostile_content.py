"""Reports and addresses that try to become markup or script: they stay words, on every page and in every list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from tests.present.web import web_case
from tests.present.web.people_of_tests import HERE, routes_below

from trucewatch.case import Case, create, open_case
from trucewatch.present.web.app import create_app
from trucewatch.settings import Settings

#: Ways in which words were turned into script elsewhere; each would set ``window.hit``.
PAYLOADS = (
    "<script>window.hit=1</script>",
    "</textarea></title></style><script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "<svg/onload=window.hit=1>",
    "<svg><animate onbegin=window.hit=1 attributeName=x dur=1s>",
    "<details open ontoggle=window.hit=1>x</details>",
    '" autofocus onfocus=window.hit=1 x="',
    "' onmouseover=window.hit=1 x='",
    "<a href=javascript:window.hit=1>x</a>",
    "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=window.hit=1>",
    "<base href=//elsewhere.example/><meta http-equiv=refresh content='0;url=//elsewhere.example/'>",
    "{{ 7*7 }}${7*7}<%= 7*7 %>",
    "<div hx-get=/account hx-trigger=load hx-on::load=window.hit=1 hx-swap=outerHTML>x</div>",
    "]]><!--><script>window.hit=1</script>-->",
    "<style>*{background:url(//elsewhere.example/)}</style>",
)
TITLE = "Front accuses Arvania of shelling the bridge <script>window.hit=1</script><img src=x onerror=window.hit=1>"
OUTLET = "Wire <svg/onload=window.hit=1> \"' onfocus=window.hit=1"
BODY = """\
{title}

SELFOSS, 3 May 2031 - The Belmar Front accused the Arvanian army on Saturday of shelling the bridge at Selfoss.

"The army fired forty shells {payload} at our positions," said Adel Brandt, a spokesman for the Belmar Front.

At least {count} people were killed in the shelling near {payload}, the Front said in a statement.
"""


@pytest.fixture(scope="module")
def hostile_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("hostile")
    reports = home / "reports"
    reports.mkdir()
    (home / "agreement.yaml").write_text(web_case.AGREEMENT, encoding="utf-8")
    rows = ["file,publisher,published,url"]
    for n, payload in enumerate(PAYLOADS):
        words = BODY.format(title=TITLE if n % 2 else payload, payload=payload, count=n + 3)
        (reports / f"{n}.txt").write_text(words, encoding="utf-8")
        rows.append(f'{n}.txt,"{OUTLET.replace(chr(34), chr(34) * 2)} {n}",2031-05-{n + 3:02},')
    page = BODY.format(title="Title", payload="PAYLOAD", count=40).replace("\n\n", "</p><p>")
    live = f"<html><head><title>{TITLE}</title></head><body><article><p>{page}</p></article></body></html>"
    (reports / "live.html").write_text(live.replace("PAYLOAD", PAYLOADS[2] + PAYLOADS[0]), encoding="utf-8")
    rows.append("live.html,Live,2031-05-28,https://wire.example/<script>window.hit=1</script>")
    (reports / "sources.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    with create(home / "skaft.truce", agreement=str(home / "agreement.yaml")) as case:
        case.add([reports])
        statement = case.statements()[0]
        case.decide(f"s:{statement.id}", "set", field="speaker", new=PAYLOADS[2], why=PAYLOADS[0], who=PAYLOADS[3])
    return home / "skaft.truce"


@pytest.fixture(scope="module")
def app(hostile_case: Path) -> FastAPI:
    return create_app(hostile_case, settings=Settings(person=PAYLOADS[6], handling=PAYLOADS[0]))


@pytest.fixture(scope="module")
def asking(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url=HERE) as client:
        yield client


class Markup(HTMLParser):
    """What of a page could run, load or send: with the page's own files and links taken off, nothing may be left."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if (
            tag == "script"
            and not given.get("src", "").startswith("/static/")
            and given.get("type") != "application/json"
        ):
            self.faults.append(f"script {given}")
        if tag in ("style", "iframe", "object", "embed", "base") or (tag == "meta" and "http-equiv" in given):
            self.faults.append(f"{tag} {given}")
        for name, value in given.items():
            plain = re.sub(r"[\s\x00-\x1f]", "", value).lower()
            if (name.startswith("on") and name != "on") or name == "style" or name.startswith("hx-on"):
                self.faults.append(f"{tag} {name}={value}")
            if name in ("href", "src", "action", "formaction", "srcdoc", "xlink:href"):
                away = not (tag == "a" and plain.startswith(("https://", "http://")))
                if plain.startswith(("javascript:", "vbscript:", "data:text")) or (away and "//elsewhere" in plain):
                    self.faults.append(f"{tag} {name}={value}")
                if (
                    tag in ("img", "link", "script")
                    and not value.startswith("/static/")
                    and not plain.startswith("data:image/")
                ):
                    self.faults.append(f"{tag} {name}={value}")


def faults_of(html: str) -> list[str]:
    markup = Markup()
    markup.feed(html)
    # browsers and this parser do not end comments alike: no payload may stand there as it was written
    return markup.faults + [f"unescaped: {payload}" for payload in PAYLOADS if "<" in payload and payload in html]


def lists(app: FastAPI) -> list[str]:
    """The addresses of all pages that need no id."""
    routes = list(routes_below(app.routes))
    return sorted({path for path, route in routes if "GET" in route.methods and "{" not in path})


def records(case: Case) -> list[str]:
    statements, incidents = case.statements(), case.incidents()
    places = [f"/statements/{one.id}" for one in statements] + [f"/incidents/{one.id}" for one in incidents]
    places += [f"/reports/{one.id}{part}" for one in case.reports() for part in ("", "/versions", "/source", "/add")]
    places += [f"/correct/statement/{one.id}" for one in statements[:4]]
    places += [f"/correct/statement/{one.id}/words" for one in statements[:4]]
    places += [
        f"/evidence/statement/{one.id}/{field}" for one in statements[:4] for field in ("speaker", "act", "words")
    ]
    places += [f"/why?left=s:{statements[0].id}&right=s:{one.id}" for one in statements[1:3]]
    return places


def test_the_check_finds_what_it_should():
    for payload in PAYLOADS:
        assert faults_of(payload) or payload.startswith(("'", '"', "{{")), payload
    assert faults_of('<input value="" autofocus onfocus=x>') and not faults_of("&lt;script&gt;")


def test_no_list_lets_words_become_markup(app: FastAPI, asking: TestClient):
    told = {}
    for path in lists(app):
        answer = asking.get(path)
        if "text/html" in answer.headers["content-type"]:
            told[path] = faults_of(answer.text)
    assert {path: faults for path, faults in told.items() if faults} == {}
    assert {"/reports", "/timeline", "/ledger", "/search", "/sources"} <= told.keys()


def test_no_page_of_a_record_lets_words_become_markup(hostile_case: Path, asking: TestClient):
    with open_case(hostile_case) as case:
        places = records(case)
    shown, faults = 0, {}
    for place in places:
        answer = asking.get(place)
        if answer.status_code == 200:
            shown += "window.hit" in answer.text
        if found := faults_of(answer.text):
            faults[place] = found
    assert faults == {}
    assert shown > len(PAYLOADS)  # the words are shown, as words


@pytest.mark.parametrize("shift", range(0, len(PAYLOADS), 4))
def test_what_is_asked_for_is_never_answered_as_markup(app: FastAPI, asking: TestClient, shift: int):
    names = (
        "words",
        "side",
        "act",
        "publisher",
        "speaker",
        "since",
        "provision",
        "next",
        "left",
        "order",
        "of",
        "page",
    )
    asked = urlencode({name: PAYLOADS[(n + shift) % len(PAYLOADS)] for n, name in enumerate(names)})
    odd = [
        f"/{kind}/{quote(one, safe='')}" for kind in ("statements", "reports", "r", "x") for one in PAYLOADS[shift:][:4]
    ]
    faults = {}
    for path in [*lists(app), *odd]:
        answer = asking.get(f"{path}?{asked}")
        assert answer.status_code < 500, path
        if "text/html" in answer.headers["content-type"] and (found := faults_of(answer.text)):
            faults[path] = found
    assert faults == {}


def test_what_is_not_html_says_so_and_is_not_sniffed(app: FastAPI, asking: TestClient):
    for path in lists(app):
        answer = asking.get(path)
        assert answer.headers["x-content-type-options"] == "nosniff"
        kind = answer.headers["content-type"].split(";")[0]
        if path.endswith((".json", ".csv", ".geojson", ".atom")) or path.startswith("/api/"):
            assert kind != "text/html", path


def test_nothing_runs_in_a_browser(hostile_case: Path, new_page: Callable[..., Any]):
    """``new_page`` fails on anything asked for outside and on anything that the policy had to stop."""
    with open_case(hostile_case) as case:
        reports = [one.id for one in case.reports()]
        statements = [one.id for one in case.statements()]
    page = new_page(viewport={"width": 1280, "height": 900})
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    places = [
        "/",
        "/reports",
        "/timeline",
        "/map",
        "/ledger",
        "/figures",
        "/actors",
        "/review",
        "/sources",
        "/decisions",
    ]
    places += [f"/reports/{one}" for one in reports[:6]] + [f"/statements/{one}" for one in statements[:4]]
    for place in [*places, f"/search?{urlencode({'words': PAYLOADS[2]})}"]:
        page.goto(place)
        page.wait_for_load_state("load")
        assert page.evaluate("window.hit") is None, place
    assert not dialogs


# -- paths -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/vendor/%2e%2e/%2e%2e/frame.py", "/static/..%5capp.py",
        "/static//etc/passwd", "/static/%2fetc%2fpasswd", "/static/%00app.css",
        "/static/vendor/..%2f..%2f..%2f__init__.py",
        "/reports/..%2f..%2fskaft.truce", "/reports/%2e%2e%2fskaft.truce.people", "/r/..%2f..%2fetc%2fpasswd",
        "/evidence/..%2f..%2fa/b/c", "/statements/%00", "/provisions/..%2f..%2fetc%2fpasswd", "/skaft.truce",
        "/skaft.truce.people", "/static/", "/static", "//etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_house(asking: TestClient, path: str):
    answer = asking.get(path, follow_redirects=False)
    assert answer.status_code in (303, 307, 308, 400, 404, 405, 421), answer.status_code
    assert "root:" not in answer.text and "SQLite" not in answer.text and "import " not in answer.text
    assert "elsewhere" not in answer.headers.get("location", "") and not answer.headers.get("location", "/").startswith(
        "//"
    )
