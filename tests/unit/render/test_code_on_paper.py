"""The signed code survives printing and scanning: read back by decoders that are not ours, 100 of 100."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from chalicelib.protocol import base45
from chalicelib.protocol.page_code import PREFIX
from chalicelib.render.typesetting import FontSet, code
from chalicelib.render.typesetting.ground import ground_page
from tests.unit.render.paper import INK_DPI, MODULE, printed, scanned

SEED, SCANS = 24204, 100
DPI = (200, 300)
# 5 dots of 800 an inch are 0.16 mm: what a code of this size would have at half its width.
TOO_SMALL = 5


def _code(dice: np.random.Generator) -> str:
    """Return a code of some length between the shortest and the longest there is; what its bytes say is no matter."""
    return PREFIX + base45.encode(dice.bytes(int(dice.integers(320, 643))))


def _read(image: Image.Image) -> list[str]:
    return [str(found.text) for found in zxingcpp.read_barcodes(image)]


@pytest.fixture(scope="module")
def ground(fonts: FontSet) -> Image.Image:
    """Return the ground pattern that codes stand on."""
    return ground_page(fonts)


def test_a_module_is_large_enough() -> None:
    """0.32 mm at least: six whole dots of the page, 0.38 mm."""
    assert MODULE / INK_DPI * 25.4 >= 0.32
    assert code.MODULE == 6


def test_every_code_is_read_from_paper(ground: Image.Image, tmp_path: Path) -> None:
    """Of a hundred codes, printed and scanned at 200 or 300 dpi, ZXing reads all and ZBar nearly all."""
    dice = np.random.default_rng(SEED)
    codes = [_code(dice) for _ in range(SCANS)]
    unread, paths = [], []
    for number, content in enumerate(codes):
        scan = scanned(printed(content, ground), dice, DPI[number % len(DPI)])
        paths.append(tmp_path / f"{number:03}.pgm")
        scan.save(paths[-1])
        if _read(scan) != [content]:
            unread.append(number)
    assert unread == []
    read = _zbar(paths)
    assert set(read) <= set(codes)
    assert len(read) >= SCANS - 2


def _zbar(paths: list[Path]) -> list[str]:
    reader = shutil.which("zbarimg")
    if reader is None:
        pytest.fail("this test needs the Debian package zbar-tools (make test installs it)")
    command = [reader, "--quiet", "--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable", *map(str, paths)]
    # It ends with an error when it reads nothing from one of the images.
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout.splitlines()


def test_modules_of_half_the_size_are_not_read(ground: Image.Image) -> None:
    """The simulation is none that every code survives: at 0.16 mm a module at most one in five is read."""
    dice = np.random.default_rng(SEED)
    codes = [_code(dice) for _ in range(20)]
    read = [_read(scanned(printed(content, ground, TOO_SMALL), dice, 200)) == [content] for content in codes]
    assert sum(read) <= len(codes) // 5
