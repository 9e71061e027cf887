"""The emulated cloud comes and goes without a trace."""

import socket
import threading

import pytest

from infra.emulator.cloud import EmulatedCloud

KIOSK = {"kiosk_id": {"S": "kiosk-1"}}


@pytest.fixture
def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def test_when_it_stops_neither_port_nor_thread_stays(free_port: int) -> None:
    """After the end nobody listens on the port and no thread is left, even while a client keeps its connection."""
    before = set(threading.enumerate())
    with EmulatedCloud(free_port) as cloud:
        client = cloud.client("dynamodb")
        client.put_item(TableName=cloud.resources["KiosksTable"], Item=KIOSK)
        assert set(threading.enumerate()) - before
    assert set(threading.enumerate()) <= before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", free_port))
    client.close()


def test_a_start_on_the_same_port_is_empty(free_port: int) -> None:
    """Each start begins with empty tables: nothing of an earlier run is there."""
    for _ in range(2):
        with EmulatedCloud(free_port) as cloud:
            client, table = cloud.client("dynamodb"), cloud.resources["KiosksTable"]
            assert client.scan(TableName=table)["Items"] == []
            client.put_item(TableName=table, Item=KIOSK)
            client.close()


def test_a_taken_port_is_an_error_that_can_be_recovered_from() -> None:
    """When the port is taken the start fails with an OSError, and a start on another port succeeds."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        with pytest.raises(OSError, match="in use"), EmulatedCloud(taken.getsockname()[1]):
            pass
        with EmulatedCloud() as cloud:
            assert cloud.resources


def test_it_listens_on_loopback_only() -> None:
    """The server is bound to 127.0.0.1: nobody else on the network can reach an emulation with dummy credentials."""
    with EmulatedCloud() as cloud:
        port = int(cloud.endpoint.rpartition(":")[2])
        with socket.create_server(("127.0.0.2", port)):  # a wildcard binding would not leave this address free
            pass
