"""The Citron peer converts to and from Citron's forms. Citron is not installed here: stand-ins take its place."""

from __future__ import annotations

import json
import runpy
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[2] / "evals" / "peers" / "citron_peer.py"
TEXT = '"We agree," the Belmar Front said. "For now."'
TAKEN_FROM = {
    "citron": (),
    "citron.citron": ("Citron",),
    "citron.content": ("ContentClassifier", "ContentResolver"),
    "citron.cue": ("CueClassifier",),
    "citron.source": ("SourceClassifier", "SourceResolver"),
    "score": ("read_gold",),
}


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    for name, wanted in TAKEN_FROM.items():
        module = ModuleType(name)
        for one in wanted:
            setattr(module, one, object)
        monkeypatch.setitem(sys.modules, name, module)
    return runpy.run_path(str(SCRIPT))


def at(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def test_pieces_of_a_content_become_contents_and_an_attribution_without_a_cue_is_counted(
    peer: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = {"source": [at("the Belmar Front")], "cue": [at("said")], "content": [at('"We agree,"'), at('"For now."')]}
    without_cue = {"source": [], "cue": [], "content": [at("For now")]}
    peer["convert"]({"talks": (TEXT, [whole, without_cue])}, tmp_path)
    (quote,) = json.loads((tmp_path / "talks.json").read_text(encoding="utf-8"))["quotes"]
    assert quote["cue"]["text"] == "said"
    assert [span["text"] for span in quote["sources"]] == ["the Belmar Front"]
    assert [span["text"] for span in quote["contents"]] == ['"We agree,"', '"For now."']
    assert "1 quotes; left out for want of a cue: 1" in capsys.readouterr().out


def test_a_quote_becomes_a_row_with_character_offsets_in_order(peer: dict[str, Any]) -> None:
    def span(words: str) -> SimpleNamespace:
        start, end = at(words)
        return SimpleNamespace(start_char=start, end_char=end)

    quote = SimpleNamespace(
        sources=[span("the Belmar Front")], cue=span("said"), contents=[span('"For now."'), span('"We agree,"')]
    )
    assert peer["as_row"](quote) == {
        "source": at("the Belmar Front"), "cue": at("said"), "content": [at('"We agree,"'), at('"For now."')],
    }  # fmt: skip
