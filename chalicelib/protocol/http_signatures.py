"""The kiosk's request signature: one profile of HTTP Message Signatures (RFC 9421) and of Content-Digest (RFC 9530).

Label `kiosk`, Ed25519, `tag="kofu"`; covered: `@method`, `@path`, and where present `content-digest` and
`authorization`. Everything that changes state is single-use by its own state, so no nonce is kept.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from chalicelib.protocol.errors import KioskNotAuthenticated

LABEL = "kiosk"
TAG = "kofu"
MAX_AGE = 60
_MAX_HEADER = 2048

_COMPONENT = r'"[@a-z0-9-]{1,64}"'
_PARAMETER = r';[a-z*][a-z0-9_.*-]*=(?:-?[0-9]{1,15}|"(?:[ !#-\[\]-~]|\\["\\])*")'
_INPUT = re.compile(
    rf"{LABEL}=(?P<value>\((?P<components>(?:{_COMPONENT}(?: {_COMPONENT})*)?)\)(?P<parameters>(?:{_PARAMETER})*))"
)
_SIGNATURE = re.compile(rf"{LABEL}=:(?P<value>[A-Za-z0-9+/]{{86}}==):")
_SPLIT_PARAMETER = re.compile(r';([a-z*][a-z0-9_.*-]*)=(?:(-?[0-9]+)|"((?:[^"\\]|\\.)*)")')
_VALUE = re.compile(r"[\t -~]*")
_DIGEST = re.compile(r"(?:\A|,\s*)sha-256=:([A-Za-z0-9+/]{43}=):")


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """What a signature is about. `path` is the one the kiosk requested; header names are lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class KioskSignature:
    """A signature whose form, digest and age have been checked; `verify` is what is left."""

    kiosk_id: str
    base: bytes
    signature: bytes

    def verify(self, public_key: bytes) -> None:
        """Check it with an Ed25519 public key (32 bytes).

        Raises:
            KioskNotAuthenticated: This key did not make it.
        """
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(self.signature, self.base)
        except InvalidSignature as error:
            raise KioskNotAuthenticated from error


def content_digest(body: bytes) -> str:
    """Return the `Content-Digest` header of a body."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def sign(request: SignedRequest, *, kiosk_id: str, private_key: Ed25519PrivateKey, created: int) -> dict[str, str]:
    """Return the headers that sign a request: `Signature-Input`, `Signature` and, with a body, `Content-Digest`."""
    headers = dict(request.headers)
    added = {"Content-Digest": content_digest(request.body)} if request.body else {}
    headers.update({name.lower(): value for name, value in added.items()})
    components = tuple(_required(headers, request.body))
    covered = " ".join(f'"{name}"' for name in components)
    parameters = f'({covered});created={created};keyid="{kiosk_id}";tag="{TAG}"'
    base = _base(SignedRequest(request.method, request.path, headers, request.body), components, parameters)
    signature = base64.b64encode(private_key.sign(base)).decode()
    return added | {"Signature-Input": f"{LABEL}={parameters}", "Signature": f"{LABEL}=:{signature}:"}


def examine(request: SignedRequest, *, now: int) -> KioskSignature:
    """Check everything about a signature that needs no key.

    Raises:
        KioskNotAuthenticated: A header is missing or malformed, the body's digest is missing or wrong, something
            that must be covered is not, or the signature was not created within 60 seconds of `now`.
    """
    input_value, parameters, components = _parse_input(request.headers.get("signature-input", ""))
    if len(set(components)) != len(components):
        raise KioskNotAuthenticated
    if not set(_required(request.headers, request.body)) <= set(components):
        raise KioskNotAuthenticated
    _check_parameters(parameters, now)
    _check_digest(request)
    signature = _parse_signature(request.headers.get("signature", ""))
    return KioskSignature(_kiosk_id(parameters), _base(request, components, input_value), signature)


def _required(headers: Mapping[str, str], body: bytes) -> list[str]:
    names = ["@method", "@path"]
    if body or "content-digest" in headers:
        names.append("content-digest")
    if "authorization" in headers:
        names.append("authorization")
    return names


def _parse_input(header: str) -> tuple[str, dict[str, str | int], tuple[str, ...]]:
    match = _INPUT.fullmatch(header) if len(header) <= _MAX_HEADER else None
    if match is None:
        raise KioskNotAuthenticated
    found = _SPLIT_PARAMETER.findall(match["parameters"])
    parameters = {name: int(number) if number else text for name, number, text in found}
    if len(parameters) != len(found):
        raise KioskNotAuthenticated
    return match["value"], parameters, tuple(re.findall(r'"([^"]+)"', match["components"]))


def _check_parameters(parameters: Mapping[str, str | int], now: int) -> None:
    if parameters.get("tag") != TAG or parameters.get("alg", "ed25519") != "ed25519":
        raise KioskNotAuthenticated
    created, expires = parameters.get("created"), parameters.get("expires", now)
    if not isinstance(created, int) or not isinstance(expires, int):
        raise KioskNotAuthenticated
    if abs(now - created) > MAX_AGE or expires < now:
        raise KioskNotAuthenticated


def _kiosk_id(parameters: Mapping[str, str | int]) -> str:
    kiosk_id = parameters.get("keyid")
    if not isinstance(kiosk_id, str) or not kiosk_id:
        raise KioskNotAuthenticated
    return kiosk_id


def _check_digest(request: SignedRequest) -> None:
    header = request.headers.get("content-digest")
    if header is None:
        if request.body:
            raise KioskNotAuthenticated
        return
    match = _DIGEST.search(header)
    if match is None or f"sha-256=:{match[1]}:" != content_digest(request.body):
        raise KioskNotAuthenticated


def _parse_signature(header: str) -> bytes:
    match = _SIGNATURE.fullmatch(header)
    if match is None:
        raise KioskNotAuthenticated
    try:
        return base64.b64decode(match["value"], validate=True)
    except binascii.Error as error:
        raise KioskNotAuthenticated from error


def _base(request: SignedRequest, components: tuple[str, ...], parameters: str) -> bytes:
    values = {**request.headers, "@method": request.method, "@path": request.path}
    if not all(name in values for name in components):
        raise KioskNotAuthenticated
    covered = {name: values[name].strip(" \t") for name in components}
    # RFC 9421, 2.1: with a line end in a value, the bytes of one request could be read as another's.
    if not all(_VALUE.fullmatch(value) for value in covered.values()):
        raise KioskNotAuthenticated
    lines = [f'"{name}": {value}' for name, value in covered.items()]
    return "\n".join([*lines, f'"@signature-params": {parameters}']).encode("ascii")
