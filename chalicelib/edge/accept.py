"""Content negotiation, decided before anything else: a one-shot answer must never be burnt by a header."""

from __future__ import annotations

import re

from chalicelib.protocol.errors import NotAcceptable

JSON = "application/json"
OCTETS = "application/octet-stream"
_LANGUAGE = re.compile(r"\s*([A-Za-z]{2})(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q=([01](?:\.[0-9]{0,3})?))?\s*")


def _ranges(header: str) -> dict[str, bool]:
    """Return each media range and whether it is wanted: `q=0` says that it is not."""
    ranges = {}
    for part in header.lower().split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        ranges[media] = not any(re.fullmatch(r"q=0(\.0*)?", parameter) for parameter in parameters)
    return ranges


def require_acceptable(header: str | None, media_type: str) -> None:
    """Refuse unless the kiosk accepts this media type.

    JSON is what a kiosk gets that says nothing. Octets must be asked for by their name and nothing else: API Gateway
    makes bytes of the framework's base64 only for the first type of `Accept`, and the framework refuses what does
    not name them. Both happen after the certificate is gone.

    Raises:
        NotAcceptable: It does not.
    """
    if media_type == OCTETS:
        acceptable = header is not None and header.strip() == OCTETS
    else:
        acceptable = header is None or _accepts(_ranges(header), media_type)
    if not acceptable:
        raise NotAcceptable


def _accepts(ranges: dict[str, bool], media_type: str) -> bool:
    # The most specific range decides (RFC 9110, 12.5.1).
    for candidate in (media_type, media_type.partition("/")[0] + "/*", "*/*"):
        if candidate in ranges:
            return ranges[candidate]
    return False


def language(header: str | None) -> str:
    """Return the language of details, `ja` or `en`: the preferred of the two, Japanese when neither is asked for."""
    weights = {"ja": 0.0, "en": 0.0}
    for part in (header or "").split(","):
        match = _LANGUAGE.fullmatch(part)
        if match and match[1].lower() in weights:
            weights[match[1].lower()] = float(match[2] or 1)
    return "en" if weights["en"] > weights["ja"] else "ja"
