"""What a person marked confidential stands in no output that may reach anybody: whole outputs are searched for it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from trucewatch import watching
from trucewatch.assess.changes import changes
from trucewatch.case import Case
from trucewatch.present.brief.issue import issue
from trucewatch.present.brief.options import Options
from trucewatch.present.digest.make import make_digest
from trucewatch.present.digest.render import outgoing
from trucewatch.present.export.publicly import public_trend
from trucewatch.present.export.records import export_records
from trucewatch.present.plain import record_as_dict
from trucewatch.records.watch import SavedSearch

NOW = datetime(2031, 5, 12, tzinfo=UTC)
REPORT = (
    b"Guns at the old mill\n\nKESSEL, 9 May 2031 - The Belmar Front said on Friday that it had hidden three howitzers "
    b"at the old mill.\n\nArvania's Ministry of Defence said on Friday that 4817 prisoners were freed.\n\n"
    b"Shells struck the windmill at Kessel on Thursday, killing six farmers, the Joint Observer Mission said.\n"
)


@pytest.fixture
def told(case: Case) -> Case:
    case.add_words(REPORT, publisher="Kessel Wire", published="2031-05-09", url="https://wire.example/old-mill")
    return case


def everything(case: Case, folder: Path) -> str:
    """Export, dossier, digest with saved searches for the very words, trend: in one string."""
    export_records(case.store, folder / "open")
    export_records(case.store, folder / "public", public=True, now=NOW)
    files = [f"{p.name}\n{p.read_text(encoding='utf-8')}" for p in folder.rglob("*") if p.is_file()]
    made = issue(case, Options(handling="clear"), ("html", "md", "docx"), now=NOW, draft=True)
    word = ZipFile(BytesIO(made.files["docx"]))
    files += [made.files["html"].decode(), made.files["md"].decode()]
    files += [word.read(name).decode("utf-8", "ignore") for name in word.namelist()]
    changed = changes(case.store, since=None, until=case.store.latest(), today=NOW.date())
    searches = (SavedSearch(name="first", words="howitzers"), SavedSearch(name="second", words="4817"))
    sent = outgoing(make_digest(case.store, changed, searches=searches, sources=watching.states(case.store), now=NOW))
    files += [sent.words, json.dumps(sent.values, ensure_ascii=False)]
    files += [json.dumps(record_as_dict(public_trend(case, now=NOW, by=by))) for by in ("all", "type", "place")]
    return "\n".join(files)


def find(case: Case, words: str):
    records = [*case.statements(), *case.incidents()]
    return next(one for one in records if any(words in span.words for span in case.words(one)))


def test_all_of_it_is_told_until_it_is_marked(told, tmp_path):
    before = everything(told, tmp_path / "out")
    assert all(words in before for words in ("howitzers", "4817", "six farmers", "wire.example/old-mill"))


def test_a_confidential_statement_incident_and_figure_stand_nowhere(told, tmp_path):
    said, struck = find(told, "howitzers"), find(told, "windmill")
    freed = next(f for f in told.store.figures() if f.value == 4817)
    ids = [told.store.shown("statement", said.id), told.store.shown("incident", struck.id)]
    for record in (said, struck, freed):
        told.decide(record.id, "confidential", why="a source is at risk", who="Ada Quill")
    public = everything(told, tmp_path / "out")
    for secret in (
        "howitzers",
        "six farmers",
        "windmill",
        "4817",
        "source is at risk",
        "Ada Quill",
        *ids,
        said.id,
        struck.id,
    ):
        assert not re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", public), secret


def test_a_confidential_report_stands_nowhere(told, tmp_path):
    report = next(r for r in told.reports() if r.title and "mill" in r.title)
    told.decide(report.id, "confidential", why="it names a source", who="Ada Quill")
    public = everything(told, tmp_path / "out")
    for secret in ("howitzers", "six farmers", "4817", "old mill", "old-mill", report.id, report.capture_id):
        assert not re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", public), secret
