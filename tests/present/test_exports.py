"""Every format: what may not leave the house is in none, the same case gives the same bytes, each says what it is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from build_case import build_case
from built_case import NOW, BuiltCase, killed, on, span_of
from test_held_places import LATE, POINT, SOON, with_convoy

from trucewatch.errors import BadInput, CannotWrite
from trucewatch.present.export.formats import FORMATS, export_case
from trucewatch.records.decision import Decision
from trucewatch.records.incident import Incident
from trucewatch.records.mention import Participant
from trucewatch.records.where import Where

every_format = pytest.mark.parametrize("format", FORMATS)


def told(folder: Path) -> str:
    """All that the files of a folder tell, in one string: names, what archives hold, what columns hold."""
    return "\n".join(f"{path.name}\n{opened(path)}" for path in sorted(folder.rglob("*")) if path.is_file())


def opened(path: Path) -> str:
    content = path.read_bytes()
    if path.suffix == ".xlsx":
        archive = ZipFile(BytesIO(content))
        return "\n".join(f"{name}\n{archive.read(name).decode()}" for name in archive.namelist())
    if path.suffix == ".parquet":
        import pyarrow.parquet

        table = pyarrow.parquet.read_table(path)
        return f"{table.to_pylist()}\n{table.schema.metadata}\n{content.decode('latin-1')}"
    if path.suffix == ".ics":
        lines = content.decode().replace("\r\n ", "")  # lines are folded, signs that part values led by a backslash
        return re.sub(r"\\([;,\\])", r"\1", lines.replace("\\n", "\n"))
    return content.decode()


def struck_at_the_ford(case: BuiltCase) -> Incident:
    """A deadly incident between the sides at a known place: it stands in every format that tells of incidents."""
    text = case.report(
        "ford.txt",
        "At the river\n\nSeven guards died when gunboats of Varenia fired on Ferron ford. Nine boats were lost.",
        day=date(2031, 3, 20), publisher="Ford Post",
    )  # fmt: skip
    place = Where(
        name="Ferron", span=span_of(text, "Ferron"), precision="exact", role="where", match="exact", lat=12.75,
        lon=41.5, admin1="Lower Orlin", country="ZZ", country_name="Vale",
    )  # fmt: skip
    side = Participant(name="gunboats of Varenia", side="Varenia", span=span_of(text, "gunboats of Varenia"))
    ford = case.incident(
        "ford",
        case.told(
            text, "Seven guards died when gunboats of Varenia fired on Ferron ford", "fired", type="shelling",
            when=on(date(2031, 3, 19)), places=(place,), actors=(side,), counts=(killed(text, "Seven", 7),),
            targets=(Participant(name="guards of Tolmir", side="Tolmir"),),
        ),
    )  # fmt: skip
    boats = case.figure(text, "Nine boats", 9, quantity="boats lost", unit="boats")
    case.one_series("boats", "single", boats, incident_id=ford.id)
    case.the_incidents[0] = replace(case.the_incidents[0], part_of=ford.id)
    return ford


def hidden(case: BuiltCase) -> tuple[BuiltCase, list[str]]:
    """The case with a statement, an incident, a figure and a report marked confidential; words that tell of them."""
    ford = struck_at_the_ford(case)
    statement = next(s for s in case.the_statements if s.act == "pledge")
    incident = next(i for i in case.the_incidents if i.type == "detention")
    figure = next(f for f in case.the_figures if f.value == 120)
    report = next(r for r in case.the_reports if r.files == ("north.txt",))
    said = next(m for m in case.the_statement_mentions if m.id == statement.mention_ids[0])
    seen = next(m for m in case.the_incident_mentions if m.id == incident.mention_ids[0])
    marked = [
        (statement.id, "statement", said.content),
        (incident.id, "incident", (seen.words,)),
        (ford.id, "incident", (next(m for m in case.the_incident_mentions if m.id in ford.mention_ids).words,)),
        (figure.id, "figure", (figure.span,)),
        (report.id, "report", ()),
    ]
    for number, (target, kind, anchor) in enumerate(marked):
        case.the_decisions.append(
            Decision(
                id=f"{number}" * 64, action="confidential", target_kind=kind, target=target, anchor=anchor,
                why="a source is at risk", who="Ada Quill", when=NOW,
            )
        )  # fmt: skip
    secrets = [
        "pull its heavy guns", "aid workers", "120 were freed", "We do not yet know", "Observers at the bridge",
        "north.example", "a source is at risk", statement.id, incident.id, figure.id, report.id, "i:" + incident.id[:8],
        "s:" + statement.id[:8], "Ferron", "gunboats", ford.id[:16],
    ]  # fmt: skip
    return case, secrets


@every_format
def test_what_is_marked_confidential_stands_in_none_of_its_bytes(format, tmp_path):
    case, secrets = hidden(build_case())
    export_case(case, tmp_path / "own", format)
    export_case(case, tmp_path / "public", format, public=True, now=LATE)
    for folder in ("own", "public"):
        made = told(tmp_path / folder)
        assert not [secret for secret in secrets if secret in made]
        assert "Ada Quill" not in made


@every_format
def test_it_is_there_for_whoever_asks_for_it(format, tmp_path):
    case, secrets = hidden(build_case())
    export_case(case, tmp_path / "all", format, confidential=True)
    assert any(secret in told(tmp_path / "all") for secret in secrets)


@every_format
@pytest.mark.parametrize("now", [pytest.param(SOON, id="in the first hours"), pytest.param(LATE, id="after them")])
def test_a_place_that_is_held_back_stands_in_none_of_its_bytes(format, now, tmp_path):
    export_case(with_convoy(named_after=now is SOON), tmp_path, format, public=True, now=now)
    made = told(tmp_path).casefold()
    assert not [secret for secret in ("veldra", *POINT, "34.22", "66.93") if secret in made]


@every_format
def test_a_private_person_is_named_in_none(format, tmp_path):
    export_case(build_case(), tmp_path, format)
    assert not re.search("Tollan", told(tmp_path), re.IGNORECASE)


@every_format
def test_the_same_case_gives_the_same_bytes(format, tmp_path):
    export_case(build_case(), tmp_path / "one", format)
    export_case(build_case(), tmp_path / "two", format)
    files = sorted(p.relative_to(tmp_path / "one") for p in (tmp_path / "one").rglob("*") if p.is_file())
    assert files
    for path in files:
        assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes(), path


@every_format
def test_it_says_how_it_was_made_by_which_versions_and_what_may_be_done_with_it(format, tmp_path):
    export_case(build_case(), tmp_path / "silent", format)
    assert "not stated; ask whoever keeps this case" in told(tmp_path / "silent")
    export_case(build_case(), tmp_path / "said", format, licence="Free for anybody, Orlin terms")
    made = told(tmp_path / "said")
    for words in ("It rules on nothing", "Trucewatch", "orlin, file", "Free for anybody, Orlin terms", "Harbour Wire"):
        assert words in made, words
    assert "GeoNames" in made and "not stated; ask" not in made


@every_format
def test_lines_about_it_name_no_person_to_whom_it_may_not_reach(format, tmp_path):
    case = build_case()
    export_case(case, tmp_path, format, public=True, now=LATE)
    assert "R. Reviewer" not in told(tmp_path)


@every_format
def test_an_export_that_cannot_be_written_leaves_what_was_there(format, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotWrite, match="choose another folder"):
        export_case(build_case(), tmp_path / "file" / "out", format)
    assert (tmp_path / "file").read_text() == "in the way"


@every_format
def test_a_second_export_takes_the_place_of_the_first_and_leaves_other_files(format, tmp_path):
    (tmp_path / "notes.txt").write_text("of my own")
    first = export_case(build_case(), tmp_path, format)
    again = export_case(build_case(), tmp_path, format)
    assert first.counts == again.counts
    assert {p.name for p in tmp_path.iterdir() if not p.is_dir()} >= {"notes.txt"}
    assert (tmp_path / "notes.txt").read_text() == "of my own"
    assert not list(tmp_path.glob(".export-*"))


@every_format
def test_a_case_without_a_report_is_written_too(format, tmp_path):
    case = BuiltCase(the_agreement=build_case().the_agreement)
    made = export_case(case, tmp_path, format, now=datetime(2031, 5, 1, tzinfo=UTC))
    assert all((tmp_path / name).stat().st_size for name in made.files if not name.endswith(".jsonl"))


def test_a_format_or_option_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadInput, match="no format 'word'; there are records"):
        export_case(build_case(), tmp_path, "word")
    with pytest.raises(BadInput, match="format records takes no rule; no others do"):
        export_case(build_case(), tmp_path, "records", rule="lowest")
