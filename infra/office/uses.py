"""本籍地利用登録 at the office: applications are entered, compared with the register, confirmed or refused, ended.

What the office decides is in the registration itself, which every request reads: it is effective for the next one.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from boto3.dynamodb.conditions import Key

from chalicelib.protocol import ids
from chalicelib.protocol.errors import Conflict, KofuError, NotFound
from chalicelib.registers.family_registers import FamilyRegisterRecord
from chalicelib.registers.register_file import RegisterFile
from chalicelib.registers.rows import Book, book_key, own_key
from chalicelib.registers.store import RegisterWriter
from chalicelib.registers.use_registrations import CERTIFICATE_KIND, Refusal, UseRegistration, UseState
from chalicelib.storage import clients
from chalicelib.storage.aws_errors import aws_errors
from chalicelib.storage.cards import CardKey, Link, LinkWriter, link_key
from chalicelib.storage.items import from_item, to_item
from infra.office.pseudonyms import pseudonyms_of

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
        row = _item(os.environ["KOFU_MUNICIPALITIES_TABLE"], {"municipality": municipality})
        if row is None or "books" not in row:
            raise NotFound
        self._books: str = row["books"]

    def all(self) -> Iterator[UseRegistration]:
        """Yield every registration, in the order of their ids."""
        yield from registrations(self._books)

    def get(self, registration_id: str) -> UseRegistration:
        """Return a registration.

        Raises:
            NotFound: There is none with this id.
        """
        row = _item(self._registers, book_key(self._books, Book.USES, registration_id))
        if row is None:
            raise NotFound
        return msgspec.json.decode(row["body"], type=UseRegistration)

    def register(self, register_id: str) -> FamilyRegisterRecord:
        """Return a family register.

        Raises:
            NotFound: It is not kept here.
        """
        row = _item(self._registers, book_key(self._books, Book.FAMILY_REGISTERS, own_key(register_id)))
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
            Conflict: The card stands for somebody here, or has an application that is not decided.
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
        self._require_free(card, on)
        self._put(use)
        write_link(self._municipality, self._books, use)
        return use

    def confirm(self, registration_id: str, *, on: dt.date) -> None:
        """Confirm an application: from that day on the card has certificates of the register.

        Raises:
            NotFound: No such registration.
            Conflict: It is not pending.
            NotInRegister: The person is not, or no longer, in the register.
        """
        use = self._pending(registration_id, on)
        self._require_in_register(use)
        self._put(msgspec.structs.replace(use, confirmed_on=on))

    def refuse(self, registration_id: str, refusal: Refusal, *, on: dt.date) -> None:
        """Refuse an application.

        Raises:
            NotFound, Conflict: As `confirm`.
        """
        use = self._pending(registration_id, on)
        self._put(msgspec.structs.replace(use, refused_on=on, refusal=refusal))

    def end(self, registration_id: str, *, on: dt.date) -> None:
        """End a registration, confirmed or not; one that has ended stays as it is.

        Raises:
            NotFound: No such registration.
        """
        use = self.get(registration_id)
        if use.state(on) in STANDING:
            self._put(msgspec.structs.replace(use, ended_on=on))

    def _pending(self, registration_id: str, on: dt.date) -> UseRegistration:
        use = self.get(registration_id)
        if use.state(on) is not UseState.PENDING or use.confirmed_on is not None:
            raise Conflict
        return use

    def _require_in_register(self, use: UseRegistration) -> None:
        if self.register(use.register_id).person_of(use.holder_id) is None:
            raise NotInRegister

    def _require_free(self, card: CardKey, on: dt.date) -> None:
        row = _item(os.environ["KOFU_CARD_LINKS_TABLE"], {"card": link_key(self._municipality, card)})
        link = Link.from_row(row) if row else None
        if link is None or not link.is_live(self._books, on):
            return
        if link.registration_id is None or self.get(link.registration_id).state(on) in STANDING:
            raise Conflict

    def _put(self, use: UseRegistration) -> None:
        pseudonym = pseudonyms_of(self._municipality)
        RegisterWriter(clients.dynamodb(), self._registers).put_use(self._books, use, pseudonym)


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

    One that does not stand any more takes nobody else's place.
    """
    link = Link(books, use.holder_id, "", use.applied_on, SOURCE, None, use.registration_id)
    writer = LinkWriter(clients.dynamodb(), os.environ["KOFU_CARD_LINKS_TABLE"])
    (writer.put if stands else writer.put_unless_ended)(municipality, card_of(use), link)


def card_of(use: UseRegistration) -> CardKey:
    """Return the certificate that is registered."""
    return CardKey(use.generation, int(use.serial), CERTIFICATE_KIND)


def end_of_card(municipality: str, card: CardKey, *, day: dt.date) -> None:
    """End every registration of a card, whomever it is linked to by now: no later import brings one back."""
    try:
        desk = UseDesk(municipality)
    except NotFound:
        return
    for use in [each for each in desk.all() if card_of(each) == card]:
        desk.end(use.registration_id, on=day)


def carried_over(file: RegisterFile, before: Iterable[UseRegistration], day: dt.date) -> RegisterFile:
    """Return a file with what the office has entered and decided since: nothing that it ended or refused comes back.

    An application that the file does not have stays while its person is in the file and has no newer one there. A card
    that is linked to a resident is the resident's: that is decided when links are written, and nothing is lost by it.
    """
    known = {use.registration_id: use for use in before}
    uses = {
        use.registration_id: _decided(use, known[use.registration_id]) if use.registration_id in known else use
        for use in file.use_registrations
    }
    # By what the office has decided since: an ended one in the file makes room for the one that followed it.
    cards = {card_of(use) for use in uses.values() if use.ended_on is None and use.state(day) in STANDING}
    persons = {(person.register_id, person.person_id) for record in file.family_registers for person in record.persons}
    for registration_id, use in known.items():
        if (use.register_id, use.person_id) in persons and card_of(use) not in cards:
            uses.setdefault(registration_id, use)
    return msgspec.structs.replace(file, use_registrations=tuple(uses.values()))


def linked_cards(file: RegisterFile) -> set[CardKey]:
    """Return the cards that stand for residents by a file's links; who has moved away had theirs until some day."""
    day = file.header.day
    return {
        CardKey(link.generation, int(link.serial), link.certificate_kind)
        for link in file.card_links
        if link.ended_on is None or day < link.ended_on
    }


def _decided(new: UseRegistration, old: UseRegistration) -> UseRegistration:
    refused = new if new.refused_on is not None else old
    # What was confirmed is that this card is this person's, and nothing of any other.
    same = (card_of(new), new.holder_id) == (card_of(old), old.holder_id)
    return msgspec.structs.replace(
        new,
        confirmed_on=new.confirmed_on or (old.confirmed_on if same else None),
        refused_on=refused.refused_on,
        refusal=refused.refusal,
        ended_on=min((each for each in (new.ended_on, old.ended_on) if each is not None), default=None),
    )


def _item(table: str, key: dict[str, Any]) -> dict[str, Any] | None:
    with aws_errors():
        answer = clients.dynamodb().get_item(TableName=table, Key=to_item(key), ConsistentRead=True)
    return from_item(answer["Item"]) if "Item" in answer else None
