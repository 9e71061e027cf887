"""OpenSC's programs, unmodified, take the virtual card for a My Number Card."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.card import pcscd
from tests.card.slots import PcscSlot
from tests.unit.card import making

pytestmark = pytest.mark.xdist_group("pcscd")


class Tools:
    """Runs programs in a directory of their own, which is also their home: no user's settings, no cached card."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._environment = {**os.environ, "HOME": str(directory), "LC_ALL": "C"}

    def run(self, name: str, *arguments: str, succeeds: bool = True) -> str:
        """Run to the end; answer what it printed, both streams."""
        done = subprocess.run(  # fixed words
            [pcscd.program(name), *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=20,
            cwd=self.directory,
            env=self._environment,
        )
        said = done.stdout + done.stderr
        assert (done.returncode == 0) == succeeds, said
        return said

    def login_and_sign(self, pin: str, *, succeeds: bool = True) -> str:
        """Sign message.bin into signature.bin through PKCS#11."""
        files = ("--input-file", "message.bin", "--output-file", "signature.bin")
        login = ("--token-label", "JPKI (User Authentication PIN)", "--login", "--pin", pin)
        mechanism = ("--mechanism", "SHA256-RSA-PKCS", "--id", "01")
        return self.run("pkcs11-tool", *login, "--sign", *mechanism, *files, succeeds=succeeds)

    def tries(self) -> dict[str, int]:
        """Read the tries left of each PIN."""
        text = self.run("pkcs15-tool", "--list-pins")
        found = re.findall(r"PIN \[(.+?)\].*?Tries left\s+: (\d+)", text, re.DOTALL)
        return {label: int(left) for label, left in found}


@pytest.fixture
def tools(pcsc: PcscSlot, tmp_path: Path) -> Tools:
    """Give the programs, with a card in the reader and files to work on."""
    pcsc.insert(making.full_card())
    key = making.authentication().key.public_key()
    (tmp_path / "message.bin").write_bytes(b"what is signed" * 100)
    (tmp_path / "public.pem").write_bytes(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    (tmp_path / "root.pem").write_bytes(making.authority().root_pem)
    return Tools(tmp_path)


def test_the_card_is_recognised(tools: Tools) -> None:
    """opensc-tool names the card jpki, and reports the answer to reset its driver knows."""
    assert "jpki" in tools.run("opensc-tool", "--name").splitlines()
    assert "3b:e0:00:ff:81:31:fe:45:14" in tools.run("opensc-tool", "--atr").splitlines()


def test_the_pins_are_listed(tools: Tools) -> None:
    """pkcs15-tool lists both PINs with three and five tries."""
    assert tools.tries() == {"User Authentication PIN": 3, "Digital Signature PIN": 5}


def test_the_certificate_is_read_and_trusted(tools: Tools) -> None:
    """pkcs15-tool reads the authority's certificate, and openssl verifies it up to the root."""
    text = tools.run("pkcs15-tool", "--read-certificate", "01")
    certificate = x509.load_pem_x509_certificate(text[text.index("-----BEGIN") :].encode())
    assert certificate == making.authentication().certificate
    (tools.directory / "card.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    moment = str(int(making.NOW.timestamp()) + 1)
    assert "card.pem: OK" in tools.run("openssl", "verify", "-CAfile", "root.pem", "-attime", moment, "card.pem")


def test_a_signature_verifies_with_openssl(tools: Tools) -> None:
    """pkcs11-tool logs in and signs; openssl verifies the signature with the card's key, and no other message."""
    tools.login_and_sign(making.PIN)
    verify = ("dgst", "-sha256", "-verify", "public.pem", "-signature", "signature.bin")
    assert "Verified OK" in tools.run("openssl", *verify, "message.bin")
    assert "Verification failure" in tools.run("openssl", *verify, "public.pem", succeeds=False)


def test_three_wrong_pins_lock_the_card(tools: Tools) -> None:
    """Three wrong PINs count down to 0 tries; the right one then fails too, and the signing password keeps its five."""
    for left in (2, 1, 0):
        assert "CKR_PIN" in tools.login_and_sign(making.WRONG_PIN, succeeds=False)
        assert tools.tries()["User Authentication PIN"] == left
    tools.login_and_sign(making.PIN, succeeds=False)
    assert tools.tries() == {"User Authentication PIN": 0, "Digital Signature PIN": 5}
