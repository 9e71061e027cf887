"""What the terminal says is made by the set-up: everything, in every language."""

from __future__ import annotations

import struct
import wave
from pathlib import Path

import pytest

from infra.voice import making, tone
from infra.voice.script import script
from kiosk.agent.screen_server import AUDIO
from kiosk.terminal import utterances
from kiosk.terminal.actions import LANGUAGES, Language


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_can_be_said(language: Language) -> None:
    """Every utterance has a text that stands for itself: nothing in it waits for a number or a name."""
    lines = script(language)
    assert set(utterances.ALL) <= set(lines)
    assert [key for key, text in lines.items() if "{" in text or not text.strip()] == []


def test_the_set_up_has_made_every_file() -> None:
    """Every file is where the agent serves it from, and is audio (make build/.voice makes them)."""
    assert [file for file in making.files(AUDIO) if not _is_opus(file)] == []


def test_a_missing_file_is_noticed(tmp_path: Path) -> None:
    """The step is not taken for done when a file is missing."""
    stamp = "{}"
    for file in making.files(tmp_path):
        file.parent.mkdir(exist_ok=True)
        file.touch()
    (tmp_path / "stamp.json").write_text(stamp)
    assert making._is_up_to_date(tmp_path, stamp)  # noqa: SLF001 - the decision itself is what is tested
    (tmp_path / "vi" / "alarm.card-left.opus").unlink()
    assert not making._is_up_to_date(tmp_path, stamp)  # noqa: SLF001 - as before


def test_the_alarm_is_loud_and_starts_and_ends_without_a_click(tmp_path: Path) -> None:
    """The alarm uses more than a third of the range, begins at zero, and has faded at its end."""
    tone.write_alarm(tmp_path / "alarm.wav")
    with wave.open(str(tmp_path / "alarm.wav"), "rb") as file:
        samples = struct.unpack(f"<{file.getnframes()}h", file.readframes(file.getnframes()))
    assert max(samples) > 32_767 // 3
    assert samples[0] == 0
    assert abs(samples[-1]) < max(samples) // 10


def _is_opus(file: Path) -> bool:
    return file.is_file() and file.stat().st_size > 500 and b"OpusHead" in file.read_bytes()[:64]
