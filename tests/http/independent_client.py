"""A kiosk with a card in it, written from the protocol's description alone: it shares no code with Kofu.

It knows sections 4, 5 and 7 of the design and docs/page-code.md, and nothing else. That it completes a visit shows
that the description is enough to write a client in any language.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa, x25519
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver
from http_message_signatures.algorithms import ED25519

from tests.http.independent_checks import b64, check_png, exchange, point, verified
from tests.http.independent_page_code import stated

SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass
class Message:
    """What `http_message_signatures` signs."""

    method: str
    url: str
    headers: dict[str, str]


class IndependentKiosk:
    """One kiosk, one card, one visit."""

    def __init__(self, description: dict[str, Any], label: str) -> None:
        self.api: str = description["api"]
        self.municipality: str = description["municipality"]
        kiosk = description["kiosks"][0]
        self.kiosk_id: str = kiosk["id"]
        key = serialization.load_pem_private_key(Path(kiosk["private_key"]).read_bytes(), None)
        assert isinstance(key, ed25519.Ed25519PrivateKey)
        keys = MappingKeyResolver(public_keys={}, private_keys={self.kiosk_id: key})
        self._signer = HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=keys)
        card = next(entry for entry in description["cards"] if entry["label"] == label)
        certificate = x509.load_pem_x509_certificate(Path(card["certificate"]).read_bytes())
        self._certificate = certificate.public_bytes(serialization.Encoding.DER)
        card_key = serialization.load_pem_private_key(Path(card["private_key"]).read_bytes(), None)
        assert isinstance(card_key, rsa.RSAPrivateKey)
        self._card_key = card_key
        self._mlkem, self._x25519 = MLKEM768PrivateKey.generate(), x25519.X25519PrivateKey.generate()
        self._token = ""
        self._binding = b""
        self._keys: list[dict[str, str]] = self._json("GET", "/verification-keys")["keys"]

    def authenticate(self) -> None:
        """Challenge, card signature, session."""
        public = self._mlkem.public_key().public_bytes_raw() + self._x25519.public_key().public_bytes_raw()
        wanted = {"municipality": self.municipality, "session_public_key": b64(public)}
        challenge = self._json("POST", "/challenges", wanted)
        transcript = self._transcript(challenge, public)
        signature = self._card_key.sign(transcript, padding.PKCS1v15(), hashes.SHA256())
        proof = {
            "challenge_id": challenge["challenge_id"],
            "card_certificate": b64(self._certificate),
            "signature": b64(signature),
        }
        self._token = self._json("POST", "/sessions", proof)["session_token"]
        self._binding = hashlib.sha256(transcript).digest()

    def offers(self) -> dict[str, Any]:
        """What this resident can have."""
        sealed = base64.b64decode(self._json("GET", "/offers")["sealed"])
        offers: dict[str, Any] = json.loads(self._open(sealed, b"kofu/sealed-offers/v1\0" + self._binding))
        return offers

    def issue(self, kind: str, options: dict[str, Any], key: str) -> dict[str, Any]:
        """Have a certificate made."""
        body = {"type": kind, "options": options, "copies": 1, "replaces": None}
        return self._json("POST", "/issuances", body, {"Idempotency-Key": key})

    def fetch(self, issuance: dict[str, Any]) -> list[bytes]:
        """Pay, fetch, decrypt, check; return the pages."""
        issuance_id = issuance["issuance_id"]
        payment = {"payment": {"method": "cash", "amount": issuance["fee"]["amount"]}}
        accept = {"Accept": "application/octet-stream"}
        sealed = self._call("POST", f"/issuances/{issuance_id}/retrieval", payment, accept)
        assert len(sealed) == issuance["size"]
        archive = self._open(sealed, b"kofu/sealed-image/v1\0" + self._binding + issuance_id.encode())
        return self._pages(archive, issuance)

    def confirm(self, issuance: dict[str, Any]) -> dict[str, Any]:
        """Report the paper and return the claims of the receipt, whose signature is checked."""
        body = {"outcome": "printed", "pages_printed": issuance["pages"], "reason": None}
        answer = self._json("POST", f"/issuances/{issuance['issuance_id']}/outcome", body)
        assert answer["state"] == "printed"
        return verified(answer["receipt"], self._keys)

    def leave(self) -> None:
        """End the session."""
        assert self._call("DELETE", "/session") == b""

    def _transcript(self, challenge: dict[str, Any], public: bytes) -> bytes:
        fields = (
            challenge["challenge_id"].encode("ascii"),
            base64.b64decode(challenge["challenge"]),
            self.kiosk_id.encode(),
            self.municipality.encode("ascii"),
            hashlib.sha256(public).digest(),
            hashlib.sha256(self._certificate).digest(),
            str(challenge["expires_at"]).encode("ascii"),
        )
        return b"kofu/card-authentication/v1\0" + b"".join(struct.pack(">I", len(field)) + field for field in fields)

    def _open(self, sealed: bytes, info: bytes) -> bytes:
        return SUITE.decrypt(sealed, MLKEM768X25519PrivateKey(self._mlkem, self._x25519), info)

    def _pages(self, archive: bytes, issuance: dict[str, Any]) -> list[bytes]:
        with zipfile.ZipFile(io.BytesIO(archive)) as file:
            assert {info.compress_type for info in file.infolist()} == {zipfile.ZIP_STORED}
            manifest = json.loads(file.read("manifest.json"))
            assert file.namelist() == ["manifest.json", *(page["file"] for page in manifest["pages"])]
            pages = [file.read(page["file"]) for page in manifest["pages"]]
        assert set(manifest) == {"issuance_id", "type", "municipality", "dpi", "copies", "pages", "issued_at"}
        assert (manifest["issuance_id"], manifest["dpi"]) == (issuance["issuance_id"], 400)
        assert manifest["municipality"] == self.municipality
        assert [hashlib.sha256(page).hexdigest() for page in pages] == [page["sha256"] for page in manifest["pages"]]
        assert [page["file"] for page in manifest["pages"]] == [f"page-{n + 1}.png" for n in range(issuance["pages"])]
        for number, page in enumerate(pages, start=1):
            check_png(page)
            said = stated(page, self._keys, point)
            assert (said[1], said[3], said[4]) == (self.municipality, issuance["issuance_id"], manifest["issued_at"])
            assert said[5] == [number, len(pages)]
        return pages

    def _json(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self._call(method, path, body, headers))
        return answer

    def _call(self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None) -> bytes:
        content = b"" if body is None else json.dumps(body).encode()
        url = self.api + path
        sent = {"Accept": "application/json", **(headers or {})}
        covered = ["@path", "@method"]
        if self._token:
            sent["Authorization"] = f"Bearer {self._token}"
            covered.append("authorization")
        if content:
            sent["Content-Type"] = "application/json"
            sent["Content-Digest"] = f"sha-256=:{b64(hashlib.sha256(content).digest())}:"
            covered.append("content-digest")
        message = Message(method, url, sent)
        self._signer.sign(
            message,
            key_id=self.kiosk_id,
            label="kiosk",
            tag="kofu",
            covered_component_ids=covered,
            use_existing_digest=bool(content),
        )
        return exchange(message.method, message.url, message.headers, content)
