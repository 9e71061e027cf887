"""Revocation status by OCSP over HTTP POST (RFC 6960, A.1), and its cache."""

from __future__ import annotations

from collections.abc import Callable

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from chalicelib.authenticate.revocation.answers import Answer, Doubt, RevocationSource, Unknown
from chalicelib.authenticate.revocation.cache import ExpiringCache
from chalicelib.authenticate.revocation.fetching import Address, Exchange, Fetch
from chalicelib.authenticate.revocation.freshness import OCSP_FRESHNESS, Freshness
from chalicelib.authenticate.revocation.ocsp_response import SOURCE, Question, read_response
from chalicelib.authenticate.trust_anchors import Authority

NONCE_SIZE = 32
RESPONSE_LIMIT = 16384

# Names the issuer, secures nothing, and is the only hash that every responder must know (RFC 5019, 2.1.1).
_CERTIFICATE_ID_HASH: HashAlgorithm = SHA1()  # noqa: S303 - see above

OcspCache = ExpiringCache[tuple[str, int], Answer]
"""Signed answers by generation and serial."""


class OcspSource:
    """Asks the authority's responder anew each time. `entropy` makes n random bytes, for nonces."""

    def __init__(
        self,
        address: Address,
        fetch: Fetch,
        entropy: Callable[[int], bytes],
        *,
        freshness: Freshness = OCSP_FRESHNESS,
        hash_algorithm: HashAlgorithm = _CERTIFICATE_ID_HASH,
    ) -> None:
        self._address = address
        self._fetch = fetch
        self._entropy = entropy
        self._freshness = freshness
        self._hash = hash_algorithm

    def status(self, certificate: x509.Certificate, authority: Authority, *, now: int) -> Answer:
        """Answer as the responder does. See `RevocationSource`."""
        question = Question(certificate, authority.certificate, self._entropy(NONCE_SIZE))
        exchange = Exchange(
            url=self._address.of(authority),
            accepts="application/ocsp-response",
            limit=RESPONSE_LIMIT,
            body=self._request(question),
            sends="application/ocsp-request",
        )
        try:
            return read_response(self._fetch(exchange), question, self._freshness, now=now)
        except Doubt as doubt:
            return Unknown(SOURCE, doubt.cause)

    def _request(self, question: Question) -> bytes:
        builder = ocsp.OCSPRequestBuilder().add_certificate(question.certificate, question.authority, self._hash)
        builder = builder.add_extension(x509.OCSPNonce(question.nonce), critical=False)
        return builder.build().public_bytes(Encoding.DER)


class CachedSource:
    """Repeats signed answers, good and revoked alike, while they are usable. A doubt is never kept."""

    def __init__(self, source: RevocationSource, cache: OcspCache) -> None:
        self._source = source
        self._cache = cache

    def status(self, certificate: x509.Certificate, authority: Authority, *, now: int) -> Answer:
        """Answer from the cache, or from the source. See `RevocationSource`."""
        key = authority.generation, certificate.serial_number
        kept = self._cache.get(key, now=now)
        if kept is not None:
            return kept
        answer = self._source.status(certificate, authority, now=now)
        if not isinstance(answer, Unknown):
            self._cache.put(key, answer, until=answer.usable_until, now=now)
        return answer
