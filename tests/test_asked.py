"""An unknown word of a fixed vocabulary is refused with what would fit, in the library, on the pages and at the
interface; free text that nothing holds finds nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import trucewatch
from trucewatch.case import Case
from trucewatch.errors import BadInput, UnknownRecord
from trucewatch.settings import Settings
from trucewatch.store.choosing import IncidentFilter, ReportFilter, StatementFilter
from trucewatch.store.hits import SearchFilter
from trucewatch.store.more_pages import ActorFilter, CommitmentFilter, DecisionFilter, SeriesFilter

pytest.importorskip("fastapi")
from fastapi.testclient import TestClient

from trucewatch.present.web.app import create_app


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, made_case: Path) -> Iterator[Case]:
    path = tmp_path_factory.mktemp("asked") / "kessel.truce"
    shutil.copyfile(made_case, path)
    with trucewatch.open(path, write=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(asked: Case) -> Iterator[TestClient]:
    settings = Settings(person="Mira Holt", handling="internal")
    with TestClient(create_app(Path(asked.store.path), settings=settings), base_url="http://127.0.0.1:8722") as made:
        yield made


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda c: c.incidents(country="XX"), "no country is named 'XX'; give its ISO 3166-1 code"),
        (lambda c: c.incidents(country="Afganistan"), r"did you mean AF \(Afghanistan\)\?"),
        (lambda c: c.actors(kind="offical"), "did you mean 'official'"),
        (lambda c: c.actors(kind="king"), "there are public_figure, official, institution, private_person"),
        (lambda c: c.statements(side="Arvanya"), "no side is named 'Arvanya'; did you mean 'Arvania'"),
        (lambda c: c.statements(since="2031-04-02", until="2031-04-01"), "lies after the last"),
        (lambda c: c.figures(state="rival"), "there are single, agreeing, growing, conflict"),
        (lambda c: c.figures(kind="sum"), "there are level, total, toll"),
        (lambda c: c.figures(on="noon"), "on 'noon' is no day"),
        (lambda c: c.ledger(side="Nobody"), "no side is named"),
        (lambda c: c.ledger(against="Belmar"), "did you mean 'Belmar Front'"),
        (lambda c: c.ledger(act="acuse"), "did you mean 'accuse'"),
        (lambda c: c.ledger(provision="Z9"), "no provision is named"),
        (lambda c: c.ledger(since="noon"), "since 'noon' is no day"),
        (lambda c: c.ledger_page(side="Nobody"), "no side is named"),
        (lambda c: c.ledger_page(order="best"), "there are oldest, newest"),
        (lambda c: c.unspoken(provision="Z9"), "no provision is named"),
        (lambda c: c.statements_page(StatementFilter(target_side="Nobody")), "no target side is named"),
        (lambda c: c.statements_page(StatementFilter(made_by="robot")), "no made by is named"),
        (lambda c: c.statements_page(order="best"), "there are oldest, newest"),
        (lambda c: c.incidents_page(IncidentFilter(country=("AF", "XX"))), "no country is named 'XX'"),
        (lambda c: c.incidents_page(IncidentFilter(actor_side="Nobody")), "no actor side is named"),
        (lambda c: c.reports_page(ReportFilter(kind="memo")), "there are article, note"),
        (lambda c: c.actors_page(ActorFilter(kind="king")), "there are public_figure"),
        (lambda c: c.figures_page(SeriesFilter(state="rival")), "there are single"),
        (lambda c: c.decisions_page(DecisionFilter(action="sett")), "did you mean 'set'"),
        (lambda c: c.decisions_page(DecisionFilter(target_kind="thing")), "there are report, statement"),
        (lambda c: c.commitments_page(CommitmentFilter(side="Nobody")), "no side is named"),
        (lambda c: c.search_page(SearchFilter(words="bridge", country="XX"), kind="incident"), "no country is named"),
        (lambda c: c.search_page(SearchFilter(words="bridge"), kind="memo"), "there are statement, incident, report"),
        (lambda c: c.timeline(per="hour"), "there are day, week, month"),
        (lambda c: c.queue(kinds=["same"]), "no kind is named 'same'"),
        (lambda c: c.queue(stages=["done"]), "there are open, claimed, finished, signed"),
        (lambda c: c.review(kinds=["same"]), "no kind is named 'same'"),
        (lambda c: c.decide("s:1", "frob", why="y"), "no action is named 'frob'"),
        (lambda c: c.judge("s:1", "same", "s:2", relation="kin", why="y"), "no relation is named 'kin'"),
    ],
)  # fmt: skip
def test_a_word_that_is_in_no_vocabulary_is_refused_with_what_would_fit(asked: Case, ask, told):
    with pytest.raises(BadInput, match=told):
        ask(asked)


def test_a_side_or_country_is_known_in_any_case_and_a_country_by_its_name(asked: Case):
    assert asked.statements(side="arvania") == asked.statements(side="Arvania") != []
    every = [i for i in asked.incidents() if i.where and i.where.country]
    for code in {i.where.country for i in every}:
        assert asked.incidents(country=code.lower()) == asked.incidents(country=code)
    assert asked.incidents(country="Iceland") == asked.incidents(country="IS")
    assert asked.ledger(since="2031-01-01", until=date(2031, 12, 31)) == asked.ledger()


def test_free_text_that_nothing_holds_finds_nothing(asked: Case):
    assert asked.statements(speaker="Nobody At All") == []
    assert asked.figures(unit="unicorns") == [] and asked.figures(definition="unicorns") == []
    assert asked.reports_page(ReportFilter(publisher="No Such Outlet")).total == 0
    assert asked.decisions_page(DecisionFilter(who="Nobody")).total == 0


def test_an_actor_and_a_decisions_record_are_named_by_the_beginning_of_an_id(asked: Case):
    said = next(s for s in asked.statements() if s.actor_id)
    short, whole = (StatementFilter(actor_id=name) for name in (f"a:{said.actor_id[:8]}", said.actor_id))
    assert asked.statements_page(short) == asked.statements_page(whole)
    with pytest.raises(UnknownRecord):
        asked.statements_page(StatementFilter(actor_id="a:00000000"))
    (mention, *_) = said.mention_ids
    made = asked.decide(f"m:{mention}", "confirm", why="read it", who="Ann Reader")
    for name in (f"s:{said.id[:8]}", said.id, f"m:{mention}"):
        assert made.id in {d.id for d in asked.decisions_page(DecisionFilter(target=name)).items}
    with pytest.raises(UnknownRecord):
        asked.decisions_page(DecisionFilter(target="s:00000000"))


@pytest.mark.parametrize(
    "address",
    [
        "/search?words=bridge&country=XX", "/search?words=bridge&act=acuse", "/actors?kind=king",
        "/figures?state=rival",
        "/ledger?side=Nobody", "/decisions?action=frob", "/timeline?grain=hour", "/map?type=shelll",
        "/api/v1/incidents?country=XX", "/api/v1/actors?kind=king", "/api/v1/actors?side=Nobody",
        "/api/v1/statements?side=Nobody", "/api/v1/statements?act=acuse", "/api/v1/ledger?against=Nobody",
        "/api/v1/ledger?act=acuse", "/api/v1/ledger?provision=Z9", "/api/v1/figures?state=rival",
        "/api/v1/decisions?action=frob", "/api/v1/search?words=a&type=shelll", "/api/v1/incidents.geojson?side=Nobody",
    ],
)  # fmt: skip
def test_pages_and_the_interface_say_so_in_a_readable_answer(client: TestClient, address: str):
    answer = client.get(address)
    assert answer.status_code in (400, 422), answer.text[:300]
    assert "Traceback" not in answer.text
    if answer.status_code == 400:
        assert any(words in answer.text for words in ("did you mean", "there are", "give its ISO"))
