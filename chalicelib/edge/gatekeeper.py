"""Who is asking, and may they? Everything that decides it is read in one call, strongly consistent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.edge.calls import Call
from chalicelib.edge.service_hours import require_open
from chalicelib.protocol import ids
from chalicelib.protocol.errors import (
    KioskNotAuthenticated,
    KioskSuspended,
    NotFound,
    ServiceSuspended,
    SessionInvalid,
)
from chalicelib.registers.municipalities import EVERYWHERE, MunicipalService
from chalicelib.registers.settings_in_force import InForce
from chalicelib.storage.batch import Key, read_rows
from chalicelib.storage.items import Row
from chalicelib.storage.kiosks import Kiosk
from chalicelib.storage.ledger import Issuance
from chalicelib.storage.sessions import Session

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class GateTables:
    """Physical names of the tables that are read; a function without sessions leaves the last two empty."""

    kiosks: str
    municipalities: str
    sessions: str = ""
    ledger: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An authenticated kiosk that asks for a municipality, with the further rows that were asked for."""

    kiosk: Kiosk
    service: MunicipalService
    rows: Mapping[Key, Row]


@dataclass(frozen=True, slots=True)
class Visit:
    """An authenticated kiosk in its live session, and the issuance it asks about, if it is this session's."""

    kiosk: Kiosk
    service: MunicipalService
    session: Session
    issuance: Issuance | None

    def own_issuance(self) -> Issuance:
        """Return the issuance.

        Raises:
            NotFound: There is none, or it is another session's: the difference is not told.
        """
        if self.issuance is None:
            raise NotFound
        return self.issuance


class Gatekeeper:
    """Authenticates kiosks and finds their sessions."""

    def __init__(self, client: DynamoDBClient, tables: GateTables) -> None:
        """Read these tables."""
        self._client = client
        self._tables = tables

    def arrive(self, call: Call, municipality: str, further: Sequence[Key] = ()) -> Arrival:
        """Authenticate a kiosk for a municipality whose service is open.

        Raises:
            KioskNotAuthenticated, KioskSuspended, NotFound, ServiceSuspended, OutsideServiceHours
        """
        rows = self._read(call, municipality, further)
        kiosk, service = self._authenticate(call, municipality, rows)
        require_serving(service, kiosk, call.now)
        return Arrival(kiosk, service, rows)

    def visit(self, call: Call, issuance_id: str | None = None) -> Visit:
        """Authenticate a kiosk in its session; whether the service is open is for the caller to ask.

        Raises:
            KioskNotAuthenticated, KioskSuspended
            SessionInvalid: No live session of this kiosk has this token.
        """
        token = bearer_token(call)
        hashed = ids.token_hash(token)
        session_key = (self._tables.sessions, "token_hash", hashed)
        issuance_key = (self._tables.ledger, "issuance_id", issuance_id) if issuance_id else None
        further = [session_key, *([issuance_key] if issuance_key else [])]
        municipality = ids.municipality_of(token) or ""
        rows = self._read(call, municipality, further)
        try:
            kiosk, service = self._authenticate(call, municipality, rows)
        except NotFound as error:
            raise SessionInvalid from error
        session = self._session(rows.get(session_key), kiosk, call.now)
        issuance = self._issuance(rows.get(issuance_key) if issuance_key else None, session)
        return Visit(kiosk, service, session, issuance)

    def _read(self, call: Call, municipality: str, further: Sequence[Key]) -> Mapping[Key, Row]:
        return read_rows(
            self._client,
            [
                (self._tables.kiosks, "kiosk_id", call.signature.kiosk_id),
                (self._tables.municipalities, "municipality", municipality),
                (self._tables.municipalities, "municipality", EVERYWHERE),
                *further,
            ],
        )

    def _authenticate(self, call: Call, municipality: str, rows: Mapping[Key, Row]) -> tuple[Kiosk, MunicipalService]:
        row = rows.get((self._tables.kiosks, "kiosk_id", call.signature.kiosk_id))
        if row is None:
            raise KioskNotAuthenticated
        kiosk = Kiosk.from_row(row)
        call.signature.verify(kiosk.public_key)
        if kiosk.suspended:
            raise KioskSuspended
        own = rows.get((self._tables.municipalities, "municipality", municipality))
        everywhere = rows.get((self._tables.municipalities, "municipality", EVERYWHERE))
        return kiosk, MunicipalService.from_rows(own, everywhere)

    @staticmethod
    def _session(row: Row | None, kiosk: Kiosk, now: int) -> Session:
        if row is None:
            raise SessionInvalid
        session = Session.from_row(row)
        if session.kiosk_id != kiosk.kiosk_id or session.expires_at <= now:
            raise SessionInvalid
        return session

    @staticmethod
    def _issuance(row: Row | None, session: Session) -> Issuance | None:
        if row is None:
            return None
        issuance = Issuance.from_row(row)
        return issuance if issuance.session_id == session.session_id else None


def bearer_token(call: Call) -> str:
    """Return the session token.

    Raises:
        SessionInvalid: There is none, or it has not the form of one.
    """
    scheme, _, token = call.request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not ids.is_session_token(token):
        raise SessionInvalid
    return token


def require_not_stopped(service: MunicipalService) -> None:
    """Refuse while the office has stopped the service.

    Raises:
        ServiceSuspended: It has, here or everywhere.
    """
    if service.suspended:
        raise ServiceSuspended


def require_serving(service: MunicipalService, kiosk: Kiosk, now: int) -> InForce:
    """Return the settings as they are now at a kiosk, unless the service is stopped or closed there.

    Raises:
        ServiceSuspended, OutsideServiceHours
    """
    require_not_stopped(service)
    return require_open(service.settings, kiosk.kiosk_id, now)
