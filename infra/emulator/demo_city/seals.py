"""Registered seals of the personas: of every size and kind, and some that may not be certified."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from chalicelib.registers.entries import HouseholdRecord, Resident
from chalicelib.registers.register_file import is_current
from chalicelib.registers.seals import SealAbolition, SealRegistration
from infra.emulator.demo_city.context import Context
from infra.emulator.demo_city.imprints import Shape, imprint
from infra.emulator.demo_city.model import Persona

_MINIMUM_AGE = 15


class _Cut(NamedTuple):
    """How a persona's seal is cut: columns from the right, height in tenths of a millimetre."""

    label: str
    columns: tuple[str, ...]
    tenths: int
    shape: Shape = "round"
    katakana: str | None = None
    notes: tuple[str, ...] = ()


_CUTS = (
    _Cut("ordinary", ("松浦", "健一"), 180),
    _Cut("ordinary-spouse", ("奈緒",), 135),
    _Cut("nine-in-household", ("大世古", "辰巳"), 165),
    _Cut("twin-first", ("喜多", "翔太"), 150),
    _Cut("twin-second", ("喜多", "翔大"), 150),
    _Cut("former-name", ("服部",), 120, notes=("旧氏の印鑑により登録",)),
    _Cut("living-alone", ("樋口",), 105, "oval"),
    _Cut("centenarian", ("阪内", "ヨネ"), 121),
    _Cut("taka-ladder", ("髙柳",), 135),
    _Cut("saki-standing", ("山﨑",), 120),
    _Cut("yoshi-earth", ("𠮷野",), 165, "square"),
    _Cut("long-name", ("勅使河", "原田小", "路左衛"), 210, "square"),
    _Cut("foreign-alias", ("山下",), 150),
    _Cut("mixed-household", ("西井",), 135),
    _Cut("mixed-household-wife", ("レイ", "エス"), 165, katakana="レイエス　クリスティナ　デラ　クルズ"),
    _Cut("special-permanent-resident", ("木下", "正浩"), 180),
    _Cut("protected", ("小野", "田"), 120),
    _Cut("seal-abolished", ("鎌田",), 150),
    _Cut("seal-suspended", ("笹川",), 120),
    _Cut("seal-smallest", ("乙部",), 81),
    _Cut("seal-largest", ("豊原嘉", "右衛門"), 250, "square"),
    _Cut("moved-out-today", ("浜野",), 135),
    _Cut("deceased", ("古市",), 150),
)


def registrations(
    context: Context, records: Iterable[HouseholdRecord], personas: Iterable[Persona]
) -> tuple[SealRegistration, ...]:
    """Return the registrations as they stand today; leaving and death have abolished theirs."""
    residents = {resident.resident_id: resident for record in records for resident in record.residents}
    by_label = {persona.label: residents[persona.resident_id] for persona in personas}
    return tuple(_registration(context, number, cut, by_label[cut.label]) for number, cut in enumerate(_CUTS, start=1))


def _registration(context: Context, number: int, cut: _Cut, resident: Resident) -> SealRegistration:
    registered = _registered_on(context, cut.label, resident)
    found = SealRegistration(
        registration_id=f"seal-{number:06d}",
        resident_id=resident.resident_id,
        number=f"{number:07d}",
        registered_on=registered,
        imprint=imprint(cut.columns, cut.tenths, cut.shape),
        katakana=cut.katakana,
        notes=cut.notes,
        suspended=cut.label == "seal-suspended",
    )
    abolished = _abolition(context, cut.label, resident)
    return msgspec.structs.replace(found, abolished=abolished) if abolished else found


def _registered_on(context: Context, label: str, resident: Resident) -> dt.date:
    """Draw a day since the holder was old enough and lived here."""
    of_age = resident.birth_date + dt.timedelta(days=(_MINIMUM_AGE + 1) * 366)
    first = max(of_age, resident.became_resident.date)
    days = max((context.ago(60) - first).days, 0)
    return first + dt.timedelta(days=context.dice.below(days + 1, f"{label}/seal"))


def _abolition(context: Context, label: str, resident: Resident) -> SealAbolition | None:
    if label == "seal-abolished":
        return SealAbolition(date=context.ago(20), reason="廃止申請")
    if is_current(resident, context.today):
        return None
    if resident.died_on:
        return SealAbolition(date=resident.died_on, reason="死亡")
    return SealAbolition(date=context.today, reason="転出")
