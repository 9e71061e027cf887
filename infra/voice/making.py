"""Makes all audio files at once, and only when a text has changed since."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from infra.voice import speakers, tone
from infra.voice.script import script
from kiosk.terminal.actions import LANGUAGES, Language

TOOL_VERSION = 1
_STAMP = "stamp.json"
_AT_ONCE = 4


def make(out: Path) -> int:
    """Make `<language>/<key>.opus` for every utterance, and `alarm.opus`; return how many files were made.

    Raises:
        SpeakerMissing: A program or the Japanese voice is not there.
    """
    scripts = {language: script(language) for language in LANGUAGES}
    stamp = _stamp(scripts)
    if _is_up_to_date(out, stamp):
        return 0
    speakers.require()
    japanese = speakers.fetch_japanese_voice(out.parent / "voice-source")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as scratch:
        draft = Path(scratch) / "voice"
        count = _make_all(scripts, draft, japanese)
        (draft / _STAMP).write_text(stamp)
        # Either all of it is there or nothing new is.
        shutil.rmtree(out, ignore_errors=True)
        draft.replace(out)
    return count


def files(out: Path) -> tuple[Path, ...]:
    """Return every file that there is once all is made."""
    spoken = (out / language / f"{key}.opus" for language in LANGUAGES for key in script(language))
    return (out / "alarm.opus", *spoken)


def _is_up_to_date(out: Path, stamp: str) -> bool:
    made = out / _STAMP
    return made.is_file() and made.read_text() == stamp and all(file.is_file() for file in files(out))


def _stamp(scripts: dict[Language, dict[str, str]]) -> str:
    text = json.dumps(scripts, ensure_ascii=False, sort_keys=True)
    return json.dumps({"tool_version": TOOL_VERSION, "texts_sha256": hashlib.sha256(text.encode()).hexdigest()})


def _make_all(scripts: dict[Language, dict[str, str]], draft: Path, japanese: Path) -> int:
    for language in scripts:
        (draft / language).mkdir(parents=True)
    tone.write_alarm(draft / "alarm.wav")
    speakers.compress(draft / "alarm.wav", draft / "alarm.opus")
    (draft / "alarm.wav").unlink()
    lines = [(language, key, text) for language, texts in scripts.items() for key, text in texts.items()]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(lambda line: _make_one(*line, draft=draft, japanese=japanese), lines))
    return len(lines) + 1


def _make_one(language: Language, key: str, text: str, *, draft: Path, japanese: Path) -> None:
    wave = draft / language / f"{key}.wav"
    speakers.speak(language, text, wave, japanese)
    speakers.compress(wave, wave.with_suffix(".opus"))
    wave.unlink()
