"""The examples of the documentation: each fenced block, and the commands in it as the command line takes them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
#: Every page with examples: what people read, not what tests read.
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
NOTEBOOK = ROOT / "docs" / "notebooks" / "first-look.ipynb"
#: What a block says of itself after its fence: commands and Python run; files are read; the rest is shown only.
RUN = {"sh", "console", "python"}
READ = {"yaml", "json"}
SHOWN = {"text", "nginx", "sh no-run", "python no-run"}
_FENCE = re.compile(r"^(\s*)```(.*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    page: str
    line: int
    kind: str
    content: str

    def __str__(self) -> str:
        return f"{self.page}, block {self.line}"


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page, numbered from 1."""
    lines = page.read_text(encoding="utf-8").split("\n")
    number, opened, held = 0, None, []
    for line in lines:
        fence = _FENCE.match(line)
        if fence and opened is None:
            number, opened, held = number + 1, fence[2].strip(), []
        elif fence and not fence[2]:
            name = page.relative_to(ROOT).as_posix()
            yield Block(page=name, line=number, kind=opened or "", content="\n".join(held))
            opened = None
        elif opened is not None:
            held.append(line)


def every_block() -> list[Block]:
    return [block for page in PAGES for block in blocks(page)]


def commands(block: Block) -> Iterator[str]:
    """The lines of a block that are commands, without comments and prompts; a line that goes on is joined."""
    content = block.content.replace("\\\n", " ")
    for line in content.splitlines():
        if block.kind == "console":
            if not line.startswith("$ "):
                continue
            line = line[2:]
        lexer = shlex.shlex(line, posix=False, punctuation_chars=False)
        lexer.whitespace_split, lexer.commenters = True, "#"
        words = " ".join(lexer)
        if words:
            yield words
