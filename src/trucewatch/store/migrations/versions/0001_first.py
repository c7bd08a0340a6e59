"""The first schema: every table of a case, as it stood then; later changes are further steps, never edits here."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from trucewatch.store.dialects import dialect_of

revision = "0001"
down_revision = None

INSTANT = sa.DateTime(timezone=True)
CURRENT: dict[str, Any] = {
    "sqlite_where": sa.text("superseded_at IS NULL"),
    "postgresql_where": sa.text("superseded_at IS NULL"),
}


def _case(**more: Any) -> sa.Column[Any]:
    return sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), nullable=False, **more)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["case_id", column], [f"{other}.case_id", f"{other}.id"], name=f"fk_{table}_case_id_{column}"
    )


def _records(name: str, *keys: Any) -> None:
    """A table that keeps versions of records."""
    op.create_table(
        name,
        sa.Column("row", sa.Integer, primary_key=True), _case(), sa.Column("id", sa.String(64), nullable=False),
        *keys,
        sa.Column("said_from", INSTANT), sa.Column("said_to", INSTANT),
        sa.Column("day_from", sa.Date), sa.Column("day_to", sa.Date),
        sa.Column("published", sa.Date), sa.Column("captured_at", INSTANT),
        sa.Column("recorded_at", INSTANT, nullable=False), sa.Column("superseded_at", INSTANT),
        sa.Column("payload", sa.Text, nullable=False), sa.Column("digest", sa.String(64), nullable=False),
    )  # fmt: skip
    op.create_index(f"uq_{name}_current", name, ["case_id", "id"], unique=True, **CURRENT)
    op.create_index(f"ix_{name}_id", name, ["case_id", "id"])


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
    )
    _records(
        "agreements",
        sa.Column("version", sa.String(64)),
        sa.Column("source", sa.LargeBinary),
    )
    _records(
        "assessments",
        sa.Column("provision", sa.Text),
        sa.Column("status", sa.Text),
    )
    op.create_table(
        "captures",
        sa.Column("row", sa.Integer, primary_key=True),
        _case(),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("fetched_at", INSTANT, nullable=False),
        sa.Column("content", sa.LargeBinary),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.UniqueConstraint("case_id", "id", name="uq_captures_case_id_id"),
    )
    op.create_table(
        "decisions",
        sa.Column("row", sa.Integer, primary_key=True),
        _case(),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("target_kind", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("content", sa.Text),
        sa.Column("salt", sa.String(64)),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.UniqueConstraint("case_id", "id", name="uq_decisions_case_id_id"),
    )
    _records(
        "incidents",
        sa.Column("founding_mention", sa.String(64)),
        sa.Column("type", sa.Text),
        sa.Column("country", sa.Text),
    )
    _records(
        "judgements",
        sa.Column("kind", sa.Text),
        sa.Column("left_id", sa.Text),
        sa.Column("right_id", sa.Text),
        sa.Column("verdict", sa.Text),
        sa.Column("label", sa.Text),
        sa.Column("made_by", sa.Text),
    )
    op.create_table(
        "leases",
        _case(primary_key=True),
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("pid", sa.Integer, nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("process", sa.Text, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("heartbeat", INSTANT, nullable=False),
        sa.Column("seconds", sa.Integer, nullable=False),
    )
    op.create_table(
        "redactions",
        sa.Column("row", sa.Integer, primary_key=True),
        _case(),
        sa.Column("target_kind", sa.Text, nullable=False),
        sa.Column("target", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("ground", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.UniqueConstraint("case_id", "target_kind", "target", name="uq_redactions_case_id_target_kind_target"),
    )
    op.create_table(
        "redirects",
        sa.Column("row", sa.Integer, primary_key=True),
        _case(),
        sa.Column("younger", sa.String(64), nullable=False),
        sa.Column("older", sa.String(64), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("superseded_at", INSTANT),
    )
    op.create_table(
        "report_parts",
        sa.Column("row", sa.Integer, primary_key=True),
        _case(),
        sa.Column("report_id", sa.String(64), nullable=False),
        sa.Column("part", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.UniqueConstraint(
            "case_id", "report_id", "part", "value", name="uq_report_parts_case_id_report_id_part_value"
        ),
    )
    _records(
        "reports",
        sa.Column("publisher", sa.Text),
        sa.Column("kind", sa.Text),
    )
    op.create_table(
        "runs",
        sa.Column("row", sa.Integer, primary_key=True),
        _case(),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("versions", sa.Text, nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.Column("counts", sa.Text),
        sa.UniqueConstraint("case_id", "id", name="uq_runs_case_id_id"),
    )
    _records(
        "series",
        sa.Column("unit", sa.Text),
        sa.Column("incident_id", sa.String(64)),
    )
    _records(
        "statements",
        sa.Column("founding_mention", sa.String(64)),
        sa.Column("act", sa.Text),
        sa.Column("side", sa.Text),
        sa.Column("target_side", sa.Text),
        sa.Column("speaker_folded", sa.Text),
    )
    op.create_table(
        "texts",
        sa.Column("row", sa.Integer, primary_key=True),
        _case(),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.UniqueConstraint("case_id", "id", name="uq_texts_case_id_id"),
    )
    _records(
        "annotations",
        sa.Column("text_id", sa.String(64), nullable=False),
        sa.Column("report_id", sa.String(64)),
        sa.Column("fingerprint", sa.Text, nullable=False),
        _to("annotations", "text_id", "texts"),
    )
    op.create_table(
        "chain",
        _case(),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("decision_id", sa.String(64), nullable=False),
        sa.Column("content_digest", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "sequence", name="pk_chain"),
        _to("chain", "decision_id", "decisions"),
    )
    _records(
        "commitments",
        sa.Column("text_id", sa.String(64), nullable=False),
        sa.Column("obligor_side", sa.Text),
        _to("commitments", "text_id", "texts"),
    )
    _records(
        "figures",
        sa.Column("text_id", sa.String(64), nullable=False),
        sa.Column("unit", sa.Text),
        sa.Column("side", sa.Text),
        _to("figures", "text_id", "texts"),
    )
    _records(
        "incident_mentions",
        sa.Column("text_id", sa.String(64), nullable=False),
        sa.Column("type", sa.Text),
        sa.Column("said_as", sa.Text),
        _to("incident_mentions", "text_id", "texts"),
    )
    _records(
        "readings",
        sa.Column("text_id", sa.String(64), nullable=False),
        sa.Column("capture_id", sa.String(64), nullable=False),
        _to("readings", "capture_id", "captures"),
        _to("readings", "text_id", "texts"),
    )
    op.create_table(
        "set_aside",
        sa.Column("row", sa.Integer, primary_key=True),
        _case(),
        sa.Column("run_id", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("message", sa.Text),
        sa.Column("count", sa.Integer, nullable=False),
        _to("set_aside", "run_id", "runs"),
    )
    _records(
        "statement_mentions",
        sa.Column("text_id", sa.String(64), nullable=False),
        sa.Column("act", sa.Text),
        sa.Column("side", sa.Text),
        sa.Column("target_side", sa.Text),
        sa.Column("speaker_folded", sa.Text),
        _to("statement_mentions", "text_id", "texts"),
    )
    op.create_index("ix_captures_url", "captures", ["url"])
    op.create_index("ix_judgements_left_id", "judgements", ["left_id"])
    op.create_index("ix_judgements_right_id", "judgements", ["right_id"])
    op.create_index("uq_redirects_current", "redirects", ["case_id", "younger"], unique=True, **CURRENT)
    op.create_index("ix_report_parts_report_id", "report_parts", ["report_id"])
    op.create_index("ix_report_parts_value", "report_parts", ["case_id", "part", "value"])
    op.create_index("ix_annotations_text_id", "annotations", ["text_id"])
    op.create_index("ix_commitments_text_id", "commitments", ["text_id"])
    op.create_index("ix_figures_text_id", "figures", ["text_id"])
    op.create_index("ix_incident_mentions_text_id", "incident_mentions", ["text_id"])
    op.create_index("ix_readings_capture_id", "readings", ["capture_id"])
    op.create_index("ix_readings_text_id", "readings", ["text_id"])
    op.create_index("ix_set_aside_run_id", "set_aside", ["run_id"])
    op.create_index("ix_statement_mentions_text_id", "statement_mentions", ["text_id"])
    for verb in ("UPDATE", "DELETE"):
        dialect_of(op.get_bind()).guard(
            op.get_bind(), "chain", verb, name=verb.lower(), why="the decision chain is append-only"
        )
