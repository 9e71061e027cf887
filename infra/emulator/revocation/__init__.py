"""The simulated authority's revocation service: an OCSP responder and a server of revocation lists, on loopback."""

from infra.emulator.revocation.faults import Fault, FaultSwitch
from infra.emulator.revocation.register import Revocation, RevocationRegister
from infra.emulator.revocation.server import CRL_PATH, OCSP_PATH, revocation_handler
from infra.emulator.revocation.service import RevocationService

__all__ = [
    "CRL_PATH",
    "OCSP_PATH",
    "Fault",
    "FaultSwitch",
    "Revocation",
    "RevocationRegister",
    "RevocationService",
    "revocation_handler",
]
