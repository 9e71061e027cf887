"""印鑑登録原票: the seals that residents have registered.

No national law governs seal registration; municipalities' 印鑑条例 follow the model 印鑑登録証明事務処理要領
(昭和49年自治省通知). From it: one seal a person, from the age of 15; the imprint may neither fit into a square of
8 mm nor go beyond one of 25 mm; a change of name that the seal no longer shows, leaving and death abolish it.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

import msgspec

from chalicelib.registers.entry_base import Entry, EntryId, Part, Tenths, Text

PngBytes = Annotated[bytes, msgspec.Meta(min_length=1, max_length=36_000)]


class Imprint(Part, frozen=True, kw_only=True):
    """印影 as it was scanned: a bi-level PNG, and how large the image is on paper in tenths of a millimetre.

    The image is cut to the imprint. Black is ink; the PNG is greyscale of one bit, not interlaced.
    """

    png: PngBytes
    width: Tenths
    height: Tenths


class SealAbolition(Part, frozen=True, kw_only=True):
    """印鑑登録の廃止 (廃印): the day from which the seal is no longer registered, and why."""

    date: dt.date
    reason: Literal["亡失", "廃止申請", "転出", "死亡", "氏名変更", "職権"]


class SealRegistration(Entry, tag="seal-registration", frozen=True, kw_only=True):
    """One registered seal. `number` is that of the 印鑑登録証, which a kiosk does not need.

    `katakana` is 氏名の片仮名表記, recorded where a foreign resident's seal is cut in it. `suspended` is a stop that
    the holder asked for (印鑑登録証を失ったとき). An abolished registration may stay in the books; it is never
    issued again.
    """

    registration_id: EntryId
    resident_id: EntryId
    number: Text
    registered_on: dt.date
    imprint: Imprint
    katakana: Text | None = None
    notes: Annotated[tuple[Text, ...], msgspec.Meta(max_length=4)] = ()
    abolished: SealAbolition | None = None
    suspended: bool = False
    entry_in_progress: bool = False
