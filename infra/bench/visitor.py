"""A visitor of the emulated terminal: sees what the screen shows, touches it, and uses slots and trays by the panel."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, Self

import httpx

View = dict[str, Any]

_SECONDS = 40.0
_DARK: View = {"number": 0, "screen": "", "data": {}, "actions": [], "question": None, "alarm": None}
"""What a screen shows without power."""

_FINISHING = ("finish", "yes", "cancel", "back")


class NotShown(Exception):
    """The screen did not show in time what was waited for; the message names what it showed."""


class Visitor:
    """Somebody at the terminal whose panel is at an address; a context manager."""

    def __init__(self, panel: str) -> None:
        """Nothing is touched yet."""
        self._http = httpx.Client(timeout=_SECONDS, trust_env=False)
        self.panel_url = panel
        self._screen = self.panel_state()["terminal"]["url"]
        self._changed = threading.Condition()
        self._view = _DARK
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self.taps = 0
        self.seen: list[tuple[float, View]] = []

    def __enter__(self) -> Self:
        """Begin to look."""
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        """Look away."""
        self._ended.set()
        self._http.close()

    @property
    def view(self) -> View:
        """What the screen shows."""
        return self._view

    def panel_state(self) -> dict[str, Any]:
        """Return what the panel shows."""
        state: dict[str, Any] = self._http.get(self.panel_url + "/panel/state").json()
        return state

    def panel(self, command: str, **values: Any) -> int:
        """Do something to the machine; return the HTTP status."""
        return self._http.post(f"{self.panel_url}/panel/{command}", json=values).status_code

    def sheets(self, where: str) -> list[bytes]:
        """Return the sheets (PNG) that lie in the `tray`, or are among the taken `papers`."""
        return [self._http.get(self.panel_url + path).content for path in self.panel_state()[where]]

    def until(self, holds: Callable[[View], bool], what: str, seconds: float = _SECONDS) -> View:
        """Wait until the screen shows something.

        Raises:
            NotShown: It did not.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: holds(self._view), seconds):
                raise NotShown(f"{what}; it shows {self._view['screen']}")
            return self._view

    def at(self, *screens: str) -> View:
        """Wait for one of these screens."""
        return self.until(lambda view: view["screen"] in screens and view["question"] is None, " or ".join(screens))

    def touch(self, action: str, **values: Any) -> None:
        """Touch the screen once it takes this action, and wait until it has changed."""
        view = self.until(lambda view: action in view["actions"], f"something that takes {action}")
        self.taps += 1
        status = self.send(action, view["number"], **values)
        if status != httpx.codes.NO_CONTENT:
            raise NotShown(f"{action} was answered {status}")
        self.until(lambda now: now["number"] > view["number"], f"a change after {action}")

    def send(self, action: str, number: int, **values: Any) -> int:
        """Send an action for a view number; return the HTTP status."""
        return self._http.post(
            self._screen + "/actions",
            json={"action": action, "view": number, **values},
            headers={"Origin": self._screen},
        ).status_code

    # The steps of a visit.

    def enter_pin(self, pin: str) -> None:
        """Type a PIN and go on."""
        for digit in pin:
            keys = self.at("pin")["data"]["keys"]
            self.touch("press", key=keys.index(digit))
        self.touch("continue")

    def go_to_pin(self, label: str, purpose: str = "residence") -> View:
        """Go from the start to the PIN pad, or to what a card that is no use leads to."""
        self.at("start")
        self.touch("continue")
        self.touch("continue")
        (municipality,) = self.at("municipality")["data"]["municipalities"]
        self.touch("choose-municipality", code=municipality["code"], purpose=purpose)
        self.at("place-card")
        self.panel("insert-card", label=label)
        return self.at("pin", "problem")

    def go_to_certificates(self, label: str, purpose: str = "residence") -> View:
        """Go from the start to the choice of a certificate, the card taken back; or to a problem."""
        self.go_to_pin(label, purpose)
        pin = next(card["pin"] for card in self.panel_state()["cards"] if card["label"] == label)
        self.enter_pin(pin)
        view = self.at("take-card", "problem")
        if view["screen"] == "problem":
            return view
        self.panel("take-card")
        return self.at("certificates")

    def go_to_confirm(self, kind: str, **options: Any) -> View:
        """Choose a certificate with options, and one copy of it."""
        self.touch("choose-certificate", type=kind)
        if self.at("options", "copies")["screen"] == "options":
            for name, value in options.items():
                self.touch("set-option", name=name, value=value)
            self.touch("continue")
        self.touch("continue")
        return self.at("confirm")

    def go_to_pay(self, kind: str, **options: Any) -> View:
        """Choose and confirm a certificate; its pages are made then."""
        self.go_to_confirm(kind, **options)
        self.touch("continue")
        return self.at("pay", "problem")

    def pay(self, amount: int = 500) -> None:
        """Pay with one coin or note."""
        self.touch("choose-method", method="cash")
        self.until_panel(lambda state: state["accepting"] == "cash", "a coin slot that is open")
        self.panel("insert-money", amount=amount)

    def go_home(self) -> View:
        """Take everything, finish whatever goes on, and wait for the start.

        Raises:
            NotShown: It did not come.
        """
        deadline = time.monotonic() + _SECONDS
        while self.view["screen"] != "start":
            if time.monotonic() > deadline:
                raise NotShown(f"the start; it shows {self.view['screen']} {self.view['data']}")
            self.panel("take-papers")
            self.panel("take-change")
            self.panel("take-card")
            finishing = [name for name in _FINISHING if name in self.view["actions"]]
            if finishing:
                # A terminal that has just lost its power answers nothing.
                with suppress(httpx.TransportError):
                    self.send(finishing[0], self.view["number"])
            with suppress(NotShown):
                self.until(partial(_is_another, self.view["number"]), "anything else", 1.0)
        return self.view

    def pull_plug(self) -> None:
        """Take the terminal's power, and see its screen go dark."""
        self.panel("pull-plug")
        self.until(lambda view: not view["screen"], "a dark screen")

    def take_papers_and_change(self) -> None:
        """Wait for the papers and the change, and take both."""
        self.until(lambda view: view["screen"] in {"take-papers", "problem"}, "the papers")
        # The change comes right after the last sheet.
        self.until_panel(lambda state: not state["held"], "the change")
        self.panel("take-papers")
        if self.panel_state()["slot"]:
            self.at("take-change", "problem")
        self.panel("take-change")

    def until_panel(self, holds: Callable[[dict[str, Any]], bool], what: str) -> dict[str, Any]:
        """Wait until the panel shows something.

        Raises:
            NotShown: It did not.
        """
        deadline = time.monotonic() + _SECONDS
        while time.monotonic() < deadline:
            state = self.panel_state()
            if holds(state):
                return state
            time.sleep(0.02)
        raise NotShown(what)

    def _follow(self) -> None:
        while not self._ended.is_set():
            with suppress(httpx.HTTPError), httpx.stream("GET", self._screen + "/view-stream", timeout=_SECONDS) as got:
                for line in got.iter_lines():
                    if line.startswith("data: "):
                        self._see(json.loads(line.removeprefix("data: ")))
            self._see(_DARK)
            self._ended.wait(0.05)

    def _see(self, view: View) -> None:
        with self._changed:
            self._view = view
            self.seen.append((time.monotonic(), view))
            self._changed.notify_all()


def _is_another(number: int, view: View) -> bool:
    return bool(view["number"] != number)
