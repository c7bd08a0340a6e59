"""Actor records in the case file: kept in versions, found by id, redirected, redacted, private names covered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from case_parts import DAY1, DAY2, LINKER, Story, agreement, linked, other_story, save_links, statement

from trucewatch.records.actor import Actor, Name, Role
from trucewatch.records.maker import Reason
from trucewatch.store import Store, verify

STORY = Story()
MENTION = STORY.annotation.statements[0]


@pytest.fixture
def store(anywhere: Store) -> Store:
    return anywhere


def quist(**more) -> Actor:
    values: dict = {
        "id": "ab" * 32,
        "names": (Name(text="Ilmar Quist", basis="report", span=STORY.words("Ilmar Quist")),),
        "kind": "official",
        "roles": (Role(title="spokesman", sides=("Norvane Council",), basis="report", span=STORY.words("spokesman")),),
        "founding_mention": MENTION.id,
        "mention_ids": (MENTION.id,),
        "reasons": (Reason(field="identity", value="one actor", rule="same name", words="Ilmar Quist"),),
        "maker": LINKER,
        "recorded_at": DAY1,
    }
    return Actor(**(values | more))


def save(store, *actors: Actor, now=DAY1, **more) -> None:
    store.save_report(*STORY.parts(), now=DAY1)
    save_links(
        store, linked([replace(statement(STORY), actor_id=a.id) for a in actors[:1]], actors=actors, **more), now=now
    )


def test_an_actor_comes_back_as_it_was_saved_and_is_found_by_the_beginning_of_its_id(store):
    save(store, quist())
    assert list(store.actors()) == [quist()]
    assert store.find("a:abababab") == ("actor", quist())
    assert store.shown("actor", quist().id) == "a:abababab"
    assert store.counts()["actors"] == 1
    assert verify(store).passed


def test_a_changed_actor_is_a_new_version_and_an_unchanged_one_is_not(store):
    save(store, quist())
    save(store, quist(recorded_at=DAY2), now=DAY2)
    assert len(store.history("actor", quist().id)) == 1
    save(store, quist(kind="public_figure"), now=DAY2)
    assert [v.record.kind for v in store.history("actor", quist().id)] == ["official", "public_figure"]
    assert [a.kind for a in store.actors(as_of=DAY1)] == ["official"]


def test_an_id_merged_away_leads_to_the_other(store):
    other = quist(id="cd" * 32)
    save(store, quist(), other)
    save(store, quist(), redirects=[(other.id, quist().id)], now=DAY2)
    assert store.find("a:cdcdcdcd") == ("actor", quist())


def test_an_actor_of_the_agreement_is_found_before_anything_is_added(store):
    listed = Actor(id="quist-1", names=(Name(text="Ilmar Quist"),), kind="official")
    store.save_agreement(agreement(actors=(listed,)), b"", now=DAY1)
    assert store.find("a:quist-1") == ("actor", listed)


def test_a_private_actor_is_not_found_under_any_spelling_until_a_person_says_otherwise(store):
    farmer = quist(
        kind="private_person", names=(Name(text="Ilmar Quist", basis="report"), Name(text="Olde Ilmar", basis="report"))
    )
    save(store, quist())
    assert store.search("Quist")
    save(store, farmer, now=DAY2)
    assert not store.search("Quist") and not store.search("Ilmar")


def test_redaction_leaves_no_word_of_the_text_in_any_version_of_an_actor(store):
    other = other_story(body="The mill stood empty, farmers said.")
    store.save_report(*other.parts(), now=DAY1)
    save(store, quist())
    save(store, quist(kind="public_figure"), now=DAY2)
    who = {"who": "R. Maas", "when": datetime(2031, 6, 1, tzinfo=UTC), "ground": "witness at risk"}
    store.redact("text", STORY.text.id, **who)
    for version in store.history("actor", quist().id):
        assert "Quist" not in repr(version.record) and "spokesman" not in repr(version.record)
        assert version.record.roles[0].sides == ("Norvane Council",)
    assert verify(store).passed
