"""Tables for the desk: what the pages of the ledger are read by, and what persons say in review.

They belong to the same schema as those of schema.py, where their rules stand.
"""

from __future__ import annotations

import sqlalchemy as sa

from trucewatch.store.schema import Instant, metadata

_claims = sa.text("against IS NOT NULL")

#: Where each statement stands in the order told, and whether it is a claim (told.py); worked out, never shown as it is.
#: An unknown day is the last one there is.
told = sa.Table(
    "told", metadata,
    sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), primary_key=True),
    sa.Column("statement_id", sa.String(64), primary_key=True),
    sa.Column("side", sa.Text), sa.Column("act", sa.Text, nullable=False),
    sa.Column("against", sa.Text),  # NULL: no claim
    sa.Column("answered", sa.Boolean, nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("published", sa.Date, nullable=False), sa.Column("added_at", Instant),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("last_reported", sa.Date, nullable=False),
    sa.Index("ix_told_claims", "case_id", "day", "published", "added_at", "start", "statement_id",
             sqlite_where=_claims, postgresql_where=_claims),
    sa.Index("ix_told_counts", "case_id", "against", "answered", "side",
             sqlite_where=_claims, postgresql_where=_claims),
    sa.Index("ix_told_said", "case_id", "side", "last_reported"),
)  # fmt: skip

#: Comments, assignments, sign-offs, samples and what readers decide of them (entries.py). Append-only: triggers forbid
#: DELETE, and UPDATE of all but ``payload``, which goes when redacted.
review_entries = sa.Table(
    "review_entries", metadata,
    sa.Column("row", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), nullable=False),
    sa.Column("id", sa.String(64), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("about_kind", sa.Text, nullable=False), sa.Column("about", sa.Text, nullable=False),
    sa.Column("text_id", sa.String(64)),  # where the words of its record stand
    sa.Column("who", sa.Text, nullable=False), sa.Column("made_at", Instant, nullable=False),
    sa.Column("payload", sa.Text),  # JSON; NULL once redacted
    sa.UniqueConstraint("case_id", "id"),
    sa.Index("ix_review_entries_about", "case_id", "about"),
    sa.Index("ix_review_entries_text", "case_id", "text_id"),
    sa.Index("ix_review_entries_kind", "case_id", "kind"),
)  # fmt: skip
