"""Telegram's exports: messages with words are reports of their channel, persons stay unnamed, the rest is counted."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import AGREEMENT

import trucewatch
from trucewatch.intake.files import Arrival, Refusal, arrivals
from trucewatch.intake.web import is_list_file
from trucewatch.present.export.view import View
from trucewatch.records.capture import Capture
from trucewatch.text.reading import Reading, read_capture

WORDS = "Shells fell on the grain store at Kessel on Friday, the mayor of the town told residents at the market."


def message(number: int = 55, text: Any = WORDS, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "type": "message", "date": "2031-05-03T00:30:00", "date_unixtime": "1935527400",
        "from": "Kessel Live", "from_id": "channel77", "text": text, **more,
    }  # fmt: skip


def export(folder: Path, *messages: Any, kind: str = "public_channel", name: str = "Kessel Live") -> Path:
    path = folder / "result.json"
    chat = {"name": name, "type": kind, "id": 77, "messages": list(messages)}
    path.write_text(json.dumps(chat, indent=1, ensure_ascii=False), encoding="utf-8")
    return path


def take(path: Path, **more: Any) -> tuple[list[Arrival], list[Refusal]]:
    everything = list(arrivals([path], max_bytes=20_000, **more))
    return [a for a in everything if isinstance(a, Arrival)], [r for r in everything if isinstance(r, Refusal)]


def values(arrival: Arrival) -> dict[str, str]:
    return {f.field: f.value for f in arrival.found}


def reading(told: dict[str, Any]) -> Reading:
    from datetime import UTC, datetime

    content = json.dumps(told).encode()
    return read_capture(
        Capture.of(content, media_type="application/x-telegram-message", fetched_at=datetime(2031, 5, 3, tzinfo=UTC))
    )


def test_a_message_of_a_channel_arrives_as_it_stands_in_the_export_with_its_channel_and_address(tmp_path):
    path = export(tmp_path, message())
    (one,), refused = take(path)
    assert one.content in path.read_bytes() and json.loads(one.content) == message()
    assert (one.file, refused) == ("result.json#55", [])
    assert values(one) == {"publisher": "Kessel Live", "url": "https://t.me/c/77/55"}


def test_the_channels_public_address_comes_from_the_sidecar(tmp_path):
    path = export(tmp_path, message())
    (tmp_path / "sources.csv").write_text("file,url\nresult.json,https://t.me/kessellive\n", encoding="utf-8")
    (one,), _ = take(path)
    assert values(one)["url"] == "https://t.me/c/77/55" and one.found[0].value == "https://t.me/kessellive/55"


def test_what_is_no_report_is_counted_by_reason_once_a_chat(tmp_path):
    path = export(
        tmp_path, message(1), {"id": 2, "type": "service", "action": "pin_message"},
        {"id": 3, "type": "service", "action": "invite_members"}, message(4, ""), message(5, [{"type": "bold"}]), "?",
        message(6, "\u200b \U0001f525!"), message(7, [{"type": "hashtag", "text": "#Kessel"}, " https://a.example/b"]),
    )  # fmt: skip
    got, refused = take(path)
    assert [a.file for a in got] == ["result.json#1"]
    assert {(r.what, r.reason, r.message.partition(" of ")[0]) for r in refused} == {
        ("result.json: Kessel Live", "Telegram: service message", "2 messages"),
        ("result.json: Kessel Live", "Telegram: message without words", "4 messages"),
        ("result.json: Kessel Live", "Telegram: damaged message", "1 message"),
    }


def test_who_writes_in_a_group_is_a_private_person_and_a_channel_there_is_not(tmp_path):
    path = export(
        tmp_path, message(1, **{"from": "Runa Vik", "from_id": "user5"}), message(2), kind="public_supergroup",
        name="Kessel neighbours",
    )  # fmt: skip
    (person, channel), _ = take(path)
    assert values(person)["publisher"] == "Kessel neighbours" and "Runa Vik" not in str(person.found)
    assert values(channel)["publisher"] == "Kessel Live"
    assert "Runa Vik" not in reading(json.loads(person.content)).text.content


def test_a_time_that_is_not_known_is_no_day_in_1970():
    told = {**message(), "date_unixtime": "0", "date": "1970-01-01T00:00:00"}
    assert all(f.field != "published" for f in reading(told).found)


PRIVATE = [
    "private_channel", "private_supergroup", "private_group", "personal_chat", "bot_chat", "saved_messages",
    "some_new_kind",
]  # fmt: skip


@pytest.mark.parametrize("kind", PRIVATE)
def test_nothing_of_a_private_chat_is_taken_in_and_its_name_is_not_printed(tmp_path, kind):
    every = {"chats": {"list": [
        {"name": "Runa Vik", "type": kind, "id": 5, "messages": [message(1)]},
        {"name": "Kessel Live", "type": "public_channel", "id": 77, "messages": [message(1)]},
    ]}, "personal_information": {"first_name": "Runa"}}  # fmt: skip
    (tmp_path / "result.json").write_text(json.dumps(every), encoding="utf-8")
    (one,), (refusal,) = take(tmp_path / "result.json")
    assert one.file == "result.json#77/1"
    assert (refusal.reason, "Runa" in str(refusal)) == ("Telegram: private chat", False)
    assert "--private-chats" in refusal.message


@pytest.mark.parametrize("kind", PRIVATE[:-1])
def test_a_private_chat_that_is_asked_for_comes_in_as_confidential_without_a_name_for_its_outlet(tmp_path, kind):
    told = message(1, **{"from": "Runa Vik", "from_id": "user5"})
    path = export(tmp_path, told, kind=kind, name="Runa Vik and friends")
    (one,), refused = take(path, private_chats=True)
    assert one.confidential and not refused
    assert set(values(one)) == {"publisher"} and "Runa" not in str(one.found)
    assert values(one)["publisher"].startswith("A private Telegram ")


def test_what_came_from_a_private_chat_is_in_no_export_until_a_person_says_so(tmp_path):
    (tmp_path / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    told = "The Arda Front said its men had left Kessel. Nobody was hurt, the Arda Front added."
    with trucewatch.create(tmp_path / "c.truce", agreement=str(tmp_path / "agreement.yaml")) as case:
        path = export(tmp_path, message(text=told), kind="private_group")
        assert case.add([path]).added == 0
        result = case.add([path], private_chats=True)
        assert (result.added, "1 report is confidential" in result.remarks[-1]) == (1, True)
        assert case.add([path], private_chats=True).already == 1
        (report,) = case.reports()
        (marked,) = case.store.decisions(actions=("confidential",))
        assert (marked.target, case.statements() != []) == (report.id, True)
        seen = View(case.store, public=True)
        assert (list(seen.reports()), list(seen.statements())) == ([], [])
        case.decide(marked.id, "undo", why="the group agreed")
        assert case.add([path], private_chats=True).already == 1
        assert [r.id for r in View(case.store, public=True).reports()] == [report.id]


def test_an_export_that_breaks_off_gives_what_stands_before(tmp_path):
    path = export(tmp_path, message(1), message(2))
    path.write_bytes(path.read_bytes()[:-150])
    got, (refusal,) = take(path)
    assert [a.file for a in got] == ["result.json#1"]
    assert (refusal.reason, "1 messages were read" in refusal.message) == ("unreadable", True)


def test_words_in_pieces_are_one_text_and_what_is_told_of_the_message_stands_below_it():
    told = reading(
        message(
            text=["Shells fell on ", {"type": "bold", "text": "Kessel"}, " today."], edited_unixtime="1935530000",
            reply_to_message_id=54, photo="photos/one.jpg", forwarded_from="Dorn Wire", forwarded_from_id="channel9",
        )
    )  # fmt: skip
    assert told.text.content == (
        "Shells fell on Kessel today.\n\nVia: Dorn Wire\n\nEdited 2031-05-02 23:13 UTC\n\nIn reply to message 54\n\n"
        "With it: photo, photos/one.jpg"
    )
    assert [told.text.content[s:e] for s, e in told.text.body()] == ["Shells fell on Kessel today."]
    assert {f.field: f.value for f in told.found} == {
        "wire": "Dorn Wire", "title": "Shells fell on Kessel today.", "published": "2031-05-02T22:30:00+00:00",
    }  # fmt: skip
    assert [n.kind for n in told.notices] == ["update"]


def split(*pieces: Any) -> list[tuple[str, str]]:
    told = reading(message(text=list(pieces))).text
    return [(b.role, told.content[b.start : b.end]) for b in told.blocks]


def piece(words: str) -> dict[str, str]:
    kinds = {"@": "mention", "#": "hashtag", "t": "link", "h": "link", "[": "text_link"}
    return {"type": kinds[words[0]], "text": words.strip("[]")}


SAID = "Shells fell on Kessel, said the Front."


@pytest.mark.parametrize(
    ("pieces", "role"),
    [
        pytest.param((piece("@kessellive"),), "share", id="stuck to the last word"),
        pytest.param(("\n\n", piece("@kessellive")), "share", id="a line of its own"),
        pytest.param(("\n\nSubscribe: ", piece("t.me/kessel")), "share", id="under a label"),
        pytest.param((" Read more ", piece("https://a.example")), "share", id="behind a few words"),
        pytest.param((" ", piece("#Kessel"), " ", piece("#Arda")), "tags", id="tags"),
        pytest.param(("\n", piece("[Kessel Live]"), " | ", piece("[Join us]")), "share", id="words that are links"),
        pytest.param(("\n🔔 Follow us ", piece("@kessellive"), "!"), "share", id="with a mark of exclamation"),
        pytest.param(("\n@kessellive",), "share", id="not marked in the export"),
    ],
)
def test_a_signature_tags_and_links_at_the_end_are_kept_and_not_read(pieces, role):
    end = "".join(p if isinstance(p, str) else p["text"] for p in pieces).strip()
    assert split(SAID, *pieces) == [("body", SAID), (role, end)]


@pytest.mark.parametrize(
    "pieces",
    [
        ("Shells fell on ", piece("#Kessel"), ", said ", piece("@ardafront"), " tonight."),
        ("Shells fell on ", piece("#Kessel")),
        ("The mayor thanked ", piece("@kesselaid"), "."),
        (piece("[The Front]"), " said shells fell on Kessel."),
        ("Shells fell, said the Front in a ", piece("[statement]")),
        (piece("[Shells fell on Kessel, said the Front.]"),),
        ("Only here: ", piece("t.me/kessel")),
    ],
    ids=["two", "a tag that ends it", "a name", "its speaker", "a link's words", "all of it", "nothing else"],
)
def test_a_tag_name_or_link_in_a_sentence_stays_in_it(pieces):
    whole = "".join(p if isinstance(p, str) else p["text"] for p in pieces)
    assert split(*pieces) == [("body", whole)]


def test_tags_before_the_words_are_not_read_and_are_no_title():
    told = reading(message(text=[piece("#Kessel"), " ", piece("#war"), "\n", SAID, " ", piece("#Kessel"), "."]))
    assert [b.role for b in told.text.blocks] == ["tags", "body"]
    assert next(f.value for f in told.found if f.field == "title") == SAID + " #Kessel."


def test_a_time_without_a_zone_says_by_whose_clock_it_is():
    told = message()
    del told["date_unixtime"]
    [published] = [f for f in reading(told).found if f.field == "published"]
    assert (published.value, "clock of the machine" in published.detail) == ("2031-05-03T00:30:00", True)


@pytest.mark.parametrize("more", [{"forwarded_from_id": "user3"}, {}], ids=["a person", "who may be one"])
def test_a_person_from_whom_a_message_was_forwarded_is_not_named(more):
    told = reading(message(forwarded_from="Runa Vik", **more))
    assert "Runa Vik" not in told.text.content and "Runa Vik" not in str(told.found)
    assert "not named" in next(f.value for f in told.found if f.field == "wire")


def test_a_forward_is_no_origin_of_its_own_however_short_it_is(tmp_path):
    (tmp_path / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    short = "Shells fell on Kessel tonight."
    texts = {
        "wire": ("Dorn Wire", message(1, short, **{"from": "Dorn Wire"})),
        "live": ("Kessel Live", message(2, short, forwarded_from="Dorn Wire", forwarded_from_id="channel9")),
        "echo": ("Hill Echo", message(3, short, forwarded_from="Dorn Wire", forwarded_from_id="channel9")),
    }
    for folder, (name, told) in texts.items():
        (tmp_path / folder).mkdir()
        export(tmp_path / folder, {**told, "from": name}, name=name)
    with trucewatch.create(tmp_path / "c.truce", agreement=str(tmp_path / "agreement.yaml")) as case:
        result = case.add([tmp_path / folder / "result.json" for folder in texts])
        assert (result.added, result.set_aside) == (3, ())
        assert {(r.publisher, r.published) for r in case.reports()} == {
            (name, date(2031, 5, 2)) for name, _ in texts.values()
        }
        assert len(set(case.origins().origin_of.values())) == 1


def test_an_edited_message_is_a_new_version_of_its_report(tmp_path):
    (tmp_path / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    with trucewatch.create(tmp_path / "c.truce", agreement=str(tmp_path / "agreement.yaml")) as case:
        case.add([export(tmp_path, message())])
        assert case.add([export(tmp_path, message())]).already == 1
        edited = message(text=WORDS + " Nobody was hurt.", edited_unixtime="1935530000")
        assert case.add([export(tmp_path, edited)]).new_versions == 1


def test_other_json_is_named_as_what_cannot_be_read(tmp_path):
    (tmp_path / "other.json").write_text('{"type": "FeatureCollection"}', encoding="utf-8")
    assert not is_list_file(tmp_path / "other.json")
    got, (refusal,) = take(tmp_path / "other.json")
    assert (got, refusal.reason) == ([], "unknown format")
