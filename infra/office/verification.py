"""Declaring issue numbers void, and publishing what anyone checks papers with."""

from __future__ import annotations

import argparse
import re

from chalicelib.edge.calls import system_clock
from chalicelib.protocol.void_list import VoidIssuance, VoidReason
from infra.office.actions import ArgumentWrong, console
from infra.verification_site import site

_HOUR = 3600
_ISSUE_NUMBER = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")


def void_issuance(options: argparse.Namespace) -> int:
    """Declare an issue number void."""
    # As it is read from paper: in groups, perhaps in small letters.
    issuance_id = options.issue_number.replace("-", "").upper()
    if _ISSUE_NUMBER.fullmatch(issuance_id) is None:
        raise ArgumentWrong("an issue number has 26 characters")
    declared = VoidIssuance(issuance_id=issuance_id, declared_at=system_clock(), reason=VoidReason(options.reason))
    site().void_issuances().declare(declared)
    console.print("Void. The verification page shows it once it is published anew.")
    return 0


def publish_verification(options: argparse.Namespace) -> int:
    """Write the verification page with its keys and void list."""
    site().write(options.directory, system_clock(), valid_for=options.hours * _HOUR)
    console.print(f"Written to {options.directory}.")
    return 0
