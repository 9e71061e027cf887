"""Looks whether the service is there while nobody is at the terminal."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.agent.worker import Worker
from kiosk.service import Service, ServiceRefused, ServiceUnreachable
from kiosk.terminal.events import Event, Looked
from kiosk.terminal.views import OutOfServiceReason

_REASONS: dict[str, OutOfServiceReason] = {
    "outside-service-hours": "outside-hours",
    "kiosk-not-authenticated": "not-enrolled",
    "kiosk-suspended": "not-enrolled",
}


class Lookout:
    """Asks for the service's health."""

    def __init__(
        self, service: Service, *, post: Callable[[Event], None], failed: Callable[[BaseException], None]
    ) -> None:
        """Ask this service."""
        self._service = service
        self._post = post
        self._worker = Worker("lookout", failed)

    def look(self) -> None:
        """Answer `Looked`."""
        self._worker.submit(self._look)

    def _look(self) -> None:
        try:
            self._service.call("GET", "/health")
        except ServiceRefused as refusal:
            self._post(Looked(_REASONS.get(refusal.problem.code, "service-suspended")))
        except ServiceUnreachable:
            self._post(Looked("unreachable"))
        else:
            self._post(Looked(None))
