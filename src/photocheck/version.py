"""The version of photocheck that is installed."""

from importlib import metadata

__version__ = metadata.version("photocheck")
