"""Inserts a card made from files into a PC/SC reader of the vpcd driver.

While it runs it reads lines from standard input: `remove`, `insert`, `quit`. The end of the input leaves the card in.
"""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from infra.emulator.virtual_card.personalisation import Credential, soft_card
from infra.emulator.virtual_card.trace import TracedCard
from infra.emulator.virtual_card.vpcd import DEFAULT_PORT, InsertableCard, VpcdConnector


class _Stop(Exception):
    """SIGTERM or SIGINT came."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until told to quit, by a line or by SIGTERM; the exit status is 0, or 1 when there is no reader."""
    options = _parser().parse_args(arguments)
    card = _card(options)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    with VpcdConnector(host=options.host, port=options.port) as slot, contextlib.suppress(_Stop):
        try:
            slot.insert(card)
        except OSError as error:
            print(f"no vpcd reader at {options.host}:{options.port}: {error}", file=sys.stderr)
            return 1
        print("card inserted", flush=True)
        _obey(slot, card)
    return 0


def _stop(*_: object) -> NoReturn:
    raise _Stop


def _card(options: argparse.Namespace) -> InsertableCard:
    card = soft_card(
        options.certificate.read_bytes(),
        options.private_key.read_bytes(),
        options.pin,
        ca=options.ca.read_bytes() if options.ca else None,
        signing=_signing(options),
        signing_password=options.signing_password,
        state_file=options.state,
    )
    return TracedCard(card, lambda line: print(line, flush=True)) if options.verbose else card


def _signing(options: argparse.Namespace) -> Credential | None:
    if options.signing_certificate is None:
        return None
    return Credential.from_pem(options.signing_certificate.read_bytes(), options.signing_private_key.read_bytes())


def _obey(slot: VpcdConnector, card: InsertableCard) -> None:
    # The main thread reads: one that is still blocked in a read would abort the interpreter's shutdown.
    actions = {"insert": lambda: slot.insert(card), "remove": slot.remove}
    for line in sys.stdin:
        word = line.strip()
        if word == "quit":
            return
        _act(word, actions)
    while True:
        signal.pause()


def _act(word: str, actions: Mapping[str, Callable[[], None]]) -> None:
    if word not in actions:
        print(f"one of: {', '.join(actions)}, quit", file=sys.stderr)
        return
    try:
        actions[word]()
    except (OSError, RuntimeError) as error:
        print(error, file=sys.stderr)
    else:
        print(f"{word}: done", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="virtual_card", description=__doc__)
    parser.add_argument("--certificate", type=Path, required=True, help="user-authentication certificate, PEM")
    parser.add_argument("--private-key", type=Path, required=True, help="its private key, unencrypted PEM")
    parser.add_argument("--pin", required=True, help="user-authentication PIN, four digits")
    parser.add_argument("--ca", type=Path, help="certificate of the user-authentication CA, PEM")
    parser.add_argument("--signing-certificate", type=Path, help="signing certificate, PEM")
    parser.add_argument("--signing-private-key", type=Path, help="its private key, unencrypted PEM")
    parser.add_argument("--signing-password", help="6 to 16 capitals and digits")
    parser.add_argument("--state", type=Path, help="file that keeps tries left and changed PINs over restarts")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    parser.add_argument("--verbose", action="store_true", help="show every command; PINs stay hidden")
    return parser


if __name__ == "__main__":
    sys.exit(main())
