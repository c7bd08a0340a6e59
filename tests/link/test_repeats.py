"""What is said again on another day: another statement, tied to the nearest earlier one."""

from __future__ import annotations

from build_link import NOW, Page, holding, linked

from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Maker

POINT = "the front has mined the ferry road and fired on grain boats"
PARA = "the front laid mines on the ferry road and shot at boats carrying grain"


def told(*days: str, words: dict[str, str] | None = None, person: str | None = None, **values):
    """One page for each day on which the point is made, what they are linked to, and who repeats whom, by days."""
    pages, said = [], {}
    for day in days:
        point = (words or {}).get(day, POINT)
        page = Page(day, f"Bulletin of {day}: {point}.", day)
        said[day] = page.says(point, **{"act": "accuse", "side": "Northland", "said_on": day, **values})
        pages.append(page)
    result = linked(*pages)
    day_of = {holding(result.statements, mention).id: day for day, mention in said.items()}
    found = [j for j in result.judgements if j.kind == "repeats"]
    return {(day_of[j.left], day_of[j.right]) for j in found}, found, result, pages


def test_the_later_statement_repeats_the_nearest_earlier_one():
    pairs, _, result, _ = told("2031-03-02", "2031-03-09", "2031-03-20")
    assert len(result.statements) == 3
    assert pairs == {("2031-03-09", "2031-03-02"), ("2031-03-20", "2031-03-09")}


def test_a_repetition_in_other_words_has_score_and_reasons():
    pairs, (judgement,), _, _ = told("2031-03-02", "2031-03-06", words={"2031-03-06": PARA})
    assert pairs == {("2031-03-06", "2031-03-02")}
    assert judgement.maker.kind == "machine" and judgement.score >= 0.52
    rules = {r.field: r.rule for r in judgement.reasons}
    assert rules["said_on"] == "said on another day" and rules["speaker"] == "same name" and rules["act"] == "same act"


def test_what_lies_a_day_apart_or_says_another_thing_is_no_repetition():
    assert told("2031-03-02", "2031-03-03")[0] == set()
    assert told("2031-03-02", "2031-03-09", words={"2031-03-09": "harvest wages will be paid in salt"})[0] == set()


def test_the_opposite_or_another_act_is_no_repetition():
    words = {"2031-03-02": "the front has mined the ferry road", "2031-03-09": "the front has not mined the ferry road"}
    assert told("2031-03-02", "2031-03-09", words=words)[0] == set()
    first, later = Page("one", f"One: {POINT}.", "2031-03-02"), Page("two", f"Two: {POINT}.", "2031-03-09")
    first.says(POINT, act="accuse", said_on="2031-03-02")
    later.says(POINT, act="deny", said_on="2031-03-09")
    assert not [j for j in linked(first, later).judgements if j.kind == "repeats"]


def test_another_speaker_of_the_side_repeats_nobody():
    first, later = Page("one", f"One: {POINT}.", "2031-03-02"), Page("two", f"Two: {POINT}.", "2031-03-09")
    first.says(POINT, "Ada Brook", side="Northland", said_on="2031-03-02")
    later.says(POINT, "Bo Hill", side="Northland", said_on="2031-03-09")
    assert not [j for j in linked(first, later).judgements if j.kind == "repeats"]


def test_anonymous_sources_repeat_nobody():
    assert told("2031-03-02", "2031-03-09", speaker="an official", speaker_kind="anonymous")[0] == set()


def test_a_breach_charged_anew_repeats_nothing_unless_more_is_said_of_it():
    words = {
        "2031-03-02": "River Front broke the accord at the mill",
        "2031-03-09": "River Front broke the accord again",
    }
    assert told("2031-03-02", "2031-03-09", words=words)[0] == set()


def test_a_pair_that_a_person_judged_is_left_to_the_person():
    _, (judgement,), result, pages = told("2031-03-02", "2031-03-09")
    refused = Judgement.of(
        kind="repeats", left=judgement.left, right=judgement.right, verdict="different", made_at=NOW,
        maker=Maker(kind="person", name="Ida"),
    )  # fmt: skip
    again = linked(*pages, persons=[refused], known_statements=result.statements)
    assert not [j for j in again.judgements if j.kind == "repeats"]
