"""The screens on which a resident chooses, in every state: the most that can stand on them is among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.protocol.certificate_types import TITLES
from kiosk.terminal import views
from tests.browser.sample import Sample, title_of

_REASONS = (
    "not-taxed-here",
    "no-seal",
    "register-elsewhere",
    "not-registered-for-use",
    "entry-in-progress",
    "under-15",
    "undeclared",
    "taxed",
)
_NAMES = (
    "松阪　太郎",
    "松阪　花子",
    "松阪　一郎",
    "ＮＧＵＹＥＮ　ＴＨＩ　ＭＩＮＨ　ＣＨＡＵ",
    "松阪　二郎",
    "松阪　三郎",
)
_RELATIONSHIPS = ("世帯主", "妻", "子", "子の妻", "子", "妻の母の弟")


def choosing() -> Iterator[Sample]:
    """Give each in the order of a visit."""
    for name, reasons in (
        ("certificates", [None] * 8),
        ("certificates-refused", _REASONS),
        ("certificates-some", _some()),
    ):
        yield Sample(
            name, views.Certificates(certificates=_offers(reasons)), ("choose-certificate", "cancel", "finish")
        )
    actions = ("set-option", "continue", "back", "cancel")
    yield Sample("options", _options("resident-record", "holder", 0), actions)
    yield Sample("options-members", _options("resident-record", "members", 4), actions)
    yield Sample("options-entries", _options("resident-record-entries", "household", 0), actions)
    yield Sample("options-register", _options("family-register", "persons", 9), actions)
    yield Sample("options-supplement", _options("family-register-supplement", "whole", 0), actions)
    yield Sample("copies", _copies(1), ("set-copies", "continue", "back", "cancel"))
    yield Sample("copies-most", _copies(10), ("set-copies", "continue", "back", "cancel"))
    yield Sample("confirm", _confirm(), ("continue", "back", "cancel"))
    yield Sample("confirm-plain", _confirm_plain(), ("continue", "back", "cancel"))
    yield Sample("making", views.Making(), ("cancel",))


def _some() -> tuple[str | None, ...]:
    return (None, None, "no-seal", None, "register-elsewhere", None, None, "taxed")


def _offers(reasons: Sequence[str | None]) -> tuple[views.CertificateChoice, ...]:
    return tuple(
        views.CertificateChoice(
            kind=kind, title=title, fee=450 if place == 3 else 200, available=not reason, reason=reason
        )
        for place, ((kind, title), reason) in enumerate(zip(TITLES.items(), reasons, strict=True))
    )


_SWITCHES = {
    "resident-record": (
        "relationship",
        "domicile",
        "individual_number",
        "resident_record_code",
        "foreign_items",
    ),
    "resident-record-entries": (
        "relationship",
        "domicile",
        "individual_number",
        "resident_record_code",
        "foreign_items",
        "residence",
        "notes",
    ),
    "family-register": (),
    "family-register-supplement": ("domicile", "resident_record_code", "overseas_voter"),
}


def _options(kind: str, scope: str, persons: int) -> views.Options:
    register = kind.startswith("family")
    choices = ("whole", "holder", "persons") if register else ("holder", "household", "members")
    fields: list[views.ScopeField | views.SwitchField | views.PersonsField] = [
        views.ScopeField(name="scope", choices=choices, value=scope)
    ]
    if persons:
        fields.append(
            views.PersonsField(name=scope, persons=_persons(persons, register=register), value=("r" * 15 + "0",))
        )
    fields.extend(views.SwitchField(name=name, value=place % 2 == 0) for place, name in enumerate(_SWITCHES[kind]))
    return views.Options(kind=kind, title=title_of(kind), fields=tuple(fields), complete=True)


def _persons(count: int, *, register: bool) -> tuple[views.Person, ...]:
    return tuple(
        views.Person(
            reference="r" * 15 + str(place),
            label=_NAMES[place % len(_NAMES)].split("　")[-1] if register else _NAMES[place % len(_NAMES)],
            relationship="" if register else _RELATIONSHIPS[place % len(_RELATIONSHIPS)],
            holder=place == 0,
        )
        for place in range(count)
    )


def _copies(copies: int) -> views.Copies:
    kind = "family-register-supplement"
    return views.Copies(kind=kind, title=title_of(kind), copies=copies, most=10, fee=300, total=300 * copies)


def _confirm() -> views.Confirm:
    chosen = (
        views.Chosen(name="scope", value="members"),
        views.Chosen(name="members", value=True, persons=_NAMES[:4]),
        *(
            views.Chosen(name=name, value=place % 2 == 0)
            for place, name in enumerate(_SWITCHES["resident-record-entries"])
        ),
    )
    kind = "resident-record-entries"
    return views.Confirm(kind=kind, title=title_of(kind), chosen=chosen, copies=3, fee=200, total=600)


def _confirm_plain() -> views.Confirm:
    kind = "seal-registration"
    return views.Confirm(kind=kind, title=title_of(kind), chosen=(), copies=1, fee=200, total=200)
