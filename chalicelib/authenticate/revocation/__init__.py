"""Is a card's certificate revoked? By OCSP, by list, or not knowable, which refuses.

`checker_from` makes a `RevocationChecker` from the settings; everything else is behind it. The rules, and why they are
as they are: docs/revocation.md.
"""

from chalicelib.authenticate.revocation.answers import Answer, Cause, Doubt, Good, RevocationSource, Revoked, Unknown
from chalicelib.authenticate.revocation.checker import RevocationChecker
from chalicelib.authenticate.revocation.configuration import CRL_URL, OCSP_URL, checker_from
from chalicelib.authenticate.revocation.crl_source import CrlCache, CrlSource
from chalicelib.authenticate.revocation.fetching import Address, Exchange, Fetch
from chalicelib.authenticate.revocation.http_fetch import HttpFetch
from chalicelib.authenticate.revocation.ocsp_source import CachedSource, OcspCache, OcspSource

__all__ = [
    "CRL_URL",
    "OCSP_URL",
    "Address",
    "Answer",
    "CachedSource",
    "Cause",
    "CrlCache",
    "CrlSource",
    "Doubt",
    "Exchange",
    "Fetch",
    "Good",
    "HttpFetch",
    "OcspCache",
    "OcspSource",
    "RevocationChecker",
    "RevocationSource",
    "Revoked",
    "Unknown",
    "checker_from",
]
