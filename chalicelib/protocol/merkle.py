"""The hash tree of RFC 6962, section 2.1: leaves and nodes are digested with different prefixes.

A node can so never be passed off as a leaf, and there is one tree for a list of leaves, whatever its length.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

_LEAF, _NODE = b"\0", b"\1"


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the root (32 bytes) over leaves in their order; of none it is the digest of nothing."""
    # Complete subtrees from the left, the largest first: the binary digits of the number of leaves so far.
    subtrees: list[tuple[int, bytes]] = []
    for leaf in leaves:
        height, digest = 0, hashlib.sha256(_LEAF + leaf).digest()
        while subtrees and subtrees[-1][0] == height:
            digest = _node(subtrees.pop()[1], digest)
            height += 1
        subtrees.append((height, digest))
    if not subtrees:
        return hashlib.sha256().digest()
    _, right = subtrees.pop()
    while subtrees:
        right = _node(subtrees.pop()[1], right)
    return right


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE + left + right).digest()
