"""The rules that are hard to change later, each held by a test."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from trucewatch.errors import BadRecord, BadSpan
from trucewatch.records.actor import Actor, Name, Role
from trucewatch.records.capture import Capture
from trucewatch.records.count import Count
from trucewatch.records.decision import ChainLink, Decision
from trucewatch.records.figure import Figure
from trucewatch.records.ids import digest, shown, split_shown
from trucewatch.records.incident import Account, Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.mention import Participant, StatementMention
from trucewatch.records.report import Found, Report
from trucewatch.records.span import Span
from trucewatch.records.text import Block, Text, text_id
from trucewatch.records.when import When

NOON = datetime(2031, 5, 2, 12, tzinfo=UTC)
MACHINE = Maker(kind="machine", name="test", version="1")


def text(content: str, **values) -> Text:
    return Text(id=text_id(content), capture_id="c" * 64, content=content, reader="plain", reader_version="1", **values)


def report(*found: Found) -> Report:
    return Report(id="r" * 64, capture_ids=("c",), text_ids=("t",), found=found, added_at=NOON)


def test_a_span_must_fit_its_words():
    with pytest.raises(BadSpan, match="does not fit"):
        Span(text_id="t", start=0, end=3, words="four")
    with pytest.raises(BadSpan):
        Span(text_id="t", start=2, end=2, words="")


def test_records_cannot_be_changed():
    span = Span(text_id="t", start=0, end=3, words="abc")
    with pytest.raises(FrozenInstanceError):
        span.start = 1  # type: ignore[misc]


def test_offsets_count_code_points_with_nothing_normalised():
    content = "\ufeffCafe\u0301 \U0001f54a truce\r\nheld"
    page = text(content)
    at = content.index("truce")
    assert page.span(at, at + 5).words == "truce"
    assert at == 9  # byte-order mark, combining accent and a character beyond 16 bits count one each


def test_a_text_is_named_after_its_code_points():
    assert text("a\r\nb").id != text("a\nb").id
    with pytest.raises(BadRecord, match="hash"):
        Text(id="0" * 64, capture_id="c", content="x", reader="plain", reader_version="1")


def test_the_same_bytes_are_the_same_capture():
    first = Capture.of(b"one page", media_type="text/plain", fetched_at=NOON, file="a.txt")
    second = Capture.of(b"one page", media_type="text/plain", fetched_at=NOON + timedelta(days=1), file="b.txt")
    assert first.id == second.id


def test_a_capture_with_a_changed_byte_is_refused():
    good = Capture.of(b"one page", media_type="text/plain", fetched_at=NOON)
    with pytest.raises(BadRecord, match="hash"):
        replace(good, content=b"0ne page")


def test_body_joins_neighbours_and_leaves_captions_out():
    content = "Title\n\nFirst.\n\nA caption\n\nSecond.\n\nThird."
    spots = [("title", "Title"), ("body", "First."), ("caption", "A caption"), ("body", "Second."), ("body", "Third.")]
    blocks = []
    for role, words in spots:
        start = content.index(words)
        blocks.append(Block(role=role, start=start, end=start + len(words)))
    body = text(content, blocks=tuple(blocks)).body()
    assert [content[a:b] for a, b in body] == ["First.", "Second.\n\nThird."]


def test_blocks_may_not_overlap():
    with pytest.raises(BadRecord, match="overlaps"):
        text("abcdef", blocks=(Block(role="body", start=0, end=4), Block(role="tags", start=3, end=6)))


def test_a_mention_is_named_after_its_words_never_after_what_a_person_may_correct():
    page = text("The ministry denied that it had shelled the town.")
    made = StatementMention.of(
        content=(page.span(25, 48),), cue=page.span(13, 19), act="deny", speaker="ministry", maker=MACHINE
    )
    corrected = StatementMention.of(
        content=(page.span(25, 48),), cue=page.span(13, 19), act="reject", speaker="the minister", maker=MACHINE
    )
    elsewhere = StatementMention.of(content=(page.span(25, 48),), act="deny", maker=MACHINE)
    assert made.id == corrected.id
    assert made.id != elsewhere.id


def test_an_unknown_act_is_refused_with_the_vocabulary():
    page = text("words")
    with pytest.raises(BadRecord, match="accuse"):
        StatementMention.of(content=(page.span(0, 5),), act="grumble", maker=MACHINE)


def test_an_assumed_zone_widens_the_bounds_and_a_stated_one_does_not():
    day = date(2031, 5, 2)
    assumed = When.days(day, day, words="Friday")
    assert assumed.earliest == datetime(2031, 5, 1, 10, tzinfo=UTC)
    assert assumed.latest is not None and assumed.latest.date() == date(2031, 5, 3)
    stated = When.days(day, day, words="Friday", zone=timezone(timedelta(hours=2)), zone_basis="stated")
    assert stated.earliest == datetime(2031, 5, 1, 22, tzinfo=UTC)
    assert assumed.day == stated.day == day


def test_a_relative_time_without_a_report_date_stays_relative():
    when = When.days(None, None, words="last week", value="", precision="unknown", basis="unknown")
    assert when.earliest is None and when.latest is None and when.day is None


def test_bounds_in_a_zone_other_than_utc_are_refused():
    with pytest.raises(BadRecord, match="UTC"):
        When(words="x", value="", precision="day", earliest=datetime(2031, 1, 1, tzinfo=timezone(timedelta(hours=3))))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(
            [("metadata", "2031-05-03"), ("sidecar", "2031-05-02")], "2031-05-02", id="sidecar before metadata"
        ),
        pytest.param([("dateline", "2031-05-01"), ("url", "2031-05-04")], "2031-05-04", id="address before dateline"),
    ],
)
def test_the_surest_date_is_used_and_the_others_are_kept_as_conflicts(found, expected):
    made = report(*(Found(field="published", value=value, basis=basis) for basis, value in found))
    assert str(made.published) == expected
    assert len(made.conflicts("published")) == 1


def test_the_same_day_with_and_without_a_time_is_no_conflict():
    made = report(
        Found(field="published", value="2031-05-02", basis="sidecar"),
        Found(field="published", value="2031-05-02T09:00:00+02:00", basis="metadata"),
    )
    assert made.conflicts("published") == []


def test_a_vague_count_shows_its_words_and_has_no_number():
    span = text("dozens of families").span(0, 6)
    assert Count(effect="displaced", value=None, bound="vague", low=12, span=span).shown == "dozens"
    with pytest.raises(BadRecord, match="no value"):
        Count(effect="displaced", value=None, bound="exact", span=span)


def test_a_figure_is_a_level_or_a_total_never_both():
    span = text("4,500 troops").span(0, 5)
    when = When.days(date(2031, 5, 2), date(2031, 5, 2), words="now")
    with pytest.raises(BadRecord, match="not both"):
        Figure.of(span=span, quantity="troops", unit="troops", value=4500, as_of=when, period=when, maker=MACHINE)


def test_an_incident_has_no_status_but_a_set_of_accounts():
    made = Incident(
        id="i" * 64, founding_mention="m1", mention_ids=("m1", "m2"), type="shelling", maker=MACHINE, recorded_at=NOON,
        accounts=(
            Account(mention_id="m1", said_as="alleged", said_by="Arvan army", side="Arvan"),
            Account(mention_id="m2", said_as="denied", said_by="Belmar Front", side="Belmar"),
        ),
        actors=(Participant(name="the Front", side="Belmar", said_by="Arvan army"),),
    )  # fmt: skip
    assert made.actor_disputed and made.alleged_only
    assert not hasattr(made, "status") and not hasattr(made, "perpetrator")


def test_two_attributions_to_different_sides_are_a_dispute():
    made = Incident(
        id="i" * 64, founding_mention="m1", mention_ids=("m1",), type="bombing", maker=MACHINE, recorded_at=NOON,
        accounts=(Account(mention_id="m1", said_as="narrated"),),
        actors=(Participant(name="the Front", side="Belmar"), Participant(name="soldiers", side="Arvan")),
    )  # fmt: skip
    assert made.actor_disputed and not made.alleged_only


def test_a_role_may_speak_for_two_sides_and_only_in_its_time():
    envoy = Actor(
        id="a1", names=(Name(text="Ida Korr"),), kind="official",
        roles=(
            Role(title="commander", sides=("Coalition", "Arvan"), since=date(2030, 1, 1), until=date(2030, 12, 31)),
        ),
    )  # fmt: skip
    assert envoy.sides_on(date(2030, 6, 1)) == ("Coalition", "Arvan")
    assert envoy.sides_on(date(2031, 6, 1)) == ()


def test_private_persons_are_marked():
    assert Actor(id="a2", names=(Name(text="a shopkeeper"),), kind="private_person").private


def test_a_judgement_about_two_things_does_not_depend_on_their_order():
    values = {"kind": "same_statement", "verdict": "same", "maker": MACHINE, "made_at": NOON}
    assert Judgement.of(left="b", right="a", **values) == Judgement.of(left="a", right="b", **values)


def test_a_response_keeps_its_order_and_needs_a_kind():
    with pytest.raises(BadRecord, match="denial"):
        Judgement.of(kind="response", left="claim", right="answer", verdict="same", maker=MACHINE, made_at=NOON)


def test_the_chain_breaks_when_a_link_is_altered_or_taken_out():
    first = ChainLink.after(None, decision_id="d1", salt="s1", content="{}")
    second = ChainLink.after(first, decision_id="d2", salt="s2", content='{"a": 1}')
    third = ChainLink.after(second, decision_id="d3", salt="s3", content="[]")
    assert first.holds(None) and second.holds(first) and third.holds(second)
    assert not third.holds(first)
    assert not replace(second, content_digest=digest("other")).holds(first)


def test_equal_contents_have_unequal_digests_so_that_a_redacted_one_cannot_be_guessed():
    one = ChainLink.after(None, decision_id="d1", salt="s1", content='{"speaker": "x"}')
    two = ChainLink.after(None, decision_id="d1", salt="s2", content='{"speaker": "x"}')
    assert one.content_digest != two.content_digest


def test_a_decision_needs_a_name():
    with pytest.raises(BadRecord, match="name of the person"):
        Decision(id="d", action="reject", target_kind="statement", target="s", why="not said", who=" ", when=NOON)


def test_a_reason_has_a_score_between_nought_and_one():
    with pytest.raises(BadRecord, match="between 0 and 1"):
        Reason(field="act", value="deny", rule="verb", score=1.5)


def test_ids_are_shown_by_their_shortest_unique_prefix_of_eight_at_least():
    mine, other = "abcdef0123" + "0" * 54, "abcdef0123" + "1" * 54
    assert shown("statement", mine) == "s:abcdef01"
    assert shown("statement", mine, [other]) == "s:abcdef01230"
    assert split_shown("s:abcdef01") == split_shown("S:ABCDEF01") == ("statement", "abcdef01")
    with pytest.raises(BadRecord, match="kind"):
        split_shown("z:abcdef01")


def test_a_digest_does_not_run_its_parts_together():
    assert digest("ab", "c") != digest("a", "bc")
