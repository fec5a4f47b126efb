"""Alembic's entry: migrate on the connection that storage.migrations hands over."""

from alembic import context

from storage.migrations import of_a_model
from storage.models import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    include_name=of_a_model,
    render_as_batch=True,
    compare_type=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
