"""A resident who knows what they want, and the disturbances that keep them from it."""

from __future__ import annotations

from collections.abc import Callable

from infra.emulator.virtual_card import VirtualCard
from kiosk.terminal import actions, stages
from kiosk.terminal.actions import AnyAction
from kiosk.terminal.machine import allowed
from tests.terminal.answers import Choose
from tests.terminal.offered import HOLDER, OFFERS
from tests.terminal.simulation import Simulation

CARD = VirtualCard({})
_MACHINE_AT_WORK = (
    stages.ReadingCard,
    stages.CheckingIdentity,
    stages.Making,
    stages.HandingOver,
    stages.Printing,
    stages.Remaking,
    stages.OutOfService,
    stages.Settling,
)


def proceed(simulation: Simulation, choose: Choose) -> None:
    """Do what leads to the paper."""
    if simulation.tasks and choose([True, True, False]):
        simulation.pay_off()
    else:
        _proceed(simulation, choose)


def _proceed(simulation: Simulation, choose: Choose) -> None:
    stage = simulation.state.stage
    if not simulation.machine.payment_works and choose([True, False, False, False]):
        simulation.break_payment(works=True, returns=True)
    elif simulation.state.asked is not None:
        simulation.touch(_action(choose([name for name in allowed(simulation.state) if name in _ANSWERS]), choose))
    elif isinstance(stage, _MACHINE_AT_WORK):
        (simulation.answer if simulation.pending else simulation.wait)()
    elif isinstance(stage, stages.PlaceCard) or (
        simulation.state.levels.card and not isinstance(stage, stages.EnterPin)
    ):
        simulation.put_card(CARD)
    elif isinstance(stage, stages.Paying) and stage.method is not None:
        _pay(simulation, stage, choose)
    elif isinstance(stage, stages.TakePapers):
        simulation.take_papers()
    elif isinstance(stage, stages.TakeChange | stages.Leaving):
        simulation.take_everything()
    elif isinstance(stage, stages.Stuck):
        simulation.mend_printer()
    elif isinstance(stage, stages.End):
        simulation.wait()
    else:
        _touch_onward(simulation, choose)


_ANSWERS = frozenset({"more-time", "acknowledge", "no", "yes"})
_ONWARD = ("again", "choose-municipality", "choose-certificate", "choose-method", "continue", "press", "finish")


def _touch_onward(simulation: Simulation, choose: Choose) -> None:
    offered = allowed(simulation.state)
    name = next((each for each in _ONWARD if each in offered), None)
    if name == "continue" and choose([False, False, False, True]):
        # A choice on the way.
        name = choose([each for each in offered if each.startswith("set-")] or ["continue"])
    if name is not None:
        simulation.touch(_action(name, choose))


def _pay(simulation: Simulation, stage: stages.Paying, choose: Choose) -> None:
    if stage.method == "cash":
        simulation.pay(choose([50, 100, 500, 1000]))
    elif simulation.machine.accepting == "e-money" and not simulation.machine.held:
        simulation.tap()


def disturb(simulation: Simulation, choose: Choose) -> None:
    """Let something else happen."""
    happenings: list[Callable[[], None]] = [
        lambda: simulation.touch(_action(choose(allowed(simulation.state)), choose)),
        lambda: simulation.touch(_action(choose(sorted(_KINDS)), choose)),
        simulation.answer,
        simulation.wait,
        lambda: simulation.put_card(CARD),
        simulation.take_everything,
        simulation.mend_printer,
        lambda: simulation.break_payment(works=choose([True, True, False]), returns=choose([True, False])),
        lambda: setattr(simulation.fuse, "left", choose([0, 1, 2, 3])),
        simulation.pull_plug,
        lambda: setattr(simulation, "slow", not simulation.slow),
        simulation.pay_off,
        lambda: simulation.drop_paper(choose(["jam", "no-paper"])),
    ]
    choose(happenings)()


_KINDS: dict[str, Callable[[Choose], AnyAction]] = {
    "continue": lambda _: actions.Continue(view=1),
    "back": lambda _: actions.Back(view=1),
    "cancel": lambda _: actions.Cancel(view=1),
    "yes": lambda _: actions.Yes(view=1),
    "no": lambda _: actions.No(view=1),
    "more-time": lambda _: actions.MoreTime(view=1),
    "acknowledge": lambda _: actions.Acknowledge(view=1),
    "silence": lambda _: actions.Silence(view=1),
    "language": lambda choose: actions.ChooseLanguage(view=1, value=choose(["ja", "pt"])),
    "appearance": lambda choose: actions.ChangeAppearance(
        view=1, name_of=choose(["large_text", "high_contrast", "spoken_guidance"]), value=choose([True, False])
    ),
    "scanning": lambda choose: actions.ChangeScanning(view=1, value=choose(["off", "slow", "fast"])),
    "choose-municipality": lambda _: actions.ChooseMunicipality(view=1, code="24204", purpose="residence"),
    "press": lambda _: actions.Press(view=1, key=3),
    "erase": lambda _: actions.Erase(view=1),
    "shuffle": lambda _: actions.Shuffle(view=1),
    "choose-certificate": lambda choose: actions.ChooseCertificate(
        view=1, kind=choose([each.type for each in OFFERS.offers])
    ),
    "set-option": lambda choose: choose(
        [
            actions.SetOption(view=1, name_of="scope", value="members"),
            actions.SetOption(view=1, name_of="members", value=(HOLDER,)),
            actions.SetOption(view=1, name_of="relationship", value=True),
        ]
    ),
    "set-copies": lambda choose: actions.SetCopies(view=1, copies=choose([1, 2])),
    "choose-method": lambda choose: actions.ChooseMethod(view=1, method=choose(["cash", "cash", "e-money"])),
    "print-receipt": lambda _: actions.PrintReceipt(view=1),
    "again": lambda _: actions.Again(view=1),
    "finish": lambda _: actions.Finish(view=1),
}


def _action(name: str, choose: Choose) -> AnyAction:
    return _KINDS[name](choose)
