"""What every measure says of the conformance pictures; run as a script it writes the expected values.

python tests/golden/conformance.py --write
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from pictures import pictures

from photocheck import Inspector, Registry

CHECKS = ("resolution", "blur", "exposure", "glare", "duplicate")
"""Those that measure pixels; the others judge what a view model says."""

EXPECTED = Path(__file__).with_name("conformance.json")


def measured() -> dict[str, Any]:
    """Every check's value and numeric measurements, by picture."""
    inspector = Inspector("standard", CHECKS, registry=Registry.builtin(), view=None)
    table = {}
    for name, rgb in pictures():
        report = inspector.inspect(rgb)
        table[name] = {
            "sha256": hashlib.sha256(rgb.tobytes()).hexdigest(),
            "measures": {
                result.check: {"status": str(result.status), "value": result.value}
                | {
                    key: value
                    for key, value in result.measurements.items()
                    if isinstance(value, str) or (value is not None and math.isfinite(value))
                }
                for result in report.results
            },
        }
    return table


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("expected --write")
    EXPECTED.write_text(json.dumps(measured(), indent=1) + "\n", encoding="utf-8")
