"""A page is printed dot for dot, or not at all: a printer behind IPP that scales is noticed before it prints."""

from __future__ import annotations

import pytest

from kiosk.devices.interfaces import PrinterStopped
from kiosk.devices.ipp.printer import IppPrinter, Pace
from tests.card.waiting import until
from tests.terminal.ipp_fake import CANCELLED, fake_printer
from tests.terminal.test_ipp_printer import page

_QUICK = Pace(look=0.05, poll=0.02, believed=0.3, again=0.0)
_IGNORED_OR_SUBSTITUTED, _CONFLICTING = 0x0001, 0x0002


@pytest.mark.parametrize("scaling", [("auto", "fit"), ()], ids=["scales", "says nothing"])
def test_a_printer_that_may_scale_is_not_ready(scaling: tuple[str, ...]) -> None:
    """A printer that does not say that it prints a page at its own size is out of order until it does."""
    with fake_printer() as fake:
        fake.scaling = scaling
        printer = IppPrinter(fake.uri, _QUICK)
        assert printer.state() == "failed"
        fake.scaling = ("none", *scaling)
        until(lambda: printer.state() == "ready", "a printer that prints at the page's own size")


@pytest.mark.parametrize("status", [_IGNORED_OR_SUBSTITUTED, _CONFLICTING])
def test_a_printer_that_ignores_what_it_is_asked_for_prints_nothing(status: int) -> None:
    """A job of which the printer says that it ignores, substitutes or mixes up something is taken back at once."""
    with fake_printer() as fake:
        fake.says, fake.prints = status, True
        with pytest.raises(PrinterStopped):
            IppPrinter(fake.uri, _QUICK).print_sheet(page(1))
        assert fake.jobs == {1: CANCELLED}
