"""What a printer and a scanner do to a code, simulated: ink gain, blur, rotation, scale, grain and coarse sampling.

Worked at 800 dots an inch, in which a dot of the page is two. The figures are those of ordinary laser printers and
office scanners at their worse end: ink spreads by up to a fiftieth of a millimetre, the sheet lies askew by up to four
degrees, paper and sensor add noise.
"""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from chalicelib.render.typesetting import code
from chalicelib.render.typesetting.geometry import mm
from infra.pictures.page_code import picture

INK_DPI = 800
DOTS = INK_DPI // 400
MODULE = code.MODULE * DOTS
_MARGIN = mm(5) * DOTS
_INK = 0.5


def printed(content: str, ground: Image.Image, module: int = MODULE) -> Image.Image:
    """Return the code on a piece of ground pattern as ideal ink, white 255; `module` in dots of 800 an inch."""
    modules = picture(content)
    side = modules.width * module
    size = side + 2 * _MARGIN
    sheet = ground.crop((0, 0, -(-size // DOTS), -(-size // DOTS))).convert("L")
    sheet = sheet.resize((sheet.width * DOTS, sheet.height * DOTS), Image.Resampling.NEAREST)
    sheet.paste(modules.resize((side, side), Image.Resampling.NEAREST), (_MARGIN, _MARGIN))
    return sheet


def scanned(sheet: Image.Image, dice: np.random.Generator, dpi: int) -> Image.Image:
    """Return what a scanner gives of a printed sheet, in grey."""
    ink = _spread(sheet, dice)
    askew = ink.rotate(dice.uniform(-4, 4), Image.Resampling.BILINEAR, expand=True, fillcolor=255)
    scale = dpi / INK_DPI * dice.uniform(0.99, 1.01)
    optics = askew.filter(ImageFilter.GaussianBlur(dice.uniform(0.28, 0.5) / scale))
    sampled = optics.resize((round(askew.width * scale), round(askew.height * scale)), Image.Resampling.BOX)
    noise = dice.normal(0, dice.uniform(3, 9), sampled.size[::-1])
    return Image.fromarray(np.clip(np.asarray(sampled, np.float32) + noise, 0, 255).astype(np.uint8))


def _spread(sheet: Image.Image, dice: np.random.Generator) -> Image.Image:
    """Let the ink spread into the paper: more ink, with soft edges, and never wholly black."""
    soft = sheet.filter(ImageFilter.GaussianBlur(dice.uniform(0.8, 1.6)))
    ink = np.clip((255 - np.arange(256, dtype=np.float32)) * dice.uniform(1.0, 1.0 + _INK), 0, 255)
    return soft.point((255 - ink * dice.uniform(0.75, 0.95)).astype(np.uint8).tolist())
