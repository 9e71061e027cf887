"""The page's code by two encoders that others wrote."""

from __future__ import annotations

from typing import Literal

import numpy as np
import qrcode
import zxingcpp
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import QRData

_ALPHANUMERIC: Literal[2] = 2
_DARK = bytes((1, *bytes(255)))


def independent_modules(content: str) -> list[list[bool]]:
    """Encode in the alphanumeric mode: version 20, level M, mask 2, without a quiet zone."""
    code = qrcode.QRCode(version=20, error_correction=ERROR_CORRECT_M, border=0, mask_pattern=2)
    code.add_data(QRData(content, mode=_ALPHANUMERIC))
    code.make(fit=False)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def by_zxing(content: str) -> bytes:
    """Encode with ZXing, ten times as fast: rows of 105 modules with the quiet zone, dark 1.

    It takes the alphanumeric mode where no other is shorter: for a content without digits.
    """
    code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode, version=20, ec_level="M", data_mask=2)
    return np.asarray(code.to_image(scale=1, add_quiet_zones=True)).tobytes().translate(_DARK)
