"""The emulation with two mistakes of this field in it, to see the races lost.

The envelope is read and then deleted, and the pages of all requests pass through one spool.
"""

from __future__ import annotations

import runpy
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from chalicelib.render import image, issuing
from tests.simulation import mutants

_a_moment = partial(time.sleep, 0.05)
"""As long as a network takes, which there is none of here."""


def shared_spool(patch: pytest.MonkeyPatch) -> None:
    """Kawasaki 2023: one place for the pages of whoever is being served in this instant."""
    spool: list[bytes] = []
    seal = image.seal_document

    def seal_from_spool(
        document: Any, session: Any, typeset: Callable[[Any, int], tuple[bytes, ...]], **how: Any
    ) -> Any:
        def typeset_to_spool(made: Any, issued_at: int) -> tuple[bytes, ...]:
            spool[:] = typeset(made, issued_at)
            _a_moment()  # the file is written, then read
            return tuple(spool)

        return seal(document, session, typeset_to_spool, **how)

    patch.setattr(issuing, "seal_document", seal_from_spool)


if __name__ == "__main__":
    with pytest.MonkeyPatch.context() as applied:
        mutants.read_then_delete(applied, between=_a_moment)
        mutants.ledger_as_log(applied)
        shared_spool(applied)
        runpy.run_module("infra.emulator", run_name="__main__")
