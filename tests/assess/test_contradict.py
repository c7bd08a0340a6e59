"""The ledger: claims against a side, with what answered them or the search that found nothing."""

from __future__ import annotations

from datetime import date

from build_assess import AGREEMENT, PERSON, mention, on, report, response, statement, text, touches

from trucewatch.assess.contradict import ledger

PAGE = text("Northland broke the shore truce. We deny it. Boats sailed at noon. The pier burnt down.")
LATER = text("Nothing new was said about the shore.")
REPORTS = [
    report("first", PAGE, published="2031-03-02"),
    report("own", LATER, published="2031-03-05", publisher="Northland Army Gazette"),
]
CHARGE = mention(
    PAGE,
    "Northland broke the shore truce",
    act="accuse",
    side="River Front",
    target_side="Northland",
    said_on=on("2031-03-01"),
)
DENIAL = mention(PAGE, "We deny it", act="deny", side="Northland", speaker="Bo Hill", said_on=on("2031-03-03"))
CLAIM, ANSWER = statement("claim", CHARGE), statement("answer", DENIAL)


def rows(*judgements, statements=(CLAIM, ANSWER)):
    return ledger(statements, judgements, [CHARGE, DENIAL], REPORTS, agreement=AGREEMENT)


def test_an_answered_claim_shows_kind_and_delay():
    (row,) = rows(response("claim", "answer"))
    assert row.answered and (row.by, row.by_side, row.against) == ("Ada Brook", "River Front", "Northland")
    assert [(r.kind, r.delay_days, r.statement.id) for r in row.responses] == [("denial", 2, "answer")]
    assert row.outlets == ("The first Post",) and row.origins == 1


def test_an_unanswered_claim_describes_the_search():
    (row,) = rows()
    assert not row.answered
    assert (row.search.reports, row.search.own_outlets, row.search.up_to) == (2, 1, date(2031, 3, 5))
    assert str(row.search) == (
        "no response found in 2 reports up to 2031-03-05; 1 of them is from outlets of the side charged (Northland); "
        "looked through from 2031-03-01 on: 1 statement of Northland"
    )


def test_a_persons_different_takes_the_machines_answer_away():
    assert not rows(response("claim", "answer"), response("claim", "answer", verdict="different", maker=PERSON))[
        0
    ].answered


def test_a_persons_answer_counts_beside_the_machines():
    (row,) = rows(response("claim", "answer", kind="acceptance", maker=PERSON))
    assert [r.kind for r in row.responses] == ["acceptance"]


def test_a_row_names_the_provisions_that_the_claim_bears_on():
    (row,) = rows(touches("claim", "4"), touches("claim", "3", verdict="unsure"))
    assert row.provisions == ("4",)


def test_a_charge_against_nobody_in_particular_makes_no_row():
    vague = mention(PAGE, "The pier burnt down", act="condemn", side="River Front")
    assert rows(statements=(statement("vague", vague),)) == ()


def test_an_account_of_a_sides_conduct_makes_a_row_once_that_side_has_answered_it():
    told = mention(PAGE, "Northland broke the shore truce", act="report", side="River Front")
    account = statement("account", told)
    assert rows(statements=(account, ANSWER)) == ()
    (row,) = ledger((account, ANSWER), [response("account", "answer")], [told, DENIAL], REPORTS, agreement=AGREEMENT)
    assert (row.against, [r.kind for r in row.responses]) == ("Northland", ["denial"])
