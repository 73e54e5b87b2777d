"""Runs the numbered migrations over the connection that ``Store.open`` hands in."""

from alembic import context

from interviewer.store.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
