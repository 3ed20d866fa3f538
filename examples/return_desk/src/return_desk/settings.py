"""What can be set in the environment: ``DESK_FOLDER``, ``DESK_PORT``, …, ``DATABASE_URL``."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of the service; each field is read from ``DESK_`` and its name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix="DESK_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    folder: Path = Path("desk-data")
    """Photos, and the database where no other is given."""

    database_url: str = Field(
        default="",
        repr=False,
        validation_alias=AliasChoices("DATABASE_URL", "database_url"),
    )
    """For instance ``postgresql+psycopg://…``; a SQLite file in `folder` by default."""

    s3_bucket: str = ""
    """Photos go to this bucket instead of `folder`; needs the extra ``s3``."""

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: str = ""
    """How customers reach the service: links begin with it. With https, cookies need it."""

    demo: bool = False
    """A page that opens returns for anybody, for trying out."""

    workers: int = Field(default=max(1, (os.cpu_count() or 2) - 1), ge=1, le=64)
    """Processes that judge photos."""

    max_photo_bytes: int = Field(default=25_000_000, ge=1)
    max_upload_bytes: int = Field(default=200_000_000, ge=1)
    """Of one request with photos."""

    max_form_bytes: int = Field(default=65_536, ge=1)
    """Of every other request."""

    max_photos: int = Field(default=200, ge=1)
    """That one return may send."""

    link_days: int = Field(default=30, ge=1)
    session_hours: int = Field(default=10, ge=1)
    logins_per_quarter_hour: int = Field(default=10, ge=1)
    """Wrong passwords, of one name or one address, before the login waits."""

    keep_photos_days: int = Field(default=180, ge=1)
    """Pixels of a return are deleted so long after its last event; hashes and reports stay."""

    @property
    def url_of_database(self) -> str:
        """The database's address, as SQLAlchemy takes it."""
        return self.database_url or f"sqlite:///{(self.folder / 'desk.db').absolute()}"

    @property
    def base_url(self) -> str:
        """What links begin with, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def secure(self) -> bool:
        """Whether customers come by https only."""
        return self.base_url.startswith("https://")
