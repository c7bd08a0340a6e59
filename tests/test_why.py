"""``why``: the values compared, who judged, the way between two records, and what would change it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import trucewatch
from test_judging import GUNS, SHELLS, WITH_PROVISIONS, about, judge
from trucewatch.case import Case
from trucewatch.errors import BadInput
from trucewatch.explain import Explanation, Relation
from trucewatch.link.decide import MAKER
from trucewatch.present.cli import main
from trucewatch.present.why_lines import why_lines


def explained(case: Case, one, other) -> Explanation:
    return case.why(f"s:{one.id}", f"s:{other.id}")


def relation(found: Explanation, kind: str) -> Relation:
    return next(r for r in found.relations if r.kind == kind)


def lines(found: Explanation) -> str:
    return "\n".join(why_lines(found, case="kessel.truce"))


def told_twice(case: Case):
    whole = next(s for s in case.statements() if len(s.mention_ids) > 1)
    return whole, sorted(case.store.mentions_of(whole), key=lambda m: m.id != whole.founding_mention)


def test_two_mentions_of_one_statement_show_their_words_and_the_values_compared(case: Case):
    _, (first, second, *_) = told_twice(case)
    found = case.why(f"m:{first.id}", f"m:{second.id}")
    one = relation(found, "same_statement")
    assert one.verdict == "same" and one.score is not None and one.score >= one.joined_from
    assert {r.field for r in one.reasons} >= {"point", "speaker", "said_on", "act"}
    assert found.left.tellings[0].words == first.content[0].words and found.left.tellings[0].outlet == "Kessel Wire"
    assert f"link {MAKER.version}" in lines(found) and "different --value" in one.change[0][0]


def test_a_pair_that_was_never_compared_says_why_not_and_what_a_comparison_would_give(case: Case):
    found = explained(case, about(case, "counted eleven"), about(case, GUNS))
    one = relation(found, "same_statement")
    assert one.live and one.verdict == "different"
    assert any("no shared key" in r.rule for r in one.uncompared)
    assert any(r.rule == "speaks for another side" for r in one.reasons)
    assert {(r.left, r.right) for r in one.reasons if r.field == "speaker"} == {("Joint Observer Mission", "Arvania")}


def test_a_persons_judgement_stands_first_with_the_machines_view_beside_it(case: Case):
    one, other = about(case, SHELLS), about(case, GUNS)
    judge(case, one, "same", other, who="Reader One")
    found = explained(case, one, other)
    joined = relation(found, "same_statement")
    assert joined.verdict == "same" and joined.by == "Reader One"
    assert found.left.now == found.right.now and found.left.id != found.right.id
    (past,) = joined.past
    assert (past.state, past.why) == ("in force", "read both")
    assert joined.change[0][0] == f"{past.id} undo"
    assert "judged by      Reader One" in lines(found)


def test_what_a_later_person_overruled_and_what_was_undone_is_listed(case: Case):
    one, other = about(case, SHELLS), about(case, GUNS)
    judge(case, one, "same", other, who="Reader One")
    second = judge(case, one, "different", other, who="Reader Two")
    states = [(p.who, p.state) for p in relation(explained(case, one, other), "same_statement").past]
    assert states == [("Reader One", "overruled"), ("Reader Two", "in force")]
    case.decide(f"d:{second.id}", "undo", why="no", who="Reader Two")
    states = [(p.who, p.state) for p in relation(explained(case, one, other), "same_statement").past]
    assert states == [("Reader One", "in force"), ("Reader Two", "undone")]


def test_records_joined_only_through_a_third_show_the_way(case: Case):
    one, middle, other = about(case, SHELLS), about(case, "both sides to withdraw"), about(case, GUNS)
    judge(case, one, "same", middle)
    judge(case, middle, "same", other)
    found = case.why(f"m:{one.founding_mention}", f"m:{other.founding_mention}")
    way = relation(found, "same_statement").path
    assert len(way) == 2 and way[0].right == way[1].left
    assert "both sides to withdraw" in way[0].right_words
    assert "joined through" in lines(found)


def test_two_statements_kept_apart_by_a_person_say_so(case: Case):
    _, (first, second, *_) = told_twice(case)
    judge(case, second, "different", first, who="Reader One")
    one = relation(case.why(f"m:{first.id}", f"m:{second.id}"), "same_statement")
    assert one.verdict == "different" and one.score is not None and one.score >= one.joined_from
    assert one.apart[0].rule == "judged different by Reader One"
    assert all(case.find(shown)[0] == "statement mention" for shown in (one.apart[0].left, one.apart[0].right))


def test_a_judgement_that_later_ones_about_others_exclude_says_so(case: Case):
    one, middle, other = about(case, SHELLS), about(case, "both sides to withdraw"), about(case, GUNS)
    names = [f"m:{s.founding_mention}" for s in (one, middle, other)]
    judge(case, names[0], "same", names[1], who="Reader One")
    judge(case, names[1], "same", names[2], who="Reader Two")
    judge(case, names[0], "different", names[2], who="Reader Three")
    found = relation(case.why(names[0], names[1]), "same_statement")
    assert found.verdict == "different" and "exclude it" in found.apart[0].rule
    assert [(p.who, p.state) for p in found.past] == [("Reader One", "overruled")]
    assert relation(case.why(names[1], names[2]), "same_statement").verdict == "same"


def test_an_answer_says_what_marks_it_whichever_is_named_first(case: Case):
    link = next(j for j in case.store.judgements("response"))
    for left, right in ((link.left, link.right), (link.right, link.left)):
        found = relation(case.why(f"s:{left}", f"s:{right}"), "response")
        assert (found.verdict, found.label) == ("same", link.label)
        assert any(r.field == "addressee" for r in found.reasons)
        assert "not-answers --value" in found.change[0][0]


def test_what_is_no_answer_says_what_is_missing(case: Case):
    found = relation(explained(case, about(case, SHELLS), about(case, "counted eleven")), "response")
    assert found.verdict == "different" and found.live and found.uncompared
    assert "--kind denial" in found.change[0][0]


def test_two_incidents_compare_type_time_and_place(case: Case):
    one, other = case.incidents()[:2]
    found = relation(case.why(f"i:{one.id}", f"i:{other.id}"), "same_incident")
    assert {r.field for r in found.reasons} >= {"type", "when", "place"}
    assert found.verdict == "different"


def test_two_reports_say_whether_they_share_an_origin(case: Case, tmp_path: Path, reports: Path):
    copies = tmp_path / "copies"
    copies.mkdir()
    (copies / "reprint.txt").write_bytes((reports / "wire.txt").read_bytes())
    (copies / "sources.csv").write_text(
        "file,publisher,published\nreprint.txt,Lowland Echo,2031-05-05\n", encoding="utf-8"
    )
    case.add([copies])
    by = {r.publisher: f"r:{r.id}" for r in case.reports()}
    (copy,) = case.why(by["Kessel Wire"], by["Lowland Echo"]).relations
    assert copy.verdict == "same" and copy.score is not None and copy.score >= copy.joined_from and not copy.live
    assert any(r.words and "forty shells" in r.words for r in copy.reasons) or copy.reasons[0].rule.startswith(
        "the same"
    )
    (apart,) = case.why(by["Kessel Wire"], by["Observer Post"]).relations
    assert apart.verdict == "different" and apart.live and apart.uncompared and "same --value" in apart.change[0][0]


def test_a_record_and_a_provision_show_what_points_at_it(tmp_path: Path, reports: Path):
    (tmp_path / "with.yaml").write_text(WITH_PROVISIONS, encoding="utf-8")
    with trucewatch.create(tmp_path / "p.truce", agreement=str(tmp_path / "with.yaml")) as made:
        made.add([reports])
        guns = about(made, GUNS)
        (before,) = made.why(f"s:{guns.id}", "1.1").relations
        assert before.verdict == "different" and {r.field for r in before.uncompared} >= {"citation", "keywords"}
        judge(made, guns, "same", "1.1", relation="provision")
        (after,) = made.why("1.1", f"s:{guns.id}").relations
        assert (after.verdict, after.by) == ("same", "Reader One")


@pytest.mark.parametrize("other", ["incident", "itself"])
def test_what_is_never_judged_is_refused_with_what_can_be_named(case: Case, other: str):
    said = about(case, SHELLS)
    second = f"i:{case.incidents()[0].id}" if other == "incident" else f"s:{said.id}"
    with pytest.raises(BadInput, match=r"nothing is judged between|both ids name the same words"):
        case.why(f"s:{said.id}", second)


def test_the_command_prints_lines_or_json(case: Case, capsys: pytest.CaptureFixture[str]):
    ids = [f"s:{s.id[:12]}" for s in (about(case, SHELLS), about(case, GUNS))]
    case.close()
    for extra in ((), ("--json",)):
        with pytest.raises(SystemExit) as end:
            main(["why", str(case.store.path), *ids, *extra])
        assert not end.value.code
        out = capsys.readouterr().out
        if extra:
            assert json.loads(out)["relations"][0]["kind"] == "same_statement"
        else:
            assert "one statement? two statements" in out and "trucewatch decide" in out
