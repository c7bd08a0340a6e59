"""Records form: what is written is what the case holds, each value at its words."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from build_case import build_case, the_truce
from built_case import MACHINE, NOW, BuiltCase, on

from trucewatch.errors import CannotWrite
from trucewatch.present.export.people import People
from trucewatch.present.export.records import export_records, line
from trucewatch.present.export.rows import due, incident_status, named_most, shown_count
from trucewatch.records.count import Count
from trucewatch.records.decision import Decision
from trucewatch.records.incident import Account, Incident
from trucewatch.records.mention import Participant
from trucewatch.records.span import Span
from trucewatch.records.text import text_id


@pytest.fixture
def case() -> BuiltCase:
    return build_case()


def exported(case: BuiltCase, out: Path) -> dict[str, list[dict]]:
    export_records(case, out)
    return {path.stem: [json.loads(row) for row in path.read_text().splitlines()] for path in out.glob("*.jsonl")}


def written_text(case: BuiltCase, out: Path, file: str) -> str:
    """The text in which offsets of a file count: the file itself, or the one under texts."""
    text_file = out / "texts" / f"{file}.txt"
    if text_file.exists():
        return text_file.read_bytes().decode()
    return next(c.content for c in case.captures.values() if c.file == file).decode()


def every_spot(rows: dict[str, list[dict]]):
    for kind in rows.values():
        for row in kind:
            for spot in [row, *row.get("mentions", []), *row.get("values", []), *row.get("attributions", [])]:
                if "start" in spot and "file" in spot:
                    yield spot


def test_every_offset_points_at_words_of_the_named_file(case, tmp_path):
    rows = exported(case, tmp_path)
    known = {s.words for m in case.the_statement_mentions for s in m.content} | {
        s.words
        for s in [
            *(m.words for m in case.the_incident_mentions),
            *(a.span for m in case.the_incident_mentions for a in m.actors if a.span),
            *(f.span for f in case.the_figures),
            *(c.span for c in case.the_commitments),
        ]
    }
    spots = list(every_spot(rows))
    assert len(spots) > 20
    assert {written_text(case, tmp_path, s["file"])[s["start"] : s["end"]] for s in spots} <= known


def test_a_quotation_in_two_pieces_is_two_entries_of_one_statement(case, tmp_path):
    row = next(r for r in exported(case, tmp_path)["statements"] if r["act"] == "accuse" and len(r["mentions"]) == 3)
    assert [m["file"] for m in row["mentions"]] == ["post.html", "wire.txt", "wire.txt"]
    assert (row["speaker"], row["party"], row["target_party"], row["said_on"]) == (
        "Adel Brandt",
        "Tolmir",
        "Varenia",
        "2031-03-04",
    )


def test_a_report_of_silence_is_no_mention(case, tmp_path):
    silent = next(m for m in case.the_statement_mentions if m.silence)
    spots = [(m["file"], m["start"]) for r in exported(case, tmp_path)["statements"] for m in r["mentions"]]
    assert ("later.txt", silent.content[0].start) not in spots


def test_a_text_in_two_files_is_exported_for_each(case, tmp_path):
    case.the_reports[0] = replace(case.the_reports[0], files=("wire.txt", "copy of wire.txt"))
    rows = exported(case, tmp_path)
    assert {"wire.txt", "copy of wire.txt"} <= {d["file"] for d in rows["documents"]}
    assert len({d["id"] for d in rows["documents"]}) == 9
    denial = next(r for r in rows["statements"] if r["act"] == "deny")
    assert [m["file"] for m in denial["mentions"]] == ["copy of wire.txt", "wire.txt"]


def test_only_pages_that_are_not_plain_text_have_their_text_written_beside(case, tmp_path):
    rows = exported(case, tmp_path)
    assert [p.name for p in (tmp_path / "texts").iterdir()] == ["post.html.txt"]
    assert {d["file"]: d["text_file"] for d in rows["documents"]}["wire.txt"] is None


def test_what_never_was_a_file_has_its_text_written_too(case, tmp_path):
    case.the_reports[2] = replace(case.the_reports[2], files=(), found=())
    row = exported(case, tmp_path)["documents"][2]
    assert row["file"] == f"report-{case.the_reports[2].id[:8]}"
    assert (tmp_path / row["text_file"]).read_text() == case.text(case.the_reports[2].text_id).content


def test_captions_stay_outside_the_body(case, tmp_path):
    row = next(d for d in exported(case, tmp_path)["documents"] if d["file"] == "post.html")
    text = written_text(case, tmp_path, "post.html")
    body = "".join(text[a:b] for a, b in row["body"])
    assert "File picture" not in body and "Mortar shells fell" in body


def test_a_disputed_actor_is_the_side_named_most_often_and_marked(case, tmp_path):
    row = next(r for r in exported(case, tmp_path)["incidents"] if r["type"] == "shelling")
    assert (row["actor"], row["actor_disputed"], row["status"]) == ("Varenia", True, None)
    assert [(a["actor"], a["said_by"]) for a in row["attributions"]] == [
        ("Varenia", "Adel Brandt"),
        ("Varenia", "Adel Brandt"),
        ("Tolmir", "Ines Halloran"),
    ]
    assert (row["place"], row["admin1"], row["country"], row["lat"], row["lon"]) == (
        "Kessel Bridge",
        "Lower Orlin",
        "Vale",
        12.5,
        41.25,
    )
    assert (row["date_from"], row["date_to"], row["killed"]) == ("2031-03-04", "2031-03-04", 11)


def test_an_incident_told_without_a_day_had_happened_by_its_first_report(case, tmp_path):
    undated = [replace(i, when=None) for i in case.the_incidents]
    case.the_incidents[:] = undated
    rows = exported(case, tmp_path)["incidents"]
    row = next(r for r in rows if r["type"] == "shelling")
    assert (row["date_from"], row["date_to"]) == (None, "2031-03-04")
    assert row["date_basis"] == "published 2031-03-04, no day told"


def test_nobody_named_gives_no_actor(case, tmp_path):
    row = next(r for r in exported(case, tmp_path)["incidents"] if r["type"] == "detention")
    assert (row["actor"], row["actor_disputed"], row["status"]) == (None, False, "alleged")


def test_responses_that_a_person_took_back_are_not_exported(case, tmp_path):
    disputes = exported(case, tmp_path)["disputes"]
    assert sorted(d["kind"] for d in disputes) == ["counter_accusation", "denial"]
    assert len({d["claim"] for d in disputes}) == 1


def test_figures_in_conflict_keep_every_value(case, tmp_path):
    rows = {r["unit"]: r for r in exported(case, tmp_path)["figures"]}
    assert rows["people"]["conflict"] is True
    assert [v["value"] for v in rows["people"]["values"]] == [11, 14, 19, 9]
    assert [v["as_of"] for v in rows["prisoners"]["values"]] == ["2031-03-27", "2031-03-27"]


def test_commitments_are_due_as_precisely_as_reported(case, tmp_path):
    assert [r["due"] for r in exported(case, tmp_path)["commitments"]] == ["2031-03-20", "2031-04"]
    assert due(on(date(2031, 1, 1), date(2031, 12, 31), precision="year")) == "2031"
    assert due(None) is None


def test_a_private_person_is_shown_by_description_until_released(case, tmp_path):
    exported(case, tmp_path / "before")
    before = "".join(p.read_text() for p in (tmp_path / "before").rglob("*.*"))
    assert "Mira Tollan" not in before and "a baker at the market" in before
    case.the_decisions.append(
        Decision(
            id="d1",
            action="release",
            target_kind="actor",
            target="tolland",
            why="she asked for it",
            who="R. Reviewer",
            when=NOW,
        )
    )
    exported(case, tmp_path / "after")
    assert "Mira Tollan" in "".join(p.read_text() for p in (tmp_path / "after").rglob("*.*"))


def test_whoever_is_described_as_a_resident_and_speaks_for_no_side_is_private(tmp_path):
    case = BuiltCase(the_agreement=the_truce("Varenia", "Tolmir"))
    text = case.report(
        "a.txt", "A title\n\nWe heard guns, said Tor Valdis, a resident of Orlin. Valdis fled.", day=None
    )
    named = case.said(text, "We heard guns", speaker="Tor Valdis", speaker_kind="named", role="a resident of Orlin")
    statement = case.statement("guns", named)
    assert exported(case, tmp_path)["statements"][0]["speaker"] == "a resident of Orlin"
    assert People(case).shown("a cousin of Tor Valdis") == "a cousin of [name withheld]"
    assert People(case).masked("Tor Valdis fled, and Valdis wept.") == "[name withheld] fled, and [name withheld] wept."
    values = {"target_kind": "statement", "why": "asked", "who": "R. Reviewer", "when": NOW}
    case.the_decisions.append(Decision(id="d", action="release", target=statement.id, **values))
    assert exported(case, tmp_path)["statements"][0]["speaker"] == "Tor Valdis"


def test_a_private_name_inside_a_role_is_covered(tmp_path):
    case = BuiltCase(the_agreement=the_truce("Varenia", "Tolmir"))
    text = case.report("a.txt", "A title\n\nWe heard guns, said Tor Valdis. They ran, said his wife.", day=None)
    heard = case.said(text, "We heard guns", speaker="Tor Valdis", speaker_kind="named", role="a resident of Orlin")
    ran = case.said(text, "They ran", speaker="his wife", speaker_kind="described", role="wife of Tor Valdis")
    case.statement("guns", heard)
    case.statement("ran", ran)
    assert [r["role"] for r in exported(case, tmp_path)["statements"]] == [
        "a resident of Orlin", "wife of [name withheld]",
    ]  # fmt: skip
    assert "Valdis" not in "".join(p.read_text() for p in tmp_path.rglob("*.jsonl"))


def test_a_release_taken_back_hides_the_name_again(case, tmp_path):
    values = {"target_kind": "actor", "why": "reason", "who": "R. Reviewer", "when": NOW}
    case.the_decisions += [
        Decision(id="d1", action="release", target="tolland", **values),
        Decision(id="d2", action="undo", target="d1", **values),
    ]
    exported(case, tmp_path)
    assert "Mira Tollan" not in "".join(p.read_text() for p in tmp_path.rglob("*.*"))


def test_withheld_names_are_covered_in_written_texts_without_moving_offsets(tmp_path):
    case = BuiltCase(the_agreement=the_truce("Varenia", "Tolmir"))
    text = case.report("page.html", "A title\n\nMira Tollan waited.", day=None, media_type="text/html")
    export_records(case, tmp_path)
    written = (tmp_path / "texts" / "page.html.txt").read_text()
    assert written == "A title\n\n███████████ waited." and len(written) == len(text.content)


def test_counts_tell_the_rows_of_each_file(case, tmp_path):
    counts = export_records(case, tmp_path)
    lines = {p.stem: len(p.read_text().splitlines()) for p in tmp_path.glob("*.jsonl")}
    assert {k: counts[k] for k in lines} == lines
    assert (
        counts["documents"] == 8 and counts["incidents"] == 3 and counts["texts"] == 1 and counts["without place"] == 0
    )


def test_a_mention_in_an_older_reading_is_counted_and_left_out(case, tmp_path):
    text = case.texts[case.the_reports[3].text_id]
    content = text.content + " "
    newer = replace(text, id=text_id(content), content=content, reader_version="2")
    case.texts[newer.id] = newer
    case.the_reports[3] = replace(case.the_reports[3], text_ids=(text.id, newer.id))
    counts = export_records(case, tmp_path)
    assert counts["without place"] == 4  # two statements, the link to one of them, and a commitment


def test_a_redacted_text_leaves_its_report_and_takes_its_records(case, tmp_path):
    case.redacted.add(case.the_reports[0].text_id)
    rows = exported(case, tmp_path)
    wire = rows["documents"][0]
    assert (wire["file"], wire["redacted"], wire["body"]) == ("wire.txt", True, [])
    assert wire["text_sha256"] == case.the_reports[0].text_id
    assert "wire.txt" not in {m["file"] for r in rows["statements"] for m in r["mentions"]}


def test_what_is_only_threatened_is_kept_apart(case, tmp_path):
    talks = case.the_incidents[2]
    case.the_incidents[2] = replace(talks, accounts=(replace(talks.accounts[0], said_as="threatened"),))
    rows = exported(case, tmp_path)
    assert [r["type"] for r in rows["unrealised"]] == ["meeting"]
    assert "meeting" not in [r["type"] for r in rows["incidents"]]


@pytest.mark.parametrize(
    ("said_as", "status"),
    [
        (["planned"], "scheduled"),
        (["planned", "hypothetical"], "scheduled"),
        (["alleged", "denied"], "alleged"),
        (["claimed"], "alleged"),
        (["alleged", "narrated"], None),
        (["planned", "narrated"], None),
    ],
)
def test_status_follows_from_the_accounts(said_as, status):
    incident = Incident(
        id="i", founding_mention="m", mention_ids=("m",), type="clash", maker=MACHINE, recorded_at=NOW,
        accounts=tuple(Account(mention_id="m", said_as=one) for one in said_as),
    )  # fmt: skip
    assert incident_status(incident) == status


def test_the_actor_named_most_is_counted_once_for_each_telling():
    first, second = Participant(name="the army", side="Varenia"), Participant(name="raiders")
    assert named_most([first, second], [[second], [first], [second, second]]) == "raiders"
    assert named_most([first, second], [[second], [first, first]]) == "Varenia"
    assert named_most([first], [[second], [second]]) == "Varenia"  # a corrected incident holds one actor only
    assert named_most([], [[second]]) is None


def count(value: int | None, words: str, said_by: str | None = None) -> Count:
    bound = "exact" if value is not None else "vague"
    return Count(
        effect="displaced",
        value=value,
        bound=bound,
        said_by=said_by,
        span=Span(text_id="t", start=0, end=len(words), words=words),
    )


def test_a_vague_count_is_the_word_as_printed():
    assert shown_count([count(None, "tens of thousands")], "displaced") == "tens of thousands"
    assert shown_count([count(4, "four", "a guard"), count(5, "five")], "displaced") == 5
    assert shown_count([count(4, "four", "a guard"), count(5, "five"), count(4, "4", "a nurse")], "displaced") == 4
    assert shown_count([count(4, "four")], "killed") is None


def test_a_row_is_one_line_to_every_reader():
    row = {"words": "one\u2028two\x85three\nfour \ud800"}
    assert len(line(row).splitlines()) == 1
    assert json.loads(line(row)) == row


def test_two_files_of_one_name_keep_their_folders(case, tmp_path):
    case.the_reports[1] = replace(case.the_reports[1], files=("a/page.html",))
    case.the_reports[2] = replace(case.the_reports[2], files=("b/page.html",))
    assert {"a/page.html", "b/page.html"} <= {d["file"] for d in exported(case, tmp_path)["documents"]}
    assert (tmp_path / "texts/a/page.html.txt").exists()


def test_a_name_cannot_lead_out_of_the_folder(case, tmp_path):
    case.the_reports[1] = replace(case.the_reports[1], files=("../../evil.html", "/etc/evil2.html"))
    export_records(case, tmp_path / "out")
    assert all(tmp_path / "out" in p.parents for p in tmp_path.rglob("*.txt"))
    assert len(list((tmp_path / "out" / "texts").rglob("*.txt"))) == 2


def test_a_folder_that_cannot_be_made_says_so(case, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotWrite, match="choose another folder"):
        export_records(case, tmp_path / "file" / "out")


def test_the_same_case_twice_gives_the_same_bytes(case, tmp_path):
    export_records(case, tmp_path / "one")
    export_records(build_case(), tmp_path / "two")
    for path in (tmp_path / "one").rglob("*.*"):
        assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes()
