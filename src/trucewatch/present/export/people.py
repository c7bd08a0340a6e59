"""Who may not be named in anything that leaves the case, and by which description they are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trucewatch.present.export.reader import CaseReader

UNNAMED = "a private person"
WITHHELD = "[name withheld]"


class People:
    """Private persons of a case, less those that a person released with a reason."""

    def __init__(self, reader: CaseReader) -> None:
        released: set[str] = set()
        undone = {d.target for d in reader.decisions() if d.action == "undo"}
        for decision in reader.decisions():
            if decision.action == "release" and decision.id not in undone:
                released.add(decision.target)
        self._descriptions: dict[str, str] = {}
        for actor in reader.actors():
            if actor.private and actor.id not in released:
                shown_as = actor.roles[0].title if actor.roles else UNNAMED
                for name in actor.names:
                    self._descriptions[name.text.casefold()] = shown_as
        names = sorted(self._descriptions, key=len, reverse=True)
        either = "|".join(re.escape(name) for name in names)
        self._pattern = re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE) if names else None

    def withheld(self, name: str | None) -> bool:
        return name is not None and name.casefold() in self._descriptions

    def shown(self, name: str | None, role: str | None = None) -> str | None:
        """The name itself, or the description under which a private person is shown."""
        if name is None or not self.withheld(name):
            return name
        return role or self._descriptions[name.casefold()]

    def names_in(self, words: str) -> Iterator[tuple[int, int]]:
        """Half-open (start, end) of every withheld name in the words, in order."""
        if self._pattern is not None:
            for found in self._pattern.finditer(words):
                yield found.span()

    def masked(self, words: str) -> str:
        """The words with each withheld name replaced by a visible mark."""
        return self._pattern.sub(WITHHELD, words) if self._pattern else words

    def blacked_out(self, words: str) -> str:
        """The words with each withheld name covered by as many blocks, so that no offset moves."""
        return self._pattern.sub(lambda found: "█" * len(found.group()), words) if self._pattern else words
