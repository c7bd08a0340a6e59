"""The tables of a case, in SQLAlchemy Core, for SQLite and PostgreSQL alike.

Every table carries the case id. A *record table* keeps versions: one row per version of a record, never changed
except to say when it was superseded (and by redaction). ``payload`` is the whole record as JSON, made from its
dataclass; the other columns repeat what queries need. ``digest`` is the SHA-256 of the payload less its times of
recording, so that an unchanged record is recognised and a damaged one found.

As-of columns: ``said_from``/``said_to`` (UTC bounds of what the record is about or when it was said), ``day_from``/
``day_to`` (the civil days as said), ``published``, ``captured_at``, ``recorded_at``, ``superseded_at``.

Further tables: schema_lists.py what lists are read by, schema_desk.py what pages of the ledger and review need.
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

#: Every schema this program knows, oldest first; the last is the one it writes.
REVISIONS: tuple[str, ...] = tuple(f"{number:04}" for number in range(1, 15))

#: The tables of full-text search, which each database has in its own form (sqlite.py, postgres.py). Their row ids are
#: those of ``texts``, ``statement_mentions``, ``incident_mentions`` and ``reports``.
SEARCH_TABLES = ("text_search", "statement_search", "incident_search", "title_search")


class Instant(TypeDecorator[datetime]):
    """An aware time, kept in UTC; SQLite has no zones, so it holds the bare UTC time."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"times in a case are aware, got {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def case_column() -> sa.Column[Any]:
    return sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), nullable=False)


def _row() -> sa.Column[Any]:
    return sa.Column("row", sa.Integer, primary_key=True, autoincrement=True)


def _to(table: str, *columns: str) -> sa.ForeignKeyConstraint:
    """A foreign key within one case: ``columns`` name this side, the other side is (case_id, id)."""
    return sa.ForeignKeyConstraint(["case_id", *columns], [f"{table}.case_id", f"{table}.id"])


cases = sa.Table(
    "cases", metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
)  # fmt: skip

captures = sa.Table(
    "captures", metadata, _row(), case_column(),
    sa.Column("id", sa.String(64), nullable=False),
    sa.Column("url", sa.Text, index=True),
    sa.Column("fetched_at", Instant, nullable=False),
    sa.Column("content", sa.LargeBinary),  # zlib; NULL once redacted
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("recorded_at", Instant, nullable=False),
    sa.UniqueConstraint("case_id", "id"),
)  # fmt: skip

texts = sa.Table(
    "texts", metadata, _row(), case_column(),
    sa.Column("id", sa.String(64), nullable=False),
    sa.Column("length", sa.Integer, nullable=False),  # code points
    sa.Column("content", sa.LargeBinary),  # zlib of UTF-8 with lone surrogates passed through; NULL once redacted
    sa.Column("recorded_at", Instant, nullable=False),
    sa.UniqueConstraint("case_id", "id"),
)  # fmt: skip


def _record_table(name: str, *more: sa.schema.SchemaItem) -> sa.Table:
    return sa.Table(
        name, metadata, _row(), case_column(),
        sa.Column("id", sa.String(64), nullable=False),
        *more,
        sa.Column("said_from", Instant), sa.Column("said_to", Instant),
        sa.Column("day_from", sa.Date), sa.Column("day_to", sa.Date),
        sa.Column("published", sa.Date), sa.Column("captured_at", Instant),
        sa.Column("recorded_at", Instant, nullable=False),
        sa.Column("superseded_at", Instant),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Index(f"uq_{name}_current", "case_id", "id", unique=True,
                 sqlite_where=sa.text("superseded_at IS NULL"), postgresql_where=sa.text("superseded_at IS NULL")),
        sa.Index(f"ix_{name}_id", "case_id", "id"),
        sa.Index(f"ix_{name}_recorded", "case_id", "recorded_at"),  # what changed between two instants
        # without what is current, or SQLite would rather read all current rows by it than look up those of one text
        sa.Index(f"ix_{name}_superseded", "case_id", "superseded_at", sqlite_where=sa.text("superseded_at IS NOT NULL"),
                 postgresql_where=sa.text("superseded_at IS NOT NULL")),
    )  # fmt: skip


def _text_id(name: str) -> list[sa.schema.SchemaItem]:
    # by case first, as every query asks: or SQLite, which keeps no statistics, reads the whole case by another index
    column = sa.Column("text_id", sa.String(64), nullable=False)
    return [column, _to("texts", "text_id"), sa.Index(f"ix_{name}_text_id", "case_id", "text_id")]


#: One reading of a capture: the same text may be read from two captures, and a newer reader may see other blocks.
readings = _record_table(
    "readings", *_text_id("readings"),
    sa.Column("capture_id", sa.String(64), nullable=False, index=True), _to("captures", "capture_id"),
)  # fmt: skip
agreements = _record_table("agreements", sa.Column("version", sa.String(64)), sa.Column("source", sa.LargeBinary))
reports = _record_table("reports", sa.Column("publisher", sa.Text), sa.Column("kind", sa.Text))
annotations = _record_table(
    "annotations", *_text_id("annotations"),
    sa.Column("report_id", sa.String(64)), sa.Column("fingerprint", sa.Text, nullable=False),
)  # fmt: skip
statement_mentions = _record_table(
    "statement_mentions", *_text_id("statement_mentions"),
    sa.Column("act", sa.Text), sa.Column("side", sa.Text), sa.Column("target_side", sa.Text),
    sa.Column("speaker_folded", sa.Text), sa.Column("score", sa.Float), sa.Column("made_by", sa.Text),
)  # fmt: skip
incident_mentions = _record_table(
    "incident_mentions", *_text_id("incident_mentions"), sa.Column("type", sa.Text), sa.Column("said_as", sa.Text),
    sa.Column("score", sa.Float), sa.Column("made_by", sa.Text),
)  # fmt: skip
figures = _record_table("figures", *_text_id("figures"), sa.Column("unit", sa.Text), sa.Column("side", sa.Text))
commitments = _record_table("commitments", *_text_id("commitments"), sa.Column("obligor_side", sa.Text))
term_claims = _record_table(
    "term_claims", *_text_id("term_claims"), sa.Column("side", sa.Text), sa.Column("effect", sa.Text)
)
statements = _record_table(
    "statements",
    sa.Column("founding_mention", sa.String(64)),
    sa.Column("act", sa.Text), sa.Column("side", sa.Text), sa.Column("target_side", sa.Text),
    sa.Column("speaker_folded", sa.Text),
    sa.Index("ix_statements_founding_mention", "case_id", "founding_mention"),
)  # fmt: skip
sa.Index("ix_statements_days", *(statements.c[n] for n in ("case_id", "day_to", "day_from")))
# of what is current alone, or SQLite would look statements up by it whatever they are asked for by
_now = sa.text("superseded_at IS NULL")
sa.Index("ix_statements_speaker", *(statements.c[n] for n in ("case_id", "speaker_folded", "id")),
         sqlite_where=_now, postgresql_where=_now)  # fmt: skip
incidents = _record_table(
    "incidents",
    sa.Column("founding_mention", sa.String(64)), sa.Column("type", sa.Text), sa.Column("country", sa.Text),
    sa.Index("ix_incidents_founding_mention", "case_id", "founding_mention"),
)  # fmt: skip
actors = _record_table("actors", sa.Column("name_folded", sa.Text), sa.Column("kind", sa.Text))
_now = sa.text("superseded_at IS NULL")
sa.Index("ix_actors_kind", actors.c.case_id, actors.c.kind, sqlite_where=_now, postgresql_where=_now)
series = _record_table("series", sa.Column("unit", sa.Text), sa.Column("incident_id", sa.String(64)))
judgements = _record_table(
    "judgements",
    sa.Column("kind", sa.Text), sa.Column("left_id", sa.Text), sa.Column("right_id", sa.Text),
    sa.Column("verdict", sa.Text), sa.Column("label", sa.Text), sa.Column("made_by", sa.Text),
    # by case first, as for texts
    sa.Index("ix_judgements_left", "case_id", "left_id"), sa.Index("ix_judgements_right", "case_id", "right_id"),
    sa.Index("ix_judgements_made_by", "case_id", "made_by", "kind"),
)  # fmt: skip
_bears = sa.text("superseded_at IS NULL AND kind = 'provision'")  # what bears on a provision, by columns alone
_columns = [judgements.c[n] for n in ("case_id", "right_id", "left_id", "verdict", "made_by", "kind", "superseded_at")]
sa.Index("ix_judgements_provision", *_columns, sqlite_where=_bears, postgresql_where=_bears)
assessments = _record_table("assessments", sa.Column("provision", sa.Text), sa.Column("status", sa.Text))

#: Which captures, texts and addresses belong to a report now, in order; the report's payload is what counts.
report_parts = sa.Table(
    "report_parts", metadata, _row(), case_column(),
    sa.Column("report_id", sa.String(64), nullable=False, index=True),
    sa.Column("part", sa.Text, nullable=False),  # "capture", "text" or "url"
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.UniqueConstraint("case_id", "report_id", "part", "value"),
    sa.Index("ix_report_parts_value", "case_id", "part", "value"),
)  # fmt: skip

redirects = sa.Table(
    "redirects", metadata, _row(), case_column(),
    sa.Column("younger", sa.String(64), nullable=False),
    sa.Column("older", sa.String(64), nullable=False),
    sa.Column("recorded_at", Instant, nullable=False),
    sa.Column("superseded_at", Instant),  # set when the younger id is in use again after a split
    sa.Index("uq_redirects_current", "case_id", "younger", unique=True,
             sqlite_where=sa.text("superseded_at IS NULL"), postgresql_where=sa.text("superseded_at IS NULL")),
)  # fmt: skip

#: What linking looks a mention up by, and the record it belongs to; worked out from the mentions, never shown.
#: ``name`` and ``side`` are those of a named speaker as the mention itself gives them; days are counted from 1-1-1.
link_cards = sa.Table(
    "link_cards", metadata, _row(), case_column(),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("id", sa.String(64), nullable=False),
    sa.Column("text_id", sa.String(64), nullable=False),
    sa.Column("record_id", sa.String(64)),
    sa.Column("name", sa.Text), sa.Column("side", sa.Text),
    sa.Column("first_day", sa.Integer), sa.Column("last_day", sa.Integer),
    sa.Column("payload", sa.Text),  # JSON: features, keys; NULL until the mention was compared
    sa.UniqueConstraint("case_id", "kind", "id"),
    sa.Index("ix_link_cards_text", "case_id", "kind", "text_id"),
    sa.Index("ix_link_cards_days", "case_id", "kind", "last_day", "first_day"),
    sa.Index("ix_link_cards_name", "case_id", "name", "side", "text_id"),
    sa.Index("ix_link_cards_record", "case_id", "record_id"),
)  # fmt: skip

#: Pairs of mentions that score high enough to join, or that say one thing on two days. ``voices`` is set where they
#: credit one speech to two names.
link_edges = sa.Table(
    "link_edges", metadata, _row(), case_column(),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("left_id", sa.String(64), nullable=False),
    sa.Column("right_id", sa.String(64), nullable=False),
    sa.Column("voices", sa.Text),
    sa.Index("ix_link_edges_left", "case_id", "left_id"),
    sa.Index("ix_link_edges_right", "case_id", "right_id"),
    sa.Index("ix_link_edges_voices", "case_id", "voices"),
)  # fmt: skip

#: Texts whose mentions, report or decisions changed since they were linked.
link_waiting = sa.Table(
    "link_waiting", metadata,
    sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), primary_key=True),
    sa.Column("text_id", sa.String(64), primary_key=True),
)  # fmt: skip

#: What linking worked out of one text, report or record (``owner``), so that it is not read again for what comes later.
#: ``held`` is the record that it belongs to, ``payload`` hangs on the kind.
link_facts = sa.Table(
    "link_facts", metadata, _row(), case_column(),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("owner", sa.String(64), nullable=False),
    sa.Column("held", sa.String(64)),
    sa.Column("day", sa.Integer, nullable=False),  # counted from 1-1-1; 0 where none is meant
    sa.Column("payload", sa.Text),  # JSON
    sa.Index("ix_link_facts_owner", "case_id", "kind", "owner"),
    sa.Index("ix_link_facts_held", "case_id", "kind", "held"),
)  # fmt: skip

#: By what a fact is looked up. There are a hundred of these for each report, so a key is a number made of the case's
#: id, the fact's kind and the words looked up (facts.py), and no other column tells the case.
link_keys = sa.Table(
    "link_keys", metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("fact", sa.Integer, primary_key=True, autoincrement=False),
    sa.Index("ix_link_keys_fact", "fact"),
    sqlite_with_rowid=False,
)  # fmt: skip

#: By which linker and agreement the case is linked, and how many decisions were in force.
link_state = sa.Table(
    "link_state", metadata,
    sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), primary_key=True),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("decisions", sa.Integer, nullable=False),
)  # fmt: skip

#: Decisions whose words or record were not found when the case was linked, from when until when.
lost_places = sa.Table(
    "lost_places", metadata, _row(), case_column(),
    sa.Column("decision_id", sa.String(64), nullable=False),
    sa.Column("recorded_at", Instant, nullable=False),
    sa.Column("superseded_at", Instant),
    sa.Index("uq_lost_places_current", "case_id", "decision_id", unique=True,
             sqlite_where=sa.text("superseded_at IS NULL"), postgresql_where=sa.text("superseded_at IS NULL")),
)  # fmt: skip

#: Dossiers as they were issued. ``known_at`` is the instant of the case's record they were made from; ``texts`` are
#: the ids of the texts whose words they may hold, ``withdrawn`` says why its files are gone.
briefs = sa.Table(
    "briefs", metadata, _row(), case_column(),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("known_at", Instant, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("options", sa.Text, nullable=False),  # JSON
    sa.Column("versions", sa.Text, nullable=False),  # JSON
    sa.Column("texts", sa.Text, nullable=False),  # JSON
    sa.Column("withdrawn", sa.Text),
    sa.UniqueConstraint("case_id", "number"),
)  # fmt: skip

#: The files of a dossier, byte for byte.
brief_files = sa.Table(
    "brief_files", metadata, _row(), case_column(),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("form", sa.Text, nullable=False),  # "html", "md", "pdf" or "docx"
    sa.Column("digest", sa.String(64), nullable=False),  # SHA-256 of the file
    sa.Column("size", sa.Integer, nullable=False),  # bytes
    sa.Column("content", sa.LargeBinary),  # zlib; NULL once withdrawn
    sa.UniqueConstraint("case_id", "number", "form"),
)  # fmt: skip

#: What persons decided. ``content`` and ``salt`` go when redacted; all else is the place, who and when that stay.
decisions = sa.Table(
    "decisions", metadata, _row(), case_column(),
    sa.Column("id", sa.String(64), nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("target_kind", sa.Text, nullable=False),
    sa.Column("target", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("content", sa.Text),
    sa.Column("salt", sa.String(64)),
    sa.Column("recorded_at", Instant, nullable=False),
    sa.UniqueConstraint("case_id", "id"),
)  # fmt: skip

#: Append-only: triggers forbid UPDATE and DELETE.
chain = sa.Table(
    "chain", metadata, case_column(),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("decision_id", sa.String(64), nullable=False),
    sa.Column("content_digest", sa.String(64), nullable=False),
    sa.Column("previous", sa.String(64), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.PrimaryKeyConstraint("case_id", "sequence"),
    _to("decisions", "decision_id"),
)  # fmt: skip

redactions = sa.Table(
    "redactions", metadata, _row(), case_column(),
    sa.Column("target_kind", sa.Text, nullable=False),
    sa.Column("target", sa.String(64), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("ground", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.UniqueConstraint("case_id", "target_kind", "target"),
)  # fmt: skip

runs = sa.Table(
    "runs", metadata, _row(), case_column(),
    sa.Column("id", sa.String(64), nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("versions", sa.Text, nullable=False),  # JSON
    sa.Column("started_at", Instant, nullable=False),
    sa.Column("ended_at", Instant),
    sa.Column("counts", sa.Text),  # JSON
    sa.UniqueConstraint("case_id", "id"),
)  # fmt: skip

set_aside = sa.Table(
    "set_aside", metadata, _row(), case_column(),
    sa.Column("run_id", sa.String(64), nullable=False, index=True), _to("runs", "run_id"),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("message", sa.Text),
    sa.Column("count", sa.Integer, nullable=False),
)  # fmt: skip

leases = sa.Table(
    "leases", metadata,
    sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), primary_key=True),
    sa.Column("token", sa.String(64), nullable=False),
    sa.Column("holder", sa.Text, nullable=False),
    sa.Column("pid", sa.Integer, nullable=False),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("process", sa.Text, nullable=False),  # boot, process space, pid and start: see lease.py
    sa.Column("since", Instant, nullable=False),
    sa.Column("heartbeat", Instant, nullable=False),
    sa.Column("seconds", sa.Integer, nullable=False),
)  # fmt: skip

#: What watching remembers: pages and hosts visited, digests made, by kind and name; a small JSON record each.
memory = sa.Table(
    "memory", metadata,
    sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
)  # fmt: skip
