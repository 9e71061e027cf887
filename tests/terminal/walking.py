"""Walks a visitor through a visit, whatever screen comes next, up to where a test wants to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from infra.bench.visitor import NotShown, View, Visitor

_MOST_STEPS = 200
_PATIENCE = 0.05
_OUTCOMES = frozenset({"receipt", "problem", ""})
_ONWARD = frozenset({"start", "notice", "options", "copies", "confirm"})


@dataclass(slots=True)
class Walk:
    """A visit for `copies` of a resident record of `scope`. `wrong_pins`: typed first; `change`: yen taken."""

    visitor: Visitor
    card: str
    pin: str
    scope: str = "holder"
    wrong_pins: int = 0
    coin: int = 500
    copies: int = 1
    paid: int = 0
    change: int = 0

    def until(self, there: Callable[[View], bool]) -> View:
        """Do what each screen asks for until `there` holds of what is shown, or receipt or problem have come.

        Raises:
            NotShown: Neither came.
        """
        for _ in range(_MOST_STEPS):
            view = self.visitor.view
            if there(view) or (view["screen"] in _OUTCOMES and view["question"] is None):
                return view
            if not self._answer(view):
                self._wait(view, there)
        raise NotShown(f"an outcome; it shows {self.visitor.view['screen']}")

    def to_the_outcome(self) -> View:
        """Walk to the receipt or a problem."""
        return self.until(lambda _view: False)

    def _wait(self, view: View, there: Callable[[View], bool]) -> None:
        """Wait for anything else; `there` may look at more than the view, so it is asked now and then."""
        for _ in range(_MOST_STEPS):
            try:
                self.visitor.until(lambda now: bool(now["number"] != view["number"]), "a change", _PATIENCE)
            except NotShown:
                if not there(self.visitor.view):
                    continue
            return

    def _answer(self, view: View) -> bool:
        """Do what a screen asks for; return whether there was anything to do."""
        visitor, screen = self.visitor, view["screen"]
        if screen in _ONWARD:
            self._go_on(view)
        elif screen == "municipality":
            visitor.touch("choose-municipality", code=view["data"]["municipalities"][0]["code"], purpose="residence")
        elif screen == "place-card":
            return visitor.panel("insert-card", label=self.card) == _DONE
        elif screen == "pin":
            self._type(view["data"])
        elif screen == "certificates":
            visitor.touch("choose-certificate", type="resident-record")
        elif screen == "pay":
            return self._pay(view)
        elif screen in _TAKEN:
            # The change comes right after the last sheet.
            visitor.until_panel(lambda state: not state["held"], "the change")
            self.change += visitor.panel_state()["slot"] if screen == "take-change" else 0
            return visitor.panel(_TAKEN[screen]) == _DONE
        else:
            return False
        return True

    def _go_on(self, view: View) -> None:
        wanted: Any = next((f["value"] for f in view["data"].get("fields", ()) if f["name"] == "scope"), self.scope)
        if wanted != self.scope:
            self.visitor.touch("set-option", name="scope", value=self.scope)
        elif view["data"].get("copies", self.copies) != self.copies and view["screen"] == "copies":
            self.visitor.touch("set-copies", copies=self.copies)
        else:
            self.visitor.touch("continue")

    def _type(self, pad: dict[str, Any]) -> None:
        pin = "9999" if self.wrong_pins else self.pin
        if pad["entered"] < len(pin):
            self.visitor.touch("press", key=pad["keys"].index(pin[pad["entered"]]))
            return
        self.wrong_pins = max(self.wrong_pins - 1, 0)
        self.visitor.touch("continue")

    def _pay(self, view: View) -> bool:
        if view["data"]["method"] is None:
            self.visitor.touch("choose-method", method="cash")
            self.visitor.until_panel(lambda state: state["accepting"] == "cash", "a coin slot that is open")
        elif view["data"]["remaining"] and self.visitor.panel_state()["held"] == view["data"]["inserted"]:
            self.visitor.panel("insert-money", amount=self.coin)
            self.paid += self.coin
            self.visitor.until(lambda now: bool(now["number"] != view["number"]), "the coin")
        else:
            return False
        return True


_DONE = 204
_TAKEN = {"take-card": "take-card", "take-papers": "take-papers", "take-change": "take-change"}
