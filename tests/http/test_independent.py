"""The contract can be implemented from its description: a client that shares no code completes a visit."""

from __future__ import annotations

import ast
import secrets

import pytest

from tests.emulated import ROOT
from tests.http.independent_checks import Refused
from tests.http.independent_client import IndependentKiosk
from tests.http.world import World

pytestmark = pytest.mark.xdist_group("http")

MODULES = ("independent_client", "independent_checks", "independent_page_code")


@pytest.mark.parametrize("module", MODULES)
def test_the_independent_client_shares_no_code(module: str) -> None:
    """It imports nothing of what it is to be independent of, but its own other parts."""
    tree = ast.parse((ROOT / "tests" / "http" / f"{module}.py").read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    ours = {"app", "chalicelib", "infra", "kiosk", "tests"}
    assert {name for name in imported if name.partition(".")[0] in ours} <= {f"tests.http.{name}" for name in MODULES}
    assert any(name.startswith("cryptography.") for name in imported)


def test_a_client_written_from_the_description_completes_a_visit(world: World) -> None:
    """From challenge to receipt with own transcript, own signatures, own decryption and own checks of the pages."""
    kiosk = IndependentKiosk(world.emulated.description, "watanabe-ivs")
    kiosk.authenticate()
    offers = kiosk.offers()
    assert "resident-record" in {offer["type"] for offer in offers["offers"] if offer["available"]}
    assert [member["holder"] for member in offers["household"]] == [True]
    issuance = kiosk.issue("resident-record", {"domicile": True}, secrets.token_urlsafe(16))
    assert len(kiosk.fetch(issuance)) == issuance["pages"]
    with pytest.raises(Refused, match="already-retrieved"):
        kiosk.fetch(issuance)
    receipt = kiosk.confirm(issuance)
    assert (receipt["issuance_id"], receipt["kiosk_id"]) == (issuance["issuance_id"], kiosk.kiosk_id)
    kiosk.leave()
    with pytest.raises(Refused, match="session-invalid"):
        kiosk.offers()
    assert (world.objects(), world.rows("EnvelopesTable"), world.rows("SessionsTable")) == ([], [], [])
