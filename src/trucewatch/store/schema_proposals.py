"""Tables for what language models proposed and for what was sent to them. No reader of the record, no linking and no
export looks at them (proposals.py). They belong to the same schema as those of schema.py.
"""

from __future__ import annotations

import sqlalchemy as sa

from trucewatch.store.schema import Instant, metadata

proposals = sa.Table(
    "proposals", metadata,
    sa.Column("row", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), nullable=False),
    sa.Column("id", sa.String(64), nullable=False), sa.Column("kind", sa.Text, nullable=False),
    sa.Column("text_id", sa.String(64), nullable=False),
    sa.Column("statement_id", sa.String(64)),  # NULL: of no statement of the record
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("payload", sa.Text),  # JSON; NULL once the words it rests on were redacted
    sa.UniqueConstraint("case_id", "id"),
    sa.Index("ix_proposals_text", "case_id", "text_id"),
    sa.Index("ix_proposals_statement", "case_id", "statement_id"),
)  # fmt: skip

#: Every request, written down before it is sent; it holds no words of a report.
model_requests = sa.Table(
    "model_requests", metadata,
    sa.Column("row", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), nullable=False),
    sa.Column("id", sa.String(64), nullable=False), sa.Column("key", sa.String(64), nullable=False),
    sa.Column("report_id", sa.String(64), nullable=False), sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("sent_at", Instant, nullable=False), sa.Column("payload", sa.Text, nullable=False),
    sa.UniqueConstraint("case_id", "id"),
    sa.Index("ix_model_requests_key", "case_id", "key"),
    sa.Index("ix_model_requests_report", "case_id", "report_id"),
)  # fmt: skip
