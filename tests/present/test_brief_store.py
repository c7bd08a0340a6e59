"""Brief and export over a real case file give what they give over the same records in memory."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from build_case import build_case
from built_case import NOW, BuiltCase
from tests.store.case_parts import save_links

from trucewatch.present.brief.make import make_brief
from trucewatch.present.brief.render import render_html, render_markdown
from trucewatch.present.export.records import export_records
from trucewatch.records.agreement import Agreement
from trucewatch.records.mention import Annotation
from trucewatch.store import Store, create_case


@pytest.fixture
def case() -> BuiltCase:
    return build_case()


@pytest.fixture
def store(case, tmp_path) -> Store:
    agreement: Agreement = case.agreement()
    with create_case(tmp_path / "orlin.truce", agreement=agreement, source=b"orlin", title=None) as store:
        for report in case.reports():
            text = case.text(report.text_id)
            capture = case.capture(report.capture_id)
            assert capture is not None
            annotation = Annotation(
                text_id=text.id,
                fingerprint="f",
                statements=tuple(m for m in case.statement_mentions() if m.text_id == text.id),
                incidents=tuple(m for m in case.incident_mentions() if m.text_id == text.id),
                figures=tuple(f for f in case.figures() if f.text_id == text.id),
                commitments=tuple(c for c in case.commitments() if c.text_id == text.id),
            )
            store.save_report(capture, text, report, annotation, now=NOW)
        linked = SimpleNamespace(
            statements=case.statements(),
            incidents=case.incidents(),
            series=case.series(),
            judgements=case.judgements(),
            redirects=(),
            actors=case.actors(),
        )
        save_links(store, linked, now=NOW)
        run = store.begin_run("add", versions={}, now=NOW)
        store.save_set_aside(run, case.set_aside())
        store.end_run(run, counts={}, now=NOW)
        yield store


@pytest.mark.parametrize("render", [render_html, render_markdown])
def test_the_brief_of_a_case_file_is_that_of_its_records(case, store, render):
    assert render(make_brief(store, now=NOW)).splitlines() == render(make_brief(case, now=NOW)).splitlines()


def test_the_export_of_a_case_file_is_that_of_its_records(case, store, tmp_path: Path):
    def rows(out: Path) -> dict[str, list[str]]:
        files = {path.name: path.read_text(encoding="utf-8").splitlines() for path in out.glob("*.jsonl")}
        return {
            name: sorted(json.dumps(json.loads(row), sort_keys=True) for row in found) for name, found in files.items()
        }

    assert export_records(store, tmp_path / "stored") == export_records(case, tmp_path / "built")
    assert rows(tmp_path / "stored") == rows(tmp_path / "built")
