"""Residents about whom every book has something, in a municipality that issues all certificates."""

from __future__ import annotations

from typing import Any

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.registers.entries import Resident
from chalicelib.registers.taxation import Levies
from chalicelib.render.document import Document
from tests.functions import further_books as further
from tests.functions.books import FEE
from tests.functions.visits import Visit, arrive
from tests.functions.world import World

FEES = {str(kind): FEE for kind in CertificateType}
TAXES = ("income-taxation", "taxation", "non-taxation")
OTHERS = tuple(str(kind) for kind in CertificateType if kind is not CertificateType.RESIDENT_RECORD)


class Composed:
    """Typesets without drawing and remembers the document."""

    def __init__(self) -> None:
        self.documents: list[Document] = []

    def __call__(self, document: Document, _issued_at: int) -> tuple[bytes, ...]:
        """Return a page each."""
        self.documents.append(document)
        return tuple(f"page {page.number}".encode() for page in document.pages)

    @property
    def texts(self) -> set[str]:
        """Everything that is printed."""
        (document,) = self.documents
        return {text for _, text in document.texts()}


def couple(world: World) -> tuple[Resident, Resident]:
    """Enter a couple into the household's and all further books; the first is the holder, who owes taxes."""
    holder = world.resident(name="架空　一郎")
    wife = world.resident(member=2, name="架空　花子", sex="女", relationship="妻")
    world.publish(fees=FEES)
    world.enter(holder, wife)
    world.registers.put_seal(world.books, further.seal(holder))
    untaxed = further.tax(wife, levies=Levies())
    world.registers.put_taxation(world.books, holder.resident_id, (further.tax(holder),))
    world.registers.put_taxation(world.books, wife.resident_id, (untaxed,))
    enter_register(world, holder, wife)
    enter_supplement(world, holder, wife)
    return holder, wife


def enter_register(world: World, *residents: Resident, **changes: Any) -> None:
    """Enter the family register of these residents, over the one they have."""
    persons = [further.person(resident, number) for number, resident in enumerate(residents, start=1)]
    world.registers.put_register(world.books, further.family_register(world.code, *persons, **changes))


def enter_supplement(world: World, *residents: Resident, **changes: Any) -> None:
    """Enter the supplement of these residents' register, over the one they have."""
    persons = [further.supplement_person(resident, number) for number, resident in enumerate(residents, start=1)]
    world.registers.put_register(world.books, further.supplement(world.code, *persons, **changes))


def equipped(world: World, kind: str = "") -> Visit:
    """Have the holder arrive; for a certificate of no taxation, the wife."""
    holder, wife = couple(world)
    return arrive(world, wife if kind == "non-taxation" else holder).begin()
