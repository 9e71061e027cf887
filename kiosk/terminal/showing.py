"""What the screen shows of a state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.terminal import options, views
from kiosk.terminal import stages as at
from kiosk.terminal.actions import LANGUAGES
from kiosk.terminal.machine import allowed
from kiosk.terminal.printing import sheets
from kiosk.terminal.receipt import receipt_lines
from kiosk.terminal.settings import Settings
from kiosk.terminal.state import State

_Shower = Callable[[State, Any, Settings], views.AnyScreen]


def show(state: State, settings: Settings, number: int) -> views.View:
    """Make the view of a state under this number."""
    data = _SHOWERS[type(state.stage)](state, state.stage, settings)
    alarm = _alarm(state)
    visit = state.visit
    return views.View(
        number=number,
        language=state.language,
        appearance=state.appearance,
        screen=data.NAME,
        data=data,
        actions=allowed(state),
        deadline=state.deadline if state.stage.WAITS in {"person", "staff"} else None,
        session_deadline=visit.session_ends if visit is not None else None,
        question=views.Question(kind=state.asked.kind, deadline=state.asked.deadline) if state.asked else None,
        alarm=alarm,
        say=_say(state, data, alarm),
    )


def _alarm(state: State) -> views.Alarm | None:
    stage = state.stage
    if isinstance(stage, at.TakeCard | at.TakePapers | at.TakeChange | at.Leaving) and stage.alarming:
        return views.Alarm(kind=_left_behind(state), voice=not state.silenced)
    return None


def _left_behind(state: State) -> views.AlarmKind:
    if isinstance(state.stage, at.TakePapers):
        return "papers-left"
    if isinstance(state.stage, at.TakeChange):
        return "change-left"
    if isinstance(state.stage, at.TakeCard) or state.levels.card:
        return "card-left"
    return "papers-left" if state.levels.tray else "change-left"


def _say(state: State, data: views.AnyScreen, alarm: views.Alarm | None) -> tuple[str, ...]:
    said = [f"alarm.{alarm.kind}"] if alarm is not None and alarm.voice else []
    if state.asked is not None:
        return (*said, f"question.{state.asked.kind}")
    if not state.appearance.spoken_guidance:
        return tuple(said)
    return (*said, f"screen.{data.NAME}", *_further(data))


def _further(data: views.AnyScreen) -> tuple[str, ...]:
    if isinstance(data, views.PinEntry) and data.wrong:
        return ("pin.wrong", "pin.last-try") if data.last_try else ("pin.wrong",)
    if isinstance(data, views.Pay) and data.inserted:
        return ("pay.inserted",)
    if isinstance(data, views.Printing):
        return ("printing.stay",)
    if isinstance(data, views.Reprinting) and data.waiting:
        return ("reprinting.wait",)
    return ("problem.money",) if isinstance(data, views.Problem) and data.amount else ()


def _out_of_service(_state: State, stage: at.OutOfService, settings: Settings) -> views.OutOfService:
    return views.OutOfService(reason=stage.reason, retry_after=settings.times.look // 1000)


def _municipality(_state: State, _stage: at.Stage, settings: Settings) -> views.Municipality:
    return views.Municipality(
        municipalities=tuple(
            views.MunicipalityChoice(code=each.code, prefecture=each.prefecture, name=each.name, purposes=each.purposes)
            for each in settings.municipalities
        )
    )


def _pin(_state: State, stage: at.EnterPin, _settings: Settings) -> views.PinEntry:
    return views.PinEntry(
        keys=tuple(str(key) for key in stage.keys),
        shuffled=stage.keys != at.DIGITS,
        entered=stage.entered,
        tries_left=stage.tries_left,
        last_try=stage.tries_left == 1,
        wrong=stage.wrong,
    )


def _certificates(state: State, _stage: at.Stage, _settings: Settings) -> views.Certificates:
    return views.Certificates(
        certificates=tuple(
            views.CertificateChoice(
                kind=each.type, title=each.title, fee=each.fee, available=each.available, reason=each.reason
            )
            for each in state.the_visit().choices()
        )
    )


def _options(state: State, _stage: at.Stage, _settings: Settings) -> views.Options:
    visit = state.the_visit()
    order = visit.the_order()
    return views.Options(
        kind=order.offer.type,
        title=order.offer.title,
        fields=options.fields(order, visit.the_offers()),
        complete=options.is_complete(order),
    )


def _copies(state: State, _stage: at.Stage, settings: Settings) -> views.Copies:
    order = state.the_visit().the_order()
    return views.Copies(
        kind=order.offer.type,
        title=order.offer.title,
        copies=order.copies,
        most=settings.most_copies,
        fee=order.offer.fee,
        total=order.offer.fee * order.copies,
    )


def _confirm(state: State, _stage: at.Stage, _settings: Settings) -> views.Confirm:
    visit = state.the_visit()
    order = visit.the_order()
    return views.Confirm(
        kind=order.offer.type,
        title=order.offer.title,
        chosen=options.chosen(order, visit.the_offers()),
        copies=order.copies,
        fee=order.offer.fee,
        total=order.offer.fee * order.copies,
    )


def _pay(state: State, stage: at.Paying, settings: Settings) -> views.Pay:
    issuance = state.the_visit().the_issuance()
    return views.Pay(
        methods=settings.methods,
        method=stage.method,
        due=issuance.due,
        inserted=state.levels.held,
        remaining=max(issuance.due - state.levels.held, 0),
        sheets=sheets(state),
        busy=False,
    )


def _printing(state: State, stage: at.Printing, _settings: Settings) -> views.Printing | views.Reprinting:
    if stage.again is None:
        return views.Printing(sheet=stage.sheet, sheets=sheets(state))
    return views.Reprinting(reason=stage.again, waiting=False, void=stage.void, sheet=stage.sheet, sheets=sheets(state))


def _stuck(state: State, stage: at.Stuck, _settings: Settings) -> views.Reprinting:
    return views.Reprinting(reason=stage.reason, waiting=True, void=stage.void, sheet=stage.sheet, sheets=sheets(state))


def _remaking(state: State, stage: at.Remaking, _settings: Settings) -> views.Reprinting:
    return views.Reprinting(reason=stage.reason, waiting=False, void=stage.void, sheet=1, sheets=sheets(state))


def _take_papers(state: State, stage: at.TakePapers, _settings: Settings) -> views.TakePapers:
    return views.TakePapers(sheets=sheets(state), void=stage.void, sensor=state.levels.tray is not None, over=False)


def _leaving(state: State, _stage: at.Leaving, _settings: Settings) -> views.AnyScreen:
    if state.levels.card:
        return views.TakeCard(over=True)
    if state.levels.tray:
        return views.TakePapers(sheets=state.levels.tray, sensor=True, over=True)
    return views.TakeChange(amount=state.levels.slot, over=True)


def _settling(state: State, stage: at.Settling, _settings: Settings) -> views.ReturningMoney | views.TakeChange:
    if stage.trouble.code != "change-not-given":
        return views.ReturningMoney()
    # Everything else of the visit is over, and nothing has failed yet.
    return views.TakeChange(amount=state.levels.slot + max(state.levels.held - stage.kept, 0), over=True)


def _receipt(state: State, stage: at.ShowReceipt, settings: Settings) -> views.Receipt:
    visit = state.the_visit()
    return views.Receipt(
        receipt=receipt_lines(visit, settings),
        confirmed=visit.the_issuance().confirmed,
        can_print=settings.receipt_printer,
        printed=stage.printed,
    )


def _problem(_state: State, stage: at.ShowProblem, settings: Settings) -> views.Problem:
    return views.Problem(
        code=stage.trouble.code,
        reason=stage.trouble.reason,
        money=stage.money,
        amount=stage.amount,
        refund_number=stage.refund_number,
        copies=stage.trouble.copies,
        next=stage.trouble.next,
        contact=settings.contact,
    )


_SHOWERS: dict[type[at.Stage], _Shower] = {
    at.Booting: lambda *_: views.OutOfService(reason="starting"),
    at.Recovering: lambda *_: views.OutOfService(reason="starting"),
    at.OutOfService: _out_of_service,
    at.Start: lambda *_: views.Start(languages=LANGUAGES),
    at.Notice: lambda *_: views.Notice(),
    at.ChooseMunicipality: _municipality,
    at.PlaceCard: lambda *_: views.PlaceCard(),
    at.ReadingCard: lambda *_: views.ReadingCard(),
    at.EnterPin: _pin,
    at.CheckingIdentity: lambda _state, stage, _settings: views.Checking(step=stage.step),
    at.TakeCard: lambda *_: views.TakeCard(over=False),
    at.ChooseCertificate: _certificates,
    at.ChooseOptions: _options,
    at.ChooseCopies: _copies,
    at.Confirm: _confirm,
    at.Making: lambda *_: views.Making(),
    at.Paying: _pay,
    at.HandingOver: lambda *_: views.HandingOver(),
    at.Printing: _printing,
    at.Stuck: _stuck,
    at.Remaking: _remaking,
    at.TakePapers: _take_papers,
    at.TakeChange: lambda state, _stage, _settings: views.TakeChange(amount=state.levels.slot, over=False),
    at.ShowReceipt: _receipt,
    at.Another: lambda *_: views.Another(),
    at.Settling: _settling,
    at.ShowProblem: _problem,
    at.Leaving: _leaving,
    at.End: lambda *_: views.End(),
}
