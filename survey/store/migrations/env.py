"""Alembic's entrance. The connection comes from `survey.store.migrate`; there is no alembic.ini and no URL here."""

from alembic import context

from survey.store.tables import standing

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=standing, transactional_ddl=True, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
