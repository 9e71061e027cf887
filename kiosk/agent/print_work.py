"""The work with the printers: sheets in a thread of their own, and what stops them in another."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from kiosk.agent.pages import Pages
from kiosk.agent.worker import Worker
from kiosk.devices.interfaces import DeviceFailed, Printer, PrinterStopped, ReceiptPrinter
from kiosk.terminal import commands, events
from kiosk.terminal.events import Event
from kiosk.terminal.views import ReceiptLines


class PrintWork:
    """Prints sheets, one at a time, as long as they are wanted."""

    def __init__(
        self,
        printer: Printer,
        receipts: ReceiptPrinter | None,
        *,
        post: Callable[[Event], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Work with these."""
        self._printer = printer
        self._receipts = receipts
        self._post = post
        self._failed = failed
        self._wanted: int | None = None
        self._sheets = Worker("printer", failed)
        self._control = Worker("printer-control", failed)

    def sheets(self, command: commands.PrintSheets, pages: Pages) -> None:
        """Answer `SheetOut` for each, or `PrintStopped`."""
        self._wanted = command.job
        self._sheets.submit(lambda: self._print(command, pages))

    def stop(self) -> None:
        """Print no more sheets, and make the printer forget what it has."""
        if self._wanted is not None:
            self._wanted = None
            self._control.submit(self._cancel)

    def forget(self) -> None:
        """Make the printer forget whatever it has of us, as after a loss of power."""
        self._wanted = None
        self._control.submit(self._cancel)

    def receipt(self, lines: ReceiptLines) -> None:
        """Print a receipt; without one nobody is worse off than with the screen's."""
        self._control.submit(lambda: self._receipt(lines))

    def _print(self, command: commands.PrintSheets, pages: Pages) -> None:
        for number in range(command.first, command.last + 1):
            if self._wanted != command.job or not len(pages):
                return
            try:
                self._printer.print_sheet(pages.sheet(number))
            except PrinterStopped as stopped:
                self._post(events.PrintStopped(command.job, stopped.state))
                return
            except Exception as error:  # noqa: BLE001 - whatever it is, the sheet did not come out as it should
                self._failed(error)
                self._post(events.PrintStopped(command.job, "failed"))
                return
            self._post(events.SheetOut(command.job, number))
        if self._wanted == command.job:
            self._wanted = None

    def _cancel(self) -> None:
        with suppress(DeviceFailed):
            self._printer.cancel()

    def _receipt(self, lines: ReceiptLines) -> None:
        if self._receipts is not None:
            with suppress(DeviceFailed):
                self._receipts.print_receipt(lines)
