"""The page's code by an encoder that others wrote."""

from __future__ import annotations

from typing import Literal

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import QRData

_ALPHANUMERIC: Literal[2] = 2


def independent_modules(content: str) -> list[list[bool]]:
    """Encode in the alphanumeric mode: version 20, level M, mask 2, without a quiet zone."""
    code = qrcode.QRCode(version=20, error_correction=ERROR_CORRECT_M, border=0, mask_pattern=2)
    code.add_data(QRData(content, mode=_ALPHANUMERIC))
    code.make(fit=False)
    return [[bool(module) for module in row] for row in code.get_matrix()]
