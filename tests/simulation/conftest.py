"""Fixtures of the simulation: one emulated cloud for all of it, in this process, reached by the wire only."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from chalicelib.edge.settings import Settings
from chalicelib.storage import clients
from infra.emulator.cloud import EmulatedCloud
from tests.functions.times import Clock
from tests.simulation.city import City
from tests.simulation.wire import Wire

_CLIENTS = (clients.dynamodb, clients.dynamodb_once, clients.s3, clients.kms)


def _forget_clients() -> None:
    for cached in (*_CLIENTS, clients.session):
        cached.cache_clear()


@pytest.fixture(scope="package")
def shared_city() -> Iterator[City]:
    """Found the city, with SDK retries that neither wait nor run out."""
    clock = Clock()
    with EmulatedCloud() as cloud, pytest.MonkeyPatch.context() as patch:
        environment = cloud.environment()
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr("moto.s3.models.utcnow", clock.utc)
        # A line for each of thousands of requests and sweeps: what is logged has tests of its own.
        patch.setattr(logging.getLogger("kofu"), "disabled", True)
        patch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
        patch.setattr("botocore.retries.quota.RetryQuota.acquire", lambda *_: True)
        # On a busy machine Moto may take longer than DynamoDB ever does; what is sent again here is a fault's doing.
        patch.setattr(clients, "READ_SECONDS", 60)
        _forget_clients()
        wire = Wire(cloud.endpoint)
        wire.attach(clients.session().events)
        yield City(Settings(environment), wire, clock)
        for client in _CLIENTS:
            client().close()
        _forget_clients()


@pytest.fixture
def city(shared_city: City) -> City:
    """Give the city without any visit."""
    shared_city.wipe()
    return shared_city
