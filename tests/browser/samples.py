"""A view of every screen in every state: what checks of all screens in all languages show without a visit.

The most that can stand on a screen is in them too: long names, nine persons, eight refusals.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import msgspec

from chalicelib.protocol.problems import PROBLEMS
from kiosk.terminal import views
from kiosk.terminal.actions import LANGUAGES
from kiosk.terminal.views import TERMINAL_CODES, AlarmKind, Money, Next, QuestionKind, Screen
from tests.browser.choosing import choosing
from tests.browser.sample import NOW, Sample, title_of


def samples() -> tuple[Sample, ...]:
    """Return every screen in every state that looks different."""
    return (*_arrival(), *_card(), *choosing(), *_paying(), *_paper(), *_problems(), *_overlays())


def _arrival() -> Iterator[Sample]:
    for reason in get_args(views.OutOfServiceReason):
        yield Sample(f"out-of-service-{reason}", views.OutOfService(reason=reason, retry_after=90))
    yield Sample("start", views.Start(languages=LANGUAGES), ("continue",))
    yield Sample("notice", views.Notice(), ("continue", "back", "cancel"))
    yield Sample("municipality", views.Municipality(municipalities=_municipalities(1)), ("back", "cancel"))
    yield Sample("municipality-many", views.Municipality(municipalities=_municipalities(6)), ("back", "cancel"))


def _municipalities(count: int) -> tuple[views.MunicipalityChoice, ...]:
    names = ("松阪市", "津市", "四日市市", "伊勢市", "多気郡多気町", "南牟婁郡紀宝町")
    return tuple(
        views.MunicipalityChoice(
            code=f"2420{place}", prefecture="三重県", name=name, purposes=("residence", "domicile")
        )
        for place, name in enumerate(names[:count])
    )


_PLAIN_PIN: dict[str, Any] = {
    "keys": tuple("1234567890"),
    "shuffled": False,
    "entered": 0,
    "wrong": False,
    "tries_left": None,
    "last_try": False,
}


def _pin(name: str, screen: views.PinEntry) -> Sample:
    return Sample(name, screen, ("press", "erase", "shuffle", "cancel", "continue"))


def _card() -> Iterator[Sample]:
    yield Sample("place-card", views.PlaceCard(), ("back", "cancel"))
    yield Sample("reading-card", views.ReadingCard(), ("cancel",))
    shuffled = ("7", "0", "4", "9", "1", "3", "8", "2", "6", "5")
    yield _pin("pin", views.PinEntry(**_PLAIN_PIN))
    yield _pin("pin-shuffled", views.PinEntry(**{**_PLAIN_PIN, "keys": shuffled, "shuffled": True, "entered": 2}))
    yield _pin("pin-complete", views.PinEntry(**{**_PLAIN_PIN, "entered": 4}))
    yield _pin("pin-wrong", views.PinEntry(**{**_PLAIN_PIN, "wrong": True, "tries_left": 2}))
    yield _pin("pin-last-try", views.PinEntry(**{**_PLAIN_PIN, "wrong": True, "tries_left": 1, "last_try": True}))
    for step in get_args(views.CheckingStep):
        yield Sample(f"checking-{step}", views.Checking(step=step))
    yield Sample("take-card", views.TakeCard(over=False), ("cancel",))
    yield Sample("take-card-over", views.TakeCard(over=True))


def _paying() -> Iterator[Sample]:
    plain: dict[str, Any] = {"methods": ("cash", "e-money"), "due": 1200, "sheets": 6, "busy": False}
    yield Sample(
        "pay", views.Pay(**plain, method=None, inserted=0, remaining=1200), ("choose-method", "back", "cancel")
    )
    yield Sample("pay-cash", views.Pay(**plain, method="cash", inserted=500, remaining=700), ("cancel",))
    yield Sample("pay-e-money", views.Pay(**plain, method="e-money", inserted=0, remaining=1200), ("back", "cancel"))
    plain["busy"] = True
    yield Sample("pay-e-money-busy", views.Pay(**plain, method="e-money", inserted=0, remaining=1200))
    yield Sample("handing-over", views.HandingOver())
    yield Sample("returning-money", views.ReturningMoney())


def _paper() -> Iterator[Sample]:
    yield Sample("printing", views.Printing(sheet=2, sheets=6))
    for reason in get_args(views.ReprintReason):
        for waiting in (False, True):
            screen = views.Reprinting(reason=reason, waiting=waiting, void=2, sheet=1, sheets=3)
            yield Sample(f"reprinting-{reason}{'-waiting' * waiting}", screen, ("cancel",) * waiting)
    yield Sample("take-papers", views.TakePapers(sheets=3, sensor=True, over=False))
    yield Sample("take-papers-void", views.TakePapers(sheets=3, void=2, sensor=True, over=False))
    yield Sample("take-papers-no-sensor", views.TakePapers(sheets=3, sensor=False, over=False), ("continue",))
    yield Sample("take-change", views.TakeChange(amount=800, over=False))
    yield Sample("receipt", _receipt(printed=False), ("print-receipt", "continue"))
    yield Sample("receipt-printed", _receipt(printed=True), ("continue",))
    yield Sample("another", views.Another(), ("again", "finish"))
    yield Sample("end", views.End())


def _receipt(*, printed: bool) -> views.Receipt:
    kind = "family-register-supplement"
    lines = views.ReceiptLines(
        number="K0001-20261126-000123",
        kind=kind,
        title=title_of(kind),
        copies=2,
        sheets=6,
        method="cash",
        paid=1000,
        change=400,
        at=1_795_000_000,
        place="松阪市役所　本庁舎1階",
        municipality="三重県松阪市",
        verification="https://verify.example.jp/",
    )
    return views.Receipt(receipt=lines, confirmed=not printed, can_print=True, printed=printed)


def _problems() -> Iterator[Sample]:
    for code in (*PROBLEMS, *TERMINAL_CODES):
        yield Sample(f"problem-{code}", _problem(code, "none-taken", "end"), ("finish",))
    for money in get_args(Money):
        yield Sample(f"problem-money-{money}", _problem("jam", money, "office"), ("finish",))
    copies = msgspec.structs.replace(_problem("out-of-paper", "refunded", "end"), copies=2)
    yield Sample("problem-copies-out", copies, ("finish",))
    unknown = msgspec.structs.replace(_problem("cancelled", "refund-listed", "end"), amount=0)
    yield Sample("problem-money-unknown", unknown, ("finish",))
    for following in get_args(Next):
        yield Sample(f"problem-next-{following}", _problem("no-answer", "refunded", following), ("again", "finish"))
    yield Sample(
        "problem-with-reason", _problem("not-eligible", "none-taken", "office", "not-registered-for-use"), ("finish",)
    )


def _problem(code: str, money: Money, following: Next, reason: str | None = None) -> views.Problem:
    return views.Problem(
        code=code,
        reason=reason,
        money=money,
        amount=1200,
        refund_number="K0001-20261126-000123" if money == "refund-listed" else None,
        next=following,
        contact="松阪市　戸籍住民課　0598-00-0000",
    )


def _overlays() -> Iterator[Sample]:
    copies = views.Copies(kind="taxation", title=title_of("taxation"), copies=2, most=10, fee=300, total=600)
    questions: dict[QuestionKind, tuple[str, ...]] = {
        "more-time": ("more-time", "cancel"),
        "session-ending": ("acknowledge",),
        "cancel": ("yes", "no"),
    }
    for kind, actions in questions.items():
        question = views.Question(kind=kind, deadline=NOW + 75_000 if kind == "more-time" else None)
        overlay = (("question", question), ("session_deadline", NOW + 120_000))
        yield Sample(f"question-{kind}", copies, actions, overlay)
    left: dict[AlarmKind, Screen] = {
        "card-left": views.TakeCard(over=True),
        "papers-left": views.TakePapers(sheets=3, sensor=True, over=True),
        "change-left": views.TakeChange(amount=800, over=True),
    }
    for what, screen in left.items():
        alarm = views.Alarm(kind=what, voice=True)
        yield Sample(f"alarm-{what}", screen, ("silence",), (("alarm", alarm),))
        silenced = views.Alarm(kind=what, voice=False)
        yield Sample(f"alarm-{what}-silenced", screen, (), (("alarm", silenced),))
