"""The list source: complete, direct, fresh lists of the right generation, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509.oid import NameOID

from chalicelib.authenticate.revocation import Answer, Cause, CrlCache, CrlSource, Good, Revoked, Unknown
from infra.emulator.card_authority import CardAuthority, names, profile
from infra.emulator.revocation import Revocation
from infra.emulator.revocation.crl_issuer import draft_list
from tests.unit.revocation import scene
from tests.unit.revocation.der import BITS, RSA_WITH_SHA_1, RSA_WITH_SHA_256, SEQUENCE, content, tlv

HOUR = dt.timedelta(hours=1)
Extension = tuple[x509.ExtensionType, bool]
UNKNOWN = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.25.1"), b"\x05\x00")
OWN_POINT = [x509.DirectoryName(names.AUTHENTICATION_CRL)]
RELATIVE = x509.RelativeDistinguishedName([x509.NameAttribute(NameOID.COMMON_NAME, "list")])
OTHER_POINT = [x509.DirectoryName(names.SIGNING_CRL)]


def point(
    *,
    name: list[x509.DirectoryName] | None = None,
    users: bool = False,
    authorities: bool = False,
    reasons: frozenset[x509.ReasonFlags] | None = None,
    indirect: bool = False,
    attributes: bool = False,
) -> Extension:
    """Make an issuing distribution point, critical as it has to be."""
    return x509.IssuingDistributionPoint(name, None, users, authorities, reasons, indirect, attributes), True


def make(
    extensions: Iterable[Extension] = (),
    *,
    root: CardAuthority | None = None,
    issuer: x509.Name | None = None,
    now: dt.datetime = scene.AT,
    serials: Iterable[int] = (),
    entry: Iterable[Extension] = (),
) -> bytes:
    """Make a list with these extensions, these serials, and one entry (serial 9) with these entry extensions."""
    root = root or scene.root()
    draft = draft_list(
        root, [_revocation(serial) for serial in serials], now=now, extensions=[_as(e) for e in extensions]
    )
    if entry:
        builder = x509.RevokedCertificateBuilder().serial_number(9).revocation_date(now)
        for value, critical in entry:
            builder = builder.add_extension(value, critical)
        draft = draft.add_revoked_certificate(builder.build())
    der = root.sign(draft).public_bytes(Encoding.DER)
    return der if issuer is None else renamed(der, root, issuer)


def renamed(der: bytes, root: CardAuthority, issuer: x509.Name) -> bytes:
    """Put another issuer's name into a list, and sign it again by the same key."""
    crl = x509.load_der_x509_crl(der)
    tbs = content(crl.tbs_certlist_bytes).replace(crl.issuer.public_bytes(), issuer.public_bytes())
    return _assembled(tlv(SEQUENCE, tbs), RSA_WITH_SHA_256, root.sign_bytes(tlv(SEQUENCE, tbs)))


def with_sha_1(der: bytes) -> bytes:
    """Sign a list again by generation sim-1, with SHA-1."""
    key = load_pem_private_key(scene.root().private_key_pem, None)
    assert isinstance(key, rsa.RSAPrivateKey)
    tbs = x509.load_der_x509_crl(der).tbs_certlist_bytes.replace(RSA_WITH_SHA_256, RSA_WITH_SHA_1)
    return _assembled(tbs, RSA_WITH_SHA_1, key.sign(tbs, padding.PKCS1v15(), SHA1()))  # noqa: S303 - to be refused


def _assembled(tbs: bytes, algorithm: bytes, signature: bytes) -> bytes:
    identifier = tlv(SEQUENCE, tlv(0x06, algorithm) + b"\x05\x00")
    return tlv(SEQUENCE, tbs + identifier + tlv(BITS, b"\x00" + signature))


def _revocation(serial: int) -> Revocation:
    return Revocation(serial, x509.ReasonFlags.superseded, scene.NOW)


def _as(extension: Extension) -> x509.Extension[x509.ExtensionType]:
    return x509.Extension(extension[0].oid, extension[1], extension[0])


def source(fetch: scene.Answering) -> CrlSource:
    """Make a list source with an empty cache of an hour."""
    return CrlSource(scene.CRL_ADDRESS, fetch, CrlCache(entries=4, max_age=3600))


def ask(der: bytes, *, serial: int = scene.SERIAL, now: int = scene.NOW) -> Answer:
    """Ask a source whose list is `der` about a card."""
    return source(scene.Answering(lambda _exchange: der)).status(scene.card(serial), scene.anchor(), now=now)


def cause_of(der: bytes, *, now: int = scene.NOW) -> Cause | None:
    """Return why a list is no answer; None if it is one."""
    answer = ask(der, now=now)
    return answer.cause if isinstance(answer, Unknown) else None


@pytest.mark.parametrize("generation", scene.GENERATIONS)
def test_the_list_of_each_generation_answers_for_it(generation: str) -> None:
    """Who is listed is revoked, since when and why is told; who is not is good."""
    served = scene.service()
    served.register.revoke(generation, 5, x509.ReasonFlags.certificate_hold, scene.NOW - 9)
    crl = source(scene.talking_to(served))
    until = scene.NOW + 86400
    found = crl.status(scene.card(5, generation), scene.anchor(generation), now=scene.NOW)
    assert found == Revoked("crl", scene.NOW, until, "certificateHold", scene.NOW - 9)
    found = crl.status(scene.card(6, generation), scene.anchor(generation), now=scene.NOW)
    assert found == Good("crl", scene.NOW, until)


def test_the_list_of_the_other_generation_is_refused() -> None:
    """All generations have one name: only the signature tells that a list is another's, and it is not used."""
    other = make(root=scene.root("sim-2"))
    assert cause_of(other) is Cause.WRONG_SIGNER


@pytest.mark.parametrize("serial", [1, 2, 3])
def test_every_listed_serial_is_found(serial: int) -> None:
    """First, middle and last."""
    assert isinstance(ask(make(serials=[1, 2, 3]), serial=serial), Revoked)


def test_remove_from_crl_clears_nobody() -> None:
    """It has no place in a complete list, and JPKI never lifts a suspension."""
    answer = ask(make(entry=[(x509.CRLReason(x509.ReasonFlags.remove_from_crl), False)]), serial=9)
    assert isinstance(answer, Revoked)
    assert answer.reason == "removeFromCRL"


WRONG: dict[str, tuple[Callable[[], bytes], Cause]] = {
    "empty": (lambda: b"", Cause.MALFORMED),
    "garbage": (lambda: b"\x30\x03abc", Cause.MALFORMED),
    "bytes after it": (lambda: make() + b"\x00", Cause.MALFORMED),
    "delta": (lambda: make([(x509.DeltaCRLIndicator(1), True)]), Cause.UNSUPPORTED),
    "delta, uncritical": (lambda: make([(x509.DeltaCRLIndicator(1), False)]), Cause.UNSUPPORTED),
    "indirect": (lambda: make([point(name=OWN_POINT, indirect=True)]), Cause.UNSUPPORTED),
    "of authorities only": (lambda: make([point(authorities=True)]), Cause.UNSUPPORTED),
    "of attributes only": (lambda: make([point(attributes=True)]), Cause.UNSUPPORTED),
    "of some reasons": (
        lambda: make([point(name=OWN_POINT, reasons=frozenset({x509.ReasonFlags.superseded}))]),
        Cause.UNSUPPORTED,
    ),
    "of a relative distribution point": (
        lambda: make([(x509.IssuingDistributionPoint(None, RELATIVE, False, False, None, False, False), True)]),  # noqa: FBT003
        Cause.UNSUPPORTED,
    ),
    "of another name": (lambda: make(issuer=names.SIGNING_CA), Cause.WRONG_SIGNER),
    "signed with SHA-1": (lambda: with_sha_1(make()), Cause.WRONG_SIGNER),
    "of another distribution point": (lambda: make([point(name=OTHER_POINT)]), Cause.UNSUPPORTED),
    "unknown critical extension": (lambda: make([(UNKNOWN, True)]), Cause.UNSUPPORTED),
    "unknown critical entry extension": (lambda: make(entry=[(UNKNOWN, True)]), Cause.UNSUPPORTED),
    "entry of another issuer": (
        lambda: make(entry=[(x509.CertificateIssuer([x509.DirectoryName(names.SIGNING_CA)]), True)]),
        Cause.UNSUPPORTED,
    ),
    "ended": (lambda: make(now=scene.AT - 24 * HOUR), Cause.STALE),
    "from the future": (lambda: make(now=scene.AT + dt.timedelta(seconds=61)), Cause.NOT_YET_VALID),
}


@pytest.mark.parametrize("point", WRONG)
def test_one_wrong_point_leaves_the_status_unknown(point: str) -> None:
    """A list signed by the right key is refused as a whole for each of these."""
    der, cause = WRONG[point]
    assert cause_of(der()) is cause


RIGHT: dict[str, Callable[[], bytes]] = {
    "plain": make,
    "of the card's distribution point": lambda: make([point(name=OWN_POINT)]),
    "of users only": lambda: make([point(users=True)]),
    "unknown uncritical extension": lambda: make([(UNKNOWN, False)]),
    "unknown uncritical entry extension": lambda: make(entry=[(UNKNOWN, False)]),
    "a serial that looks like a critical flag": lambda: make(serials=[0x0101FF04]),
    "of a clock a minute ahead": lambda: make(now=scene.AT + dt.timedelta(seconds=60)),
    "in its last second": lambda: make(now=scene.AT - 24 * HOUR + dt.timedelta(seconds=1)),
}


@pytest.mark.parametrize("point", RIGHT)
def test_what_is_only_unusual_is_accepted(point: str) -> None:
    """A list in force is not refused for what does not matter."""
    assert cause_of(RIGHT[point]()) is None


def test_a_list_without_end_is_refused() -> None:
    """RFC 5280, 5.1.2.5: `nextUpdate` is mandatory; one without it could be replayed for ever."""
    der = make()
    end = b"\x17\x0d" + f"{scene.AT + 24 * HOUR:%y%m%d%H%M%SZ}".encode()
    assert der.count(end) == 1
    crl = x509.load_der_x509_crl(der)
    tbs = tlv(SEQUENCE, content(crl.tbs_certlist_bytes).replace(end, b""))
    endless = _assembled(tbs, RSA_WITH_SHA_256, scene.root().sign_bytes(tbs))
    assert x509.load_der_x509_crl(endless).next_update_utc is None
    assert cause_of(endless) is Cause.STALE


def test_an_authority_that_may_not_sign_lists_is_not_believed() -> None:
    """RFC 5280, 6.3.3 (f): the key usage has to say `cRLSign`."""
    root = scene.root("sim-2")
    weak = root.issue_to(
        root.NAME,
        ((profile.key_usage("key_cert_sign"), True), (x509.BasicConstraints(ca=True, path_length=None), True)),
        serial=3,
        public_key=root.certificate.public_key(),  # type: ignore[arg-type]
        not_before=scene.AT - HOUR,
        not_after=scene.AT + HOUR,
    )
    crl = source(scene.Answering(lambda _exchange: make(root=root)))
    answer = crl.status(scene.card(), scene.pinned("sim-2", weak), now=scene.NOW)
    assert answer == Unknown("crl", Cause.WRONG_SIGNER)


def test_no_altered_byte_clears_a_revoked_card() -> None:
    """With any one byte of the list changed, the card is revoked or unknown."""
    der = make(serials=[scene.SERIAL])
    answers = set()
    for place in range(len(der)):
        answers.add(type(ask(der[:place] + bytes([der[place] ^ 1]) + der[place + 1 :])))
    assert answers <= {Revoked, Unknown}
    assert Unknown in answers


def test_a_list_is_fetched_once_an_hour_and_generation() -> None:
    """The cache holds a list for its hour, for all cards of its generation, and another for the other's."""
    fetch = scene.Answering(lambda exchange: make(root=scene.root(exchange.url.rpartition("/")[2])))
    crl = source(fetch)
    for now, generation in ((0, "sim-1"), (1, "sim-1"), (2, "sim-2"), (3599, "sim-1"), (3600, "sim-1")):
        answer = crl.status(scene.card(7, generation), scene.anchor(generation), now=scene.NOW + now)
        assert isinstance(answer, Good)
    assert [asked.url.rpartition("/")[2] for asked in fetch.asked] == ["sim-1", "sim-2", "sim-1"]


def test_a_cached_list_ends_with_its_next_update() -> None:
    """A list that ends in a minute is not used after it, although the cache keeps things for an hour."""
    crl = source(scene.Answering(lambda _exchange: make(now=scene.AT - 24 * HOUR + dt.timedelta(minutes=1))))
    assert isinstance(crl.status(scene.card(), scene.anchor(), now=scene.NOW + 59), Good)
    assert crl.status(scene.card(), scene.anchor(), now=scene.NOW + 60) == Unknown("crl", Cause.STALE)


def test_the_exchange_is_a_bounded_get() -> None:
    """RFC 2585: media type; 16 MiB are the limit."""
    fetch = scene.talking_to(scene.service())
    source(fetch).status(scene.card(), scene.anchor(), now=scene.NOW)
    asked = fetch.asked[0]
    assert (asked.body, asked.accepts, asked.limit) == (None, "application/pkix-crl", 16 * 1024 * 1024)
