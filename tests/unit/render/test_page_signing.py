"""Page keys: made once an hour, renewed in time by one thread, never used beyond their time."""

from __future__ import annotations

import threading

import pytest

from chalicelib.protocol import errors, page_code
from chalicelib.protocol.page_keys import LIFETIME, PageKey
from chalicelib.render.page_signing import PageSigner
from tests.page_codes import ISSUED_AT, ISSUER
from tests.unit.render.factories import document, household, resident

RENEWAL = LIFETIME - 60 - 600


class Counted:
    """Makes keys and counts them; `down` is KMS not answering."""

    def __init__(self) -> None:
        self.made = 0
        self.down = False

    def __call__(self, not_before: int) -> PageKey:
        """Make a key."""
        self.made += 1
        if self.down:
            raise errors.DependencyUnavailable
        return ISSUER.new_key(not_before)


@pytest.fixture
def kms() -> Counted:
    """Count the keys of a test."""
    return Counted()


def test_one_key_signs_an_hour_of_pages(kms: Counted) -> None:
    """However many pages are signed until ten minutes before its end, the key is certified once."""
    signer = PageSigner(kms)
    made = document(household(resident()))
    for later in range(0, RENEWAL, 300):
        (code,) = signer.codes(made, ISSUED_AT + later)
        assert page_code.verify(code, ISSUER.jwks()).issued_at == ISSUED_AT + later
    assert kms.made == 1
    signer.codes(made, ISSUED_AT + RENEWAL)
    assert kms.made == 2


def test_no_key_is_made_before_it_is_needed(kms: Counted) -> None:
    """A process that signs nothing asks KMS for nothing."""
    PageSigner(kms)
    assert kms.made == 0


def test_the_old_key_serves_while_kms_is_down_and_not_beyond_its_end(kms: Counted) -> None:
    """A failed renewal costs nothing while the key has time for a whole call; after that nothing is signed (R12)."""
    signer = PageSigner(kms)
    first = signer.key(ISSUED_AT)
    kms.down = True
    last = first.not_after - 61
    assert signer.key(last) is first
    with pytest.raises(errors.DependencyUnavailable):
        signer.key(last + 1)
    kms.down = False
    assert signer.key(last + 1) is not first


def test_a_call_that_began_before_the_key_was_made_is_covered(kms: Counted) -> None:
    """Two calls in the same instant share a key, whichever of them had it made."""
    signer = PageSigner(kms)
    later = signer.key(ISSUED_AT + 20)
    assert signer.key(ISSUED_AT) is later


def test_a_clock_that_was_set_back_makes_a_new_key(kms: Counted) -> None:
    """A key whose time has not come is not used."""
    signer = PageSigner(kms)
    first = signer.key(ISSUED_AT)
    assert signer.key(ISSUED_AT - 3600) is not first


def test_many_threads_make_one_key(kms: Counted) -> None:
    """Whoever needs a key while another is having one made waits for it; with a usable key nobody waits."""
    ready, release = threading.Event(), threading.Event()

    def slow(not_before: int) -> PageKey:
        ready.set()
        release.wait()
        return kms(not_before)

    signer = PageSigner(slow)
    found: list[PageKey] = []
    threads = [threading.Thread(target=lambda: found.append(signer.key(ISSUED_AT))) for _ in range(8)]
    for thread in threads:
        thread.start()
    ready.wait()
    release.set()
    for thread in threads:
        thread.join()
    assert (kms.made, len({id(key) for key in found}), len(found)) == (1, 1, 8)


def test_nobody_waits_for_a_renewal(kms: Counted) -> None:
    """While one thread renews, another one signs with the key that is still good."""
    ready, release = threading.Event(), threading.Event()

    def slow(not_before: int) -> PageKey:
        if kms.made:
            ready.set()
            release.wait()
        return kms(not_before)

    signer = PageSigner(slow)
    first = signer.key(ISSUED_AT)
    renewed: list[PageKey] = []
    thread = threading.Thread(target=lambda: renewed.append(signer.key(ISSUED_AT + RENEWAL)))
    thread.start()
    ready.wait()
    assert signer.key(ISSUED_AT + RENEWAL) is first
    release.set()
    thread.join()
    assert renewed[0] is not first
    assert signer.key(ISSUED_AT + RENEWAL) is renewed[0]
