"""Object storage is down: a clear refusal, nothing charged, nothing consumed, and it goes on when it is back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.http.guest import JAM, Guest
from tests.http.wire import Answer
from tests.http.world import World

pytestmark = pytest.mark.xdist_group("http")

REGION = {"LocationConstraint": "ap-northeast-1"}


@contextmanager
def storage_down(world: World) -> Iterator[None]:
    """Take the image bucket away, and bring it back with what was in it."""
    s3, bucket = world.emulated.aws("s3"), world.emulated.description["resources"]["ImagesBucket"]
    kept = {key: s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in world.objects()}
    for key in kept:
        s3.delete_object(Bucket=bucket, Key=key)
    s3.delete_bucket(Bucket=bucket)
    try:
        yield
    finally:
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=REGION)
        for key, content in kept.items():
            s3.put_object(Bucket=bucket, Key=key, Body=content)


def assert_unavailable(answer: Answer) -> None:
    """Check that the answer says: try again in a moment."""
    assert (answer.status, answer.code, answer.headers["retry-after"]) == (503, "service-suspended", "10")


def test_without_storage_nothing_is_issued(world: World, guest: Guest) -> None:
    """A certificate that cannot be stored is 503 without an envelope; a new request works when storage is back."""
    with storage_down(world):
        assert_unavailable(guest.request())
        assert world.rows("EnvelopesTable") == []
    assert guest.request().status == 201


def test_without_storage_nothing_is_consumed(world: World, guest: Guest) -> None:
    """A hand-over whose image cannot be read is 503 and leaves the envelope: it works when storage is back."""
    issuance = guest.issue()
    with storage_down(world):
        assert_unavailable(guest.retrieve(issuance))
        assert len(world.rows("EnvelopesTable")) == 1
    assert guest.retrieve(issuance).status == 200


def test_a_replacement_that_failed_can_be_asked_for_again(world: World, guest: Guest) -> None:
    """Who has paid and got nothing may ask again after a failure on our side, and pays nothing."""
    old = guest.issue()
    guest.retrieve(old)
    guest.report(old, "misprinted", **JAM)
    with storage_down(world):
        assert_unavailable(guest.request(replaces=old.issuance_id))
    again = guest.request(replaces=old.issuance_id)
    assert (again.status, again.json["fee"]["amount"]) == (201, 0)
