"""Registered imprints as they are printed: a resident's seal, the municipality's own."""

from __future__ import annotations

from chalicelib.protocol.errors import CannotBeRendered
from chalicelib.registers.bilevel_png import NotBilevelPng, decode
from chalicelib.registers.seals import Imprint as RegisteredImprint
from chalicelib.render.document import Imprint


class ImprintUnusable(CannotBeRendered):
    """The imprint in the books is no bi-level image."""


def printed_imprint(registered: RegisteredImprint) -> Imprint:
    """Return an imprint with its pixels.

    Raises:
        ImprintUnusable: See there.
    """
    try:
        image = decode(registered.png)
    except NotBilevelPng as error:
        raise ImprintUnusable("the imprint is no bi-level image") from error
    return Imprint(image.width, image.height, image.packed, registered.width, registered.height)
