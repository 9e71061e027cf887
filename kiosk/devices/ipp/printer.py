"""A `Printer` behind IPP. Each sheet is a job of its own, so that nothing but one page is ever in a queue."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from kiosk.card.pin import overwrite
from kiosk.devices.interfaces import DeviceFailed, PrinterStopped
from kiosk.devices.ipp.client import IppClient
from kiosk.devices.ipp.encoding import Response
from kiosk.devices.ipp.pdf import PageUnusable, page_pdf
from kiosk.terminal.levels import PrinterState

_CANCELLED, _ABORTED, _COMPLETED = 7, 8, 9
_STOPPED = 5
_UNSCALED = "none"
_WITH_ERRORS = "job-completed-with-errors"
# RFC 8011, 5.4.12. Warnings and reports, such as `media-low`, keep nothing from being printed.
_REASONS: dict[str, PrinterState] = {
    "media-empty": "no-paper",
    "media-needed": "no-paper",
    "input-tray-missing": "no-paper",
    "media-jam": "jam",
    "cover-open": "failed",
    "door-open": "failed",
    "toner-empty": "failed",
    "marker-supply-empty": "failed",
    "paused": "failed",
    "shutdown": "failed",
}
_HARMLESS = ("-warning", "-report")
_LONGEST_SECONDS = 55.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Seconds: between looks at an idle printer, between looks at a job, until a reason is believed, until a new try.

    A queue of CUPS learns its printer's state only from a job: what it says while none runs is of the job before. So a
    reason counts only when it lasts while our own job does not end, and what stopped us is taken as over after a while,
    when trying again is the only way to know.
    """

    look: float = 1.0
    poll: float = 0.1
    believed: float = 3.0
    again: float = 20.0


class IppPrinter:
    """Prints to a printer or queue, and looks at it every second."""

    def __init__(self, uri: str, pace: Pace = Pace()) -> None:
        """Print to the queue or printer at `uri`."""
        self._client = IppClient(uri)
        self._pace = pace
        self._state: PrinterState = "failed"
        self._stopped: tuple[PrinterState, float] | None = None
        self._looked = threading.Event()
        self._job: int | None = None
        self._cancels = 0
        # Until the queue has said otherwise a page of an earlier visit may be in it.
        self._clear = False
        self._printing = threading.Lock()
        threading.Thread(target=self._watch, daemon=True, name="printer-watch").start()

    def state(self) -> PrinterState:
        """See `Printer.state`."""
        self._looked.wait(self._pace.look)
        stopped = self._stopped
        if stopped is not None and time.monotonic() < stopped[1]:
            return stopped[0]
        return self._state

    def tray(self) -> int | None:
        """IPP tells nothing of the tray: there is no sensor."""
        return None

    def print_sheet(self, page: bytearray) -> None:
        """See `Printer.print_sheet`."""
        cancels = self._cancels
        try:
            pdf = page_pdf(page)
        except PageUnusable as error:
            raise PrinterStopped("failed") from error
        try:
            with self._printing:
                self._print(pdf, cancels)
        except DeviceFailed as error:
            stopped = error if isinstance(error, PrinterStopped) else PrinterStopped("failed")
            self._stopped = stopped.state, time.monotonic() + self._pace.again
            raise stopped from error
        finally:
            overwrite(pdf)
            self._job = None

    def cancel(self) -> None:
        """See `Printer.cancel`."""
        self._cancels += 1
        if self._job is not None:
            self._client.cancel(self._job)
        else:
            self._client.cancel_all()

    def _print(self, pdf: bytearray, cancels: int) -> None:
        """Print a page, unless it was cancelled since there were `cancels`; what fails leaves the queue unclear."""
        self._clear_queue()
        self._clear = False
        self._job = self._client.print_pdf(pdf)
        if self._cancels != cancels:
            # Cancelled while it was on its way, when it had no number yet.
            self._withdraw(self._job, "failed")
        else:
            self._wait_for(self._job)
        self._clear = True

    def _clear_queue(self) -> None:
        """See to it that no page of ours can come out: one whose answer was lost, or that could not be withdrawn."""
        if not self._clear:
            self._client.cancel_all()
            self._clear = True

    def _wait_for(self, job: int) -> None:
        begun = ready = time.monotonic()
        state: PrinterState = "ready"
        while ready - begun < _LONGEST_SECONDS and time.monotonic() - ready < self._pace.believed:
            if self._is_done(job):
                return
            state = printer_state(self._client.printer())
            ready = time.monotonic() if state == "ready" else ready
            time.sleep(self._pace.poll)
        self._withdraw(job, "failed" if state == "ready" else state)

    def _is_done(self, job: int) -> bool:
        """Whether the sheet is out.

        Raises:
            PrinterStopped: It will not come out.
        """
        said = self._client.job(job)
        state = said.first("job-state")
        if state in {_CANCELLED, _ABORTED} or (state == _COMPLETED and _WITH_ERRORS in said.words("job-state-reasons")):
            raise PrinterStopped("failed")
        return state == _COMPLETED

    def _withdraw(self, job: int, state: PrinterState) -> None:
        """Take the page out of the queue, so that it does not come out later; it may have come out just now."""
        try:
            self._client.cancel(job)
        except DeviceFailed:
            # A job that is completed cannot be cancelled.
            if self._is_done(job):
                return
        raise PrinterStopped(state)

    def _watch(self) -> None:
        while True:
            try:
                self._state = self._look()
            except DeviceFailed:
                self._state = "failed"
            self._looked.set()
            time.sleep(self._pace.look)

    def _look(self) -> PrinterState:
        # A printer that cannot be cleared is not ready: what is in it belongs to somebody who has gone.
        if self._printing.acquire(blocking=False):
            try:
                self._clear_queue()
            finally:
                self._printing.release()
        return idle_state(self._client.printer())


def printer_state(printer: Response) -> PrinterState:
    """Return what a printer's attributes mean while a job of ours does not end."""
    for reason in printer.words("printer-state-reasons"):
        if not reason.endswith(_HARMLESS):
            state = _REASONS.get(reason.removesuffix("-error"))
            if state is not None:
                return state
    return idle_state(printer)


def idle_state(printer: Response) -> PrinterState:
    """Return whether a printer or queue takes jobs at all, and says that it prints pages at their own size."""
    accepting = printer.first("printer-is-accepting-jobs") is not False
    unscaled = _UNSCALED in printer.words("print-scaling-supported")
    return "ready" if accepting and unscaled and printer.first("printer-state") != _STOPPED else "failed"
