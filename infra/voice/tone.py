"""The sound of an alarm: three rising chimes. Heard over the noise of a shop, and not frightening."""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path

_RATE = 24_000
_CHIMES = (660.0, 880.0, 1100.0)
_CHIME_SECONDS = 0.28
_LOUDEST = 0.6
_FADE = 9.0


def write_alarm(path: Path) -> None:
    """Write the alarm's sound as a WAV file: mono, 16 bits."""
    samples = [value for pitch in _CHIMES for value in _chime(pitch)]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))


def _chime(pitch: float) -> list[int]:
    return [_sample(pitch, place / _RATE) for place in range(int(_RATE * _CHIME_SECONDS))]


def _sample(pitch: float, at: float) -> int:
    # A little of the octave makes it carry; the fade keeps it from clicking.
    tone = math.sin(2 * math.pi * pitch * at) + 0.3 * math.sin(4 * math.pi * pitch * at)
    return int(32_767 * _LOUDEST * tone / 1.3 * math.exp(-_FADE * at / (3 * _CHIME_SECONDS)))
