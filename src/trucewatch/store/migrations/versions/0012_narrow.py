"""Indexes by which linking finds the sides of a name and the actors of a kind without reading their rows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.drop_index("ix_link_cards_name", "link_cards")
    op.create_index("ix_link_cards_name", "link_cards", ["case_id", "name", "side", "text_id"])
    now = sa.text("superseded_at IS NULL")
    op.create_index("ix_actors_kind", "actors", ["case_id", "kind"], sqlite_where=now, postgresql_where=now)
