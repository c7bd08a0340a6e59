"""Reading: records as they are now, or as the case knew them at ``as_of``. What may be large is streamed."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from trucewatch.errors import BadRecord, CaseError, RedactedRecord, UnknownRecord
from trucewatch.records.actor import Actor
from trucewatch.records.agreement import Agreement
from trucewatch.records.assessment import Assessment
from trucewatch.records.capture import Capture
from trucewatch.records.commitment import Commitment
from trucewatch.records.decision import Redaction
from trucewatch.records.figure import Figure, FigureSeries
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import SetAside
from trucewatch.records.mention import Annotation, IncidentMention, StatementMention
from trucewatch.records.report import Report
from trucewatch.records.statement import Statement
from trucewatch.records.term_claim import TermClaim
from trucewatch.records.text import Text
from trucewatch.store import rows, schema
from trucewatch.store.case_file import CaseFile, in_batches
from trucewatch.store.conditions import between, by_time, in_force
from trucewatch.store.rows import Kind
from trucewatch.store.texts import TextsOnDemand

#: Rows fetched at once while streaming.
FETCHED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One command that wrote to the case: when, with which versions, and what it counted (None: it never ended)."""

    id: str
    what: str
    versions: Mapping[str, str]
    started_at: datetime
    ended_at: datetime | None
    counts: Mapping[str, int] | None


class Reading(CaseFile):
    """All that is read by kind; single ids and search are in find.py."""

    # -- agreement, captures, texts, reports ---------------------------------------------------------

    def agreement(self, as_of: datetime | None = None) -> Agreement:
        """The agreement followed. Raises: CaseError if the case knew none then."""
        found = next(self._records(rows.AGREEMENTS, as_of=as_of), None)
        if found is None:
            raise CaseError(f"{self.path} has no agreement as of {as_of}")
        return cast(Agreement, found)

    def agreement_source(self) -> bytes:
        """The bytes of the agreement file in use."""
        t = schema.agreements
        with self.reading() as connection:
            query = sa.select(t.c.source).where(self.mine(t), t.c.superseded_at.is_(None))
            return bytes(connection.execute(query).scalar() or b"")

    def captures(self, *, content: bool = False) -> Iterator[Capture]:
        """Every capture in the order received; bytes only if asked for, one capture at a time."""
        t = schema.captures
        columns = [t.c.id, t.c.payload, *([t.c.content] if content else [])]
        query = sa.select(*columns).where(self.mine(t)).order_by(t.c.row)
        for row in self._stream(query, at_once=1 if content else FETCHED):
            yield self._capture(row.id, row.payload, row.content if content else None)

    def capture(self, sha256: str, *, content: bool = True) -> Capture | None:
        """One capture, or None if the case has no such bytes; its content is None after redaction."""
        t = schema.captures
        with self.reading() as connection:
            row = connection.execute(sa.select(t).where(self.mine(t), t.c.id == sha256)).first()
        return self._capture(row.id, row.payload, row.content if content else None) if row else None

    def _capture(self, capture_id: str, payload: str, packed: bytes | None) -> Capture:
        def made() -> Any:
            content = rows.unpack_bytes(packed) if packed is not None else None
            return rows.unpack("capture", rows.CAPTURE, payload, content=content)

        return cast(Capture, self._sound("capture", capture_id, made))

    def texts(self) -> Iterator[Text]:
        """Every text that was not redacted, in the order received."""
        t = schema.texts
        ids = sa.select(t.c.id).where(self.mine(t), t.c.content.is_not(None)).order_by(t.c.row)
        for row in self._stream(ids):
            yield self.text(row.id)

    def text(self, text_id: str, *, as_of: datetime | None = None) -> Text:
        """One text, as read from the first capture that gave it (by what was known ``as_of`` an instant).

        Raises: UnknownRecord; RedactedRecord if its words were taken out; CaseError if the row is damaged.
        """
        t, r = schema.texts, schema.readings
        with self.reading() as connection:
            query = (
                sa.select(t.c.content, r.c.payload)
                .join(r, sa.and_(r.c.case_id == t.c.case_id, r.c.text_id == t.c.id))
                .where(self.mine(t), t.c.id == text_id, in_force(r, as_of))
            )
            # The first capture's reading, so that what it gives does not change when a second capture comes
            c = schema.captures
            order = sa.select(c.c.row).where(self.mine(c), c.c.id == r.c.capture_id).scalar_subquery()
            row = connection.execute(query.order_by(order).limit(1)).first()
            if row is None:
                raise UnknownRecord(f"no text {text_id[:12]} in {self.path}; give the id of one that is there")
            if row.content is None:
                raise RedactedRecord(self._redaction_note(connection, "text", text_id))

        return self._text(text_id, row.content, row.payload)

    def _text(self, text_id: str, packed: bytes, payload: str) -> Text:
        def made() -> Any:
            return rows.unpack("text", rows.READINGS.adapter, payload, content=rows.unpack_content(packed))

        return cast(Text, self._sound("text", text_id, made))

    def texts_named(self, ids: Iterable[str]) -> dict[str, Text]:
        """Those of these texts whose words are in the case, each as ``text`` gives it.

        Raises: CaseError if a row is damaged.
        """
        t, r, c = schema.texts, schema.readings, schema.captures
        query = (
            sa.select(t.c.id, t.c.content, r.c.payload)
            .join(r, sa.and_(r.c.case_id == t.c.case_id, r.c.text_id == t.c.id))
            .join(c, sa.and_(c.c.case_id == r.c.case_id, c.c.id == r.c.capture_id))
            .where(self.mine(t), t.c.content.is_not(None), in_force(r, None))
        )
        found: dict[str, Text] = {}
        with self.reading() as connection:
            for some in in_batches(sorted(set(ids))):
                for row in connection.execute(query.where(t.c.id.in_(some)).order_by(c.c.row)):
                    if row.id not in found:
                        found[row.id] = self._text(row.id, row.content, row.payload)
        return found

    def texts_by_id(self, among: Collection[str] | None = None) -> Mapping[str, Text]:
        """All texts (or those ``among`` these ids) that were not redacted, by id; each is read when asked for, and the
        last few are kept."""
        t = schema.texts
        query = sa.select(t.c.id).where(self.mine(t), t.c.content.is_not(None)).order_by(t.c.row)
        some = [query] if among is None else [query.where(t.c.id.in_(ids)) for ids in in_batches(sorted(among))]
        with self.reading() as connection:
            return TextsOnDemand(self.text, [one for part in some for one in connection.execute(part).scalars()])

    def reports(self, *, as_of: datetime | None = None) -> Iterator[Report]:
        """Every report, by day of publication and then in the order received; undated ones last."""
        t = schema.reports
        return self._records(rows.REPORTS, as_of=as_of, order=[t.c.published.is_(None), t.c.published, t.c.row])

    def report(self, report_id: str) -> Report | None:
        return cast("Report | None", next(self._records(rows.REPORTS, schema.reports.c.id == report_id), None))

    def reports_of_capture(self, sha256: str) -> list[Report]:
        """The reports that these bytes are a version of."""
        return self._reports_with("capture", sha256)

    def reports_of_url(self, url: str) -> list[Report]:
        """The reports that came from, or give as their own, this address."""
        return self._reports_with("url", url)

    def report_of_text(self, text_id: str) -> list[Report]:
        """The reports that have this text, first received first; for the first it was annotated."""
        return self._reports_with("text", text_id)

    def _reports_with(self, part: str, value: str) -> list[Report]:
        p, t = schema.report_parts, schema.reports
        ids = sa.select(p.c.report_id).where(self.mine(p), p.c.part == part, p.c.value == value)
        first = t.alias()
        came = sa.select(sa.func.min(first.c.row)).where(self.mine(first), first.c.id == t.c.id).scalar_subquery()
        return list(self._records(rows.REPORTS, t.c.id.in_(ids), order=[came]))

    # -- what annotate found -----------------------------------------------------------------------

    def fingerprint(self, text_id: str) -> str | None:
        """The fingerprint under which a text was annotated; None if it was not."""
        t = schema.annotations
        with self.reading() as connection:
            query = sa.select(t.c.fingerprint).where(self.mine(t), t.c.text_id == text_id, t.c.superseded_at.is_(None))
            return connection.execute(query).scalar()

    def annotation(self, text_id: str, *, as_of: datetime | None = None) -> Annotation | None:
        """Everything found in one text, as persons decided it (``machine_made``: as it was found); None if it was not
        annotated."""
        found = next(self._records(rows.ANNOTATIONS, schema.annotations.c.text_id == text_id, as_of=as_of), None)
        if found is None:
            return None
        parts: dict[str, Any] = {
            field: tuple(self._of_text(kind, text_id, as_of)) for field, kind in rows.OF_ANNOTATION.items()
        }
        return replace(cast(Annotation, found), **parts)

    def statement_mentions(
        self, text_id: str | None = None, *, as_of: datetime | None = None
    ) -> Iterator[StatementMention]:
        return self._of_text(rows.STATEMENT_MENTIONS, text_id, as_of)

    def incident_mentions(
        self, text_id: str | None = None, *, as_of: datetime | None = None
    ) -> Iterator[IncidentMention]:
        return self._of_text(rows.INCIDENT_MENTIONS, text_id, as_of)

    def mentions_of(self, record: Statement | Incident) -> Iterator[Any]:
        """The mentions that were judged to be this statement or incident."""
        kind = rows.STATEMENT_MENTIONS if isinstance(record, Statement) else rows.INCIDENT_MENTIONS
        return self._records(kind, kind.table.c.id.in_(record.mention_ids))

    def figures(self, text_id: str | None = None, *, as_of: datetime | None = None) -> Iterator[Figure]:
        return self._of_text(rows.FIGURES, text_id, as_of)

    def commitments(self, text_id: str | None = None, *, as_of: datetime | None = None) -> Iterator[Commitment]:
        return self._of_text(rows.COMMITMENTS, text_id, as_of)

    def term_claims(self, text_id: str | None = None, *, as_of: datetime | None = None) -> Iterator[TermClaim]:
        return self._of_text(rows.TERM_CLAIMS, text_id, as_of)

    def _of_text(self, kind: Kind, text_id: str | None, as_of: datetime | None) -> Iterator[Any]:
        conditions = [kind.table.c.text_id == text_id] if text_id else []
        return self._records(kind, *conditions, as_of=as_of)

    # -- what link and assess made -----------------------------------------------------------------

    def statements(
        self,
        *,
        act: str | None = None,
        speaker: str | None = None,
        side: str | None = None,
        target_side: str | None = None,
        since: date | None = None,
        until: date | None = None,
        as_of: datetime | None = None,
    ) -> Iterator[Statement]:
        """Statements in order of time. ``speaker`` matches any part of the name, whatever its case.

        ``since`` and ``until`` are civil days, both included; a statement of unknown day counts by its first
        publication, and one whose day is not known either is left out when a bound is given.
        """
        t = schema.statements
        equal = {"act": act, "side": side, "target_side": target_side}
        conditions = [t.c[name] == value for name, value in equal.items() if value is not None]
        if speaker is not None:
            conditions.append(t.c.speaker_folded.contains(speaker.casefold(), autoescape=True))
        conditions += between(t, since, until)
        return self._records(rows.STATEMENTS, *conditions, as_of=as_of, order=by_time(t))

    def incidents(
        self,
        *,
        type: str | None = None,
        country: str | None = None,
        since: date | None = None,
        until: date | None = None,
        as_of: datetime | None = None,
    ) -> Iterator[Incident]:
        """Incidents in order of time; ``country`` is ISO 3166-1 alpha-2; days as for ``statements``."""
        t = schema.incidents
        equal = {"type": type, "country": country}
        conditions = [t.c[name] == value for name, value in equal.items() if value is not None]
        conditions += between(t, since, until)
        return self._records(rows.INCIDENTS, *conditions, as_of=as_of, order=by_time(t))

    def actors(self, *, kind: str | None = None, as_of: datetime | None = None) -> Iterator[Actor]:
        """Persons and institutions that speak or that the agreement lists, as first recorded; all or one ``kind``."""
        conditions = [schema.actors.c.kind == kind] if kind else []
        return self._records(rows.ACTORS, *conditions, as_of=as_of)

    def series(self, *, as_of: datetime | None = None) -> Iterator[FigureSeries]:
        return self._records(rows.SERIES, as_of=as_of)

    def judgements(self, kind: str | None = None, *, as_of: datetime | None = None) -> Iterator[Judgement]:
        conditions = [schema.judgements.c.kind == kind] if kind else []
        return self._records(rows.JUDGEMENTS, *conditions, as_of=as_of)

    def assessments(self, day: date | None = None, *, as_of: datetime | None = None) -> list[Assessment]:
        """The assessments made for ``day``; without it, those of the latest day there is."""
        found = cast("list[Assessment]", list(self._records(rows.ASSESSMENTS, as_of=as_of)))
        wanted = day or max((a.as_of for a in found), default=None)
        return [a for a in found if a.as_of == wanted]

    def redirects(self, *, as_of: datetime | None = None) -> dict[str, str]:
        """Ids merged away -> the id that took their place (one step; ``resolve`` follows all)."""
        t = schema.redirects
        with self.reading() as connection:
            query = sa.select(t.c.younger, t.c.older).where(self.mine(t), in_force(t, as_of))
            return {row.younger: row.older for row in connection.execute(query)}

    def founding_mentions(self) -> dict[str, str]:
        """The founding mention of every statement and incident there ever was."""
        found: dict[str, str] = {}
        with self.reading() as connection:
            for t in (schema.statements, schema.incidents):
                for row in connection.execute(sa.select(t.c.id, t.c.founding_mention).where(self.mine(t)).distinct()):
                    found[row.id] = row.founding_mention
        return found

    # -- upkeep --------------------------------------------------------------------------------------

    def redactions(self) -> list[Redaction]:
        t = schema.redactions
        with self.reading() as connection:
            return [
                Redaction(
                    target_kind=r.target_kind,
                    target=r.target,
                    digest=r.digest,
                    ground=r.ground,
                    who=r.who,
                    when=r.made_at,
                )
                for r in connection.execute(sa.select(t).where(self.mine(t)).order_by(t.c.row))
            ]

    def runs(self) -> list[Run]:
        """Every command that wrote to the case, first to last."""
        t = schema.runs
        with self.reading() as connection:
            return [
                Run(
                    id=r.id, what=r.what, versions=json.loads(r.versions), started_at=r.started_at, ended_at=r.ended_at,
                    counts=json.loads(r.counts) if r.counts else None,
                )
                for r in connection.execute(sa.select(t).where(self.mine(t)).order_by(t.c.row))
            ]  # fmt: skip

    def set_aside(self, run_id: str | None = None, *, as_of: datetime | None = None) -> list[SetAside]:
        """What one run did not use; without a run, each thing refused once, and what is left out of the texts read."""
        t, r = schema.set_aside, schema.runs
        query = sa.select(t).where(self.mine(t)).order_by(t.c.row)
        if as_of is not None:
            query = query.where(t.c.run_id.in_(sa.select(r.c.id).where(self.mine(r), r.c.ended_at <= as_of)))
        if run_id is not None:
            query = query.where(t.c.run_id == run_id)
        with self.reading() as connection:
            found = [
                SetAside(reason=r.reason, what=r.what, count=r._mapping["count"]) for r in connection.execute(query)
            ]
        if run_id is not None:
            return found
        # the same folder added twice is refused the same files twice
        refused = {(one.reason, one.what): one for one in found}
        return [*refused.values(), *self._left_out(as_of)]

    def _left_out(self, as_of: datetime | None) -> Iterator[SetAside]:
        """What annotate met in the texts of the case and did not use."""
        for _, aside in self.left_out(as_of=as_of):
            yield aside

    def left_out(self, *, as_of: datetime | None = None) -> Iterator[tuple[str, SetAside]]:
        """(text, what annotate met in it and did not use), text by text."""
        for annotation in self._records(rows.ANNOTATIONS, as_of=as_of):
            for aside in annotation.set_aside:
                yield annotation.text_id, aside

    def counts(self) -> dict[str, int]:
        """How many of each kind the case holds now."""
        found = {}
        with self.reading() as connection:
            kept = [k.table for k in rows.RECORD_KINDS if k is not rows.READINGS]
            for t in (schema.captures, schema.texts, *kept, schema.decisions, schema.redactions):
                query = sa.select(sa.func.count()).select_from(t).where(self.mine(t))
                found[t.name] = connection.execute(query).scalar_one()
                if "superseded_at" in t.c:  # counted by themselves: both counts come out of an index alone
                    found[t.name] -= connection.execute(query.where(t.c.superseded_at.is_not(None))).scalar_one()
        return found

    # -- the parts -----------------------------------------------------------------------------------

    def _records(
        self,
        kind: Kind,
        *conditions: sa.ColumnElement[bool],
        as_of: datetime | None = None,
        order: Sequence[sa.ColumnElement[Any]] = (),
    ) -> Iterator[Any]:
        """Stream the records of one kind that hold now, or held at ``as_of``."""
        return self._versions(kind, in_force(kind.table, as_of), *conditions, order=order)

    def _versions(
        self, kind: Kind, *conditions: sa.ColumnElement[bool], order: Sequence[sa.ColumnElement[Any]] = ()
    ) -> Iterator[Any]:
        """Stream the versions that meet the conditions, whether in force or not."""
        t = kind.table
        query = sa.select(t.c.id, t.c.payload).where(self.mine(t), *conditions)
        for row in self._stream(query.order_by(*order, t.c.row)):
            yield self.record_of(kind, row.id, row.payload)

    def record_of(self, kind: Kind, record_id: str, payload: str) -> Any:
        """The record of one row. Raises: CaseError naming it if it no longer parses."""
        if kind is rows.AGREEMENTS:
            return self._sound(kind.name, record_id, lambda: rows.agreement_of(payload))
        more = {"content": ""} if kind is rows.READINGS else {}
        return self._sound(kind.name, record_id, lambda: rows.unpack(kind.name, kind.adapter, payload, **more))

    def _stream(self, query: sa.Select[Any], *, at_once: int = FETCHED) -> Iterator[sa.Row[Any]]:
        with self.reading() as connection:
            yield from connection.execute(query, execution_options={"yield_per": at_once})

    def _sound(self, kind: str, record_id: str, made: Callable[[], Any]) -> Any:
        try:
            return made()
        except BadRecord as error:
            raise CaseError(
                f"{kind} {record_id[:12]} in {self.path} is damaged: {error}; see: trucewatch verify {self.path}"
            ) from error

    def _redaction_note(self, connection: Connection, kind: str, target: str) -> str:
        t = schema.redactions
        query = sa.select(t).where(self.mine(t), t.c.target_kind == kind, t.c.target == target)
        row = connection.execute(query).first()
        if row is None:
            return f"{kind} {target[:12]} has no content, and no redaction says why; see: trucewatch verify {self.path}"
        return f"{kind} {target[:12]} was redacted by {row.who} on {row.made_at:%Y-%m-%d}: {row.ground}"
