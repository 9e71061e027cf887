"""The emulation publishes the verification page as a municipality does, with the service's own keys."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import urlopen

import pytest

from chalicelib.protocol import void_list
from tests.http.guest import arriving
from tests.http.wire import Request
from tests.http.world import World

pytestmark = pytest.mark.xdist_group("http")


def _published(world: World, name: str) -> Any:
    with urlopen(f"{world.emulated.description['verification_page']}/{name}") as answer:  # noqa: S310 - loopback
        return json.loads(answer.read())


def test_the_page_is_served_beside_its_keys(world: World) -> None:
    """The page itself, the keys of `GET /verification-keys`, and the city's name."""
    with urlopen(world.emulated.description["verification_page"]) as answer:  # noqa: S310 - loopback
        assert "証明書の確認" in answer.read().decode()
    keys = _published(world, "keys.json")
    assert keys["keys"] == world.send(Request("GET", "/v1/verification-keys")).json["keys"]
    assert keys["issuers"] == {world.municipality: "三重県松阪市"}


def test_an_office_command_makes_a_number_void(world: World) -> None:
    """What is issued is on no list; what the office declares void is on the next, signed."""
    with arriving(world, "ordinary") as guest:
        issuance_id = guest.request().json["issuance_id"]

    def void() -> dict[str, str]:
        listed = void_list.verify(_published(world, "void.json"), _published(world, "keys.json"))
        return {one.issuance_id: str(one.reason) for one in listed.void}

    assert issuance_id not in void()
    world.emulated.office("void-issuance", issuance_id, "issued-in-error")
    assert void()[issuance_id] == "issued-in-error"
