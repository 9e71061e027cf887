"""What becomes of 本籍地利用登録 when new books are imported: what the office has entered and decided since, stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

from chalicelib.registers.register_file import RegisterFile
from chalicelib.registers.use_registrations import UseRegistration
from chalicelib.storage.cards import CardKey
from infra.office.uses import STANDING, card_of


def carried_over(file: RegisterFile, before: Iterable[UseRegistration], day: dt.date) -> RegisterFile:
    """Return a file with what the office has entered and decided since: nothing that it ended or refused comes back.

    An application that the file does not have stays while its person is in the file and has no newer one there. A card
    that is linked to a resident is the resident's: that is decided when links are written, and nothing is lost by it.
    """
    known = {use.registration_id: use for use in before}
    uses = {
        use.registration_id: with_decisions(use, known[use.registration_id]) if use.registration_id in known else use
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


def with_decisions(new: UseRegistration, old: UseRegistration) -> UseRegistration:
    """Return a registration with what the office has decided of an older state of it."""
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
