"""Void lists: signed by the office's key for them, changed by nobody."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from chalicelib.protocol import void_list
from chalicelib.protocol.verification_keys import Purpose
from chalicelib.protocol.void_list import VoidIssuance, VoidList, VoidListInvalid, VoidReason
from tests.page_codes import TestIssuer

OFFICE, STRANGER = TestIssuer("void-list-key"), TestIssuer("void-list-key")
LISTED = VoidList(
    iat=1795482000,
    next_update=1795568400,
    void=(
        VoidIssuance(issuance_id="01JD6Q8ZK3M5N7P9R1T2V4W6XY", declared_at=1795481000, reason=VoidReason.WRONG_CONTENT),
    ),
)
JWKS = OFFICE.jwks(Purpose.VOID_LIST)


def _published(signer: TestIssuer = OFFICE, listed: VoidList = LISTED) -> dict[str, str]:
    signed = void_list.signing_input(listed, signer.kid)
    return void_list.flattened(signed, signer.certify(signed))


def _written(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def test_a_list_is_checked_with_the_published_keys() -> None:
    """What the office signed comes out again, empty or not."""
    assert void_list.verify(_published(), JWKS) == LISTED
    empty = VoidList(iat=1, next_update=2, void=())
    assert void_list.verify(_published(listed=empty), JWKS) == empty


def test_it_is_a_flattened_jws_that_names_nobody() -> None:
    """Three members of base64url; an entry is a number, a time and a reason."""
    published = _published()
    assert set(published) == {"protected", "payload", "signature"}
    claims = json.loads(base64.urlsafe_b64decode(published["payload"] + "=="))
    assert set(claims) == {"iat", "next_update", "void"}
    assert set(claims["void"][0]) == {"issuance_id", "declared_at", "reason"}


CHANGED: dict[str, dict[str, Any]] = {
    "nothing-is-void": {"payload": _written({"iat": 1795482000, "next_update": 1795568400, "void": []})},
    "another-type": {"protected": _written({"alg": "ES256", "kid": OFFICE.kid, "typ": "kofu-receipt+jwt"})},
    "no-algorithm": {"protected": _written({"alg": "none", "kid": OFFICE.kid, "typ": "kofu-void-list+jws"})},
    "no-signature": {"signature": ""},
    "no-text": {"signature": 1},
}


@pytest.mark.parametrize("change", CHANGED.values(), ids=CHANGED)
def test_a_changed_list_is_refused(change: dict[str, Any]) -> None:
    """Nobody takes a number off the list."""
    with pytest.raises(VoidListInvalid):
        void_list.verify(_published() | change, JWKS)


@pytest.mark.parametrize("purpose", [purpose for purpose in Purpose if purpose != Purpose.VOID_LIST])
def test_only_a_key_for_void_lists_signs_them(purpose: Purpose) -> None:
    """A stranger's key, and the right key under another purpose, sign none."""
    with pytest.raises(VoidListInvalid):
        void_list.verify(_published(STRANGER), JWKS)
    with pytest.raises(VoidListInvalid):
        void_list.verify(_published(), OFFICE.jwks(purpose))


@pytest.mark.parametrize("published", [{}, {"protected": "", "payload": "", "signature": ""}])
def test_what_is_no_list_is_refused(published: dict[str, str]) -> None:
    """Missing or empty members."""
    with pytest.raises(VoidListInvalid):
        void_list.verify(published, JWKS)
