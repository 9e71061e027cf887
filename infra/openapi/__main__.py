"""`python -m infra.openapi` writes docs/openapi.json."""

from __future__ import annotations

import sys
from pathlib import Path

from infra.openapi.document import text

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"


def main() -> int:
    """Write the document; return the exit status."""
    DOCUMENT.write_text(text(), encoding="utf-8")
    print(f"written: docs/{DOCUMENT.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
