"""Names of private persons are not in the search index, unless a person releases them."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from case_parts import DAY1, DAY2, DAY3, LINKER, MACHINE, Story, agreement, linked, save_links, statement

from trucewatch.records.actor import Actor, Name
from trucewatch.records.decision import Decision
from trucewatch.records.ids import digest
from trucewatch.records.mention import Annotation, StatementMention
from trucewatch.records.statement import Statement
from trucewatch.store import Store

HEARD = Story(
    title="Shells fall on a mill",
    body="“We heard the guns all night,” said Tova Brask, a resident of Osterby. Brask fled at dawn.",
)
LATER = Story(
    title="Where they went", body="Tova Brask and her sons were seen on the lake road.", publisher="Hill Daily"
)  # fmt: skip


@pytest.fixture
def store(anywhere: Store) -> Store:
    return anywhere


def spoken(story: Story = HEARD, role: str | None = "a resident of Osterby") -> StatementMention:
    return StatementMention.of(
        content=(story.words("We heard the guns all night"),), source=story.words("Tova Brask"), speaker="Tova Brask",
        speaker_kind="named", role=role, act="report", maker=MACHINE,
    )  # fmt: skip


def told(mention: StatementMention) -> Statement:
    return Statement(
        id=digest("statement", mention.id), founding_mention=mention.id, mention_ids=(mention.id,),
        speaker=mention.speaker, role=mention.role, act=mention.act, maker=LINKER, recorded_at=DAY1,
    )  # fmt: skip


def save(store, story: Story, *mentions: StatementMention) -> None:
    annotation = Annotation(text_id=story.text.id, fingerprint="f", statements=mentions)
    store.save_report(story.capture, story.text, story.report, annotation, now=DAY1)


def release(target_kind: str, target: str, **more: str) -> Decision:
    values = {"id": "d1", "action": "release", "why": "asked for it", "who": "R. Reviewer", "when": DAY2}
    return Decision(**(values | {"target_kind": target_kind, "target": target} | more))


def found(store, words: str) -> list[str]:
    return [hit.text_id for hit in store.search(words)]


def indexed(store) -> str:
    with store.reading() as connection:
        rows = connection.execute(sa.text("SELECT words FROM text_search UNION ALL SELECT words FROM statement_search"))
        return "\n".join(rows.scalars())


def test_a_private_speaker_is_not_found_by_name_as_soon_as_the_report_is_saved(store):
    save(store, HEARD, spoken())
    assert found(store, "Tova") == found(store, "Brask") == found(store, '"Tova Brask"') == found(store, "bras*") == []
    assert "Brask" not in indexed(store)
    assert found(store, "fled dawn") == [HEARD.text.id]
    assert "Brask" not in store.search("heard")[0].words


def test_her_name_is_covered_in_reports_saved_before_and_by_others(store):
    save(store, LATER)
    assert found(store, "Brask") == [LATER.text.id]
    save(store, HEARD, spoken())
    save_links(store, linked([told(spoken())]), now=DAY1)
    assert found(store, "Brask") == [] and "Tova" not in indexed(store)
    assert found(store, "lake road") == [LATER.text.id]


def test_a_release_makes_her_name_findable_and_taking_it_back_hides_it_again(store):
    save(store, HEARD, spoken())
    one = told(spoken())
    save_links(store, linked([one]), now=DAY1)
    store.save_decision(release("statement", one.id))
    save_links(store, linked([one]), now=DAY2)
    assert found(store, "Tova Brask") == [HEARD.text.id]
    store.save_decision(release("decision", "d1", id="d2", action="undo"))
    save_links(store, linked([one]), now=DAY3)
    assert found(store, "Brask") == []


def test_a_speaker_who_turns_out_to_speak_for_a_side_is_findable(store):
    save(store, HEARD, spoken())
    save_links(store, linked([replace(told(spoken()), side="Osterby League")]), now=DAY1)
    assert found(store, "Brask") == [HEARD.text.id]


def test_private_actors_of_the_agreement_are_not_found(store):
    actor = Actor(id="brask", names=(Name(text="Tova Brask"),), kind="private_person")
    store.save_agreement(agreement(actors=(actor,)), b"", now=DAY1)
    save(store, LATER)
    assert found(store, "Brask") == []


def test_officials_and_mere_descriptions_stay_findable(store):
    story = Story()
    store.save_report(*story.parts(), now=DAY1)
    described = replace(spoken(), speaker="a frightened resident", role="a resident")
    save(store, HEARD, described)
    save_links(store, linked([statement(story), told(described)]), now=DAY1)
    assert found(store, "Quist")
    assert HEARD.text.id in found(store, "resident")
