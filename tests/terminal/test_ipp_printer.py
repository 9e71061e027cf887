"""The printer behind IPP, against a real CUPS."""

from __future__ import annotations

import io
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from kiosk.devices.interfaces import PrinterStopped
from kiosk.devices.ipp.encoding import MessageMalformed, decode_response
from kiosk.devices.ipp.pdf import PageUnusable, page_pdf
from kiosk.devices.ipp.printer import IppPrinter, Pace
from tests.card.waiting import until
from tests.terminal import cups

_QUICK = Pace(look=0.05, poll=0.02, believed=0.3, again=0.3)


def page(colour: int) -> bytearray:
    """Return a page as the service makes them: A4 at 400 dpi, two bits a pixel, four colours."""
    image = Image.new("P", (3307, 4677), colour)
    image.putpalette([255, 255, 255, 214, 228, 240, 200, 30, 30, 0, 0, 0])
    image.putpixel((5, 7), 3 - colour)
    written = io.BytesIO()
    image.save(written, "PNG", bits=2)
    return bytearray(written.getvalue())


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[cups.Queue]:
    """Give a queue of a CUPS that runs."""
    with cups.running(tmp_path / "cups") as running:
        yield running


def test_a_page_comes_out_dot_for_dot(queue: cups.Queue) -> None:
    """What CUPS hands to the printer is one page of exactly A4's dots at 400 dpi, with every pixel as it was."""
    printer = IppPrinter(queue.uri, _QUICK)
    png = page(2)
    printer.print_sheet(png)
    (out,) = queue.printed()
    pdf = out.read_bytes()
    assert pdf == bytes(page_pdf(png))
    assert b"/MediaBox[0 0 595.2600 841.8600]" in pdf
    assert b"/Width 3307/Height 4677/BitsPerComponent 2" in pdf
    assert b"/PrintScaling/None" in pdf
    packed = pdf[pdf.index(b"stream\n", pdf.index(b"/FlateDecode")) + 7 :]
    rows = zlib.decompressobj().decompress(packed)
    assert len(rows) == 4677 * (1 + (3307 + 3) // 4)
    # The only pixel of another colour: row 7, its second byte, second pair of bits.
    assert rows[7 * 828 + 1 + 1] != rows[6 * 828 + 1 + 1]


def test_nothing_of_a_printed_page_stays_in_the_queue(queue: cups.Queue) -> None:
    """With `PreserveJobFiles No` the spool holds no document once it is printed or withdrawn."""
    printer = IppPrinter(queue.uri, _QUICK)
    printer.print_sheet(page(1))
    queue.set_mode("empty")
    with pytest.raises(PrinterStopped):
        printer.print_sheet(page(1))
    until(lambda: not queue.spooled(), "an empty spool")


@pytest.mark.parametrize(("mode", "state"), [("jam", "jam"), ("empty", "no-paper")])
def test_a_stopped_printer_is_said_and_the_page_withdrawn(queue: cups.Queue, mode: str, state: str) -> None:
    """Jam and empty tray are told apart; the page that did not come out does not come out later either."""
    printer = IppPrinter(queue.uri, _QUICK)
    queue.set_mode(mode)
    with pytest.raises(PrinterStopped) as stopped:
        printer.print_sheet(page(1))
    assert stopped.value.state == state
    assert printer.state() == state
    queue.set_mode("")
    until(lambda: printer.state() == "ready", "a printer that is tried again")
    printer.print_sheet(page(2))
    assert [out.read_bytes() for out in queue.printed()] == [bytes(page_pdf(page(2)))]


def test_paper_that_is_loaded_in_time_is_no_failure(queue: cups.Queue) -> None:
    """A reason that passes by itself, or is left over from another job, does not stop a sheet."""
    printer = IppPrinter(queue.uri, Pace(look=0.05, poll=0.02, believed=20, again=0.3))
    queue.set_mode("empty")
    threading.Timer(0.3, queue.set_mode, [""]).start()
    printer.print_sheet(page(1))
    assert len(queue.printed()) == 1


def test_a_printer_that_does_not_answer_has_failed() -> None:
    """Where nothing listens no sheet comes out, and the terminal hears so."""
    printer = IppPrinter("ipp://127.0.0.1:9/printers/kiosk", _QUICK)
    assert printer.state() == "failed"
    with pytest.raises(PrinterStopped):
        printer.print_sheet(page(1))


@pytest.mark.parametrize("answer", [b"", b"\2\0\0", b"\2\0\0\0\0\0\0\1\4", b"\2\0\0\0\0\0\0\1\4\x21\0\1a\0\4\0"])
def test_what_is_no_answer_is_refused(answer: bytes) -> None:
    """Answers that end too early are not read."""
    with pytest.raises(MessageMalformed):
        decode_response(answer)


def test_only_pages_are_printed() -> None:
    """An image of another kind, or none, makes no document."""
    written = io.BytesIO()
    Image.new("RGB", (4, 4)).save(written, "PNG")
    for image in (written.getvalue(), b"", page(1)[:40]):
        with pytest.raises(PageUnusable):
            page_pdf(image)
