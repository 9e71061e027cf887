"""The real application and the deployment made from it."""

import app as application
from infra import overlay, permissions
from tests.infra.contract import ROUTES


def test_the_application_serves_the_contract_each_route_by_its_own_function() -> None:
    """The routes of `app.py` are exactly the contract's, and each is defined in the package of its function."""
    assert overlay.owners(application.app, application.FUNCTIONS) == ROUTES


def test_every_function_with_permissions_has_an_entry_in_the_application() -> None:
    """Each function that is deployed is an entry of `app.py`, under the name its policy has, and there is no other."""
    entries = {handler.name for handler in application.app.pure_lambda_functions}
    events = {source.name for source in application.app.event_sources}
    assert entries | events == set(permissions.FUNCTIONS)
    assert events == {"audit", "sweep"}
