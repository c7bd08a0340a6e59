"""The documentation site: built without a warning, asking the outside for nothing, with every command and name."""

from __future__ import annotations

import inspect
import json
import logging
import re
from pathlib import Path

import pytest
from blocks import ROOT

import trucewatch
from trucewatch.case import Case
from trucewatch.present.cli.commands import SUMMARIES

pytest.importorskip("mkdocs")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built once; a warning fails it (``strict`` in mkdocs.yml)."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    out = tmp_path_factory.mktemp("site")
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(out))
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    build(config)
    return out


def words_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def test_every_page_of_the_docs_is_in_the_site_and_its_navigation(site):
    pages = {path.stem for path in (ROOT / "docs").glob("*.md")} | {"commands", "notebook"}
    home = words_of(site / "index.html")
    assert [name for name in sorted(pages) if f'href="{name}.html"' not in home and name != "index"] == []


def test_no_page_asks_the_outside_for_anything(site):
    outside = r"[^>]+(?:src|href)=\"?(?:https?:)?//"
    asks = re.compile(rf"<(?:script|img|iframe|source|link){outside}|@import|url\(")
    for page in site.rglob("*.html"):
        assert not asks.search(words_of(page)), page.name
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\([\"']?(?:https?:)?//", words_of(sheet)), sheet.name


def test_the_reference_has_every_command_with_every_option(site):
    page = words_of(site / "commands.html")
    assert [name for name in SUMMARIES if f'id="{name}"' not in page] == []
    assert "--accept-terms" in page and "people add" in page


def test_the_reference_has_every_public_name_and_method_with_its_docstring(site):
    page = words_of(site / "python.html")
    missing = []
    for name in trucewatch.__all__:
        kind = getattr(trucewatch, name)
        missing += [name] if f'id="{kind.__module__}.{kind.__qualname__}"' not in page else []
    for name, method in inspect.getmembers(Case):
        if not name.startswith("_"):
            real = method.fget if isinstance(method, property) else method
            missing += [name] if f'id="{real.__module__}.{real.__qualname__}"' not in page else []
            assert real.__doc__, f"Case.{name} says nothing of itself"
    assert missing == []


def test_the_page_on_limits_has_every_figure_that_was_measured_with_its_command(site):
    page = words_of(site / "limits.html")
    measured = json.loads((ROOT / "evals" / "measured.json").read_text(encoding="utf-8"))
    floors = json.loads((ROOT / "evals" / "floors.json").read_text(encoding="utf-8"))
    for name, task in measured["tasks"].items():
        assert f"<strong>{name}</strong>" in page
        for figure, value in task["figures"].items():
            assert f"{value:.3f}" in page, (name, figure)
            assert value >= floors.get(name, {}).get(figure, 0), f"{name}, {figure}: kept below its floor; make eval"
    assert floors.keys() <= measured["tasks"].keys()
    assert "python -m evals.gate" in page and "Only English is annotated" in page
    assert "<!--" not in page.split("<article")[1].split("</article>")[0]
