"""A unit under judgement, shared by the passes that give lines their roles."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trucewatch.records.text import BlockRole
from trucewatch.text.units import Unit

#: What parts a title from the name of the site or section.
SUFFIX = re.compile(r"\s+[|–—»«·•-]+\s+|\s*\|\s*|\s+::\s+")


@dataclass(slots=True)
class Line:
    """A unit under judgement: ``kind`` is what it looks like alone, ``role`` what it is found to be."""

    unit: Unit
    kind: str
    role: BlockRole | None = None
    why: str = ""
    #: True where the page's own markup says what the line is; its place then changes nothing.
    firm: bool = False

    @property
    def told(self) -> bool:
        """Prose that nothing has claimed for another part of the page."""
        return self.kind == "prose" and self.role in {None, "body"}

    def be(self, role: BlockRole, why: str) -> None:
        if not self.firm:
            self.role, self.why = role, why


def heads(words: str) -> list[str]:
    """What a line says before each mark that may part a site's name from it, longest first."""
    return [words[: m.start()] for m in reversed(list(SUFFIX.finditer(words)))]


def key_of(words: str) -> str:
    return " ".join(w.casefold() for w in re.findall(r"\w+", words))
