"""Which certificates the gallery says are refused: every reason that the demo city has somebody for."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.errors import CannotBeRendered, NotEligible
from chalicelib.render.document import Document
from infra.specimens.cases import Case
from infra.specimens.desk import Desk

_T = CertificateType

REFUSED = (
    Case(_T.RESIDENT_RECORD, "deceased", "holder"),
    Case(_T.RESIDENT_RECORD, "deceased-head", "holder"),
    Case(_T.RESIDENT_RECORD, "moved-out-today", "holder"),
    Case(_T.RESIDENT_RECORD, "departure-notified", "holder"),
    Case(_T.RESIDENT_RECORD, "departure-in-household", "household", {"scope": "household"}),
    Case(_T.RESIDENT_RECORD, "protected", "holder"),
    Case(_T.RESIDENT_RECORD, "protection-expired", "holder"),
    Case(_T.RESIDENT_RECORD, "fourteen", "holder"),
    Case(_T.RESIDENT_RECORD, "entry-in-progress", "holder"),
    Case(_T.RESIDENT_RECORD, "missing-glyph", "holder"),
    Case(_T.RESIDENT_RECORD, "name-too-long", "holder"),
    Case(_T.SEAL_REGISTRATION, "tsuji-ivs", "seal"),
    Case(_T.SEAL_REGISTRATION, "seal-abolished", "seal"),
    Case(_T.SEAL_REGISTRATION, "seal-suspended", "seal"),
    Case(_T.FAMILY_REGISTER, "foreign-alias", "whole"),
    Case(_T.FAMILY_REGISTER, "register-elsewhere", "whole"),
    Case(_T.FAMILY_REGISTER, "register-not-held", "whole"),
    Case(_T.FAMILY_REGISTER, "register-in-progress", "whole"),
    Case(_T.FAMILY_REGISTER_SUPPLEMENT, "supplement-protected", "whole"),
    Case(_T.FAMILY_REGISTER_SUPPLEMENT, "register-elsewhere", "whole"),
    Case(_T.INCOME_TAXATION, "tax-undeclared", "newest"),
    Case(_T.INCOME_TAXATION, "tax-stopped", "newest"),
    Case(_T.TAXATION, "tax-elsewhere", "newest"),
    Case(_T.NON_TAXATION, "tax-dependents", "newest"),
)
"""Certificates that the personas cannot have."""


def reason_of(case: Case, desk: Desk, typeset: Callable[[Document], object]) -> str:
    """Return the reason, as a kiosk hears it, for which a certificate is not made or not drawn.

    Raises:
        AssertionError: It is made.
    """
    try:
        typeset(desk.document(case.kind, case.label, case.options))
    except (NotEligible, CannotBeRendered) as refused:
        return str(refused.reason)
    raise AssertionError(f"{case.name} was not refused")
