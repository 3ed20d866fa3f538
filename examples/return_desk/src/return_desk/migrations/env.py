"""What alembic runs: the migrations on the connection that `Database.migrate` gives."""

from alembic import context

from return_desk.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
context.run_migrations()
