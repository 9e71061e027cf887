"""The stop switch: from the next request on nothing more comes out, of one municipality or of all (R13).

What is told of papers that are out already is still taken down: the record must be true, above all then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from chalicelib.protocol import errors
from infra.office.__main__ import main
from tests.functions.visits import Visit, arrive
from tests.functions.world import World


@pytest.fixture(params=["one", "all"])
def stopped(request: pytest.FixtureRequest, world: World) -> Iterator[Callable[[], None]]:
    """Give what stops the service, of this municipality or of all; it is resumed afterwards."""
    where = [world.code] if request.param == "one" else []

    def stop() -> None:
        assert main(["stop-service", *where]) == 0

    yield stop
    assert main(["resume-service", *where]) == 0


def test_no_request_that_leads_to_a_paper_is_served(world: World, visit: Visit, stopped: Callable[[], None]) -> None:
    """Challenge, session, PIN failure, offers, request, retrieval: each is refused as the next request there is."""
    challenged, other = arrive(world), arrive(world)
    challenges = [challenged.challenge(), challenged.challenge()]
    sealed = visit.request().issuance_id
    stopped()
    requests: tuple[Callable[[], object], ...] = (
        other.challenge,
        lambda: challenged.present(challenges[0]),
        lambda: challenged.report_pin_failure(challenges[1]),
        visit.offers,
        visit.request,
        lambda: visit.retrieve(sealed),
    )
    for ask in requests:
        with pytest.raises(errors.ServiceSuspended):
            ask()
    assert world.stored.left(sealed) == (True, True, "sealed")


def test_what_is_out_is_still_taken_down(world: World, visit: Visit, stopped: Callable[[], None]) -> None:
    """The outcome of a paper, with its receipt, and the end of the session, with which the rest is deleted."""
    out, unread = (visit.request().issuance_id for _ in range(2))
    visit.retrieve(out)
    stopped()
    assert visit.report(out).receipt
    visit.end()
    assert world.stored.left(out) == (False, False, "printed")
    assert world.stored.left(unread) == (False, False, "cancelled")


def test_another_municipality_is_served_while_one_is_stopped(world: World, visit: Visit) -> None:
    """And the stopped one again as soon as it is resumed, with what was sealed before."""
    neighbour = arrive(world.neighbour()).begin()
    sealed = visit.request().issuance_id
    assert main(["stop-service", world.code]) == 0
    assert neighbour.retrieve(neighbour.request().issuance_id)
    assert main(["resume-service", world.code]) == 0
    assert visit.retrieve(sealed)


def test_a_slip_stops_nothing_and_says_so(world: World) -> None:
    """A code that is no municipality's is an error: nobody goes home believing that a service is stopped."""
    assert main(["stop-service", world.code[:-1]]) == 1
    assert world.stored.row("MUNICIPALITIES", municipality=world.code[:-1]) is None
