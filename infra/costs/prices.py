"""AWS list prices of the Tokyo region, US dollars without tax, as published in 2025; no free tier, no discount.

They are entered by hand and to be verified against the price pages before anybody relies on a sum. DynamoDB's are
those of on-demand capacity after the reduction of November 2024.
"""

from __future__ import annotations

from typing import Final

REGION: Final = "ap-northeast-1 (Tokyo)"
AS_OF: Final = "2025"

_MILLION = 1_000_000

WRITE_UNIT: Final = 0.715 / _MILLION
READ_UNIT: Final = 0.1425 / _MILLION
S3_PUT: Final = 0.0047 / 1000
S3_GET: Final = 0.00037 / 1000
"""Deleting costs nothing; what is stored for seconds costs less than can be written down."""

LIST: Final = S3_PUT
KMS_SIGN: Final = 0.15 / 10_000
LAMBDA_REQUEST: Final = 0.20 / _MILLION
LAMBDA_GB_SECOND: Final = 0.0000166667
API_REQUEST: Final = 4.25 / _MILLION
ENDPOINT_BYTE: Final = 0.01 / 1024**3
LOG_BYTE: Final = 0.76 / 1024**3

KEY_MONTH: Final = 1.0
ALARM_MONTH: Final = 0.10
METRIC_MONTH: Final = 0.30
ENDPOINT_HOUR: Final = 0.014
"""Of one interface endpoint in one availability zone."""
