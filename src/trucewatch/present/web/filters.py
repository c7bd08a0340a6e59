"""What an address asks of a list: filters, days, the part of the list. An empty field asks for nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from difflib import get_close_matches
from typing import TypeVar

from fastapi import Request

from trucewatch.case import Case
from trucewatch.errors import BadInput

#: A word out of a vocabulary.
S = TypeVar("S", bound=str)
#: Rows of a list that is read by pages.
LIMIT = 50


class Filters:
    """The query of an address, as its filters read it; ``current`` are those that were used, for links to other pages.

    Raises: BadInput with the values there are, for a word that is none of them; for a day or number that is none.
    """

    def __init__(self, request: Request, *, limit: int = LIMIT) -> None:
        self._given = {k: v.strip() for k, v in request.query_params.items() if v.strip()}
        self.current: dict[str, str] = {}
        self.offset = self._number("offset")
        self.limit = limit

    def text(self, name: str) -> str | None:
        """The value as typed, without spaces round it; None where none is given."""
        value = self._given.get(name)
        if value is not None:
            self.current[name] = value
        return value

    def choice(self, name: str, known: Collection[S]) -> S | None:
        """One of the ``known`` words, as they are written; any case will do."""
        value = self.text(name)
        if value is None:
            return None
        found = next((one for one in known if one.casefold() == value.casefold()), None)
        if found is None:
            near = get_close_matches(value, list(known), n=1)
            there = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known) or 'none'}"
            raise BadInput(f"{name} {value!r} is not known; {there}")
        self.current[name] = found
        return found

    def day(self, name: str) -> date | None:
        """A day as ISO 8601 writes it (2020-10-01)."""
        value = self.text(name)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            raise BadInput(f"{name} takes a day like 2020-10-01, got {value!r}") from None

    def days(self) -> tuple[date | None, date | None]:
        """The days ``since`` and ``until``."""
        since, until = self.day("since"), self.day("until")
        if since and until and since > until:
            raise BadInput(f"since {since} lies after until {until}; give the earlier day first")
        return since, until

    def party(self, name: str, case: Case) -> str | None:
        return self.choice(name, [party.name for party in case.agreement.parties])

    def ref(self, name: str, case: Case) -> str | None:
        agreement = case.agreement
        return self.choice(name, [*(p.ref for p in agreement.provisions), *(t.ref for t in agreement.claimed_terms)])

    def _number(self, name: str) -> int:
        value = self._given.get(name, "0")
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            raise BadInput(f"{name} takes a number from 0 on, got {value!r}")
        return int(value)
