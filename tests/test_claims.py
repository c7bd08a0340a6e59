"""The ledger by pages: the rows are those of the whole ledger, whatever was added, corrected or taken back before."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.invented import accord

import trucewatch
from test_judging import GUNS, SHELLS, about, judge
from trucewatch import claims
from trucewatch.case import Case
from trucewatch.errors import BadInput
from trucewatch.store.told import MARK

PROVISIONS = accord("""\
provisions:
  - {ref: "1.1", what: Heavy guns leave the bridge at Kessel., obligors: [Arvania], topics: [withdrawal],
     keywords: [bridge at Kessel, power line, ambulance]}
  - {ref: "1.2", what: Both stop shelling., obligors: [Arvania, Belmar Front], topics: [ceasefire],
     keywords: [shelling the bridge, mining the road, fishing boats, abducting two farmers]}
""")
SIDES = (("Belmar Front", "Arvanian army", "Adel Brandt"), ("Arvanian army", "Belmar Front", "Ines Halloran"))
DEEDS = (
    "shelling the bridge at Kessel", "abducting two farmers near Oss", "mining the road to Verin",
    "burning the mill of Sarn", "seizing fishing boats at Toll", "firing on an ambulance in Marn",
    "cutting the power line to Hesk", "shooting at monitors on Gull Hill",
)  # fmt: skip


def write_news(folder: Path, *, seed: int, number: int) -> None:
    """Reports in which the sides charge each other and some charges are denied a day later; some carry no day, and two
    outlets print the same words."""
    chance = random.Random(seed)
    folder.mkdir()
    rows = ["file,publisher,published,url"]
    for n in range(number):
        by, against, speaker = chance.choice(SIDES)
        done = chance.choice(DEEDS)
        day = date(2031, 5, 1) + timedelta(days=chance.randrange(90))
        words = f"{by} accuses {against}\n\nThe {by} accused the {against} of {done}, said {speaker}, a spokesman.\n"
        if chance.random() < 0.6:
            words += f"\nThe {against} denied {done}.\n"
        printed = ("Kessel Wire", "Arvania Daily", "Observer Post")
        for copy in range(2 if chance.random() < 0.3 else 1):
            name = f"{n}-{copy}.txt"
            (folder / name).write_text(words, encoding="utf-8")
            dated = "" if chance.random() < 0.1 else (day + timedelta(days=copy)).isoformat()
            rows.append(f"{name},{printed[(n + copy) % 3]},{dated},")
    (folder / "sources.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def quarrel_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quarrel")
    (folder / "agreement.yaml").write_text(PROVISIONS, encoding="utf-8")
    write_news(folder / "news", seed=5, number=14)
    with trucewatch.create(folder / "kessel.truce", agreement=str(folder / "agreement.yaml")) as made:
        made.add([folder / "news"])
    return folder / "kessel.truce"


@pytest.fixture
def quarrel(quarrel_file: Path, tmp_path: Path):
    path = tmp_path / "quarrel.truce"
    path.write_bytes(quarrel_file.read_bytes())
    with trucewatch.open(path, write=True) as opened:
        yield opened


def pages_are_the_ledger(case: Case, *, size: int = 3) -> int:
    """Hold all pages against the whole ledger; gives how many claims there are."""
    whole = tuple(case.ledger())
    found = []
    while len(found) < len(whole) or not whole:
        page = case.ledger_page(offset=len(found), limit=size)
        assert page.total == len(whole) == page.counts["open"] + page.counts["answered"]
        if not page.items:
            break
        found += page.items
    assert tuple(found) == whole
    assert case.ledger_page(order="newest", limit=500).items == whole[::-1]
    for side in {row.against for row in whole}:
        counted = next(c for c in case.ledger_page().by_side if c.against == side)
        own = case.ledger(against=side)
        assert (counted.open, counted.answered) == (sum(not r.answered for r in own), sum(r.answered for r in own))
    return len(whole)


def test_all_pages_together_are_the_ledger(quarrel: Case):
    assert pages_are_the_ledger(quarrel) > 5


def test_each_filter_gives_the_rows_that_it_gives_on_the_whole_ledger(quarrel: Case):
    days = [row.said or row.first_reported for row in quarrel.ledger()]
    known = sorted(day for day in days if day)
    middle = known[len(known) // 2]
    asked = 0
    for given in (
        {"side": "belmar front"}, {"against": "ARVANIA"}, {"act": "accuse"}, {"answered": True}, {"answered": False},
        {"provision": "1.2"}, {"publisher": "wire"}, {"publisher": "nobody"}, {"since": middle},
        {"until": middle}, {"since": middle, "side": "Arvania", "answered": False},
    ):  # fmt: skip
        page = quarrel.ledger_page(limit=500, **given)
        assert page.items == tuple(quarrel.ledger(**given)), given
        assert page.total == len(page.items)
        asked += bool(page.items)
    assert asked > 7


def test_the_pages_follow_every_correction_and_its_undoing(quarrel: Case):
    before = pages_are_the_ledger(quarrel)
    charge = quarrel.ledger()[0]
    name = f"s:{charge.claim.id}"
    made = [quarrel.decide(name, "set", field="act", new="report", why="tells, does not charge", who="Ann Reader")]
    pages_are_the_ledger(quarrel)
    answered = next(r for r in quarrel.ledger() if r.answered)
    answer = answered.responses[0].statement
    made.append(
        quarrel.judge(f"s:{answer.id}", "different", f"s:{answered.claim.id}", relation="response", why="of another",
                      who="Ann Reader")
    )  # fmt: skip
    pages_are_the_ledger(quarrel)
    made.append(quarrel.decide(f"s:{answer.id}", "set", field="side", new="none", why="not theirs", who="Ann Reader"))
    pages_are_the_ledger(quarrel)
    mention = quarrel.ledger()[-1].claim.mention_ids[0]
    made.append(quarrel.decide(f"m:{mention}", "reject", why="a headline", who="Ann Reader"))
    pages_are_the_ledger(quarrel)
    for decision in reversed(made):
        quarrel.decide(f"d:{decision.id}", "undo", why="taken back", who="Ann Reader")
        pages_are_the_ledger(quarrel)
    assert len(quarrel.ledger()) == before


def test_the_pages_follow_what_is_added_later(quarrel: Case, tmp_path: Path):
    before = pages_are_the_ledger(quarrel)
    write_news(tmp_path / "more", seed=11, number=6)
    quarrel.add([tmp_path / "more"])
    assert pages_are_the_ledger(quarrel) > before


def test_an_answer_that_a_person_adds_answers_the_claim_on_its_page(case: Case):
    claim, answer = about(case, SHELLS), about(case, GUNS)
    judge(case, answer, "same", claim, relation="response", label="denial")
    pages_are_the_ledger(case)
    row = next(r for r in case.ledger_page(limit=500).items if r.claim.id == case.find(f"s:{claim.id}")[1].id)
    assert row.answered


def test_a_case_without_these_rows_gets_them_when_it_is_opened_for_writing(quarrel: Case):
    number = pages_are_the_ledger(quarrel)
    quarrel.store.save_told((), gone=quarrel.store.ids_in_force("statement"))
    quarrel.store.forget(*MARK)
    assert quarrel.ledger_page().total == 0
    claims.bring_up(quarrel.store)
    assert pages_are_the_ledger(quarrel) == number


def test_a_page_that_cannot_be_is_refused(quarrel: Case):
    for given in ({"offset": -1}, {"limit": 0}, {"limit": 501}):
        with pytest.raises(BadInput, match="a page begins at 0"):
            quarrel.ledger_page(**given)
