"""A document becomes a sealed image: each page signed, typeset, packed, checked, sealed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from chalicelib.protocol import image_archive, sealing
from chalicelib.protocol.errors import CannotBeRendered, SubjectMismatch, TooLarge
from chalicelib.protocol.image_archive import ImageArchive, Manifest
from chalicelib.protocol.sealing import ENC_SIZE, MAX_HAND_OVER, Sealed
from chalicelib.render.document import Document
from chalicelib.storage.sessions import Session

DPI = 400

Typesetter = Callable[[Document, int], tuple[bytes, ...]]
"""Signs and draws the pages of a document that is issued at this time (Unix seconds)."""


@dataclass(frozen=True, slots=True)
class SealedImage:
    """Both halves, and what the ledger records of them."""

    sealed: Sealed
    pages: int
    subject: str = field(repr=False)

    @property
    def sha256(self) -> str:
        """Digest of the ciphertext in hexadecimal."""
        return hashlib.sha256(self.sealed.ciphertext).hexdigest()

    @property
    def size(self) -> int:
        """Bytes of the hand-over."""
        return ENC_SIZE + len(self.sealed.ciphertext)


def seal_document(
    document: Document, session: Session, typeset: Typesetter, *, copies: int, issued_at: int
) -> SealedImage:
    """Sign and typeset a document and seal it to the session, if it is about the session's resident.

    Raises:
        SubjectMismatch: It names another subject, municipality or none (R8). Nothing is sealed.
        CannotBeRendered: A glyph, a length, a page's completeness (R10) or a missing page (R4).
        DependencyUnavailable, TooManyRequests: There is no key to sign with.
        TooLarge: It would not fit a hand-over.
    """
    pages = typeset(document, issued_at)
    if len(pages) != len(document.pages):
        raise CannotBeRendered("a page is missing")
    manifest = Manifest(
        issuance_id=document.issuance_id,
        type=document.certificate_type,
        municipality=document.municipality,
        dpi=DPI,
        copies=copies,
        pages=image_archive.page_entries(pages),
        issued_at=issued_at,
    )
    plaintext = image_archive.pack(ImageArchive(manifest, pages))
    if len(plaintext) + sealing.OVERHEAD > MAX_HAND_OVER:
        raise TooLarge
    # The last statement before sealing: whatever went wrong above, a page about somebody else stops here.
    if (document.subject, document.municipality) != (session.resident_id, session.municipality):
        raise SubjectMismatch
    info = sealing.image_info(session.binding, document.issuance_id)
    return SealedImage(sealing.seal(plaintext, session.session_public_key, info), len(pages), document.subject)
