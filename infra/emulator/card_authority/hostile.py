"""Certificates that must be refused: each is right in everything but one point.

For tests of whoever checks card certificates. A certificate of another authority of the same name needs no function
here: `CardAuthority.create` makes one that nobody has pinned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa

from infra.emulator.card_authority import profile
from infra.emulator.card_authority.authority import Root
from infra.emulator.card_authority.keys import fresh_key

_SMALL_KEY_BITS = 1024
_MOMENT = dt.timedelta(days=1)


class Flaw(StrEnum):
    """What is wrong with a certificate."""

    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    WRONG_POLICY = "wrong-policy"
    PHONE_POLICY = "phone-policy"
    NO_POLICY = "no-policy"
    WRONG_KEY_USAGE = "wrong-key-usage"
    SIGNING_KEY_USAGE = "signing-key-usage"
    UNCRITICAL_KEY_USAGE = "uncritical-key-usage"
    NO_KEY_USAGE = "no-key-usage"
    CERTIFICATION_AUTHORITY = "certification-authority"
    UNKNOWN_CRITICAL_EXTENSION = "unknown-critical-extension"
    SMALL_KEY = "small-key"


@dataclass(frozen=True)
class _Draft:
    public_key: rsa.RSAPublicKey
    not_before: dt.datetime
    not_after: dt.datetime
    extensions: profile.Extensions


def issue_flawed(
    authority: Root,
    flaw: Flaw,
    *,
    serial: int,
    subject_cn: str,
    public_key: rsa.RSAPublicKey,
    now: dt.datetime,
    small_key: rsa.RSAPublicKey | None = None,
) -> x509.Certificate:
    """Issue an authentication certificate that is wrong in one point at the time `now` and right in all others.

    `public_key` is replaced by `small_key` (1024 bits; made on the spot when not given) for `Flaw.SMALL_KEY`.
    """
    sound = _Draft(public_key, now - _MOMENT, now + 1000 * _MOMENT, profile.authentication_extensions())
    if flaw is Flaw.SMALL_KEY:
        draft = replace(sound, public_key=small_key or fresh_key(_SMALL_KEY_BITS).public_key())
    else:
        draft = _ALTERATIONS[flaw](sound)
    return authority.issue(
        draft.extensions,
        serial=serial,
        subject_cn=subject_cn,
        public_key=draft.public_key,
        not_before=draft.not_before,
        not_after=draft.not_after,
    )


def _with(draft: _Draft, value: x509.ExtensionType, *, critical: bool = True) -> _Draft:
    """Replace the extension of the same kind, or add one."""
    others = _without(draft, type(value)).extensions
    return replace(draft, extensions=(*others, (value, critical)))


def _without(draft: _Draft, kind: type[x509.ExtensionType]) -> _Draft:
    return replace(draft, extensions=tuple(entry for entry in draft.extensions if not isinstance(entry[0], kind)))


def _unknown() -> x509.ExtensionType:
    der_null = b"\x05\x00"
    return x509.UnrecognizedExtension(x509.ObjectIdentifier("2.25.1"), der_null)


_ALTERATIONS: dict[Flaw, Callable[[_Draft], _Draft]] = {
    Flaw.EXPIRED: lambda d: replace(d, not_before=d.not_before - 1000 * _MOMENT, not_after=d.not_before),
    Flaw.NOT_YET_VALID: lambda d: replace(d, not_before=d.not_before + 2 * _MOMENT),
    Flaw.WRONG_POLICY: lambda d: _with(d, profile.policies(profile.POLICY_SIGNING_CARD)),
    Flaw.PHONE_POLICY: lambda d: _with(d, profile.policies(profile.POLICY_SIGNING_PHONE)),
    Flaw.NO_POLICY: lambda d: _without(d, x509.CertificatePolicies),
    Flaw.WRONG_KEY_USAGE: lambda d: _with(d, profile.key_usage("key_encipherment")),
    Flaw.SIGNING_KEY_USAGE: lambda d: _with(d, profile.key_usage("digital_signature", "content_commitment")),
    Flaw.UNCRITICAL_KEY_USAGE: lambda d: _with(d, profile.key_usage("digital_signature"), critical=False),
    Flaw.NO_KEY_USAGE: lambda d: _without(d, x509.KeyUsage),
    Flaw.CERTIFICATION_AUTHORITY: lambda d: _with(d, x509.BasicConstraints(ca=True, path_length=None)),
    Flaw.UNKNOWN_CRITICAL_EXTENSION: lambda d: _with(d, _unknown()),
}
