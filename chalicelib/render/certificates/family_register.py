"""戸籍全部事項証明書 and 戸籍個人事項証明書: what a family register on computer has recorded.

Content and form: 戸籍法 第13条, 第120条; 戸籍法施行規則 第73条 and its 付録第22号 to 第24号 (the certificate of all
matters, the one of some persons, and how matters are written). On the form the first is headed 全部事項証明, the
second 個人事項証明. Persons who are no longer in the register stay on it and are marked 除籍. Registers nobody is left
in, and those replaced (改製原戸籍), are given at the office.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.errors import InvalidOption, NotEligible, SubjectMismatch
from chalicelib.registers.entries import Municipality, Resident
from chalicelib.registers.family_registers import FamilyRegister, FamilyRegisterRecord, RegisteredPerson
from chalicelib.render.certificates.digits import full_width
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.certificates.register_pages import paginate
from chalicelib.render.certificates.register_rows import chunks_of
from chalicelib.render.certificates.sheets import Issue, Wording, number_pages
from chalicelib.render.document import Block, Document, Field

_WHOLE = Wording(
    title="全部事項証明",
    marker="",
    attestation="これは、戸籍に記録されている事項の全部を証明した書面である。",
)
_INDIVIDUAL = Wording(
    title="個人事項証明",
    marker="",
    attestation="これは、戸籍中の一部の者について記録されている事項の全部を証明した書面である。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyRegisterOptions:
    """Which of the two certificates is asked for.

    Attributes:
        persons: `person_id`s of those to be on 個人事項証明; empty for 全部事項証明.
    """

    persons: tuple[str, ...] = ()


def reason_against(
    record: FamilyRegisterRecord | None,
    *,
    holder: Resident,
    home: Municipality,
) -> Obstacle | None:
    """Return why no certificate can be made of this register (None where the books hold none), or None.

    Args:
        record: The register, which the municipality of residence keeps.
        holder: Who asks; of those who live elsewhere see `reason_in_record`.
        home: Where the holder lives.
    """
    if record is None:
        return _reason_without_register(holder, home)
    if record.register.municipality != home.code:
        return Obstacle.NOT_REGISTERED_FOR_USE
    return reason_in_record(record, holder.resident_id)


def reason_in_record(record: FamilyRegisterRecord, holder_id: str) -> Obstacle | None:
    """Return why no certificate of this register can be made for whom a card stands for here, or None."""
    if record.register.closed_on is not None:
        return Obstacle.REGISTER_CLOSED
    if record.person_of(holder_id) is None:
        return Obstacle.NOT_IN_REGISTER
    return Obstacle.ENTRY_IN_PROGRESS if record.register.entry_in_progress else None


def _reason_without_register(holder: Resident, home: Municipality) -> Obstacle:
    if holder.domicile is None:
        return Obstacle.NO_FAMILY_REGISTER
    return Obstacle.REGISTER_NOT_HELD if _lies_in(holder.domicile.address, home) else Obstacle.REGISTER_ELSEWHERE


def _lies_in(address: str, municipality: Municipality) -> bool:
    """Whether an address is of a municipality; that of a town or village has its district (郡) in it."""
    place = f"{re.escape(municipality.prefecture)}([^市区町村]+郡)?{re.escape(municipality.name)}"
    return re.match(place, address) is not None


def compose(
    record: FamilyRegisterRecord,
    municipality: Municipality,
    *,
    holder: str,
    options: FamilyRegisterOptions,
    issue: Issue,
) -> Document:
    """Compose the certificate that the holder asks for; `municipality` is the one that keeps the register.

    Raises:
        SubjectMismatch: The holder is not in the register, or another municipality keeps it.
        InvalidOption: A person is not of this register.
        NotEligible: A change to the register is being made, or nobody is left in it.
        DateBeforeGregorianCalendar: A date on record cannot be written in an era.
    """
    register = record.register
    if record.person_of(holder) is None or register.municipality != municipality.code:
        raise SubjectMismatch("the register is not the holder's, or another municipality keeps it")
    if register.entry_in_progress or register.closed_on is not None:
        raise NotEligible(Obstacle.ENTRY_IN_PROGRESS if register.entry_in_progress else Obstacle.REGISTER_CLOSED)
    pages = number_pages(
        paginate(_head(register), _foot(register), chunks_of(register, _printed(record, options))),
        wording=_INDIVIDUAL if options.persons else _WHOLE,
        municipality=municipality,
        issue=issue,
    )
    # The form counts its sheets in its head: （３の１）.
    counted = tuple(replace(page, marker=f"（{full_width(len(pages))}の{full_width(page.number)}）") for page in pages)
    return Document(holder, CertificateType.FAMILY_REGISTER, municipality.code, issue.issuance_id, counted)


def _printed(record: FamilyRegisterRecord, options: FamilyRegisterOptions) -> tuple[RegisteredPerson, ...]:
    if not options.persons:
        return record.persons
    if not set(options.persons) <= {person.person_id for person in record.persons}:
        raise InvalidOption("a person is not of this register")
    return tuple(person for person in record.persons if person.person_id in options.persons)


def _head(register: FamilyRegister) -> Block:
    reading = register.surname_furigana
    fields = (
        Field("domicile", "本籍", register.domicile),
        Field("head", "氏名", register.head_name),
        *((Field("furigana", "氏の振り仮名", reading),) if reading else ()),
    )
    return Block("register", "", fields)


def _foot(register: FamilyRegister) -> Block:
    """Say on the sheets without a head whose register they are of: kiosks do not staple them to the first."""
    fields = (Field("domicile", "本籍", register.domicile), Field("head", "氏名", register.head_name))
    return Block("register-foot", "", fields)
