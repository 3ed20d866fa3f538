"""What use does to a device, and what its owner puts on it: `dress`."""

from studio.wear.dressing import dress

__all__ = ["dress"]
