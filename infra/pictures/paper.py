"""The page that is pictured: a sheet of the demo city's resident records, as a kiosk prints it."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.render.certificate_request import Options
from chalicelib.render.typesetting import FontSet, typeset
from infra.emulator.demo_city import build_city
from infra.specimens.cases import SEED, TODAY
from infra.specimens.desk import Desk
from infra.specimens.signing import specimen_codes

_SIZE = (827, 1169)
"""A4 at a hundred dots an inch."""
_WHITE, _TINT, _BLACK, _STEPS = (255, 255, 255), (227, 246, 253), (20, 20, 20), 15
_WHO = "nine-in-household"
_OPTIONS: Options = {"scope": "household", "relationship": True, "domicile": True}


def take_page(fonts: FontSet, out: Path) -> Path:
    """Draw the first sheet of a large household's record, and write it small and in few colours."""
    document = Desk(build_city(SEED, TODAY)).document(CertificateType.RESIDENT_RECORD, _WHO, _OPTIONS)
    page, *_ = typeset(document, fonts, specimen_codes(document))
    path = out / "resident-record.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    small = Image.open(io.BytesIO(page)).convert("RGB").resize(_SIZE, Image.Resampling.LANCZOS)
    small.quantize(palette=_palette(), dither=Image.Dither.NONE).save(path, optimize=True)
    return path


def _palette() -> Image.Image:
    """Paper, the even tint that the ground pattern is from a reader's distance, and what lies between it and black."""
    palette = Image.new("P", (1, 1))
    last = _STEPS - 1
    ramp = [
        (tint * (last - step) + black * step) // last
        for step in range(_STEPS)
        for tint, black in zip(_TINT, _BLACK, strict=True)
    ]
    palette.putpalette([*_WHITE, *ramp])
    return palette
