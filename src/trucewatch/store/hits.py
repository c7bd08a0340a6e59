"""Full-text search with facets: what holds the words, narrowed by who, when and where, and how many there are of each.

Names of private persons are not in the index (indexing.py): nothing is found by them, and none stands in the words that
are shown of a hit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from trucewatch.records.page import Page, check_page
from trucewatch.store import schema, schema_lists
from trucewatch.store.choosing import Choice, Condition, IncidentFilter, MadeBy, ReportFilter, StatementFilter
from trucewatch.store.find import search_terms
from trucewatch.store.listing import LISTS
from trucewatch.store.pages import IncidentItem, ReportItem, StatementItem, by_day
from trucewatch.store.spread import Spreading, sides_of

HitKind = Literal["statement", "incident", "report"]
KINDS: tuple[HitKind, ...] = ("statement", "incident", "report")
SEARCHED: Mapping[HitKind, str] = {
    "statement": "statement_search", "incident": "incident_search", "report": "text_search",
}  # fmt: skip
#: Under which kind ``listed_mentions`` says what is found in them.
MENTIONED: Mapping[HitKind, str] = {"statement": "statement", "incident": "incident", "report": "text"}
#: Mentions that are weighed for the first page at least.
AT_FIRST = 200
#: Columns of the lists by which what was found is counted, beside those in other tables.
FACETS: Mapping[HitKind, tuple[str, ...]] = {
    "statement": ("act", "side", "target_side"), "incident": ("type", "country"), "report": ("publisher",),
}  # fmt: skip
#: Put round each found word by the search engine.
_OPEN, _CLOSE = "\x02", "\x03"
_MARKS = re.compile(f"[{_OPEN}{_CLOSE}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilter:
    """What is searched for; fields as of the filters of each kind. ``side`` speaks, or takes part in the incident.

    A kind that knows nothing of a field (an incident has no act) holds nothing that fits it.
    """

    words: str | None
    speaker: str | None = None
    actor_id: str | None = None
    act: Choice = None
    side: Choice = None
    target_side: Choice = None
    type: Choice = None
    place: str | None = None
    country: Choice = None
    provision: Choice = None
    publisher: Choice = None
    since: date | None = None
    until: date | None = None
    doubt: float | None = None
    made_by: MadeBy | None = None

    def of(self, kind: HitKind) -> StatementFilter | IncidentFilter | ReportFilter | None:
        """The filter for one kind of record; None if it has not all of the fields."""
        made = {"statement": StatementFilter, "incident": IncidentFilter, "report": ReportFilter}[kind]
        known = {one.name for one in fields(made)}
        given = {f.name: value for f in fields(self) if (value := getattr(self, f.name)) is not None}
        return made(**given) if given.keys() <= known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One record that holds the words. ``words`` are those around them as the index has them, ``marked`` the half-open
    ranges in ``words`` of what was searched for."""

    item: StatementItem | IncidentItem | ReportItem
    words: str
    marked: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage(Page[Found]):
    """``counts`` say how many records of each kind were found; ``facets`` count what was found of the kind shown, by
    what it can be narrowed by: value -> how many, most first (months as "2031-05", in order)."""

    facets: Mapping[str, Mapping[str, int]]


class Searching(Spreading):
    """Search over the whole case."""

    def search_page(
        self,
        wanted: SearchFilter,
        *,
        kind: HitKind = "statement",
        order: Literal["best", "newest"] = "best",
        offset: int = 0,
        limit: int = 20,
    ) -> FoundPage:
        """The records of one kind that hold every word (phrases in double quotes, beginnings with ``*``)."""
        check_page(offset, limit)
        with self.reading() as connection:
            counts: dict[str, int] = {one: self._how_many(connection, one, wanted) for one in KINDS if one != kind}
            conditions = self._narrowed(kind, wanted)
            if conditions is None or not search_terms(wanted.words or ""):
                return FoundPage(items=(), total=0, offset=offset, limit=limit, counts=counts | {kind: 0}, facets={})
            t = LISTS[kind]
            hit = sa.select(t).where(*conditions).cte("hit")
            facets, total = self._facets(connection, kind, hit)
            if order == "best":
                found = self._best(connection, kind, wanted, offset, limit)
            else:
                query = sa.select(t).where(*conditions).order_by(*by_day(t, "newest"))
                found = list(connection.execute(query.offset(offset).limit(limit)))
            words = self._marked(connection, kind, [row.row for row in found], wanted.words or "")
            items = {item.record.id: item for item in self._items(connection, kind, found)}
        return FoundPage(
            items=tuple(
                Found(item=items[row.id], words=said, marked=marked)
                for row in found
                if row.id in items
                for said, marked in [words.get(row.row, ("", ()))]
            ),
            total=total, offset=offset, limit=limit, counts=counts | {kind: total}, facets=facets,
        )  # fmt: skip

    # -- the parts ---------------------------------------------------------------------------------

    def _narrowed(self, kind: HitKind, wanted: SearchFilter) -> list[Condition] | None:
        one = wanted.of(kind)
        if isinstance(one, StatementFilter):
            return self.statements_wanted(one)
        if isinstance(one, IncidentFilter):
            return self.incidents_wanted(one)
        return self.reports_wanted(one) if one else None

    def _items(
        self, connection: Connection, kind: HitKind, found: Sequence[sa.Row[Any]]
    ) -> tuple[StatementItem | IncidentItem | ReportItem, ...]:
        if kind == "statement":
            return self._statement_items(connection, found)
        return self._incident_items(connection, found) if kind == "incident" else self._report_items(connection, found)

    def _how_many(self, connection: Connection, kind: HitKind, wanted: SearchFilter) -> int:
        conditions = self._narrowed(kind, wanted)
        if conditions is None:
            return 0
        query = sa.select(sa.func.count()).select_from(LISTS[kind]).where(*conditions)
        return int(connection.execute(query).scalar_one())

    def _facets(self, connection: Connection, kind: HitKind, hit: sa.CTE) -> tuple[dict[str, dict[str, int]], int]:
        """Facet -> value -> how many, and how many there are altogether: one query, what was found kept in between."""
        number = sa.func.count()

        def counted(name: str, column: sa.ColumnElement[Any], *, of: sa.FromClause = hit) -> sa.Select[Any]:
            value = sa.cast(column, sa.Text)
            shown: list[sa.ColumnElement[Any]] = [sa.literal(name).label("facet"), value.label("value"), number]
            return sa.select(*shown).select_from(of).group_by(value)

        queries = [counted(name, hit.c[name]) for name in FACETS[kind]]
        if kind == "incident":
            queries.append(counted("side", hit.c.actor_sides + "\n" + hit.c.target_sides))
        queries.append(counted("month", self.sql.first_day(hit.c.day, "month")))
        if kind != "report":
            m, r, j = schema_lists.listed_mentions, schema_lists.listed_reports, schema.judgements
            told = sa.select(m.c.listed, r.c.publisher).distinct().join(r, r.c.row == m.c.report)
            told = told.where(m.c.kind == kind, m.c.listed.in_(sa.select(hit.c.row)))
            outlets = told.subquery()
            queries.append(counted("publisher", outlets.c.publisher, of=outlets))
            bears = sa.select(j.c.left_id, j.c.right_id).where(*self.bearing(j), j.c.left_id.in_(sa.select(hit.c.id)))
            provisions = bears.distinct().subquery()
            queries.append(counted("provision", provisions.c.right_id, of=provisions))
        facets: dict[str, Counter[str]] = {}
        total = 0
        for name, value, many in connection.execute(sa.union_all(*queries)):
            facet = facets.setdefault(name, Counter())
            if name == "month":
                total += many
                facet[(value or "")[:7]] += many
            elif kind == "incident" and name == "side":
                for side in {side for end in value.split("\n") for side in sides_of(end)}:
                    facet[side] += many
            else:
                facet[value or ""] += many
        return {
            name: dict(sorted(facet.items()) if name == "month" else sorted(facet.items(), key=lambda f: (-f[1], f[0])))
            for name, facet in facets.items()
        }, total

    def _best(
        self, connection: Connection, kind: HitKind, wanted: SearchFilter, offset: int, limit: int
    ) -> list[sa.Row[Any]]:
        """The records of a page, that first in which the words weigh most: out of as many of the best mentions (or
        texts) as hold enough records."""
        t, m = LISTS[kind], schema_lists.listed_mentions
        others = self._narrowed(kind, replace(wanted, words=None)) or []
        number = AT_FIRST + 4 * (offset + limit)
        while True:
            ranked = self.sql.best(SEARCHED[kind], search_terms(wanted.words or ""), number).subquery()
            query = sa.select(ranked.c.row.label("indexed"), t).select_from(
                ranked.outerjoin(m, sa.and_(m.c.kind == MENTIONED[kind], m.c.mention == ranked.c.row)).outerjoin(
                    t, sa.and_(t.c.row == m.c.listed, *others)
                )
            )
            rows = connection.execute(query.order_by(ranked.c.rank, ranked.c.row, m.c.listed)).all()
            found: dict[int, sa.Row[Any]] = {}
            for row in rows:
                if row.row is not None:
                    found.setdefault(row.row, row)
            if len(found) >= offset + limit or len({row.indexed for row in rows}) < number:
                return list(found.values())[offset : offset + limit]
            number *= 8

    def _marked(
        self, connection: Connection, kind: HitKind, listed: Sequence[int], words: str
    ) -> dict[int, tuple[str, tuple[tuple[int, int], ...]]]:
        """Row of the list -> the words around what was found, and where in them it stands."""
        m = schema_lists.listed_mentions
        query = sa.select(m.c.listed, m.c.mention).where(m.c.kind == MENTIONED[kind], m.c.listed.in_(listed))
        holder: dict[int, int] = {indexed: row for row, indexed in connection.execute(query)}
        found: dict[int, tuple[str, tuple[tuple[int, int], ...]]] = {}
        marked = self.sql.marked(connection, SEARCHED[kind], search_terms(words), sorted(holder), (_OPEN, _CLOSE))
        for indexed, said in marked:
            found.setdefault(holder[indexed], ranges_of(said))
        return found


def ranges_of(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Words without the marks, and the half-open ranges that stood between them."""
    pieces = _MARKS.split(marked)
    found, at = [], 0
    for n, piece in enumerate(pieces):
        if n % 2:
            found.append((at, at + len(piece)))
        at += len(piece)
    return "".join(pieces), tuple(found)
