"""Keeping the lists (schema.py) in step with the records: narrow rows by which pages are filtered, ordered and counted.

Whatever puts records in the place of others (``_replace``, redaction) calls ``list_anew`` in the same transaction;
``make_lists`` makes them for a case from before there were any.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from trucewatch.records.actor import Actor
from trucewatch.records.decision import Action
from trucewatch.records.figure import Figure, FigureSeries
from trucewatch.records.incident import Incident
from trucewatch.records.privacy import speaks_privately
from trucewatch.records.report import Report
from trucewatch.records.statement import Statement
from trucewatch.records.vocabulary import MUTUAL
from trucewatch.store import rows, schema, schema_lists
from trucewatch.store.cards import MENTIONS, RECORDS
from trucewatch.store.case_file import in_batches, utc_now
from trucewatch.store.linking import Linking
from trucewatch.store.rows import Kind

#: The form of the lists: those of another form are made anew when the case is opened for writing (database.py).
FORM = "2"
#: Under this kind and name the case remembers the form.
MARK = ("derived", "lists")
#: Kind of record -> its list.
LISTS: Mapping[str, sa.Table] = {
    rows.STATEMENTS.name: schema_lists.listed_statements,
    rows.INCIDENTS.name: schema_lists.listed_incidents,
    rows.REPORTS.name: schema_lists.listed_reports,
    rows.ACTORS.name: schema_lists.listed_actors,
    rows.SERIES.name: schema_lists.listed_series,
}
#: Kind of record -> under which kind ``listed_mentions`` says what it holds: of a report its texts.
HELD: Mapping[str, str] = {name: name for name in RECORDS} | {rows.REPORTS.name: "text"}
#: Told so, an account does not say that it happened.
NOT_HAPPENED = frozenset({"planned", "threatened", "hypothetical", "denied"})
#: How several sides stand in one column, where somebody takes part but nobody of a side.
NO_SIDE = "||"


def beside_each_other(sides: Iterable[str | None]) -> str:
    """Sides in one column: "|one|other|" (sorted), "||" for people of no side, "" for nobody."""
    given = list(sides)
    named = sorted({side for side in given if side})
    return f"|{'|'.join(named)}|" if named else NO_SIDE if given else ""


def folded_lines(words: Iterable[str | None]) -> str:
    return "\n".join(dict.fromkeys(one.casefold() for one in words if one))


class Listing(Linking):
    """Writing the lists; ``list_anew`` and ``list_all`` work inside the caller's transaction."""

    def list_anew(
        self, connection: Connection, kind: Kind, records: Sequence[Any], *, gone: Collection[str] = ()
    ) -> None:
        """Put the rows of these records, which are in force, in the place of those before, and drop those ``gone``."""
        if kind.name not in LISTS:
            return
        t = LISTS[kind.name]
        for some in in_batches(sorted({*gone} - {r.id for r in records})):
            self._unlist(connection, kind, some)
        for many in in_batches(records):
            made = {record.id: record for record in many}
            before = self._unlist(connection, kind, sorted(made))
            standing = self._standing(connection, kind, made)
            values, told = self._values(connection, kind, made, standing)
            if values:
                connection.execute(t.insert(), values)
            if told:
                connection.execute(schema_lists.listed_mentions.insert(), told)
            if kind is rows.REPORTS:
                self._follow(connection, {before[i]: row.row for i, row in standing.items() if i in before})

    def listed(self) -> bool:
        """True if the lists are of the form in use."""
        t = schema.memory
        query = sa.select(t.c.value).where(self.mine(t), t.c.kind == MARK[0], t.c.name == MARK[1])
        with self.reading() as connection:
            value = connection.execute(query).scalar()
        return value is not None and json.loads(value) == {"form": FORM}

    def make_lists(self) -> None:
        """Make every list anew. Raises: CaseBusy."""
        with self.writing() as connection:
            self.check_lease(connection)
            self.list_all(connection)

    def list_all(self, connection: Connection) -> None:
        """Make every list anew, index what is searched with them, and note their form."""
        m = schema_lists.listed_mentions
        for name, t in LISTS.items():
            if name in HELD:
                kept = rows.kind_named(name).table
                of_case = sa.select(kept.c.row).where(self.mine(kept))
                connection.execute(sa.delete(m).where(m.c.kind == HELD[name], m.c.listed.in_(of_case)))
            connection.execute(sa.delete(t).where(self.mine(t)))
        private: list[Statement] = []
        others: set[str] = set()
        releases: tuple[Action, ...] = ("release",)
        released = {d.target for d in self.decisions(actions=releases)}
        kinds = (rows.REPORTS, rows.STATEMENTS, rows.INCIDENTS, rows.ACTORS, rows.SERIES)
        for kind in kinds:  # reports first, for the others name them
            for many in in_batches(self._records(kind)):
                self.list_anew(connection, kind, many)
                if kind is rows.STATEMENTS:
                    private += [s for s in many if speaks_privately(s) or s.id in released]
                    others |= {s.speaker.casefold() for s in many if s.speaker and not speaks_privately(s)}
        names = self.withheld(private, others)
        for kind in (rows.INCIDENT_MENTIONS, rows.REPORTS):
            for many in in_batches(self._records(kind)):
                self.index_records(connection, kind, many, names)
        self.note_form(connection)

    def note_form(self, connection: Connection) -> None:
        """Note that the lists are of the form in use."""
        t = schema.memory
        kept, value = {"kind": MARK[0], "name": MARK[1]}, {"value": json.dumps({"form": FORM}), "changed_at": utc_now()}
        connection.execute(sa.delete(t).where(self.mine(t), *(t.c[name] == one for name, one in kept.items())))
        connection.execute(t.insert().values(case_id=self.case_id, **kept, **value))

    # -- the parts ---------------------------------------------------------------------------------

    def _unlist(self, connection: Connection, kind: Kind, ids: Sequence[str]) -> dict[str, int]:
        """Drop the rows of these records; gives what they were."""
        t, m = LISTS[kind.name], schema_lists.listed_mentions
        query = sa.select(t.c.id, t.c.row).where(self.mine(t), t.c.id.in_(ids))
        before = {found.id: found.row for found in connection.execute(query)}
        if before:
            connection.execute(sa.delete(t).where(t.c.row.in_(list(before.values()))))
            if kind.name in HELD:
                connection.execute(
                    sa.delete(m).where(m.c.kind == HELD[kind.name], m.c.listed.in_(list(before.values())))
                )
        return before

    def _standing(self, connection: Connection, kind: Kind, ids: Iterable[str]) -> dict[str, sa.Row[Any]]:
        """The version in force of each record: its row and days."""
        t = kind.table
        columns: list[sa.Column[Any]] = [t.c.id, t.c.row, t.c.day_from, t.c.day_to, t.c.published]
        query = sa.select(*columns).where(self.mine(t), t.c.superseded_at.is_(None))
        return {row.id: row for row in connection.execute(query.where(t.c.id.in_(sorted(ids))))}

    def _follow(self, connection: Connection, moved: Mapping[int, int]) -> None:
        """Let mentions stand in the new version of their report."""
        m = schema_lists.listed_mentions
        for before, now in moved.items():
            if before != now:
                connection.execute(
                    sa.update(m).where(m.c.kind.in_(tuple(RECORDS)), m.c.report == before).values(report=now)
                )

    def _values(
        self, connection: Connection, kind: Kind, made: Mapping[str, Any], standing: Mapping[str, sa.Row[Any]]
    ) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """The rows of the list, and of ``listed_mentions``."""
        values: list[dict[str, Any]] = []
        told: list[dict[str, Any]] = []
        if kind.name in RECORDS:
            mentions = self._mentions(connection, MENTIONS[kind.name], made.values())
        elif kind is rows.SERIES:
            figures = self._figures(connection, made.values())
        elif kind is rows.REPORTS:
            texts = self._text_rows(connection, made.values())
        for record_id, row in standing.items():
            record = made[record_id]
            value = {"row": row.row, "case_id": self.case_id, "id": record_id}
            if kind.name in RECORDS:
                its = [mentions[m] for m in record.mention_ids if m in mentions]
                told += [
                    {"kind": kind.name, "mention": m.row, "report": report, "listed": row.row}
                    for m, reports in its
                    for report in sorted(reports)
                ]
                value |= _told(record, row, its) | (
                    _statement(record) if isinstance(record, Statement) else _incident(record)
                )
            elif kind is rows.SERIES:
                value |= _series(record, [figures[f] for f in record.figure_ids if f in figures])
            elif isinstance(record, Report):
                value |= _report(record, row)
                told += [
                    {"kind": HELD[kind.name], "mention": text, "report": row.row, "listed": row.row}
                    for text in sorted({texts[text_id] for text_id in record.text_ids if text_id in texts})
                ]
            else:
                value |= _actor(record)
            values.append(value)
        return values, told

    def _mentions(
        self, connection: Connection, kind: Kind, records: Iterable[Statement | Incident]
    ) -> dict[str, tuple[sa.Row[Any], set[int]]]:
        """Mention id -> its row, score and maker, and the rows of the reports that have its text."""
        t, p, r = kind.table, schema.report_parts, schema_lists.listed_reports
        ids = sorted({m for record in records for m in record.mention_ids})
        found: dict[str, sa.Row[Any]] = {}
        holders: dict[str, set[int]] = {}
        for some in in_batches(ids):
            query = sa.select(t.c.id, t.c.row, t.c.text_id, t.c.score, t.c.made_by)
            query = query.where(self.mine(t), t.c.superseded_at.is_(None), t.c.id.in_(some))
            found |= {row.id: row for row in connection.execute(query)}
        for some in in_batches(sorted({row.text_id for row in found.values()})):
            having = sa.select(p.c.value, r.c.row).join(r, sa.and_(r.c.case_id == p.c.case_id, r.c.id == p.c.report_id))
            having = having.where(self.mine(p), p.c.part == "text", p.c.value.in_(some))
            for row in connection.execute(having):
                holders.setdefault(row.value, set()).add(row.row)
        return {m: (row, holders.get(row.text_id, set())) for m, row in found.items()}

    def _text_rows(self, connection: Connection, reports: Iterable[Report]) -> dict[str, int]:
        """Text id -> its row."""
        t = schema.texts
        found: dict[str, int] = {}
        for some in in_batches(sorted({text_id for report in reports for text_id in report.text_ids})):
            query = sa.select(t.c.id, t.c.row).where(self.mine(t), t.c.id.in_(some))
            found |= {row.id: row.row for row in connection.execute(query)}
        return found

    def _figures(self, connection: Connection, series: Iterable[FigureSeries]) -> dict[str, tuple[Figure, Any]]:
        """Figure id -> the figure, and the day of its report."""
        t = schema.figures
        found: dict[str, tuple[Figure, Any]] = {}
        for some in in_batches(sorted({f for one in series for f in one.figure_ids})):
            query = sa.select(t.c.id, t.c.payload, t.c.published)
            query = query.where(self.mine(t), t.c.superseded_at.is_(None), t.c.id.in_(some))
            for row in connection.execute(query):
                found[row.id] = (self.record_of(rows.FIGURES, row.id, row.payload), row.published)
        return found


def _told(
    record: Statement | Incident, row: sa.Row[Any], mentions: Sequence[tuple[sa.Row[Any], set[int]]]
) -> dict[str, Any]:
    hands = [rows.made_by(record), *(m.made_by for m, _ in mentions)]
    return {
        "day": row.day_from or row.day_to or row.published, "last": row.day_to or row.day_from or row.published,
        "dated": bool(row.day_from or row.day_to),
        "score": max((m.score for m, _ in mentions if m.score is not None), default=None),
        "made_by": "person" if "person" in hands else "machine",
        "reports": len({report for _, reports in mentions for report in reports}),
    }  # fmt: skip


def _statement(record: Statement) -> dict[str, Any]:
    return {
        "act": record.act, "side": record.side, "target_side": record.target_side,
        "speaker_folded": rows.folded(record.speaker), "actor_id": record.actor_id,
    }  # fmt: skip


def _incident(record: Incident) -> dict[str, Any]:
    where = record.where
    actors, targets = [p.side for p in record.actors], [p.side for p in record.targets]
    if record.type in MUTUAL:  # who is named first is not who did it
        actors = targets = [*actors, *targets]
    named = [where.name, where.gazetteer_name, where.admin1, where.country_name] if where else []
    return {
        "type": record.type, "country": where.country if where else None,
        "places": folded_lines([*named, *(p.name for p in record.places if p.role == "where")]),
        "lat": where.lat if where else None, "lon": where.lon if where else None,
        "precision": where.precision if where else None,
        "actor_sides": beside_each_other(actors), "target_sides": beside_each_other(targets),
        "happened": any(a.said_as not in NOT_HAPPENED for a in record.accounts),
        "alleged": record.alleged_only, "disputed": record.actor_disputed,
    }  # fmt: skip


def _report(record: Report, row: sa.Row[Any]) -> dict[str, Any]:
    return {"day": row.published, "publisher": record.publisher, "kind": record.kind, "added_at": record.added_at}


def _actor(record: Actor) -> dict[str, Any]:
    return {
        "name": record.name, "names_folded": folded_lines(name.text for name in record.names), "kind": record.kind,
        "side": record.side, "role": record.role,
        "sides": beside_each_other(side for role in record.roles for side in role.sides),
    }  # fmt: skip


def _series(record: FigureSeries, figures: Sequence[tuple[Figure, Any]]) -> dict[str, Any]:
    days = [day for _, day in figures if day]
    return {
        "unit": record.unit, "state": record.agreement, "incident_id": record.incident_id, "figures": len(figures),
        "kinds": f"|{'|'.join(sorted({f.kind for f, _ in figures}))}|", "day": max(days, default=None),
        "words_folded": folded_lines([record.quantity, record.unit, *(f.definition for f, _ in figures)]),
    }  # fmt: skip
