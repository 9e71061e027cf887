"""戸籍の附票の写し: the addresses of the persons in a family register since it was made.

住民基本台帳法 第17条 (content), 第20条 (who may have it; 本籍・筆頭者, 在外選挙人名簿 and 住民票コード are left out
unless asked for). With 本籍・筆頭者 a person stands there with 名, without them with 氏名. Addresses are
evidence of where somebody lived: protection (支援措置) of one person stops the whole supplement.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.errors import InvalidOption, NotEligible, SubjectMismatch
from chalicelib.registers.entries import Municipality, Resident
from chalicelib.registers.family_registers import FamilyRegisterRecord
from chalicelib.registers.supplements import SupplementPerson, SupplementRecord
from chalicelib.render.certificates import family_register
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.certificates.sheets import Issue, Wording, number_pages
from chalicelib.render.certificates.supplement_blocks import SupplementItems, paginate
from chalicelib.render.document import Document, Flag

_ATTESTATION = "この写しは、戸籍の附票の原本と相違ないことを証明する。"
_WHOLE = Wording(title="戸籍の附票", marker="（全部）", attestation=_ATTESTATION)
_PART = Wording(title="戸籍の附票", marker="（一部）", attestation=_ATTESTATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementOptions(SupplementItems):
    """Whose addresses, and which items the applicant asked for.

    Attributes:
        persons: `person_id`s of those to be printed (一部); empty for all (全部).
    """

    persons: tuple[str, ...] = ()


def reason_against(
    record: SupplementRecord | None,
    *,
    holder: Resident,
    home: Municipality,
) -> Obstacle | None:
    """Return why no copy of this supplement (None where the books hold none) can be made, or None.

    The arguments are those of `family_register.reason_against`: the supplement is kept where the register is.
    """
    if record is None:
        return family_register.reason_against(None, holder=holder, home=home)
    register = record.register
    # Who is in the supplement is read from it: the register's own persons may not have been read.
    empty = FamilyRegisterRecord(register=register, persons=())
    reason = family_register.reason_against(empty, holder=holder, home=home)
    return reason if reason not in {None, Obstacle.NOT_IN_REGISTER} else reason_in_record(record, holder.resident_id)


def reason_in_record(record: SupplementRecord, holder_id: str) -> Obstacle | None:
    """Return why no copy of this supplement can be made for whom a card stands for here, or None."""
    if record.register.closed_on is not None:
        return Obstacle.REGISTER_CLOSED
    return Obstacle.NOT_IN_REGISTER if record.person_of(holder_id) is None else _reason_of_all(record)


def _reason_of_all(record: SupplementRecord) -> Obstacle | None:
    if any(person.protection is not None for person in record.persons):
        return Obstacle.UNDER_PROTECTION
    in_progress = record.supplement.entry_in_progress or record.register.entry_in_progress
    return Obstacle.ENTRY_IN_PROGRESS if in_progress else None


def compose(
    record: SupplementRecord,
    municipality: Municipality,
    *,
    holder: str,
    options: SupplementOptions,
    issue: Issue,
) -> Document:
    """Compose the copy that the holder asks for; `municipality` is the one that keeps the supplement.

    Raises:
        SubjectMismatch: The holder is not in the supplement, or another municipality keeps it.
        InvalidOption: A person is not of this supplement.
        NotEligible: A change is being made, or somebody in it is under protection.
        DateBeforeGregorianCalendar: A date on record cannot be written in an era.
    """
    if record.person_of(holder) is None or record.register.municipality != municipality.code:
        raise SubjectMismatch("the supplement is not the holder's, or another municipality keeps it")
    reason = _reason_of_all(record)
    if reason is not None:
        raise NotEligible(reason)
    printed = _printed(record, options)
    flags: frozenset[Flag] = frozenset({"resident-record-code"} if options.resident_record_code else set())
    pages = number_pages(
        paginate(record, printed, options),
        wording=_WHOLE if printed == record.persons else _PART,
        municipality=municipality,
        issue=issue,
        flags=flags,
    )
    return Document(holder, CertificateType.FAMILY_REGISTER_SUPPLEMENT, municipality.code, issue.issuance_id, pages)


def _printed(record: SupplementRecord, options: SupplementOptions) -> tuple[SupplementPerson, ...]:
    if not options.persons:
        return record.persons
    if not set(options.persons) <= {person.person_id for person in record.persons}:
        raise InvalidOption("a person is not of this supplement")
    return tuple(person for person in record.persons if person.person_id in options.persons)
