from __future__ import annotations

from typing import Any

import pytest

from trucewatch.assess.versions import edits
from trucewatch.records.count import Count
from trucewatch.records.figure import Figure
from trucewatch.records.maker import Maker
from trucewatch.records.mention import Annotation, IncidentMention, Participant, StatementMention
from trucewatch.records.span import Span

MACHINE = Maker(kind="machine", name="annotate", version="1")
OLD, NEW = "a" * 64, "b" * 64


def span(words: str, text: str, at: int = 0) -> Span:
    return Span(text_id=text, start=at, end=at + len(words), words=words)


def said(words: str, text: str, at: int = 0, **values: Any) -> StatementMention:
    given = {"speaker": "Adel Brandt", "act": "accuse"} | values
    return StatementMention.of(content=(span(words, text, at),), maker=MACHINE, **given)


def told(words: str, text: str, killed: int | None = None, **values: Any) -> IncidentMention:
    counts = ()
    if killed is not None:
        number = str(killed)
        at = words.index(number)
        counts = (Count(effect="killed", value=killed, bound="exact", span=span(number, text, at)),)
    given = {"type": "shelling", "counts": counts} | values
    return IncidentMention.of(words=span(words, text), trigger=span(words.split()[0], text), maker=MACHINE, **given)


def figure(value: int, text: str, at: int) -> Figure:
    return Figure.of(
        span=span(str(value), text, at), quantity="people killed at Kessel", unit="people", value=value, maker=MACHINE
    )


def note(text: str, **parts: Any) -> Annotation:
    return Annotation(text_id=text, fingerprint="f", **parts)


WORDS = "the army shelled the bridge at Kessel on Saturday night"


def test_what_stands_as_it_was_at_another_place_is_no_edit():
    before = note(OLD, statements=(said(WORDS, OLD),))
    assert edits(before, note(NEW, statements=(said(WORDS, NEW, at=300),))) == ()


def test_a_statement_that_is_missing_was_dropped_and_a_new_one_added():
    before = note(OLD, statements=(said(WORDS, OLD),))
    after = note(NEW, statements=(said("nobody was told of the plan", NEW, speaker="Ines Halloran", act="deny"),))
    assert [(e.what, e.sort) for e in edits(before, after)] == [("dropped", "statement"), ("added", "statement")]


def test_another_speaker_of_the_same_words_is_a_changed_value():
    before = note(OLD, statements=(said(WORDS, OLD),))
    (edit,) = edits(before, note(NEW, statements=(said(WORDS, NEW, speaker="Omar Felt"),)))
    assert (edit.what, [(v.field, v.before, v.after) for v in edit.values]) == (
        "changed",
        [("speaker", "Adel Brandt", "Omar Felt")],
    )


def test_other_words_with_the_same_values_are_reworded():
    before = note(OLD, statements=(said(WORDS, OLD),))
    (edit,) = edits(before, note(NEW, statements=(said(WORDS.replace("bridge", "old bridge"), NEW),)))
    assert edit.what == "reworded" and edit.values == ()


@pytest.mark.parametrize(("old", "new"), [("the army’s guns", "the army's guns"), ("of  the bridge", "of the bridge")])
def test_other_marks_and_spaces_are_no_edit(old, new):
    before, after = (note(t, statements=(said(f"{w} fell silent at dawn", t),)) for t, w in ((OLD, old), (NEW, new)))
    assert edits(before, after) == ()


def test_a_toll_that_rose_is_told_once_with_its_incident():
    old, new = "shelling killed 12 people", "shelling killed 14 people"
    before = note(OLD, incidents=(told(old, OLD, 12),), figures=(figure(12, OLD, old.index("12")),))
    after = note(NEW, incidents=(told(new, NEW, 14),), figures=(figure(14, NEW, new.index("14")),))
    (edit,) = edits(before, after)
    assert edit.sort == "incident"
    (value,) = edit.values
    assert (value.field, value.before[0].value, value.after[0].value) == ("counts", 12, 14)


def test_a_figure_of_its_own_that_changed_is_told():
    before, after = note(OLD, figures=(figure(12, OLD, 5),)), note(NEW, figures=(figure(14, NEW, 9),))
    (edit,) = edits(before, after)
    assert (edit.sort, [(v.before, v.after) for v in edit.values]) == ("figure", [(12, 14)])


def test_whose_account_participants_are_is_told_once():
    def one(text: str, who: str) -> Annotation:
        army = Participant(name="army", span=span("army", text, 50), side="Arvania", said_by=who)
        return note(text, incidents=(told("shelling of the bridge at Kessel", text, actors=(army,), said_by=who),))

    (edit,) = edits(one(OLD, "Adel Brandt"), one(NEW, "Omar Felt"))
    assert [v.field for v in edit.values] == ["said_by"]


def test_of_two_alike_each_becomes_the_one_that_is_nearest():
    first, second = "the army shelled the bridge on Saturday", "the army shelled the bridge on Sunday"
    before = note(OLD, statements=(said(first, OLD), said(second, OLD, at=100)))
    after = note(NEW, statements=(said(second, NEW),))
    (edit,) = edits(before, after)
    assert edit.what == "dropped" and edit.before is not None and edit.before.spans()[0].words == first
