"""What the package index is told: the README with links that lead somewhere, and the addresses.

Where the repository can be read is known to who publishes, who sets ``PHOTOCHECK_REPOSITORY`` to
the address under which its files are (``https://…/blob/main``). Without it no link is made up: the
README's relative links become plain text.
"""

import os
import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

VARIABLE = "PHOTOCHECK_REPOSITORY"

_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")


class IndexMetadata(MetadataHookInterface):
    """Fills in the fields that ``pyproject.toml`` names as dynamic."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the README's text, and the addresses where they are known."""
        base = os.environ.get(VARIABLE, "").rstrip("/")
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": absolute(text, base)}
        if base:
            metadata["urls"] = {
                "Documentation": f"{base}/README.md",
                "Changelog": f"{base}/CHANGELOG.md",
            }


def absolute(text: str, base: str) -> str:
    """Markdown whose relative links start at an address; without one they are plain text."""

    def replaced(match: re.Match[str]) -> str:
        picture, words, target = match.groups()
        if "://" in target or target.startswith(("#", "mailto:")):
            return match.group()
        if not base:
            return "" if picture else words
        # A picture is wanted itself, not the page around it.
        return f"{picture}[{words}]({base}/{target}{'?raw=true' if picture else ''})"

    return _LINK.sub(replaced, text)
