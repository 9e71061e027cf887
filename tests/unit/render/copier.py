"""A simulated print and photocopy of a bi-level pattern, and how well a word shows in either.

Print: every pixel of the page is a block of dots at 1200 dpi, spread by 20 um; solid ink reflects 0.35. Copier: a lens
of 55 um, a scanner whose pixels do not fall together with the printer's, a tone curve that takes what is light for
paper. Contrast and detectability compare the means of the two screens after a blur of 0.25 and 0.35 mm, about what an
eye at reading distance does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from chalicelib.render.typesetting.geometry import DPI

Plane = npt.NDArray[np.float32]
_PRINTER_DPI = 1200
_EYE_DPI = 300
_SPREAD_MM, _INK = 0.020, 0.35
_NEIGHBOURHOOD_MM, _CONTRAST_MM, _NOISE_MM = 0.5, 0.25, 0.35


@dataclass(frozen=True)
class Copier:
    """Resolution, lens, and the reflectances taken for white and for black."""

    dpi: int = 300
    lens_mm: float = 0.055
    white: float = 0.93
    black: float = 0.25


class Seen(NamedTuple):
    """Contrast (difference of the means over their sum) and detectability (difference over their common noise)."""

    contrast: float
    detectability: float


def printed(ink: npt.NDArray[np.bool_]) -> Plane:
    """Return the reflectance of a printed pattern (pixels of the page, set where there is ink) at 1200 dpi."""
    block = _PRINTER_DPI // DPI
    dots = np.repeat(np.repeat(ink.astype(np.float32), block, axis=0), block, axis=1)
    return (1 - (1 - _INK) * _blurred(dots, _pixels(_SPREAD_MM, _PRINTER_DPI))).astype(np.float32)


def original(reflectance: Plane) -> Plane:
    """Return the print as an eye gets it: averaged to 300 dpi."""
    return np.asarray(Image.fromarray(reflectance).reduce(_PRINTER_DPI // _EYE_DPI), dtype=np.float32)


def copied(reflectance: Plane, copier: Copier) -> Plane:
    """Return the copy of a print at the copier's resolution, 0 to 1."""
    sharp = Image.fromarray(_blurred(reflectance, _pixels(copier.lens_mm, _PRINTER_DPI)))
    step = _PRINTER_DPI / copier.dpi
    size = int(sharp.width / step), int(sharp.height / step)
    # An odd phase: the scanner's pixels must not be in step with the printer's.
    shifted = (step, 0, 1.37, 0, step, 2.61)
    scan = np.asarray(sharp.transform(size, Image.Transform.AFFINE, shifted, Image.Resampling.BILINEAR))
    return np.clip((scan - copier.black) / (copier.white - copier.black), 0, 1).astype(np.float32)


def seen(picture: Plane, dpi: int, word: Image.Image) -> Seen:
    """Measure how well a word shows; `word` is a mask of the same part of the page, of any resolution."""
    mask = word.convert("L").resize((picture.shape[1], picture.shape[0]), Image.Resampling.NEAREST)
    size = round(_pixels(_NEIGHBOURHOOD_MM, dpi)) // 2 * 2 + 1
    inside = np.asarray(mask.filter(ImageFilter.MinFilter(size))) > 0
    outside = np.asarray(mask.filter(ImageFilter.MaxFilter(size))) == 0
    light = _blurred(picture, _pixels(_CONTRAST_MM, dpi))
    noise = _blurred(picture, _pixels(_NOISE_MM, dpi))
    word_mean, ground_mean = float(light[inside].mean()), float(light[outside].mean())
    spread = float(np.sqrt((noise[inside].var() + noise[outside].var()) / 2))
    difference = abs(float(noise[inside].mean() - noise[outside].mean()))
    return Seen(abs(word_mean - ground_mean) / (word_mean + ground_mean), difference / max(spread, 1e-9))


def _pixels(length_mm: float, dpi: int) -> float:
    return length_mm / 25.4 * dpi


def _blurred(picture: Plane, sigma: float) -> Plane:
    """Convolve with a Gaussian; edges are mirrored."""
    radius = max(1, round(3 * sigma))
    kernel = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    kernel = (kernel / kernel.sum()).astype(np.float32)
    for axis in (0, 1):
        width = [(radius, radius) if axis == each else (0, 0) for each in (0, 1)]
        padded, length = np.pad(picture, width, mode="reflect"), picture.shape[axis]
        parts = (np.take(padded, range(k, k + length), axis=axis) * weight for k, weight in enumerate(kernel))
        picture = sum(parts, start=np.zeros_like(picture))
    return picture
