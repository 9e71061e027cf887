"""Content negotiation, decided before anything else: a one-shot answer must never be burnt by a header."""

from __future__ import annotations

import re

from chalicelib.protocol.errors import NotAcceptable

JSON = "application/json"
OCTETS = "application/octet-stream"
_LANGUAGE = re.compile(r"\s*([A-Za-z]{2})(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q=([01](?:\.[0-9]{0,3})?))?\s*")


def _ranges(header: str) -> set[str]:
    ranges = set()
    for part in header.lower().split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        if not any(re.fullmatch(r"q=0(\.0*)?", parameter) for parameter in parameters):
            ranges.add(media)
    return ranges


def require_acceptable(header: str | None, media_type: str) -> None:
    """Refuse unless the kiosk accepts this media type.

    JSON is what a kiosk gets that says nothing. Octets must be asked for, as such or as `*/*`: the framework would
    refuse anything else only after the certificate is gone.

    Raises:
        NotAcceptable: It does not.
    """
    accepted = {"*/*", media_type} if media_type == OCTETS else {"*/*", "application/*", media_type}
    if header is None and media_type == JSON:
        return
    if header is None or not accepted & _ranges(header):
        raise NotAcceptable


def language(header: str | None) -> str:
    """Return the language of details, `ja` or `en`: the preferred of the two, Japanese when neither is asked for."""
    weights = {"ja": 0.0, "en": 0.0}
    for part in (header or "").split(","):
        match = _LANGUAGE.fullmatch(part)
        if match and match[1].lower() in weights:
            weights[match[1].lower()] = float(match[2] or 1)
    return "en" if weights["en"] > weights["ja"] else "ja"
