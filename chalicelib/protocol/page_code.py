"""The code on every page: what the page must say, signed, so that anyone can check the paper (docs/page-code.md).

`KOFU2:` and base45 of a COSE_Sign1, which a page key signed; the certificate of that key is in the unprotected header.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.protocol import base45, cbor, cose, es256, page_keys
from chalicelib.protocol.base45 import Base45Malformed
from chalicelib.protocol.cbor import CborMalformed
from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.cose import Sign1
from chalicelib.protocol.page_fields import PageField, from_list, to_list
from chalicelib.protocol.page_keys import PageCodeInvalid, PageCodeMalformed, PageKey

PREFIX = "KOFU2:"
MAX_PAYLOAD = 400
"""Bytes of a statement: with a key's certificate and two signatures around it the code stays within its QR version."""

_CONTEXT = b"kofu/page/v2"
_CERTIFICATE = -65537
_PROTECTED: dict[int, cbor.Value] = {cose.ALGORITHM: cose.ES256}
_TYPES = tuple(CertificateType)
_MEMBERS = 9


class PageSignatureWrong(PageCodeInvalid):
    """The page key did not sign this."""


class PageKeyExpired(PageCodeInvalid):
    """The page was signed outside the time for which its key is certified."""


@dataclass(frozen=True, slots=True)
class PageStatement:
    """What a page says of itself.

    Attributes:
        municipality: Who issued it: the 5-digit code.
        certificate_type: Which certificate.
        issuance_id: 26 characters of Crockford's base 32.
        issued_at: Unix seconds; the day of it in Japan is the day printed.
        page: The number of the page, from 1.
        pages: How many there are.
        fields: What a recipient compares, in the order of the page.
        left_out: How many further fields had no room.
        text_sha256: Digest of the texts but for 個人番号 and 住民票コード, see `page_text.text_digest`.
        imprint_sha256: Digest of a registered seal's image; empty on other certificates.
    """

    municipality: str
    certificate_type: CertificateType
    issuance_id: str
    issued_at: int
    page: int
    pages: int
    fields: tuple[PageField, ...] = field(repr=False)
    left_out: int
    text_sha256: bytes
    imprint_sha256: bytes = b""

    def encode(self) -> bytes:
        """Write it in CBOR."""
        return cbor.encode(
            {
                1: self.municipality,
                2: _TYPES.index(self.certificate_type) + 1,
                3: self.issuance_id,
                4: self.issued_at,
                5: [self.page, self.pages],
                6: to_list(self.fields),
                7: self.left_out,
                8: self.text_sha256,
                9: self.imprint_sha256,
            }
        )

    def fitted(self) -> PageStatement:
        """Return it with the fields there is room for: the longest goes first, is counted, and none is ever cut."""
        kept = self
        while len(kept.encode()) > MAX_PAYLOAD and kept.fields:
            # Of several as long as each other the last.
            _, longest = max((len(item.text.encode()), place) for place, item in enumerate(kept.fields))
            fields = kept.fields[:longest] + kept.fields[longest + 1 :]
            kept = replace(kept, fields=fields, left_out=kept.left_out + 1)
        return kept


def sign(statement: PageStatement, key: PageKey) -> str:
    """Return the content of a page's code.

    Raises:
        PageKeyExpired: The key may not sign at the statement's time.
    """
    if not key.covers(statement.issued_at):
        raise PageKeyExpired
    payload = statement.encode()
    signature = es256.sign(key.private_key, cose.to_be_signed(_PROTECTED, payload, _CONTEXT))
    message = Sign1(_PROTECTED, {_CERTIFICATE: key.certificate}, payload, signature)
    return PREFIX + base45.encode(message.encode())


def verify(content: str, jwks: dict[str, Any]) -> PageStatement:
    """Check the content of a page's code with the keys of `GET /verification-keys`.

    Raises:
        PageCodeInvalid: As one of its kinds: `PageCodeMalformed`, `PageKeyUnknown`, `PageKeyNotCertified`,
            `PageKeyExpired`, `PageSignatureWrong`.
        KeyUnusable: The verification keys are malformed.
    """
    message, certificate, statement = _read(content)
    certified = page_keys.check_certificate(certificate, jwks)
    if not message.is_signed_by(certified.public_key, _CONTEXT):
        raise PageSignatureWrong
    if not certified.covers(statement.issued_at):
        raise PageKeyExpired
    return statement


def certificate_of(content: str) -> bytes:
    """Return the page key's certificate that a code carries, unverified.

    Raises:
        PageCodeMalformed: It is no code.
    """
    return _read(content)[1]


def _read(content: str) -> tuple[Sign1, bytes, PageStatement]:
    if not content.startswith(PREFIX):
        raise PageCodeMalformed
    try:
        message = cose.decode(base45.decode(content.removeprefix(PREFIX)))
        statement = _statement(cbor.decode(message.payload))
    except (Base45Malformed, CborMalformed) as error:
        raise PageCodeMalformed from error
    certificate = message.unprotected.get(_CERTIFICATE)
    if not isinstance(certificate, bytes) or message.protected != _PROTECTED or len(message.unprotected) != 1:
        raise PageCodeMalformed
    return message, certificate, statement


def _statement(payload: cbor.Value) -> PageStatement:
    if not isinstance(payload, dict) or len(payload) != _MEMBERS:
        raise CborMalformed
    match payload:
        case {
            1: str(municipality),
            2: int(kind),
            3: str(issuance_id),
            4: int(issued_at),
            5: [int(page), int(pages)],
            6: list(fields),
            7: int(left_out),
            8: bytes(text_sha256),
            9: bytes(imprint_sha256),
        } if 1 <= kind <= len(_TYPES):
            return PageStatement(
                municipality,
                _TYPES[kind - 1],
                issuance_id,
                issued_at,
                page,
                pages,
                from_list(fields),
                left_out,
                text_sha256,
                imprint_sha256,
            )
    raise CborMalformed
