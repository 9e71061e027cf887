"""Signing pages with a key that is made here, certified once an hour in KMS, and never leaves this process's memory.

A visit needs no call for it. The key is renewed well before its time is over; when KMS does not answer then, the old
one serves on until a call that begins now could outlast it, and after that nothing is signed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from chalicelib.protocol import page_code
from chalicelib.protocol.errors import KofuError
from chalicelib.protocol.page_keys import LIFETIME, PageKey
from chalicelib.render.document import Document
from chalicelib.render.page_statements import page_statements

NewPageKey = Callable[[int], PageKey]
"""Makes a key that may sign from this time (Unix seconds) on.

Raises:
    DependencyUnavailable, TooManyRequests: KMS did not certify it.
"""

# A call that began before the key was made is signed with it too: none lasts longer than API Gateway waits.
_LONGEST_CALL = 60
_RENEW_BEFORE_END = 600
assert _LONGEST_CALL < _RENEW_BEFORE_END < LIFETIME  # noqa: S101 - else keys would be renewed too late, or always


class PageSigner:
    """Makes the codes of a document's pages; may be used by several threads."""

    def __init__(self, new_key: NewPageKey) -> None:
        """Take keys from `new_key`, the first one when it is needed."""
        self._new_key = new_key
        self._key: PageKey | None = None
        self._renewing = threading.Lock()

    def codes(self, document: Document, issued_at: int) -> tuple[str, ...]:
        """Return the content of each page's code; `issued_at` is Unix seconds.

        Raises:
            DependencyUnavailable, TooManyRequests: There is no page key, and KMS did not certify one.
        """
        key = self.key(issued_at)
        return tuple(page_code.sign(statement, key) for statement in page_statements(document, issued_at))

    def key(self, now: int) -> PageKey:
        """Return a key that may sign now and until whatever asked for it is over.

        Raises:
            DependencyUnavailable, TooManyRequests
        """
        key = self._key
        if key is not None and _serves(key, now, _RENEW_BEFORE_END):
            return key
        usable = key if key is not None and _serves(key, now, _LONGEST_CALL) else None
        # With a usable key one thread renews and the others go on; without one they wait for it.
        if not self._renewing.acquire(blocking=usable is None) and usable is not None:
            return usable
        try:
            return self._renewed(now, usable)
        finally:
            self._renewing.release()

    def _renewed(self, now: int, usable: PageKey | None) -> PageKey:
        key = self._key
        if key is not None and _serves(key, now, _RENEW_BEFORE_END):
            return key
        try:
            key = self._new_key(now - _LONGEST_CALL)
        except KofuError:
            if usable is None:
                raise
            return usable
        self._key = key
        return key


def _serves(key: PageKey, now: int, margin: int) -> bool:
    return key.covers(now) and key.covers(now + margin)
