"""Fixtures of the functions' tests: one emulated cloud for all of them, in this process; a world for each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from botocore.httpsession import URLLib3Session

from chalicelib.edge.settings import Settings
from chalicelib.storage import clients
from infra.emulator.cloud import EmulatedCloud
from tests.functions.cards import CardMaker
from tests.functions.times import Clock
from tests.functions.visits import Visit, arrive
from tests.functions.world import World
from tests.simulation.wire import Wire

_CLIENTS = (clients.dynamodb, clients.dynamodb_once, clients.s3, clients.kms)


def _forget_clients() -> None:
    for cached in (*_CLIENTS, clients.session):
        cached.cache_clear()


@pytest.fixture(scope="package")
def settings() -> Iterator[Settings]:
    """Run an emulated cloud that the functions' own clients use. It goes with the last test here: there can be one."""
    with EmulatedCloud() as cloud, pytest.MonkeyPatch.context() as patch:
        environment = cloud.environment()
        for name, value in environment.items():
            patch.setenv(name, value)
        # On a busy machine Moto may take longer than DynamoDB ever does, and knows no repeated request as such.
        patch.setattr(clients, "READ_SECONDS", 60)
        wire = Wire(cloud.endpoint)
        # What the functions do is tested here: HTTP to the emulated cloud, in the same process, adds nothing but time.
        patch.setattr(URLLib3Session, "send", lambda _session, request: wire.answer(request))
        _forget_clients()
        yield Settings(environment)
        for client in _CLIENTS:
            client().close()
        _forget_clients()


@pytest.fixture(scope="package")
def maker() -> CardMaker:
    """Make the authorities once."""
    return CardMaker()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Give a clock that the emulated object storage goes by, too."""
    clock = Clock()
    monkeypatch.setattr("moto.s3.models.utcnow", clock.utc)
    return clock


@pytest.fixture
def world(settings: Settings, maker: CardMaker, clock: Clock) -> World:
    """Give a municipality of the test's own."""
    return World(settings, maker, clock)


@pytest.fixture
def visit(world: World) -> Visit:
    """Give a resident who lives alone, authenticated."""
    return arrive(world).begin()


@pytest.fixture
def swept(world: World) -> World:
    """Give a world in which nothing is stored that another test has made."""
    world.stored.forget()
    return world
