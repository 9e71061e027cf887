"""The options of a certificate: what an offer tells becomes fields, and fields become what is sent."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.protocol.messages import Offer, Offers
from kiosk.terminal.commands import OptionValue
from kiosk.terminal.state import Order
from kiosk.terminal.views import Chosen, Person, PersonsField, ScopeField, SwitchField

_PERSONS = frozenset({"members", "persons"})
"""The options that name persons, each needed by the scope of its name."""

_SCOPE = "scope"


def defaults(offer: Offer) -> tuple[tuple[str, OptionValue], ...]:
    """Return the options of a certificate before anybody chose: the first scope, everything off."""
    return tuple((name, _default(offer, name)) for name in offer.options)


def _default(offer: Offer, name: str) -> OptionValue:
    offered = offer.options[name]
    if isinstance(offered, list):
        return offered[0]
    return () if name in _PERSONS else False


def with_option(order: Order, offers: Offers, name: str, value: OptionValue) -> Order:
    """Return the order with one option set; unchanged when there is no such option or it has no such value."""
    if not _is_value(order, offers, name, value):
        return order
    return replace(order, options=tuple((each, value if each == name else old) for each, old in order.options))


def _is_value(order: Order, offers: Offers, name: str, value: OptionValue) -> bool:
    if name not in order.offer.options:
        return False
    offered = order.offer.options[name]
    if isinstance(offered, list):
        return value in offered
    if name in _PERSONS:
        known = {person.reference for person in persons(offers, name)}
        return isinstance(value, tuple) and set(value) <= known and len(set(value)) == len(value)
    return isinstance(value, bool)


def is_complete(order: Order) -> bool:
    """Whether persons are chosen if the scope asks for them."""
    needed = _needed_persons(order)
    return needed is None or bool(order.value(needed))


def _needed_persons(order: Order) -> str | None:
    scope = dict(order.options).get(_SCOPE)
    return scope if isinstance(scope, str) and scope in _PERSONS and scope in order.offer.options else None


def to_send(order: Order) -> tuple[tuple[str, OptionValue], ...]:
    """Return the options of the request: persons only when the scope asks for them, switches only when on."""
    needed = _needed_persons(order)
    return tuple(
        (name, value) for name, value in order.options if (name == needed if name in _PERSONS else value is not False)
    )


def persons(offers: Offers, name: str) -> tuple[Person, ...]:
    """Return who can be chosen for an option: members of the household, or persons of the family register."""
    if name == "members":
        return tuple(
            Person(reference=each.reference, label=each.name, relationship=each.relationship, holder=each.holder)
            for each in offers.household
        )
    return tuple(
        Person(reference=each.reference, label=each.given_name, relationship="", holder=each.holder)
        for each in offers.family_register
    )


def fields(order: Order, offers: Offers) -> tuple[ScopeField | SwitchField | PersonsField, ...]:
    """Return the fields of the screen."""
    needed = _needed_persons(order)
    return tuple(
        _field(order, offers, name, value) for name, value in order.options if name not in _PERSONS or name == needed
    )


def _field(order: Order, offers: Offers, name: str, value: OptionValue) -> ScopeField | SwitchField | PersonsField:
    if isinstance(value, str):
        choices = order.offer.options[name]
        return ScopeField(name=name, choices=tuple(choices) if isinstance(choices, list) else (), value=value)
    if isinstance(value, bool):
        return SwitchField(name=name, value=value)
    return PersonsField(name=name, persons=persons(offers, name), value=value)


def chosen(order: Order, offers: Offers) -> tuple[Chosen, ...]:
    """Return what was chosen, for the confirmation: persons by their labels, in the order of the books."""
    needed = _needed_persons(order)
    return tuple(
        Chosen(name=name, value=value, persons=_labels(order, offers, needed) if name == _SCOPE else ())
        for name, value in order.options
        if not isinstance(value, tuple)
    )


def _labels(order: Order, offers: Offers, needed: str | None) -> tuple[str, ...]:
    if needed is None:
        return ()
    references = order.value(needed)
    return tuple(
        person.label
        for person in persons(offers, needed)
        if isinstance(references, tuple) and person.reference in references
    )
