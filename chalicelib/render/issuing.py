"""One requested certificate, from the request to the sealed image in storage."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from chalicelib.edge.calls import Call
from chalicelib.edge.gatekeeper import Gatekeeper, Visit, bearer_token
from chalicelib.edge.problem_table import reason_of
from chalicelib.edge.service_hours import today
from chalicelib.protocol import ids
from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.errors import (
    DependencyUnavailable,
    KofuError,
    TooManyRequests,
)
from chalicelib.protocol.messages import IssuanceAnswer, IssuanceRequest
from chalicelib.protocol.states import IssuanceState
from chalicelib.registers.entries import Municipality
from chalicelib.registers.settings_in_force import Terms
from chalicelib.registers.store import RegisterReader
from chalicelib.render.application import Applicant, read_application
from chalicelib.render.catalogue import CATALOGUE
from chalicelib.render.certificates.sheets import Issue
from chalicelib.render.image import SealedImage, Typesetter, seal_document
from chalicelib.render.repetition import answer, idempotency_key, repeated
from chalicelib.render.replacement import Replacement
from chalicelib.render.terms import certificate_type, on_which_terms
from chalicelib.storage.basis import Basis
from chalicelib.storage.envelopes import Envelope
from chalicelib.storage.images import ImageEraser, ImageWriter
from chalicelib.storage.issuing import SealedFacts, SealRecorder
from chalicelib.storage.ledger import Issuance, LedgerWriter

_S = IssuanceState


@dataclass(frozen=True, slots=True)
class Stores:
    """Where issuing writes."""

    ledger: LedgerWriter
    recorder: SealRecorder
    writer: ImageWriter
    eraser: ImageEraser


class Issuing:
    """Issues certificates."""

    def __init__(
        self,
        gatekeeper: Gatekeeper,
        registers: RegisterReader,
        stores: Stores,
        replacement: Replacement,
        *,
        typeset: Typesetter,
        entropy: ids.Entropy,
    ) -> None:
        """Read the books, draw with `typeset`, name objects from `entropy`."""
        self._gatekeeper = gatekeeper
        self._registers = registers
        self._stores = stores
        self._replacement = replacement
        self._typeset = typeset
        self._entropy = entropy

    def issue(self, call: Call) -> IssuanceAnswer:
        """Make the certificate that was asked for and store it sealed; repeating the request repeats the answer.

        Raises:
            KofuError: As the gatekeeper; `InvalidOption`, `NotEligible`, `CannotBeRendered`, `TooLarge`;
                `Conflict` for another request under the same key, or one still running; `BooksChanged`.
        """
        body = call.body(IssuanceRequest)
        issuance_id = ids.issuance_id(bearer_token(call), idempotency_key(call))
        visit = self._gatekeeper.visit(call, issuance_id)
        request_sha256 = hashlib.sha256(call.request.body).hexdigest()
        if visit.issuance is not None:
            return repeated(visit.issuance, request_sha256)
        kind = certificate_type(body)
        municipality, terms = on_which_terms(kind, body, visit, call.now)
        request = _Request(visit, municipality, terms, kind, body, issuance_id, call)
        return self._issue(request, request_sha256)

    def _issue(self, request: _Request, request_sha256: str) -> IssuanceAnswer:
        certificate, issue = CATALOGUE[request.certificate_type], request.issue
        choice = certificate.request(request.body.options)
        application = read_application(
            self._registers, request.visit, request.municipality, issue.issued_on, further=certificate.books
        )
        choice.check(application)
        object_key = f"{request.issuance_id}/{ids.new_id(self._entropy)}"
        issuance = request.new_issuance(request_sha256, object_key, application)
        self._stores.ledger.record(issuance)
        try:
            issuance = replace(issuance, fee=self._fee(issuance, request))
            document = choice.compose(application, issue)
            image = seal_document(
                document, request.visit.session, self._typeset, copies=request.body.copies, issued_at=request.now
            )
            self._store(issuance, image, request, application)
        except Exception as error:
            self._abandon(issuance, object_key, error, request.now)
            raise
        return answer(issuance, pages=image.pages, size=image.size)

    def _fee(self, issuance: Issuance, request: _Request) -> int:
        """Return what it costs; of a replacement only once what it replaces has been ended."""
        if issuance.replaces is None:
            return issuance.fee
        return self._replacement.replace(
            issuance.replaces,
            issuance.issuance_id,
            request.visit.session,
            certificate_type=request.certificate_type,
            copies=request.body.copies,
            now=request.now,
        )

    def _store(self, issuance: Issuance, image: SealedImage, request: _Request, application: Applicant) -> None:
        self._stores.writer.put(issuance.object_key or "", image.sealed.ciphertext)
        envelope = Envelope(
            issuance_id=issuance.issuance_id,
            enc=image.sealed.enc,
            token_hash=request.visit.session.token_hash,
            fee=issuance.fee,
            books=request.visit.service.state_of_books,
            expires_at=issuance.expires_at,
        )
        facts = SealedFacts(
            fee=issuance.fee,
            image_sha256=image.sha256,
            pages=image.pages,
            size=image.size,
            subject=application.held.pseudonyms.get(image.subject),
            subject_is_applicant=image.subject == request.visit.session.resident_id,
            sealed_at=request.call.time(),
        )
        self._stores.recorder.record(issuance.standing, envelope, facts, _basis(application, request))

    def _abandon(self, issuance: Issuance, object_key: str, error: Exception, now: int) -> None:
        """Leave nothing of an attempt that failed, and a line in the ledger that it did (R9).

        When AWS did not answer, or answered a repeated attempt only, the seal may have been recorded all the same. Then
        the ledger cannot be moved, the object stays, and repeating the request answers it.
        """
        cancel = partial(
            self._stores.ledger.move,
            issuance.standing,
            _S.CANCELLED,
            at=now,
            reason=reason_of(error),
        )
        if not _tried(cancel, error) and isinstance(error, (DependencyUnavailable, TooManyRequests)):
            return
        if issuance.replaces is not None:
            release = self._stores.ledger.release_replaced
            _tried(partial(release, issuance.replaces, replaced_by=issuance.issuance_id), error)
        _tried(partial(self._stores.eraser.erase, object_key), error)


def _tried(step: Callable[[], object], error: Exception) -> bool:
    """Clean up one thing; whether it worked. The sweep does what did not; the kiosk must hear the first error."""
    try:
        step()
    except KofuError as second:
        error.add_note(type(second).__name__)
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Request:
    visit: Visit
    municipality: Municipality
    terms: Terms
    certificate_type: CertificateType
    body: IssuanceRequest
    issuance_id: str
    call: Call

    @property
    def issue(self) -> Issue:
        return Issue(self.issuance_id, today(self.now))

    @property
    def now(self) -> int:
        return self.call.now

    def new_issuance(self, request_sha256: str, object_key: str, application: Applicant) -> Issuance:
        session = self.visit.session
        fee = self.terms.fee * self.body.copies
        return Issuance(
            issuance_id=self.issuance_id,
            session_id=session.session_id,
            kiosk_id=session.kiosk_id,
            municipality=session.municipality,
            certificate_type=self.certificate_type,
            copies=self.body.copies,
            fee=fee,
            state=_S.REQUESTED,
            request_sha256=request_sha256,
            object_key=object_key,
            requested_at=self.now,
            expires_at=session.expires_at,
            replaces=self.body.replaces,
            applicant=application.held.pseudonyms.get(session.resident_id),
        ).begun()


def _basis(application: Applicant, request: _Request) -> Basis:
    service = request.visit.service
    held = application.held
    return Basis(application.municipality.code, service.books, service.settings.version, held.link, held.rows)
