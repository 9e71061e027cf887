"""No page of a visit comes out of a printer behind IPP after the visit (R1, R5)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from kiosk.devices.interfaces import PrinterStopped
from kiosk.devices.ipp.pdf import page_pdf
from kiosk.devices.ipp.printer import IppPrinter, Pace
from tests.card.waiting import until
from tests.terminal import cups
from tests.terminal.ipp_fake import CANCELLED, COMPLETED, PENDING, FakePrinter, fake_printer
from tests.terminal.test_ipp_printer import page

_QUICK = Pace(look=0.05, poll=0.02, believed=0.3, again=0.0)


@pytest.fixture
def fake() -> Iterator[FakePrinter]:
    """Give a printer that is ready."""
    with fake_printer() as printer:
        yield printer


def test_a_page_cancelled_on_its_way_is_withdrawn(fake: FakePrinter) -> None:
    """A visit that ends while its page is still being sent, before the job has a number, leaves no job behind."""
    printer = IppPrinter(fake.uri, _QUICK)
    until(lambda: printer.state() == "ready", "a printer")

    def visit_ends() -> bool:
        printer.cancel()
        # The printer had not taken the job when it was asked to cancel all of them.
        fake.jobs[1] = PENDING
        return True

    fake.before_answer, fake.prints = visit_ends, True
    with pytest.raises(PrinterStopped):
        printer.print_sheet(page(1))
    assert fake.jobs == {1: CANCELLED}


def test_a_page_whose_answer_was_lost_is_withdrawn_before_anybody_else_prints(fake: FakePrinter) -> None:
    """The printer is out of order for as long as a page that it may hold could not be withdrawn."""
    printer = IppPrinter(fake.uri, _QUICK)
    until(lambda: printer.state() == "ready", "a printer")

    def line_breaks() -> bool:
        fake.reachable = False
        return False

    fake.before_answer = line_breaks
    with pytest.raises(PrinterStopped):
        printer.print_sheet(page(1))
    until(lambda: printer.state() == "failed", "a printer that is gone")
    assert fake.jobs == {1: PENDING}
    fake.reachable, fake.before_answer = True, lambda: True
    until(lambda: printer.state() == "ready", "a printer that is back")
    assert fake.jobs == {1: CANCELLED}


def test_what_a_printer_holds_from_before_a_loss_of_power_is_withdrawn_when_it_is_back(fake: FakePrinter) -> None:
    """A printer that is switched on after the terminal is not ready before its old pages are gone."""
    fake.jobs, fake.reachable = {1: PENDING}, False
    printer = IppPrinter(fake.uri, _QUICK)
    assert printer.state() == "failed"
    fake.reachable = True
    until(lambda: printer.state() == "ready", "a printer")
    assert fake.jobs == {1: CANCELLED}


def test_a_job_completed_with_errors_is_no_sheet(fake: FakePrinter) -> None:
    """RFC 8011, 5.3.8: completed, with errors, says that the sheet may not be as it should."""

    def spoilt() -> bool:
        fake.jobs[1], fake.reasons = COMPLETED, "job-completed-with-errors"
        return True

    fake.before_answer = spoilt
    with pytest.raises(PrinterStopped):
        IppPrinter(fake.uri, _QUICK).print_sheet(page(1))


def test_cups_gives_up_a_page_from_before_a_loss_of_power(tmp_path: Path) -> None:
    """A real queue that still holds a page of ours when the terminal starts is emptied before it counts as ready."""
    with cups.running(tmp_path / "cups") as queue:
        queue.set_mode("jam")
        before, told = IppPrinter(queue.uri, Pace(look=600.0, poll=0.02, believed=600.0)), SimpleQueue[str]()
        threading.Thread(target=_print, args=(before, told), daemon=True).start()
        until(queue.is_at_work, "a page that the printer is at")
        printer = IppPrinter(queue.uri, _QUICK)
        until(lambda: printer.state() == "ready", "a printer")
        assert told.get(timeout=10) == "failed"
        queue.set_mode("")
        printer.print_sheet(page(2))
        assert [out.read_bytes() for out in queue.printed()] == [bytes(page_pdf(page(2)))]


def _print(printer: IppPrinter, told: SimpleQueue[str]) -> None:
    try:
        printer.print_sheet(page(1))
    except PrinterStopped as stopped:
        told.put(stopped.state)
