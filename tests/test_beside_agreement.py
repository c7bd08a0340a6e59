"""Agreements and declared ceasefires of other datasets beside the agreement file: compared, judged, never mixed in."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.commands import run
from tests.invented import accord

import trucewatch
from trucewatch.case import Case
from trucewatch.errors import BadInput, UnknownRecord
from trucewatch.intake.datasets import read_dataset
from trucewatch.intake.sheets import read_sheet

REST = """\
countries: [AM]
instruments:
  - {id: accord, title: Kessel accord on an end of fighting, signed: 2031-02-28, parties: [Arvania, Belmar Front]}
events:
  - {name: harvest truce, day: 2031-05-24, title: Three days of truce for the harvest begin}
  - {name: talks open, day: 2031-06-10, title: Talks open in Dorn}
provisions:
  - {ref: "1", instrument: accord, what: Both sides stop firing, topics: [ceasefire]}
  - {ref: "2", instrument: accord, what: Guns are pulled back, topics: [withdrawal]}
"""
#: Rows of our own invention in the shape of the two files.
PAX = """\
Con,Contp,PP,PPName,Reg,AgtId,Ver,Agt,Dat,Status,Agtp,Stage,StageSub,Part,ThrdPart,Ce,TjPrire,SsrFf
Armenia,Government/territory,7,Kessel process,Europe,9001,1,Accord of Kessel on an end of fighting,28/02/2031,\
Multiparty signed,Intra,Cea,Ceas,"Government of Arvania; Belmar Front",Joint Observer Mission,1,2,0
Armenia,Government/territory,7,Kessel process,Europe,9002,1,Dorn protocol on schools,01/09/2031,Multiparty signed,\
Intra,Imp,Imp,"Government of Arvania; Dorn council",,0,0,0
Peru,Government,8,Other process,Americas,9003,1,Lake charter,28/02/2031,Signed,Intra,Pre,Prea,Lake party,,1,0,0
"""
CEASEFIRES = """\
cf_id,location,cf_dec_yr,cf_dec_month,cf_dec_day,cf_effect_yr,cf_effect_month,cf_effect_day,actor_name,cf_type,purpose_1
41,Armenia,2031,5,23,2031,5,24,Belmar Front,bilateral,holiday
41,Armenia,2031,5,23,2031,5,24,Government of Arvania,bilateral,holiday
42,Armenia,2031,7,-99,,,,Belmar Front,unilateral,NA
"""


@pytest.fixture
def case(tmp_path: Path):
    (tmp_path / "agreement.yaml").write_text(accord(REST), encoding="utf-8")
    (tmp_path / "pax.csv").write_text(PAX, encoding="utf-8")
    (tmp_path / "cf.csv").write_text(CEASEFIRES, encoding="utf-8")
    with trucewatch.create(tmp_path / "c.truce", agreement=str(tmp_path / "agreement.yaml")) as made:
        yield made


def test_an_agreement_of_pax_is_matched_with_our_text_by_day_title_parties_and_country(case: Case, tmp_path: Path):
    done = case.add_beside(tmp_path / "pax.csv")
    assert (done.records, done.set.source, done.refused) == (3, "pax", ())
    found = case.beside_agreement("pax")
    [match] = found.matches
    assert (match.other.id, match.point.ref, match.score) == ("9001", "text:accord", 1.0)
    assert {r.field: r.rule for r in match.reasons} == {
        "day": "the same day", "title": "both titles have end, fighting, kessel",
        "parties": "both name arvania, belmar, front", "country": "one country",
    }  # fmt: skip
    assert [o.id for o in found.theirs] == ["9002"] and found.elsewhere == 1
    assert [p.ref for p in found.ours] == ["event:harvest truce", "event:talks open"]


def test_of_two_texts_of_one_day_each_is_matched_with_its_kind(tmp_path: Path):
    rest = REST.replace(
        "events:",
        """\
  - {id: joint, title: Joint declaration of the councils on Kessel, signed: 2031-02-28}
events:
  - {name: signature, day: 2031-02-28, title: Both are signed}""",
    )
    (tmp_path / "agreement.yaml").write_text(accord(rest), encoding="utf-8")
    told = PAX.replace("Dorn protocol on schools,01/09/2031", "Joint declaration on an end of fighting,28/02/2031")
    told = told.replace("Government of Arvania; Dorn council", "Government of Arvania; Belmar Front")
    (tmp_path / "pax.csv").write_text(told.replace("an end of fighting,28", "an end of fighting in Kessel,28"), "utf-8")
    with trucewatch.create(tmp_path / "c.truce", agreement=str(tmp_path / "agreement.yaml")) as made:
        made.add_beside(tmp_path / "pax.csv")
        matched = {m.other.id: (m.point.ref, m.reasons[1].rule) for m in made.beside_agreement("pax").matches}
    assert matched["9001"][0] == "text:accord" and matched["9002"] == ("text:joint", "both titles have kessel")


def test_topics_tell_what_each_has_that_the_other_lacks(case: Case, tmp_path: Path):
    case.add_beside(tmp_path / "pax.csv")
    assert {(t.topic, t.codes, t.provisions) for t in case.beside_agreement("pax").topics} == {
        ("ceasefire", ("Ce",), ("1",)), ("withdrawal of troops", (), ("2",)), ("prisoner release", ("TjPrire",), ()),
    }  # fmt: skip


def test_a_declared_ceasefire_is_matched_with_an_event_and_its_rows_are_one(case: Case, tmp_path: Path):
    assert case.add_beside(tmp_path / "cf.csv").records == 2
    found = case.beside_agreement("cf")
    [match] = found.matches
    assert (match.other.id, match.point.ref) == ("41", "event:harvest truce")
    assert match.other.actors == ("Belmar Front", "Government of Arvania")
    assert match.other.words == "in effect from 2031-05-24; purpose: holiday"
    assert match.reasons[0].rule == "1 day apart"
    [lone] = found.theirs
    assert (str(lone.first_day), str(lone.last_day)) == ("2031-07-01", "2031-07-31")


def test_persons_judgements_bind_and_name_days_of_the_agreement_file(case: Case, tmp_path: Path):
    case.add_beside(tmp_path / "cf.csv")
    case.judge_beside("cf:41", "different", "event:harvest truce", why="another truce", who="Ana Reyes")
    assert case.beside_agreement("cf").matches == ()
    case.judge_beside("cf:42", "same", "event:talks open", why="declared there", who="Ana Reyes")
    [match] = case.beside_agreement("cf").matches
    assert match.by is not None and (match.other.id, match.by.who) == ("42", "Ana Reyes")
    with pytest.raises(UnknownRecord, match="event:harvest truce"):
        case.judge_beside("cf:41", "same", "event:nowhere", why="x", who="Ana Reyes")


def test_events_and_agreements_are_asked_for_by_what_they_are(case: Case, tmp_path: Path):
    case.add_beside(tmp_path / "cf.csv")
    with pytest.raises(BadInput, match="agreements, not events"):
        case.beside("cf")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("28/02/2031,\\\n", "soon,", "Dat is a day", id="no day"),
        pytest.param("9002", "", "has no AgtId", id="no id"),
        pytest.param("9002", "9001", "of an earlier row", id="an id twice"),
    ],
)
def test_rows_of_pax_that_do_not_fit_are_refused(tmp_path: Path, old: str, new: str, message: str):
    told = PAX.replace("28/02/2031,Multiparty", "soon,Multiparty") if new == "soon," else PAX.replace(old, new)
    (tmp_path / "pax.csv").write_text(told, encoding="utf-8")
    _, records, [refused] = read_dataset(read_sheet(tmp_path / "pax.csv", max_bytes=10**6), set_name="pax")
    assert message in refused.message and len(records) == 2


def test_rows_of_one_ceasefire_with_other_days_are_refused(tmp_path: Path):
    (tmp_path / "cf.csv").write_text(
        CEASEFIRES.replace("41,Armenia,2031,5,23", "41,Armenia,2031,5,20", 1), encoding="utf-8"
    )
    _, records, [refused] = read_dataset(read_sheet(tmp_path / "cf.csv", max_bytes=10**6), set_name="cf")
    assert "another day" in refused.message and len(records) == 2


def test_the_command_shows_what_each_has_and_prints_whose_the_data_are(case: Case, tmp_path: Path, capsys):
    path = case.store.path
    case.close()
    code, _, told = run(capsys, "beside", path, "--add", tmp_path / "pax.csv", "--who", "Ana Reyes")
    assert code == 0 and "University of Edinburgh" in told
    code, shown, _ = run(capsys, "beside", path)
    assert code == 0
    assert "2031-02-28  text:accord  Kessel accord on an end of fighting: 1.00" in shown
    assert "prisoner release: TjPrire | no provision here" in shown
    assert "withdrawal of troops: not coded in pax | 2" in shown
    judged = ("--other", "pax:9002", "--same", "text:accord", "--why", "an annex", "--who", "Ana Reyes")
    assert run(capsys, "beside", path, *judged)[0] == 0
    assert "judged the same by Ana Reyes" in run(capsys, "beside", path)[1]
