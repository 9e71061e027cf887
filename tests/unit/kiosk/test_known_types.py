"""What is decoded in several threads at once."""

from __future__ import annotations

import subprocess
import sys


def test_types_that_are_known_are_decoded_by_many_threads_at_once() -> None:
    """Requests of the same new kind that come in the same instant do not end the process."""
    done = subprocess.run([sys.executable, "-m", "tests.unit.kiosk.decoding_at_once"], check=False)
    assert done.returncode == 0
