"""
What the customer reads
=======================

One photo, in every language that there are texts for. A place in the picture is part of the
sentence.
"""

from pathlib import Path

import photocheck
from photocheck import texts

SAMPLES = Path("../../../samples")
for language in texts.languages():
    inspector = photocheck.Inspector(language=language)
    for name in ("smartphone_back_shaken", "laptop_right_open"):
        for result in inspector.inspect(SAMPLES / f"{name}.jpg").problems:
            print(f"{language}  {result.reason:14} {result.message}")
