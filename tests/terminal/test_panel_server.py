"""The developer's panel answers this computer's own pages only."""

from __future__ import annotations

import httpx
import pytest

from infra.bench.visitor import Visitor

pytestmark = pytest.mark.xdist_group("terminal")


def test_another_name_for_its_address_is_refused(visitor: Visitor) -> None:
    """A page whose name was made to mean this computer (DNS rebinding) can neither see nor move anything."""
    foreign = {"Host": "rebound.example:8080"}
    assert httpx.get(f"{visitor.panel_url}/panel/state", headers=foreign, trust_env=False).status_code == 403
    assert httpx.get(visitor.panel_url, headers=foreign, trust_env=False).status_code == 403
    pulled = httpx.post(f"{visitor.panel_url}/panel/pull-plug", headers=foreign, json={}, trust_env=False)
    assert pulled.status_code == 403
    assert visitor.panel_state()["terminal"]["powered"]


def test_a_page_of_another_origin_cannot_send_it_anything(visitor: Visitor) -> None:
    """What a form of any page can send unasked is no command."""
    sent = httpx.post(
        f"{visitor.panel_url}/panel/pull-plug", content=b"{}", headers={"Content-Type": "text/plain"}, trust_env=False
    )
    assert sent.status_code == 403
    assert visitor.panel_state()["terminal"]["powered"]
