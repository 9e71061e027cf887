"""Revocation status by the authority's list, fetched over HTTP (RFC 5280; media type: RFC 2585)."""

from __future__ import annotations

from cryptography import x509

from chalicelib.authenticate.revocation.answers import Answer, Doubt, Unknown
from chalicelib.authenticate.revocation.cache import ExpiringCache
from chalicelib.authenticate.revocation.crl_reading import SOURCE, CheckedList, read_list
from chalicelib.authenticate.revocation.fetching import Address, Exchange, Fetch
from chalicelib.authenticate.revocation.freshness import CRL_FRESHNESS, Freshness
from chalicelib.authenticate.trust_anchors import Authority

LIST_LIMIT = 16 * 1024 * 1024

CrlCache = ExpiringCache[str, CheckedList]
"""Checked lists by generation."""


class CrlSource:
    """Looks certificates up in the list of their generation, which is fetched when the cache has none."""

    def __init__(
        self,
        address: Address,
        fetch: Fetch,
        cache: CrlCache,
        *,
        freshness: Freshness = CRL_FRESHNESS,
        limit: int = LIST_LIMIT,
    ) -> None:
        self._address = address
        self._fetch = fetch
        self._cache = cache
        self._freshness = freshness
        self._limit = limit

    def status(self, certificate: x509.Certificate, authority: Authority, *, now: int) -> Answer:
        """Answer as the list says. See `RevocationSource`."""
        try:
            return self._list(authority, now=now).answer(certificate)
        except Doubt as doubt:
            return Unknown(SOURCE, doubt.cause)

    def _list(self, authority: Authority, *, now: int) -> CheckedList:
        kept = self._cache.get(authority.generation, now=now)
        if kept is not None:
            return kept
        exchange = Exchange(self._address.of(authority), "application/pkix-crl", self._limit)
        found = read_list(self._fetch(exchange), authority.certificate, self._freshness, now=now)
        self._cache.put(authority.generation, found, until=found.usable_until, now=now)
        return found
