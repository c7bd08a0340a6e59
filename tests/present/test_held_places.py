"""Public outputs tell no place where people could be found: whole outputs are searched for its name and its point."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from build_case import build_case
from built_case import BuiltCase, on, span_of

from trucewatch.present.brief.docx import render_docx
from trucewatch.present.brief.make import make_brief
from trucewatch.present.brief.options import Options
from trucewatch.present.brief.pdf import render_pdf
from trucewatch.present.brief.render import render_html, render_markdown
from trucewatch.present.export.held import Held
from trucewatch.present.export.records import export_records
from trucewatch.records.mention import Participant
from trucewatch.records.where import Where

DAY = datetime(2031, 3, 30, tzinfo=UTC).date()
#: 30 March ends last at 12:00 UTC of the 31st; 72 hours later it is 3 April, 12:00.
SOON, LATE = datetime(2031, 4, 2, 9, tzinfo=UTC), datetime(2031, 4, 20, 9, tzinfo=UTC)
POINT = ("34.2218", "66.9301")


def veldra(text) -> Where:
    return Where(
        name="Veldra", span=span_of(text, "Veldra"), precision="exact", role="where", match="exact", gazetteer_id="81",
        gazetteer_name="Veldra Kol", feature="P.PPL", lat=float(POINT[0]), lon=float(POINT[1]), admin1="Upper Orlin",
        admin1_id="5", country="ZZ", country_name="Vale", score=0.9,
    )  # fmt: skip


@pytest.fixture
def case() -> BuiltCase:
    return with_convoy()


def with_convoy(*, named_after: bool = True) -> BuiltCase:
    """With a convoy struck at Veldra, a clash told of in the same report at the same place, and a later report that
    names Veldra, or does not."""
    case, place = build_case(), "Veldra" if named_after else "The town"
    told = case.report(
        "veldra-convoy.txt",
        "Convoy hit near Veldra\n\nA shell hit an aid convoy near Veldra on Sunday, drivers said. Two drivers of the "
        "Veldra depot were hurt.\n\nShots were heard at Veldra on Saturday as well. VELDRA has no police, Ines "
        "Halloran said. In Veldra 400 sacks of flour were lost, she said. She will send guards to Veldra by May.",
        day=DAY, publisher="Harbour Wire", url="https://harbourwire.example/2031/convoy-hit-near-veldra",
    )  # fmt: skip
    after = case.report(
        "after.txt",
        f'The road after the shell\n\n"{place} is ours to guard," Adel Brandt said on Monday.',
        day=DAY + timedelta(days=1), publisher="Valley Post", url="https://valleypost.example/a/90",
    )  # fmt: skip
    case.incident(
        "convoy",
        case.told(
            told, "A shell hit an aid convoy near Veldra on Sunday", "hit", type="shelling", places=(veldra(told),),
            when=on(DAY, words="on Sunday"), targets=(Participant(name="an aid convoy"),),
            actors=(Participant(name="gunmen of Veldra"),),
        ),
    )  # fmt: skip
    case.incident(
        "shots",
        case.told(
            told, "Shots were heard at Veldra on Saturday", "Shots", type="clash", places=(veldra(told),),
            when=on(DAY - timedelta(days=1), words="on Saturday"),
        ),
    )  # fmt: skip
    halloran = {"speaker": "Ines Halloran", "speaker_kind": "named", "role": "spokeswoman", "side": "Varenia"}
    case.statement("police", case.said(told, "VELDRA has no police", act="report", **halloran), day=DAY)
    case.statement(
        "ours", case.said(after, f"{place} is ours to guard", act="announce", speaker="Adel Brandt", side="Tolmir"),
        day=DAY + timedelta(days=1),
    )  # fmt: skip
    lost = case.figure(told, "400 sacks of flour were lost", 400, quantity="sacks lost in Veldra", unit="sacks")
    more = case.figure(after, "is ours", 500, quantity="sacks lost", unit="sacks")
    case.one_series("flour", "conflict", lost, more)
    return case


def everything(case: BuiltCase, now: datetime, folder: Path, handling: str) -> str:
    """All outputs of a case in one string: dossier in four forms, export."""
    brief = make_brief(case, options=Options(handling=handling), now=now)
    word = ZipFile(BytesIO(render_docx(brief)))
    told = [
        render_html(brief),
        render_markdown(brief),
        *(word.read(n).decode("utf-8", "ignore") for n in word.namelist()),
    ]
    public = handling == "public"
    export_records(case, folder, public=public, now=now)
    return "\n".join([*told, *(f"{p.name}\n{p.read_text(encoding='utf-8')}" for p in folder.rglob("*") if p.is_file())])


@pytest.mark.parametrize("now", [pytest.param(SOON, id="in the first hours"), pytest.param(LATE, id="after them")])
def test_no_public_output_tells_the_place_or_its_point(now, tmp_path):
    # by then another report, which does not tell of the convoy, may name the place
    told = everything(with_convoy(named_after=now is SOON), now, tmp_path / "public", "public")
    for secret in ("veldra", *POINT, "34.22", "66.93"):
        found = told.casefold().find(secret)
        assert found < 0, f"{secret}: …{told[max(0, found - 200) : found + 100]}…"
    assert ("Upper Orlin" in told) is (now is LATE)
    assert "█" in told and "https://harbourwire.example/" in told


def test_whoever_works_on_the_case_sees_all(case, tmp_path):
    told = everything(case, SOON, tmp_path / "own", "internal")
    assert "Veldra" in told and POINT[0] in told and "convoy-hit-near-veldra" in told and "█" not in told


def test_what_is_not_shown_says_so(case, tmp_path):
    brief = make_brief(case, options=Options(handling="public"), now=SOON)
    held = next(one for one in brief.incidents if one.place.startswith("place held back until"))
    assert held.place == "place held back until 3 April 2031: people could be found there"
    page = render_html(brief)
    assert held.place in page and "Blocks (█) cover their names" in page and "for 72 hours" in page
    after = make_brief(case, options=Options(handling="public"), now=LATE)
    assert "Upper Orlin, Vale (shown no finer: people could be found there)" in {one.place for one in after.incidents}
    export_records(case, tmp_path, public=True, now=LATE)
    rows = [json.loads(one) for one in (tmp_path / "incidents.jsonl").read_text().splitlines()]
    row = next(r for r in rows if r["place"] == "Upper Orlin")
    assert (row["lat"], row["lon"], row["place_precision"]) == (None, None, "admin_area")
    assert row["place_note"] == "shown no finer: people could be found there"


def test_offsets_stay_where_they_were(case, tmp_path):
    export_records(case, tmp_path / "own", now=SOON)
    export_records(case, tmp_path / "public", public=True, now=SOON)

    def spots(folder: Path) -> list[list[tuple[int, int]]]:
        rows = [json.loads(one) for one in (folder / "statements.jsonl").read_text().splitlines()]
        return [[(m["start"], m["end"]) for m in row["mentions"]] for row in rows]

    assert spots(tmp_path / "own") == spots(tmp_path / "public")


def test_a_pdf_tells_no_place_that_is_held_back(case):
    from pypdf import PdfReader

    brief = make_brief(case, options=Options(handling="clear"), now=SOON)
    told = "".join(page.extract_text() for page in PdfReader(BytesIO(render_pdf(brief))).pages)
    assert "veldra" not in told.casefold() and "held back until" in told


def test_names_of_parties_and_of_the_area_shown_are_not_covered(case):
    case.the_incidents = [
        replace(one, where=replace(one.where, admin1="Veldra")) if one.where and one.where.name == "Veldra" else one
        for one in case.the_incidents
    ]
    held = Held.of(case, now=LATE)
    assert held.covered("Veldra and Varenia", [t for t in case.texts]) == "Veldra and Varenia"
