"""One speaker, one occasion, one point: which mentions become one statement, and which values stand for it."""

from __future__ import annotations

import pytest
from build_link import Page, holding, linked

POINT = "the front has mined the ferry road and fired on grain boats"
PARA = "the front laid mines on the ferry road and shot at boats carrying grain"


def two(first: str, second: str, *, a: dict | None = None, b: dict | None = None, days=("2031-03-02", "2031-03-02")):
    """The two pages' mentions and whether they became one statement."""
    one, other = Page("one", f"{first}. End of page one.", days[0]), Page("other", f"Late news: {second}.", days[1])
    m, n = one.says(first, **(a or {})), other.says(second, **(b or {}))
    result = linked(one, other)
    return holding(result.statements, m).id == holding(result.statements, n).id, result


def test_the_same_words_of_one_speaker_in_two_outlets_are_one_statement():
    same, result = two(POINT, POINT)
    assert same and len(result.statements) == 1


def test_a_paraphrase_by_the_same_speaker_on_the_same_day_is_one_statement():
    assert two(POINT, PARA)[0]


def test_a_part_of_a_quotation_is_the_same_statement():
    long = f"{POINT}, which no one on this shore will forget, and the council will answer in its own time"
    assert two(long, POINT)[0]


@pytest.mark.parametrize(("day", "same"), [("2031-03-01", True), ("2031-03-02", True), ("2031-03-05", False)])
def test_the_same_words_on_another_day_are_another_statement(day, same):
    published = ("2031-03-06", "2031-03-06")
    assert two(POINT, POINT, a={"said_on": "2031-03-01"}, b={"said_on": day}, days=published)[0] is same


def test_a_day_after_the_publication_is_not_believed():
    assert two(POINT, POINT, a={"said_on": "2031-03-01"}, b={"said_on": "2031-03-08"})[0]


def test_an_undated_repetition_weeks_later_is_another_statement():
    assert not two("grain must flow", "grain must flow", days=("2031-03-02", "2031-05-20"))[0]


def test_a_negated_sentence_is_never_merged_with_the_plain_one():
    same, result = two("the front has mined the ferry road", "the front has not mined the ferry road")
    assert not same
    judgement = next(j for j in result.judgements if j.kind == "same_statement") if result.judgements else None
    assert judgement is None or judgement.verdict != "same"


def test_a_denial_cue_turns_the_words_round():
    one = Page("one", "She denied that the front has mined the ferry road.")
    other = Page("other", "She said that the front has mined the ferry road.")
    one.says("the front has mined the ferry road", cue="denied", act="deny")
    other.says("the front has mined the ferry road", cue="said", act="accuse")
    assert len(linked(one, other).statements) == 2


def test_different_numbers_speak_against_one_statement():
    same, _ = two("shells killed 12 people at the mill", "shells killed 31 people at the quarry")
    assert not same


def test_speakers_of_different_sides_never_share_a_statement():
    assert not two(POINT, POINT, a={"side": "Northland"}, b={"side": "River Front", "speaker": "Bo Hill"})[0]


def test_the_same_quotation_under_two_names_is_one_statement_with_rival_speakers():
    days = ("2031-03-01", "2031-03-02")
    same, result = two(POINT, POINT, a={"side": "Northland"}, b={"side": "Northland", "speaker": "Cy Marsh"}, days=days)
    assert same
    (statement,) = result.statements
    assert (statement.speaker, statement.rival_speakers) == ("Ada Brook", ("Cy Marsh",))


def test_what_two_outlets_credit_to_two_names_is_one_voice_throughout():
    other_point = "no grain boat shall sail past the lighthouse until the accord is honoured"
    retold = "until the accord is honoured no boat with grain may pass the lighthouse"
    one = Page("one", f"{POINT}. {other_point}.", "2031-03-01")
    other = Page("other", f"{POINT}. {retold}.", "2031-03-02")
    m = one.says(other_point, side="Northland")
    n = other.says(retold, "Cy Marsh", side="Northland")
    assert len(linked(one, other).statements) == 2
    one.says(POINT, side="Northland")
    other.says(POINT, "Cy Marsh", side="Northland")
    statements = linked(one, other).statements
    assert holding(statements, m) == holding(statements, n) and len(statements) == 2


def test_two_named_persons_making_a_like_point_in_their_own_words_stay_two():
    assert not two(POINT, PARA, a={"side": "Northland"}, b={"side": "Northland", "speaker": "Cy Marsh"})[0]


def test_an_institution_and_its_spokesman_may_be_one_and_the_name_wins():
    same, result = two(
        POINT, POINT, a={"speaker": "Northland", "side": "Northland"}, b={"speaker": "Ada Brook", "side": "Northland"}
    )
    assert same and result.statements[0].speaker == "Ada Brook" and result.statements[0].rival_speakers == ()


def test_the_fullest_name_stands_for_the_statement():
    _, result = two(POINT, POINT, a={"speaker": "Ms Brook"}, b={"speaker": "Ada Marie Brook"})
    assert [s.speaker for s in result.statements] == ["Ada Marie Brook"]


def test_silence_is_never_a_statement():
    page = Page("one", f"{POINT}.")
    page.says(POINT, silence=True)
    assert linked(page).statements == ()


def test_values_come_from_the_mentions_by_stated_rules():
    _, result = two(
        POINT,
        POINT,
        a={"act": "accuse", "target_side": "River Front", "medium": "unknown"},
        b={
            "act": "accuse",
            "medium": "interview",
            "said_on": "2031-03-01",
            "direct": True,
            "role": "harbour spokeswoman",
        },
    )
    (s,) = result.statements
    values = (s.act, s.target_side, s.medium, s.direct, s.role)
    assert values == (
        "accuse",
        "River Front",
        "interview",
        True,
        "harbour spokeswoman",
    )
    assert s.said_on is not None and s.said_on.value == "2031-03-01"
    assert any(r.field == "speaker" for r in s.reasons)


def test_two_points_of_one_speech_stay_two_statements():
    page = Page("one", f"{POINT}. We ask both sides to open the mountain pass before the snow.")
    page.says(POINT, act="accuse", target_side="River Front")
    page.says("We ask both sides to open the mountain pass before the snow", act="urge")
    assert len(linked(page).statements) == 2


def test_a_pair_near_the_line_leaves_a_judgement_with_the_values_compared():
    _, result = two(POINT, PARA)
    (judgement,) = [j for j in result.judgements if j.kind == "same_statement"]
    assert judgement.verdict == "same" and judgement.score is not None
    assert {"point", "speaker", "said_on", "act", "polarity"} <= {r.field for r in judgement.reasons}


def test_a_persons_one_side_fills_in_where_a_report_lacks_it():
    _, result = two(
        POINT, "we shall stop at the river", a={"speaker": "Tor Vask", "side": "Front"},
        b={"speaker": "Tor Vask", "side": None},
    )  # fmt: skip
    assert {s.side for s in result.statements} == {"Front"}


def test_two_sides_told_of_one_name_fill_in_nothing():
    one = Page("one", f"{POINT}. End of page one.", "2031-03-02")
    other = Page("other", f"Late news: {PARA}. The boats are few.", "2031-03-02")
    one.says(POINT, speaker="Tor Vask", side="Front")
    other.says(PARA, speaker="Tor Vask", side="Council")
    bare = other.says("The boats are few", speaker="Tor Vask", side=None)
    assert holding(linked(one, other).statements, bare).side is None


def test_a_statement_told_in_other_words_is_one_and_the_reason_shows_the_words():
    said = "The soldiers have quit the village and left their rifles behind"
    told = "troops pulled out of the hamlet without their guns"
    values = {"speaker": "Ada Brook", "side": "Northland", "act": "claim_responsibility", "said_on": "2031-03-01"}
    same, result = two(said, told, a=values, b=values)
    assert same
    (why,) = {r.words for j in result.judgements for r in j.reasons if r.field == "reworded"}
    assert "rifl ~ guns" in why


def test_another_number_is_another_statement_however_alike_the_words_mean():
    values = {"speaker": "Ada Brook", "side": "Northland", "act": "report", "said_on": "2031-03-01"}
    assert not two("forty soldiers left the fort", "nine troops quit the fortress", a=values, b=values)[0]
