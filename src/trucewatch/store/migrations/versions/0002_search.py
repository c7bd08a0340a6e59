"""Full-text search over texts (title and body) and over the words of statements; what is there already is indexed."""

from __future__ import annotations

import json
import zlib

from alembic import op

from trucewatch.store.dialects import dialect_of

revision = "0002"
down_revision = "0001"

SEARCHED_ROLES = {"title", "body", "dateline", "standfirst", "heading"}


def upgrade() -> None:
    connection = op.get_bind()
    sql = dialect_of(connection)
    sql.create_search(connection)
    texts = connection.exec_driver_sql(
        'SELECT t."row", t.content, (SELECT r.payload FROM readings r WHERE r.case_id = t.case_id AND r.text_id = t.id '
        'AND r.superseded_at IS NULL ORDER BY r."row" LIMIT 1) FROM texts t WHERE t.content IS NOT NULL'
    )
    for row, packed, payload in texts:
        content = zlib.decompress(packed).decode("utf-8", "surrogatepass")
        blocks = json.loads(payload)["blocks"] if payload else []
        pieces = [content[b["start"] : b["end"]] for b in blocks if b["role"] in SEARCHED_ROLES]
        sql.index_words(connection, "text_search", row, "\n".join(pieces))
    mentions = connection.exec_driver_sql('SELECT "row", payload FROM statement_mentions WHERE superseded_at IS NULL')
    for row, payload in mentions:
        words = " … ".join(span["words"] for span in json.loads(payload)["content"])
        sql.index_words(connection, "statement_search", row, words)
