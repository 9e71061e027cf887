"""From the notice to the card taken back: whose card is it?"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.protocol.problems import PROBLEMS
from kiosk.card.pin import LENGTH
from kiosk.terminal import actions
from kiosk.terminal.commands import (
    Authenticate,
    BeginVisit,
    ClearPin,
    EndVisit,
    EraseDigit,
    PressDigit,
    ReadCard,
    ShuffleKeys,
)
from kiosk.terminal.ending import fail, home
from kiosk.terminal.events import (
    Authenticated,
    CardFailed,
    CardRead,
    Checked,
    NoAnswer,
    PinWrong,
    Refused,
    Sensed,
    Shuffled,
    Ticked,
)
from kiosk.terminal.moves import Moment, Step, go, new_job, on, stay
from kiosk.terminal.stages import (
    CheckingIdentity,
    ChooseCertificate,
    ChooseMunicipality,
    EnterPin,
    Notice,
    PlaceCard,
    ReadingCard,
    ShowProblem,
    TakeCard,
    Trouble,
)
from kiosk.terminal.state import State, Visit

_REMOVED = Trouble("card-removed", next="card")
_LOCKED = Trouble("pin-locked", next="office")
# After these the card that lies there is not to be read again as it is.
_ANOTHER_CARD = frozenset({"wrong-card", "no-pin", "card-unreadable", "card-kind-not-accepted", "card-untrusted"})
# What the card itself is refused for: another card, or another try with this one, may do.
_CARD_CODES = frozenset({"card-kind-not-accepted", "card-untrusted", "card-signature-invalid", "challenge-expired"})
_OFFICE_CODES = frozenset({"card-expired", "card-revoked", "card-not-linked", "card-locked", "not-eligible"})


def service_trouble(code: str, reason: str | None) -> Trouble:
    """Return what a refusal of the authentication means to the resident."""
    if code in _CARD_CODES:
        return Trouble(code, reason, next="card")
    return Trouble(code if code in PROBLEMS else "internal", reason, next="office" if code in _OFFICE_CODES else "end")


def place_card(state: State, moment: Moment) -> Step:
    """Wait for a card, or read the one that is there."""
    if not state.levels.reader:
        return fail(state, Trouble("card-unreadable"), moment)
    if not state.levels.card:
        return go(state, PlaceCard(), moment)
    state = new_job(state)
    return go(state, ReadingCard(), moment, ReadCard(state.job))


def _has_next(_state: State, stage: ShowProblem) -> bool:
    return stage.trouble.alive or stage.trouble.next == "card"


@on(ShowProblem, actions.Again, when=_has_next)
def _again(state: State, stage: ShowProblem, _action: actions.Again, moment: Moment) -> Step:
    if stage.trouble.next != "card":
        return go(state, ChooseCertificate(), moment)
    begin = BeginVisit(state.the_visit().municipality)
    if stage.trouble.code in _ANOTHER_CARD and state.levels.card:
        return go(state, TakeCard("place-card"), moment, begin)
    after, commands = place_card(state, moment)
    return after, (begin, *commands)


@on(Notice, actions.Continue)
def _noticed(state: State, _stage: Notice, _action: actions.Continue, moment: Moment) -> Step:
    return go(state, ChooseMunicipality(), moment)


@on(Notice, actions.Back)
def _not_begun(state: State, _stage: Notice, _action: actions.Back, moment: Moment) -> Step:
    return home(state, moment)


@on(ChooseMunicipality, actions.Back)
def _to_notice(state: State, _stage: ChooseMunicipality, _action: actions.Back, moment: Moment) -> Step:
    return go(state, Notice(), moment)


@on(ChooseMunicipality, actions.ChooseMunicipality)
def _chosen(state: State, _stage: ChooseMunicipality, action: actions.ChooseMunicipality, moment: Moment) -> Step:
    if not any(action.code == each.code and action.purpose in each.purposes for each in moment.settings.municipalities):
        return state, ()
    visit = Visit(municipality=action.code, purpose=action.purpose)
    after, commands = place_card(replace(state, visit=visit), moment)
    return after, (BeginVisit(action.code), *commands)


@on(PlaceCard, actions.Back)
def _to_municipality(state: State, _stage: PlaceCard, _action: actions.Back, moment: Moment) -> Step:
    return go(replace(state, visit=None), ChooseMunicipality(), moment, EndVisit())


@on(PlaceCard, Sensed)
def _placed(state: State, _stage: PlaceCard, _event: Sensed, moment: Moment) -> Step:
    waiting = state.levels.reader and not state.levels.card
    return (state, ()) if waiting else place_card(state, moment)


@on(ReadingCard, Sensed)
def _pulled_while_read(state: State, _stage: ReadingCard, _event: Sensed, moment: Moment) -> Step:
    return (state, ()) if state.levels.card else fail(state, _REMOVED, moment)


@on(ReadingCard, CardRead)
def _read(state: State, _stage: ReadingCard, event: CardRead, moment: Moment) -> Step:
    return go(state, EnterPin(event.tries_left), moment) if event.tries_left else fail(state, _LOCKED, moment)


@on(ReadingCard, CardFailed)
@on(CheckingIdentity, CardFailed)
def _unusable(state: State, _stage: ReadingCard | CheckingIdentity, event: CardFailed, moment: Moment) -> Step:
    office = event.code in {"pin-locked", "no-pin"}
    return fail(
        state,
        _LOCKED if event.code == "pin-locked" else Trouble(event.code, next="office" if office else "card"),
        moment,
    )


@on(ReadingCard, NoAnswer)
@on(ReadingCard, Ticked)
def _not_read(state: State, _stage: ReadingCard, _event: NoAnswer | Ticked, moment: Moment) -> Step:
    return fail(state, Trouble("card-unreadable", next="card"), moment)


@on(EnterPin, Sensed)
def _pulled_at_pin(state: State, _stage: EnterPin, _event: Sensed, moment: Moment) -> Step:
    return (state, ()) if state.levels.card else fail(state, _REMOVED, moment, ClearPin())


@on(EnterPin, actions.Press, when=lambda _state, stage: stage.entered < LENGTH)
def _press(state: State, stage: EnterPin, action: actions.Press, moment: Moment) -> Step:
    pressed = replace(stage, entered=stage.entered + 1, wrong=False)
    return go(state, pressed, moment, PressDigit(stage.keys[action.key]))


@on(EnterPin, actions.Erase, when=lambda _state, stage: stage.entered > 0)
def _erase(state: State, stage: EnterPin, _action: actions.Erase, moment: Moment) -> Step:
    return go(state, replace(stage, entered=stage.entered - 1), moment, EraseDigit())


@on(EnterPin, actions.Shuffle)
def _shuffle(state: State, stage: EnterPin, _action: actions.Shuffle, moment: Moment) -> Step:
    return go(state, replace(stage, entered=0), moment, ClearPin(), ShuffleKeys())


@on(EnterPin, Shuffled)
def _shuffled(state: State, stage: EnterPin, event: Shuffled, _moment: Moment) -> Step:
    # A digit that was pressed meanwhile was meant for the old order.
    return stay(state, replace(stage, keys=event.keys, entered=0))[0], (ClearPin(),)


@on(EnterPin, actions.Continue, when=lambda _state, stage: stage.entered == LENGTH)
def _typed(state: State, stage: EnterPin, _action: actions.Continue, moment: Moment) -> Step:
    state = new_job(state)
    return go(state, CheckingIdentity("card", stage.keys), moment, Authenticate(state.job))


@on(EnterPin, Ticked)
@on(Notice, Ticked)
@on(ChooseMunicipality, Ticked)
@on(PlaceCard, Ticked)
def _nobody(
    state: State, _stage: EnterPin | Notice | ChooseMunicipality | PlaceCard, _event: Ticked, moment: Moment
) -> Step:
    return fail(state, Trouble("timed-out"), moment)


@on(CheckingIdentity, Checked)
def _next_check(state: State, stage: CheckingIdentity, event: Checked, moment: Moment) -> Step:
    return go(state, replace(stage, step=event.step), moment)


@on(CheckingIdentity, Sensed)
def _pulled_while_checked(state: State, stage: CheckingIdentity, _event: Sensed, moment: Moment) -> Step:
    # Once the card has signed it may go.
    needed = stage.step == "card" and not state.levels.card
    return fail(state, _REMOVED, moment) if needed else (state, ())


@on(CheckingIdentity, PinWrong)
def _wrong(state: State, stage: CheckingIdentity, event: PinWrong, moment: Moment) -> Step:
    if not event.tries_left:
        return fail(state, _LOCKED, moment)
    if not state.levels.card:
        return fail(state, _REMOVED, moment)
    return go(state, EnterPin(event.tries_left, stage.keys, wrong=True), moment)


@on(CheckingIdentity, Refused)
def _refused(state: State, _stage: CheckingIdentity, event: Refused, moment: Moment) -> Step:
    return fail(state, service_trouble(event.code, event.reason), moment)


@on(CheckingIdentity, NoAnswer)
@on(CheckingIdentity, Ticked)
def _no_answer(state: State, _stage: CheckingIdentity, _event: NoAnswer | Ticked, moment: Moment) -> Step:
    return fail(state, Trouble("no-answer"), moment)


@on(CheckingIdentity, Authenticated)
def _authenticated(state: State, _stage: CheckingIdentity, event: Authenticated, moment: Moment) -> Step:
    state = state.with_visit(offers=event.offers, session_ends=event.session_ends)
    return go(state, TakeCard("certificates") if state.levels.card else ChooseCertificate(), moment)


@on(TakeCard, Sensed)
def _taken_back(state: State, stage: TakeCard, _event: Sensed, moment: Moment) -> Step:
    if state.levels.card:
        return state, ()
    return go(state, ChooseCertificate() if stage.then == "certificates" else PlaceCard(), moment)


@on(TakeCard, Ticked)
def _never_taken(state: State, _stage: TakeCard, _event: Ticked, moment: Moment) -> Step:
    return fail(state, Trouble("timed-out"), moment)
