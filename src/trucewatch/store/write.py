"""Writing: each call is one short immediate transaction, and may be repeated with no doubles.

Records are never overwritten: an unchanged record's row is left alone, a changed one gets a new version and the
old is superseded, one that is gone is superseded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from trucewatch.errors import BadRecord, RedactedRecord
from trucewatch.records.actor import Actor
from trucewatch.records.agreement import Agreement
from trucewatch.records.assessment import Assessment
from trucewatch.records.capture import Capture
from trucewatch.records.decision import Decision
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.mention import Annotation
from trucewatch.records.privacy import Withheld
from trucewatch.records.privacy import private as private_speaker
from trucewatch.records.report import Report
from trucewatch.records.statement import Statement
from trucewatch.records.text import Text
from trucewatch.store import rows, schema
from trucewatch.store.cards import MENTIONS, RECORDS
from trucewatch.store.case_file import in_batches, utc_now
from trucewatch.store.decided import OVERRULED
from trucewatch.store.facts import Fact
from trucewatch.store.indexing import SEARCHED
from trucewatch.store.rows import AsOf, Kind
from trucewatch.store.runs import Running

#: The kind of fact: statements of private persons.
PRIVATE = "private"

#: Mentions of a record that are read one by one for its first day.
FEW = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """What a write did to the records in its scope: ``rows`` that it superseded, ``changed`` the ids of those that are
    new, gone or other than before."""

    rows: list[int]
    changed: set[str]


class Writing(Running):
    """All that is saved, except decisions (chain.py), redactions (redact.py) and runs (runs.py)."""

    def save_agreement(self, agreement: Agreement, source: bytes, *, now: datetime | None = None) -> None:
        """Keep a version of the agreement with the bytes of its file; the version before stays beside it."""
        with self.writing() as connection:
            self.check_lease(connection)
            self.put_agreement(connection, agreement, source, now=now or utc_now())

    def put_agreement(self, connection: Connection, agreement: Agreement, source: bytes, *, now: datetime) -> None:
        """The same within the caller's transaction."""
        # One agreement a case: a file with another id takes the place of the one before
        self._replace(connection, rows.AGREEMENTS, [agreement], now=now, scope=sa.true())
        t = schema.agreements
        current = sa.update(t).where(self.mine(t), t.c.superseded_at.is_(None), t.c.source.is_(None))
        connection.execute(current.values(source=source))

    def save_report(
        self,
        capture: Capture,
        text: Text,
        report: Report,
        annotation: Annotation | None = None,
        *,
        now: datetime | None = None,
        decisions: Sequence[Decision] = (),
    ) -> None:
        """Keep one report with its capture, text, what was found in it, ``decisions`` about it: all of it, or nothing.

        Raises: BadRecord if the parts do not belong together; RedactedRecord if this capture or text was taken
        out of the case; CaseBusy; CannotWrite.
        """
        if capture.content is None:
            raise BadRecord(f"capture {capture.id[:12]} has no content to keep")
        if text.capture_id != capture.id:
            raise BadRecord(f"text {text.id[:12]} was read from capture {text.capture_id[:12]}, not {capture.id[:12]}")
        if capture.id not in report.capture_ids or text.id not in report.text_ids:
            raise BadRecord(f"report {report.id[:12]} does not name capture {capture.id[:12]} and text {text.id[:12]}")
        now = now or utc_now()
        with self.writing() as connection:
            self.check_lease(connection)
            self._refuse_redacted(connection, capture.id, text.id)
            self._keep_capture(connection, capture, now)
            self._keep_text(connection, text, now)
            beside = AsOf(published=report.published, captured_at=capture.fetched_at)
            self._replace(
                connection, rows.READINGS, [text], now=now, beside=lambda _: beside,
                scope=sa.and_(schema.readings.c.capture_id == capture.id, schema.readings.c.text_id == text.id),
            )  # fmt: skip
            scope = schema.reports.c.id == report.id
            gone = self._replace(connection, rows.REPORTS, [report], now=now, beside=lambda _: beside, scope=scope).rows
            self._keep_parts(connection, report, capture)
            names = self.withheld(annotation.statements if annotation else ())
            self.index_text(connection, text, names)
            self.index_records(connection, rows.REPORTS, [report], names, gone=gone, now=now)
            if annotation is not None and self._owner(connection, text.id) in (None, report.id):
                self.keep_facts(connection, OVERRULED, [text.id], ())
                self._keep_annotation(connection, annotation, report.id, beside, names, now)
            self.wait(connection, report.text_ids)  # the report's day counts for all of its texts
            for decision in decisions:
                self.append_decision(connection, decision, now=now)

    def save_report_values(self, report: Report, *, now: datetime | None = None) -> None:
        """Keep a report whose title, outlet, author or day a person corrected; what rests on its texts waits to be
        linked anew.

        Raises: CaseBusy; CannotWrite.
        """
        now = now or utc_now()
        with self.writing() as connection:
            self.check_lease(connection)
            self.put_report(connection, report, now=now)
            a = schema.annotations
            owned = sa.select(a.c.text_id).where(
                self.mine(a), a.c.report_id == report.id, a.c.superseded_at.is_(None)
            )  # fmt: skip
            for t in (schema.annotations, *(kind.table for kind in rows.OF_ANNOTATION.values())):
                dated = sa.update(t).where(self.mine(t), t.c.text_id.in_(owned), t.c.superseded_at.is_(None))
                connection.execute(dated.values(published=report.published))
            self.wait(connection, report.text_ids)

    def put_report(self, connection: Connection, report: Report, *, now: datetime) -> None:
        """Put a report that is in the case already in its own place, within the caller's transaction."""
        t = schema.reports
        kept = sa.select(t.c.captured_at).where(self.mine(t), t.c.id == report.id, t.c.superseded_at.is_(None))
        beside = AsOf(published=report.published, captured_at=connection.execute(kept).scalar_one())
        scope = t.c.id == report.id
        gone = self._replace(connection, rows.REPORTS, [report], now=now, beside=lambda _: beside, scope=scope).rows
        self.index_records(connection, rows.REPORTS, [report], self.withheld(()), gone=gone, now=now)

    def save_annotation(self, annotation: Annotation, *, now: datetime | None = None) -> None:
        """Put a new annotation of a text in the place of the old; mentions that did not change are left alone.

        Raises: BadRecord if no report in the case has this text.
        """
        self.save_decided(annotation, {}, {}, now=now)

    def save_decided(
        self, annotation: Annotation, changed: Mapping[str, Collection[str]], added: Mapping[str, Collection[str]],
        *, now: datetime | None = None,
    ) -> None:  # fmt: skip
        """The same for an annotation as persons decided it: by kind the ids of what they ``changed`` or rejected, of
        which the machine's version is kept (``machine_made``), and of what they ``added``.

        Raises: BadRecord if no report in the case has this text.
        """
        with self.writing() as connection:
            self.check_lease(connection)
            owner = self._owner(connection, annotation.text_id) or self._first_report(connection, annotation.text_id)
            if owner is None:
                raise BadRecord(f"no report in {self.path} has text {annotation.text_id[:12]}; save the report first")
            t = schema.reports
            query = sa.select(t.c.published, t.c.captured_at)
            row = connection.execute(query.where(self.mine(t), t.c.id == owner, t.c.superseded_at.is_(None))).one()
            beside = AsOf(published=row.published, captured_at=row.captured_at)
            names = self.withheld(annotation.statements)
            if (changed or added) and not self._redacted(connection, annotation.text_id):
                self.note_overruled(connection, annotation.text_id, changed, added)
            else:
                self.keep_facts(connection, OVERRULED, [annotation.text_id], ())
            self._keep_annotation(connection, annotation, owner, beside, names, now or utc_now())
            self.wait(connection, [annotation.text_id])

    def save_linked(
        self,
        kind: str,
        *,
        records: Sequence[Any],
        judgements: Sequence[Judgement],
        redirects: Mapping[str, str],
        gone: Collection[str],
        judged: Collection[str],
        record_of: Mapping[str, str | None],
        now: datetime,
    ) -> None:
        """Put a part of the case that was linked anew in its place: statements or incidents, and judgements of pairs.

        ``gone`` are the ids of records and ``judged`` those of judgements that the part had before: what is not among
        the new ones is superseded. ``record_of`` says which record each mention of the part belongs to now.
        """
        with self.writing() as connection:
            self.check_lease(connection)
            seen = self._earliest(connection, MENTIONS[kind].table, records)
            self._replace(
                connection, RECORDS[kind], records, now=now, scope=gone, beside=lambda record: seen[record.id]
            )
            self._replace(connection, rows.JUDGEMENTS, judgements, now=now, scope=judged)
            self.put_records(connection, kind, record_of)
            self._keep_redirects(connection, dict(redirects), {r.id for r in records}, now, part={*gone, *redirects})

    def save_records(self, kind: str, records: Sequence[Any], *, gone: Collection[str] = (), now: datetime) -> None:
        """Put records of one kind in the place of those with their ids, and supersede those that are ``gone``."""
        with self.writing() as connection:
            self.check_lease(connection)
            seen: dict[str, AsOf] = {}
            if kind != "series":
                mentions = schema.incident_mentions if kind == "incident" else schema.statement_mentions
                seen = self._earliest(connection, mentions, records)
            self._replace(
                connection, self.kind_named(kind), records, now=now, scope=gone,
                beside=lambda record: seen.get(record.id, AsOf()),
            )  # fmt: skip

    def save_judgements(self, judgements: Iterable[Judgement], *, judged: Collection[str], now: datetime) -> set[str]:
        """Put these judgements in the place of those with the ids ``judged``. Gives the ids of those that are new, gone
        or other than before."""
        with self.writing() as connection:
            self.check_lease(connection)
            return self._replace(connection, rows.JUDGEMENTS, list(judgements), now=now, scope=judged).changed

    def save_redirects(self, redirects: Mapping[str, str], *, live: Collection[str], now: datetime) -> None:
        """Note which ids of actors lead to others, and that those in use lead nowhere."""
        with self.writing() as connection:
            self.check_lease(connection)
            self._keep_redirects(connection, redirects, set(live), now, part=set(redirects))

    def cover_speakers(self, touched: Iterable[str]) -> None:
        """Bring the search index up to the names that are withheld now; ``touched`` are the statements that were linked
        anew or are there no more."""
        ids = set(touched)
        fresh = [s for some in in_batches(sorted(ids)) for s in self.of_ids(rows.STATEMENTS, some)]
        self.put_facts(PRIVATE, ids, [Fact(owner=s.id) for s in fresh if private_speaker(s)])
        names = self.all_withheld()
        with self.writing() as connection:
            self.check_lease(connection)
            self.cover_names(connection, names)

    def all_withheld(self) -> Withheld:
        """The names of all private persons of the case, but those that were released."""
        private = self.owners_of(PRIVATE)
        released = {d.target for d in self.decisions() if d.action == "release"}
        statements = list(self.of_ids(rows.STATEMENTS, sorted(private | released)))
        return self.withheld(statements, self.speakers_but(private))

    def save_assessments(self, assessments: Iterable[Assessment], *, now: datetime | None = None) -> None:
        """Put these assessments in the place of those of the same as-of days."""
        given = list(assessments)
        days = sorted({a.as_of for a in given})
        with self.writing() as connection:
            self.check_lease(connection)
            scope = schema.assessments.c.day_from.in_(days)
            self._replace(connection, rows.ASSESSMENTS, given, now=now or utc_now(), scope=scope)

    # -- the parts ---------------------------------------------------------------------------------

    def _replace(
        self,
        connection: Connection,
        kind: Kind,
        records: Sequence[Any],
        *,
        now: datetime,
        scope: sa.ColumnElement[bool] | Collection[str],
        beside: Any = lambda record: AsOf(),
    ) -> Replaced:
        """Make ``records`` the current ones of their kind within ``scope``, a condition or the ids that may change."""
        t = kind.table
        fresh: dict[str, dict[str, Any]] = {}
        for record in records:
            row = rows.row_of(kind, record, case_id=self.case_id, now=now, beside=beside(record))
            if row["id"] in fresh:
                raise BadRecord(f"two {kind.name} records have the id {row['id'][:12]}")
            fresh[row["id"]] = row
        current = sa.select(t.c.id, t.c.row, t.c.digest, t.c.published).where(self.mine(t), t.c.superseded_at.is_(None))
        known: dict[str, Any] = {}
        if not isinstance(scope, sa.ColumnElement):
            for batch in in_batches(sorted({*scope, *fresh})):
                known |= {row.id: row for row in connection.execute(current.where(t.c.id.in_(batch)))}
        else:
            known = {row.id: row for row in connection.execute(current.where(scope))}
        old = [row.row for row in known.values() if row.id not in fresh or fresh[row.id]["digest"] != row.digest]
        new = [row for row in fresh.values() if row["id"] not in known or known[row["id"]].digest != row["digest"]]
        for batch in in_batches(old):
            connection.execute(sa.update(t).where(t.c.row.in_(batch)).values(superseded_at=now))
        for batch in in_batches(new):
            connection.execute(t.insert(), batch)
        for one, row in known.items():  # the day of its report is no part of a record: it may change by itself
            if one in fresh and fresh[one]["digest"] == row.digest and fresh[one]["published"] != row.published:
                dated = sa.update(t).where(t.c.row == row.row)
                connection.execute(dated.values(published=fresh[one]["published"]))
        self.list_anew(connection, kind, records, gone=known.keys() - fresh.keys())
        over = set(old)
        changed = {one for one, row in known.items() if row.row in over} | {row["id"] for row in new}
        return Replaced(rows=old, changed=changed)

    def _keep_capture(self, connection: Connection, capture: Capture, now: datetime) -> None:
        t = schema.captures
        if connection.execute(sa.select(t.c.row).where(self.mine(t), t.c.id == capture.id)).first():
            return  # the same bytes twice are one capture
        assert capture.content is not None
        payload = rows.plain(rows.CAPTURE, capture, without={"content"})
        connection.execute(
            t.insert().values(
                case_id=self.case_id, id=capture.id, url=capture.url, fetched_at=capture.fetched_at,
                content=rows.pack_bytes(capture.content), payload=rows.packed_json(payload),
                digest=rows.payload_digest(payload), recorded_at=now,
            )
        )  # fmt: skip

    def _keep_text(self, connection: Connection, text: Text, now: datetime) -> None:
        t = schema.texts
        if connection.execute(sa.select(t.c.row).where(self.mine(t), t.c.id == text.id)).first():
            return
        connection.execute(
            t.insert().values(
                case_id=self.case_id, id=text.id, length=len(text.content), content=rows.pack_content(text.content),
                recorded_at=now,
            )
        )  # fmt: skip

    def _keep_parts(self, connection: Connection, report: Report, capture: Capture) -> None:
        t = schema.report_parts
        urls = [f.value for f in report.found if f.field == "url"] + ([capture.url] if capture.url else [])
        known_urls = sa.select(t.c.value).where(self.mine(t), t.c.report_id == report.id, t.c.part == "url")
        urls += list(connection.execute(known_urls).scalars())  # addresses of earlier captures stay the report's
        parts = {"capture": report.capture_ids, "text": report.text_ids, "url": tuple(dict.fromkeys(urls))}
        connection.execute(sa.delete(t).where(self.mine(t), t.c.report_id == report.id))
        values = [
            {"case_id": self.case_id, "report_id": report.id, "part": part, "value": value, "position": position}
            for part, found in parts.items()
            for position, value in enumerate(dict.fromkeys(found))
        ]
        connection.execute(t.insert(), values)

    def _owner(self, connection: Connection, text_id: str) -> str | None:
        """The report for which a text was annotated; None if it was not."""
        t = schema.annotations
        query = sa.select(t.c.report_id).where(self.mine(t), t.c.text_id == text_id, t.c.superseded_at.is_(None))
        return connection.execute(query).scalar()

    def _first_report(self, connection: Connection, text_id: str) -> str | None:
        t, r = schema.report_parts, schema.reports
        first = sa.select(sa.func.min(r.c.row)).where(self.mine(r), r.c.id == t.c.report_id).scalar_subquery()
        query = sa.select(t.c.report_id).where(self.mine(t), t.c.part == "text", t.c.value == text_id)
        return connection.execute(query.order_by(first).limit(1)).scalar()

    def _keep_annotation(
        self,
        connection: Connection,
        annotation: Annotation,
        report_id: str,
        beside: AsOf,
        names: Withheld,
        now: datetime,
    ) -> None:
        text_id = annotation.text_id
        if self._redacted(connection, text_id):
            return  # nothing is read again into a case from words that were taken out of it
        for field, kind in rows.OF_ANNOTATION.items():
            records = getattr(annotation, field)
            if any(record.text_id != text_id for record in records):
                raise BadRecord(f"a {kind.name} rests on another text than its annotation, {text_id[:12]}")
            scope = kind.table.c.text_id == text_id
            gone = self._replace(connection, kind, records, now=now, scope=scope, beside=lambda _: beside).rows
            if kind.name in SEARCHED:
                self.index_records(connection, kind, records, names, gone=gone, now=now)
        scope = schema.annotations.c.text_id == text_id
        self._replace(connection, rows.ANNOTATIONS, [annotation], now=now, scope=scope, beside=lambda _: beside)
        t = schema.annotations
        current = sa.update(t).where(self.mine(t), scope, t.c.superseded_at.is_(None))
        connection.execute(current.values(report_id=report_id))

    def _refuse_redacted(self, connection: Connection, capture_id: str, text_id: str) -> None:
        t = schema.redactions
        for kind, target in (("capture", capture_id), ("text", text_id)):
            query = sa.select(t).where(self.mine(t), t.c.target_kind == kind, t.c.target == target)
            row = connection.execute(query).first()
            if row is not None:
                raise RedactedRecord(
                    f"this {kind} was redacted by {row.who}, {row.made_at:%Y-%m-%d} ({row.ground}): not taken in again"
                )

    def _redacted(self, connection: Connection, text_id: str) -> bool:
        t = schema.texts
        row = connection.execute(sa.select(t.c.content).where(self.mine(t), t.c.id == text_id)).first()
        return row is not None and row.content is None

    def _earliest(
        self, connection: Connection, t: sa.Table, records: Sequence[Statement | Incident | Actor]
    ) -> dict[str, AsOf]:
        """Record id -> the first day of a report and the first time of a capture that its mentions have."""
        query = sa.select(t.c.id, t.c.published, t.c.captured_at).where(self.mine(t), t.c.superseded_at.is_(None))
        few = [m for r in records if len(r.mention_ids) <= FEW for m in r.mention_ids]
        times = {row.id: row for some in in_batches(few) for row in connection.execute(query.where(t.c.id.in_(some)))}
        first = sa.select(
            sa.func.min(t.c.published).label("published"), sa.func.min(t.c.captured_at).label("captured_at")
        )
        first = first.where(self.mine(t), t.c.superseded_at.is_(None))
        found: dict[str, AsOf] = {}
        for record in records:
            if len(record.mention_ids) <= FEW:
                known: list[Any] = [times[m] for m in record.mention_ids if m in times]
            else:  # who speaks throughout has thousands: the database looks for the first
                many = in_batches(record.mention_ids)
                known = [connection.execute(first.where(t.c.id.in_(some))).one() for some in many]
            found[record.id] = AsOf(
                published=min((row.published for row in known if row.published), default=None),
                captured_at=min((row.captured_at for row in known if row.captured_at), default=None),
            )
        return found

    def _keep_redirects(
        self,
        connection: Connection,
        wanted: Mapping[str, str],
        live: set[str],
        now: datetime,
        *,
        part: Collection[str] | None = None,
    ) -> None:
        """Add redirects; one whose younger id is in use again, or leads elsewhere now, is superseded.

        With ``part`` only redirects of these ids and of the live ones are looked at.
        """
        t = schema.redirects
        query = sa.select(t).where(self.mine(t), t.c.superseded_at.is_(None))
        ids = None if part is None else sorted({*part, *live})
        queries = [query] if ids is None else [query.where(t.c.younger.in_(batch)) for batch in in_batches(ids)]
        known = {row.younger: row for one in queries for row in connection.execute(one)}
        wanted = {younger: older for younger, older in wanted.items() if younger not in live and younger != older}
        over = [
            row.row
            for younger, row in known.items()
            if younger in live or (younger in wanted and wanted[younger] != row.older)
        ]
        for batch in in_batches(over):
            connection.execute(sa.update(t).where(t.c.row.in_(batch)).values(superseded_at=now))
        new = [
            {"case_id": self.case_id, "younger": younger, "older": older, "recorded_at": now}
            for younger, older in wanted.items()
            if younger not in known or known[younger].older != older
        ]
        if new:
            connection.execute(t.insert(), new)
