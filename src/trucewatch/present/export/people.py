"""How private persons are shown in what leaves the case: by description, with their names covered in all words."""

from __future__ import annotations

from collections.abc import Iterator

from trucewatch.present.export.reader import CaseReader
from trucewatch.records.privacy import names_withheld

WITHHELD = "[name withheld]"


class People:
    """Private persons of a case, less those that a person released with a reason."""

    def __init__(self, reader: CaseReader) -> None:
        private = (actor for actor in reader.actors() if actor.private)
        self._names = names_withheld(reader.agreement(), reader.decisions(), reader.statements(), private)

    def withheld(self, name: str | None) -> bool:
        return name is not None and name.casefold() in self._names.descriptions

    def shown(self, name: str | None, role: str | None = None) -> str | None:
        """The name itself, or the description under which a private person is shown.

        A withheld name inside longer words is covered.
        """
        if name is None or not self.withheld(name):
            return name if name is None else self.masked(name)
        return self.masked(role or self._names.descriptions[name.casefold()])

    def names_in(self, words: str) -> Iterator[tuple[int, int]]:
        """Half-open (start, end) of every withheld name in the words, in order."""
        return self._names.names_in(words)

    def masked(self, words: str) -> str:
        """The words with each withheld name replaced by a visible mark."""
        return self._names.masked(words, WITHHELD)

    def blacked_out(self, words: str) -> str:
        """The words with each withheld name covered by as many blocks, so that no offset moves."""
        return self._names.blacked_out(words)
