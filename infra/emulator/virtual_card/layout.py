"""The JPKI application's map: identifiers, files, PINs and keys, as found on real cards.

The carrier's name in the token information tells a plastic card from a phone. JICSAP calls PINs and keys IEF
(internal elementary files); they are selected like files and never read.
"""

from __future__ import annotations

AID_JPKI = bytes.fromhex("D392F000260100000001")
ATR_CONTACT = bytes.fromhex("3BE000FF8131FE4514")

EF_SIGNING_CERTIFICATE = 0x0001
EF_SIGNING_CA = 0x0002
EF_TOKEN_INFORMATION = 0x0006
EF_CERTIFICATES_PRESENT = 0x0008
EF_AUTHENTICATION_CERTIFICATE = 0x000A
EF_AUTHENTICATION_CA = 0x000B
IEF_TERMINAL_CA_KEY = 0x0016
IEF_AUTHENTICATION_KEY = 0x0017
IEF_AUTHENTICATION_PIN = 0x0018
IEF_SIGNING_KEY = 0x001A
IEF_SIGNING_PASSWORD = 0x001B

AUTHENTICATION_TRIES = 3
SIGNING_TRIES = 5

BOTH_CERTIFICATES = bytes.fromhex("8F8F00")
AUTHENTICATION_CERTIFICATE_ONLY = bytes.fromhex("008F00")

_CERTIFICATE_FILE_SIZE = 2048
_TOKEN_INFORMATION_SIZE = 160
_TOKEN_NAME_SIZE = 32


def certificate_file(der: bytes) -> bytes:
    """Fill a certificate up to the file's size with FF, as on the card: the length is in the DER header only.

    Raises:
        ValueError: the certificate does not fit the file.
    """
    if len(der) > _CERTIFICATE_FILE_SIZE:
        raise ValueError(f"a certificate of {len(der)} bytes does not fit the card's file")
    return der.ljust(_CERTIFICATE_FILE_SIZE, b"\xff")


def token_information() -> bytes:
    """Make the 160 bytes of EF 0006: the name of a plastic card's token in the first 32, a simulated label after it."""
    name = b"JPKIAPICCTOKEN2".ljust(_TOKEN_NAME_SIZE)
    return (name + b"SIMULATED").ljust(_TOKEN_INFORMATION_SIZE, b"\0")
