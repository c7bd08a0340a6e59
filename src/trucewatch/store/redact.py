"""Taking content out of a case for good: a witness at risk, a court's order.

What stays: that something was there, its digest, its place, by whom it was taken out, when and on which ground.
What goes: the bytes, the words, and every copy of them: spans in the payloads of records that rest on the text
(all versions), the values read from them, the search index, the files of dossiers that show it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from trucewatch.errors import BadRecord, UnknownRecord
from trucewatch.records.decision import Decision, Redaction
from trucewatch.records.ids import digest
from trucewatch.records.report import DECIDED, Report
from trucewatch.store import rows, schema, schema_desk
from trucewatch.store.blackout import blacked_out, blacked_where, rests_wholly
from trucewatch.store.case_file import in_batches, utc_now
from trucewatch.store.indexing import SEARCHED
from trucewatch.store.issuing import Issuing
from trucewatch.store.listing import Listing
from trucewatch.store.proposals import Proposing
from trucewatch.store.rows import Kind

Target = Literal["capture", "text", "decision"]


class Redacting(Issuing, Listing, Proposing):
    """Redaction of captures, texts and decisions."""

    def redact(
        self, target_kind: Target, target: str, *, who: str, when: datetime, ground: str, whole: bool = True
    ) -> tuple[Redaction, ...]:
        """Take the content of a capture, a text or a decision out of the case; it cannot be undone.

        A redacted text takes along the words in every record that rests on it and the decisions anchored
        in it. With ``whole`` a capture takes its texts along and a text the captures it was read from, since
        each holds the words of the other. The redaction is itself a decision in the chain. What was redacted
        before is passed over. Returns the redactions made.

        Raises: UnknownRecord; BadRecord without a name or ground.
        """
        if not ground.strip():
            raise BadRecord(
                "a redaction needs its ground (a witness at risk, a court's order): it stays when the words go"
            )
        Decision(
            id="check", action="redact", target_kind=target_kind, target=target, why=ground, who=who, when=when
        )  # refuses an empty name or a time without zone before anything is touched
        with self.writing() as connection:
            self.check_lease(connection)
            made: list[Redaction] = []
            for kind, one in self._reach(connection, target_kind, target, whole=whole):
                if self._is_redacted(connection, kind, one):
                    continue
                found = self._empty(connection, kind, one)
                why = (
                    f"{kind} {one[:12]} was redacted by {who} on {when:%Y-%m-%d} ({ground}), and its words stood there"
                )
                if kind != "capture":  # a brief holds words of texts, and notes and reasons of decisions
                    self.withdraw_briefs(connection, kind, one, why=why)
                redaction = Redaction(target_kind=kind, target=one, digest=found, ground=ground, who=who, when=when)
                made.append(redaction)
                connection.execute(
                    schema.redactions.insert().values(
                        case_id=self.case_id, target_kind=kind, target=one, digest=found, ground=ground, who=who,
                        made_at=when,
                    )
                )  # fmt: skip
                decision = Decision(
                    id=digest("redaction", kind, one), action="redact", target_kind=kind, target=one, why=ground,
                    who=who, when=when,
                )  # fmt: skip
                self.append_decision(connection, decision, now=utc_now())
        if made:
            self.sql.forget_deleted(self.engine)
        return tuple(made)

    def _reach(self, connection: Connection, kind: Target, target: str, *, whole: bool) -> list[tuple[Target, str]]:
        """Everything that goes with the target, itself first.

        Raises: UnknownRecord if the case does not hold the target.
        """
        table = {"capture": schema.captures, "text": schema.texts, "decision": schema.decisions}[kind]
        if not connection.execute(sa.select(table.c.row).where(self.mine(table), table.c.id == target)).first():
            raise UnknownRecord(f"no {kind} {target[:12]} in {self.path} that could be redacted; give its full id")
        reach: list[tuple[Target, str]] = [(kind, target)]
        r = schema.readings
        for now, one in reach:  # grows while it is walked
            if not whole or now == "decision":
                continue
            here, there = (r.c.capture_id, r.c.text_id) if now == "capture" else (r.c.text_id, r.c.capture_id)
            other: Target = "text" if now == "capture" else "capture"
            for found in connection.execute(sa.select(there).where(self.mine(r), here == one).distinct()).scalars():
                if (other, found) not in reach:
                    reach.append((other, found))
        redacted_texts = {one for now, one in reach if now == "text"}
        p = schema.report_parts
        holding = sa.select(p.c.report_id).where(self.mine(p), p.c.part == "text", p.c.value.in_(redacted_texts))
        reports = set(connection.execute(holding).scalars()) if redacted_texts else set()
        d = schema.decisions
        for row in connection.execute(sa.select(d.c.id, d.c.content).where(self.mine(d), d.c.content.is_not(None))):
            # only what repeats words of the text: a redaction's own decision names its target and no more
            named = any(one in row.content for one in redacted_texts)
            named = named and _rests_on(json.loads(row.content), redacted_texts)
            if (named or _retitles(row.content, reports)) and ("decision", row.id) not in reach:
                reach.append(("decision", row.id))
        return reach

    def _is_redacted(self, connection: Connection, kind: str, target: str) -> bool:
        t = schema.redactions
        query = sa.select(t.c.row).where(self.mine(t), t.c.target_kind == kind, t.c.target == target)
        return connection.execute(query).first() is not None

    def _empty(self, connection: Connection, kind: Target, target: str) -> str:
        """Take the content out; returns the digest that stays."""
        if kind == "decision":
            d, c = schema.decisions, schema.chain
            left = connection.execute(
                sa.select(c.c.content_digest).where(self.mine(c), c.c.decision_id == target)
            ).scalar_one()
            connection.execute(sa.update(d).where(self.mine(d), d.c.id == target).values(content=None, salt=None))
            self._take_values(connection, f"{DECIDED}{target}")
            return str(left)
        table = schema.captures if kind == "capture" else schema.texts
        connection.execute(sa.update(table).where(self.mine(table), table.c.id == target).values(content=None))
        if kind == "text":
            self._black_out(connection, target)
        return target  # captures and texts are named by their digest

    def _take_values(self, connection: Connection, known_from: str) -> None:
        """Take out of reports, in all their versions, the value that a decision gave them."""
        t = schema.reports
        query = sa.select(t).where(self.mine(t), t.c.payload.contains(f'"{known_from}"', autoescape=True))
        self._rewrite(connection, rows.REPORTS, query, lambda report: _less(report, known_from), set())

    def _black_out(self, connection: Connection, text_id: str) -> None:
        t = schema.texts
        row = connection.execute(sa.select(t.c.row).where(self.mine(t), t.c.id == text_id)).scalar_one()
        self.sql.unindex(connection, "text_search", row)
        for name in (rows.STATEMENT_MENTIONS.name, rows.INCIDENT_MENTIONS.name):
            table, m = SEARCHED[name][0], rows.kind_named(name).table
            mine = sa.select(m.c.row).where(self.mine(m), m.c.text_id == text_id)
            for row in connection.execute(mine).scalars().all():
                self.sql.unindex(connection, table, row)
        self.forget_cards(connection, text_id)
        gone = {
            found
            for kind in rows.OF_ANNOTATION.values()
            for found in connection.execute(
                sa.select(kind.table.c.id).where(self.mine(kind.table), kind.table.c.text_id == text_id)
            ).scalars()
        }
        for kind in rows.RECORD_KINDS:
            if kind in (rows.AGREEMENTS, rows.READINGS, rows.ASSESSMENTS):
                continue
            if "text_id" in kind.table.c:
                query = sa.select(kind.table).where(self.mine(kind.table), kind.table.c.text_id == text_id)
                self._rewrite(connection, kind, query, blacked_out, gone)
            else:
                query = sa.select(kind.table).where(self.mine(kind.table))
                self._rewrite(connection, kind, query, lambda record: blacked_where(record, text_id, gone), gone)
        self._silence_review(connection, text_id, gone)
        self.forget_proposals(connection, text_id)
        t = schema.series  # whose rows in the list repeat words of their figures
        query = sa.select(t.c.id, t.c.payload).where(self.mine(t), t.c.superseded_at.is_(None))
        series = [self.record_of(rows.SERIES, row.id, row.payload) for row in connection.execute(query)]
        self.list_anew(connection, rows.SERIES, [one for one in series if not gone.isdisjoint(one.figure_ids)])

    def _silence_review(self, connection: Connection, text_id: str, gone: set[str]) -> None:
        """Take out what was said in review under words of the text, or of records that rest on it."""
        t = schema_desk.review_entries
        said = sa.select(t.c.row, t.c.about, t.c.payload).where(self.mine(t), t.c.payload.is_not(None))
        over = [
            row.row
            for row in connection.execute(said).all()
            if text_id in row.payload
            or row.about in gone
            or json.loads(row.payload).get("values", {}).get("record") in gone
        ]
        for batch in in_batches(over):
            connection.execute(sa.update(t).where(t.c.row.in_(batch)).values(payload=None))

    def _rewrite(
        self, connection: Connection, kind: Kind, query: sa.Select[Any], change: Callable[[Any], Any], gone: set[str]
    ) -> None:
        """Give rows a new payload in their place; it is the one case in which a version is changed."""
        t = kind.table
        fresh, standing = [], []
        for row in connection.execute(query, execution_options={"yield_per": 200}):
            before = rows.unpack(kind.name, kind.adapter, row.payload)
            after = change(before)
            if rests_wholly(before, gone):
                gone.add(row.id)  # what hangs on this record goes as well
            if after == before:
                continue
            values = rows.payload_of(kind, after)
            if row.superseded_at is None:
                standing.append(after)
            fresh.append(
                {"at": row.row, "new_payload": rows.packed_json(values), "new_digest": rows.payload_digest(values)}
                | {f"new_{column}": value for column, value in kind.keys(after).items()}
            )
        if fresh:
            names = [name.removeprefix("new_") for name in fresh[0] if name != "at"]
            update = sa.update(t).where(t.c.row == sa.bindparam("at"))
            update = update.values({name: sa.bindparam(f"new_{name}") for name in names})
            for batch in in_batches(fresh):
                connection.execute(update, batch)
            self.list_anew(connection, kind, standing)
            if kind is rows.REPORTS:
                self.index_records(connection, kind, standing, self.withheld(()))


def _less(report: Report, known_from: str) -> Report:
    return replace(report, found=tuple(f for f in report.found if f.detail != known_from))


def _retitles(content: str, reports: set[str]) -> bool:
    """True if a decision gives one of these reports another title or author: words of its own. Its outlet and day stay
    corrected."""
    if not any(one in content for one in reports):
        return False
    values = json.loads(content)
    about = values["target_kind"] == "report" and values["target"] in reports
    return about and values["action"] == "set" and values["field"] in ("title", "author")


def _rests_on(values: Any, text_ids: set[str]) -> bool:
    """True if a span of one of these texts stands anywhere in ``values``."""
    return any(span["text_id"] in text_ids for span in rows.spans_in(values))
