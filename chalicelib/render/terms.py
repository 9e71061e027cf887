"""On which terms a certificate is asked for: offered, open, at which fee, with which options."""

from __future__ import annotations

from chalicelib.edge.gatekeeper import Visit, require_serving
from chalicelib.edge.service_hours import local_time
from chalicelib.protocol.certificate_options import OPTIONS
from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.errors import InvalidOption, InvalidRequest, NotEligible, OutsideServiceHours
from chalicelib.protocol.messages import IssuanceRequest
from chalicelib.registers.entries import Municipality
from chalicelib.registers.settings_in_force import InForce, Terms, at
from chalicelib.render.eligibility import Reason, reason_against_terms


def certificate_type(body: IssuanceRequest) -> CertificateType:
    """Return what is asked for.

    Raises:
        InvalidRequest: There is no such certificate.
    """
    try:
        return CertificateType(body.type)
    except ValueError as error:
        raise InvalidRequest from error


def on_which_terms(kind: CertificateType, body: IssuanceRequest, visit: Visit, now: int) -> tuple[Municipality, Terms]:
    """Return who issues it, and on which terms.

    Those are the terms of now. Where it has closed meanwhile, a replacement is made on those of the session's
    beginning all the same: the resident came in time and has paid, or put the money in. A stop stops it.

    Raises:
        KofuError: As `require_serving`; `NotEligible` where it is not offered or closed, `InvalidOption`.
    """
    try:
        in_force = require_serving(visit.service, visit.kiosk, now)
        return in_force.municipality, _require_offered(kind, body, in_force)
    except (OutsideServiceHours, NotEligible):
        if body.replaces is None:
            raise
    began = require_serving(visit.service, visit.kiosk, visit.session.began_at)
    settings, kiosk = visit.service.settings, visit.kiosk.kiosk_id
    return at(settings, local_time(now), kiosk).municipality, _require_offered(kind, body, began)


def _require_offered(kind: CertificateType, body: IssuanceRequest, in_force: InForce) -> Terms:
    terms = in_force.terms.get(kind)
    reason = reason_against_terms(terms)
    if terms is None or reason is not None:
        raise NotEligible(reason or Reason.NOT_OFFERED)
    if OPTIONS[kind].needs(body.options) & terms.switched_off:
        raise InvalidOption
    return terms
