"""Who may not be named in anything that leaves the case, and by which description they are shown.

Private are the persons whom the agreement file or a reviewer calls so, and everybody who speaks for no side and is
described by the part they had or the life they lead (a resident, a witness, a trader). Doubtful means private. A
person releases a name with a decision ``release`` on the actor or on the statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.resources import files

from trucewatch.present.export.reader import CaseReader
from trucewatch.records.statement import Statement

UNNAMED = "a private person"
WITHHELD = "[name withheld]"
#: Descriptions under which reports quote people who hold no office; the head noun of a role is looked up here.
PRIVATE_DESCRIPTIONS = frozenset(
    (files("trucewatch") / "present" / "export" / "private_descriptions.txt").read_text(encoding="utf-8").split()
)


class People:
    """Private persons of a case, less those that a person released with a reason."""

    def __init__(self, reader: CaseReader) -> None:
        decisions = list(reader.decisions())
        undone = {d.target for d in decisions if d.action == "undo"}
        released = {d.target for d in decisions if d.action == "release" and d.id not in undone}
        self._descriptions: dict[str, str] = {}
        public: set[str] = set()
        for actor in reader.agreement().actors:
            withhold = actor.private and actor.id not in released
            described = actor.roles[0].title if actor.roles else UNNAMED
            for name in actor.names:
                if withhold:
                    self._descriptions[name.text.casefold()] = described
                else:
                    public.add(name.text.casefold())
        for statement in reader.statements():
            if statement.speaker and _speaks_privately(statement) and statement.id not in released:
                self._descriptions.setdefault(statement.speaker.casefold(), statement.role or UNNAMED)
            elif statement.speaker and statement.speaker.casefold() not in self._descriptions:
                public.add(statement.speaker.casefold())
        self._pattern = _pattern(self._descriptions, public)

    def withheld(self, name: str | None) -> bool:
        return name is not None and name.casefold() in self._descriptions

    def shown(self, name: str | None, role: str | None = None) -> str | None:
        """The name itself, or the description under which a private person is shown.

        A withheld name inside longer words is covered.
        """
        if name is None or not self.withheld(name):
            return name if name is None else self.masked(name)
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


def _speaks_privately(statement: Statement) -> bool:
    """True for a name, spoken for no side, with a role whose head noun is in the list."""
    if statement.side is not None or statement.role is None:
        return False
    head = re.split(r",| of | from | in | at | who ", statement.role.casefold())[0].split()
    return bool(head) and (head[-1] in PRIVATE_DESCRIPTIONS or head[-1].removesuffix("s") in PRIVATE_DESCRIPTIONS)


def _pattern(names: Iterable[str], public: set[str]) -> re.Pattern[str] | None:
    """Finds each name whole, and its last part alone where nobody public shares it."""
    known = {part for name in public for part in name.split()}
    sought = set(names)
    sought |= {last for name in sought for last in name.split()[1:][-1:] if len(last) > 3 and last not in known}
    if not sought:
        return None
    either = "|".join(re.escape(name) for name in sorted(sought, key=lambda n: (-len(n), n)))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
