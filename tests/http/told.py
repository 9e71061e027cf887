"""Genuine signatures over whatever a test says, whether or not it is what the contract says."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from kiosk.identity import KioskIdentity
from tests.http.wire import Request
from tests.http.world import now

COVERED = ("@method", "@path", "content-digest", "authorization")


@dataclass(frozen=True, slots=True)
class Told:
    """What to cover and what to say; the parameters may name `{created}` and `{kiosk}`."""

    covered: tuple[str, ...] = COVERED
    parameters: str = ';created={created};keyid="{kiosk}";tag="kofu"'
    label: str = "kiosk"

    def sign(self, request: Request, identity: KioskIdentity) -> Request:
        """Return the request with such a signature, made with the kiosk's own key (RFC 9421, 2.5)."""
        values = {**dict(request.headers), "@method": request.method, "@path": request.target.partition("?")[0]}
        said = self.parameters.format(created=now(), kiosk=identity.kiosk_id)
        parameters = "(" + " ".join(f'"{name}"' for name in self.covered) + ")" + said
        lines = [f'"{name}": {values[name]}' for name in self.covered]
        base = "\n".join([*lines, f'"@signature-params": {parameters}'])
        signature = base64.b64encode(identity.private_key.sign(base.encode())).decode()
        return request.having(signature_input=f"{self.label}={parameters}", signature=f"{self.label}=:{signature}:")
