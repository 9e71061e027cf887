"""A residents' desk without a kiosk: any certificate of any persona of the demo city, made as `render` makes it.

The same requests with the same options, decided by the same rules: what the gallery shows is what a kiosk prints,
and what it refuses is refused there for the same reason.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.registers.entries import Municipality
from chalicelib.registers.store import Held
from chalicelib.render.application import Application
from chalicelib.render.catalogue import CATALOGUE
from chalicelib.render.certificate_request import Options, refuse
from chalicelib.render.certificates.sheets import Issue
from chalicelib.render.document import Document
from infra.emulator.demo_city import DemoCity

ISSUANCE_ID = "00000000000000000000SPEC0M"
_BINDING = bytes(32)


class Desk:
    """Makes documents from the books of a city, all on the city's day."""

    def __init__(self, city: DemoCity) -> None:
        self._city = city

    def document(
        self, kind: CertificateType, label: str, options: Options | None = None, *, acting: bool = False
    ) -> Document:
        """Make a certificate that a persona asks for, with the options of a kiosk's request.

        Args:
            kind: Which certificate.
            label: Who asks.
            options: What is chosen; nothing where it is absent.
            acting: Whether somebody acts for the mayor (職務代理者).

        Raises:
            NotEligible: With the reason.
            CannotBeRendered: As the certificate.
        """
        application = self._application(label, _acting(self._city.municipality) if acting else self._city.municipality)
        refuse(CATALOGUE[kind].reason_against(application))
        return CATALOGUE[kind].request(options or {}).compose(application, Issue(ISSUANCE_ID, self._city.today))

    def _application(self, label: str, municipality: Municipality) -> Application:
        holder, record = self._city.resident_of(label), self._city.record_of(label)
        held = self._held(holder.resident_id)
        return Application(
            holder_id=holder.resident_id,
            holder=holder,
            household=record,
            held=held,
            municipality=municipality,
            binding=_BINDING,
            day=self._city.today,
        )

    def _held(self, resident_id: str) -> Held:
        city = self._city
        return Held(
            seal=next((seal for seal in city.seals if seal.resident_id == resident_id), None),
            taxation=tuple(record for record in city.taxation if record.resident_id == resident_id),
            family_register=next((each for each in city.family_registers if each.person_of(resident_id)), None),
            supplement=next((each for each in city.supplements if each.person_of(resident_id)), None),
        )


def _acting(municipality: Municipality) -> Municipality:
    return replace(
        municipality,
        mayor_title=f"{municipality.mayor_title}職務代理者　{municipality.name}副市長",
        mayor_name="架空　次郎",
        seal_text=f"{municipality.mayor_title}職務代理者之印",
    )
