"""From the card to the verifier: a page that the running service issued is checked on the page that it publishes."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from chalicelib.protocol.messages import Payment
from tests.emulated import Emulated
from tests.http.guest import arriving, new_key
from tests.http.world import World


def test_an_issued_page_is_right_until_the_office_says_it_is_void(
    with_terminal: Emulated, page: Page, tmp_path: Path
) -> None:
    """The sheet as the printer gets it is read, right, and names the city; declared void, it is shown as void."""
    world = World(with_terminal)
    with arriving(world, "ordinary") as guest:
        issuance = guest.visit.request("seal-registration", {}, copies=1, idempotency_key=new_key())
        payment = Payment(method="cash", amount=issuance.fee.amount)
        sealed = guest.visit.retrieve(issuance.issuance_id, payment)
        (sheet,) = guest.visit.open_image(sealed, issuance.issuance_id).pages
    photo = tmp_path / "sheet.png"
    photo.write_bytes(sheet)
    page.goto(with_terminal.description["verification_page"])
    if page.get_attribute("html", "lang") == "en":
        page.click("#language")
    page.set_input_files("#photo", photo)
    page.wait_for_selector(".banner.right", timeout=60_000)
    shown = page.inner_text("#result")
    assert all(
        text in shown for text in ("印鑑登録証明書", "三重県松阪市", "松浦 健一", "無効とされた記録はありません")
    )
    with_terminal.office("void-issuance", issuance.issuance_id, "misused")
    page.set_input_files("#photo", photo)
    page.wait_for_selector(".banner.wrong", timeout=60_000)
    assert "この証明書は無効です" in page.inner_text("#result")
