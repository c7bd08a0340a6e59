"""The brief: what it holds, word by word, and what it must never say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from build_case import build_case, the_truce
from built_case import NOW, BuiltCase, on

from trucewatch.errors import BadInput
from trucewatch.present.brief.make import make_brief
from trucewatch.present.brief.model import Brief, Passage
from trucewatch.records.agreement import Agreement
from trucewatch.records.decision import Decision


@pytest.fixture(scope="module")
def case() -> BuiltCase:
    return build_case()


@pytest.fixture(scope="module")
def brief(case) -> Brief:
    return make_brief(case, now=NOW)


def all_passages(brief: Brief) -> list[Passage]:
    items = [item for side in brief.sides for group in side.groups for item in group.items]
    items += [response.item for claim in brief.claims for response in claim.responses]
    return [
        *(p for item in items for p in item.passages),
        *(account.passage for incident in brief.incidents for account in incident.accounts),
        *(rung.passage for ladder in (*brief.differing, *brief.growing) for rung in ladder.rungs),
        *(commitment.passage for commitment in brief.commitments),
    ]


def test_shown_words_are_those_that_stand_at_the_offsets(case, brief):
    passages = all_passages(brief)
    assert len(passages) > 20
    for passage in passages:
        text = case.text(passage.spans[0].text_id)
        shown = [piece.text for piece in passage.pieces if piece.kind == "words"]
        assert shown == [text.content[s.start : s.end] for s in passage.spans]


def test_context_stands_in_the_text_beside_the_words(case, brief):
    for passage in all_passages(brief):
        content = case.text(passage.spans[0].text_id).content
        for piece in passage.pieces:
            if piece.kind == "context":
                assert piece.text.removeprefix("[…] ").removesuffix(" […]") in content


def test_at_most_one_sentence_stands_either_side(brief):
    ends = re.compile(r"[.!?][\"'”’)]*\s+(?=\S)")
    for passage in all_passages(brief):
        kinds = [piece.kind for piece in passage.pieces]
        first, last = kinds.index("words"), len(kinds) - 1 - kinds[::-1].index("words")
        left = "".join(piece.text for piece in passage.pieces[:first])
        right = "".join(piece.text for piece in passage.pieces[last + 1 :])
        assert len(ends.findall(left)) <= 1 and len(ends.findall(right)) <= 1, (left, right)


def test_statements_stand_by_side_in_the_order_of_the_agreement(brief):
    assert [side.name for side in brief.sides] == [
        "Varenia",
        "Tolmir",
        "Joint Observer Mission",
        "Speaking for no side of the agreement",
    ]
    tolmir = brief.sides[1]
    assert [(group.heading, len(group.items)) for group in tolmir.groups] == [("Accusations", 3), ("Demands", 1)]
    assert [item.day for item in tolmir.groups[0].items] == [date(2031, 3, 4), date(2031, 3, 5), date(2031, 3, 26)]


def test_every_party_has_its_line_in_the_same_columns(brief):
    lines = [(s.name, s.statements, s.claims_made, s.claims_against, s.with_response) for s in brief.by_party]
    assert lines == [("Varenia", 3, 1, 3, 1), ("Tolmir", 4, 3, 1, 0), ("Joint Observer Mission", 1, 0, 0, 0)]


def test_the_same_words_in_a_further_report_are_cited_not_repeated(brief):
    first = brief.sides[1].groups[0].items[0]
    assert len(first.passages) == 1
    assert [c.shown for c in (first.passages[0].citation, *first.passages[0].also)] == ["[1 ¶2]", "[2 ¶2]"]
    assert first.outlets == ("Harbour Wire", "Valley Post")


def test_a_claim_stands_with_each_response_and_its_delay(brief):
    claim = brief.claims[0]
    assert [(r.kind, r.delay) for r in claim.responses] == [
        ("Denial", "same day"),
        ("Charge in return", "2 days later"),
    ]
    assert (claim.item.speaker, claim.against, claim.reports, claim.origins) == ("Adel Brandt", "Varenia", 2, 1)


def test_a_claim_without_response_says_what_was_looked_through(brief):
    unanswered = brief.open_claims[-1]
    assert unanswered.item.when == "26 March 2031"
    assert unanswered.search == (
        "2 reports published up to 28 March 2031, with no statement of Varenia; none is from an outlet of Varenia"
    )


def test_every_attribution_of_an_incident_stands_beside_the_others(brief):
    shelling = brief.incidents[0]
    assert [(a.actor, [by for by, _ in a.by]) for a in shelling.attributions] == [
        ("Varenia", ["Adel Brandt (Tolmir)"]),
        ("Tolmir", ["Ines Halloran (Varenia)"]),
    ]
    assert [c.shown for _, citations in shelling.attributions[0].by for c in citations] == ["[1 ¶2]", "[3 ¶2]"]
    assert [value for value, _, _ in dict(shelling.counts)["killed"]] == ["at least 11", "14", "19", "9"]
    assert len(shelling.accounts) == 4  # the reprint tells it in the words of the wire


def test_whoever_is_no_side_is_named_in_the_words_of_the_report_in_marks(brief):
    assert brief.incidents[0].targets == ("“the market”",)
    assert brief.incidents[1].targets == ("“aid workers”",)


def test_incidents_stand_in_order_of_time(brief):
    assert [incident.when for incident in brief.incidents] == ["4 March 2031", "25 March 2031", "April 2031"]
    assert brief.incidents[2].status.startswith("Planned")


def test_figures_in_conflict_form_a_ladder_by_date(brief):
    toll, prisoners = brief.differing
    assert [rung.value for rung in toll.rungs] == ["at least 11", "14", "19", "9"]
    assert [(rung.number, rung.bound) for rung in toll.rungs][:2] == [(11, "at_least"), (14, "exact")]
    assert [rung.counts_what for rung in prisoners.rungs] == ["a total over a period", "all prisoners, also the sick"]
    assert toll.rungs[0].counts_what == toll.unit  # the words do not say of whom
    assert toll.incident == (brief.incidents[0].shown_id, brief.incidents[0].anchor)


def test_a_deadline_stands_beside_the_dates_that_reports_give(brief):
    guns = next(p for p in brief.provisions if p.ref == "1.1")
    assert guns.clock is not None
    assert (guns.clock.words, guns.clock.state) == ("fell due 14 days ago, on 20 March 2031", "passed")
    assert guns.clock.counted == "20 days from 28 February 2031 = 20 March 2031"
    assert guns.clock.trigger == "signature: 28 February 2031, dated in the agreement file"
    assert [(other.day, other.apart) for other in guns.clock.others] == [("21 March 2031", "1 day later")]
    assert guns.status == "breach alleged"
    assert [item.act for item in guns.said] == ["pledge", "accusation"]
    assert [p.ref for p in brief.deadlines] == ["1.2", "1.1", "2.2"]


def test_a_provision_nobody_spoke_of_is_shown_all_the_same(brief):
    prisoners = next(p for p in brief.provisions if p.ref == "2.2")
    assert (prisoners.status, prisoners.said, prisoners.confirmed) == ("no reports", (), False)


def test_a_claimed_term_stands_with_its_owner_and_the_other_reading(brief):
    (term,) = brief.claimed_terms
    assert (term.who, term.readings[0][:2]) == ("Tolmir", ("Varenia", "No hour of the day is named anywhere."))
    assert [item.act for item in term.said] == ["accusation"]


def test_reports_that_copy_one_another_are_one_origin(brief):
    assert (brief.reports, brief.outlets, brief.origins) == (8, 7, 7)
    assert brief.sources[0].origin == brief.sources[1].origin


def test_the_period_keeps_what_was_said_or_happened_in_it(case):
    brief = make_brief(case, since=date(2031, 3, 20), until=date(2031, 3, 31), now=NOW)
    assert brief.period == "20–31 March 2031"
    assert (brief.reports, brief.statements, len(brief.incidents)) == (2, 1, 1)
    assert [claim.item.when for claim in brief.claims] == ["26 March 2031"]
    assert brief.method.outside_window > 0


def test_a_provision_shows_what_was_said_in_the_period_only(case):
    brief = make_brief(case, since=date(2031, 3, 21), until=date(2031, 3, 31), now=NOW)
    assert [(p.ref, len(p.said)) for p in brief.provisions if p.said] == [("1.1", 1)]
    assert {source.number for source in brief.sources} == {7, 8}


def test_a_response_from_after_the_period_is_shown(case):
    brief = make_brief(case, since=date(2031, 3, 4), until=date(2031, 3, 4), now=NOW)
    assert [(r.kind, r.place) for r in brief.claims[0].responses] == [("Denial", False), ("Charge in return", True)]


def test_a_report_outside_the_period_is_listed_if_it_is_cited(case):
    brief = make_brief(case, since=date(2031, 4, 1), until=date(2031, 4, 30), now=NOW)
    assert brief.reports == 0 and [i.when for i in brief.incidents] == ["April 2031"]
    cited = {a.passage.citation.number for a in brief.incidents[0].accounts}
    assert cited <= {source.number for source in brief.sources}


def test_a_period_that_ends_before_it_begins_is_refused(case):
    with pytest.raises(BadInput, match="earlier day first"):
        make_brief(case, since=date(2031, 4, 2), until=date(2031, 4, 1), now=NOW)


def test_a_private_person_is_described_and_her_name_covered_in_the_words(brief):
    baker = next(item for group in brief.sides[3].groups for item in group.items if "smoke" in item.passages[0].words)
    assert baker.speaker == "a baker at the market"
    assert "[name withheld]" in "".join(piece.text for piece in baker.passages[0].pieces)
    assert "Tollan" not in repr(brief)
    assert brief.method.withheld == 1


def test_a_released_name_is_shown():
    case = build_case()
    case.the_decisions.append(
        Decision(
            id="d", action="release", target_kind="actor", target="tolland", why="asked", who="R. Reviewer", when=NOW
        )
    )
    assert "Mira Tollan" in repr(make_brief(case, now=NOW))


def test_silence_is_no_statement(brief):
    words = [p.words for side in brief.sides for group in side.groups for i in group.items for p in i.passages]
    assert not any("did not comment" in one for one in words)


def test_sources_carry_the_hash_of_the_bytes_and_what_the_outlet_says_of_its_report(case, brief):
    assert [s.capture for s in brief.sources] == [r.capture_id for r in case.reports()]
    assert brief.sources[3].notices[0].startswith("Correction by the outlet: “")
    assert brief.sources[1].wires == ("Harbour Wire",)
    assert [s.content for s in brief.sources] == [None] * 8


def test_the_last_page_counts_what_was_set_aside(brief):
    assert brief.method.set_aside == (("quotation without a speaker", 2), ("empty file", 1))


def test_an_empty_case_makes_a_brief(case):
    bare = Agreement(id="bare", title="A truce", signed=None, parties=the_truce("Varenia", "Tolmir").parties)
    brief = make_brief(BuiltCase(the_agreement=bare), now=NOW)
    assert (brief.reports, brief.statements, brief.period) == (0, 0, "no dated report")
    assert [side.total for side in brief.sides] == [0, 0, 0]


def test_a_statement_without_a_day_stands_under_the_day_it_was_reported():
    case = build_case()
    case.the_statements[0] = replace(case.the_statements[0], said_on=None)
    item = make_brief(case, now=NOW).sides[1].groups[0].items[0]
    assert (item.when, item.dated) == ("first reported 4 March 2031", False)


def test_a_statement_of_a_month_is_not_given_a_day():
    case = build_case()
    month = on(date(2031, 3, 1), date(2031, 3, 31), words="in March", precision="month")
    case.the_statements[0] = replace(case.the_statements[0], said_on=month)
    assert make_brief(case, now=NOW).sides[1].groups[0].items[0].when == "March 2031"


def test_ids_grow_until_they_differ():
    case = build_case()
    twin = case.the_statements[0]
    alike = replace(twin, id=twin.id[:11] + "0" * 53)
    case.the_statements.append(alike)
    shown = [i.shown_id for i in make_brief(case, now=NOW).sides[1].groups[0].items]
    assert len(set(shown)) == 4 and max(map(len, shown)) > len("s:4f1c09aa")
    assert all(re.fullmatch(r"s:[0-9a-f]{8,}", one) for one in shown)


def test_words_that_were_redacted_are_not_shown_and_their_report_stays_in_the_list():
    case = build_case()
    case.redacted.add(case.the_reports[4].text_id)
    brief = make_brief(case, now=NOW, with_texts=True)
    assert len(brief.sources) == 8 and "taken out of the case" in (brief.sources[4].content or "")
    assert brief.method.wordless == 2 and brief.statements == 8
    assert all("do not yet know" not in p.words for p in all_passages(brief))


def test_a_prohibition_and_a_rule_without_a_day_are_said_to_be_so():
    case = build_case()
    pulled, met = case.the_commitments
    case.the_commitments[:] = [
        replace(pulled, what="entering the buffer zone", forbids=True, due=None, due_rule="within 30 days of the swap"),
        replace(met, what="not cross the bridge", forbids=True),
    ]
    shown = {one.what: one.due for one in make_brief(case, now=NOW).commitments}
    assert shown["not allowed: entering the buffer zone"] == "within 30 days of the swap"
    assert "not cross the bridge" in shown
