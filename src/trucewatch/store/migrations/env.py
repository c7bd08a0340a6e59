"""Alembic runs this file; the connection is handed over in ``attributes``, and its owner ends the transaction."""

from __future__ import annotations

from alembic import context

from trucewatch.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
