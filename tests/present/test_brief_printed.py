"""The printed forms: PDF and Word hold what the Markdown holds, open in their readers, and are the same each time."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import docx
import pypdf
import pytest
from build_case import build_case
from built_case import NOW
from docx.oxml.ns import qn

from trucewatch.errors import CannotWrite
from trucewatch.present.brief.blocks import blocks_of
from trucewatch.present.brief.docx import render_docx
from trucewatch.present.brief.make import make_brief
from trucewatch.present.brief.pdf import render_pdf
from trucewatch.present.cli import main


@pytest.fixture(scope="module")
def brief():
    return make_brief(build_case(), now=NOW)


def words_of(text: str) -> str:
    return re.sub(r"[\s\u00ad-]+", "", text)


def pdf_words(content: bytes) -> str:
    return words_of("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages))


def docx_words(content: bytes) -> str:
    return "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)


def test_headings_lists_tables_quotations_and_anchors_become_blocks():
    every = blocks_of(
        '# One\n\n<a id="x"></a>\n\n- a **b** [c](#x)\n\n2. second\n\n> said\n>\n> there\n\n'
        '| H |\n|---|\n| <a id="y"></a>v |\n'
    )
    assert [(b.kind, b.level, b.number) for b in every] == [
        ("heading", 1, None), ("item", 1, None), ("item", 1, 2), ("quote", 0, None), ("quote", 0, None),
        ("table", 0, None),
    ]  # fmt: skip
    assert every[1].anchors == ("x",) and every[5].anchors == ("y",)
    assert [(r.text, r.bold, r.link) for r in every[1].runs if r.text.strip()] == [
        ("a ", False, None), ("b", True, None), ("c", False, "#x"),
    ]  # fmt: skip


def test_the_pdf_holds_the_words_of_every_record_and_the_mark_on_each_page(brief):
    content = render_pdf(replace(brief, handling="TLP:AMBER"))
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    assert all("TLP:AMBER" in page.extract_text() for page in pages)
    text = pdf_words(content)
    for claim in brief.claims:
        for passage in claim.item.passages:
            assert words_of(passage.words.split(" … ")[0]) in text


def test_links_in_the_pdf_lead_somewhere(brief):
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(brief)))
    links = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    assert len(links) > 20


def test_the_word_file_has_headings_words_and_links_that_hold(brief):
    document = docx.Document(io.BytesIO(render_docx(brief)))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert "1 Summary" in headings and "9 Method and limits" in headings
    text = "\n".join(p.text for p in document.paragraphs)
    for claim in brief.claims:
        for passage in claim.item.passages:
            assert passage.words.split(" … ")[0] in text
    body = document.element.body
    named = {b.get(qn("w:name")) for b in body.iter(qn("w:bookmarkStart"))}
    linked = {a for link in body.iter(qn("w:hyperlink")) if (a := link.get(qn("w:anchor")))}
    assert linked and linked <= named
    assert document.sections[0].header.paragraphs[0].text == brief.handling.upper()


def test_the_same_brief_is_the_same_file(brief):
    assert render_pdf(brief) == render_pdf(brief)
    assert render_docx(brief) == render_docx(brief)


def test_marks_of_the_typesetter_in_a_source_are_plain_words(brief):
    odd = 'a #strong[b] "c" \\ $x$ *d* _e_ @f <g> \x0b \ud800 # 100%'
    content = render_pdf(replace(brief, title=odd, period=odd))
    assert "#strong[b]" in pdf_words(content)
    assert "#strong[b]" in "".join(
        p.text for p in docx.Document(io.BytesIO(render_docx(replace(brief, period=odd)))).paragraphs
    )


def test_words_in_other_scripts_stand_in_the_files(brief):
    mixed = "Київ повідомив · وزارة الدفاع"
    assert "Київ" in pdf_words(render_pdf(replace(brief, period=mixed)))
    assert mixed in "".join(
        p.text for p in docx.Document(io.BytesIO(render_docx(replace(brief, period=mixed)))).paragraphs
    )


def test_the_command_writes_the_forms_asked_for(made_case: Path, tmp_path: Path, capsys):
    out = tmp_path / "dossier"
    with pytest.raises(SystemExit) as end:
        main(["brief", str(made_case), "--out", str(out), "--format", "pdf", "--format", "docx"])
    assert not end.value.code
    assert capsys.readouterr().out.split() == [f"{out}.pdf", f"{out}.docx"]
    assert Path(f"{out}.pdf").read_bytes().startswith(b"%PDF-")
    assert not Path(f"{out}.html").exists()


def test_a_brief_too_long_to_be_set_is_refused_with_ways_to_ask_for_less(brief, monkeypatch):
    monkeypatch.setattr("trucewatch.present.brief.pdf.MOST", 1000)
    with pytest.raises(CannotWrite, match=r"more than the 1,000 .* --since, --until, --side or --provision"):
        render_pdf(brief)
