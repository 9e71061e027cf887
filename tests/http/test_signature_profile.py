"""Genuine signatures that are not what the contract demands: made with the right key, and refused all the same."""

from __future__ import annotations

import pytest

from tests.http.guest import Guest
from tests.http.told import COVERED, Told
from tests.http.wire import Request
from tests.http.world import World

pytestmark = pytest.mark.xdist_group("http")

RIGHT = {
    "as the terminal does": Told(),
    "in another order": Told(COVERED[::-1]),
    "more than is demanded": Told((*COVERED, "accept", "content-type")),
    "parameters in another order": Told(parameters=';tag="kofu";keyid="{kiosk}";created={created}'),
    "with its algorithm": Told(parameters=';created={created};keyid="{kiosk}";alg="ed25519";tag="kofu"'),
    "with an end and a nonce": Told(
        parameters=';created={created};expires=9999999999;nonce="n";keyid="{kiosk}";tag="kofu"'
    ),
}
WRONG = {
    **{f"{name} not covered": Told(tuple(kept for kept in COVERED if kept != name)) for name in COVERED},
    "nothing covered": Told(()),
    "covered twice": Told(("@method", *COVERED)),
    "another tag": Told(parameters=';created={created};keyid="{kiosk}";tag="other"'),
    "no tag": Told(parameters=';created={created};keyid="{kiosk}"'),
    "a tag that is a token": Told(parameters=';created={created};keyid="{kiosk}";tag=kofu'),
    "two tags": Told(parameters=';created={created};keyid="{kiosk}";tag="other";tag="kofu"'),
    "a time that is text": Told(parameters=';created="{created}";keyid="{kiosk}";tag="kofu"'),
    "not said when": Told(parameters=';keyid="{kiosk}";tag="kofu"'),
    "not said who": Told(parameters=';created={created};tag="kofu"'),
    "over at once": Told(parameters=';created={created};expires=1;keyid="{kiosk}";tag="kofu"'),
    "another algorithm": Told(parameters=';created={created};keyid="{kiosk}";alg="hmac-sha256";tag="kofu"'),
    "another label": Told(label="sig1"),
}


@pytest.fixture
def unsigned(world: World, guest: Guest) -> Request:
    """Give a request for a hand-over that lacks nothing but a signature."""
    path = f"/issuances/{guest.issue().issuance_id}/retrieval"
    body = {"payment": {"method": "cash", "amount": 300}}
    made = world.signed("POST", path, body, token=guest.token, accept="application/octet-stream")
    return made.having(signature=None, signature_input=None)


@pytest.mark.parametrize("how", RIGHT)
def test_what_the_contract_leaves_open_is_open(world: World, unsigned: Request, how: str) -> None:
    """Order, further components and further parameters are the signer's choice."""
    assert world.send(RIGHT[how].sign(unsigned, world.identity())).status == 200


def test_what_the_contract_demands_is_demanded(world: World, unsigned: Request) -> None:
    """A signature of the right key that leaves out, doubles or changes what is demanded is 401 and consumes nothing."""
    stored = world.snapshot()
    codes = {how: world.send(told.sign(unsigned, world.identity())).code for how, told in WRONG.items()}
    assert codes == dict.fromkeys(WRONG, "kiosk-not-authenticated")
    assert world.snapshot() == stored
    assert world.send(Told().sign(unsigned, world.identity())).status == 200


def test_an_uncovered_body_or_token_cannot_be_swapped(world: World, guest: Guest, other: Guest) -> None:
    """A signature without digest and token would fit any body and session: it fits none."""
    issuance = other.issue()
    path = f"/issuances/{issuance.issuance_id}/retrieval"
    body = {"payment": {"method": "cash", "amount": 300}}
    made = world.signed("POST", path, body, token=guest.token, accept="application/octet-stream")
    told = Told(("@method", "@path")).sign(made, world.identity())
    assert world.send(told.having(authorization=f"Bearer {other.token}")).code == "kiosk-not-authenticated"
    assert other.retrieve(issuance).status == 200
