"""`python -m infra.emulator.card_authority`: prints a bundle of trust anchors with one new simulated generation."""

from __future__ import annotations

import datetime as dt
import sys

from infra.emulator.card_authority import CardAuthority, fresh_key


def main() -> int:
    """Print the bundle; the key is forgotten, so nothing can ever be issued under it. Return the exit status."""
    authority = CardAuthority.create(generation="sim-1", now=dt.datetime.now(dt.UTC), key_source=fresh_key)
    sys.stdout.write(f"generation: {authority.generation}\n{authority.root_pem.decode()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
