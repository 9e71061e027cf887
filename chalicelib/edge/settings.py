"""Settings from the environment: the one place that reads it. Every name is set for the functions that need it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.protocol.errors import ServiceSuspended
from chalicelib.protocol.verification_keys import Purpose
from chalicelib.storage.rate_limits import RateLimit, RateLimits
from chalicelib.storage.visit_limit import VisitLimit


class NotConfigured(ServiceSuspended):
    """A setting is missing: this build or configuration does not serve (R7). The message names the setting."""


@dataclass(frozen=True)
class Settings:
    """Settings of one function; reading one that is not set refuses to serve."""

    environment: Mapping[str, str]

    @classmethod
    def from_environment(cls) -> Settings:
        """Take the process's environment as it is now."""
        return cls(dict(os.environ))

    def get(self, name: str) -> str:
        """Return a setting.

        Raises:
            NotConfigured: It is not set, or empty.
        """
        value = self.environment.get(name, "")
        if not value:
            raise NotConfigured(name)
        return value

    def table(self, name: str) -> str:
        """Return the physical name of a table, such as `table("SESSIONS")`."""
        return self.get(f"KOFU_{name}_TABLE")

    @property
    def images_bucket(self) -> str:
        """The bucket of sealed images."""
        return self.get("KOFU_IMAGES_BUCKET")

    @property
    def receipt_key(self) -> str:
        """The KMS key that signs receipts."""
        return self.get("KOFU_RECEIPT_KEY")

    @property
    def page_key(self) -> str:
        """The KMS key that certifies page keys."""
        return self.get("KOFU_PAGE_KEY")

    @property
    def audit_key(self) -> str:
        """The KMS key that signs the statements of the audit."""
        return self.get("KOFU_AUDIT_KEY")

    @property
    def audit_bucket(self) -> str:
        """The bucket of gathered periods of the audit."""
        return self.get("KOFU_AUDIT_BUCKET")

    @property
    def void_list_key(self) -> str:
        """The KMS key that signs void lists."""
        return self.get("KOFU_VOID_LIST_KEY")

    @property
    def verification_keys(self) -> dict[Purpose, str]:
        """The KMS keys whose public halves are published, by what they sign."""
        return {
            Purpose.RECEIPT: self.receipt_key,
            Purpose.PAGE_KEY: self.page_key,
            Purpose.AUDIT: self.audit_key,
            Purpose.VOID_LIST: self.void_list_key,
        }

    @property
    def trust_anchors(self) -> str:
        """Path of the PEM bundle of pinned card authorities."""
        return self.get("KOFU_TRUST_ANCHORS")

    @property
    def fonts(self) -> str:
        """Directory of the fonts."""
        return self.get("KOFU_FONTS")

    def number(self, name: str) -> int:
        """Return a positive number.

        Raises:
            NotConfigured: It is not set, or none.
        """
        text = self.get(name)
        if not text.isascii() or not text.isdigit() or int(text) == 0:
            raise NotConfigured(name)
        return int(text)

    def rate_limit(self, name: str, seconds: int) -> RateLimit:
        """Return a limit for each `seconds`.

        Raises:
            NotConfigured: It is not set, or no positive number.
        """
        return RateLimit(self.number(name), seconds)

    @property
    def rate_limits(self) -> RateLimits:
        """How often a kiosk may ask for a challenge (a minute), and a card be tried (an hour)."""
        return RateLimits(
            challenges_of_a_kiosk=self.rate_limit("KOFU_CHALLENGES_A_MINUTE", 60),
            attempts_of_a_card=self.rate_limit("KOFU_ATTEMPTS_AN_HOUR", 3600),
        )

    @property
    def visit_limit(self) -> VisitLimit:
        """How many visits of one municipality there can be at once."""
        return VisitLimit(self.number("KOFU_VISITS_AT_ONCE"))

    @property
    def starts_in_lambda(self) -> bool:
        """Whether this process is one that Lambda starts, and time before its first request is to be used."""
        return "AWS_LAMBDA_INITIALIZATION_TYPE" in self.environment

    @property
    def stage(self) -> str:
        """Where this is: `production` serves residents, anything else does not."""
        return self.get("KOFU_STAGE")

    @property
    def build(self) -> str:
        """What was deployed."""
        return self.get("KOFU_BUILD")
