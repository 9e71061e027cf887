"""Signing pages in the functions: one certificate of KMS for many pages, and none signed without."""

from __future__ import annotations

import pytest

from chalicelib.protocol import errors, ids, page_code
from chalicelib.protocol.page_keys import PageCodeInvalid
from chalicelib.protocol.verification_keys import Purpose
from chalicelib.render import routes
from chalicelib.render.document import Document
from chalicelib.storage import clients
from tests.functions.faults import counted, unreachable
from tests.functions.visits import Visit, new_key


class Signing:
    """Signs as `render` does, without drawing, and keeps the codes."""

    def __init__(self, visit: Visit) -> None:
        self._signer = visit.world.services.page_signer
        self.codes: list[str] = []

    def __call__(self, document: Document, issued_at: int) -> tuple[bytes, ...]:
        """Return a page for each code."""
        codes = self._signer.codes(document, issued_at)
        self.codes += codes
        return tuple(code.encode() for code in codes)


def test_a_visit_does_not_ask_kms_for_its_pages(visit: Visit) -> None:
    """The first certificate of a process has a page key certified; those after it sign with the same key."""
    signing = Signing(visit)
    with counted(clients.kms(), "Sign") as signed:
        for _ in range(3):
            visit.request(key=new_key(), typeset=signing)
    assert signed.times == 1
    assert len({page_code.certificate_of(code) for code in signing.codes}) == 1


def test_what_is_signed_is_checked_with_the_published_keys(visit: Visit) -> None:
    """KMS certifies with the very key that `GET /verification-keys` publishes for it, and with none of the others."""
    signing = Signing(visit)
    issuance_id = visit.request(typeset=signing).issuance_id
    jwks = visit.world.services.public_keys.jwks()
    for code in signing.codes:
        said = page_code.verify(code, jwks)
        assert (said.issuance_id, said.municipality) == (issuance_id, visit.world.code)
    others = {"keys": [key for key in jwks["keys"] if key["purpose"] != Purpose.PAGE_KEY]}
    with pytest.raises(PageCodeInvalid):
        page_code.verify(signing.codes[0], others)


def test_without_a_page_key_nothing_is_issued_and_nothing_left(visit: Visit) -> None:
    """KMS down: the request is refused, the ledger says so, and the next one, with KMS back, succeeds (R12)."""
    key, signing = new_key(), Signing(visit)
    with unreachable(clients.kms(), "Sign"), pytest.raises(errors.DependencyUnavailable):
        visit.request(key=key, typeset=signing)
    assert visit.world.stored.left(ids.issuance_id(visit.token, key)) == (False, False, "cancelled")
    assert signing.codes == []
    assert visit.request(typeset=signing).pages == len(signing.codes)


def test_a_public_key_is_asked_for_once(visit: Visit) -> None:
    """However often the keys are fetched, KMS is asked once for each; each is there under its purpose."""
    keys = visit.world.services.public_keys
    with counted(clients.kms(), "GetPublicKey") as asked:
        for _ in range(3):
            assert [key["purpose"] for key in keys.jwks()["keys"]] == [str(purpose) for purpose in Purpose]
    assert asked.times == len(Purpose)


def test_a_process_that_cannot_be_prepared_starts_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails before the first request must not keep the process from answering that it cannot serve (R7)."""

    def broken() -> None:
        raise errors.ServiceSuspended

    monkeypatch.setattr(routes, "service", broken)
    routes.prepare()
