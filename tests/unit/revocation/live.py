"""What the tests with OpenSSL share: an authority whose times are today's, since OpenSSL asks the machine's clock."""

from __future__ import annotations

import datetime as dt
import functools
import subprocess
import time
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from chalicelib.authenticate.trust_anchors import Authority
from infra.emulator.card_authority import CardAuthority
from tests.unit.revocation import scene

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
DAY = dt.timedelta(days=1)


def seconds() -> int:
    """Return the machine's time, Unix seconds."""
    return int(time.time())


@functools.cache
def root(generation: str) -> CardAuthority:
    """Give a generation that is in force today."""
    return CardAuthority.create(generation=generation, now=NOW, key_source=scene.KEYS)


@functools.cache
def card(serial: int) -> x509.Certificate:
    """Issue a card's certificate that is in force today, by generation sim-1."""
    return root("sim-1").issue_authentication(
        serial, f"CARD{serial}", scene.card_key().public_key(), NOW - DAY, NOW + DAY
    )


def anchor() -> Authority:
    """Give generation sim-1 as `authenticate` has it pinned."""
    return scene.pinned("sim-1", root("sim-1").certificate)


def write(directory: Path, name: str, certificate: x509.Certificate) -> Path:
    """Write a certificate as PEM."""
    path = directory / name
    path.write_bytes(certificate.public_bytes(Encoding.PEM))
    return path


def openssl(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command of OpenSSL that has to end by itself within ten seconds."""
    command = ["openssl", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
