"""AWS list prices of the Tokyo region, US dollars without tax, each with the page that publishes it.

They were entered from memory on the day named below and have not been compared with their pages, which this project's
build cannot reach: whoever relies on a sum verifies them first. DynamoDB's are those of on-demand capacity after the
reduction of November 2024.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

REGION: Final = "ap-northeast-1 (Tokyo)"
ENTERED_ON: Final = "2026-11-26"

_MILLION = 1_000_000
_GIB = 1024**3


@dataclass(frozen=True, slots=True)
class ListPrice:
    """A price as its page tells it: dollars for a number of units, in words."""

    what: str
    dollars: float
    units: str
    page: str


LISTED: list[ListPrice] = []
"""Every price that is counted with, in the order of this module."""


def _listed(what: str, dollars: float, units: str, page: str, *, per: int = 1) -> float:
    """List a price and return it for one unit, of which it is the price of `per`."""
    LISTED.append(ListPrice(what, dollars, units, f"https://aws.amazon.com/{page}/"))
    return dollars / per


_DYNAMODB, _S3, _LAMBDA = "dynamodb/pricing/on-demand", "s3/pricing", "lambda/pricing"
WRITE_UNIT: Final = _listed("DynamoDB, write request unit", 0.715, "a million", _DYNAMODB, per=_MILLION)
READ_UNIT: Final = _listed("DynamoDB, read request unit", 0.1425, "a million", _DYNAMODB, per=_MILLION)
S3_PUT: Final = _listed("S3 Standard, PUT and LIST", 0.0047, "a thousand", _S3, per=1000)
S3_GET: Final = _listed("S3 Standard, GET", 0.00037, "a thousand", _S3, per=1000)
"""Deleting costs nothing; what is stored for seconds costs less than can be written down."""

LIST: Final = S3_PUT
KMS_SIGN: Final = _listed("KMS, signature with an ECC key", 0.15, "ten thousand", "kms/pricing", per=10_000)
KEY_MONTH: Final = _listed("KMS, key", 1.0, "a month", "kms/pricing")
LAMBDA_REQUEST: Final = _listed("Lambda, request", 0.20, "a million", _LAMBDA, per=_MILLION)
LAMBDA_GB_SECOND: Final = _listed("Lambda, x86 duration", 0.0000166667, "a GB-second", _LAMBDA)
API_REQUEST: Final = _listed("API Gateway, REST request", 4.25, "a million", "api-gateway/pricing", per=_MILLION)
ENDPOINT_HOUR: Final = _listed("interface endpoint in a zone", 0.014, "an hour", "privatelink/pricing")
ENDPOINT_BYTE: Final = _listed("interface endpoint, data", 0.01, "a GB", "privatelink/pricing", per=_GIB)
LOG_BYTE: Final = _listed("CloudWatch Logs, ingestion", 0.76, "a GB", "cloudwatch/pricing", per=_GIB)
ALARM_MONTH: Final = _listed("CloudWatch, standard alarm", 0.10, "a month", "cloudwatch/pricing")
METRIC_MONTH: Final = _listed("CloudWatch, custom metric", 0.30, "a month", "cloudwatch/pricing")
