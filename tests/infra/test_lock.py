"""One request at a time: why the emulated cloud needs it, and that it is so."""

import re
import socket
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from infra.emulator.cloud import REGION
from infra.emulator.moto_server import LOOPBACK, MotoServer, OneAtATime, moto_application

CALLERS = 4
TABLE = "one-winner"
# Long enough for the interpreter to switch threads between evaluation and write in most rounds.
CONDITION = " AND ".join(["attribute_not_exists(k)"] * 60)


@pytest.fixture
def eager_threads() -> Iterator[None]:
    """Threads are switched as often as the interpreter can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def _rounds(application: Any, rounds: int) -> Iterator[int]:
    """How many of the callers won the same conditional write, round by round."""
    with MotoServer(application) as server:
        client = boto3.client(
            "dynamodb",
            endpoint_url=f"http://{LOOPBACK}:{server.port}",
            region_name=REGION,
            aws_access_key_id="emulated",
            aws_secret_access_key="emulated",
            config=Config(max_pool_connections=CALLERS, retries={"total_max_attempts": 1}),
        )
        client.create_table(
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        )
        try:
            for number in range(rounds):
                yield _winners(client, str(number))
        finally:
            client.delete_table(TableName=TABLE)
            client.close()


def _winners(client: Any, key: str) -> int:
    won: list[str] = []
    start = threading.Barrier(CALLERS)

    def claim() -> None:
        start.wait()
        try:
            client.put_item(TableName=TABLE, Item={"k": {"S": key}}, ConditionExpression=CONDITION)
        except ClientError:  # lost; without the lock Moto also fails in other ways
            return
        won.append(key)

    _all_at_once([claim] * CALLERS)
    return len(won)


def _all_at_once(calls: Iterable[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.usefixtures("eager_threads")
def test_without_the_lock_two_callers_win_the_same_write() -> None:
    """Plain Moto lets several callers pass a condition that AWS lets only one pass: the lock is needed."""
    assert any(winners > 1 for winners in _rounds(moto_application(), rounds=100))


@pytest.mark.usefixtures("eager_threads")
def test_with_the_lock_exactly_one_caller_wins() -> None:
    """Behind the lock every round has exactly one winner, under the same conditions."""
    assert set(_rounds(OneAtATime(moto_application()), rounds=30)) == {1}


def test_answers_are_made_one_at_a_time_but_bodies_arrive_together() -> None:
    """A caller whose body is slow to arrive holds nobody up, while two answers are never in the making at once."""
    busy, seen = threading.Lock(), []

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        assert busy.acquire(blocking=False), "two requests at once"
        seen.append(environ["wsgi.input"].read())
        start_response("204 No Content", [])
        busy.release()
        return [b""]

    with (
        MotoServer(OneAtATime(application)) as server,
        closing(_begun(server)) as slow,
        closing(_begun(server)) as fast,
    ):
        fast.send(b"fast")
        assert fast.getresponse().status == 204
        slow.send(b"slow")
        assert slow.getresponse().status == 204
    assert seen == [b"fast", b"slow"]


def test_a_connection_serves_again() -> None:
    """The server reads each body to its end and keeps the connection: what follows is a request of its own."""

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [environ["REQUEST_METHOD"].encode()]

    with MotoServer(application) as server, closing(HTTPConnection(LOOPBACK, server.port)) as client:
        client.request("PUT", "/", body=b"never read by the application")
        first, connection = client.getresponse().read(), client.sock
        client.request("HEAD", "/")
        client.getresponse().read()
        client.request("PUT", "/", body=iter([b"in ", b"chunks"]))
        assert (first, client.getresponse().read()) == (b"PUT", b"PUT")
        assert client.sock is connection


@pytest.mark.parametrize(("method", "status"), [("PUT", 204), ("PUT", 304), ("HEAD", 200)])
def test_an_answer_without_a_body_sends_none(method: str, status: int) -> None:
    """Whatever the application makes for a body: on a connection that is kept, the next answer follows at once."""

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK" if environ["REQUEST_METHOD"] == "GET" else f"{status} -", [])
        return [b"<body>"]

    with MotoServer(application) as server, socket.create_connection((LOOPBACK, server.port)) as client:
        client.sendall(f"{method} / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nConnection: close\r\n\r\n".encode())
        answers = b"".join(iter(lambda: client.recv(4096), b""))
    assert re.fullmatch(rb"HTTP/1.1 %d .*\r\n\r\nHTTP/1.1 200 .*\r\n\r\n<body>" % status, answers, re.DOTALL)
    assert answers.count(b"<body>") == 1


def _begun(server: MotoServer) -> HTTPConnection:
    """Send the head of a request whose body of four bytes is to follow."""
    client = HTTPConnection(LOOPBACK, server.port)
    client.putrequest("PUT", "/")
    client.putheader("Content-Length", "4")
    client.endheaders()
    return client
