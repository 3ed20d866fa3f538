"""``python -m photocheck``."""

import sys

from photocheck.cli import main

if __name__ == "__main__":
    sys.exit(main())
