"""What a text holds is looked up by case and text."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"

#: The records that lie in one text.
TABLES = (
    "readings", "annotations", "statement_mentions", "incident_mentions", "figures", "commitments", "term_claims",
)  # fmt: skip


def upgrade() -> None:
    for name in TABLES:
        op.drop_index(f"ix_{name}_text_id", name)
        op.create_index(f"ix_{name}_text_id", name, ["case_id", "text_id"])
