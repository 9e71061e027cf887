"""The races: one certificate, many readers; many residents, each their own certificate, all in the same instant."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from threading import Barrier

import msgspec
from PIL import Image, ImageChops

from chalicelib.protocol import page_code
from chalicelib.protocol.messages import IssuanceAnswer
from chalicelib.protocol.sealing import ENC_SIZE, Sealed
from chalicelib.render.typesetting import FontSet, typeset
from kiosk.sheets import fetch_keys, read_code
from tests.emulated import ROOT
from tests.http.crowd import Citizen, Crowd
from tests.http.guest import Guest, arriving, new_key
from tests.http.racing import Racers, racers
from tests.http.wire import Answer, Request
from tests.http.world import World

READERS = 64
_ROUNDS_A_SESSION = 20
_TRIES = 20


def race_for_one(world: World, persona: str, rounds: int) -> int:
    """Have 64 readers ask for one certificate at once, round after round; return how many asked in vain.

    Raises:
        AssertionError: Not exactly one got it, it is not the right one, or something of it is left.
    """
    in_vain = 0
    with racers(world.emulated.description["api"], READERS) as racing:
        for first in range(0, rounds, _ROUNDS_A_SESSION):
            with arriving(world, persona) as guest:
                for _ in range(min(_ROUNDS_A_SESSION, rounds - first)):
                    in_vain += _round(world, guest, racing)
    return in_vain


def _round(world: World, guest: Guest, racing: Racers) -> int:
    issuance = guest.issue()
    answers = racing.race(_retrieval(world, guest, issuance))
    got = [answer.body for answer in answers if answer.status == 200]
    assert len(got) == 1, f"{len(got)} of {READERS} readers got it"
    assert {answer.code for answer in answers} == {None, "already-retrieved"}
    _open(guest, got[0], issuance)
    assert (world.objects(), world.rows("EnvelopesTable")) == ([], []), "something is left"
    assert world.ledger(issuance.issuance_id)["state"] == "handed-over"
    return len(answers) - 1


def _retrieval(world: World, guest: Guest, issuance: IssuanceAnswer) -> Request:
    payment = {"payment": {"method": "cash", "amount": issuance.fee.amount}}
    path = f"/issuances/{issuance.issuance_id}/retrieval"
    accept = "application/octet-stream"
    return world.signed("POST", path, payment, token=guest.token, kiosk=guest.kiosk, accept=accept)


def _open(guest: Guest, answer: bytes, issuance: IssuanceAnswer) -> tuple[bytes, ...]:
    """Open an image in the session that asked for it."""
    sealed = Sealed(answer[:ENC_SIZE], answer[ENC_SIZE:])
    pages = guest.visit.open_image(sealed, issuance.issuance_id).pages
    assert len(pages) == issuance.pages
    return pages


@dataclass(frozen=True, slots=True)
class Served:
    """A citizen with the pages that the kiosk opened."""

    citizen: Citizen
    issuance_id: str
    pages: tuple[bytes, ...]


def serve_all_at_once(world: World, citizens: Sequence[Citizen]) -> list[Served]:
    """Have all citizens authenticated, then ask and fetch in the same instant, as often as it takes."""
    with ExitStack() as stack, ThreadPoolExecutor(len(citizens)) as pool:
        guests = _authenticated(world, citizens, stack)
        barrier = Barrier(len(citizens))

        def visit(citizen: Citizen, guest: Guest) -> Served:
            key = new_key()
            barrier.wait()
            issuance = msgspec.json.decode(_until(201, lambda: guest.request(key=key)).body, type=IssuanceAnswer)
            answer = _until(200, lambda: guest.retrieve(issuance))
            return Served(citizen, issuance.issuance_id, _open(guest, answer.body, issuance))

        return list(pool.map(visit, citizens, guests))


def _authenticated(world: World, citizens: Sequence[Citizen], stack: ExitStack) -> list[Guest]:
    guests: list[Guest] = []
    for number, citizen in enumerate(citizens):
        guests.append(stack.enter_context(arriving(world, citizen.card, kiosk=number % 2)))
    return guests


def _until(status: int, ask: Callable[[], Answer]) -> Answer:
    """Ask as an honest kiosk does: again, when it is told that it was too much at once."""
    for _ in range(_TRIES):
        answer = ask()
        if answer.status not in {429, 503}:
            break
    assert answer.status == status, answer.code
    return answer


def check_own(world: World, crowd: Crowd, served: Sequence[Served]) -> None:
    """Read all citizens' pages back.

    Raises:
        AssertionError: A page is not of the issuance that was asked for, or its text is not the citizen's.
    """
    fonts = FontSet.open(ROOT / "build" / "fonts")
    with world.service() as service:
        keys = fetch_keys(service)
    for each in served:
        codes = [read_code(page) for page in each.pages]
        for number, content in enumerate(codes, start=1):
            said = page_code.verify(content, keys)
            assert said.issuance_id == each.issuance_id, "another issuance's page"
            assert (said.page, said.pages) == (number, len(codes))
        own = typeset(crowd.document(each.citizen, each.issuance_id), fonts, codes)
        assert all(map(_same, each.pages, own)), "somebody else's text"


def _same(page: bytes, other: bytes) -> bool:
    """Whether two pages are the same, dot for dot."""
    with Image.open(io.BytesIO(page)) as one, Image.open(io.BytesIO(other)) as two:
        return ImageChops.difference(one.convert("L"), two.convert("L")).getbbox() is None
