"""Agreement files: what is accepted, how clocks are worked out, and what a bad file is told."""

from __future__ import annotations

import hashlib
import os
from datetime import date
from pathlib import Path

import pytest

from trucewatch.errors import BadAgreement, UnknownAgreement
from trucewatch.intake.agreements import bundled_agreements, read_agreement
from trucewatch.records.due import add_months

SMALLEST = """\
trucewatch: 1
id: northland-2031
title: Truce of the two valleys
signed: 2031-03-05
parties:
  - {name: Northland, role: signatory, members: [Northern Guard], demonyms: [Northlander]}
  - {name: Southland Front, role: signatory, aliases: [the Front]}
  - {name: Lake Union, role: third party}
"""


def read(folder: Path, words: str):
    file = folder / "truce.yaml"
    file.write_text(words, encoding="utf-8")
    return read_agreement(str(file))[0]


def problems(folder: Path, words: str) -> str:
    with pytest.raises(BadAgreement) as caught:
        read(folder, words)
    return str(caught.value)


def test_the_smallest_file_is_accepted_as_it_stands(tmp_path):
    words = SMALLEST + "provisions: []\n"
    agreement = read(tmp_path, words)
    assert (agreement.id, agreement.signed) == ("northland-2031", date(2031, 3, 5))
    assert [p.name for p in agreement.parties] == ["Northland", "Southland Front", "Lake Union"]
    assert agreement.parties[0].members == ("Northern Guard",)
    assert agreement.provisions == ()


def test_a_signature_may_be_unknown(tmp_path):
    assert read(tmp_path, SMALLEST.replace("2031-03-05", "null")).signed is None


def test_the_version_is_the_hash_of_the_bytes_which_are_given_too(tmp_path):
    file = tmp_path / "truce.yaml"
    file.write_bytes(SMALLEST.encode())
    agreement, content = read_agreement(str(file))
    assert content == SMALLEST.encode()
    assert agreement.version == hashlib.sha256(content).hexdigest()


def test_without_instruments_the_agreement_is_its_own_instrument(tmp_path):
    agreement = read(tmp_path, SMALLEST + "provisions:\n  - {ref: '1', what: Guns fall silent}\n")
    assert [i.id for i in agreement.instruments] == ["northland-2031"]
    assert agreement.instruments[0].parties == ("Northland", "Southland Front")
    assert agreement.provisions[0].instrument == "northland-2031"


FULL = (
    SMALLEST
    + """\
countries: ["NO"]
note: Told from memory.
instruments:
  - {id: truce, title: Truce of the two valleys, signed: 2031-03-05, parties: [Northland, Southland Front]}
  - {id: annex, title: Annex on the bridge, signed: 2031-04-01}
events:
  - {name: bridge opens, day: 2031-05-31}
  - {name: harvest}
provisions:
  - ref: "1"
    instrument: truce
    what: Both sides fall silent.
    obligors: [Northland, Southland Front]
    beneficiaries: [Lake Union]
    clock: {kind: continuing, after: signature}
    topics: [ceasefire]
    keywords: [fall silent]
    readings:
      - {side: Northland, reading: Rifles too, basis: Letter of 6 March 2031}
  - {ref: 1.a, instrument: annex, what: Leave the bridge., obligors: [Northland], part_of: "1", conditions: ["1"],
     confirmed: false, clock: {kind: offset, days: 10}}
claimed_terms:
  - {ref: X1, owner: Southland Front, what: The ferry is free., answers: [{side: Northland, reading: No such term}]}
actors:
  - id: marla-quist
    names: [Marla Quist, {text: Марла Квист, language: ru, script: Cyrl}]
    kind: public_figure
    roles:
      - {title: spokeswoman, organisation: Northern Guard, sides: [Northland, Lake Union], since: 2030, until: 2031-02}
  - {names: [Tor Aske]}
"""
)


def test_every_optional_field_reaches_its_record(tmp_path):
    agreement = read(tmp_path, FULL)
    first, second = agreement.provisions
    assert agreement.countries == ("NO",)
    assert agreement.note == "Told from memory."
    assert first.readings[0].basis == "Letter of 6 March 2031"
    assert (first.obligors, first.beneficiaries) == (("Northland", "Southland Front"), ("Lake Union",))
    assert (first.topics, first.keywords, first.confirmed) == (("ceasefire",), ("fall silent",), True)
    assert (second.part_of, second.conditions, second.confirmed) == ("1", ("1",), False)
    assert agreement.claimed_terms[0].answers[0].side == "Northland"
    assert [e.day for e in agreement.events] == [date(2031, 5, 31), None]
    speaker = agreement.actors[0]
    assert (speaker.id, speaker.kind) == ("marla-quist", "public_figure")
    assert (speaker.names[1].text, speaker.names[1].script) == ("Марла Квист", "Cyrl")
    assert speaker.roles[0].sides == ("Northland", "Lake Union")
    assert (speaker.roles[0].since, speaker.roles[0].until) == (date(2030, 1, 1), date(2031, 2, 28))


def test_an_actor_without_an_id_gets_one_from_the_file_and_not_from_its_name(tmp_path):
    once, again = read(tmp_path, FULL).actors[1], read(tmp_path, FULL).actors[1]
    renamed = read(tmp_path, FULL + "# edited\n").actors[1]
    assert once.id == again.id
    assert once.id != renamed.id
    assert len(once.id) == 64


@pytest.mark.parametrize(
    ("clock", "due"),
    [
        pytest.param("{kind: fixed, day: 2031-06-01}", date(2031, 6, 1), id="fixed"),
        pytest.param("{day: 2031-06-01}", date(2031, 6, 1), id="kind left out"),
        pytest.param("{kind: offset, days: 135, after: signature}", date(2031, 7, 18), id="days from the signature"),
        pytest.param("{kind: offset, months: 14}", date(2032, 5, 5), id="months, the signature understood"),
        pytest.param("{kind: offset, months: 9, days: 15}", date(2031, 12, 20), id="months first, then days"),
        pytest.param("{kind: offset, months: 1, after: bridge opens}", date(2031, 6, 30), id="end of a shorter month"),
        pytest.param("{kind: offset, days: 3, after: harvest}", None, id="after an event with no date yet"),
        pytest.param("{kind: with, after: bridge opens}", date(2031, 5, 31), id="with a dated event"),
        pytest.param("{kind: with, after: harvest}", None, id="with an event to come"),
        pytest.param('{kind: offset, days: 3, after: "provision 1"}', None, id="after another provision"),
        pytest.param("{kind: continuing, after: signature}", None, id="continuing"),
        pytest.param("{kind: recurring, days: 30}", None, id="recurring"),
    ],
)
def test_a_clock_is_due_when_its_rule_says(tmp_path, clock, due):
    words = SMALLEST + (
        "events: [{name: bridge opens, day: 2031-05-31}, {name: harvest}]\n"
        f"provisions:\n  - {{ref: '1', what: W}}\n  - {{ref: '2', what: W, clock: {clock}}}\n"
    )
    assert read(tmp_path, words).provisions[1].clock.due == due


def test_the_clock_of_an_instrument_runs_from_its_own_signature(tmp_path):
    assert read(tmp_path, FULL).provisions[1].clock.due == date(2031, 4, 11)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        pytest.param(date(2020, 2, 29), 14, date(2021, 4, 29), id="leap day, a later month that has it"),
        pytest.param(date(2020, 2, 29), 12, date(2021, 2, 28), id="leap day to a common year"),
        pytest.param(date(2031, 1, 31), 1, date(2031, 2, 28), id="no such day"),
        pytest.param(date(2031, 12, 31), 2, date(2032, 2, 29), id="over the year into a leap year"),
        pytest.param(date(2031, 5, 5), 0, date(2031, 5, 5), id="none"),
    ],
)
def test_months_end_where_the_month_ends(day, months, then):
    assert add_months(day, months) == then


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param("trucewatch: 1\nid: [1,", ["line 2", "not valid YAML"], id="broken YAML"),
        pytest.param("trucewatch: 1\ntitle: a: b\n", ["line 2", "quotation marks"], id="a colon in bare text"),
        pytest.param(SMALLEST + "id: other\n", ["line 9", "id", "twice"], id="a key twice"),
        pytest.param("", ["trucewatch: 1"], id="empty"),
        pytest.param("- a\n- b\n", ["trucewatch: 1", "a list of 2"], id="a list"),
        pytest.param("id: x\n", ["trucewatch: 1"], id="not marked as an agreement file"),
        pytest.param(
            SMALLEST.replace("trucewatch: 1", "trucewatch: 2"), ["line 1, trucewatch", "2", "newer"], id="newer form"
        ),
        pytest.param(SMALLEST.replace("trucewatch: 1", "trucewatch: one"), ["'one'", "write"], id="no form version"),
        pytest.param(
            SMALLEST.replace("2031-03-05", "2031-02-30"), ["line 4, signed", "2031-02-30"], id="impossible date"
        ),
        pytest.param(
            SMALLEST.replace("2031-03-05", "5 March 2031"), ["line 4, signed", "YYYY-MM-DD"], id="a date in words"
        ),
        pytest.param(
            SMALLEST.replace("2031-03-05", "0031-03-05"), ["line 4", "outside the years"], id="a year too early"
        ),
        pytest.param(SMALLEST + "provison: []\n", ["line 9, provison", "'provisions'"], id="unknown key"),
        pytest.param(
            SMALLEST.replace("members:", "member:"), ["line 6, parties[1].member", "'members'"], id="unknown inner key"
        ),
        pytest.param(
            SMALLEST.replace("third party", "bystander"),
            ["line 8, parties[3].role", "'bystander'", "monitor"],
            id="role",
        ),
        pytest.param(
            SMALLEST.replace("[Northern Guard]", "Guard"), ["parties[1].members", "'Guard'", "a list"], id="no list"
        ),
        pytest.param(
            SMALLEST.replace("name: Lake Union", "name: 7"), ["parties[3].name", "7", "quotation marks"], id="a number"
        ),
        pytest.param(SMALLEST.replace("name: Lake Union", "name: ''"), ["parties[3].name", "empty"], id="empty name"),
        pytest.param(
            SMALLEST.replace("name: Lake Union", "name: northland"), ["parties[3].name", "twice"], id="party twice"
        ),
        pytest.param(
            SMALLEST.replace("title: Truce of the two valleys\n", ""), ["'title'", "missing"], id="missing key"
        ),
        pytest.param(
            SMALLEST.replace("id: northland-2031", "id: North Land"),
            ["line 2, id", "'North Land'"],
            id="id with a space",
        ),
        pytest.param(
            SMALLEST + "countries: [Norway]\n", ["line 9, countries[1]", "'Norway'", "ISO"], id="country in words"
        ),
        pytest.param(
            "trucewatch: 1\nid: x\ntitle: X\nparties: []\n", ["line 4, parties", "at least one"], id="no party"
        ),
        pytest.param(
            SMALLEST + "provisions:\n  - {ref: 1.1, what: W}\n",
            ["line 10, provisions[1].ref", "1.1", "quotation marks"],
            id="a reference that YAML reads as a number",
        ),
        pytest.param(
            SMALLEST + "provisions:\n  - {ref: a, what: W, obligors: [Northlend]}\n",
            ["line 10, provisions[1].obligors[1]", "'Northlend'", "did you mean 'Northland'"],
            id="unknown obligor",
        ),
        pytest.param(
            SMALLEST + "provisions:\n  - {ref: a, what: W, beneficiaries: [the Front]}\n",
            ["'the Front'", "did you mean 'Southland Front'"],
            id="an alias in place of the party",
        ),
        pytest.param(
            SMALLEST + "provisions:\n  - {ref: a, what: W}\n  - {ref: b, what: W}\n  - {ref: A, what: V}\n",
            ["line 12, provisions[3].ref", "'A'", "twice"],
            id="reference twice",
        ),
        pytest.param(
            SMALLEST + "provisions: [{ref: a, what: W}]\nclaimed_terms: [{ref: a, owner: Northland, what: W}]\n",
            ["claimed_terms[1].ref", "twice"],
            id="a claimed term with a provision's reference",
        ),
        pytest.param(
            SMALLEST + "provisions:\n  - {ref: a, what: W, part_of: b}\n  - {ref: b, what: W, part_of: a}\n",
            ["line 10, provisions[1].part_of", "circle", "a → b → a"],
            id="circle of parts",
        ),
        pytest.param(
            SMALLEST + "provisions:\n  - {ref: a, what: W, conditions: [b]}\n  - {ref: b, what: W, conditions: [c]}\n"
            "  - {ref: c, what: W, conditions: [b]}\n",
            ["line 11, provisions[2].conditions", "b → c → b"],
            id="circle of conditions",
        ),
        pytest.param(
            SMALLEST + "provisions:\n  - {ref: a, what: W, clock: {days: 1, after: provision b}}\n"
            "  - {ref: b, what: W, clock: {days: 1, after: provision a}}\n",
            ["line 10, provisions[1].clock", "circle", "a → b → a"],
            id="circle of clocks",
        ),
        pytest.param(
            SMALLEST + "provisions:\n  - {ref: a, what: W, readings: [{side: Northland, reading: R, "
            "clock: {days: 1, after: provision a}}]}\n",
            ["provisions[1].clock", "a → a"],
            id="a reading's clock after its own provision",
        ),
        pytest.param(
            SMALLEST + "provisions:\n  - {ref: a, what: W, clock: {day: 2031-02-29}}\n",
            ["provisions[1].clock.day", "2031-02-29 is no date"],
            id="a day that the year lacks",
        ),
        pytest.param(
            SMALLEST + "provisions:\n  - {ref: a, what: W, clock: {days: 3, reported: [2031-09-31]}}\n",
            ["provisions[1].clock.reported[1]", "2031-09-31 is no date"],
            id="a reported day that is none",
        ),
        pytest.param(
            SMALLEST + "provisions:\n  - {ref: a, what: W, clock: {days: -3}}\n",
            ["provisions[1].clock.days", "-3"],
            id="fewer than no days",
        ),
        pytest.param(
            SMALLEST + "events: [{name: e, types: [meting], sides: [Northland]}]\n",
            ["events[1].types[1]", "'meting'", "did you mean meeting"],
            id="unknown incident type of an event",
        ),
        pytest.param(
            SMALLEST + "claimed_terms: [{ref: X, owner: Nortland, what: W}]\n",
            ["claimed_terms[1].owner", "'Nortland'", "did you mean 'Northland'"],
            id="a claimed term of an unknown party",
        ),
        pytest.param(
            SMALLEST + "provisions:\n  - {ref: a, what: W, part_of: c}\n",
            ["provisions[1].part_of", "no provision is named 'c'"],
            id="part of nothing",
        ),
        pytest.param(
            SMALLEST + "provisions:\n  - {ref: a, what: W, clock: {kind: with, after: bridge opns}}\n"
            "events: [{name: bridge opens}]\n",
            ["provisions[1].clock.after", "'bridge opns'", "did you mean 'bridge opens'"],
            id="unknown event",
        ),
        pytest.param(
            SMALLEST + 'provisions:\n  - {ref: a, what: W, clock: {kind: with, after: "provision z"}}\n',
            ["provisions[1].clock.after", "no provision is named 'z'"],
            id="clock after an unknown provision",
        ),
        pytest.param(
            SMALLEST + "provisions:\n  - {ref: a, what: W, clock: {kind: fixed, days: 3}}\n",
            ["needs `day`", "has no 'days'"],
            id="clock keys of another kind",
        ),
        pytest.param(
            SMALLEST + "provisions:\n  - {ref: a, what: W, clock: {kind: ofset, days: 3}}\n",
            ["provisions[1].clock.kind", "did you mean offset"],
            id="unknown clock kind",
        ),
        pytest.param(
            SMALLEST + "provisions:\n  - {ref: a, what: W, clock: {kind: recurring, days: 0}}\n",
            ["1 day"],
            id="recurs never",
        ),
        pytest.param(
            SMALLEST + "provisions:\n  - {ref: a, what: W, clock: {kind: fixed, day: 2031-01-01, zone: Mars/Base}}\n",
            ["clock.zone", "'Mars/Base'"],
            id="unknown time zone",
        ),
        pytest.param(
            SMALLEST + "events: [{name: signature, day: 2031-03-06}]\n",
            ["events[1].day", "2031-03-06", "2031-03-05"],
            id="two dates of signature",
        ),
        pytest.param(
            SMALLEST + "actors: [{names: [A B], roles: [{title: t, since: 2031-05, until: 2031-04}]}]\n",
            ["actors[1].roles[1].until", "2031-04-30", "before it begins"],
            id="a role that ends before it begins",
        ),
        pytest.param(
            SMALLEST + "actors: [{id: q, names: [A]}, {id: q, names: [B]}]\n",
            ["actors[2].id", "twice"],
            id="actor id twice",
        ),
        pytest.param(SMALLEST + "actors: [{names: []}]\n", ["actors[1].names", "at least one"], id="nameless actor"),
        pytest.param(
            SMALLEST + "actors: [{names: [A], roles: [{title: t, sides: [Utopia]}]}]\n",
            ["actors[1].roles[1].sides[1]", "'Utopia'", "parties are"],
            id="a side that is no party",
        ),
    ],
)
def test_a_bad_file_is_told_line_field_value_and_next_step(tmp_path, words, told):
    message = problems(tmp_path, words)
    assert "truce.yaml" in message
    for part in told:
        assert part in message


def test_all_problems_are_told_at_once_in_the_order_of_lines(tmp_path):
    message = problems(tmp_path, SMALLEST.replace("2031-03-05", "soon").replace("third party", "other"))
    assert "2 problems" in message
    assert message.index("line 4, signed") < message.index("line 8, parties[3].role")


def test_a_long_list_of_problems_is_cut_and_counted(tmp_path):
    rows = "".join(f"  - {{ref: a{n}, what: W, obligors: [Nobody]}}\n" for n in range(30))
    message = problems(tmp_path, f"{SMALLEST}provisions:\n{rows}")
    assert "30 problems" in message
    assert message.endswith("and 18 more")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"trucewatch: 1\ntitle: caf\xe9\n", "line 2: is not UTF-8", id="Latin-1"),
        pytest.param(b"trucewatch: 1\ntitle: \x00\n", "not valid YAML", id="NUL"),
        pytest.param(b"a: " + b"[" * 3000, "nested too deeply", id="thousands of brackets"),
        pytest.param(b"a: &a [*a]\n", "not marked as an agreement file", id="a list that holds itself"),
        pytest.param(
            b"a: &a [1,1,1,1,1,1,1,1,1,1]\n"
            + b"".join(b"%c: &%c [%s]\n" % (n, n, b",".join([b"*%c" % (n - 1)] * 10)) for n in range(98, 105)),
            "more values",
            id="aliases of aliases of aliases",
        ),
    ],
)
def test_bytes_that_are_no_agreement_file_end_in_one_clear_error(tmp_path, content, told):
    file = tmp_path / "odd.yaml"
    file.write_bytes(content)
    with pytest.raises(BadAgreement, match=told):
        read_agreement(str(file))


def test_a_byte_order_mark_is_passed_over(tmp_path):
    file = tmp_path / "marked.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + SMALLEST.encode())
    assert read_agreement(str(file))[0].id == "northland-2031"


def test_a_missing_file_is_named_with_the_bundled_agreements(tmp_path):
    with pytest.raises(BadAgreement, match=r"no agreement file at .*gone\.yaml.*doha"):
        read_agreement(str(tmp_path / "gone.yaml"))


def test_a_folder_is_no_agreement_file(tmp_path):
    with pytest.raises(BadAgreement, match="is a folder"):
        read_agreement(str(tmp_path))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_told_so(tmp_path):
    file = tmp_path / "closed.yaml"
    file.write_text(SMALLEST, encoding="utf-8")
    file.chmod(0)
    with pytest.raises(BadAgreement, match="permissions"):
        read_agreement(str(file))


def test_a_file_far_too_large_is_not_read(tmp_path):
    file = tmp_path / "large.yaml"
    with file.open("wb") as out:
        out.truncate(5_000_000)
    with pytest.raises(BadAgreement, match="5,000,000 bytes"):
        read_agreement(str(file))


def test_an_unknown_name_brings_up_the_near_one_and_the_list():
    with pytest.raises(UnknownAgreement, match=r"did you mean doha\?.*bundled: .*doha"):
        read_agreement("dohar")


def test_a_bundled_name_wins_over_a_file_of_the_same_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("doha").write_text(SMALLEST, encoding="utf-8")
    assert read_agreement("doha")[0].id == "doha"
    assert read_agreement("./doha")[0].id == "northland-2031"


def test_every_bundled_agreement_can_be_read():
    assert "doha" in bundled_agreements()
    for name in bundled_agreements():
        assert read_agreement(name)[0].id == name


SHARED = Path(__file__).resolve().parents[3] / "shared"


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
def test_the_agreement_files_of_the_benchmark_are_accepted_as_they_stand():
    found = [SHARED / "seeds" / "agreement.yaml", *sorted((SHARED / "bench/clusters/dev").glob("*/agreement.yaml"))]
    assert len(found) >= 4
    for file in found:
        assert len(read_agreement(str(file))[0].parties) >= 4


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        ("{days: 5, opens_days: 9}", "the window closes before it opens"),
        ('{day: 2031-06-01, hour: "06:00"}', "an hour says nothing without its `zone`"),
        ("{day: 2031-06-01, hour: 6, zone: Europe/Oslo}", 'an hour is written "HH:MM"'),
        ("{kind: continuing, opens_days: 3}", "has no 'opens_days'"),
    ],
)
def test_windows_and_hours_that_do_not_hold_are_told(tmp_path, clock, words):
    assert words in problems(tmp_path, SMALLEST + f"provisions:\n  - {{ref: '1', what: W, clock: {clock}}}\n")


def test_a_reading_is_a_side_s_or_a_translation_s(tmp_path):
    start = SMALLEST + "provisions:\n  - ref: '1'\n    what: W\n    readings:\n      - "
    words = "a reading is a `side`'s or a `source`'s"
    assert words in problems(tmp_path, start + "{reading: R}\n")
    assert words in problems(tmp_path, start + "{reading: R, side: Northland, source: a printing}\n")
    agreement = read(tmp_path, start + "{reading: R, source: a printing, clock: {days: 2}}\n")
    (reading,) = agreement.provisions[0].readings
    assert (reading.owner, reading.clock.due) == ("a printing", date(2031, 3, 7))


def test_an_event_may_say_which_incidents_tell_of_it(tmp_path):
    event = "events:\n  - {name: talks, types: [%s], sides: [%s], keywords: [talks]}\n"
    assert read(tmp_path, SMALLEST + event % ("meeting", "Northland")).events[0].types == ("meeting",)
    assert "did you mean meeting?" in problems(tmp_path, SMALLEST + event % ("meting", "Northland"))
    assert "is not a party of this file" in problems(tmp_path, SMALLEST + event % ("meeting", "Westland"))
