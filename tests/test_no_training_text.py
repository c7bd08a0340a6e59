"""No eight words in a row of the benchmark's articles stand in the repository or in the weights."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
RUN = 8
TOKEN = re.compile(r"[^\W_]+")
#: Bytes that may be words in a binary file.
PRINTED = re.compile(rb"[\x20-\x7e\n]{40,}")
BINARY = {".png", ".onnx", ".npz", ".sqlite", ".pdf", ".docx"}


def runs(text: str) -> set[int]:
    """Hashes of every run of eight words, in lower case."""
    words = [word.casefold() for word in TOKEN.findall(text)]
    return {hash(tuple(words[i : i + RUN])) for i in range(len(words) - RUN + 1)}


def committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name]


@pytest.fixture(scope="module")
def forbidden() -> np.ndarray:
    if not (SHARED / "bench" / "attribution").exists() or not (ROOT / ".git").exists():
        pytest.skip("needs ../shared and a git checkout")
    folders = [SHARED / "bench" / "attribution" / part for part in ("train", "dev")]
    found: set[int] = set()
    for folder in folders:
        for path in sorted(folder.glob("*.txt")):
            found |= runs(path.read_text(encoding="utf-8"))
    return np.array(sorted(found), dtype=np.int64)


def shared_runs(text: str, forbidden: np.ndarray) -> int:
    own = np.array(sorted(runs(text)), dtype=np.int64)
    return int(np.isin(own, forbidden, assume_unique=True).sum()) if len(own) else 0


def test_no_run_of_eight_words_of_the_articles_stands_in_the_repository(forbidden):
    guilty = {}
    for path in committed():
        if path.suffix in BINARY or not path.is_file():
            continue
        number = shared_runs(path.read_text(encoding="utf-8", errors="replace"), forbidden)
        if number:
            guilty[str(path.relative_to(ROOT))] = number
    assert guilty == {}


def test_no_run_of_eight_words_of_the_articles_stands_in_the_weights(forbidden):
    weights = [path for path in (ROOT / "src" / "trucewatch" / "weights").rglob("*") if path.is_file()]
    for path in weights:
        text = "\n".join(match.decode("ascii") for match in PRINTED.findall(path.read_bytes()))
        assert shared_runs(text, forbidden) == 0, path


def test_the_search_finds_a_run_that_stands_there():
    text = "one two three four five six seven eight nine"
    assert shared_runs(f"before {text.upper()}, after", np.array(sorted(runs(text)), dtype=np.int64)) == 2
