"""A request for tests of its signature, and ways to change what is signed."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chalicelib.protocol import http_signatures
from chalicelib.protocol.http_signatures import KioskSignature, SignedRequest

NOW = 1_700_000_000
KIOSK = "kiosk-0001"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC_KEY = KEY.public_key().public_bytes_raw()
BODY = b'{"municipality":"24204"}'
TOKEN = "Bearer 24204-token"

POST = SignedRequest("POST", "/v1/issuances", {"authorization": TOKEN, "accept": "application/json"}, BODY)
GET = SignedRequest("GET", "/v1/offers", {"authorization": TOKEN}, b"")
BARE = SignedRequest("GET", "/v1/health", {}, b"")


def signed(request: SignedRequest = POST, *, created: int = NOW, key: Ed25519PrivateKey = KEY) -> SignedRequest:
    """Sign a request as the kiosk does, and return it as the service receives it."""
    added = http_signatures.sign(request, kiosk_id=KIOSK, private_key=key, created=created)
    return with_headers(request, **{name.lower(): value for name, value in added.items()})


def with_headers(request: SignedRequest, **headers: str | None) -> SignedRequest:
    """Set headers, `_` for `-`; None removes one."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    merged = dict(request.headers) | named
    return replace(request, headers={name: value for name, value in merged.items() if value is not None})


def hand_signed(
    components: str = '"@method" "@path" "content-digest" "authorization"',
    parameters: str = f';created={NOW};keyid="{KIOSK}";tag="kofu"',
    request: SignedRequest = POST,
    **extra: Any,
) -> SignedRequest:
    """Sign whatever components and parameters with the right key: only the profile can refuse it.

    A component that the request does not have is signed as empty.
    """
    headers = {"content-digest": http_signatures.content_digest(request.body)} if request.body else {}
    sent = with_headers(request, **(headers | extra))
    values = {**sent.headers, "@method": sent.method, "@path": sent.path}
    names = [name.strip('"') for name in components.split()]
    lines = [f'"{name}": {values.get(name, "")}' for name in names]
    base = "\n".join([*lines, f'"@signature-params": ({components}){parameters}']).encode()
    signature = base64.b64encode(KEY.sign(base)).decode()
    return with_headers(sent, signature_input=f"kiosk=({components}){parameters}", signature=f"kiosk=:{signature}:")


def accepted(request: SignedRequest, *, now: int = NOW, public_key: bytes = PUBLIC_KEY) -> KioskSignature:
    """Examine and verify as the service does.

    Raises:
        KioskNotAuthenticated: It refuses.
    """
    signature = http_signatures.examine(request, now=now)
    signature.verify(public_key)
    return signature
