"""One visit with a card behind a real PC/SC service: pcscd and the driver of a virtual reader."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from infra.emulator.machine.assembling import CONFIGURATION_FILE
from infra.emulator.virtual_card import VirtualCard, VpcdConnector, soft_card
from tests.browser.guest import Guest
from tests.card import pcscd
from tests.card.waiting import until
from tests.emulated import Emulated

_LABEL = "ordinary"
_LONGEST_SECONDS = 120.0


def test_a_visit_with_a_pcsc_card(guest: Guest, with_terminal: Emulated, tmp_path: Path) -> None:
    """A resident's card in a PC/SC reader is read, signs, is called back, and its holder gets the paper."""
    pcscd.require()
    card = next(each for each in with_terminal.description["cards"] if each["label"] == _LABEL)
    with (
        pcscd.exclusively(),
        pcscd.running(tmp_path / "pcscd.log", _LONGEST_SECONDS),
        _reader_of(guest, with_terminal.state / CONFIGURATION_FILE),
        VpcdConnector(port=pcscd.PORT) as slot,
    ):
        guest.arrive()
        guest.to_the_card()
        until(lambda: _inserted(slot, _made(card)), "the driver's port")
        guest.type_pin(card["pin"])
        guest.at("take-card")
        slot.remove()
        guest.at("certificates")
        guest.pay_cash(guest.choose("seal-registration"))
        assert guest.take_the_papers() == 1
        guest.finish()


@contextmanager
def _reader_of(guest: Guest, path: Path) -> Iterator[None]:
    """Give the terminal the PC/SC reader instead of the virtual one, for as long as the block lasts."""
    virtual = path.read_text()
    try:
        _restart(guest, path, json.dumps(json.loads(virtual) | {"card_reader": {"kind": "pcsc"}}))
        yield
    finally:
        _restart(guest, path, virtual)
        guest.arrive()


def _restart(guest: Guest, path: Path, configuration: str) -> None:
    guest.panel("pull-plug")
    path.write_text(configuration)
    guest.panel("boot")


def _made(card: dict[str, Any]) -> VirtualCard:
    return soft_card(Path(card["certificate"]).read_bytes(), Path(card["private_key"]).read_bytes(), card["pin"])


def _inserted(slot: VpcdConnector, card: VirtualCard) -> bool:
    with suppress(ConnectionRefusedError):
        slot.insert(card)
        return True
    return False
