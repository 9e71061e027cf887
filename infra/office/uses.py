"""本籍地利用登録 at the office: applications are entered, compared with the register, confirmed or refused, ended.

What the office decides is in the registration itself, which every request reads: it is effective for the next one.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from boto3.dynamodb.conditions import Key

from chalicelib.protocol import ids
from chalicelib.protocol.errors import Conflict, KofuError, NotFound
from chalicelib.registers.family_registers import FamilyRegisterRecord
from chalicelib.registers.rows import Book, book_key, own_key
from chalicelib.registers.use_registrations import CERTIFICATE_KIND, Refusal, UseRegistration, UseState
from chalicelib.storage import clients
from chalicelib.storage.aws_errors import aws_errors
from chalicelib.storage.cards import CardKey, Link
from infra.office.card_links import link_writer
from infra.office.use_records import ATTEMPTS, UseRecords, item

SOURCE = "use-registration"
STANDING = frozenset({UseState.PENDING, UseState.CONFIRMED})
"""What an application is while its card stands for the person."""


class NotInRegister(KofuError):
    """The person is not, or no longer, in the family register: the registration cannot be confirmed."""


class UseDesk:
    """The registrations for use in a municipality's books in force."""

    def __init__(self, municipality: str) -> None:
        """Work on the books in force.

        Raises:
            NotFound: The municipality has none.
        """
        self._municipality = municipality
        self._registers = os.environ["KOFU_REGISTERS_TABLE"]
        row = item(os.environ["KOFU_MUNICIPALITIES_TABLE"], {"municipality": municipality})
        if row is None or "books" not in row:
            raise NotFound
        self._books: str = row["books"]
        self._records = UseRecords(municipality, self._books)

    def all(self) -> Iterator[UseRegistration]:
        """Yield every registration, in the order of their ids."""
        yield from registrations(self._books)

    def get(self, registration_id: str) -> UseRegistration:
        """Return a registration.

        Raises:
            NotFound: There is none with this id.
        """
        return self._records.read(registration_id)[0]

    def register(self, register_id: str) -> FamilyRegisterRecord:
        """Return a family register.

        Raises:
            NotFound: It is not kept here.
        """
        row = item(self._registers, book_key(self._books, Book.FAMILY_REGISTERS, own_key(register_id)))
        if row is None:
            raise NotFound
        return msgspec.json.decode(row["body"], type=FamilyRegisterRecord)

    def apply(
        self, card: CardKey, register_id: str, person_id: str, *, on: dt.date, entropy: ids.Entropy
    ) -> UseRegistration:
        """Enter an application for a person of a register; it stays without effect until it is confirmed.

        Raises:
            NotFound: No such register.
            NotInRegister: No such person in it.
            Conflict: The card stands for somebody here, or has an application that is not decided; or somebody else
                has just linked it, or new books are in force.
        """
        use = UseRegistration(
            registration_id=ids.new_id(entropy),
            generation=card.generation,
            serial=str(card.serial),
            register_id=register_id,
            person_id=person_id,
            applied_on=on,
        )
        self._require_in_register(use)
        known = self._records.link(card)
        self._require_free(Link.from_row(known) if known else None, on)
        if not self._records.enter(use, card, _link(self._books, use), known):
            raise Conflict
        return use

    def confirm(self, registration_id: str, *, on: dt.date) -> None:
        """Confirm an application: from that day on the card has certificates of the register.

        Raises:
            NotFound: No such registration.
            Conflict: It is not pending.
            NotInRegister: The person is not, or no longer, in the register.
        """

        def confirmed(use: UseRegistration) -> UseRegistration:
            _require_pending(use, on)
            self._require_in_register(use)
            return msgspec.structs.replace(use, confirmed_on=on)

        self._decide(registration_id, confirmed)

    def refuse(self, registration_id: str, refusal: Refusal, *, on: dt.date) -> None:
        """Refuse an application.

        Raises:
            NotFound, Conflict: As `confirm`.
        """

        def refused(use: UseRegistration) -> UseRegistration:
            _require_pending(use, on)
            return msgspec.structs.replace(use, refused_on=on, refusal=refusal)

        self._decide(registration_id, refused)

    def end(self, registration_id: str, *, on: dt.date) -> None:
        """End a registration, confirmed or not; one that has ended stays as it is.

        Raises:
            NotFound: No such registration.
            Conflict: New books are in force by now.
        """
        self._decide(
            registration_id,
            lambda use: msgspec.structs.replace(use, ended_on=on) if use.state(on) in STANDING else use,
        )

    def _decide(self, registration_id: str, decision: Callable[[UseRegistration], UseRegistration]) -> None:
        """Write what a decision makes of a registration as it is; if it has changed meanwhile, decide again."""
        for _ in range(ATTEMPTS):
            use, body = self._records.read(registration_id)
            decided = decision(use)
            if decided == use or self._records.replace(body, decided):
                return
        raise Conflict

    def _require_in_register(self, use: UseRegistration) -> None:
        if self.register(use.register_id).person_of(use.holder_id) is None:
            raise NotInRegister

    def _require_free(self, link: Link | None, on: dt.date) -> None:
        if link is None or not link.is_live(self._books, on):
            return
        if link.registration_id is None or self.get(link.registration_id).state(on) in STANDING:
            raise Conflict


def _require_pending(use: UseRegistration, on: dt.date) -> None:
    if use.state(on) is not UseState.PENDING or use.confirmed_on is not None:
        raise Conflict


def registrations(books: str) -> Iterator[UseRegistration]:
    """Yield the registrations of a version of the books."""
    table: Any = clients.session().resource("dynamodb").Table(os.environ["KOFU_REGISTERS_TABLE"])
    keys = Key("books").eq(books) & Key("entry").begins_with(f"{Book.USES}#")
    query: dict[str, Any] = {"KeyConditionExpression": keys, "ConsistentRead": True}
    with aws_errors():
        while True:
            found = table.query(**query)
            for item in found["Items"]:
                yield msgspec.json.decode(bytes(item["body"]), type=UseRegistration)
            if "LastEvaluatedKey" not in found:
                return
            query["ExclusiveStartKey"] = found["LastEvaluatedKey"]


def write_link(municipality: str, books: str, use: UseRegistration, *, stands: bool = True) -> None:
    """Let the card stand for the person; what that is worth, the registration says at each request.

    One that does not stand any more takes nobody else's place, and a card that the office has ended stays ended.
    """
    link_writer().put_registered(municipality, card_of(use), _link(books, use), stands=stands)


def _link(books: str, use: UseRegistration) -> Link:
    return Link(books, use.holder_id, "", use.applied_on, SOURCE, None, use.registration_id)


def card_of(use: UseRegistration) -> CardKey:
    """Return the certificate that is registered."""
    return CardKey(use.generation, int(use.serial), CERTIFICATE_KIND)


def end_of_card(municipality: str, card: CardKey, *, day: dt.date) -> None:
    """End every registration of a card, whomever it is linked to by now: no later import brings one back.

    Raises:
        Conflict: New books were put in force each time it was tried.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            desk = UseDesk(municipality)
        except NotFound:
            return
        try:
            for use in [each for each in desk.all() if card_of(each) == card]:
                desk.end(use.registration_id, on=day)
        except (Conflict, NotFound):
            # New books are in force, or the old ones are being deleted: what is to be ended is in the new ones now.
            if attempt == ATTEMPTS:
                raise
        else:
            return
