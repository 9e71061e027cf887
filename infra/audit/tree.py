"""The hash tree of RFC 6962, section 2.1, by its definition there."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaves: a leaf's digest has the prefix 0, a node's the prefix 1."""
    return _tree([hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]) if leaves else hashlib.sha256().digest()


def _tree(digests: list[bytes]) -> bytes:
    if len(digests) == 1:
        return digests[0]
    # The largest power of two below the number of leaves.
    split = 1 << ((len(digests) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + _tree(digests[:split]) + _tree(digests[split:])).digest()
