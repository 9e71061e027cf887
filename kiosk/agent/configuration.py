"""What a terminal is told in its configuration file (JSON)."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from kiosk.terminal.actions import PaymentMethod, Purpose
from kiosk.terminal.settings import ServedMunicipality, Settings, Times


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the file: unknown fields are refused."""


class MunicipalityPart(_Part, frozen=True, kw_only=True):
    """A municipality to choose."""

    code: str
    prefecture: str
    name: str
    purposes: tuple[Purpose, ...] = ("residence",)


class PcscPart(_Part, frozen=True, kw_only=True, tag_field="kind", tag="pcsc"):
    """A card reader behind PC/SC. `name`: as PC/SC names it; None: the first."""

    name: str | None = None


class IppPart(_Part, frozen=True, kw_only=True, tag_field="kind", tag="ipp"):
    """A printer behind IPP, such as a queue of CUPS: `ipp://localhost:631/printers/kiosk`."""

    uri: str


class VirtualPart(_Part, frozen=True, kw_only=True, tag_field="kind", tag="virtual"):
    """A device of the virtual machine at `machine`."""


class Configuration(_Part, frozen=True, kw_only=True):
    """The file.

    Attributes:
        kiosk_id, private_key: Who this terminal is; the key is a PEM file.
        service: The service's base address, `/v1` included.
        journal: The only file the agent writes.
        port: Of the screen, on loopback; 0: any free one.
        framed_by: The origin of a page that may show the screen in a frame.
        machine: The address of a virtual machine, for the devices that are virtual.
        times: Milliseconds that differ from `Times`.
    """

    kiosk_id: str
    private_key: str
    service: str
    journal: str
    municipalities: tuple[MunicipalityPart, ...]
    port: int = 0
    framed_by: str | None = None
    machine: str | None = None
    card_reader: PcscPart | VirtualPart = PcscPart()
    payment: VirtualPart = VirtualPart()
    printer: IppPart | VirtualPart = VirtualPart()
    receipt_printer: Literal["virtual", "none"] = "none"
    methods: tuple[PaymentMethod, ...] = ("cash", "e-money")
    place: str = ""
    contact: str = ""
    verification: str = ""
    most_copies: int = 10
    times: dict[str, int] = {}

    def settings(self) -> Settings:
        """Return what the visit is told.

        Raises:
            TypeError: A time has a name that there is not.
        """
        return Settings(
            municipalities=tuple(
                ServedMunicipality(code=each.code, prefecture=each.prefecture, name=each.name, purposes=each.purposes)
                for each in self.municipalities
            ),
            methods=self.methods,
            place=self.place,
            contact=self.contact,
            verification=self.verification,
            most_copies=self.most_copies,
            receipt_printer=self.receipt_printer != "none",
            times=Times(**self.times),
        )


def read_configuration(path: Path) -> Configuration:
    """Read the file.

    Raises:
        OSError, msgspec.DecodeError, msgspec.ValidationError: It cannot be read, or says what there is not.
    """
    return msgspec.json.decode(path.read_bytes(), type=Configuration)
