"""Alembic's scripts, in order."""
