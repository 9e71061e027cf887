"""The functions' use cases, put together as deployed, with what tests may exchange."""

from __future__ import annotations

import secrets

from cryptography import x509

from chalicelib.audit.service import Gathering
from chalicelib.authenticate.revocation import Good
from chalicelib.authenticate.service import Authenticator, ReadTables, Revocation
from chalicelib.authenticate.trust_anchors import Authority, TrustAnchors
from chalicelib.edge.gatekeeper import Gatekeeper, GateTables
from chalicelib.edge.settings import Settings
from chalicelib.protocol.ids import Entropy
from chalicelib.registers.store import RegisterReader
from chalicelib.render.document import Document
from chalicelib.render.image import Typesetter
from chalicelib.render.issuing import Issuing, Stores
from chalicelib.render.offers import OfferList
from chalicelib.render.page_signing import PageSigner
from chalicelib.render.replacement import Replacement
from chalicelib.render.typesetting import FontSet, typeset
from chalicelib.retrieve.hand_over import HandOver
from chalicelib.retrieve.outcomes import Outcomes
from chalicelib.retrieve.session_end import SessionEnd
from chalicelib.storage import clients
from chalicelib.storage.audit_archive import AuditArchive
from chalicelib.storage.audit_key import StatementSigner
from chalicelib.storage.authentication import AuthenticationStore, AuthenticationTables
from chalicelib.storage.basis import BasisTables
from chalicelib.storage.ended import EndedFinder
from chalicelib.storage.ending import IssuanceEnder
from chalicelib.storage.envelopes import EnvelopeEraser, EnvelopeTaker
from chalicelib.storage.images import ImageEraser, ImageLister, ImageReader, ImageWriter
from chalicelib.storage.issuing import SealRecorder
from chalicelib.storage.ledger import LedgerWriter
from chalicelib.storage.overdue import OverdueEnvelopes, OverdueFinder, OverdueSessions
from chalicelib.storage.page_key_issuer import PageKeyIssuer
from chalicelib.storage.public_keys import PublicKeys
from chalicelib.storage.rate_limits import RateLimit, RateLimits
from chalicelib.storage.receipt_key import ReceiptSigner
from chalicelib.storage.sessions import SessionEnder
from chalicelib.storage.visit_limit import VisitLimit
from chalicelib.sweep.service import EnvelopeSweep, ImageSweep, IssuanceSweep, SessionSweep, Sweep

GENEROUS = RateLimits(RateLimit(most=100_000, seconds=60), RateLimit(most=100_000, seconds=3600))
ANY_NUMBER = VisitLimit(100_000)


class NothingRevoked:
    """Says of every certificate that it is good: revocation has tests of its own."""

    def check(self, certificate: x509.Certificate, authority: Authority, *, now: int) -> Good:
        """Answer that it is good."""
        del certificate, authority
        return Good("test", now, now)


NOTHING_REVOKED = NothingRevoked()


def plain_pages(document: Document, _issued_at: int = 0) -> tuple[bytes, ...]:
    """Typeset without drawing: each page says whose it is, which is all that these tests look at."""
    return tuple(
        f"{document.issuance_id} {document.subject} {page.number}/{len(document.pages)}".encode()
        for page in document.pages
    )


class Services:
    """Makes the functions from settings."""

    def __init__(
        self,
        settings: Settings,
        anchors: TrustAnchors,
        limits: RateLimits = GENEROUS,
        visits: VisitLimit = ANY_NUMBER,
    ) -> None:
        self._settings = settings
        self._anchors = anchors
        self._bucket = settings.images_bucket
        self.ledger = LedgerWriter(clients.dynamodb(), self._table("LEDGER"))
        self.eraser = ImageEraser(clients.s3(), self._bucket)
        self.signer = ReceiptSigner(clients.kms(), settings.receipt_key)
        self.public_keys = PublicKeys(clients.kms(), settings.verification_keys)
        self.page_signer = PageSigner(PageKeyIssuer(clients.kms(), settings.page_key).new_key)
        self.authentication_store = AuthenticationStore(
            clients.dynamodb(),
            AuthenticationTables(
                challenges=self._table("CHALLENGES"),
                card_locks=self._table("CARD_LOCKS"),
                sessions=self._table("SESSIONS"),
                rate_limits=self._table("RATE_LIMITS"),
            ),
            limits,
            visits,
        )

    def _table(self, name: str) -> str:
        return self._settings.table(name)

    def _gatekeeper(self) -> Gatekeeper:
        tables = {name.lower(): self._table(name) for name in ("KIOSKS", "MUNICIPALITIES", "SESSIONS", "LEDGER")}
        return Gatekeeper(clients.dynamodb(), GateTables(**tables))

    def _ender(self) -> IssuanceEnder:
        return IssuanceEnder(EnvelopeEraser(clients.dynamodb(), self._table("ENVELOPES")), self.eraser, self.ledger)

    def authenticator(
        self, entropy: Entropy = secrets.token_bytes, revocation: Revocation = NOTHING_REVOKED
    ) -> Authenticator:
        """Make `authenticate`."""
        read = ReadTables(challenges=self._table("CHALLENGES"), card_links=self._table("CARD_LINKS"))
        return Authenticator(
            self._gatekeeper(), self.authentication_store, read, self._anchors, revocation, entropy=entropy
        )

    def offers(self) -> OfferList:
        """Make the list of offers."""
        return OfferList(self._gatekeeper(), self._registers())

    def _registers(self) -> RegisterReader:
        return RegisterReader(clients.dynamodb(), self._table("REGISTERS"), self._table("CARD_LINKS"))

    def issuing(self, typeset: Typesetter = plain_pages, entropy: Entropy = secrets.token_bytes) -> Issuing:
        """Make `render`."""
        dynamodb, ledger = clients.dynamodb(), self._table("LEDGER")
        recorder = SealRecorder(
            dynamodb,
            sessions=self._table("SESSIONS"),
            envelopes=self._table("ENVELOPES"),
            ledger=ledger,
            read=BasisTables(
                municipalities=self._table("MUNICIPALITIES"),
                registers=self._table("REGISTERS"),
                card_links=self._table("CARD_LINKS"),
            ),
        )
        return Issuing(
            self._gatekeeper(),
            self._registers(),
            Stores(self.ledger, recorder, ImageWriter(clients.s3(), self._bucket), self.eraser),
            Replacement(dynamodb, ledger, self.ledger, self._ender()),
            typeset=typeset,
            entropy=entropy,
        )

    def drawing(self, fonts: FontSet) -> Typesetter:
        """Sign and draw as `render` does."""
        return lambda document, issued_at: typeset(document, fonts, self.page_signer.codes(document, issued_at))

    def hand_over(self) -> HandOver:
        """Make the hand-over."""
        taker = EnvelopeTaker(clients.dynamodb_once(), self._table("ENVELOPES"))
        reader = ImageReader(clients.s3(), self._bucket)
        return HandOver(self._gatekeeper(), taker, reader, self.eraser, self.ledger)

    def outcomes(self) -> Outcomes:
        """Make the record of outcomes."""
        return Outcomes(self._gatekeeper(), self.ledger, self.signer)

    def session_end(self) -> SessionEnd:
        """Make the end of sessions."""
        dynamodb = clients.dynamodb()
        ender = SessionEnder(dynamodb, self._table("SESSIONS"))
        return SessionEnd(self._gatekeeper(), ender, self._ender(), dynamodb, self._table("LEDGER"))

    def gathering(self, bucket: str) -> Gathering:
        """Make the audit's gathering into this bucket."""
        return Gathering(
            EndedFinder(clients.dynamodb(), self._table("LEDGER")),
            AuditArchive(clients.s3(), bucket),
            StatementSigner(clients.kms(), self._settings.audit_key),
        )

    def sweep(self) -> Sweep:
        """Make the sweep."""
        dynamodb, sessions, ledger = clients.dynamodb(), self._table("SESSIONS"), self._table("LEDGER")
        envelopes, lister = self._table("ENVELOPES"), ImageLister(clients.s3(), self._bucket)
        issuances = IssuanceSweep(OverdueFinder(dynamodb, ledger), self._ender(), lister)
        return Sweep(
            SessionSweep(OverdueSessions(dynamodb, sessions), SessionEnder(dynamodb, sessions)),
            issuances,
            EnvelopeSweep(
                OverdueEnvelopes(dynamodb, envelopes, ledger), EnvelopeEraser(dynamodb, envelopes), issuances
            ),
            ImageSweep(lister, self.eraser),
        )
