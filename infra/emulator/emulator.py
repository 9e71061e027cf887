"""Everything on one machine: cloud, books, cards, kiosks, API, sweep and terminal, for as long as a context lasts."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import os
import secrets
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from cryptography.x509 import ReasonFlags

from chalicelib.edge import log
from chalicelib.edge.calls import system_clock
from chalicelib.edge.service_hours import JST
from chalicelib.protocol.errors import KofuError
from chalicelib.registers.file_format import read_register, write_register
from chalicelib.storage import clients
from chalicelib.storage.kiosks import Kiosk, KioskWriter
from infra.emulator.api_server import api_handler
from infra.emulator.aws_calls import AwsCallLog, attributed_to
from infra.emulator.card_authority import KeyDirectory
from infra.emulator.cloud import EmulatedCloud
from infra.emulator.demo_city import DemoCity, build_city, register_file
from infra.emulator.gateway_event import STAGE
from infra.emulator.http_server import LoopbackServer
from infra.emulator.machine.assembling import Pace, serve_machine
from infra.emulator.people import DemoCards, make_cards, make_kiosks
from infra.emulator.revocation import CRL_PATH, OCSP_PATH, RevocationService, revocation_handler
from infra.emulator.verification_page import verification_handler
from infra.office.books import import_books
from infra.verification_site import site
from kiosk.known_types import learn_types

SEED = 24204
SWEEP_SECONDS = 60
_READ_SECONDS = 60
STATE_FILE = "emulator.json"
CALLS_FILE = "aws-calls.jsonl"

Report = Callable[[str, int, int], None]
"""Takes what is being done, how much of it is, and how much there is."""


@dataclass(frozen=True, slots=True)
class Places:
    """Ports (0: any free one), directories, whether the terminal is to run as well, and how fast it is."""

    api_port: int
    screen_port: int
    aws_port: int
    state: Path
    keys: Path
    fonts: Path
    terminal: bool = True
    verification_port: int = 0
    pace: Pace = Pace()  # noqa: RUF009 - it is immutable


class Emulator:
    """The local emulation; a context manager. One at a time in a process."""

    def __init__(self, places: Places, report: Report = lambda _what, _done, _all: None) -> None:
        """Start nothing yet."""
        self._places = places
        self._report = report
        self._stack = ExitStack()
        self.description: dict[str, Any] = {}

    def __enter__(self) -> Self:
        """Start everything and write the state file.

        Raises:
            OSError: A port is taken.
        """
        with ExitStack() as stack:
            self._start(stack)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop everything; the state file goes first, since what it says is no longer true."""
        self._stack.close()

    def _start(self, stack: ExitStack) -> None:
        places = self._places
        places.state.mkdir(mode=0o700, parents=True, exist_ok=True)
        cloud = stack.enter_context(EmulatedCloud(places.aws_port))
        now = dt.datetime.now(dt.UTC)
        city = build_city(SEED, now.astimezone(JST).date())
        keys = KeyDirectory(places.keys)
        cards = make_cards(city, places.state, keys, now=now, progress=self._progress("Making cards"))
        revocation = self._serve_revocation(stack, cards, keys)
        self._configure(cloud, cards, revocation)
        self._fill_books(city, cards)
        kiosks = self._enrol_kiosks()
        application = importlib.import_module("app")
        with attributed_to("render"):
            importlib.import_module("chalicelib.render.routes").prepare()
        learn_types()
        api = LoopbackServer(api_handler(application.app, application.FUNCTIONS), places.api_port)
        stack.enter_context(api)
        self.description = {
            "api": api.url + STAGE,
            "aws_endpoint": cloud.endpoint,
            "kiosk_screen": "",
            "municipality": city.municipality.code,
            "kiosks": kiosks,
            "cards": list(cards.cards),
            "resources": cloud.resources,
        }
        page = LoopbackServer(verification_handler(site()), places.verification_port)
        self.description["verification_page"] = stack.enter_context(page).url
        serve_machine(
            stack,
            self.description,
            places.state,
            panel_port=places.screen_port,
            with_terminal=places.terminal,
            pace=places.pace,
        )
        stack.enter_context(_EachMinute())
        self._write_state(stack)

    def _serve_revocation(self, stack: ExitStack, cards: DemoCards, keys: KeyDirectory) -> str:
        service = RevocationService(cards.authorities, clock=system_clock, key_source=keys)
        for generation, serial in cards.revoked:
            service.revoke(generation, serial, ReasonFlags.superseded)
        server = stack.enter_context(LoopbackServer(revocation_handler(service), 0))
        stack.callback(service.faults.release)
        return server.url

    def _configure(self, cloud: EmulatedCloud, cards: DemoCards, revocation: str) -> None:
        os.environ.pop("KOFU_FUNCTION", None)
        os.environ.update(cloud.environment())
        os.environ.update(
            {
                "KOFU_STAGE": "emulation",
                "KOFU_BUILD": "emulation",
                "KOFU_OCSP_URL": revocation + OCSP_PATH,
                "KOFU_CRL_URL": revocation + CRL_PATH,
                # Tests play a day's visits within a minute.
                "KOFU_CHALLENGES_A_MINUTE": "100000",
                "KOFU_ATTEMPTS_AN_HOUR": "100000",
                "KOFU_VISITS_AT_ONCE": "100000",
                "KOFU_TRUST_ANCHORS": str(cards.trust_anchors),
                "KOFU_FONTS": str(self._places.fonts),
            }
        )
        clients.READ_SECONDS = _READ_SECONDS
        AwsCallLog(self._places.state / CALLS_FILE).attach()

    def _fill_books(self, city: DemoCity, cards: DemoCards) -> None:
        path = self._places.state / "register.jsonl"
        path.write_bytes(b"".join(write_register(register_file(city, cards.links, cards.uses))))
        with attributed_to("office"), path.open("rb") as source:
            import_books(
                read_register(source), entropy=secrets.token_bytes, progress=self._progress("Importing the books")
            )

    def _enrol_kiosks(self) -> list[dict[str, Any]]:
        writer = KioskWriter(clients.dynamodb(), os.environ["KOFU_KIOSKS_TABLE"])
        entries = []
        for entry, public_key in make_kiosks(self._places.state):
            writer.enrol(Kiosk(entry["id"], public_key))
            entries.append(entry)
        return entries

    def _progress(self, what: str) -> Callable[[int, int], None]:
        return lambda done, total: self._report(what, done, total)

    def _write_state(self, stack: ExitStack) -> None:
        path = self._places.state / STATE_FILE
        draft = path.with_suffix(".draft")
        draft.write_text(json.dumps(self.description, ensure_ascii=False, indent=1))
        draft.replace(path)
        stack.callback(path.unlink, missing_ok=True)


class _EachMinute:
    """Plays EventBridge: calls the scheduled functions each minute. The audit, deployed, is called each hour."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        scheduled = {
            "sweep": importlib.import_module("chalicelib.sweep.entry").sweep_once,
            "audit": importlib.import_module("chalicelib.audit.entry").gather_once,
        }
        while not self._stop.wait(SWEEP_SECONDS):
            for function, run in scheduled.items():
                try:
                    with attributed_to(function):
                        run()
                except KofuError as error:
                    log.dependency_failed(error)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()
