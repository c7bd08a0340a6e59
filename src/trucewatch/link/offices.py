"""Roles as reports word them: which two are one office, what is over, and since when or until when by the words."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from trucewatch.records.wording import tokens, word_set

#: Words before an office that make it another office.
QUALIFIERS = word_set("deputy vice assistant associate under junior honorary shadow")
#: An office that is over when the report is written.
OVER = word_set("former ex then onetime erstwhile late ousted deposed retired")
#: Ranks that stand between an office and a name.
RANKS = word_set(
    """mr mrs ms dr col colonel gen general maj major lt lieutenant capt captain sgt sir brig brigadier adm admiral"""
)
_FILLERS = word_set(
    "a an the its his her their our acting current new outgoing newly appointed senior top chief's who is"
)
_LINKS = word_set("of for in to at on from with and")
_SPEAKS = {"spokesperson": "spokesman", "spokeswoman": "spokesman", "chairwoman": "chairman", "chairperson": "chairman"}
_SAME = {"defense": "defence", "organization": "organisation", "gov": "government"}
_JOINED = re.compile(r"\bsecretary[- ]general\b", re.IGNORECASE)
_POSSESSOR = re.compile(r"^[^,]*?['’]s?\s+(?=\w)")

_MONTHS = {
    name: n
    for n, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"


def _date(which: str) -> str:
    """A pattern for a day, month or year; ``which`` opens the names of its groups."""
    day = rf"(?:(?P<{which}day>\d{{1,2}})\s+)?(?:(?P<{which}month>{_MONTH})\s+)?(?:(?P<{which}late>\d{{1,2}}),\s+)?"
    return day + rf"(?P<{which}year>(?:1[89]|20|21)\d\d)"


#: Right after an office, within one breath: what gives it a beginning or an end.
_TIMES = re.compile(
    r"^[\s,(]*(?:who\s+(?:has\s+|had\s+)?(?:been\s+(?:in\s+office|in\s+the\s+post)?|held\s+\w+\s+\w+|served)?\s*)?"
    rf"(?:(?P<between>from|between)\s+{_date('a')}\s+(?:to|until|and)\s+{_date('b')}"
    rf"|(?P<since>since|from)\s+{_date('c')}"
    rf"|(?P<until>until|till)\s+{_date('d')}"
    r"|(?P<named>(?:was\s+|who\s+was\s+)?(?:appointed|named|elected|sworn\s+in|took\s+office)(?:\s+\w+)?\s+(?:in|on)\s+)"
    rf"{_date('e')})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A role as it is compared: ``head`` the noun, ``near`` the word before it, ``words`` all that tell it apart."""

    title: str
    head: str
    near: str | None
    words: frozenset[str]
    qualifiers: frozenset[str]
    over: bool

    def like(self, other: Office) -> bool:
        """True if both may name one office."""
        if self.head != other.head or self.qualifiers != other.qualifiers:
            return False
        if self.words <= other.words or other.words <= self.words or self.near == other.near is not None:
            return True
        if self.near and other.near:
            return self.near in other.words or other.near in self.words
        mine, theirs = self.words - {self.head}, other.words - {self.head}
        return 2 * len(mine & theirs) >= len(mine | theirs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Bounds that words give, and where in the words they stand."""

    since: date | None
    until: date | None
    start: int
    end: int


@lru_cache(maxsize=1 << 13)
def office_of(role: str) -> Office:
    """A role read: "Lord Quist's former deputy minister of mills" is over, a deputy minister, of mills."""
    joined = _JOINED.sub("secretarygeneral", role)
    over = any(w in OVER for w in re.split(r"[\s-]+", joined.casefold())[:4])
    words = [_SAME.get(w, w) for w in (_SPEAKS.get(w, w) for w in tokens(joined.replace("-", " ")))]
    own = [_SPEAKS.get(w, w) for w in tokens(_POSSESSOR.sub("", joined).replace("-", " "))]
    own = [_SAME.get(w, w) for w in own if w not in _FILLERS and w not in OVER]
    stop = next((n for n, w in enumerate(own) if w in _LINKS and n > 0), len(own))
    before = [w for w in own[:stop] if w not in _LINKS]
    while len(before) > 1 and before[-1] in RANKS:
        before.pop()
    head = before[-1] if before else ""
    near = before[-2] if len(before) > 1 and before[-2] not in QUALIFIERS else None
    kept = frozenset(w for w in words if w not in _FILLERS | _LINKS | OVER | RANKS | QUALIFIERS) | {head}
    return Office(
        title=" ".join(role.split()), head=head, near=near, words=kept,
        qualifiers=frozenset(w for w in before if w in QUALIFIERS), over=over,
    )  # fmt: skip


def times_after(words: str) -> Times | None:
    """The bounds given right at the beginning of ``words``, which follow an office; a month or year counts whole."""
    found = _TIMES.match(words)
    if found is None:
        return None
    start = next(found.start(g) for g in ("between", "since", "until", "named") if found[g])
    since = until = None
    if found["between"]:
        since, until = _day(found, "a", last=False), _day(found, "b", last=True)
    elif found["until"]:
        until = _day(found, "d", last=True)
    else:
        since = _day(found, "c" if found["since"] else "e", last=False)
    if since and until and since > until:
        return None
    return Times(since=since, until=until, start=start, end=found.end()) if since or until else None


def _day(found: re.Match[str], which: str, *, last: bool) -> date | None:
    year = int(found[f"{which}year"])
    named = (found[f"{which}month"] or "").rstrip(".").casefold()
    if not named:
        return date(year, 12, 31) if last else date(year, 1, 1)
    month = _MONTHS[named]
    days = monthrange(year, month)[1]
    given = found[f"{which}day"] or found[f"{which}late"]
    if given and not 1 <= int(given) <= days:
        return None
    return date(year, month, int(given) if given else days if last else 1)
