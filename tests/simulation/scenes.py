"""A moment to which a city and its kiosks return: what happened before it is played once, what follows many times."""

from __future__ import annotations

from collections.abc import Sequence

from tests.simulation.city import City
from tests.simulation.faults import Faults
from tests.simulation.kiosk import Kiosk

_KNOWN = ("tried", "asked", "released", "papers")


class Scene:
    """This moment, with these kiosks and what they know."""

    def __init__(self, city: City, kiosks: Sequence[Kiosk]) -> None:
        self.kiosks = kiosks
        self._city = city
        self._moment = city.keep()
        self._known = [{name: tuple(getattr(kiosk, name)) for name in _KNOWN} for kiosk in kiosks]

    def again(self) -> None:
        """Return to it."""
        self._city.return_to(self._moment)
        for kiosk, known in zip(self.kiosks, self._known, strict=True):
            kiosk.faults = Faults({})
            for name, values in known.items():
                getattr(kiosk, name)[:] = values
