"""``python -m returnflow``."""

import sys

from returnflow.cli import main

if __name__ == "__main__":
    sys.exit(main())
