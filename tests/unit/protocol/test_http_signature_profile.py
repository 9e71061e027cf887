"""The profile of the request signature: every rule refuses, even when the right key signed.

All of these are signed with the kiosk's own key, so that it is the rule that refuses and not the verification.
"""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.protocol import http_signatures
from chalicelib.protocol.errors import KioskNotAuthenticated
from chalicelib.protocol.http_signatures import SignedRequest, content_digest
from tests.unit.protocol.signed import BODY, GET, KIOSK, NOW, POST, accepted, hand_signed, signed, with_headers

ALL = '"@method" "@path" "content-digest" "authorization"'
KEYID = f';keyid="{KIOSK}"'
SOUND = f';created={NOW}{KEYID};tag="kofu"'


def _refused(request: SignedRequest, *, now: int = NOW) -> None:
    with pytest.raises(KioskNotAuthenticated):
        http_signatures.examine(request, now=now)


def test_what_is_signed_by_hand_is_accepted() -> None:
    """The other tests here start from a request that passes."""
    assert accepted(hand_signed()).kiosk_id == KIOSK


@pytest.mark.parametrize("age", [-60, -59, 0, 59, 60])
def test_a_signature_is_good_for_a_minute_both_ways(age: int) -> None:
    """A kiosk's clock may be a minute off, in either direction, that minute included."""
    assert accepted(signed(), now=NOW + age)


@pytest.mark.parametrize("age", [-3600, -61, 61, 3600])
def test_a_signature_older_or_younger_is_refused(age: int) -> None:
    """A second more is too much."""
    _refused(signed(), now=NOW + age)


PARAMETERS = {
    "no-tag": f";created={NOW}{KEYID}",
    "other-tag": f';created={NOW}{KEYID};tag="other"',
    "tag-case": f';created={NOW}{KEYID};tag="KOFU"',
    "no-keyid": f';created={NOW};tag="kofu"',
    "empty-keyid": f';created={NOW};keyid="";tag="kofu"',
    "keyid-number": f';created={NOW};keyid=1;tag="kofu"',
    "no-created": f'{KEYID};tag="kofu"',
    "created-text": f';created="{NOW}"{KEYID};tag="kofu"',
    "created-negative": f';created=-{NOW}{KEYID};tag="kofu"',
    "created-huge": f';created=999999999999999{KEYID};tag="kofu"',
    "created-twice": f';created=1;created={NOW}{KEYID};tag="kofu"',
    "tag-twice": f'{SOUND};tag="kofu"',
    "keyid-twice": f'{SOUND};keyid="kiosk-0002"',
    "other-algorithm": f'{SOUND};alg="hmac-sha256"',
    "expired": f"{SOUND};expires={NOW - 1}",
    "expires-text": f'{SOUND};expires="{NOW + 60}"',
    "expires-negative": f"{SOUND};expires=-1",
    "boolean-parameter": f"{SOUND};strict",
    "decimal": f';created={NOW}.5{KEYID};tag="kofu"',
    "none": "",
}


@pytest.mark.parametrize("parameters", PARAMETERS.values(), ids=PARAMETERS)
def test_wrong_parameters_are_refused(parameters: str) -> None:
    """Tag, key id and creation time are there, once, of their types and in their ranges."""
    _refused(hand_signed(parameters=parameters))


@pytest.mark.parametrize("parameters", [f'{SOUND};alg="ed25519"', f"{SOUND};expires={NOW}", f'{SOUND};nonce="x y"'])
def test_further_parameters_are_allowed(parameters: str) -> None:
    """The algorithm when it is the right one, an expiry that has not passed, a nonce."""
    assert accepted(hand_signed(parameters=parameters)).kiosk_id == KIOSK


COMPONENTS = {
    "none": "",
    "no-method": '"@path" "content-digest" "authorization"',
    "no-path": '"@method" "content-digest" "authorization"',
    "no-digest": '"@method" "@path" "authorization"',
    "no-authorization": '"@method" "@path" "content-digest"',
    "doubled": f'{ALL} "@path"',
    "absent-header": f'{ALL} "x-none"',
    "unknown-derived": f'{ALL} "@authority"',
    "signature-params": f'{ALL} "@signature-params"',
    "upper-case": '"@METHOD" "@path" "content-digest" "authorization"',
    "with-parameter": '"@method" "@path" "content-digest";sf "authorization"',
    "two-spaces": '"@method"  "@path" "content-digest" "authorization"',
    "unquoted": "@method @path content-digest authorization",
}


@pytest.mark.parametrize("components", COMPONENTS.values(), ids=COMPONENTS)
def test_wrong_components_are_refused(components: str) -> None:
    """Everything that must be covered is, once, and nothing is that the request does not have."""
    _refused(hand_signed(components))


def test_components_may_stand_in_any_order() -> None:
    """Further headers may be covered, too."""
    order = '"authorization" "accept" "content-digest" "@path" "@method"'
    assert accepted(hand_signed(order)).kiosk_id == KIOSK


def test_a_digest_header_without_a_body_must_be_covered_and_right() -> None:
    """A header that is there is never ignored."""
    digest = content_digest(b"")
    covered = '"@method" "@path" "authorization"'
    assert accepted(hand_signed(f'{covered} "content-digest"', request=GET, content_digest=digest))
    _refused(hand_signed(covered, request=GET, content_digest=digest))
    wrong = content_digest(b"x")
    _refused(hand_signed(f'{covered} "content-digest"', request=GET, content_digest=wrong))


def test_another_body_is_refused() -> None:
    """The digest is of the body that came, not of the one that was signed."""
    _refused(replace(signed(), body=BODY + b" "))
    _refused(replace(signed(), body=b""))
    _refused(replace(signed(GET), body=BODY))


def test_a_body_without_digest_is_refused() -> None:
    """Even when nothing but the digest is missing."""
    _refused(with_headers(hand_signed('"@method" "@path" "authorization"'), content_digest=None))


DIGESTS = {
    "wrong": content_digest(b"other"),
    "sha-512-only": "sha-512=:" + base64.b64encode(bytes(64)).decode() + ":",
    "empty": "",
    "no-base64": "sha-256=:" + "!" * 43 + "=:",
    "short": "sha-256=:" + base64.b64encode(bytes(16)).decode() + ":",
    "bare": content_digest(BODY).removeprefix("sha-256=:").rstrip(":"),
    "upper-case": content_digest(BODY).replace("sha-256", "SHA-256"),
}


@pytest.mark.parametrize("digest", DIGESTS.values(), ids=DIGESTS)
def test_a_wrong_digest_is_refused(digest: str) -> None:
    """SHA-256 in standard base64, of this body."""
    _refused(hand_signed(content_digest=digest))


def test_a_digest_beside_another_algorithms_is_found() -> None:
    """RFC 9530 allows several in one header."""
    other = "sha-512=:" + base64.b64encode(bytes(64)).decode() + ":"
    assert accepted(hand_signed(content_digest=f"{other}, {content_digest(BODY)}"))


HEADERS: dict[str, dict[str, str | None]] = {
    "no-input": {"signature_input": None},
    "no-signature": {"signature": None},
    "other-label": {"signature_input": f"sig1=({ALL}){SOUND}"},
    "two-labels": {"signature_input": f"kiosk=({ALL}){SOUND}, other=({ALL}){SOUND}"},
    "long-input": {"signature_input": f'kiosk=({ALL}){SOUND};nonce="{"x" * 2048}"'},
    "long-signature": {"signature": "kiosk=:" + "A" * 4096 + ":"},
    "signature-label": {"signature": "sig1=:" + "A" * 86 + "==:"},
    "signature-no-base64": {"signature": "kiosk=:" + "!" * 86 + "==:"},
    "signature-short": {"signature": "kiosk=:" + "A" * 84 + ":"},
    "signature-unquoted": {"signature": "A" * 86 + "=="},
    "signature-url-safe": {"signature": "kiosk=:" + "_" * 86 + "==:"},
    "trailing-line": {"signature": "kiosk=:" + "A" * 86 + "==:\n"},
}


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
def test_malformed_signature_headers_are_refused(headers: dict[str, str | None]) -> None:
    """Both headers are there, with the label `kiosk`, well-formed and of bounded length."""
    _refused(with_headers(signed(), **headers))


@pytest.mark.parametrize("token", ["Bearer é", "Bearer a\nb", "Bearer a\r\n b", "Bearer \0"])
def test_a_covered_header_is_one_line_of_ascii(token: str) -> None:
    """A line end in a value would let one request's signed bytes be read as another's."""
    _refused(hand_signed(request=replace(POST, headers={"authorization": token})))


@given(st.text(max_size=80), st.text(max_size=80))
def test_noise_is_refused(signature_input: str, signature: str) -> None:
    """Whatever stands in the headers, the refusal is the typed one."""
    _refused(with_headers(signed(), signature_input=signature_input, signature=signature))


@given(st.integers(0, 200), st.characters(min_codepoint=32, max_codepoint=126))
def test_no_edit_of_the_input_verifies(place: int, character: str) -> None:
    """The parameters are covered by themselves: any changed character is refused, by form or by verification."""
    request = signed()
    header = request.headers["signature-input"]
    changed = header[:place] + character + header[place + 1 :]
    if changed == header:
        return
    with pytest.raises(KioskNotAuthenticated):
        accepted(with_headers(request, signature_input=changed))
