"""What the receipt of a certificate says."""

from __future__ import annotations

from kiosk.terminal.settings import Settings
from kiosk.terminal.state import Visit
from kiosk.terminal.views import ReceiptLines


def receipt_lines(visit: Visit, settings: Settings) -> ReceiptLines:
    """Return the receipt of what was just printed: numbers and money, nothing about the person."""
    order, issuance = visit.the_order(), visit.the_issuance()
    name = next((each.name for each in settings.municipalities if each.code == visit.municipality), visit.municipality)
    return ReceiptLines(
        number=issuance.issuance_id,
        kind=order.offer.type,
        title=order.offer.title,
        copies=order.copies,
        sheets=issuance.pages * order.copies,
        method=issuance.method,
        paid=issuance.due,
        change=issuance.change,
        at=issuance.printed_at,
        place=settings.place,
        municipality=name,
        verification=settings.verification,
    )
