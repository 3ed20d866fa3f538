"""What the studio raises."""


class StudioError(Exception):
    """The studio can't do what was asked; the message says why and what to do."""
