"""A small audit, made without any cloud: three hours with a handful of issuances, signed with a key of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chalicelib.protocol import audit_entries, audit_periods, jws, receipts
from chalicelib.protocol.audit_entries import PERIOD
from chalicelib.protocol.receipts import Receipt
from chalicelib.protocol.verification_keys import Purpose, public_jwk
from infra.audit.encoding import read_keys
from infra.audit.findings import Report
from infra.audit.verification import Expected, verify

HOUR = 495_000
KEYS = {purpose: ec.generate_private_key(ec.SECP256R1()) for purpose in (Purpose.AUDIT, Purpose.RECEIPT)}
JWKS = {
    "keys": [
        public_jwk(
            key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo), f"key-{purpose}", purpose
        )
        for purpose, key in KEYS.items()
    ]
}
IMAGE = "a" * 64
REQUESTED = {
    "municipality": "24204",
    "kiosk_id": "kiosk-0001",
    "session_id": "0123456789ABCDEF",
    "certificate_type": "resident-record",
    "copies": 1,
    "fee": 200,
    "expires_at": HOUR * PERIOD + 900,
}
SEALED = {"fee": 200, "pages": 2, "size": 300_000, "image_sha256": IMAGE, "subject_is_applicant": True}
PAID = {"payment_method": "cash", "payment_amount": 200}
ALL_PRINTED = {"pages_printed": 2}
PRINTED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("requested", REQUESTED),
    ("sealed", SEALED),
    ("handed-over", PAID),
    ("printed", ALL_PRINTED),
)
CANCELLED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("requested", REQUESTED),
    ("sealed", SEALED),
    ("cancelled", {}),
)


def chain(
    issuance_id: str, steps: tuple[tuple[str, dict[str, Any]], ...] = PRINTED, *, at: int = HOUR * PERIOD
) -> list[str]:
    """Make a chain whose entries follow each other by seconds from `at` on."""
    texts: list[str] = []
    previous = ""
    for number, (state, facts) in enumerate(steps):
        texts.append(
            audit_entries.entry(
                issuance_id=issuance_id, sequence=number, state=state, at=at + number, previous=previous, facts=facts
            )
        )
        previous = audit_entries.digest(texts[-1])
    return texts


def named(number: int) -> str:
    """Return an issuance's id."""
    return f"{number:026d}"


def receipt(texts: list[str], **changes: Any) -> str:
    """Make the receipt of a printed chain."""
    first, sealed, handed_over, last = (json.loads(text) for text in texts)
    claims = Receipt(
        iss="urn:kofu:municipality:24204",
        iat=last["at"],
        issuance_id=first["issuance_id"],
        certificate_type=first["certificate_type"],
        kiosk_id=first["kiosk_id"],
        state=last["state"],
        pages=sealed["pages"],
        pages_printed=last["pages_printed"],
        image_sha256=sealed["image_sha256"],
        handed_over_at=handed_over["at"],
        deleted_at=handed_over["at"],
        audit_entry=changes.get("audit_entry", audit_entries.digest(texts[-1])),
    )
    signed = receipts.signing_input(claims, f"key-{Purpose.RECEIPT}")
    return jws.compact(signed, KEYS[Purpose.RECEIPT].sign(signed, ec.ECDSA(SHA256())))


def write(directory: Path, periods: list[list[list[str]]], *, previous: str = "") -> Path:
    """Write periods, the first one of `HOUR`, as they are exported."""
    directory.mkdir(parents=True, exist_ok=True)
    for number, chains in enumerate(periods, start=HOUR):
        ordered = sorted(chains)
        made = audit_periods.statement(number, ordered, previous=previous, now=(number + 1) * PERIOD + 900)
        signed = audit_periods.signing_input(made, f"key-{Purpose.AUDIT}")
        statement = jws.compact(signed, KEYS[Purpose.AUDIT].sign(signed, ec.ECDSA(SHA256())))
        (directory / audit_periods.name_of(number)).write_bytes(audit_periods.pack(statement, ordered))
        previous = audit_periods.statement_digest(statement)
    return directory


def sample() -> list[list[list[str]]]:
    """Return the chains of three hours: printed ones and a cancelled one, none, one more."""
    first = [chain(named(number)) for number in range(1, 4)] + [chain(named(4), CANCELLED)]
    return [first, [], [chain(named(5), at=(HOUR + 2) * PERIOD)]]


@dataclass
class Audit:
    """An export to be verified."""

    directory: Path
    receipts: list[str] = field(default_factory=list)

    def report(self, **expected: Any) -> Report:
        """Verify it."""
        files: tuple[Path, ...] = ()
        if self.receipts:
            path = self.directory.parent / "kiosk-0001.receipts"
            path.write_text("".join(f"{each}\n" for each in self.receipts))
            files = (path,)
        return verify(self.directory, read_keys(json.dumps(JWKS)), Expected(receipts=files, **expected))

    def findings(self, **expected: Any) -> list[str]:
        """Return what is found."""
        return [str(finding) for finding in self.report(**expected).findings]
