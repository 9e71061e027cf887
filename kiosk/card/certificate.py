"""Reads a certificate file, which is longer than the certificate: FF filler follows, the DER header has the length."""

from __future__ import annotations

from kiosk.card.channel import Channel, exchange
from kiosk.card.commands import CHUNK, read_binary
from kiosk.card.errors import CardProtocolError

_OK = 0x9000
_HEADER_SIZE = 4
# ITU-T X.690: SEQUENCE, length in two further bytes. A certificate is never short enough for another form.
_SEQUENCE_LONG_FORM = b"\x30\x82"
_LARGEST = 4096
_INVALID_CONTENT = 0x6F00


def read_certificate(channel: Channel) -> bytes:
    """Read the current file up to the end of the DER structure at its start.

    Raises:
        CardProtocolError: a status word other than 9000; 6F00 when the content is no certificate, or more than 4 KiB.
    """
    content = _read(channel, 0, _HEADER_SIZE)
    total = _HEADER_SIZE + int.from_bytes(content[2:], "big")
    if content[:2] != _SEQUENCE_LONG_FORM or total > _LARGEST:
        raise CardProtocolError(_INVALID_CONTENT)
    while len(content) < total:
        content += _read(channel, len(content), min(CHUNK, total - len(content)))
    return content


def _read(channel: Channel, offset: int, length: int) -> bytes:
    response = exchange(channel, read_binary(offset, length))
    if response.sw != _OK:
        raise CardProtocolError(response.sw)
    if len(response.data) != length:
        raise CardProtocolError(_INVALID_CONTENT)
    return response.data
