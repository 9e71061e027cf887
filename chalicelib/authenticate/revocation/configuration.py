"""Making the checker from a function's settings, once in a process."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.authenticate.revocation.answers import RevocationSource
from chalicelib.authenticate.revocation.checker import Observe, RevocationChecker, ignore
from chalicelib.authenticate.revocation.crl_source import CrlCache, CrlSource
from chalicelib.authenticate.revocation.fetching import Address, Fetch
from chalicelib.authenticate.revocation.http_fetch import HttpFetch
from chalicelib.authenticate.revocation.ocsp_source import CachedSource, OcspCache, OcspSource
from chalicelib.edge.settings import NotConfigured, Settings

OCSP_URL = "KOFU_OCSP_URL"
CRL_URL = "KOFU_CRL_URL"

OCSP_ENTRIES = 1024
OCSP_SECONDS = 300
"""Shorter than a visit: long enough for a second attempt of the same card, a third of the authority's own rhythm."""

CRL_ENTRIES = 4
"""Generations; at most three have been alive at a time."""
CRL_SECONDS = 3600


def checker_from(
    settings: Settings, entropy: Callable[[int], bytes], *, fetch: Fetch | None = None, observe: Observe = ignore
) -> RevocationChecker:
    """Make the checker: OCSP first where `KOFU_OCSP_URL` is set, then the list where `KOFU_CRL_URL` is.

    Raises:
        NotConfigured: Neither is set, or one is no address: such a configuration does not serve (R7).
    """
    fetch = fetch or HttpFetch()
    sources: list[RevocationSource] = []
    if (address := _address(settings, OCSP_URL)) is not None:
        cache = OcspCache(entries=OCSP_ENTRIES, max_age=OCSP_SECONDS)
        sources.append(CachedSource(OcspSource(address, fetch, entropy), cache))
    if (address := _address(settings, CRL_URL)) is not None:
        sources.append(CrlSource(address, fetch, CrlCache(entries=CRL_ENTRIES, max_age=CRL_SECONDS)))
    if not sources:
        raise NotConfigured(OCSP_URL)
    return RevocationChecker(sources, observe)


def _address(settings: Settings, name: str) -> Address | None:
    template = settings.environment.get(name, "")
    try:
        return Address(template) if template else None
    except ValueError as error:
        raise NotConfigured(name) from error
