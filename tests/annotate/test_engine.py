"""The engine's digest follows its rules and word lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from trucewatch.annotate import engine


def digest_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(engine, "files", lambda _package: folder)
    engine.engine_digest.cache_clear()
    made = engine.engine_digest()
    engine.engine_digest.cache_clear()
    return made


def test_a_changed_word_list_changes_the_digest_and_a_cache_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    room = tmp_path / "annotate" / "lexicon"
    room.mkdir(parents=True)
    (tmp_path / "gazetteer").mkdir()
    (tmp_path / "annotate" / "rules.py").write_text("RULE = 1\n")
    (room / "cues.csv").write_text("say\n")
    first = digest_of(tmp_path, monkeypatch)
    (room / "__pycache__").mkdir()
    (room / "__pycache__" / "x.csv").write_text("noise")
    assert digest_of(tmp_path, monkeypatch) == first
    (room / "cues.csv").write_bytes(b"say\r\n")
    assert digest_of(tmp_path, monkeypatch) == first, "line ends are no rule"
    (room / "cues.csv").write_text("say\ntell\n")
    assert digest_of(tmp_path, monkeypatch) != first
    second = digest_of(tmp_path, monkeypatch)
    (tmp_path / "gazetteer" / "choose.py").write_text("RULE = 2\n")
    assert digest_of(tmp_path, monkeypatch) != second, "what chooses places counts too"
