"""The signed code of a page: what the right key signed for its time is believed, and nothing else."""

from __future__ import annotations

import dataclasses
from typing import Any

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.protocol import base45, cbor, cose, es256, page_code, page_keys
from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.cose import Sign1
from chalicelib.protocol.page_code import MAX_PAYLOAD, PREFIX, PageKeyExpired, PageSignatureWrong, PageStatement
from chalicelib.protocol.page_fields import LABELS, Label, PageField
from chalicelib.protocol.page_keys import (
    LIFETIME,
    PageCodeInvalid,
    PageCodeMalformed,
    PageKeyNotCertified,
    PageKeyUnknown,
)
from chalicelib.protocol.verification_keys import KeyUnusable, Purpose
from tests.page_codes import ISSUED_AT, STATEMENT, TestIssuer

ISSUER, STRANGER = TestIssuer(), TestIssuer()
KEY = ISSUER.new_key(ISSUED_AT - 60)
CODE = page_code.sign(STATEMENT, KEY)
MESSAGE = base45.decode(CODE.removeprefix(PREFIX))
JWKS = ISSUER.jwks()


def _code(message: bytes) -> str:
    return PREFIX + base45.encode(message)


def test_what_was_signed_is_what_is_read() -> None:
    """A code gives its statement back, to the last character of a name."""
    assert page_code.verify(CODE, JWKS) == STATEMENT


def test_a_code_is_cose_and_cwt_to_other_software() -> None:
    """An independent CBOR reader sees a tagged COSE_Sign1, in which a CWT certifies the key."""
    message = cbor2.loads(MESSAGE)
    assert message.tag == 18
    protected, unprotected, payload, signature = message.value
    assert (cbor2.loads(protected), len(signature)) == ({1: -7}, 64)
    assert cbor2.loads(payload)[3] == STATEMENT.issuance_id
    certificate = cbor2.loads(unprotected[-65537])
    claims = cbor2.loads(certificate.value[2])
    assert (certificate.tag, claims[3], claims[5], claims[4]) == (
        18,
        "kofu-page",
        ISSUED_AT - 60,
        ISSUED_AT - 60 + LIFETIME,
    )


def test_no_bit_can_be_another() -> None:
    """Each single bit of the message, flipped, makes the code one that is not believed."""
    for place in range(len(MESSAGE) * 8):
        changed = bytearray(MESSAGE)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises(PageCodeInvalid):
            page_code.verify(_code(bytes(changed)), JWKS)


@given(st.text(max_size=80) | st.binary(max_size=80).map(_code))
def test_noise_is_refused(content: str) -> None:
    """Anything else is malformed, whatever it is, and nothing else goes wrong."""
    with pytest.raises(PageCodeMalformed):
        page_code.verify(content, JWKS)


CHANGES: dict[str, dict[str, Any]] = {
    "municipality": {"municipality": "24205"},
    "type": {"certificate_type": CertificateType.SEAL_REGISTRATION},
    "issuance": {"issuance_id": "01JD6Q8ZK3M5N7P9R1T2V4W6XX"},
    "time": {"issued_at": ISSUED_AT + 1},
    "page": {"page": 2},
    "pages": {"pages": 4},
    "fields": {"fields": STATEMENT.fields[:2]},
    "left-out": {"left_out": 1},
    "text": {"text_sha256": bytes(32)},
    "imprint": {"imprint_sha256": bytes(32)},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_signature_is_for_every_field(change: dict[str, Any]) -> None:
    """The signature of one statement does not hold for one that differs in anything."""
    message = cose.decode(MESSAGE)
    forged = dataclasses.replace(message, payload=dataclasses.replace(STATEMENT, **change).encode())
    with pytest.raises(PageSignatureWrong):
        page_code.verify(_code(forged.encode()), JWKS)


def test_every_field_of_a_statement_is_among_those_changes() -> None:
    """A field that is added later is covered too, or this fails."""
    assert {name for change in CHANGES.values() for name in change} == {
        field.name for field in dataclasses.fields(PageStatement)
    }


def test_a_key_that_nobody_certified_signs_nothing() -> None:
    """A stranger's own chain names a key that is published, and is not it."""
    with pytest.raises(PageKeyNotCertified):
        page_code.verify(page_code.sign(STATEMENT, STRANGER.new_key(ISSUED_AT)), JWKS)


def test_a_key_of_an_unknown_issuer_signs_nothing() -> None:
    """A chain that ends at a key which is not published is told apart: the published ones may be too old."""
    other = TestIssuer("another-kid")
    with pytest.raises(PageKeyUnknown):
        page_code.verify(page_code.sign(STATEMENT, other.new_key(ISSUED_AT)), JWKS)
    both = {"keys": [*JWKS["keys"], *other.jwks()["keys"]]}
    assert page_code.verify(page_code.sign(STATEMENT, other.new_key(ISSUED_AT)), both) == STATEMENT


def test_a_certificate_is_for_its_own_key() -> None:
    """Another key's certificate in the header does not make a signature right."""
    message = cose.decode(MESSAGE)
    lent = dataclasses.replace(message, unprotected={-65537: ISSUER.new_key(ISSUED_AT).certificate})
    with pytest.raises(PageSignatureWrong):
        page_code.verify(_code(lent.encode()), JWKS)


@pytest.mark.parametrize("late", [-61, LIFETIME - 60, LIFETIME], ids=["early", "at-its-end", "late"])
def test_a_key_signs_only_in_its_time(late: int) -> None:
    """Neither does a key sign a page of another time, nor is one believed that did."""
    statement = dataclasses.replace(STATEMENT, issued_at=ISSUED_AT + late)
    with pytest.raises(PageKeyExpired):
        page_code.sign(statement, KEY)
    lenient = dataclasses.replace(KEY, not_before=0, not_after=2**40)
    with pytest.raises(PageKeyExpired):
        page_code.verify(page_code.sign(statement, lenient), JWKS)


def test_the_last_second_counts() -> None:
    """Until its end, and not at it."""
    last = dataclasses.replace(STATEMENT, issued_at=ISSUED_AT - 60 + LIFETIME - 1)
    assert page_code.verify(page_code.sign(last, KEY), JWKS) == last


@pytest.mark.parametrize(
    ("protected", "unprotected"), [({}, {99: b"x"}), ({99: 1}, {})], ids=["unprotected", "protected"]
)
def test_a_certificate_has_no_further_header_parameters(
    protected: dict[int, cbor.Value], unprotected: dict[int, cbor.Value]
) -> None:
    """There is one way to write a code: nobody can put something of their own into it beside what is signed."""
    made = cose.decode(KEY.certificate)
    changed = dataclasses.replace(made, protected=made.protected | protected, unprotected=unprotected)
    with pytest.raises(PageCodeMalformed):
        page_keys.check_certificate(changed.encode(), JWKS)


def test_a_certificate_for_another_purpose_is_none() -> None:
    """The issuer's own signature under another purpose does not certify a page key."""
    other = page_keys.new_page_key(ISSUER.certify, ISSUER.kid, not_before=ISSUED_AT, purpose="kofu-other")
    with pytest.raises(PageKeyNotCertified):
        page_code.verify(page_code.sign(STATEMENT, other), JWKS)


@pytest.mark.parametrize("purpose", [purpose for purpose in Purpose if purpose != Purpose.PAGE_KEY])
def test_a_key_published_for_something_else_certifies_nothing(purpose: Purpose) -> None:
    """The very same key, published for another purpose, is not looked at."""
    with pytest.raises(PageKeyUnknown):
        page_code.verify(CODE, ISSUER.jwks(purpose))


def test_a_page_key_does_not_certify_page_keys() -> None:
    """What a page key signs is a page; in the place of a certificate it is none."""
    signature = es256.sign(KEY.private_key, b"anything")
    message = cose.decode(MESSAGE)
    inner = Sign1({1: -7, 4: page_keys.key_id(ISSUER.kid)}, {}, message.payload, signature).encode()
    with pytest.raises(PageCodeInvalid):
        page_code.verify(_code(dataclasses.replace(message, unprotected={-65537: inner}).encode()), JWKS)


@pytest.mark.parametrize("jwks", [{}, {"keys": [{"purpose": "page-key"}]}, {"keys": None}, {"keys": [1]}])
def test_malformed_verification_keys_are_an_error_of_their_own(jwks: dict[str, Any]) -> None:
    """Keys that cannot be read are not taken for a wrong page."""
    with pytest.raises(KeyUnusable):
        page_code.verify(CODE, jwks)


MALFORMED: dict[str, cbor.Value] = {
    "no-map": [1],
    "missing": {1: "24204"},
    "more": dict.fromkeys(range(1, 11), 0),
    "type-0": {**cbor2.loads(STATEMENT.encode()), 2: 0},
    "type-9": {**cbor2.loads(STATEMENT.encode()), 2: 9},
    "unknown-label": {**cbor2.loads(STATEMENT.encode()), 6: [99, "x"]},
    "label-without-text": {**cbor2.loads(STATEMENT.encode()), 6: [1]},
    "text-no-text": {**cbor2.loads(STATEMENT.encode()), 6: [1, 2]},
}


@pytest.mark.parametrize("payload", MALFORMED.values(), ids=MALFORMED)
def test_a_signed_statement_of_another_form_is_refused(payload: cbor.Value) -> None:
    """The right key cannot make a statement that readers would have to guess at."""
    encoded = cbor.encode(payload)
    signature = es256.sign(KEY.private_key, cose.to_be_signed({1: -7}, encoded, b"kofu/page/v2"))
    with pytest.raises(PageCodeMalformed):
        page_code.verify(_code(Sign1({1: -7}, {-65537: KEY.certificate}, encoded, signature).encode()), JWKS)


@given(st.lists(st.tuples(st.sampled_from(Label), st.text(max_size=60)), max_size=40))
def test_what_has_no_room_is_counted_and_never_cut(parts: list[tuple[Label, str]]) -> None:
    """The shortest fields stay whole and in order, the others are counted, and the code stays within its QR version."""
    fields = tuple(PageField(label, text) for label, text in parts)
    fitted = dataclasses.replace(STATEMENT, fields=fields, imprint_sha256=bytes(32)).fitted()
    assert len(fitted.fields) + fitted.left_out == len(fields)
    assert len(fitted.encode()) <= MAX_PAYLOAD
    by_length = sorted(range(len(fields)), key=lambda place: (len(fields[place].text.encode()), place))
    kept = by_length[: len(fitted.fields)]
    assert fitted.fields == tuple(fields[place] for place in sorted(kept))
    if fitted.left_out:
        one_more = sorted((*kept, by_length[len(kept)]))
        fuller = dataclasses.replace(fitted, fields=tuple(fields[place] for place in one_more))
        assert len(fuller.encode()) > MAX_PAYLOAD
    assert len(page_code.sign(fitted, KEY)) <= 970


def test_every_label_has_its_words() -> None:
    """No label is without its Japanese name, and no number is used twice."""
    assert set(LABELS) == set(Label)
    assert len(set(LABELS.values())) == len(Label)


def test_a_statement_shows_nobody_in_a_log() -> None:
    """The representation of a statement and its fields has no text of the page in it."""
    assert "辻" not in repr(STATEMENT)
    assert "松阪" not in repr(STATEMENT.fields)
