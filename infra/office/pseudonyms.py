"""The pseudonyms of residents, for the office's commands: only the office's role may use their key."""

from __future__ import annotations

import os

from chalicelib.registers.pseudonyms import Pseudonyms
from chalicelib.storage import clients


def pseudonyms_of(municipality: str) -> Pseudonyms:
    """Return what makes the pseudonyms of a municipality's residents.

    Raises:
        DependencyUnavailable, TooManyRequests: KMS did not answer.
    """
    return Pseudonyms.of(clients.kms(), os.environ["KOFU_PSEUDONYM_KEY"], municipality)
