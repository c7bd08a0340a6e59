from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from trucewatch.errors import BadRecord
from trucewatch.link.anchors import carry
from trucewatch.link.corrections import apply_decisions, check_decision
from trucewatch.records.count import Count
from trucewatch.records.decision import Decision, active
from trucewatch.records.figure import Figure
from trucewatch.records.incident import Account, Incident
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.statement import Statement
from trucewatch.records.text import Text, text_id
from trucewatch.records.where import Where

WHEN = datetime(2031, 5, 3, tzinfo=UTC)
MACHINE = Maker(kind="machine", name="annotate", version="1")
PROSE = (
    "Ilmar Quist said the guns were silent. Later Ms Brandt said the guns were silent. "
    "Shells killed 12 people at the mill on Tuesday, residents said."
)


def text(content: str = PROSE, *, capture: str = "c" * 64) -> Text:
    return Text(id=text_id(content), capture_id=capture, content=content, reader="plain", reader_version="1")


def span(words: str, of: Text, *, nth: int = 0):
    start = -1
    for _ in range(nth + 1):
        start = of.content.index(words, start + 1)
    return of.span(start, start + len(words))


OLD = text()
NEWER = text("Lake Daily | " + PROSE.replace("on Tuesday", "last Tuesday"))


def said(of: Text = OLD, **more) -> StatementMention:
    values = {"act": "deny", "speaker": "Ilmar Quist", "maker": MACHINE}
    values["reasons"] = (Reason(field="act", value="deny", rule="cue"),)
    return StatementMention.of(content=(span("the guns were silent", of),), cue=span("said", of), **(values | more))


def shelled(of: Text = OLD, **more) -> IncidentMention:
    values = {
        "type": "shelling",
        "maker": MACHINE,
        "places": (Where(name="the mill", role="where"), Where(name="Osterby")),
    }
    return IncidentMention.of(words=span("Shells killed 12 people", of), trigger=span("killed", of), **(values | more))


def statement(*mentions: StatementMention, **more) -> Statement:
    values = {
        "id": "5" * 64, "founding_mention": mentions[0].id, "mention_ids": tuple(m.id for m in mentions), "act": "deny",
        "speaker": "Ilmar Quist", "maker": MACHINE, "recorded_at": WHEN,
    }  # fmt: skip
    return Statement(**(values | more))


def decide(action: str, target, *, number: int = 1, kind: str = "statement mention", **more) -> Decision:
    anchor = (
        target.content if isinstance(target, StatementMention) else target.spans() if hasattr(target, "spans") else ()
    )
    values = {
        "id": f"{number:064x}", "action": action, "target_kind": kind, "target": getattr(target, "id", target),
        "anchor": anchor, "why": "heard the tape", "who": "R. Maas", "when": WHEN,
    }  # fmt: skip
    return Decision(**(values | more))


def corrected(records, *decisions, texts=(OLD,), kind="statement mention", **more):
    found, lost = apply_decisions(records, decisions, {t.id: t for t in texts}, kind=kind, **more)
    return found, [d.id for d in lost]


# -- set, confirm, reject, add, undo ---------------------------------------------------------------


def test_a_set_value_wins_and_names_its_person_beside_the_machines_reason():
    (after,), lost = corrected([said()], decide("set", said(), field="act", new="reject"))
    assert lost == []
    assert after.act == "reject" and after.id == said().id
    assert [(r.field, r.value, r.rule) for r in after.reasons] == [
        ("act", "deny", "cue"),
        ("act", "reject", "person R. Maas"),
    ]


def test_the_last_of_several_decisions_on_a_field_holds():
    first = decide("set", said(), field="act", new="reject")
    second = decide("set", said(), number=2, field="act", new="accuse", who="B. Oll")
    (after,), _ = corrected([said()], first, second)
    assert after.act == "accuse"
    assert [r.rule for r in after.reasons if r.rule.startswith("person")] == ["person B. Oll"]


@pytest.mark.parametrize(
    ("field", "new", "value"),
    [
        ("speaker", "Ms Brandt", "Ms Brandt"),
        ("speaker", None, None),
        ("side", "Osterby League", "Osterby League"),
        ("target_side", "Norvane Council", "Norvane Council"),
        ("medium", "press", "press"),
        ("direct", True, True),
        ("direct", "yes", True),
        ("silence", "false", False),
        ("speaker_kind", "named", "named"),
    ],
)
def test_fields_of_a_statement_can_be_set(field, new, value):
    (after,), lost = corrected([said()], decide("set", said(), field=field, new=new))
    assert getattr(after, field) == value and lost == []


@pytest.mark.parametrize("field", ["said_on", "day", "when"])
def test_a_day_is_set_by_its_date(field):
    (after,), _ = corrected([said()], decide("set", said(), field=field, new="2031-04-29"))
    assert after.said_on.day == date(2031, 4, 29)
    assert after.said_on.basis == "person R. Maas"


def test_days_are_set_by_two_dates():
    (after,), _ = corrected(
        [shelled()],
        decide("set", shelled(), kind="incident mention", field="when", new="2031-04-28/2031-04-29"),
        kind="incident mention",
    )
    assert (after.when.first_day, after.when.last_day, after.when.precision) == (
        date(2031, 4, 28),
        date(2031, 4, 29),
        "days",
    )


def test_place_type_and_counts_of_an_incident_can_be_set():
    decisions = [
        decide("set", shelled(), kind="incident mention", field="place", new="Eastmill"),
        decide("set", shelled(), kind="mention", number=2, field="type", new="airstrike"),
        decide("set", shelled(), kind="incident mention", number=3, field="counts", new={"killed": 14, "injured": 3}),
    ]
    (after,), lost = corrected([shelled()], *decisions, kind="incident mention")
    assert lost == []
    assert after.where.name == "Eastmill" and [p.name for p in after.places] == ["Eastmill", "Osterby"]
    assert after.type == "airstrike"
    assert [(c.effect, c.value, c.low, c.high) for c in after.counts] == [("killed", 14, 14, 14), ("injured", 3, 3, 3)]
    assert all(isinstance(c, Count) and OLD.holds(c.span) for c in after.counts)


@pytest.mark.parametrize(
    ("field", "new", "problem"),
    [
        ("act", "grumble", "unknown speech act"),
        ("medium", "carrier pigeon", "unknown medium"),
        ("speaker_kind", "loud", "speaker_kind is one of"),
        ("colour", "red", "'colour' cannot be set"),
        ("id", "0" * 64, "'id' cannot be set"),
        ("content", [], "'content' cannot be set"),
        ("said_on", "Tuesday", "said_on is a day like"),
        ("said_on", "2031-05-02/2031-05-01", "ends .* before it begins"),
        ("direct", "perhaps", "direct is a bool"),
        ("speaker", 7, "speaker is a str"),
    ],
)
def test_an_unknown_field_or_value_is_refused_when_decided_and_lost_when_stored(field, new, problem):
    decision = decide("set", said(), field=field, new=new)
    with pytest.raises(BadRecord, match=problem):
        check_decision(decision, said())
    assert corrected([said()], decision) == ([said()], [decision.id])


def test_a_sound_decision_passes_the_check():
    check_decision(decide("set", said(), field="act", new="reject"), said())
    check_decision(decide("confirm", said()), said())
    check_decision(decide("same", said(), new="7" * 64), said())
    with pytest.raises(BadRecord, match="id of the other record"):
        check_decision(decide("same", said()), said())
    with pytest.raises(BadRecord, match="no record to set"):
        check_decision(decide("set", said(), field="act", new="deny"))


def test_a_rejected_record_goes_and_a_confirmed_one_says_so():
    first, second = said(), shelled()
    assert corrected([first], decide("reject", first)) == ([], [])
    (after,), _ = corrected([second], decide("confirm", second, kind="incident mention"), kind="incident mention")
    assert [(r.value, r.rule, r.score) for r in after.reasons] == [("confirmed", "person R. Maas", 1.0)]


def test_an_added_record_rests_on_its_anchor_and_names_its_person():
    anchor = (span("the guns were silent", OLD, nth=1),)
    new = {"act": "deny", "speaker": "Ms Brandt", "said_on": "2031-04-29"}
    decision = decide("add", "new", anchor=anchor, new=new)
    check_decision(decision)
    (kept, made), lost = corrected([said()], decision)
    assert kept == said() and lost == []
    assert (made.speaker, made.content, made.maker) == ("Ms Brandt", anchor, Maker(kind="person", name="R. Maas"))
    assert made.id == StatementMention.of(content=anchor, act="deny", maker=MACHINE).id


@pytest.mark.parametrize(
    "new", [None, {}, {"act": "deny", "colour": "red"}, {"act": "grumble"}, "deny", {"act": "deny", "content": "x"}]
)
def test_what_makes_no_record_cannot_be_added(new):
    decision = decide("add", "new", anchor=(span("silent", OLD),), new=new)
    with pytest.raises(BadRecord):
        check_decision(decision)
    assert corrected([], decision) == ([], [decision.id])


def test_an_incident_and_a_figure_can_be_added():
    event = decide(
        "add",
        "new",
        kind="incident mention",
        anchor=(span("killed", OLD),),
        new={"type": "shelling", "counts": {"killed": 12}},
    )
    (made,), _ = corrected([], event, kind="incident mention")
    assert made.words.words == "killed" and made.counts[0].value == 12
    toll = decide(
        "add",
        "new",
        kind="figure",
        anchor=(span("12", OLD),),
        new={"quantity": "dead", "unit": "people", "value": "12"},
    )
    (figure,), _ = corrected([], toll, kind="figure")
    assert isinstance(figure, Figure) and figure.value == 12.0


def test_an_undone_decision_does_not_hold_until_the_undoing_is_undone():
    reject = decide("reject", said())
    undo = decide("undo", reject.id, number=2, kind="decision")
    again = decide("undo", undo.id, number=3, kind="decision")
    assert corrected([said()], reject, undo) == ([said()], [])
    assert corrected([said()], reject, undo, again) == ([], [])
    assert active([reject, undo]) == [] and active([reject, undo, again]) == [reject]


def test_decisions_on_an_added_record_follow_it():
    anchor = (span("silent", OLD),)
    add = decide("add", "mine", anchor=anchor, new={"act": "deny"})
    change = decide("set", "mine", number=2, field="act", new="reject")
    (made,), lost = corrected([], add, change)
    assert made.act == "reject" and lost == []


def test_decisions_about_other_kinds_are_passed_over():
    decision = decide("reject", said(), kind="figure")
    assert corrected([said()], decision) == ([said()], [])
    with pytest.raises(BadRecord, match="no decisions are made about"):
        corrected([], kind="report")


# -- finding the place again --------------------------------------------------------------------------


def test_a_decision_finds_its_record_by_its_words_when_the_id_is_gone():
    wider = StatementMention.of(content=(span("said the guns were silent", OLD),), act="deny", maker=MACHINE)
    assert wider.id != said().id
    (after,), lost = corrected([wider], decide("set", said(), field="act", new="reject"))
    assert (after.id, after.act, lost) == (wider.id, "reject", [])


def test_a_record_with_little_in_common_is_not_taken_for_the_one_meant():
    other = StatementMention.of(content=(span("silent. Later Ms Brandt said", OLD),), act="deny", maker=MACHINE)
    found, lost = corrected([other], decide("set", said(), field="act", new="reject"))
    assert found[0] == other and lost == []
    assert [m.act for m in found] == ["deny", "reject"]  # and made anew under its own words


def test_a_decision_follows_its_words_into_a_newer_reading():
    (after,), lost = corrected([said(NEWER)], decide("set", said(), field="act", new="reject"), texts=(OLD, NEWER))
    assert (after.id, after.act, lost) == (said(NEWER).id, "reject", [])
    assert corrected([said(NEWER)], decide("reject", said()), texts=(OLD, NEWER)) == ([], [])


@pytest.mark.parametrize(
    ("speaker", "carried"), [("Ms Brandt", "Ms Brandt"), ("on Tuesday, residents said", None)], ids=["there", "gone"]
)
def test_an_addition_follows_its_words_into_a_newer_reading_with_those_of_its_speaker(speaker, carried):
    newer = NEWER if carried else text(PROSE.partition(" Shells")[0])
    source = span(speaker, OLD)
    given = {"text_id": OLD.id, "start": source.start, "end": source.end, "words": source.words}
    content = span("the guns were silent", OLD, nth=1)
    added = decide(
        "add", "a" * 64, anchor=(content,), new={"act": "deny", "speaker": "Ms Brandt", "source": given, "cue": None}
    )
    (_, mention), lost = corrected([said(newer)], added, texts=(OLD, newer))
    assert (mention.text_id, lost) == (newer.id, [])
    assert (mention.source.words if mention.source else None) == carried
    assert mention.content[0].words == "the guns were silent"


def test_a_record_that_is_gone_is_made_again_as_it_last_was():
    before = said(side="Norvane Council")
    decision = decide("set", before, field="act", new="reject")
    (after,), lost = corrected([], decision, earlier=lambda record_id: before if record_id == before.id else None)
    assert lost == []
    assert after == replace(before, act="reject", reasons=after.reasons)
    (moved,), lost = corrected([], decision, texts=(OLD, NEWER), earlier=lambda _: before)
    assert lost == [] and moved.side == "Norvane Council" and moved.act == "reject"
    assert moved.id == said(NEWER).id and all(NEWER.holds(s) for s in moved.spans())


def test_a_record_that_is_gone_is_made_from_its_anchor_where_that_says_enough():
    (after,), lost = corrected([], decide("set", said(), field="act", new="reject"))
    assert (after.content, after.act, lost) == (said().content, "reject", [])
    # an incident's type is not known from the anchor alone
    place = decide("set", shelled(), kind="incident mention", field="place", new="Eastmill")
    assert corrected([], place, kind="incident mention") == ([], [place.id])
    kind = decide("set", shelled(), kind="incident mention", field="type", new="airstrike")
    (event,), _ = corrected([], kind, kind="incident mention")
    assert event.type == "airstrike"


def test_a_decision_whose_words_are_gone_is_listed_as_lost():
    rewritten = text("Nothing is as it was in this page.")
    for action, more in (("set", {"field": "act", "new": "reject"}), ("reject", {}), ("confirm", {})):
        decision = decide(action, said(), **more)
        assert corrected([], decision, texts=(OLD, rewritten)) == ([], [decision.id])
        assert corrected([], decision, texts=()) == ([], [decision.id])


def test_rejecting_what_is_no_longer_found_is_done_already():
    assert corrected([], decide("reject", said())) == ([], [])


def test_a_statement_is_found_by_id_by_redirect_and_by_its_mentions():
    mention = said()
    whole = statement(mention)
    by_id = decide("set", whole, kind="statement", anchor=mention.content, field="act", new="reject")
    (after,), lost = corrected([whole], by_id, kind="statement")
    assert after.act == "reject" and lost == []
    merged = replace(by_id, target="9" * 64)
    (after,), _ = corrected([whole], merged, kind="statement", redirects={"9" * 64: whole.id})
    assert after.act == "reject"
    (after,), _ = corrected([whole], merged, kind="statement", mentions=[mention])
    assert after.act == "reject"
    assert corrected([whole], merged, kind="statement") == ([whole], [merged.id])


def test_words_under_a_decision_about_a_statement_are_kept_as_a_mention():
    mention = said()
    decision = decide("set", statement(mention), kind="statement", anchor=mention.content, field="act", new="reject")
    (made,), lost = corrected([], decision)
    assert lost == [] and (made.content, made.act) == (mention.content, "reject")
    (after,), lost = corrected([statement(made, id="6" * 64)], decision, kind="statement", mentions=[made])
    assert after.act == "reject" and lost == []
    assert corrected([mention], decision) == ([mention], [])  # it is there: nothing is made


def test_an_incident_is_found_by_the_words_of_its_mentions():
    mention = shelled()
    event = Incident(
        id="7" * 64, founding_mention=mention.id, mention_ids=(mention.id,), type="shelling", maker=MACHINE,
        accounts=(Account(mention_id=mention.id, said_as="narrated"),), recorded_at=WHEN,
    )  # fmt: skip
    decision = decide("set", "0" * 64, kind="incident", anchor=mention.spans(), field="place", new="Eastmill")
    (after,), lost = corrected([event], decision, kind="incident", mentions=[mention])
    assert after.where.name == "Eastmill" and lost == []


# -- same and different -----------------------------------------------------------------------------


# -- carrying anchors --------------------------------------------------------------------------------


def test_words_that_stand_once_are_carried_exactly():
    found = carry(span("12 people", OLD), OLD, NEWER)
    assert found == span("12 people", NEWER)


def test_words_that_stand_twice_are_told_apart_by_what_is_beside_them():
    second = span("the guns were silent", OLD, nth=1)
    assert carry(second, OLD, NEWER) == span("the guns were silent", NEWER, nth=1)


SHELLS = "Shells killed 12 people"
MILL = "Shells killed 12 people at the mill"
MOVED = PROSE.replace("Ms Brandt", "Mrs Brandt").replace("Later ", "")


def test_repeated_words_are_aligned_when_their_neighbours_agree():
    second = span("the guns were silent", OLD, nth=1)
    assert carry(second, OLD, text(MOVED)) == span("the guns were silent", text(MOVED), nth=1)


@pytest.mark.parametrize(
    ("words", "content", "expected"),
    [
        pytest.param(MILL, PROSE.replace("12", "14"), MILL.replace("12", "14"), id="one word changed"),
        pytest.param(
            MILL, PROSE.replace("the mill", "the old mill"), MILL.replace("the", "the old"), id="words put in"
        ),
        pytest.param(SHELLS, PROSE.replace("Shells", "SHELLS"), "SHELLS killed 12 people", id="case changed"),
        pytest.param(SHELLS, PROSE.replace(SHELLS, "Nobody was hurt"), None, id="other words"),
        pytest.param("the guns were silent", "the guns were silent " * 3, None, id="no telling which"),
        pytest.param("residents", "", None, id="nothing left"),
    ],
)
def test_changed_words_are_carried_by_alignment_or_lose_their_place(words, content, expected):
    found = carry(span(words, OLD), OLD, text(content))
    assert (found.words if found else None) == expected


def test_a_span_that_does_not_hold_in_its_own_text_is_not_carried():
    wrong = replace(span("silent", OLD), start=0, end=6)
    assert carry(wrong, OLD, NEWER) is None
    assert carry(span("silent", OLD), OLD, OLD) == span("silent", OLD)
