"""`make costs`: plays a visit against the emulation in this process and writes docs/costs.md."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from chalicelib.protocol.messages import OutcomeRequest, Payment
from chalicelib.sweep import entry as sweep
from infra.bench.kiosks import TYPE
from infra.costs.document import written
from infra.costs.metering import Meter
from infra.costs.sums import Visit
from infra.demo.resident import authenticate, card_in_reader, terminal
from infra.emulator.aws_calls import attributed_to
from infra.emulator.emulator import Emulator, Places
from kiosk import visit as kiosk_visit

_ROOT = Path(__file__).resolve().parents[2]
_DOCUMENT = _ROOT / "docs" / "costs.md"
_PERSONA = "ordinary"
_VISITS = 8


def play(description: dict[str, Any], key: str) -> int:
    """Play one visit from challenge to the session's end; return how many bytes were handed over."""
    service = terminal(description)
    visit = kiosk_visit.Visit(service, description["municipality"])
    authenticate(visit, *card_in_reader(description, _PERSONA))
    visit.offers()
    asked = visit.request(TYPE, {}, copies=1, idempotency_key=key)
    sealed = visit.retrieve(asked.issuance_id, Payment(method="cash", amount=asked.fee.amount))
    outcome = OutcomeRequest(outcome="printed", pages_printed=asked.pages, reason=None)
    visit.report_outcome(asked.issuance_id, outcome)
    visit.end()
    service.close()
    return len(sealed.enc) + len(sealed.ciphertext)


def metered_visit(description: dict[str, Any], meter: Meter, key: str) -> Visit:
    """Play one visit and return what it did."""
    meter.calls, meter.invocations, meter.log_bytes, meter.on = [], [], 0, True
    size = play(description, key)
    meter.on = False
    return Visit(meter.calls, meter.invocations, meter.log_bytes, size)


def milliseconds_of(visit: Visit) -> int:
    """Return the time that a visit spent in functions."""
    return sum(each.milliseconds for each in visit.invocations)


def main() -> int:
    """Play, add up, write; return the exit status."""
    meter = Meter()
    with tempfile.TemporaryDirectory(prefix="kofu-costs-") as state:
        places = Places(0, 0, 0, Path(state), _ROOT / "build" / "emulator-keys", _ROOT / "build" / "fonts")
        with Emulator(places) as emulator:
            # The first visit fills caches and opens connections, as a warm function has.
            visits = [metered_visit(emulator.description, meter, f"visit-{number:020d}") for number in range(_VISITS)]
            visit = sorted(visits[1:], key=milliseconds_of)[(_VISITS - 1) // 2]
            meter.calls, meter.on = [], True
            start = time.perf_counter()
            with attributed_to("sweep"):
                sweep.sweep_once()
            milliseconds = (time.perf_counter() - start) * 1000
    _DOCUMENT.write_text(written(visit, meter.calls, milliseconds), encoding="utf-8")
    print(_DOCUMENT.read_text(encoding="utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
